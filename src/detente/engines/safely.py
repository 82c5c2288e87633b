"""One article that breaks the coder does not stop the run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.engines.contract import ArticleCoder, Coded
from detente.errors import DetenteError
from detente.reading.problems import one_line
from detente.records import Article, ChannelReport, Event, Rejected, Statement

MOST_SHOWN = 300
"""Characters of an error that are told: it may quote the whole text."""


@dataclass(frozen=True, slots=True)
class Uncoded:
    """The result for an article that broke the coder."""

    rejected: tuple[Rejected, ...]
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    channels: tuple[ChannelReport, ...] = ()


def code_safely(coder: ArticleCoder, articles: Sequence[Article]) -> list[Coded]:
    """One result for each article, in order.

    Where the coder fails on a batch, its articles are coded one by one, and those that fail alone
    become a row in `rejected`. Errors that are not about one text pass through: `DetenteError`,
    such as a lexicon that does not parse, and `MemoryError`.
    """
    try:
        return _checked(coder.code_articles(articles), articles)
    except (DetenteError, MemoryError):
        raise
    except Exception as problem:
        if len(articles) == 1:
            return [_uncoded(articles[0], problem)]
    return [coded for article in articles for coded in code_safely(coder, [article])]


def _checked(codings: Sequence[Coded], articles: Sequence[Article]) -> list[Coded]:
    if len(codings) != len(articles):
        raise DetenteError(
            f"the coder gave {len(codings)} results for {len(articles)} articles",
            advice="This is a fault of the coder: it must give one for each.",
        )
    return list(codings)


def _uncoded(article: Article, problem: Exception) -> Uncoded:
    row = Rejected(
        path=article.address,
        place=None,
        stage="coding",
        reason=one_line(f"the coder failed: {type(problem).__name__}: {problem}"[:MOST_SHOWN]),
        advice="This is a fault of detente: please report it with the text.",
        article_id=article.article_id,
    )
    return Uncoded((row,))
