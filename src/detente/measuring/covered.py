"""How much does a workspace, or a data set in it, tell of others than some pairs, day by day?

Of what was read, reports are counted and not the acts that they tell: what is wanted is how much was
written, and to join all reports of all states takes as long as thousands of questions about two.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import pyarrow as pa

from detente.errors import TooLittleDataError
from detente.measuring.acts import acts_imported, coverage
from detente.measuring.coverage import Coverage, coverage_of
from detente.measuring.points import Points
from detente.measuring.tally import COVERAGE
from detente.store.query import Pair
from detente.store.reported import reports_by_day, reports_of
from detente.store.workspace import Workspace


@dataclass(frozen=True, slots=True, eq=False)
class Volume:
    """`counted` is what is told of all states by day (`COVERAGE`), `own` what of it is of the pairs."""

    counted: pa.Table
    own: tuple[pa.Table, ...]

    def over(self, like: Points) -> Coverage | None:
        """The coverage of the periods of a series; None where the data set has no dated act."""
        try:
            return coverage_of(self.counted, like, apart=self.own)
        except TooLittleDataError:
            return None


def volume(
    workspace: Workspace, between: Collection[Pair], *, dataset: str | None = None
) -> Volume:
    """What is told of all states and of some pairs, given by code or name."""
    if dataset is None:
        own = reports_of(workspace.folder, between)
        return Volume(reports_by_day(workspace.folder, COVERAGE), (own,))
    held = tuple(acts_imported(workspace, pair, dataset) for pair in between)
    return Volume(coverage(workspace, dataset=dataset), held)
