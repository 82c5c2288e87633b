"""Which types the coder takes for which: its events on annotated sentences against the marked acts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from detente.coding.coder import make_article
from detente.laboratory.evaluating.annotated import answering, is_between, same_parties
from detente.laboratory.evaluating.corpus import Annotated, MarkedAct
from detente.laboratory.evaluating.labelled import RelationCoder
from detente.records import Event

NONE = "none"
"""Stands for no act at all: told where none is marked, or marked and not told."""
Pairs = Counter[tuple[str, str]]


def misread(sentences: Sequence[Annotated], coder: RelationCoder) -> Pairs:
    """How often each type was told where each type is marked, of acts between two states.

    Each event answers one marked act at most and each act is answered once: first those of the
    same parties and type, then those of the same parties. An event left over was told where there
    is no such act (`told`, none), an act left over was missed (none, `marked`).
    """
    codings = coder.code_articles([make_article(sentence.text) for sentence in sentences])
    pairs: Pairs = Counter()
    for sentence, coding in zip(sentences, codings, strict=True):
        pairs += _of_sentence(sentence, [each for each in coding.events if is_between(each)])
    return pairs


def _of_sentence(sentence: Annotated, events: Sequence[Event]) -> Pairs:
    right = answering(sentence, events)
    pairs: Pairs = Counter((event.event_type, event.event_type) for event in right)
    open_acts = _unanswered(sentence.acts, right)
    for event in sorted(events, key=lambda each: (-each.confidence, each.event_id)):
        if event in right:
            continue
        act = next((each for each in open_acts if same_parties(each, event)), None)
        if act is not None:
            open_acts.remove(act)
        pairs[event.event_type, act.event_type if act else NONE] += 1
    missed = (act.event_type for act in open_acts if len(act.codes) > 1)
    pairs.update((NONE, kind) for kind in missed)
    return pairs


def _unanswered(acts: Sequence[MarkedAct], answers: Sequence[Event]) -> list[MarkedAct]:
    left = list(acts)
    for event in answers:
        kind = event.event_type
        left.remove(next(a for a in left if a.event_type == kind and same_parties(a, event)))
    return left
