"""From a party as read to the actors of a record."""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.coding.actors.agents import Agent, AgentTable
from detente.coding.actors.mentions import Mention
from detente.coding.actors.noun_phrases import Party
from detente.coding.actors.phrases import PERSON_PRONOUNS
from detente.coding.grammar.lemmas import lemma_as
from detente.coding.reader.decoding import PartyRead
from detente.records import Actor

WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


class PartyMaker:
    """Makes the actors of one article from its names and those `around` it, in title and outlet."""

    def __init__(
        self,
        text: str,
        mentions: Sequence[Mention],
        around: Sequence[Mention],
        outlet: str | None,
        roles: AgentTable,
    ) -> None:
        self._text = text
        self._mentions = [mention for mention in mentions if mention.code]
        self._around = {mention.code: mention for mention in reversed(around) if mention.code}
        self._outlet = outlet
        self._roles = roles

    def parties(self, read: PartyRead) -> list[Party]:
        """One party for each state that a party as read stands for, or one without a state."""
        if read.outlet:
            text = self._outlet or "the outlet"
            return [Party(Actor(text, None, None, self._outlet, None, "MED"), direct=True)]
        return [self._party(read, code) for code in read.states or (None,)]

    def _party(self, read: PartyRead, code: str | None) -> Party:
        named = self._named(read, code)
        name = named.name if named else None
        if read.span is None:
            text = name or code or "somebody"
            return Party(Actor(text, None, None, name, code, "GOV"), direct=True, implied=True)
        text = self._text[slice(*read.span)]
        role = self._role(text)
        inside = named is not None and read.span[0] <= named.start and named.end <= read.span[1]
        sector = role.sector if role else named.sector if named and inside else None
        low = text.lower()
        person = low in PERSON_PRONOUNS or (role is not None and role.kind == "person")
        office = named.office if named and inside else None
        actor = Actor(text, *read.span, name, code, sector or ("GOV" if code else None))
        return Party(
            actor,
            direct=True,
            person=person or (named is not None and inside and named.is_person),
            office=office,
        )

    def _named(self, read: PartyRead, code: str | None) -> Mention | None:
        """The name that tells a party's state: inside it, else the last before it, else any."""
        same = [mention for mention in self._mentions if mention.code == code]
        if code is None:
            return None
        if not same or read.span is None:
            return same[0] if same else self._around.get(code)
        start, end = read.span
        inside = [mention for mention in same if start <= mention.start and mention.end <= end]
        if inside:
            return next((m for m in inside if m.is_person), inside[-1])
        before = [mention for mention in same if mention.start < start]
        return before[-1] if before else same[0]

    def _role(self, text: str) -> Agent | None:
        """The role noun that heads a phrase: its last one before an `of` or a comma."""
        words = [found.group().lower() for found in WORD.finditer(text)]
        head = next(
            (i for i, word in enumerate(words) if word in ("of", "in", "for", "from")), len(words)
        )
        for last in range(head - 1, -1, -1):
            for agent in self._roles.get(lemma_as(words[last], "noun"), ()):
                first = last - len(agent.words) + 1
                told = [*words[first:last], lemma_as(words[last], "noun")]
                if first >= 0 and tuple(told) == agent.words:
                    return agent
        return None
