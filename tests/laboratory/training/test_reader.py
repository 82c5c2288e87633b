"""A small reader learns, goes on where it stopped, and answers from its files as it did in training."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from itertools import count, permutations
from pathlib import Path

import numpy as np
import pytest

torch = pytest.importorskip("torch", reason="the extra `train` is not installed")
pytest.importorskip("onnx", reason="the extra `train` is not installed")
pytest.importorskip("transformers", reason="the extra `train` is not installed")

from tokenizers import Tokenizer  # noqa: E402
from transformers import BertConfig, BertModel  # noqa: E402

from detente.coding.actors.names import name_table  # noqa: E402
from detente.coding.coder import Coder  # noqa: E402
from detente.coding.reader.decoding import Seen  # noqa: E402
from detente.coding.reader.heads import Floats, Network, OfAnchors, OfPieces  # noqa: E402
from detente.coding.reader.labels import TYPES  # noqa: E402
from detente.coding.reader.model import FOLDER, TOKENIZER  # noqa: E402
from detente.coding.reader.places import Ints, places_between  # noqa: E402
from detente.coding.reader.relation import relation_of  # noqa: E402
from detente.laboratory.evaluating.standoff import read_standoff  # noqa: E402
from detente.laboratory.training.reader import fit as fitting  # noqa: E402
from detente.laboratory.training.reader.export import export  # noqa: E402
from detente.laboratory.training.reader.fit import Lessons, Settings, fit, padded  # noqa: E402
from detente.laboratory.training.reader.lessons import Lesson, LessonMaker, openings  # noqa: E402
from detente.laboratory.training.reader.loss import _joined, _of_pairs, loss_of  # noqa: E402
from detente.laboratory.training.reader.network import Reader  # noqa: E402
from detente.laboratory.training.reader.run import begin_as, plain_tokenizer  # noqa: E402
from detente.laboratory.training.reader.tracks import fit_tracks  # noqa: E402

TEXTS = [
    ("Chile accused Norway of poaching on Monday.", "Chile", "accused", "Norway", "ACCUSE"),
    ("Norway met Chile in Oslo.", "Norway", "met", "Chile", "CONSULT"),
    ("Ghana sent rice to Togo last week.", "Ghana", "sent", "Togo", "AID"),
    ("Togo rejected the offer from Ghana.", "Togo", "rejected", "Ghana", "REJECT"),
]
ARMS = ("troops", "frigates", "missiles", "tanks", "bombers", "army")
TRADE = ("tariffs", "exports", "quotas", "import duties", "subsidies", "trade")
CODES = {"Chile": "CHL", "Norway": "NOR", "Ghana": "GHA", "Togo": "TGO"}


def row(text: str, actor: str, trigger: str, recipient: str, kind: str) -> dict[str, object]:
    def at(words: str) -> list[int]:
        return [text.index(words), text.index(words) + len(words)]

    joint = kind == "CONSULT"
    return {
        "text": text, "kind": "wire", "genre": "news",
        "parties": [[*at(name), CODES[name]] for name in (actor, recipient)],
        "acts": [{
            "actors": [at(actor), at(recipient)] if joint else [at(actor)],
            "recipients": [] if joint else [at(recipient)],
            "joint": joint, "trigger": at(trigger), "type": kind, "mode": None, "or": [],
            "status": "done", "recalled": False, "when": None, "by": None, "must": True,
        }],
        "positions": [],
    }  # fmt: skip


@pytest.fixture
def tokenizer() -> Tokenizer:
    return plain_tokenizer(FOLDER)


@pytest.fixture
def lessons(tmp_path: Path, tokenizer: Tokenizer) -> list[Lesson]:
    path = tmp_path / "some.jsonl"
    path.write_text("\n".join(json.dumps(row(*each)) for each in TEXTS), "utf-8")
    maker = LessonMaker(name_table(()), tokenizer)
    made = [maker.of_passage(passage) for passage in read_standoff([path], None).passages]
    return [lesson for lesson in made if lesson is not None]


def small_reader(tokenizer: Tokenizer) -> Reader:
    torch.manual_seed(3)
    config = BertConfig(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=32, num_hidden_layers=1,
        num_attention_heads=2, intermediate_size=64, attention_probs_dropout_prob=0.0,
    )  # fmt: skip
    return Reader(BertModel(config, add_pooling_layer=False))


def loss(reader: Reader, lessons: list[Lesson]) -> float:
    reader.eval()
    pieces, mask = padded(lessons)
    with torch.no_grad():
        states = reader.states(pieces, mask)
        told = reader.told_of_pieces(states)
        each = [
            loss_of(reader, lesson, states[i], {name: of[i] for name, of in told.items()})
            for i, lesson in enumerate(lessons)
        ]
    return float(torch.stack(each).mean())


SETTINGS = Settings(epochs=30, batch=2, encoder_rate=3e-3, head_rate=3e-3)


def test_it_learns(tmp_path: Path, tokenizer: Tokenizer, lessons: list[Lesson]) -> None:
    reader = small_reader(tokenizer)
    before = loss(reader, lessons)
    fit(reader, Lessons(lessons), SETTINGS, tmp_path, lambda line: None)
    assert loss(reader, lessons) < before / 3


def test_stopped_and_called_again_it_ends_with_the_same_weights(
    tmp_path: Path, tokenizer: Tokenizer, lessons: list[Lesson], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = fit(
        small_reader(tokenizer), Lessons(lessons), SETTINGS, tmp_path / "whole", lambda line: None
    ).state_dict()
    steps, step = count(), fitting._step

    def killed_at_25(*given: object) -> float:
        if next(steps) == 25:
            raise KeyboardInterrupt
        return step(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(fitting, "_step", killed_at_25)
    with pytest.raises(KeyboardInterrupt):
        fit(
            small_reader(tokenizer), Lessons(lessons), SETTINGS, tmp_path / "cut",
            lambda line: None, save_every=0,
        )  # fmt: skip
    monkeypatch.setattr(fitting, "_step", step)
    said: list[str] = []
    again = fit(
        small_reader(tokenizer), Lessons(lessons), SETTINGS, tmp_path / "cut", said.append
    ).state_dict()
    assert said[0].startswith("going on after step 25")
    assert all(torch.equal(whole[name], again[name]) for name in whole)


def test_other_lessons_start_anew(
    tmp_path: Path, tokenizer: Tokenizer, lessons: list[Lesson]
) -> None:
    fit(small_reader(tokenizer), Lessons(lessons), SETTINGS, tmp_path, lambda line: None)
    said: list[str] = []
    fit(small_reader(tokenizer), Lessons(lessons[1:]), SETTINGS, tmp_path, said.append)
    assert "starting anew" in said[0]


def test_a_passage_is_cut_after_its_sentences(tmp_path: Path) -> None:
    text = "Chile accused Norway of poaching. Norway denied it. Its ministry warned Chile."
    act = row(text, "Chile", "accused", "Norway", "ACCUSE")
    first, second, third = (text.index(words) for words in ("Norway denied", "Its", "warned"))
    later = {
        "actors": [[first, first + 6]], "recipients": [], "joint": False, "trigger": [third, third + 6],
        "type": "THREATEN", "mode": None, "or": [], "status": "done", "recalled": False,
        "when": None, "by": None, "must": True,
    }  # fmt: skip
    act["acts"] = [*act["acts"], later]  # type: ignore[misc]
    act["parties"] = [*act["parties"], [first, first + 6, "NOR"]]  # type: ignore[misc]
    path = tmp_path / "one.jsonl"
    path.write_text(json.dumps(act), "utf-8")
    (passage,) = read_standoff([path], None).passages
    cut = list(openings(passage))
    assert [each.text for each in cut] == [text[: first - 1], text[: second - 1]]
    assert [len(each.acts) for each in cut] == [1, 1]
    ahead = replace(passage, acts=(replace(passage.acts[0], recipients=((second, second + 12),)),))
    assert list(openings(ahead)) == []


def test_a_head_that_told_more_or_less_begins_with_what_is_alike(tokenizer: Tokenizer) -> None:
    reader, other = small_reader(tokenizer), small_reader(tokenizer)
    told = {name: torch.full_like(value, 7.0) for name, value in other.state_dict().items()}
    facts = len(told["facts.bias"])
    told["facts.bias"] = torch.full((facts + 9,), 7.0)
    told["tags.bias"] = told["tags.bias"][:3]
    begin_as(reader, told)
    found = reader.state_dict()
    assert found["facts.bias"].tolist() == [7.0] * facts
    assert found["tags.bias"][:3].tolist() == [7.0] * 3
    assert (found["tags.bias"][3:] != 7.0).all()


def test_tracks_are_learnt_from_what_annotators_told(tmp_path: Path) -> None:
    """With the shipped reader's eyes; of the passages half are of arms, half of trade."""
    model = tmp_path / "model"
    shutil.copytree(FOLDER, model)
    path, rows = tmp_path / "some.jsonl", []
    for number in range(24):
        arms = number % 2 == 0
        thing = ARMS[number // 2 % len(ARMS)] if arms else TRADE[number // 2 % len(TRADE)]
        one = row(f"Chile accused Norway over its {thing}.", "Chile", "accused", "Norway", "ACCUSE")
        one["acts"][0]["tracks"] = ["military" if arms else "economic"]  # type: ignore[index]
        rows.append(json.dumps(one))
    path.write_text("\n".join(rows), "utf-8")
    assert fit_tracks(model, read_standoff([path], None).passages) == 24
    coder = Coder(model=model)
    for text, track in (
        ("Togo accused Ghana over its missiles.", "military"),
        ("Togo accused Ghana over its import duties.", "economic"),
    ):
        assert [event.tracks for event in coder.code(text).events] == [(track,)]


class AsTrained:
    """What `Network` answers, from PyTorch; said apart from `export`, which it checks."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader.eval()

    def pieces(self, ids: tuple[int, ...]) -> OfPieces:
        with torch.no_grad():
            states = self.reader.states_of_one(torch.tensor([ids]))
            told = self.reader.told_of_pieces(states)
        party = told.pop("party").softmax(-1)
        return OfPieces(
            *(each.numpy() for each in (states, party, *(x.sigmoid() for x in told.values())))
        )

    def anchors(self, states: Floats, anchors: Ints, parties: Ints, sentences: Ints) -> OfAnchors:
        given = torch.from_numpy(states)
        seen, taking = (
            self.reader.spans(given, torch.from_numpy(each)) for each in (anchors, parties)
        )
        places = places_between(anchors, parties, sentences)
        lie = {name: torch.from_numpy(each) for name, each in places.items()}
        with torch.no_grad():
            roles = self.reader.told_of_roles(seen, taking, **lie)
            told = self.reader.told_of_acts(seen)
            when = self.reader.told_of_time(seen, given)
        shares = [told["mode"].softmax(-1), told["status"].softmax(-1)]
        shares += [told["recalled"].sigmoid(), told["joint"].sigmoid()]
        return OfAnchors(*(each.numpy() for each in (roles.sigmoid(), *shares, when.sigmoid())))


def test_its_files_answer_as_it_does(
    tmp_path: Path, tokenizer: Tokenizer, lessons: list[Lesson]
) -> None:
    reader = small_reader(tokenizer)
    fit(reader, Lessons(lessons), SETTINGS, tmp_path / "learnt", lambda line: None)
    export(reader.eval(), FOLDER / TOKENIZER, tmp_path, {})
    trained, files, window = AsTrained(reader), Network(tmp_path), lessons[0].window
    expected, found = trained.pieces(window.ids), files.pieces(window.ids)
    for name in OfPieces.__slots__:
        assert np.abs(getattr(expected, name) - getattr(found, name)).max() < 0.15, name
    places = np.array(lessons[0].parties), np.array(lessons[0].parties), np.array(window.sentences)
    of_anchors = [each.anchors(expected.states, *places) for each in (trained, files)]
    for name in OfAnchors.__slots__:
        assert np.abs(getattr(of_anchors[0], name) - getattr(of_anchors[1], name)).max() < 1e-5, (
            name
        )


def test_the_types_that_join_two_parties(lessons: list[Lesson]) -> None:
    accused, met = lessons[0], lessons[1]
    first, second = (number for number, told in enumerate(accused.annotated) if told)
    assert _joined(accused) == {(first, second): ({TYPES.index("ACCUSE")}, 1.0)}
    consult = ({TYPES.index("CONSULT")}, 1.0)
    assert _joined(met) == {(first, second): consult, (second, first): consult}


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_what_is_learnt_of_pairs_is_what_is_told_of_them(
    number: int, tokenizer: Tokenizer, lessons: list[Lesson]
) -> None:
    lesson, (text, actor, _, recipient, kind) = lessons[number], TEXTS[number]
    reader = small_reader(tokenizer).eval()
    network = AsTrained(reader)
    seen = Seen(lesson.window, network.pieces(lesson.window.ids), network)  # type: ignore[arg-type]
    spans = [(text.index(name), text.index(name) + len(name)) for name in (actor, recipient)]
    joint = kind == "CONSULT"
    pairs = list(permutations(spans)) if joint else [(spans[0], spans[1])]
    told = [relation_of(seen, *pair).probabilities for pair in pairs]
    shares = [each[kind] / sum(share for of, share in each.items() if of) for each in told]
    parties = np.array(lesson.parties, dtype=np.int64)
    with torch.no_grad():
        states = reader.states_of_one(torch.tensor([lesson.window.ids]))
        stretches = reader.spans(states, torch.from_numpy(parties))
        scores = reader.told_of_pieces(states)["types"]
        loss = _of_pairs(reader, lesson, states, stretches, parties, scores)["pairs"]
    assert float(loss) == pytest.approx(-np.log(shares).mean(), rel=1e-4)
