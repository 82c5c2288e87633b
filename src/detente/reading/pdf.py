"""What is the text of a PDF?"""

from __future__ import annotations

from collections.abc import Iterator

from detente.reading.documents import MAX_DOCUMENT, whole
from detente.reading.drafts import Draft
from detente.reading.options import ReadingOptions
from detente.reading.paragraphs import of_document
from detente.reading.pdf_apart import parsed_apart
from detente.reading.pdf_paragraphs import paragraphs
from detente.reading.problems import Problem, Source
from detente.reading.streams import Opened
from detente.records import Rejected

MAX_CHARACTERS = MAX_DOCUMENT // 4
"""Most characters that are read of one PDF, which may print one page over and over."""


def read_pdf(file: Opened, source: Source, options: ReadingOptions) -> Iterator[Draft | Rejected]:
    """The one draft in a PDF: its paragraphs in reading order, then its footnotes.

    Running headers, page numbers and text that stands askew are left out. Its properties give a
    title and the day it was made.
    """
    data = whole(file)
    found = data if isinstance(data, Problem) else parsed_apart(data, MAX_CHARACTERS)
    if isinstance(found, Problem):
        yield source.reject(found)
        return
    problem = found.problem()
    if problem:
        yield source.reject(problem)
        return
    yield from of_document(
        paragraphs(found.blocks()),
        source,
        title=found.title,
        made=found.made,
        notes=tuple(found.notes(MAX_CHARACTERS)),
    )
