"""One who checks a sample: his verdicts become corrections, and passages he looked through are noted.

He judges what the coder read, whatever others said of it, so that two reviewers of one unit can be held
against each other. What he said before and says again is stored once.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from detente.coding.sentences import split_sentences
from detente.correcting import Reviewer, judged, written
from detente.correcting.fields import changed, place_of
from detente.correcting.reviewer import moment, now
from detente.errors import InputError, QueryError
from detente.records import Article, Correction, Drawn, Event, Looked
from detente.schema import to_rows
from detente.store import Query, Workspace
from detente.store.corrected import id_of, records_of


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
        self._judged = judged(own)
        self._added = _standing(workspace.corrections(), self.name)
        looked = [each for each in workspace.looked() if each.reviewer == self.name]
        self._looked = {(each.audit, each.unit) for each in looked}

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
        if unit.kind == "act":
            return unit.unit in self._judged
        return (unit.audit, unit.unit) in self._looked

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
        self._judged.add(unit.unit)
        return True

    def look(
        self, unit: Drawn, missed: Sequence[Mapping[str, str]] = (), *, why: str | None = None
    ) -> bool:
        """Say that a passage was looked through, and which acts were missed in it, each as the fields that
        `Reviewer.add` takes. False where he said all of it before.

        Raises `InputError` where words do not stand in the passage; the passage then counts as not looked
        through.
        """
        fresh = self._fresh(unit, missed) if missed else []
        for values, place in fresh:
            self._add(unit, values, place, why)
        first = not self.has_judged(unit)
        if first:
            self._note_looked(unit)
            self._looked.add((unit.audit, unit.unit))
        return first or bool(fresh)

    def miss(self, unit: Drawn, values: Mapping[str, str], *, why: str | None = None) -> Correction:
        """Say of one act that it was missed in a passage; there may be more, until he says by `look` that
        this is all.

        Raises `InputError` where its words do not stand in the passage, and where he said so before.
        """
        article = self._article(unit)
        if self._said_missing(unit, article, values):
            raise InputError(
                "you said before that this act was missed",
                advice="Where another one is meant, give more of the words that tell it.",
            )
        return self._add(unit, values, sentence_of(unit, article, values["trigger"]), why)

    def missed(self, unit: Drawn) -> list[Correction]:
        """The acts that he said were missed in a passage, as far as they stand, by when he said so."""
        return [each for each in self._added if _is_inside(unit, _event(each))]

    def take_back(self, unit: Drawn, correction_id: str) -> Correction:
        """Say that an act was not missed after all; raises `QueryError` where he did not say it was."""
        made = next(
            (each for each in self.missed(unit) if each.correction_id == correction_id), None
        )
        if made is None:
            raise QueryError(
                "you did not say that this was missed there", advice="Open the passage anew."
            )
        undone = self._reviewer.undo(correction_id)
        self._added.remove(made)
        return undone

    def reopen(self, unit: Drawn) -> bool:
        """Take it back that a passage was looked through: it is to be checked again, and what he said was
        missed stands. False where he had not looked it through."""
        if not self.has_judged(unit):
            return False
        self._note_looked(unit, undone=True)
        self._looked.remove((unit.audit, unit.unit))
        return True

    def _note_looked(self, unit: Drawn, *, undone: bool | None = None) -> None:
        made = moment(self._clock)
        looked = Looked(unit.audit, unit.unit, self.name, made, undone=undone)
        self._workspace.audit(looked=[looked])

    def _add(
        self, unit: Drawn, values: Mapping[str, str], sentence: int, why: str | None
    ) -> Correction:
        made = self._reviewer.add("events", unit.article_id, values, sentence=sentence, why=why)
        self._added.append(made)
        return made

    def _says_again(self, unit: Drawn, right: bool, values: Mapping[str, str]) -> bool:
        last = self._last.get(unit.unit)
        if last is None:
            return False
        if right or not values:
            return last.judgement == ("accept" if right else "delete")
        event = self.event(unit)
        wanted = written(changed(event, values, place_of(event, self._article(unit))))
        return last.judgement == "change" and wanted == written(_event(last))

    def _fresh(
        self, unit: Drawn, missed: Sequence[Mapping[str, str]]
    ) -> list[tuple[Mapping[str, str], int]]:
        """The acts that he did not say were missed before, each with its sentence."""
        article = self._article(unit)
        fresh = [each for each in missed if not self._said_missing(unit, article, each)]
        return [(each, sentence_of(unit, article, each["trigger"])) for each in fresh]

    def _said_missing(self, unit: Drawn, article: Article, values: Mapping[str, str]) -> bool:
        """Whether an act that he added there is the one that values tell: they change nothing of it."""
        for event in map(_event, self.missed(unit)):
            said = changed(event, values, place_of(event, article))
            if written(said) == written(event):
                return True
        return False

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


def _standing(corrections: Sequence[Correction], name: str) -> list[Correction]:
    """What one reviewer added of events, as far as nobody took it out again."""
    held: dict[str, Correction] = {}
    for each in corrections:  # in order of time
        if each.table != "events":
            continue
        after = {id_of(one) for one in records_of("events", each.after)}
        for gone in {*each.records} - after:
            held.pop(gone, None)
        if each.judgement == "add" and each.reviewer == name:
            held |= dict.fromkeys(after, each)
    return list(held.values())


def _is_inside(unit: Drawn, event: Event) -> bool:
    return event.article_id == unit.article_id and unit.start <= event.start < unit.end


def _event(correction: Correction) -> Event:
    event = records_of("events", correction.after)[0]
    assert isinstance(event, Event)
    return event
