from __future__ import annotations

import datetime as dt
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from measuring_world import PAIR, act, table

from detente.commands import doubting
from detente.errors import QueryError
from detente.laboratory.datasets.worlds import World, world
from detente.measuring import Doubt, DoubtResult, LeadLag, Question, Reciprocity, Spells, Turns
from detente.measuring.confusion import shipped
from detente.measuring.doubting import Asked
from detente.measuring.found_again import shows_others, sought
from detente.measuring.redraws import UNKNOWN, Redraws, Unknown
from detente.measuring.tally import weights_of_acts
from detente.measuring.turns import Turn
from detente.merging.doubtful import DoubtfulMerge

ALL: tuple[Unknown, ...] = UNKNOWN
TURNS = Turns(draws=99)


def only(*parts: Unknown) -> tuple[Unknown, ...]:
    """What is to be left out, so that these are redrawn."""
    return tuple(part for part in UNKNOWN if part not in parts)


@cache
def stepping(size: float = 6.0) -> World:
    """Three years with a step halfway, and a coder that does not err."""
    return world(3, shape="break", size=size, periods=36, misreads=False)


def sure(acts: pa.Table, confidence: float | None) -> pa.Table:
    """The acts, told with one confidence."""
    told = pa.array([confidence] * len(acts), pa.float64())
    return acts.set_column(acts.schema.get_field_index("confidence"), "confidence", told)


def stood(acts: pa.Table, made: World, **options: Any) -> DoubtResult:
    return Doubt(**{"draws": 20, **options}).fit(TURNS, acts, made.question())


@pytest.fixture(scope="module")
def result() -> DoubtResult:
    return stood(stepping().acts, stepping())


def test_a_large_step_stands(result: DoubtResult) -> None:
    (row,) = result.rows
    assert row.told
    assert row.share == row.stood / 20 >= 0.9
    assert result.holds == ("sampling", "coder", "outlets")
    assert result.absent == {"merging": "no join is known to be in doubt"}


def test_it_is_said_in_words_and_stands_beside_the_turn(result: DoubtResult) -> None:
    (turn,) = result.found.records()
    assert f"stands in {result.rows[0].stood} of 20 redrawn records." in str(result)
    assert result.beside()["stands"].to_pylist() == [result.rows[0].share]
    assert result.beside()["period"].to_pylist() == [turn.period]
    assert result.to_table()["stood"].to_pylist() == [result.rows[0].stood]
    assert result.asked()["holds"] == ("sampling", "coder", "outlets")


def test_where_nothing_is_redrawn_all_stands() -> None:
    found = stood(stepping().acts, stepping(), without=ALL)
    assert [row.share for row in found.rows] == [1.0]
    assert (found.others, found.refused, found.holds) == (0, 0, ())


def test_the_more_the_coder_may_err_the_less_a_turn_stands() -> None:
    made = stepping(2.5)
    shares = [
        stood(sure(made.acts, told), made, without=only("coder"), draws=40).rows[0].share
        for told in (0.99, 0.3)
    ]
    assert shares[0] >= 0.9
    assert shares[1] <= shares[0] - 0.2


def test_same_seed_same_shares_in_any_order(result: DoubtResult) -> None:
    order = np.random.default_rng(1).permutation(len(stepping().acts))
    again = stood(stepping().acts.take(pa.array(order)), stepping())
    assert again.rows == result.rows
    assert again.others == result.others


MONTHS = [f"2020-{month:02}-{day:02}" for month in range(1, 13) for day in (1, 2)]
QUESTION = Question(between=PAIR)


def redraws(*acts: dict[str, Any], **options: Any) -> Redraws:
    return Redraws(table(*acts), QUESTION, **options)


def test_what_is_left_out_is_as_it_was_told() -> None:
    held = redraws(*(act(day, confidence=0.4) for day in MONTHS), without=ALL)
    (draw,) = held.draws(1)
    assert draw.weights.tolist() == weights_of_acts(held.acts).tolist()
    assert draw.times.tolist() == [1.0] * 24
    assert draw.scores.tolist() == held.acts["score"].to_pylist()


@pytest.mark.parametrize(
    ("part", "acts", "why"),
    [
        ("coder", [act(day) for day in MONTHS], "nobody says how often this coder errs"),
        (
            "coder",
            [act(day, confidence=0.5) for day in MONTHS[:4]],
            "only 2 of the periods have an act; 3 are needed",
        ),
        ("outlets", [act(day, outlets=["A"]) for day in MONTHS], "1 outlet tells it; 5 are needed"),
        ("merging", [act(day) for day in MONTHS], "no join is known to be in doubt"),
    ],
)
def test_what_cannot_be_redrawn_is_named(
    part: Unknown, acts: list[dict[str, Any]], why: str
) -> None:
    held = redraws(*acts)
    assert held.absent[part] == why
    assert part not in held.holds
    assert part not in redraws(*acts, without=[part]).absent


def test_other_acts_might_have_been_told() -> None:
    drawn = [draw.times for draw in redraws(*map(act, MONTHS), without=only("sampling")).draws(400)]
    assert np.mean(drawn) == pytest.approx(1.0, abs=0.05)
    assert np.var(drawn) == pytest.approx(1.0, abs=0.1)


def test_outlets_come_with_all_that_they_tell() -> None:
    acts = [act(day, outlets=["ABCDEF"[row % 6]]) for row, day in enumerate(MONTHS)]
    alone = act("2020-06-20", outlets=["G"])
    nobody = act("2020-06-21")
    held = redraws(*acts, alone, nobody, without=only("outlets"))
    drawn = np.array([draw.times for draw in held.draws(300)])
    assert np.allclose(drawn[:, 0], drawn[:, 6])
    assert drawn[:, 0].var() > 0.3
    assert (drawn[:, 24:] == 1.0).all()
    assert drawn.mean() == pytest.approx(1.0, abs=0.1)


def test_a_reviewers_word_is_in_no_doubt() -> None:
    acts = [act(day, confidence=1.0 if row % 2 else 0.3) for row, day in enumerate(MONTHS)]
    drawn = list(redraws(*acts, without=only("coder")).draws(30))
    stands = np.array([draw.times for draw in drawn])
    scores = np.array([draw.scores for draw in drawn])
    assert (stands[:, 1::2] == 1.0).all()
    assert (scores[:, 1::2] == acts[0]["score"]).all()
    assert stands[:, ::2].mean() < 0.9


@pytest.mark.parametrize(
    ("other", "chance", "times"),
    [
        (True, 1.0, [1.0, 0.0]),
        (True, 0.0, [1.0, 1.0]),
        (False, 0.0, [2.0, 1.0]),
        (False, 1.0, [1, 1]),
    ],
)
def test_acts_in_doubt_are_one_or_two(other: bool, chance: float, times: list[float]) -> None:
    first, second = act("2020-01-01"), act("2020-01-02")
    doubt = DoubtfulMerge(first["act_id"], second["act_id"] if other else None, chance)
    elsewhere = DoubtfulMerge("an act of others", None, 0.5)
    held = redraws(first, second, merges=[doubt, elsewhere], without=only("merging"))
    assert next(held.draws(1)).times.tolist() == times


@pytest.mark.parametrize(
    ("period", "size", "same"),
    [
        ("2011-07", 2.0, True),
        ("2011-05", 2.0, False),
        ("2011-07", -2.0, False),
    ],
)
def test_a_turn_is_the_same_within_its_interval_and_a_period_more(
    result: DoubtResult, period: str, size: float, same: bool
) -> None:
    found: Any = replace(result.found, turns=(turn("2011-08", 1.0),))
    again: Any = replace(result.found, turns=(turn(period, size),))
    (each,) = sought(found)
    others = shows_others(found)
    assert each.shown(again) == same
    assert others is not None
    assert others(again) != same


def turn(period: str, size: float) -> Turn:
    return Turn(period, "2011-07", "2011-09", 0.0, size, size, size, size, 0.01, 10, 10)


def test_spells_and_answers_are_looked_for_too() -> None:
    made = world(5, shape="flat", periods=48, misreads=False)
    spells = Doubt(draws=3).fit(Spells(), made.acts, made.question(), of="hostility")
    assert len(spells.rows) == len(spells.found.records())
    assert spells.others is not None
    answers = Doubt(draws=3).fit(Reciprocity(), made.acts, made.question(), of="total")
    assert [row.finding for row in answers.rows] == [
        "KEN>PER before PER>KEN", "PER>KEN before KEN>PER",
    ]  # fmt: skip
    assert len(answers.beside()) == 2


def test_several_measures_stand_in_the_same_records_as_each_alone() -> None:
    made = world(5, shape="break", size=5.0, periods=40)
    doubt = Doubt(draws=4, confusion=made.confusion)
    asked = {"turns": Asked(TURNS), "spells": Asked(Spells(), "hostility")}
    found = doubt.fit_each(asked, made.acts, made.question())
    alone = {
        "turns": doubt.fit(TURNS, made.acts, made.question()),
        "spells": doubt.fit(Spells(), made.acts, made.question(), of="hostility"),
    }
    assert {name: each.rows for name, each in found.items()} == {
        name: each.rows for name, each in alone.items()
    }
    assert found["turns"].rows and found["spells"].others == alone["spells"].others


def test_a_measure_of_too_little_is_left_out_of_several() -> None:
    acts = table(*(act(day, confidence=0.9) for day in MONTHS[:8]))
    assert Doubt(draws=2).fit_each({"turns": Asked(TURNS)}, acts, QUESTION) == {}


def test_lead_and_lag_of_two_tracks() -> None:
    made = world(5, shape="flat", periods=48, misreads=False)
    tracks = pa.array([["economic" if row % 2 else "military"] for row in range(len(made.acts))])
    acts = made.acts.set_column(made.acts.schema.get_field_index("tracks"), "tracks", tracks)
    found = Doubt(draws=2).fit(
        LeadLag(draws=19, most=4),
        acts,
        made.question(),
        of="total",
        tracks=("economic", "military"),
    )
    assert [row.finding for row in found.rows[1:3]] == [
        "economic before military", "military before economic",
    ]  # fmt: skip
    assert found.beside().equals(found.to_table())
    with pytest.raises(QueryError, match="two tracks"):
        Doubt(draws=2).fit(LeadLag(), acts, made.question(), of="total")


@pytest.mark.parametrize("asked", [{"normalise": "outlets"}, {"scores": "goldstein"}])
def test_only_plain_scores_are_redrawn(asked: dict[str, Any]) -> None:
    with pytest.raises(QueryError, match="PLOVER"):
        Doubt().fit(TURNS, stepping().acts, replace(stepping().question(), **asked))


def test_no_draws_are_refused() -> None:
    with pytest.raises(QueryError, match="0 draws"):
        Doubt(draws=0)


def test_records_that_tell_too_little_are_counted() -> None:
    """Twelve months have a value, as few as turns need: a record that lacks one of them is refused."""
    days = [dt.date(2020, month, 1).isoformat() for month in range(1, 13)]
    acts = [act(day, "AID" if row > 5 else "ASSAULT") for row, day in enumerate(days)]
    found = Doubt(draws=20, without=only("sampling")).fit(TURNS, table(*acts), QUESTION)
    assert found.refused == 20
    assert [row.stood for row in found.rows] == [0] * len(found.rows)
    assert "20 of them tell too little" in str(found)


def test_the_command_offers_what_can_be_redrawn() -> None:
    assert doubting.UNKNOWN == UNKNOWN


def test_the_shipped_table_serves_for_acts_that_have_a_confidence() -> None:
    given = [act(day, confidence=0.5) for day in MONTHS]
    own, named = (list(redraws(*given, confusion=each).draws(3)) for each in (None, shipped()))
    assert all((one.scores == other.scores).all() for one, other in zip(own, named, strict=True))
