"""DuckDBs that are opened, and those in memory that are lent to one question after the other.

To make one takes longer than most questions; so one that is given back clean is lent again.
"""

from __future__ import annotations

import atexit
import os
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from itertools import count

import duckdb

from detente.store.seeing import bound

MOST = 4
"""Databases that are kept while nobody asks: as many as few threads need at once, some 4 MB each."""
OWN = "memory"
"""What the database that a DuckDB in memory begins with is called."""

_idle: deque[duckdb.DuckDBPyConnection] = deque(maxlen=MOST)
_names = map("lent_{}".format, count())


def opened(*, place: str = ":memory:", **settings: str | bool) -> duckdb.DuckDBPyConnection:
    """A DuckDB in memory, or in a file, that needs no network and writes nothing on the screen."""
    connection = duckdb.connect(place, config={"autoinstall_known_extensions": False, **settings})
    connection.execute("SET enable_progress_bar = false")
    return connection


@contextmanager
def lent() -> Iterator[duckdb.DuckDBPyConnection]:
    """An empty DuckDB in memory for one question, which holds no more than `bound` says.

    Nobody else has it meanwhile, and nothing that is put there is found by whoever has it next. It is let
    go of where the question failed, or had to write to the disk.
    """
    database = _taken()
    try:
        with database.cursor() as connection:
            connection.execute("SET enable_progress_bar = false")  # each cursor has its own
            spill = bound(connection)
            name = next(_names)
            connection.execute(f"ATTACH ':memory:' AS {name}; USE {name}")
            yield connection
            connection.execute(f"USE {OWN}; DETACH {name}")
    except BaseException:
        database.close()
        raise
    if spill.exists():
        database.close()
    else:
        _idle.append(database)


def close_idle() -> None:
    """Let go of those that nobody has."""
    with suppress(IndexError):
        while True:
            _idle.pop().close()


def _taken() -> duckdb.DuckDBPyConnection:
    """One that nobody has; a new one where there is none."""
    try:
        return _idle.pop()  # asked whether there is one, another thread might take it
    except IndexError:
        return opened(python_enable_replacements=False)


atexit.register(close_idle)
if hasattr(os, "register_at_fork"):  # the threads of a database do not come along
    os.register_at_fork(before=close_idle)
