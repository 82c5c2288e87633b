"""Which articles are copies of one text?

Texts are compared by their shingles, the runs of a few words in them, and only where their MinHash
signatures share a band (Broder, "On the resemblance and containment of documents", 1997; Indyk and Motwani,
"Approximate nearest neighbors", 1998). So the time grows with the number of texts, not of their pairs.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from detente.merging.joining import Joined

Hashes = npt.NDArray[np.uint64]
Shingles = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]

WORD = re.compile(r"\w+")
SHINGLE = 4
"""Words of a shingle."""
CONTAINED = 0.8
"""Share of the shorter text's shingles that a copy has: outlets cut the end and change the headline."""
BANDS, ROWS = 32, 2
"""Of the signature; two texts that share half of their shingles meet in a band with a chance of .9999."""
PRIME = np.uint64((1 << 31) - 1)
WIDTH = np.uint64(31)
"""Bits of a hash of a signature."""
_RANDOM = np.random.default_rng(1997)
FACTORS: Hashes = _RANDOM.integers(1, int(PRIME), (BANDS * ROWS, 1), dtype=np.uint64)
OFFSETS: Hashes = _RANDOM.integers(0, int(PRIME), (BANDS * ROWS, 1), dtype=np.uint64)


def copies(texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For each article, given by id and text, the first id among those that print its text.

    A text is a copy of another where at least four fifths of the shingles of the shorter one are in
    the longer one. An article that is nobody's copy is given itself. The order of the texts does
    not matter.
    """
    hashes = {name: shingles(text) for name, text in texts}
    names = sorted(name for name, mine in hashes.items() if len(mine))
    joined = Joined(hashes)
    signatures = [signature(hashes[name]) for name in names]
    for place, earlier in met(np.array(signatures)) if signatures else ():
        one, other = names[earlier], names[place]
        if not joined.are(one, other) and contained(hashes[one], hashes[other]):
            joined.join(one, other)
    return {name: joined.first(name) for name in sorted(hashes)}


def met(signatures: Hashes) -> Iterator[tuple[int, int]]:
    """Places of signatures, each with that of the first one of a bucket that it is in.

    Texts are to be compared in these pairs, and no others. Only the buckets' numbers are held, one band of
    the signatures after the other.
    """
    for band in signatures.T:
        for place, earlier in zip(*met_in(band), strict=True):
            yield int(place), int(earlier)


def met_in(band: Hashes) -> tuple[Places, Places]:
    """The same of one band, as two arrays: places, and beside each the first in its bucket."""
    if not len(band):
        return np.empty(0, np.int64), np.empty(0, np.int64)
    order = np.argsort(band, kind="stable")
    buckets = band[order]
    starts = np.flatnonzero(np.concatenate([[True], buckets[1:] != buckets[:-1]]))
    firsts = np.repeat(order[starts], np.diff(starts, append=len(band)))
    others = firsts != order
    return order[others], firsts[others]


def shingles(text: str) -> Shingles:
    """Hashes of the runs of four words in a text, each once, sorted."""
    words = WORD.findall(text.lower())
    runs = {" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1)}
    return np.array(sorted({zlib.crc32(run.encode()) for run in runs}), dtype=np.uint32)


def contained(one: Shingles, other: Shingles) -> bool:
    """Whether the shorter of two texts is in the longer, but for a fifth of it."""
    return in_both(one, other) >= CONTAINED * min(len(one), len(other))


def in_both(one: Shingles, other: Shingles) -> int:
    """How many shingles two texts share."""
    return len(np.intersect1d(one, other, assume_unique=True))


def signature(hashes: Shingles) -> Hashes:
    """Numbers of the buckets of a text that has shingles: its MinHash signature in bands, the two hashes of
    each as one."""
    least = ((hashes * FACTORS + OFFSETS) % PRIME).min(axis=1)
    upper, lower = least.reshape(BANDS, ROWS).T
    return (upper << WIDTH) | lower


def agreeing(one: Hashes, other: Hashes) -> Places:
    """How many of the `BANDS * ROWS` hashes agree of signatures that stand side by side: of each as many, by
    chance, as the texts share of all the shingles of both (Broder 1997)."""
    apart = one ^ other
    uppers, lowers = apart >> WIDTH, apart & ((np.uint64(1) << WIDTH) - np.uint64(1))
    return np.asarray((uppers == 0).sum(axis=-1) + (lowers == 0).sum(axis=-1))
