"""Corrections, from what is in hand: drafted, put in order of time, and kept in one commit.

What is said of an article later counts. So that it does whatever the clocks of two reviewers show, a
correction is never dated before one of the same article that was there when it was made.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from detente.coding.sentences import split_sentences
from detente.correcting.fields import Place, changed, words_in
from detente.errors import InputError
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
from detente.schema import to_json
from detente.store import Workspace
from detente.store.corrected import KEYS, Coded, Told, codes_of, id_of, signed, told_by
from detente.version import __version__

SURE = 1.0
"""Confidence of what a reviewer has judged."""
Clock = Callable[[], dt.datetime]
NEEDED: Mapping[Coded, tuple[str, ...]] = {
    "events": ("trigger", "type", "actors"),
    "statements": ("about", "kind", "speaker"),
}
"""What must be told of a record that is added; first the words that tell it."""
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


def now() -> dt.datetime:
    """The moment, in UTC."""
    return dt.datetime.now(dt.UTC)


def moment(clock: Clock, since: str | None = None) -> str:
    """When it is by a clock, in UTC, as records of reviewing have it: `2026-12-01T13:05:00.000000Z`; but
    after `since`, where something of that moment is known already."""
    found = clock().astimezone(dt.UTC)
    if since is not None:
        earliest = dt.datetime.strptime(since, MOMENT).replace(tzinfo=dt.UTC)
        found = max(found, earliest + dt.timedelta(microseconds=1))
    return found.strftime(MOMENT)


def vouched(record: Told, reviewer: str) -> Told:
    """A record that a reviewer judged: it is sure, and names him."""
    return replace(record, confidence=SURE, coder=signed(record, reviewer))


def drafted(
    reviewer: str,
    judgement: Judgement,
    before: Sequence[Told],
    after: Sequence[Told],
    article: Article | None,
    why: str | None,
) -> Correction:
    """A correction that is not kept yet: it has no id and no moment. Without an article it is of the
    occurrences that its events tell."""
    first = [*before, *after][0]
    table: Correctable = "events" if isinstance(first, Event) else "statements"
    return Correction(
        correction_id="",
        table=table if article else "occurrences",
        judgement=judgement,
        records=tuple(id_of(each) for each in before),
        article_id=article.article_id if article else None,
        sentence=article.text[first.start : first.end] if article else None,
        before=tuple(to_json(each) for each in before),
        after=tuple(to_json(each) for each in after),
        reviewer=reviewer,
        made="",
        why=(why or "").strip() or None,
        version=__version__,
    )


def keep(workspace: Workspace, drafts: Sequence[Correction], clock: Clock) -> list[Correction]:
    """Store corrections, all in one commit or none; as they are stored."""
    last = workspace.last_corrected({each.article_id for each in drafts})
    made = []
    for each in drafts:
        when = last[each.article_id] = moment(clock, last.get(each.article_id))
        dated = replace(each, made=when)
        made.append(replace(dated, correction_id=digest(to_json(dated))))
    workspace.correct(made)
    return made


def new_record(
    table: Coded, article: Article, values: dict[str, str], sentence: int | None = None
) -> Told:
    """What the coder missed, as `values` tell it: in a sentence, counted from 0, or in that of its words.

    Whoever adds the same act of the same words and parties speaks of the same record. Raises `InputError`
    and `QueryError`.
    """
    words = NEEDED[table][0]
    if missing := [name for name in NEEDED[table] if not values.get(name, "").strip()]:
        raise InputError(f"{' and '.join(missing)} must be told", advice="Say what is added.")
    place, number = _sentence(article, values[words].strip(), sentence)
    blank = _blank_event if table == "events" else _blank_statement
    made = changed(blank(article, number, place), values, place)
    told = told_by(made)
    kind = made.event_type if isinstance(made, Event) else made.kind
    parties = [sorted(side) for side in codes_of(made)]
    name: Any = {KEYS[table]: digest(article.article_id, told.start, kind, parties, "added")}
    return replace(made, **name)


def _sentence(article: Article, words: str, number: int | None) -> tuple[Place, int]:
    """The sentence of a number, or else the first that holds the words."""
    spans = split_sentences(article.text)
    if number is not None and not 0 <= number < len(spans):
        raise InputError(f"the article has {len(spans)} sentences", advice="They count from 0.")
    places = range(len(spans)) if number is None else (number,)
    found = words_in(article.text, words, [(spans[each].start, spans[each].end) for each in places])
    if found is None:
        raise InputError(
            f"'{words}' stands in no such sentence",
            advice="Give words exactly as they are written.",
        )
    place = next(each for each in places if spans[each].start <= found[0] < spans[each].end)
    return Place(article, spans[place].start, spans[place].end), place


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


def digest(*parts: object) -> str:
    """A short hash of some values, in their order."""
    written = json.dumps([str(part) for part in parts])
    return hashlib.blake2b(written.encode(), digest_size=8).hexdigest()
