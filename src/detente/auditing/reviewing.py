"""One who checks a sample: his verdicts become corrections, and passages he looked through are noted.

He judges what the coder read, whatever others said of it, so that two reviewers of one unit can be held
against each other. What he said before and says again is stored once.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from detente.coding.sentences import split_sentences
from detente.correcting.fields import changed, place_of, words_in
from detente.correcting.history import said
from detente.correcting.making import drafted, keep, moment, new_record, now, vouched
from detente.correcting.naming import name_of
from detente.correcting.reviewer import Reviewer
from detente.errors import InputError, QueryError
from detente.records import Article, Correction, Drawn, Event, Looked
from detente.schema import to_rows
from detente.store import Query, Workspace
from detente.store.corrected import Told, id_of, in_time, records_of, takes_back


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
        self._workspace, self._clock, self.name = workspace, clock, name_of(name)
        self._events: dict[str, Event] = {}
        self._articles: dict[str, Article] = {}
        self._last: dict[str, Correction] = {}
        self._added: dict[str, Correction] = {}
        for each in workspace.corrections():
            self._note(each)
        self._pairs = {each.audit: frozenset(each.between) for each in workspace.audits()}
        self._looked: dict[tuple[frozenset[str] | None, str], set[str]] = defaultdict(set)
        for look in workspace.looked():
            self._note_look(look)

    def _note(self, one: Correction) -> None:
        """Remember what he said, as long as nobody took it back."""
        if one.table != "events":
            return
        stand = {id_of(each) for each in _events(one)}
        for name in {*one.records} - stand:
            self._added.pop(name, None)
        if takes_back(one):
            for name in one.records:
                self._last.pop(name, None)
        elif one.reviewer == self.name:
            self._last |= dict.fromkeys(one.records, one)
            if one.judgement == "add":
                self._added |= dict.fromkeys(stand, one)

    def _note_look(self, one: Looked) -> None:
        if one.reviewer == self.name:
            audits = self._looked[self._pairs.get(one.audit), one.unit]
            (audits.discard if one.undone else audits.add)(one.audit)

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
        return bool(self._looked.get((frozenset(unit.between), unit.unit)))

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
        stand = [vouched(each, self.name) for each in after]
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
        told = [self._missing(unit, article, each) for each in missed]
        fresh = list({id_of(each): each for each in told if not self._says(each)}.values())
        drafts = [drafted(self.name, "add", [], [each], article, why) for each in fresh]
        first = not self.has_judged(unit)
        looked = [Looked(unit.audit, unit.unit, self.name, moment(self._clock))] if first else []
        self._take(Verdicts(drafts, looked), into)
        return first or bool(fresh)

    def miss(self, unit: Drawn, values: Mapping[str, str], *, why: str | None = None) -> Correction:
        """Say of one act that it was missed in a passage; there may be more, until he says by `look` that
        this is all.

        Raises `InputError` where its words do not stand in the passage, and where he said so before.
        """
        article = self._article(unit)
        event = self._missing(unit, article, values)
        if self._says(event):
            raise InputError(
                "you said before that this act was missed",
                advice="Where another one is meant, give more of the words that tell it.",
            )
        self.keep(Verdicts([drafted(self.name, "add", [], [event], article, why)]))
        return self._added[id_of(event)]

    def missed(self, unit: Drawn) -> list[Correction]:
        """The acts that he said were missed in a passage, as far as they stand, by when he said so."""
        found = [each for each in self._added.values() if _is_inside(unit, each)]
        return sorted(found, key=in_time)

    def take_back(self, unit: Drawn, correction_id: str) -> Correction:
        """Say that an act was not missed after all; raises `QueryError` where he did not say it was."""
        if correction_id not in {each.correction_id for each in self.missed(unit)}:
            raise QueryError(
                "you did not say that this was missed there", advice="Open the passage anew."
            )
        undone = Reviewer(self._workspace, self.name, clock=self._clock).undo(correction_id)
        self._note(undone)
        return undone

    def reopen(self, unit: Drawn) -> bool:
        """Take it back that a passage was looked through: it is to be checked again, and what he said was
        missed stands. False where he had not looked it through."""
        audits = sorted(self._looked.get((frozenset(unit.between), unit.unit), ()))
        when = moment(self._clock)
        back = [Looked(audit, unit.unit, self.name, when, undone=True) for audit in audits]
        self.keep(Verdicts(looked=back))
        return bool(back)

    def _missing(self, unit: Drawn, article: Article, values: Mapping[str, str]) -> Told:
        number = sentence_of(unit, article, values["trigger"])
        return vouched(new_record("events", article, dict(values), number), self.name)

    def _says(self, event: Told) -> bool:
        """Whether he said before that this act was missed."""
        held = self._added.get(id_of(event))
        return held is not None and said(event) in map(said, _events(held))

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


def _is_inside(unit: Drawn, added: Correction) -> bool:
    (event,) = _events(added)
    return added.article_id == unit.article_id and unit.start <= event.start < unit.end
