"""Why an address gave nothing."""

from __future__ import annotations

from detente.reading.problems import Problem


class FetchError(Exception):
    """An address gave nothing; met within this package, where it becomes a row of `rejected`.

    `lasting` says that asking again will hardly help.
    """

    def __init__(self, reason: str, advice: str, *, lasting: bool = False) -> None:
        super().__init__(reason)
        self.problem = Problem(reason, advice)
        self.lasting = lasting


AGAIN = "Run it again later: it is tried anew in every run."
