"""From triggers in a parse to the acts of a sentence, one event for one act."""

from __future__ import annotations

from detente.coding.actors.phrases import Party, Phrases
from detente.coding.parsing import Parse
from detente.coding.relations.acts import Act, LeftOut, codes_of
from detente.coding.relations.conventions import as_put
from detente.coding.relations.embedding import effect_of
from detente.coding.relations.frames import Frame
from detente.coding.relations.lexicon import Pattern
from detente.coding.relations.matching import consumed_by, fitting, frame_of, triggers
from detente.coding.relations.parties import (
    actors_of,
    implied_recipients,
    may_imply,
    named_deeper,
    one_of_each,
    recipients_of,
    what_is_missing,
    with_implied_actors,
    with_implied_offices,
)
from detente.coding.relations.stance import Stance, negative_determiner, ruled_out, stance_of
from detente.coding.relations.staying import stays
from detente.records import Status

TAKING_CONTENT = frozenset({"commit", "refuse", "threat"})
"""Effects whose word is no act beside its content: `agreed to send` is one act, not two."""


def find_acts(phrases: Phrases) -> tuple[list[Act], list[LeftOut]]:
    """Acts of one sentence in text order, one for each act, and the triggers left out."""
    acts: list[Act] = []
    left_out: list[LeftOut] = []
    consumed: set[int] = set()
    for trigger in triggers(phrases.parse):
        if trigger in consumed:
            continue
        outcome = _read(phrases, trigger)
        if isinstance(outcome, Act):
            acts.append(outcome)
            consumed |= outcome.consumed
        elif outcome is not None:
            left_out.append(outcome)
    acts += [visit for visit in stays(phrases) if not any(v.trigger == visit.trigger for v in acts)]
    return _merged(phrases.parse, acts, left_out), left_out


def status_of(parse: Parse, token: int) -> Status | None:
    """How a text puts what a verb or noun tells, whatever it is: the status its event would have.

    What is refused is `denied`; None is what is only asked for, alleged or said to be due, of which
    there would be no event.
    """
    frame = frame_of(parse, token)
    pattern = Pattern.bare("", parse.lemmas[token], "v" if parse.is_verb(token) else "n", "AGREE")
    act = Act(
        token, pattern, "AGREE", None, None, [], [], reciprocal=False, status="done",
        stance=_stance(parse, frame, set()), via=frame.via,
    )  # fmt: skip
    put = as_put(act)
    if isinstance(put, LeftOut):
        return None
    return "denied" if put.event_type == "REJECT" else put.status


def _read(phrases: Phrases, trigger: int) -> Act | LeftOut | None:
    parse = phrases.parse
    frame = frame_of(parse, trigger)
    reason = None
    for pattern in fitting(parse, trigger, frame):
        outcome = _act(phrases, frame, pattern)
        if isinstance(outcome, Act):
            return as_put(outcome)
        reason = reason or outcome
    return LeftOut(trigger, reason) if reason else None


def _act(phrases: Phrases, frame: Frame, pattern: Pattern) -> Act | str:
    """The act that a pattern reads, or the reason why there is none."""
    if frame.asks:
        return "it is a question, not a request"
    found = _told_parties(phrases, frame, pattern)
    if isinstance(found, str):
        return found
    actors, recipients, between = found
    if problem := _problem(frame, pattern, actors, recipients):
        return problem
    reciprocal = between or (pattern.reciprocal and len(codes_of(actors + recipients)) > 1)
    if reciprocal:
        actors, recipients = one_of_each(actors + recipients), []
    if not reciprocal and pattern.event_type == "CONSULT" and not (actors and recipients):
        return "only one party to the meeting is named"
    consumed = consumed_by(phrases.parse, frame, pattern)
    stance = _stance(phrases.parse, frame, consumed)
    if pattern.event_type == "THREATEN" and effect_of(phrases.parse, frame.trigger) == "thought":
        # `is considering sanctions`
        stance.possible = True
    return Act(
        trigger=frame.trigger,
        pattern=pattern,
        event_type=pattern.event_type,
        mode=pattern.mode,
        cameo=pattern.cameo,
        actors=actors,
        recipients=recipients,
        reciprocal=reciprocal,
        status="done",
        stance=stance,
        via=frame.via,
        consumed=consumed,
    )


def _told_parties(
    phrases: Phrases, frame: Frame, pattern: Pattern
) -> tuple[list[Party], list[Party], bool] | str:
    """Actors, recipients and whether they stand as equals, told or left to the context."""
    actors, between = actors_of(phrases, frame, pattern)
    recipients = [] if between else recipients_of(phrases, frame, pattern, actors)
    actors = phrases.not_themselves(actors, recipients)
    if "joint" in pattern.flags and len(codes_of(actors)) < 2:
        return "only one state does it"
    if "inverse" in pattern.flags:
        actors, recipients = recipients, actors
    if not any(party.code for party in (*actors, *recipients)):
        return "no state or organisation takes part in it"
    actors = with_implied_actors(phrases, pattern, frame, actors, recipients)
    if not between and not recipients:
        recipients = named_deeper(phrases, frame, pattern, actors)
    recipients = with_implied_offices(phrases, pattern, actors, recipients)
    if may_imply(pattern, frame, actors, recipients, between):
        recipients = implied_recipients(phrases, frame, pattern, actors) or recipients
    return actors, recipients, between


def _problem(
    frame: Frame, pattern: Pattern, actors: list[Party], recipients: list[Party]
) -> str | None:
    problem = what_is_missing(pattern, actors, recipients)
    if problem or actors:
        return problem
    named = frame.passive and any(party.code and party.direct for party in recipients)
    return None if named else "nobody is named who does it"


def _stance(parse: Parse, frame: Frame, consumed: set[int]) -> Stance:
    said = frame.via == "said"
    stance = ruled_out(parse, frame.trigger) if said else stance_of(parse, frame.trigger)
    own = set(parse.by_dep(frame.trigger, "nsubj", "nsubjpass", "dobj"))
    others = [noun for noun in (*consumed, *frame.subjects) if noun not in own or said]
    if any(negative_determiner(parse, noun) for noun in others):
        stance.negated = not stance.negated
    return stance


def _merged(parse: Parse, acts: list[Act], left_out: list[LeftOut]) -> list[Act]:
    """One event for one act: of two triggers with the same parties and type, the surer stays."""
    acts = _without_doubles(acts, left_out)
    kept: dict[tuple[object, ...], Act] = {}
    for act in sorted(acts, key=lambda act: (-act.pattern.weight, act.trigger)):
        key = (
            act.event_type,
            act.mode,
            frozenset(codes_of(act.actors)),
            frozenset(codes_of(act.recipients)),
        )
        if key in kept:
            word = parse.words[kept[key].trigger]
            left_out.append(LeftOut(act.trigger, f"the same act as told by '{word}'"))
        else:
            kept[key] = act
    return sorted(kept.values(), key=lambda act: act.trigger)


def _without_doubles(acts: list[Act], left_out: list[LeftOut]) -> list[Act]:
    """Of a word and the act that it takes as content, the one that tells both."""
    dropped: set[int] = set()
    for inner in acts:
        for outer in acts:
            loser = _told_with(inner, outer) if inner.stance.governor == outer.trigger else None
            if loser is not None:
                dropped.add(loser.trigger)
                left_out.append(LeftOut(loser.trigger, "told together with what it is about"))
    return [act for act in acts if act.trigger not in dropped]


def _told_with(inner: Act, outer: Act) -> Act | None:
    """Which of the two needs no event of its own, or None.

    Of `agreed` and the act agreed to, where both became one type, that with fewer parties; of `backed
    away from attacking` the attack stays, which is denied, while `backed out of meeting` refuses.
    """
    same = inner.event_type == outer.event_type or "when-denied" in inner.pattern.flags
    if inner.stance.effect in TAKING_CONTENT and same:
        return min((outer, inner), key=lambda act: len(_named_parties(act)))
    if inner.stance.effect in ("fail", "refuse") and set(codes_of(inner.actors)) & set(
        codes_of(outer.actors)
    ):
        return inner if outer.event_type == "REJECT" else outer
    return None


def _named_parties(act: Act) -> list[Party]:
    return [*act.actors, *act.recipients]
