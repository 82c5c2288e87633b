"""One who checks a sample: his verdicts become corrections, and passages he looked through are noted.

He judges what the coder read, whatever others said of it, so that two reviewers of one unit can be held
against each other. What he said before and says again is stored once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from detente.coding.sentences import split_sentences
from detente.correcting import Reviewer, written
from detente.correcting.fields import changed, place_of
from detente.correcting.making import moment, now
from detente.errors import InputError, QueryError
from detente.records import Article, Correction, Drawn, Event, Looked
from detente.schema import to_rows
from detente.store import Query, Workspace
from detente.store.corrected import records_of


class AuditReviewer:
    """Judges the units of an audit under a name. `clock` tells the moment."""

    def __init__(
        self, workspace: Workspace, name: str, *, clock: Callable[[], dt.datetime] = now
    ) -> None:
        self._reviewer = Reviewer(workspace, name, as_coded=True, clock=clock)
        self._workspace, self._clock = workspace, clock
        self.name = self._reviewer.name
        own = [each for each in workspace.corrections() if each.reviewer == self.name]
        self._last = {name: each for each in own for name in each.records}
        self._added = [each for each in own if each.judgement == "add" and each.table == "events"]
        self._looked = {each.unit for each in workspace.looked() if each.reviewer == self.name}

    def event(self, unit: Drawn) -> Event:
        """The event of a unit as it was coded. Raises `QueryError` where it is there no more."""
        found = to_rows(self._workspace.events(Query(ids=[unit.unit], uncorrected=True)), Event)
        if not found:
            raise QueryError(
                f"the act {unit.unit} is in the workspace no more",
                advice="It was removed, or read anew by another version; draw a new sample.",
            )
        event: Event = found[0]
        return event

    def has_judged(self, unit: Drawn) -> bool:
        """Whether he has checked a unit."""
        return unit.unit in (self._last if unit.kind == "act" else self._looked)

    def judge(
        self,
        unit: Drawn,
        *,
        right: bool,
        values: Mapping[str, str] | None = None,
        why: str | None = None,
    ) -> bool:
        """Say of an act that it is right, or is told otherwise (`values`, as `CHANGEABLE` has them), or is
        not told at all (neither). False where he said so before.

        Raises what `Reviewer` raises.
        """
        if self._says_again(unit, right, values or {}):
            return False
        if right:
            made = self._reviewer.accept("events", unit.unit, why=why)
        elif values:
            made = self._reviewer.change("events", unit.unit, values, why=why)
        else:
            made = self._reviewer.delete("events", unit.unit, why=why)
        self._last[unit.unit] = made
        return True

    def look(
        self, unit: Drawn, missed: Sequence[Mapping[str, str]] = (), *, why: str | None = None
    ) -> bool:
        """Say that a passage was looked through, and which acts were missed in it, each as the fields that
        `Reviewer.add` takes. False where he said all of it before.

        Raises `InputError` where words do not stand in the passage; the passage then counts as not looked
        through.
        """
        article = self._article(unit)
        fresh = [each for each in missed if not self._added_before(unit, each)]
        places = [sentence_of(unit, article, each["trigger"]) for each in fresh]
        for values, place in zip(fresh, places, strict=True):
            made = self._reviewer.add("events", unit.article_id, values, sentence=place, why=why)
            self._added.append(made)
        first = unit.unit not in self._looked
        if first:
            looked = Looked(unit.audit, unit.unit, self.name, moment(self._clock))
            self._workspace.audit(looked=[looked])
            self._looked.add(unit.unit)
        return first or bool(fresh)

    def _says_again(self, unit: Drawn, right: bool, values: Mapping[str, str]) -> bool:
        last = self._last.get(unit.unit)
        if last is None:
            return False
        if right or not values:
            return last.judgement == ("accept" if right else "delete")
        event = self.event(unit)
        wanted = written(changed(event, values, place_of(event, self._article(unit))))
        return last.judgement == "change" and wanted == written(_event(last))

    def _added_before(self, unit: Drawn, values: Mapping[str, str]) -> bool:
        return any(
            each.article_id == unit.article_id
            and _event(each).trigger.text == values["trigger"]
            and _event(each).event_type.casefold() == values["type"].casefold()
            for each in self._added
        )

    def _article(self, unit: Drawn) -> Article:
        article = self._workspace.article(unit.article_id)
        if article is None:
            raise QueryError(
                f"no article {unit.article_id}", advice="It was removed; draw a new sample."
            )
        return article


def sentence_of(unit: Drawn, article: Article, words: str) -> int:
    """Number of the sentence of a passage that has some words. Raises `InputError` where none has."""
    for number, span in enumerate(split_sentences(article.text)):
        inside = unit.start <= span.start and span.end <= unit.end
        if inside and words in article.text[span.start : span.end]:
            return number
    raise InputError(
        f"'{words}' stands in no sentence of the passage",
        advice="Give words exactly as they are written there.",
    )


def _event(correction: Correction) -> Event:
    event = records_of("events", correction.after)[0]
    assert isinstance(event, Event)
    return event
