"""How does a row close? By the act that keeps or breaks a commitment, or by its day having passed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from detente.ledgers.fulfilling import GRACE
from detente.ledgers.happening import Happenings
from detente.ledgers.promising import Promise
from detente.records import Bearing, Outcome, Settled

DECIDING: tuple[Outcome, ...] = ("kept", "broken")
"""The first that is shown closes a row: what was refused and done later was kept."""


def settled(came: Iterable[Bearing], found: Happenings) -> Settled | None:
    """The event that closes a row, None where it is not closed."""
    shown = list(came)
    for outcome in DECIDING:
        for each in shown:
            if each.outcome == outcome and each.event_id:
                told = found.event(each.event_id)
                sentence = " ".join(told.text.split())
                return Settled(outcome, each.date, each.event_id, None, each.article_id, sentence)
    return None


def outcomes(
    came: Iterable[Bearing],
    promises: Sequence[Promise],
    last: dt.date | None,
    *,
    doubtful: bool = False,
) -> tuple[Outcome, ...]:
    """What is shown of a row, in order of time; of a commitment of which nothing is shown whether it is
    `open`, or `due, not seen` where the time that it names passed before the last day of the record.

    A commitment is open only where it is known which acts would show it kept, and no act may be one of them
    (`doubtful`).
    """
    shown = tuple(dict.fromkeys(each.outcome for each in came if each.outcome))
    if shown or doubtful or not promises or last is None:
        return shown
    due = [each.due + GRACE < last for each in promises if each.due]
    return ("due, not seen",) if due and len(due) == len(promises) and all(due) else ("open",)
