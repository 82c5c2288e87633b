"""Which keys a table already holds."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from deltalake import DeltaTable

from detente.store.databases import lent
from detente.store.layout import ask
from detente.store.seeing import show

Key = tuple[str | None, ...]
Halves = npt.NDArray[np.uint64]
# Each part of a key after its length in bytes, so that no two keys join to the same text.
PART = "coalesce(strlen({name}) || ':' || {name}, ',')"
STORED = "SELECT unhex(md5(concat({parts}))) AS digest FROM stored"
LATEST = 65_536
"""Digests that are held as a set, which takes ten times as much room, before they are sorted in."""


class Ledger:
    """The keys of one table, as 128-bit digests in order.

    Chosen over a scan of the stored column for each batch, which reads the folder again and
    again, and over a Python set, which takes about 120 bytes a key: this takes 16 (160 MB for ten
    million articles), does not grow with the articles' length, and finds a key in some twenty
    steps, however many there are. Two different keys share a digest with a chance below 1e-24 among
    ten million.
    """

    def __init__(self, table: DeltaTable, columns: tuple[str, ...]) -> None:
        self._stored = _stored(table, columns) if table.file_uris() else _Digests.none()
        self._added = _Digests.none()
        self._latest: set[bytes] = set()

    def known(self, keys: Sequence[Key]) -> set[Key]:
        """Those of the keys that the table, or a later `add`, holds."""
        digests = {key: _digest(key) for key in keys}
        return {key for key, it in digests.items() if self._is_added(it) or it in self._stored}

    def added(self, keys: Sequence[Key]) -> set[Key]:
        """Those of the keys that an `add` brought."""
        return {key for key in keys if self._is_added(_digest(key))}

    def fresh(self, keys: Sequence[Key]) -> set[Key]:
        """Those of the keys that are not known."""
        return set(keys) - self.known(keys)

    def add(self, keys: Sequence[Key]) -> None:
        """Remember keys; the caller makes sure that they are fresh."""
        self._latest.update(map(_digest, keys))
        if len(self._latest) >= LATEST:
            self._added = self._added.with_more(self._latest)
            self._latest = set()

    def close(self) -> None:
        """Give the memory back."""
        self._stored, self._added, self._latest = _Digests.none(), _Digests.none(), set()

    def _is_added(self, digest: bytes) -> bool:
        return digest in self._latest or digest in self._added


class _Digests:
    """Digests as two numbers each, in the order of the first."""

    def __init__(self, halves: Halves) -> None:
        self._halves = halves[np.argsort(halves[:, 0])]

    @classmethod
    def none(cls) -> _Digests:
        """No digest."""
        return cls(_halves(b""))

    def __contains__(self, digest: bytes) -> bool:
        first, second = np.frombuffer(digest, "<u8")
        firsts, seconds = self._halves.T
        begin, end = (np.searchsorted(firsts, first, side) for side in ("left", "right"))
        return bool(second in seconds[begin:end])

    def with_more(self, digests: set[bytes]) -> _Digests:
        """These and others."""
        return _Digests(np.concatenate([self._halves, _halves(b"".join(digests))]))


def _stored(table: DeltaTable, columns: tuple[str, ...]) -> _Digests:
    """The digests of the keys that a table holds."""
    parts = ", ".join(PART.format(name=name) for name in columns)
    with lent() as connection:
        show(connection, "stored", table)
        found = ask(connection, STORED.format(parts=parts))
    digests = found.column("digest").cast(pa.binary(16)).combine_chunks()
    return _Digests(_halves(digests.buffers()[1]))


def _halves(digests: bytes | pa.Buffer) -> Halves:
    """Digests, one after the other, as two numbers each."""
    return np.frombuffer(digests, "<u8").reshape(-1, 2)


def _digest(key: Key) -> bytes:
    """The digest that `STORED` makes of a key."""
    joined = b"".join(b"," if part is None else _after_length(part.encode()) for part in key)
    return hashlib.md5(joined, usedforsecurity=False).digest()


def _after_length(part: bytes) -> bytes:
    return b"%d:%b" % (len(part), part)
