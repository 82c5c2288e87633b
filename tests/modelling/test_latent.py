"""A hidden relation is found in worlds in which it is known, and told with its doubt."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pyarrow as pa
import pytest

from detente.errors import QueryError, TooLittleDataError
from detente.laboratory.datasets.relations import BETWEEN, Relation, relation
from detente.modelling import Counts, Latent, LatentResult, Source, counts_of


def counts(world: Relation, **sets: pa.Table) -> Counts:
    held = {name: Source(acts, world.volumes[name]) for name, acts in world.acts.items()}
    return counts_of({**held, **sets}, BETWEEN, since=world.since, until=world.until)


@cache
def found(name: str = "plain", seed: int = 3) -> LatentResult:
    return Latent().fit(counts(relation(name, seed)))


def levels(result: LatentResult) -> np.ndarray:
    return np.array([row.level for row in result.rows])


@pytest.mark.parametrize(
    ("name", "like"),
    [("plain", 0.93), ("much contact", 0.93), ("volume changes", 0.92), ("many zeros", 0.8),
     ("a data set is missing", 0.93)],
)  # fmt: skip
def test_the_level_is_that_of_the_world(name: str, like: float) -> None:
    truth, result = relation(name, 3).level, found(name)
    assert np.corrcoef(levels(result), truth)[0, 1] > like
    inside = [row.low <= true <= row.high for row, true in zip(result.rows, truth, strict=True)]
    assert 0.75 <= np.mean(inside) <= 1.0


def test_acts_of_conflict_and_of_cooperation_stand_on_their_sides() -> None:
    sides = {item.kind: item.side for item in found().items}
    assert {sides["ASSAULT"], sides["ACCUSE"]} == {"conflict"}
    assert {sides["AID"], sides["CONSULT"]} == {"cooperation"}
    for item in found().items:
        assert item.low < item.discrimination < item.high
        assert item.dispersion > 0
    for side in ("conflict", "cooperation"):
        told = [item.information for item in found().items if item.side == side]
        assert sum(told) == pytest.approx(1.0)


def test_levels_are_in_standard_deviations_about_the_mean() -> None:
    held = levels(found())
    assert held.mean() == pytest.approx(0.0, abs=1e-9)
    assert 0.8 < held.std() < 1.0  # what is not known is part of the standard deviation


def test_a_second_data_set_makes_the_band_narrower() -> None:
    world, other = relation("plain", 3), relation("plain", 3)
    acts = other.acts["wire"]
    halves = [acts.filter(np.arange(len(acts)) % 2 == part) for part in (0, 1)]
    one = counts_of({"a": Source(halves[0])}, BETWEEN, since=world.since, until=world.until)
    both = counts_of(
        {"a": Source(halves[0]), "b": Source(halves[1])},
        BETWEEN, since=world.since, until=world.until,
    )  # fmt: skip
    widths = [
        np.mean([row.high - row.low for row in Latent().fit(each).rows]) for each in (one, both)
    ]
    assert widths[1] < 0.95 * widths[0]


def test_twice_the_reporting_moves_nothing() -> None:
    world = relation("plain", 3)
    plain = counts(world)
    room = np.where(np.arange(120) < 60, 1.0, 2.0)
    more = replace(plain, values=plain.values * room, offsets=plain.offsets + np.log(room))
    assert np.corrcoef(levels(Latent().fit(more)), levels(found()))[0, 1] > 0.99


def test_periods_without_a_data_set_have_a_level_with_more_doubt() -> None:
    plain = counts(relation("plain", 3))
    values = plain.values.copy()
    values[:, 60:72] = np.nan
    rows = Latent().fit(replace(plain, values=values)).rows
    width = np.array([row.high - row.low for row in rows])
    assert np.isfinite(width).all()
    assert width[66] > 1.5 * np.median(width)


def test_a_wider_band_is_wider() -> None:
    held = counts(relation("plain", 3))
    row, wide = found().rows[5], Latent(width=0.99).fit(held).rows[5]
    assert wide.low < row.low < row.level < row.high < wide.high
    with pytest.raises(QueryError, match=r"width 1\.5 is no share"):
        Latent(width=1.5)


def test_the_same_counts_give_the_same_level() -> None:
    held = counts(relation("plain", 3))
    assert Latent().fit(held).rows == Latent().fit(held).rows


def test_too_little_is_refused() -> None:
    held = counts(relation("plain", 3))
    with pytest.raises(TooLittleDataError, match="only 0 of the periods have an act; 12"):
        Latent().fit(replace(held, acts=np.zeros(120)))
    conflict = tuple(item for item in held.items if item.side == "conflict")
    with pytest.raises(TooLittleDataError, match="too few acts of cooperation"):
        Latent().fit(replace(held, items=conflict, values=held.values[held.of("conflict")]))


def test_it_goes_with_the_mean_and_says_where_they_part() -> None:
    result = found()
    assert result.correlation("mean") > 0.8
    for each in result.partings():
        row = next(row for row in result.rows if row.period == each.period)
        assert row.acts >= 10
        assert not row.low <= each.mean <= row.high
    alike = tuple(replace(row, mean=1.0) for row in result.rows)
    assert replace(result, rows=alike).correlation("mean") is None
    assert replace(result, rows=alike).partings() == []


def test_it_is_told_in_words() -> None:
    words = str(found())
    assert words.startswith("KEN - PER: hidden relation by month, 2010-01 to 2019-12, of ")
    assert "Most is told of conflict by " in words
    assert "not known" not in words
    plain = replace(found().counts, plain=("wire",), left_out=("of conflict in wire (3)",))
    words = str(replace(found(), counts=plain))
    assert "How much was written is not known of wire" in words
    assert "Not counted, as too few: acts of conflict in wire (3)." in words


def test_it_leaves_as_tables_and_a_chart() -> None:
    table = found().to_table()
    assert table.num_rows == 120
    assert table.column_names[:4] == ["period", "level", "low", "high"]
    assert found().items_table().num_rows == len(found().items)
    chart = found().chart().to_dict()
    assert len(chart["vconcat"]) == 3
