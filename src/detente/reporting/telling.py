"""Who tells it, and how? The same acts across outlets: what each told, how it told it, what it scores."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from detente.comparing import (
    CoverageResult,
    Covered,
    DeedRow,
    Framing,
    FramingResult,
    FramingRow,
    Gathered,
    OutletIndex,
    OutletIndexes,
    OutletIndexesResult,
    coverage_by_outlet,
    framed,
    printed_in,
)
from detente.comparing.framing import FEWEST
from detente.measuring.figures import p_value
from detente.records import Article, Occurrence
from detente.reporting import wording
from detente.reporting.events import EventView, told, view
from detente.reporting.gathering import Material
from detente.reporting.standing import Doing, or_reason, silent
from detente.store import Workspace

Floats = npt.NDArray[np.float64]

MOST_READ = 120
"""Windows of the reader that are read anew for how they tell deeds: more take longer than all the rest."""
WINDOW = 400
"""Characters of an article that make one window, about."""
A_DAY = 2
"""Articles of an outlet of one day that are read anew."""
CLEAR = 0.1
"""False discovery rate up to which a difference of an outlet is told as clear."""
SHOWN = 3
"""Sentences of each outlet that stand beside its shares."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """What outlets tell of the acts of a report. Where a measure refuses there is its reason instead."""

    acts: Gathered
    coverage: CoverageResult | str
    index: OutletIndexesResult | str

    @property
    def covered(self) -> tuple[Covered, ...]:
        """What each outlet told, those that told most first."""
        return () if isinstance(self.coverage, str) else self.coverage.outlets

    @property
    def no_covered(self) -> str:
        """Why nobody knows what each told; empty where it is known."""
        return _reason(self.coverage, "How many acts each outlet told cannot be said")

    @property
    def indexes(self) -> tuple[OutletIndex, ...]:
        """The index of each outlet, those that tell most first."""
        return () if isinstance(self.index, str) else self.index.rows

    @property
    def no_indexes(self) -> str:
        """Why there is none; empty where there is."""
        return _reason(self.index, "There is no index by outlet")


@dataclass(frozen=True, slots=True)
class MannerView:
    """How an outlet tells deeds: shares of its deeds, from 0 to 1, None of fewer than ten; and some of its
    sentences."""

    outlet: str
    deeds: int
    agentless: float | None
    own_words: float | None
    as_fact: float | None
    sentences: tuple[DeedRow, ...]


@dataclass(frozen=True, slots=True)
class MannersView:
    """How outlets tell deeds; `refused` says why nobody knows, and is empty where it is known."""

    rows: tuple[MannerView, ...]
    differences: tuple[str, ...]
    """Where one tells them otherwise than the others on the same days, beyond chance."""
    read: str
    """How much was read anew."""
    whole: bool
    """Whether that was all."""
    refused: str


def compare(workspace: Workspace, material: Material) -> Compared:
    """Compare outlets over the acts of a report."""
    acts = Gathered(
        between=material.asked.between,
        occurrences=material.occurrences,
        reports=material.reports,
        printed=printed_in(workspace),
    )
    return Compared(
        acts=acts,
        coverage=or_reason(lambda: coverage_by_outlet(acts)),
        index=or_reason(lambda: OutletIndexes().fit(acts.scored())),
    )


def read_manners(workspace: Workspace, material: Material, *, doing: Doing = silent) -> MannersView:
    """Read again how outlets tell deeds, in the articles of a report or those of some of its days."""
    chosen = drawn(material.articles, MOST_READ)
    doing(f"reading how {wording.many(len(chosen), 'article')} tell deeds")
    held = framed(workspace, material.asked.between, article_ids=chosen)
    found = or_reason(lambda: Framing(clear=CLEAR).fit(held))
    if isinstance(found, str):
        return MannersView(
            (), (), "", True, _reason(found, "How outlets tell deeds cannot be said")
        )
    could = sum(each.outlet is not None for each in material.articles.values())
    return MannersView(
        rows=manners(found, held.deeds),
        differences=differences(found),
        read=_how_much(len(chosen), could),
        whole=len(chosen) == could,
        refused="",
    )


def drawn(articles: Mapping[str, Article], most: int) -> list[str]:
    """The ids of some articles that have an outlet, of about `most` windows of the reader.

    They are of some days, drawn evenly, since outlets are held against each other on the same day; of a day
    up to `A_DAY` of each outlet, or one day would take all. The same articles always give the same.
    """
    by_day: dict[dt.date | None, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for article_id in sorted(articles, key=_lot):
        article = articles[article_id]
        if article.outlet is not None:
            by_day[article.published][article.outlet].append(article_id)
    chosen: list[str] = []
    for day in sorted(by_day, key=_lot):
        if most <= 0:
            break
        for outlet in sorted(by_day[day]):
            taken = by_day[day][outlet][:A_DAY]
            chosen += taken
            most -= sum(1 + len(articles[each].text) // WINDOW for each in taken)
    return chosen


def _lot(of: object) -> str:
    """A place in a draw that nothing but what is drawn decides."""
    return hashlib.sha256(str(of).encode()).hexdigest()


def _reason(found: object, what: str) -> str:
    return f"{what}: {found}." if isinstance(found, str) else ""


def _how_much(read: int, could: int) -> str:
    articles = wording.many(could, "article")
    if read == could:
        return f"Read anew were the sentences of the {articles} that name one of the two."
    return (
        f"Read anew were the sentences that name one of the two in {read:,} of the {articles}: on some "
        "days, drawn evenly, up to two of each outlet."
    )


def manners(found: FramingResult, deeds: Sequence[DeedRow]) -> tuple[MannerView, ...]:
    """How each outlet tells deeds, those with most deeds first."""
    by_outlet: dict[str, list[DeedRow]] = defaultdict(list)
    for deed in deeds:
        by_outlet[deed.outlet].append(deed)
    return tuple(_manner(each.outlet, by_outlet[each.outlet]) for each in found.speaking)


def _manner(outlet: str, deeds: Sequence[DeedRow]) -> MannerView:
    first_in = {(deed.article_id, deed.sentence): deed for deed in reversed(deeds)}
    return MannerView(
        outlet=outlet,
        deeds=len(deeds),
        agentless=_share(deed.doer is None for deed in deeds),
        own_words=_share(not deed.said for deed in deeds),
        as_fact=_share(deed.stance == "fact" for deed in deeds),
        sentences=tuple(list(first_in.values())[::-1][:SHOWN]),
    )


def _share(held: Iterable[bool]) -> float | None:
    told = list(held)
    return sum(told) / len(told) if len(told) >= FEWEST else None


def differences(found: FramingResult) -> tuple[str, ...]:
    """Where an outlet tells deeds otherwise than the others on the same days, beyond chance, in words."""
    return tuple(_differs(row, found.between) for row in found.clear())


def _differs(row: FramingRow, between: tuple[str, str]) -> str:
    assert row.difference is not None and row.q_value is not None
    low, high = sorted((abs(row.difference_low or 0.0), abs(row.difference_high or 0.0)))
    more = "more" if row.difference > 0 else "fewer"
    of = "sentences" if "loaded" in row.measure else "deeds"
    return (
        f"{row.outlet}: {manner_in_words(row.measure, between)} in {row.share:.0%} of its {of}, "
        f"{abs(row.difference):.0%} {more} than the others on the same days "
        f"({low:.0%} to {high:.0%}; corrected {p_value(row.q_value)})."
    )


def manner_in_words(measure: str, between: tuple[str, str]) -> str:
    """A manner of telling deeds as a reader knows it."""
    for code in between:
        measure = measure.replace(code, wording.in_sentence(wording.country_name(code)))
    kind, _, state = measure.partition(" ")
    if "loaded" in measure:
        own = "in its own voice, " if kind == "own" else ""
        return f"{own}a loaded word {measure.partition('loaded ')[2]}"
    if measure.startswith("said by"):
        return f"told in the words of {measure.removeprefix('said by ')}"
    plain = {
        "agentless": "nobody named who did it", "doer": f"{state} named as doer",
        "passive": "the doer put behind a passive", "said": "told in somebody else's words",
        "claimed": "told as a claim", "denied": "told as denied",
        "possible": "told as to come or not known",
    }  # fmt: skip
    return plain[kind]


@dataclass(frozen=True, slots=True)
class ActTold:
    """An act as one outlet tells it: its own score, and the mean of the others', None where it is alone."""

    act: EventView
    own: float
    others: float | None


@dataclass(frozen=True, slots=True)
class ActsTold:
    """Acts that one outlet tells: those that it scores most otherwise than others do, and those that it
    alone tells, the farthest out first."""

    outlet: str
    otherwise: tuple[ActTold, ...]
    alone: tuple[ActTold, ...]


def acts_told(compared: Compared, material: Material, *, shown: int) -> tuple[ActsTold, ...]:
    """What stands behind the index of each outlet: `shown` acts of either sort at the most."""
    if not compared.indexes:
        return ()
    scored, acts = compared.acts.scored(), {act.occurrence_id: act for act in material.occurrences}
    others = _others(scored.scores)
    found = []
    for row in compared.indexes:
        place = scored.telling.outlets.index(row.outlet)
        own, theirs = scored.scores[:, place], others[:, place]
        apart, alone = np.abs(own - theirs), np.where(np.isfinite(theirs), np.nan, np.abs(own))
        chosen = [
            tuple(
                _act_told(acts[scored.telling.acts[at].act_id], row.outlet, float(own[at]),
                          float(theirs[at]), compared, material)
                for at in _farthest(far, shown)
            )
            for far in (np.where(apart > 0, apart, np.nan), alone)
        ]  # fmt: skip
        found.append(ActsTold(row.outlet, *chosen))
    return tuple(found)


def _others(scores: Floats) -> Floats:
    """For each act and outlet the mean score of the others; NaN where no other tells it."""
    told = np.isfinite(scores)
    count = told.sum(axis=1, keepdims=True) - told
    total = np.nansum(scores, axis=1, keepdims=True) - np.nan_to_num(scores)
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(count > 0, total / count, np.nan)


def _farthest(far: Floats, most: int) -> list[int]:
    """The places of the largest values, in order; of equals the earlier first."""
    known = np.flatnonzero(np.isfinite(far))
    return [int(at) for at in known[np.argsort(-far[known], kind="stable")][:most]]


def _act_told(
    act: Occurrence,
    outlet: str,
    own: float,
    others: float,
    compared: Compared,
    material: Material,
) -> ActTold:
    reports = compared.acts.told_by(act)[outlet]
    surest = sorted(reports, key=lambda each: (-each.event.confidence, each.event.event_id))
    shown = replace(
        view(act, material),
        score=wording.signed(own),
        told=tuple(told(each, material.articles) for each in surest),
    )
    return ActTold(shown, own, others if np.isfinite(others) else None)
