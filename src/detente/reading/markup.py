"""What are the words of a piece of HTML that is no page: a record's field, a feed's entry, a mail?"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import suppress
from html.parser import HTMLParser

MAX_ATTRIBUTES = 1_000
"""Most attributes of a tag: what parses HTML compares each with each."""
MAX_HIDDEN = 100
"""Depth up to which it is known what ends with what, of all that is not shown."""
_IN_TAGS = re.compile(r"""<[a-zA-Z][^\s/>]*|>|=\s*(?:"[^"]*"|'[^']*')|[^\s=<>/]+""")
"""The beginning and end of a tag; and in it values in quotation marks, and names. In a text, its words."""

_TAG = re.compile(r"</?(?:p|div|ul|ol|li|br|a|b|i|em|strong|span|h[1-6]|table|blockquote)\b[^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[\da-f]{1,6}|[a-z]{2,8}\d?);", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no text has, but that HTML may write by number."""
_BLOCKS = frozenset(
    """address article aside blockquote br center dd div dl dt figure footer form h1 h2 h3 h4 h5 h6
    header hr li main ol p pre section table td th tr ul""".split()
)
# Captions and code are no prose; a head holds what is shown nowhere.
_PASSED_OVER = frozenset("figure head iframe noscript script style svg template title".split())


def holds_endless_tag(markup: str) -> bool:
    """Whether a tag has more than `MAX_ATTRIBUTES` attributes."""
    attributes, inside = 0, False
    for found in _IN_TAGS.finditer(markup):
        piece = found[0]
        if piece.startswith("<"):
            attributes, inside = 0, True
        elif piece == ">":
            inside = False
        elif inside:
            attributes += 1
            if attributes > MAX_ATTRIBUTES:
                return True
    return False


def without_markup(text: str) -> str:
    """A text without the tags and entities of HTML that it may hold; else as it is."""
    if _TAG.search(text):
        return text_of_markup(text)
    return _ENTITY.sub(lambda found: html.unescape(found[0]), text)


def text_of_markup(markup: str, *, between: str = "\n\n") -> str:
    """The words of a piece of HTML, whole or broken, with a blank line `between` its paragraphs.

    Nothing is judged unimportant but captions, styles and code.
    """
    words = _Words()
    # Older releases of Python 3.11 and 3.12 give up at a `<![` that no HTML has: what came before is kept.
    with suppress(AssertionError):
        words.feed(markup)
        words.close()
    return between.join(words.paragraphs())


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._paragraphs: list[list[str]] = [[]]
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "body":
            self._hidden.clear()  # the end tag of the head may be left out
        if tag in _PASSED_OVER and len(self._hidden) < MAX_HIDDEN:
            self._hidden.append(tag)
        if tag in _BLOCKS:
            self._paragraphs.append([])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _BLOCKS:
            self._paragraphs.append([])

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            # What was opened within it and never closed ends with it.
            del self._hidden[self._hidden.index(tag) :]
        if tag in _BLOCKS:
            self._paragraphs.append([])

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self._paragraphs[-1].append(data)

    def paragraphs(self) -> Iterator[str]:
        for pieces in self._paragraphs:
            if words := " ".join(_CONTROLS.sub("", "".join(pieces)).split()):
                yield words
