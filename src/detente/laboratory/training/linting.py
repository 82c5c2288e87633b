"""Checks of the corpus: marks, codes, contexts, doubles and near-doubles, balance."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path

from detente import tables
from detente.laboratory.evaluating.corpus import Annotated, MarkedAct, read_file
from detente.laboratory.evaluating.marking import AnnotationError, Marked

SHINGLE = 4
NEAR = 0.5
"""Share of four-word runs in common at which two sentences are near-doubles."""


def lint(
    paths: Iterable[Path], *, against: Sequence[str] = ()
) -> tuple[list[str], list[Annotated]]:
    """Problems found, in words with file and line, and the sentences that parse.

    `against` are sentences of other collections that none here may equal or resemble.
    """
    problems: list[str] = []
    sentences: list[Annotated] = []
    for path in paths:
        for outcome in read_file(path):
            if isinstance(outcome, AnnotationError):
                problems.append(str(outcome))
            else:
                sentences.append(outcome)
    for sentence in sentences:
        problems += _of_one(sentence)
    problems += _doubles(sentences, against)
    return problems, sentences


def _of_one(sentence: Annotated) -> list[str]:
    found = []
    for party in (*sentence.others, *(p for act in sentence.acts for p in _parties(act))):
        if party.code and party.code not in _codes():
            found.append(f"{sentence.where}: no state or body has the code '{party.code}'")
    for act in sentence.acts:
        for context in act.contexts:
            if context not in _contexts():
                found.append(f"{sentence.where}: no context '{context}'")
        spans = [(p.start, p.end) for p in _parties(act)]
        if any(a != b and a[0] < b[1] and b[0] < a[1] for a in spans for b in spans):
            found.append(f"{sentence.where}: two parties of an act overlap")
        if len(set(spans)) < len(spans):
            found.append(f"{sentence.where}: one span is two parties of an act")
    return found


def _parties(act: MarkedAct) -> tuple[Marked, ...]:
    return (*act.actors, *act.recipients)


@cache
def _contexts() -> frozenset[str]:
    path = tables.packaged("coding", "lists", "contexts.tsv")
    return frozenset(row["context"] for row in tables.rows(path, ("context",)))


@cache
def _codes() -> frozenset[str]:
    found: set[str] = set()
    for name in ("countries.tsv", "organisations.tsv"):
        path = tables.packaged("coding", "actors", "data", name)
        with path.open(encoding="utf-8") as lines:
            found |= {line.split("\t")[0] for line in lines if not line.startswith("#")}
    return frozenset(found)


def _doubles(sentences: Sequence[Annotated], against: Sequence[str]) -> list[str]:
    places: dict[tuple[str, ...], list[int]] = {}
    texts = [*(sentence.text for sentence in sentences), *against]
    runs = [shingles(text) for text in texts]
    for index, own in enumerate(runs):
        for run in own:
            places.setdefault(run, []).append(index)
    found = []
    for index, sentence in enumerate(sentences):
        shared = Counter(
            other for run in runs[index] for other in places[run]
            if other > index and len(places[run]) < 50
        )  # fmt: skip
        for other, count in sorted(shared.items()):
            smaller = min(len(runs[index]), len(runs[other]))
            if smaller and count / smaller >= NEAR:
                whom = sentences[other].where if other < len(sentences) else "an outside sentence"
                found.append(f"{sentence.where}: nearly the same as {whom}: {sentence.text[:70]}")
    return found


def shingles(text: str) -> frozenset[tuple[str, ...]]:
    """Runs of four words of a text, in small letters."""
    words = re.findall(r"\w+", text.lower())
    return frozenset(tuple(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1)))


def balance(sentences: Sequence[Annotated]) -> str:
    """Counts by type, mode, style and side, as text."""
    types = Counter(str(act.event_type) for s in sentences for act in s.acts)
    modes = Counter(f"{a.event_type} {a.mode}" for s in sentences for a in s.acts if a.mode)
    states = Counter(code for s in sentences for a in s.acts for code in a.codes)
    lines = [
        f"{len(sentences)} sentences, {sum(types.values())} acts, "
        f"{sum(not s.acts for s in sentences)} without an act, "
        f"{sum(s.between_states for s in sentences)} between states",
        "types: " + _listed(types),
        "modes: " + _listed(modes),
        "status: " + _listed(Counter(str(a.status) for s in sentences for a in s.acts)),
        "styles: " + _listed(Counter(s.style for s in sentences)),
        f"states: {len(states)}; most often " + _listed(states, 15),
    ]
    return "\n".join(lines)


def _listed(counts: Counter[str], most: int | None = None) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common(most))
