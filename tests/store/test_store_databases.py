"""DuckDBs that are lent: nobody finds what another left, and one that may be spoilt is lent to nobody."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from detente.store import databases, words
from detente.store.databases import close_idle, lent

LEFT = "SELECT table_name FROM information_schema.tables"
PLACE = "SELECT current_setting('temp_directory')"


@pytest.fixture(autouse=True)
def none_idle() -> Iterator[None]:
    close_idle()
    yield
    close_idle()


def test_nothing_is_left_of_an_earlier_question() -> None:
    with lent() as connection:
        connection.execute("CREATE TABLE one AS SELECT 1 AS a; CREATE VIEW two AS FROM one")
        connection.execute("CREATE TEMP TABLE three AS FROM one")
        connection.register("four", pa.table({"a": [1]}))
        assert len(connection.execute(LEFT).fetchall()) == 4
    assert len(databases._idle) == 1
    with lent() as connection:
        assert connection.execute(LEFT).fetchall() == []
        connection.execute("CREATE TABLE one AS SELECT 2 AS a")
        assert connection.execute("FROM one").fetchall() == [(2,)]


def test_who_asks_meanwhile_has_another() -> None:
    with lent() as one, lent() as other:
        one.execute("CREATE TABLE told AS SELECT 1 AS a")
        assert other.execute(LEFT).fetchall() == []
    assert len(databases._idle) == 2


def test_few_are_kept() -> None:
    held = [lent() for _ in range(databases.MOST + 2)]
    for each in held:
        each.__enter__()
    for each in held:
        each.__exit__(None, None, None)
    assert len(databases._idle) == databases.MOST


def test_one_whose_question_failed_is_let_go() -> None:
    with pytest.raises(duckdb.CatalogException), lent() as connection:
        connection.execute("FROM nothing")
    assert not databases._idle


def test_one_that_wrote_to_the_disk_is_let_go() -> None:
    with lent() as connection:
        ((place,),) = connection.execute(PLACE).fetchall()
        Path(place).mkdir()
    Path(place).rmdir()
    assert not databases._idle


def test_each_has_a_place_of_its_own_on_the_disk() -> None:
    places = set()
    for _ in range(2):
        with lent() as connection:
            places.update(connection.execute(PLACE).fetchall())
    assert len(places) == 2


def test_what_one_was_taught_before_is_taught_again() -> None:
    for _ in range(2):
        with lent() as connection:
            words.teach(connection)
            asked = f"SELECT {words.TELLS}(['A trade war.'], 'trade')"
            assert connection.execute(asked).fetchall() == [(True,)]


FORKS = """
import os
from detente.store.databases import lent
for _ in range(2):
    with lent() as connection:
        connection.execute("SELECT sum(range) FROM range(1_000_000)").fetchall()
    if (child := os.fork()) == 0:
        with lent() as connection:
            connection.execute("SELECT sum(range) FROM range(1_000_000)").fetchall()
        raise SystemExit(7)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="nothing is forked there")
def test_a_program_that_forks_can_ask_on_both_sides() -> None:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FORKS],
        capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["7", "7"]
