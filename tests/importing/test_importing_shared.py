"""Real files, where a copy of them lies beside the repository; none is part of the project."""

import os
from pathlib import Path

import pytest

from detente.importing import ImportReport, import_files
from detente.store import Workspace

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "event-data"
DATA = Path(os.environ.get("DETENTE_EVENT_DATA", BESIDE))
pytestmark = pytest.mark.skipif(
    not DATA.exists(), reason=f"no event data in {DATA}; DETENTE_EVENT_DATA may name another folder"
)


def taken(folder: Path, kind: str, name: str) -> ImportReport:
    return import_files(Workspace.open_or_create(folder), [DATA / name], kind)


@pytest.mark.parametrize(
    ("kind", "name", "rows"),
    [
        ("icews", "icews-2018-06-01.tab.gz", 3705),
        ("icews", "icews18-named.tsv.gz", 468_558),
        ("keds", "keds-gulf.csv.gz", 54_466),
        ("keds", "keds-levant.csv.gz", 145_709),
    ],
)
def test_every_row_is_accounted_for(tmp_path: Path, kind: str, name: str, rows: int) -> None:
    report = taken(tmp_path / "ws", kind, name)
    assert report.unaccounted == 0
    assert report.lines == rows + 1
    assert report.verdicts.total() == rows
    assert report.verdicts["rejected"] == 0
    assert sum(report.unknown_codes.values()) < rows / 100
    assert sum(report.unknown_parties.values()) < 2 * rows / 8
