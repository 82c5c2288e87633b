"""Which sentences can hold an event or a position, told from their words before any parse."""

from __future__ import annotations

import re
from functools import lru_cache

from detente.coding import ontology
from detente.coding.actors.agents import agents
from detente.coding.actors.mentions import Mention
from detente.coding.parsing import lemma_as
from detente.coding.relations.lexicon import Pattern, patterns_of
from detente.coding.relations.parties import IMPLYING
from detente.coding.relations.stance import embedding_words
from detente.coding.voice.statements import cues

WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?")
REFERRING = frozenset("he she it they his her its their him them both two sides we our us".split())
POLITICAL = frozenset({"GOV", "MIL", "LEG", "COP", "SPY", "JUD", "REB", "PTY", "OPP"})
PRIVATE = frozenset({"BUS", "EDU", "MED", "NGO", "LAB", "CVL"})


def worth_parsing(
    text: str, mentions: list[Mention], *, speaks: bool, before: frozenset[str]
) -> str | None:
    """None where a sentence is worth a parse, else the reason why not.

    `speaks` is true where the text as a whole takes positions (opinion, statement, transcript),
    so that any clause on a state may be one. `before` holds the states named shortly before: a
    sentence can tell of those by reference, or leave them out as understood.
    """
    words = [word.lower() for word in WORD.findall(text)]
    named = {mention.code for mention in mentions if _is_public(mention)}
    refers_back = any(refers(word) for word in words)
    possible = len(named) + (bool(before) and refers_back)
    if not named and (len(before) < 2 or not refers_back):
        return "no state, office or person of a state is named"
    reported = speaks or '"' in text or "“" in text or any(reports(word) for word in words)
    if reported and any(claims(word) for word in words):
        return None
    telling = tells if possible > 1 else tells_of_another if before - named else tells_alone
    if not any(telling(word) for word in words):
        return "no word in it tells an act or a position"
    return None


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


@lru_cache(maxsize=100_000)
def tells(word: str) -> bool:
    """Whether a word is a form of a trigger of the lexicon."""
    return bool(_patterns(word)) or any(half != word and tells(half) for half in word.split("-"))


@lru_cache(maxsize=100_000)
def tells_alone(word: str) -> bool:
    """Whether a word can tell an act of which only one party is named."""
    return any(
        "needs-recipient" not in pattern.flags
        and not pattern.reciprocal
        and not ontology.needs_recipient(pattern.event_type)
        and pattern.event_type != "CONSULT"
        for pattern in _patterns(word)
    ) or any(half != word and tells_alone(half) for half in word.split("-"))


@lru_cache(maxsize=100_000)
def tells_of_another(word: str) -> bool:
    """Whether a word can tell an act whose other party is left to the sentences before."""
    return tells_alone(word) or any(p.event_type in IMPLYING for p in _patterns(word))


@lru_cache(maxsize=100_000)
def reports(word: str) -> bool:
    """Whether a word is a verb of saying."""
    return embedding_words().get(f"{lemma_as(word, 'verb')}/v") in ("report", "deny")


def _patterns(word: str) -> tuple[Pattern, ...]:
    found = dict.fromkeys(
        (
            *patterns_of(lemma_as(word, "verb"), "v"),
            *patterns_of(lemma_as(word, "noun"), "n"),
            *patterns_of(word, "v"),
            *patterns_of(word, "n"),
        )
    )
    return tuple(found)


@lru_cache(maxsize=100_000)
def claims(word: str) -> bool:
    """Whether a word may make a clause a position where the text speaks for somebody."""
    return any(
        word in cues(form)
        or lemma_as(word, "verb") in cues(form)
        or lemma_as(word, "noun") in cues(form)
        for form in ("saying", "obliging", "blaming", "relation", "expressed")
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
