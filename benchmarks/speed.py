"""Sentences a second from raw text to records, beside spaCy's whole small pipeline on that text.

    python benchmarks/speed.py TEXTS [--articles N] [--two-states] [--runs R]

TEXTS is any file that `detente read` takes. Both run in this one process on the same articles, in
turn, after one warm-up of each; the figure to quote is the ratio, since machines differ and vary.
`--two-states` keeps only articles that name two states. Nothing here is an assertion.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import spacy
from spacy.language import Language

from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import name_table
from detente.coding.coder import Coder
from detente.coding.grammar.lemmas import MODELS
from detente.coding.sentences import split_sentences
from detente.reading import ReadingOptions, read
from detente.records import Article

BATCH = 200


def main() -> None:
    """Reads the arguments, measures and prints one line a run and the median ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("texts", type=Path)
    parser.add_argument("--articles", type=int, default=1000, help="how many articles (1000)")
    parser.add_argument("--two-states", action="store_true", help="only those that name two states")
    parser.add_argument("--runs", type=int, default=3, help="how many runs (3)")
    given = parser.parse_args()
    articles = chosen(given.texts, given.articles, two_states=given.two_states)
    sentences = sum(len(split_sentences(article.text)) for article in articles)
    sys.stdout.write(f"{len(articles)} articles, {sentences} sentences\n")
    coder = Coder()
    ratios = [measure(coder, articles, sentences, run) for run in range(given.runs)]
    sys.stdout.write(f"median ratio: {statistics.median(ratios):.2f} times spaCy's pipeline\n")


def chosen(path: Path, limit: int, *, two_states: bool) -> list[Article]:
    """The first `limit` articles of a file, or of those in it that name two states."""
    found: list[Article] = []
    for item in read([path], ReadingOptions()):
        if isinstance(item, Article) and (not two_states or names_two(item)):
            found.append(item)
        if len(found) == limit:
            break
    return found


def names_two(article: Article) -> bool:
    """Whether an article names two states."""
    mentions = find_mentions(article.text, name_table(), article.published)
    return len({m.code for m in mentions if m.code and ":" not in m.code}) > 1


def measure(coder: Coder, articles: Sequence[Article], sentences: int, run: int) -> float:
    """Times both on the same articles; the ratio of spaCy's seconds to ours."""
    pipeline = _pipeline()
    if run == 0:
        _seconds(lambda: _code(coder, articles[:BATCH]))
        _seconds(lambda: _parse(pipeline, articles[:BATCH]))
    theirs = _seconds(lambda: _parse(pipeline, articles))
    ours = _seconds(lambda: _code(coder, articles))
    sys.stdout.write(
        f"run {run + 1}: spaCy {sentences / theirs:.0f} sentences/s, "
        f"detente {sentences / ours:.0f} sentences/s, ratio {theirs / ours:.2f}\n"
    )
    return theirs / ours


def _pipeline() -> Language:
    return spacy.load(next(name for name in MODELS if spacy.util.is_package(name)))


def _parse(pipeline: Language, articles: Sequence[Article]) -> None:
    for _ in pipeline.pipe(article.text for article in articles):
        pass


def _code(coder: Coder, articles: Sequence[Article]) -> None:
    for first in range(0, len(articles), BATCH):
        coder.code_articles(articles[first : first + BATCH])


def _seconds(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
