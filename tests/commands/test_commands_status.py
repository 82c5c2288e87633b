"""`read` tells what the articles lack; `status` counts; `remove` takes out again."""

import csv
import datetime as dt
import io
import json
from pathlib import Path

import docx
import pytest
from commands_run import Run

from detente.correcting import Reviewer
from detente.store import Workspace

SENTENCE = "Kenya sent food aid to Fiji on Sunday."


def story(**fields: object) -> str:
    return json.dumps({"text": SENTENCE} | fields) + "\n"


def write(folder: Path, name: str, text: str) -> Path:
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def told_after(stderr: str) -> list[str]:
    """What is told after reading, without how far it had come by then."""
    return [line for line in stderr.splitlines() if not line.startswith("reading: ")]


def test_read_says_aloud_what_is_missing_and_mends_it(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "a.jsonl", story(gedruckt="2024-03-04", medium="Echo"))
    result = run("read", path, "--into", tmp_path / "ws", columns=200)
    lines = told_after(result.stderr)
    assert lines[0].startswith("NO DATE: 1 of 1 article;")
    assert lines[1] == f"  {path} (1): read again with --column published=gedruckt"
    assert lines[2].startswith("NO OUTLET: 1 of 1 article;")
    assert "has text, gedruckt, medium; read again with --column outlet=NAME" in lines[3]
    again = run(
        "read",
        path,
        "--into",
        tmp_path / "ws",
        "--column",
        "published=gedruckt",
        "--outlet",
        "Echo",
    )
    assert "NO DATE" not in again.stderr and "NO OUTLET" not in again.stderr
    assert "1 article replaces another version" in again.stderr
    (article,) = Workspace.open(tmp_path / "ws").articles().to_pylist()
    assert (article["outlet"], str(article["published"])) == ("Echo", "2024-03-04")


@pytest.mark.parametrize(
    ("name", "advice"),
    [("a.txt", "write `date: 2024-01-31` on top"), ("-", "read again with --published")],
)
def test_read_without_columns(run: Run, tmp_path: Path, name: str, advice: str) -> None:
    path = name if name == "-" else write(tmp_path, name, SENTENCE)
    result = run("read", path, "--into", tmp_path / "ws", given=SENTENCE, columns=200)
    assert advice in told_after(result.stderr)[1]


def test_one_line_for_all_that_one_thing_mends(run: Run, tmp_path: Path) -> None:
    tables = tmp_path / "in"
    write(tables, "a.csv", f'text,"Printed on"\n"{SENTENCE}",2024-03-04\n')
    write(tables, "b.csv", f'text,"Printed on"\n"{SENTENCE} Yes.",2024-03-05\n')
    write(tables, "c.csv", f'text,date\n"{SENTENCE} No.",02/03/2024\n')
    write(tables, "d.rtf", rf"{{\rtf1 {SENTENCE}}}")
    told = run("read", tables, "--into", tmp_path / "ws", "--outlet", "Echo", columns=200).stderr
    assert [line for line in told.splitlines() if line.startswith("  ")][:3] == [
        f"  {tables}/a.csv; {tables}/b.csv (2): read again with --column 'published=Printed on'",
        f"  {tables}/c.csv (1): `date` has days such as 02/03/2024: read again with --dates day-first"
        " or month-first",
        f"  {tables}/d.rtf (1): read again with --published 2024-01-31 for all of one day, or with a"
        ' detente.toml in the folder that is read: a line ["FILE"] for each, then published = 2024-01-31',
    ]


def test_a_table_without_a_header_is_mended_by_number(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", f'"{SENTENCE}",2024-03-04\n')
    told = run("read", path, "--into", tmp_path / "ws", "--column", "text=1", columns=200).stderr
    assert "read again with --column published=2" in told


def test_the_day_on_which_a_file_was_made_is_offered(run: Run, tmp_path: Path) -> None:
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    document.core_properties.created = dt.datetime(2024, 1, 11)
    document.save(str(tmp_path / "a.docx"))
    given = ("read", tmp_path / "a.docx", "--into", tmp_path / "ws", "--outlet", "Echo")
    told = run(*given, columns=200).stderr
    assert "NO DATE: 1 of 1 article" in told
    assert f"{tmp_path}/a.docx, made 2024-01-11 (1): read again with --dated-by-file" in told
    assert "NO DATE" not in run(*given, "--dated-by-file").stderr
    (article,) = Workspace.open(tmp_path / "ws").articles().to_pylist()
    assert article["published"] == article["file_made"] == dt.date(2024, 1, 11)


def test_read_tells_tables_of_figures(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "Wheat 12.5 13.1 14.0\nCod 2.5 2.6 2.7\n" * 9)
    told = run("read", path, "--into", tmp_path / "ws").stderr
    assert "NO SENTENCES: 1 of 1 article" in told and "NOT ENGLISH" not in told


def test_read_shows_a_row_for_each_file(run: Run, tmp_path: Path) -> None:
    named = {"outlet": "Echo", "date": "2024-03-04"}
    write(tmp_path / "in", "a.jsonl", story(**named) + "{\n")
    write(tmp_path / "in", "b.jsonl", story(**named, genre="opinion", title="El día"))
    result = run("read", tmp_path / "in", "--into", tmp_path / "ws", columns=200)
    rows = [line.split() for line in result.stderr.splitlines()]
    assert [str(tmp_path / "in" / "a.jsonl"), *"1 1 1 1 short news".split()] in rows
    assert [str(tmp_path / "in" / "b.jsonl"), *"1 1 1 short opinion".split()] in rows


def test_read_tells_every_reason_with_an_example(run: Run, tmp_path: Path) -> None:
    lines = [
        story(date="soon"),
        story(n=1, date="later"),
        story(genre="poem"),
        "{\n",
        "[]\n",
        "7\n",
    ]
    path = write(tmp_path, "a.jsonl", "".join(lines))
    told = run("read", path, "--into", tmp_path / "ws", columns=200).stderr
    assert f"  1 × malformed JSON, as {path}, line 4" in told
    assert "  1 × a list where an object should be" in told
    assert f"  2 × date not understood, as {path}, line 1" in told
    assert f"  1 × no genre …, as {path}, line 3" in told


def test_read_tells_other_languages(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path, "a.txt", "Il ministro ha parlato con il collega della pesca. " * 9)
    told = run("read", path, "--into", tmp_path / "ws").stderr
    assert "NOT ENGLISH: 1 of 1 article" in told


def test_status(run: Run, workspace: Path) -> None:
    shown = run("status", workspace).stdout
    for words in (
        "6 articles, 2023-03-01 to 2023-05-22",
        "genres: news 6; languages: short 6",
        "CHN ↔ USA",
    ):
        assert words in shown
    rows = [line.split() for line in shown.splitlines()]
    assert ["outlet", "articles", "2023-03", "2023-05"] in rows
    assert ["Inland", "Echo", "4", "1", "3"] in rows
    assert "NO DATE" not in shown and "earlier version" not in shown


def test_status_for_programs(run: Run, workspace: Path, tmp_path: Path) -> None:
    lines = run("status", workspace, "--as", "jsonl").stdout.splitlines()
    rows = list(map(json.loads, lines))
    assert rows[0] == {
        "section": "total", "name": "articles", "n": 6, "first": "2023-03-01", "last": "2023-05-22",
    }  # fmt: skip
    out = tmp_path / "status.csv"
    assert run("status", workspace, "--as", "csv", "--out", out).exit_code == 0
    table = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert len(table) == len(rows)
    months = {(r["name"], r["month"]): r["n"] for r in table if r["section"] == "outlet"}
    assert months == {
        ("Harbour Post", "2023-03"): "2", ("Inland Echo", "2023-03"): "1",
        ("Inland Echo", "2023-05"): "3",
    }  # fmt: skip


def test_many_outlets_and_years_fit_the_screen(run: Run, tmp_path: Path) -> None:
    lines = [
        story(outlet=f"Outlet {number % 13:02d}", date=f"{1990 + number}-02-03", title=str(number))
        for number in range(30)
    ]
    path = write(tmp_path, "a.jsonl", "".join(lines))
    run("read", path, "--into", tmp_path / "ws")
    shown = run("status", tmp_path / "ws").stdout
    assert max(map(len, shown.splitlines())) <= 80
    heads = next(line.split() for line in shown.splitlines() if line.startswith("outlet"))
    assert heads == ["outlet", "articles", "earlier", *map(str, range(2015, 2020))]
    assert next(line for line in shown.splitlines() if "3 other outlets" in line).split()[3] == "6"


def test_an_earlier_version_is_counted_and_shown_on_demand(run: Run, tmp_path: Path) -> None:
    for text in (SENTENCE, SENTENCE + " Kenya sent food aid to Chile, too."):
        path = write(tmp_path, "a.txt", text)
        told = run("read", path, "--into", tmp_path / "ws").stderr
    assert "1 article replaces another version" in told
    assert "1 earlier version kept" in run("status", tmp_path / "ws").stdout
    counts = [
        len(run("events", tmp_path / "ws", "--as", "jsonl", *more).stdout.splitlines())
        for more in ([], ["--superseded"])
    ]
    assert counts[0] < counts[1]


def test_remove(run: Run, texts: Path, tmp_path: Path) -> None:
    run("read", texts, "--into", tmp_path / "ws")
    refused = run("remove", tmp_path / "ws", "--outlet", "Harbour Post")
    assert refused.exit_code == 2 and "give --yes" in refused.stderr
    done = run("remove", tmp_path / "ws", "--outlet", "Harbour Post", "--yes")
    assert (done.exit_code, done.stdout) == (0, "")
    assert done.stderr.startswith("taken out: 2 articles, ")
    assert Workspace.open(tmp_path / "ws").articles().num_rows == 4
    assert run("remove", tmp_path / "ws", "--outlet", "Nobody", "--yes").exit_code == 1
    assert run("remove", tmp_path / "ws", "--yes").exit_code == 2
    again = run("read", texts, "--into", tmp_path / "ws")
    assert "2 new articles, 4 known before" in again.stderr


@pytest.mark.parametrize(("answer", "left"), [("y\n", 5), ("n\n", 6)])
def test_remove_asks_on_a_terminal(
    run: Run, texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    run("read", texts, "--into", tmp_path / "ws")
    monkeypatch.setattr("detente.commands.remove.at_a_terminal", lambda: True)
    done = run("remove", tmp_path / "ws", "--file", texts / "aid.md", given=answer)
    assert "Take out 1 article, " in done.stderr
    assert Workspace.open(tmp_path / "ws").articles().num_rows == left


def test_what_reviewers_said_is_counted(run: Run, tmp_path: Path) -> None:
    run(
        "read",
        write(tmp_path, "a.txt", SENTENCE),
        "--into",
        tmp_path / "ws",
        "--published",
        "2024-03-04",
    )
    assert "judgement" not in run("status", tmp_path / "ws").stdout
    workspace = Workspace.open(tmp_path / "ws")
    (event,) = workspace.events().to_pylist()
    Reviewer(workspace, "Ana").undo(
        Reviewer(workspace, "Ben").delete("events", event["event_id"]).correction_id
    )
    assert (
        "2 judgements of reviewers: `detente corrections`" in run("status", tmp_path / "ws").stdout
    )
    rows = map(json.loads, run("status", tmp_path / "ws", "--as", "jsonl").stdout.splitlines())
    totals = {row["name"]: row["n"] for row in rows if row["section"] == "total"}
    assert (totals["judgements"], totals["lost"], totals["audits"]) == (2, 0, 0)
