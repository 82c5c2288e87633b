"""How is a file read that is one document: whole, and no larger than an article can be?"""

from __future__ import annotations

from detente.reading.encoding import Decoded, Decoder, declared_encoding
from detente.reading.lines import HOLDS_NUL, MAX_RECORD, TOO_LONG
from detente.reading.problems import Problem
from detente.reading.streams import Opened

MAX_DOCUMENT = 64 * 1024 * 1024
"""Most bytes of a file that has to be read whole: JSON, PDF, office documents, e-books."""


def decoded(file: Opened, *, limit: int = MAX_RECORD, markup: bool = False) -> Decoded:
    """The characters of a whole file, or the problem that forbids them.

    With `markup`, an encoding that the file declares in its first bytes is believed.
    """
    data = file.stream.read(limit + 1)
    if len(data) > limit:
        return Decoded(None, _too_large(limit))
    if b"\0" in data:
        return Decoded(None, HOLDS_NUL)
    declared = declared_encoding(file.head) if markup else None
    return Decoder(data, declared=declared).decode(data)


def whole(file: Opened) -> bytes | Problem:
    """The bytes of a whole file of at most `MAX_DOCUMENT`, or the problem that forbids them."""
    data = file.stream.read(MAX_DOCUMENT + 1)
    return _TOO_LARGE if len(data) > MAX_DOCUMENT else data


def _too_large(limit: int) -> Problem:
    if limit == MAX_RECORD:
        return TOO_LONG
    return Problem(
        f"more than {limit // 2**20} MiB, which JSON would have to be read whole",
        "Turn it into JSON Lines, one article a line: `jq -c '.[]' FILE > FILE.jsonl`.",
    )


_TOO_LARGE = Problem(
    f"more than {MAX_DOCUMENT // 2**20} MiB, and it would have to be read whole",
    "Split it into smaller files, or save its text alone.",
)
