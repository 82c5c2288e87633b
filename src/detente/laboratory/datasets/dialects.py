"""Texts of invented outlets with idioms of their own, whose truth is known: does a reader learn from
corrections?

A text is a few sentences from a grammar. Some tell an act by an idiom, some use the same words and tell
nothing, some are plain. Everything comes from a seed, and no state is tied to an idiom.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from detente.laboratory.datasets.idioms import DAYS, GAZETTE, MATTERS, PLAIN, STATES, Idiom, Outlet

OFTEN = (0.6, 0.2, 0.2)
"""How often a sentence is an idiom, one with its words that tells nothing, or plain."""
Row = dict[str, Any]


@dataclass(slots=True)
class _Writing:
    """A text as it grows, with the places of what is told in it."""

    text: str = ""
    parties: list[list[Any]] = field(default_factory=list)
    acts: list[Row] = field(default_factory=list)

    def place(self, words: str) -> list[int]:
        start = len(self.text)
        self.text += words
        return [start, len(self.text)]


def dialect(
    texts: int,
    *,
    seed: int,
    outlet: Outlet = GAZETTE,
    part: int = 0,
    parts: int = 2,
    sentences: int = 3,
) -> list[Row]:
    """So many texts of an outlet, annotated in the form of `corpus/real` with their own text.

    States, matters and frames are those of one of `parts`: texts of two parts share the idioms alone.
    """
    order = np.random.default_rng(seed)

    def share(of: Sequence[Any]) -> list[Any]:
        return [of[i] for i in order.permutation(len(of))][part::parts]

    pools = _Pools(outlet, share(STATES), share(MATTERS), share(outlet.frames))
    rng = np.random.default_rng([seed, part])
    return [_text(rng, pools, sentences) for _ in range(texts)]


@dataclass(frozen=True, slots=True)
class _Pools:
    """What texts are drawn from."""

    outlet: Outlet
    states: Sequence[tuple[str, str]]
    matters: Sequence[str]
    frames: Sequence[str]


def _text(rng: np.random.Generator, pools: _Pools, sentences: int) -> Row:
    def drawn(of: Sequence[Any]) -> Any:
        return of[int(rng.integers(len(of)))]

    outlet, writing = pools.outlet, _Writing()
    sorts = (outlet.idioms, outlet.near, PLAIN)
    for _ in range(sentences):
        idiom = drawn(sorts[int(rng.choice(len(sorts), p=OFTEN))])
        one, other = (pools.states[i] for i in rng.choice(len(pools.states), 2, replace=False))
        slots = {"matter": drawn(pools.matters), "day": drawn(DAYS)}
        forms = (
            ["{}", "{}"]
            if idiom.event_type is None
            else [drawn(outlet.parties), drawn(outlet.parties)]
        )
        _write(writing, drawn(pools.frames), idiom, (one, other), forms, slots)
    return {
        "text": writing.text, "title": "", "outlet": outlet.name, "published": "2024-03-01",
        "kind": outlet.kind, "genre": "news", "parties": writing.parties, "acts": writing.acts,
        "positions": [],
    }  # fmt: skip


def _write(
    writing: _Writing,
    frame: str,
    idiom: Idiom,
    states: tuple[tuple[str, str], tuple[str, str]],
    forms: Sequence[str],
    slots: dict[str, str],
) -> None:
    """Add a sentence."""
    if writing.text:
        writing.text += " "
    opening = len(writing.text)
    named = {"a": (states[0], forms[0]), "b": (states[1], forms[1])}
    spans: dict[str, list[int]] = {}
    first = 0
    for part in re.split(r"(\{\w+\}|\[|\])", frame.replace("{clause}", idiom.clause)):
        name = part.strip("{}")
        if part == "[":
            first = len(writing.text)
        elif part == "]":
            spans["trigger"] = [first, len(writing.text)]
        elif part.startswith("{") and name in named:
            (state, code), form = named[name]
            spans[name] = writing.place(form.format(state))
            writing.parties.append([*spans[name], code])
        else:
            writing.place(slots[name] if part.startswith("{") else part)
    written = writing.text
    writing.text = written[:opening] + written[opening].upper() + written[opening + 1 :]
    if idiom.event_type is not None:
        writing.acts.append(_act(idiom, spans))


def _act(idiom: Idiom, spans: dict[str, list[int]]) -> Row:
    one, other = ("b", "a") if idiom.swapped else ("a", "b")
    both = [spans["a"], spans["b"]]
    return {
        "actors": both if idiom.joint else [spans[one]],
        "recipients": [] if idiom.joint else [spans[other]],
        "joint": idiom.joint, "trigger": spans["trigger"], "type": idiom.event_type, "mode": None,
        "or": [], "status": "done", "recalled": False, "when": None, "by": None, "must": True,
    }  # fmt: skip
