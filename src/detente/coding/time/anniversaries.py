"""What an anniversary is of, and how long ago that was."""

from __future__ import annotations

from detente.coding.parsing import Parse
from detente.coding.time.numerals import ordinal_word

ANNIVERSARIES = frozenset({"anniversary", "jubilee"})
NAMED = {"centenary": 100, "centennial": 100, "bicentenary": 200, "bicentennial": 200}


def anniversary_of(parse: Parse, act: int) -> int | None:
    """The anniversary of an act, where it is told so (`the tenth anniversary of the attack`)."""
    below = act
    for above in parse.ancestors(act):
        feast = parse.lemmas[above] in ANNIVERSARIES or parse.lemmas[above] in NAMED
        if feast and parse.deps[below] == "prep" and parse.lowers[below] == "of":
            return above
        below = above
    return None


def years_since(parse: Parse, anniversary: int) -> int | None:
    """How many years an anniversary counts, or None where it is not told."""
    if parse.lemmas[anniversary] in NAMED:
        return NAMED[parse.lemmas[anniversary]]
    told = (ordinal_word(parse.lowers[t]) for t in _before(parse, anniversary))
    return next((years for years in told if years is not None), None)


def _before(parse: Parse, anniversary: int) -> list[int]:
    """The words right before an anniversary, joined where a hyphen parts them."""
    return [t for t in parse.subtree(anniversary) if anniversary - 4 <= t < anniversary]
