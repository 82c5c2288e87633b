"""What was found of outlets, in sentences."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from detente.measuring.figures import many, number, p_value

if TYPE_CHECKING:
    from detente.comparing.clusters import Clustered, ClustersResult
    from detente.comparing.copied import (
        CopiedText,
        CopiedTextsResult,
        CopiesResult,
        CopyingOutlet,
        CopyingOutletsResult,
    )
    from detente.comparing.coverage import CoverageResult, Covered
    from detente.comparing.distances import Distance, DistancesResult
    from detente.comparing.framed import DeedsResult, LoadedResult, ShownResult
    from detente.comparing.framing import FramingResult, FramingRow, Speaking
    from detente.comparing.omission import Omission, OmissionsResult
    from detente.comparing.outlet_index import OutletIndex, OutletIndexesResult
    from detente.comparing.positions import Position, PositionsResult

FIRST_NAMED = 3
"""Outlets that are named as those that printed texts first."""
MOST = 15
"""Differences that sentences tell."""
CLEAR = 0.1
"""False discovery rate up to which it is said that an outlet differs."""
NEAREST = 5
"""Pairs of outlets that are told, the nearest and the farthest."""


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


def _framed(speaking: Speaking, rows: Mapping[str, FramingRow], between: tuple[str, str]) -> str:
    first, second = between
    agentless = rows["agentless"]
    said = f"{rows['said'].share:.0%} in others' words"
    if speaking.speakers:
        said += f" ({', '.join(f'{name} {n}' for name, n in speaking.speakers)})"
    doers = f"by {first} {rows[f'doer {first}'].share:.0%}, by {second} {rows[f'doer {second}'].share:.0%}"
    stances = ", ".join(
        f"{rows[name].share:.0%} {name}" for name in ("claimed", "denied", "possible")
    )
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
    assert row.difference is not None and row.q_value is not None
    way = "more" if row.difference > 0 else "less"
    low, high = sorted((abs(row.difference_low or 0.0), abs(row.difference_high or 0.0)))
    return (
        f"Clear: {row.outlet} tells {abs(row.difference):.0%} {way} as {row.measure!r} than the others on "
        f"the same days ({low:.0%} to {high:.0%} {way}; corrected {p_value(row.q_value)})."
    )


def positions(found: PositionsResult) -> str:
    """The light in which each outlet shows the two, and where it differs clearly from the others."""
    lines = list(map(_position, found.rows))
    clear = found.clear()
    lines += [_stands_apart(row) for row in clear[:MOST]]
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


def _position(row: Position) -> str:
    band = "" if row.low is None else f" ({row.low:+.2f} to {row.high:+.2f})"
    part = f", {row.part}" if row.part else ""
    return (
        f"{row.outlet} of {row.state}{part}: {row.light:+.2f}{band} over "
        f"{many(row.sentences, 'sentence')}, {row.own:+.2f} of it in its own words."
    )


def _stands_apart(row: Position) -> str:
    assert row.difference is not None and row.q_value is not None
    way = "better" if row.difference > 0 else "worse"
    low, high = sorted((abs(row.difference_low or 0.0), abs(row.difference_high or 0.0)))
    part = f", {row.part}" if row.part else ""
    return (
        f"Clear: {row.outlet} shows {row.state}{part} in a light {abs(row.difference):.2f} {way} than the "
        f"others on the same days ({low:.2f} to {high:.2f}; corrected {p_value(row.q_value)})."
    )


def rows_alone(found: DeedsResult | LoadedResult | ShownResult) -> str:
    """How many rows there are."""
    return f"{many(len(found.rows), 'row')}."


def index(found: OutletIndexesResult) -> str:
    """One line for each outlet; which differences are clear; and what was asked."""
    head = (
        f"Told by {many(len(found.outlets), 'outlet')}, acts score {found.score:+.1f} in the mean."
    )
    asked = sum(row.selection_p is not None for row in found.rows)
    foot = (
        f"Clear is what stands at a false discovery rate of {CLEAR:.0%}, over selection and presentation "
        f"of {many(asked, 'row')}."
    )
    return "\n".join([head, *map(_index, found.rows), *([foot] if asked else [])])


def _index(row: OutletIndex) -> str:
    when = f" in {row.period}" if row.period else ""
    said = f"{row.outlet}{when}: {row.score:+.1f} over {many(row.acts, 'act')}"
    if row.difference is None or row.selection is None or row.presentation is None:
        return f"{said}; others tell too few of them to say why it differs."
    chosen = _part(row.selection, row.selection_low, row.selection_high, row.selection_q)
    shown = _part(row.presentation, row.presentation_low, row.presentation_high, row.presentation_q)
    return (
        f"{said}, {number(row.difference)} from the usual {row.others:+.1f}: {chosen} by which acts it "
        f"tells, {shown} by how it scores the {row.shared} that others tell too."
    )


def _part(value: float, low: float | None, high: float | None, rate: float | None) -> str:
    if low is None or high is None:
        return number(value)
    clear = "clear, " if rate is not None and rate <= CLEAR else ""
    return f"{number(value)} ({clear}{number(low)} to {number(high)})"


def distances(found: DistancesResult) -> str:
    """The pairs that tell most alike, and least; and those that score most alike, and least."""
    told = [row for row in found.rows if row.alike is not None]
    scored = [row for row in found.rows if row.apart is not None]
    told.sort(key=lambda row: -(row.alike or 0.0))
    scored.sort(key=lambda row: row.apart or 0.0)
    return "\n".join(
        [
            f"{many(len(found.outlets), 'outlet')}, two by two.",
            "By which acts they tell, beyond what is usual (-1 to 1):",
            *_ends(
                told, lambda row: _between(row, row.alike, row.alike_low, row.alike_high, "+.2f")
            ),
            "By how they score acts that both tell (points apart, in the mean):",
            *_ends(
                scored, lambda row: _between(row, row.apart, row.apart_low, row.apart_high, ".1f")
            ),
        ]
    )


def _ends(rows: Sequence[Distance], say: Callable[[Distance], str]) -> list[str]:
    if not rows:
        return ["  none has enough acts"]
    if len(rows) <= 2 * NEAREST:
        return [say(row) for row in rows]
    return [*map(say, rows[:NEAREST]), "  …", *map(say, rows[-NEAREST:])]


def _between(
    row: Distance, value: float | None, low: float | None, high: float | None, form: str
) -> str:
    ends = "" if low is None or high is None else f" ({low:{form}} to {high:{form}})"
    return f"  {row.first} and {row.second} {value:{form}}{ends}"


def clusters(found: ClustersResult) -> str:
    """The clusters that stand, and who is in none; or that none stands."""
    ways = {"telling": "By which acts they tell", "scoring": "By how they score acts"}
    return "\n".join(
        line
        for way, said in ways.items()
        for line in _clusters(said, [row for row in found.rows if row.by == way])
    )


def _clusters(said: str, rows: Sequence[Clustered]) -> list[str]:
    if not rows:
        return [f"{said}: too few outlets have enough acts in common."]
    known = f"silhouette {rows[0].silhouette:.2f}, p {rows[0].p_value:.3f}"
    held = {row.cluster: row.stability for row in rows if row.cluster is not None}
    if not held:
        return [f"{said}, no cluster of the {many(len(rows), 'outlet')} stands ({known})."]
    lines = [
        f"  {number}: {', '.join(row.outlet for row in rows if row.cluster == number)} "
        f"(found again {share:.0%})"
        for number, share in held.items()
    ]
    if alone := [row.outlet for row in rows if row.cluster is None]:
        lines.append(f"  in none that stands: {', '.join(alone)}")
    return [f"{said}, {many(len(held), 'cluster')} ({known}):", *lines]


WORDS: Mapping[str, Callable[[Any], str]] = {
    "OutletIndexesResult": index,
    "DistancesResult": distances,
    "ClustersResult": clusters,
    "DeedsResult": rows_alone,
    "FramingResult": framing,
    "LoadedResult": rows_alone,
    "PositionsResult": positions,
    "ShownResult": rows_alone,
    "CopiedTextsResult": copied_texts,
    "CopiesResult": copied,
    "CopyingOutletsResult": copying_outlets,
    "CoverageResult": coverage,
    "OmissionsResult": omissions,
}
