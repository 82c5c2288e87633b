"""Records as data frames: every column with the type that it has."""

from __future__ import annotations

import datetime as dt
from typing import get_args

import pandas as pd
import pytest
from store_world import RUSSIA, article, event

import detente
from detente.errors import QueryError
from detente.records import Article, Event, EventType
from detente.schema import to_arrow

DAY = dt.date(1648, 10, 24)  # before nanoseconds begin
EVENTS = [
    event("one", cameo="042", date_start=DAY, reported_by=RUSSIA, tracks=("military", "legal")),
    event("two", reciprocal=True),
]


@pytest.mark.parametrize("told", [EVENTS, to_arrow(EVENTS, Event)])
def test_types(told: object) -> None:
    frame = detente.frame(told)
    assert [*frame.columns] == to_arrow([], Event).column_names
    assert frame["date_start"].dtype.kind == "M"
    assert frame["date_start"][0] == pd.Timestamp(DAY) and frame["date_start"][1] is pd.NaT
    assert [*frame["event_type"].cat.categories] == [*get_args(EventType)]
    assert frame["date_precision"].isna().all()
    assert frame["cameo"][0] == "042" and frame["cameo"][1] is pd.NA
    assert frame["reciprocal"].dtype == bool and frame["start"].dtype == "int64"
    assert frame["tracks"][0] == ["military", "legal"]
    assert frame["actors"][0][0]["country"] == "CHN"
    assert frame["reported_by"][0]["sector"] == "MIL" and frame["reported_by"][1] is None


def test_what_stands_beside_the_fields_is_kept() -> None:
    table = to_arrow([article(1)], Article)
    frame = detente.frame(table.append_column("weight", [[0.5]]))
    assert frame["weight"][0] == 0.5 and isinstance(frame["genre"].dtype, pd.CategoricalDtype)


def test_a_table_of_no_record() -> None:
    frame = detente.frame(to_arrow(EVENTS, Event).select(["cameo", "start"]))
    assert [str(kind) for kind in frame.dtypes] == ["string", "int64"]


def test_no_records() -> None:
    assert detente.frame([], record=Event).columns[0] == "event_id"
    with pytest.raises(QueryError, match="record=Event"):
        detente.frame([])
