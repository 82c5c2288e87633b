"""The record of two states as it may be, given what is not known of it: one draw after the other.

Each draw says of every act how often it counts and with which score, so that any measure of the acts can be
taken again. Four things are not known, and each may be left out:

- `sampling`: other acts might have been told. Each counts a Poisson number of times, 1 on the mean (the
  bootstrap of counts: Efron, Annals of Statistics 7, 1979; Hanley and MacGibbon, Computer Methods and
  Programs in Biomedicine 83, 2006).
- `coder`: which acts were, and of which type. Drawn as for the level (`detente.measuring.redrawing`): by
  confidence and confusion table, in the pair's own mix at the time. An act that never was counts nothing.
- `outlets`: others might have been read. Outlets are drawn with all that they tell (a cluster bootstrap;
  Davison and Hinkley, "Bootstrap Methods and their Application", 1997, 3.8), with smooth weights (Rubin,
  "The Bayesian bootstrap", Annals of Statistics 9, 1981), so that no outlet is quite gone. An act of
  several counts for each with an equal part. An outlet that tells one act varies by no more than that act.
- `merging`: whether two reports tell one act. What is in doubt (`detente.merging.doubtful`) is joined with
  the chance that it is one act: a joined act counts once, one that is two counts twice.

What is left out is as it is told: an act weighs its confidence where the coder is not redrawn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pyarrow as pa

from detente.coding.ontology import event_types
from detente.measuring.confusion import Confusion, shipped
from detente.measuring.figures import many
from detente.measuring.question import Question
from detente.measuring.redrawing import FEWEST_PERIODS, Chain, Redrawing
from detente.measuring.slants import FEWEST as FEWEST_OUTLETS
from detente.measuring.tally import Floats, Ints, Tally, tally, tellings, weights_of_acts
from detente.merging.doubtful import DoubtfulMerge

Unknown = Literal["sampling", "coder", "outlets", "merging"]
UNKNOWN: tuple[Unknown, ...] = get_args(Unknown)
SETTLING = 5
"""Ways of misreading that are thrown away, before types and level have settled."""
CHECKED = 1.0
"""Confidence of what a reviewer judged, which is in no doubt."""


@dataclass(frozen=True, slots=True, eq=False)
class Redraw:
    """One record as it may be: of each act how often it counts, what it weighs in means and sums, and its
    score."""

    times: Floats
    weights: Floats
    scores: Floats


class Redraws:
    """Redraws the acts (`ACTS`) of a question.

    `confusion` is as of `Level`. `holds` are what is redrawn, `absent` what cannot be, with the reason.
    """

    def __init__(
        self,
        acts: pa.Table,
        question: Question,
        *,
        confusion: Confusion | None = None,
        merges: Sequence[DoubtfulMerge] = (),
        without: Collection[Unknown] = (),
        seed: int = 0,
    ) -> None:
        self.acts, self.seed = acts, seed
        numbered = acts.append_column("row", pa.array(np.arange(len(acts))))
        counted = tally(numbered, question)
        self._rows: Ints = counted.acts["row"].to_numpy()
        self._confusion = confusion or _of_own_coder(acts)
        self._merges = _placed(acts, merges)
        self._outlets = _Outlets.of(acts)
        self.absent = {
            part: why for part, why in self._absent(counted).items() if part not in without
        }
        self.holds = tuple(
            part for part in UNKNOWN if part not in without and part not in self.absent
        )
        self._source = Redrawing(counted, self._confusion) if "coder" in self.holds else None

    def draws(self, count: int) -> Iterator[Redraw]:
        """So many records; the same for the same seed."""
        rng = np.random.default_rng([self.seed, *(part in self.holds for part in UNKNOWN), 2])
        chain = self._chain(rng)
        told, scores = weights_of_acts(self.acts), self.acts["score"].to_numpy()
        for _ in range(count):
            stands, drawn = np.ones(len(scores)), scores
            if chain is not None:
                stands, drawn = self._retyped(chain, scores, rng)
            often = self._often(rng)
            weights = stands if chain is not None else told
            yield Redraw(stands * often, weights * often, drawn)

    def _chain(self, rng: np.random.Generator) -> Chain | None:
        """What redraws types, settled; None where they are not redrawn."""
        if self._source is None:
            return None
        parts: tuple[Literal["coder", "sampling"], ...] = ("coder", "sampling")
        chain = Chain(self._source, parts if "sampling" in self.holds else parts[:1], rng)
        for _ in range(SETTLING):
            chain.misread()
        return chain

    def _retyped(
        self, chain: Chain, scores: Floats, rng: np.random.Generator
    ) -> tuple[Floats, Floats]:
        """Of each act whether it was, 1 or 0, and its score, under another way of misreading."""
        chain.misread()
        chain.remixed()
        assert chain.chances is not None
        cells = chain.source.cells
        sums = np.cumsum(chain.chances, axis=1)
        sums /= sums[:, -1:]
        kind = (rng.random(len(cells.of_act))[:, None] > sums[cells.of_act]).sum(axis=1)
        none = len(event_types())
        told = cells.kind[cells.of_act]
        kind = np.where(cells.confidence[cells.of_act] >= CHECKED, told, kind)
        stands, drawn = np.ones(len(scores)), scores.copy()
        stands[self._rows] = kind < none
        marked = cells.marked[np.minimum(kind, none - 1)]
        drawn[self._rows] = np.where(kind == told, scores[self._rows], marked)
        return stands, drawn

    def _often(self, rng: np.random.Generator) -> Floats:
        """How often each act counts by what was read, merged and told."""
        often = np.ones(len(self.acts))
        if "outlets" in self.holds:
            often = self._outlets.weights(rng)
        if "merging" in self.holds:
            often = often * self._merges.often(rng)
        return rng.poisson(often).astype(np.float64) if "sampling" in self.holds else often

    def _absent(self, counted: Tally) -> dict[Unknown, str]:
        found: dict[Unknown, str] = {}
        if self._confusion is None:
            found["coder"] = "nobody says how often this coder errs"
        elif (seen := len(np.unique(counted.place))) < FEWEST_PERIODS:
            found["coder"] = f"only {seen} of the periods have an act; {FEWEST_PERIODS} are needed"
        if (count := self._outlets.count) < FEWEST_OUTLETS:
            told = f"{many(count, 'outlet')} {'tells' if count == 1 else 'tell'} it"
            found["outlets"] = f"{told}; {FEWEST_OUTLETS} are needed"
        if not len(self._merges.chance):
            found["merging"] = "no join is known to be in doubt"
        return found


def _of_own_coder(acts: pa.Table) -> Confusion | None:
    """The table of detente's own coder, where one says how sure it is."""
    return None if acts["confidence"].null_count == len(acts) else shipped()


@dataclass(frozen=True, slots=True, eq=False)
class _Outlets:
    """Act and outlet of each telling, by index; the part of its act that it is; how many outlets."""

    act: Ints
    outlet: Ints
    part: Floats
    acts: int
    count: int

    @classmethod
    def of(cls, acts: pa.Table) -> _Outlets:
        act, outlet, names = tellings(acts)
        told = np.bincount(act, minlength=len(acts))
        return cls(act, outlet, 1 / told[act], len(acts), len(names))

    def weights(self, rng: np.random.Generator) -> Floats:
        """Of each act the mean weight of its outlets; 1 where none is named."""
        drawn = rng.standard_exponential(self.count)
        drawn *= self.count / drawn.sum()
        told = np.bincount(self.outlet, self.part, minlength=self.count)
        own = 1 + np.sqrt(1 - 1 / np.maximum(told, 1)) * (drawn - 1)
        found = np.bincount(self.act, self.part * own[self.outlet], minlength=self.acts)
        named = np.bincount(self.act, minlength=self.acts) > 0
        return np.where(named, found, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class _Merges:
    """Joins in doubt: the chance that it is one act; the acts, by row, that count no more if it is, -1 for
    none; and those that count once more if it is not."""

    chance: Floats
    gone: Ints
    twice: Ints
    acts: int

    def often(self, rng: np.random.Generator) -> Floats:
        """How often each act counts."""
        one = rng.random(len(self.chance)) < self.chance
        found = np.ones(self.acts)
        found[self.gone[one & (self.gone >= 0)]] = 0.0
        np.add.at(found, self.twice[~one & (self.twice >= 0)], 1.0)
        return found


def _placed(acts: pa.Table, merges: Sequence[DoubtfulMerge]) -> _Merges:
    """The joins whose acts are all among these; of two acts the later is the one that is gone."""
    rows = {name: row for row, name in enumerate(acts["act_id"].to_pylist())}
    held = [each for each in merges if {each.act, each.other or each.act} <= rows.keys()]
    return _Merges(
        chance=np.array([each.chance for each in held], dtype=np.float64),
        gone=np.array(
            [max(rows[each.act], rows[each.other]) if each.other else -1 for each in held], np.int64
        ),
        twice=np.array([-1 if each.other else rows[each.act] for each in held], np.int64),
        acts=len(acts),
    )
