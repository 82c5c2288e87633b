"""`detente latent` in the form that scripts rely on."""

import csv
import io
from pathlib import Path

import pytest
from commands_run import Run

ROWS = "date,source,target,code\n" + "".join(
    f"{2010 + month // 12}-{month % 12 + 1:02}-{day:02},{way},{code}\n"
    for month in range(36)
    for way in ("CHL,NOR", "NOR,CHL")
    for code, often in (("042", 1 + month // 9), ("112", 5 - month // 9))
    for day in range(1, often + 1)
)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory, run: Run) -> Path:
    folder = tmp_path_factory.mktemp("latent")
    (folder / "rows.csv").write_text(ROWS)
    run("import", "keds", folder / "rows.csv", "--into", folder / "ws")
    return folder / "ws"


def test_a_relation_that_gets_better(imported: Path, run: Run) -> None:
    asked = ("latent", imported, "--between", "CHL", "NOR")
    told = run(*asked, "--as", "csv")
    assert told.exit_code == 0, told.stderr
    rows = list(csv.DictReader(io.StringIO(told.stdout)))
    assert [rows[0]["period"], rows[-1]["period"], len(rows)] == ["2010-01", "2012-12", 36]
    assert float(rows[0]["high"]) < 0 < float(rows[-1]["low"])
    items = list(csv.DictReader(io.StringIO(run(*asked, "--items", "--as", "csv").stdout)))
    assert [(item["kind"], item["direction"], item["side"]) for item in items] == [
        ("ACCUSE", "CHL>NOR", "conflict"), ("ACCUSE", "NOR>CHL", "conflict"),
        ("CONSULT", "CHL>NOR", "cooperation"), ("CONSULT", "NOR>CHL", "cooperation"),
    ]  # fmt: skip
    assert {item["dataset"] for item in items} == {"keds"}
    shown = run(*asked, "--from", "keds", "--by", "quad")
    assert "best in 2012-" in shown.stdout


def test_what_cannot_be_told_is_said(imported: Path, run: Run) -> None:
    asked = ("latent", imported, "--between")
    assert "no event joins the two" in run(*asked, "FJI", "KEN").stderr
    short = run(*asked, "CHL", "NOR", "--until", "2010-03")
    assert short.exit_code == 1
    assert "only 3 of the periods have an act; 12 are needed" in short.stderr
    assert "no data set 'gdelt'" in run(*asked, "CHL", "NOR", "--from", "gdelt").stderr
