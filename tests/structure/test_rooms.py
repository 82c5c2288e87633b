"""Imports go one way, and never in a circle."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src"
ROOMS = """
errors days late version tables cells whole records schema frames buckets reading
coding.grammar coding.sentences coding.ontology coding.confidence
coding.actors coding.acts coding.likelihood coding.worth coding.time coding.lists coding.topics
coding.tracks coding.events coding.voice coding.channels coding.reader coding.traces coding.preparing
coding.manner coding.sentence_coder coding.naming coding.coder
engines merging store publishing correcting cluster reading_run reading_summary fetching importing ledgers
measuring modelling forecasting networks robustness replicating comparing measures auditing reporting
watching workbench commands
laboratory.datasets laboratory.evaluating laboratory.training laboratory.commands laboratory
cli __main__
""".split()
"""Every room, those that know least first; a module imports from its own room and from those before. What
makes and measures the product comes after it: the command line alone puts the two together."""


@cache
def imports() -> dict[str, frozenset[str]]:
    """What each module imports of detente, wherever in it, but for what only types need."""
    return {_name(path): frozenset(_imported(path)) for path in sorted(SOURCE.rglob("*.py"))}


def _name(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _imported(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for node in _outside_type_checking(tree):
        if not isinstance(node, ast.ImportFrom) or not (node.module or "").startswith("detente"):
            continue
        for alias in node.names:
            inner = f"{node.module}.{alias.name}"
            place = SOURCE / Path(*inner.split("."))
            is_module = place.with_suffix(".py").exists() or place.is_dir()
            yield inner if is_module else str(node.module)


def _outside_type_checking(node: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(node):
        only_types = isinstance(child, ast.If) and ast.unparse(child.test) == "TYPE_CHECKING"
        if not only_types:
            yield child
            yield from _outside_type_checking(child)


def room_of(module: str) -> str | None:
    """The room a module belongs to, None for the package itself."""
    inner = module.removeprefix("detente").lstrip(".")
    fits = [room for room in ROOMS if inner == room or inner.startswith(f"{room}.")]
    return max(fits, key=len, default=None)


def test_every_module_has_a_room() -> None:
    homeless = [name for name in imports() if name.count(".") > 1 and room_of(name) is None]
    assert homeless == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_imports_from_those_before_it(room: str) -> None:
    later = set(ROOMS[ROOMS.index(room) + 1 :])
    against = [
        f"{module} imports {other}"
        for module, others in imports().items()
        if room_of(module) == room
        for other in sorted(others)
        if room_of(other) in later
    ]
    assert against == []


PACKAGES = sorted({name.split(".")[1] for name in imports() if "." in name})


@pytest.mark.parametrize("package", PACKAGES)
def test_no_module_imports_itself_by_way_of_others(package: str) -> None:
    inside = {
        name: {other for other in others if other != name and other.split(".")[1:2] == [package]}
        for name, others in imports().items()
        if name.split(".")[1:2] == [package]
    }
    try:
        TopologicalSorter(inside).prepare()
    except CycleError as problem:
        pytest.fail(" > ".join(problem.args[1]))
