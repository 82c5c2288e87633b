"""Which parties of a sentence may be joined by an act, and what the parse and the lexicon say of each pair.

A pair is ordered: the first acts, the second undergoes it. The relation model decides on each.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from detente.coding.actors.mentions import Mention
from detente.coding.actors.phrases import Party, Phrases
from detente.coding.parsing import Parse
from detente.coding.pieces import StateName
from detente.coding.relations.acts import Act
from detente.coding.relations.encoding import JOINED, NOT_READ, TOUCHED, PairFeatures, reading_of

INNER = frozenset({"compound", "amod", "nmod", "nn", "quantmod", "nummod"})
MOST = 9
"""Parties of a sentence that are paired, the first ones; a list of twenty states is no list of acts."""
MOST_OTHERS = 5
"""Phrases of a sentence that name no party known, and are paired with those that do."""
UNDERGOING = frozenset({"dobj", "pobj", "nsubjpass", "nsubj", "dative", "attr"})
TIMES = frozenset(
    "today yesterday tomorrow monday tuesday wednesday thursday friday saturday sunday january february "
    "march april may june july august september october november december day week weekend month "
    "year decade century hour minute morning afternoon evening night spring summer autumn winter "
    "percent dollar euro way time".split()
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A party with the token that heads its phrase; `other` where the phrase names no party known, but
    a person, place or thing that may stand for one (`the tanker`, `two journalists`)."""

    token: int
    party: Party
    other: bool = False


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties in order, and the act that the lexicon read between them, if it did."""

    actor: Candidate
    recipient: Candidate
    hold: int
    act: Act | None

    @property
    def between(self) -> bool:
        """Whether they belong to two states or bodies."""
        codes = {self.actor.party.code, self.recipient.party.code}
        return None not in codes and len(codes) > 1

    @property
    def known(self) -> bool:
        """Whether both phrases name parties."""
        return not (self.actor.other or self.recipient.other)

    def features(self, phrases: Phrases) -> PairFeatures:
        """The pair as the model takes it, with offsets that count in the sentence."""
        event_type = self.act.event_type if self.act else None
        return PairFeatures(
            _span(phrases, self.actor.party),
            _span(phrases, self.recipient.party),
            dependency(phrases.parse, self.actor.token),
            dependency(phrases.parse, self.recipient.token),
            reading_of(self.hold, event_type),
        )


def candidates(phrases: Phrases) -> list[Candidate]:
    """Parties that the phrases of a sentence name, each stretch of text once, in text order, and phrases
    that may stand for one."""
    found: dict[tuple[int | None, int | None, str | None], Candidate] = {}
    for token in range(len(phrases.parse)):
        if not _may_head(phrases, token):
            continue
        for party in phrases.parties(token, coordinated=False):
            if party.actor.start is None:
                continue
            key = (party.actor.start, party.actor.end, party.code)
            if key not in found or (party.direct and not found[key].party.direct):
                found[key] = Candidate(token, party)
    parties = sorted(found.values(), key=lambda each: (each.party.actor.start or 0, each.token))
    others = islice(_others(phrases, [each.party for each in parties]), MOST_OTHERS)
    return [*parties[:MOST], *others]


def _others(phrases: Phrases, parties: Sequence[Party]) -> Iterator[Candidate]:
    """Phrases in places where a party may stand, that share no word with one."""
    parse = phrases.parse
    for token in range(len(parse)):
        if not parse.is_noun(token) or parse.lemmas[token] in TIMES:
            continue
        if dependency(parse, token) not in UNDERGOING:
            continue
        party = Party(phrases.unresolved(token), direct=True)
        if not any(party.overlaps(other) for other in parties):
            yield Candidate(token, party, other=True)


def pairs(phrases: Phrases, acts: Sequence[Act]) -> list[Pair]:
    """Ordered pairs of parties that do not overlap and of which one at least is a state's or body's."""
    parties = candidates(phrases)
    return [
        Pair(actor, recipient, *held(actor.party, recipient.party, acts))
        for actor in parties
        for recipient in parties
        if (actor.party.code or recipient.party.code)
        and _may_act(phrases.parse, actor)
        and not actor.party.overlaps(recipient.party)
    ]


def _may_act(parse: Parse, candidate: Candidate) -> bool:
    """Of phrases that name no party known, only proper names act: persons, firms, movements."""
    return not candidate.other or parse.tags[candidate.token].startswith("NNP")


UNMASKED = frozenset({"institution", "organisation", "nonactor"})


def state_names(mentions: Sequence[Mention], start: int) -> tuple[StateName, ...]:
    """Names of states among the mentions of a sentence that begins at `start`, with offsets in it."""
    return tuple(
        StateName(mention.start - start, mention.end - start, mention.code, mention.kind == "adjective")
        for mention in mentions
        if mention.code and ":" not in mention.code and mention.kind not in UNMASKED
        and mention.start >= start
    )  # fmt: skip


def held(actor: Party, recipient: Party, acts: Sequence[Act]) -> tuple[int, Act | None]:
    """What the lexicon read between two parties, and the act it read."""
    best: tuple[int, Act | None] = (NOT_READ, None)
    for act in acts:
        undergoing = act.actors if act.reciprocal else act.recipients
        acting = _among(actor, act.actors)
        undergone = _among(recipient, undergoing)
        if acting and undergone:
            return JOINED, act
        if (acting or undergone) and best[1] is None:
            best = (TOUCHED, act)
    return best


def _may_head(phrases: Phrases, token: int) -> bool:
    parse = phrases.parse
    mention = phrases.mention_at.get(token)
    if mention is not None and phrases.mention_at.get(token + 1) is mention:
        return False
    if parse.deps[token] in INNER:
        return mention is not None and mention.code is not None
    return (
        mention is not None
        or parse.is_noun(token)
        or parse.tags[token] in ("PRP", "PRP$", "CD", "DT")
    )


def _among(party: Party, others: Sequence[Party]) -> bool:
    return any(party.overlaps(other) for other in others)


def _span(phrases: Phrases, party: Party) -> tuple[int, int]:
    start, end = party.actor.start, party.actor.end
    assert start is not None and end is not None, "a candidate has its place in the text"
    return start - phrases.parse.start, end - phrases.parse.start


def dependency(parse: Parse, token: int) -> str:
    """How a phrase hangs in the sentence: the label of its head, or of the first it is joined to."""
    while parse.deps[token] == "conj" and parse.heads[token] != token:
        token = parse.heads[token]
    return parse.deps[token]
