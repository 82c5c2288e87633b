"""The commands that take what lies on object storage, or put it there."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from deltalake import DeltaTable

from detente.buckets.client import client
from detente.cli import main

pytest.importorskip("botocore", reason="needs the extra `s3`")
TEXT = "Outlet: The Coast\nDate: 2024-05-03\n\nNorway warned Chile over fishing on Friday."


def run(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


def articles(folder: Path) -> list[dict[str, object]]:
    found = DeltaTable(folder / "articles").to_pyarrow_table().to_pylist()
    return [{**row, "address": Path(row["address"]).name} for row in found]


def test_a_bucket_is_read_into_a_workspace(bucket, tmp_path):
    (tmp_path / "in").mkdir()
    for number in range(3):
        text = f"{TEXT} It was warning {number}."
        (tmp_path / "in" / f"{number}.txt").write_text(text)
        client().put_object(Bucket=bucket, Key=f"in/{number}.txt", Body=text.encode())
    client().put_object(Bucket=bucket, Key="in/z.txt", Body=b"\x00")
    here = run("read", tmp_path / "in", "--into", tmp_path / "here")
    there = run("read", f"s3://{bucket}/in", "--into", tmp_path / "there", "--workers", 2)
    assert (here.exit_code, there.exit_code) == (0, 3), there.output
    assert articles(tmp_path / "here") == articles(tmp_path / "there")
    assert f"as s3://{bucket}/in/z.txt" in there.stderr
    again = run("read", f"s3://{bucket}/in", "--into", tmp_path / "there")
    assert "3 known before" in again.stderr


ROWS = "date,source,target,code\n1990-01-01,CHL,NOR,042\n1990-01-02,NOR,CHL,{}\n"


def imported(folder: Path, table: str = "imported") -> list[dict[str, Any]]:
    return DeltaTable(folder / table).to_pyarrow_table().to_pylist()


def test_event_data_of_a_bucket_are_imported(bucket, tmp_path):
    (tmp_path / "in").mkdir()
    names = {"a.csv": "043", "b é?.csv": "051", "~c.csv": "060"}
    for name, code in names.items():
        (tmp_path / "in" / name).write_text(ROWS.format(code))
        client().put_object(Bucket=bucket, Key=f"in/{name}", Body=ROWS.format(code).encode())
    client().put_object(Bucket=bucket, Key="in/z.csv", Body=b"no,such,columns\n1,2,3\n")
    here = run("import", "keds", tmp_path / "in", "--into", tmp_path / "here")
    asked = ["import", "keds", f"s3://{bucket}/in", f"s3://{bucket}/in/a.csv"]
    there = run(*asked, "--into", tmp_path / "there")
    assert (here.exit_code, there.exit_code) == (0, 3), there.output
    expected = [
        {**row, "file": f"s3://{bucket}/in/{Path(row['file']).name}"}
        for row in imported(tmp_path / "here")
    ]
    assert imported(tmp_path / "there") == expected != []
    (rejected,) = imported(tmp_path / "there", "rejected")
    assert rejected["path"] == f"s3://{bucket}/in/z.csv"
    again = run(*asked, "--into", tmp_path / "there")
    assert "0 new rows" in again.stderr
    assert len(imported(tmp_path / "there", "rejected")) == 1


@pytest.mark.parametrize("key", ["nothing", "in/"])
def test_event_data_that_are_not_there_are_told(bucket, tmp_path, key):
    result = run("import", "keds", f"s3://{bucket}/{key}", "--into", tmp_path / "w")
    assert (result.exit_code, f"s3://{bucket}/{key}: no such object" in result.stderr) == (1, True)


def test_push_and_pull(bucket, tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    assert run("read", tmp_path / "a.txt", "--into", tmp_path / "ws").exit_code == 0
    pushed = run("push", tmp_path / "ws", f"s3://{bucket}/ws")
    assert (pushed.exit_code, "put there" in pushed.stderr) == (0, True), pushed.output
    pulled = run("pull", f"s3://{bucket}/ws", tmp_path / "yours")
    assert (pulled.exit_code, "fetched" in pulled.stderr) == (0, True), pulled.output
    assert run("check", tmp_path / "yours").exit_code == 0
    assert "nothing to do" in run("push", tmp_path / "yours", f"s3://{bucket}/ws").stderr


@pytest.mark.parametrize(
    "words",
    [["read", "in.txt", "--into", "s3://b/ws"], ["events", "s3://b/ws"], ["check", "s3://b/ws"]],
)
def test_a_workspace_lies_in_a_folder(tmp_path, monkeypatch, words):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "in.txt").write_text(TEXT)
    result = run(*words)
    assert result.exit_code == 1
    assert "detente push" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["in.txt"]


def test_what_needs_no_bucket_loads_no_client():
    code = "import sys, detente.reading, detente.commands.publish; print('boto3' in sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ
    )
    assert done.stdout.strip() == "False"
