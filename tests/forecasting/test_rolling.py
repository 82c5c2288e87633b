"""Who is chosen, who is told of, and when a model beats."""

from __future__ import annotations

import numpy as np
import pytest

from detente.errors import TooLittleDataError
from detente.forecasting.rolling import Verdict, judged, origins, refitted
from detente.measuring.points import Floats

RNG = np.random.default_rng(8)
BASE = 1.0 + 0.1 * RNG.random(60)


def column(values: Floats) -> Floats:
    return values[:, None]


def verdict(**models: Floats) -> Verdict:
    losses = {"base": column(BASE)} | {name: column(each) for name, each in models.items()}
    return judged(losses, ["base"], 1, 0.05)


def test_a_model_that_is_always_better_beats() -> None:
    found = verdict(good=BASE - 0.3 + 0.05 * RNG.random(60))
    assert (found.beats, found.gives, found.n) == (True, "good", 20)


def test_one_that_was_lucky_at_first_is_chosen_and_found_out() -> None:
    lucky = np.where(np.arange(60) < 40, 0.5, 1.6)
    found = verdict(lucky=lucky, steady=BASE - 0.1)
    assert (found.model, found.beats, found.gives) == ("lucky", False, "base")
    assert found.skill < 0


def test_one_that_is_better_at_last_alone_does_not_beat() -> None:
    assert not verdict(late=np.where(np.arange(60) < 40, 1.5, 0.5)).beats


def test_a_gain_that_nobody_would_notice_is_none() -> None:
    found = verdict(hair=BASE - 0.01 * RNG.random(60))
    assert found.p_value < 0.05
    assert not found.beats


@pytest.mark.parametrize(
    ("periods", "ahead", "first", "count"), [(56, 3, 29, 24), (200, 1, 59, 140), (900, 1, 719, 180)]
)
def test_origins(periods: int, ahead: int, first: int, count: int) -> None:
    found = origins(periods, ahead, "month")
    assert (found[0], len(found), found[-1]) == (first, count, periods - ahead - 1)


def test_too_few_periods_are_refused() -> None:
    with pytest.raises(TooLittleDataError, match="the least is 56"):
        origins(55, 3, "month")


def test_models_learn_again_every_so_often_from_the_past() -> None:
    assert refitted(7, 3) == [0, 0, 0, 3, 3, 3, 6]
    assert len(set(refitted(180, None))) <= 24
