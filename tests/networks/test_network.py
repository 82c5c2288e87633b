"""The signed network: sums, doubt and signs."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from networks_world import acts

from detente.errors import QueryError
from detente.importing import import_files
from detente.networks import Network, pair_sums
from detente.store import Workspace
from detente.store.blocs import Member

WEEKS = ("2020-01-06", "2020-02-03", "2020-03-02", "2020-04-06", "2020-05-04", "2020-06-01")


def test_a_pair_is_summed_whichever_way_it_went() -> None:
    told = acts(
        ("CHL", "NOR", "2020-01-06", 2.0),
        ("NOR", "CHL", "2020-07-01", 4.0),
        ("CHL", "NOR", "2021-01-01", -9.0),
        ("FJI", "KEN", "2020-03-03", -1.0),
    )
    found = pair_sums(told).select(["first", "second", "start", "n", "mean"]).to_pylist()
    assert found == [
        {"first": "CHL", "second": "NOR", "start": dt.date(2020, 1, 1), "n": 2, "mean": 3.0},
        {"first": "CHL", "second": "NOR", "start": dt.date(2021, 1, 1), "n": 1, "mean": -9.0},
        {"first": "FJI", "second": "KEN", "start": dt.date(2020, 1, 1), "n": 1, "mean": -1.0},
    ]


def test_squares_are_of_weeks_and_not_of_acts() -> None:
    same_week = [("CHL", "NOR", f"2020-01-0{day}", score) for day, score in ((6, 1.0), (7, 3.0))]
    other_week = [("CHL", "NOR", "2020-02-05", -4.0)]
    (row,) = pair_sums(acts(*same_week, *other_week)).to_pylist()
    assert (row["clusters"], row["mean"]) == (2, 0.0)
    assert row["squares"] == pytest.approx(4.0**2 + 4.0**2)


@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(WEEKS), st.integers(-20, 20)), min_size=1),
    st.randoms(),
)  # fmt: skip
def test_order_does_not_matter(rows: list[tuple[str, str, int]], shuffler: object) -> None:
    told = [("KEN", name * 3, day, score / 2) for name, day, score in rows]
    again = list(told)
    shuffler.shuffle(again)  # type: ignore[attr-defined]
    assert pair_sums(acts(*told)).equals(pair_sums(acts(*again)))


@pytest.mark.parametrize(
    ("scores", "sign"),
    [
        ([3.0] * 6, "friendly"),
        ([-4.0] * 6, "hostile"),
        ([3.0, -3.0] * 3, "unknown"),
        ([9.0] * 4, "unknown"),  # too few acts, though they agree
    ],
)
def test_a_sign_needs_an_interval_on_one_side(scores: list[float], sign: str) -> None:
    rows = [("CHL", "NOR", day, score) for day, score in zip(WEEKS, scores, strict=False)]
    (edge,) = Network().fit(pair_sums(acts(*rows))).edges
    assert edge.sign == sign
    assert edge.low <= edge.mean <= edge.high
    assert (edge.friendly > 0.5) is (edge.mean > 0)


def test_acts_of_one_score_are_not_sure() -> None:
    rows = [("CHL", "NOR", day, 1.0) for day in WEEKS]
    (edge,) = Network().fit(pair_sums(acts(*rows))).edges
    assert edge.high - edge.low > 0.5


def test_what_is_neutral_moves_signs() -> None:
    mild = [("CHL", "NOR", day, 2.0) for day in WEEKS]
    warm = [("FJI", "KEN", day, 9.0) for day in WEEKS]
    sums = pair_sums(acts(*mild, *warm))
    assert [edge.sign for edge in Network().fit(sums).edges] == ["friendly", "friendly"]
    usual = Network(neutral="mean").fit(sums)
    assert usual.neutral == 5.5
    assert [edge.sign for edge in usual.edges] == ["hostile", "friendly"]


def test_states_and_bodies_are_chosen() -> None:
    told = acts(
        ("CHL", "NOR", "2020-01-06", 2.0),
        ("CHL", "IGO:UN", "2020-01-06", 2.0),
        ("FJI", "NOR", "2020-01-06", 2.0),
        ("FJI", "NOR", "2022-01-06", 2.0),
    )

    def pairs(**asked: object) -> list[tuple[str, str]]:
        rows = pair_sums(told, **asked).to_pylist()  # type: ignore[arg-type]
        return [(row["first"], row["second"]) for row in rows]

    assert ("CHL", "IGO:UN") not in pairs() and len(pairs()) == 3
    assert pairs(states=["Chile", "UN"], blocs={"UN": ["IGO:UN"]}) == [("CHL", "IGO:UN")]
    dated = {"Pacific": [Member("FJI", until=dt.date(2020, 12, 31)), Member("NOR")]}
    assert pairs(states=["Pacific"], blocs=dated) == [("FJI", "NOR")]


def test_acts_of_several_can_be_left_out() -> None:
    told = acts(("CHL", "NOR", "2020-01-06", 2.0), parties=3)
    assert len(pair_sums(told)) == 1
    assert len(pair_sums(told, together=False)) == 0


def test_imported_data_are_asked_for_by_name(tmp_path: Path) -> None:
    path = tmp_path / "made.csv"
    path.write_text(
        "date,source,target,code\n2020-01-01,CHL,NOR,042\n2020-01-02,NOR,CHL,042\n", "utf-8"
    )
    workspace = Workspace.open_or_create(tmp_path / "ws")
    import_files(workspace, [path], "keds")
    (row,) = pair_sums(workspace, dataset="keds").to_pylist()
    assert (row["first"], row["second"], row["n"]) == ("CHL", "NOR", 2)
    with pytest.raises(QueryError, match="no data set 'icews'"):
        pair_sums(workspace, dataset="icews")


def test_a_width_that_is_no_share_is_refused() -> None:
    with pytest.raises(QueryError, match="no share"):
        Network(width=1.0)
