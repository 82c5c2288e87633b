"""Processor time and memory of a whole `detente read` or `detente import`, by the size of one input."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import click
from hostile_imports import IMPORT_KINDS, IMPORT_MAKERS, formats
from hostile_inputs import MAKERS

SIZES = (10_000, 100_000, 1_000_000)
GROWN = 13.0
"""How many times as long ten times as much may take, the start of the program apart."""
TOO_LITTLE = 0.3
"""Seconds that differ from run to run; what takes less is taken to take this."""
MOST_SECONDS = 600

Asked = Callable[[str, Random, int, Path], list[str]]
"""Writes an input of a class and a size into a folder, and gives the arguments of the command."""


def show(tries: int, *, only: str = "") -> int:
    """Print a line for each class; the exit status is 1 where one takes more than linear time."""
    click.echo(f"{'class':34} {'seconds at 10 k, 100 k, 1 M':>29}    ratio   MB at most")
    worse = False
    for command, classes, asked in (
        ("read", tuple(MAKERS), _asked_to_read), ("import", tuple(IMPORT_MAKERS), _asked_to_import)
    ):  # fmt: skip
        start = min(_run(asked, "", 0, 0)[0] for _ in range(3))
        for name in classes:
            if name.startswith(only):
                worse |= _show_class(f"{command}: {name}", partial(_run, asked, name), start, tries)
    return int(worse)


def _show_class(
    title: str, run: Callable[[int, int], tuple[float, int]], start: float, tries: int
) -> bool:
    """Print the times of the input that grows fastest; whether that is too fast."""
    found = []
    for seed in range(tries):
        runs = [run(seed, size) for size in SIZES]
        seconds = [max(0.0, each - start) for each, _ in runs]
        ratio = seconds[2] / max(seconds[1], TOO_LITTLE)
        found.append((ratio, seconds, max(most for _, most in runs)))
    ratio, seconds, _ = max(found)
    worse = ratio > GROWN
    told = " ".join(f"{each:9.2f}" for each in seconds)
    click.echo(
        f"{title:34} {told}   ×{ratio:5.1f}   {max(each[2] for each in found):6} {'  <<<' if worse else ''}"
    )
    return worse


def _asked_to_read(name: str, random: Random, size: int, folder: Path) -> list[str]:
    file, data = MAKERS[name](random, size) if name else ("a.txt", b"Kenya criticised Fiji.")
    (folder / file).write_bytes(data)
    return ["read", str(folder / file), "--workers", "1"]


def _asked_to_import(name: str, random: Random, size: int, folder: Path) -> list[str]:
    kind = random.choice(IMPORT_KINDS)
    maker = IMPORT_MAKERS[name or "odd days"]
    made = maker(random, kind, size)
    (folder / made.name).write_bytes(made.data)
    formats("csv", folder)
    mapping = ["--mapping", str(folder / "own.toml")] if kind == "csv" else []
    return ["import", kind, str(folder / made.name), *mapping]


def _run(asked: Asked, name: str, seed: int, size: int) -> tuple[float, int]:
    """Processor seconds of one command, and the most memory it took, in MB."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as place:
        folder = Path(place)
        arguments = asked(name, Random(seed), size, folder)
        command = [sys.executable, "-m", "detente", *arguments, "--into", str(folder / "workspace")]
        process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS)),
        )  # fmt: skip
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in (0, 3):
        click.echo(f"{' '.join(arguments)} (seed {seed}): ended with {process.returncode}")
    return used.ru_utime + used.ru_stime, used.ru_maxrss // 1024
