"""How is it said in plain words? Names, dates, numbers and codes for a reader."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from detente.store.countries import country_name as country_name
from detente.store.countries import in_sentence as in_sentence

MINUS = "\N{MINUS SIGN}"
DASH = "\N{EN DASH}"
MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")
TYPES = {
    "AGREE": "agrees or promises",
    "CONSULT": "meets or talks",
    "SUPPORT": "supports or signs",
    "CONCEDE": "gives way",
    "COOPERATE": "cooperates",
    "AID": "gives aid",
    "RETREAT": "withdraws or releases",
    "REQUEST": "demands or appeals",
    "ACCUSE": "criticises or accuses",
    "REJECT": "refuses or rejects",
    "THREATEN": "threatens or warns",
    "PROTEST": "protests in public",
    "SANCTION": "cuts ties or penalises",
    "MOBILIZE": "moves or readies forces",
    "COERCE": "sanctions, seizes or restricts",
    "ASSAULT": "attacks",
}
MODES = {
    "visit": "on a visit",
    "third-party": "through a third party",
    "multilateral": "among several states",
    "phone": "by telephone",
    "withdraw": "withdraws",
    "release": "releases or returns",
    "disarm": "disarms",
    "ceasefire": "stops fighting",
    "access": "gives access",
    "assist": "over help",
    "change": "over a change of policy",
    "yield": "over giving way",
    "meet": "over talks",
    "disapprove": "disapproves",
    "investigate": "investigates",
    "allege": "alleges wrongdoing",
    "restrict": "by restrictions",
    "arrest": "by arrest",
    "relations": "over relations",
    "expel": "by expulsion",
    "territory": "over territory",
    "violence": "with violence",
    "demo": "by demonstration",
    "convict": "by conviction",
    "discontinue": "breaks off",
    "seize": "by seizure",
    "cyber": "in computer networks",
    "destroy": "destroys property",
}
"""PLOVER modes whose own names do not say enough; others are shown by name."""
KINDS = {
    "red-line": "Red lines",
    "demand": "Demands",
    "warning": "Warnings",
    "condition": "Conditions",
    "commitment": "Commitments",
    "offer": "Offers",
    "accusation": "Accusations",
    "denial": "Denials",
    "appeal": "Appeals",
    "praise": "Praise",
    "assessment": "Assessments",
}
STATUSES = {
    "done": "done",
    "ongoing": "going on",
    "planned": "announced",
    "conditional": "told as depending on a condition",
    "hypothetical": "told as a possibility",
    "denied": "denied",
}


def status_named(status: str) -> str:
    """A status as it is typed, and in words where these are others: `planned: announced`."""
    words = STATUSES[status]
    return words if words == status else f"{status}: {words}"


def pair_name(between: tuple[str, str]) -> str:
    """`Chile and Norway`, of two codes."""
    first, second = (in_sentence(country_name(each)) for each in between)
    return f"{capitalised(first)} and {second}"


def listed(names: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last


def many(count: int, one: str, several: str | None = None) -> str:
    """`1 event`, `1,204 events`."""
    return f"{count:,} {one if count == 1 else several or one + 's'}"


def signed(value: float | None, digits: int = 1) -> str:
    """`+1.2`, `−3.0`, `0.0`; a dash where there is no value."""
    if value is None:
        return DASH
    rounded = round(value, digits) + 0.0
    sign = "+" if rounded > 0 else MINUS if rounded < 0 else ""
    return f"{sign}{abs(rounded):.{digits}f}"


def percent(share: float | None) -> str:
    """`42%`; a dash where there is no value."""
    return DASH if share is None else f"{share:.0%}"


def chance(share: float) -> str:
    """A probability that rests on draws: `34%`, `under 1%`, `over 99%`."""
    return "under 1%" if share < 0.01 else "over 99%" if share > 0.99 else percent(share)


def capitalised(text: str) -> str:
    """The text with its first letter large."""
    return text[:1].upper() + text[1:]


def lowered(text: str) -> str:
    """The text with its first letter small."""
    return text[:1].lower() + text[1:]


def day(date: dt.date | None) -> str:
    """`4 Feb 2023`; `no date`."""
    return f"{date.day} {MONTHS[date.month - 1][:3]} {date.year}" if date else "no date"


def span(first: dt.date | None, last: dt.date | None) -> str:
    """`4 Feb 2023 – 9 Mar 2023`, or the one day."""
    return day(first) if first == last else f"{day(first)} {DASH} {day(last)}"


def period(start: dt.date, every: str) -> str:
    """`August 2022`, `week of 1 Aug 2022`, `third quarter of 2022`, `2022`, `1 Aug 2022`."""
    quarter = ("first", "second", "third", "fourth")[(start.month - 1) // 3]
    return {
        "year": f"{start.year}",
        "quarter": f"{quarter} quarter of {start.year}",
        "month": f"{MONTHS[start.month - 1]} {start.year}",
        "week": f"week of {day(start)}",
    }.get(every, day(start))


def the_period(start: dt.date, every: str) -> str:
    """A period inside a sentence: `May 2023`, `the week of 1 May 2023`, `the third quarter of 2022`."""
    return f"{'the ' if every in ('quarter', 'week') else ''}{period(start, every)}"


def in_period(start: dt.date, every: str) -> str:
    """`in May 2023`, `in the week of 1 May 2023`, `on 1 May 2023`."""
    return f"{'on' if every == 'day' else 'in'} {the_period(start, every)}"


def tick(start: dt.date, every: str) -> str:
    """A period on an axis, on two lines where it has two parts."""
    month = MONTHS[start.month - 1][:3]
    upper = {"year": "", "quarter": f"Q{(start.month + 2) // 3}", "month": month}.get(
        every, f"{start.day} {month}"
    )
    return f"{upper}\n{start.year}" if upper else str(start.year)


def act(event_type: str, mode: str | None) -> str:
    """A PLOVER type in plain words, its mode behind it."""
    words = TYPES.get(event_type, event_type.lower())
    return f"{words} ({MODES.get(mode, mode.replace('-', ' '))})" if mode else words


def parties(
    actors: Iterable[str], recipients: Iterable[str], *, reciprocal: bool, first: Sequence[str] = ()
) -> str:
    """`China → United States`, or `China ↔ United States` for a mutual act.

    Codes in `first` come before the others, in that order.
    """
    order = {code: place for place, code in enumerate(first)}
    acting, towards = (
        [country_name(code) for code in sorted(codes, key=lambda code: order.get(code, 99))]
        for codes in (actors, recipients)
    )
    if reciprocal:
        return " \N{LEFT RIGHT ARROW} ".join([*acting, *towards])
    return f"{', '.join(acting)} \N{RIGHTWARDS ARROW} {', '.join(towards) or 'nobody named'}"
