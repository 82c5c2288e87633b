"""`detente import` and `detente agreement` in the form that scripts rely on."""

import json
from pathlib import Path

import pytest
from commands_run import Run

from detente.store import Workspace

ROWS = "date,source,target,code\n" + "".join(
    f"2020-{month:02}-0{day},CHN,USA,{code}\n"
    for month, codes in enumerate(["042 112", "057", "112 138", "040 051", "163"], start=1)
    for day, code in enumerate(codes.split(), start=1)
)
MAPPING = """
dataset = "own-set"
[fields]
date = "date"
actor_country = "source"
recipient_country = "target"
code = "code"
"""


@pytest.fixture
def made(tmp_path: Path) -> Path:
    (tmp_path / "rows.csv").write_text(ROWS)
    (tmp_path / "own.toml").write_text(MAPPING)
    return tmp_path


def test_import_and_agreement(made: Path, run: Run) -> None:
    first = run("import", "keds", made / "rows.csv", "--into", made / "ws")
    assert first.exit_code == 0, first.stderr
    assert first.stdout == ""
    assert "8 new rows; 0 known before; 0 duplicates; 0 outside --between: 9 lines" in first.stderr
    assert "keds: 2020-01-01 to 2020-05-01, 114 days missing: 2020-01-03" in first.stderr
    again = run("import", "keds", made / "rows.csv", "--into", made / "ws")
    assert again.exit_code == 0
    assert "0 new rows; 8 known before" in again.stderr
    assert "nothing new in 1 file" in again.stderr
    own = run(
        "import", "csv", made / "rows.csv", "--mapping", made / "own.toml", "--into", made / "ws"
    )
    assert own.exit_code == 0, own.stderr
    found = run(
        "agreement",
        made / "ws",
        "--between",
        "CHN",
        "USA",
        "--of",
        "keds",
        "own-set",
        "--as",
        "jsonl",
    )
    assert found.exit_code == 0, found.stderr
    rows = [json.loads(line) for line in found.stdout.splitlines()]
    assert rows[0]["measure"] == "net"
    assert rows[0]["r"] == pytest.approx(1.0)
    shown = run("agreement", made / "ws", "--between", "CHN", "USA", "--of", "keds", "own-set")
    assert "keds (8 acts) and own-set (8 acts) on CHN and USA, by month" in shown.stdout


def test_what_is_rejected_shows_in_the_exit_status(made: Path, run: Run) -> None:
    (made / "rows.csv").write_text(ROWS + "2020-13-01,CHN,USA,042\n2020-14-01,CHN,USA,042\nx\n")
    result = run("import", "keds", made / "rows.csv", "--into", made / "ws")
    assert result.exit_code == 3
    file = made / "rows.csv"
    assert f"3 rows rejected:\n  2 × no date, first in {file} line 10\n" in result.stderr
    assert f"  1 × fewer than 4 cells, first in {file} line 12\n" in result.stderr


def test_a_column_that_several_fields_take_is_named_once(made: Path, run: Run) -> None:
    (made / "own.toml").write_text(MAPPING + 'actor = "source"\nrecipient = "Target of it"\n')
    result = run(
        "import", "csv", made / "rows.csv", "--mapping", made / "own.toml", "--into", made / "ws"
    )
    assert result.exit_code == 3
    assert "have a header with date, source, Target of it, target, code." in result.stderr


def test_between_may_be_repeated(made: Path, run: Run) -> None:
    result = run(
        "import", "keds", made / "rows.csv", "--into", made / "ws",
        "--between", "NOR", "CHL", "--between", "Peru", "Fiji",
    )  # fmt: skip
    assert result.exit_code == 0
    assert "0 new rows; 0 known before; 0 duplicates; 8 outside --between" in result.stderr


@pytest.mark.parametrize(
    ("words", "status", "message"),
    [
        (("csv", "rows.csv"), 2, "csv needs --mapping FILE"),
        (("keds", "rows.csv", "--mapping", "own.toml"), 2, "only csv takes it"),
        (("gdelt", "none.csv"), 1, "no such file"),
        (("gdelt", "rows.csv"), 3, "1 file not read"),
        (("acled", "rows.csv"), 2, "'acled' is not one of"),
        (("keds", "rows.csv", "--between", "CHN", "Atlantis"), 1, "no state is called"),
    ],
)
def test_wrong_use(
    made: Path,
    run: Run,
    monkeypatch: pytest.MonkeyPatch,
    words: tuple[str, ...],
    status: int,
    message: str,
) -> None:
    monkeypatch.chdir(made)
    result = run("import", *words, "--into", "ws")
    assert result.exit_code == status
    assert message in result.stderr


@pytest.fixture
def steps(made: Path, run: Run) -> Path:
    """A workspace with imported data only: quarrel in 2020, visits in 2021, and one pact."""
    rows = [
        f"{2020 + month // 12}-{month % 12 + 1:02}-{day:02},CHN,USA,{'042' if month > 11 else '112'}"
        for month in range(24)
        for day in range(1, 4 + month % 2)
    ]
    (made / "steps.csv").write_text(
        "\n".join(["date,source,target,code", *rows, "2021-06-20,USA,CHN,057"])
    )
    run("import", "keds", made / "steps.csv", "--into", made / "ws")
    return made / "ws"


PAIR = ("--between", "CHN", "USA")


@pytest.mark.parametrize("what", ["events", "occurrences"])
def test_imported_rows_are_neither_events_nor_occurrences(steps: Path, run: Run, what: str) -> None:
    shown = run(what, steps, *PAIR)
    assert (shown.exit_code, shown.stdout) == (0, "")
    assert f"Imported data (keds) are not among {what}: `detente index --from`" in shown.stderr


def test_turns_of_imported_data_show_the_rows_that_drove_them(steps: Path, run: Run) -> None:
    shown = run("turns", steps, *PAIR, "--from", "keds", columns=120)
    assert shown.exit_code == 0, shown.stderr
    assert "2021-01: up from -2.0 to +4.0" in shown.stdout
    lines = (steps.parent / "steps.csv").read_text().splitlines()
    assert f"USA · 057 · CHN (steps.csv line {len(lines)})" in shown.stdout


def test_sums_run_as_long_as_the_data_set(made: Path, run: Run) -> None:
    """Of a time that it covers without an act of the two it tells that there was none, and no mean."""
    rows = ["2019-01-03,FJI,PER,042", "2022-12-30,FJI,PER,042"]
    for month in range(24):
        day = f"{2020 + month // 12}-{month % 12 + 1:02}-03"
        rows += [f"{day},CHN,USA,112"] * (1 + month * 7 % 5) + [f"{day},USA,CHN,130"] * (month % 3)
    (made / "long.csv").write_text("\n".join(["date,source,target,code", *rows]))
    run("import", "keds", made / "long.csv", "--into", made / "ws")
    asked = (made / "ws", *PAIR, "--from", "keds")
    assert "48 months, 2019-01 to 2022-12" in run("turns", *asked, "--of", "hostility").stdout
    assert "48 months, 2019-01 to 2022-12" in run("reciprocity", *asked, "--of", "hostility").stdout
    assert "24 months, 2020-01 to 2021-12" in run("turns", *asked).stdout
    asked = (*asked, "--of", "hostility", "--since", "2019-07", "--until", "2022-06")
    assert "36 months, 2019-07 to 2022-06" in run("turns", *asked).stdout


@pytest.mark.parametrize(
    ("words", "status"), [(("index",), 0), (("turns",), 1), (("shocks", "--on", "2020-05-01"), 1)]
)
def test_where_only_imported_data_are_the_option_is_told(
    steps: Path, run: Run, words: tuple[str, ...], status: int
) -> None:
    command, *more = words
    result = run(command, steps, *PAIR, *more)
    assert result.exit_code == status
    assert "Of data imported here: --from keds." in result.stderr


def test_rows_are_found_by_their_ids(steps: Path) -> None:
    workspace = Workspace.open(steps)
    wanted = workspace.imported(between=("USA", "CHN")).to_pylist()[3]
    found = workspace.imported(dataset="keds", ids=[wanted["imported_id"], "keds:none"])
    assert found.to_pylist() == [wanted]
    assert workspace.imported(between=("CHN", "RUS"), ids=[wanted["imported_id"]]).num_rows == 0
    assert workspace.imported(ids=[]).num_rows == 0


def test_an_unknown_data_set(made: Path, run: Run) -> None:
    run("import", "keds", made / "rows.csv", "--into", made / "ws")
    result = run("agreement", made / "ws", "--between", "CHN", "USA", "--of", "keds", "icews")
    assert result.exit_code == 1
    assert "There are: keds." in result.stderr
