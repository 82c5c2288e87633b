"""Clauses that somebody speaks with the kinds of position they take, as the model learns them."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from detente.coding.actors.phrases import Phrases
from detente.coding.coder import Coder
from detente.coding.likelihood import WEIGHTS, Likelihood
from detente.coding.pieces import masked
from detente.coding.voice.clauses import Clause
from detente.coding.voice.judging import KINDS, Asked, Told, asked_of, text_of
from detente.coding.voice.spans import span_of
from detente.coding.voice.statements import kinds_by_rule
from detente.evaluating.marking import Part, part_of
from detente.evaluating.voiced import MarkedStatement, VoicedPassage
from detente.evaluating.voices import as_article
from detente.records import Article
from detente.training.grouping import groups, padded
from detente.training.network import Network

PASSES = 2
"""Times that marked passages are read in an epoch, as they are few."""
CHOICES = tuple(round(0.2 + 0.05 * step, 2) for step in range(9))
"""Shares among which each kind's threshold is chosen on the held-out part for choosing."""
LIKENESS = 0.3
"""Least share that a marked clause and one of ours have in common, where its verb is not ours."""


CERTAIN = Likelihood(np.append(np.zeros(WEIGHTS), 100.0))
"""Holds every sentence for one with a position."""


@dataclass(frozen=True, slots=True)
class ClauseLesson:
    """A sentence in pieces with its clauses and, for each, which of `KINDS` it is."""

    pieces: tuple[int, ...]
    clauses: tuple[Asked, ...]
    answers: tuple[tuple[float, ...], ...]
    part: Part


class _Listener:
    """Keeps the clauses that a coder asks about, in every sentence, and answers as the rules do."""

    def __init__(self) -> None:
        self.likelihood = CERTAIN
        self._heard: list[Clause] = []

    def kinds(self, phrases: Phrases, clauses: Sequence[Clause]) -> list[Told]:
        self._heard += clauses
        return [tuple(kinds_by_rule(phrases, clause)) for clause in clauses]

    def heard(self, coder: Coder, article: Article) -> list[Clause]:
        """The clauses of an article."""
        coder.code_articles([article])
        found, self._heard = self._heard, []
        return found


def passage_lessons(passages: Iterable[VoicedPassage], tokenizer: Any) -> list[ClauseLesson]:
    """One lesson for each sentence of marked passages in which somebody speaks a clause."""
    listener = _Listener()
    coder = Coder(model=None, positions=listener)
    found = []
    for passage in passages:
        clauses = listener.heard(coder, as_article(passage))
        answers = _answers(clauses, passage.statements)
        found += _lessons(zip(clauses, answers, strict=True), tokenizer, part_of(passage.text))
    return found


def _lessons(
    answered: Iterable[tuple[Clause, tuple[float, ...]]], tokenizer: Any, part: Part
) -> list[ClauseLesson]:
    by_sentence: dict[int, list[tuple[Clause, tuple[float, ...]]]] = {}
    for clause, answer in answered:
        by_sentence.setdefault(clause.parse.start, []).append((clause, answer))
    found = []
    for group in by_sentence.values():
        text, names = text_of(group[0][0].phrases)
        pieces = masked(tokenizer.encode(text), names)
        asked = [(asked_of(clause, pieces), answer) for clause, answer in group]
        kept = [(each, answer) for each, answer in asked if each is not None]
        if kept:
            clauses, answers = zip(*kept, strict=True)
            found.append(ClauseLesson(pieces.ids, clauses, answers, part))
    return found


def _answers(
    clauses: Sequence[Clause], statements: Sequence[MarkedStatement]
) -> list[tuple[float, ...]]:
    """For each clause which kinds the marked positions have that are told by it; each by the clause most
    like its own."""
    kinds: list[set[str]] = [set() for _ in clauses]
    for said in statements:
        rated = [
            (*likeness, -place)
            for place, clause in enumerate(clauses)
            for likeness in [_likeness(clause, said)]
            if likeness is not None
        ]
        if rated:
            kinds[-max(rated)[2]].add(said.kind)
    return [tuple(float(kind in own) for kind in KINDS) for own in kinds]


def _likeness(clause: Clause, said: MarkedStatement) -> tuple[bool, float] | None:
    """Whether the clause's verb stands in the marked one, and the share that the two have in common."""
    start, end = span_of(clause.parse, list(clause.tokens))
    common = min(end, said.clause.end) - max(start, said.clause.start)
    if common <= 0:
        return None
    share = common / (max(end, said.clause.end) - min(start, said.clause.start))
    inside = said.clause.start <= clause.parse.starts[clause.head] < said.clause.end
    return (inside, share) if inside or share >= LIKENESS else None


class ClauseTask:
    """Learns the kinds of the clauses of lessons."""

    def __init__(self, lessons: Sequence[ClauseLesson], batch: int, passes: int = 1) -> None:
        self._lessons, self._batch = list(lessons) * passes, batch

    def groups(self, draw: random.Random) -> list[list[ClauseLesson]]:
        """All sentences in groups of like length."""
        return groups(self._lessons, self._batch, draw, lambda each: len(each.pieces))

    def loss(
        self, network: Network, group: Sequence[ClauseLesson], draw: random.Random
    ) -> torch.Tensor:
        """How far the network is from the answers of a group: summed over kinds, mean over clauses."""
        scores, answers = _scored(network, group)
        losses = binary_cross_entropy_with_logits(scores, answers, reduction="none")
        return losses.sum(-1).mean()


def _scored(network: Network, group: Sequence[ClauseLesson]) -> tuple[torch.Tensor, torch.Tensor]:
    pieces, mask = padded([lesson.pieces for lesson in group])
    rows = [row for row, lesson in enumerate(group) for _ in lesson.clauses]
    asked = [each for lesson in group for each in lesson.clauses]
    members = torch.zeros((len(asked), pieces.shape[1]))
    for row, each in enumerate(asked):
        for place in each.members:
            members[row, place] += 1 / len(each.members)
    scores = network.clauses(
        network.states(pieces, mask),
        torch.tensor([each.head for each in asked]),
        members,
        torch.tensor([each.subject for each in asked]),
        torch.tensor([each.told for each in asked]),
        torch.tensor(rows),
    )
    return scores, torch.tensor([answer for lesson in group for answer in lesson.answers])


def judge_clauses(
    network: Network, held: Sequence[ClauseLesson], batch: int = 16
) -> tuple[np.ndarray, np.ndarray]:
    """Shares and answers of the clauses of held-out sentences, (clauses, kinds)."""
    network.eval()
    with torch.no_grad():
        scored = [_scored(network, held[at : at + batch]) for at in range(0, len(held), batch)]
    shares = torch.cat([scores.sigmoid() for scores, _ in scored]).numpy()
    return shares, torch.cat([answers for _, answers in scored]).numpy()


def thresholds(shares: np.ndarray, answers: np.ndarray) -> tuple[dict[str, float], float]:
    """For each kind the share from which it is told, where F1 is best, and the mean of these F1."""
    enough: dict[str, float] = {}
    best = []
    for column, kind in enumerate(KINDS):
        rated = [(_f1(shares[:, column] >= cut, answers[:, column] > 0), -cut) for cut in CHOICES]
        f1, cut = max(rated)
        enough[kind] = -cut
        best.append(f1)
    return enough, float(np.mean(best))


def _f1(told: np.ndarray, marked: np.ndarray) -> float:
    both = int(told.sum() + marked.sum())
    return 2 * int((told & marked).sum()) / both if both else 0.0
