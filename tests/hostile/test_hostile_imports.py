"""No file of event data stops an import, hangs it, or loses a row of another."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hostile_imports import IMPORT_KINDS, IMPORT_MAKERS, formats, head, line, row

import hostile
from detente.importing import import_files
from detente.store import Workspace

INPUTS = len(IMPORT_MAKERS) * len(IMPORT_KINDS)
"""One of each class and kind."""


def test_every_promise_holds() -> None:
    found = hostile.check_imports(INPUTS, seed=17)
    assert found.broken == []
    assert set(found.inputs) == set(IMPORT_MAKERS) and len(IMPORT_MAKERS) >= 12


def test_a_broken_promise_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hostile_imports.row", lambda *given, **asked: ["x"])
    assert "lost the row" in hostile.check_imports(1, seed=1).broken[0]


@pytest.mark.parametrize("kind", IMPORT_KINDS)
def test_a_good_row_is_good(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(head(kind) + line(kind, row(kind, 1)))
    workspace = Workspace.open_or_create(tmp_path / "ws")
    assert import_files(workspace, [path], formats(kind, tmp_path)).verdicts == {"new": 1}
    (held,) = workspace.imported().to_pylist()
    assert (held["pair"], str(held["date"])) == ("CHL-NOR", "2018-06-01")


@pytest.mark.parametrize("name", IMPORT_MAKERS)
def test_the_same_seed_makes_the_same_file(name: str) -> None:
    first, again = (IMPORT_MAKERS[name](Random(3), "keds", 500) for _ in range(2))
    assert first.data == again.data
