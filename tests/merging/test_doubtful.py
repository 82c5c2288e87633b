from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from merging_world import DAY, actors, on, report

from detente.merging import Report, alike
from detente.merging.doubtful import SURE, DoubtfulMerge, doubtful

FISH = "Chile accused Kenya of dumping frozen fish on its markets."
FISH_AGAIN = "Frozen fish from Kenya was being dumped, Chile charged."
BEEF = "Chile accused Kenya of dumping chilled beef on its markets."
VISAS = "Chile accused Kenya of delaying the visas of engineers."


def told(name: str, sentence: str, *, days: int = 0, **changes: Any) -> Report:
    """A report of an article of its own, of Chile accusing Kenya so many days after the first."""
    dates = on(DAY + dt.timedelta(days), date_basis="relative")
    made = {"actors": actors("CHL"), "recipients": actors("KEN"), **dates, **changes}
    plain = report(name, article_id=f"article {name}", **made)
    return Report(plain.event, plain.outlet, plain.published, sentence)


def in_doubt(*reports: Report, settled: tuple[str, ...] = ()) -> list[DoubtfulMerge]:
    by_id = {each.event.event_id: each for each in reports}
    return doubtful(alike(reports), by_id, settled)


@pytest.mark.parametrize(
    ("reports", "pairs"),
    [
        ([told("a", FISH), told("b", VISAS)], [("a", "b")]),
        ([told("a", FISH), told("b", FISH_AGAIN)], [("a", None)]),
        ([told("a", FISH), told("b", FISH)], []),  # the same words count once
        ([told("a", FISH), told("b", VISAS, days=9)], []),
        ([told("a", FISH), told("b", FISH, event_type="AID")], []),
        ([told("a", FISH)], []),
    ],
)
def test_what_is_in_doubt(reports: list[Report], pairs: list[tuple[str, str | None]]) -> None:
    assert [(each.act, each.other) for each in in_doubt(*reports)] == pairs


def test_one_act_that_may_be_two_is_likelier_one_and_two_that_may_be_one_likelier_two() -> None:
    (one,) = in_doubt(told("a", FISH), told("b", FISH_AGAIN))
    (two,) = in_doubt(told("a", FISH), told("b", VISAS))
    assert 1 - SURE < two.chance < 0.5 <= one.chance < SURE


def test_an_act_is_joined_with_one_other_at_most_and_no_order_matters() -> None:
    reports = [told("a", FISH), told("b", VISAS), told("c", BEEF, days=2)]
    found = in_doubt(*reports)
    assert in_doubt(*reports[::-1]) == found
    joined = [name for each in found if each.other for name in (each.act, each.other)]
    assert joined
    assert len(joined) == len(set(joined))


def test_what_a_reviewer_said_is_in_no_doubt() -> None:
    reports = [told("a", FISH), told("b", FISH_AGAIN)]
    assert in_doubt(*reports)
    assert in_doubt(*reports, settled=("b",)) == []
