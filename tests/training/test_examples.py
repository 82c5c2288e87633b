"""Pairs of spans made of annotated sentences, and the marks put around them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

from detente.coding.relations.marking import mark
from detente.training.corpus import read_corpus
from detente.training.examples import examples

TEXT = """
wire: Mali and Chad met Togo's envoy, and Benin fined a firm.
  Mali (MLI) + Chad (TCD) | met | Togo's envoy (TGO) | CONSULT | done | -
  Benin (BEN) | fined | a firm (BEN) | SANCTION convict | done | -

wire: Peru and Chile signed.
  Peru (PER) + Chile (CHL) | signed | - | SUPPORT | done | -
"""


def _pairs(folder: Path, unjoined: int) -> set[tuple[str | None, str | None, str | None]]:
    path = folder / "some.txt"
    path.write_text(TEXT, encoding="utf-8")
    found = examples(read_corpus([path]), unjoined=unjoined)
    return {
        (
            example.text[slice(*example.actor)] if example.actor else None,
            example.text[slice(*example.recipient)] if example.recipient else None,
            example.event_type,
        )
        for part in found.values()
        for example in part
    }


def test_each_actor_is_paired_with_each_recipient_and_partners_both_ways(tmp_path: Path) -> None:
    assert _pairs(tmp_path, 0) == {
        ("Mali", "Togo's envoy", "CONSULT"),
        ("Chad", "Togo's envoy", "CONSULT"),
        ("Benin", "a firm", "SANCTION"),
        ("Peru", "Chile", "SUPPORT"),
        ("Chile", "Peru", "SUPPORT"),
    }


def test_unjoined_pairs_are_none_of_the_joined(tmp_path: Path) -> None:
    joined = {pair[:2] for pair in _pairs(tmp_path, 0)}
    unjoined = {pair[:2] for pair in _pairs(tmp_path, 3) if pair[2] is None}
    assert len(unjoined) == 3
    assert not unjoined & joined


def test_a_pair_is_drawn_the_same_whatever_else_is_in_the_corpus(tmp_path: Path) -> None:
    path = tmp_path / "some.txt"
    path.write_text(TEXT, encoding="utf-8")
    sentences = read_corpus([path])
    alone = examples(sentences[:1], unjoined=2)
    together = examples(sentences[::-1], unjoined=2)
    assert all(example in together[part] for part, found in alone.items() for example in found)


def test_marks_stand_around_the_spans() -> None:
    encoding = SimpleNamespace(
        ids=[101, 11, 12, 13, 14, 102], offsets=[(0, 0), (0, 4), (5, 8), (9, 13), (13, 15), (0, 0)]
    )
    pair = mark(encoding, (9, 15), (0, 4))  # type: ignore[arg-type]
    assert pair.ids == (101, 3, 11, 4, 12, 1, 13, 14, 2, 102)
    assert (pair.ids[pair.actor_at], pair.ids[pair.recipient_at]) == (1, 3)


def test_a_span_that_is_not_given_has_the_place_of_the_sentence() -> None:
    encoding = SimpleNamespace(ids=[101, 11, 102], offsets=[(0, 0), (0, 4), (0, 0)])
    pair = mark(encoding, (0, 4), None)  # type: ignore[arg-type]
    assert (pair.ids, pair.actor_at, pair.recipient_at) == ((101, 1, 11, 2, 102), 1, 0)
