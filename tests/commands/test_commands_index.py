"""`index` and `report`."""

import csv
import io
import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from commands_run import Run

from detente.commands.index_table import HALF, NARROW, bar, reach, strip
from detente.laboratory.datasets.worlds import world
from detente.measuring import Level, LevelRow, Row
from detente.measuring.tally import COVERAGE
from detente.schema import csv_header

PAIR = ("--between", "CHN", "USA")
LEVEL = csv_header(LevelRow)[:5]


def test_csv_and_json_lines_agree(run: Run, workspace: Path) -> None:
    rows = list(csv.DictReader(io.StringIO(run("index", workspace, *PAIR, "--as", "csv").stdout)))
    objects = map(json.loads, run("index", workspace, *PAIR, "--as", "jsonl").stdout.splitlines())
    assert list(rows[0]) == [*csv_header(Row), *LEVEL]
    assert [row["n"] for row in rows] == [str(each["n"]) for each in objects]
    assert [row["period"] for row in rows] == ["2023-03", "2023-04", "2023-05"]


def test_an_empty_period_has_no_mean(run: Run, workspace: Path) -> None:
    _, april, _ = run("index", workspace, *PAIR, "--as", "jsonl").stdout.splitlines()
    assert (json.loads(april)["n"], json.loads(april)["net"]) == (0, None)


def test_by_track_names_the_track_first(run: Run, workspace: Path, tmp_path: Path) -> None:
    asked = (workspace, *PAIR, "--by-track", "--every", "quarter")
    shown = run("index", *asked, "--as", "csv").stdout
    assert shown.splitlines()[0] == ",".join(["track", *csv_header(Row)])
    run("index", *asked, "--as", "parquet", "--out", tmp_path / "i.parquet")
    assert pq.read_table(tmp_path / "i.parquet").column_names == ["track", *csv_header(Row)]


def test_table_has_a_bar_each_period(run: Run, workspace: Path) -> None:
    shown = run("index", workspace, *PAIR).stdout
    assert shown.splitlines()[0].strip() == "CHN - USA"
    assert shown.count("│") == 2  # and a point for April
    assert max(map(len, shown.splitlines())) <= 80


def test_table_by_track(run: Run, workspace: Path) -> None:
    shown = run("index", workspace, *PAIR, "--by-track").stdout
    assert "2023-03 to 2023-05 by month" in shown
    assert "diplomatic" in shown


def test_a_pairs_reports_are_read_once(
    run: Run, workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from detente.store import Workspace

    read, asked = Workspace.reports, []
    monkeypatch.setattr(
        Workspace, "reports", lambda self, query: (asked.append(query), read(self, query))[1]
    )
    assert run("index", workspace, *PAIR).exit_code == 0
    assert len(asked) == 1


def test_directed(run: Run, workspace: Path) -> None:
    asked = ("--directed", "--every", "year", "--as", "jsonl")
    (line,) = run("index", workspace, "--between", "USA", "CHN", *asked).stdout.splitlines()
    row = json.loads(line)
    assert (row["backward"], row["forward"]) == (0, 1)


@pytest.mark.parametrize(
    ("net", "shown"),
    [(None, " " * HALF + "·"), (0.0, " " * HALF + "│"), (1.0, " " * HALF + "│" + "█" * 6),
     (-2.0, "█" * HALF + "│"), (0.1, " " * HALF + "│▌")],
)  # fmt: skip
def test_bar(net: float | None, shown: str) -> None:
    assert bar(net, 2).plain == shown


def test_track_and_by_track_exclude_each_other(run: Run, workspace: Path) -> None:
    result = run("index", workspace, *PAIR, "--track", "legal", "--by-track")
    assert (result.exit_code, result.stdout) == (2, "")


def test_too_few_periods_have_no_level(run: Run, workspace: Path) -> None:
    shown = run("index", workspace, *PAIR).stdout
    assert "no level: only 2 of the periods have an act; 3 are needed" in shown
    (line, *_) = run("index", workspace, *PAIR, "--as", "jsonl").stdout.splitlines()
    assert json.loads(line)["level"] is None


@pytest.fixture(name="made")
def _made(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A workspace that answers with the acts of a world."""
    from detente.measuring import Relationship, acts
    from detente.store import Workspace

    known = world(1, periods=18, acts=12.0)
    days = known.acts["day"].to_pylist()
    told = pa.table({"day": days, "n": [5] * len(days)}, COVERAGE)
    found = Relationship(between=("KEN", "PER"), acts=known.acts)
    monkeypatch.setattr(acts, "relationship", lambda *_, **__: found)
    monkeypatch.setattr(acts, "coverage", lambda *_, **__: told)
    Workspace.create(tmp_path / "ws")
    return tmp_path / "ws"


WORLD = ("--between", "KEN", "PER")


def test_the_level_and_its_band_stand_beside_the_series(run: Run, made: Path) -> None:
    shown = run("index", made, *WORLD, "--parts").stdout
    assert "90% band ─ of sampling error, the coder's error, the mix of outlets" in shown
    assert "half the band, mean: sampling error" in shown
    assert "2011-06, by a change of 0.5 or more over 6 months: " in shown
    assert shown.count("●") == 18 + 1
    assert max(map(len, shown.splitlines())) <= 80


def test_columns_of_the_level_and_its_parts(run: Run, made: Path) -> None:
    asked = ("index", made, *WORLD, "--as", "csv", "--every", "quarter")
    header = csv_header(Row)
    for more, level in (([], LEVEL), (["--no-band"], []), (["--parts"], csv_header(LevelRow))):
        first, second, *_ = csv.reader(io.StringIO(run(*asked, *more).stdout))
        assert first == [*header, *level]
        assert all(second[len(header) :])


def test_the_same_seed_gives_the_same_bytes(run: Run, made: Path) -> None:
    once, again, other = (
        run("index", made, *WORLD, "--as", "csv", "--seed", seed).stdout for seed in (1, 1, 2)
    )
    assert once == again != other


@pytest.mark.parametrize("normalise", ["coverage", "outlets"])
def test_normalised_series(run: Run, made: Path, normalise: str) -> None:
    shown = run("index", made, *WORLD, "--normalise", normalise, "--every", "quarter")
    assert shown.exit_code == 0
    assert {"coverage": "/1000: score", "outlets": "held: mean score"}[normalise] in shown.stdout
    assert max(map(len, shown.stdout.splitlines())) <= 80


def test_bands_of_tracks_are_told_where_asked_for(run: Run, made: Path) -> None:
    asked = ("index", made, *WORLD, "--by-track", "--as", "csv", "--every", "quarter")
    plain, banded = run(*asked).stdout, run(*asked, "--band").stdout
    assert "level" not in plain.splitlines()[0]
    assert banded.splitlines()[0].endswith("level,low,high,value_low,value_high")
    assert banded.splitlines()[1].startswith("diplomatic,2010-Q1,")


def test_a_confusion_table_of_ones_own(run: Run, made: Path, tmp_path: Path) -> None:
    table = tmp_path / "mine.tsv"
    table.write_text("told\tmarked\tn\nACCUSE\tREQUEST\t9\n", encoding="utf-8")
    asked = ("index", made, *WORLD, "--as", "csv")
    assert run(*asked).stdout != run(*asked, "--confusion", table).stdout
    table.write_text("told\tmarked\tn\nACCUSE\tGRIN\t9\n", encoding="utf-8")
    assert "mine.tsv:2" in run(*asked, "--confusion", table).stderr


def test_data_that_was_not_imported(run: Run, workspace: Path) -> None:
    result = run("index", workspace, *PAIR, "--from", "gdelt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "gdelt" in result.stderr


def test_strip() -> None:
    level = LevelRow(level=1.0, low=-1.0, high=2.0)
    shown = strip(0.5, level, 9.0).plain
    assert shown == " " * (NARROW - 1) + "──●─" + " " * (NARROW - 2)
    assert strip(-20.0, level, 9.0).plain[0] == "○"
    own = replace(level, value_low=-3.0, value_high=20.0)
    assert strip(0.5, own, 9.0).plain == " " * (NARROW - 3) + "··──●─" + "·" * (NARROW - 2)


def test_the_scale_of_a_level_reaches_to_the_plain_values() -> None:
    made = world(seed=1, periods=24, acts=4.0)
    found = Level(draws=20, width=0.1).fit(made.acts, made.question())
    values = [row.value for row in found.series.rows if row.value is not None]
    ends = [end for row in found.rows for end in (row.low, row.high) if end is not None]
    assert max(map(abs, values)) > max(map(abs, ends)), "a world whose values leave the band"
    assert reach(found) >= max(map(abs, values))


def test_report_prints_its_path(run: Run, workspace: Path, tmp_path: Path) -> None:
    out = tmp_path / "report.html"
    result = run("report", workspace, *PAIR, "--every", "quarter", "--out", out)
    assert (result.exit_code, result.stdout) == (0, f"{out}\n")
    assert "Harbour Post" in out.read_text(encoding="utf-8")


def test_of_a_bloc_the_body_alone_is_measured_and_that_is_said(run: Run, workspace: Path) -> None:
    asked = run("index", workspace, "--between", "EU", "USA")
    assert "EU is taken as the body alone, without its members" in asked.stderr
    assert "`detente events WORKSPACE --between EU USA`" in asked.stderr
    by_code = run("index", workspace, "--between", "IGO:EU", "USA")
    assert "without its members" not in by_code.stderr
    assert "without its members" not in run("index", workspace, *PAIR).stderr
