from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from detente.errors import TooLittleDataError
from detente.laboratory.datasets.pairs import Flow, acts_of
from detente.measuring import SpellDrivers, Spells
from detente.measuring.spells_view import points_of_part, spells_in_view

PAIR = ("CHL", "KEN")
MONTH = np.arange(72)


@pytest.fixture(scope="module")
def acts() -> pa.Table:
    level = np.where((MONTH >= 40) & (MONTH < 43), -6.0, 1.0)
    return acts_of([Flow("CHL", "KEN", level, 9)], between=PAIR, seed=2)


def test_deeds_and_words_make_hostility(acts: pa.Table) -> None:
    whole, deeds, words = (
        points_of_part(acts, part, "month") for part in ("hostility", "deeds", "words")
    )
    assert whole.names == deeds.names == words.names
    assert np.allclose(whole.values, deeds.values + words.values)
    assert (deeds.what, words.what) == ("hostile deeds", "hostile words")


def test_a_crisis_is_told_once(acts: pa.Table) -> None:
    found = spells_in_view(acts)
    assert [(each.points.what, each.points.every) for each in found] == [
        ("hostility", "month"), ("hostile deeds", "month"), ("hostile words", "month"),
        ("hostility", "week"), ("hostile deeds", "week"), ("cooperation", "month"),
    ]  # fmt: skip
    hostile = [spell for each in found[:5] for spell in each.spells]
    assert [spell.start for spell in hostile].count("2017-05") == 1
    assert not [
        spell
        for each in found[3:5]
        for spell in each.spells
        if "2017-05" <= spell.start < "2017-08"
    ]


def test_a_week_of_attacks_is_told_in_its_week(acts: pa.Table) -> None:
    """A raid of a few days in a month with talks as usual: seven attacks after years with hardly any."""
    (attack,) = acts.filter(pa.array(np.arange(len(acts)) == 0)).to_pylist()
    days = [dt.date(2015, 6, 8) + dt.timedelta(days=7 * week) for week in range(200)]
    rows = [
        {**attack, "act_id": f"w{place}", "day": day, "event_type": "ACCUSE", "score": -2.0,
         "quad_class": "verbal conflict"}
        for place, day in enumerate(days)
    ]  # fmt: skip
    raid = [
        {**attack, "act_id": f"r{place}", "day": dt.date(2018, 3, 13), "event_type": "ASSAULT",
         "score": -9.0, "quad_class": "material conflict"}
        for place in range(7)
    ]  # fmt: skip
    table = pa.Table.from_pylist(rows + raid, schema=acts.schema)
    found = spells_in_view(table, spells=Spells(clear=0.5))
    spans = [(spell.start, spell.end) for each in found for spell in each.spells]
    assert spans and all(start[:7] == end[:7] == "2018-03" for start, end in spans)


def test_what_drove_a_spell_of_deeds_are_deeds(acts: pa.Table) -> None:
    deeds = Spells().fit(points_of_part(acts, "deeds", "month"))
    kinds = {each.event_type for each in SpellDrivers(most=9).fit(deeds, acts, PAIR).drivers}
    assert kinds and not kinds & {"ACCUSE", "REJECT", "THREATEN"}


@pytest.mark.parametrize(("every", "searched"), [("day", 4), ("year", 6)])
def test_each_period_has_its_finer_one(acts: pa.Table, every: str, searched: int) -> None:
    short = acts.filter(pa.array([row.year == 2017 for row in acts["day"].to_pylist()]))
    if every == "year":
        with pytest.raises(TooLittleDataError):
            Spells().fit(points_of_part(short, "hostility", "year"))
        assert {each.points.every for each in spells_in_view(short, every="year")} == {"month"}
    else:
        assert len(spells_in_view(short, every="day")) == searched
