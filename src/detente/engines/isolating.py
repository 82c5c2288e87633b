"""An article that ends the process in which it is coded does not stop the run.

Nobody can ask a dead process which article it was. So what it had is tried again in pieces, down to
single articles; one that ends its process each time, alone, is told in `rejected`.
"""

from __future__ import annotations

from detente.engines.safely import Uncoded
from detente.errors import DetenteError
from detente.records import Article, Rejected

PIECES = 8
"""Into how many what ended a process is parted. In halves, one article among 512 would end eighteen
processes before it is found; so it ends eight."""
TRIES = 2
"""How often an article may end a process that had nothing else."""
LOST_IN_A_ROW = 16
"""Articles given up with none coded in between, after which the fault is not taken for theirs."""


def pieces_of(count: int) -> list[range]:
    """The places of so many articles, in order, in pieces of about the same size."""
    size = max(1, -(-count // PIECES))
    return [range(first, min(first + size, count)) for first in range(0, count, size)]


def given_up(article: Article) -> Uncoded:
    """The result for an article that ended its process each time."""
    row = Rejected(
        path=article.address,
        place=None,
        stage="coding",
        reason="the process that coded it ended, each time that it was tried",
        advice="It crashed, or took more memory or work than is allowed: look at the text, which may be "
        "very long or no prose. To try it again, take it out with `detente remove` and read it again.",
        article_id=article.article_id,
    )
    return Uncoded((row,))


class Losses:
    """Stops a run in which processes end whatever they are given."""

    def __init__(self) -> None:
        self._in_a_row = 0

    def coded(self) -> None:
        """Something was coded."""
        self._in_a_row = 0

    def lost(self) -> None:
        """An article was given up; raises `DetenteError` where nothing else happens any more."""
        self._in_a_row += 1
        if self._in_a_row >= LOST_IN_A_ROW:
            raise DetenteError(
                f"worker processes end whatever they are given: {LOST_IN_A_ROW} articles in a row",
                advice="Often memory runs out: use fewer workers, and run it again.",
            )
