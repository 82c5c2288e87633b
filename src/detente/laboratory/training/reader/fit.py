"""The reader learns: seeded, on one machine without an accelerator, and goes on where it stopped."""

from __future__ import annotations

import hashlib
import math
import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import chain, islice
from pathlib import Path
from typing import Any

import torch
from torch.nn.utils import clip_grad_norm_

from detente.errors import InputError
from detente.laboratory.training.reader.lessons import Lesson
from detente.laboratory.training.reader.loss import WEIGHTS, loss_of
from detente.laboratory.training.reader.network import Reader

CHECKPOINT = "checkpoint.pt"
KEPT_OF_MEAN = 0.999
"""Share of the running mean of the weights that a step leaves; the mean is what is used, as it does
better than the last weights (Polyak and Juditsky, 1992)."""
SORTED_TOGETHER = 40
"""Groups whose windows are sorted by length among each other, so that little is padded."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How to train. Rates are peaks, which rise at first and then fall to a fiftieth.

    `real`, `cut`, `made` and `voiced` are how often real passages, those cut after a sentence, annotated
    sentences and passages with marked voices are read in an epoch, parts of them where below 1.
    """

    layers: int = 6
    epochs: float = 6
    batch: int = 16
    encoder_rate: float = 1e-4
    head_rate: float = 8e-4
    warming: float = 0.06
    seed: int = 1
    real: float = 1.0
    cut: float = 0.2
    made: float = 0.25
    voiced: float = 0.5


@dataclass(frozen=True, slots=True)
class Lessons:
    """What is learnt from, by where it comes from."""

    real: Sequence[Lesson]
    cut: Sequence[Lesson] = ()
    made: Sequence[Lesson] = ()
    voiced: Sequence[Lesson] = ()

    def all(self) -> Iterator[Lesson]:
        """Every lesson, in order."""
        return chain(self.real, self.cut, self.made, self.voiced)


def fit(
    reader: Reader,
    lessons: Lessons,
    settings: Settings,
    folder: Path,
    tell: Callable[[str], None],
    *,
    save_every: float = 120.0,
) -> Reader:
    """The reader with the running mean of its weights. Every `save_every` seconds what was learnt is
    written to the folder; called again with the same settings, lessons and first weights it goes on from
    there."""
    steps = int(settings.epochs * len(list(_groups(lessons, settings, 0))))
    if not steps:
        raise InputError("no passage to learn from", advice="Give files with more annotations.")
    state = _State(reader, settings, f"{_digest_of(lessons)} {_digest_of_weights(reader)}")
    if (folder / CHECKPOINT).is_file():
        if state.load(folder / CHECKPOINT):
            tell(f"going on after step {state.step}, from {folder / CHECKPOINT}")
        else:
            tell(
                f"{folder / CHECKPOINT} began with other settings, lessons or weights; starting anew"
            )
    begun, saved, windows = time.monotonic(), time.monotonic(), 0
    recent: list[float] = []
    reader.train()
    for group in islice(_all_groups(lessons, settings), state.step, steps):
        recent.append(_step(state, group, steps))
        windows += len(group)
        if state.step % 100 == 0:
            loss, rate = sum(recent) / len(recent), windows / (time.monotonic() - begun)
            tell(f"step {state.step} of {steps}: loss {loss:.3f}, {rate:.1f} windows a second")
            recent.clear()
        if time.monotonic() - saved > save_every:
            state.save(folder / CHECKPOINT)
            saved = time.monotonic()
    state.save(folder / CHECKPOINT)
    reader.load_state_dict(state.mean)
    return reader


@dataclass(slots=True)
class _State:
    """The reader, its optimizer and the running mean, after `step` steps."""

    reader: Reader
    settings: Settings
    optimizer: torch.optim.Optimizer
    mean: dict[str, torch.Tensor]
    step: int
    about: str

    def __init__(self, reader: Reader, settings: Settings, about: str) -> None:
        self.reader, self.settings, self.step, self.about = reader, settings, 0, about
        named = list(reader.named_parameters())
        self.optimizer = torch.optim.AdamW(
            [
                {"params": [p for name, p in named if name.startswith("encoder.")]},
                {"params": [p for name, p in named if not name.startswith("encoder.")]},
            ],
            weight_decay=0.01,
            betas=(0.9, 0.98),
            fused=True,
        )
        self.mean = {name: value.detach().clone() for name, value in reader.state_dict().items()}

    def follow(self) -> None:
        """Move the running mean towards the weights as they are."""
        kept = min(KEPT_OF_MEAN, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            for name, value in self.reader.state_dict().items():
                if value.dtype.is_floating_point:
                    self.mean[name].mul_(kept).add_(value, alpha=1 - kept)

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "settings": asdict(self.settings),
            "about": self.about,
            "reader": self.reader.state_dict(),
            "mean": self.mean,
            "optimizer": self.optimizer.state_dict(),
            "step": self.step,
        }
        scratch = path.with_suffix(".part")
        torch.save(told, scratch)
        scratch.replace(path)

    def load(self, path: Path) -> bool:
        """Go on from what was saved, if that was with the same settings and lessons."""
        told: dict[str, Any] = torch.load(path, weights_only=True)
        if (told["settings"], told["about"]) != (asdict(self.settings), self.about):
            return False
        self.reader.load_state_dict(told["reader"])
        self.mean, self.step = told["mean"], told["step"]
        self.optimizer.load_state_dict(told["optimizer"])
        return True


def _step(state: _State, group: Sequence[Lesson], steps: int) -> float:
    settings, step = state.settings, state.step
    share = _share(step, steps, settings.warming)
    rates = (settings.encoder_rate, settings.head_rate)
    for part, rate in zip(state.optimizer.param_groups, rates, strict=True):
        part["lr"] = rate * share
    pieces, mask = padded(group)
    torch.manual_seed(settings.seed * 1_000_003 + step)
    states = state.reader.states(pieces, mask)
    told = state.reader.told_of_pieces(states)
    loss = torch.stack(
        [
            loss_of(state.reader, lesson, states[i], {name: each[i] for name, each in told.items()})
            for i, lesson in enumerate(group)
        ]
    ).mean()
    state.optimizer.zero_grad()
    loss.backward()
    clip_grad_norm_(state.reader.parameters(), 1.0)
    state.optimizer.step()
    state.step = step + 1
    state.follow()
    return float(loss.detach())


def _digest_of_weights(reader: Reader) -> str:
    """What tells first weights from others: 16 hexadecimal digits."""
    found = hashlib.sha256()
    for value in reader.state_dict().values():
        found.update(value.detach().contiguous().numpy())
    return found.hexdigest()[:16]


def _digest_of(lessons: Lessons) -> str:
    """What tells lessons, and what counts in them, from others: 16 hexadecimal digits."""
    found = hashlib.sha256(repr(WEIGHTS).encode())
    for lesson in lessons.all():
        told = (
            lesson.window.ids, lesson.parties, lesson.annotated, lesson.acts, lesson.positions,
            [states and sorted(states) for states in lesson.linked], lesson.asks, lesson.kind,
        )  # fmt: skip
        found.update(repr(told).encode())
    return found.hexdigest()[:16]


def padded(group: Sequence[Lesson]) -> tuple[torch.Tensor, torch.Tensor]:
    """Pieces of some windows and which of them are there, (windows, longest)."""
    longest = max(len(lesson.window) for lesson in group)
    pieces = torch.zeros(len(group), longest, dtype=torch.long)
    mask = torch.zeros(len(group), longest, dtype=torch.long)
    for row, lesson in enumerate(group):
        pieces[row, : len(lesson.window)] = torch.tensor(lesson.window.ids)
        mask[row, : len(lesson.window)] = 1
    return pieces, mask


def _share(step: int, steps: int, warming: float) -> float:
    warm = max(1, int(warming * steps))
    return (step + 1) / warm if step < warm else max(0.02, (steps - step) / max(1, steps - warm))


def _all_groups(lessons: Lessons, settings: Settings) -> Iterator[Sequence[Lesson]]:
    for epoch in range(math.ceil(settings.epochs)):
        yield from _groups(lessons, settings, epoch)


def _groups(lessons: Lessons, settings: Settings, epoch: int) -> Iterator[Sequence[Lesson]]:
    """The groups of one epoch, of windows of like length, in an order of their own."""
    draw = random.Random(f"{settings.seed}/{epoch}")
    some = [
        *_some(lessons.real, settings.real, draw),
        *_some(lessons.cut, settings.cut, draw),
        *_some(lessons.made, settings.made, draw),
        *_some(lessons.voiced, settings.voiced, draw),
    ]
    draw.shuffle(some)
    groups: list[Sequence[Lesson]] = []
    together = settings.batch * SORTED_TOGETHER
    for first in range(0, len(some), together):
        near = sorted(some[first : first + together], key=lambda lesson: len(lesson.window))
        groups += [near[i : i + settings.batch] for i in range(0, len(near), settings.batch)]
    draw.shuffle(groups)
    yield from groups


def _some(lessons: Sequence[Lesson], often: float, draw: random.Random) -> list[Lesson]:
    whole, rest = divmod(often, 1)
    return [*lessons] * int(whole) + draw.sample(list(lessons), int(len(lessons) * rest))
