"""Names of channels in a parsed sentence: by the list, and by a head noun with what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from detente.coding.actors.mentions import Mention
from detente.coding.channels.listed import ANY, ChannelList, Head, Listed, ListHit, Says
from detente.coding.channels.telling import MEASURES
from detente.coding.channels.words import EMPTY, Word, key_of, words_of
from detente.coding.grammar.parse import Parse
from detente.records import ChannelKind

STATES = frozenset({"country", "adjective", "people", "organisation", "institution", "seat"})
"""Kinds of names that stand for a state within a name (`China-Peru`); a city is where talks are."""
"""Tags of what may stand before the head of a name."""
LINKS = frozenset({"-", "–", "/", "+", "&"})
TOPICAL = frozenset({"on", "for"})
BREAKS = frozenset(
    """that which who with between in at by from used to after before during over under since until
    , ; : ( ) - – — " “ ”""".split()
)
"""Where a subject told after the head ends."""
LONGEST_TOPIC = 8
NO_SUBJECT = frozenset("hold ice schedule time track course behalf condition".split())
"""What stands after `on` in set phrases: `put the talks on hold`."""
ORDINALS = dict(
    zip(
        """first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth
        thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth
        twentieth""".split(),
        range(1, 21),
        strict=True,
    )
)
ORDINAL = r"(?P<ordinal>\d{1,3}(?:st|nd|rd|th)|" + "|".join(ORDINALS) + ")"
ROUND = re.compile(
    rf"\b{ORDINAL}\s+(?:\w+\s+)?(?:round|session|meeting|edition|iteration|sitting|summit|plenary)\s+of\s+"
    r"(?:[a-z-]+\s+){0,3}$",
    re.IGNORECASE,
)
"""`the 17th round of the`, right before a name."""
OWN_ORDINAL = re.compile(ORDINAL, re.IGNORECASE)
FIRST_SINCE = re.compile(
    r"\bsince\b|\bin\s+(?:\w+\s+){1,3}(?:year|month|week|decade)s?\b|of its kind"
)
"""`the first talks in five years` are no first round."""
JOINED = re.compile(r"\s?(?:[-–—/]|,|and|&)\s?", re.IGNORECASE)
"""What stands between two states whose channel it is."""
CALENDAR = frozenset(
    """january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday""".split()
)
TITLE_CASE = 0.7
"""Share of capitalised longer words from which capitals in a sentence tell nothing."""


@dataclass(frozen=True, slots=True)
class NamedChannel:
    """A name that may be that of a channel.

    `head` is its head token and `last` its last one; `start` and `end` are offsets of the words
    that name it. `states` are those named in it. `meant` are the channels of the list that it may
    be; without those, `needs` has to be met by what the other fields tell. `topic` and
    `topic_after` say that a subject is told before or after the head, `thing` that a noun tells it.
    `instead` is how the words of a listed name read where the channel is of other states.
    """

    head: int
    last: int
    start: int
    end: int
    name: str
    key: str
    kind: ChannelKind
    states: tuple[str, ...]
    ordinal: int | None
    meant: tuple[Listed, ...] = ()
    needs: Head | None = None
    says: frozenset[Says] = frozenset()
    topic: bool = False
    thing: bool = False
    topic_after: bool = False
    capital: bool = False
    instead: NamedChannel | None = None


def find_names(
    parse: Parse, text: str, mentions: list[Mention], known: ChannelList
) -> list[NamedChannel]:
    """Names in a sentence by place, whether or not they turn out to be channels.

    `text` is the whole article's, in which the parse's offsets count.
    """
    words = words_of(text[parse.start : parse.ends[-1]], parse.start)
    reader = _Reader(parse, text, mentions, known, words)
    listed = [hit for hit in known.names_in(words) if not reader.says_more(hit)]
    taken = {place for hit in listed for place in range(hit.first, hit.last + 1)}
    found = [named for hit in listed if (named := reader.listed(hit))]
    found += [named for hit in listed for named in reader.beyond(hit)]
    for place in range(len(words)):
        head = known.head_at(words, place)
        if head is not None and taken.isdisjoint(range(head[0], place + 1)):
            found += reader.by_pattern(*head, place)
    return sorted(found, key=lambda named: named.start)


@dataclass(frozen=True, slots=True)
class _Reader:
    """One sentence, its words and its names."""

    parse: Parse
    text: str
    mentions: list[Mention]
    known: ChannelList
    words: list[Word]

    def says_more(self, hit: ListHit) -> bool:
        """`maritime security dialogue`: a name that only begins or ends as one of any two states."""
        if any(row.parties != (ANY,) for row in hit.meant):
            return False
        inside = self._tokens(self.words[hit.first].start, self.words[hit.last].end)
        if not inside:
            return False
        before = self.words[self._left_edge(inside[-1], hit.first) : hit.first]
        _, own = self._said(before)
        subject = [w for w in own if self.known.says.get((w.form,)) is None and w.form not in EMPTY]
        return bool(subject or self._topic_after(hit.last))

    def listed(self, hit: ListHit) -> NamedChannel | None:
        """A name of the list, unless it is one of no channel."""
        kind = hit.meant[0].kind
        if kind is None:
            return None
        start, end = self.words[hit.first].start, self.words[hit.last].end
        inside = self._tokens(start, end)
        if not inside:
            return None
        head = next((t for t in inside if self.parse.heads[t] not in inside), inside[-1])
        before = self.words[self._left_edge(head, hit.first) : hit.first]
        within = [*before, *self.words[hit.first : hit.last + 1]]
        first = hit.meant[0]
        edge = min(word.start for word in within)
        return NamedChannel(
            head, inside[-1], start, end, first.name, first.key, kind,
            self._states(within), self._ordinal(before, edge), hit.meant,
            instead=self._without_list(hit),
        )  # fmt: skip

    def beyond(self, hit: ListHit) -> Iterator[NamedChannel]:
        """`talks on fishing and on tolls`, the first of them listed: the second one, by its own name.

        Without a preposition of its own only where that is listed too.
        """
        within = self.words[hit.first : hit.last + 1]
        heads = (self.known.head_at(self.words, p) for p in range(hit.first, hit.last + 1))
        found = next(((p, head) for p, head in enumerate(heads, hit.first) if head), None)
        following = self.words[hit.last + 1 : hit.last + 2]
        if hit.meant[0].kind is None or found is None or [w.form for w in following] != ["and"]:
            return
        place, (first, needs) = found
        topic = self._topic_after(hit.last + 1)
        if not topic:
            on = [word for word in within if word.text.lower() in TOPICAL]
            rest = self.words[hit.last + 2 : hit.last + 2 + LONGEST_TOPIC]
            opening = [*self.words[first : place + 1], *on]
            other = self.known.name_at([*opening, *rest], 0) if on else None
            topic = [*on, *rest[: other.last + 1 - len(opening)]] if other else []
        if len(topic) > 1:
            yield self._by_topic(first, place, topic, needs.kind, topic[1].start)

    def _by_topic(
        self, first: int, last: int, topic: list[Word], kind: ChannelKind, start: int
    ) -> NamedChannel:
        """A channel whose subject shares its noun with another's, listed or not."""
        plain = [word for word in topic if word.form not in ("the", "a", "an")]
        hit = self.known.name_at([*self.words[first : last + 1], *plain], 0)
        meant = hit.meant if hit and hit.meant[0].kind else ()
        kept = [*self.words[first : last + 1], *topic]
        end = topic[-1].end
        head = self._tokens(self.words[first].start, self.words[last].end)[-1]
        return NamedChannel(
            head, self._tokens(topic[-1].start, end)[-1], start, end,
            meant[0].name if meant else " ".join(word.text for word in kept),
            meant[0].key if meant else key_of([word.form for word in kept]),
            (meant[0].kind if meant else None) or kind, (), None, meant, topic_after=True,
        )  # fmt: skip

    def _topics(self, first: int, last: int, after: list[Word]) -> list[list[Word]]:
        """The subjects that share one noun: `on fishing and on tolls`; `on fishing and tolls` where
        both are listed."""
        preposition = after[0].text.lower() if after else ""
        parts: list[list[Word]] = [[]]
        for place, word in enumerate(after):
            later = after[place + 1].text.lower() if place + 1 < len(after) else ""
            if word.text.lower() == "and" and later == preposition:
                parts.append([])
            else:
                parts[-1].append(word)
        if len(parts) > 1 or not any(word.text.lower() == "and" for word in after):
            return parts
        place = next(p for p, word in enumerate(after) if word.text.lower() == "and")
        halves = [after[:place], [after[0], *after[place + 1 :]]]
        known = [self.known.name_at([*self.words[first : last + 1], *half], 0) for half in halves]
        return halves if all(known) else parts

    def _without_list(self, hit: ListHit) -> NamedChannel | None:
        head = self.known.head_at(self.words, hit.last)
        return next(self.by_pattern(*head, hit.last), None) if head else None

    def by_pattern(self, first: int, needs: Head, last: int) -> Iterator[NamedChannel]:
        """The name around a head noun, with what is said beside it."""
        inside = self._tokens(self.words[first].start, self.words[last].end)
        if not inside or self._within_name(self.words[last]) or self._describes(inside[-1]):
            return
        head = inside[-1]
        edge = self._left_edge(head, first)
        before = self.words[edge:first]
        says, own = self._said(before)
        if "inner" in says:
            return
        after, *others = self._topics(first, last, self._topic_after(last))
        if others:
            yield self._by_topic(first, last, after, needs.kind, self.words[first].start)
            for topic in others:
                yield self._by_topic(first, last, topic, needs.kind, topic[1].start)
            return
        states = self._states(before)
        written = [word for word in own if not self._state_word(word)]
        while written and written[0].form in EMPTY:
            written = written[1:]
        content = [word for word in written if word.form not in EMPTY]
        capital = self._capital(content, after, self.words[last], states)
        kept = [*content, *self.words[first : last + 1], *after]
        subject = [w for w in content if self.known.says.get((w.form,)) in (None, "talk")]
        joined = [*([*subject, *after] or content), *self.words[first : last + 1]]
        start, end = min(word.start for word in (*kept, *own)), max(word.end for word in kept)
        yield NamedChannel(
            head, self._tokens(start, end)[-1], start, end,
            self._shown(written, first, last, after), key_of([word.form for word in joined]),
            needs.kind, states, self._ordinal(before, self.words[edge].start), (), needs,
            frozenset(says), bool(subject), self._has_noun(subject), bool(after), capital,
        )  # fmt: skip

    def _tokens(self, start: int, end: int) -> list[int]:
        starts = self.parse.starts
        return [t for t in range(len(starts)) if start <= starts[t] < end]

    def _left_edge(self, head: int, first: int) -> int:
        """Index of the first word before a head that belongs to the same plain noun phrase."""
        token = head
        edge = self.words[first].start
        while token > 0 and self._belongs(token - 1, head):
            token -= 1
            edge = min(edge, self.parse.starts[token])
        while self.parse.joins_words(token) and token < head:
            token += 1
            edge = self.parse.starts[token]
        return next((i for i, word in enumerate(self.words) if word.start >= edge), first)

    def _belongs(self, token: int, head: int) -> bool:
        joins = self.parse.may_be_in_name(token) or self.parse.words[token] in LINKS
        # The parser may cut a name in two at a pair of states.
        linked = not LINKS.isdisjoint(self.parse.words[max(0, token - 1) : token + 2])
        numbered = OWN_ORDINAL.fullmatch(self.parse.words[token]) is not None
        return joins and (linked or numbered or head in (token, *self.parse.ancestors(token)))

    def _said(self, before: list[Word]) -> tuple[set[Says], list[Word]]:
        """What the qualifiers say, and the words that are the name's own."""
        says: set[Says] = set()
        own: list[Word] = []
        place = 0
        while place < len(before):
            length, said = self._qualifier(before, place)
            stretch = before[place : place + length]
            if said is not None:
                says.add(said)
            written = said == "plain" and any(word.capital for word in stretch[:1])
            named = self._state_word(stretch[0]) or self._passing(stretch[0])
            if not named and (said in (None, "talk", "joint", "standing") or written):
                own += stretch
            place += length
        return says, own

    def _qualifier(self, before: list[Word], place: int) -> tuple[int, Says | None]:
        for length in (2, 1):
            forms = tuple(word.form for word in before[place : place + length])
            if len(forms) == length and (said := self.known.says.get(forms)):
                return length, said
        return 1, None

    def _has_noun(self, subject: list[Word]) -> bool:
        tokens = [t for word in subject for t in self._tokens(word.start, word.end)]
        return any(self.parse.is_noun(token) for token in tokens)

    def _passing(self, word: Word) -> bool:
        """Days, months, years and ordinals: part of when, not of what."""
        low = word.text.lower()
        return low in CALENDAR or (low[:1].isdigit() and low != "2+2") or low in ORDINALS

    def _mention_at(self, word: Word) -> Mention | None:
        covering = (m for m in self.mentions if m.start <= word.start and word.end <= m.end + 1)
        return next((m for m in covering if m.code), None)

    def _state_word(self, word: Word) -> bool:
        return self._mention_at(word) is not None

    def _describes(self, head: int) -> bool:
        """`hotline staff`, `dialogue partners`: a name that only says what something else is of."""
        above = self.parse.heads[head]
        within = self.parse.is_noun_modifier(head) and self.parse.is_noun(above)
        return within and self.parse.lemmas[above] not in MEASURES

    def _within_name(self, word: Word) -> bool:
        """Whether a head noun is part of the name of a body (`Iraqi Governing Council`)."""
        return any(
            mention.start <= word.start and word.end <= mention.end for mention in self.mentions
        )

    def _states(self, words: list[Word]) -> tuple[str, ...]:
        """States named as parties: alone, or side by side (`China-Peru`, `Chinese and Peruvian`)."""
        named = list(dict.fromkeys(m for word in words if (m := self._mention_at(word))))
        joined = [
            m for a, b in pairwise(named) for m in (a, b)
            if JOINED.fullmatch(self.text, a.end - (self.text[a.end - 1] == "-"), b.start)
        ]  # fmt: skip
        fitting = [m for m in named if m in joined or (len(named) == 1 and m.kind in STATES)]
        return tuple(dict.fromkeys(m.code for m in fitting if m.code))

    def _topic_after(self, last: int) -> list[Word]:
        """`on the risks of flooding`: the subject told after a head."""
        token = self._tokens(self.words[last].start, self.words[last].end)[-1] + 1
        parse = self.parse
        if token >= len(parse) or parse.lowers[token] not in TOPICAL:
            return []
        first = token
        while token + 1 < len(parse) and token - first < LONGEST_TOPIC:
            if parse.is_number(token + 1):
                break
            verbal = parse.is_verb_or_modal(token + 1) and not parse.is_gerund(token + 1)
            stops = parse.lowers[token + 1] in BREAKS and not self._within_word(token + 1)
            if (
                verbal
                or stops
                or parse.is_full_stop(token + 1)
                or parse.is_personal_pronoun(token + 1)
            ):
                break
            token += 1
        return self._without_time(
            [word for word in self.words if parse.starts[first] <= word.start < parse.ends[token]]
        )

    def _within_word(self, token: int) -> bool:
        """A hyphen with no space around it: `Asia-Pacific`."""
        parse, text = self.parse, self.text
        before, after = parse.starts[token] - 1, parse.ends[token]
        tight = text[before : before + 1].isalnum() and text[after : after + 1].isalnum()
        return parse.words[token] == "-" and tight

    def _without_time(self, topic: list[Word]) -> list[Word]:
        """A topic up to a day or month; nothing where only a preposition is left."""
        stop = next((i for i, w in enumerate(topic) if w.text.lower() in CALENDAR), len(topic))
        kept = topic[:stop]
        while kept and kept[-1].form in EMPTY:
            kept = kept[:-1]
        return kept if len(kept) > 1 and kept[1].form not in NO_SUBJECT else []

    def _capital(
        self, content: list[Word], after: list[Word], head: Word, states: tuple[str, ...]
    ) -> bool:
        """Whether capitals make it a name: `Defence Policy Talks`, `China-Peru Trade Dialogue`."""
        long = [word for word in self.words if len(word.text) > 3]
        if sum(word.capital for word in long) > TITLE_CASE * len(long):
            return False
        capitals = sum(word.capital and word.text.isalpha() for word in (*content, *after))
        return head.capital and capitals >= (1 if states else 2)

    def _shown(self, before: list[Word], first: int, last: int, after: list[Word]) -> str:
        return " ".join(word.text for word in (*before, *self.words[first : last + 1], *after))

    def _ordinal(self, before: list[Word], start: int) -> int | None:
        """The number of the round, told in the name or right before it."""
        sentence = self.text[self.parse.start : self.parse.ends[-1]]
        found = next((m for w in before if (m := OWN_ORDINAL.fullmatch(w.text))), None)
        found = found or ROUND.search(self.text, self.parse.start, start)
        if found is None:
            return None
        written = found["ordinal"].lower()
        number = ORDINALS.get(written) or int(re.sub(r"\D", "", written))
        return None if number == 1 and FIRST_SINCE.search(sentence) else number
