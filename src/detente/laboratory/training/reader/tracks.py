"""The weights that tell tracks, fitted on acts and positions whose tracks annotators told.

One logistic regression for each track, with a penalty on the squared weights (ridge; Hoerl and Kennard,
1970), over what a reader sees, which stays as it is, and what words speak for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn.functional import binary_cross_entropy_with_logits as bce

from detente.coding.actors.names import name_table
from detente.coding.channels.listed import channel_list
from detente.coding.preparing import Preparation, Prepared
from detente.coding.reader.article import windows
from detente.coding.reader.model import ReaderModel
from detente.coding.topics import TRACKS, Floats, spoken_for, text_around
from detente.coding.tracks import BESIDE, TrackWeights, meaning_of
from detente.laboratory.evaluating.standoff import Party, Passage, PassageAct, PassagePosition

PENALTY = 3e-3
SEEN_BY = 0.3
"""Scale of what the reader sees, whose many parts would else outweigh the words."""
STEPS = 200
PARTS = 5
"""Into which the examples are cut, so that each is judged by weights that it had no part in."""
FROM = tuple(number / 100 for number in range(4, 62, 2))
"""Probabilities from which a track may be told."""
Doubles = NDArray[np.float64]
Told = PassageAct | PassagePosition


@dataclass(frozen=True, slots=True)
class _Example:
    meaning: Floats
    spoken: Floats
    tracks: tuple[str, ...]


def fit_tracks(folder: Path, passages: Iterable[Passage]) -> int:
    """Fit the weights for the reader in a folder and write them to it; tells on how many acts and
    positions. Where there is none, every track is as likely as any other."""
    examples = list(_examples(ReaderModel(folder), passages))
    if examples:
        TrackWeights(_fitted(examples)).save(folder)
    return len(examples)


def _examples(reader: ReaderModel, passages: Iterable[Passage]) -> Iterator[_Example]:
    preparation = Preparation(name_table(()), channel_list(None), None)
    for passage in passages:
        every: list[Told] = [*passage.acts, *passage.positions]
        told = [each for each in every if each.tracks]
        if not told:
            continue
        work = preparation.of(passage.article)
        for each in told:
            yield from _example(reader, work, each)


def _example(reader: ReaderModel, work: Prepared, told: Told) -> Iterator[_Example]:
    """The example of an act or position, read in its sentence and those before; none where that is too
    long."""
    text, spans = work.article.text, [(each.span.start, each.span.end) for each in work.sentences]
    parties: tuple[Party | None, ...]
    if isinstance(told, PassageAct):
        place, parties = told.trigger, (*told.actors, *told.recipients)
    else:
        place, parties = told.clause, (told.speaker, *told.addressees)
    index = next(i for i, (_, end) in enumerate(spans) if place[0] < end)
    ((first, last),) = windows(spans, [index])
    seen = reader.seen(text, work.mentions, spans[first : last + 1], work.setting)
    pieces = seen.window.at(place)
    if pieces is None:
        return
    of_act = isinstance(told, PassageAct)
    yield _Example(
        meaning_of(seen.told.states, np.array(seen.window.sentences), *pieces),
        spoken_for(
            work.sentences[index].text,
            phrases=_phrases(text, parties),
            near=text_around(text, place, spans[index]) if of_act else text[slice(*place)],
            about=(work.article.title or "", work.sentences[index - 1].text if index else ""),
        ),
        told.tracks,
    )


def _phrases(text: str, parties: Iterable[Party | None]) -> list[str]:
    return [text[slice(*each)] for each in parties if isinstance(each, tuple)]


def _fitted(examples: Sequence[_Example]) -> Floats:
    """Weights whose constants are such that telling a track from `BESIDE` on does best by F2 of that track,
    on examples that the weights were not fitted on. So rare tracks count like common ones, and recall
    twice: whoever asks for a track misses what is left out, and sees what is too much."""
    meaning = np.stack([each.meaning for each in examples]).astype(np.float64)
    spoken = np.stack([each.spoken for each in examples]).astype(np.float64)
    given, width = np.hstack([meaning, spoken, np.ones((len(examples), 1))]), meaning.shape[1]
    right = np.array([[track in each.tracks for track in TRACKS] for each in examples])
    shares = np.zeros(right.shape)
    for part in range(PARTS):
        inside = np.arange(len(examples)) % PARTS == part
        weights = _weights(given[~inside], right[~inside], width)
        shares[inside] = 1 / (1 + np.exp(-given[inside] @ weights))
    weights = _weights(given, right, width)
    best = np.array([_best_by_f2(shares[:, k], right[:, k]) for k in range(len(TRACKS))])
    weights[-1] += _odds(BESIDE) - _odds(best)
    return weights.astype(np.float32)


def _best_by_f2(shares: Doubles, right: NDArray[np.bool_]) -> float:
    def f2(least: float) -> float:
        told = shares >= least
        return 5 * int((told & right).sum()) / max(1, 4 * int(right.sum()) + int(told.sum()))

    return max(FROM, key=f2)


def _odds(share: Any) -> Any:
    return np.log(share / (1 - share))


def _weights(given: Doubles, right: NDArray[np.bool_], width: int) -> Doubles:
    """A row for each column of what is given, of which the first `width` are what the reader sees and the
    last is 1."""
    centre, spread = np.zeros(given.shape[1]), np.ones(given.shape[1])
    centre[:width] = given[:, :width].mean(0)
    spread[:width] = (given[:, :width].std(0) + 1e-6) / SEEN_BY
    scaled, target = torch.from_numpy((given - centre) / spread), torch.from_numpy(right).double()
    weights = torch.zeros(given.shape[1], len(TRACKS), dtype=torch.float64, requires_grad=True)
    steps = torch.optim.LBFGS(
        [weights], max_iter=STEPS, history_size=20, line_search_fn="strong_wolfe"
    )

    def loss() -> torch.Tensor:
        steps.zero_grad()
        off = bce(scaled @ weights, target, reduction="sum") / len(target)
        total: torch.Tensor = off + PENALTY / 2 * (weights[:-1] ** 2).sum()
        total.backward()
        return total

    steps.step(loss)
    found: Doubles = weights.detach().numpy() / spread[:, None]
    found[-1] -= centre @ found
    return found
