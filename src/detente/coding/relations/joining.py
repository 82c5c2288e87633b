"""Acts of a sentence as the lexicon and the model read them together.

The lexicon proposes acts; the model weighs the pairs of parties, those of the acts among them. An act
it takes for nothing is left out, one of another type is retold, and a pair that it joins by
itself becomes an act at the word that it points to. Acts whose other party is left to the
sentences around, which the model does not see, stay as the lexicon read them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from detente.coding.actors.phrases import Party, Phrases
from detente.coding.parsing import Parse
from detente.coding.pieces import StateName
from detente.coding.relations.acts import Act, LeftOut
from detente.coding.relations.apart import is_of_bare_verb, stand_apart
from detente.coding.relations.candidates import Pair, pairs, state_names
from detente.coding.relations.encoding import PairFeatures
from detente.coding.relations.lexicon import Pattern
from detente.coding.relations.likelihood import LIKELY_BETWEEN, LIKELY_WITHIN
from detente.coding.relations.model import Judgement
from detente.coding.relations.parties import one_of_each, stands_alone
from detente.coding.relations.putting import TURNED, as_told, is_unreal, may_tell, telling
from detente.coding.relations.stance import stance_of
from detente.records import EventType

ENOUGH = 0.5
"""Share that all types together have of a pair, above which it is an act."""
TOO_LITTLE = 0.1
"""Share below which an act that the lexicon read is none."""
SURELY_ANOTHER = 0.6
"""Share of one type above which an act that the lexicon read as another is retold; below it, the
lexicon was right more often on the sentences held out for choosing."""

FAILING = frozenset({"fail", "failure"})
"""Words by which a refusal may be told (`failed to reach a deal`)."""


class Judge(Protocol):
    """What weighs pairs: the relation model."""

    def judge(
        self, sentence: str, names: Sequence[StateName], pairs: Sequence[PairFeatures]
    ) -> list[Judgement]:
        """Judgements of the pairs, in order."""


@dataclass(frozen=True, slots=True)
class _Weighed:
    """A pair with what the model says of it."""

    actor: Party
    recipient: Party
    between: bool
    known: bool
    told: Judgement
    trigger: int
    apart: bool

    @property
    def event_type(self) -> EventType:
        return self.told.best


def joined_acts(
    phrases: Phrases, read: Sequence[Act], spoken: Sequence[Act], model: Judge, likelihood: float
) -> tuple[list[Act], list[LeftOut]]:
    """Acts in text order, and those that were left out, with the reason.

    `read` are those of the lexicon, `spoken` those that positions make, of which the model is not
    told. `likelihood` is that of the sentence telling an act, by its words.
    """
    acts = [*read, *spoken]
    if likelihood < LIKELY_BETWEEN and not acts:
        return [], []
    found = [p for p in pairs(phrases, read) if _worth_weighing(p, acts, likelihood)]
    weighed = _weigh(phrases, found, model)
    kept: list[Act] = []
    left_out: list[LeftOut] = []
    outcomes = [
        _reconsidered(act, [each for each in weighed if _covers(act, each)]) for act in acts
    ]
    for act, alone in zip(acts, outcomes, strict=True):
        outcome = _with_its_like(phrases.parse, act, alone, outcomes)
        if isinstance(outcome, LeftOut):
            left_out.append(outcome)
        elif _told_by(outcome, kept):
            left_out.append(LeftOut(act.trigger, "told together with another act"))
        else:
            kept.append(outcome)
    kept = [_completed(act, weighed) for act in kept]
    kept += _found(phrases.parse, weighed, kept)
    return sorted(kept, key=lambda act: act.trigger), left_out


def _weigh(phrases: Phrases, asked: Sequence[Pair], model: Judge) -> list[_Weighed]:
    """Pairs within the model's reach with its judgements, the surest first."""
    parse = phrases.parse
    if not asked:
        return []
    sentence = phrases.discourse.text[parse.start : parse.ends[-1]]
    names = state_names(phrases.mentions, parse.start)
    judged = model.judge(sentence, names, [pair.features(phrases) for pair in asked])
    weighed = [
        _Weighed(
            pair.actor.party,
            pair.recipient.party,
            pair.between,
            pair.known,
            told,
            _trigger(parse, pair, told),
            stand_apart(phrases, pair),
        )
        for pair, told in zip(asked, judged, strict=True)
        if told.reached
    ]
    return sorted(
        weighed, key=lambda each: (-each.told.joined, _place(each.actor), _place(each.recipient))
    )


def _worth_weighing(pair: Pair, acts: Sequence[Act], likelihood: float) -> bool:
    actor, recipient = pair.actor.party, pair.recipient.party
    if not pair.between and _one_and_the_same(actor, recipient):
        return False
    if any(_joins(act, actor, recipient) for act in acts):
        return True
    return likelihood >= (LIKELY_BETWEEN if pair.between else LIKELY_WITHIN)


def _one_and_the_same(one: Party, other: Party) -> bool:
    """`Fiji said it would …`: a state, and a word that stands for it."""
    if one.code is None or one.code != other.code:
        return False
    return one.pronoun or other.pronoun


def _reconsidered(act: Act, weighed: Sequence[_Weighed]) -> Act | LeftOut:
    """What becomes of an act of the lexicon, whose pairs are given, the surest first."""
    if not weighed or _in_one_phrase(act):
        return act
    best = weighed[0]
    if best.told.joined < TOO_LITTLE:
        if any(party.implied for party in act.recipients) and stands_alone(act):
            return replace(act, recipients=[])
        return LeftOut(act.trigger, "read in the whole sentence it joins nobody")
    if is_unreal(act) and best.event_type in TURNED and not _weighs(act, best):
        share = best.told.share_of(act.event_type) + best.told.share_of(best.event_type)
        return replace(act, probability=share)
    surely = best.told.share_of(best.event_type) >= SURELY_ANOTHER or _weighs(act, best)
    if best.event_type == act.event_type or not (surely and _same_word(act, best)):
        return replace(act, probability=best.told.share_of(act.event_type))
    return _retold(act, best, joint=_joint(best, weighed))


def _weighs(act: Act, best: _Weighed) -> bool:
    """`is considering sending a ship`: told of as what acts to come are."""
    return (
        act.stance.effect == "thought"
        and act.stance.governor == best.trigger
        and best.event_type in TURNED
        and best.told.joined >= ENOUGH
    )


def _with_its_like(
    parse: Parse, act: Act, outcome: Act | LeftOut, outcomes: Sequence[Act | LeftOut]
) -> Act | LeftOut:
    """`Peru's visit to Fiji and Fiji's visit to Peru`: where the same word joined by `and` tells an act, so
    does the other, as surely."""
    if isinstance(outcome, Act):
        return outcome
    for other in outcomes:
        if (
            isinstance(other, Act)
            and other.event_type == act.event_type
            and parse.lemmas[other.trigger] == parse.lemmas[act.trigger]
            and _side_by_side(parse, act.trigger, other.trigger)
        ):
            return replace(act, probability=other.probability)
    return outcome


def _side_by_side(parse: Parse, one: int, other: int) -> bool:
    """Whether `and` joins two words, or they stand in one place of a clause, as parsers often have it."""
    if (parse.heads[one], parse.deps[one]) == (parse.heads[other], parse.deps[other]):
        return True
    return any(
        parse.deps[second] == "conj" and first in parse.ancestors(second)
        for first, second in ((one, other), (other, one))
    )


def _in_one_phrase(act: Act) -> bool:
    """`Leaders of the two countries`: the model asks two phrases, not one that stands for two states."""
    parties = [*act.actors, *act.recipients]
    return any(
        one.code != other.code and one.overlaps(other) for one in parties for other in parties
    )


def _completed(act: Act, weighed: Sequence[_Weighed]) -> Act:
    """An act that the lexicon read without anybody undergoing it, with whom or what the model finds."""
    if act.recipients or act.reciprocal:
        return act
    for each in weighed:
        same = _same_type(act, each) and _same_word(act, each)
        if each.told.joined >= ENOUGH and same and _among(each.actor, act.actors):
            return replace(
                act, recipients=[each.recipient], probability=each.told.share_of(each.event_type)
            )
    return act


def _same_type(act: Act, each: _Weighed) -> bool:
    """Whether a pair is of an act's type; of what might have been, also of what acts to come become."""
    return act.event_type == each.event_type or (is_unreal(act) and each.event_type in TURNED)


def _same_word(act: Act, each: _Weighed) -> bool:
    weighed = act.stance.governor if act.stance.effect == "thought" else act.trigger
    return each.trigger in {act.trigger, weighed, *act.consumed}


def _retold(act: Act, best: _Weighed, *, joint: bool) -> Act:
    """The act as the type that the model finds likeliest; a joint act that is none has two sides."""
    sided = act.reciprocal and not joint
    return replace(
        act,
        event_type=best.event_type,
        mode=best.told.mode_of(best.event_type),
        cameo=None,
        pattern=replace(act.pattern, event_type=best.event_type, mode=None, cameo=None),
        status=act.status if act.stance.effect == "thought" else best.told.status,
        actors=[best.actor] if sided else act.actors,
        recipients=[best.recipient] if sided else act.recipients,
        reciprocal=act.reciprocal and joint,
        probability=best.told.share_of(best.event_type),
    )


def _found(parse: Parse, weighed: Sequence[_Weighed], kept: Sequence[Act]) -> list[Act]:
    """Acts that the model reads by itself: one for each type and word."""
    chosen: list[_Weighed] = []
    for each in weighed:
        if each.told.joined < ENOUGH or any(_doubles(each, other) for other in chosen):
            continue
        if not each.apart or is_of_bare_verb(parse, each.trigger, each.event_type):
            continue
        if not any(_holds(parse, act, each) for act in kept):
            chosen.append(each)
    groups: dict[tuple[EventType, int], list[_Weighed]] = defaultdict(list)
    for each in chosen:
        groups[each.event_type, each.trigger].append(each)
    found = [act for group in groups.values() for act in _acts(parse, _the_known(group))]
    return [put for act in found if (put := as_told(parse, act)) is not None]


def _holds(parse: Parse, act: Act, each: _Weighed) -> bool:
    """Whether an act says what a pair does: of known parties, by the type or the word; of an unknown
    one, by both, whoever else the act names. What was not done is told also by the word that says so."""
    kept_from = act.stance.effect == "fail" and act.stance.governor == each.trigger
    refused = each.event_type == "REJECT" and parse.lemmas[each.trigger] in FAILING
    if kept_from and not refused and _covers(act, each):
        return True
    if not each.known:
        return _same_type(act, each) and _same_word(act, each)
    if each.between and act.event_type == each.event_type and _same_word(act, each):
        return _joins_one(parse, act, each)
    return (
        _covers(act, each) and (act.event_type == each.event_type or _same_word(act, each))
    ) or (is_unreal(act) and _same_type(act, each) and _same_word(act, each))


def _joins_one(parse: Parse, act: Act, each: _Weighed) -> bool:
    """Whether an act joins a pair, or those whom its phrases stand beside (`Li, head of …`)."""
    undergoing = act.actors if act.reciprocal else act.recipients
    return any(_is_one(parse, each.actor, p) for p in act.actors) and any(
        _is_one(parse, each.recipient, p) for p in undergoing
    )


def _is_one(parse: Parse, one: Party, other: Party) -> bool:
    if _alike(one, other, states=False):
        return True
    first, second = _words_of(parse, one), _words_of(parse, other)
    apposed = _stands_beside(parse, first, second) or _stands_beside(parse, second, first)
    return apposed and _alike(one, other, states=True)


def _stands_beside(parse: Parse, words: set[int], others: set[int]) -> bool:
    """`Li, head of the office`: whether words are in apposition to others, or inside what is."""
    for token in words:
        apposed = False
        while parse.deps[token] in ("appos", "pobj", "prep", "compound"):
            apposed = apposed or parse.deps[token] == "appos"
            token = parse.heads[token]
        if apposed and token in others:
            return True
    return False


def _words_of(parse: Parse, party: Party) -> set[int]:
    start, end = party.actor.start, party.actor.end
    if start is None or end is None:
        return set()
    return {t for t in range(len(parse)) if start <= parse.starts[t] < end}


def _the_known(group: list[_Weighed]) -> list[_Weighed]:
    """Pairs of known parties, where an act has some: who is named stands before what is named."""
    return [each for each in group if each.known] or group


def _doubles(one: _Weighed, surer: _Weighed) -> bool:
    """Whether a pair tells the same as a surer one, of the same states or with the same words."""
    if one.event_type != surer.event_type:
        return False
    return _alike(one.actor, surer.actor, states=one.between and surer.between) and _alike(
        one.recipient, surer.recipient, states=one.between and surer.between
    )


def _acts(parse: Parse, group: Sequence[_Weighed]) -> list[Act]:
    """Joint acts of those joined both ways, and for the rest acts on whose two sides nobody stands
    at once."""
    joint = [each for each in group if _joint(each, group)]
    acts = []
    if joint:
        partners = one_of_each([party for each in joint for party in (each.actor, each.recipient)])
        acts.append(_act(parse, joint[0], partners, []))
    rest = [each for each in group if each not in joint]
    while rest:
        actors: list[Party] = []
        recipients: list[Party] = []
        taken = []
        for each in rest:
            if _among(each.actor, recipients) or _among(each.recipient, actors):
                continue
            taken.append(each)
            actors = _with(actors, each.actor)
            recipients = _with(recipients, each.recipient)
        acts.append(_act(parse, taken[0], actors, recipients))
        rest = [each for each in rest if each not in taken]
    return acts


def _act(parse: Parse, best: _Weighed, actors: list[Party], recipients: list[Party]) -> Act:
    mode = best.told.mode_of(best.event_type)
    return Act(
        trigger=best.trigger,
        pattern=_pattern(parse, best.trigger, best.event_type, mode),
        event_type=best.event_type,
        mode=mode,
        cameo=None,
        actors=sorted(actors, key=_place),
        recipients=sorted(recipients, key=_place),
        reciprocal=not recipients,
        status=best.told.status,
        stance=stance_of(parse, best.trigger),
        via="model",
        probability=best.told.share_of(best.event_type),
    )


def _pattern(parse: Parse, trigger: int, event_type: EventType, mode: str | None) -> Pattern:
    """What a line of the lexicon would say of an act that none tells of."""
    part = "v" if parse.is_verb(trigger) else "n"
    return Pattern.bare("the relation model", parse.lemmas[trigger], part, event_type, mode)


def _trigger(parse: Parse, pair: Pair, told: Judgement) -> int:
    """The word the model points to, if it is one that can tell an act, or the verb above the actor."""
    if told.trigger is not None:
        at = parse.start + told.trigger[0]
        for token in range(len(parse)):
            if parse.starts[token] <= at < parse.ends[token] and may_tell(parse, token):
                return telling(parse, token, told.best)
    above = (t for t in parse.ancestors(pair.actor.token) if parse.is_verb(t))
    return next(above, pair.actor.token)


def _covers(act: Act, each: _Weighed) -> bool:
    return _joins(act, each.actor, each.recipient)


def _joins(act: Act, actor: Party, recipient: Party) -> bool:
    """Whether an act has one party among those who act, and the other among those acted upon."""
    undergoing = act.actors if act.reciprocal else act.recipients
    return _among(actor, act.actors) and _among(recipient, undergoing)


def _told_by(act: Act, others: Sequence[Act]) -> bool:
    """Whether another act has the same type and parties, and the same word or one that the word governs."""
    return any(
        other.event_type == act.event_type
        and act.trigger in (other.trigger, other.stance.governor)
        and all(_among(party, other.actors) for party in act.actors)
        and all(_among(party, other.recipients) for party in act.recipients)
        for other in others
    )


def _joint(each: _Weighed, group: Sequence[_Weighed]) -> bool:
    """Whether two states are joined both ways by the same type."""
    return each.between and any(
        other.told.joined >= ENOUGH
        and other.event_type == each.event_type
        and _alike(each.actor, other.recipient, states=True)
        and _alike(each.recipient, other.actor, states=True)
        for other in group
    )


def _among(party: Party, others: Iterable[Party]) -> bool:
    return any(_alike(party, other, states=False) for other in others)


def _with(parties: list[Party], more: Party) -> list[Party]:
    return parties if _among(more, parties) else [*parties, more]


def _alike(one: Party, other: Party, *, states: bool) -> bool:
    """Whether two parties are the same: by state where that is enough, else by state and words."""
    if one.code is not None and other.code is not None:
        return one.code == other.code and (
            states or one.actor.sector == other.actor.sector or one.overlaps(other)
        )
    return one.overlaps(other)


def _place(party: Party) -> int:
    return party.actor.start if party.actor.start is not None else -1
