"""How fast others' event data come in and are asked, beside DuckDB doing the bare minimum.

    python benchmarks/importing.py [--rows N] [--runs R] [--folder F]

Makes a file of N rows in GDELT's 58 columns, and prints ratios of seconds:

- *import*: `import_files` of that file into a new workspace, beside DuckDB reading the same file, all 58
  columns as text, into a table in memory (and, stricter, beside merely counting each column's values);
- *again*: the same file once more, of which nothing is new;
- *index*: `measure` of one pair by month, from the workspace on disk, beside a bare group-by in DuckDB over
  the same files, filtered by the two countries (and, stricter, by the column that they are sorted by).

Seconds are those of the clock and of the processor, since machines are shared. Nothing is an assertion.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa

from detente.importing import import_files
from detente.importing.formats import formats_of
from detente.measuring import Question, measure
from detente.measuring.acts import acts_imported
from detente.store import Workspace
from detente.store.imports import source_of

COUNTRIES = (
    "USA CHN RUS GBR FRA DEU IND PAK ISR IRN IRQ SYR TUR EGY SAU JPN KOR PRK TWN PHL VNM AUS CAN MEX BRA"
    " ARG ZAF NGA KEN ETH UKR POL ITA ESP GRC SWE NOR CHL PER NZL"
).split()
CODES = (
    "010 020 036 040 042 043 046 051 057 061 071 081 084 090 100 111 112 120 130 138 141 150 160 163"
    " 173 180 190 193 195 0871"
).split()
PAIR = ("CHN", "USA")
MADE = {
    "GLOBALEVENTID": "i + 500000000",
    "SQLDATE": "day",
    "Actor1Code": "a || 'GOV'",
    "Actor1Name": "'NAME OF ' || a",
    "Actor1CountryCode": "a",
    "Actor1Type1Code": "'GOV'",
    "Actor2Code": "b",
    "Actor2Name": "'NAME OF ' || b",
    "Actor2CountryCode": "b",
    "EventCode": "code",
    "EventBaseCode": "code[1:3]",
    "EventRootCode": "code[1:2]",
    "QuadClass": "1 + h % 4",
    "GoldsteinScale": "(h % 200) / 10.0 - 10",
    "NumMentions": "h % 50",
    "NumSources": "1 + h % 5",
    "NumArticles": "h % 50",
    "AvgTone": "(h % 100000) / 10000.0",
    "DATEADDED": "day",
    "SOURCEURL": "'https://www.outlet' || (h % 500) || '.example.com/2014/' || (h % 10000000) || '.html'",
}
PLACE = {
    "Type": "h % 5",
    "FullName": "'Place number ' || (h % 3000) || ', Somewhere'",
    "CountryCode": "'US'",
    "ADM1Code": "'USDC'",
    "Lat": "round((h % 18000) / 100.0 - 90, 4)",
    "Long": "round((h % 36000) / 100.0 - 180, 4)",
    "FeatureID": "h % 900000",
}
MONTHS = """
SELECT date_trunc('month', {day}) AS month, count(*) AS n, sum(score) AS total, avg(score) AS net,
    count(*) FILTER (quad_class = 'verbal cooperation') AS verbal_cooperation,
    count(*) FILTER (quad_class = 'material cooperation') AS material_cooperation,
    count(*) FILTER (quad_class = 'verbal conflict') AS verbal_conflict,
    count(*) FILTER (quad_class = 'material conflict') AS material_conflict
FROM {source} WHERE {where} GROUP BY month ORDER BY month
"""


def main() -> None:
    """Reads the arguments, measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--rows", type=int, default=1_000_000, help="rows of the made file (1000000)"
    )
    parser.add_argument("--runs", type=int, default=3, help="how many runs (3)")
    parser.add_argument("--folder", type=Path, help="where to work, else a temporary folder")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=given.folder) as name:
        folder = Path(name)
        file = folder / "made.export.CSV"
        make(given.rows, file)
        say(f"{given.rows:,} rows, {file.stat().st_size / 1e6:,.0f} MB")
        warm_up(folder)
        memory = [importing(file, folder / f"ws{run}") for run in range(given.runs)]
        say(f"most memory of the first import: {memory[0]:,.0f} MB")
        asking(folder / "ws0", given.runs)


def make(
    rows: int, file: Path, *, first: int = 0, whole: int | None = None, skew: float = 1
) -> None:
    """Write a file of invented rows in the columns of GDELT's daily files.

    They are those from `first` on of a data set of `whole` rows, of as many as the file has if not given.
    With a `skew` above 1 few states are named often, and most seldom.
    """
    places = {
        f"{who}Geo_{name}": sql
        for who in ("Actor1", "Actor2", "Action")
        for name, sql in PLACE.items()
    }
    made = {**MADE, **places}
    columns = ", ".join(f"{made.get(name, 'NULL')} AS {name}" for name in _columns())
    days = f"strftime(DATE '2005-01-01' + (i * 5000 // {whole or rows})::INTEGER, '%Y%m%d')"
    a, b = (f"{COUNTRIES}[1 + {_drawn(part, skew)}]" for part in ("h", "h // 64"))
    with duckdb.connect() as connection:
        connection.execute(
            f"COPY (WITH drawn AS (SELECT i, (hash(i) >> 2)::BIGINT AS h, {days} AS day"
            f" FROM range({first}, {first + rows}) t(i)), told AS (SELECT *, {a} AS a,"
            f" {b} AS b, {CODES}[1 + (h // 4096) % 30] AS code FROM drawn)"
            f" SELECT {columns} FROM told)"
            f" TO '{file}' (DELIMITER '\t', HEADER false, QUOTE '', ESCAPE '')"
        )


def _drawn(number: str, skew: float) -> str:
    """The place of a state among `COUNTRIES`, drawn by a number, as SQL."""
    if skew == 1:
        return f"({number}) % 40"
    return f"floor(40 * pow((hash({number}) % 1000000) / 1000000.0, {skew}))::INTEGER"


def importing(file: Path, folder: Path) -> float:
    """Print the ratios of importing; the most memory in MB up to the end of the import."""
    columns = ", ".join(f"'{name}': 'VARCHAR'" for name in _columns())
    source = (
        f"read_csv('{file}', delim = '\t', quote = '', escape = '', header = false, auto_detect = false,"
        f" columns = {{{columns}}})"
    )
    counted = ", ".join(f"count({name})" for name in _columns())
    workspace = Workspace.open_or_create(folder)
    ours = seconds(lambda: import_files(workspace, [file], "gdelt"))
    again = seconds(lambda: import_files(workspace, [file], "gdelt"))
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    table = seconds(lambda: bare(f"CREATE TEMP TABLE t AS SELECT * FROM {source}"))
    count = seconds(lambda: bare(f"SELECT {counted} FROM {source}"))
    say(
        f"read into a table {shown(table)}, counted {shown(count)};"
        f" imported {shown(ours)}, again {shown(again)}"
    )
    say(
        f"  import: {ratio(table, ours)} times as fast as reading into a table,"
        f" {ratio(count, ours)} times as fast as counting"
    )
    return memory


def asking(folder: Path, runs: int) -> None:
    """Print the ratios of asking for one pair by month."""
    first, second = PAIR
    pair = "-".join(sorted(PAIR))
    source = source_of(folder)
    countries = (
        f"event_type IS NOT NULL AND ((actor_country = '{first}' AND recipient_country = '{second}')"
        f" OR (actor_country = '{second}' AND recipient_country = '{first}'))"
    )
    ways = {
        "bare, by countries": lambda: bare(
            MONTHS.format(day="date", source=source, where=countries)
        ),
        "bare, by pair": lambda: bare(
            MONTHS.format(
                day="date", source=source, where=f"event_type IS NOT NULL AND pair = '{pair}'"
            )
        ),
        "acts_imported": lambda: len(acts(folder)),
        "measure by month": lambda: len(
            measure(acts(folder), Question(between=PAIR, every="month")).rows
        ),
    }
    found = {name: median([seconds(way) for _ in range(3 * runs)]) for name, way in ways.items()}
    for name, taken in found.items():
        say(f"{name}: {1000 * taken[0]:.0f} ms, processor {1000 * taken[1]:.0f} ms")
    ours = found["measure by month"]
    for name in ("bare, by countries", "bare, by pair"):
        say(f"  index: {ratio(ours, found[name])} times as long as {name}")


def acts(folder: Path) -> pa.Table:
    """The acts of the pair, from the workspace on disk."""
    return acts_imported(Workspace.open(folder), PAIR, "gdelt")


def warm_up(folder: Path) -> None:
    """Load modules and name tables, which a second import in a process needs no more."""
    make(1000, folder / "few.CSV")
    import_files(Workspace.open_or_create(folder / "few"), [folder / "few.CSV"], "gdelt")


def bare(sql: str) -> None:
    """One question to a DuckDB of its own."""
    with duckdb.connect() as connection:
        connection.execute(sql).fetchall()


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds of clock and processor."""
    began, used = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - began, time.process_time() - used


def median(taken: list[tuple[float, float]]) -> tuple[float, float]:
    """The median of each."""
    return statistics.median(t for t, _ in taken), statistics.median(t for _, t in taken)


def ratio(theirs: tuple[float, float], ours: tuple[float, float]) -> str:
    """Ratios of clock and processor."""
    return f"{theirs[0] / ours[0]:.2f} (processor {theirs[1] / ours[1]:.2f})"


def shown(taken: tuple[float, float]) -> str:
    """Seconds in words."""
    return f"{taken[0]:.1f} s ({taken[1]:.1f} s)"


def say(text: str) -> None:
    """Print at once."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def _columns() -> tuple[str, ...]:
    (found,) = (names for cells, names in formats_of("gdelt")[0].columns if cells == 58)
    return found


if __name__ == "__main__":
    main()
