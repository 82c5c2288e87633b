"""Which patterns of the lexicon does a trigger fit, in the frame it stands in?"""

from __future__ import annotations

from collections.abc import Iterator

from detente.coding.parsing import Parse
from detente.coding.relations.frames import MEASURES, Frame, noun_frame, verb_frame
from detente.coding.relations.lexicon import Pattern, patterns_of

MONTHS = frozenset({"March", "MARCH", "May", "MAY"})
"""Months whose names are words for acts as well."""
BEFORE_MONTHS = frozenset(
    """in since until till by from to through during after before between and of early mid mid- late
    last this next that each every""".split()
)


def triggers(parse: Parse) -> Iterator[int]:
    """Verbs before nouns, so that a light verb takes its noun with it."""
    verbs = [t for t in range(len(parse)) if parse.is_verb(t) and patterns_of(parse.lemmas[t], "v")]
    nouns = [t for t in range(len(parse)) if parse.is_noun(t) and patterns_of(parse.lemmas[t], "n")]
    yield from (t for t in (*verbs, *nouns) if not is_month(parse, t))


def is_month(parse: Parse, token: int) -> bool:
    """Whether `March` is the month: with a capital, by a number or after a word of dates (`in`)."""
    if parse.words[token] not in MONTHS:
        return False
    before = parse.lowers[token - 1] if token else ""
    after = parse.words[token + 1] if token + 1 < len(parse) else ""
    return before in BEFORE_MONTHS or before[:1].isdigit() or after[:1].isdigit()


def frame_of(parse: Parse, trigger: int) -> Frame:
    """The frame of a verb or a nominal act."""
    return verb_frame(parse, trigger) if parse.is_verb(trigger) else noun_frame(parse, trigger)


def fitting(parse: Parse, trigger: int, frame: Frame) -> list[Pattern]:
    """Patterns that a trigger fits in its frame, the surest first."""
    part = "v" if parse.is_verb(trigger) else "n"
    patterns = patterns_of(parse.lemmas[trigger], part)
    return [pattern for pattern in patterns if _fits(parse, pattern, frame)]


def fitting_patterns(parse: Parse, token: int) -> list[Pattern]:
    """Patterns whose conditions a token meets, the surest first, whoever its parties are."""
    if not (parse.is_verb(token) or parse.is_noun(token)):
        return []
    return fitting(parse, token, frame_of(parse, token))


def _fits(parse: Parse, pattern: Pattern, frame: Frame) -> bool:
    if not pattern.particles <= frame.particles:
        return False
    if frame.phrasal and not pattern.particles:
        return False
    if pattern.objects is not None and not _any_lemma(parse, frame.objects, pattern.objects):
        return False
    if pattern.modifiers is not None and not _any_lemma(parse, frame.modifiers, pattern.modifiers):
        return False
    for preposition, words in pattern.prepositions:
        heads = frame.preps.get(preposition)
        if heads is None or (words is not None and not _any_lemma(parse, heads, words)):
            return False
    return True


def _any_lemma(parse: Parse, heads: list[int], words: frozenset[str]) -> bool:
    return any(
        parse.lemmas[member] in words or parse.lowers[member] in words
        for head in heads
        for member in (head, *parse.by_dep(head, "conj"), *_measured_nouns(parse, head))
    )


def _measured_nouns(parse: Parse, head: int) -> list[int]:
    """`a package of weapons`: the noun that a noun of measure counts."""
    if parse.lemmas[head] not in MEASURES:
        return []
    return [
        noun
        for prep in parse.by_dep(head, "prep")
        if parse.lowers[prep] == "of"
        for noun in parse.by_dep(prep, "pobj")
    ]


def consumed_by(parse: Parse, frame: Frame, pattern: Pattern) -> set[int]:
    """Nouns that the pattern has read as part of the act."""
    taken: set[int] = set()
    if pattern.objects is not None:
        taken |= {
            member
            for head in frame.objects
            for member in (head, *parse.by_dep(head, "conj"), *_measured_nouns(parse, head))
            if parse.lemmas[member] in pattern.objects or parse.lowers[member] in pattern.objects
        }
    for preposition, words in pattern.prepositions:
        taken |= {
            head
            for head in frame.preps.get(preposition, ())
            if words is not None and parse.lemmas[head] in words
        }
    return taken
