"""From probabilities to acts and positions, with heads that answer as they are told."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.reader.decoding import Seen, Thresholds, read_window
from detente.coding.reader.heads import OfAnchors, OfPieces
from detente.coding.reader.labels import KINDS, MODES, ROLES, STATUSES, TYPES
from detente.coding.reader.window import Window

from .test_windows import window


class Scripted:
    """A network whose answers are given by words: `types` from word to type, `takes` from word and role."""

    def __init__(self, read: Window, text: str) -> None:
        self.read, self.text = read, text
        self.types: dict[str, str] = {}
        self.clauses: dict[str, str] = {}
        self.parties = ["Norway", "Chile", "Peru"]
        self.takes: dict[tuple[str, str], float] = {}
        self.joint = 0.0
        self.stands_for = {"Norway": "NOR", "Chile": "CHL", "Peru": "PER"}
        self.background: tuple[str, ...] = ()

    def span(self, words: str) -> tuple[int, int]:
        start = self.text.index(words)
        found = self.read.at((start, start + len(words)))
        assert found is not None
        return found

    def pieces(self, ids: Sequence[int]) -> OfPieces:
        length = len(ids)
        party = np.zeros((length, 3), dtype=np.float32)
        party[:, 0] = 1
        for words in self.parties:
            first, last = self.span(words)
            party[first : last + 1] = (0, 0, 1)
            party[first] = (0, 1, 0)
        types = np.zeros((length, len(TYPES)), dtype=np.float32)
        begins = np.zeros((length, 1), dtype=np.float32)
        for words, kind in self.types.items():
            first, last = self.span(words)
            types[first : last + 1, TYPES.index(kind)] = 0.9  # type: ignore[arg-type]
            begins[first] = 1
        kinds = np.zeros((length, len(KINDS)), dtype=np.float32)
        for words, kind in self.clauses.items():
            first, last = self.span(words)
            kinds[first : last + 1, KINDS.index(kind)] = 0.8  # type: ignore[arg-type]
        states = np.zeros((length, 4), dtype=np.float32)
        return OfPieces(states, party, types, begins, kinds, np.zeros_like(kinds))

    def anchors(
        self, states: np.ndarray, anchors: np.ndarray, parties: np.ndarray, sentences: np.ndarray
    ) -> OfAnchors:
        n = len(anchors)
        roles = np.zeros((n, len(parties), len(ROLES)), dtype=np.float32)
        for (words, role), share in self.takes.items():
            wanted = (0, 0) if words == "outlet" else self.span(words)
            for number, place in enumerate(map(tuple, parties.tolist())):
                if place == wanted:
                    roles[:, number, ROLES.index(role)] = share
        mode = np.tile(np.eye(len(MODES), dtype=np.float32)[0], (n, 1))
        status = np.tile(np.eye(len(STATUSES), dtype=np.float32)[0], (n, 1))
        background = {self.span(words) for words in self.background}
        recalled = np.array([[float(tuple(a) in background)] for a in anchors.tolist()], np.float32)
        joint = np.full((n, 1), self.joint, np.float32)
        when = np.zeros((n, len(self.read)), dtype=np.float32)
        return OfAnchors(roles, mode, status, recalled, joint, when)

    def links(
        self,
        states: np.ndarray,
        parties: np.ndarray,
        names: np.ndarray,
        sentences: np.ndarray,
        owners: np.ndarray,
    ) -> np.ndarray:
        shares = np.zeros((len(parties), len(self.read.states)), dtype=np.float32)
        for words, code in self.stands_for.items():
            for number, place in enumerate(map(tuple, parties.tolist())):
                if place == self.span(words):
                    shares[number, self.read.states.index(code)] = 0.9
        return shares


AS_SET = Thresholds()
TEXT = "Norway said its ministry had warned Chile. Talks with Peru go on."


@pytest.fixture
def heads() -> Scripted:
    return Scripted(window(TEXT), TEXT)


def read(
    heads: Scripted, at: Thresholds = AS_SET
) -> tuple[list[tuple[object, ...]], list[tuple[object, ...]]]:
    seen = Seen(heads.read, heads.pieces(heads.read.ids), heads)  # type: ignore[arg-type]
    found = read_window(seen, at)
    acts = [
        (TEXT[slice(*act.trigger)], act.event_type,
         [each.states for each in act.actors], [each.states for each in act.recipients])
        for act in found.acts
    ]  # fmt: skip
    positions = [
        (TEXT[slice(*each.clause)], each.kind, each.speaker and each.speaker.states)
        for each in found.positions
    ]
    return acts, positions


def test_a_party_that_no_name_tells_has_the_state_it_is_linked_to(heads: Scripted) -> None:
    heads.types = {"warned": "THREATEN"}
    heads.parties.append("its ministry")
    heads.stands_for["its ministry"] = "NOR"
    heads.takes = {("its ministry", "actor"): 0.9, ("Chile", "recipient"): 0.8}
    assert read(heads)[0] == [("warned", "THREATEN", [("NOR",)], [("CHL",)])]


@pytest.mark.parametrize(("share", "told"), [(0.3, [("CHL",)]), (0.1, [])])
def test_the_likeliest_party_is_told_where_none_is_sure(
    heads: Scripted, share: float, told: list[tuple[str]]
) -> None:
    heads.types = {"warned": "THREATEN"}
    heads.takes = {("Norway", "actor"): 0.9, ("Chile", "recipient"): share}
    ((_, _, _, recipients),) = read(heads, Thresholds(least=0.2))[0]
    assert recipients == told


@pytest.mark.parametrize(("least", "acts"), [(0.7, 1), (0.73, 0)])
def test_an_act_is_told_where_all_its_parts_are_sure(
    heads: Scripted, least: float, acts: int
) -> None:
    heads.types = {"warned": "THREATEN"}
    heads.takes = {("Norway", "actor"): 0.9, ("Chile", "recipient"): 0.8}
    assert len(read(heads, Thresholds(sure_act=least))[0]) == acts


def test_a_name_that_is_told_as_no_party_takes_no_part(heads: Scripted) -> None:
    heads.types = {"warned": "THREATEN"}
    heads.parties = ["Norway"]
    heads.takes = {("Norway", "actor"): 0.9, ("Chile", "recipient"): 0.8}
    assert read(heads)[0] == [("warned", "THREATEN", [("NOR",)], [])]


def test_one_state_is_told_once_by_its_surest_mention(heads: Scripted) -> None:
    heads.types = {"warned": "THREATEN"}
    heads.parties.append("its ministry")
    heads.stands_for["its ministry"] = "NOR"
    heads.takes = {("its ministry", "actor"): 0.7, ("Norway", "actor"): 0.9}
    assert read(heads)[0] == [("warned", "THREATEN", [("NOR",)], [])]


@pytest.mark.parametrize(("background", "kept"), [((), "said"), (("said",), "warned")])
def test_of_one_act_told_twice_the_news_stays(
    heads: Scripted, background: tuple[str, ...], kept: str
) -> None:
    heads.types = {"said": "THREATEN", "warned": "THREATEN"}
    heads.background = background
    heads.takes = {("Norway", "actor"): 0.9, ("Chile", "recipient"): 0.8}
    assert [act[0] for act in read(heads)[0]] == [kept]


def test_two_acts_side_by_side_stay_two_where_others_take_part(heads: Scripted) -> None:
    heads.types = {"warned": "THREATEN", "Talks": "CONSULT"}
    heads.takes = {("Norway", "actor"): 0.9, ("Peru", "recipient"): 0.9}
    assert len(read(heads)[0]) == 2
    heads.types = {"had": "ACCUSE", "warned": "THREATEN"}
    assert [act[:2] for act in read(heads)[0]] == [("had", "ACCUSE")]


def test_a_position_does_not_run_over_the_end_of_a_sentence(heads: Scripted) -> None:
    heads.clauses = {"warned Chile. Talks with Peru": "warning"}
    heads.takes = {("Norway", "speaker"): 0.9}
    assert [(words, by) for words, _, by in read(heads)[1]] == [
        ("warned Chile.", ("NOR",)),
        ("Talks with Peru", ("NOR",)),
    ]


def test_nothing_is_read_where_nothing_is_told(heads: Scripted) -> None:
    assert read(heads) == ([], [])


@pytest.mark.parametrize(
    ("takes", "actors", "recipients"),
    [
        ({("Norway", "actor"): 0.9, ("Chile", "actor"): 0.3}, ["NOR", "CHL"], []),
        ({("Norway", "actor"): 0.9, ("Chile", "actor"): 0.2}, ["NOR"], []),
        ({("Norway", "actor"): 0.9, ("its ministry", "actor"): 0.8, ("Chile", "actor"): 0.3},
         ["NOR", "-"], []),
        ({("Norway", "actor"): 0.9, ("Chile", "actor"): 0.8, ("Peru", "actor"): 0.3},
         ["NOR", "CHL"], []),
        ({("Norway", "actor"): 0.9, ("Chile", "recipient"): 0.8, ("Peru", "actor"): 0.3},
         ["NOR"], ["CHL"]),
    ],
)  # fmt: skip
def test_a_joint_act_that_lacks_a_second_party_takes_the_likeliest(
    heads: Scripted,
    takes: dict[tuple[str, str], float],
    actors: list[str],
    recipients: list[str],
) -> None:
    heads.types, heads.joint, heads.takes = {"warned": "CONSULT"}, 0.9, takes
    heads.parties.append("its ministry")
    seen = Seen(heads.read, heads.pieces(heads.read.ids), heads)  # type: ignore[arg-type]
    (act,) = read_window(seen, Thresholds(least=0.25)).acts
    told = [
        [next(iter(each.states), "-") for each in side] for side in (act.actors, act.recipients)
    ]
    assert told == [actors, recipients]


SPLIT = "Norway undeclared a telex of JFO, said Bywater; Peruvians ejected 4x4s."
"""Most of its words are several pieces."""


@pytest.mark.parametrize(
    ("cut", "whole"), [("water", "Bywater"), ("J", "JFO"), ("ex of J", "telex of JFO")]
)
def test_a_party_is_whole_words(cut: str, whole: str) -> None:
    read_in = window(SPLIT)
    heads = Scripted(read_in, SPLIT)
    heads.parties, heads.stands_for = [cut], {}
    heads.types, heads.takes = {"ejected": "COERCE"}, {(whole, "actor"): 0.9}
    seen = Seen(read_in, heads.pieces(read_in.ids), heads)  # type: ignore[arg-type]
    (act,) = read_window(seen, AS_SET).acts
    assert [SPLIT[slice(*each.span)] for each in act.actors if each.span] == [whole]


class Random(Scripted):
    """A network that answers at random what a piece is, and links every party to every act."""

    def __init__(self, seed: int) -> None:
        super().__init__(window(SPLIT), SPLIT)
        self.stands_for = {}
        self.drawn = np.random.default_rng(seed)

    def pieces(self, ids: Sequence[int]) -> OfPieces:
        def drawn(kinds: int) -> np.ndarray:
            return self.drawn.random((len(ids), kinds), dtype=np.float32)

        party = drawn(3)
        party /= party.sum(1, keepdims=True)
        types, openings = drawn(len(TYPES)) ** 8, drawn(len(KINDS))
        return OfPieces(
            np.zeros((len(ids), 4), np.float32), party, types, drawn(1), drawn(len(KINDS)), openings
        )

    def anchors(
        self, states: np.ndarray, anchors: np.ndarray, parties: np.ndarray, sentences: np.ndarray
    ) -> OfAnchors:
        found = super().anchors(states, anchors, parties, sentences)
        found.roles[:] = self.drawn.random(found.roles.shape)
        return found


@given(st.integers(0, 2**32))
def test_whatever_is_read_is_whole_words(seed: int) -> None:
    heads = Random(seed)
    seen = Seen(heads.read, heads.pieces(heads.read.ids), heads)  # type: ignore[arg-type]
    found = read_window(seen, AS_SET)
    parties = [each for act in found.acts for each in (*act.actors, *act.recipients)]
    spans = [
        *(act.trigger for act in found.acts),
        *(each.clause for each in found.positions),
        *(each.span for each in parties if each.span),
    ]
    for start, end in spans:
        assert not SPLIT[max(start - 1, 0) : start + 1].isalnum() or start == 0
        assert not SPLIT[end - 1 : end + 1].isalnum() or end == len(SPLIT)
