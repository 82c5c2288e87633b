"""What is taken for what, from codings made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from reworded import Fixed

from detente.laboratory.evaluating.corpus import read_corpus
from detente.laboratory.evaluating.misread import misread

TEXT = """
wire: Kenya accused Uganda of smuggling.
  Kenya (KEN) | accused | Uganda (UGA) | ACCUSE allege | done | crime

wire: Peru praised Chile.
  Peru (PER) | praised | Chile (CHL) | SUPPORT | done | -

wire: Norway lies north of Denmark.
  none: geography
  also: Norway (NOR); Denmark (DNK)
"""


@pytest.mark.parametrize(
    ("instead", "pairs"),
    [
        ({}, {("ACCUSE", "ACCUSE"): 1, ("SUPPORT", "SUPPORT"): 1}),
        ({"praised": "accused"}, {("ACCUSE", "ACCUSE"): 1, ("ACCUSE", "SUPPORT"): 1}),
        ({"lies north of": "criticised"},
         {("ACCUSE", "ACCUSE"): 1, ("SUPPORT", "SUPPORT"): 1, ("ACCUSE", "none"): 1}),
        ({"praised": "resembles"}, {("ACCUSE", "ACCUSE"): 1, ("none", "SUPPORT"): 1}),
    ],
)  # fmt: skip
def test_each_act_is_told_as_something(
    tmp_path: Path, instead: dict[str, str], pairs: dict[tuple[str, str], int]
) -> None:
    path = tmp_path / "some.txt"
    path.write_text(TEXT, encoding="utf-8")
    assert misread(read_corpus([path]), Fixed(**instead)) == pairs
