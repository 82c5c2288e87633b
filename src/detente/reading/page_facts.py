"""What does a page say of itself: title, outlet, day, address? In its head, its linked data, its markup."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from detente.reading.dates import in_numbers, parse_date
from detente.reading.drafts import site_of
from detente.reading.linked_data import LinkedData
from detente.reading.site_names import SiteNames

HtmlElement = Any
"""An element of lxml, which ships no types."""

# Names of `<meta>` as `_bare` leaves them, the surest first.
TITLES = ("ogtitle", "citationtitle", "dctitle", "dctermstitle", "parselytitle", "sailthrutitle",
          "twittertitle", "headline", "title")  # fmt: skip
OUTLETS = ("ogsitename", "citationjournaltitle", "dcpublisher", "dctermspublisher", "publisher",
           "rbpubname", "sitename", "applicationname")  # fmt: skip
PUBLISHED = ("articlepublishedtime", "ogarticlepublishedtime", "ogpublishedtime", "articlepublished",
             "datepublished", "rnewsdatepublished", "citationpublicationdate", "citationonlinedate",
             "citationdate", "dcdateissued", "dctermsissued", "dcissued", "parselypubdate",
             "sailthrudate", "pubdate", "publishdate", "publishedtime", "publicationdate",
             "originalpublicationdate", "cxenseparserecspublishtime", "dcdate", "dctermsdate",
             "dcdatecreated", "dctermscreated", "datecreated", "date")  # fmt: skip
MODIFIED = ("articlemodifiedtime", "ogarticlemodifiedtime", "ogupdatedtime", "datemodified",
            "dctermsmodified", "dcdatemodified", "lastmodified")  # fmt: skip
ADDRESSES = ("ogurl", "parselylink", "citationpublicurl", "twitterurl")

_PUBLISHED_CLASS = re.compile(r"publish|pubdate|(?<![a-z])date(?:line)?(?![a-z])", re.I)
_LABELLED = ("span", "div", "p", "li", "dd", "small", "em")
_LABEL = re.compile(r"(?:published|posted|date)(?:\s+on)?\s*:?\s*", re.I)
_MODIFIED_CLASS = re.compile(r"modif|updat", re.I)
_TAG = re.compile(r"</?[a-z][^<>]{0,100}>", re.I)
# Browsers write it at the top of a page that they save.
_SAVED_FROM = re.compile(r"<!-- saved from url=\(\d+\)(\S+) -->")


@dataclass(frozen=True, slots=True)
class PageFacts:
    """What a page says of itself; None where it is silent. `modified` is no day of publication.

    `outlet` is a name that it gives, `site` the domain that it is on.
    """

    title: str | None
    outlet: str | None
    site: str | None
    published: str | None
    modified: str | None
    address: str | None
    headings: tuple[str, ...]
    """The title in every form, as it may stand above the text again."""


def page_facts(tree: HtmlElement, markup: str, address: str | None = None) -> PageFacts:
    """What a page says of itself. `address` is where it was found, for what it leaves open."""
    meta = _meta(tree)
    said = next(_addresses(tree, meta, markup, address), None)
    data = LinkedData(_scripts(tree), said or address)
    address = said or next((one for one in data.addresses() if site_of(one)), address)
    outlets = [one for one in map(_clean, _outlets(data, meta)) if _is_name(one)]
    domain = site_of(address) if address else None
    names = SiteNames(outlets, domain)
    titles = [one for one in map(_clean, _titles(tree, data, meta)) if one]
    shown = [names.without(one) for one in titles if not names.is_one(one)]
    return PageFacts(
        title=shown[0] if shown else None,
        outlet=outlets[0] if outlets else None,
        site=domain,
        published=_surest(_published(tree, data, meta)),
        modified=_surest(_modified(tree, data, meta)),
        address=address,
        headings=(*titles, *shown),
    )


Meta = dict[str, str]


def _meta(tree: HtmlElement) -> Meta:
    """The first content under each name of a `<meta>`, whatever attribute names it."""
    found: Meta = {}
    for element in tree.iter("meta"):
        content = element.get("content", "").strip()
        for attribute in ("property", "name", "itemprop"):
            name = _bare(element.get(attribute, ""))
            if name and content:
                found.setdefault(name, content)
    return found


def _bare(name: str) -> str:
    return re.sub(r"[^a-z0-9]", "", name.lower())


def _scripts(tree: HtmlElement) -> Iterator[str]:
    for element in tree.iter("script"):
        if "ld+json" in element.get("type", "").lower():
            yield element.text or ""


def _addresses(tree: HtmlElement, meta: Meta, markup: str, found_at: str | None) -> Iterator[str]:
    """Where the page says that it is, in full; what is relative is taken from where it was found."""
    saved = _SAVED_FROM.search(markup[:2000])
    base = next((meta[name] for name in ADDRESSES if site_of(meta.get(name, ""))), found_at or "")
    links = [one.get("href", "") for one in tree.iter("link") if one.get("rel") == "canonical"]
    for one in (*links, *(meta.get(name, "") for name in ADDRESSES), saved[1] if saved else ""):
        whole = _joined(base, one) if one else ""
        if site_of(whole):
            yield whole


def _joined(base: str, address: str) -> str:
    try:
        return urljoin(base, address.strip())
    except ValueError:
        return ""


def _outlets(data: LinkedData, meta: Meta) -> Iterator[str]:
    yield from data.names()
    yield from (meta[name] for name in OUTLETS if name in meta)


def _is_name(text: str) -> bool:
    """Whether a text can be an outlet's name: no address, no name of an account."""
    return bool(text) and not text.startswith("@") and "://" not in text


def _titles(tree: HtmlElement, data: LinkedData, meta: Meta) -> Iterator[str]:
    yield from data.text("headline", "name")
    yield from (meta[name] for name in TITLES if name in meta)
    headings = [one.text_content() for one in tree.iter("h1")]
    # Of several, any may be that of the article, or of another.
    if len(headings) == 1:
        yield headings[0]
    yield from (one.text_content() for one in tree.iter("title") if _in_head(one))


def _in_head(element: HtmlElement) -> bool:
    # Drawings have titles too.
    return all(parent.tag != "svg" for parent in element.iterancestors())


def _published(tree: HtmlElement, data: LinkedData, meta: Meta) -> Iterator[str]:
    yield from data.text("datePublished")
    yield from (meta[name] for name in PUBLISHED if name in meta)
    yield from _with_property(tree, "datePublished")
    times = [one for one in tree.iter("time") if not _has_class(one, _MODIFIED_CLASS)]
    yield from (
        _time(one)
        for one in times
        if one.get("pubdate") is not None or _has_class(one, _PUBLISHED_CLASS)
    )
    near = {*tree.xpath("//article//*"), *tree.xpath("(//h1)[1]/following::*")}
    yield from (_labelled(one) for one in tree.iter(*_LABELLED) if one in near)
    yield from data.text("dateCreated", "uploadDate")
    yield from (_time(one) for one in times if one in near)


def _labelled(element: HtmlElement) -> str:
    """The date in an element whose class says that it holds one, or nothing."""
    if not _PUBLISHED_CLASS.search(element.get("class", "")) or _has_class(
        element, _MODIFIED_CLASS
    ):
        return ""
    return _LABEL.sub("", str(element.text_content()).strip()[:100])


def _modified(tree: HtmlElement, data: LinkedData, meta: Meta) -> Iterator[str]:
    yield from data.text("dateModified")
    yield from (meta[name] for name in MODIFIED if name in meta)
    yield from _with_property(tree, "dateModified")


def _with_property(tree: HtmlElement, name: str) -> Iterator[str]:
    for element in tree.xpath("//*[@itemprop=$name]", name=name):
        if element.tag != "meta":
            yield element.get("content") or _time(element)


def _time(element: HtmlElement) -> str:
    return str(element.get("datetime") or element.text_content())


def _has_class(element: HtmlElement, wanted: re.Pattern[str]) -> bool:
    parent = element.getparent()
    around = [element] if parent is None else [element, parent]
    return any(
        wanted.search(one.get(attribute, ""))
        for one in around
        for attribute in ("class", "itemprop", "id")
    )


def _surest(written: Iterable[str]) -> str | None:
    """The first date that is understood; else the first whose day and month are open."""
    open_one = None
    for each in written:
        date = " ".join(each.split())
        if parse_date(date):
            return date
        if open_one is None and in_numbers(date):
            open_one = date
    return open_one


def _clean(text: str) -> str:
    """A text on one line; entities that were escaped twice, and tags in them, are undone."""
    return " ".join(_TAG.sub("", html.unescape(text)).split())
