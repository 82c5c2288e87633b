"""To whom something is said: the object of a verb of saying, and who speaks with whom."""

from __future__ import annotations

from dataclasses import replace

from detente.coding.actors.phrases import PERSON_PRONOUNS, PRONOUNS, Party, Phrases
from detente.coding.voice.addressing import RULING, distinct_states, is_told_of
from detente.coding.voice.clauses import FIRST_PERSON, OTHER_SIDE, Clause, clause_subjects
from detente.coding.voice.cues import words_of
from detente.records import Actor, StatementKind

ASKED: frozenset[StatementKind] = frozenset({"demand", "appeal"})
"""Kinds that somebody is to act on: who is named for it and is no other state is meant alone."""
PRIVATE = frozenset({"BUS", "CVL", "EDU", "JUD", "LAB", "MED", "NGO"})
EQUALS = OTHER_SIDE | {"counterpart", "opponent", "adversary", "enemy", "creditor", "supplier"}


def recipients(
    phrases: Phrases, verb: int, speaker: Actor, kind: StatementKind
) -> tuple[Actor, ...]:
    """Whom a verbal act is addressed to: its object, or the phrase after `on`, `to`, `against`.

    Of what is asked also somebody who is no other state (`asked its own firms`), if nobody else.
    """
    parse = phrases.parse
    heads = parse.by_dep(verb, "dobj", "dative", "nsubjpass")
    for prep in parse.by_dep(verb, "prep"):
        if parse.lowers[prep] in ("on", "to", "against", "with", "at", "from"):
            heads += parse.by_dep(prep, "pobj")
    doing = [
        subject
        for clause in parse.by_dep(verb, "ccomp", "xcomp")
        for subject in parse.by_dep(clause, "nsubj", "nsubjpass")
        if kind not in RULING or not is_told_of(parse, subject)
    ]
    if parse.deps[verb] == "parataxis":  # `Peru, the minister demanded, should pay`
        spoken = range(speaker.start or 0, speaker.end or 0)
        doing += [t for t in parse.by_dep(verb, "nsubj")[:1] if parse.starts[t] not in spoken]
    hearing = [*heads, *_asked_to(phrases, verb)]
    found = _states(phrases, heads, speaker) or _states(phrases, doing, speaker)
    if found or kind not in ASKED:
        return distinct_states(found)
    return tuple(_nearer(phrases, head, speaker) for head in hearing if _hears(phrases, head))[:1]


def _states(phrases: Phrases, heads: list[int], speaker: Actor) -> list[Actor]:
    """Other states that some phrases name."""
    return [
        party.actor
        for head in heads
        if not _is_own(phrases, head)
        for party in _others(phrases, head, speaker)
        if party.code != speaker.country and (party.direct or speaker.country)
    ]


def _asked_to(phrases: Phrases, verb: int) -> list[int]:
    """`urged her to come`, `asked the firms to sell`: who is to do it."""
    parse = phrases.parse
    return [
        subject
        for clause in parse.by_dep(verb, "ccomp", "xcomp")
        if any(parse.tags[t] == "TO" for t in parse.children[clause])
        for subject in parse.by_dep(clause, "nsubj")
    ]


def told(phrases: Phrases, clause: int, speaker: Actor) -> tuple[Actor, ...]:
    """`told Peru that the reef was a red line`: to whom it is said, not the thing it is said of."""
    parse = phrases.parse
    for verb in parse.ancestors(clause):
        if not parse.is_verb(verb) or parse.lemmas[verb] not in words_of("saying"):
            continue
        found = [
            party.actor
            for head in parse.by_dep(verb, "dobj", "dative")
            for party in _others(phrases, head, speaker)
            if party.code != speaker.country
        ]
        if found:
            return distinct_states(found)
    return ()


def bound_by(clause: Clause, kind: StatementKind) -> tuple[Actor, ...]:
    """`Firms must sell`, `governments should not`: those of no state who are to do what is demanded."""
    if kind not in ASKED:
        return ()
    phrases = clause.phrases
    return tuple(
        phrases.unresolved(head)
        for head in clause_subjects(clause.parse, clause.head)
        if (role := phrases.role_at(head)) is not None
        and (role.sector in PRIVATE or _is_anybody(phrases, head))
        and not any(party.code for party in phrases.parties(head))
    )[:1]


def own_side(clause: Clause, home: str) -> tuple[Actor, ...]:
    """`We should answer`, `Uganda should`, in a paper of Kampala: of whom it asks that."""
    phrases = clause.phrases
    heads = clause_subjects(clause.parse, clause.head)
    named = [party.actor for head in heads for party in phrases.parties(head) if party.code]
    ourselves = [replace(phrases.unresolved(head), country=home) for head in heads]
    return distinct_states(named or ourselves)


def both_sides(clause: Clause, home: str | None) -> tuple[Actor, ...]:
    """`The two countries must act`, in the mouth of an outlet at home in one of them."""
    if clause.speaker.country or clause.speaker.sector != "MED":
        return ()
    subjects = clause_subjects(clause.parse, clause.head)
    parties = [p.actor for t in subjects for p in clause.phrases.parties(t) if p.code]
    states = distinct_states(parties)
    return states if len(states) > 1 and home in {each.country for each in states} else ()


def is_said_together(phrases: Phrases, speaker: Actor, addressees: tuple[Actor, ...]) -> bool:
    """`Both said that the line must stay open`: nobody demands of himself and the other at once."""
    together = {each.country for each in beside(phrases, speaker)}
    return any(each.country in together for each in addressees)


def another_than_asked(
    phrases: Phrases, sources: tuple[int, ...], verb: int, speaker: Actor
) -> Actor:
    """`It demanded that Peru pay`: a pronoun is not the state that is to pay, but the other one."""
    parse = phrases.parse
    asked = [
        party
        for clause in parse.by_dep(verb, "ccomp", "xcomp")
        for subject in parse.by_dep(clause, "nsubj")
        if parse.lowers[subject] not in PRONOUNS
        for party in phrases.parties(subject)
        if party.code
    ]
    itself = speaker.country in {party.code for party in asked}
    if not itself or not sources or parse.lowers[sources[0]] not in PRONOUNS - FIRST_PERSON:
        return speaker
    meant = phrases.not_themselves(phrases.parties(sources[0], coordinated=False), asked)
    return meant[0].actor if meant and meant[0].code else speaker


def beside(phrases: Phrases, speaker: Actor) -> tuple[Actor, ...]:
    """Who speaks together with a speaker: `both sides said`, `the presidents agreed`."""
    if speaker.end is None:
        return ()
    heads = [t for t in range(len(phrases.parse)) if phrases.parse.ends[t] == speaker.end]
    together = [party.actor for head in heads for party in phrases.parties(head) if party.code]
    if speaker.country not in {actor.country for actor in together}:
        return ()
    return distinct_states([actor for actor in together if actor.country != speaker.country])


def _others(phrases: Phrases, head: int, speaker: Actor) -> list[Party]:
    """Parties of a phrase with a state; a pronoun is not taken for who speaks himself."""
    parties = [party for party in phrases.parties(head) if party.code]
    himself = phrases.parse.lowers[head] in PRONOUNS and all(
        party.actor.name == speaker.name and party.code == speaker.country for party in parties
    )
    if himself and parties:
        return phrases.not_themselves(parties, [Party(speaker, direct=True)])
    return parties


def _is_own(phrases: Phrases, head: int) -> bool:
    """`their teams`: those of whoever speaks; not `their neighbours`."""
    parse = phrases.parse
    owners = [parse.lowers[t] for t in parse.by_dep(head, "poss")]
    return bool(owners) and owners[0] in PRONOUNS and parse.lemmas[head] not in EQUALS


def _is_anybody(phrases: Phrases, head: int) -> bool:
    """`governments`, `ministers everywhere`: a bare plural, which means no one state."""
    parse = phrases.parse
    own = parse.by_dep(head, "det", "poss", "amod", "nummod", "compound", "nmod")
    return parse.tags[head] == "NNS" and not own


def _hears(phrases: Phrases, head: int) -> bool:
    """Whether a phrase is somebody, of no other state: `her`, `the firms`, `its teams`, `governments`.

    `The government`, `both sides` may be the other state, named before.
    """
    if phrases.parse.lowers[head] in PERSON_PRONOUNS or _is_own(phrases, head):
        return True
    if any(party.code for party in phrases.parties(head)):
        return phrases.role_at(head) is not None
    role = phrases.role_at(head)
    return role is not None and (role.sector in PRIVATE or not phrases.is_definite(head))


def _nearer(phrases: Phrases, head: int, speaker: Actor) -> Actor:
    """Who hears it, with the speaker's state where he is of it."""
    own = [p.actor for p in phrases.parties(head) if p.code == speaker.country]
    return own[0] if own else phrases.unresolved(head)
