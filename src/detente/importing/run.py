"""`detente import`: files of others' event data into the table `imported`, and only what is new."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa

from detente.errors import InputError
from detente.importing import mapping, repeating
from detente.importing.codebooks import Codebook
from detente.importing.drafting import DRAFT, draft
from detente.importing.formats import Format, asked, formats_of
from detente.importing.layouts import Layout, layout_of
from detente.importing.opening import Member, broken, found_files, head, members
from detente.importing.rejecting import NOT_UTF8, Rejections
from detente.importing.report import DaySpan, ImportReport
from detente.importing.slicing import (
    Runs,
    Slice,
    blank_runs,
    has_quotes,
    holds_quotes,
    joined,
    runs,
    slices,
)
from detente.importing.systems import Systems, systems_of
from detente.reading.counting import IN_FULL
from detente.records import Rejected
from detente.schema import arrow_schema
from detente.store import Workspace
from detente.store.imports import ImportWriter
from detente.store.query import resolve_pair

BATCH = 500_000
"""Rows that are prepared together and become visible in one commit."""
FAULTS = {
    "INVALID ENCODING": NOT_UTF8,
    "LINE SIZE OVER MAXIMUM": "longer than two million bytes",
}
NO_RUNS = joined([])
NO_CODEBOOK = Codebook()
Progress = Callable[[int, ImportReport], None]


def import_files(
    workspace: Workspace,
    paths: Iterable[str | Path],
    formats: str | Sequence[Format],
    *,
    name: str | None = None,
    between: Collection[tuple[str, str]] = (),
    identical: str | None = None,
    codebook: Codebook = NO_CODEBOOK,
    batch: int = BATCH,
    names: Mapping[Path, str] | None = None,
    on_progress: Progress | None = None,
) -> ImportReport:
    """Import files and folders of one kind (`KINDS`) or in formats of one's own (`user_format`).

    `name` is what the data set is called in the workspace, else as its format says. `between` keeps
    only rows of these pairs of states, given by code or name. `identical` says what becomes of rows of a
    file of a set without ids that are alike in every cell (`IDENTICAL`), else the format does: mostly they
    are kept. `codebook` are tables of your own, which go before those of the data set. Run again, it adds
    only what is new; killed at any moment and run again, it ends with the same rows. A file that cannot be
    read is a row of `rejected`. `on_progress` is told how many bytes were read since it was last told, and
    what was done. `names` has what files are called that were fetched. Raises `InputError` for a path that
    does not exist, `QueryError` for a state that does not, `WorkspaceError`.
    """
    files = found_files(paths)
    chosen = formats_of(formats) if isinstance(formats, str) else formats
    chosen = asked(chosen, name=name, identical=identical, codebook=codebook)
    pairs = sorted("-".join(sorted(resolve_pair(pair))) for pair in between)
    with workspace.importing() as writer:
        run = _Run(writer, chosen, pairs, batch, on_progress)
        for file in files:
            run.take(file, (names or {}).get(file))
        return run.finish()


class _Run:
    """One run: `take` makes drafts of a file, `_flush` makes rows of the drafts."""

    def __init__(
        self,
        writer: ImportWriter,
        formats: Sequence[Format],
        pairs: Sequence[str],
        batch: int,
        on_progress: Progress | None,
    ) -> None:
        self._writer = writer
        self._formats = formats
        self._sql = writer.connection
        self._pairs = pairs
        self._batch = batch
        self._spill = writer.spill
        self._on_progress = on_progress
        self._rejections = Rejections()
        self._moved = False
        self._slices = 0
        self._began = time.perf_counter()
        self.report = ImportReport()
        # Formats that are alike in all else may differ in their tables, so each has a name here.
        self._codebooks = {str(place): each.codebook for place, each in enumerate(formats)}
        self._sql.execute(mapping.TABLES)
        self._sql.execute(DRAFT)

    def take(self, file: Path, name: str | None = None) -> None:
        """Add a file, or what is packed in it."""
        try:
            for member in members(file, name):
                self._take(member)
        except InputError as problem:
            self._reject_file(problem)

    def finish(self) -> ImportReport:
        """What was done, once all of it is stored."""
        self._flush()
        self._rejections.count_rest()
        self._store_rejected()
        self._writer.merge_small()
        rows = self._sql.sql("SELECT dataset, day FROM days ORDER BY ALL").fetchall()
        for dataset in dict.fromkeys(name for name, _ in rows):
            self.report.days[dataset] = _days([day for name, day in rows if name == dataset])
            if len({each.hashed for each in self._formats if each.dataset == dataset}) > 1:
                self.report.in_two_forms[dataset] = self._writer.days_in_two_forms(dataset)
        self.report.seconds = time.perf_counter() - self._began
        return self.report

    def _take(self, member: Member) -> None:
        self.report.files += 1
        self.report.by_file[member.name] = Counter()
        try:
            layout = layout_of(self._formats, head(member), member.name)
            self.report.headers += layout.skip
            self.report.lines += layout.skip
            quoted = layout.quoted and has_quotes(member)
            parts = slices(
                member, layout.skip, quoted=quoted, spill=self._spill, on_progress=self._tell
            )
            self._sql.execute(repeating.FORGET)
            for part in parts:
                self._draft(member, layout, part, quoted)
        except InputError as problem:
            self._reject_file(problem)

    def _tell(self, taken: int) -> None:
        if self._on_progress is not None:
            self.report.seconds = time.perf_counter() - self._began
            self._on_progress(taken, self.report)

    def _draft(self, member: Member, layout: Layout, part: Slice, quoted: bool) -> None:
        number, first_row = self._slices, self._drafts()
        self._slices += 1
        self._read_best(member, layout, part, number, quoted)
        systems = self._systems(member, layout, number)
        if layout.format.hashed and layout.format.identical == "kept":
            self.report.identical += repeating.tell_apart(self._sql, number)
        self._sql.execute(
            "INSERT INTO slices VALUES (?, ?, ?, ?, ?, ?, ?)",
            [number, member.name, layout.format.dataset, self._with_own(systems.codes, layout),
             self._with_own(systems.countries, layout), first_row, part.first_line],
        )  # fmt: skip
        self._account(member, part, number, first_row)
        if self._drafts() >= self._batch:
            self._flush()

    def _with_own(self, system: str, layout: Layout) -> str:
        """A system of codes, with the name of the format's own tables where it has some."""
        own = layout.format.codebook != NO_CODEBOOK and system != "none"
        return f"{system}/{self._formats.index(layout.format)}" if own else system

    def _read_best(
        self, member: Member, layout: Layout, part: Slice, number: int, quoted: bool
    ) -> None:
        """Draft a slice, with quotation marks as marks or as letters: as leaves more rows whole."""
        try:
            self._sql.execute(draft(layout, part, number, quoted=quoted))
            whole = self._whole(number)
            if whole >= part.lines or layout.format.pattern or not holds_quotes(part.path):
                return
            self._forget(number)
            self._sql.execute(draft(layout, part, number, quoted=not quoted))
            if self._whole(number) <= whole:
                self._forget(number)
                self._sql.execute(draft(layout, part, number, quoted=quoted))
        except duckdb.InvalidInputException as problem:
            self._forget(number)
            raise broken(member.name, problem) from problem

    def _whole(self, number: int) -> int:
        (count,) = self._one(f"SELECT count(*) FROM draft WHERE slice = {number} AND fault IS NULL")
        return count

    def _forget(self, number: int) -> None:
        # A copy, and no DELETE, since lines are counted by the numbers of rows.
        self._sql.execute("DROP TABLE IF EXISTS faults; DROP TABLE IF EXISTS scans")
        self._sql.execute(
            f"CREATE OR REPLACE TEMP TABLE draft AS FROM draft WHERE slice <> {number}"
        )

    def _systems(self, member: Member, layout: Layout, number: int) -> Systems:
        counts = self._sql.sql(
            f"SELECT code, count(*) FROM draft WHERE slice = {number} AND code IS NOT NULL"
            " AND fault IS NULL GROUP BY code"
        ).fetchall()
        systems = systems_of(layout.format, dict(counts))
        if systems.whole:
            whens = " ".join(f"WHEN '{old}' THEN '{new}'" for old, new in systems.whole.items())
            code = f"CASE WHEN slice <> {number} THEN code ELSE CASE code {whens} ELSE code END END"
            self._sql.execute(
                f"CREATE OR REPLACE TEMP TABLE draft AS SELECT * REPLACE ({code} AS code) FROM draft"
            )
            self.report.shortened_files[member.name] = None
        if systems.codes == "weis" and layout.format.codes != "weis":
            self.report.weis_files[member.name] = None
        return systems

    def _account(self, member: Member, part: Slice, number: int, first_row: int) -> None:
        """Find the lines of a slice that gave no draft, and what they move.

        What is left beside refused rows are lines that an open quotation mark of theirs runs over.
        """
        refused = self._refused(member, part)
        (within,) = self._one(f"SELECT coalesce(sum(breaks), 0) FROM draft WHERE slice = {number}")
        missing = part.lines - (self._drafts() - first_row) - int(refused[1].sum()) - within
        blank = blank_runs(part) if missing and not within else NO_RUNS
        blanks = int(blank[1].sum())
        run_over = 0 if within else missing - blanks
        if run_over and not refused.size and self._whole(number) == self._drafts() - first_row:
            run_over = 0
        self.report.lines += part.lines
        self.report.blank += missing if within else blanks
        self.report.within += within + run_over
        self._moved = self._moved or bool(within or blank.size or refused.size)
        self._shift(number, joined([refused, blank]))

    def _refused(self, member: Member, part: Slice) -> Runs:
        """Stretches of lines that DuckDB refused, told as rejections."""
        self._sql.execute(mapping.REFUSED.format(skip=part.skip))
        self._sql.execute("DROP TABLE faults; DROP TABLE scans")
        before = part.first_line - 1
        for error, first, count, last in self._sql.sql(mapping.REFUSED_KINDS).fetchall():
            kind = FAULTS.get(error, error.lower())
            told = [(line + before, kind) for line in first]
            self._rejections.add_lines(member.name, kind, told, count, last + before)
            self.report.verdicts["rejected"] += count
            self.report.by_file[member.name]["rejected"] += count
            self._note(kind, count, f"{member.name} line {told[0][0]}")
        return runs(self._sql.sql(mapping.REFUSED_LINES).fetchnumpy()["line"])

    def _note(self, kind: str, count: int, example: str) -> None:
        self.report.reasons[kind] += count
        self.report.examples.setdefault(kind, example)

    def _shift(self, number: int, passed: Runs) -> None:
        """Note by how many lines rows are moved that come after lines passed over."""
        if passed.size:
            first, count = passed
            moved = np.cumsum(count)
            at = first + count - 1 - moved
            self._sql.register("passed", pa.table({"place": at, "moved": moved}))
            self._sql.execute(
                f"INSERT INTO shifts SELECT {number}, place, max(moved) FROM passed GROUP BY place"
            )
            self._sql.unregister("passed")

    def _flush(self) -> None:
        if self._drafts():
            mapping.look_up(self._sql, self._codebooks)
            self._sql.execute(mapping.PAIRED)
            self._writer.judge(mapping.WANTED.format(wanted=self._wanted()))
            line, places = mapping.SIMPLE_LINE, ""
            if self._moved:
                self._sql.execute(mapping.PLACES)
                line, places = "places.line", "JOIN places ON places.row = d.rowid"
            self._collect_faults(line, places)
            self._count()
        self._store_rejected()
        if self._drafts():
            for (dataset,) in self._sql.sql(mapping.NEW).fetchall():
                rows = mapping.ROWS.format(line=line, places=places, dataset=dataset)
                self._writer.append(rows, dataset)
            self._sql.execute(f"{DRAFT}; DELETE FROM slices; DELETE FROM shifts")
            self._moved = False

    def _wanted(self) -> str:
        if not self._pairs:
            return "true"
        pairs = ", ".join(f"'{pair}'" for pair in self._pairs)
        return f"p.pair IN ({pairs}) OR {mapping.MENTIONED}"

    def _collect_faults(self, line: str, places: str) -> None:
        faults = self._sql.sql(mapping.FAULTS.format(line=line, places=places)).fetchall()
        for path, kind, told, count in faults:
            lines = [(each["line"], each["reason"]) for each in told]
            self._rejections.add_lines(path, kind, lines[:IN_FULL], count, lines[-1][0])
            self._note(kind, count, f"{path} line {lines[0][0]}")

    def _count(self) -> None:
        report = self.report
        for file, verdict, count in self._sql.sql(mapping.COUNTS).fetchall():
            report.by_file[file][verdict] += count
            report.verdicts[verdict] += count
        (differing,) = self._one(mapping.DIFFERING)
        report.differing += differing
        report.unknown_parties.update(dict(self._sql.sql(mapping.UNKNOWN_PARTIES).fetchall()))
        for code, known, untyped, extends, count in self._sql.sql(mapping.ACT_COUNTS).fetchall():
            report.untyped += count * (known and untyped)
            if not known:
                report.unknown_codes[code] += count
            if extends:
                report.extended_codes[f"{code} as {extends}"] += count
        self._sql.execute(mapping.DAYS)

    def _reject_file(self, problem: InputError) -> None:
        path = problem.where or ""
        self._rejections.add_file(path, problem.what, problem.advice or "")
        self.report.reasons[problem.what] += 1
        self.report.advice.setdefault(problem.what, problem.advice or "")
        self.report.refused_files.append(path)

    def _store_rejected(self) -> None:
        if rows := self._rejections.taken():
            names = arrow_schema(Rejected).names
            columns = {name: [getattr(row, name) for row in rows] for name in names}
            self._writer.reject(pa.table(columns, schema=arrow_schema(Rejected)))

    def _drafts(self) -> int:
        count: int = self._one("SELECT count(*) FROM draft")[0]
        return count

    def _one(self, sql: str) -> tuple[int, ...]:
        rows: list[tuple[int, ...]] = self._sql.sql(sql).fetchall()
        return rows[0]


def _days(days: Sequence[dt.date]) -> DaySpan:
    held = set(days)
    first, last = min(days), max(days)
    span = (first + dt.timedelta(days=count) for count in range((last - first).days + 1))
    return DaySpan(first, last, [day for day in span if day not in held])
