"""What is the article on a web page?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from detente.reading.dates import date_in_name, in_numbers, parse_date
from detente.reading.documents import decoded
from detente.reading.drafts import Draft, site_of
from detente.reading.markup import MAX_ATTRIBUTES, holds_endless_tag
from detente.reading.options import ReadingOptions
from detente.reading.page_facts import PageFacts, page_facts
from detente.reading.problems import Problem, Source, in_words
from detente.reading.streams import Opened
from detente.records import Rejected

# By default htmldate ends at today, so that one page could give two answers; and it takes any
# year on the page, the copyright line's included, where nothing better is found.
_DATES = {"original_date": True, "extensive_search": False, "max_date": "2199-12-31"}


def read_page(file: Opened, source: Source, options: ReadingOptions) -> Iterator[Draft | Rejected]:
    """The one draft on an HTML page: its main text without headline, tables and comments."""
    page = page_of(file, options)
    if isinstance(page, Problem):
        yield source.reject(page)
    else:
        named = page.guessed_published or date_in_name(source.file_name)
        yield _without_open_date(replace(page, guessed_published=named), options)


def page_of(
    file: Opened, options: ReadingOptions, *, address: str | None = None
) -> Draft | Problem:
    """The article on a page whose bytes these are; see `draft_of_page`."""
    found = decoded(file, markup=True)
    if found.text is None:
        return found.problem or _NO_ARTICLE
    page = draft_of_page(found.text, options, address=address)
    if isinstance(page, Problem) or found.problem is None:
        return page
    return replace(page, notes=(found.problem, *page.notes))


def draft_of_page(
    markup: str, options: ReadingOptions, *, address: str | None = None
) -> Draft | Problem:
    """The article on a page, or why there is none. `address` is where the page was found.

    Title, outlet, date and address are what the page says of itself. Where nothing names the
    outlet, the options included, it is the domain's name. Its date is the day of publication that
    the page states; a day that is only likely, then that of its last change, are guesses, which
    the options overrule.
    """
    found_at = address if address and site_of(address) else None
    if holds_endless_tag(markup):
        return _ENDLESS_TAG
    try:
        text, guess, facts = _extracted(markup, found_at)
    # A page may be broken in any way, and one page must not end a run.
    except Exception as error:
        return Problem(
            f"the page cannot be parsed: {in_words(error)}",
            "Save the article's text as .txt instead.",
        )
    if not text or not text.strip() or facts is None:
        return _NO_ARTICLE
    found = Draft(
        text=_without_headline(text, facts.headings),
        title=facts.title,
        outlet=facts.outlet or options.outlet or facts.site,
        published=facts.published,
        guessed_published=_likely(guess, facts) or _named(found_at) or _sure(facts.modified),
        address=facts.address,
    )
    return _without_open_date(found, options)


def _likely(guess: str | None, facts: PageFacts) -> str | None:
    """The guess, unless it is only the day of a change, or an open date read in one of its orders."""
    if guess is None or guess == str(parse_date(facts.modified or "")):
        return None
    numbers = in_numbers(facts.published or "")
    if numbers is None or parse_date(guess) not in (numbers.day_first, numbers.month_first):
        return guess
    return guess if _has_day(facts.address or "", guess) else None


def _has_day(address: str, day: str) -> bool:
    return any(day.replace("-", mark) in address for mark in ("-", "/", ""))


def _named(address: str | None) -> str | None:
    return date_in_name(address.rpartition("/")[2]) if address else None


def _sure(date: str | None) -> str | None:
    return date if date and parse_date(date) else None


def _without_open_date(page: Draft, options: ReadingOptions) -> Draft:
    """The page without a date whose day and month are open, where another one is known.

    Where none is, the open one stays: other pages of its site may settle it.
    """
    written = page.published
    if not isinstance(written, str) or parse_date(written) or options.dates:
        return page
    known = options.published or page.guessed_published
    if known is None:
        return page
    note = Problem(
        f"day and month of the page's date cannot be told apart: {written}; taken is {known}",
        'If that is not near enough, say which comes first: dates="day-first" or "month-first".',
    )
    return replace(page, published=None, notes=(*page.notes, note))


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


_ENDLESS_TAG = Problem(
    f"a tag with more than {MAX_ATTRIBUTES:,} attributes, which no page has",
    "Save the article's text as .txt instead.",
)
_NO_ARTICLE = Problem(
    "no article was found on the page",
    "Lists, videos and paywalls have none; or save the text as .txt.",
)
