"""What a workspace says of how far its record of two states may be wrong: for `detente.measuring.doubting`.

An audit of the two tells how sure the coder may be of what it told of them. Where it is right more or less
often than it says, all its confidences are moved by the same log-odds, drawn within what the units checked
allow (recalibration in the large: Cox, Biometrika 45, 1958); which types it takes for which is still by the
table of its errors. Acts that it missed are in no draw.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from detente.auditing.checking import Checked, checked
from detente.errors import QueryError, TooLittleDataError
from detente.measuring.confusion import Confusion, Misreading, shipped
from detente.merging.doubtful import DoubtfulMerge, doubtful
from detente.store import Merged, Query, Workspace

ENOUGH = 20
"""Acts that must be checked, below which the coder is taken to be as sure as it says."""


@dataclass(frozen=True, slots=True)
class AuditedConfusion(Confusion):
    """A table of errors of a coder whose sureness was checked: `right` of the acts checked were (as many as
    would tell as much in a simple sample), where it said `sure` on the mean."""

    found_right: float = 0.5
    found_wrong: float = 0.5
    sure: float = 0.5

    def draw(self, rng: np.random.Generator) -> Misreading:
        """One coder that the counts and the acts checked allow."""
        usual = Confusion.draw(self, rng)
        right = float(rng.beta(self.found_right + 0.5, self.found_wrong + 0.5))
        return replace(usual, shift=usual.shift + _log_odds(right) - _log_odds(self.sure))


@dataclass(frozen=True, slots=True)
class Doubts:
    """What may be wrong of a record: the joins in doubt, and the table of errors that an audit gave; None
    where no audit told enough."""

    merges: Sequence[DoubtfulMerge] = ()
    confusion: Confusion | None = None


def doubts(
    workspace: Workspace,
    between: tuple[str, str],
    *,
    merged: Merged | None = None,
    uncorrected: bool = False,
) -> Doubts:
    """What may be wrong of the record of two states, which is `merged` where that was done already."""
    found = merged or workspace.merged(Query(between=between, uncorrected=uncorrected))
    settled = {
        name
        for each in workspace.corrections()
        if not uncorrected and each.judgement in ("together", "apart", "merge")
        for name in each.records
    }
    merges = doubtful(found.occurrences, found.reports, settled)
    return Doubts(tuple(merges), _audited(workspace, between))


def _audited(workspace: Workspace, between: tuple[str, str]) -> Confusion | None:
    try:
        return audited_confusion(checked(workspace, between))
    except (QueryError, TooLittleDataError):  # no sample was drawn, or hardly any of it is checked
        return None


def audited_confusion(found: Checked) -> Confusion | None:
    """The table of errors with how sure the coder is set right; None where too few acts were checked."""
    if len(found.acts) < ENOUGH:
        return None
    weights = found.strata.weights
    right = np.array([bool(each.found) and "type" not in each.wrong for each in found.acts])
    sure = np.array([found.occurrences[each.act].confidence for each in found.acts])
    effective = float(weights.sum() ** 2 / (weights**2).sum())
    share = float(np.average(right, weights=weights))
    return AuditedConfusion(
        counts=shipped().counts,
        found_right=share * effective,
        found_wrong=(1 - share) * effective,
        sure=float(np.clip(np.average(sure, weights=weights), 0.01, 0.99)),
    )


def _log_odds(share: float) -> float:
    held = min(max(share, 0.01), 0.99)
    return float(np.log(held) - np.log1p(-held))
