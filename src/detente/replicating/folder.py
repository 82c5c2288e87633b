"""A folder from which others come to the same figures: acts, parameters, tables, and a script.

Acts, and how much is told of others by day, are all that the measures see; so the folder holds these and no
text. Whoever has it needs neither the workspace nor the articles (King, "Replication, Replication",
PS: Political Science and Politics 28, 1995).
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from detente.cells import csv_line
from detente.days import Day, as_day
from detente.errors import InputError
from detente.measuring import Every
from detente.measuring.periods import label, period_of
from detente.replicating import script
from detente.replicating.inputs import inputs
from detente.robustness.material import Source, gathered
from detente.store import Workspace
from detente.store.query import Pair, as_days
from detente.version import __version__
from detente.whole import unwritten, whole_folder

LISTED = " | "
"""Between the members of a list in a cell."""
SCRIPTS = Path(script.__file__).parent


@dataclass(frozen=True, slots=True)
class Replication:
    """What was written."""

    folder: Path
    acts: int
    tables: tuple[str, ...]
    refused: tuple[str, ...]
    """Measures that could not be computed, with the reason."""


def replicate(
    workspace: Workspace,
    between: Pair,
    out: str | Path,
    *,
    every: Every = "month",
    events: Sequence[Day] = (),
    since: Day | None = None,
    until: Day | None = None,
    dataset: str | None = None,
) -> Replication:
    """Write all that is needed to compute the measures of two states again, into a new folder.

    The same workspace gives the same bytes. The folder is written whole or not at all. Raises `QueryError`
    for a state that does not exist and a data set that was not imported, `TooLittleDataError` where no act
    joins the two, and `InputError` where the folder is there already or cannot be written.
    """
    folder = Path(out)
    if folder.exists():
        raise InputError(
            "is there already", where=str(folder), advice="Name a folder that is not there yet."
        )
    material = gathered(
        workspace, between, every=every, since=since, until=until, dataset=dataset, alone=True
    )
    source = material.sources[0]
    days = sorted({as_day(each).isoformat() for each in events})
    asked = _parameters(source, every, days, as_days(since, until), dataset)
    try:
        with whole_folder(folder) as part:
            found = _write(part, workspace, source, asked)
    except OSError as problem:
        raise unwritten(folder, problem) from problem
    refused = list(csv.reader(io.StringIO(found.pop("refused"))))[1:]
    told = tuple(f"{name}: {reason}" for name, reason in refused)
    return Replication(folder, len(source.usual), tuple(found), told)


def _parameters(
    source: Source, every: Every, events: list[str], asked: tuple[Any, Any], dataset: str | None
) -> dict[str, Any]:
    since, until = asked
    return {
        "between": list(source.between),
        "dataset": dataset,
        "every": every,
        "events": events,
        "since": since,
        "until": until,
        "first": source.first,
        "last": source.last,
    }


def _write(
    folder: Path, workspace: Workspace, source: Source, asked: dict[str, Any]
) -> dict[str, str]:
    """Write all files; the tables by name."""
    for name, table in _data(source):
        (folder / f"{name}.parquet").write_bytes(_parquet(table))
    (folder / "acts.csv").write_bytes(_acts_as_csv(source.usual, asked["every"]))
    _json(folder / "parameters.json", asked)
    _json(folder / "inputs.json", inputs(workspace, source))
    _json(folder / "environment.json", script.environment())
    found = script.tables(script.read(folder))
    (folder / "tables").mkdir()
    for name, text in found.items():
        (folder / "tables" / f"{name}.csv").write_bytes(text.encode())
    (folder / "replicate.py").write_bytes((SCRIPTS / "script.py").read_bytes())
    (folder / "replicate.R").write_bytes((SCRIPTS / "replicate.R").read_bytes())
    (folder / "README.md").write_bytes(_readme(source, found).encode())
    signed = sorted(path for path in folder.rglob("*") if path.is_file())
    _json(
        folder / "expected.json",
        {path.relative_to(folder).as_posix(): script.digest(path.read_bytes()) for path in signed},
    )
    return found


def _data(source: Source) -> Iterator[tuple[str, pa.Table]]:
    if source.volume is None:
        raise InputError("how much is told of others is not known", where=source.name)
    (own,) = source.volume.own
    yield "acts", source.usual
    yield "others", source.volume.counted
    yield (
        "own",
        own.select(["act_id", "day"]).sort_by([("day", "ascending"), ("act_id", "ascending")]),
    )


def _acts_as_csv(acts: pa.Table, every: str) -> bytes:
    """The acts with the period that each falls in; lists in one cell."""
    rows = acts.to_pylist()
    lines = [csv_line(["period", *acts.column_names])]
    for row in rows:
        period = label(period_of(row["day"], every), every)
        lines.append(csv_line([period, *map(_cell, row.values())]))
    return "".join(lines).encode()


def _cell(value: Any) -> Any:
    return LISTED.join(value) if isinstance(value, list) else value


def _parquet(table: pa.Table) -> bytes:
    stream = io.BytesIO()
    pq.write_table(table.combine_chunks(), stream)
    return stream.getvalue()


def _json(path: Path, told: dict[str, Any]) -> None:
    text = json.dumps(told, indent=2, default=dt.date.isoformat, ensure_ascii=False)
    path.write_bytes(f"{text}\n".encode())


def _readme(source: Source, found: dict[str, str]) -> str:
    one, other = source.between
    text = (SCRIPTS / "README.in.md").read_text(encoding="utf-8")
    tables = "\n".join(f"- `tables/{name}.csv`" for name in found)
    return text.format(
        one=one, other=other, acts=len(source.usual), data_set=source.name,
        version=__version__, tables=tables,
    )  # fmt: skip
