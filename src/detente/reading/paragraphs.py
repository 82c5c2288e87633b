"""How does a document of paragraphs become a draft, and what of its properties is to be believed?"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from detente.reading.archives import articles_of
from detente.reading.dates import parse_date
from detente.reading.drafts import Draft
from detente.reading.plain import headed
from detente.reading.problems import Problem, Source

PARAGRAPH_END = "\n\n"
"""What stands between the paragraphs of a text that was put together from them."""

MOST_IN_HEADLINE = 160
"""Characters of a first paragraph that may be a headline."""
_ENDS_SENTENCE = re.compile(r"[.:;,!]['\")\]’”]*$")
_HOLDS_DAY = re.compile(r"\b\d{4}\b|\bpublished\b", re.IGNORECASE)
"""What a dateline or a running header has, and a headline hardly ever."""
_FIRST_YEAR = 1600
"""Programs that know no date write one before it, such as the year 101."""

_MADE_BY_PROGRAM = re.compile(
    r"^microsoft (?:word|powerpoint|excel)\b|^power\s?point presentation$|^word document$"
    r"|^(?:untitled|unknown|unnamed|no title|title|document|slide|doc|layout)[\s_-]*\d*$"
    r"|\.(?:docx?|rtf|odt|pdf|indd|qxd|pptx?|xlsx?|tex|dvi|ps|txt|html?|wpd|pub|pages)$",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2}")


def of_paragraphs(
    paragraphs: Iterable[str],
    source: Source,
    *,
    title: object = None,
    made: str | None = None,
    place: str | None = None,
    notes: tuple[Problem, ...] = (),
) -> Draft:
    """The draft of a text given by its paragraphs, blank ones left out.

    Date and genre are guessed as of a plain text, from the first lines that are not blank; `title`
    and the day on which the file was `made` are taken from its properties where they are real.
    """
    told = [paragraph.strip() for paragraph in paragraphs if paragraph.strip()]
    return headed(
        PARAGRAPH_END.join(told),
        source,
        header=[line for paragraph in told[:20] for line in paragraph.split("\n") if line.strip()],
        title=real_title(title, source),
        made=_real_day(made),
        place=place,
        notes=notes,
    )


def of_document(
    paragraphs: Iterable[str],
    source: Source,
    *,
    title: object = None,
    made: str | None = None,
    notes: tuple[Problem, ...] = (),
) -> Iterator[Draft]:
    """The drafts in a document: those of a press archive's export, else the document as one."""
    told = [paragraph.strip() for paragraph in paragraphs if paragraph.strip()]
    if exported := articles_of("\n".join(told)):
        exported[0] = replace(exported[0], notes=(*notes, *exported[0].notes))
        yield from exported
        return
    named = real_title(title, source)
    if len(told) > 1 and _is_headline(told[0], named):
        named, told = told[0], told[1:]
    yield of_paragraphs(told, source, title=named, made=made, notes=notes)


def _is_headline(first: str, title: str | None) -> bool:
    """Whether a first paragraph is the title, or what could be one where the properties have none."""
    if title is not None:
        return first.casefold() == title.casefold()
    words = first.split()
    short = len(words) >= 3 and len(first) <= MOST_IN_HEADLINE and "\n" not in first
    begins = first.lstrip("'\"‘“")[:1].isalnum()
    return short and begins and not _ENDS_SENTENCE.search(first) and not _HOLDS_DAY.search(first)


def real_title(written: object, source: Source) -> str | None:
    """A title in a file's own properties, or None where a program put it there.

    Programs write their own name, that of the file, or a word such as `Document1`.
    """
    title = " ".join(written.split()) if isinstance(written, str) else ""
    stem = source.file_name.partition(".")[0]
    if title.lower() == stem.lower() or _MADE_BY_PROGRAM.search(title):
        return None
    return title if _WORD.search(title) else None


def _real_day(made: str | None) -> str | None:
    day = parse_date(made) if made else None
    return day.isoformat() if day and day.year >= _FIRST_YEAR else None
