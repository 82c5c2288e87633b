"""Acts are counted by type, direction and data set; what is rare with its like."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from detente.coding.ontology import quad_class, score
from detente.errors import QueryError, TooLittleDataError
from detente.measuring.acts import ACTS
from detente.measuring.covered import Volume
from detente.measuring.tally import COVERAGE
from detente.modelling import Counts, Source, counts_of

PAIR = ("CHL", "FJI")


def acts(*groups: tuple[str, str, int, int]) -> pa.Table:
    """Acts of a type in a direction (`>`, `<` or `=`), so many in a month of 2020."""
    rows = [
        {
            "act_id": f"{kind}{way}{month}-{number}", "day": dt.date(2020, month, 1 + number % 28),
            "forward": way != "<", "backward": way != ">", "event_type": kind,
            "quad_class": quad_class(kind), "score": score(kind, None), "goldstein": None,
            "confidence": None, "tracks": ["economic"], "outlets": [],
        }
        for kind, way, month, n in groups
        for number in range(n)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=ACTS)


def told(counts: Counts) -> list[tuple[str, str, str, int]]:
    return [(item.dataset, item.kind, item.direction, item.acts) for item in counts.items]


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        (  # enough in each direction
            [("ACCUSE", ">", 1, 3), ("ACCUSE", "<", 2, 4)],
            [("ACCUSE", "CHL>FJI", 3), ("ACCUSE", "FJI>CHL", 4)],
        ),
        (  # too rare in each, not in both
            [("ACCUSE", ">", 1, 2), ("ACCUSE", "<", 2, 2)],
            [("ACCUSE", "either", 4)],
        ),
        (  # mutual acts are a direction of their own
            [("CONSULT", "=", 1, 3)],
            [("CONSULT", "mutual", 3)],
        ),
        (  # rare types of a quad class together
            [("ACCUSE", ">", 1, 2), ("REJECT", "<", 1, 1)],
            [("other verbal conflict", "either", 3)],
        ),
        (  # rare quad classes of a side together
            [("ACCUSE", ">", 1, 2), ("ASSAULT", "<", 1, 1)],
            [("other conflict", "either", 3)],
        ),
    ],
)
def test_what_is_rare_is_counted_with_its_like(
    groups: list[tuple[str, str, int, int]], expected: list[tuple[str, str, int]]
) -> None:
    found = counts_of({"a": Source(acts(*groups))}, PAIR, fewest=3)
    assert [row[1:] for row in told(found)] == expected
    assert found.left_out == ()


def test_what_is_too_rare_even_then_is_said_to_be_left_out() -> None:
    held = acts(("ACCUSE", ">", 1, 3), ("CONSULT", "=", 2, 2))
    found = counts_of({"a": Source(held)}, PAIR, fewest=3)
    assert told(found) == [("a", "ACCUSE", "CHL>FJI", 3)]
    assert found.left_out == ("of cooperation in a (2)",)


def test_by_quad_class() -> None:
    held = acts(("ACCUSE", ">", 1, 3), ("REJECT", ">", 2, 3), ("AID", "<", 2, 4))
    found = counts_of({"a": Source(held)}, PAIR, by="quad", fewest=3)
    assert [row[1:] for row in told(found)] == [
        ("material cooperation", "FJI>CHL", 4), ("verbal conflict", "CHL>FJI", 6),
    ]  # fmt: skip


def test_a_data_set_says_nothing_of_periods_that_it_does_not_cover() -> None:
    early, late = acts(("ACCUSE", ">", 1, 3), ("ACCUSE", ">", 3, 3)), acts(("ACCUSE", ">", 4, 3))
    found = counts_of({"late": Source(late), "early": Source(early)}, PAIR, fewest=3)
    assert [item.dataset for item in found.items] == ["early", "late"]
    assert found.names == ("2020-01", "2020-02", "2020-03", "2020-04")
    np.testing.assert_array_equal(found.values[0], [3, 0, 3, np.nan])
    np.testing.assert_array_equal(found.values[1], [np.nan, np.nan, np.nan, 3])
    assert found.plain == ("early", "late")


def test_how_much_is_written_is_the_offset_and_an_outage_is_missing() -> None:
    days = [dt.date(2020, month, day) for month in range(1, 13) if month != 6 for day in (1, 28)]
    n = [100 if day.month < 6 else 200 for day in days]
    held = acts(*(("ACCUSE", ">", month, 3) for month in (1, 5, 6, 12)))
    volume = Volume(pa.table({"day": days, "n": n}, COVERAGE), ())
    found = counts_of({"a": Source(held, volume)}, PAIR, fewest=3)
    assert found.plain == ()
    assert np.isnan(found.values[0]).tolist() == [month == 5 for month in range(12)]
    assert found.offsets[0][11] - found.offsets[0][0] == pytest.approx(np.log(2))
    assert found.left_out == ("in periods that a hardly covers (3)",)


def test_where_little_is_told_only_periods_of_nothing_at_all_are_missing() -> None:
    days = [dt.date(2020, month, day) for month in (1, 2, 3, 9, 10, 11) for day in range(1, 29)]
    held = acts(*(("ACCUSE", ">", month, 3) for month in (1, 11)))
    volume = Volume(pa.table({"day": days, "n": [1] * len(days)}, COVERAGE), ())
    found = counts_of({"a": Source(held, volume)}, PAIR, fewest=3)
    assert found.plain == ("a",)
    assert np.flatnonzero(np.isnan(found.values[0])).tolist() == [3, 4, 5, 6, 7]
    assert not found.offsets.any()


def test_the_order_of_acts_and_sets_does_not_matter() -> None:
    held = acts(("ACCUSE", ">", 1, 9), ("CONSULT", "=", 2, 5), ("AID", "<", 3, 4))
    shuffled = held.take(np.random.default_rng(0).permutation(len(held)))
    one = counts_of({"a": Source(held), "b": Source(shuffled)}, PAIR, fewest=3)
    other = counts_of({"b": Source(held), "a": Source(shuffled)}, PAIR, fewest=3)
    assert one.items == other.items
    np.testing.assert_array_equal(one.values, other.values)


def test_only_the_track_and_the_time_asked_for() -> None:
    held = acts(("ACCUSE", ">", 1, 3), ("ACCUSE", ">", 5, 3))
    asked = {"fewest": 3, "since": dt.date(2020, 4, 1), "until": dt.date(2020, 6, 30)}
    found = counts_of({"a": Source(held)}, PAIR, **asked)
    assert found.names == ("2020-04", "2020-05", "2020-06")
    assert told(found) == [("a", "ACCUSE", "CHL>FJI", 3)]
    with pytest.raises(TooLittleDataError, match="no acts"):
        counts_of({"a": Source(held)}, PAIR, track="military")


def test_unknown_choices_are_refused() -> None:
    held = {"a": Source(acts(("ACCUSE", ">", 1, 3)))}
    with pytest.raises(QueryError, match="way to count"):
        counts_of(held, PAIR, by="mode")  # type: ignore[arg-type]
    with pytest.raises(QueryError, match="items of 0 acts"):
        counts_of(held, PAIR, fewest=0)
