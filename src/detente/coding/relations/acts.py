"""From triggers in a parse to acts: a type, its parties, and how the text puts it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from detente.coding import ontology
from detente.coding.actors.phrases import SPEAKING_SECTORS, Party, Phrases
from detente.coding.parsing import Parse
from detente.coding.relations.frames import Frame, noun_frame, verb_frame
from detente.coding.relations.lexicon import Pattern, patterns_of
from detente.coding.relations.stance import Stance, negative_determiner, stance_of
from detente.records import EventType, Status

CONTENTLESS = {
    "ask": "it is asked for, not reported as done",
    "charge": "it is alleged, not reported",
}
IMPLYING = frozenset(
    {"ACCUSE", "REJECT", "REQUEST", "THREATEN", "SANCTION", "MOBILIZE", "RETREAT", "CONCEDE"}
)
AGENTLESS = frozenset({"SANCTION", "ACCUSE"})
"""Types whose passive without an agent (`were put on a blacklist`) still has a state behind it."""
TAKING_CONTENT = frozenset({"commit", "refuse", "threat"})
"""Effects whose word is no act beside its content: `agreed to send` is one act, not two."""
REACHING = IMPLYING | {"COERCE", "AID", "AGREE", "RETREAT", "CONCEDE", "SUPPORT"}
OTHER_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "xcomp", "conj", "parataxis", "nsubj"})
PLACING = frozenset("in at near during since after before until off outside inside".split())
REFUSAL_MODE = {"CONSULT": "meet", "AID": "assist", "RETREAT": "yield", "CONCEDE": "yield"}


@dataclass(slots=True)
class Act:
    """One act as read, before dates and speakers are added."""

    trigger: int
    pattern: Pattern
    event_type: EventType
    mode: str | None
    cameo: str | None
    actors: list[Party]
    recipients: list[Party]
    reciprocal: bool
    status: Status
    stance: Stance
    via: str
    consumed: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A trigger that gave no event, and why."""

    trigger: int
    reason: str


def find_acts(phrases: Phrases) -> tuple[list[Act], list[LeftOut]]:
    """Acts of one sentence in text order, one for each act, and the triggers left out."""
    acts: list[Act] = []
    left_out: list[LeftOut] = []
    consumed: set[int] = set()
    for trigger in _triggers(phrases.parse):
        if trigger in consumed:
            continue
        outcome = _read(phrases, trigger)
        if isinstance(outcome, Act):
            acts.append(outcome)
            consumed |= outcome.consumed
        elif outcome is not None:
            left_out.append(outcome)
    return _merged(phrases.parse, acts, left_out), left_out


def _triggers(parse: Parse) -> Iterator[int]:
    """Verbs before nouns, so that a light verb takes its noun with it."""
    verbs = [t for t in range(len(parse)) if parse.is_verb(t) and patterns_of(parse.lemmas[t], "v")]
    nouns = [t for t in range(len(parse)) if parse.is_noun(t) and patterns_of(parse.lemmas[t], "n")]
    yield from verbs
    yield from nouns


def _read(phrases: Phrases, trigger: int) -> Act | LeftOut | None:
    parse = phrases.parse
    frame = _frame(parse, trigger)
    fitting = _fitting(parse, trigger, frame)
    reason = None
    for pattern in fitting:
        outcome = _act(phrases, frame, pattern)
        if isinstance(outcome, Act):
            return _put(outcome)
        reason = reason or outcome
    return LeftOut(trigger, reason) if reason else None


def _frame(parse: Parse, trigger: int) -> Frame:
    return verb_frame(parse, trigger) if parse.is_verb(trigger) else noun_frame(parse, trigger)


def _fitting(parse: Parse, trigger: int, frame: Frame) -> list[Pattern]:
    part = "v" if parse.is_verb(trigger) else "n"
    patterns = patterns_of(parse.lemmas[trigger], part)
    return [pattern for pattern in patterns if _fits(parse, pattern, frame)]


def fitting_patterns(parse: Parse, token: int) -> list[Pattern]:
    """Patterns whose conditions a token meets, the surest first, whoever its parties are."""
    if not (parse.is_verb(token) or parse.is_noun(token)):
        return []
    return _fitting(parse, token, _frame(parse, token))


def _fits(parse: Parse, pattern: Pattern, frame: Frame) -> bool:
    if not pattern.particles <= frame.particles:
        return False
    if frame.phrasal and not pattern.particles:
        return False
    if pattern.objects is not None and not _any_lemma(parse, frame.objects, pattern.objects):
        return False
    if pattern.modifiers is not None and not _any_lemma(parse, frame.modifiers, pattern.modifiers):
        return False
    for preposition, words in pattern.prepositions:
        heads = frame.preps.get(preposition)
        if heads is None or (words is not None and not _any_lemma(parse, heads, words)):
            return False
    return True


def _any_lemma(parse: Parse, heads: list[int], words: frozenset[str]) -> bool:
    return any(
        parse.lemmas[member] in words or parse.lowers[member] in words
        for head in heads
        for member in (head, *parse.by_dep(head, "conj"))
    )


def _act(phrases: Phrases, frame: Frame, pattern: Pattern) -> Act | str:
    """The act that a pattern reads, or the reason why there is none."""
    actors, between = _actors(phrases, frame, pattern)
    recipients = [] if between else _recipients(phrases, frame, pattern, actors)
    if "joint" in pattern.flags and len(_codes(actors)) < 2:
        return "only one state does it"
    if "inverse" in pattern.flags:
        actors, recipients = recipients, actors
    if not any(party.code for party in (*actors, *recipients)):
        return "no state or organisation takes part in it"
    actors = _implied_actors(phrases, pattern, frame, actors, recipients)
    if not between and not recipients:
        recipients = _deeper(phrases, frame, pattern, actors)
    recipients = _implied_offices(phrases, pattern, actors, recipients)
    if _may_imply(pattern, frame, actors, recipients, between):
        implied = phrases.implied(set(_codes(actors)))
        if implied is not None and _refers_back(phrases, frame, pattern):
            recipients = [implied]
    problem = _missing(pattern, actors, recipients)
    if not problem and not actors:
        named = frame.passive and any(p.code and p.direct for p in recipients)
        problem = None if named else "nobody is named who does it"
    if problem:
        return problem
    reciprocal = between or (pattern.reciprocal and len(_codes(actors + recipients)) > 1)
    if reciprocal:
        actors, recipients = _by_code(actors + recipients), []
    if not reciprocal and pattern.event_type == "CONSULT" and not (actors and recipients):
        return "only one party to the meeting is named"
    stance = stance_of(phrases.parse, frame.trigger)
    consumed = _consumed(phrases.parse, frame, pattern)
    if any(negative_determiner(phrases.parse, noun) for noun in (*consumed, *frame.subjects)):
        stance.negated = not stance.negated
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


def _may_imply(
    pattern: Pattern, frame: Frame, actors: list[Party], recipients: list[Party], between: bool
) -> bool:
    """Whether the one acted upon may be left to the context: hostile and verbal acts often do so."""
    return (
        not between
        and not recipients
        and not (pattern.reciprocal and len(_codes(actors)) > 1)
        and bool(pattern.slots)
        and ("needs-recipient" not in pattern.flags or _has_content(pattern, frame))
        and pattern.event_type in IMPLYING
        and any(party.code and party.direct for party in actors)
    )


def _has_content(pattern: Pattern, frame: Frame) -> bool:
    """Whether a verb too general by itself has conditions met, or a clause that says what is meant."""
    return pattern.weight > 1 or "that" in frame.preps or "to-do" in frame.preps


def _implied_actors(
    phrases: Phrases, pattern: Pattern, frame: Frame, actors: list[Party], recipients: list[Party]
) -> list[Party]:
    """An office whose state is not told, acting on one of the two states spoken of, is the other's."""
    agentless = frame.passive and pattern.event_type in AGENTLESS
    acted_upon = {party.code for party in recipients if party.code and (party.direct or agentless)}
    if any(party.code for party in actors) or len(acted_upon) != 1:
        return actors
    if pattern.event_type not in IMPLYING or pattern.reciprocal:
        return actors
    if actors and actors[0].actor.sector not in SPEAKING_SECTORS:
        return actors
    if not actors and not agentless:
        return actors
    implied = phrases.implied({code for code in acted_upon if code})
    if implied is None:
        return actors
    if not actors:
        return [implied]
    office = dataclasses.replace(
        actors[0].actor, country=implied.code, name=actors[0].actor.name or implied.actor.name
    )
    return [dataclasses.replace(actors[0], actor=office, implied=True)]


def _deeper(phrases: Phrases, frame: Frame, pattern: Pattern, actors: list[Party]) -> list[Party]:
    """`banned sales of phones made by Peru's X`: a state named deeper in what is acted upon."""
    acting = set(_codes(actors))
    if not acting or pattern.event_type not in REACHING or pattern.reciprocal:
        return []
    if "needs-object-state" in pattern.flags:
        return []
    for token in _own_words(phrases.parse, frame.trigger):
        mention = phrases.mention_at.get(token)
        if mention is None or not mention.code or ":" in mention.code or mention.code in acting:
            continue
        if _in_place(phrases.parse, token):
            continue
        return [dataclasses.replace(phrases.mention_party(mention), direct=False)]
    return []


def _own_words(parse: Parse, trigger: int) -> list[int]:
    """Words below a trigger and after it, without those of other clauses."""
    found = [trigger]
    for token in found:
        found += [
            child for child in parse.children[token]
            if parse.deps[child] not in OTHER_CLAUSES and child > trigger
        ]  # fmt: skip
    return sorted(found[1:])


def _in_place(parse: Parse, token: int) -> bool:
    """Whether a name only says where or when: `in Chad`, `at Geneva`, `after Bali`."""
    node = token
    while parse.deps[node] in ("compound", "poss", "amod", "nmod", "conj"):
        node = parse.heads[node]
    return parse.deps[node] == "pobj" and parse.lowers[parse.heads[node]] in PLACING


def _implied_offices(
    phrases: Phrases, pattern: Pattern, actors: list[Party], recipients: list[Party]
) -> list[Party]:
    """`accused the lawmakers`: an office without its state, acted upon by one of the two states."""
    unknown = [p for p in recipients if p.code is None and p.actor.sector in SPEAKING_SECTORS]
    acting = set(_codes(actors))
    if not unknown or len(unknown) != len(recipients) or pattern.event_type not in IMPLYING:
        return recipients
    implied = phrases.implied(acting) if acting else None
    if implied is None:
        return recipients
    return [
        dataclasses.replace(
            party, actor=dataclasses.replace(party.actor, country=implied.code), implied=True
        )
        for party in unknown
    ]


def _refers_back(phrases: Phrases, frame: Frame, pattern: Pattern) -> bool:
    """Whether what stands in the recipient's slots, if anything, is something already spoken of."""
    parse = phrases.parse
    read = {"that"} | ({"obj"} if pattern.objects is not None else set())
    heads = [head for slot in pattern.slots if slot not in read for head in frame.slot(slot)]
    return all(
        parse.tags[head] in ("PRP", "DT", "WDT")
        or any(parse.deps[t] in ("det", "poss") and parse.lowers[t] not in ("a", "an", "some")
               for t in parse.children[head])
        for head in heads
    )  # fmt: skip


def _actors(phrases: Phrases, frame: Frame, pattern: Pattern) -> tuple[list[Party], bool]:
    """Who acts; True where `between` or a joint name makes all of them equal parties."""
    mediates = pattern.mode == "third-party" and frame.subjects
    if mediates:
        return [party for head in frame.subjects for party in phrases.parties(head)], False
    if between := _between(phrases, frame) or _named_after_place(phrases, frame, pattern):
        return between, True
    found = [party for head in frame.subjects for party in phrases.parties(head)]
    if phrases.parse.is_verb(frame.trigger):
        return _acting(found), False
    joint = _joint_modifiers(phrases, frame)
    if len(_codes(joint)) > 1:
        return joint, True
    return _noun_actors(phrases, frame, pattern, found, joint), False


def _between(phrases: Phrases, frame: Frame) -> list[Party]:
    for name in ("between", "among"):
        parties = [party for head in frame.preps.get(name, ()) for party in phrases.parties(head)]
        if len(_codes(parties)) > 1:
            return _by_code(parties)
    return []


def _named_after_place(phrases: Phrases, frame: Frame, pattern: Pattern) -> list[Party]:
    """`the Bali summit`: a meeting known by its place is one of the two states spoken of."""
    if not (pattern.reciprocal and pattern.part == "n" and pattern.event_type == "CONSULT"):
        return []
    mentions = phrases.left_mentions(frame.trigger)
    if len(mentions) != 1 or mentions[0].kind not in ("place", "capital") or frame.possessors:
        return []
    if frame.preps.get("with") or phrases.parse.first(frame.trigger, "det") is None:
        return []
    pair = phrases.discourse.salient_pair(phrases.parse.start)
    if pair is None:
        return []
    here = phrases.mention_party(mentions[0]).actor
    return [
        Party(dataclasses.replace(here, name=None, country=code, sector="GOV"), True)
        for code in pair
    ]


def _joint_modifiers(phrases: Phrases, frame: Frame) -> list[Party]:
    """Names that stand right before a nominal act: `Kenyan aid`, `US-China talks`."""
    mentions = phrases.left_mentions(frame.trigger)
    possessed = {phrases.mention_at.get(head) for head in frame.possessors}
    return [
        phrases.mention_party(mention)
        for mention in mentions
        if mention not in possessed and mention.kind != "place"
    ]


def _noun_actors(
    phrases: Phrases, frame: Frame, pattern: Pattern, found: list[Party], joint: list[Party]
) -> list[Party]:
    slots = [frame.preps.get("by", [])]
    if "poss" not in pattern.slots or _fills_other_slot(phrases, frame, pattern):
        slots.append(frame.possessors)
    slots += [frame.preps.get(name, []) for name in ("of", "from") if name not in pattern.slots]
    for heads in slots[:2]:
        named = [party for head in heads for party in phrases.parties(head) if party.code]
        if named:
            return named
    if joint:
        return joint
    if _acting(found):
        return _acting(found)
    for heads in slots[2:]:
        named = [p for head in heads for p in phrases.parties(head) if p.code and p.direct]
        if named:
            return named
    return []


def _fills_other_slot(phrases: Phrases, frame: Frame, pattern: Pattern) -> bool:
    """Whether the one acted upon stands elsewhere, which makes the possessor the actor."""
    return any(
        party.code
        for slot in pattern.slots
        if slot != "poss"
        for head in frame.slot(slot)
        for party in phrases.parties(head)
    )


def _acting(parties: list[Party]) -> list[Party]:
    """Actors proper, else what stands for them (`Chinese missiles`); never a mere place."""
    acting = [party for party in parties if not party.place]
    return [party for party in acting if party.direct] or acting


def _recipients(
    phrases: Phrases, frame: Frame, pattern: Pattern, actors: list[Party]
) -> list[Party]:
    """Parties in the first slot that holds one other than the actor."""
    acting = set(_codes(actors))
    if pattern.reciprocal and len(acting) > 1:
        return []
    fallback: list[Party] = []
    mediated = ("between", "among") if pattern.mode == "third-party" else ()
    for slot in (*mediated, *pattern.slots, *_further_slots(pattern)):
        parties = [party for head in frame.slot(slot) for party in phrases.parties(head)]
        if "needs-object-state" in pattern.flags:
            parties = [party for party in parties if party.direct]
        others = [p for p in parties if p.code is not None and p.code not in acting]
        if others:
            direct = [party for party in others if party.direct]
            return direct or others
        if slot != "that":
            fallback = fallback or [p for p in parties if (p.direct or p.code) and not p.pronoun]
    return [] if pattern.reciprocal else fallback


def _further_slots(pattern: Pattern) -> tuple[str, ...]:
    """`a ban on rice from Niger`: where restrictions name the state they hit, besides their slots."""
    if pattern.event_type != "SANCTION" or pattern.objects is None:
        return ()
    return tuple(slot for slot in ("on", "against", "from") if slot not in pattern.slots)


def _missing(pattern: Pattern, actors: list[Party], recipients: list[Party]) -> str | None:
    stated = any(party.code for party in recipients)
    alone = not recipients
    if not actors and not stated:
        return "no actor"
    if "needs-recipient" in pattern.flags and not stated and len(_codes(actors)) < 2:
        return "no state is acted upon"
    if ontology.needs_recipient(pattern.event_type) and alone and len(_codes(actors)) < 2:
        return "the type needs a recipient and none is named"
    if not any(party.code for party in actors) and not stated:
        return "no state takes part in it"
    return None


def _consumed(parse: Parse, frame: Frame, pattern: Pattern) -> set[int]:
    """Nouns that the pattern has read as part of the act."""
    taken: set[int] = set()
    if pattern.objects is not None:
        taken |= {
            member
            for head in frame.objects
            for member in (head, *parse.by_dep(head, "conj"))
            if parse.lemmas[member] in pattern.objects or parse.lowers[member] in pattern.objects
        }
    for preposition, words in pattern.prepositions:
        taken |= {
            head
            for head in frame.preps.get(preposition, ())
            if words is not None and parse.lemmas[head] in words
        }
    return taken


def _put(act: Act) -> Act | LeftOut:
    """The act as PLOVER codes it, given how the text puts it."""
    stance = act.stance
    effect = stance.effect
    act = _as_protest_note(act)
    if effect in CONTENTLESS:
        return LeftOut(act.trigger, CONTENTLESS[effect])
    if stance.obliged:
        return LeftOut(act.trigger, "it is said that it ought to happen, not that it did")
    refused = effect == "refuse" or (
        (effect in ("commit", "plan") or stance.future or stance.would)
        and (stance.negated != stance.governor_negated)
    )
    if refused and act.event_type not in ("REJECT", "CONCEDE"):
        if effect == "refuse" and stance.governor_negated:
            return replace_status(act, "denied")
        return _as(act, "REJECT", REFUSAL_MODE.get(act.event_type), "done")
    if stance.negated or stance.governor_negated or effect in ("fail", "deny"):
        return replace_status(act, "denied")
    if stance.conditional:
        return replace_status(act, "conditional")
    if effect == "cease":
        return _ceased(act)
    if effect == "threat":
        return _as(act, "THREATEN", None, "planned")
    if effect in ("try", "thought") or stance.possible:
        return replace_status(act, "hypothetical")
    if effect in ("commit", "plan") or stance.future or stance.purpose or stance.would:
        return _promised(act)
    return replace_status(act, "ongoing" if stance.ongoing else "done")


def _as_protest_note(act: Act) -> Act:
    """People demonstrate; a government that protests has complained (PLOVER: ACCUSE, disapprove)."""
    official = any(party.actor.sector == "GOV" and party.code for party in act.actors)
    if act.event_type != "PROTEST" or act.pattern.lemma != "protest" or not official:
        return act
    return replace(act, event_type="ACCUSE", mode="disapprove", cameo="114")


def _promised(act: Act) -> Act:
    """A cooperative act told in the future is AGREE, a hostile one THREATEN (PLOVER manual)."""
    quad = ontology.quad_class(act.event_type)
    if len(_codes(act.actors)) > 1 and not act.recipients:
        act = replace(act, reciprocal=True)
    if act.event_type in ("AGREE", "CONCEDE", "THREATEN", "REJECT", "REQUEST", "ACCUSE"):
        return replace_status(act, "planned")
    if act.event_type == "RETREAT":
        return _as(act, "CONCEDE", None, "planned")
    return _as(act, "AGREE" if quad in ontology.COOPERATIVE else "THREATEN", None, "planned")


def _ceased(act: Act) -> Act:
    quad = ontology.quad_class(act.event_type)
    if quad in ontology.COOPERATIVE:
        return _as(act, "SANCTION", "discontinue", "done")
    return _as(act, "RETREAT", None, "done")


def _as(act: Act, event_type: EventType, mode: str | None, status: Status) -> Act:
    actors, recipients = _sides(act, event_type)
    return replace(
        act,
        actors=actors,
        recipients=recipients,
        event_type=event_type,
        mode=mode,
        cameo=None,
        status=status,
        reciprocal=act.reciprocal and event_type == "AGREE",
    )


def _sides(act: Act, event_type: EventType) -> tuple[list[Party], list[Party]]:
    """A joint act refused or threatened has the first party as its actor."""
    if not act.reciprocal or event_type == "AGREE":
        return act.actors, act.recipients
    return act.actors[:1], act.actors[1:]


def replace_status(act: Act, status: Status) -> Act:
    """The same act with another status."""
    return replace(act, status=status)


def _merged(parse: Parse, acts: list[Act], left_out: list[LeftOut]) -> list[Act]:
    """One event for one act: of two triggers with the same parties and type, the surer stays."""
    acts = _without_doubles(acts, left_out)
    kept: dict[tuple[object, ...], Act] = {}
    for act in sorted(acts, key=lambda act: (-act.pattern.weight, act.trigger)):
        key = (
            act.event_type,
            act.mode,
            frozenset(_codes(act.actors)),
            frozenset(_codes(act.recipients)),
        )
        if key in kept:
            word = parse.words[kept[key].trigger]
            left_out.append(LeftOut(act.trigger, f"the same act as told by '{word}'"))
        else:
            kept[key] = act
    return sorted(kept.values(), key=lambda act: act.trigger)


def _without_doubles(acts: list[Act], left_out: list[LeftOut]) -> list[Act]:
    """Of `agreed` and the act agreed to, where both became one type, the one with more parties."""
    dropped: set[int] = set()
    for inner in acts:
        for outer in acts:
            takes = inner.stance.governor == outer.trigger and inner.stance.effect in TAKING_CONTENT
            if takes and inner.event_type == outer.event_type:
                loser = min((outer, inner), key=lambda act: len(_named_parties(act)))
                dropped.add(loser.trigger)
                left_out.append(LeftOut(loser.trigger, "told together with what it is about"))
    return [act for act in acts if act.trigger not in dropped]


def _named_parties(act: Act) -> list[Party]:
    return [*act.actors, *act.recipients]


def _codes(parties: list[Party]) -> list[str]:
    return list(dict.fromkeys(party.code for party in parties if party.code))


def _by_code(parties: list[Party]) -> list[Party]:
    """One party for each state, the first named."""
    seen: dict[str | None, Party] = {}
    for party in parties:
        if party.code:
            seen.setdefault(party.code, party)
    return list(seen.values())
