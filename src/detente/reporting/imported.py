"""What goes into a report on imported data? The measures of its acts, and the rows that drove a turn."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from detente.errors import QueryError, TooLittleDataError
from detente.measuring import acts_imported, chosen, measure, measure_by_track
from detente.measuring.covered import volume
from detente.records import Imported
from detente.reporting.gathering import Asked, Material, in_order
from detente.reporting.standing import Doing, Standing, silent, stand
from detente.reporting.wording import many
from detente.schema import to_rows
from detente.store import Workspace


def gather_imported(
    workspace: Workspace, asked: Asked, dataset: str, *, doing: Doing = silent
) -> Material:
    """Measure an imported data set; raises `QueryError` where it tells nothing of the two states."""
    doing(f"reading {dataset}")
    held = acts_imported(workspace, asked.between, dataset)
    acts = chosen(held, since=asked.since, until=asked.until)
    if not len(acts):
        raise _nothing(asked, dataset, held)
    by_track = in_order(measure_by_track(acts, asked.question))
    standing = stand(
        acts, by_track, asked.question,
        told=volume(workspace, [asked.between], dataset=dataset), doing=doing,
    )  # fmt: skip
    return Material(
        asked=asked,
        acts=acts,
        rows=_rows(workspace, dataset, standing),
        occurrences=(),
        reports={},
        left_out=(),
        statements=(),
        opinions=(),
        channels=(),
        told_channels={},
        until=asked.until,
        articles={},
        article_ids=tuple(sorted(acts["act_id"].to_pylist())),
        rejected=0,
        series=measure(acts, asked.question),
        by_track=by_track,
        standing=standing,
    )


def place_of(row: Imported) -> str:
    """Where a row stands: `names.tsv, line 972`."""
    return f"{Path(row.file).name}, line {row.line}"


def _rows(workspace: Workspace, dataset: str, standing: Standing | None) -> dict[str, Imported]:
    """The rows that drove a turn, by id."""
    if standing is None or standing.drivers is None:
        return {}
    wanted = {driver.act_id for driver in standing.drivers.records()}
    rows = to_rows(workspace.imported(dataset=dataset, ids=wanted), Imported) if wanted else []
    return {row.imported_id: row for row in rows}


def _nothing(asked: Asked, dataset: str, held: pa.Table) -> QueryError:
    first, second = asked.names
    if len(held):
        days = pc.min_max(held["day"]).as_py()
        return TooLittleDataError(
            f"no act of {dataset} between {first} and {second} in the time asked for",
            advice=f"Outside it there are {many(len(held), 'act')}, from {days['min']} to {days['max']}: "
            "change --since or --until.",
        )
    return TooLittleDataError(
        f"no act of {dataset} between {first} and {second}",
        advice="Name two other states, or import files that tell of these.",
    )
