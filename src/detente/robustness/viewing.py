"""The acts as one specification has them: merged, scored, as sure as it asks, of its time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from detente.coding.ontology import COOPERATIVE
from detente.measuring import Points, by_period, chosen
from detente.measuring.coverage import Coverage
from detente.measuring.covered import Volume
from detente.measuring.flows import span_of
from detente.measuring.periods import Period, periods
from detente.robustness.material import Source
from detente.robustness.specifications import FIFTH, SPANS, Specification

WHOLE, LATE, EARLY = SPANS


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """What a specification sees of a pair; `first` and `last` are ends of the time that is covered."""

    between: tuple[str, str]
    acts: pa.Table
    first: dt.date | None
    last: dt.date | None
    volume: Volume | None

    def points(self, every: Any, of: Any) -> tuple[Points, list[Period]]:
        """A value for each period, and the periods. A sum is zero where nothing is told in a time that is
        covered; a mean begins and ends with the acts."""
        ends = (None, None) if of == "mean" else (self.first, self.last)
        points = by_period(self.acts, every=every, of=of, since=ends[0], until=ends[1])
        first, last = span_of([self.acts], *ends)
        spans = list(periods(first, last, every)) if first and last else []
        return points, spans

    def coverage(self, like: Points, spec: Specification) -> Coverage | None:
        """How much is told of others in those periods, where the specification takes it in."""
        if spec.coverage != "taken in" or self.volume is None:
            return None
        return self.volume.over(like)


@dataclass(frozen=True, slots=True)
class Views:
    """The views of some data sets, each made once."""

    sources: Mapping[str, Source]
    _held: dict[Any, View] = field(default_factory=dict)

    def of(self, spec: Specification) -> View:
        """What a specification sees."""
        key = spec.of(("source", "merging", "scale", "confidence", "span"))
        if key not in self._held:
            self._held[key] = _view(self.sources[spec.source], spec)
        return self._held[key]


def view_of(source: Source, spec: Specification) -> View:
    """What a specification sees of another pair, whatever its data set is called."""
    return _view(source, spec)


def _view(source: Source, spec: Specification) -> View:
    merged = source.acts[source.merging(spec.merging)]
    acts = scored(sure(merged, spec.confidence), spec.scale)
    whole = View(source.between, acts, source.first, source.last, source.volume)
    return whole if spec.span == WHOLE else _cut(whole, spec.span)


def scored(acts: pa.Table, scale: str) -> pa.Table:
    """The acts (`ACTS`) by another scale; those that it has no score for are left out."""
    if scale == "plover":
        return acts
    if scale == "goldstein":
        held = acts.filter(pc.is_valid(acts["goldstein"]))
        return _with_scores(held, held["goldstein"])
    kind = pc.is_in(acts["quad_class"], pa.array(sorted(COOPERATIVE)))
    return _with_scores(acts, pc.if_else(kind, 1.0, -1.0))


def _with_scores(acts: pa.Table, scores: Any) -> pa.Table:
    place = acts.schema.get_field_index("score")
    return acts.set_column(place, acts.schema.field(place), scores.cast(pa.float64()))


def sure(acts: pa.Table, least: float) -> pa.Table:
    """The acts of which the coder is so sure; those of which none says how sure it is are among them."""
    if not least:
        return acts
    return acts.filter(pc.greater_equal(pc.fill_null(acts["confidence"], 1.0), least))


def _cut(view: View, span: str) -> View:
    """Without the first or the last fifth of the days."""
    first, last = span_of([view.acts], view.first, view.last)
    if first is None or last is None:
        return view
    part = dt.timedelta(days=round(FIFTH * ((last - first).days + 1)))
    if span == LATE:
        first += part
    else:
        last -= part
    acts = chosen(view.acts, since=first, until=last)
    return replace(view, acts=acts, first=first, last=last)


def spread_of(values: Any) -> float:
    """The standard deviation of what has a value, 1 where nothing varies: the unit of effects."""
    known = np.asarray(values, dtype=float)
    known = known[np.isfinite(known)]
    return float(known.std()) if len(known) and np.ptp(known) > 0 else 1.0
