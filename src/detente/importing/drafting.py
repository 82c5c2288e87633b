"""From the cells of a file to drafts: fields under our names, with what is wrong in a row."""

from __future__ import annotations

from collections.abc import Sequence

from detente.importing.formats import FIELDS
from detente.importing.layouts import Layout
from detente.importing.slicing import LONGEST, Slice
from detente.store.seeing import literal

NOWHERE = "\x02"
"""A text that no cell holds, so that an empty cell is not taken for a missing one."""
FEW = 3
"""Cells of a row, up to which a line within a cell may look like a row by chance."""
WHOLE = ("mentions", "articles", "sources", "acts")
MOST_ACTS = 100_000
"""Acts that one row may stand for: more is a slip, or no count of acts."""
REAL = ("score", "goldstein")
DATES = ("date", "issued")
TYPES = {
    **dict.fromkeys(FIELDS, "VARCHAR"), **dict.fromkeys(WHOLE, "BIGINT"),
    **dict.fromkeys(REAL, "DOUBLE"), **dict.fromkeys(DATES, "DATE"),
}  # fmt: skip
KEPT = tuple(field for field in FIELDS if field != "root")
DRAFT = f"""CREATE OR REPLACE TEMP TABLE draft (
    slice INTEGER, fault VARCHAR, breaks BIGINT, digest VARCHAR,
    {", ".join(f'"{field}" {TYPES[field]}' for field in KEPT)}
)"""
"""`fault` says what is wrong; `breaks` counts line ends within cells; `digest` stands for the row."""


def draft(layout: Layout, part: Slice, number: int, *, quoted: bool) -> str:
    """SQL that adds the rows of a slice to `draft`, in their order.

    A row has a digest of its cells where the set gives no ids; of those that are kept, where one lacks it.
    """
    fields = {field: _field(layout, field) for field in FIELDS}
    values = ", ".join(_typed(layout, field, fields) for field in KEPT)
    joined = f"concat({', '.join(_raw(layout))})"
    breaks = f"length({joined}) - length(replace({joined}, chr(10), ''))" if quoted else "0"
    return f"""INSERT INTO draft SELECT {number}, {_fault(layout, fields, quoted)}, {breaks},
        {_digest(layout, fields)}, {values}
        FROM {_source(layout, part, quoted=quoted)}"""


def _digest(layout: Layout, fields: dict[str, str]) -> str:
    if layout.format.hashed:
        return _hashed(_raw(layout))
    # Not of all cells: DuckDB would have to keep all of them for each row.
    kept = [fields[field] for field in KEPT if fields[field] != "NULL"]
    return f"CASE WHEN {fields['source_id']} IS NULL THEN {_hashed(kept)} END"


def _hashed(cells: Sequence[str]) -> str:
    return f"left(md5(concat_ws(chr(31), {', '.join(cells)})), 20)"


def _source(layout: Layout, part: Slice, *, quoted: bool) -> str:
    count = 1 if layout.format.pattern else len(layout.columns)
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(count + 2))
    mark = "'\"'" if quoted else "''"
    read = f"""read_csv({literal(part.path)}, delim = {_text(layout.delimiter)}, quote = {mark},
        escape = {mark}, header = false, skip = {part.skip}, auto_detect = false,
        columns = {{{columns}}}, null_padding = true, strict_mode = false, nullstr = {_text(NOWHERE)},
        max_line_size = {LONGEST}, compression = 'none', parallel = {not quoted}, new_line = '\\n',
        store_rejects = true, rejects_table = 'faults', rejects_scan = 'scans', rejects_limit = 0)"""
    if layout.format.pattern is None:
        return read
    names = ", ".join(map(_text, layout.columns))
    pattern = _text(layout.format.pattern)
    return f"(SELECT *, regexp_extract(c0, {pattern}, [{names}]) AS m FROM {read})"


def _raw(layout: Layout) -> list[str]:
    if layout.format.pattern:
        return ["c0"]
    return [f"c{place}" for place in range(len(layout.columns))]


def _cell(layout: Layout, place: int) -> str:
    raw = f'm."{layout.columns[place]}"' if layout.format.pattern else f"c{place}"
    text = raw if layout.delimiter == "\t" else f"trim({raw})"
    if layout.format.nulls == ("",):
        return f"nullif({text}, '')"
    nulls = ", ".join(map(_text, ("", *layout.format.nulls)))
    return f"CASE WHEN {text} IN ({nulls}) THEN NULL ELSE {text} END"


def _field(layout: Layout, field: str) -> str:
    cells = [_cell(layout, place) for place in layout.places(field)]
    if field == "code" and layout.format.codes == "plover" and cells:
        modes = [_cell(layout, place) for place in layout.places("mode")]
        parts = [f"upper({cells[0]})", *(f"lower({mode})" for mode in modes[:1])]
        return f"CASE WHEN {cells[0]} IS NOT NULL THEN concat_ws(' ', {', '.join(parts)}) END"
    return f"coalesce({', '.join(cells)})" if len(cells) > 1 else (cells or ["NULL"])[0]


def _typed(layout: Layout, field: str, fields: dict[str, str]) -> str:
    text = fields[field]
    if text == "NULL" and not (field == "outlet" and fields["url"] != "NULL"):
        return "NULL"
    if field in DATES:
        return _day(layout, text)
    if field in WHOLE or field in REAL:
        return f"try_cast({text} AS {TYPES[field]})"
    if field == "outlet" and fields["url"] != "NULL":
        return f"coalesce({text}, {_host(fields['url'])})"
    if field == "code" and fields["root"] != "NULL":
        lost = f"length({fields['root']}) = 1 AND NOT starts_with({text}, '0')"
        return f"CASE WHEN {lost} THEN '0' || {text} ELSE {text} END"
    return text


def _day(layout: Layout, text: str) -> str:
    forms = ", ".join(map(_text, layout.format.dates))
    return f"try_strptime({text}, [{forms}])::DATE"


def _host(url: str) -> str:
    return f"CASE WHEN starts_with({url}, 'http') THEN nullif(split_part({url}, '/', 3), '') END"


def _swallowed(layout: Layout) -> str:
    """Whether a cell holds line ends, and after one of them a line of as many cells as a row has."""
    mark, count = layout.delimiter, len(layout.columns)
    joined = f"concat_ws({_text(mark)}, {', '.join(_raw(layout))})"
    line = f"\\n([^{mark}\\n]*[{mark}]){{{count - 1}}}[^{mark}\\n]*(\\r?\\n|$)"
    return f"contains({joined}, chr(10)) AND regexp_matches({joined}, {_text(line)})"


def _fault(layout: Layout, fields: dict[str, str], quoted: bool) -> str:
    """What is wrong in a row, or null: of several things, the first."""
    count = len(layout.columns)
    if layout.format.pattern:
        wrong = [("m.date = ''", f"'not of the form {' '.join(layout.columns)}'")]
    else:
        wrong = [
            (f"c{count - 1} IS NULL", f"'fewer than {count} cells'"),
            (f"c{count} <> '' OR c{count + 1} IS NOT NULL", f"'more than {count} cells'"),
        ]
    if quoted and count > FEW:
        wrong.insert(
            0, (_swallowed(layout), "'a quotation mark that is not closed before more rows'")
        )
    if not layout.format.hashed:
        id_ = fields["source_id"]
        wrong.append((f"contains({id_}, 'E+')", _told("an id that a spreadsheet shortened", id_)))
    day = fields["date"]
    first, last = layout.format.years
    wrong.append((f"{_day(layout, day)} IS NULL", _told("no date", day)))
    within = f"year({_day(layout, day)}) BETWEEN {first} AND {last}"
    outside = f"'a date outside the years {first} to {last}: ' || left({day}, 40)"
    wrong.append((f"coalesce({within}, false) = false", outside))
    for field in (*WHOLE, *REAL):
        if (text := fields[field]) != "NULL":
            number = f"try_cast({text} AS {TYPES[field]})"
            # Written as `nan` or `inf` it is a number for DuckDB, and spoils every mean.
            finite = f"isfinite({number})" if field in REAL else f"{number} IS NOT NULL"
            failed = f"{text} IS NOT NULL AND coalesce({finite}, false) = false"
            wrong.append((failed, _told(f"no number of {field}", text)))
    if (text := fields["acts"]) != "NULL":
        part = f"try_cast({text} AS DOUBLE) <> try_cast({text} AS BIGINT)"
        wrong.append((part, _told("no whole number of acts", text)))
        outside = f"try_cast({text} AS BIGINT) NOT BETWEEN 0 AND {MOST_ACTS}"
        wrong.append((outside, _told(f"acts outside 0 to {MOST_ACTS:,}", text)))
    return f"CASE {' '.join(f'WHEN {when} THEN {what}' for when, what in wrong)} END"


def _told(what: str, text: str) -> str:
    return f"concat('{what}: ', coalesce('''' || left({text}, 40) || '''', 'nothing'))"


def _text(value: str) -> str:
    escaped = value.replace("'", "''")
    return f"'{escaped}'"
