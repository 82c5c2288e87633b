"""The level and its band."""

import itertools
import json
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from measuring_world import PAIR, act, table

from detente.errors import InputError, QueryError
from detente.laboratory.datasets.worlds import World, world
from detente.measuring import Level, LevelResult, Question, measure
from detente.measuring.redrawing import StandingActs

SHORT = {"periods": 36, "acts": 12.0}


def fitted(made: World, **changes: Any) -> LevelResult:
    return Level(**{"confusion": made.confusion, "draws": 120} | changes).fit(
        made.acts, made.question()
    )


@pytest.fixture(scope="module")
def made() -> World:
    return world(1, **SHORT)


@pytest.fixture(scope="module")
def result(made: World) -> LevelResult:
    return fitted(made, alone=True)


def test_a_band_covers_the_true_level_as_often_as_it_says() -> None:
    """The short form of `benchmarks/worlds.py`, with the coder's error on."""
    held, narrow = [], []
    for seed in range(24):
        made = world(seed, shape=("walk", "break", "recovery", "flat")[seed % 4], periods=48)
        truth = np.array(made.level)
        for parts, shares in ((("sampling", "coder", "outlets"), held), (("sampling",), narrow)):
            rows = fitted(made, holds=parts).rows
            low, high = (np.array([getattr(row, end) for row in rows]) for end in ("low", "high"))
            shares.append(np.mean((low <= truth) & (truth <= high)))
    assert 0.85 <= np.mean(held) <= 0.95
    assert np.mean(narrow) < np.mean(held) - 0.01  # without the coder's error the band is too sure


def test_with_the_coders_error_the_level_is_not_flattened() -> None:
    """Mistaken types pull every mean towards one value; redrawing them takes that back."""
    slopes = []
    for parts in (("sampling",), ("sampling", "coder")):
        each = []
        for seed in range(6):
            made = world(seed, shape="break", size=5.0, acts=40.0, periods=40)
            level = [row.level for row in fitted(made, holds=parts).rows]
            each.append(np.polyfit(made.level, level, 1)[0])
        slopes.append(np.mean(each))
    assert slopes[0] + 0.05 < slopes[1]
    assert 0.85 < slopes[1] < 1.1


def test_acts_stand_as_their_confidence_says_however_one_sided_the_pair() -> None:
    """That truces are rare in a war does not make a sure one an invention, nor all attacks true."""
    days = [f"20{year}-{month:02}" for year in (20, 21) for month in range(1, 13)]
    war = [act(f"{day}-{n:02}", "ASSAULT", confidence=0.75) for day in days for n in range(1, 9)]

    def standing(*acts: dict[str, Any]) -> StandingActs:
        found = Level(draws=300).fit(table(*war, *acts), Question(between=PAIR)).standing
        assert found is not None
        return found

    sure, unsure = (
        standing(*(act(f"{day}-20", "AGREE", confidence=share) for day in days))
        for share in (0.9, 0.2)
    )
    assert 0.7 * len(war) < standing().acts < 0.9 * len(war)
    weighted = (-9.0 * 0.75 * len(war) + 2.5 * 0.9 * len(days)) / (
        0.75 * len(war) + 0.9 * len(days)
    )
    assert sure.mean == pytest.approx(weighted, abs=0.25)
    assert 0.05 * len(days) < unsure.acts - standing().acts < 0.35 * len(days)


def test_same_seed_same_level_in_any_order(made: World, result: LevelResult) -> None:
    rng = np.random.default_rng(5)
    shuffled = made.acts.take(pa.array(rng.permutation(len(made.acts))))
    again = Level(confusion=made.confusion, draws=120, alone=True).fit(shuffled, made.question())
    assert again == result
    assert (again.paths == result.paths).all()
    assert fitted(made, seed=1).rows != result.rows


def test_the_whole_band_is_wider_than_each_part(result: LevelResult) -> None:
    def width(part: str) -> float:
        ends = [(getattr(row, f"{part}low"), getattr(row, f"{part}high")) for row in result.rows]
        return float(np.mean([high - low for low, high in ends]))

    parts = [width(f"{part}_") for part in ("sampling", "coder", "outlets")]
    assert all(0 <= each < width("") for each in parts)
    assert min(parts[:2]) > 0


def test_the_series_stands_beside_the_level(made: World, result: LevelResult) -> None:
    assert result.series == measure(made.acts, made.question())


def test_more_acts_make_a_narrower_band() -> None:
    widths = [
        np.mean([row.high - row.low for row in fitted(world(4, shape="flat", acts=acts)).rows])
        for acts in (3.0, 30.0)
    ]
    assert widths[1] < 0.7 * widths[0]


def test_periods_without_acts_have_a_level_and_a_wider_band() -> None:
    months = [1, 2, 3, 4, 9, 10, 11, 12]
    acts = [
        act(f"2020-{month:02}-{day:02}", kind)
        for month in months
        for day, kind in (
            (1, "AID" if month in (1, 4, 9) else "COERCE"),
            (8, "CONSULT"),
            (15, "ACCUSE"),
        )
    ]
    result = Level(draws=800).fit(table(*acts), Question(between=PAIR))
    widths = [row.high - row.low for row in result.rows]  # type: ignore[operator]
    assert result.series.rows[6].value is None
    assert widths[6] > max(widths[2], widths[9])


@pytest.mark.parametrize(
    ("acts", "absent", "why"),
    [
        ([], ["sampling", "coder", "outlets"], "only 0 of the periods"),
        ([act("2020-01-01"), act("2020-05-01")], ["sampling", "coder", "outlets"], "only 2 of"),
        ([act(f"2020-0{n}-01") for n in range(1, 6)], ["coder", "outlets"], "nobody says"),
        ([act(f"2020-0{n}-01", confidence=0.9, outlets=["A"]) for n in range(1, 6)], ["outlets"],
         "1 outlet tells it; 5 are needed"),
        ([act(f"2020-0{n}-01", confidence=0.9, outlets=[f"O{n}"]) for n in range(1, 6)], [], None),
    ],
)  # fmt: skip
def test_what_the_band_does_not_hold_is_said(
    acts: list[dict[str, Any]], absent: list[str], why: str | None
) -> None:
    result = Level(draws=20).fit(table(*acts), Question(between=PAIR))
    assert list(result.absent) == absent
    assert why is None or why in next(iter(result.absent.values()))
    assert (result.rows[-1].level is None if result.rows else True) == (len(absent) == 3)


def test_one_score_only_still_has_a_band() -> None:
    result = Level(draws=50).fit(
        table(*(act(f"2020-{n:02}-01") for n in range(1, 13))), Question(between=PAIR)
    )
    assert all(row.low < -3.0 < row.high for row in result.rows)  # type: ignore[operator]


@pytest.mark.parametrize("asked", [{"width": 1.0}, {"width": 0.0}, {"draws": 0}])
def test_impossible_levels(asked: dict[str, Any]) -> None:
    with pytest.raises(QueryError):
        Level(**asked)


def test_it_prints_what_was_found_and_how(made: World, result: LevelResult) -> None:
    text = str(result)
    n = sum(row.n for row in result.series.rows)
    assert f"KEN - PER: mean score by month, PLOVER scores, {n} acts in 36 periods." in text
    assert f"90% band {result.rows[-1].low:+.2f} to {result.rows[-1].high:+.2f}" in text
    assert "sampling error, the coder's error, the mix of outlets" in text
    assert made.confusion is not None
    assert f"{made.confusion.right:.0%} of what the coder tells is right" in text
    assert "draws, seed 0" in text
    assert result.standing is not None
    assert f"some {result.standing.acts:.0f} of {n} acts stand" in text


def test_every_form_holds_the_same(result: LevelResult, tmp_path: Path) -> None:
    for form in ("parquet", "csv", "json"):
        result.write(tmp_path / f"level.{form}")
    held = pq.read_table(tmp_path / "level.parquet")
    assert held.equals(result.to_table(), check_metadata=True)
    assert json.loads(held.schema.metadata[b"detente"])["band"]["width"] == 0.9
    levels = [row.level for row in result.rows]
    assert pl.read_csv(tmp_path / "level.csv")["level"].to_list() == levels
    told = json.loads((tmp_path / "level.json").read_text("utf-8"))
    assert [row["level"] for row in told["rows"]] == levels
    assert result.to_pandas()["level"].tolist() == levels
    assert result.to_polars()["level"].to_list() == levels
    with pytest.raises(InputError, match=r"End the name in \.csv"):
        result.write(tmp_path / "level.xls")


def test_the_chart_draws_band_level_and_values(result: LevelResult) -> None:
    chart = result.chart()
    assert isinstance(chart, alt.LayerChart)
    spec = chart.to_dict()
    assert [layer["mark"]["type"] for layer in spec["layer"]] == ["area", "line", "line"]
    (points,) = spec["datasets"].values() if "datasets" in spec else [spec["data"]["values"]]
    assert [point["level"] for point in points] == [row.level for row in result.rows]


def test_acts_that_may_all_be_made_up_still_have_a_level() -> None:
    acts = [act(f"2020-0{n}-01", confidence=0.05) for n in range(1, 5)]
    result = Level(draws=200).fit(table(*acts), Question(between=PAIR))
    assert all(np.isfinite(row.high - row.low) for row in result.rows)  # type: ignore[operator]


@given(
    st.lists(
        st.tuples(
            st.integers(1, 12),
            st.sampled_from(["ASSAULT", "AID"]),
            st.sampled_from([None, 0.4, 0.9]),
        ),
        min_size=3,
        max_size=12,
    )
)
@settings(max_examples=30, deadline=None)
def test_no_band_leaves_the_scale(told: list[tuple[int, str, float | None]]) -> None:
    acts = [act(f"2020-{month:02}-01", kind, confidence=sure) for month, kind, sure in told]
    found = Level(draws=40, alone=True).fit(table(*acts), Question(between=PAIR))
    for row in found.rows:
        ends = [row.low, row.level, row.high, row.sampling_low, row.sampling_high]
        assert all(-10 <= end <= 10 for end in ends if end is not None)
    assert (np.abs(found.paths) <= 10).all()


def test_a_level_for_each_thousand_acts_has_no_ends() -> None:
    acts = table(*(act(f"2020-{month:02}-01", "ASSAULT") for month in range(1, 9)))
    days = acts["day"].combine_chunks()
    few = pa.table({"day": days, "n": [2] * len(days)})
    asked = Question(between=PAIR, normalise="coverage")
    assert min(row.level or 0.0 for row in Level().fit(acts, asked, coverage=few).rows) < -1000


def test_a_periods_own_value_has_a_band_that_covers_its_truth() -> None:
    """Where nothing holds for one period only, the truth of a period's value is the level."""
    made = world(11, periods=60)
    inside = [
        row.value_low <= level <= row.value_high  # type: ignore[operator]
        for row, level in zip(fitted(made).rows, made.level, strict=True)
    ]
    assert np.mean(inside) >= 0.85


def test_the_band_of_a_period_is_its_own() -> None:
    """It holds the plain value where the coder is not redrawn, is null without acts, and wider than the
    level's; the more acts, the narrower."""
    days = [f"2020-{month:02}-{day:02}" for month in (1, 2, 4, 5, 6) for day in range(1, 3 * month)]
    kinds = itertools.cycle(["AID", "ACCUSE", "CONSULT", "ASSAULT"])
    acts = table(*(act(day, kind) for day, kind in zip(days, kinds, strict=False)))
    found = Level(holds=("sampling",)).fit(acts, Question(between=PAIR))
    widths = {}
    for row, told in zip(found.series.rows, found.rows, strict=True):
        if row.n == 0:
            assert told.value_low is None
            assert told.value_high is None
            continue
        assert told.value_low < row.net < told.value_high  # type: ignore[operator]
        widths[row.n] = told.value_high - told.value_low  # type: ignore[operator]
        assert widths[row.n] > told.high - told.low  # type: ignore[operator]
    assert widths[17] < widths[5] < widths[2]
