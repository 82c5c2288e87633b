"""Broken and hostile files of event data, and whether an import keeps what it promises of them.

Each file has good rows before and after what is wrong in it, where what is wrong is within one row; and
each lies beside a good file. Promised is: nothing raises, the good file's row and the good rows come in,
every line is in one count, every rejection has a reason and advice, and no date or score is out of bounds.
"""

from __future__ import annotations

import bz2
import datetime as dt
import gzip
import io
import lzma
import math
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

from hostile_inputs import ODD_DAYS

from detente.importing import Format, ImportReport, import_files, user_format
from detente.importing.formats import KINDS, formats_of
from detente.store import Workspace

ODD_NUMBERS = (
    "nan",
    "inf",
    "-inf",
    "1e400",
    "-1e400",
    "0x10",
    "1_0",
    "٣",
    "1,5",
    "--1",
    "1e",
    "9" * 400,
)
ODD_NAMES = (
    "Atlantis", "=cmd|'/C calc'!A0", "+1+1", "@SUM(A1)", "../../etc/passwd", "$(reboot)", "{{7*7}}", " ",
    "'; DROP TABLE imported; --", "\u202eyawroN", "N\u0000orway", "Nor\tway", "Nor\nway", "Nor\rway",
    "%s%n", '"Norway', 'Nor"way"', "<script>alert(1)</script>", "é" * 300, "x" * 70_000,
)  # fmt: skip
COLUMNS: dict[str, tuple[str, ...]] = {
    "keds": ("date", "source", "target", "code", "note"),
    "icews": ("Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text",
              "CAMEO Code", "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID",
              "Sentence Number", "Publisher", "City", "District", "Province", "Country", "Latitude",
              "Longitude"),
    "polecat": ("Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
                "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Recipient Name",
                "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Placename", "City",
                "Country", "Publication Date", "Source"),
    "phoenix": ("eid", "story_date", "year", "month", "day", "source", "source_root", "source_agent",
                "source_others", "target", "target_root", "target_agent", "target_others", "code",
                "root_code", "quad_class", "goldstein", "joined_issues", "lat", "lon", "placename",
                "statename", "countryname", "aid", "process"),
    "csv": ("no", "when", "who", "whom", "what", "points"),
}  # fmt: skip
COLUMNS["gdelt"] = next(
    names for form in formats_of("gdelt") for cells, names in form.columns if cells == 58
)
HEADED = frozenset(COLUMNS) - {"gdelt"}
TABBED = ("icews", "polecat", "gdelt")
DAYS = {"gdelt": "%Y%m%d", "phoenix": "%m/%d/%Y"}
"""How a day is written, where not as 2018-06-01."""
ROLES: dict[str, tuple[str, ...]] = {
    "day": ("date", "Event Date", "story_date", "SQLDATE", "when"),
    "number": ("Intensity", "goldstein", "GoldsteinScale", "points"),
    "name": ("Source Name", "Actor Name", "Actor1Name", "placename", "note", "City"),
    "country": ("source", "Source Country", "Actor Country", "Actor1CountryCode", "who"),
}
"""Columns that may have an odd value."""
TOLD = {
    "source": "CHLGOV", "target": "NOR", "code": "042", "Source Name": "Ministry (Chile)",
    "Source Country": "Chile", "CAMEO Code": "042", "Intensity": "1.9", "Target Name": "Norway",
    "Target Country": "Norway",
    "Event Type": "CONSULT", "Event Mode": "visit", "Actor Country": "CHL", "Recipient Country": "NOR",
    "goldstein": "1.9", "who": "Chile", "whom": "Norway", "what": "042", "points": "4",
    "Actor1CountryCode": "CHL", "Actor2CountryCode": "NOR", "EventCode": "042", "GoldsteinScale": "1.9",
    "DATEADDED": "20190101",
}  # fmt: skip
OWN = """
dataset = "own"
date = "%Y-%m-%d"
codes = "cameo"
countries = "names"
[fields]
source_id = "no"
date = "when"
actor_country = "who"
recipient_country = "whom"
code = "what"
score = "points"
"""


@dataclass(frozen=True, slots=True)
class MadeImport:
    """A file of event data; `good` are the days of rows that must come in whatever stands beside them."""

    name: str
    data: bytes
    good: tuple[str, ...] = ()


ImportMaker = Callable[[Random, str, int], MadeImport]


def row(
    kind: str, number: int, day: str = "2018-06-01", odd: tuple[str, str] | None = None
) -> list[str]:
    """The cells of a good row between Chile and Norway; `odd` is a role and a value that it has instead."""
    told = {
        **TOLD,
        **dict.fromkeys(("Event ID", "eid", "no", "GLOBALEVENTID"), str(number)),
        **dict.fromkeys(
            ROLES["day"], dt.date.fromisoformat(day).strftime(DAYS.get(kind, "%Y-%m-%d"))
        ),
    }
    role, value = odd or ("", "")
    return [
        value if column in ROLES.get(role, ()) else told.get(column, "") for column in COLUMNS[kind]
    ]


def line(kind: str, cells: Sequence[str]) -> str:
    """Cells as a line of that kind, nothing quoted."""
    return ("\t" if kind in TABBED else ",").join(cells) + "\n"


def head(kind: str) -> str:
    """The header that files of that kind have."""
    return line(kind, COLUMNS[kind]) if kind in HEADED else ""


def _file(kind: str, wrong: str, *, whole: bool = True, header: str | None = None) -> MadeImport:
    """A file with a good row before and after what is wrong; `whole` says that both have to come in."""
    days = ("2018-06-01", "2018-06-28")
    first, last = (line(kind, row(kind, 90_000_000 + at, day)) for at, day in enumerate(days))
    text = (head(kind) if header is None else header) + first + wrong + last
    return MadeImport("a.csv", text.encode("utf-8", "surrogatepass"), days if whole else ())


def _rows(kind: str, size: int, odd: tuple[str, str] | None = None) -> str:
    length = len(line(kind, row(kind, 7, odd=odd)))
    return "".join(line(kind, row(kind, at, odd=odd)) for at in range(1, max(2, size // length)))


def _days(random: Random, kind: str, size: int) -> MadeImport:
    return _file(kind, _rows(kind, size, ("day", random.choice(ODD_DAYS))))


def _numbers(random: Random, kind: str, size: int) -> MadeImport:
    return _file(kind, _rows(kind, size, ("number", random.choice(ODD_NUMBERS))))


def _names(random: Random, kind: str, size: int) -> MadeImport:
    name = random.choice(ODD_NAMES)
    wrong = _rows(kind, size, (random.choice(("name", "country")), name))
    return _file(kind, wrong, whole='"' not in name)


def _cells(random: Random, kind: str, size: int) -> MadeImport:
    """Too few cells, too many, or none."""
    cells = row(kind, 1)
    few = random.choice(
        (cells[:1], cells[:-1], [*cells, "x"], [*cells, *["x"] * 5_000], [""] * len(cells))
    )
    one = line(kind, few)
    return _file(kind, one * max(1, size // len(one)), whole=kind in HEADED)


def _quotes(random: Random, kind: str, size: int) -> MadeImport:
    """Quotation marks that are never closed, closed too late, or doubled."""
    mark = random.choice(('"', '""', '"a"b', '"a,b', '\\"', "'", '"' * 7))
    return _file(kind, _rows(kind, size, ("name", mark)), whole=False)


def _controls(random: Random, kind: str, size: int) -> MadeImport:
    wrong = random.choice(("\0", "\x1a", "\x1b[2J", "\x85", "\u2028", "\ufeff", "\r", "\x7f"))
    return _file(kind, _rows(kind, size, ("name", f"a{wrong}b")), whole=wrong != "\r")


def _bytes(random: Random, kind: str, size: int) -> MadeImport:
    """Lone surrogates, and bytes that are no UTF-8."""
    wrong = random.choice(("\ud800", "\udfff"))
    made = _file(kind, _rows(kind, size, ("name", f"a{wrong}b")))
    if random.random() < 0.5:
        bad = random.choice((b"\xff", b"\xc3", b"\xe9", b"\xf0\x9f"))
        made = MadeImport(
            made.name, made.data.replace(wrong.encode("utf-8", "surrogatepass"), bad), made.good
        )
    return made


def _encodings(random: Random, kind: str, size: int) -> MadeImport:
    name = random.choice(("utf-16", "utf-16-le", "utf-32", "cp037", "koi8-r", "utf-8-sig", "utf-7"))
    text = _file(kind, _rows(kind, size)).data.decode()
    return MadeImport("a.csv", text.encode(name, "replace"))


def _headers(random: Random, kind: str, size: int) -> MadeImport:
    """A header that stands twice, has a column twice or thousands of them, or lacks one."""
    names = COLUMNS[kind]
    usual = line(kind, names)
    wrong = random.choice((
        usual * 2, line(kind, [*names, names[0]]), line(kind, names[1:]), line(kind, names[::-1]),
        line(kind, [*names, *(f"c{at}" for at in range(size // 8))]), "\n\n" + usual, usual.upper(), "",
    ))  # fmt: skip
    made = _file(kind, _rows(kind, size) + usual, header=wrong)
    return MadeImport(made.name, made.data)


def _huge(random: Random, kind: str, size: int) -> MadeImport:
    """Cells that have no end, and lines of nothing."""
    wrong = random.choice(("x" * size, '"' + "x" * size, " " * size, "\r" * size, "\0" * size))
    return _file(
        kind,
        line(kind, row(kind, 1, odd=("name", wrong))),
        whole=wrong[0] == "x" and size < 1_000_000,
    )


def _nothing(random: Random, kind: str, size: int) -> MadeImport:
    """Lines that hold nothing, in one stretch or between others."""
    wrong = random.choice(("\n", "\r\n", "\r", " \n", "\n\na\n"))
    return _packing(random, _file(kind, wrong * (size * 5 // len(wrong)) + "\n"))


def _empty(random: Random, kind: str, size: int) -> MadeImport:
    """Rows of empty cells, as a spreadsheet leaves them below a table."""
    wrong = line(kind, [""] * len(COLUMNS[kind])) + random.choice(("", "\n"))
    return _packing(random, _file(kind, wrong * max(1, size * 5 // len(wrong))))


def _packing(random: Random, made: MadeImport) -> MadeImport:
    pack = random.choice((bytes, partial(gzip.compress, mtime=0)))
    return MadeImport(made.name, pack(made.data), made.good)


def _packed(random: Random, kind: str, size: int) -> MadeImport:
    """Bombs, archives cut off, and archives in archives."""
    data = _file(kind, _rows(kind, size)).data
    piece = random.choice(
        (b"\n", b"a\n", b"\xff\n", line(kind, row(kind, 1)).encode(), b"a", b"\0")
    )
    bomb = data + piece * (size * 20)
    pack = random.choice(
        (gzip.compress, bz2.compress, lzma.compress, _zip, lambda each: _zip(_zip(each)))
    )
    packed = pack(bomb)
    if random.random() < 0.4:
        packed = packed[: random.randrange(1, len(packed))]
    return MadeImport(random.choice(("a.gz", "a.zip", "a.csv")), packed)


def _zip(data: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("../../evil.csv", data)
        archive.writestr("/etc/evil.csv", b"x")
    return stream.getvalue()


def _noise(random: Random, kind: str, size: int) -> MadeImport:
    data = bytearray(_file(kind, _rows(kind, size)).data)
    if random.random() < 0.5:
        return MadeImport("a.csv", random.randbytes(size))
    for _ in range(random.randrange(1, 9)):
        data[random.randrange(len(data))] = random.randrange(256)
    return MadeImport("a.csv", bytes(data[: random.randrange(1, len(data) + 1)]))


IMPORT_MAKERS: dict[str, ImportMaker] = {
    "odd days": _days, "odd numbers": _numbers, "odd names": _names, "numbers of cells": _cells,
    "open quotation marks": _quotes, "control characters": _controls, "no UTF-8": _bytes,
    "other encodings": _encodings, "headers": _headers, "huge cells": _huge, "packed": _packed,
    "noise": _noise, "lines of nothing": _nothing, "empty cells": _empty,
}  # fmt: skip
IMPORT_KINDS = (*KINDS, "csv")


def import_class(number: int) -> tuple[str, str]:
    """Class and kind of import of an input."""
    names = tuple(IMPORT_MAKERS)
    return names[number % len(names)], IMPORT_KINDS[number // len(names) % len(IMPORT_KINDS)]


def broken_imports(number: int, seed: int, folder: Path) -> Iterator[str]:
    """Make one file, import it beside a good one, and give the promises that it breaks."""
    random = Random(f"import/{seed}/{number}")
    name, kind = import_class(number)
    made = IMPORT_MAKERS[name](random, kind, int(10 ** random.uniform(2, 4.3)))
    place = folder / "files"
    place.mkdir()
    (place / made.name).write_bytes(made.data)
    (place / "zz.csv").write_text(head(kind) + line(kind, row(kind, 99_000_000, "2019-03-04")))
    workspace = Workspace.open_or_create(folder / "workspace")
    report = import_files(workspace, [place], formats(kind, folder))
    yield from _of_import(made, report, workspace)


def formats(kind: str, folder: Path) -> str | list[Format]:
    """What an import of that kind is asked for."""
    if kind != "csv":
        return kind
    path = folder / "own.toml"
    path.write_text(OWN)
    return [user_format(path)]


def _of_import(made: MadeImport, report: ImportReport, workspace: Workspace) -> Iterator[str]:
    rows = workspace.imported().to_pylist()
    yield from (
        f"lost the row of {day}" for day in (*made.good, "2019-03-04")
        if not any(str(each["date"]) == day for each in rows)
    )  # fmt: skip
    if report.unaccounted:
        yield f"{report.unaccounted} lines in no count"
    if len(rows) != report.verdicts["new"]:
        yield f"{len(rows)} rows came in, and {report.verdicts['new']} are told"
    yield from _of_rows(rows)
    rejected = workspace.rejected().to_pylist()
    if bool(rejected) != bool(report.reasons):
        yield f"rejected for {dict(report.reasons)}, and {len(rejected)} rows say so"
    for each in rejected:
        if not (each["reason"].strip() and each["advice"].strip() and each["path"]):
            yield f"a rejection without reason or advice: {each}"
        if not each["reason"].isprintable():
            yield f"a reason that cannot be shown: {each['reason']!r}"


def _of_rows(rows: list[dict[str, Any]]) -> Iterator[str]:
    for each in rows:
        if not 1600 <= each["date"].year < 2200:
            yield f"a row of {each['date']}"
        for field in ("score", "goldstein"):
            if each[field] is not None and not math.isfinite(each[field]):
                yield f"a {field} of {each[field]}"
