"""Which sentences can hold an event or a position, told from their words before any parse."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Literal

from detente.coding.actors.agents import agents
from detente.coding.actors.mentions import Mention
from detente.coding.parsing import lemma_as
from detente.coding.relations.embedding import embedding_words
from detente.coding.relations.lexicon import Pattern, patterns_of
from detente.coding.relations.parties import IMPLYING, family
from detente.coding.voice.cues import cues, kinds_in
from detente.coding.worth import NOBODY, Circumstances

WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?")
REFERRING = frozenset("he she it they his her its their him them both two sides we our us".split())
WILLING = frozenset(
    """will would shall must should can cannot could may might let not no never none nothing nobody nor
    t please ready always don won""".split()
)
"""Words by which somebody who speaks promises, rules out or denies; few sentences are without in speech."""
Telling = Literal["any", "other", "alone"]
"""Acts: any; those whose other party may be left unsaid; those that need no other party."""
SLOT_WORDS = {"to-do": "to", "from-doing": "from"}
WORDLESS_SLOTS = frozenset({"that", "called", "in-it"})
HAVE_TO = re.compile(r"\b(?:have|has|had)\s+(?:\w+\s+)?to\b", re.IGNORECASE)
"""`have` obliges only so; as an auxiliary it stands in every second sentence."""
BINDING = re.compile(
    r"\b(?:prerequisites?|preconditions?)\b|\bwithout\b.*\bimpossible\b|\bimpossible\b.*\bwithout\b",
    re.IGNORECASE,
)
"""Words by which one thing is made to hang on another, besides `if` and `unless`."""
STAYING = re.compile(r"\b(?:was|were|is|are|be|been)\s+(?:(?:just|also|back)\s+)?in\s+[A-Z]")
"""Somebody of one state may be told to be in another."""
JOINT = frozenset("both two pair sides they them their theirs we us our each".split())
"""Words that may stand for two states at once."""
POLITICAL = frozenset({"GOV", "MIL", "LEG", "COP", "SPY", "JUD", "REB", "PTY", "OPP"})
PRIVATE = frozenset({"BUS", "EDU", "MED", "NGO", "LAB", "CVL"})


def worth_parsing(
    text: str,
    mentions: list[Mention],
    where: Circumstances,
) -> str | None:
    """None where a sentence is worth a parse for the lexicon, else the reason why not."""
    named = {mention.code for mention in mentions if _is_public(mention)}
    if not named and not where.speaks and len(where.before) < 2 - where.quotes:
        return NOBODY
    words = [word.lower() for word in WORD.findall(text)]
    words += [half for word in words if "-" in word for half in word.split("-")]
    refers_back = any(refers(word) for word in words)
    if not (named or refers_back or where.speaks or where.quotes):
        return NOBODY
    if _may_hold_a_position(text, words, where):
        return None
    joint = len(where.before) > 1 and not JOINT.isdisjoint(words)
    possible = sum(map(_is_public, mentions))
    possible += 2 if joint else int(bool(where.before) and refers_back)
    if possible > 1 and any(
        lemma_as(word, "verb") in cues("saying") or word in cues("feeling") for word in words
    ):
        return None
    if len({m.code for m in mentions if m.code}) > 1 and STAYING.search(text):
        return None
    kind: Telling = "any" if possible > 1 else "other" if where.before - named else "alone"
    return None if _any_tells(words, kind) else "no word in it tells an act or a position"


def _may_hold_a_position(text: str, words: Sequence[str], where: Circumstances) -> bool:
    """Whether somebody who is heard in a sentence may take a position: some words that are used for it
    are enough."""
    voiced = where.speaks or where.quotes
    if not (voiced or '"' in text or "“" in text or any(map(reports, words))):
        return False
    if any(map(claims, words)) or HAVE_TO.search(text) or BINDING.search(text):
        return True
    kinds = kinds_in(text)
    return "red-line" in kinds or (voiced and (bool(kinds) or not WILLING.isdisjoint(words)))


def _is_public(mention: Mention) -> bool:
    """Whether a mention alone makes a sentence worth a look: a state or body, not a firm or a city."""
    if mention.code is None or mention.kind == "place":
        return False
    return mention.kind != "institution" or mention.sector not in PRIVATE


@lru_cache(maxsize=100_000)
def refers(word: str) -> bool:
    """Whether a word can stand for a state by reference (`it`, `both`, `ministry`)."""
    return word in REFERRING or any(
        agent.sector in POLITICAL for agent in agents().get(lemma_as(word, "noun"), ())
    )


def _any_tells(words: list[str], kind: Telling) -> bool:
    """Whether a pattern of the kind has its trigger and all words of its conditions here."""
    candidates = [pattern for word in words for pattern in _patterns(word, kind)]
    if not candidates:
        return False
    present = frozenset(form for word in words for form in _forms(word))
    return any(_can_be_met(pattern, present) for pattern in candidates)


def _can_be_met(pattern: Pattern, present: frozenset[str]) -> bool:
    """Whether each condition finds a word that could meet it, wherever it stands."""
    lists = (pattern.objects, pattern.modifiers, *(words for _, words in pattern.prepositions))
    return (
        pattern.particles <= present
        and all(words is None or not words.isdisjoint(present) for words in lists)
        and all(SLOT_WORDS.get(slot, slot) in present for slot, _ in pattern.prepositions
                if slot not in WORDLESS_SLOTS)
    )  # fmt: skip


@lru_cache(maxsize=100_000)
def _forms(word: str) -> tuple[str, ...]:
    return (word, lemma_as(word, "verb"), lemma_as(word, "noun"), lemma_as(word, "adj"))


@lru_cache(maxsize=100_000)
def _patterns(word: str, kind: Telling) -> tuple[Pattern, ...]:
    """Patterns whose trigger a word may be, and that tell an act of this kind."""
    found = dict.fromkeys(
        (
            *patterns_of(lemma_as(word, "verb"), "v"),
            *patterns_of(lemma_as(word, "noun"), "n"),
            *patterns_of(word, "v"),
            *patterns_of(word, "n"),
        )
    )
    return tuple(pattern for pattern in found if _tells_of(pattern, kind))


def _tells_of(pattern: Pattern, kind: Telling) -> bool:
    if kind == "any" or (kind == "other" and family(pattern) in IMPLYING):
        return True
    return (
        "needs-recipient" not in pattern.flags
        and not pattern.reciprocal
        and pattern.event_type != "CONSULT"
    )


@lru_cache(maxsize=100_000)
def reports(word: str) -> bool:
    """Whether a word is a verb of saying."""
    return embedding_words().get(f"{lemma_as(word, 'verb')}/v") in ("report", "deny")


@lru_cache(maxsize=100_000)
def claims(word: str) -> bool:
    """Whether a word may make a clause a position where the text speaks for somebody."""
    return (
        lemma_as(word, "verb") != "have"
        and any(
            word in cues(form)
            or lemma_as(word, "verb") in cues(form)
            or lemma_as(word, "noun") in cues(form)
            for form in ("saying", "obliging", "blaming", "relation", "expressed")
        )
    ) or word in ("if", "unless", "red")


SPORT = re.compile(
    r"\b(?:striker|midfielder|goalkeeper|defender|footballer|quarter-?finals?|semi-?finals?|world cup|"
    r"olympics?|grand prix|innings|wickets?|tournament|championships?|playoffs?|medals?|penalty shoot|"
    r"match|league|batsm[ae]n|bowler|sprinter|runner|marathon|champion|cup final|davis cup|stadium|"
    r"football|soccer|rugby|cricket|hockey|basketball|tennis|boxing|heavyweight)\b",
    re.IGNORECASE,
)
PLAYER = re.compile(
    r"\b(?:strikers?|midfielders?|goalkeepers?|footballers?|batsm[ae]n|wickets?|innings)\b",
    re.IGNORECASE,
)
SCORE = re.compile(
    r"\b(?:beat|beats|beaten|defeat|defeats|defeated|win|wins|won|lose|lost)\b.{0,60}\b\d{1,3}[-–]\d{1,3}\b"
)


def reads_as_sport(text: str) -> bool:
    """Whether a sentence tells of a game: a score after a verb of winning, a player, two words of sport."""
    if SCORE.search(text) or PLAYER.search(text):
        return True
    return len(set(SPORT.findall(text.lower()))) > 1
