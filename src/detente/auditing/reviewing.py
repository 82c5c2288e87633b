"""One who checks a sample: his verdicts become corrections, and passages he looked through are noted.

He judges what the coder read, whatever others said of it, so that two reviewers of one unit can be held
against each other. What he said before and says again is stored once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from detente.coding.sentences import split_sentences
from detente.correcting.fields import changed, place_of, words_in
from detente.correcting.history import said
from detente.correcting.making import drafted, judged, keep, moment, new_record, now
from detente.errors import InputError, QueryError
from detente.records import Article, Correction, Drawn, Event, Looked
from detente.schema import to_rows
from detente.store import Query, Workspace
from detente.store.corrected import Told, id_of, records_of, takes_back


@dataclass(slots=True)
class Verdicts:
    """What was said of several units, to be kept together or not at all."""

    corrections: list[Correction] = field(default_factory=list)
    looked: list[Looked] = field(default_factory=list)


class AuditReviewer:
    """Judges the units of an audit under a name. `clock` tells the moment.

    What is said is kept at once, or put `into` verdicts that `keep` stores in one commit.
    """

    def __init__(
        self, workspace: Workspace, name: str, *, clock: Callable[[], dt.datetime] = now
    ) -> None:
        if not name.strip():
            raise InputError("a reviewer needs a name", advice="Say who checks.")
        self._workspace, self._clock, self.name = workspace, clock, name.strip()
        self._events: dict[str, Event] = {}
        self._articles: dict[str, Article] = {}
        self._last: dict[str, Correction] = {}
        self._added: dict[str, object] = {}
        for each in workspace.corrections():
            self._note(each)
        self._pairs = {each.audit: frozenset(each.between) for each in workspace.audits()}
        self._looked: set[tuple[frozenset[str] | None, str]] = set()
        for look in workspace.looked():
            self._note_look(look)

    def _note(self, one: Correction) -> None:
        """Remember what he said, as long as nobody took it back."""
        if one.table != "events":
            return
        if takes_back(one):
            for name in one.records:
                self._last.pop(name, None)
        elif one.reviewer == self.name:
            self._last |= dict.fromkeys(one.records, one)
            if one.judgement == "add":
                self._added |= {id_of(each): said(each) for each in _events(one)}

    def _note_look(self, one: Looked) -> None:
        if one.reviewer == self.name:
            self._looked.add((self._pairs.get(one.audit), one.unit))

    def prepare(self, units: Collection[Drawn]) -> None:
        """Look up all that is needed to judge many units, in two questions."""
        asked = Query(ids=sorted({each.unit for each in units}), uncorrected=True)
        self._events = {
            each.event_id: each for each in to_rows(self._workspace.events(asked), Event)
        }
        held = to_rows(self._workspace.articles({each.article_id for each in units}), Article)
        self._articles = {each.article_id: each for each in held}

    def event(self, unit: Drawn) -> Event:
        """The event of a unit as it was coded. Raises `QueryError` where it is there no more."""
        if unit.unit in self._events:
            return self._events[unit.unit]
        found = to_rows(self._workspace.events(Query(ids=[unit.unit], uncorrected=True)), Event)
        if not found:
            raise QueryError(
                f"the act {unit.unit} is in the workspace no more",
                advice="It was removed, or read anew by another version; draw a new sample.",
            )
        event: Event = found[0]
        return event

    def has_judged(self, unit: Drawn) -> bool:
        """Whether he has checked a unit, for this audit of the two states or another."""
        if unit.kind == "act":
            return unit.unit in self._last
        return (frozenset(unit.between), unit.unit) in self._looked

    def judge(
        self,
        unit: Drawn,
        *,
        right: bool,
        values: Mapping[str, str] | None = None,
        why: str | None = None,
        into: Verdicts | None = None,
    ) -> bool:
        """Say of an act that it is right, or is told otherwise (`values`, as `CHANGEABLE` has them), or is
        not told at all (neither). False where he said so before.

        Raises `QueryError` for what is there no more and `InputError` for a value that is none.
        """
        event, article = self.event(unit), self._article(unit)
        after: list[Told] = []
        judgement: Literal["accept", "change", "delete"] = "accept" if right else "delete"
        if right:
            after = [event]
        elif values:
            place = place_of(event, article)
            judgement, after = "change", [changed(event, values, place)]
            if said(after[0]) == said(changed(event, {}, place)):
                raise InputError(
                    "it is wrong, and what is put right is as it was coded",
                    advice="Say right, or what is otherwise.",
                )
        last = self._last.get(unit.unit)
        if last is not None and list(map(said, _events(last))) == list(map(said, after)):
            return False
        stand = [judged(each, self.name) for each in after]
        draft = drafted(self.name, judgement, [event], stand, article, why)
        self._take(Verdicts([draft]), into)
        return True

    def look(
        self,
        unit: Drawn,
        missed: Sequence[Mapping[str, str]] = (),
        *,
        why: str | None = None,
        into: Verdicts | None = None,
    ) -> bool:
        """Say that a passage was looked through, and which acts were missed in it, each as the fields that
        `Reviewer.add` takes. False where he said all of it before.

        Raises `InputError` where words do not stand in the passage; the passage then counts as not looked
        through.
        """
        article = self._article(unit)
        told = [
            new_record("events", article, dict(each), sentence_of(unit, article, each["trigger"]))
            for each in missed
        ]
        made = {id_of(each): judged(each, self.name) for each in told}
        fresh = [each for name, each in made.items() if self._added.get(name) != said(each)]
        drafts = [drafted(self.name, "add", [], [each], article, why) for each in fresh]
        first = not self.has_judged(unit)
        looked = [Looked(unit.audit, unit.unit, self.name, moment(self._clock))] if first else []
        self._take(Verdicts(drafts, looked), into)
        return first or bool(fresh)

    def keep(self, verdicts: Verdicts) -> None:
        """Store verdicts: all corrections in one commit, then which passages were looked through, so that
        none ever counts as looked through without what was found in it."""
        for each in keep(self._workspace, verdicts.corrections, self._clock):
            self._note(each)
        self._workspace.audit(looked=verdicts.looked)
        for look in verdicts.looked:
            self._note_look(look)

    def _take(self, new: Verdicts, into: Verdicts | None) -> None:
        if into is None:
            self.keep(new)
        else:
            into.corrections += new.corrections
            into.looked += new.looked

    def _article(self, unit: Drawn) -> Article:
        found = self._articles.get(unit.article_id) or self._workspace.article(unit.article_id)
        if found is None:
            raise QueryError(
                f"no article {unit.article_id}", advice="It was removed; draw a new sample."
            )
        return found


def sentence_of(unit: Drawn, article: Article, words: str) -> int:
    """Number of the sentence of a passage that has some words. Raises `InputError` where none has."""
    spans = {
        (each.start, each.end): number
        for number, each in enumerate(split_sentences(article.text))
        if unit.start <= each.start and each.end <= unit.end
    }
    found = words_in(article.text, words, [*spans])
    if found is None:
        raise InputError(
            f"'{words}' stands in no sentence of the passage",
            advice="Give words exactly as they are written there.",
        )
    return next(number for (start, end), number in spans.items() if start <= found[0] < end)


def _events(correction: Correction) -> list[Told]:
    return records_of("events", correction.after)
