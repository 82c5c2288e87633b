"""What counts as right of who vouches, who speaks and which position it is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from detente.coding.coder import Coder, Coding
from detente.laboratory.commands.score_results import VoicedResult
from detente.laboratory.commands.scoring import scores
from detente.laboratory.evaluating.voiced import VoicedPassage, read_voiced
from detente.laboratory.evaluating.voices import KindScore, VoicedScore, as_article, score_voiced
from detente.records import Actor, Article, Event, Evidence, Statement

NEWS = """
2018-07-12 news: Kenya must release the ships, Peru's minister said. He thanked Chile if it helped.
  act: release | -
  act: thanked | Peru's minister (PER)
  demand | Peru's minister (PER) | Kenya (KEN) | Kenya must release the ships | -
  praise | Peru's minister (PER) | Chile (CHL) | thanked Chile if it helped | if it helped
"""
OPINION = """
2018-07-12 opinion [The Lima Leaf]: Kenya is a thief.
  accusation | the outlet | Kenya (KEN) | Kenya is a thief | -
"""
TRANSCRIPT = """
2018-07-12 transcript [Army of Peru (PER)]: MS. ANA: Kenya broke its word. / Q: So? / MS. ANA: Yes.
  accusation | MS. ANA (PER) | Kenya (KEN) | Kenya broke its word | -
"""
MINISTER = ("Peru's minister", "PER")
EMPTY: dict[str, Any] = {
    "sentence": 0, "start": 0, "end": 1, "issues": (), "tracks": (), "confidence": 1.0, "coder": "",
}  # fmt: skip


@dataclass
class Told:
    """A coder that tells what it is told to, and keeps the articles it was given."""

    statements: Sequence[tuple[str, tuple[str, str | None], str | None, str, str | None]] = ()
    acts: Sequence[tuple[str, tuple[str, str | None] | None]] = ()
    given: Sequence[Article] = ()

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        """The same for the first article; nothing for the others."""
        self.given = articles
        text = articles[0].text
        events = [_event(text, trigger, by) for trigger, by in self.acts]
        first = Coding(events, [_statement(text, *each) for each in self.statements])
        return [first, *(Coding([], []) for _ in articles[1:])]


def _evidence(text: str, words: str) -> Evidence:
    start = text.index(words)
    return Evidence(words, start, start + len(words))


def _actor(text: str, words: str, code: str | None) -> Actor:
    start = text.find(words)
    span = (start, start + len(words)) if start >= 0 else (None, None)
    return Actor(words, *span, None, code, None)


def _event(text: str, trigger: str, by: tuple[str, str | None] | None) -> Event:
    return Event(
        **EMPTY, event_id="", article_id="", actors=(), recipients=(), reciprocal=False,
        event_type="REQUEST", mode=None, cameo=None, quad_class="verbal cooperation", score=0.0,
        goldstein=None, contexts=(), trigger=_evidence(text, trigger), status="done",
        date_start=None, date_end=None, date_precision=None, date_basis=None, recalled=False,
        place=None, reported_by=_actor(text, *by) if by else None,
    )  # fmt: skip


def _statement(
    text: str,
    kind: Any,
    speaker: tuple[str, str | None],
    addressee: str | None,
    clause: str,
    condition: str | None,
) -> Statement:
    return Statement(
        **EMPTY, statement_id="", article_id="", speaker=_actor(text, *speaker), kind=kind,
        addressees=(_actor(text, "Kenya", addressee),) if addressee else (),
        about=_evidence(text, clause), quoted=False, date=None,
        condition=_evidence(text, condition) if condition else None,
    )  # fmt: skip


def _passages(folder: Path, text: str) -> list[VoicedPassage]:
    file = folder / "some.txt"
    file.write_text(text, encoding="utf-8")
    return read_voiced([file])


def _score(folder: Path, text: str, coder: Told) -> VoicedScore:
    return score_voiced(_passages(folder, text), coder)


def test_all_right(tmp_path: Path) -> None:
    coder = Told(
        [
            ("demand", MINISTER, "KEN", "Kenya must release the ships", None),
            ("praise", ("He", "PER"), "CHL", "thanked Chile if it helped", "if it helped"),
        ],
        [("release", None), ("thanked", ("He", "PER"))],
    )
    score = _score(tmp_path, NEWS, coder)
    assert (score.acts, score.met, score.vouched, score.reporter) == (2, 2, 2, 1.0)
    assert (score.matched, score.speakers, score.addressees, score.conditions) == (2, 2, 2, 2)
    assert score.statements == KindScore(2, 2, 2)
    assert score.macro_f1 == pytest.approx(2 / 11)
    assert score.misses == ()


@pytest.mark.parametrize(
    ("statement", "right"),
    [
        # kind, speaker, addressee, condition: what is right of it
        (("appeal", MINISTER, "KEN", "must release", None), (0, 1, 1, 1)),
        (("demand", ("Chile", "CHL"), "KEN", "must release", None), (1, 0, 1, 1)),
        # the same state by another phrase is another speaker
        (("demand", ("Chile", "PER"), "KEN", "must release", None), (1, 0, 1, 1)),
        (("demand", MINISTER, "CHL", "must release", None), (1, 1, 0, 1)),
        (("demand", MINISTER, None, "must release", None), (1, 1, 0, 1)),
        (("demand", MINISTER, "KEN", "must release", "must"), (1, 1, 1, 0)),
    ],
)
def test_what_is_wrong_of_a_statement(
    tmp_path: Path, statement: Any, right: tuple[int, ...]
) -> None:
    score = _score(tmp_path, NEWS, Told([statement]))
    found = (score.statements.right, score.speakers, score.addressees, score.conditions)
    assert (score.matched, found) == (1, right)
    assert score.speaker_of_all == score.speakers / 2
    assert len(score.misses) == 2  # what is wrong, and the praise


def test_a_clause_elsewhere_is_matched_with_none(tmp_path: Path) -> None:
    score = _score(tmp_path, NEWS, Told([("demand", MINISTER, "KEN", "Peru's minister", None)]))
    assert (score.matched, score.statements) == (0, KindScore(1, 2, 0))
    assert [miss.split()[1] for miss in score.misses] == ["missed", "missed", "extra"]


def test_one_statement_is_matched_with_one(tmp_path: Path) -> None:
    twice = [
        ("warning", MINISTER, "KEN", "Kenya must release the ships", None),
        ("demand", MINISTER, "KEN", "release the ships", None),
    ]
    score = _score(tmp_path, NEWS, Told(twice))
    assert (score.matched, score.kinds["demand"].right, score.kinds["warning"].told) == (1, 1, 1)


@pytest.mark.parametrize(
    ("by", "right"),
    [(None, 0), (MINISTER, 1), (("Chile", "PER"), 1), (("Chile", "CHL"), 0)],
)
def test_who_vouches(tmp_path: Path, by: tuple[str, str] | None, right: int) -> None:
    score = _score(tmp_path, NEWS, Told(acts=[("thanked", by)]))
    assert (score.met, score.vouched) == (1, right)


def test_outlet_and_issuer(tmp_path: Path) -> None:
    outlet = Told([("accusation", ("The Lima Leaf", None), "KEN", "Kenya is a thief", None)])
    assert _score(tmp_path, OPINION, outlet).speakers == 1
    named = Told([("accusation", ("Kenya", None), "KEN", "Kenya is a thief", None)])
    assert _score(tmp_path, OPINION, named).speakers == 0
    turn = Told([("accusation", ("MS. ANA", "PER"), "KEN", "Kenya broke its word", None)])
    assert _score(tmp_path, TRANSCRIPT, turn).speakers == 1


def test_turns_stand_on_lines_of_their_own(tmp_path: Path) -> None:
    (passage,) = _passages(tmp_path, TRANSCRIPT)
    article = as_article(passage)
    assert article.text.count("\n") == 2
    assert len(article.text) == len(passage.text)
    assert article.outlet == "Army of Peru"


def test_scores_the_coder_itself(tmp_path: Path) -> None:
    score = score_voiced(_passages(tmp_path, TRANSCRIPT), Coder())
    assert (score.statements, score.speaker_right) == (KindScore(1, 1, 1), 1.0)


CORPUS = Path(__file__).parents[3] / "corpus" / "voice"


@cache
def _held_out() -> VoicedScore:
    (result,) = scores([CORPUS], between=None, articles=None, model="shipped")
    assert isinstance(result, VoicedResult)
    return result.score


@pytest.mark.parametrize(
    ("field", "floor"),
    [
        ("macro_f1", 0.68),
        ("speaker_right", 0.90),
        ("reporter", 0.70),
        ("matched", 440),
    ],
)
def test_no_field_falls_below_its_floor_on_the_held_out_corpus(field: str, floor: float) -> None:
    assert getattr(_held_out(), field) >= floor
