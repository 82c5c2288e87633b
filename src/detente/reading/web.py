"""What is the article on a web page?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from detente.reading.dates import date_in_name
from detente.reading.documents import decoded
from detente.reading.drafts import Draft
from detente.reading.options import ReadingOptions
from detente.reading.page_facts import PageFacts, page_facts
from detente.reading.problems import Problem, Source
from detente.reading.streams import Opened
from detente.records import Rejected

# By default htmldate ends at today, so that one page could give two answers; and it takes any
# year on the page, the copyright line's included, where nothing better is found.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}


def read_page(file: Opened, source: Source, options: ReadingOptions) -> Iterator[Draft | Rejected]:
    """The one draft on an HTML page: its main text without headline, tables and comments."""
    found = decoded(file, markup=True)
    notes = (found.problem,) if found.problem else ()
    if found.text is None:
        yield from (source.reject(problem) for problem in notes)
        return
    page = draft_of_page(found.text)
    if isinstance(page, Problem):
        yield source.reject(page)
    else:
        yield replace(page, guessed_published=date_in_name(source.file_name), notes=notes)


def draft_of_page(markup: str, *, address: str | None = None) -> Draft | Problem:
    """The article on a page, or why there is none. `address` is where the page was found.

    Title, outlet, date and address are what the page says of itself; only where it gives no date
    of publication one is guessed. Where nothing names the outlet, it is the domain's name.
    """
    try:
        text, guess, facts = _extracted(markup, address)
    # A page may be broken in any way, and one page must not end a run.
    except Exception as error:
        return Problem(
            f"the page cannot be parsed: {type(error).__name__}: {error}",
            "Save the article's text as .txt instead.",
        )
    if not text or not text.strip() or facts is None:
        return _NO_ARTICLE
    return Draft(
        text=_without_headline(text, facts.headings),
        title=facts.title,
        outlet=facts.outlet,
        published=facts.published or guess or facts.modified,
        address=facts.address,
    )


def _without_headline(text: str, headings: tuple[str, ...]) -> str:
    first, _, rest = text.partition("\n")
    return rest if " ".join(first.split()) in headings and rest.strip() else text


def _extracted(markup: str, address: str | None) -> tuple[str | None, str | None, PageFacts | None]:
    """The main text, the day that is guessed, and what the page says of itself."""
    # A quarter of a second that only readers of web pages should wait for.
    import trafilatura

    page: Any = trafilatura.bare_extraction(
        markup,
        url=address,
        with_metadata=True,
        include_comments=False,
        include_tables=False,
        include_images=False,
        date_extraction_params=_DATES,
    )
    tree = trafilatura.load_html(markup)
    if page is None or tree is None:
        return None, None, None
    return page.text, page.date, page_facts(tree, markup, address)


_NO_ARTICLE = Problem(
    "no article was found on the page",
    "Lists, videos and paywalls have none; or save the text as .txt.",
)
