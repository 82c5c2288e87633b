"""The form of the annotated corpus, its errors, and the corpus itself."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path

import pytest
from scipy.stats import binom

from detente.laboratory.evaluating.corpus import Annotated, read_corpus, read_file
from detente.laboratory.evaluating.marking import AnnotationError
from detente.laboratory.training.linting import lint

CORPUS = sorted((Path(__file__).parents[3] / "corpus" / "relations").glob("*.txt"))
GOOD = """
wire: Kenya and Uganda met Kenya's envoy.
  Kenya (KEN) + Uganda (UGA) | met | Kenya#2 (KEN) | CONSULT visit | done | diplomatic, military
  also: Uganda (UGA)

lead: Oil rose.
  none: market
"""


def _written(folder: Path, text: str) -> Path:
    path = folder / "some.txt"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_sentence_is_read_with_its_marks(tmp_path: Path) -> None:
    act, market = read_corpus([_written(tmp_path, GOOD)])
    (told,) = act.acts
    assert [(party.text, party.code) for party in told.actors] == [
        ("Kenya", "KEN"),
        ("Uganda", "UGA"),
    ]
    assert told.recipients[0].start == act.text.rindex("Kenya")
    assert (told.event_type, told.mode, told.status) == ("CONSULT", "visit", "done")
    assert told.contexts == ("diplomatic", "military")
    assert act.between_states
    assert (market.acts, market.reason) == ((), "market")


@pytest.mark.parametrize(
    ("lines", "what"),
    [
        ("prose: Mali met Chad.\n  none: x", "does not begin with a style"),
        ("wire: Mali met Chad.", "either acts or `none:`"),
        (
            "wire: Mali met Chad.\n  Mali (MLI) | met | Chad (TCD) | CONSULT",
            "4 fields instead of 6",
        ),
        (
            "wire: Mali met Chad.\n  Mali (MLI) | met | Chad | CONSULT | done | -",
            "not a span with its code",
        ),
        (
            "wire: Mali met Chad.\n  Mali (MLI) | met | Chad (TCD) | MEET | done | -",
            "no type 'MEET'",
        ),
        (
            "wire: Mali met Chad.\n  Mali (MLI) | met | Chad (TCD) | AID visit | done | -",
            "has no mode",
        ),
        ("wire: Mali met Chad.\n  Mali (MLI) | met | Chad (TCD) | CONSULT | over | -", "no status"),
        (
            "wire: Mali met Chad.\n  Mal (MLI) | met | Chad (TCD) | CONSULT | done | -",
            "as whole words",
        ),
        ("wire: Mali met Chad.\n  - | met | - | CONSULT | done | -", "without any party"),
    ],
)
def test_a_bad_line_is_told_with_its_place(tmp_path: Path, lines: str, what: str) -> None:
    (error,) = read_file(_written(tmp_path, lines + "\n"))
    assert isinstance(error, AnnotationError)
    assert what in str(error)
    assert "some.txt:" in str(error)


def test_doubles_and_unknown_codes_are_found(tmp_path: Path) -> None:
    said = (
        "wire: Mali met Chad in the old harbour town on Tuesday.\n  none: x\n  also: Mali (XQX)\n"
    )
    problems, sentences = lint([_written(tmp_path, said + "\n" + said)])
    assert len(sentences) == 2
    assert sum("nearly the same" in problem for problem in problems) == 1
    assert sum("no state or body has the code 'XQX'" in problem for problem in problems) == 2


@cache
def _whole() -> tuple[list[str], list[Annotated]]:
    """The faults of the corpus and its sentences, read once."""
    return lint(CORPUS)


def test_the_corpus_has_no_faults_and_is_large() -> None:
    problems, sentences = _whole()
    assert problems == []
    assert len(sentences) >= 4000
    assert sum(not sentence.acts for sentence in sentences) >= len(sentences) * 0.25
    types = Counter(act.event_type for sentence in sentences for act in sentence.acts)
    assert len(types) == 16
    assert min(types.values()) >= 200


@pytest.mark.parametrize("side", ["actors", "recipients"])
def test_no_state_predicts_a_type(side: str) -> None:
    """No state stands with a type far more often than chance lets one of some 4,000 pairs do.

    Acts within one state are left out, and the bound is wide: rebels bear the code of their state
    (conventions, section 9), and some states have more of them. The reader does not see which state a
    name means.
    """
    _, sentences = _whole()
    acts = [
        (act.event_type, {party.code for party in getattr(act, side) if party.code})
        for sentence in sentences
        for act in sentence.acts
        if not {party.code for party in act.actors} & {party.code for party in act.recipients}
    ]
    acts = [(event_type, codes) for event_type, codes in acts if codes]
    share = {kind: n / len(acts) for kind, n in Counter(kind for kind, _ in acts).items()}
    totals = Counter(code for _, codes in acts for code in codes)
    pairs = Counter((code, kind) for kind, codes in acts for code in codes)
    for (code, kind), count in pairs.items():
        assert _chance(count, totals[code], share[kind]) > 1e-9, (code, kind, count, totals[code])


def _chance(count: int, total: int, share: float) -> float:
    """Chance of this many or more among so many, where each has this share."""
    return float(binom.sf(count - 1, total, share))
