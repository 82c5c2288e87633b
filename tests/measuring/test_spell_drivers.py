from __future__ import annotations

import datetime as dt

import numpy as np
import pyarrow as pa
import pytest

from detente.laboratory.datasets.pairs import Flow, acts_of
from detente.measuring import SpellDrivers, SpellDriversResult, Spells, by_period

PAIR = ("CHL", "KEN")
MONTH = np.arange(72)
CRISIS = np.where((MONTH >= 40) & (MONTH < 43), -6.0, 1.0)


@pytest.fixture(scope="module")
def acts() -> pa.Table:
    flows = [
        Flow("CHL", "KEN", CRISIS, 9, "military"),
        Flow("KEN", "CHL", np.full(72, 1.0), 9, "economic"),
    ]
    return acts_of(flows, between=PAIR, seed=2)


@pytest.fixture(scope="module")
def found(acts: pa.Table) -> SpellDriversResult:
    spells = Spells().fit(by_period(acts, of="hostility"))
    return SpellDrivers(most=20).fit(spells, acts, PAIR)


def test_the_side_that_attacked_drove_it(found: SpellDriversResult) -> None:
    (spell,) = found.spells
    assert (spell.start, spell.end) == ("2017-05", "2017-07")
    first = found.of(spell)[0]
    assert (first.who, first.event_type, first.rank) == ("CHL>KEN", "ASSAULT", 1)
    assert dt.date(2017, 5, 1) <= first.day <= dt.date(2017, 7, 31)


def test_counts_are_those_of_the_acts(found: SpellDriversResult, acts: pa.Table) -> None:
    rows = [row for row in acts.to_pylist() if row["event_type"] == "ASSAULT" and row["forward"]]
    within = [row for row in rows if "2017-05" <= str(row["day"])[:7] <= "2017-07"]
    before = [row for row in rows if "2015-05" <= str(row["day"])[:7] < "2017-05"]
    first = found.drivers[0]
    assert (first.n, first.usual) == (len(within), pytest.approx(len(before) * 3 / 24))
    assert first.act_id in {row["act_id"] for row in within if row["day"] == first.day}


def test_parts_make_the_whole(found: SpellDriversResult) -> None:
    """Kinds that grew have, with those that shrank, the excess of the spell."""
    assert sum(each.share for each in found.drivers) == pytest.approx(1.0)
    assert sum(each.excess for each in found.drivers) >= found.spells[0].excess * 0.95


def test_where_there_is_no_spell_nothing_drove_it(acts: pa.Table) -> None:
    calm = Spells(clear=0.0).fit(by_period(acts, of="hostility"))
    assert SpellDrivers().fit(calm, acts, PAIR).records() == ()


def test_it_says_so(found: SpellDriversResult) -> None:
    assert str(found).startswith("2017-05: what drove it\n  1. CHL>KEN ASSAULT: 8 acts, 0.1 usual")
    assert found.to_table().column_names[:3] == ["spell", "rank", "who"]
