"""A folder from which another place comes to the same figures."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow.parquet as pq
import pytest

from detente.errors import InputError, QueryError, TooLittleDataError
from detente.importing import import_files
from detente.laboratory.datasets.pairs import Flow, acts_of
from detente.replicating import replicate, script
from detente.store import Workspace

PAIR = ("CHL", "KEN")
STEP = np.where(np.arange(48) < 25, -3.0, 3.0)
EVENT = "2016-02-01"
TABLES = [
    "index", "turns-mean", "turns-hostility", "spells-hostility", "reciprocity", "leadlag",
    *(f"event-{EVENT}-{of}" for of in ("total", "hostility", "cooperation")),
]  # fmt: skip


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """A workspace with an imported data set."""
    folder = tmp_path_factory.mktemp("replicating")
    made = acts_of([Flow(*PAIR, STEP, 6), Flow(*PAIR[::-1], STEP, 6)], between=PAIR, seed=3)
    rows = ["date,source,target,code"]
    for row in made.to_pylist():
        ends = PAIR if row["forward"] else PAIR[::-1]
        rows.append(f"{row['day']},{','.join(ends)},{'223' if row['score'] < 0 else '042'}")
    (folder / "made.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    found = Workspace.create(folder / "ws")
    import_files(found, [folder / "made.csv"], "keds")
    return found


@pytest.fixture(scope="module")
def written(workspace: Workspace, tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("out") / "replication"
    found = replicate(workspace, PAIR, out, dataset="keds", events=(EVENT,))
    assert (list(found.tables), found.refused) == (TABLES, ())
    return out


def run(folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """The folder's script in another place and another home."""
    home.mkdir(exist_ok=True)
    environment = {**os.environ, "HOME": str(home), "OMP_NUM_THREADS": "1"}
    return subprocess.run(
        [sys.executable, folder / "replicate.py"],
        cwd=home, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_elsewhere_the_figures_are_the_same(written: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(written, tmp_path / "moved")
    done = run(moved, tmp_path / "home")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("All figures are the same.\n")
    for name in TABLES:
        assert f"{name}: the same\n" in done.stdout
        computed = (moved / "recomputed" / f"{name}.csv").read_bytes()
        assert computed == (written / "tables" / f"{name}.csv").read_bytes()


def test_a_figure_that_was_changed_is_told(written: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(written, tmp_path / "moved")
    table = moved / "tables" / "turns-mean.csv"
    header, row = table.read_text("utf-8").splitlines()
    cells = row.split(",")
    place = header.split(",").index("after")
    was, cells[place] = cells[place], "1.5"
    table.write_text(f"{header}\n{','.join(cells)}\n", encoding="utf-8")
    done = run(moved, tmp_path / "home")
    assert done.returncode == 1
    assert "tables/turns-mean.csv is not as it was written\n" in done.stdout
    assert (
        f"turns-mean: different figures: 1\n  row 1, after: 1.5 is told, {was} computed\n"
        in done.stdout
    )
    assert done.stdout.endswith("Different figures: 1.\n")


def in_r(folder: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """The lines in R, in another place, in a locale that knows ASCII alone."""
    if (r := shutil.which("Rscript")) is None:
        pytest.skip("R is not installed (Debian: r-base-core)")
    return subprocess.run(
        [r, folder / "replicate.R"],
        cwd=home, env={**os.environ, "LC_ALL": "C"}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("every", ["month", "week", "quarter", "year", "day"])
def test_r_comes_to_the_same_mean_scores(workspace: Workspace, tmp_path: Path, every: Any) -> None:
    replicate(workspace, PAIR, tmp_path / "out", dataset="keds", every=every, until="2014-04-30")
    done = in_r(tmp_path / "out", tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith("All figures are the same.\n")
    assert "FALSE" not in done.stdout


def test_r_tells_a_score_that_was_changed_and_a_period_that_is_missing(
    written: Path, tmp_path: Path
) -> None:
    moved = shutil.copytree(written, tmp_path / "moved")
    header, first, *others = (moved / "acts.csv").read_text("utf-8").splitlines()
    cells = first.split(",")
    cells[header.split(",").index("score")] = "9.5"
    last = others[-1].partition(",")[0]
    kept = [each for each in others if not each.startswith(last)]
    (moved / "acts.csv").write_text("\n".join([header, ",".join(cells), *kept]) + "\n", "utf-8")
    done = in_r(moved, tmp_path)
    assert done.returncode == 1
    assert done.stdout.endswith("Different figures: 2.\n")


def test_r_reads_outlets_of_any_name(written: Path, tmp_path: Path) -> None:
    moved = shutil.copytree(written, tmp_path / "moved")
    header, *acts = (moved / "acts.csv").read_text("utf-8").splitlines()
    named = [f'{act}"Neue Zürcher, ""#1"" \'s | NA"' for act in acts]
    assert all(act.endswith(",") for act in acts), "outlets come last, and there are none"
    (moved / "acts.csv").write_text("\n".join([header, *named]) + "\n", "utf-8")
    assert in_r(moved, tmp_path).returncode == 0


def test_the_same_workspace_gives_the_same_bytes(
    written: Path, workspace: Workspace, tmp_path: Path
) -> None:
    replicate(workspace, ("Chile", "Kenya"), tmp_path / "again", dataset="keds", events=(EVENT,))
    assert contents(tmp_path / "again") == contents(written)


def contents(folder: Path) -> dict[str, bytes]:
    files = [path for path in folder.rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_what_the_folder_says_of_itself(written: Path, workspace: Workspace) -> None:
    held = contents(written)
    expected = json.loads(held.pop("expected.json"))
    assert expected == {name: script.digest(content) for name, content in held.items()}
    told = json.loads(held["inputs.json"])
    acts = pq.read_table(written / "acts.parquet")
    assert told["files"] == {"made.csv": len(acts)}
    assert told["tables"]["imported"]["files"] == 1
    assert json.loads(held["environment.json"])["detente"]
    assert len(held["acts.csv"].splitlines()) == len(acts) + 1
    assert str(workspace.folder).encode() not in b"".join(held.values())
    assert f"{len(acts)} acts of CHL and KEN".encode() in held["README.md"]


def test_a_measure_of_which_there_is_too_little_is_named(
    workspace: Workspace, tmp_path: Path
) -> None:
    found = replicate(workspace, PAIR, tmp_path / "few", dataset="keds", until="2014-10-31")
    assert found.tables == ("index",)
    refused = (tmp_path / "few" / "tables" / "refused.csv").read_text("utf-8")
    names = ["turns-mean", "turns-hostility", "spells-hostility", "reciprocity", "leadlag"]
    assert [each.partition(": ")[0] for each in found.refused] == names
    assert 'turns-mean,"only 10 periods have a value, and turns need 12"\n' in refused


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"between": ("CHL", "FJI")}, TooLittleDataError),
        ({"between": ("CHL", "Nowhere")}, QueryError),
        ({"dataset": "gdelt"}, QueryError),
        ({"dataset": None}, TooLittleDataError),
    ],
)
def test_what_cannot_be_written_leaves_nothing(
    workspace: Workspace, tmp_path: Path, asked: dict[str, object], problem: type[Exception]
) -> None:
    given = {"between": PAIR, "dataset": "keds", **asked}
    with pytest.raises(problem):
        replicate(workspace, out=tmp_path / "out", **given)  # type: ignore[arg-type]
    assert list(tmp_path.iterdir()) == []


def test_what_breaks_off_leaves_nothing(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: object) -> dict[str, str]:
        raise KeyboardInterrupt

    monkeypatch.setattr(script, "tables", broken)
    with pytest.raises(KeyboardInterrupt):
        replicate(workspace, PAIR, tmp_path / "out", dataset="keds")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_there_stays(workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is there already"):
        replicate(workspace, PAIR, tmp_path, dataset="keds")
    with pytest.raises(InputError, match="cannot be written"):
        replicate(workspace, PAIR, tmp_path / "no" / "such", dataset="keds")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("up", "up", True),
        ("up", "down", False),
        ("1.0", "1", True),
        ("1.0", "1.0000000001", True),
        ("1.0", "1.00000001", False),
        ("0.0", "1e-300", False),
        ("nan", "1.0", False),
        ("", "0.0", False),
    ],
)
def test_cells_that_are_alike(one: str, other: str, same: bool) -> None:
    assert script.alike(one, other) is same


@pytest.mark.parametrize(
    ("told", "found", "differ"),
    [
        ("a,b\n1,2\n", "a,b\n1,2\n", []),
        ("a,b\n1,2\n", "a,b\n1,3\n", ["row 1, b: 2 is told, 3 computed"]),
        ("a,b\n1,2\n", "a,b\n1,2\n3,4\n", ["row 2 is new"]),
        ("a,b\n1,2\n", "a,b\n", ["row 1 is missing"]),
        ("a,b\n1,2\n", "", ["row 0 is missing", "row 1 is missing"]),
    ],
)
def test_where_tables_differ(told: str, found: str, differ: list[str]) -> None:
    assert list(script.differences(told, found)) == differ
