"""What shows a record: its sentence, and the article that prints it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

from detente.records import (
    Article,
    Channel,
    ChannelReport,
    Event,
    LedgerRow,
    Occurrence,
    Statement,
    column,
)
from detente.schema import json_schema, to_dict, to_rows
from detente.store import Query, Workspace
from detente.store.layout import TABLES

Recorded = Event | Statement | Occurrence | Channel | LedgerRow
STANDS_FOR: Mapping[type, tuple[str, str]] = {
    Occurrence: ("events", "representative"),
    Channel: ("channels", "state_report"),
    LedgerRow: ("statements", "statement_id"),
}
"""Of records that are made of several, which of these stands for all of them."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What stands beside a record. Of one that several tell, it is of the one that stands for them."""

    sentence_text: str | None = column("the sentence, as printed: somebody's words, not a finding")
    evidence_article: str | None = column("`article_id` of the article it stands in")
    title: str | None = column("headline of the article")
    outlet: str | None = column("who published it")
    published: dt.date | None = column("its publication date")  # noqa: RUF009 (a field, not a value)
    address: str | None = column("path or URL where the article was first read")
    href: str = column("where the record itself is answered")


FACTS = tuple(each.name for each in fields(Receipt))


def with_evidence(
    workspace: Workspace, found: Sequence[Any], hrefs: Sequence[str]
) -> list[dict[str, Any]]:
    """Records of one class as plain values, each with its receipt."""
    told = _told(workspace, found)
    ids = {each.article_id for each in told if each is not None}
    held = to_rows(workspace.articles(ids), Article) if ids else []
    articles = {each.article_id: each for each in held}
    return [
        to_dict(record) | _receipt(each, each and articles.get(each.article_id)) | {"href": href}
        for record, each, href in zip(found, told, hrefs, strict=True)
    ]


def _receipt(told: Event | Statement | ChannelReport | None, article: Any) -> dict[str, Any]:
    if told is None or article is None:
        return dict.fromkeys(FACTS)
    return {
        "sentence_text": article.text[told.start : told.end],
        "evidence_article": article.article_id,
        "title": article.title,
        "outlet": article.outlet,
        "published": article.published,
        "address": article.address,
    }


def _told(workspace: Workspace, found: Sequence[Any]) -> list[Any]:
    """The records themselves, or those that stand for them; None for what is no longer there."""
    kind = type(found[0]) if found else Event
    if kind not in STANDS_FOR:
        return list(found)
    table, field = STANDS_FOR[kind]
    ids = [getattr(each, field) for each in found]
    held = to_rows(getattr(workspace, table)(Query(ids=ids, superseded=True)), TABLES[table])
    key = {"events": "event_id", "statements": "statement_id", "channels": "channel_report_id"}
    by_id = {getattr(each, key[table]): each for each in held}
    return [by_id.get(name) for name in ids]


def evidenced(record: type) -> dict[str, Any]:
    """JSON Schema of a record of a class with its receipt."""
    schema, added = json_schema(record), json_schema(Receipt)
    del schema["$schema"]
    schema["properties"] = schema["properties"] | added["properties"]
    schema["required"] = [*schema["required"], *added["required"]]
    return schema
