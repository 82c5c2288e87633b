"""Who acts and who is acted upon, told in the frame or left to the sentences around."""

from __future__ import annotations

import dataclasses
import re

from detente.coding import ontology
from detente.coding.actors.phrases import SPEAKING_SECTORS, Party, Phrases
from detente.coding.parsing import Parse
from detente.coding.relations.acts import Act, codes_of
from detente.coding.relations.frames import Frame
from detente.coding.relations.lexicon import Pattern
from detente.records import EventType

IMPLYING = frozenset(
    {"ACCUSE", "REJECT", "REQUEST", "THREATEN", "SANCTION", "MOBILIZE", "RETREAT", "CONCEDE"}
)


OF_A_CHAMBER = re.compile(r"(?:[Tt]he )?(?:House|Senate|Lower House|Upper House)\b")
"""`House Speaker`: of a chamber that is named but whose state is not told: of none of the two."""
AGENTLESS = frozenset({"SANCTION", "ACCUSE"})
"""Types whose passive without an agent (`were put on a blacklist`) still has a state behind it."""


REACHING = IMPLYING | {"COERCE", "AID", "AGREE", "RETREAT", "CONCEDE", "SUPPORT"}


ANSWERING = frozenset({"ACCUSE", "REJECT", "SUPPORT", "REQUEST", "THREATEN"})
"""Types that answer what somebody did."""


OTHER_CLAUSES = frozenset({"relcl", "advcl", "ccomp", "xcomp", "conj", "parataxis", "nsubj"})


PLACING = frozenset("in at near during since after before until off outside inside".split())


def family(pattern: Pattern) -> EventType:
    """The type whose ways of naming parties a pattern follows.

    A sanction, embargo or tariff (CAMEO 163) is coercion in PLOVER, but names, needs and leaves
    out its target as cut relations do.
    """
    return "SANCTION" if pattern.cameo == "163" else pattern.event_type


def may_imply(
    pattern: Pattern, frame: Frame, actors: list[Party], recipients: list[Party], between: bool
) -> bool:
    """Whether the one acted upon may be left to the context: hostile and verbal acts often do so."""
    return (
        not between
        and not recipients
        and not (pattern.reciprocal and len(codes_of(actors)) > 1)
        and bool(pattern.slots)
        and ("needs-recipient" not in pattern.flags or _has_content(pattern, frame))
        and family(pattern) in IMPLYING
        and any(party.code and party.direct for party in actors)
    )


def _has_content(pattern: Pattern, frame: Frame) -> bool:
    """Whether a verb too general by itself has conditions met, or a clause that says what is meant."""
    return pattern.weight > 1 or "that" in frame.preps or "to-do" in frame.preps


def implied_recipients(
    phrases: Phrases, frame: Frame, pattern: Pattern, actors: list[Party]
) -> list[Party]:
    """The one acted upon as the sentences around tell it, or nobody."""
    acting = set(codes_of(actors))
    heads = [head for slot in pattern.slots for head in frame.slot(slot)]
    implied = phrases.referred(heads, acting) or phrases.implied(acting)
    if implied is None or not refers_back(phrases, frame, pattern):
        return []
    return [implied]


def with_implied_actors(
    phrases: Phrases, pattern: Pattern, frame: Frame, actors: list[Party], recipients: list[Party]
) -> list[Party]:
    """An office whose state is not told, acting on one of the two states spoken of, is the other's."""
    agentless = frame.passive and family(pattern) in AGENTLESS
    acted_upon = {party.code for party in recipients if party.code and (party.direct or agentless)}
    if any(party.code for party in actors) or len(acted_upon) != 1:
        return actors
    if family(pattern) not in IMPLYING or pattern.reciprocal:
        return actors
    if actors and actors[0].actor.sector not in SPEAKING_SECTORS:
        return actors
    if actors and OF_A_CHAMBER.match(actors[0].actor.text):
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


def named_deeper(
    phrases: Phrases, frame: Frame, pattern: Pattern, actors: list[Party]
) -> list[Party]:
    """`banned sales of phones made by Peru's X`: a state named deeper in what is acted upon."""
    acting = set(codes_of(actors))
    if not acting or pattern.event_type not in REACHING:
        return []
    if pattern.reciprocal and len(acting) > 1:
        return []
    if "needs-object-state" in pattern.flags:
        return []
    for token in _own_words(phrases.parse, frame.trigger):
        if phrases.parse.lowers[token] == "island":
            return [party for party in phrases.parties(token) if party.code not in acting]
        mention = phrases.mention_at.get(token)
        if mention is None or not mention.code or ":" in mention.code or mention.code in acting:
            continue
        if _in_place(phrases.parse, token):
            continue
        return [dataclasses.replace(phrases.mention_party(mention), direct=False)]
    return _doer_in_clause(phrases, frame, pattern, acting)


def _doer_in_clause(
    phrases: Phrases, frame: Frame, pattern: Pattern, acting: set[str]
) -> list[Party]:
    """`objected to the way Peru treats …`: who does what is objected to, in the clause on it."""
    parse = phrases.parse
    if pattern.event_type not in ANSWERING:
        return []
    if said := _named_in_content(phrases, frame, acting):
        return said
    return [
        dataclasses.replace(party, direct=False)
        for slot in pattern.slots
        for head in frame.slot(slot)
        for clause in parse.by_dep(head, "relcl")
        for subject in parse.by_dep(clause, "nsubj")
        for party in phrases.parties(subject)
        if party.code and party.code not in acting and party.direct and not party.place
    ][:1]


def _named_in_content(phrases: Phrases, frame: Frame, acting: set[str]) -> list[Party]:
    """`warned that it would hit anyone who helps Peru`: the only other state in what is said."""
    parse = phrases.parse
    named = {
        mention
        for clause in frame.preps.get("that", ())
        for token in parse.subtree(clause)
        if (mention := phrases.mention_at.get(token)) and mention.code
        and ":" not in mention.code and mention.code not in acting
        and mention.kind != "place" and not _in_place(parse, token)
    }  # fmt: skip
    if len({mention.code for mention in named}) != 1:
        return []
    first = min(named, key=lambda mention: mention.start)
    return [dataclasses.replace(phrases.mention_party(first), direct=False)]


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


def with_implied_offices(
    phrases: Phrases, pattern: Pattern, actors: list[Party], recipients: list[Party]
) -> list[Party]:
    """`accused the lawmakers`: an office without its state, acted upon by one of the two states."""
    unknown = [p for p in recipients if p.code is None and p.actor.sector in SPEAKING_SECTORS]
    acting = set(codes_of(actors))
    if not unknown or len(unknown) != len(recipients) or family(pattern) not in IMPLYING:
        return recipients
    implied = phrases.implied(acting) if acting else None
    if implied is None:
        return recipients
    return [
        dataclasses.replace(
            party,
            actor=dataclasses.replace(
                party.actor,
                country=phrases.last_of_sector(party.actor.sector, acting) or implied.code,
            ),
            implied=True,
        )
        for party in unknown
    ]


def refers_back(phrases: Phrases, frame: Frame, pattern: Pattern) -> bool:
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


def actors_of(phrases: Phrases, frame: Frame, pattern: Pattern) -> tuple[list[Party], bool]:
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
    if len(codes_of(joint)) > 1:
        return joint, True
    return _noun_actors(phrases, frame, pattern, found, joint), False


def _between(phrases: Phrases, frame: Frame) -> list[Party]:
    for name in ("between", "among"):
        parties = [party for head in frame.preps.get(name, ()) for party in phrases.parties(head)]
        if len(codes_of(parties)) == 1:
            aside = phrases.parse.by_dep(frame.trigger, "appos")
            parties += [party for head in aside for party in phrases.parties(head)]
        if len(codes_of(parties)) > 1:
            return one_of_each(parties)
    return _of_both(phrases, frame) if phrases.parse.is_noun(frame.trigger) else []


def _of_both(phrases: Phrases, frame: Frame) -> list[Party]:
    """`the first meeting of the Peru-Chile working group`: of a body that is of two states."""
    for head in frame.preps.get("of", ()):
        parties = phrases.parties(head, coordinated=False)
        if len(codes_of(parties)) > 1 and phrases.role_at(head) is not None:
            return one_of_each(parties)
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


def recipients_of(
    phrases: Phrases, frame: Frame, pattern: Pattern, actors: list[Party]
) -> list[Party]:
    """Parties in the first slot that holds one other than the actor."""
    acting = set(codes_of(actors))
    if pattern.reciprocal and len(acting) > 1:
        return []
    fallback: list[Party] = []
    mediated = ("between", "among") if pattern.mode == "third-party" else ()
    for slot in (*mediated, *pattern.slots, *_further_slots(pattern)):
        parties = [party for head in frame.slot(slot) for party in phrases.parties(head)]
        if "needs-object-state" in pattern.flags:
            parties = [party for party in parties if party.direct]
        if "to-person" in pattern.flags:
            parties = [party for party in parties if party.person]
        others = [p for p in parties if p.code is not None and p.code not in acting]
        if others:
            direct = [party for party in others if party.direct]
            return direct or others
        if slot != "that":
            fallback = fallback or [p for p in parties if (p.direct or p.code) and not p.pronoun]
    return [] if pattern.reciprocal else fallback


def _further_slots(pattern: Pattern) -> tuple[str, ...]:
    """`a ban on rice from Niger`: where restrictions name the state they hit, besides their slots."""
    if family(pattern) != "SANCTION" or pattern.objects is None:
        return ()
    return tuple(slot for slot in ("on", "against", "from") if slot not in pattern.slots)


def what_is_missing(pattern: Pattern, actors: list[Party], recipients: list[Party]) -> str | None:
    stated = any(party.code for party in recipients)
    alone = not recipients
    if not actors and not stated:
        return "no actor"
    if "needs-recipient" in pattern.flags and not stated and len(codes_of(actors)) < 2:
        return "no state is acted upon"
    if ontology.needs_recipient(family(pattern)) and alone and len(codes_of(actors)) < 2:
        return "the type needs a recipient and none is named"
    if not any(party.code for party in actors) and not stated:
        return "no state takes part in it"
    return None


def stands_alone(act: Act) -> bool:
    """Whether an act is one without anybody acted upon."""
    return what_is_missing(act.pattern, act.actors, []) is None


def one_of_each(parties: list[Party]) -> list[Party]:
    """One party for each state, the first named."""
    seen: dict[str | None, Party] = {}
    for party in parties:
        if party.code:
            seen.setdefault(party.code, party)
    return list(seen.values())
