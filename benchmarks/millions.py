"""How long questions about millions of events take, and how much memory: others' data, and coded events.

    python benchmarks/millions.py [--rows N] [--articles N] [--folder F] [--only NAME …] [--merging]

Makes, seeded, N rows in GDELT's 58 columns, of which few pairs of states have many and most have few, and
imports them; and, as `benchmarks/pages.py` does, N articles with ten events each. Then it runs questions,
each as a command of its own, and prints for each the seconds of the clock and of the processor and the most
memory, beside those of a command that only starts. Nothing is an assertion.

With `--merging` only occurrences are asked for, of a copy of the coded articles: where nothing is kept of
them, again, and after a thousand articles came, those of one week and those of all ten years.

With `--folder` both workspaces are made there once and kept.
"""

from __future__ import annotations

import argparse
import datetime as dt
import multiprocessing
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

SKEW = 2.5
PART = 1_000_000
"""Rows of a file."""
LARGE, SMALL = ("CHN", "USA"), ("NZL", "PER")
"""A pair of which a thirtieth of the rows tell, and one of which a few in ten thousand do."""
MORE = 1_000
"""Articles that are added."""
# A user's second command finds the modules compiled, and so do these.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
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
    parser.add_argument("--merging", action="store_true", help="only how occurrences are merged")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = given.folder or Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        imported, coded = folder / "imported", folder / "coded"
        if given.rows and not imported.exists():
            importing(given.rows, folder, imported)
        if given.articles and not coded.exists():
            apart(coding, given.articles, coded)
        if given.merging:
            merging(coded, folder, given.articles)
            return
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


def merging(coded: Path, folder: Path, articles: int) -> None:
    """Ask for all occurrences of a copy, before and after articles came."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        held, out = Path(name) / "held", Path(name) / "occurrences.parquet"
        os.environ["XDG_CACHE_HOME"] = str(Path(name) / "cache")
        shutil.copytree(coded, held)
        asking = [*DETENTE, "occurrences", str(held), "--out", str(out)]
        say(f"{'start':32}{cost([*DETENTE, 'index', '--help'])}")
        say(f"{'all occurrences, nothing kept':32}{cost(asking)}")
        say(f"{'again':32}{cost(asking)}")
        for number, (what, days) in enumerate((("one week", 7), ("ten years", None))):
            apart(adding, held, articles + number * MORE, days)
            say(f"{f'after {MORE:,} articles of {what}':32}{cost(asking)}")


def adding(held: Path, first: int, days: int | None) -> None:
    """Add articles to a workspace: of its last days, or of all."""
    import pages
    from detente.store import Batch, Workspace

    whole = pages.FIRST, pages.DAYS
    if days is not None:
        pages.FIRST, pages.DAYS = pages.FIRST + dt.timedelta(days=pages.DAYS - days), days
    world = pages._World(random.Random(first), pages.passages())
    articles, acts, said = zip(*map(world.article, range(first, first + MORE)), strict=True)
    pages.FIRST, pages.DAYS = whole
    with Workspace.open(held).writing() as writer:
        writer.append(Batch(articles, tuple(pages._all(acts)), tuple(pages._all(said))))


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


def apart(work: Callable[..., None], *given: object) -> None:
    """Do work in a process of its own: what this one holds is counted as if its commands held it, too."""
    process = multiprocessing.get_context("spawn").Process(target=work, args=given)
    process.start()
    process.join()
    if process.exitcode:
        raise SystemExit(f"{work.__name__} failed")


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
