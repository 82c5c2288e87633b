"""Records of a workspace, page by page and one by one, each with what shows it."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, cast
from urllib.parse import quote, urlencode

from detente.correcting import disagreements
from detente.errors import NotFoundError, QueryError
from detente.ledgers import ledgers
from detente.measuring import Every, Relationship, relationship
from detente.merging import channels
from detente.records import Channel, Event, Statement
from detente.schema import to_dict, to_rows
from detente.store import Query, Workspace
from detente.store.corrected import KEYS, KINDS, Coded
from detente.workbench.addresses import RecordAsked
from detente.workbench.answers.evidence import with_evidence
from detente.workbench.answers.parameters import API, FAMILIES, USUAL, query_of
from detente.workbench.views.occurrence import joined
from detente.workbench.views.record import article_of, find

SKIPPED = re.compile(r"[0-9]{1,15}")
KEPT = 8
"""Answers of which all pages are kept until a table changes: they take long to find."""
Plain = dict[str, Any]


class Answers:
    """Answers from one workspace, in plain values; many threads may ask at once.

    Every method raises `QueryError` and `InputError` for a question that means nothing, `NotFoundError`
    for an id that is not there, and what `Workspace` raises.
    """

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self._kept: OrderedDict[str, _Kept] = OrderedDict()
        self._lock = Lock()

    def coded(self, table: Coded, given: Mapping[str, Any]) -> Plain:
        """A page of events or statements."""
        query = query_of(table, given)
        skip, limit, sign = self._place(table, query, given)
        total = self.workspace.count(table, query)
        page = self._coded(table, query, skip, limit)
        return self._page(page, total, skip, sign, [self._href(table, each) for each in page])

    def occurrences(self, given: Mapping[str, Any]) -> Plain:
        """A page of what happened, once each; without what no index counts unless that is asked for."""
        asked = {name: value for name, value in given.items() if name != "left_out"}
        query, left_out = query_of("occurrences", asked), bool(given.get("left_out"))
        skip, limit, sign = self._place(f"occurrences {left_out}", query, given)
        found = [
            each
            for each in self._remember(sign, lambda: self.workspace.occurrences(query))
            if (each.left_out is not None) == left_out
        ]
        page = found[skip : skip + limit]
        hrefs = [f"{API}/occurrences/{quote(each.representative, safe='')}" for each in page]
        return self._page(page, len(found), skip, sign, hrefs)

    def channels(self, given: Mapping[str, Any]) -> Plain:
        """A page of standing dialogues, told by the mentions that are as asked."""
        query = query_of("channels", given)
        skip, limit, sign = self._place("channels", query, given)
        found = self._remember(sign, lambda: self._channels(query))
        page = found[skip : skip + limit]
        hrefs = [f"{API}/channels/{quote(each.channel_id, safe='')}" for each in page]
        return self._page(page, len(found), skip, sign, hrefs)

    def ledger(self, given: Mapping[str, Any]) -> Plain:
        """A page of what a state ruled out, promised or demanded."""
        family = FAMILIES[given["ledger"]]
        names = ("of", "towards", "since", "until")
        asked = {name: given[name] for name in names if name in given}
        told = {
            name: value
            for name, value in given.items()
            if name not in (*names, "ledger", "row", "limit", "cursor")
        }
        query = query_of("statements", told)
        skip, limit, sign = self._place(f"{family} {asked}", query, given)
        narrowed = query if query.given() else None
        found = self._remember(
            sign, lambda: ledgers(self.workspace, family, **asked, told=narrowed)
        )
        if "row" in given:
            found = [each for each in found if each.row_id == given["row"]]
        page = found[skip : skip + limit]
        here = f"{API}/ledgers/{given['ledger']}"
        # A row is known by its first statement, which other days may not have.
        hrefs = [f"{here}?{urlencode(asked | {'row': each.row_id})}" for each in page]
        return self._page(page, len(found), skip, sign, hrefs)

    def record(self, kind: Any, record_id: str) -> Plain:
        """An event or statement with what reviewers said of it."""
        found, deleted, history = find(self.workspace, RecordAsked(kind, record_id))
        table: Coded = "events" if kind == "event" else "statements"
        validity = self.workspace.validity() if history else {}
        (told,) = with_evidence(self.workspace, [found], [self._href(table, found)])
        return told | {
            "deleted": deleted,
            "corrections": [
                {
                    "correction_id": each.correction_id,
                    "judgement": each.judgement,
                    "reviewer": each.reviewer,
                    "made": each.made,
                    "why": each.why,
                    "holds": each.correction_id in validity and validity[each.correction_id].holds,
                }
                for each in history
            ],
            "disagreed": any(each.record_id == record_id for each in disagreements(history)),
        }

    def occurrence(self, event_id: str) -> Plain:
        """What happened once, by the id of any event that tells it, with all these events."""
        event, _, _ = find(self.workspace, RecordAsked("event", event_id))
        found, reports = joined(self.workspace, cast(Event, event))
        events = [report.event for report in reports]
        hrefs = [self._href("events", each) for each in events]
        (told,) = with_evidence(self.workspace, [found], [f"{API}/occurrences/{event_id}"])
        return told | {"events": with_evidence(self.workspace, events, hrefs)}

    def channel(self, channel_id: str) -> Plain:
        """One channel, told by all that is told of it."""
        sign = self._sign("channels", Query())
        every = self._remember(sign, lambda: self._channels(Query()))
        found = [each for each in every if each.channel_id == channel_id]
        if not found:
            raise NotFoundError(
                f"no channel {channel_id} is in this workspace", advice="List the channels."
            )
        return with_evidence(self.workspace, found, [f"{API}/channels/{channel_id}"])[0]

    def article(self, article_id: str, *, start: int = 0, length: int | None = None) -> Plain:
        """One article, or a part of its text, with the ids of all that was read in it."""
        found = article_of(self.workspace, article_id)
        catalogue = self.workspace.catalogue()
        end = len(found.text) if length is None else start + length
        return to_dict(replace(found, text=found.text[start:end])) | {
            "start": min(start, len(found.text)),
            "characters": len(found.text),
            "events": [each.event_id for each in catalogue.records_of("events", article_id)],
            "statements": [
                each.statement_id for each in catalogue.records_of("statements", article_id)
            ],
            "href": f"{API}/articles/{quote(article_id, safe='')}",
        }

    def events_by_id(self, ids: Sequence[str]) -> list[Plain]:
        """Events with their evidence, in the order of their ids; what is not there is left out."""
        found = self._by_id("events", Query(ids=ids))
        told = [found[each] for each in dict.fromkeys(ids) if each in found]
        return with_evidence(self.workspace, told, [self._href("events", each) for each in told])

    def relationship(
        self, between: tuple[str, str], every: Every, since: dt.date | None
    ) -> Relationship:
        """The acts of two states as measures count them."""
        sign = self._sign(f"{between} {every} {since}", Query())
        held = self._remember(
            sign, lambda: [relationship(self.workspace, between, every=every, since=since)]
        )
        found: Relationship = held[0]
        return found

    def _coded(self, table: Coded, query: Query, skip: int, limit: int) -> list[Any]:
        """One page; what the catalogue does not hold is read from the tables."""
        if query.superseded or query.uncorrected:
            found = getattr(self.workspace, table)(replace(query, limit=skip + limit))
            return to_rows(found.slice(skip), KINDS[table])
        cards = self.workspace.catalogue().cards(table, replace(query, limit=limit), skip=skip)
        ids = [each[KEYS[table]] for each in cards]
        held = self._by_id(table, Query(ids=ids)) if ids else {}
        return [held[each] for each in ids if each in held]

    def _by_id(self, table: Coded, query: Query) -> dict[str, Any]:
        rows = to_rows(getattr(self.workspace, table)(query), KINDS[table])
        return {getattr(each, KEYS[table]): each for each in rows}

    def _channels(self, query: Query) -> list[Channel]:
        until = query.until or self.workspace.last_published()
        return channels(self.workspace.told_channels(query), until)

    def _href(self, table: Coded, record: Event | Statement) -> str:
        return f"{API}/{table}/{quote(getattr(record, KEYS[table]), safe='')}"

    def _page(
        self, page: Sequence[Any], total: int, skip: int, sign: str, hrefs: Sequence[str]
    ) -> Plain:
        end = skip + len(page)
        return {
            "total": total,
            "records": with_evidence(self.workspace, page, hrefs),
            "next": _cursor(end, sign) if page and end < total else None,
        }

    def _place(self, what: str, query: Query, given: Mapping[str, Any]) -> tuple[int, int, str]:
        """Where a page begins, how many records it has, and the sign of its question."""
        sign = self._sign(what, query)
        skip = _skipped(given["cursor"], sign) if "cursor" in given else 0
        return skip, given.get("limit", USUAL), sign

    def _sign(self, what: str, query: Query) -> str:
        """Something that differs where the question, or the workspace, does."""
        asked = f"{what} {query} {self.workspace.catalogue().state}"
        return hashlib.sha256(asked.encode()).hexdigest()[:16]

    def _remember(self, sign: str, find: Callable[[], list[Any]]) -> list[Any]:
        """What was found, once: who asks the same meanwhile waits for it, and nobody else does."""
        with self._lock:
            kept = self._kept.setdefault(sign, _Kept())
            self._kept.move_to_end(sign)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        with kept.lock:
            if kept.found is None:
                kept.found = find()
            return kept.found


@dataclass(slots=True)
class _Kept:
    """An answer, or its place until it is found."""

    lock: Lock = field(default_factory=Lock)
    found: list[Any] | None = None


def _cursor(skip: int, sign: str) -> str:
    return base64.urlsafe_b64encode(f"{skip}.{sign}".encode()).decode().rstrip("=")


def _skipped(cursor: str, sign: str) -> int:
    """How many records come before a page."""
    try:
        told = base64.urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)).decode()
        skip, _, of = told.partition(".")
        if of == sign and SKIPPED.fullmatch(skip):
            return int(skip)
    except (binascii.Error, ValueError):
        pass
    raise QueryError(
        "this cursor is of another question, or the workspace has changed since",
        advice="Ask again without a cursor, from the first page on.",
    )
