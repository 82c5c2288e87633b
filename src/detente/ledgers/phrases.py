"""Which act does a clause tell as one to be done? The first word of a phrase, or a light verb's object.

`Agreed to resume the talks on kelp` tells talks, and so does `talks on kelp are to resume`; `agreed to
cancel the talks` tells something else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache, lru_cache

from detente.ledgers.ways import Way, ways
from detente.ledgers.words import BREAKS, JOINING, WORD, form, lemma, telling, words_of

MODALS = frozenset("will would shall should must can may is are was were".split())
"""What stands between a subject and what it does."""
ENDS = MODALS | BREAKS | JOINING | {"to"}
PREPOSITIONS = frozenset(
    "about against at before after between beyond by during for from in into of on over through "
    "towards under until up with within along out off".split()
)
PARTICLES = frozenset("on ahead after along forward through back beyond".split())
"""After `go` they make it another verb."""
SAYING = 3
"""Words that open a clause, among which `that` begins what is said."""


@lru_cache(maxsize=20_000)
def ways_told(clause: str) -> tuple[Way, ...]:
    """The kinds of promise that a clause makes."""
    found: set[str] = set()
    subject: list[str] = []
    phrase: list[str] = []
    for word in [*WORD.findall(until_aside(clause)), ","]:
        if word not in ENDS:
            phrase.append(word)
            continue
        if word not in MODALS:
            act = _act(phrase) or (_noun(subject) if _is_light(phrase) else None)
            found |= {act} if act else set()
        subject = [] if word in BREAKS else [*subject, *phrase]
        phrase = []
    return _of_words(found)


def ways_told_anywhere(text: str) -> tuple[Way, ...]:
    """The kinds of promise of which any word of a text tells."""
    light = words_of("light")
    return _of_words(each for word in WORD.findall(text) for each in _forms(word) - light)


def until_aside(clause: str) -> str:
    """A clause up to what is told by the way (`when it can`, `which it cut`)."""
    before = ""
    for place, found in enumerate(WORD.finditer(clause)):
        word = found[0].lower()
        opens = place == 0 or (word == "that" and place < SAYING)
        if word in words_of("aside") and not opens and not _belongs(word, before):
            return clause[: found.start()]
        before = word
    return clause


def _belongs(word: str, before: str) -> bool:
    """Whether a word makes `go` another verb (`go after smugglers`)."""
    return word in PARTICLES and lemma(before) == "go"


def _of_words(words: Iterable[str]) -> tuple[Way, ...]:
    told = frozenset(words)
    return tuple(way for way in ways() if not told.isdisjoint(way.words | way.nouns))


@cache
def _known(*, light: bool) -> frozenset[str]:
    """The words that tell what is promised; after a light verb the nouns too."""
    return frozenset(
        word for way in ways() for word in (way.words | way.nouns if light else way.words)
    )


def _forms(word: str) -> frozenset[str]:
    return frozenset({word.lower(), form(word)})


def _act(phrase: Sequence[str]) -> str | None:
    """The word that tells what is to be done, None where that is of no known kind.

    What is called, put or held `off` is not to be done.
    """
    light = told = False
    if "off" in phrase:
        return None
    for word, after in zip(phrase, [*phrase[1:], ""], strict=False):
        if word in PREPOSITIONS:
            if told or not light:
                return None
        elif _belongs(after, word):
            light = True
        elif word.endswith("ed") and not light:
            continue  # `allow reduced fees`: told of a thing
        elif found := _forms(word) & _known(light=light):
            return min(found)
        elif form(word) in words_of("light"):
            light = True
        elif telling(word):
            if not light:
                return None
            told = True
    return None


def _is_light(phrase: Sequence[str]) -> bool:
    """Whether a phrase has a light verb and no object: `go ahead in the coming weeks`."""
    tells = [form(word) for word in phrase if telling(word) or form(word) in words_of("light")]
    return bool(tells) and "off" not in phrase and words_of("light").issuperset(tells)


def _noun(subject: Sequence[str]) -> str | None:
    """The last word of a known kind before a preposition: `sea transits`, `talks between officers`."""
    found: str | None = None
    for word in subject:
        if found and word in PREPOSITIONS:
            break
        found = min(_forms(word) & _known(light=True), default=found)
    return found
