"""The form of a noun phrase in a parse: where it begins, which names and roles it holds."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from detente.coding.actors.agents import Agent, AgentTable, agent_ending_at, agents
from detente.coding.actors.mentions import Mention
from detente.coding.grammar.parse import Parse
from detente.records import Actor

DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())


@dataclass(frozen=True, slots=True)
class Party:
    """An actor as found: `direct` where the phrase itself is the actor, not a thing of the actor's.

    `China` and `Chinese officials` are direct; `Chinese goods` and `Beijing's decision` are not.
    `office` is a person's office where it is known; `place` marks a city or region, which can be
    acted upon but does not act; `implied` one that is read from the sentences around.
    """

    actor: Actor
    direct: bool
    person: bool = False
    office: str | None = None
    place: bool = False
    implied: bool = False

    @property
    def code(self) -> str | None:
        """The state or organisation it stands for."""
        return self.actor.country


class NounPhrases:
    """Questions about the noun phrases of one parsed sentence, each told by its head."""

    def __init__(
        self, parse: Parse, mentions: list[Mention], text: str, roles: AgentTable | None = None
    ) -> None:
        """`text` is the whole text that parse and mentions count their characters in."""
        self.parse = parse
        self.mentions = mentions
        self.text = text
        self.roles = agents() if roles is None else roles

    @cached_property
    def mention_at(self) -> dict[int, Mention]:
        """Token to the mention that covers it."""
        covered: dict[int, Mention] = {}
        position = 0
        for mention in self.mentions:
            while position < len(self.parse) and self.parse.ends[position] <= mention.start:
                position += 1
            token = position
            while token < len(self.parse) and self.parse.starts[token] < mention.end:
                covered[token] = mention
                token += 1
        return covered

    @cached_property
    def _within_word(self) -> dict[int, list[Mention]]:
        """Token to the mentions in it, where it holds two (`U.S.-China`)."""
        inside: dict[int, list[Mention]] = {}
        for mention in self.mentions:
            for token, last in self.mention_at.items():
                start, end = self.parse.starts[token], self.parse.ends[token]
                if last is not mention and start <= mention.start and mention.end <= end:
                    inside.setdefault(token, []).append(mention)
        return inside

    def role_at(self, token: int) -> Agent | None:
        """The longest role noun that ends at a token."""
        return agent_ending_at(self.parse.lemmas, token, self.roles)

    def left_edge(self, head: int) -> int:
        """The first word of a phrase."""
        edge = head
        for child in self.parse.children[head]:
            if child < head and self.parse.is_before_noun(child):
                edge = min(edge, self.left_edge(child))
        return edge

    def left_mentions(self, head: int, besides: Mention | None = None) -> list[Mention]:
        """Mentions in the part of the phrase before its head, without `US-led`, `China-made`."""
        found: list[Mention] = []
        for token in range(self.left_edge(head), head):
            last = self.mention_at.get(token)
            for mention in (*self._within_word.get(token, ()), last):
                if mention is None or mention.code is None or mention is besides:
                    continue
                if mention not in found and not self._in_participle(mention):
                    found.append(mention)
        return found

    def _in_participle(self, mention: Mention) -> bool:
        if self.text[mention.end : mention.end + 1] == "-":
            tail = self.text[mention.end + 1 : mention.end + 15]
            if re.match(r"(?:[a-z]+ed|led|made|built|run|owned|held|born)\b", tail):
                return True
        after = next(
            (t for t in range(len(self.parse)) if self.parse.starts[t] >= mention.end), None
        )
        return (
            after is not None
            and after + 1 < len(self.parse)
            and self.parse.words[after] == "-"
            and self.parse.may_be_participle(after + 1)
        )

    def owner_among(self, head: int, owners: list[Mention]) -> Mention:
        """Whose a phrase is, of the names before its head: its possessor, else the first."""
        possessor = self.parse.possessor(head)
        if possessor is not None:
            for mention in owners:
                if self.mention_at.get(possessor) is mention:
                    return mention
        return owners[0]

    def side_by_side(self, owners: list[Mention]) -> bool:
        """Whether two names stand side by side as equals: `US-China`, `Chinese and US`."""
        if len(codes(owners)) < 2:
            return False
        text = [
            token
            for token in range(len(self.parse))
            if owners[0].end <= self.parse.starts[token] < owners[1].start
        ]
        between = [
            self.parse.lowers[token] for token in text if not self.parse.is_possessive_mark(token)
        ]
        return not between or (
            between in (["-"], ["–"], ["/"], ["and"], ["&"], ["and", "the"], [","])
            and between != []
        )

    def hyphenated(self, left: Mention, right: Mention) -> bool:
        """Whether two names of different states are joined by a sign (`US-China`)."""
        return left.code != right.code and right.start - left.end <= 1

    def is_definite(self, head: int) -> bool:
        """Whether a phrase speaks of something known: `the`, `this`, `both`."""
        edge = self.left_edge(head)
        return self.parse.lowers[edge] in {"the", "both", "this", "that", "these", "those"}

    def title_within(self, head: int) -> Agent | None:
        """The role noun nearest before the head (`Foreign Minister` of `Foreign Minister X`)."""
        for token in range(head - 1, self.left_edge(head) - 1, -1):
            if agent := self.role_at(token):
                return agent
        return None

    def proper_name(self, head: int) -> str:
        """A person's name that ends with the head, without titles and states before it."""
        first = head
        while (
            first > 0
            and self.parse.is_singular_name(first - 1)
            and self.parse.heads[first - 1] == head
            and first - 1 not in self.mention_at
            and not self.role_at(first - 1)
        ):
            first -= 1
        return " ".join(self.parse.words[first : head + 1])

    def phrase_start(self, head: int) -> int:
        """The character at which a phrase starts, without its article or a day of the week."""
        edge = self.left_edge(head)
        while edge < head and (self.parse.is_determiner(edge) or self.parse.lowers[edge] in DAYS):
            edge += 1
        return self.parse.starts[edge]

    def unresolved(self, head: int) -> Actor:
        """The phrase with this head as an actor of unknown state."""
        start, end = self.phrase_start(head), self.parse.ends[head]
        return self.actor(start, end, None, None, None)

    def mention_party(self, mention: Mention) -> Party:
        """The party that a mention by itself names."""
        return self.mention_party_at(mention, mention.start, mention.end)

    def mention_party_at(
        self, mention: Mention, start: int, end: int, sector: str | None = None
    ) -> Party:
        """The party that a mention names, told by these characters."""
        actor = self.actor(start, end, mention.name, mention.code, sector or mention.sector)
        return Party(
            actor,
            direct=True,
            person=mention.is_person,
            office=mention.office,
            place=mention.kind == "place",
        )

    def actor(
        self, start: int, end: int, name: str | None, code: str | None, sector: str | None
    ) -> Actor:
        """The actor at these characters of the text."""
        return Actor(self.text[start:end], start, end, name, code, sector)


def codes(mentions: list[Mention]) -> list[str]:
    """Distinct codes of mentions, in order."""
    return list(dict.fromkeys(m.code for m in mentions if m.code))
