"""Which words say what a position is about? Lemmas, without names and empty words."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from spacy.lang.en.stop_words import STOP_WORDS

from detente import tables
from detente.coding.grammar.governing import governing_words
from detente.coding.grammar.lemmas import is_dictionary_word, lemma_as
from detente.coding.topics import topics_of
from detente.coding.voice.cues import cues

BRITISH = re.compile(r"is(e|ation)$")
"""Spelt alike with `z`; nothing else is made of it, so `exercize` does no harm."""
WORD = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)*(?:['’]t)?|[,;:]")
LINE = re.compile(
    r"(?:\w+ed )?(?:that )?(?P<subject>[^,;]+?)(?:, [^,]+,)? "
    r"(?:is|are|was|were|stands|stood|remains|remained) .*\blines?\b"
)
"""What is called a line, or one of several."""
KNOWN = re.compile(
    r"\b(?:the|this|that|these|those|his|her|its|their)\s+(\w+)(?:\s+(\w+))?", re.IGNORECASE
)
"""What has been spoken of before, in its first two words."""
BREAKS = frozenset({",", ";", ":"})
JOINING = frozenset({"and", "or"})
OPENING = (
    BREAKS | JOINING | {"to", "be", "will", "would", "should", "must", "shall", "can", "is", "are"}
)
"""What the word for an act may follow."""
DETERMINERS = frozenset(
    {"the", "a", "an", "its", "his", "her", "their", "our", "any", "all", "these"}
)
NEAR = 3
"""Words before a clause that may turn it into its contrary."""
SAYING = frozenset({"report", "deny", "ask", "commit", "charge"})


@cache
def words_of(role: str) -> frozenset[str]:
    """The words of `data/words.tsv` that are read in one way."""
    path = tables.packaged("ledgers", "data", "words.tsv")
    return frozenset(
        word
        for row in tables.rows(path, ("role", "words"))
        if row["role"] == role
        for word in row.many("words")
    )


@cache
def _empty() -> frozenset[str]:
    saying = {word.partition("/")[0] for word, how in governing_words().items() if how in SAYING}
    listed = words_of("empty") | words_of("against") | words_of("aside") | words_of("breach")
    return frozenset(STOP_WORDS) | listed | saying | frozenset(cues("saying"))


@lru_cache(maxsize=100_000)
def lemma(word: str) -> str:
    """One form for a word, whether it is verb or noun: `arms` and `arming` are `arm`."""
    lower = word.lower()
    verb = lemma_as(lower, "verb")
    return verb if is_dictionary_word(verb) else lemma_as(lower, "noun")


@lru_cache(maxsize=20_000)
def content(text: str) -> frozenset[str]:
    """Lemmas of the words that say what a text is about.

    A word with a capital letter is taken for a name and left out, be it the first of a sentence.
    """
    return frozenset(one for word in WORD.findall(text) if (one := telling(word)))


def telling(word: str) -> str | None:
    """The lemma of a word that says what a text is about; None for names and empty words."""
    if len(word) < 3 or not word[0].islower() or word in STOP_WORDS:
        return None
    one = lemma(word)
    return None if one in _empty() else BRITISH.sub(r"iz\1", one)


def form(word: str) -> str:
    """A word as `content` has it, be it empty or not."""
    return BRITISH.sub(r"iz\1", lemma(word))


def content_beside(text: str, issues: frozenset[str]) -> frozenset[str]:
    """The same without the words that name the issues, which say nothing beside them."""
    named = {form(part) for issue in issues for part in issue.split("-")}
    return frozenset(
        word for word in content(text) - named if _issues_named_by(word).isdisjoint(issues)
    )


@lru_cache(maxsize=20_000)
def _issues_named_by(word: str) -> frozenset[str]:
    return frozenset(topics_of(word).issues)


def called_a_line(text: str) -> str:
    """Of `the lake, he said, is a red line that nobody may cross` only `the lake`; else the text.

    What a line is called besides tells nothing of where it runs.
    """
    found = LINE.match(text)
    return found["subject"] if found else text


@lru_cache(maxsize=20_000)
def issues_of(clause: str, issues: tuple[str, ...]) -> frozenset[str]:
    """Of the issues of a sentence those that a clause of it names, or all where it names none."""
    return named_issues(clause, issues) or frozenset(issues)


def named_issues(clause: str, issues: tuple[str, ...]) -> frozenset[str]:
    """Of the issues of a sentence those that a clause of it names."""
    return frozenset(topics_of(clause).issues) & frozenset(issues)


def acts(clause: str) -> dict[str, bool]:
    """Words of a clause that tell the acts asked for or promised, and whether as ones to be done.

    They are the first that tells something after the verb of saying, after `to`, after a modal and
    after `and` or a comma. False stands for an act that is not to be done (`stop arming`). What is
    told by the way (`the contacts that it cut`) is passed over, and so is a word met both ways.
    """
    found: dict[str, set[bool]] = {}
    awaited, aside, against, before = True, False, False, ""
    for place, word in enumerate(_after_saying(clause)):
        lower, one = word.lower(), telling(word)
        if _turns(lower):
            against, awaited = True, True
        elif place and lower in words_of("aside"):
            aside = True
        elif lower in OPENING:
            against = against and (lower in JOINING or _turns(before))
            awaited, aside = True, aside and lower not in BREAKS
        elif one and awaited and not aside and not _describes(lower, before):
            # `stop arming them and leave`: whether leaving is wanted, the words alone do not say.
            if not (against and before in JOINING) or lower.endswith("ing"):
                found.setdefault(one, set()).add(not against)
            awaited = False
        before = lower
    return {word: ways.pop() for word, ways in found.items() if len(ways) == 1}


def _turns(lower: str) -> bool:
    """Whether a word turns what follows into its contrary."""
    return lower.endswith(("n't", "n’t")) or not words_of("against").isdisjoint(
        (lower, lemma(lower))
    )


def _describes(word: str, before: str) -> bool:
    """Whether a participle stands before its noun: `the suspended talks`."""
    return before in DETERMINERS and word.endswith(("ed", "ing"))


def _after_saying(clause: str) -> list[str]:
    """The words of a clause after a verb of saying that opens it (`promised that`)."""
    found = WORD.findall(clause)
    for place, word in enumerate(found[:3]):
        if word[0].islower() and lemma(word) in cues("saying"):
            rest = found[place + 1 :]
            return rest[1:] if rest[:1] == ["that"] else rest
    return found[1:] if found[:1] == ["that"] else found


def speaks_of(role: str, text: str) -> bool:
    """Whether a text has a word of one role, such as `breach`."""
    return any(lemma(word) in words_of(role) for word in WORD.findall(text) if word.isalpha())


def points_back(text: str) -> bool:
    """Whether a text speaks of `the demand`, `that request`, which was told before."""
    known = (word for found in KNOWN.findall(text) for word in found if word)
    return any(lemma(word) in words_of("asking") for word in known)


def is_turned(before: str) -> bool:
    """Whether the last words before a clause turn it into its contrary: `nor will we`."""
    return any(_turns(word.lower()) for word in WORD.findall(before)[-NEAR:])


def opens_by_agreeing(clause: str) -> bool:
    """Whether a clause begins with `agree`, which nobody does alone."""
    first = WORD.match(clause)
    return first is not None and lemma(first[0]) == "agree"


def promises(word: str) -> bool:
    """Whether a word is a verb of promising."""
    return cues("saying").get(lemma(word)) == "commitment"
