"""What an anniversary is of, and how long ago that was."""

from __future__ import annotations

from collections.abc import Iterator

from detente.coding.grammar.parse import Parse
from detente.coding.time.numerals import ordinal_word

ANNIVERSARIES = frozenset({"anniversary", "jubilee"})
NAMED = {"centenary": 100, "centennial": 100, "bicentenary": 200, "bicentennial": 200}


def anniversary_of(parse: Parse, act: int) -> int | None:
    """The anniversary of an act, where it is told so (`the tenth anniversary of the attack`)."""
    below = act
    for above in parse.ancestors(act):
        feast = parse.lemmas[above] in ANNIVERSARIES or parse.lemmas[above] in NAMED
        if feast and parse.is_preposition(below) and parse.lowers[below] == "of":
            return above
        below = above
    return None


def years_since(parse: Parse, anniversary: int) -> int | None:
    """How many years an anniversary counts, or None where it is not told."""
    if parse.lemmas[anniversary] in NAMED:
        return NAMED[parse.lemmas[anniversary]]
    told = (ordinal_word(word) for word in _before(parse, anniversary))
    return next((years for years in told if years is not None), None)


def _before(parse: Parse, anniversary: int) -> Iterator[str]:
    """The words right before an anniversary, each as joined by hyphens, the nearest first."""
    token = anniversary - 1
    while token >= max(0, anniversary - 6):
        word = parse.lowers[token]
        while token >= 2 and parse.words[token - 1] == "-":
            token -= 2
            word = f"{parse.lowers[token]}-{word}"
        yield word
        token -= 1
