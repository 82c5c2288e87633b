from __future__ import annotations

import duckdb
import pytest

from detente.reading.reasons import KIND_SQL, kind_of

CASES = [
    ("no text", "no text"),
    ("malformed JSON: Expecting value: line 1 column 2", "malformed JSON"),
    ("a text of 1,234,567 characters; the most is 1,000,000", "a text of … characters"),
    ("no genre 'Feuilleton': taken as news", "no genre …"),
    ("'met': nothing is told; 'call': no party", "nothing is told"),
    ("malformed: in\ntwo lines", "malformed"),
]


@pytest.mark.parametrize(("reason", "kind"), CASES)
def test_kinds(reason: str, kind: str) -> None:
    assert kind_of(reason) == kind
    with duckdb.connect() as connection:
        sql = f"SELECT {KIND_SQL} FROM (SELECT $reason AS reason)"
        assert connection.execute(sql, {"reason": reason}).fetchall() == [(kind,)]
