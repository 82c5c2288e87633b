"""What does one send on? The page at the head: a chart, three sentences, what matters, what to watch."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from detente.measuring import TurnsResult
from detente.measuring.drivers import Driver, Side
from detente.records import LedgerRow, Occurrence
from detente.reporting import summary, wording
from detente.reporting.choosing import by_one_outlet, by_weight, matter_most, one_matter, quoted
from detente.reporting.dialogues import channel_anchor, set_in
from detente.reporting.events import confidence_of, source, view_imported
from detente.reporting.gathering import Material
from detente.reporting.ledgers import Held
from detente.reporting.outlook import direction, states_told
from detente.reporting.quoting import in_words, shortened
from detente.reporting.standing import FIRM
from detente.reporting.turning import DRIFTS, hostility

CAUSES = 2
"""Events named as what drove the last turn."""
DUE = 3
WATCHED = 5
FRESH = dt.timedelta(days=183)
"""How long before the end a position may have been taken last to be one to watch."""
RECENT = 3
"""Periods up to the end on which the number for now should rest."""
FEW = 10
"""Events of these below which the number is said to rest on few."""
MATCHED = "What came was matched by parties, kind of act and words, and may be another matter."
LONG, SHORT = 180, 100
"""Characters of an event that stands by itself, and of what is named within a sentence."""


@dataclass(frozen=True, slots=True)
class Now:
    """The one number: the level at the end, with its band, and when that is."""

    level: str
    band: str
    when: str
    rests: str | None
    """A caution, where it rests on few events; None where it does not."""


@dataclass(frozen=True, slots=True)
class Notable:
    """An event in the words of a sentence, who tells it, and how sure the program is of it."""

    anchor: str
    day: str
    parties: str
    words: str
    told: str
    sure: str


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a list, with the anchor of the part of the report that it opens."""

    text: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Brief:
    """The page that a reader sends on."""

    title: str
    time: str
    now: Now | None
    sentences: tuple[str, ...]
    chart: str
    """The chart in words."""
    marks: tuple[str, ...]
    """What its caption has to explain: of `level`, `hollow` and `turn` those that are drawn."""
    events: tuple[Notable, ...]
    chosen: str
    """By what they were chosen."""
    due: tuple[Line, ...]
    watch: tuple[Line, ...]
    basis: str


def brief(material: Material, held: Sequence[Held]) -> Brief:
    """The brief of a report, whose ledgers are `held`."""
    first, second = material.asked.names
    events = matter_most(material)
    return Brief(
        f"{wording.capitalised(wording.in_sentence(first))} and {wording.in_sentence(second)}",
        summary.time_covered(material),
        _now(material),
        tuple(filter(None, (_where(material), _turned(material), _drove(material)))),
        chart_in_words(material),
        _marks(material),
        tuple(_notable(each, material) for each in events),
        _chosen(events),
        _due(held, material),
        _watch(held, material),
        _basis(material),
    )


def chart_in_words(material: Material) -> str:
    """What the chart shows, for those who do not see it."""
    rows = [row for row in material.series.rows if row.net is not None]
    if not rows:
        return "No event could be counted, so there is no chart."
    low, high = min(rows, key=lambda row: row.net or 0), max(rows, key=lambda row: row.net or 0)
    every = material.asked.every
    told = (
        f"Mean score of the events of each {every} from {wording.the_period(rows[0].start, every)} to "
        f"{wording.the_period(rows[-1].start, every)}: lowest {wording.in_period(low.start, every)} "
        f"({wording.signed(low.net)}), highest {wording.in_period(high.start, every)} "
        f"({wording.signed(high.net)})."
    )
    found = material.standing
    if found is None or found.level.rows[-1].level is None:
        return told
    first, last = found.level.rows[0].level, found.level.rows[-1].level
    return f"{told} The smoothed level goes from {wording.signed(first)} to {wording.signed(last)}."


def _now(material: Material) -> Now | None:
    found = material.standing
    last = None if found is None else found.level.rows[-1]
    recent = _recent(material)
    if found is None or last is None or last.level is None or not recent:
        return None
    few = f"few events: {recent} {_lately(material)}" if recent < FEW else None
    return Now(
        wording.signed(last.level),
        f"{wording.signed(last.low)} to {wording.signed(last.high)}",
        wording.period(found.level.series.rows[-1].start, material.asked.every),
        few,
    )


def _recent(material: Material) -> int:
    """Events of the periods on which the number for now should rest."""
    return sum(row.n for row in material.series.rows[-RECENT:])


def _lately(material: Material) -> str:
    return f"in the last {wording.many(RECENT, material.asked.every)}"


def _marks(material: Material) -> tuple[str, ...]:
    found, rows = material.standing, material.series.rows
    drawn = {
        "level": found is not None and found.level.rows[-1].level is not None,
        "hollow": any(0 < row.n < summary.ENOUGH for row in rows),
        "turn": found is not None and isinstance(found.turns, TurnsResult) and found.turns.turns,
    }
    return tuple(mark for mark, there in drawn.items() if there)


def _chosen(events: Sequence[Occurrence]) -> str:
    which = (
        "Each is told by one outlet: those of which the program is surest"
        if by_one_outlet(events)
        else "Those told by most outlets, of which the program is surest"
    )
    return f"{which}; among equals, kinds of act that are rare between the two."


def _where(material: Material) -> str:
    now = _now(material)
    found = material.standing
    if now is None or found is None:
        if material.series.rows and not _recent(material):
            return f"Where the relation stands cannot be told: no event was counted {_lately(material)}."
        return "Where the relation stands cannot be told: too little could be counted."
    start = found.level.series.rows[-1].start
    told = f"{wording.capitalised(wording.in_period(start, material.asked.every))} the relation stood at"
    said = filter(None, (states_told(found.states), direction(found.states)))
    level = f"{now.level} (resting on {now.rests})" if now.rests else now.level
    return f"{told} {'; '.join([level, *said])}."


def _turned(material: Material) -> str:
    found = None if material.standing is None else material.standing.turns
    if not isinstance(found, TurnsResult):
        return "Whether it turned cannot be told from so few events."
    if not found.turns:
        if not found.drifts:
            return "It kept to one level through this time: no turning point was found."
        return " ".join(filter(None, (wording.capitalised(DRIFTS), _hostile(material))))
    turn, every = found.turns[-1], material.asked.every
    starts = {row.period: row.start for row in material.series.rows}
    first, last = (wording.the_period(starts[each], every) for each in (turn.low, turn.high))
    when = "" if first == last else f" (dated between {first} and {last})"
    which = "It turned" if len(found.turns) == 1 else "It last turned"
    way = "up" if turn.size > 0 else "down"
    at = wording.in_period(starts[turn.period], every)
    return f"{which} {way} {at}{when}, by {abs(turn.size):.1f} points."


def _hostile(material: Material) -> str | None:
    """When the sum of hostility turned, where that of the mean cannot be told."""
    found = None if material.standing is None else material.standing.hostility
    return hostility(material) if isinstance(found, TurnsResult) and found.turns else None


def _drove(material: Material) -> str:
    """What drove the last turn; without one, what was told by most."""
    found = material.standing
    explained = found.drivers.explained if found and found.drivers else ()
    if material.rows:
        return _drove_imported(explained[-1].drivers[:CAUSES], material) if explained else ""
    drivers = {each.act_id: each.side for each in (explained[-1].drivers if explained else ())}
    driving = [
        each
        for each in material.occurrences
        if each.occurrence_id in drivers and confidence_of(each, material) >= FIRM
    ]
    if driving:
        named = _causes(by_weight(material, driving), drivers, material)
        causes = [
            f"{side} the turn, {' and '.join(_named(each, material) for each in of_side)}"
            for side, of_side in groupby(named, key=lambda each: drivers[each.occurrence_id])
        ]
        widely = "" if by_one_outlet(named) else ", and was told most widely"
        return f"What drove it most{widely}: {'; '.join(causes)}."
    told = by_weight(material)[:CAUSES]
    if not told:
        return ""
    most = "Read most surely" if by_one_outlet(told) else "Told most widely"
    return f"{most}: {'; '.join(_named(each, material) for each in told)}."


def _causes(
    ranked: Sequence[Occurrence], drivers: Mapping[str, Side], material: Material
) -> list[Occurrence]:
    """The first of them, by day: of either side one where there is one, as that says more of a turn than
    two of the same, and none of a matter that is told already."""
    firsts = {drivers[each.occurrence_id]: each for each in reversed(ranked)}
    named: list[Occurrence] = []
    for each in [*firsts.values(), *ranked]:
        if len(named) < CAUSES and not any(one_matter(each, other, material) for other in named):
            named.append(each)
    return sorted(named, key=lambda each: each.date or dt.date.max)


def _drove_imported(drivers: Sequence[Driver], material: Material) -> str:
    causes = [
        f"{each.side} the turn, {view.parties}: {view.what} ({view.day}; “{view.words}”)"
        for each in drivers
        if (view := view_imported(material.rows[each.act_id], material))
    ]
    return f"What drove it most: {'; '.join(causes)}." if causes else ""


def _named(found: Occurrence, material: Material) -> str:
    notable = _notable(found, material, SHORT)
    return f"“{notable.words.rstrip('.')}” ({notable.day}, {notable.told})"


def _notable(found: Occurrence, material: Material, most: int = LONG) -> Notable:
    report = quoted(found, material)
    article = material.articles.get(report.event.article_id)
    place = source(article, report.outlet, report.published)
    # The outlet that printed these words, then how many others tell the same.
    others = len(set(found.outlets) - {place.outlet})
    told = f"{place.outlet} and {others} more" if others else place.outlet
    return Notable(
        f"event-{found.occurrence_id}",
        wording.day(found.date),
        wording.parties(
            found.actors,
            found.recipients,
            reciprocal=found.reciprocal,
            first=material.asked.between,
        ),
        in_words(report.event, article, most),
        told,
        wording.percent(report.event.confidence),
    )


def _due(held: Iterable[Held], material: Material) -> tuple[Line, ...]:
    """Commitments that were kept or broken, or came due and were not seen, the latest first; of those that
    one act settles the one that most outlets tell."""
    rows = [row for ledger in held if ledger.family == "commitment" for row in ledger.rows]
    rows.sort(key=lambda row: (-row.outlets, -row.times, row.row_id))
    settled: dict[str, tuple[dt.date, LedgerRow]] = {}
    for row in rows:
        if row.settled:
            settled.setdefault(row.settled.event_id, (row.settled.date, row))
        elif row.due and "due, not seen" in row.outcomes:
            settled[row.row_id] = (row.due, row)
    latest = sorted(settled.values(), key=lambda each: (each[0], each[1].row_id), reverse=True)
    return tuple(
        Line(f"{_position(row)} — {_came(row, material)}.", f"row-{row.row_id}")
        for _, row in latest[:DUE]
    )


def _came(row: LedgerRow, material: Material) -> str:
    if row.settled is None:
        return f"due {wording.day(row.due)}, not seen"
    article = material.articles.get(row.settled.article_id)
    outlet = (article.outlet if article else None) or "outlet unknown"
    told = shortened(" ".join(row.settled.sentence.split()).rstrip("."), SHORT)
    return f"{row.settled.outcome} {wording.day(row.settled.date)}: “{told}” ({outlet})"


def _watch(held: Iterable[Held], material: Material) -> tuple[Line, ...]:
    """Suspended channels, red lines stated of late, and what was promised and is not settled."""
    lines = [
        Line(
            f"{wording.capitalised(each.channel)}: suspended since"
            f" {set_in(each.state, each.state_start, each.state_end)}.",
            channel_anchor(each),
        )
        for each in material.channels
        if each.state == "suspended"
    ]
    end = material.until or dt.date.max
    for family, words in (("red-line", "red line"), ("commitment", "open promise")):
        for ledger in held:
            fresh = [
                row
                for row in ledger.rows
                if ledger.family == family and row.last and end - row.last <= FRESH
                if family == "red-line" or "open" in row.outcomes
            ]
            fresh.sort(key=lambda row: (-row.outlets, -row.times, row.last, row.row_id))
            lines += [
                Line(
                    f"{wording.capitalised(words)}: {_position(row)}, last said {wording.day(row.last)}.",
                    f"row-{row.row_id}",
                )
                for row in fresh[:1]
            ]
    return tuple(lines[:WATCHED])


def _position(row: LedgerRow) -> str:
    return f"{wording.country_name(row.state)}: “{shortened(row.wording.rstrip('.'), SHORT)}”"


def _basis(material: Material) -> str:
    counted, many = summary.figures(material), wording.many
    if material.asked.dataset:
        rows = many(counted.events, "row")
        return f"{rows} of the data set {material.asked.dataset}, as its makers coded them."
    sure = [confidence_of(each, material) for each in material.occurrences]
    mean = f" It is on average {sum(sure) / len(sure):.0%} sure of an event." if sure else ""
    told = f"{many(counted.events, 'event')}, told in {many(counted.reports, 'report')}"
    said = many(counted.statements, "statement")
    texts = f"{many(counted.articles, 'article')} of {many(counted.outlets, 'outlet')}"
    who = "this outlet" if counted.outlets == 1 else "these outlets"
    caution = f"What {who} told is not all that happened."
    read = f"{told}, and {said}, read by a program from {texts}.{mean}"
    return " ".join(filter(None, (read, material.audit, caution)))
