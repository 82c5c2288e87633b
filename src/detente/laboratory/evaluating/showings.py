"""Sentences that readers rated for the light in which they show states, stand-off: the form of
`corpus/shown`."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from detente.coding.coder import make_article
from detente.coding.manner import MannerReader
from detente.coding.reader.window import Span
from detente.laboratory.evaluating.marking import AnnotationError
from detente.laboratory.evaluating.sources import Texts
from detente.laboratory.evaluating.standoff import digest_of
from detente.laboratory.evaluating.tellings import HELD_OUT
from detente.records import Article

SCALE = 2.0
"""Readers rated from minus this, a very bad light, to this."""
CLEAR = 0.25
"""A mean rating, of 1, from which a light is thrown at all: half a step of one of two readers."""


@dataclass(frozen=True, slots=True)
class Rating:
    """What a reader felt, from -1 to 1, and whether it came from somebody's reported words (None where no
    light was thrown)."""

    light: float
    said: bool | None


@dataclass(frozen=True, slots=True)
class Showing:
    """A sentence of an article, with the ratings of each state or body that it names."""

    article: Article
    span: Span
    digest: str
    ratings: dict[str, tuple[Rating, ...]]

    @property
    def held_out(self) -> bool:
        """Whether nothing is learnt from it."""
        return int(self.digest[:8], 16) % HELD_OUT == 0

    def light(self, code: str) -> float:
        """The mean of the readers."""
        held = self.ratings[code]
        return sum(each.light for each in held) / len(held)

    def said(self, code: str) -> bool | None:
        """Whether most who felt a light take it for somebody's words; None where nobody felt one."""
        votes = [each.said for each in self.ratings[code] if each.said is not None]
        return sum(votes) * 2 > len(votes) if votes else None


@dataclass(frozen=True, slots=True)
class ShownScore:
    """How near what is read comes to the mean of the readers, over `states` named in sentences.

    `correlation` of what is read with that mean, and `readers` of one reader with another; of those in a
    clear light (`clear` of them) the share whose side, good or bad, is read; and of those in any the share
    for which own or reported words are told apart.
    """

    states: int
    correlation: float
    readers: float
    clear: int
    side: float
    said: float


def read_showings(paths: Iterable[Path], sources: Path) -> list[Showing]:
    """The sentences whose words are found in a folder of sources, in order.

    Raises `AnnotationError` for a row that is none, with its line.
    """
    rows = [each for path in paths for each in _rows(path)]
    texts = Texts(sources, {row["source"] for _, row in rows})
    return [found for where, row in rows if (found := _showing(row, texts, where)) is not None]


def score_shown(reader: MannerReader, showings: Iterable[Showing]) -> ShownScore:
    """The score of a reader on rated sentences."""
    pairs: list[tuple[Showing, str, float, bool]] = []
    for each in showings:
        manner = reader.read(each.article)
        for shown in manner.shown:
            if shown.code in each.ratings and manner.sentences[shown.sentence] == each.span:
                pairs.append((each, shown.code, shown.light, shown.said))
    told = np.array([light for _, _, light, _ in pairs])
    truth = np.array([each.light(code) for each, code, _, _ in pairs])
    two = [each.ratings[code] for each, code, _, _ in pairs if len(each.ratings[code]) > 1]
    clear = np.abs(truth) >= CLEAR
    voiced = [
        said == truly for each, code, _, said in pairs if (truly := each.said(code)) is not None
    ]
    return ShownScore(
        states=len(pairs),
        correlation=_correlation(told, truth),
        readers=_correlation(
            np.array([one.light for one, *_ in two]),
            np.array([other.light for _, other, *_ in two]),
        ),
        clear=int(clear.sum()),
        side=float((np.sign(told) == np.sign(truth))[clear].mean()) if clear.any() else 0.0,
        said=float(np.mean(voiced)) if voiced else 0.0,
    )


def _correlation(one: np.ndarray, other: np.ndarray) -> float:
    if len(one) < 2 or not one.std() or not other.std():
        return 0.0
    return float(np.corrcoef(one, other)[0, 1])


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        yield f"{path}:{number}", json.loads(line)


def _showing(row: dict[str, Any], texts: Texts, where: str) -> Showing | None:
    text = texts.of(row["source"], row["row"], row["field"])
    start, end = row["start"], row["end"]
    if text is None or digest_of(text[start:end]) != row["digest"]:
        return None
    about = texts.about(row["source"], row["row"])
    try:
        return Showing(
            make_article(text, about["published"] or None, about["outlet"] or None),
            (int(start), int(end)),
            row["digest"],
            {code: tuple(map(_rating, told)) for code, told in row["shown"].items()},
        )
    except (KeyError, ValueError, TypeError) as problem:
        raise AnnotationError(
            f"not in its form ({problem!r})", where=where, advice="corpus/README.md has the form."
        ) from problem


def _rating(told: list[Any]) -> Rating:
    value, voice = told
    if not -SCALE <= value <= SCALE:
        raise ValueError(f"{value} is not on the scale")
    return Rating(value / SCALE, None if voice is None else voice == "said")
