"""What are the lines of a file? Each decoded, each of bounded length."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from detente.reading.encoding import Decoder
from detente.reading.problems import Problem
from detente.reading.streams import Opened

# An article of a million characters, each an escaped pair of surrogates, fits.
MAX_RECORD = 16 * 1024 * 1024


class Line(NamedTuple):
    """A line with its ending, numbered from 1; `text` is None where `problem` forbids it."""

    number: int
    text: str | None
    problem: Problem | None

    @property
    def place(self) -> str:
        """Where it stands, as rejected rows tell it."""
        return f"line {self.number}"


def lines(file: Opened) -> Iterator[Line]:
    """The lines of a file, in order. One over `MAX_RECORD` bytes is passed over with a problem."""
    decoder = Decoder(file.head)
    number = 0
    while piece := file.stream.readline(MAX_RECORD + 1):
        number += 1
        if len(piece) > MAX_RECORD:
            _skip_line(file, piece)
            yield Line(number, None, TOO_LONG)
        elif b"\0" in piece:
            yield Line(number, None, HOLDS_NUL)
        else:
            decoded = decoder.decode(piece)
            yield Line(number, decoded.text, decoded.problem)


def _skip_line(file: Opened, piece: bytes) -> None:
    while piece and not piece.endswith(b"\n"):
        piece = file.stream.readline(MAX_RECORD)


TOO_LONG = Problem(
    f"a record of more than {MAX_RECORD // 2**20} MiB",
    "Split it into articles, one a record.",
)
HOLDS_NUL = Problem(
    "binary: it holds NUL bytes", "Give text; UTF-16 needs a byte-order mark, or convert to UTF-8."
)
