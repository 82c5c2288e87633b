"""The table of imported events: DuckDB writes its files, Delta's log says which of them count.

A file is sorted by pair of states, so that a question about one pair passes over all but a few of its
groups of rows.
"""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
from deltalake import DeltaTable

from detente.records import Imported, Rejected
from detente.schema import arrow_schema
from detente.store import commits
from detente.store.checking import open_to_write
from detente.store.databases import lent, opened
from detente.store.failures import explained
from detente.store.layout import has_table, open_table
from detente.store.lock import writer_lock
from detente.store.seeing import files_of, quoted, read, show

TABLE = "imported"
MENTIONS = "-mentions"
"""How the name of a data set ends that tells who reported the events of another."""
SPILL = "spill"
"""Where an import puts what does not fit in memory: in the workspace, where the next one finds it."""
MEMORY = "1GB"
"""What DuckDB may take while it imports; beyond it, it uses the disk."""
GROUP = 30_720
"""Rows of a group within a file, the least that a question reads."""
SMALL = 4 * 2**20
"""Bytes below which a file is small; `MANY` small ones of a data set become one."""
MANY = 16
ORDER = "pair NULLS LAST, date, file, line"
# Two hashes of an id: two ids share both with a chance below 1e-12 among a hundred million rows, and a
# known row takes 13 bytes.
DIGEST = "hash(imported_id) AS h, (hash(imported_id || '~') >> 32)::UINTEGER AS g"
ACTS = """
SELECT imported_id AS act_id, date AS day, actor_country = $first AS forward,
    actor_country = $second AS backward, event_type, quad_class, score, goldstein,
    NULL::DOUBLE AS confidence, tracks, {outlets} AS outlets
FROM {source} r {told}, generate_series(1, coalesce(r.acts, 1))
WHERE pair = $pair AND event_type IS NOT NULL
ORDER BY day, act_id
"""
"""An aggregate stands there as often as it counts acts."""
OUTLETS = "CASE WHEN r.outlet IS NULL THEN [] ELSE [r.outlet] END"
TOLD = """LEFT JOIN (
    SELECT source_id, list(DISTINCT outlet ORDER BY outlet) AS others FROM {mentions}
    WHERE outlet IS NOT NULL AND source_id IN (SELECT source_id FROM {source} WHERE pair = $pair)
    GROUP BY source_id
) t ON t.source_id = r.source_id"""
ROWS = "SELECT * FROM {source} WHERE {condition} ORDER BY date, dataset, file, line"
COVERAGE = """
SELECT date AS day, sum(coalesce(acts, 1))::BIGINT AS n FROM {source}
WHERE event_type IS NOT NULL GROUP BY day ORDER BY day
"""
COUNTS = """
SELECT dataset, count(*) AS n, min(date) AS first, max(date) AS last FROM {source}
GROUP BY dataset ORDER BY dataset
"""
TWO_FORMS = """
SELECT count(*) FROM (SELECT date FROM {source} GROUP BY date
    HAVING count(source_id) BETWEEN 1 AND count(*) - 1)
"""
VERDICTS = f"""
CREATE OR REPLACE TEMP TABLE candidates AS SELECT *, {DIGEST} FROM ({{candidates}});
CREATE OR REPLACE TEMP TABLE verdicts AS
WITH first AS (SELECT h, g, min(row) AS row FROM candidates GROUP BY h, g HAVING count(*) > 1),
old AS (SELECT row, fresh FROM candidates JOIN known USING (h, g))
SELECT c.row, f.row AS first, CASE WHEN o.fresh OR (o.row IS NULL AND f.row <> c.row) THEN 'duplicate'
    WHEN o.row IS NOT NULL THEN 'known' ELSE 'new' END AS verdict
FROM candidates c LEFT JOIN old o ON o.row = c.row LEFT JOIN first f ON f.h = c.h AND f.g = c.g;
INSERT INTO known SELECT h, g, true FROM candidates c SEMI JOIN
    (SELECT row FROM verdicts WHERE verdict = 'new') v ON v.row = c.row;
"""


class ImportWriter:
    """Appends imported rows; made by `importing`, which holds the workspace's lock.

    `connection` is the DuckDB in which the caller prepares them. It has a table `known` of the ids
    that the workspace holds.
    """

    def __init__(self, folder: Path, spill: Path) -> None:
        self._folder = folder
        self.spill = spill
        """A folder for what does not fit in memory; deleted afterwards."""
        open_to_write(folder)
        self.connection = opened(memory_limit=MEMORY, temp_directory=str(spill))
        self.connection.execute("CREATE TEMP TABLE known (h UBIGINT, g UINTEGER, fresh BOOLEAN)")
        if source := source_of(folder):
            self.connection.execute(f"INSERT INTO known SELECT {DIGEST}, false FROM {source}")

    def judge(self, candidates: str) -> None:
        """Make the table `verdicts(row, first, verdict)` for a question that gives `row, imported_id`.

        A verdict is `known` (held before this run), `duplicate` (of a row of this run) or `new`; `first` is
        the first candidate of the same id, where there are several.
        """
        self.connection.execute(VERDICTS.format(candidates=candidates))

    def append(self, rows: str, dataset: str) -> None:
        """Add rows of one data set that a question gives, with the columns of `Imported`, in one commit.

        They are stored in the order in which they come, which should be that of their pairs.
        """
        self._commit(rows, dataset, replaced=())

    def days_in_two_forms(self, dataset: str) -> int:
        """On how many days a data set has rows with ids of its own and rows without."""
        source = source_of(self._folder, dataset)
        if source is None:
            return 0
        (days,) = self.connection.sql(TWO_FORMS.format(source=source)).fetchall()[0]
        return int(days)

    def merge_small(self) -> None:
        """Make one file of the many small ones that many small imports leave, and delete old leftovers.

        What a killed run wrote and did not commit is deleted after a day, as are merged files.
        """
        sizes: dict[str, list[Path]] = {}
        for path in _files(self._folder):
            if path.stat().st_size < SMALL:
                sizes.setdefault(_dataset(path.name), []).append(path)
        for dataset, paths in sizes.items():
            if len(paths) >= MANY:
                self._commit(f"SELECT * FROM {_read(paths)} ORDER BY {ORDER}", dataset, paths)
        commits.tidy(DeltaTable(self._folder / TABLE))

    def _commit(self, rows: str, dataset: str, replaced: Sequence[Path]) -> None:
        table = DeltaTable(self._folder / TABLE)
        name = f"{dataset}.{uuid.uuid4()}.parquet"
        path = self._folder / TABLE / name
        columns = ", ".join(arrow_schema(Imported).names)
        self.connection.execute(
            f"COPY (SELECT {columns} FROM ({rows})) TO {quoted(str(path))}"
            f" (FORMAT parquet, ROW_GROUP_SIZE {GROUP})"
        )
        went = [old.name for old in replaced]
        commits.commit(table, {name: commits.held(path)}, went, changes=not replaced)

    def reject(self, rejected: pa.Table) -> None:
        """Add rows of `Rejected` that are not there yet."""
        table = DeltaTable(self._folder / "rejected")
        show(self.connection, "stored", table)
        self.connection.register("found", rejected)
        fresh = self.connection.sql(
            "SELECT DISTINCT * FROM found f WHERE NOT EXISTS (SELECT 1 FROM stored s WHERE s.path = f.path"
            " AND s.place IS NOT DISTINCT FROM f.place AND s.reason = f.reason) ORDER BY ALL"
        ).to_arrow_table()
        if len(fresh):
            commits.append(table, fresh.cast(arrow_schema(Rejected)))


@contextmanager
def importing(folder: Path) -> Iterator[ImportWriter]:
    """Hold a workspace for importing; raises `WorkspaceError` where another process writes to it."""
    with writer_lock(folder):
        spill = folder / SPILL
        try:
            with explained(folder):
                shutil.rmtree(spill, ignore_errors=True)  # of an import that was killed
                spill.mkdir()
                writer = ImportWriter(folder, spill)
                with writer.connection:
                    yield writer
        finally:
            shutil.rmtree(spill, ignore_errors=True)


def ask_imported(
    folder: Path, question: str, dataset: str | None = None, **values: Any
) -> pa.Table | None:
    """The answer to a question with `{source}` about the rows, of one data set or all; None if none."""
    source = source_of(folder, dataset)
    return None if source is None else _asked(question.format(source=source), values)


def ask_acts(folder: Path, dataset: str, **values: Any) -> pa.Table | None:
    """The acts of a pair in one data set; None where there are no rows of it.

    Where the set's mentions were imported too, they tell who reported an event.
    """
    source, mentions = (source_of(folder, name) for name in (dataset, f"{dataset}{MENTIONS}"))
    if source is None:
        return None
    told = TOLD.format(mentions=mentions, source=source) if mentions else ""
    outlets = f"coalesce(t.others, {OUTLETS})" if mentions else OUTLETS
    return _asked(ACTS.format(source=source, told=told, outlets=outlets), values)


def _asked(sql: str, values: dict[str, Any]) -> pa.Table:
    with lent() as connection:
        return connection.sql(sql, params=values).to_arrow_table()


def source_of(folder: Path, dataset: str | None = None) -> str | None:
    """SQL that names the files of the table, or those of one data set; None where there are none."""
    paths = [path for path in _files(folder) if dataset in (None, _dataset(path.name))]
    return _read(paths) if paths else None


def _files(folder: Path) -> list[Path]:
    if not has_table(folder, TABLE):
        return []
    return sorted(files_of(open_table(folder, TABLE)))


def _dataset(name: str) -> str:
    return name.partition(".")[0]


def _read(paths: Sequence[Path]) -> str:
    """SQL that names files, also those of before `acts` was a column."""
    return f"(FROM {read(paths)} UNION ALL BY NAME SELECT NULL::BIGINT AS acts WHERE false)"
