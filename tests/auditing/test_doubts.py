from __future__ import annotations

import numpy as np
import pytest

from detente.auditing.doubts import AuditedConfusion
from detente.measuring.confusion import shipped


@pytest.mark.parametrize(
    ("right", "wrong", "sure", "expected"),
    [
        (180.0, 20.0, 0.5, 0.9),  # surer than it says
        (100.0, 100.0, 0.5, 0.5),  # as sure as it says
        (40.0, 160.0, 0.5, 0.2),
        (100.0, 100.0, 0.8, 0.2),  # what it gives .5 is right less often than that
    ],
)
def test_an_audit_sets_confidences_right(
    right: float, wrong: float, sure: float, expected: float
) -> None:
    audited = AuditedConfusion(shipped().counts, right, wrong, sure)
    kinds, told = np.arange(16), np.full(16, 0.5)
    rng = np.random.default_rng(1)
    drawn = [audited.draw(rng).probabilities(kinds, told)[kinds, kinds] for _ in range(400)]
    assert np.median(drawn) == pytest.approx(expected, abs=0.04)


def test_the_fewer_were_checked_the_wider_it_is_drawn() -> None:
    spreads = []
    for checked in (20, 2000):
        audited = AuditedConfusion(shipped().counts, checked * 0.8, checked * 0.2, 0.8)
        rng = np.random.default_rng(1)
        spreads.append(np.std([audited.draw(rng).shift[1] for _ in range(300)]))
    assert spreads[0] > spreads[1] + 0.1
