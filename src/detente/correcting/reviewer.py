"""One who reviews: what he says of records becomes corrections."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, cast

from detente.coding.sentences import split_sentences
from detente.correcting.fields import Place, changed, place_of
from detente.correcting.history import names
from detente.errors import InputError, QueryError
from detente.records import (
    Actor,
    Article,
    Correctable,
    Correction,
    Event,
    Evidence,
    Judgement,
    Statement,
)
from detente.schema import to_json, to_rows
from detente.store import Query, Workspace
from detente.store.corrected import KEYS, KINDS, Coded, Told, id_of, in_time, records_of
from detente.version import __version__

SURE = 1.0
"""Confidence of what a reviewer has judged."""
Clock = Callable[[], dt.datetime]


def now() -> dt.datetime:
    """The moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def moment(clock: Clock) -> str:
    """When it is by a clock, in UTC, as records of reviewing have it: `2026-12-01T13:05:00.000000Z`."""
    return clock().astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


class Reviewer:
    """Judges the records of a workspace under a name; each judgement is stored as a `Correction`.

    `why` is free text. Whatever is judged stands with confidence 1 and names the reviewer beside the coder.
    With `as_coded` records are judged as the coder read them, whatever other reviewers said meanwhile.
    All methods raise `QueryError` for a record that is not there, `InputError` for a value that is none.
    """

    def __init__(
        self, workspace: Workspace, name: str, *, as_coded: bool = False, clock: Clock = now
    ) -> None:
        if not name.strip():
            raise InputError("a reviewer needs a name", advice="Say who judges.")
        self.workspace, self.name, self._clock = workspace, name.strip(), clock
        self._as_coded = as_coded

    def accept(self, table: Coded, record_id: str, *, why: str | None = None) -> Correction:
        """Say that a record is right as it is."""
        record, article = self._record(table, record_id)
        return self._store("accept", [record], [record], article, why)

    def change(
        self, table: Coded, record_id: str, values: Mapping[str, str], *, why: str | None = None
    ) -> Correction:
        """Say how a record should be: fields of `CHANGEABLE` as they are written."""
        record, article = self._record(table, record_id)
        right = changed(record, values, place_of(record, article))
        return self._store("change", [record], [right], article, why)

    def delete(self, table: Coded, record_id: str, *, why: str | None = None) -> Correction:
        """Say that the text does not tell this."""
        record, article = self._record(table, record_id)
        return self._store("delete", [record], [], article, why)

    def add(
        self,
        table: Coded,
        article_id: str,
        values: Mapping[str, str],
        *,
        sentence: int | None = None,
        why: str | None = None,
    ) -> Correction:
        """Say what the coder missed: `values` must tell at least the words that tell it (`trigger`; of a
        statement `about` and `speaker`) and its `type` or `kind`.

        It stands in the sentence given, counted from 0, or in that of those words.
        """
        article = self._article(article_id)
        words = "trigger" if table == "events" else "about"
        needed = (words, "type") if table == "events" else (words, "kind", "speaker")
        if missing := [name for name in needed if not values.get(name, "").strip()]:
            raise InputError(f"{' and '.join(missing)} must be told", advice="Say what is added.")
        place, number = _sentence(article, values[words].strip(), sentence)
        blank = _blank_event(article, number, place) if table == "events" else _blank_statement(
            article, number, place
        )  # fmt: skip
        made = changed(blank, values, place)
        found: Any = {KEYS[table]: _digest(article_id, self.name, to_json(made), "added")}
        return self._store("add", [], [replace(made, **found)], article, why)

    def split(
        self, record_id: str, parts: Sequence[Mapping[str, str]], *, why: str | None = None
    ) -> Correction:
        """Say that one event is several: each part with the fields in which it differs."""
        if len(parts) < 2:
            raise InputError("an event is split into two or more", advice="Give several parts.")
        record, article = self._record("events", record_id)
        place = place_of(record, article)
        made = [changed(record, values, place) for values in parts]
        first, *others = made
        named = [
            replace(cast(Event, each), event_id=_digest(record_id, number, to_json(each)))
            for number, each in enumerate(others, 1)
        ]
        return self._store("split", [record], [first, *named], article, why)

    def merge(
        self,
        record_ids: Sequence[str],
        values: Mapping[str, str] | None = None,
        *,
        why: str | None = None,
    ) -> Correction:
        """Say that several events of one article are one: the first, with what `values` change of it."""
        told = [self._record("events", each) for each in dict.fromkeys(record_ids)]
        if len(told) < 2 or len({article.article_id for _, article in told}) != 1:
            raise InputError(
                "events are merged within one article",
                advice="Of several articles say that they tell one act: `together`.",
            )
        (first, article), *_ = told
        made = changed(first, values or {}, place_of(first, article))
        return self._store("merge", [record for record, _ in told], [made], article, why)

    def together(self, event_ids: Sequence[str], *, why: str | None = None) -> Correction:
        """Say that events, of whatever articles, tell one act."""
        return self._link("together", event_ids, 2, why)

    def apart(self, event_ids: Sequence[str], *, why: str | None = None) -> Correction:
        """Say that events tell an act of their own, not that of the others of their occurrence."""
        return self._link("apart", event_ids, 1, why)

    def undo(self, correction_id: str, *, why: str | None = None) -> Correction:
        """Say that records are as they were before a correction, which must be the last word on them.

        What stands then is what stood: who coded it, and how sure.
        """
        every = self.workspace.corrections()
        one = next((each for each in every if each.correction_id == correction_id), None)
        if one is None or one.table == "occurrences":
            raise QueryError(
                f"no judgement {correction_id} of a record is there to undo",
                advice="Of events that tell one act say the opposite: `together`, `apart`.",
            )
        later = [
            each for each in every if in_time(each) > in_time(one) and names(each) & names(one)
        ]
        if later:
            raise InputError(
                f"{later[-1].reviewer} has judged it since",
                advice="Undo that first, or fix the record.",
            )
        before, after = records_of(one.table, one.before), records_of(one.table, one.after)
        article = self._article(one.article_id or "")
        why = why or f"undid: {one.judgement}"
        made = self._made(one.table, UNDOING[one.judgement], after or before, before, article, why)
        self.workspace.correct([made])
        return made

    def _link(
        self, judgement: Judgement, event_ids: Sequence[str], least: int, why: str | None
    ) -> Correction:
        told = [self._record("events", each)[0] for each in sorted(set(event_ids))]
        if len(told) < least:
            raise InputError(f"`{judgement}` needs {least} events or more", advice="Name them.")
        made = self._made("occurrences", judgement, told, [], None, why)
        self.workspace.correct([made])
        return made

    def _store(
        self,
        judgement: Judgement,
        before: Sequence[Told],
        after: Sequence[Told],
        article: Article,
        why: str | None,
    ) -> Correction:
        table: Correctable = "events" if isinstance([*before, *after][0], Event) else "statements"
        stand = [replace(each, confidence=SURE, coder=self._signed(each)) for each in after]
        made = self._made(table, judgement, before, stand, article, why)
        self.workspace.correct([made])
        return made

    def _signed(self, record: Told) -> str:
        coder = record.coder.partition(REVIEWED)[0]
        return f"{coder}{REVIEWED}{self.name}" if coder else f"{REVIEWED.strip(', ')} {self.name}"

    def _made(
        self,
        table: Correctable,
        judgement: Judgement,
        before: Sequence[Told],
        after: Sequence[Told],
        article: Article | None,
        why: str | None,
    ) -> Correction:
        first = [*before, *after][0]
        made = Correction(
            correction_id="",
            table=table,
            judgement=judgement,
            records=tuple(id_of(each) for each in before),
            article_id=article.article_id if article else None,
            sentence=article.text[first.start : first.end] if article else None,
            before=tuple(to_json(each) for each in before),
            after=tuple(to_json(each) for each in after),
            reviewer=self.name,
            made=moment(self._clock),
            why=(why or "").strip() or None,
            version=__version__,
        )
        return replace(made, correction_id=_digest(to_json(made)))

    def _record(self, table: Coded, record_id: str) -> tuple[Told, Article]:
        ask = self.workspace.events if table == "events" else self.workspace.statements
        found = to_rows(ask(Query(ids=[record_id], uncorrected=self._as_coded)), KINDS[table])
        if not found:
            raise QueryError(
                f"no record {record_id} among the {table}",
                advice="It stands in the first column of an export; what was deleted is not there.",
            )
        record = cast(Told, found[0])
        return record, self._article(record.article_id)

    def _article(self, article_id: str) -> Article:
        article = self.workspace.article(article_id)
        if article is None:
            raise QueryError(
                f"no article {article_id}", advice="`--as jsonl` gives each `article_id`."
            )
        return article


UNDOING: Mapping[Judgement, Judgement] = {
    "accept": "change", "change": "change", "delete": "change", "add": "delete", "split": "merge",
    "merge": "split",
}  # fmt: skip
"""What it is to undo a judgement."""
REVIEWED = ", reviewed by "
"""Between the coder of a record and the name of who judged it last."""


def _sentence(article: Article, words: str, number: int | None) -> tuple[Place, int]:
    """The sentence of a number, or else the first that holds the words."""
    spans = split_sentences(article.text)
    if number is not None and not 0 <= number < len(spans):
        raise InputError(f"the article has {len(spans)} sentences", advice="They count from 0.")
    places = range(len(spans)) if number is None else (number,)
    for place in places:
        span = spans[place]
        if words in article.text[span.start : span.end]:
            return Place(article, span.start, span.end), place
    raise InputError(
        f"'{words}' stands in no such sentence", advice="Give words exactly as they are written."
    )


def _blank_event(article: Article, number: int, place: Place) -> Event:
    dated = article.published is not None
    return Event(
        event_id="", article_id=article.article_id, sentence=number, start=place.start,
        end=place.end, actors=(), recipients=(), reciprocal=False, event_type="CONSULT", mode=None,
        cameo=None, quad_class="verbal cooperation", score=0.0, goldstein=None, contexts=(),
        tracks=(), issues=(), trigger=Evidence("", place.start, place.start), status="done",
        date_start=article.published, date_end=article.published,
        date_precision="day" if dated else None, date_basis="publication" if dated else None,
        recalled=False, place=None, reported_by=None, confidence=SURE, coder="",
    )  # fmt: skip


def _blank_statement(article: Article, number: int, place: Place) -> Statement:
    nobody = Actor("", None, None, None, None, None)
    return Statement(
        statement_id="", article_id=article.article_id, sentence=number, start=place.start,
        end=place.end, speaker=nobody, addressees=(), kind="assessment",
        about=Evidence("", place.start, place.start), issues=(), tracks=(), condition=None,
        quoted=False, date=article.published, confidence=SURE, coder="",
    )  # fmt: skip


def _digest(*parts: object) -> str:
    written = json.dumps([str(part) for part in parts])
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()
