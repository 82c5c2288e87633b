"""What a time expression is, before anything is counted from a day, and what a rule for one is.

Each rule is one pattern with one reader. What an expression stands for depends on the day of the
text, on the direction that tense gives, and on the date told before it; `Expression.read` takes all
three as a `Clock`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Literal

from detente.coding.time.calendar import Calendar, Dated
from detente.coding.time.needs import Keys, needs_of

Direction = Literal[-1, 1]
Lead = Literal[
    "", "since", "by", "until", "before", "after", "from", "between", "over", "within", "for", "in"
]  # fmt: skip
Form = Literal["point", "vague", "length", "offset", "present"]


NORTHERN = Calendar()


@dataclass(frozen=True, slots=True)
class Clock:
    """What an expression is read against: the day of the text, whether the verb looks back (-1) or
    ahead (1), the date told before, from which `a day earlier` counts, the calendar, and the date at
    which a narrative stands, from which its bare days and months (`on 12 July`) go on."""

    today: dt.date | None
    direction: Direction = -1
    anchor: Dated | None = None
    calendar: Calendar = NORTHERN
    run: Dated | None = None

    @property
    def day(self) -> dt.date | None:
        """The day at which a narrative stands, else that of the text."""
        if self.run is not None and (self.today is None or self.direction < 0):
            return self.run.start
        return self.today


Reader = Callable[[re.Match[str], Clock], Dated | None]


@dataclass(frozen=True, slots=True)
class Expression:
    """A time expression: offsets in the sentence's text, and how it is read.

    `form` is `vague` where it stands for no days (`in recent weeks`), `length` where it tells how long
    (`for two weeks`), `offset` where it counts from what follows (`two days after the vote`), `present` where it
    names no date but the present or the future (`now`); `lead` is the word before it that says how its days are meant (`since`, `by`).
    """

    start: int
    end: int
    text: str
    form: Form
    lead: Lead
    match: re.Match[str] = field(compare=False, repr=False)
    reader: Reader = field(compare=False, repr=False)
    last: Expression | None = None
    """The other end of a range (`from Tuesday to Friday`)."""

    def nearer(self, clock: Clock) -> Dated | None:
        """The days it stands for, behind or ahead, whichever lie nearer to the day of the text."""
        back, ahead = (self.read(replace(clock, direction=way)) for way in (-1, 1))
        if back is None or ahead is None or clock.today is None:
            return back or ahead
        return ahead if ahead.start - clock.today <= clock.today - back.end else back

    def read(self, clock: Clock) -> Dated | None:
        """The days it stands for, or None where they are not known."""
        if self.form in ("vague", "present"):
            return None
        try:
            return self.reader(self.match, clock)
        except (
            OverflowError,
            ValueError,
        ):  # before the year 1 or after 9999, as `last week` may be
            return None


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, the form of what it finds, its reader, and the keys that a text must hold for it."""

    pattern: re.Pattern[str]
    reader: Reader
    form: Form
    lead: Lead | None
    needs: tuple[Keys, ...]

    def may_match(self, held: Keys) -> bool:
        """Whether it can be found in a text that holds these keys."""
        return not any(map(held.isdisjoint, self.needs))


def rule(pattern: str, reader: Reader, form: Form = "point", lead: Lead | None = None) -> Rule:
    """A rule that minds no case, unless its pattern says so; `lead` where the pattern holds it."""
    found = re.compile(rf"\b(?:{pattern})(?!\w)", re.IGNORECASE)
    return Rule(found, reader, form, lead, needs_of(pattern))
