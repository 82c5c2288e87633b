"""The lexicon of acts: which words, in which frame, tell which PLOVER type.

The files in `lexicon/` are one table for each type, and tables of word classes. A pattern is a
trigger (`impose/v`, `visit/n`) with conditions that must all hold (see `docs/lexicon.md`).
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from detente import tables
from detente.coding import ontology
from detente.errors import LexiconError
from detente.records import EventType

FOLDER = ("coding", "relations", "lexicon")
FLAGS = frozenset(
    {
        "reciprocal",
        "needs-recipient",
        "needs-object-state",
        "to-person",
        "inverse",
        "joint",
        "when-denied",
    }
)
TRIGGER = re.compile(r"^([^\s/]+)/([vn])$")


@dataclass(frozen=True, slots=True)
class Pattern:
    """One line of the lexicon."""

    where: str
    lemma: str
    part: str
    event_type: EventType
    mode: str | None
    cameo: str | None
    particles: frozenset[str]
    objects: frozenset[str] | None
    modifiers: frozenset[str] | None
    prepositions: tuple[tuple[str, frozenset[str] | None], ...]
    slots: tuple[str, ...]
    flags: frozenset[str]
    example: str

    @classmethod
    def bare(
        cls,
        where: str,
        lemma: str,
        part: str,
        event_type: EventType,
        mode: str | None = None,
        cameo: str | None = None,
    ) -> Pattern:
        """A pattern without conditions, slots or flags, for an act that no line of the lexicon tells."""
        return cls(
            where, lemma, part, event_type, mode, cameo,
            particles=frozenset(), objects=None, modifiers=None, prepositions=(), slots=(),
            flags=frozenset(), example="",
        )  # fmt: skip

    @property
    def weight(self) -> int:
        """How many conditions it makes; the more, the surer."""
        return (
            2 * (self.objects is not None)
            + 2 * len(self.particles)
            + 2 * (self.modifiers is not None)
            + sum(1 + (words is not None) for _, words in self.prepositions)
        )

    @property
    def reciprocal(self) -> bool:
        """Whether both sides are actors."""
        return "reciprocal" in self.flags


@cache
def word_classes() -> dict[str, frozenset[str]]:
    """`@NAME` to its lemmas, from every `classes_*.tsv`."""
    found: dict[str, frozenset[str]] = {}
    for table in tables.packaged_tables(*FOLDER):
        if not table.name.startswith("classes_"):
            continue
        for row in tables.rows(table, ("class", "words")):
            if row["class"] in found:
                raise LexiconError(
                    f"{row['class']} is defined twice", where=row.where, advice="Rename one."
                )
            found[row["class"]] = frozenset(row.many("words", ","))
    return found


@cache
def patterns() -> tuple[Pattern, ...]:
    """Every pattern of the lexicon, in file order."""
    found = []
    columns = ("pattern", "mode", "cameo", "recipient", "flags", "example")
    for table in tables.packaged_tables(*FOLDER):
        event_type = table.name.removesuffix(".tsv").upper()
        if table.name.startswith("classes_"):
            continue
        if event_type not in ontology.event_types():
            raise LexiconError(
                f"{event_type} is not a PLOVER type",
                where=table.name,
                advice=f"Name the file after one of {', '.join(ontology.event_types())}.",
            )
        found += [_pattern(row, event_type) for row in tables.rows(table, columns)]
    return tuple(found)


@cache
def patterns_of(lemma: str, part: str) -> tuple[Pattern, ...]:
    """Patterns of a trigger, the surest first."""
    return _by_trigger().get((lemma, part), ())


@cache
def _by_trigger() -> dict[tuple[str, str], tuple[Pattern, ...]]:
    grouped: dict[tuple[str, str], list[Pattern]] = defaultdict(list)
    for pattern in patterns():
        grouped[(pattern.lemma, pattern.part)].append(pattern)
    return {
        trigger: tuple(sorted(group, key=lambda pattern: -pattern.weight))
        for trigger, group in grouped.items()
    }


def _pattern(row: tables.Row, event_type: EventType) -> Pattern:
    trigger, *conditions = row["pattern"].split()
    found = TRIGGER.match(trigger)
    if not found:
        raise LexiconError(
            f"{trigger!r} is not a trigger", where=row.where, advice="Write lemma/v or lemma/n."
        )
    flags = frozenset(row.many("flags", ","))
    if unknown := flags - FLAGS:
        raise LexiconError(
            f"unknown flag {', '.join(sorted(unknown))}",
            where=row.where,
            advice=f"The flags are {', '.join(sorted(FLAGS))}.",
        )
    mode = row["mode"] or None
    if mode and mode not in ontology.modes(event_type):
        raise LexiconError(
            f"{mode!r} is not a mode of {event_type}",
            where=row.where,
            advice=f"Its modes are {', '.join(ontology.modes(event_type)) or 'none'}.",
        )
    particles, objects, modifiers, prepositions = _conditions(conditions, row.where)
    return Pattern(
        where=row.where,
        lemma=found.group(1),
        part=found.group(2),
        event_type=event_type,
        mode=mode,
        cameo=row["cameo"] or None,
        particles=particles,
        objects=objects,
        modifiers=modifiers,
        prepositions=prepositions,
        slots=tuple(slot for slot in row.many("recipient") if slot != "-"),
        flags=flags,
        example=row["example"],
    )


def _conditions(
    conditions: list[str], where: str
) -> tuple[
    frozenset[str],
    frozenset[str] | None,
    frozenset[str] | None,
    tuple[tuple[str, frozenset[str] | None], ...],
]:
    particles: set[str] = set()
    objects: frozenset[str] | None = None
    modifiers: frozenset[str] | None = None
    prepositions: list[tuple[str, frozenset[str] | None]] = []
    for condition in conditions:
        if condition.startswith("+"):
            particles.add(condition[1:])
            continue
        slot, equals, words = condition.partition("=")
        if not equals:
            raise LexiconError(
                f"{condition!r} is not a condition",
                where=where,
                advice="Write +particle, obj=words, mod=words or preposition=words.",
            )
        wanted = _words(words, where)
        if slot == "obj":
            objects = wanted
        elif slot == "mod":
            modifiers = wanted
        else:
            prepositions.append((slot, wanted))
    return frozenset(particles), objects, modifiers, tuple(prepositions)


def _words(text: str, where: str) -> frozenset[str] | None:
    """The lemmas of a condition; None for `*`, which any word meets."""
    if text == "*":
        return None
    found: set[str] = set()
    for word in text.split(","):
        if word.startswith("@"):
            if word not in word_classes():
                raise LexiconError(
                    f"no word class {word}", where=where, advice="Define it in classes_*.tsv."
                )
            found |= word_classes()[word]
        else:
            found.add(word)
    return frozenset(found)
