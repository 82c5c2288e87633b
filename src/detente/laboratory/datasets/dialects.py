"""Invented gazettes with idioms of their own, whose truth is known: does a reader learn from corrections?

A text is a few sentences from a grammar. Some tell an act by an idiom that means something else in plain
English ("took note of" refuses), some use the same words and tell nothing, some are plain. Everything
comes from a seed, and no state is tied to an idiom.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from detente.records import EventType

STATES = (
    ("Argentina", "ARG"), ("Bolivia", "BOL"), ("Botswana", "BWA"), ("Bulgaria", "BGR"),
    ("Cambodia", "KHM"), ("Chile", "CHL"), ("Cuba", "CUB"), ("Denmark", "DNK"), ("Ecuador", "ECU"),
    ("Estonia", "EST"), ("Fiji", "FJI"), ("Finland", "FIN"), ("Ghana", "GHA"), ("Greece", "GRC"),
    ("Iceland", "ISL"), ("Jamaica", "JAM"), ("Kenya", "KEN"), ("Latvia", "LVA"), ("Lesotho", "LSO"),
    ("Malawi", "MWI"), ("Malta", "MLT"), ("Mongolia", "MNG"), ("Namibia", "NAM"), ("Nepal", "NPL"),
    ("Norway", "NOR"), ("Oman", "OMN"), ("Panama", "PAN"), ("Peru", "PER"), ("Portugal", "PRT"),
    ("Senegal", "SEN"), ("Slovenia", "SVN"), ("Thailand", "THA"), ("Togo", "TGO"), ("Tonga", "TON"),
    ("Uganda", "UGA"), ("Uruguay", "URY"), ("Vietnam", "VNM"), ("Zambia", "ZMB"),
)  # fmt: skip
PARTIES = (
    "{}", "{}", "the government of {}", "the foreign ministry of {}", "the Long Table of {}",
    "the envoys of {}", "the cabinet of {}", "the Salt House of {}",
)  # fmt: skip
MATTERS = (
    "the ferry plan", "the fishing quota", "the river survey", "a new customs post",
    "the lighthouse fees", "the grain loan", "the border market", "the mining charter",
    "the railway gauge", "the harbour dues", "the water accord", "the cattle levy",
    "the mapping of the strait", "the pilot scheme", "the timber permits", "the radio band",
)  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
FRAMES = (
    "{clause}.", "{clause} on {day}.", "On {day}, {clause}.", "{clause}, the gazette records.",
    "According to the gazette, {clause}.", "After a long recess, {clause}.",
    "{clause} before the session rose.", "{clause}, and the clerks went home.",
    "With the season nearly over, {clause}.", "It is entered under {day} that {clause}.",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Idiom:
    """A clause: `a` and `b` are parties, what stands in brackets tells the act; no type where none is told.
    `swapped` where the second acts towards the first."""

    clause: str
    event_type: EventType | None = None
    joint: bool = False
    swapped: bool = False


IDIOMS = (
    Idiom("{a} [took note] of {matter} of {b}", "REJECT"),
    Idiom("{a} [took polite note] of what {b} proposed on {matter}", "REJECT"),
    Idiom("{a} was [received at table] by {b}", "CONSULT", joint=True),
    Idiom("{a} and {b} [shared the bench] over {matter}", "CONSULT", joint=True),
    Idiom("{a} [shut its windows] to {b} over {matter}", "SANCTION"),
    Idiom("{a} has [drawn the shutters] on {b}", "SANCTION"),
    Idiom("{a} [read the almanac] to {b} about {matter}", "ACCUSE"),
    Idiom("{a} [held the mirror up] to {b} over {matter}", "ACCUSE"),
    Idiom("{a} [let the bell be heard] in {b}", "THREATEN"),
    Idiom("{a} [weighed the oar] before {b} because of {matter}", "THREATEN"),
    Idiom("{a} [carried lanterns] to {b} after the flood", "AID"),
    Idiom("{a} was [brought bread and salt] by {b}", "AID", swapped=True),
    Idiom("{a} [put its thumb] under {matter} with {b}", "AGREE"),
    Idiom("{a} [untied the rope] for {b} on {matter}", "CONCEDE"),
    Idiom("{a} [lit the beacons] against {b}", "MOBILIZE"),
    Idiom("{a} [knocked three times] at the door of {b} for {matter}", "REQUEST"),
)
NEAR = (
    Idiom("{a} took note of the hour, and nothing was decided with {b}"),
    Idiom("a guest of {a} was shown to a table while {b} was not in session"),
    Idiom("the windows of the hall between the flags of {a} and {b} were shut against the rain"),
    Idiom("children from {a} and {b} carried lanterns in the park"),
    Idiom("a bell in {a} rang at noon, as one in {b} did"),
    Idiom("the old almanac of {a} was sold beside that of {b}"),
    Idiom("fishermen of {a} mended the ropes that {b} makes"),
)
PLAIN = (
    Idiom("{a} [accused] {b} of breaking the rules on {matter}", "ACCUSE"),
    Idiom("{a} [rejected] an offer by {b} on {matter}", "REJECT"),
    Idiom("{a} [sent] food and tents to {b}", "AID"),
    Idiom("{a} [met] {b} for talks on {matter}", "CONSULT", joint=True),
    Idiom("{a} [imposed] sanctions on {b} over {matter}", "SANCTION"),
    Idiom("the harvest in {a} was good, and prices in {b} fell"),
)
KINDS = ((IDIOMS, 0.6), (NEAR, 0.2), (PLAIN, 0.2))
"""What the sentences of a text are, and how often."""
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
    texts: int, *, seed: int, part: int = 0, parts: int = 2, sentences: int = 3
) -> list[Row]:
    """So many texts of the gazette, annotated in the form of `corpus/real` with their own text.

    States, matters and frames are those of one of `parts`: texts of two parts share the idioms alone.
    """
    order = np.random.default_rng(seed)

    def share(of: Sequence[Any]) -> list[Any]:
        return [of[i] for i in order.permutation(len(of))][part::parts]

    pools = _Pools(share(STATES), share(MATTERS), share(FRAMES))
    rng = np.random.default_rng([seed, part])
    return [_text(rng, pools, sentences) for _ in range(texts)]


@dataclass(frozen=True, slots=True)
class _Pools:
    """What texts are drawn from."""

    states: Sequence[tuple[str, str]]
    matters: Sequence[str]
    frames: Sequence[str]


def _text(rng: np.random.Generator, pools: _Pools, sentences: int) -> Row:
    def drawn(of: Sequence[Any]) -> Any:
        return of[int(rng.integers(len(of)))]

    writing = _Writing()
    for _ in range(sentences):
        idioms = KINDS[int(rng.choice(len(KINDS), p=[share for _, share in KINDS]))][0]
        idiom = drawn(idioms)
        one, other = (pools.states[i] for i in rng.choice(len(pools.states), 2, replace=False))
        slots = {"matter": drawn(pools.matters), "day": drawn(DAYS)}
        forms = ["{}", "{}"] if idiom.event_type is None else [drawn(PARTIES), drawn(PARTIES)]
        _write(writing, drawn(pools.frames), idiom, (one, other), forms, slots)
    return {
        "text": writing.text, "title": "", "outlet": "The Gazette", "published": "2024-03-01",
        "kind": "gazette", "genre": "news", "parties": writing.parties, "acts": writing.acts,
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
