"""Who a pronoun, a short form or `the two countries` means, within one article."""

from __future__ import annotations

import bisect
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from detente.coding.actors.agents import agents
from detente.coding.actors.mentions import Mention

PAIR_WORDS = frozenset({"two", "both"})
PAIR_HEADS = frozenset(
    """country nation side state government leader president power capital army military minister
    neighbour neighbor party people economy team official navy delegation superpower giant rival
    ally diplomat counterpart foe head""".split()
)
LACKED_OFFICES = {
    "ministry": ("USA",),
    "minister": ("USA",),
    "premier": ("USA",),
    "politburo": ("USA",),
}
"""Offices that a state's government does not have under that name: the US has departments."""
ISLANDS = frozenset(
    """TWN CUB LKA MDG ISL JAM CYP MLT MUS MDV NRU FJI SGP BHR HTI DOM TTO BRB GRD LCA DMA ATG KNA
    WSM TON VUT SLB KIR TUV PLW COM SYC STP CPV NZL IRL""".split()
)
"""States and territories that news calls `the island`."""
REACH = 600
"""Characters back that a pronoun may reach: some three sentences."""

NEAR = 200
"""The same, for a phrase that is no name."""
BOTH = re.compile(r"\b(?:the two|both)\s+([a-z]+)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Subject:
    """One who has acted in the text, for the pronouns that follow.

    `leading` marks the subject of a sentence as a whole, whose doing `this` means.
    """

    start: int
    code: str
    name: str | None
    sector: str | None
    person: bool
    office: str | None = None
    leading: bool = False


@dataclass(frozen=True, slots=True)
class Discourse:
    """What an article has named up to a sentence, asked by offset; `Discourse.of` makes its beginning.

    `text` and `mentions` cover the whole article; `people` are persons known only here, by the title beside
    their name; `home` is state and name of the office that issues a statement or transcript. What a
    sentence adds: its `subjects`; `strangers`, where nobody known is what it tells of; and `laws`, where
    a law, a rule or a treaty is, which an `it` may mean.
    """

    text: str
    mentions: tuple[Mention, ...]
    starts: tuple[int, ...]
    people: dict[str, tuple[str, str, str]]
    home: tuple[str, str | None] | None
    subjects: tuple[Subject, ...] = ()
    strangers: frozenset[int] = frozenset()
    laws: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls, text: str, mentions: Iterable[Mention], home: tuple[str, str | None] | None = None
    ) -> Discourse:
        """The discourse of a text before its first sentence."""
        known = tuple(mention for mention in mentions if mention.code)
        starts = tuple(mention.start for mention in known)
        return cls(text, known, starts, _titled_people(text, known), home)

    def noting(
        self,
        subjects: Iterable[Subject],
        strangers: Iterable[int] = (),
        laws: Iterable[int] = (),
    ) -> Discourse:
        """The same one sentence on, with the grammatical subjects that later pronouns prefer."""
        return replace(
            self,
            subjects=(*self.subjects, *subjects),
            strangers=self.strangers.union(strangers),
            laws=self.laws.union(laws),
        )

    def person(self, word: str) -> tuple[str, str, str] | None:
        """(name, state, sector) of a person introduced by title in this article."""
        return self.people.get(word)

    def last_acting(self, before: int, besides: set[str]) -> str | None:
        """State whose doing the sentence before told, but for those that cannot be meant."""
        for subject in reversed(self.subjects):
            if subject.leading and before - REACH <= subject.start < before:
                return subject.code if subject.code not in besides else None
        return None

    def before(self, offset: int, reach: int = REACH) -> Sequence[Mention]:
        """Mentions that end before an offset, nearest last."""
        last = bisect.bisect_left(self.starts, offset)
        first = bisect.bisect_left(self.starts, offset - reach)
        return self.mentions[first:last]

    def antecedent(
        self, *, person: bool, before: int, since: int, besides: frozenset[str] = frozenset()
    ) -> Subject | None:
        """Whom a pronoun at this offset stands for, or None.

        `since` is where its sentence starts: a name of nobody known that acts there is meant
        before any other. `besides` are states that it cannot stand for.
        """
        stranger = max((start for start in self.strangers if since <= start < before), default=-1)
        if not person:
            laws = (start for start in self.laws if before - NEAR <= start < before)
            stranger = max(stranger, *laws, -1)
        if stranger > max((s.start for s in self.subjects if s.start < before), default=-1):
            return None
        for subject in reversed(self.subjects):
            near = before - REACH <= subject.start < before
            if near and subject.person == person and subject.code not in besides:
                return subject
        for mention in reversed(self.before(before)):
            fits = mention.is_person if person else mention.kind in ("country", "seat", "capital")
            if fits and mention.code and mention.code not in besides:
                return Subject(
                    mention.start, mention.code, mention.name, mention.sector, person,
                    mention.office,
                )  # fmt: skip
        return None

    def latest_pair(self, before: int) -> list[Subject]:
        """The states of the last subject, where it named two or more: whom `they` or `both` means."""
        near = [subject for subject in self.subjects if before - REACH <= subject.start < before]
        if not near:
            return []
        group = {subject.code: subject for subject in near if subject.start == near[-1].start}
        return list(group.values()) if len(group) > 1 else []

    def agreeing(self, before: int) -> list[str]:
        """The states behind a `they` that agrees, which nobody does alone, or none.

        Those of whoever acted together last; else where one person acted last, whom no plural means,
        those of the persons who acted, of all persons named near, or of all that are, if they are two.
        """
        near = [subject for subject in self.subjects if before - REACH <= subject.start < before]
        together: dict[int, dict[str, None]] = {}
        for subject in near:
            together.setdefault(subject.start, {})[subject.code] = None
        groups = [list(group) for group in together.values() if len(group) > 1]
        if groups:
            return groups[-1]
        if self._two_named(before):
            return list(self.salient_pair(before) or ())
        if not near or not near[-1].person:
            return []
        named = self.before(before)
        circles = (
            dict.fromkeys(subject.code for subject in near if subject.person),
            dict.fromkeys(_states(mention for mention in named if mention.is_person)),
            dict.fromkeys(_states(named)),
        )
        return next((list(circle) for circle in circles if len(circle) == 2), [])

    def _two_named(self, before: int) -> bool:
        """Whether `the two presidents`, `both sides` are spoken of shortly before."""
        found = BOTH.findall(self.text, max(0, before - NEAR), before)
        return any(_singular(word.lower()) in PAIR_HEADS for word in found)

    def salient_pair(self, offset: int) -> tuple[str, str] | None:
        """The two states an article speaks of up to an offset: the nearest pair, else the commonest.

        An issuer is one of them where fewer are named.
        """
        near = list(dict.fromkeys(_states(reversed(self.before(offset)))))
        counts = Counter(_states(self.mentions))
        if self.home is not None and len(near) < 2:
            near = list(dict.fromkeys([self.home[0], *near]))
        if len(near) >= 2:
            ranked = sorted(near, key=lambda code: (-counts[code], near.index(code)))
            return _pair(ranked[0], ranked[1])
        common = [code for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
        common = list(dict.fromkeys([*near, *common]))
        return _pair(common[0], common[1]) if len(common) >= 2 else None

    def island_before(self, offset: int) -> tuple[str, str | None] | None:
        """The island state or territory last named: whom `the island` means."""
        for mention in reversed(self.before(offset, reach=3 * REACH)):
            if mention.code in ISLANDS:
                return mention.code, mention.name
        return None

    def only_state_with(self, words: list[str], offset: int) -> str | None:
        """The one of the two states spoken of that has such an office at all, if just one has."""
        lacking = {code for word in words for code in LACKED_OFFICES.get(word, ())}
        pair = self.salient_pair(offset)
        if not lacking or pair is None:
            return None
        having = [code for code in pair if code not in lacking]
        return having[0] if len(having) == 1 else None

    def pair_named_by(
        self, lowers: list[str], edge: int, head: int, offset: int, since: int
    ) -> list[tuple[str, str | None]] | None:
        """The two states behind `the two countries`, `both sides`, or None for any other phrase.

        `offset` is where the phrase stands, `since` where its sentence starts: two states named in
        between are meant.
        """
        words = lowers[edge : head + 1]
        if _singular(words[-1]) not in PAIR_HEADS or not PAIR_WORDS & set(words):
            return None
        named = self.named_between(since, offset)
        pair = _pair(*named) if len(named) == 2 else self.salient_pair(since)
        return [(code, None) for code in pair] if pair else None

    def named_between(self, start: int, end: int) -> list[str]:
        """States named between two offsets, but for places where something happens."""
        return list(
            dict.fromkeys(
                _states(
                    mention
                    for mention in self.before(end, reach=end - start)
                    if mention.kind not in ("place", "capital")
                )
            )
        )

    def holder_of(self, words: tuple[str, ...], offset: int) -> tuple[str, str | None] | None:
        """State of `the ministry`, `the ambassador`: the last one named with that role."""
        role = words[-1]
        named = re.compile(rf"\b{re.escape(role)}s?\b", re.IGNORECASE)
        for mention in reversed(self.before(offset, reach=3 * REACH)):
            if not mention.code:
                continue
            stretch = self.text[mention.end : min(mention.end + 40, offset)]
            beside = stretch.split(".")[0].split(",")[0]
            own_name = mention.kind == "institution" and named.search(mention.name)
            if named.search(beside) or own_name:
                return mention.code, mention.name
        return None

    def own_office(self, role: str, offset: int) -> tuple[str, str | None] | None:
        """State of `the President` in a text that an office issues: the issuer's own.

        None in other texts, and where the last one named with this title is of another state.
        """
        if self.home is None:
            return None
        titled = re.compile(rf"\b{re.escape(role)}\s+(?:{CAPITALISED}\s+)?$", re.IGNORECASE)
        owned = re.compile(rf"(?:[’']s)?\s+(?:\w+\s+)?{re.escape(role)}\b", re.IGNORECASE)
        for mention in reversed(self.before(offset)):
            opening = self.text[max(0, mention.start - 40) : mention.start]
            if titled.search(opening) or owned.match(self.text, mention.end):
                return self.home if mention.code == self.home[0] else None
        return self.home


def _pair(first: str, second: str) -> tuple[str, str]:
    return (first, second) if first < second else (second, first)


def _states(mentions: Iterable[Mention]) -> Iterator[str]:
    return (m.code for m in mentions if m.code is not None and ":" not in m.code)


def _singular(word: str) -> str:
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") else word


CAPITALISED = r"[A-Z][\w’'-]+"
FULL_NAME = re.compile(rf"\s*((?:{CAPITALISED}\s+){{1,3}}{CAPITALISED})")
LEADING_NAME = re.compile(rf"((?:{CAPITALISED}\s+){{1,3}}{CAPITALISED}),\s+(?:the\s+|an?\s+)?$")


def _titled_people(text: str, mentions: Iterable[Mention]) -> dict[str, tuple[str, str, str]]:
    """Family and last names of persons introduced as `Kenyan trade envoy A B` or `A B, Kenya's envoy`."""
    found: dict[str, tuple[str, str, str]] = {}
    for mention in mentions:
        if mention.is_person or mention.code is None:
            continue
        role = role_after(text, mention.end)
        if role is None:
            continue
        sector, end = role
        name = FULL_NAME.match(text, end) or LEADING_NAME.search(
            text, max(0, mention.start - 60), mention.start
        )
        if name:
            full = " ".join(name.group(1).split())
            for word in {full.split()[0], full.split()[-1]}:
                found.setdefault(word, (full, mention.code, sector))
    return found


def role_after(
    text: str, start: int, kinds: tuple[str, ...] = ("person",)
) -> tuple[str, int] | None:
    """Sector and end of the role noun, of a person or a body, that follows a name within four words."""
    position = start
    if text[position : position + 2] in ("'s", "’s"):
        position += 2
    best: tuple[str, int] | None = None
    words: list[str] = []
    for found in re.finditer(r"[ -]?([A-Za-z]+)", text[position : position + 70]):
        if found.start() and text[position + found.start()] not in " -":
            break
        word = found.group(1).lower()
        words.append(word if "body" not in kinds or word in agents() else _singular(word))
        for agent in agents().get(words[-1], ()):
            if tuple(words[-len(agent.words) :]) == agent.words and agent.kind in kinds:
                best = (agent.sector, position + found.end())
                break
        if len(words) >= 5:
            break
    return best
