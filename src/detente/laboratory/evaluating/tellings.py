"""Real passages annotated with how they tell deeds, stand-off: the form of `corpus/telling`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.coding.coder import make_article
from detente.coding.manner.reading import STANCES, Stance
from detente.coding.manner.weights import FORMS, WAYS, Form, Way
from detente.coding.reader.window import Span
from detente.laboratory.evaluating.marking import AnnotationError
from detente.laboratory.evaluating.sources import Texts
from detente.laboratory.evaluating.standoff import digest_of
from detente.records import Article

HELD_OUT = 5
"""One passage of so many, by its digest, from which nothing is learnt."""


@dataclass(frozen=True, slots=True)
class DeedTold:
    """A deed as an annotator reads it."""

    word: Span
    doer: Span | None
    form: Form
    to: Span | None
    said: bool
    by: Span | None
    stance: Stance


@dataclass(frozen=True, slots=True)
class WordLoaded:
    """A loaded word as an annotator reads it; `of` is None where the passage names nobody."""

    word: Span
    way: Way
    of: Span | None
    said: bool
    by: Span | None


@dataclass(frozen=True, slots=True)
class Telling:
    """An annotated passage with its text."""

    article: Article
    digest: str
    deeds: tuple[DeedTold, ...]
    loaded: tuple[WordLoaded, ...]

    @property
    def held_out(self) -> bool:
        """Whether nothing is learnt from it."""
        return int(self.digest[:8], 16) % HELD_OUT == 0


def read_tellings(paths: Iterable[Path], sources: Path) -> list[Telling]:
    """The passages whose words are found in a folder of sources, in order.

    Raises `AnnotationError` for a row that is none, with its line.
    """
    rows = [each for path in paths for each in _rows(path)]
    texts = Texts(sources, {row["source"] for _, row in rows})
    return [found for where, row in rows if (found := _telling(row, texts, where)) is not None]


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        yield f"{path}:{number}", json.loads(line)


def _telling(row: dict[str, Any], texts: Texts, where: str) -> Telling | None:
    text = texts.of(row["source"], row["row"], row["field"])
    words = None if text is None else text[row["start"] : row["end"]]
    if words is None or digest_of(words) != row["digest"]:
        return None
    about = texts.about(row["source"], row["row"])
    try:
        return Telling(
            make_article(words, about["published"] or None, about["outlet"] or None),
            row["digest"],
            tuple(_deed(each) for each in row["deeds"]),
            tuple(_loaded(each) for each in row["judged"]),
        )
    except (KeyError, ValueError, TypeError) as problem:
        raise AnnotationError(
            f"not in its form ({problem!r})", where=where, advice="corpus/README.md has the form."
        ) from problem


def _deed(told: dict[str, Any]) -> DeedTold:
    return DeedTold(
        _span(told["word"]),
        _span_or_none(told["doer"]),
        FORMS[FORMS.index(told["form"])],
        _span_or_none(told["to"]),
        told["words"] == "said",
        _span_or_none(told["by"]),
        STANCES[STANCES.index(told["sure"])],
    )


def _loaded(told: dict[str, Any]) -> WordLoaded:
    return WordLoaded(
        _span(told["word"]),
        WAYS[WAYS.index(told["way"])],
        _span_or_none(told["of"]),
        told["words"] == "said",
        _span_or_none(told["by"]),
    )


def _span(told: Any) -> Span:
    start, end = told
    return int(start), int(end)


def _span_or_none(told: Any) -> Span | None:
    return _span(told) if isinstance(told, list) else None
