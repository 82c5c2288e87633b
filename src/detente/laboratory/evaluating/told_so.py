"""How right is what is read of how deeds are told? Against annotated passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from detente.coding.manner.reading import Deed, MannerReader, Named
from detente.coding.reader.window import Span
from detente.laboratory.evaluating.tellings import DeedTold, Telling

ROLES = ("doer", "to", "by")


@dataclass(frozen=True, slots=True)
class Share:
    """So many right of so many."""

    right: int
    of: int

    @property
    def share(self) -> float:
        """From 0 to 1."""
        return self.right / self.of if self.of else 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """What was found of what there is: both, told, there."""

    both: int
    told: int
    there: int

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        return 2 * self.both / max(1, self.told + self.there)


@dataclass(frozen=True, slots=True)
class MannerScore:
    """Deeds and loaded words found; of the deeds found, how many are right in each respect."""

    passages: int
    deeds: Found
    loaded: Found
    right: dict[str, Share]
    """`doer`, `to` and `by` by words that overlap, or rightly none; `form`; `agentless`, whether nobody is
    named; `said`; `stance`."""
    stances: dict[str, Found]


def score_manner(reader: MannerReader, tellings: Iterable[Telling]) -> MannerScore:
    """The score of a reader on annotated passages."""
    held = list(tellings)
    counts: Counter[str] = Counter()
    pairs: list[tuple[Deed, DeedTold]] = []
    for telling in held:
        read = reader.read(telling.article)
        matched = _matched(read.deeds, telling.deeds)
        pairs += matched
        counts.update(told=len(read.deeds), there=len(telling.deeds), both=len(matched))
        loaded = [
            one
            for one in read.loaded
            if any(one.way == w.way and _meet((one.start, one.end), w.word) for w in telling.loaded)
        ]
        counts.update(
            loaded_told=len(read.loaded), loaded_there=len(telling.loaded), loaded_both=len(loaded)
        )
    return MannerScore(
        len(held),
        Found(counts["both"], counts["told"], counts["there"]),
        Found(counts["loaded_both"], counts["loaded_told"], counts["loaded_there"]),
        {name: Share(sum(_right(name, *pair) for pair in pairs), len(pairs)) for name in RESPECTS},
        {name: _stance(name, pairs) for name in ("claimed", "admitted", "denied", "possible")},
    )


RESPECTS = (*ROLES, "form", "agentless", "said", "stance")


def _matched(read: Sequence[Deed], there: Sequence[DeedTold]) -> list[tuple[Deed, DeedTold]]:
    """Each annotated deed with the first read that shares a word with it, and no other."""
    left = list(read)
    found = []
    for told in there:
        one = next((each for each in left if _meet((each.start, each.end), told.word)), None)
        if one is not None:
            left.remove(one)
            found.append((one, told))
    return found


def _right(name: str, read: Deed, told: DeedTold) -> bool:
    if name in ROLES:
        return _same(getattr(read, name), getattr(told, name))
    if name == "agentless":
        return (read.form == "none") == (told.form == "none")
    return bool(getattr(read, name) == getattr(told, name))


def _stance(name: str, pairs: Sequence[tuple[Deed, DeedTold]]) -> Found:
    told = [read.stance == name for read, _ in pairs]
    there = [given.stance == name for _, given in pairs]
    both = sum(one and other for one, other in zip(told, there, strict=True))
    return Found(both, sum(told), sum(there))


def _same(read: Named | None, told: Span | None) -> bool:
    if read is None or told is None:
        return read is None and told is None
    return _meet((read.start, read.end), told)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]
