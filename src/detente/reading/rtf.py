"""What does an RTF document say?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.reading.documents import whole
from detente.reading.drafts import Draft
from detente.reading.encoding import Decoder
from detente.reading.options import ReadingOptions
from detente.reading.paragraphs import of_document
from detente.reading.problems import Problem, Source, in_words
from detente.reading.streams import Opened
from detente.records import Rejected

_CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
_TITLE = re.compile(r"\{\\title ((?:[^{}\\]|\\[^*])*)\}")
_MADE = re.compile(r"\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
# striprtf sets a bar between cells, and puts the address of a link behind its words.
_CELL = re.compile(r"\\(?:nest)?cell(?![a-z])")
_FIELD = re.compile(r"\\fldinst(?![a-z])")
# Fonts on lines of their own: striprtf looks for the end of each up to the end of its line.
_FONT = re.compile(r"(?<!\\)(?=\\f\d)")
_LOST = "\ufffd"


def read_rtf(file: Opened, source: Source, options: ReadingOptions) -> Iterator[Draft | Rejected]:
    """The one draft in an RTF document, a paragraph a line; footnotes are not read.

    Its properties give a title and a guess of the date.
    """
    data = whole(file)
    if isinstance(data, Problem):
        yield source.reject(data)
        return
    found = Decoder(data, declared=_code_page(data)).decode(data)
    if found.text is None:
        yield from (source.reject(problem) for problem in (found.problem,) if problem)
        return
    notes = (found.problem,) if found.problem else ()
    try:
        yield from _drafts(found.text, source, notes)
    # striprtf raises whatever a broken document makes it, and one file must not end a run.
    except Exception as error:
        yield source.reject(_broken(error))


def _drafts(written: str, source: Source, notes: tuple[Problem, ...]) -> Iterator[Draft]:
    text = _plain(_FIELD.sub(r"\\fldtype", _CELL.sub(r"\\par ", written)))
    if _LOST in text:
        notes = (*notes, _lost(text))
    if not written.rstrip("\0\r\n\t ").endswith("}"):
        notes = (*notes, _CUT_OFF)
    title = _TITLE.search(written)
    made = _MADE.search(written)
    return of_document(
        text.split("\n"),
        source,
        title=_plain(title[1]) if title else None,
        made=f"{made[1]}-{int(made[2]):02}-{int(made[3]):02}" if made else None,
        notes=notes,
    )


def _plain(written: str) -> str:
    from striprtf.striprtf import rtf_to_text

    # It is typed as a package, and this function of it is not.
    text = str(rtf_to_text(_FONT.sub("\n", written), errors="replace")).replace("\0", "")  # type: ignore[no-untyped-call]
    # RTF writes a character beyond 16 bits as its two halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _code_page(data: bytes) -> str | None:
    found = _CODE_PAGE.search(data[:4096])
    try:
        "".encode(name := f"cp{found[1].decode()}" if found else "cp1252")
    except LookupError:
        return None
    return name


def _lost(text: str) -> Problem:
    return Problem(
        f"characters that its encoding does not have: {text.count(_LOST)}, each read as {_LOST}",
        "Open it in its program and save it as .docx, then read it again.",
    )


def _broken(error: Exception) -> Problem:
    return Problem(
        f"the RTF cannot be parsed: {in_words(error)}",
        "Open it in its program and save it as .docx or .txt.",
    )


_CUT_OFF = Problem(
    "it breaks off in the middle", "Fetch the file again; what came before was read."
)
