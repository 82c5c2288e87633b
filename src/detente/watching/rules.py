"""What is watched, and by which rules?"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, ClassVar, Literal, get_args

from detente.errors import QueryError
from detente.measuring import Every
from detente.measuring.periods import check_unit
from detente.records import AlertRule, ChannelState, EventType
from detente.store.query import Pair, Query, check_choice, check_for, chosen

CHANNEL_STATES: tuple[ChannelState, ...] = ("suspended", "cancelled", "resumed", "established")
ORDER: tuple[AlertRule, ...] = get_args(AlertRule)
"""Rules as they are told: what matters most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelRule:
    """The level of the index crosses a value, or changes by `by` or more over some periods."""

    name: ClassVar[AlertRule] = "level"
    below: float | None = None
    above: float | None = None
    by: float | None = 0.5
    over: int | None = None
    """Periods; else those of `States`: 30 days, 13 weeks, 6 months, 4 quarters or 2 years."""
    every: Every = "month"

    def __post_init__(self) -> None:
        check_unit(self.every)
        if self.over is not None and self.over < 1:
            raise QueryError(f"over {self.over} is no number of periods", advice="Give 1 or more.")
        if self.by is not None and self.by <= 0:
            raise QueryError(
                f"by {self.by:g} is no change", advice="Give points of the index, above 0."
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelRule:
    """A channel of the two comes to stand in another way."""

    name: ClassVar[AlertRule] = "channel"
    state: tuple[str, ...] = CHANNEL_STATES

    def __post_init__(self) -> None:
        for state in self.state:
            check_choice("state of a channel", state, get_args(ChannelState))


@dataclass(frozen=True, slots=True, kw_only=True)
class RedLineRule:
    """A red line is drawn, or drawn again."""

    name: ClassVar[AlertRule] = "red-line"


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandRule:
    """A demand is made, or made again."""

    name: ClassVar[AlertRule] = "demand"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromiseRule:
    """A promise falls due within some days, or its day passed without its being seen kept."""

    name: ClassVar[AlertRule] = "promise"
    within: int = 14

    def __post_init__(self) -> None:
        _check_days("within", self.within)


@dataclass(frozen=True, slots=True, kw_only=True)
class ActRule:
    """An act at or beyond a score, of some types where they are given."""

    name: ClassVar[AlertRule] = "act"
    below: float | None = -6.0
    above: float | None = 6.5
    type: tuple[str, ...] = ()
    confidence: float = 0.5

    def __post_init__(self) -> None:
        object.__setattr__(self, "type", chosen("type", self.type, get_args(EventType)))


@dataclass(frozen=True, slots=True, kw_only=True)
class SilenceRule:
    """Nothing is told of the two for some days, while other things are."""

    name: ClassVar[AlertRule] = "silence"
    days: int = 30

    def __post_init__(self) -> None:
        _check_days("days", self.days)


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsRule:
    """A sentence on the two has words, as `detente events --words` finds them."""

    name: ClassVar[AlertRule] = "words"
    words: str

    def __post_init__(self) -> None:
        Query(words=self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionRule:
    """Acts or statements as a question asks for them; within a pair it need not name the two."""

    name: AlertRule
    query: Query
    title: str

    def __post_init__(self) -> None:
        # Acts are told once each, so a question for events must mean something of occurrences too.
        check_for(self.query, "occurrences" if self.name == "events" else "statements")


Rule = (
    LevelRule | ChannelRule | RedLineRule | PromiseRule | ActRule | DemandRule | SilenceRule
    | WordsRule | QuestionRule
)  # fmt: skip
KINDS: Mapping[AlertRule, type[Any]] = {
    "level": LevelRule, "channel": ChannelRule, "red-line": RedLineRule, "promise": PromiseRule,
    "act": ActRule, "demand": DemandRule, "silence": SilenceRule,
}  # fmt: skip
"""Rules that a pair has unless it says otherwise, in the order in which they are told."""
UNPAIRED = "questions"
"""What those are called who are not watched as two."""
Asked = Literal["events", "statements"]


def defaults(*, of_states: bool = True) -> tuple[Rule, ...]:
    """The rules of a pair of which nothing is said; an index has a level only between two states."""
    return tuple(kind() for name, kind in KINDS.items() if of_states or name != "level")


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """Two states or blocs with their rules; or, without `between`, questions that name their own parties.

    Without rules, two have `defaults`. Raises `QueryError` for who does not exist, and for the level of
    a bloc.
    """

    between: Pair | None = None
    rules: tuple[Rule, ...] | None = None
    blocs: Mapping[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.between is not None:
            (pair,) = self.query().pairs
            object.__setattr__(self, "between", pair)
        if self.rules is None:
            rules = defaults(of_states=self.of_states) if self.between else ()
            object.__setattr__(self, "rules", rules)
        for rule in self.rules or ():
            self._check(rule)

    def _check(self, rule: Rule) -> None:
        if self.between is None and not isinstance(rule, QuestionRule):
            raise QueryError(f"a {rule.name} is of two", advice="Put the rule under a pair.")
        if isinstance(rule, LevelRule) and not self.of_states:
            raise QueryError(
                "a bloc has no level: the index is of two states",
                advice="Leave `level` out here, and watch the states that matter as pairs.",
            )

    def query(self, **narrowed: Any) -> Query:
        """A question on the two."""
        return Query(between=self.between, blocs=self.blocs, **narrowed)

    @property
    def of_states(self) -> bool:
        """Whether it is of two single states."""
        return all(len(codes) == 1 for codes in self.sides)

    @property
    def sides(self) -> tuple[frozenset[str], ...]:
        """The states on either side; none without a pair."""
        query = Query(blocs=self.blocs)
        return tuple(query.party(name).codes for name in self.between or ())

    @property
    def label(self) -> str:
        """`CHN-USA`; `questions` without a pair."""
        return "-".join(self.between) if self.between else UNPAIRED


@dataclass(frozen=True, slots=True)
class Watchlist:
    """All that is watched, in the order in which it is told."""

    watched: tuple[Watched, ...]

    @classmethod
    def of(cls, *pairs: Pair) -> Watchlist:
        """Pairs of states or blocs, by code or name, each with the rules that a pair has by default."""
        return cls(tuple(Watched(between=pair) for pair in pairs))


def rule_id(watched: Watched, rule: Rule) -> str:
    """What a rule is remembered by; another threshold makes another rule."""
    said = {each.name: getattr(rule, each.name) for each in fields(rule)}
    if isinstance(rule, QuestionRule):
        said |= {"query": sorted((name, repr(value)) for name, value in rule.query.given().items())}
    sides = [sorted(codes) for codes in watched.sides]
    told = repr((rule.name, sides, sorted(said.items())))
    return hashlib.blake2b(told.encode(), digest_size=10).hexdigest()


def _check_days(name: str, days: int) -> None:
    if days < 1:
        raise QueryError(f"{name} {days} is no number of days", advice="Give 1 or more.")
