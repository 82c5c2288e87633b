"""Broken and hostile inputs by the thousand: does each leave the run, and what lies beside it, unharmed?

    python tools/hostile.py --inputs 100000 --seed 1     the inputs, most of them read, some also coded
    python tools/hostile.py --imports 1000               files of event data, each imported
    python tools/hostile.py --sizes                      time and memory of 10,000 to 1,000,000 characters

Each input lies beside a good article. Promised is: nothing raises, nothing hangs, the good article is
read and gives its records, every rejection has a reason and advice that can be shown and stored. What
breaks a promise is printed with its class and number; the same seed makes the same inputs. The classes
are in `hostile_inputs.py`, those of event data in `hostile_imports.py`.
"""

from __future__ import annotations

import argparse
import json
import resource
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import FrameType

import click
import hostile_sizes
from hostile_imports import broken_imports, import_class
from hostile_inputs import class_of, make

from detente.coding.coder import Coder, make_article
from detente.reading import read
from detente.reading_run import read_into
from detente.records import Article, Rejected
from detente.store import Workspace

TOGETHER = 25
"""Inputs that are read in one run."""
CODED = 40
"""One run in so many goes through coding into a workspace, too."""
MOST_SECONDS = 60.0
"""Processor time of one run, from which it is taken to hang."""


def main() -> None:
    """Run what is asked for; the exit status is 1 where a promise was broken."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--inputs", type=int, default=2_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--imports", type=int, help="import so many files of event data instead")
    parser.add_argument("--sizes", action="store_true", help="tell time and memory by size instead")
    parser.add_argument("--only", help="of the classes whose name begins so, with --sizes")
    parser.add_argument("--tries", type=int, default=3, help="inputs of each class, with --sizes")
    asked = parser.parse_args()
    if asked.sizes:
        sys.exit(hostile_sizes.show(asked.tries, only=asked.only or ""))
    checked, count = (check_imports, asked.imports) if asked.imports else (check, asked.inputs)
    found = checked(count, asked.seed, on_progress=lambda done: click.echo(f"{done:,}", err=True))
    click.echo(found.told())
    sys.exit(bool(found.broken))


@dataclass(slots=True)
class Outcome:
    """What came of the inputs; `broken` has a line for each promise that one broke."""

    inputs: Counter[str] = field(default_factory=Counter)
    articles: int = 0
    rejected: int = 0
    coded: int = 0
    broken: list[str] = field(default_factory=list)
    slowest: tuple[float, str] = (0.0, "")

    def told(self) -> str:
        """The outcome in words."""
        seconds, which = self.slowest
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        counts = [f"{name:26} {count:7,}" for name, count in self.inputs.items()]
        counts.append(
            f"{self.inputs.total():,} inputs of {len(self.inputs)} classes, {self.coded:,} of them coded:"
            f" {self.articles:,} articles, {self.rejected:,} rejections;"
            f" slowest {seconds:.1f} s ({which}), peak memory {peak} MB"
        )
        return "\n".join([*counts, f"promises broken: {len(self.broken)}", *self.broken])


def check(
    inputs: int, seed: int, *, on_progress: Callable[[int], None] = lambda done: None
) -> Outcome:
    """Make and read so many inputs, `TOGETHER` at a time, and see whether all promises hold."""
    outcome = Outcome()
    for first in range(0, inputs, TOGETHER):
        numbers = range(first, min(first + TOGETHER, inputs))
        coded = first // TOGETHER % CODED == 0
        if broken := _broken_by(numbers, seed, outcome, coded=coded):
            # One by one, to tell which it was.
            alone = [
                f"{class_of(each)} (input {each}, seed {seed}): {why}"
                for each in numbers
                for why in _broken_by(range(each, each + 1), seed, Outcome(), coded=coded)
            ]
            outcome.broken += alone or [f"inputs {numbers}: {why}" for why in broken]
        if first % 1_000 == 0:
            on_progress(first)
    return outcome


def good_text(number: int) -> str:
    """The text of the article beside an input."""
    return f"Chile criticised Norway over a quota on Tuesday. Ships met at buoy {number}."


def _broken_by(numbers: range, seed: int, outcome: Outcome, *, coded: bool) -> list[str]:
    """The promises that some inputs break when they are read together."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        place = Path(folder, "inputs")
        for number in numbers:
            each = place / f"{number:09}"
            each.mkdir(parents=True)
            make(number, seed, each)
            good = {
                "text": good_text(number),
                "date": "2024-01-11",
                "outlet": "The Harbour Gazette",
            }
            (each / "zz.jsonl").write_text(json.dumps(good) + "\n")
            outcome.inputs[class_of(number)] += 1
        began = time.process_time()
        try:
            with no_longer_than(MOST_SECONDS):
                found = list(read([place]))
                broken = list(_of_rows(found, numbers, outcome))
                if coded:
                    broken += _of_records(found, numbers, Path(folder, "workspace"), outcome)
        except (Exception, HangsError) as error:
            return [f"{type(error).__name__}: {error}"[:300]]
        outcome.slowest = max(outcome.slowest, (time.process_time() - began, str(numbers)))
    return broken


def check_imports(
    inputs: int, seed: int, *, on_progress: Callable[[int], None] = lambda done: None
) -> Outcome:
    """Make so many files of event data, import each beside a good one; do all promises hold?"""
    outcome = Outcome()
    for number in range(inputs):
        which = " of ".join(import_class(number))
        outcome.inputs[import_class(number)[0]] += 1
        began = time.process_time()
        with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
            try:
                with no_longer_than(MOST_SECONDS):
                    broken = list(broken_imports(number, seed, Path(folder)))
            except (Exception, HangsError) as error:
                broken = [f"{type(error).__name__}: {error}"[:300]]
        outcome.broken += [f"{which} (import {number}, seed {seed}): {why}" for why in broken]
        outcome.slowest = max(outcome.slowest, (time.process_time() - began, f"{which} {number}"))
        if number % 100 == 0:
            on_progress(number)
    return outcome


def _of_rows(found: list[Article | Rejected], numbers: range, outcome: Outcome) -> Iterator[str]:
    articles = [one for one in found if isinstance(one, Article)]
    outcome.articles += len(articles)
    outcome.rejected += len(found) - len(articles)
    dated = {one.text for one in articles if str(one.published) == "2024-01-11"}
    yield from (f"lost what lay beside {each}" for each in numbers if good_text(each) not in dated)
    for one in found:
        if isinstance(one, Rejected):
            if not (one.reason.strip() and one.advice.strip() and one.path):
                yield f"a rejection without reason or advice: {one}"
            if not one.reason.isprintable():
                yield f"a reason that cannot be shown: {one.reason!r}"
        elif one.published and not 1600 <= one.published.year < 2200:
            yield f"published {one.published}"
        for each in (
            (one.path, one.reason)
            if isinstance(one, Rejected)
            else (one.text, one.title, one.outlet)
        ):
            (each or "").encode()  # raises where it cannot be stored


@cache
def _coder() -> Coder:
    return Coder()


def _expected(number: int) -> list[tuple[str, ...]]:
    """What is read of the article beside an input where nothing lies beside it."""
    article = make_article(good_text(number), "2024-01-11", "The Harbour Gazette")
    return sorted(_record(event) for event in _coder().code_articles([article])[0].events)


def _record(event: object) -> tuple[str, ...]:
    return tuple(str(getattr(event, name)) for name in ("event_type", "quad_class", "date_start"))


def _of_records(
    found: list[Article | Rejected], numbers: range, folder: Path, outcome: Outcome
) -> Iterator[str]:
    """The promises that are broken in a workspace: each good article has its events, all is stored."""
    workspace = Workspace.open_or_create(folder)
    read_into(workspace, found, _coder)
    outcome.coded += len(numbers)
    texts = {one.article_id: one.text for one in found if isinstance(one, Article)}
    held: dict[str, list[tuple[str, ...]]] = {}
    for row in workspace.events().to_pylist():
        text = texts[row["article_id"]]
        held.setdefault(text, []).append(
            tuple(str(row[name]) for name in ("event_type", "quad_class", "date_start"))
        )
    for each in numbers:
        if sorted(held.get(good_text(each), [])) != _expected(each):
            yield f"other events of what lay beside {each}: {held.get(good_text(each))}"


class HangsError(BaseException):
    """What is done takes too long; no `Exception`, which is caught for an input that is broken."""


@contextmanager
def no_longer_than(seconds: float) -> Iterator[None]:
    """Raises `HangsError` where what is done takes more processor time."""

    def ended(number: int, frame: FrameType | None) -> None:
        raise HangsError(f"{seconds:.0f} s of the processor were not enough")

    before = signal.signal(signal.SIGVTALRM, ended)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


if __name__ == "__main__":
    main()
