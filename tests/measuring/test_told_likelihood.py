"""How likely what was told is under each mean."""

from typing import Any

import numpy as np
import pytest

from detente.measuring.told_likelihood import COARSE, ToldLikelihood

POINTS = np.linspace(-4, 4, 30)
MARKED = np.array([-4.0, 4.0])


def likelihood(*tellings: tuple[int, int, float, int], periods: int = 3) -> ToldLikelihood:
    """Of period, type, score and number."""
    place, kind, score, n = (np.array(column) for column in zip(*tellings, strict=True))
    return ToldLikelihood(
        place, kind, score.astype(float), n, marked=MARKED, periods=periods, points=POINTS
    )


def logs(held: ToldLikelihood, likely: list[list[float]], alike: float = 0.0) -> Any:
    """Where a mix of two types has the mean of each point."""
    share = (held.coarse + 4) / 8
    mix = np.clip(np.column_stack([1 - share, share]), 1e-3, None)
    return held.logs(np.array(likely), alike, mix / 0.5, np.linspace(-1, 1, COARSE))


def test_the_surer_the_coder_the_more_a_telling_says() -> None:
    held = likelihood((0, 0, -4.0, 5))
    sure, unsure = (logs(held, [[share, 1 - share, 0.0]]) for share in (0.95, 0.6))
    assert np.argmax(sure[0]) == 0
    assert sure[0, 0] - sure[0, -1] > 3 * (unsure[0, 0] - unsure[0, -1]) > 0


def test_periods_without_a_telling_say_nothing() -> None:
    found = logs(likelihood((0, 0, -4.0, 1), (2, 1, 4.0, 1)), [[0.9, 0.1, 0.0], [0.1, 0.9, 0.0]])
    assert not found[1].any()
    assert np.argmax(found[0]) == 0
    assert np.argmax(found[2]) == len(POINTS) - 1


def test_tellings_add_up() -> None:
    row = [0.7, 0.2, 0.1]
    once, thrice = (logs(likelihood((0, 0, -4.0, n)), [row], 0.5) for n in (1, 3))
    np.testing.assert_allclose(3 * once, thrice, atol=1e-9)
    apart = logs(likelihood((0, 0, -4.0, 1), (0, 0, -4.0, 2)), [row, row], 0.5)
    np.testing.assert_allclose(apart, thrice, atol=1e-9)


def test_what_was_invented_anyhow_says_nothing_and_what_is_a_copy_adds_nothing() -> None:
    held = likelihood((0, 0, -4.0, 4))
    doubtful = [[0.2, 0.0, 0.8]]
    anyhow, copied, real = (
        np.ptp(logs(held, each, alike)[0])
        for each, alike in ((doubtful, 0.0), (doubtful, 1.0), ([[1.0, 0.0, 0.0]], 0.0))
    )
    assert anyhow < real / 2
    assert copied == pytest.approx(0.2 * real, rel=0.02)


def test_a_mode_beyond_its_type_speaks_for_more_of_the_same() -> None:
    tellings = (0, 0, -4.5, 1), (1, 0, -3.5, 1)
    found = logs(likelihood(*tellings), [[0.9, 0.1, 0.0]] * 2)
    assert found[0, 0] - found[0, -1] > found[1, 0] - found[1, -1]
