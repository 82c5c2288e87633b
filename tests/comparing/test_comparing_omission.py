"""What an outlet leaves out, in worlds in which it is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from detente.comparing import Act, Omissions, OmissionsResult, Printed, Telling
from detente.errors import TooLittleDataError
from detente.laboratory.datasets.newsrooms import Newsroom, newsroom

QUICK = Omissions(flips=499)
WORLD = Newsroom(outlets=6, acts=1200)
MONDAY = np.datetime64("2021-01-04")


@pytest.fixture(scope="module")
def silent() -> OmissionsResult:
    return QUICK.fit(newsroom(replace(WORLD, left_out=0.75), 4))


def test_what_is_left_out_is_found(silent: OmissionsResult) -> None:
    first = next(
        row for row in silent.rows if row.group == WORLD.group and row.outlet == "outlet 0"
    )
    assert (first.odds < 0.4, first.high < 1, first.p_value < 0.05) == (True, True, True)
    assert first.told < 0.6 * first.usual
    assert f"outlet 0 told {first.told} of {first.acts} acts of A > B deeds" in str(silent)


def test_others_are_not_blamed_for_it(silent: OmissionsResult) -> None:
    others = [row for row in silent.rows if row.outlet != "outlet 0"]
    assert len(others) == 30
    assert sum(row.q_value <= 0.1 for row in others) == 0


def test_in_a_world_without_omissions_chances_are_as_they_should_be() -> None:
    chances = [
        row.p_value for seed in range(60, 63) for row in QUICK.fit(newsroom(WORLD, seed)).rows
    ]
    assert len(chances) > 100
    assert np.mean(np.array(chances) <= 0.05) <= 0.07


def test_the_order_of_acts_and_articles_does_not_matter() -> None:
    acts, printed = made()
    assert (
        Telling.of(acts, printed).told.tolist()
        == Telling.of(acts[::-1], printed[::-1]).told.tolist()
    )
    forth, back = (QUICK.fit(Telling.of(acts[::way], printed[::way])) for way in (1, -1))
    assert forth.to_csv() == back.to_csv()


def test_who_was_not_read_leaves_nothing_out() -> None:
    acts, printed = made()
    telling = Telling.of(acts, [each for each in printed if each.outlet != "C"])
    assert telling.read[:, 2].tolist() == telling.told[:, 2].tolist()


def test_two_outlets_are_too_few() -> None:
    acts, printed = made()
    two = [replace(act, outlets=act.outlets & {"A", "B"}) for act in acts]
    with pytest.raises(TooLittleDataError, match="told by 2 outlets"):
        QUICK.fit(Telling.of(two, printed))


@pytest.mark.parametrize(
    ("day", "articles"),
    [(-2, 0), (-1, 5), (6, 5), (7, 0)],
)  # fmt: skip
def test_articles_count_from_the_day_before_to_six_days_later(day: int, articles: int) -> None:
    act = Act("a", MONDAY, "g", "k", frozenset("A"))
    printed = [Printed("A", MONDAY + np.timedelta64(day, "D"), 5)]
    assert Telling.of([act], printed).articles.tolist() == [[articles]]


def made() -> tuple[list[Act], list[Printed]]:
    """Sixty acts of three outlets, of which each tells some."""
    told = ["ABC", "AB", "BC", "AC", "B", "A"]
    acts = [
        Act(
            f"{at:02}",
            MONDAY + np.timedelta64(at, "D"),
            "gh"[at // 3 % 2],
            "k",
            frozenset(told[at % 6]),
        )
        for at in range(60)
    ]
    printed = [
        Printed(outlet, MONDAY + np.timedelta64(at, "D"), 3) for outlet in "ABC" for at in range(60)
    ]
    return acts, printed
