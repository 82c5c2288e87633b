"""Words that take an act as their content, and what they make of it (`governing.tsv`)."""

from __future__ import annotations

from functools import cache
from typing import Literal

from detente import tables
from detente.coding.grammar.parse import Parse

Effect = Literal[
    "commit",
    "plan",
    "refuse",
    "ask",
    "charge",
    "report",
    "deny",
    "go",
    "cease",
    "fail",
    "try",
    "threat",
    "cause",
    "thought",
    "drop",
]


@cache
def governing_words() -> dict[str, Effect]:
    """`lemma/part`, with the words of a preposition or without, to its effect, from `governing.tsv`."""
    path = tables.packaged("coding", "grammar", "governing.tsv")
    return {row["word"]: row["effect"] for row in tables.rows(path, ("word", "effect"))}  # type: ignore[misc]


def effect_by_preposition(parse: Parse, content: int) -> tuple[Effect, int] | None:
    """The effect on a gerund or noun of what takes it by a preposition, and the verb or noun of that."""
    preposition = parse.heads[content]
    governor = next(
        (t for t in parse.ancestors(preposition) if parse.tags[t].startswith(("VB", "NN", "JJ"))),
        None,
    )
    if governor is None:
        return None
    key = f"{parse.lemmas[governor]}/{_part(parse, governor)}"
    for first in (preposition - 1, preposition):
        words = " ".join(parse.lowers[first : preposition + 1])
        if effect := governing_words().get(f"{key} {words}"):
            return effect, governor
    return None


def effect_of_modifier(parse: Parse, noun: int) -> tuple[Effect, int] | None:
    """The effect on a noun of a word before it (`its planned visit`), and that word."""
    for modifier in parse.by_dep(noun, "amod"):
        if effect := governing_words().get(f"{parse.lowers[modifier]}/m"):
            return effect, modifier
    return None


def _part(parse: Parse, token: int) -> str:
    tag = parse.tags[token]
    return "v" if tag.startswith("VB") else "n" if tag.startswith("NN") else "a"


def _in_the_past(parse: Parse, verb: int) -> bool:
    """`was able to leave`, `has been able to leave`: it did."""
    return parse.tags[verb] in ("VBD", "VBN")


def effect_of(parse: Parse, token: int) -> Effect | None:
    """The effect a word has on what it takes as content, or None."""
    part = _part(parse, token)
    if parse.lemmas[token] == "able" and _in_the_past(parse, parse.heads[token]):
        return "go"
    for particle in parse.by_dep(token, "prt"):
        if effect := governing_words().get(
            f"{parse.lemmas[token]}/{part} {parse.lowers[particle]}"
        ):
            return effect
    found = governing_words().get(f"{parse.lemmas[token]}/{part}")
    if found is None and part == "v":
        found = governing_words().get(f"{parse.lowers[token]}/a")
    return found
