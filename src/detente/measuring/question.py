"""What a measure is asked for."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from detente.measuring.periods import Every, Weekday, check_unit
from detente.store.query import as_days, check_choice, check_track, resolve_pair

Scores = Literal["plover", "goldstein"]
Normalise = Literal["none", "coverage", "outlets"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Which acts of two states are counted, by which periods and scores.

    `directed` keeps only what the first does towards the second; mutual acts are among it. `track`
    keeps acts that have it among their tracks. Without `since` or `until` the series starts and
    ends with the period of the first and last act; with them the outermost periods are cut to the
    days asked for; both are taken as ISO text, too. `scores` and `normalise` are described with
    `detente.measuring.measure`.
    Raises `QueryError` for a state, track, unit, weekday or choice that does not exist.
    """

    between: tuple[str, str]
    every: Every = "month"
    directed: bool = False
    track: str | None = None
    since: dt.date | None = None
    until: dt.date | None = None
    week_starts: Weekday = "monday"
    scores: Scores = "plover"
    normalise: Normalise = "none"

    def __post_init__(self) -> None:
        object.__setattr__(self, "between", resolve_pair(self.between))
        check_track(self.track)
        since, until = as_days(self.since, self.until)
        object.__setattr__(self, "since", since)
        object.__setattr__(self, "until", until)
        check_unit(self.every, self.week_starts)
        check_choice("kind of score", self.scores, get_args(Scores))
        check_choice("way to normalise", self.normalise, get_args(Normalise))
