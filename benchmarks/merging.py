"""Seconds to merge made events into occurrences: n events against 2n, and beside sorting them.

    python benchmarks/merging.py [--events N] [--runs R]

The made world has pairs of states that deal with each other every day, and each act is told by one
to six reports, some of them copies. Twice the events are twice the days. `--denser` makes them twice
the acts a day instead, which costs more: what is told about one day is compared with each other. The
figures to quote are the ratios, since machines differ. Nothing here is an assertion.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from tempfile import TemporaryDirectory

from detente.coding import ontology
from detente.merging import Report, alike, copies, one_a_day
from detente.records import Actor, Article, Event, EventType, Evidence
from detente.store import Batch, Query, Workspace

STATES = ("CHN", "USA", "KEN", "CHL", "PER", "FJI", "NOR", "TGO")
START = dt.date(2020, 1, 1)
ACTS_A_DAY = 6
WORDS = tuple(
    f"{a}{b}{c}" for a in "bdfgklm" for b in ("ora", "ile", "una", "eri") for c in "nprstvz"
)


def main() -> None:
    """Reads the arguments, measures and prints the ratios."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--events", type=int, default=20_000, help="how many events (20000)")
    parser.add_argument("--runs", type=int, default=3, help="how many runs (3)")
    parser.add_argument("--denser", action="store_true", help="more acts a day, not more days")
    given = parser.parse_args()
    small = made(given.events, ACTS_A_DAY)
    large = made(2 * given.events, ACTS_A_DAY * (2 if given.denser else 1))
    ratios = [measure(small, large, run) for run in range(given.runs)]
    twice, sorting, classical = (statistics.median(column) for column in zip(*ratios, strict=True))
    sys.stdout.write(
        f"median ratios: 2n to n {twice:.2f}; to sorting the events {sorting:.0f}; "
        f"to the one-a-day filter {classical:.1f}\n"
    )
    stored(small)
    texts = [(r.event.event_id, " ".join([r.sentence] * 8)) for r in small[:4000]]
    half = _seconds(lambda: copies(texts[:2000]))
    sys.stdout.write(f"copies among 2n texts to n: {_seconds(lambda: copies(texts)) / half:.2f}\n")


def measure(small: Sequence[Report], large: Sequence[Report], run: int) -> tuple[float, ...]:
    """One run: ratio of large to small, and of small to sorting and to the classical filter."""
    one, two = _seconds(lambda: alike(small)), _seconds(lambda: alike(large))
    sort = _seconds(lambda: sorted(small, key=lambda told: (told.published, told.event.event_id)))
    classical = _seconds(lambda: one_a_day(small))
    sys.stdout.write(
        f"run {run + 1}: {len(small)} events in {one:.2f} s ({len(small) / one:.0f} a second), "
        f"{len(large)} in {two:.2f} s\n"
    )
    return two / one, one / sort, one / classical


def stored(reports: Sequence[Report]) -> None:
    """Prints what a dyad's occurrences take out of a workspace, beside reading its reports alone."""
    with TemporaryDirectory() as folder:
        workspace = Workspace.create(folder)
        with workspace.writing() as writer:
            events = tuple(told.event for told in reports)
            writer.append(Batch(tuple(map(_article, reports)), events))
        query = Query(between=STATES[:2])
        reading = _seconds(lambda: workspace.reports(query))
        merging = _seconds(lambda: workspace.occurrences(query))
        size = len(workspace.reports(query))
    sys.stdout.write(
        f"one dyad, {size} of {len(reports)} events stored: read in {reading:.2f} s, merged in "
        f"{merging:.2f} s, ratio {merging / reading:.1f}\n"
    )


def _article(told: Report) -> Article:
    text = " ".join([told.sentence] * 40)
    return Article(
        told.event.article_id, text, None, told.outlet, told.published, "news", told.event.event_id
    )


def made(count: int, acts_a_day: int) -> list[Report]:
    """So many reports, seeded; each act has one to six, of which some are copies."""
    draw, found, day = random.Random(7), list[Report](), START
    while len(found) < count:
        for _ in range(acts_a_day):
            found += _act(draw, day, len(found))
        day += dt.timedelta(days=1)
    return found[:count]


def _act(draw: random.Random, day: dt.date, number: int) -> list[Report]:
    actor, recipient = draw.sample(STATES, 2)
    kind, about = draw.choice(ontology.event_types()), draw.sample(WORDS, 9)
    told = []
    for place in range(draw.randint(1, 6)):
        words = about if draw.random() < 0.3 else draw.sample(about, 6) + draw.sample(WORDS, 4)
        sentence = f"{actor} {kind.lower()} {recipient} {' '.join(words)}."
        lag = draw.choice((0, 0, 0, 1))
        published = day + dt.timedelta(days=lag + draw.randint(0, 2))
        told.append(_report(number + place, actor, recipient, kind, sentence, day, published))
    return told


def _report(
    number: int, actor: str, recipient: str, kind: EventType, sentence: str,
    day: dt.date, published: dt.date,
) -> Report:  # fmt: skip
    event = Event(
        event_id=f"{number:012}", article_id=f"a{number}", sentence=0, start=0, end=len(sentence),
        actors=(Actor(actor, 0, 3, None, actor, "GOV"),),
        recipients=(Actor(recipient, 0, 3, None, recipient, "GOV"),),
        reciprocal=False, event_type=kind, mode=None, cameo=None,
        quad_class=ontology.quad_class(kind), score=ontology.score(kind, None), goldstein=None,
        contexts=(), tracks=(), issues=(), trigger=Evidence(kind.lower(), 4, 4 + len(kind)),
        status="done", date_start=day, date_end=day, date_precision="day", date_basis="relative",
        recalled=False, place=None, reported_by=None, confidence=0.5 + number % 50 / 100, coder="made 1",
    )  # fmt: skip
    return Report(event, f"outlet {number % 12}", published, sentence)


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
