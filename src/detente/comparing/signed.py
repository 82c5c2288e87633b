"""Which of many articles print the text of an earlier one? In nearly linear time, within memory told before.

Of each text only its MinHash signature is held (`merging.copies`). Two texts are compared, by all their
shingles, where the later one stands in a bucket that the earlier one is the first of. Buckets are those of
a band of the signatures, and of two and four bands that follow one another: where thousands of texts share
a paragraph, so that the buckets of one band are crowded, those of four part them (the longer prefixes of
Bawa, Condie and Ganesan, "LSH forest: self-tuning indexes for similarity search", WWW 2005). Before texts
are read again, it is asked whether as many hashes of their signatures agree as those of copies would.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from scipy.stats import binom

from detente.merging.copies import (
    BANDS,
    CONTAINED,
    ROWS,
    Hashes,
    Places,
    agreeing,
    in_both,
    met_in,
    shingles,
    signature,
)

FEWEST_WORDS = 12
"""Of a text that is compared: shorter ones are alike by chance."""
PART = 1 / 3
"""Of the longer text's shingles that the shorter one of two has at least: less is a quotation."""
TOGETHER = (1, 2, 4)
"""Bands that make a bucket."""
MISSED = 1e-3
"""Chance that a pair which is just alike enough is not read again, as too few of its hashes agree."""
READ_AGAIN = 8_000_000
"""Shingles of texts that are held at a time."""
BESIDE = 100
"""Shingles that take as much memory as what is held beside those of a text."""
LOOKED = 32_768
"""Pairs of signatures that are looked at at a time."""
OF_ARTICLE, OF_PROGRAM = 400, 320
"""Bytes that are held of an article, and MB of everything else, at most."""
MIXED = np.uint64(0x9E3779B97F4A7C15)
UNDATED = np.iinfo(np.int32).max

Days = npt.NDArray[np.int32]
Shares = npt.NDArray[np.float32]


class Readable(Protocol):
    """Where texts come from; `store.texts.Texts` is one."""

    def count(self) -> int:
        """How many articles there are at most."""

    def batches(self) -> Iterator[pa.Table]:
        """All of them: `article_id`, `outlet`, `published`, `text`."""

    def of(self, article_ids: Collection[str]) -> Iterator[tuple[str, str]]:
        """Id and text of some."""


def megabytes(articles: int) -> int:
    """How much memory comparing so many articles takes at most."""
    return OF_PROGRAM + -(-articles * OF_ARTICLE // 1_000_000)


@dataclass(frozen=True, slots=True, eq=False)
class Signed:
    """Articles by day of publication, those without one last, and by id."""

    ids: pa.Array
    outlets: pa.Array
    """Their outlets, null where one is not known."""
    days: Days
    """Days since 1970; `UNDATED` where there is none."""
    lengths: npt.NDArray[np.int32]
    """Different shingles of each."""
    rows: Places
    """Where the signature of each stands."""
    signatures: Hashes
    short: int
    """Articles beside them that are too short to be compared."""

    @classmethod
    def of(cls, texts: Readable) -> Signed:
        """Reads all texts once."""
        signatures = np.empty((texts.count(), BANDS), dtype=np.uint64)
        parts, filled, short = list[pa.Table](), 0, 0
        for found in texts.batches():
            kept, lengths, marks = _signed(found.column("text").to_pylist())
            signatures[filled : filled + len(kept)] = marks
            filled, short = filled + len(kept), short + len(found) - len(kept)
            parts.append(_facts(found.take(kept), lengths))
        facts = pa.concat_tables([FACTS.empty_table(), *parts]).combine_chunks()
        del parts
        by = [("day", "ascending"), ("article_id", "ascending")]
        rows = pc.sort_indices(facts, sort_keys=by)
        facts = facts.take(rows).combine_chunks()
        return cls(
            ids=_whole(facts.column("article_id")),
            outlets=_whole(facts.column("outlet")),
            days=facts.column("day").to_numpy(),
            lengths=facts.column("length").to_numpy(),
            rows=rows.to_numpy().astype(np.int64),
            signatures=signatures[:filled],
            short=short,
        )

    def __len__(self) -> int:
        return len(self.rows)

    def met(self, first: int, together: int) -> tuple[Places, Places]:
        """The earlier and the later of articles that are to be compared, as one bucket tells."""
        bucket = self.signatures[self.rows, first]
        for more in range(1, together):
            bucket = bucket * MIXED + self.signatures[self.rows, (first + more) % BANDS]
        later, earlier = met_in(bucket)
        fit = [
            self._fit(earlier[at : at + LOOKED], later[at : at + LOOKED])
            for at in range(0, len(later), LOOKED)
        ]
        kept = np.concatenate(fit) if fit else np.empty(0, np.bool_)
        return earlier[kept], later[kept]

    def _fit(self, earlier: Places, later: Places) -> npt.NDArray[np.bool_]:
        """Whether pairs are of like length, and have as many hashes in common as copies have."""
        one, other = self.lengths[earlier], self.lengths[later]
        part = np.minimum(one, other) / np.maximum(one, other)
        fit = part >= PART
        signs = self.signatures
        at = np.flatnonzero(fit)
        agree = agreeing(signs[self.rows[earlier[at]]], signs[self.rows[later[at]]])
        fit[at] = agree >= least_agreeing()[(part[at] * 100).astype(np.int64)]
        return fit


FACTS = pa.schema(
    {"article_id": pa.string(), "outlet": pa.dictionary(pa.int32(), pa.string()), "day": pa.int32(),
     "length": pa.int32()}
)  # fmt: skip


def _signed(texts: list[str]) -> tuple[list[int], list[int], Hashes]:
    """Places of the texts that are long enough, their lengths and signatures."""
    hashes = [shingles(text) for text in texts]
    kept = [
        at for at, text in enumerate(texts)
        if len(hashes[at]) and len(text.split()) >= FEWEST_WORDS
    ]  # fmt: skip
    marks = [signature(hashes[at]) for at in kept]
    return kept, [len(hashes[at]) for at in kept], np.array(marks).reshape(-1, BANDS)


def _facts(found: pa.Table, lengths: list[int]) -> pa.Table:
    days = pc.fill_null(found.column("published").cast(pa.int32()), UNDATED)
    outlets = found.column("outlet").dictionary_encode().cast(FACTS.field("outlet").type)
    columns = [found.column("article_id"), outlets, days, pa.array(lengths, pa.int32())]
    return pa.table(columns, schema=FACTS)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    found = column.unify_dictionaries().combine_chunks()
    return pa.concat_arrays(found.chunks) if isinstance(found, pa.ChunkedArray) else found


@cache
def least_agreeing() -> npt.NDArray[np.int64]:
    """How many hashes of copies agree at least, but for a chance of `MISSED`; by how many hundredths of the
    longer one the shorter one of two texts is long."""
    part = np.arange(101) / 100
    alike = CONTAINED * part / (1 + part - CONTAINED * part)
    return np.maximum(binom.ppf(MISSED, BANDS * ROWS, alike), 1).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """For each article the first of which it prints the text, -1 where there is none; and what share of
    the shorter one's shingles they have in common."""

    sources: Places
    shares: Shares


def linked(texts: Readable, signed: Signed, *, read_again: int = READ_AGAIN) -> Links:
    """Which articles print the text of an earlier one; `read_again` shingles are held at a time."""
    finding = _Finding(texts, signed, read_again)
    for together in TOGETHER:
        for first in range(BANDS):
            finding.take(*signed.met(first, together))
    finding.compare()
    while finding.take(*finding.beyond()):
        finding.compare()
    return Links(finding.sources, finding.shares)


class _Finding:
    """Compares pairs of texts, and keeps of each the first that it is a copy of."""

    def __init__(self, texts: Readable, signed: Signed, read_again: int) -> None:
        self._texts, self._signed, self._read_again = texts, signed, read_again
        self.sources = np.full(len(signed), -1, dtype=np.int64)
        self.shares = np.zeros(len(signed), dtype=np.float32)
        self._pairs = np.empty(0, dtype=np.int64)
        self._unlike = np.empty(0, dtype=np.int64)

    def take(self, earlier: Places, later: Places) -> int:
        """Pairs to be compared, if they were not yet and may tell an earlier source; how many there are."""
        known = self.sources[later]
        news = (known < 0) | (known > earlier)
        pairs = (earlier * len(self._signed) + later)[news]
        pairs = np.setdiff1d(pairs, self._unlike)
        self._pairs = np.union1d(self._pairs, pairs)
        if len(self._pairs) > max(len(self._signed), LOOKED):
            self.compare()
        return len(pairs)

    def beyond(self) -> tuple[Places, Places]:
        """Of each copy of a copy, the source's source and itself."""
        copies = np.flatnonzero(self.sources >= 0)
        beyond = self.sources[self.sources[copies]]
        return beyond[beyond >= 0], copies[beyond >= 0]

    def compare(self) -> None:
        """Compare all that is to be, the earliest sources first, so that few others need be."""
        while len(self._pairs):
            earlier, later = np.divmod(self._pairs, max(len(self._signed), 1))
            known = self.sources[later]
            news = (known < 0) | (known > earlier)
            pairs, earlier, later = self._pairs[news], earlier[news], later[news]
            few = self._few(earlier, later)
            self._pairs = pairs[few:]
            self._compare(pairs[:few], earlier[:few], later[:few])

    def _few(self, earlier: Places, later: Places) -> int:
        """How many of the pairs are compared together."""
        lengths = self._signed.lengths.astype(np.int64) + BESIDE
        again = np.concatenate([[False], earlier[1:] == earlier[:-1]])[: len(earlier)]
        held = np.cumsum(lengths[later] + np.where(again, 0, lengths[earlier]))
        return max(int(np.searchsorted(held, self._read_again, side="right")), 1)

    def _compare(self, pairs: Places, earlier: Places, later: Places) -> None:
        ids = self._signed.ids
        both = np.unique(np.concatenate([earlier, later]))
        names = ids.take(pa.array(both)).to_pylist()
        places = dict(zip(names, both.tolist(), strict=True))
        hashes = {places[name]: shingles(text) for name, text in self._texts.of(names)}
        unlike = list[Any]()
        for pair, one, other in zip(pairs, earlier.tolist(), later.tolist(), strict=True):
            if 0 <= self.sources[other] < one:
                continue
            shorter = min(len(hashes[one]), len(hashes[other]))
            shared = in_both(hashes[one], hashes[other])
            if shared >= CONTAINED * shorter:
                self.sources[other], self.shares[other] = one, shared / shorter
            else:
                unlike.append(pair)
        self._unlike = np.union1d(self._unlike, np.array(unlike, dtype=np.int64))
