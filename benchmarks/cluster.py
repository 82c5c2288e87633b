"""What a Ray cluster of processes on this machine loses when it is shot at, and what it costs.

    python benchmarks/cluster.py kills [--kills N] [--seed N]
    python benchmarks/cluster.py cost [--articles N] [--rounds N]
    python benchmarks/cluster.py driver [--articles N]

`kills`: a cluster of a head and two machines (each one processor) reads invented articles with a coder that
takes its time. At random moments a worker, a machine or the driver is ended (SIGKILL); a machine that was
ended is started again, and so is the driver. At the end the record must be the same, to the row and in the
order of the answers, as that of one process that was let be. `cost`: the shipped coder reads the articles
of `examples/` as often as it takes, each time with other last words, in two processes and on a cluster of
two machines, turn and turn about; told is the ratio. `driver`: what reading, sorting out, staging and
committing take where workers take nothing, which is the most that a cluster of any size can do; beside it
what one processor codes. Needs `detente[ray]`. Nothing here is an assertion,
save that a lost or doubled row ends it, and a driver that gives up.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

TESTS = Path(__file__).parents[1] / "tests"
sys.path[:0] = [str(TESTS / "cluster"), str(TESTS / "store")]

# The cluster and its invented articles are those of the tests, which are no package.
from cluster_world import SETTINGS, Machines, importable  # type: ignore[import-not-found]  # noqa: E402
from store_world import FakeCoder, items  # type: ignore[import-not-found]  # noqa: E402

from detente import reading  # noqa: E402
from detente.cluster import RayCluster, Unit  # noqa: E402
from detente.cluster.marks import Marks  # noqa: E402
from detente.cluster.units import Coded  # noqa: E402
from detente.coding.coder import Coder  # noqa: E402
from detente.reading.articles import article_id  # noqa: E402
from detente.reading_run import read_into  # noqa: E402
from detente.records import Article  # noqa: E402
from detente.store import Workspace  # noqa: E402

SAMPLE = Path(__file__).parents[1] / "examples" / "china-us" / "articles"
TABLES = ("articles", "addresses", "events", "statements", "channels", "rejected", "revisions")
ARTICLES = 800
"""Read in each run that is shot at."""


def main() -> None:
    """Reads the arguments and prints what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=["kills", "cost", "driver"])
    parser.add_argument("--kills", type=int, default=40)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=2)
    given = parser.parse_args()
    if given.what == "driver":
        with tempfile.TemporaryDirectory() as folder:
            drive(Path(folder), given.articles)
        return
    os.environ |= SETTINGS
    machines = Machines()
    try:
        machines.start_head()
        machines.start("second")
        with tempfile.TemporaryDirectory() as folder:
            if given.what == "kills":
                machines.start("third")
                shoot(machines, Path(folder), given.kills, random.Random(given.seed))
            else:
                compare(machines, Path(folder), given.articles, given.rounds)
    finally:
        machines.end()


def shoot(machines: Machines, folder: Path, kills: int, moments: random.Random) -> None:
    """Read again and again while processes are ended, and compare."""
    read_into(Workspace.create(folder / "whole"), items(ARTICLES), FakeCoder)
    whole = answers(folder / "whole")
    hit: Counter[str] = Counter()
    runs = 0
    while hit.total() < kills:
        runs += 1
        into = folder / f"run-{runs}"
        Workspace.create(into)
        while not one_run(machines, into, kills, moments, hit):
            pass
        for name, rows in answers(into).items():
            if rows != whole[name]:
                raise SystemExit(f"{name} differs after {dict(hit)}")
        told(f"{runs} runs, {hit.total()} kills {dict(hit)}: nothing lost, nothing double")


def one_run(
    machines: Machines, into: Path, kills: int, moments: random.Random, hit: Counter[str]
) -> bool:
    """One driver, shot at; whether it came to its end."""
    command = [sys.executable, str(TESTS / "cluster" / "cluster_run.py"), str(into), str(ARTICLES)]
    driver = subprocess.Popen([*command, machines.address], env=os.environ | importable())
    while driver.poll() is None:
        wait = moments.uniform(1, 12)
        try:
            driver.wait(timeout=wait)
        except subprocess.TimeoutExpired:
            if hit.total() < kills and (what := end_one(machines, driver, moments)):
                hit[what] += 1
    if driver.returncode > 0:
        raise SystemExit(f"the driver gave up after {dict(hit)}: see what it said, above")
    return driver.returncode == 0


def end_one(
    machines: Machines, driver: subprocess.Popen[bytes], moments: random.Random
) -> str | None:
    """End something while workers code; what it was."""
    workers = sorted(workers_that_run())
    if not workers:
        return None
    what = moments.choice(["worker", "worker", "machine", "driver"])
    if what == "worker":
        os.kill(moments.choice(workers), signal.SIGKILL)
    elif what == "machine":
        machines.kill("third")
        machines.start("third")
    else:
        driver.kill()
    return what


def workers_that_run() -> Iterator[int]:
    """The process ids of workers that code."""
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if b"ray::MapWorker" in path.read_bytes():
                yield int(path.parent.name)
        except OSError:
            continue


def answers(folder: Path) -> dict[str, object]:
    """What each question is answered, in the order in which it is."""
    workspace = Workspace.open(folder)
    return {name: getattr(workspace, name)() for name in TABLES}


def compare(machines: Machines, folder: Path, count: int, rounds: int) -> None:
    """Read the same in two processes and on two machines."""
    found = list(articles(count))
    characters = sum(len(article.text) for article in found)
    told(f"{count} articles, {characters / count:,.0f} characters each")
    with RayCluster(machines.address, workers=2) as cluster:
        while len(cluster.machines()) < 2:
            time.sleep(0.5)
        for number in range(rounds):
            here = timed(folder / f"here-{number}", found, None)
            there = timed(folder / f"there-{number}", found, cluster)
            told(f"two processes {here:.1f} s, cluster {there:.1f} s, ratio {there / here:.2f}")
    if answers(folder / "here-0") != answers(folder / "there-0"):
        raise SystemExit("the records differ")


class NobodyCodes:
    """A cluster whose workers take no time and find nothing."""

    workers = 128

    def check(self, marks: Marks, version: str) -> None:
        """All is well."""

    def check_head(self) -> None:
        """It has none."""

    def code(self, units: Sequence[Unit], coder: Sequence[Any]) -> Generator[tuple[Unit, Coded]]:
        """Nothing of each unit."""
        for unit in units:
            yield unit, Coded((), 0)


def drive(folder: Path, count: int) -> None:
    """How much the driver takes of an article, and how much a worker."""
    lines = folder / "articles.jsonl"
    with lines.open("w", encoding="utf-8") as file:
        for each in articles(count):
            row = {"text": each.text, "outlet": each.outlet, "published": str(each.published)}
            file.write(json.dumps(row) + "\n")
    began = time.process_time()
    nobody: Any = NobodyCodes()
    workspace = Workspace.create(folder / "w")
    done = read_into(workspace, reading.read([str(lines)]), Coder, cluster=nobody)
    told(f"{done.articles_new} articles, {lines.stat().st_size / count:,.0f} bytes each")
    driver = (time.process_time() - began) / count
    coder, some = Coder(), list(articles(min(count, 100)))
    coder.code_articles(some[:8])
    began = time.process_time()
    for first in range(0, len(some), 32):
        coder.code_articles(some[first : first + 32])
    worker = (time.process_time() - began) / len(some)
    told(
        f"processor time for an article: driver {driver * 1000:.2f} ms, coding {worker * 1000:.1f} ms"
    )
    told(f"one driver keeps {worker / driver:.0f} processors busy")


def timed(folder: Path, found: list[Article], cluster: RayCluster | None) -> float:
    """Seconds of one reading."""
    began = time.perf_counter()
    read_into(Workspace.create(folder), found, Coder, workers=2, cluster=cluster)
    return time.perf_counter() - began


def articles(count: int) -> Iterator[Article]:
    """The sample's articles, as often as it takes, each with other last words."""
    sample = [each for each in reading.read([str(SAMPLE)]) if isinstance(each, Article)]
    for number in range(count):
        told = sample[number % len(sample)]
        text = f"{told.text}\n\nCopy {number}."
        yield replace(
            told,
            text=text,
            article_id=article_id(text, told.outlet, told.published),
            address=f"{told.address}#{number}",
        )


def told(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
