"""One who reviews: what he says of records becomes corrections."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from detente.correcting.fields import changed, place_of
from detente.correcting.history import names
from detente.correcting.making import Clock, digest, drafted, keep, new_record, now, vouched
from detente.correcting.naming import name_of
from detente.errors import InputError, QueryError
from detente.records import Article, Correction, Event, Judgement
from detente.schema import to_json, to_rows
from detente.store import Query, Workspace
from detente.store.corrected import KINDS, Coded, Told, in_time, records_of


class Reviewer:
    """Judges the records of a workspace under a name; each judgement is stored as a `Correction`.

    `why` is free text. Whatever is judged stands with confidence 1 and names the reviewer beside the coder.
    With `as_coded` records are judged as the coder read them, whatever other reviewers said meanwhile.
    All methods raise `QueryError` for a record that is not there, `InputError` for a value that is none.
    """

    def __init__(
        self, workspace: Workspace, name: str, *, as_coded: bool = False, clock: Clock = now
    ) -> None:
        self.workspace, self.name, self._clock = workspace, name_of(name), clock
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
        made = new_record(table, article, dict(values), sentence)
        return self._store("add", [], [made], article, why)

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
            replace(cast(Event, each), event_id=digest(record_id, number, to_json(each)))
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
        return self._keep("undo", after or before, before, article, why)

    def _link(
        self, judgement: Judgement, event_ids: Sequence[str], least: int, why: str | None
    ) -> Correction:
        told = [self._record("events", each)[0] for each in sorted(set(event_ids))]
        if len(told) < least:
            raise InputError(f"`{judgement}` needs {least} events or more", advice="Name them.")
        return self._keep(judgement, told, [], None, why)

    def _store(
        self,
        judgement: Judgement,
        before: Sequence[Told],
        after: Sequence[Told],
        article: Article,
        why: str | None,
    ) -> Correction:
        stand = [vouched(each, self.name) for each in after]
        return self._keep(judgement, before, stand, article, why)

    def _keep(
        self,
        judgement: Judgement,
        before: Sequence[Told],
        after: Sequence[Told],
        article: Article | None,
        why: str | None,
    ) -> Correction:
        draft = drafted(self.name, judgement, before, after, article, why)
        (made,) = keep(self.workspace, [draft], self._clock)
        return made

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
