"""What do the records of a news service say? NewsAPI, the Guardian, MediaCloud, GDELT, Zotero."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from detente.reading.drafts import Draft
from detente.reading.markup import without_markup
from detente.reading.problems import Problem

Record = Mapping[str, object]

# Where a service's answer holds its records.
_LISTS = (("articles",), ("response", "results"), ("results",), ("stories",), ("items",))
_SINGLE = ("response", "content")
# Under these a text is kept that was fetched for a record.
_ADDED = ("text", "body", "full_text", "article_text")
_CUT = re.compile(r"\s*\[\+?\d+ chars\]\s*$")
_BESIDE = frozenset(("note", "attachment", "annotation"))


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A kind of record that is no article to be read; such records are counted."""

    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Service:
    """One service's records: how they are known, and the draft in one of them."""

    fits: Callable[[Record], bool]
    draft: Callable[[Record], Draft | LeftOut]


def draft_of(record: Record) -> Draft | LeftOut | None:
    """What a record of a known service says, told by its keys; None where it is of no such.

    A whole text that was put into the record later comes before what the service gave.
    """
    service = _service(record)
    if service is None:
        return None
    found = service.draft(record)
    added = next((record[key] for key in _ADDED if _is_text(record.get(key))), None)
    if added is None or isinstance(found, LeftOut):
        return found
    return replace(found, text=added, notes=())


def _service(record: Record) -> Service | None:
    return next((service for service in _SERVICES if service.fits(record)), None)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def answered(document: Record) -> list[object] | None:
    """The records in the answer of a service, or None where a document is no such answer."""
    for path in _LISTS:
        found = _at(document, path)
        if isinstance(found, list) and any(map(_is_known, found)):
            return found
    single = _at(document, _SINGLE)
    return [single] if _is_known(single) else None


def _is_known(record: object) -> bool:
    return isinstance(record, dict) and _service(record) is not None


def _at(document: object, path: tuple[str, ...]) -> object:
    for key in path:
        document = document.get(key) if isinstance(document, dict) else None
    return document


def _has(*names: str) -> Callable[[Record], bool]:
    return lambda record: all(name in record for name in names)


def _prose(value: object) -> object:
    """A text without the markup that some services leave in it."""
    return without_markup(value) if isinstance(value, str) else value


def _news_api(record: Record) -> Draft | LeftOut:
    if record.get("title") == "[Removed]":
        return _REMOVED
    told, cut = [], False
    for value in map(_prose, (record.get("description"), record.get("content"))):
        if isinstance(value, str):
            whole = _CUT.sub("", value).strip()
            cut = cut or whole != value.strip()
            told.append(whole)
    return Draft(
        text="\n\n".join(_without_repeats(told)),
        title=_prose(record.get("title")),
        outlet=_at(record, ("source", "name")) or record.get("source"),
        published=record.get("publishedAt"),
        address=record.get("url"),
        notes=(_BEGINNING,) if cut else (),
    )


def _without_repeats(texts: list[str]) -> list[str]:
    """The texts without those with which another begins."""
    stems = [text.rstrip("….") for text in texts]
    return [
        text
        for at, text in enumerate(texts)
        if stems[at] and not any(other.startswith(stems[at]) for other in texts[at + 1 :])
    ]


def _guardian(record: Record) -> Draft:
    fields = record.get("fields")
    told = fields if isinstance(fields, dict) else {}
    texts = (_prose(told.get(name)) for name in ("body", "bodyText", "trailText"))
    return Draft(
        text=next((text for text in texts if text), None),
        title=_prose(told.get("headline") or record.get("webTitle")),
        outlet="The Guardian",
        published=record.get("webPublicationDate"),
        address=record.get("webUrl"),
        guessed_genre="opinion" if record.get("pillarName") == "Opinion" else None,
    )


def _media_cloud(record: Record) -> Draft:
    return Draft(
        text=_prose(record.get("story_text")),
        title=_prose(record.get("title")),
        outlet=record.get("media_name") or record.get("media_url"),
        published=record.get("publish_date"),
        address=record.get("url"),
    )


def _gdelt(record: Record) -> Draft | LeftOut:
    language = record.get("language") or "English"
    if language != "English":
        return LeftOut(f"not in English: {language}", "Ask for `sourcelang:english`.")
    return Draft(
        text=_prose(record.get("title")),
        title=_prose(record.get("title")),
        outlet=record.get("domain"),
        published=record.get("seendate"),
        address=record.get("url"),
    )


def _is_zotero(record: Record) -> bool:
    return isinstance(_item(record).get("itemType"), str)


def _item(record: Record) -> Record:
    data = record.get("data")
    return data if isinstance(data, dict) else record


def _zotero(record: Record) -> Draft | LeftOut:
    item = _item(record)
    if item["itemType"] in _BESIDE:
        return _NOT_AN_ITEM
    names = ("publicationTitle", "websiteTitle", "blogTitle", "publisher")
    return Draft(
        text=_prose(item.get("abstractNote")),
        title=_prose(item.get("title")),
        outlet=next((item[name] for name in names if item.get(name)), None),
        published=_at(record, ("meta", "parsedDate")) or item.get("date"),
        address=item.get("url") or None,
    )


def _is_csl(record: Record) -> bool:
    return "type" in record and (
        isinstance(record.get("issued"), dict) or "container-title" in record
    )


def _csl(record: Record) -> Draft:
    return Draft(
        text=_prose(record.get("abstract")),
        title=_prose(record.get("title")),
        outlet=record.get("container-title") or record.get("publisher"),
        published=_issued(record.get("issued")),
        address=record.get("URL") or record.get("url"),
    )


def _issued(issued: object) -> object:
    """The day in `{"date-parts": [[2024, 1, 11]]}` in ISO form; what is no day as it stands."""
    if not isinstance(issued, dict):
        return issued
    spans = issued.get("date-parts")
    if not (isinstance(spans, list) and spans and isinstance(spans[0], list)):
        return issued.get("raw") or issued.get("literal")
    year, *rest = [str(part) for part in spans[0]] or [""]
    return "-".join([year, *(part.zfill(2) for part in rest)]) or None


_REMOVED = LeftOut("removed by the service", "Nothing: it holds no article any more.")
_NOT_AN_ITEM = LeftOut("notes, attachments and annotations", "Export them as files to read them.")
_BEGINNING = Problem(
    "only the beginning of the text: the service cuts it",
    "Fetch the page at its address for the rest.",
)

_SERVICES = (
    Service(_has("seendate", "domain", "title"), _gdelt),
    Service(_has("webPublicationDate", "webTitle", "webUrl"), _guardian),
    Service(_has("publish_date", "media_name"), _media_cloud),
    Service(_has("publish_date", "media_url"), _media_cloud),
    Service(_has("publishedAt", "source", "title"), _news_api),
    Service(_is_zotero, _zotero),
    Service(_is_csl, _csl),
)
