"""Which keys a table already holds."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from deltalake import DeltaTable

from detente.store.layout import ask, opened
from detente.store.seeing import show

Key = tuple[str | None, ...]
# Units that texts do not hold, so that no two keys join to the same text.
SEPARATOR, NOTHING = "\x1f", "\x00"
FOUND = "SELECT digest FROM seen WHERE {which} AND digest IN (SELECT md5_number(key) FROM asked)"


class Ledger:
    """The keys of one table, as 128-bit digests in an in-memory DuckDB column.

    Chosen over a scan of the stored column for each batch, which reads the folder again and
    again, and over a Python set, which takes about 120 bytes a key: this takes 16 (160 MB for ten
    million articles), does not grow with the articles' length, and asks about a whole batch in
    one scan of milliseconds. Two different keys share a digest with a chance below 1e-24 among
    ten million.
    """

    def __init__(self, table: DeltaTable, columns: tuple[str, ...]) -> None:
        self._connection = opened()
        show(self._connection, "stored", table)
        parts = ", ".join(f"coalesce({name}, chr(0))" for name in columns)
        self._connection.execute(
            f"CREATE TABLE seen AS SELECT md5_number(concat_ws(chr(31), {parts})) AS digest,"
            " false AS added FROM stored"
        )

    def known(self, keys: Sequence[Key]) -> set[Key]:
        """Those of the keys that the table, or a later `add`, holds."""
        return self._found(keys, which="true")

    def added(self, keys: Sequence[Key]) -> set[Key]:
        """Those of the keys that an `add` brought."""
        return self._found(keys, which="added")

    def _found(self, keys: Sequence[Key], *, which: str) -> set[Key]:
        if not keys:
            return set()
        texts = [_text(key) for key in keys]
        self._connection.register("asked", pa.table({"key": pa.array(texts, pa.string())}))
        found = FOUND.format(which=which)
        answer = ask(self._connection, f"SELECT key FROM asked WHERE md5_number(key) IN ({found})")
        there = set(answer.column("key").to_pylist())
        return {key for key, text in zip(keys, texts, strict=True) if text in there}

    def fresh(self, keys: Sequence[Key]) -> set[Key]:
        """Those of the keys that are not known."""
        return set(keys) - self.known(keys)

    def add(self, keys: Sequence[Key]) -> None:
        """Remember keys; the caller makes sure that they are fresh."""
        if not keys:
            return
        texts = [_text(key) for key in keys]
        self._connection.register("asked", pa.table({"key": pa.array(texts, pa.string())}))
        self._connection.execute("INSERT INTO seen SELECT md5_number(key), true FROM asked")

    def close(self) -> None:
        """Give the memory back."""
        self._connection.close()


def _text(key: Key) -> str:
    return SEPARATOR.join(NOTHING if part is None else part for part in key)
