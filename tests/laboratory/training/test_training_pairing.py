"""Weights that tell promised acts, learnt from pairs that somebody read."""

from __future__ import annotations

from pathlib import Path

import pytest

from detente.errors import InputError
from detente.laboratory.training.pairing import (
    Example,
    Pair,
    by_promise,
    by_source,
    cross_validated,
    fit,
    judge,
    read_pairs,
)
from detente.ledgers.pairing import NAMES

ROW = (
    '{"source":"one","state":"NOR","promise":{"article":"ab12","start":0,"end":9},'
    '"act":{"article":"cd34","start":3,"end":7},"label":"kept"}'
)


def example(number: int, *, shared: float, kept: bool) -> Example:
    label = "kept" if kept else "unrelated"
    pair = Pair(f"source {number % 3}", "NOR", (f"{number:04x}", 0, 9), ("ff", 0, 4), label)
    return Example(pair, tuple(shared if name == "shared" else 0.0 for name in NAMES))


LEARNT = [example(n, shared=2.0 if n % 2 else 0.0, kept=bool(n % 2)) for n in range(30)]


def test_what_kept_acts_have_speaks_for_them() -> None:
    weights = fit(LEARNT)
    assert weights["shared"] > 0
    assert judge(LEARNT[1], weights) > 0.8 > 0.2 > judge(LEARNT[0], weights)
    assert fit(LEARNT[::-1]) == weights


@pytest.mark.parametrize("part", [by_source, by_promise])
def test_each_pair_is_judged_once_by_weights_of_others(part: object) -> None:
    judged = cross_validated(LEARNT, part)  # type: ignore[arg-type]  # one of two functions
    assert sorted(one.example.pair.promise for one in judged) == [e.pair.promise for e in LEARNT]
    assert [one.example.kept for one in judged] == [True] * 15 + [False] * 15


def test_a_pair_points_to_a_clause_and_to_the_word_of_an_act(tmp_path: Path) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(ROW + "\n", encoding="utf-8")
    assert read_pairs(path) == [Pair("one", "NOR", ("ab12", 0, 9), ("cd34", 3, 7), "kept")]


@pytest.mark.parametrize(
    "row", ["{", "[]", ROW.replace("kept", "perhaps"), ROW.replace("start", "st")]
)
def test_what_is_no_pair_is_refused_with_its_line(tmp_path: Path, row: str) -> None:
    path = tmp_path / "pairs.jsonl"
    path.write_text(f"{ROW}\n{row}\n", encoding="utf-8")
    with pytest.raises(InputError, match=r"no pair") as caught:
        read_pairs(path)
    assert str(caught.value.where).endswith("pairs.jsonl:2")
