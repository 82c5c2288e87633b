"""Shares of deeds told so and so, outlet by outlet."""

from __future__ import annotations

import datetime as dt
import random
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from detente.coding.coder import Coder
from detente.comparing import DeedRow, Framed, Framing, LoadedRow, framed
from detente.errors import QueryError, TooLittleDataError
from detente.laboratory.datasets.tellings import BETWEEN, Manners, told_in_manners
from detente.reading import read
from detente.reading_run import read_into
from detente.store import Workspace

DAY = dt.date(2021, 3, 1)


def deed(outlet: str, day: int = 0, *, doer: str | None = "CHL", **own: object) -> DeedRow:
    told = DeedRow(
        article_id="a", outlet=outlet, published=DAY + dt.timedelta(days=day), sentence=0, word="hit",
        doer=doer, doer_codes=(doer,) if doer else (), form="subject" if doer else "none", to=None,
        to_codes=(), said=False, by=None, by_codes=(), stance="fact", text="It hit.",
    )  # fmt: skip
    return replace(told, **own)


def of(deeds: Iterable[DeedRow], loaded: Iterable[LoadedRow] = ()) -> Framed:
    held = tuple(deeds)
    return Framed(
        BETWEEN, None, held, tuple(loaded), Counter((each.outlet, each.published) for each in held)
    )


def test_shares_are_of_the_deeds_of_an_outlet() -> None:
    found = Framing().fit(of([deed("A"), deed("A", doer=None), deed("B", doer="NOR", said=True)]))
    of_a, of_b = found.of("A"), found.of("B")
    assert (of_a["agentless"].n, of_a["agentless"].of, of_a["agentless"].share) == (1, 2, 0.5)
    assert (of_a["doer CHL"].share, of_b["doer NOR"].share, of_b["said"].share) == (0.5, 1.0, 1.0)


def test_passive_is_of_the_deeds_whose_doer_stands_beside_them() -> None:
    found = Framing().fit(of([deed("A", form="by"), deed("A"), deed("A", doer=None)]))
    assert (found.of("A")["passive"].n, found.of("A")["passive"].of) == (1, 2)


def test_sentences_with_loaded_words_are_counted_by_whom_they_judge_and_in_whose_mouth() -> None:
    word = LoadedRow(
        article_id="a", outlet="A", published=DAY, sentence=0, word="regime", way="against", of="Chile",
        of_codes=("CHL",), said=False, by=None, by_codes=(), text="The regime.",
    )  # fmt: skip
    others = [replace(word, said=True, sentence=1), replace(word, word="junta")]
    found = Framing().fit(of([deed("A"), deed("A")], [word, *others])).of("A")
    assert (found["loaded against CHL"].n, found["own loaded against CHL"].n) == (2, 1)
    assert found["loaded against NOR"].n == found["loaded for CHL"].n == 0


def test_only_the_same_days_are_held_against_each_other() -> None:
    """B tells all without a doer, but on days of its own; on days that both tell they agree."""
    both = [
        deed(outlet, day, doer=None if day % 2 else "CHL") for outlet in "AB" for day in range(12)
    ]
    alone = [deed("B", day, doer=None) for day in range(20, 40)]
    row = Framing().fit(of([*both, *alone])).of("B")["agentless"]
    assert row.share > 0.7
    assert row.difference is None or row.difference == 0


def test_a_difference_on_the_same_days_is_clear() -> None:
    rng = random.Random(4)
    deeds = [
        deed(outlet, day, doer=None if rng.random() < (0.8 if outlet == "A" else 0.3) else "CHL")
        for outlet in "ABC"
        for day in range(30)
        for _ in range(3)
    ]
    found = Framing().fit(of(deeds))
    assert ("A", "agentless") in {(row.outlet, row.measure) for row in found.clear()}
    assert "A tells" in str(found)


def test_nothing_is_asked_of_few() -> None:
    found = Framing().fit(of([deed("A", day) for day in range(4)] + [deed("B", 0, doer=None)]))
    assert all(row.p_value is None and row.low is None for row in found.rows)
    assert found.clear() == []


def test_order_does_not_matter() -> None:
    world = told_in_manners(Manners(more=1.0), seed=3)
    deeds = list(world.deeds)
    random.Random(1).shuffle(deeds)
    assert Framing().fit(replace(world, deeds=tuple(deeds))).rows == Framing().fit(world).rows


def test_what_is_planted_is_found_and_nothing_else() -> None:
    """Three worlds with a difference, three without: the benchmark has sixty of each."""
    for seed in range(3):
        planted = Framing().fit(told_in_manners(Manners(deeds=400, more=1.5), seed))
        assert "agentless" in {row.measure for row in planted.clear() if row.outlet == "outlet 0"}
    still = [Framing().fit(told_in_manners(Manners(deeds=400), seed)) for seed in range(3)]
    values = [row.p_value for each in still for row in each.rows if row.p_value is not None]
    assert sum(value <= 0.05 for value in values) <= 0.15 * len(values)


def test_without_deeds_it_is_said() -> None:
    with pytest.raises(TooLittleDataError, match="no article that has an outlet"):
        Framing().fit(of([]))


def test_a_width_that_is_none() -> None:
    with pytest.raises(QueryError, match="is no share"):
        Framing(width=90)


TEXTS = {
    "A": "Chilean troops shelled the port of Oslo. Rain fell in Kenya.",
    "B": "Blast kills 50 people in the port of Oslo.",
    "C": "The barbaric regime of Chile shelled the port of Oslo, Norway said.",
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    folder = tmp_path_factory.mktemp("framed")
    for outlet, text in TEXTS.items():
        (folder / f"{outlet}.txt").write_text(
            f"---\noutlet: {outlet}\npublished: 2021-03-04\n---\n{text}\n", encoding="utf-8"
        )
    (folder / "nobody.txt").write_text("Chilean troops shelled the port of Oslo.", encoding="utf-8")
    workspace = Workspace.create(folder.parent / "framed-ws")
    read_into(workspace, read([folder]), Coder, workers=1)
    return workspace


def test_deeds_come_with_their_outlet_and_sentence(told: Workspace) -> None:
    found = framed(told, ("Chile", "Norway"))
    assert {each.outlet for each in found.deeds} >= {"A", "C"}
    assert all(each.text in TEXTS[each.outlet] for each in found.deeds)
    assert all(each.word in each.text for each in (*found.deeds, *found.loaded))
    assert "Rain fell in Kenya." not in {each.text for each in found.deeds}
    assert {each.outlet for each in found.loaded} == {"C"}


def test_words_choose_sentences_that_name_no_state(told: Workspace) -> None:
    found = framed(told, ("Chile", "Norway"), words="blast")
    assert {each.outlet for each in found.deeds} == {"B"}
    assert {each.doer for each in found.deeds} == {None}


def test_times_and_outlets_narrow(told: Workspace) -> None:
    assert framed(told, ("Chile", "Norway"), since=dt.date(2022, 1, 1)).deeds == ()
    assert {each.outlet for each in framed(told, ("Chile", "Norway"), outlets=("A",)).deeds} == {
        "A"
    }


def test_progress_is_told(told: Workspace, tmp_path: Path) -> None:
    seen: list[int] = []
    framed(told, ("Chile", "Norway"), on_progress=seen.append)
    assert seen == [1, 2, 3]
