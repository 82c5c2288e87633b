"""Does reading slow down, or take more memory, the more was read before?

    python benchmarks/growing.py [--articles N] [--step N] [--more N] [--folder F] [--model]

Writes, seeded, N articles as JSON Lines: sentences of `examples/china-us` put together anew, with days and
addresses of their own. They are read into one workspace, some at a time, each time by a process of its
own, as by one who fetches each day; then all at once into another, by one process. Each line tells how many
articles a second of the clock and of the processor were read, the most memory, and how many files and
commits there are. At the end a few more are added. Nothing is an assertion.

What takes nearly all of the time of a real run, coding, depends on one article alone. So that the rest is
seen, sentences are not coded but known by heart: they were coded once. With `--model` they are coded.
"""

from __future__ import annotations

import argparse
import datetime as dt
import hashlib
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from detente.coding.coder import Coder, Coding
from detente.reading import ReadingOptions, read
from detente.reading_run import ReadReport, read_into
from detente.records import Actor, Article, Event, Evidence, Statement
from detente.store import Workspace
from pages import Passage, passages, say

SENTENCES = 6
"""Of an article."""
FIRST, DAYS = dt.date(2015, 1, 1), 3650
OUTLETS = 200


class ByHeart:
    """Codes articles that are made of known sentences."""

    def __init__(self) -> None:
        self._known = {each.text: each for each in passages()}

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        """What the coder read in each sentence, at its place."""
        return [self._coding(article) for article in articles]

    def _coding(self, article: Article) -> Coding:
        events, statements, start = list[Event](), list[Statement](), 0
        for number, text in enumerate(article.text.split("\n\n")):
            passage: Passage = self._known[text]
            own: dict[str, Any] = {"article_id": article.article_id, "sentence": number}
            for told in passage.events:
                name = _name(article.article_id, number, len(events))
                events.append(replace(_moved(told, start), event_id=name, **own))
            for said in passage.statements:
                name = _name(article.article_id, number, len(statements))
                statements.append(replace(_moved(said, start), statement_id=name, **own))
            start += len(text) + 2
        return Coding(events, statements)


def _name(*parts: Any) -> str:
    return hashlib.blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def _moved(record: Any, by: int) -> Any:
    """A record whose words stand so many characters later."""

    def moved(value: Any) -> Any:
        if isinstance(value, tuple):
            return tuple(map(moved, value))
        if isinstance(value, Actor | Evidence) and value.start is not None:
            assert value.end is not None
            return replace(value, start=value.start + by, end=value.end + by)
        return value

    names = (
        "actors",
        "recipients",
        "reported_by",
        "trigger",
        "speaker",
        "addressees",
        "about",
        "condition",
    )
    own = {name: moved(getattr(record, name)) for name in names if hasattr(record, name)}
    return replace(record, start=record.start + by, end=record.end + by, **own)


def write(folder: Path, count: int, step: int) -> None:
    """Files of so many articles each."""
    draw, known = random.Random(17), [each.text for each in passages()]
    for first in range(0, count, step):
        with (folder / f"{first:09}.jsonl").open("w", encoding="utf-8") as lines:
            for number in range(first, min(first + step, count)):
                lines.write(json.dumps(_article(draw, known, number), ensure_ascii=False) + "\n")


def _article(draw: random.Random, known: Sequence[str], number: int) -> dict[str, str]:
    return {
        "title": f"Made article {number}",
        "text": "\n\n".join(draw.choices(known, k=SENTENCES)),
        "outlet": f"Outlet {draw.randrange(OUTLETS)}",
        "published": (FIRST + dt.timedelta(days=draw.randrange(DAYS))).isoformat(),
        "url": f"https://made.example/{number}",
    }  # fmt: skip


def one_run(folder: Path, paths: Sequence[Path], *, model: bool, step: int) -> None:
    """Reads files, and prints what it took, for each so many articles."""
    coder = Coder() if model else ByHeart()
    tell = partial(_tell, folder, [time.perf_counter(), time.process_time(), 0], step)
    workspace = Workspace.open_or_create(folder)
    report = read_into(workspace, read(paths, ReadingOptions()), lambda: coder, on_progress=tell)
    tell(report, last=True)


def _tell(
    folder: Path, since: list[float], step: int, report: ReadReport, *, last: bool = False
) -> None:
    clock, processor, before = since
    done = report.articles_new - before
    if done < step and not (last and done):
        return
    now, used = time.perf_counter(), time.process_time()
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    files = sum(1 for _ in (folder / "events").rglob("*.parquet"))
    commits = sum(1 for _ in (folder / "events" / "_delta_log").glob("*.json"))
    say(
        f"{report.articles_new:>10,} new, {report.articles_known:,} known: "
        f"{done / (now - clock):7,.0f} a second, "
        f"{done / (used - processor):7,.0f} a second of the processor, {memory:5,.0f} MB, "
        f"{files} files and {commits} commits of events"
    )
    since[:] = now, used, report.articles_new


def main() -> None:
    """Reads the arguments, writes the articles and has them read."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--articles", type=int, default=1_000_000, help="how many (1000000)")
    parser.add_argument("--step", type=int, default=100_000, help="of a file and a line (100000)")
    parser.add_argument("--more", type=int, default=1_000, help="added at the end (1000)")
    parser.add_argument("--folder", type=Path, help="where all is made, and kept")
    parser.add_argument("--model", action="store_true", help="code the sentences")
    parser.add_argument("--run", nargs="+", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.run:
        one_run(given.run[0], given.run[1:], model=given.model, step=given.step)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = given.folder or Path(name)
        texts = folder / "texts"
        if not texts.exists():
            texts.mkdir(parents=True)
            write(texts, given.articles + given.more, given.step)
        *files, more = sorted(texts.glob("*.jsonl"))
        say("one file after the other, each by a process of its own")
        for path in files:
            _run(given, folder / "daily", [path])
        say("all by one process")
        _run(given, folder / "whole", files)
        say("a few more")
        for place in ("daily", "whole"):
            _run(given, folder / place, [more])


def _run(given: argparse.Namespace, workspace: Path, paths: Sequence[Path]) -> None:
    command = [
        sys.executable,
        __file__,
        "--step",
        str(given.step),
        "--run",
        *map(str, (workspace, *paths)),
    ]
    started = time.perf_counter()
    subprocess.run([*command, "--model"] if given.model else command, check=True)
    say(f"{'':10} {time.perf_counter() - started:.1f} s in all")


if __name__ == "__main__":
    main()
