"""`--help` answers at once: nothing heavy is imported until a command runs."""

import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from detente.commands.options import LEDGERS, MEASURES, NORMALISE, PERIODS, SCORES, TRACKS
from detente.store import Workspace

HEAVY = ("spacy", "duckdb", "pyarrow", "altair", "deltalake", "trafilatura", "numpy", "rich.table",
         "pandas", "scipy", "statsmodels", "ruptures", "httpx", "feedparser", "lxml")  # fmt: skip


def loaded_by(statement: str) -> set[str]:
    script = f"import sys; {statement}; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


@pytest.mark.parametrize("statement", ["import detente", "import detente.commands"])
def test_importing_loads_nothing_heavy(statement: str) -> None:
    assert loaded_by(statement).isdisjoint(HEAVY)


def test_choices_stated_again_are_those_of_the_library() -> None:
    from detente.commands.importing import IDENTICAL, KINDS
    from detente.commands.ledger import FAMILIES
    from detente.importing import KINDS as LIBRARY_KINDS
    from detente.importing.formats import IDENTICAL as LIBRARY_IDENTICAL
    from detente.measuring.flows import Of
    from detente.measuring.periods import Every
    from detente.measuring.question import Normalise, Scores
    from detente.records import Family
    from detente.store import TRACKS as LIBRARY_TRACKS

    assert TRACKS == LIBRARY_TRACKS
    assert get_args(Every) == PERIODS
    assert get_args(Of) == MEASURES
    assert get_args(Scores) == SCORES
    assert get_args(Normalise) == NORMALISE
    assert (*FAMILIES,) == LEDGERS
    assert (*FAMILIES.values(),) == get_args(Family)
    assert (*LIBRARY_KINDS, "csv") == KINDS
    assert LIBRARY_IDENTICAL == IDENTICAL


def test_asking_a_workspace_loads_no_pandas(tmp_path: Path) -> None:
    folder = Workspace.open_or_create(tmp_path / "ws").folder
    asked = (
        f"from detente.cli import main; main(['status', {str(folder)!r}], standalone_mode=False)"
    )
    assert loaded_by(asked).isdisjoint({"pandas", "spacy"})
