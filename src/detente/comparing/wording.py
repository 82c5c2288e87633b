"""What was found of outlets, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from detente.measuring.figures import many

if TYPE_CHECKING:
    from detente.comparing.copied import (
        CopiedText,
        CopiedTextsResult,
        CopiesResult,
        CopyingOutlet,
        CopyingOutletsResult,
    )
    from detente.comparing.coverage import CoverageResult, Covered
    from detente.comparing.framed import DeedsResult, LoadedResult
    from detente.comparing.framing import FramingResult, FramingRow, Speaking
    from detente.comparing.omission import Omission, OmissionsResult

FIRST_NAMED = 3
"""Outlets that are named as those that printed texts first."""
MOST = 15
"""Differences that sentences tell."""
CLEAR = 0.1
"""False discovery rate up to which it is said that an outlet tells less, or more, of a group of acts."""


def coverage(found: CoverageResult) -> str:
    """One line for all, and one for each outlet."""
    head = f"{many(found.acts, 'act')} told by {many(len(found.outlets), 'outlet')}."
    return "\n".join([head, *map(_outlet, found.outlets)])


def _outlet(row: Covered) -> str:
    said = f"{row.outlet} told {row.told} of the {row.could} it could have told, {row.alone} of them alone"
    if row.shared:
        said += f"; of the {row.shared} that others told too, {row.first} on the first day"
    if row.copied:
        said += f"; {row.copied} more it has in copies of others' texts alone"
    others = row.reports - row.own_words
    words = f"{row.own_words} of {many(row.reports, 'report')} in its own words"
    if others and row.speakers:
        words += f", most others by {', '.join(row.speakers)}"
    return f"{said}; {words}."


def omissions(found: OmissionsResult) -> str:
    """What is clear, the least told first; and what was asked."""
    clear = [row for row in found.rows if row.q_value <= CLEAR]
    asked = (
        f"Asked were {many(len(found.rows), 'pair')} of an outlet and a group of acts; of what is told "
        f"here {CLEAR:.0%} may be by chance."
    )
    if not clear:
        return f"No outlet tells clearly less or more of any group of acts than of others.\n{asked}"
    return "\n".join([*(_omission(row) for row in clear), asked])


def _omission(row: Omission) -> str:
    way = "less" if row.odds < 1 else "more"
    beside = "other acts of their kind" if row.alike else "all other acts"
    return (
        f"{row.outlet} told {row.told} of {many(row.acts, 'act')} of {row.group}, where {row.usual:.0f} "
        f"would be usual: {way} than of {beside} as much told by others (odds {_odds(row.odds)}, "
        f"{_odds(row.low)} to {_odds(row.high)}; p {row.p_value:.4f})."
    )


def _odds(value: float) -> str:
    return f"{value:.2f}" if value < 10 else f"{value:.0f}"


LARGEST = 20
"""Texts that are told one by one where they are told in words."""


def copied(found: CopiesResult | CopiedTextsResult | CopyingOutletsResult) -> str:
    """What was compared, and how much of it is a copy."""
    short = f"; {found.short} more are too short to be compared" if found.short else ""
    copies = f"{found.copies} of {many(found.compared, 'article')} print the text of an earlier one"
    return f"{copies}{short}."


def copied_texts(found: CopiedTextsResult) -> str:
    """One line for all, and one for each of those that most articles print."""
    told = [copied(found), *map(_copied_text, found.rows[:LARGEST])]
    if len(found.rows) > LARGEST:
        told.append(f"{len(found.rows) - LARGEST} more texts were printed more than once.")
    return "\n".join(told)


def _copied_text(row: CopiedText) -> str:
    by = f"first by {row.outlet or 'an outlet that is not known'}"
    if row.first:
        by += f" on {row.first}"
    time = f", over {many(row.days + 1, 'day')}" if row.days is not None else ""
    return (
        f"{row.article_id}: printed by {many(row.articles, 'article')} of "
        f"{many(len(row.outlets), 'outlet')}, {by}{time}; {row.shared_middle:.0%} shared in the middle, "
        f"{row.shared_least:.0%} at least."
    )


def copying_outlets(found: CopyingOutletsResult) -> str:
    """One line for all, and one for each outlet."""
    return "\n".join([copied(found), *map(_copying, found.rows)])


def _copying(row: CopyingOutlet) -> str:
    said = (
        f"{row.outlet}: {row.copies} of {many(row.articles, 'article')} printed earlier elsewhere"
    )
    if row.copies:
        first = zip(row.first_in[:FIRST_NAMED], row.times, strict=False)
        said += f" (first in {', '.join(f'{name} {times}' for name, times in first)}"
        said += ", …)" if len(row.first_in) > FIRST_NAMED else ")"
    said += f", {row.same_day} elsewhere on the same day, {row.again} its own again"
    return f"{said}; {row.copied} were printed later elsewhere."


def framing(found: FramingResult) -> str:
    """How each outlet tells deeds, and where it differs clearly from the others."""
    first, second = found.between
    about = f" in sentences that tell {found.words!r}" if found.words else ""
    lines = [
        f"{many(found.deeds, 'deed')} of {first} and {second}, or of nobody who is named{about}, in "
        f"{many(found.sentences, 'sentence')} of {many(len(found.speaking), 'outlet')}."
    ]
    for each in found.speaking:
        lines.append(_framed(each, found.of(each.outlet), (first, second)))
    clear = found.clear()
    lines += [_differs(row) for row in clear[:MOST]]
    if len(clear) > MOST:
        lines.append(f"And {len(clear) - MOST} more, in `to_table()` and the exported tables.")
    tested = sum(row.q_value is not None for row in found.rows)
    lines.append(
        f"Asked were {many(tested, 'difference')} of an outlet from all others; of what is told as clear "
        f"{found.options.clear:.0%} may be by chance."
        if clear
        else f"No outlet differs clearly from the others ({many(tested, 'difference')} asked)."
    )
    return "\n".join(lines)


def _framed(
    speaking: Speaking, rows: Mapping[str, FramingRow], between: tuple[str, str]
) -> str:
    first, second = between
    agentless = rows["agentless"]
    said = f"{rows['said'].share:.0%} in others' words"
    if speaking.speakers:
        said += f" ({', '.join(f'{name} {n}' for name, n in speaking.speakers)})"
    doers = f"by {first} {rows[f'doer {first}'].share:.0%}, by {second} {rows[f'doer {second}'].share:.0%}"
    stances = ", ".join(f"{rows[name].share:.0%} {name}" for name in ("claimed", "denied", "possible"))
    loaded = ", ".join(
        f"{row.n} {row.measure.removeprefix('own loaded ')}"
        for row in rows.values()
        if row.measure.startswith("own loaded") and row.n
    )
    told = (
        f"{speaking.outlet}, {many(agentless.of, 'deed')}: {agentless.share:.0%} agentless, {doers}; "
        f"{said}; {stances}"
    )
    return f"{told}; loaded words of its own: {loaded}." if loaded else f"{told}."


def _differs(row: FramingRow) -> str:
    assert row.difference is not None
    way = "more" if row.difference > 0 else "less"
    low, high = sorted((abs(row.difference_low or 0.0), abs(row.difference_high or 0.0)))
    return (
        f"Clear: {row.outlet} tells {abs(row.difference):.0%} {way} as {row.measure!r} than the others on "
        f"the same days ({low:.0%} to {high:.0%} {way}; corrected p {row.q_value:.4f})."
    )


def rows_alone(found: DeedsResult | LoadedResult) -> str:
    """How many rows there are."""
    return f"{many(len(found.rows), 'row')}."


WORDS: Mapping[str, Callable[[Any], str]] = {
    "DeedsResult": rows_alone,
    "FramingResult": framing,
    "LoadedResult": rows_alone,
    "CopiedTextsResult": copied_texts,
    "CopiesResult": copied,
    "CopyingOutletsResult": copying_outlets,
    "CoverageResult": coverage,
    "OmissionsResult": omissions,
}
