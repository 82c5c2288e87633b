"""Whether a verb tells of what is going on, or in the present tense of a day to come."""

from __future__ import annotations

from detente.coding.grammar.governing import effect_of
from detente.coding.grammar.parse import Parse
from detente.coding.grammar.verbs import has_present_perfect

LASTING = frozenset(
    """hold occupy keep detain block blockade besiege surround guard boycott ban bar embargo sanction
    suspend stop shelter host house control patrol mediate finance fund back support withhold
    picket""".split()
)
"""Verbs of what goes on until it is ended."""
UNITS_OF_TIME = frozenset("hour day night week fortnight month year decade".split())
DAYS_AHEAD = frozenset(
    "tomorrow tonight monday tuesday wednesday thursday friday saturday sunday".split()
)


def under_way(parse: Parse, verb: int) -> bool:
    """`is releasing`, `has been holding`, `are being held`; under `said` also `was releasing`."""
    if _lasts(parse, verb):
        return True
    auxiliaries = parse.by_dep(verb, "aux", "auxpass")
    words = {parse.lowers[t] for t in auxiliaries}
    be = [t for t in auxiliaries if parse.lemmas[t] == "be" or parse.lowers[t] in ("been", "being")]
    present = any(parse.tags[t] in ("VBP", "VBZ") for t in auxiliaries)
    if parse.tags[verb] == "VBN":
        return present and "being" in words
    if parse.tags[verb] != "VBG" or not be:
        return False
    reported = parse.deps[verb] == "ccomp" and effect_of(parse, parse.heads[verb]) == "report"
    return present or (reported and bool(words & {"was", "were"}))


def _lasts(parse: Parse, verb: int) -> bool:
    """`has held them since May`, `has been blocked for a week`: a perfect of what lasts, with how long."""
    if not has_present_perfect(parse, verb) or parse.lemmas[verb] not in LASTING:
        return False
    return any(
        parse.lowers[prep] == "since"
        or (parse.lowers[prep] == "for" and parse.lemmas[noun] in UNITS_OF_TIME)
        for prep in parse.by_dep(verb, "prep")
        for noun in parse.by_dep(prep, "pobj")
    )


def set_for(parse: Parse, verb: int) -> bool:
    """A present tense that tells of a day to come: `meets tomorrow`, `is sending it next week`."""
    auxiliaries = parse.by_dep(verb, "aux", "auxpass")
    present = any(parse.tags[t] in ("VBP", "VBZ") and parse.lemmas[t] == "be" for t in auxiliaries)
    if parse.tags[verb] == "VBG":
        told = present and not any(parse.lowers[t] == "been" for t in auxiliaries)
    else:
        told = parse.tags[verb] in ("VBP", "VBZ") and not auxiliaries
    return told and any(_ahead(parse, t) for t in _adverbials(parse, verb))


def _adverbials(parse: Parse, verb: int) -> list[int]:
    """Nouns and adverbs that may tell when, right at a verb or after `on` and `in`."""
    bare = parse.by_dep(verb, "npadvmod", "advmod")
    return bare + [
        noun
        for prep in parse.by_dep(verb, "prep")
        if parse.lowers[prep] in ("on", "in", "from", "until")
        for noun in parse.by_dep(prep, "pobj")
    ]


def _ahead(parse: Parse, noun: int) -> bool:
    if parse.lowers[noun] in DAYS_AHEAD:
        return not any(parse.lowers[t] in ("last", "every", "each") for t in parse.children[noun])
    return any(parse.lowers[t] in ("next", "coming") for t in parse.children[noun])
