"""How long questions about millions of events take, and how much memory: others' data, and coded events.

    python benchmarks/millions.py [--rows N] [--articles N] [--folder F] [--only NAME …]

Makes, seeded, N rows in GDELT's 58 columns, of which few pairs of states have many and most have few, and
imports them; and, as `benchmarks/pages.py` does, N articles with ten events each. Then it runs questions,
each as a command of its own, and prints for each the seconds of the clock and of the processor and the most
memory, beside those of a command that only starts. Nothing is an assertion.

With `--folder` both workspaces are made there once and kept.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SKEW = 2.5
PART = 1_000_000
"""Rows of a file."""
LARGE, SMALL = ("CHN", "USA"), ("NZL", "PER")
"""A pair of which a thirtieth of the rows tell, and one of which a few in ten thousand do."""
DETENTE = (sys.executable, "-m", "detente")


@dataclass(frozen=True, slots=True)
class Asked:
    """A command to be measured; `words` are its arguments."""

    name: str
    words: Sequence[str | Path]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: seconds of clock and processor, and MB at most."""

    clock: float
    processor: float
    memory: float

    def __str__(self) -> str:
        return f"{self.clock:7.1f} s, processor {self.processor:6.1f} s, {self.memory:6,.0f} MB"


def main() -> None:
    """Reads the arguments, makes the workspaces, asks and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=10_000_000, help="imported (10000000)")
    parser.add_argument("--articles", type=int, default=100_000, help="coded (100000)")
    parser.add_argument("--folder", type=Path, help="where the workspaces are made, and kept")
    parser.add_argument("--only", nargs="*", help="questions of which the name holds this")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        imported, coded = folder / "imported", folder / "coded"
        if given.rows and not imported.exists():
            importing(given.rows, folder, imported)
        if given.articles and not coded.exists():
            coding(given.articles, coded)
        asks = [*_of_imported(imported, folder), *_of_coded(coded, folder)]
        say(f"{'start':32}{cost([*DETENTE, 'index', '--help'])}")
        for each in asks:
            if Path(each.words[1]).exists() and _wanted(each.name, given.only):
                say(f"{each.name:32}{cost([*DETENTE, *map(str, each.words)])}")


def importing(rows: int, folder: Path, into: Path) -> None:
    """Make rows, file by file, and import them in one run."""
    from importing import make

    files = folder / "files"
    files.mkdir()
    for number, first in enumerate(range(0, rows, PART)):
        few = min(PART, rows - first)
        make(few, files / f"{number:03}.export.CSV", first=first, whole=rows, skew=SKEW)
    taken = cost([*DETENTE, "import", "gdelt", str(files), "--into", str(into)])
    say(f"{f'import of {rows:,} rows':32}{taken}")
    shutil.rmtree(files)


def coding(articles: int, into: Path) -> None:
    """Make articles with what was coded in them."""
    from pages import make

    make(into, articles)


def _of_imported(held: Path, out: Path) -> Iterator[Asked]:
    for name, pair in (("large", LARGE), ("small", SMALL)):
        of = ("--between", *pair, "--from", "gdelt")
        yield Asked(f"index, {name} pair", ("index", held, *of))
        yield Asked(f"turns, {name} pair", ("turns", held, *of))
        yield Asked(f"report, {name} pair", ("report", held, *of, "--out", out / f"{name}.html"))
    covered = ("--between", *SMALL, "--from", "gdelt", "--normalise", "coverage")
    yield Asked("index by coverage", ("index", held, *covered))
    yield Asked("status, imported", ("status", held))


def _of_coded(held: Path, out: Path) -> Iterator[Asked]:
    for name, pair in (("large", ("CHN", "USA")), ("small", ("NZL", "PER"))):
        yield Asked(
            f"page of events, {name} pair", ("events", held, "--between", *pair, "--limit", "50")
        )
        yield Asked(f"index, {name} coded pair", ("index", held, "--between", *pair))
    for form in ("csv", "jsonl", "parquet"):
        yield Asked(f"all events, {form}", ("events", held, "--out", out / f"events.{form}"))
    yield Asked("all occurrences", ("occurrences", held, "--out", out / "occurrences.jsonl"))
    yield Asked("status, coded", ("status", held))


def _wanted(name: str, only: Sequence[str] | None) -> bool:
    return only is None or any(each in name for each in only)


def cost(words: Sequence[str]) -> Cost:
    """Run a command, whose output goes nowhere; raises `SystemExit` where it fails."""
    began = time.perf_counter()
    nowhere = [(os.POSIX_SPAWN_OPEN, number, os.devnull, os.O_WRONLY, 0) for number in (1, 2)]
    process = os.posix_spawn(words[0], list(words), dict(os.environ), file_actions=nowhere)
    _, status, used = os.wait4(process, 0)
    if status:
        raise SystemExit(f"{' '.join(words)}: {os.waitstatus_to_exitcode(status)}")
    seconds = used.ru_utime + used.ru_stime
    return Cost(time.perf_counter() - began, seconds, used.ru_maxrss / 1024)


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
