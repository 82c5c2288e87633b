"""What to say of input that could not be read, or could be read only in part."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

from detente.buckets import ObjectError
from detente.records import Rejected


@dataclass(frozen=True, slots=True)
class Problem:
    """A reason in words, and what to do about it."""

    reason: str
    advice: str


def one_line(text: str) -> str:
    """A text with characters that no line shows, or no file holds, written as `\\n` or `\\ud800`.

    A reason may quote what was read: a key with half of a surrogate pair, a sign that moves a cursor.
    """
    if text.isprintable():
        return text
    return "".join(
        each if each.isprintable() else each.encode("unicode_escape").decode() for each in text
    )


@dataclass(frozen=True, slots=True)
class Source:
    """One file as it is shown to people, and its kind by name.

    `name` is valid Unicode even where the file's name is not; `suffix` is in lower case and
    without `.gz`, empty where there is none.
    """

    name: str
    suffix: str = ""

    @property
    def file_name(self) -> str:
        """The name without its folders."""
        return self.name.replace("\\", "/").rpartition("/")[2]

    def reject(
        self, problem: Problem, place: str | None = None, article_id: str | None = None
    ) -> Rejected:
        """The row that reports a problem of this file."""
        return Rejected(
            path=self.name,
            place=place,
            stage="reading",
            reason=one_line(problem.reason),
            advice=problem.advice,
            article_id=article_id,
        )


class UnpacksTooFarError(OSError):
    """Packed data that are far larger unpacked than any text could be."""

    def __init__(self, times: int) -> None:
        super().__init__(f"it unpacks to more than {times} times its size")


MOST_SAID = 200
"""Characters told of what a parser said."""


def in_words(error: Exception) -> str:
    """Why a parser failed, which may raise anything over a broken file; its own words stand in brackets."""
    if isinstance(error, RecursionError):
        return "too many parts are nested in one another"
    if isinstance(error, MemoryError):
        return "it takes more memory than there is"
    said = f"{type(error).__name__}: {error}".strip().removesuffix(":")
    return f"it is damaged, or not made by the rules of its format ({said[:MOST_SAID]})"


# What a file may raise while its bytes are fetched.
READ_ERRORS = (OSError, EOFError, zlib.error, UnicodeError)


def of_error(error: BaseException) -> Problem:
    """The problem behind an error that a file raised (one of `READ_ERRORS`)."""
    if isinstance(error, ObjectError):
        return Problem(error.reason, error.advice)
    if isinstance(error, PermissionError):
        return Problem("no permission to read it", "Grant read permission, or leave it out.")
    if isinstance(error, FileNotFoundError):
        return Problem("does not exist", "Check the spelling of the path.")
    if isinstance(error, UnicodeError):
        return Problem(
            f"breaks off its own encoding: {error}", "Save the file again, best as UTF-8."
        )
    if isinstance(error, EOFError | zlib.error):
        return Problem(
            f"the gzip data is damaged or cut off: {error}",
            "Fetch or pack the file again; what came before the damage was read.",
        )
    if isinstance(error, UnpacksTooFarError):
        return Problem(
            str(error), "If it is what it should be, unpack it first; what came before was read."
        )
    words = getattr(error, "strerror", None) or str(error)
    return Problem(f"cannot be read: {words}", "Check the path and the disk, then run again.")
