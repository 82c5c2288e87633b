"""What was known when: nothing of the future reaches a forecast."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from detente.coding.ontology import quad_class, score
from detente.forecasting import Forecasts, History, Risks, history_of
from detente.forecasting.known import KNOWN, Published
from detente.measuring import ACTS, Points
from detente.measuring.coverage import Coverage
from detente.measuring.periods import periods
from detente.measuring.points import Floats

SPANS = list(periods(dt.date(2001, 1, 1), dt.date(2005, 12, 31), "month"))


def made(later: int = 0, others: int = 100) -> History:
    """Five years of acts, each told on its day; `later` more of January 2001 are told in 2004, and from
    2004 on others have so many acts a day."""
    rng = np.random.default_rng(4)
    days = [span.start for span in SPANS for _ in range(int(rng.poisson(3)))]
    known = days + [dt.date(2004, 3, 1)] * later
    days = days + [dt.date(2001, 1, 5)] * later
    rows = [
        {
            "act_id": str(number), "day": day, "forward": True, "backward": False,
            "event_type": "ACCUSE", "quad_class": quad_class("ACCUSE"), "score": score("ACCUSE", None),
            "goldstein": None, "confidence": None, "tracks": [], "outlets": [],
        }
        for number, day in enumerate(days)
    ]  # fmt: skip
    acts = pa.Table.from_pylist(rows, schema=ACTS)
    told = [span.start for span in SPANS]
    counted = pa.table(
        {
            "day": pa.array(told),
            "n": [100 if day.year < 2004 else others for day in told],
            KNOWN: pa.array(told),
        }
    )
    dates = pa.array(known, pa.date32())
    own = acts.select(["act_id", "day"]).append_column(KNOWN, dates).slice(0, 0)
    record = Published(acts.append_column(KNOWN, dates), SPANS, "month", "hostility", counted, own)
    return History(record, len(SPANS))


def values(history: History, origin: int) -> Floats:
    return history.at(origin).points.values


def test_an_act_counts_from_its_publication_on_not_from_its_day() -> None:
    plain, late = made(), made(later=7)
    months = [span.start.isoformat()[:7] for span in SPANS]
    february, march = months.index("2004-02"), months.index("2004-03")
    np.testing.assert_array_equal(values(late, february), values(plain, february))
    assert values(late, march)[0] == pytest.approx(
        values(plain, march)[0] + 7 * -score("ACCUSE", None)
    )


def test_coverage_that_comes_later_changes_nothing_before() -> None:
    plain, more = made(), made(others=900)
    assert plain.at(30).usual is not None
    np.testing.assert_array_equal(values(more, 30), values(plain, 30))
    assert values(more, 59)[-1] != values(plain, 59)[-1]


def test_what_came_is_given_at_the_coverage_that_was_usual_then() -> None:
    """Nine times as much is written, so what came is a ninth."""
    plain, more = made(), made(others=900)
    first = next(place for place, span in enumerate(SPANS) if span.start.year == 2004)
    came = [each.outcome(each.at(first - 1), 1) for each in (plain, more)]
    assert came[0] == pytest.approx(9 * came[1])


def test_what_lies_beyond_the_record_is_not_known() -> None:
    history = made()
    assert np.isnan(history.outcome(history.at(len(SPANS) - 1), 1))


def changed(values: Floats, start: int) -> Floats:
    return np.concatenate([values[:start], 5.0 * values[start:] + 40.0])


@pytest.mark.parametrize("origin", [40, 60])
def test_no_forecast_changes_with_the_future(origin: int) -> None:
    """Forecasts from an origin are the same whatever comes after it, coverage and all."""
    rng = np.random.default_rng(2)
    sums, volume = 4.0 * rng.poisson(rng.gamma(1, 4, 80)), rng.poisson(200, 80).astype(float)
    told = []
    for start in (80, origin + 1):
        points = Points.plain(changed(sums, start), what="hostility", every="month")
        seen = changed(volume, start)
        history = history_of(
            points, coverage=Coverage(points.names, seen, seen, np.zeros(80, dtype=bool))
        )
        vintage = history.at(origin)
        found = Forecasts(ahead=2).fit(history_of(vintage.points)) if origin >= 56 else None
        risk = Risks(ahead=2, threshold=20.0)._course(vintage.points)
        told.append((vintage.points.values, found and found.to_csv(), risk.features, risk.on))
    for one, other in zip(*told, strict=True):
        assert np.array_equal(one, other)
