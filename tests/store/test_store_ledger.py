"""What a table holds is known, whichever keys they are and however many were added."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pytest
from deltalake import DeltaTable, write_deltalake
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.store import ledger
from detente.store.ledger import Ledger

keys = st.tuples(st.one_of(st.none(), st.text(max_size=3)), st.text(max_size=3))


def table_of(folder: Path, held: list[tuple[str | None, str]]) -> DeltaTable:
    columns = {
        "one": pa.array([one for one, _ in held], pa.string()),
        "other": pa.array([other for _, other in held], pa.string()),
    }
    write_deltalake(folder, pa.table(columns), mode="overwrite")
    return DeltaTable(folder)


@settings(deadline=None, max_examples=30)
@given(stored=st.lists(keys), added=st.lists(st.lists(keys)), others=st.lists(keys))
def test_it_knows_what_is_stored_and_what_was_added(
    tmp_path_factory: pytest.TempPathFactory, stored: list, added: list, others: list
) -> None:
    usual = ledger.LATEST
    ledger.LATEST = 3
    try:
        found = Ledger(table_of(tmp_path_factory.mktemp("t"), stored), ("one", "other"))
        came = set[tuple]()
        for some in added:
            fresh = set(some) - came - set(stored)
            assert found.fresh(some) == fresh
            found.add(sorted(fresh, key=str))
            came |= fresh
    finally:
        ledger.LATEST = usual
    asked = [*stored, *came, *others]
    assert found.known(asked) == {key for key in asked if key in stored or key in came}
    assert found.added(asked) == came


@pytest.mark.parametrize(
    ("stored", "other"),
    [
        ((None, ""), ("\x00", "")),
        (("a\x1fb", "c"), ("a", "b\x1fc")),
        (("1:a", ""), ("1", ":a")),
        ((None, ","), (",", None)),
    ],
)
def test_keys_that_could_join_to_one_text_are_told_apart(
    tmp_path: Path, stored: tuple, other: tuple
) -> None:
    found = Ledger(table_of(tmp_path, [stored]), ("one", "other"))
    assert found.known([stored, other]) == {stored}


def test_digests_that_begin_alike_are_told_apart() -> None:
    first = b"\x01" * 8
    held = ledger._Digests.none().with_more({first + b"\x02" * 8, first + b"\x03" * 8})
    assert first + b"\x02" * 8 in held and first + b"\x03" * 8 in held
    assert first + b"\x04" * 8 not in held and b"\x05" * 16 not in held
