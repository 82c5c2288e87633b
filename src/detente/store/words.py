"""Does a text tell certain words? Whole words, in any of their forms.

Words are compared by stem, without case and accents: `sanctioned` finds `sanctions`. Words in
quotation marks must follow one another. All that is asked for must stand in one text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from typing import TYPE_CHECKING

from detente.errors import QueryError
from detente.store.stems import stem

if TYPE_CHECKING:
    import duckdb

TELLS = "tells"
"""Name of `tells` in SQL."""
PARTS = re.compile(r'"([^"]*)"?|([^\s"]+)')
TOKEN = re.compile(r"\w+|\n\s*\n")
POSSESSIVE = re.compile(r"['’]s\b")
QUOTES = str.maketrans("“”„«»", '"""""')


def phrases(asked: str) -> tuple[tuple[str, ...], ...]:
    """What is asked for, as stems: one tuple for each word, or for each phrase in quotation marks.

    Raises `QueryError` where there is no word in it.
    """
    found = [stems(quoted or word) for quoted, word in PARTS.findall(asked.translate(QUOTES))]
    if not (told := tuple(filter(None, found))):
        raise QueryError(
            f"'{asked}' has no words",
            advice="Give one or more, a phrase in quotes: '\"trade war\"'.",
        )
    return told


@lru_cache(maxsize=100)
def stems(text: str) -> tuple[str, ...]:
    """The stems of a text's words in order, with a blank line between where it has one."""
    return tuple(map(stem_of, tokens(text)))


def tokens(text: str) -> list[str]:
    """The words of a text in order, without case and accents, and its blank lines."""
    return TOKEN.findall(POSSESSIVE.sub("", plain(text)))


def stem_of(token: str) -> str:
    """What a word is compared by; all blank lines are one."""
    return "" if token.isspace() else stem(token)


def plain(text: str) -> str:
    """A text in small letters without accents."""
    small = text.casefold()
    if small.isascii():
        return small
    apart = unicodedata.normalize("NFKD", small)
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


def tells(texts: Sequence[str | None], asked: str) -> bool:
    """Whether one of some texts has all the words and phrases asked for."""
    wanted = _phrases(asked)
    return any(_has_all(text, wanted) for text in texts if text)


_phrases = lru_cache(maxsize=100)(phrases)


def _has_all(text: str, wanted: tuple[tuple[str, ...], ...]) -> bool:
    small = plain(text)
    # Stemming changes at most the last two letters of what it keeps; this spares most texts the rest.
    if not all(word[:-2] in small for phrase in wanted for word in phrase):
        return False
    told = stems(text)
    return all(_follow(told, phrase) for phrase in wanted)


def _follow(told: tuple[str, ...], phrase: tuple[str, ...]) -> bool:
    if len(phrase) == 1:
        return phrase[0] in told
    places = (place for place, word in enumerate(told) if word == phrase[0])
    return any(told[place : place + len(phrase)] == phrase for place in places)


def teach(connection: duckdb.DuckDBPyConnection) -> None:
    """Let SQL on a connection ask `tells(texts, words)`."""
    import duckdb

    with suppress(duckdb.CatalogException):  # its database was taught before, and lent anew
        connection.create_function(TELLS, tells, ["VARCHAR[]", "VARCHAR"], "BOOLEAN")
