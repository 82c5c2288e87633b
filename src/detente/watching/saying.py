"""What does a rule watch for, in words?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from detente.reporting import wording
from detente.watching.rules import (
    ActRule,
    ChannelRule,
    DemandRule,
    LevelRule,
    PromiseRule,
    QuestionRule,
    RedLineRule,
    Rule,
    SilenceRule,
    WordsRule,
)


def in_words(rule: Rule) -> str:
    """`Nothing is told of the two for 30 days`: what a rule tells of."""
    match rule:
        case LevelRule():
            return f"The level {_either(_level(rule))}"
        case ChannelRule():
            return f"A channel is {_or(rule.state)}"
        case RedLineRule():
            return "A red line is drawn, or drawn again"
        case PromiseRule():
            soon = f"A promise falls due within {wording.many(rule.within, 'day')}"
            return f"{soon}, or its day passed and nobody told that it was kept"
        case ActRule():
            return _act(rule)
        case DemandRule():
            return "A demand is made, or made again"
        case SilenceRule():
            return f"Nothing is told of the two for {wording.many(rule.days, 'day')}"
        case WordsRule():
            return f"A sentence has the words “{rule.words}”"
        case QuestionRule():
            asked = "acts" if rule.name == "events" else "statements"
            return f"A question for {asked} finds something: “{rule.title}”"


def _level(rule: LevelRule) -> Iterator[str]:
    if rule.by is not None:
        from detente.measuring.states import HORIZONS  # slow to load, and not every rule measures

        over = wording.many(rule.over or HORIZONS[rule.every], rule.every)
        yield f"has surely changed by {rule.by:g} or more over {over}"
    for limit, side in ((rule.below, "below"), (rule.above, "above")):
        if limit is not None:
            yield f"is likely {side} {wording.signed(limit)} and was likely not before"


def _act(rule: ActRule) -> str:
    of = f" of the type {_or(rule.type)}" if rule.type else ""
    sure = wording.percent(rule.confidence)
    return f"An act{of} {_either(_scores(rule))}, with a confidence of {sure} or more"


def _scores(rule: ActRule) -> Iterator[str]:
    if rule.below is not None:
        yield f"scores {wording.signed(rule.below)} or less"
    if rule.above is not None:
        yield f"scores {wording.signed(rule.above)} or more"
    if rule.below is None and rule.above is None:
        yield "is told"


def _either(each: Iterable[str]) -> str:
    return ", or ".join(each) or "is asked for nothing"


def _or(names: Sequence[str]) -> str:
    *others, last = names or ("nothing",)
    return f"{', '.join(others)} or {last}" if others else last
