from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.ontology import quad_class, score
from detente.errors import InputError, QueryError
from detente.measuring import (
    Question,
    Row,
    Series,
    acts_between,
    measure,
    measure_by_track,
    period_of,
)
from detente.measuring.periods import label, periods
from detente.records import Occurrence
from detente.schema import csv_header

PAIR = ("CHN", "USA")


def occurrence(day: str, acting: str, event_type: Any = "ACCUSE", **changes: Any) -> Occurrence:
    """`CHN>USA` or, of both, `CHN-USA`."""
    reciprocal = "-" in acting
    actor, _, recipient = acting.partition(">")
    values: dict[str, Any] = {
        "occurrence_id": f"{day} {acting} {event_type}",
        "members": ("e",),
        "outlets": ("A",),
        "texts": 1,
        "first_reported": None,
        "actors": tuple(acting.split("-")) if reciprocal else (actor,),
        "recipients": () if reciprocal else (recipient,),
        "reciprocal": reciprocal,
        "event_type": event_type,
        "mode": None,
        "quad_class": quad_class(event_type),
        "score": score(event_type, None),
        "goldstein": None,
        "confidence": 0.5,
        "contexts": (),
        "tracks": ("military",),
        "issues": (),
        "status": "done",
        "date": dt.date.fromisoformat(day),
        "date_start": None,
        "date_end": None,
        "date_precision": None,
        "date_basis": None,
        "place": None,
        "left_out": None,
        "representative": "e",
        "taken_from": (),
    }
    return Occurrence(**values | changes)


WORLD = [
    occurrence("2024-01-03", "CHN>USA", "ACCUSE", outlets=("A", "B")),  # -3
    occurrence("2024-01-31", "USA>CHN", "AID", outlets=("B",), tracks=("economic",)),  # 10
    occurrence("2024-03-01", "CHN-USA", "CONSULT", tracks=("economic", "leaders")),  # 2.5
    occurrence("2024-03-01", "CHN>RUS", "AID"),
    occurrence("2024-03-09", "USA>CHN", "ASSAULT", tracks=()),
    occurrence("2024-03-09", "CHN>USA", "AID", date=None),
]
ASSAULT = score("ASSAULT", None)


def acts(world: list[Occurrence], between: tuple[str, str] = PAIR) -> pa.Table:
    return acts_between(world, between)


def test_a_series_by_month() -> None:
    january, february, march = measure(acts(WORLD), Question(between=PAIR)).rows
    assert january == Row(
        period="2024-01",
        start=dt.date(2024, 1, 1),
        end=dt.date(2024, 1, 31),
        n=2,
        verbal_cooperation=0,
        material_cooperation=1,
        verbal_conflict=1,
        material_conflict=0,
        net=3.5,
        total=3.5,
        cooperation=0.5,
        outlets=2,
        forward=1,
        backward=1,
        mutual=0,
        weight=1.0,
        value=3.5,
    )
    assert (february.period, february.n, february.total) == ("2024-02", 0, 0.0)
    assert (february.net, february.cooperation) == (None, None)
    assert (march.n, march.forward, march.backward, march.mutual) == (2, 0, 1, 1)
    assert march.total == 0.5 * (2.5 + ASSAULT)
    assert march.net == (2.5 + ASSAULT) / 2


@pytest.mark.parametrize(
    ("sure", "net", "weight"),
    [
        ((1.0, 1.0), (10 - 3) / 2, 2.0),
        ((0.2, 0.8), (0.8 * 10 - 0.2 * 3) / 1.0, 1.0),
        ((0.5, None), (10 - 0.5 * 3) / 1.5, 1.5),  # nobody says how sure the second is
        ((0.7, 0.0), -3.0, 0.7),
        ((0.0, 0.0), None, 0.0),
    ],
)
def test_an_act_counts_in_the_mean_by_its_confidence(
    sure: tuple[float, float | None], net: float | None, weight: float
) -> None:
    told = acts([occurrence("2024-01-03", "CHN>USA", "ACCUSE"), WORLD[1]])
    place = told.schema.get_field_index("confidence")
    told = told.set_column(place, "confidence", pa.array(sure, pa.float64()))
    (row,) = measure(told, Question(between=PAIR)).rows
    assert row.net == (None if net is None else pytest.approx(net))
    assert (row.n, row.weight) == (2, pytest.approx(weight))
    assert row.total == pytest.approx((row.net or 0.0) * row.weight)


@pytest.mark.parametrize(
    ("asked", "counts"),
    [
        ({}, [2, 0, 2]),
        ({"between": ("USA", "China")}, [2, 0, 2]),
        ({"directed": True}, [1, 0, 1]),  # what is mutual is done by the first too
        ({"between": ("USA", "CHN"), "directed": True}, [1, 0, 2]),
        ({"track": "economic"}, [1, 0, 1]),
        ({"track": "leaders"}, [1]),
        ({"track": "legal"}, []),
        ({"every": "quarter"}, [4]),
        ({"every": "year"}, [4]),
        ({"since": dt.date(2024, 1, 4)}, [1, 0, 2]),
        ({"until": dt.date(2024, 3, 1)}, [2, 0, 1]),
        ({"since": dt.date(2023, 12, 31), "until": dt.date(2024, 1, 3)}, [0, 1]),
        ({"track": "legal", "since": dt.date(2024, 1, 1), "until": dt.date(2024, 2, 1)}, [0, 0]),
        ({"every": "week", "until": dt.date(2024, 1, 31)}, [1, 0, 0, 0, 1]),
    ],
)
def test_choices(asked: dict[str, Any], counts: list[int]) -> None:
    asked = {"between": PAIR, **asked}
    rows = measure(acts(WORLD, asked["between"]), Question(**asked)).rows
    assert [row.n for row in rows] == counts


def test_outer_periods_say_which_days_were_counted() -> None:
    since, until = dt.date(2024, 1, 10), dt.date(2024, 2, 5)
    first, last = measure(acts(WORLD), Question(between=PAIR, since=since, until=until)).rows
    assert (first.start, first.end) == (dt.date(2024, 1, 10), dt.date(2024, 1, 31))
    assert (last.start, last.end) == (dt.date(2024, 2, 1), dt.date(2024, 2, 5))


def test_by_track() -> None:
    found = measure_by_track(acts(WORLD), Question(between=PAIR))
    assert {name: [row.n for row in series.rows] for name, series in found.items()} == {
        "economic": [1, 0, 1],
        "leaders": [0, 0, 1],
        "military": [1, 0, 0],
    }
    assert list(found) == sorted(found)
    assert measure_by_track(acts([]), Question(between=PAIR)) == {}


@pytest.mark.parametrize(
    "asked",
    [
        {"between": ("CHN", "Atlantis")},
        {"track": "sport"},
        {"every": "fortnight"},
        {"every": "week", "week_starts": "mañana"},
        {"since": dt.date(2024, 2, 1), "until": dt.date(2024, 1, 1)},
    ],
)
def test_impossible_questions(asked: dict[str, Any]) -> None:
    with pytest.raises(QueryError):
        Question(**{"between": PAIR, **asked})


def test_sums_do_not_depend_on_order() -> None:
    scores = [10.0, 0.1, -9.9, 1e-9, 0.2, -0.3] * 30
    world = [occurrence("2024-01-01", "CHN>USA", score=value) for value in scores]
    series = measure(acts(world), Question(between=PAIR))
    random.Random(1).shuffle(world)
    assert measure(acts(world), Question(between=PAIR)) == series


DAYS = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))
EVERY = st.sampled_from(["day", "week", "month", "quarter", "year"])


@given(day=DAYS, every=EVERY, starts=st.sampled_from(["monday", "sunday", "thursday"]))
def test_each_day_is_in_one_period(day: dt.date, every: str, starts: str) -> None:
    period = period_of(day, every, starts)
    assert period.start <= day <= period.end
    for edge in (period.start, period.end):
        assert period_of(edge, every, starts) == period
    assert period_of(period.end + dt.timedelta(days=1), every, starts).start > period.end


@given(first=DAYS, length=st.integers(0, 400), every=EVERY)
def test_periods_leave_no_gap(first: dt.date, length: int, every: str) -> None:
    last = first + dt.timedelta(days=length)
    found = list(periods(first, last, every))
    assert found[0].start <= first
    assert found[-1].start <= last <= found[-1].end
    for before, after in itertools.pairwise(found):
        assert after.start - before.end == dt.timedelta(days=1)
    assert len({label(period, every) for period in found}) == len(found)


@pytest.mark.parametrize(
    ("every", "name"),
    [
        ("day", "2024-05-16"),
        ("week", "2024-05-13"),
        ("month", "2024-05"),
        ("quarter", "2024-Q2"),
        ("year", "2024"),
    ],
)
def test_labels(every: str, name: str) -> None:
    assert label(period_of(dt.date(2024, 5, 16), every), every) == name


def test_weeks_start_on_monday_unless_told() -> None:
    day = dt.date(2024, 5, 16)
    assert period_of(day, "week").start.strftime("%A") == "Monday"
    assert period_of(day, "week", "sunday").start == dt.date(2024, 5, 12)


@pytest.fixture
def series() -> Series:
    return measure(acts(WORLD), Question(between=PAIR))


def test_every_form_holds_the_same_rows(series: Series, tmp_path: Path) -> None:
    series.to_parquet(tmp_path / "s.parquet")
    table = pq.read_table(tmp_path / "s.parquet")
    assert table.equals(series.to_table(), check_metadata=True)
    assert [Row(**row) for row in table.to_pylist()] == list(series.rows)
    assert json.loads(table.schema.metadata[b"detente"])["between"] == ["CHN", "USA"]
    told = json.loads(series.to_json())
    assert [row["net"] for row in told["rows"]] == [row.net for row in series.rows]
    assert told["rows"][1]["start"] == "2024-02-01"
    lines = list(csv.DictReader(io.StringIO(series.to_csv())))
    assert list(lines[0]) == csv_header(Row)
    assert [line["net"] for line in lines] == ["3.5", "", str(series.rows[2].net)]


def test_a_file_that_cannot_be_written(series: Series, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="Choose another file"):
        series.to_parquet(tmp_path / "none" / "s.parquet")


def test_names_that_are_loaded_late_are_listed() -> None:
    import detente.measuring as module

    assert {"Turns", "Level", "by_period"} <= set(dir(module))
    assert all(hasattr(module, name) for name in dir(module))
