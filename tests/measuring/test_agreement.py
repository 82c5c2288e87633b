"""How far two data sets agree: known series, and what the parts that do it give by hand."""

import datetime as dt
import math
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from detente.errors import InputError, QueryError
from detente.measuring.acts import ACTS
from detente.measuring.agreement import Agreement, AgreementResult

SCORES = {"SUPPORT": (5.0, "verbal cooperation"), "ACCUSE": (-3.0, "verbal conflict")}


def acts(*months: str, name: str = "a") -> pa.Table:
    """A table of acts: each month is a text of `+` (SUPPORT) and `-` (ACCUSE), one act a letter."""
    rows = []
    for month, signs in enumerate(months):
        for place, sign in enumerate(signs):
            kind = "SUPPORT" if sign == "+" else "ACCUSE"
            score, quad = SCORES[kind]
            rows.append({
                "act_id": f"{name}{month}-{place}", "day": dt.date(2020, month + 1, place + 1),
                "forward": True, "backward": False, "event_type": kind, "quad_class": quad,
                "score": score, "goldstein": score, "confidence": None, "tracks": [], "outlets": [],
            })  # fmt: skip
    return pa.Table.from_pylist(rows, schema=ACTS)


def fit(first: pa.Table, second: pa.Table) -> AgreementResult:
    return Agreement(("CHN", "United States")).fit(first, second, ("one", "two"))


def test_the_same_twice_agrees_wholly() -> None:
    table = acts("+-", "--", "+++", "+-+", "----", "++")
    rows = {row.measure: row for row in fit(table, table).rows}
    assert rows["net"].periods == 6
    counts = ("volume", "verbal conflict, volume")
    for measure in ("net", "total", "goldstein", "verbal conflict", *counts):
        assert rows[measure].r == pytest.approx(1.0)
        assert rows[measure].rank == pytest.approx(1.0)
    assert rows["material conflict"].r is None


def test_what_is_told_is_what_scipy_gives() -> None:
    first = acts("+-", "--", "+++", "+-+", "----")
    second = acts("+", "-+", "+", "+", "--")
    row = next(row for row in fit(first, second).rows if row.measure == "volume")
    x, y = [2, 2, 3, 3, 4], [1, 2, 1, 1, 2]
    by_hand = stats.pearsonr(x, y)
    interval = by_hand.confidence_interval(0.95)
    assert row.r == pytest.approx(by_hand.statistic)
    assert (row.low, row.high) == pytest.approx((interval.low, interval.high))
    assert row.rank == pytest.approx(stats.spearmanr(x, y).statistic)
    assert row.changes == pytest.approx(stats.pearsonr([0, 1, 0, 1], [1, -1, 0, 1]).statistic)


def test_only_the_time_that_both_cover_counts() -> None:
    longer = acts("+", "-", "+", "--", "+", "+", "-", "+", "-")
    shorter = acts("", "", "+", "-", "", "+", "-")
    found = fit(longer, shorter)
    assert found.span == (dt.date(2020, 3, 1), dt.date(2020, 7, 31))
    assert found.n == (6, 4)
    rows = {row.measure: row for row in found.rows}
    assert (rows["net"].periods, rows["volume"].periods) == (4, 5)


def test_days_that_only_one_set_covers_do_not_count() -> None:
    """The second set begins on the second of January and ends, without an act, in June."""
    first = acts("+-+", "-", "+", "--", "+", "+", "-")
    second = acts("", "", "+", "-")
    covered = (
        (dt.date(2020, 1, 1), dt.date(2020, 7, 31)),
        (dt.date(2020, 1, 2), dt.date(2020, 6, 15)),
    )
    found = Agreement(("CHN", "USA")).fit(first, second, covered=covered)
    assert (found.span, found.n) == ((dt.date(2020, 1, 2), dt.date(2020, 6, 15)), (8, 2))
    volumes = [
        row["value"]
        for row in found.series.to_pylist()
        if row["measure"] == "volume" and row["dataset"] == "first"
    ]
    assert volumes == [2, 1, 1, 2, 1, 1]


def test_sets_that_cover_no_day_together() -> None:
    covered = (
        (dt.date(2020, 1, 1), dt.date(2020, 1, 5)),
        (dt.date(2020, 1, 6), dt.date(2020, 2, 1)),
    )
    table = acts("+-+-", "+")
    assert Agreement(("CHN", "USA")).fit(table, table, covered=covered).rows == ()


def test_nothing_in_common() -> None:
    found = fit(acts("+-", "+"), acts(*[""] * 9, "+"))
    assert found.rows == ()
    assert str(found) == "one and two have no day in common on CHN and USA."


def test_a_set_without_acts_is_named() -> None:
    found = fit(acts("+-", "+"), acts())
    assert found.n == (3, 0)
    assert str(found) == "Nothing to compare: two has no act of CHN and USA in that time."


def test_too_few_periods_have_no_correlation() -> None:
    found = fit(acts("+", "-", "+"), acts("+", "-", "+"))
    assert {row.r for row in found.rows} == {None}
    assert "no correlation over 3 periods" in str(found)


def test_no_such_state() -> None:
    with pytest.raises(QueryError, match="no state is called"):
        Agreement(("CHN", "Atlantis")).fit(acts("+"), acts("+"))


def test_forms(tmp_path: Path) -> None:
    table = acts("+-", "--", "+++", "+-+", "----", "++")
    found = fit(table, table)
    for ending in ("csv", "json", "parquet"):
        found.write(tmp_path / f"found.{ending}")
        assert (tmp_path / f"found.{ending}").stat().st_size
    with pytest.raises(InputError, match="no form has this ending"):
        found.write(tmp_path / "found.doc")
    assert found.to_pandas().shape == found.to_polars().shape == (12, 7)
    (drawn,) = found.chart(measure="total").to_dict()["datasets"].values()
    assert [row["value"] for row in drawn if row["dataset"] == "one"][:2] == [2.0, -6.0]
    assert str(found).splitlines()[0] == (
        "one (16 acts) and two (16 acts) on CHN and USA, by month, 2020-01-01 to 2020-06-30:"
    )


MONTHS = st.lists(st.text("+-", max_size=5), min_size=12, max_size=12)


@given(MONTHS, MONTHS)
def test_bounds_and_order(first: list[str], second: list[str]) -> None:
    one, two = acts(*first), acts(*second)
    there, back = fit(one, two), fit(two, one)
    shuffled = fit(pa.Table.from_pylist(one.to_pylist()[::-1], schema=ACTS), two)
    assert [row.r for row in there.rows] == pytest.approx([row.r for row in back.rows])
    assert there.rows == shuffled.rows
    for row in there.rows:
        if row.r is not None and row.low is not None and row.high is not None:
            assert -1 <= row.low <= row.r <= row.high <= 1
            assert not math.isnan(row.r)
