"""What is the article on a web page?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from detente.reading.dates import date_in_name
from detente.reading.documents import decoded
from detente.reading.drafts import Draft
from detente.reading.options import ReadingOptions
from detente.reading.problems import Problem, Source
from detente.reading.streams import Opened
from detente.records import Rejected

# By default htmldate ends at today, so that one page could give two answers; and it takes any
# year on the page, the copyright line's included, where nothing better is found.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}


def read_page(file: Opened, source: Source, options: ReadingOptions) -> Iterator[Draft | Rejected]:
    """The one draft on an HTML page: its main text without headline, tables and comments.

    Title, outlet, date and address are those of the page's own metadata.
    """
    found = decoded(file, markup=True)
    notes = (found.problem,) if found.problem else ()
    if found.text is None:
        yield from (source.reject(problem) for problem in notes)
        return
    page = _extracted(found.text)
    if isinstance(page, Problem):
        yield source.reject(page)
        return
    yield Draft(
        text=_without_headline(page.text, page.title),
        title=page.title,
        outlet=page.sitename,
        published=page.date,
        address=page.url,
        guessed_published=date_in_name(source.file_name),
        notes=notes,
    )


def _without_headline(text: str, title: str | None) -> str:
    first, _, rest = text.partition("\n")
    return rest if title and first.strip() == title.strip() and rest.strip() else text


def _extracted(markup: str) -> Any:
    """What trafilatura finds, or the problem."""
    # A quarter of a second that only readers of web pages should wait for.
    import trafilatura

    try:
        page = trafilatura.bare_extraction(
            markup,
            with_metadata=True,
            include_comments=False,
            include_tables=False,
            include_images=False,
            date_extraction_params=_DATES,
        )
    # A page may be broken in any way, and one page must not end a run.
    except Exception as error:
        return Problem(
            f"the page cannot be parsed: {type(error).__name__}: {error}",
            "Save the article's text as .txt instead.",
        )
    text = getattr(page, "text", None)
    return page if text and text.strip() else _NO_ARTICLE


_NO_ARTICLE = Problem(
    "no article was found on the page",
    "Lists, videos and paywalls have none; or save the text as .txt.",
)
