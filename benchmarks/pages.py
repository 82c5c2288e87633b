"""Milliseconds until the workbench answers, on a made workspace of many articles and events.

    python benchmarks/pages.py [--articles N] [--each N] [--folder F] [--starts R]

Makes a seeded workspace of N articles with ten events and some statements each, serves it by `detente
serve`, and asks it over HTTP: first how long the overview takes from the start of the command, where
nothing is kept of the workspace and where an earlier start has left its columns; then, once the index of
words is there, some four hundred addresses that readers ask, each once, kind by kind. It tells the
middle, the 95th percentile and the most of each kind by the clock, and the mean by the processor of the
server, since machines are shared. Nothing is an assertion.

The articles are sentences of `examples/china-us`, coded once, drawn anew and put together. The states and
days of what was coded are drawn, too, so that a few pairs have tens of thousands of events and most have
few; they need not be those that a sentence names. Made words stand beside them, common and rare ones. With
`--folder` the workspace is made there once and kept.
"""

from __future__ import annotations

import argparse
import datetime as dt
import itertools
import json
import os
import random
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from detente.coding.coder import Coder
from detente.coding.ontology import event_types
from detente.coding.sentences import split_sentences
from detente.coding.topics import TRACKS
from detente.reading import ReadingOptions, read
from detente.records import Actor, Article, Event, Evidence, Statement
from detente.store import Batch, Workspace
from detente.store.kept import BESIDE, WHOLE
from detente.workbench.addresses import SORTS

SAMPLE = Path(__file__).parent.parent / "examples" / "china-us" / "articles"
STATES = (
    "CHN USA RUS GBR FRA DEU IND PAK ISR IRN IRQ SYR TUR EGY SAU JPN KOR PRK TWN PHL VNM AUS CAN MEX BRA"
    " ARG ZAF NGA KEN ETH UKR POL ITA ESP GRC SWE NOR CHL PER NZL"
).split()
ACCEPTED = 202
"""Status of a page that is still being made."""
EVENTS = 10
"""Of an article."""
LONGEST = 3600
"""Seconds in which the index of words should be there."""
PADDING, SENTENCE = 160, 20
"""Made words of an article, and of each of their sentences."""
SKEW = 0.8
"""How fast pairs, outlets and words become rare: the n-th is drawn n to the minus that often."""
FIRST, DAYS = dt.date(2015, 1, 1), 3650
BATCH = 2000
OUTLETS = tuple(f"Outlet {number}" for number in range(1, 201))
BLOCS = ("EU", "NATO", "G7", "ASEAN", "BRICS")
SYLLABLES = [a + b for a in "bdfgklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "el", "or")]


@dataclass(frozen=True, slots=True)
class Passage:
    """A coded sentence, with offsets from its start."""

    text: str
    events: tuple[Event, ...]
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """Addresses of one kind of page, and how soon their answers should come."""

    name: str
    addresses: tuple[str, ...]
    target: int | None = 300


def main() -> None:
    """Reads the arguments, makes the workspace, serves it, asks and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=100_000, help="how many (100000)")
    parser.add_argument("--each", type=int, default=25, help="addresses of each kind (25)")
    parser.add_argument("--folder", type=Path, help="where the workspace is made, and kept")
    parser.add_argument("--starts", type=int, default=2, help="starts of either sort (2)")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.folder or Path(name) / "ws"
        if not folder.exists():
            make(folder, given.articles)
        starting(folder, Path(name), given.starts)
        with serving(folder, Path(name) / "cache") as server:
            indexing(Path(name) / "cache", server)
            for kind in kinds(server, given.each):
                if kind.addresses:
                    report(kind, server)


# ---------------------------------------------------------------------------------------- the workspace


def make(folder: Path, count: int) -> None:
    """Write so many articles with what was read in them, as a run of reading would."""
    started, draw = time.perf_counter(), random.Random(16)
    world = _World(draw, passages())
    with Workspace.create(folder).writing() as writer:
        for first in range(0, count, BATCH):
            made = [world.article(number) for number in range(first, min(first + BATCH, count))]
            articles, events, statements = zip(*made, strict=True)
            writer.append(Batch(articles, tuple(_all(events)), tuple(_all(statements))))
        writer.compact()
    say(f"{count:,} articles made in {time.perf_counter() - started:.0f} s")


def passages() -> list[Passage]:
    """The sentences of the sample in which events are told."""
    articles = [each for each in read([SAMPLE], ReadingOptions()) if isinstance(each, Article)]
    found = []
    for article, coding in zip(articles, Coder().code_articles(articles), strict=True):
        for each in split_sentences(article.text):
            acts = tuple(_alone(e) for e in coding.events if e.start == each.start)
            said = tuple(_alone(s) for s in coding.statements if s.start == each.start)
            if acts:
                found.append(Passage(article.text[each.start : each.end], acts, said))
    return found


def _alone(told: Any) -> Any:
    """A record as if its sentence were the whole text; who is named elsewhere is named without a place."""

    def actor(each: Actor) -> Actor:
        start, end = each.start, each.end
        if start is None or end is None or not told.start <= start < told.end:
            return replace(each, start=None, end=None)
        return replace(each, start=start - told.start, end=end - told.start)

    return _recast(told, -told.start, actor)


class _World:
    """Draws articles."""

    def __init__(self, draw: random.Random, pool: Sequence[Passage]) -> None:
        self._draw, self._pool = draw, pool
        self._pairs = list(itertools.combinations(STATES, 2))
        draw.shuffle(self._pairs)
        self._of_pairs, self._of_outlets = _rarer(len(self._pairs)), _rarer(len(OUTLETS))
        self._words = sorted({"".join(draw.choices(SYLLABLES, k=3)) for _ in range(30_000)})
        draw.shuffle(self._words)
        self._of_words = _rarer(len(self._words))

    def article(self, number: int) -> tuple[Article, list[Event], list[Statement]]:
        """One article on two states, with what was read in it."""
        draw, name, parts, start = self._draw, f"{number:016x}", list[str](), 0
        published = FIRST + dt.timedelta(days=draw.randrange(DAYS))
        (pair,) = draw.choices(self._pairs, cum_weights=self._of_pairs)
        cast = {"CHN": pair[0], "USA": pair[1], None: None}
        third = draw.choice(STATES)
        acts, said = list[Event](), list[Statement]()

        def actor(each: Actor) -> Actor:
            code = cast.get(each.country, third)
            if each.start is None or each.end is None:
                return replace(each, country=code)
            return replace(each, country=code, start=each.start + start, end=each.end + start)

        while len(acts) < EVENTS:
            passage = draw.choice(self._pool)
            for told in passage.events:
                day = told.date_start and published - dt.timedelta(days=draw.randrange(4))
                own: dict[str, Any] = {
                    "event_id": f"e{number}-{len(acts)}",
                    "date_start": day,
                    "date_end": day,
                }
                own["confidence"] = round(draw.uniform(0.3, 1), 3)
                acts.append(_recast(told, start, actor, article_id=name, **own))
            for spoken in passage.statements:
                own = {"statement_id": f"s{number}-{len(said)}", "date": published}
                said.append(_recast(spoken, start, actor, article_id=name, **own))
            parts.append(passage.text)
            start += len(passage.text) + 2
        return self._written(name, parts, published), acts, said

    def _written(self, name: str, parts: list[str], published: dt.date) -> Article:
        """The text, with a paragraph of made words at its end, and a title of them."""
        draw = self._draw
        words = draw.choices(self._words, cum_weights=self._of_words, k=PADDING)
        sentences = (words[n : n + SENTENCE] for n in range(0, PADDING, SENTENCE))
        parts.append(" ".join(f"{' '.join(each).capitalize()}." for each in sentences))
        (outlet,) = draw.choices(OUTLETS, cum_weights=self._of_outlets)
        title = " ".join(words[:6]).capitalize()
        return Article(name, "\n\n".join(parts), title, outlet, published, "news", f"made/{name}")


def _recast(told: Any, by: int, actor: Callable[[Actor], Actor], **own: Any) -> Any:
    """A record whose words stand elsewhere, of other parties."""

    def words(each: Evidence | None) -> Evidence | None:
        return each and Evidence(each.text, each.start + by, each.end + by)

    def actors(each: tuple[Actor, ...]) -> tuple[Actor, ...]:
        return tuple(map(actor, each))

    own |= {"start": told.start + by, "end": told.end + by}
    if isinstance(told, Statement):
        own |= {"speaker": actor(told.speaker), "addressees": actors(told.addressees)}
        own |= {"about": words(told.about), "condition": words(told.condition)}
    else:
        own |= {"actors": actors(told.actors), "recipients": actors(told.recipients)}
        own |= {"reported_by": told.reported_by and actor(told.reported_by)}
        own |= {"trigger": words(told.trigger)}
    return replace(told, **own)


def _rarer(count: int) -> list[float]:
    """Weights of so many things, each rarer than the one before, added up."""
    return list(itertools.accumulate((n + 1) ** -SKEW for n in range(count)))


def _all(lists: Iterable[Iterable[Any]]) -> Iterator[Any]:
    return itertools.chain.from_iterable(lists)


# ------------------------------------------------------------------------------------------- the server


@dataclass(frozen=True, slots=True)
class Answer:
    """How long one took."""

    seconds: float
    processor: float
    """Seconds of the server's processor."""


@dataclass(frozen=True, slots=True)
class Server:
    """One that runs."""

    address: str
    pid: int

    def get(self, address: str) -> Any:
        """What is answered, as JSON."""
        return json.loads(_got(self.address + address))

    def ask(self, address: str) -> Answer:
        """Ask for a page, and wait for the whole of it."""
        before, started = _processor(self.pid), time.perf_counter()
        _got(self.address + address)
        return Answer(time.perf_counter() - started, _processor(self.pid) - before)


def _got(url: str) -> bytes:
    """The page, however often it says first that it is being made."""
    while True:
        with urllib.request.urlopen(url, timeout=600) as answer:
            found: bytes = answer.read()
            if answer.status != ACCEPTED:
                return found


def _processor(pid: int) -> float:
    """Seconds that a process has been at work; 0 where the system does not tell."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(folder: Path, cache: Path) -> Iterator[Server]:
    """`detente serve`, with a folder of its own for what it keeps."""
    command = [sys.executable, "-m", "detente", "serve", str(folder), "--port", "0", "--no-browser"]
    where = {**os.environ, "XDG_CACHE_HOME": str(cache)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=where) as process:
        assert process.stdout is not None
        try:
            yield Server(process.stdout.readline().strip().rstrip("/"), process.pid)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(timeout=60)


def starting(folder: Path, place: Path, starts: int) -> None:
    """Prints how long the first page takes from the start of the command, and until all is ready."""
    for number in range(starts):
        for name in ("first start", "later start"):
            started = time.perf_counter()
            with serving(folder, place / f"cache{number}") as server:
                printed = time.perf_counter() - started
                server.ask("/static/workbench.css")
                listening = time.perf_counter() - started
                urllib.request.urlopen(f"{server.address}/", timeout=600).read()
                shown = time.perf_counter() - started
                server.ask("/overview.csv")
                ready = time.perf_counter() - started
                say(
                    f"{name}: address printed after {printed:.1f} s, an answer after {listening:.1f} s, "
                    f"a page at / after {shown:.1f} s, the overview after {ready:.1f} s; "
                    f"processor {_processor(server.pid):.1f} s"
                )


def indexing(cache: Path, server: Server) -> None:
    """Waits for the index of words, and prints when it came and how much is kept."""
    started = time.perf_counter()
    while not (found := list(cache.glob(f"detente/*{BESIDE}"))):
        if time.perf_counter() - started > LONGEST:
            raise SystemExit(f"no index of words came in {LONGEST} s")
        time.sleep(0.1)
    columns = sum(each.stat().st_size for each in cache.glob(f"detente/*{WHOLE}"))
    say(
        f"index of words: after {time.perf_counter() - started:.0f} s, processor of the server "
        f"{_processor(server.pid):.0f} s; {found[0].stat().st_size / 1e6:.0f} MB beside {columns / 1e6:.0f}"
    )


# -------------------------------------------------------------------------------------------- the asking


def kinds(server: Server, each: int) -> list[Kind]:
    """What readers ask, seeded: addresses that the workbench itself gives, and words of the texts."""
    draw = random.Random(17)
    pairs = sorted(server.get("/overview.json")["rows"], key=lambda row: -row["events"])
    large, others = (_addresses(pairs[:each]), _addresses(draw.sample(pairs[each:], each)))
    pages = draw.sample(range(1, 400), each + 1)
    acts = [server.get(f"/search.json?page={page}")["rows"][0] for page in pages]
    said = [server.get(f"/search.json?what=statements&page={page}")["rows"][0] for page in pages]
    texts = [_text(server.get(f"{row['article_address']}.json")) for row in acts]
    years = [f"?since={draw.randrange(2015, 2025)}-01-01&every=month" for _ in large]
    outlets = sorted({row["outlet_address"] for row in (*acts, *said)})
    return [
        Kind("overview", tuple(f"/?sort={sort}" for sort in SORTS)),
        Kind("pair, one of the largest", large),
        Kind("pair, any other", others),
        Kind("chart of one of the largest", tuple(f"{each}.svg" for each in large)),
        Kind("pair, from a year on", tuple(map("".join, zip(large, years, strict=True)))),
        Kind("event", tuple(row["address"] for row in acts)),
        Kind("statement", tuple(row["address"] for row in said)),
        Kind("act", tuple(row["address"].replace("event", "occurrence") for row in acts)),
        Kind("article", tuple(row["article_address"] for row in acts)),
        Kind("outlet", tuple(outlets[:each])),
        Kind("review", tuple(f"/review?at={_id(row)}" for row in acts)),
        Kind("search by facets", _searches(lambda: _facets(draw), each), 500),
        Kind("search, a page far behind", _searches(lambda: _far(draw), each), 500),
        Kind("search for words", _searches(lambda: {"words": _words(draw, texts)}, each), 500),
        Kind("search for words in articles",
             _searches(lambda: {"article_words": _words(draw, texts)}, each), 500),
        Kind("search for a phrase", _searches(lambda: {"words": _phrase(draw, texts)}, each), 500),
        Kind("search for a phrase in articles",
             _searches(lambda: {"article_words": _phrase(draw, texts)}, each), 500),
        Kind("search for words, of a state",
             _searches(lambda: _facets(draw) | {"words": _words(draw, texts)}, each), 500),
        Kind("search of a bloc", _searches(lambda: {"of": draw.choice(BLOCS)} | _time(draw), each), 500),
        Kind("first part of a pair", tuple(f"{each}/turns" for each in others[:4]), None),
    ]  # fmt: skip


def _addresses(rows: Iterable[Any]) -> tuple[str, ...]:
    return tuple(row["address"] for row in rows)


def _id(row: Any) -> str:
    return str(row["address"].rpartition("/")[2])


def _text(article: Any) -> str:
    return " ".join(piece["text"] for paragraph in article["paragraphs"] for piece in paragraph)


def _searches(asked: Callable[[], dict[str, Any]], each: int) -> tuple[str, ...]:
    return tuple(f"/search?{urlencode(asked())}" for _ in range(each + 1))


def _facets(draw: random.Random) -> dict[str, Any]:
    """Two or three things that narrow a question."""
    choices = {
        "of": draw.choice(STATES), "type": draw.choice(event_types()), "track": draw.choice(TRACKS),
        "outlet": draw.choice(OUTLETS), "confidence": round(draw.uniform(0.3, 0.9), 2),
        **_time(draw),
    }  # fmt: skip
    names = draw.sample(sorted(choices), draw.choice((2, 3)))
    return {name: choices[name] for name in names}


def _time(draw: random.Random) -> dict[str, Any]:
    return {"since": str(FIRST + dt.timedelta(days=draw.randrange(DAYS)))}


def _far(draw: random.Random) -> dict[str, Any]:
    sort = draw.choice(("-date", "date", "-confidence", "score"))
    return {"sort": sort, "page": draw.randrange(500, 20_000)}


def _words(draw: random.Random, texts: Sequence[str]) -> str:
    """One or two words of a text, in small letters."""
    told = draw.choice(texts).split()
    return " ".join(
        filter(None, (re.sub(r"\W", "", draw.choice(told)) or "talks" for _ in range(2)))
    )


def _phrase(draw: random.Random, texts: Sequence[str]) -> str:
    """Two words that follow one another."""
    told = re.findall(r"[A-Za-z]+ [A-Za-z]+", draw.choice(texts))
    return f'"{draw.choice(told)}"'


def report(kind: Kind, server: Server) -> None:
    """Asks each address of a kind once, the first of them beforehand, and prints how long they took."""
    first, *others = kind.addresses
    server.ask(first)
    answers = [server.ask(each) for each in others]
    clock = sorted(each.seconds * 1000 for each in answers)
    processor = statistics.fmean(each.processor * 1000 for each in answers)
    late = clock[min(round(0.95 * len(clock)), len(clock) - 1)]
    target = "" if kind.target is None else f", target {kind.target}"
    say(
        f"{kind.name:34} {len(clock):3} asked: middle {statistics.median(clock):6.0f} ms, "
        f"95 % {late:6.0f}{target}, most {clock[-1]:6.0f}; processor {processor:6.0f}"
    )


def say(line: str) -> None:
    """Prints a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
