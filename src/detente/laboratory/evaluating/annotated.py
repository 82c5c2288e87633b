"""Scores a coder on annotated sentences that nothing was trained on: each field, and how it doubts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.coding.coder import make_article
from detente.laboratory.evaluating.corpus import Annotated, MarkedAct
from detente.laboratory.evaluating.labelled import (
    LabelledSentence,
    RelationCoder,
    overlaps_any,
    root_of,
    spans_meet,
)
from detente.laboratory.evaluating.marking import Marked
from detente.laboratory.evaluating.reliability import Reliability
from detente.records import Actor, Event


@dataclass(frozen=True, slots=True)
class AnnotatedScore:
    """From raw sentences. Shares are of acts between two states unless said otherwise.

    `parties` and `root` are shares of the acts; `mode`, `status` and `trigger` of those whose
    parties and root are right. `precision` is the share of events between two states, in sentences
    with acts or without, that answer to an annotated act that no surer event answers to.
    `false_alarms` is the share of sentences without an act that gave an event between two states.
    """

    sentences: int
    acts: int
    parties: float
    root: float
    mode: float
    status: float
    trigger: float
    precision: float
    empty: int
    false_alarms: float
    reliability: Reliability
    confusion: dict[tuple[str, str], int]


def score_annotated(sentences: Sequence[Annotated], coder: RelationCoder) -> AnnotatedScore:
    """Codes each sentence alone and compares its events with the annotated acts."""
    codings = coder.code_articles([make_article(sentence.text) for sentence in sentences])
    counts: Counter[str] = Counter()
    confusion: Counter[tuple[str, str]] = Counter()
    judged: list[tuple[float, bool]] = []
    for sentence, coding in zip(sentences, codings, strict=True):
        events = [event for event in coding.events if is_between(event)]
        if not sentence.acts:
            counts["empty"] += 1
            counts["alarms"] += bool(events)
        for act in sentence.acts:
            if len(act.codes) > 1:
                _count(counts, confusion, act, coding.events)
        right = answering(sentence, events)
        judged += [(event.confidence, event in right) for event in events]
    return AnnotatedScore(
        sentences=len(sentences),
        acts=counts["acts"],
        parties=_share(counts["parties"], counts["acts"]),
        root=_share(counts["root"], counts["acts"]),
        mode=_share(counts["mode"], counts["root"]),
        status=_share(counts["status"], counts["root"]),
        trigger=_share(counts["trigger"], counts["root"]),
        precision=_share(sum(right for _, right in judged), len(judged)),
        empty=counts["empty"],
        false_alarms=_share(counts["alarms"], counts["empty"]),
        reliability=Reliability(judged),
        confusion=dict(confusion),
    )


def marked_pairs(sentences: Iterable[Annotated]) -> list[LabelledSentence]:
    """Each pair of marked parties with its type, as given spans are scored."""
    return [
        LabelledSentence(
            sentence.text,
            (actor.start, actor.end),
            (recipient.start, recipient.end),
            root_of(act.event_type),
        )
        for sentence in sentences
        for act in sentence.acts
        for actor, recipient in _marked(act)
    ]


def answering(sentence: Annotated, events: Iterable[Event]) -> list[Event]:
    """Events with the parties and the type of an annotated act, each act being answered once, by the
    surest event: an act told twice is told once too often."""
    open_acts = list(sentence.acts)
    found = []
    for event in sorted(events, key=lambda each: (-each.confidence, each.event_id)):
        for act in open_acts:
            if act.event_type == event.event_type and same_parties(act, event):
                open_acts.remove(act)
                found.append(event)
                break
    return found


def is_between(event: Event) -> bool:
    """Whether an event joins two states or bodies."""
    parties = (*event.actors, *event.recipients)
    return len({party.country for party in parties if party.country}) > 1


def _count(
    counts: Counter[str],
    confusion: Counter[tuple[str, str]],
    act: MarkedAct,
    events: Sequence[Event],
) -> None:
    counts["acts"] += 1
    joined = [event for event in events if same_parties(act, event)]
    right = [event for event in joined if event.event_type == act.event_type]
    counts["parties"] += bool(joined)
    if joined and not right:
        confusion[act.event_type, joined[0].event_type] += 1
    if not right:
        return
    counts["root"] += 1
    counts["mode"] += any(event.mode == act.mode for event in right)
    counts["status"] += any(event.status == act.status for event in right)
    trigger = (act.trigger.start, act.trigger.end)
    counts["trigger"] += any(
        spans_meet(trigger, (event.trigger.start, event.trigger.end)) for event in right
    )


def _marked(act: MarkedAct) -> list[tuple[Marked, Marked]]:
    if act.actors and act.recipients:
        return [(act.actors[0], act.recipients[0])]
    return [(act.actors[0], act.actors[1])] if len(act.actors) > 1 else []


def same_parties(act: MarkedAct, event: Event) -> bool:
    """Whether the marked parties stand in their places in the event, by overlap."""
    everybody = (*event.actors, *event.recipients)
    if not act.recipients:
        return sum(_meets(party, everybody) for party in act.actors) > 1
    undergoing = event.actors if event.reciprocal else event.recipients
    acting = not act.actors or any(_meets(party, event.actors) for party in act.actors)
    return acting and any(_meets(party, undergoing) for party in act.recipients)


def _meets(party: Marked, actors: Iterable[Actor]) -> bool:
    return overlaps_any(actors, (party.start, party.end))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
