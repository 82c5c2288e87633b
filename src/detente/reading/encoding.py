"""Which characters do the bytes stand for?

A byte-order mark decides; else UTF-8, strictly; else what a page declares; else a guess, which
is always reported. Text that looks like damaged UTF-8 is turned down, never guessed at.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from charset_normalizer import from_bytes

from detente.reading.problems import Problem

SAMPLE = 64 * 1024

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.I
)
# Declared under the narrower name, meant as the wider one (WHATWG Encoding Standard, labels).
_WIDER = {"iso8859-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}

# Of the codecs that Python has, these turn text into text, or say nothing of characters.
_NO_CHARACTER_SETS = frozenset(["idna", "punycode", "raw-unicode-escape", "unicode-escape"])

_PUNCTUATION = "‘’“”–—…•\u00a0£€°«»©®™§½¼·"
_LETTER = "[^\\W\\d_]"
_SHOWN_PUNCTUATION = re.compile(f"[{_PUNCTUATION}]")
_WORD = re.compile(f"{_LETTER}+")
# An accented capital inside a word of small letters, or three accented letters on end, is what
# other encodings look like when they are read as Western European.
_ODD_WORD = re.compile("[a-zß-ÿ][À-Þ]|[À-ÿŠšŽžŒœŸ]{3}|^[À-ÖØ-Þß-öø-ÿ]$")


def byte_order_mark(head: bytes) -> tuple[str, int] | None:
    """The encoding that a byte-order mark names, and the mark's length; None without one."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    return None


@dataclass(frozen=True, slots=True)
class Decoded:
    """`text`, or None where the bytes could not be decoded; `problem` tells of either."""

    text: str | None
    problem: Problem | None = None


class Decoder:
    """Decodes the pieces (lines, or the whole) of one file that has no byte-order mark.

    `head` is the start of the file, from which an encoding other than UTF-8 is found.
    """

    def __init__(self, head: bytes, *, declared: str | None = None) -> None:
        self._head = head[:SAMPLE]
        self._declared = declared
        self._other: str | None = None
        self._utf8 = _mostly_utf8(self._head)

    def decode(self, piece: bytes) -> Decoded:
        """The text of a piece; the first that rests on a guess says so in `problem`."""
        try:
            return Decoded(piece.decode("utf-8"))
        except UnicodeDecodeError as error:
            if self._other is None and (self._utf8 or _mostly_utf8(piece)):
                return Decoded(None, _broken("UTF-8", error))
        return self._decode_other(piece)

    def _decode_other(self, piece: bytes) -> Decoded:
        problem = None
        if self._other is None:
            self._other = self._declared or guess(_telling(self._head, piece))
            if self._other is None:
                return Decoded(None, _UNKNOWN)
            problem = None if self._declared else _guessed(self._other)
        try:
            return Decoded(piece.decode(self._other), problem)
        except UnicodeDecodeError as error:
            return Decoded(None, _broken(self._other, error))


def declared_encoding(head: bytes) -> str | None:
    """The encoding that a web page declares in its first 4096 bytes, if Python has it."""
    found = _DECLARED.search(head[:4096])
    return encoding_called(found[1].decode("ascii", "replace")) if found else None


def encoding_called(name: str) -> str | None:
    """The encoding that a page or server means by a name, if Python has it; None for UTF-8.

    Whether bytes are UTF-8 is seen by them, whatever is declared.
    """
    if not is_character_set(name):
        return None
    known = codecs.lookup(name).name
    return None if known.startswith("utf") else _WIDER.get(known, known)


def is_character_set(name: str) -> bool:
    """Whether Python has a character set of that name; `hex` and the like are codecs of another kind."""
    try:
        known = codecs.lookup(name).name
        "a".encode(name)
    except (LookupError, ValueError):
        return False
    return known not in _NO_CHARACTER_SETS


def guess(sample: bytes) -> str | None:
    """The likely encoding of bytes that are not UTF-8, or None where it cannot be told."""
    if _western(sample):
        return "cp1252"
    high = sum(byte > 127 for byte in sample)
    # Fewer bytes than this fit several encodings alike.
    if high < 32:
        return None
    best = from_bytes(sample).best()
    return best.encoding if best is not None else None


def _western(sample: bytes) -> bool:
    text = sample.decode("cp1252", "replace")
    odd = [character for character in _SHOWN_PUNCTUATION.sub("", text) if character > "\x7f"]
    if "\ufffd" in text or not all(character.isalpha() for character in odd):
        return False
    return len(odd) * 4 < len(text) and not any(map(_ODD_WORD.search, _WORD.findall(text)))


def _mostly_utf8(data: bytes) -> bool:
    """Whether the characters beyond ASCII are mostly well-formed UTF-8, or one is cut short."""
    if data.isascii():
        return False
    text = data.decode("utf-8", "surrogateescape")
    bad = sum("\udc80" <= character <= "\udcff" for character in text)
    good = sum(character > "\x7f" for character in text) - bad
    return good > bad or _cut_short(data)


def _cut_short(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.end - error.start > 1
    return False


def _telling(head: bytes, piece: bytes) -> bytes:
    """A sample that holds bytes beyond ASCII, of the head where it has any."""
    return piece[:SAMPLE] if head.isascii() else head


def _broken(encoding: str, error: UnicodeDecodeError) -> Problem:
    shown = error.object[error.start : error.end].hex(" ")
    return Problem(
        f"bytes that are not {encoding}: {shown} at byte {error.start + 1}",
        "Fetch it again, or save it as UTF-8 with the damaged characters mended.",
    )


_UNKNOWN = Problem(
    "not UTF-8, and its encoding cannot be told",
    "Convert it to UTF-8, for example with `iconv -f ENCODING -t UTF-8`.",
)


def _guessed(encoding: str) -> Problem:
    return Problem(
        f"not UTF-8: read as {encoding}, which is a guess",
        "Check names with accents; if they are wrong, convert the file to UTF-8 and read it again.",
    )
