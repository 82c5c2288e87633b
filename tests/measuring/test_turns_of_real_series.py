"""Turns in event data of others, where a copy of them lies beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from detente.coding.ontology import goldstein
from detente.measuring import Points, Turns, TurnsResult

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "event-data"
DATA = Path(os.environ.get("DETENTE_EVENT_DATA", BESIDE))
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="no event data: DETENTE_EVENT_DATA names no folder"
)


def monthly(pair: str, *, clear: float = 0.05, seed: int = 0) -> TurnsResult:
    """Turns in the monthly means of GDELT's daily net Goldstein sums."""
    frame = pd.read_csv(DATA / "gdelt-daily-net.csv.gz", parse_dates=["date"]).set_index("date")
    means = frame[pair].resample("MS").mean()
    names = [f"{day:%Y-%m}" for day in means.index]
    points = Points.plain(means.to_numpy(), names=names, every="month")
    return Turns(clear=clear, seed=seed).fit(points)


def test_russia_and_ukraine_break_in_february_2022() -> None:
    found = monthly("RUS_UKR")
    largest = max(found.turns, key=lambda turn: abs(turn.size))
    assert (largest.period, largest.low, largest.high) == ("2022-02", "2022-02", "2022-02")
    assert largest.size < 0


def test_the_united_states_and_china_break_in_the_middle_of_2020() -> None:
    (turn,) = monthly("USA_CHN").turns
    assert "2020-02" <= turn.low <= turn.period <= "2020-07"
    assert turn.low <= "2020-05" <= turn.high
    assert turn.size < 0


@pytest.mark.parametrize(
    ("pair", "period", "back"),
    [
        ("IND_PAK", "2019-02", "2019-05"),
        ("CHN_CAN", "2018-12", "2019-03"),
        ("CHN_IND", "2020-05", "2020-09"),
        ("USA_IRN", "2020-01", "2020-04"),
    ],
)
def test_a_crisis_turns_down_and_back(pair: str, period: str, back: str) -> None:
    down, up = monthly(pair, clear=0.1).turns
    assert (down.period, up.period) == (period, back)
    assert down.size < 0 < up.size
    assert down.low <= period <= down.high


@pytest.mark.parametrize("seed", range(3))
def test_no_seed_tells_a_turn_that_others_do_not(seed: int) -> None:
    """Its chance is .08, and of 499 draws alone one seed in five says .046."""
    assert monthly("USA_IRN", seed=seed).turns == ()


@pytest.fixture(scope="module")
def towards_iraq() -> pd.DataFrame:
    """Acts of the United States towards Iraq by month: how many, the mean score, and hostility."""
    frame = pd.read_csv(DATA / "keds-gulf.csv.gz", dtype=str, parse_dates=["date"])
    acts = frame[(frame.source == "USA") & (frame.target == "IRQ")]
    scores = acts.code.map(goldstein).astype(float)
    months = acts.date.dt.to_period("M")
    found = pd.DataFrame(
        {
            "acts": scores.groupby(months).count(),
            "mean": scores.groupby(months).mean(),
            "hostility": (-scores.clip(upper=0)).groupby(months).sum(),
        }
    )
    return found.reindex(pd.period_range(found.index.min(), found.index.max(), freq="M"))


@pytest.mark.parametrize("of", ["hostility", "acts"])
def test_the_united_states_towards_iraq_break_in_august_1990(
    towards_iraq: pd.DataFrame, of: str
) -> None:
    names = list(map(str, towards_iraq.index))
    found = Turns().fit(Points.plain(towards_iraq[of].fillna(0).to_numpy(), names=names))
    largest = max(found.turns, key=lambda turn: abs(turn.size))
    assert (largest.period, largest.size > 0) == ("1990-08", True)


def test_the_mean_score_towards_iraq_tells_no_break(towards_iraq: pd.DataFrame) -> None:
    """Before the war a month has one act or none: the mean is noise, and the kinds hardly change."""
    values = towards_iraq["mean"].to_numpy(dtype=float)
    counts = np.nan_to_num(towards_iraq["acts"].to_numpy(dtype=float))
    assert Turns().fit(Points.plain(values, counts)).turns == ()
