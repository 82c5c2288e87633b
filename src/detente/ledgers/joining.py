"""Which statements tell the same?

Statements are taken in order of time, and each joins the row it is most like, or begins one: the
single-pass clustering by which news stories are tracked (Yang, Pierce and Carbonell, "A study of
retrospective and on-line event detection", SIGIR 1998). Likeness is Dice's coefficient (Dice,
"Measures of the amount of ecologic association between species", Ecology 26, 1945) of what a
statement and a row speak of; what only some statements of a row speak of counts by their share. So a
long chain of statements, each like the next, does not become one row. At the end rows whose cores are
alike are made one, which the order of time may have kept apart.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

ALIKE = 0.5
"""Likeness from which a statement joins a row, 0 to 1. Chosen on invented pairs of clauses
(`tests/ledgers/pairs.tsv`): the highest that joins all 30 that tell the same; it joins 5 of 25 others."""
CORE = 0.5
"""Share of a row's statements that speak of what the row is about, at least."""


@dataclass(frozen=True, slots=True)
class Said:
    """What of a statement is compared."""

    words: frozenset[str]
    issues: frozenset[str]
    addressees: frozenset[str]

    @property
    def matter(self) -> frozenset[str]:
        """Words and issues, which cannot be taken for each other."""
        return self.words | {f"issue:{issue}" for issue in self.issues}


@dataclass(slots=True)
class Joined:
    """A row in the making: the places of its statements, and how many speak of what."""

    places: list[int] = field(default_factory=list)
    words: Counter[str] = field(default_factory=Counter)
    issues: Counter[str] = field(default_factory=Counter)
    addressees: set[str] = field(default_factory=set)
    size: int = 0
    """Words and issues of all its statements."""

    def add(self, place: int, said: Said) -> None:
        """Join a statement to it."""
        self.places.append(place)
        self.words.update(said.words)
        self.issues.update(said.issues)
        self.addressees |= said.addressees
        self.size += len(said.words) + len(said.issues)

    def likeness(self, said: Said) -> float:
        """Share of what either speaks of that both do, 0 to 1; 0 where both say nothing."""
        common = _told(self.words, said.words) + _told(self.issues, said.issues)
        size = self.size + len(self.places) * (len(said.words) + len(said.issues))
        return 2 * common / size if size else 0.0

    def takes(self, said: Said) -> bool:
        """Whether a statement tells the same: alike, by a word and something more, or in all words."""
        if self._contradicts(said) or self.likeness(said) < ALIKE:
            return False
        core = self._core(self.words)
        words, issues = core & said.words, self._core(self.issues) & said.issues
        return bool(words) and (len(words) + len(issues) > 1 or core == said.words)

    def core(self) -> Said:
        """What most of its statements speak of, as one statement."""
        addressees = frozenset(self.addressees)
        return Said(
            frozenset(self._core(self.words)), frozenset(self._core(self.issues)), addressees
        )

    def _core(self, counts: Counter[str]) -> set[str]:
        return {each for each, count in counts.items() if count >= CORE * len(self.places)}

    def _contradicts(self, said: Said) -> bool:
        """Whether both name issues, or addressees, and none of them is the same."""
        return _apart(self.issues.keys(), said.issues) or _apart(self.addressees, said.addressees)


def joined(statements: Sequence[Said]) -> list[list[int]]:
    """Places of the statements that tell the same, in groups; statements come in order of time."""
    rows: list[Joined] = []
    with_word: dict[str, set[int]] = defaultdict(set)
    for place, said in enumerate(statements):
        shared = Counter(number for word in said.words for number in with_word.get(word, ()))
        taking = [
            number
            for number, words in sorted(shared.items())
            if (
                words > 1 or len(said.words) == 1 or not said.issues.isdisjoint(rows[number].issues)
            )
            and rows[number].takes(said)
        ]
        if taking:
            number = max(taking, key=lambda each: (rows[each].likeness(said), -each))
        else:
            number = len(rows)
            rows.append(Joined())
        rows[number].add(place, said)
        for word in said.words:
            with_word[word].add(number)
    return [sorted(row.places) for row in _merged(rows, statements)]


def _merged(rows: Sequence[Joined], statements: Sequence[Said]) -> list[Joined]:
    """Rows of several statements are joined to the first row with a core like theirs."""
    kept: list[Joined] = []
    cores: list[Joined] = []
    for row in rows:
        core = row.core()
        alike = (
            number
            for number, each in enumerate(kept)
            if len(row.places) + len(each.places) > 2 and cores[number].takes(core)
        )
        number = next(alike, None)
        if number is None:
            kept.append(row)
            cores.append(_of(core))
            continue
        for place in row.places:
            kept[number].add(place, statements[place])
        cores[number] = _of(kept[number].core())
    return kept


def _of(said: Said) -> Joined:
    row = Joined()
    row.add(0, said)
    return row


def _told(counts: Counter[str], members: frozenset[str]) -> int:
    return sum(counts[member] for member in members)


def _apart(one: Collection[str], other: frozenset[str]) -> bool:
    return bool(one and other) and other.isdisjoint(one)
