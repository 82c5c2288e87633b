"""Series of one's own: from a file or a frame, of any name, with periods as they are written."""

import math
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import DetenteError
from detente.measuring import Reciprocity, own_series

PUBLISHED = Path(__file__).parent / "published"


def written(folder: Path, *lines: str) -> Path:
    path = folder / "own.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("periods", "names", "every"),
    [
        (["1988", "1990"], ["1988", "1989", "1990"], "year"),
        (["1988-Q4", "1989q1"], ["1988-Q4", "1989-Q1"], "quarter"),
        (["1988-12", "1989-01"], ["1988-12", "1989-01"], "month"),
        (["1988/12", "1989m02"], ["1988-12", "1989-01", "1989-02"], "month"),
        (["198812", "198901"], ["1988-12", "1989-01"], "month"),
        (["1988-12-01", "1989-01-01"], ["1988-12", "1989-01"], "month"),
        (["1988-12-07", "1988-12-21"], ["1988-12-07", "1988-12-14", "1988-12-21"], "week"),
        (["1988-12-07", "1988-12-09"], ["1988-12-07", "1988-12-08", "1988-12-09"], "day"),
        (["1988-12-07 00:00:00"], ["1988-12-07"], "day"),
    ],
)
def test_periods(tmp_path: Path, periods: list[str], names: list[str], every: str) -> None:
    path = written(tmp_path, "# made", "when;x", *(f"{each};{n}" for n, each in enumerate(periods)))
    points = own_series(path, ["x"], period="when")["x"]
    assert (list(points.names), points.every, points.what) == (names, every, "x")
    assert points.values[0] == 0
    assert points.values[-1] == len(periods) - 1
    assert np.isnan(points.values).sum() == len(names) - len(periods)


def test_the_length_of_a_period_may_be_told(tmp_path: Path) -> None:
    path = written(tmp_path, "day,x", "2001-01-05,1", "2001-02-09,2")
    assert own_series(path, ["x"], period="day", every="month")["x"].names == ("2001-01", "2001-02")


def test_without_names_rows_are_counted(tmp_path: Path) -> None:
    path = written(tmp_path, "x\ty", "1\t2", "\tNA", "-1.5\t1e3")
    held = own_series(path, ["y", "x"])
    assert list(held) == ["y", "x"]
    assert (held["x"].names, held["x"].every, held["x"].what) == (
        ("1", "2", "3"),
        "period",
        "value",
    )
    assert np.array_equal(held["x"].values, [1, math.nan, -1.5], equal_nan=True)
    assert np.array_equal(held["y"].values, [2, math.nan, 1000], equal_nan=True)


@pytest.mark.parametrize("frame", [pd.DataFrame, pl.DataFrame, pa.table])
def test_frames_are_as_files(tmp_path: Path, frame: type) -> None:
    columns = {"month": ["1988-01", "1988-03"], "a > b": [0.5, None]}
    held = own_series(frame(columns), ["a > b"], period="month")["a > b"]
    path = written(tmp_path, "month,a > b", "1988-01,0.5", "1988-03,")
    told = own_series(path, ["a > b"], period="month")["a > b"]
    assert held.names == told.names
    assert np.array_equal(held.values, told.values, equal_nan=True)


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["m,x", "1988-01,1", "1988-02,high"], "own.csv line 3: x = 'high' is no number"),
        (["m,x", "1988-01,inf"], "x = 'inf' is no number"),
        (["m,x", '1988-01,"1,5"'], "x = '1,5' is no number"),
        (["m,x", "spring,1"], "own.csv line 2: 'spring' is no period"),
        (["m,x", "1988-02-30,1"], "'1988-02-30' is no period"),
        (["m,x", "1988-02,1", "1988-01,1"], "line 3: '1988-01' does not follow '1988-02'"),
        (["m,x", "1988-02,1", "1988-02,1"], "'1988-02' does not follow"),
        (["m,x", "1988-02,1,2"], "line 2: 3 cells where the header has 2"),
        (["m,x", "0001-01-01,1", "9998-01-02,2"], "3,651,331 days from 0001-01-01"),
        (["m,y", "1988-02,1"], "no column 'x'"),
        (["m,x"], "holds no row"),
        ([""], "no column 'x'"),
    ],
)
def test_what_is_wrong_is_told(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(DetenteError, match=message):
        own_series(written(tmp_path, *lines), ["x"], period="m")


@given(
    first=st.integers(1900 * 12, 2100 * 12),
    steps=st.lists(st.integers(1, 30), min_size=1, max_size=12),
)
def test_months_without_a_row_have_no_value(first: int, steps: list[int]) -> None:
    months = np.cumsum([first, *steps]).tolist()
    names = [f"{month // 12}-{month % 12 + 1:02d}" for month in months]
    points = own_series({"m": names, "x": list(range(len(names)))}, ["x"], period="m")["x"]
    assert len(points.names) == months[-1] - first + 1
    assert [points.names[place] for place in points.seen()] == names


def test_published_figures_in_one_line() -> None:
    """F(3, 44) as `test_published` has it, and where it is from."""
    file = PUBLISHED / "chickens-and-eggs.tsv"
    found = Reciprocity(lags=3).fit(own_series(file, ["chickens", "eggs"], period="year"))
    assert {answer.cause: round(answer.f, 3) for answer in found.answers} == {
        "chickens": 0.592, "eggs": 5.405,
    }  # fmt: skip
