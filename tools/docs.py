"""Keeps the docs true: fills in what they take from the code, and runs what they show.

    python tools/docs.py            rewrite the pages
    python tools/docs.py --check    change nothing; exit status 1 where a page is stale

Two kinds of passages are written here. What stands between `<!-- generated: NAME -->` and
`<!-- end -->` comes from the code. Blocks marked `console` and `pycon` are transcripts: their
commands are run, in a new folder for each page, and their output is put in. A block with
`title="…"` is a file that the commands of the page find.
"""

from __future__ import annotations

import argparse
import difflib
import doctest
import io
import multiprocessing
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, redirect_stdout
from pathlib import Path
from typing import Any

import click

from detente import errors, records, schema
from detente.cli import main as command_line
from detente.coding import ontology, topics
from detente.measuring import LevelRow, Row
from detente.measuring.states import StateRow
from detente.reading.formats import BY_SUFFIX
from detente.reading.options import SYNONYMS

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = Path("examples", "china-us")
CORPUS = Path("corpus")
GENERATED = re.compile(r"(<!-- generated: ([\w:-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
BLOCK = re.compile(r"^```(console|pycon|text title=\"([^\"]+)\")\n(.*?)^```$", re.DOTALL | re.M)
SECONDS = re.compile(r"\(\d+(?:\.\d+)? s\)")
PROGRESS = re.compile(r"reading: \d+%|report: .* \(… s\)$")
"""What a slow machine prints on the way, and a fast one does not."""
TIMEOUT = 600


def pages() -> list[Path]:
    """Every page that may hold generated passages, README first."""
    return [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]


def refreshed(page: Path) -> str:
    """The text of a page as the code would have it now."""
    text = GENERATED.sub(_generated, page.read_text(encoding="utf-8"))
    with _folder() as folder:
        names: dict[str, Any] = {}
        return BLOCK.sub(lambda block: _run_block(block, folder, names), text)


# Passages made from the code


def _generated(passage: re.Match[str]) -> str:
    name, _, argument = passage[2].partition(":")
    body = GENERATORS[name](argument) if argument else GENERATORS[name]("")
    return f"{passage[1]}\n{body}\n\n{passage[3]}"


def _record(name: str) -> str:
    return schema.docs_table(getattr(records, name))


def _series(_: str) -> str:
    return schema.docs_table(Row)


def _level(_: str) -> str:
    return schema.docs_table(LevelRow)


def _states(_: str) -> str:
    return schema.docs_table(StateRow)


def _types(_: str) -> str:
    rows = [
        _cells(
            f"`{name}`",
            ontology.quad_class(name),
            _score(ontology.score(name, None)),
            "yes" if ontology.needs_recipient(name) else "no",
        )
        for name in ontology.event_types()
    ]
    return _table(("type", "quad class", "score", "needs a recipient"), rows)


def _modes(_: str) -> str:
    rows = [
        _cells(f"`{name}`", f"`{mode}`", _score(ontology.score(name, mode)))
        for name in ontology.event_types()
        for mode in ontology.modes(name)
    ]
    return _table(("type", "mode", "score"), rows)


def _names_in(table: str) -> Callable[[str], str]:
    listed = {
        "tracks": topics.track_names,
        "issues": topics.issue_names,
        "contexts": topics.context_names,
    }[table]
    return lambda _: ", ".join(f"`{name}`" for name in listed())


def _columns(_: str) -> str:
    rows = [
        _cells(f"`{field}`", ", ".join(f"`{name}`" for name in names))
        for field, names in SYNONYMS.items()
    ]
    return _table(("field", "names looked for"), rows)


def _suffixes(_: str) -> str:
    return ", ".join(f"`{suffix}`" for suffix in BY_SUFFIX)


def _errors(_: str) -> str:
    found = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.DetenteError)
    ]
    rows = [_cells(f"`{kind.__name__}`", (kind.__doc__ or "").strip()) for kind in found]
    return _table(("error", "when"), rows)


def _commands(_: str) -> str:
    context = click.Context(
        command_line, info_name="detente", terminal_width=80, **command_line.context_settings
    )
    parts = [f"```text\n{command_line.get_help(context)}\n```"]
    for name in command_line.list_commands(context):
        command = command_line.get_command(context, name)
        assert command is not None
        inner = click.Context(command, info_name=name, parent=context, terminal_width=80)
        parts.append(f"## detente {name}\n\n```text\n{command.get_help(inner)}\n```")
    return "\n\n".join(parts)


def _table(header: tuple[str, ...], rows: list[str]) -> str:
    return "\n".join([_cells(*header), "|" + "---|" * len(header), *rows])


def _cells(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _score(value: float) -> str:
    return f"{value:g}"


GENERATORS: dict[str, Callable[[str], str]] = {
    "record": _record,
    "series": _series,
    "level": _level,
    "states": _states,
    "types": _types,
    "modes": _modes,
    "tracks": _names_in("tracks"),
    "issues": _names_in("issues"),
    "contexts": _names_in("contexts"),
    "columns": _columns,
    "suffixes": _suffixes,
    "errors": _errors,
    "commands": _commands,
}


# Transcripts


@contextmanager
def _folder() -> Iterator[Path]:
    """A new working folder with the sample in it."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / SAMPLE, folder / SAMPLE)
        shutil.copytree(ROOT / CORPUS, folder / CORPUS)
        os.chdir(folder)
        try:
            yield folder
        finally:
            os.chdir(before)


def _run_block(block: re.Match[str], folder: Path, names: dict[str, Any]) -> str:
    kind, title, body = block[1], block[2], block[3]
    if title:
        file = folder / title
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(body, encoding="utf-8")
        return block[0]
    ran = _console(body, folder) if kind == "console" else _python(body, names)
    return f"```{kind}\n{ran}```"


def _console(body: str, folder: Path) -> str:
    """Each `$ command` (with its lines continued by `\\`), followed by what it prints."""
    lines = iter(body.splitlines())
    said = []
    for line in lines:
        if not line.startswith("$ "):
            continue
        shown = [line]
        while shown[-1].endswith("\\"):
            shown.append(next(lines))
        command = "\n".join(shown)[2:]
        said += [*shown, *_output(command, folder)]
    return "".join(f"{line}\n" for line in said)


def _output(command: str, folder: Path) -> list[str]:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**os.environ, "PATH": path, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        timeout=TIMEOUT,
        check=False,
    )
    if done.returncode not in (0, 3):
        raise SystemExit(f"{command!r} ended with {done.returncode}:\n{done.stdout.decode()}")
    printed = SECONDS.sub("(… s)", done.stdout.decode()).replace(str(folder), "…")
    return [line.rstrip() for line in printed.splitlines() if not PROGRESS.match(line)]


def _python(body: str, names: dict[str, Any]) -> str:
    """The examples of a block with what each prints, as an interactive session shows it."""
    parts = []
    for example in doctest.DocTestParser().get_examples(body):
        lines = example.source.splitlines()
        parts += [f">>> {lines[0]}\n", *(f"... {line}".rstrip() + "\n" for line in lines[1:])]
        out = io.StringIO()
        with redirect_stdout(out):
            exec(compile(example.source, "<docs>", "single"), names)
        parts.append(out.getvalue())
    return "".join(parts)


def run(arguments: list[str]) -> int:
    """Rewrite or check the pages; the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="change nothing")
    check = parser.parse_args(arguments).check
    stale = False
    with ProcessPoolExecutor(
        max_workers=2, mp_context=multiprocessing.get_context("spawn")
    ) as pool:
        texts = list(pool.map(refreshed, pages()))
    for page, new in zip(pages(), texts, strict=True):
        old = page.read_text(encoding="utf-8")
        if old == new:
            continue
        stale = True
        name = str(page.relative_to(ROOT))
        if check:
            changes = difflib.unified_diff(
                old.splitlines(), new.splitlines(), name, f"{name}, refreshed", lineterm="", n=1
            )
            sys.stderr.write("\n".join(list(changes)[:60]) + "\n")
        else:
            page.write_text(new, encoding="utf-8")
            sys.stderr.write(f"refreshed {name}\n")
    if stale and check:
        sys.stderr.write("Stale docs. Run `make refresh`, and look at what it changed.\n")
    return int(stale and check)


if __name__ == "__main__":
    sys.exit(run(sys.argv[1:]))
