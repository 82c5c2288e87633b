"""Real passages annotated stand-off: where a text lies, its digest, offsets and labels, never its words.

One JSON object a line. `source` names a collection, `row` the text in it (from 0), `field` the parts of
the row that make it, `start` and `end` the passage in it, `digest` what its words must give. Offsets of
parties, acts and positions count in the passage. A collection is a file that the reader of these
annotations has; where it is missing, or holds other words, the passages from it are left out and counted.
A row may also hold its own `text`, with `title`, `outlet` and `published`, in place of the pointer.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from detente.evaluating.marking import AnnotationError
from detente.records import EventType, Genre, StatementKind, Status

Span = tuple[int, int]
HELD_OUT = 0.08
"""Share of the passages that nothing is learnt from."""
Party = Span | str
"""A mention by its place, or a state by its code where it is only understood."""


@dataclass(frozen=True, slots=True)
class PassageAct:
    """One act: `joint` ones have all parties as actors. `when` holds the words that date it, `others`
    further types that the annotator would accept; `must` is false where one may argue over it."""

    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    joint: bool
    trigger: Span
    event_type: EventType
    mode: str | None
    others: tuple[EventType, ...]
    status: Status
    recalled: bool
    when: Span | None
    reporter: Party | None
    must: bool


@dataclass(frozen=True, slots=True)
class PassagePosition:
    """One position; the speaker is None where nobody is known, `outlet` where the text itself speaks."""

    speaker: Party | None
    addressees: tuple[Party, ...]
    kind: StatementKind
    clause: Span
    must: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """An annotated passage with its text. `kind` is its kind of text (wire, column, briefing …),
    `parties` every mention with its code, `-` for none; `reader` tells annotators apart, and `place`
    tells which text it is from, its first character there and the one after its last."""

    kind: str
    text: str
    title: str
    outlet: str
    published: str
    genre: Genre
    parties: tuple[tuple[int, int, str], ...]
    acts: tuple[PassageAct, ...]
    positions: tuple[PassagePosition, ...]
    digest: str
    reader: str
    place: tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class Collection:
    """Passages whose text was found, and how many of each source were not."""

    passages: tuple[Passage, ...]
    found: dict[str, int]
    missing: dict[str, int]


def digest_of(text: str) -> str:
    """What a passage's words give: 16 hexadecimal digits of their SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def is_held_out(passage: Passage) -> bool:
    """Whether no reader that is shipped learns from a passage; by these it is chosen and calibrated."""
    digest = hashlib.sha256(f"held/{passage.digest}".encode()).hexdigest()
    return int(digest[:8], 16) / 2**32 < HELD_OUT


def parted(passages: Iterable[Passage]) -> tuple[list[Passage], list[Passage]]:
    """Passages to learn from, and those held out of which no learnt passage holds any words."""
    learnt: list[Passage] = []
    held: list[Passage] = []
    for passage in passages:
        (held if is_held_out(passage) else learnt).append(passage)
    known: dict[str, list[Span]] = {}
    for passage in learnt:
        text, *span = passage.place
        known.setdefault(text, []).append((span[0], span[1]))
    return learnt, [p for p in held if not _meets(p, known.get(p.place[0], ()))]


def _meets(passage: Passage, spans: Iterable[Span]) -> bool:
    _, start, end = passage.place
    return any(start < other_end and first < end for first, other_end in spans)


def is_standoff(path: Path) -> bool:
    """Whether a file holds annotated passages in this form."""
    if path.suffix != ".jsonl":
        return False
    with path.open(encoding="utf-8") as lines:
        try:
            row = json.loads(lines.readline())
        except ValueError:
            return False
    return isinstance(row, dict) and {"acts", "positions", "parties"} <= row.keys()


def read_standoff(paths: Iterable[Path], sources: Path | None) -> Collection:
    """Passages of stand-off files, in order, with the texts that lie in a folder of sources.

    Raises `AnnotationError` for a row that is none, with its line.
    """
    rows = [row for path in paths for row in _rows(path)]
    texts = _Texts(sources, {row["source"] for _, row in rows if "text" not in row})
    passages: list[Passage] = []
    found: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for where, row in rows:
        if "text" in row:
            found["own text"] += 1
            passages.append(_passage(row, row["text"], row, where))
            continue
        text = texts.of(row["source"], row["row"], row["field"])
        words = None if text is None else text[row["start"] : row["end"]]
        if words is None or digest_of(words) != row["digest"]:
            missing[row["source"]] += 1
            continue
        found[row["source"]] += 1
        passages.append(_passage(row, words, texts.about(row["source"], row["row"]), where))
    return Collection(tuple(passages), dict(found), dict(missing))


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a file, each with its place."""
    for number, line in enumerate(path.read_text("utf-8").split("\n"), start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as problem:
            raise AnnotationError(
                f"not JSON ({problem})", where=f"{path}:{number}", advice="One object a line."
            ) from problem
        needed = {"parties", "acts", "positions", "kind", "genre"}
        needed |= (
            {"text"} if "text" in row else {"source", "row", "field", "start", "end", "digest"}
        )
        if lacking := sorted(needed - row.keys()):
            raise AnnotationError(
                f"the row lacks {', '.join(lacking)}", where=f"{path}:{number}",
                advice="corpus/README.md has the form.",
            )  # fmt: skip
        yield f"{path}:{number}", row


def _passage(row: dict[str, Any], text: str, about: Mapping[str, Any], where: str) -> Passage:
    try:
        return _read_passage(row, text, about)
    except (KeyError, TypeError, ValueError, IndexError) as problem:
        raise AnnotationError(
            f"an act, a position or a party is not in its form ({problem!r})", where=where,
            advice="corpus/README.md has the form.",
        ) from problem  # fmt: skip


def _read_passage(row: dict[str, Any], text: str, about: Mapping[str, Any]) -> Passage:
    return Passage(
        row["kind"],
        text,
        about.get("title") or "",
        about.get("outlet") or "",
        about.get("published") or "",
        row["genre"],
        tuple((start, end, code) for start, end, code in row["parties"]),
        tuple(_act(act) for act in row["acts"]),
        tuple(_position(position) for position in row["positions"]),
        row.get("digest") or digest_of(text),
        row.get("reader") or "",
        (f"{row['source']}/{row['row']}", row["start"], row["end"])
        if "source" in row
        else (digest_of(text), 0, len(text)),
    )


def _party(told: Any) -> Party:
    return told if isinstance(told, str) else (told[0], told[1])


def _act(row: dict[str, Any]) -> PassageAct:
    return PassageAct(
        actors=tuple(map(_party, row["actors"])),
        recipients=tuple(map(_party, row["recipients"])),
        joint=row["joint"],
        trigger=(row["trigger"][0], row["trigger"][1]),
        event_type=row["type"],
        mode=row["mode"],
        others=tuple(row["or"]),
        status=row["status"],
        recalled=row["recalled"],
        when=(row["when"][0], row["when"][1]) if row["when"] else None,
        reporter=_party(row["by"]) if row["by"] else None,
        must=row["must"],
    )


def _position(row: dict[str, Any]) -> PassagePosition:
    return PassagePosition(
        _party(row["speaker"]) if row["speaker"] else None,
        tuple(map(_party, row["to"])),
        row["kind"],
        (row["clause"][0], row["clause"][1]),
        row["must"],
    )


@dataclass(frozen=True, slots=True)
class _Source:
    """A collection: its file, how its rows are read, and what is known of each row."""

    file: str
    rows: Callable[[Path], Iterator[dict[str, Any]]]
    outlet: str = ""
    title: str = "title"


class _Texts:
    """The texts of the collections that are there."""

    def __init__(self, folder: Path | None, names: Iterable[str]) -> None:
        self._rows: dict[str, Sequence[dict[str, Any]]] = {}
        for name in names:
            source = SOURCES.get(name)
            path = folder / source.file if source and folder else None
            if source and path and path.is_file():
                self._rows[name] = list(source.rows(path))

    def of(self, source: str, row: int, field: str) -> str | None:
        """The text that a part of a row makes, or None where it is not there."""
        rows = self._rows.get(source, ())
        if row >= len(rows):
            return None
        return _joined(rows[row], field)

    def about(self, source: str, row: int) -> dict[str, str]:
        """Title, outlet and day of publication of a row."""
        told, known = self._rows[source][row], SOURCES[source]
        return {
            "title": str(told.get(known.title, "") or "") if known.title else "",
            "outlet": str(told.get("outlet") or known.outlet),
            "published": str(told.get("date") or ""),
        }


def _joined(row: dict[str, Any], field: str) -> str:
    if field == "sentences":
        return "\n\n".join(_closed(each["text"].strip()) for each in row["sentences"]) + "\n\n"
    between = "\n" if field == "title+text" else " "
    return between.join(str(row[name]).strip() if name == "dateline" else str(row[name])
                        for name in field.split("+"))  # fmt: skip


def _closed(sentence: str) -> str:
    return sentence if sentence[-1:] in '.!?"' else sentence + "."


def _json_rows(path: Path) -> Iterator[dict[str, Any]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _crises(path: Path) -> Iterator[dict[str, Any]]:
    """Crises by their number."""
    by_number = {row["crisis"]: row | {"title": row["name"]} for row in _json_rows(path)}
    for number in range(max(by_number) + 1):
        yield by_number.get(number, {"sentences": []})


def _csv_rows(path: Path) -> Iterator[dict[str, Any]]:
    csv.field_size_limit(sys.maxsize)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines)


def _dated_lines(path: Path) -> Iterator[dict[str, Any]]:
    """Lines of day, heading, text and a mark, each read alone; the first names the columns."""
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for line in lines.read().split("\n"):
            fields = [*next(csv.reader([line], delimiter="\t"), []), "", "", ""]
            yield {"date": fields[0], "text": fields[2]}


SOURCES = {
    "wire-1987": _Source("corpora/wire-1987.jsonl.gz", _json_rows, "Reuters"),
    "news-leads": _Source("corpora/news-leads.jsonl.gz", _json_rows),
    "columns": _Source("corpora/columns.jsonl.gz", _json_rows),
    "white-house-briefings-china": _Source(
        "corpora/white-house-briefings-china.csv.gz", _csv_rows, "White House"
    ),
    "current-events": _Source("corpora/current-events.tsv.gz", _dated_lines, "Wikipedia", ""),
    "ukraine-2022-outlets": _Source("corpora/ukraine-2022-outlets.csv.gz", _csv_rows, title=""),
    "icbe": _Source("dev-sets/icbe.jsonl.gz", _crises),
}
"""The collections, each with the file that holds it in the folder of sources."""
