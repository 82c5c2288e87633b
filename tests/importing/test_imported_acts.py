"""What measures take from imported rows."""

import datetime as dt
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from importing_world import gdelt, imported

from detente.errors import QueryError
from detente.measuring.acts import ACTS, acts_imported, coverage
from detente.records import Imported
from detente.schema import arrow_schema
from detente.store import Workspace, imports


def test_acts_of_a_pair(tmp_path: Path) -> None:
    lines = [
        gdelt(GLOBALEVENTID=1, SQLDATE="20140205", EventCode="112", SOURCEURL="http://a.example/1"),
        gdelt(GLOBALEVENTID=2, Actor1CountryCode="USA", Actor2CountryCode="CHN"),
        gdelt(GLOBALEVENTID=3, EventCode="010"),
        gdelt(GLOBALEVENTID=4, Actor2CountryCode="RUS"),
        gdelt(GLOBALEVENTID=5, Actor2CountryCode="CHN"),
    ]
    *_, workspace = imported(tmp_path, "gdelt", lines)
    acts = acts_imported(workspace, ("United States", "CHN"), "gdelt")
    assert acts.schema == ACTS
    assert acts.to_pylist() == [
        {"act_id": "gdelt:2", "day": dt.date(2014, 2, 3), "forward": True, "backward": False,
         "event_type": "CONSULT", "quad_class": "verbal cooperation", "score": 4.0, "goldstein": 1.9,
         "confidence": None, "tracks": [], "outlets": []},
        {"act_id": "gdelt:1", "day": dt.date(2014, 2, 5), "forward": False, "backward": True,
         "event_type": "ACCUSE", "quad_class": "verbal conflict", "score": -2.0, "goldstein": -2.0,
         "confidence": None, "tracks": [], "outlets": ["a.example"]},
    ]  # fmt: skip


def test_mentions_tell_who_reported(tmp_path: Path) -> None:
    imported(tmp_path, "gdelt", [gdelt(GLOBALEVENTID=1), gdelt(GLOBALEVENTID=2)])
    lines = [
        f"1\t20200101000000\t20200101000000\t1\t{outlet}\tu-{outlet}" + "\t" * 10
        for outlet in ("b.example", "a.example")
    ]
    *_, workspace = imported(tmp_path, "gdelt", lines)
    acts = acts_imported(workspace, ("CHN", "USA"), "gdelt")
    assert acts.column("outlets").to_pylist() == [["a.example", "b.example"], []]


def test_an_older_workspace_has_no_imported_rows(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "ws")
    assert workspace.imported().num_rows == 0
    with pytest.raises(QueryError, match="detente import --help"):
        acts_imported(workspace, ("CHN", "USA"), "gdelt")
    (tmp_path / "ws" / "imported").rename(tmp_path / "away")
    (tmp_path / "ws" / "manifest.jsonl").unlink()
    assert workspace.imported().num_rows == 0
    assert workspace.datasets() == {}


def test_rows_of_before_aggregates_were_known_count_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Files of an older version have no column `acts`."""
    older = pa.schema([each for each in arrow_schema(Imported) if each.name != "acts"])
    monkeypatch.setattr(imports, "arrow_schema", lambda record: older)
    _, _, workspace = imported(tmp_path, "gdelt", [gdelt(), gdelt(GLOBALEVENTID=2)])
    (file,) = (workspace.folder / "imported").glob("*.parquet")
    assert "acts" not in pq.read_schema(file).names
    assert len(acts_imported(workspace, ("CHN", "USA"), "gdelt")) == 2
    assert coverage(workspace, dataset="gdelt")["n"].to_pylist() == [2]
    assert workspace.imported()["acts"].to_pylist() == [None, None]


def test_an_unknown_data_set(tmp_path: Path) -> None:
    *_, workspace = imported(tmp_path, "gdelt", [gdelt()])
    assert len(acts_imported(workspace, ("NOR", "CHL"), "gdelt")) == 0
    with pytest.raises(QueryError, match="There are: gdelt"):
        acts_imported(workspace, ("CHN", "USA"), "icews")


def test_a_folder_whose_name_looks_like_a_pattern(tmp_path: Path) -> None:
    folder = tmp_path / "it's [a] * folder?"
    folder.mkdir()
    _, rows, _ = imported(folder, "gdelt", [gdelt()])
    assert len(rows) == 1
