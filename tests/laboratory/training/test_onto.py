"""A reader learns idioms from annotated texts, tells them in others, and nothing else differently."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.actors.names import name_table
from detente.coding.coder import CODER, Coder, make_article
from detente.coding.reader.decoding import Seen
from detente.coding.reader.heads import ANCHORS
from detente.coding.reader.learnt import FILE, GATE, Gate, Learnt, Shift, pairs_seen
from detente.coding.reader.model import CARD, FOLDER, ReaderModel
from detente.coding.reader.places import DISTANCES, SENTENCES
from detente.errors import InputError, ModelError, TooLittleDataError
from detente.laboratory.datasets.dialects import dialect
from detente.laboratory.evaluating.passages import NOTHING, PassageScores, score_passages
from detente.laboratory.evaluating.standoff import Passage, read_standoff
from detente.laboratory.training.reader import onto
from detente.laboratory.training.reader.answers import Taught, of_pieces, of_roles
from detente.laboratory.training.reader.lessons import LessonMaker
from detente.laboratory.training.reader.onto import _line, learn_onto
from detente.laboratory.training.reader.shifts import Examples, fitted, loss_with

TEXTS = 24
"""As few as teach: of these 22 or so are not held out, and 20 are asked for."""
PLAIN = "Kenya's foreign minister on Tuesday summoned the Ugandan ambassador over two arrests."


def passages(path: Path, rows: list[dict[str, object]]) -> tuple[Passage, ...]:
    path.write_text("\n".join(map(json.dumps, rows)), "utf-8")
    return read_standoff([path], None).passages


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("onto")


@pytest.fixture(scope="module")
def learnt(folder: Path) -> Path:
    """A reader that learnt a gazette's idioms; no test changes it."""
    passages(folder / "texts.jsonl", dialect(TEXTS, seed=5, part=0))
    learn_onto([folder / "texts.jsonl"], None, folder / "reader")
    return folder / "reader"


@pytest.fixture(scope="module")
def shipped() -> ReaderModel:
    return ReaderModel(FOLDER)


def scores(found: tuple[Passage, ...], coder: Coder) -> PassageScores:
    return sum(score_passages(found, coder).values(), NOTHING)


def test_idioms_are_told_in_texts_of_other_states(folder: Path, learnt: Path) -> None:
    held = passages(folder / "held.jsonl", dialect(10, seed=5, part=1))
    before, after = (scores(held, Coder(model=each)).typed.f1 for each in ("shipped", learnt))
    assert after > before + 0.25


def test_what_is_unlike_it_is_told_as_before(learnt: Path) -> None:
    one, other = (Coder(model=each).code(PLAIN).events for each in ("shipped", learnt))
    assert [each.event_type for each in one] == [each.event_type for each in other] != []
    assert [each.actors for each in one] == [each.actors for each in other]


def test_pieces_that_nothing_corrected_is_like_keep_every_digit(
    learnt: Path, shipped: ReaderModel
) -> None:
    seen = [seen_in(PLAIN, each) for each in (shipped, ReaderModel(learnt))]
    one, other = (each.told.types for each in seen)
    same = (one == other).all(axis=1)
    assert same.mean() > 0.8


def seen_in(text: str, reader: ReaderModel) -> Seen:
    maker, article = LessonMaker(name_table(()), reader.tokenizer), make_article(text)
    return reader.seen(text, maker.mentions(article), [(0, len(text))], maker.setting(article))


def test_records_name_the_reader_that_coded_them(learnt: Path) -> None:
    digest = ReaderModel(learnt).digest
    (event, *_) = Coder(model=learnt).code(PLAIN).events
    assert event.coder == f"{CODER}-model-{digest}"


def test_what_was_learnt_tells_readers_apart(learnt: Path, tmp_path: Path) -> None:
    shutil.copytree(learnt, tmp_path / "reader")
    (tmp_path / "reader" / FILE).unlink()
    assert ReaderModel(tmp_path / "reader").digest != ReaderModel(learnt).digest


Parts = dict[str, np.ndarray]


def of_fewer_answers(held: Parts) -> Parts:
    return held | {"facts_weights": held["facts_weights"][:, :-1]}


def of_another_network(held: Parts) -> Parts:
    return held | {"roles_near": held["roles_near"][:, :-1]}


def of_no_number(held: Parts) -> Parts:
    return held | {"pieces_weights": held["pieces_weights"] * np.nan}


def of_an_earlier_version(held: Parts) -> Parts:
    return {name: each for name, each in held.items() if name not in ("form", "gate")}


def of_a_later_version(held: Parts) -> Parts:
    return held | {"form": np.array(99)}


def lacking_a_part(held: Parts) -> Parts:
    return {name: each for name, each in held.items() if name != "roles_centre"}


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (of_fewer_answers, "for other answers"),
        (of_another_network, "do not fit one another"),
        (of_no_number, "no number"),
        (of_an_earlier_version, "another version; learn anew"),
        (of_a_later_version, "another version; learn anew"),
        (lacking_a_part, "roles_centre"),
    ],
)
def test_what_does_not_fit_the_reader_is_refused(
    learnt: Path, tmp_path: Path, damage: Callable[[Parts], Parts], reason: str
) -> None:
    shutil.copytree(learnt, tmp_path / "reader")
    with np.load(learnt / FILE) as held:
        np.savez(tmp_path / "reader" / FILE, **damage(dict(held)))
    with pytest.raises(ModelError, match=reason):
        ReaderModel(tmp_path / "reader")


@pytest.mark.parametrize("name", [FILE, CARD, ANCHORS])
def test_a_file_cut_short_is_refused(learnt: Path, tmp_path: Path, name: str) -> None:
    shutil.copytree(learnt, tmp_path / "reader")
    whole = (learnt / name).read_bytes()
    (tmp_path / "reader" / name).write_bytes(whole[: len(whole) // 2])
    with pytest.raises(ModelError, match="cannot be read"):
        ReaderModel(tmp_path / "reader")


def test_its_card_says_what_it_learnt(learnt: Path) -> None:
    told = ReaderModel(learnt).card["learnt"]
    assert told["files"] == ["texts.jsonl"]
    assert told["gate"] == [GATE.start, GATE.whole]
    assert told["after"]["parties_and_type"] > told["before"]["parties_and_type"]


FEW = dialect(TEXTS, seed=6, sentences=1)


@pytest.fixture(scope="module")
def learn_few(folder: Path) -> Iterator[Callable[..., Path]]:
    """Learn from a few sentences with one pull, which takes a second."""

    def learn(name: str, rows: list[dict[str, object]], base: Path = FOLDER) -> Path:
        passages(folder / "few.jsonl", rows)
        learn_onto([folder / "few.jsonl"], None, folder / name, base=base)
        return folder / name

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(onto, "STRENGTHS", (0.003,))
        yield learn


@pytest.fixture(scope="module")
def learnt_few(learn_few: Callable[..., Path]) -> Path:
    return learn_few("few", FEW)


def test_neither_order_nor_what_stands_there_twice_matters(
    learn_few: Callable[..., Path], learnt_few: Path
) -> None:
    turned = learn_few("turned", [*FEW[::-1], FEW[0]])
    assert (turned / FILE).read_bytes() == (learnt_few / FILE).read_bytes()


def test_taught_again_a_reader_is_as_if_taught_once(
    learn_few: Callable[..., Path], learnt_few: Path, learnt: Path
) -> None:
    again = learn_few("again", FEW, base=learnt)
    assert (again / FILE).read_bytes() == (learnt_few / FILE).read_bytes()
    assert ReaderModel(again).card == ReaderModel(learnt_few).card


@pytest.mark.parametrize(
    ("texts", "out", "error"),
    [
        (5, "elsewhere", TooLittleDataError),
        (TEXTS, FOLDER, InputError),
        (TEXTS, "texts.jsonl", InputError),
    ],
)
def test_what_cannot_be_learnt_from_is_refused(
    tmp_path: Path, texts: int, out: str | Path, error: type[Exception]
) -> None:
    passages(tmp_path / "texts.jsonl", dialect(texts, seed=5))
    with pytest.raises(error):
        learn_onto([tmp_path / "texts.jsonl"], None, tmp_path / out)


def examples(places: np.ndarray, wrong: np.ndarray) -> Examples:
    """Examples of one answer that the reader never gives, though it is right where it is `wrong`."""
    right = wrong[:, None].astype(float)
    return Examples(
        {"types": 1}, places, places, np.full(right.shape, -4.0), right, np.ones(right.shape),
        [str(number) for number in range(len(places))],
    )  # fmt: skip


def test_a_shift_mends_what_was_wrong_and_leaves_what_is_far() -> None:
    rng = np.random.default_rng(1)
    near = np.eye(8)[0] * 5 + rng.normal(scale=0.3, size=(30, 8))
    far = np.eye(8)[1] * 5 + rng.normal(scale=0.3, size=(30, 8))
    every = examples(np.vstack([near, far]), np.arange(60) < 30)
    shift = fitted(every, 0.01)
    assert loss_with(every, shift) < loss_with(every, fitted(every, 1e9)) / 4
    assert (shift.nearness(far) == 0).all() and (shift.nearness(near) == 1).all()
    assert not shift.scores(far, shift.nearness(far)).any()


def test_where_nothing_is_wrong_nothing_is_shifted() -> None:
    shift = fitted(examples(np.eye(4), np.zeros(4, bool)), 0.01)
    assert not shift.weights.any() and not shift.nearness(np.eye(4)).any()


def test_of_no_examples_nothing_is_learnt() -> None:
    none = examples(np.eye(4), np.zeros(4, bool)).of(())
    shift = fitted(none, 0.01)
    assert (len(shift.near), shift.weights.shape, loss_with(none, shift)) == (0, (5, 1), 0.0)
    assert not shift.nearness(np.eye(4)).any()


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=200))
def test_the_line_of_confidence_rises(judged: list[tuple[float, bool]]) -> None:
    line = _line(((0.0, 0.2), (1.0, 0.9)), judged)
    assert [right for _, right in line] == sorted(right for _, right in line)
    assert all(0 <= value <= 1 for point in line for value in point)


PARTIAL = {
    "text": "Fiji waited. Chile took note of a plan of Norway.", "kind": "own", "genre": "news",
    "begins": 13, "partial": True,
    "parties": [[13, 18, "CHL"], [42, 48, "NOR"]],
    "acts": [{"actors": [[13, 18]], "recipients": [[42, 48]], "joint": False, "trigger": [19, 28],
              "type": "REJECT", "mode": None, "or": [], "status": "done", "recalled": False,
              "when": None, "by": None, "must": True}],
    "positions": [],
}  # fmt: skip


@pytest.fixture
def taught(tmp_path: Path, shipped: ReaderModel) -> Iterator[Taught]:
    (passage,) = passages(tmp_path / "one.jsonl", [PARTIAL])
    lesson = LessonMaker(name_table(()), shipped.tokenizer).of_passage(passage)
    yield Taught(lesson, shipped.see(lesson.window), "one")


def test_nothing_is_asked_before_a_passage_begins(taught: Taught) -> None:
    window, found = taught.lesson.window, of_pieces([taught])
    assert window.offsets[taught.lesson.first] == (13, 18)
    assert len(found.text) == len(window) - 1 - taught.lesson.first


def test_the_roles_of_an_act_are_those_of_its_parties(taught: Taught) -> None:
    found = of_roles([taught])
    parties = [taught.lesson.window.characters(*each) for each in taught.lesson.parties[1:]]
    told = dict(zip(parties, found.right.tolist(), strict=True))
    assert told == {(13, 18): [1, 0, 0, 0, 0], (42, 48): [0, 1, 0, 0, 0], (0, 4): [0] * 5}
    assert found.weight[0].tolist() == [1, 1, 1, 0, 0]


def test_a_shift_without_places_is_none() -> None:
    blank = Shift(GATE, np.zeros((0, 3)), np.zeros(3), np.zeros(3), np.ones(3), np.zeros((4, 2)))
    assert not blank.nearness(np.ones((5, 3))).any()


@pytest.mark.parametrize(
    ("gate", "cosines", "opened"),
    [
        (Gate(0.6, 0.8), [-1.0, 0.6, 0.7, 0.8, 1.0], [0.0, 0.0, 0.5, 1.0, 1.0]),
        (Gate(0.7, 0.7), [-1.0, 0.69, 0.7, 1.0], [0.0, 0.0, 1.0, 1.0]),
    ],
)
def test_a_gate_opens_from_its_start(gate: Gate, cosines: list[float], opened: list[float]) -> None:
    assert gate.opened(np.array(cosines)) == pytest.approx(opened)


def test_what_was_learnt_keeps_the_gate_that_it_was_fitted_with(
    learnt: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("detente.coding.reader.learnt.GATE", Gate(0.1, 0.2))
    held = Learnt.load(learnt)
    assert {held.pieces.gate, held.facts.gate, held.roles.gate} == {GATE}


def test_where_no_party_is_named_no_role_is_shifted() -> None:
    states, nowhere = np.zeros((4, 3), np.float32), np.zeros((0, 2), np.int64)
    found = pairs_seen(states, np.array([[1, 2]]), nowhere, np.zeros(4, np.int64))
    assert found.shape == (0, 12 + DISTANCES + SENTENCES)
