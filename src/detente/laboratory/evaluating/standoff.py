"""Real passages annotated stand-off: where a text lies, its digest, offsets and labels, never its words.

One JSON object a line. `source` names a collection, `row` the text in it (from 0), `field` the parts of
the row that make it, `start` and `end` the passage in it, `digest` what its words must give. Offsets of
parties, acts and positions count in the passage. A collection is a file that the reader of these
annotations has; where it is missing, or holds other words, the passages from it are left out and counted.
A row may also hold its own `text`, with `title`, `outlet` and `published`, in place of the pointer, or
point to an `article` of a workspace, as corrections do (`detente.correcting.passages`).
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from detente.coding.coder import make_article
from detente.coding.reader.labels import KINDS, MODES, STATUSES, TYPES
from detente.coding.topics import TRACKS
from detente.laboratory.evaluating.marking import CODE, AnnotationError
from detente.laboratory.evaluating.sources import ArticleTexts, Texts
from detente.reading.options import GENRES
from detente.records import Article, EventType, Genre, StatementKind, Status

Span = tuple[int, int]
Label = TypeVar("Label")
OUTLET = "outlet"
"""The speaker of what a text says for itself."""
CODE_OR_NONE = re.compile(rf"{CODE}|-")
POINTER = frozenset({"source", "row", "field", "start", "end", "digest"})
"""What says where a passage lies whose text is not in the row."""
IN_WORKSPACE = frozenset({"article", "start", "end", "digest"})
"""The same of a passage whose text is that of an article in a workspace."""
HELD_OUT = 0.08
"""Share of the passages that nothing is learnt from."""
Party = Span | str
"""A mention by its place, or a state by its code where it is only understood."""


@dataclass(frozen=True, slots=True)
class PassageAct:
    """One act: `joint` ones have all parties as actors. `when` holds the words that date it, `others`
    further types that the annotator would accept; `must` is false where one may argue over it. `tracks`
    are the fields that it belongs to, the main one first; none where nobody told."""

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
    tracks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PassagePosition:
    """One position; the speaker is None where nobody is known, `outlet` where the text itself speaks.
    `tracks` as of acts."""

    speaker: Party | None
    addressees: tuple[Party, ...]
    kind: StatementKind
    clause: Span
    must: bool
    tracks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """An annotated passage with its text. `kind` is its kind of text (wire, column, briefing …),
    `parties` every mention with its code, `-` for none; `reader` tells annotators apart, and `place`
    tells which text it is from, its first character there and the one after its last. What stands before
    `begins` is read, but nothing is annotated there. A `partial` one names no parties but those that take
    part, and not the words that date acts."""

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
    begins: int = 0
    partial: bool = False

    @property
    def article(self) -> Article:
        """The passage as a text to be coded."""
        return make_article(
            self.text, self.published or None, self.outlet or None, self.title or None, self.genre
        )


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
    """Whether a file is meant to hold annotated passages in this form."""
    return path.suffix == ".jsonl"


def read_standoff(paths: Iterable[Path], sources: Path | None) -> Collection:
    """Passages of stand-off files, in order, with the texts that lie in a folder of sources, which may be
    a workspace.

    Raises `AnnotationError` for a row that is none, with its line.
    """
    rows = [row for path in paths for row in _rows(path)]
    texts = Texts(sources, {row["source"] for _, row in rows if "source" in row})
    articles = ArticleTexts(sources)
    passages: list[Passage] = []
    found: Counter[str] = Counter()
    missing: Counter[str] = Counter()
    for where, row in rows:
        if "text" in row:
            found["own text"] += 1
            passages.append(_passage(row, row["text"], row, where))
            continue
        name = row.get("source", "workspace")
        text = (
            texts.of(name, row["row"], row["field"])
            if "source" in row
            else articles.of(row["article"])
        )
        words = None if text is None else text[row["start"] : row["end"]]
        if words is None or digest_of(words) != row["digest"]:
            missing[name] += 1
            continue
        found[name] += 1
        about = texts.about(name, row["row"]) if "source" in row else articles.about(row["article"])
        passages.append(_passage(row, words, about, where))
    return Collection(tuple(passages), dict(found), dict(missing))


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The rows of a file, each with its place."""
    try:
        lines = path.read_text("utf-8-sig").split("\n")
    except UnicodeDecodeError as problem:
        raise AnnotationError(
            "not text in UTF-8", where=str(path), advice="Save it as UTF-8."
        ) from problem
    if not any(line.strip() for line in lines):
        raise AnnotationError(
            "the file is empty", where=str(path), advice="corpus/README.md has the form."
        )
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield f"{path}:{number}", _row(line, f"{path}:{number}")


def _row(line: str, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except ValueError as problem:
        raise AnnotationError(
            f"not JSON ({problem})", where=where, advice="One object a line."
        ) from problem
    if not isinstance(row, dict):
        raise AnnotationError("not an object", where=where, advice="One object a line.")
    needed = {"parties", "acts", "positions", "kind", "genre"}
    own = "text" in row or not row.keys() & (POINTER | IN_WORKSPACE)
    pointer = IN_WORKSPACE if "article" in row else POINTER
    if lacking := sorted((needed | ({"text"} if own else pointer)) - row.keys()):
        raise AnnotationError(
            f"the row lacks {', '.join(lacking)}", where=where,
            advice="corpus/README.md has the form.",
        )  # fmt: skip
    return row


def _passage(row: dict[str, Any], text: Any, about: Mapping[str, Any], where: str) -> Passage:
    try:
        return _RowReader(row, text, about).passage()
    except _NotAnnotatedSoError as problem:
        raise AnnotationError(
            str(problem), where=where, advice="corpus/README.md has the form."
        ) from problem


class _NotAnnotatedSoError(ValueError):
    """What in a row is not in its form, with its place in the row."""


class _RowReader:
    """Reads one row, and refuses what cannot be scored or learnt from: places outside of the text, labels
    that do not exist, parties that are not listed."""

    def __init__(self, row: dict[str, Any], text: Any, about: Mapping[str, Any]) -> None:
        if not isinstance(text, str) or not text.strip():
            raise _NotAnnotatedSoError("it has no text")
        self._row, self._text, self._about = row, text, about
        self._mentions: set[Span] = set()

    def passage(self) -> Passage:
        row, text = self._row, self._text
        parties = tuple(self._mention(each, at) for at, each in self._each(row, "parties"))
        self._mentions = {(start, end) for start, end, _ in parties}
        digest = str(row.get("digest") or digest_of(text))
        return Passage(
            str(row["kind"]),
            text,
            self._about.get("title") or "",
            self._about.get("outlet") or "",
            self._day(self._about.get("published")),
            _one_of(GENRES, row["genre"], "genre"),
            parties,
            tuple(self._act(each, at) for at, each in self._each(row, "acts")),
            tuple(self._position(each, at) for at, each in self._each(row, "positions")),
            digest,
            str(row.get("reader") or ""),
            self._place(),
            self._begins(),
            _truth(row, "partial", "") if "partial" in row else False,
        )

    def _place(self) -> tuple[str, int, int]:
        row = self._row
        if "source" in row or "article" in row:
            name = f"{row['source']}/{row['row']}" if "source" in row else str(row["article"])
            return name, row["start"], row["end"]
        return digest_of(self._text), 0, len(self._text)

    def _begins(self) -> int:
        found = self._row.get("begins", 0)
        if type(found) is not int or not 0 <= found < len(self._text):
            raise _NotAnnotatedSoError(f"begins: {found!r} is no place in the text")
        return found

    def _act(self, act: Any, at: str) -> PassageAct:
        others = [_one_of(TYPES, each, f"{at}.or") for _, each in self._each(act, "or", at)]
        return PassageAct(
            actors=self._parties(act, "actors", at),
            recipients=self._parties(act, "recipients", at),
            joint=_truth(act, "joint", at),
            trigger=self._span(_value(act, "trigger", at), f"{at}.trigger"),
            event_type=_one_of(TYPES, _value(act, "type", at), f"{at}.type"),
            mode=_one_of(MODES, _value(act, "mode", at), f"{at}.mode"),
            others=tuple(others),
            status=_one_of(STATUSES, _value(act, "status", at), f"{at}.status"),
            recalled=_truth(act, "recalled", at),
            when=self._span(act["when"], f"{at}.when") if _value(act, "when", at) else None,
            reporter=self._party(act["by"], f"{at}.by") if _value(act, "by", at) else None,
            must=_truth(act, "must", at),
            tracks=self._tracks(act, at),
        )

    def _position(self, position: Any, at: str) -> PassagePosition:
        speaker = _value(position, "speaker", at)
        return PassagePosition(
            self._party(speaker, f"{at}.speaker") if speaker else None,
            self._parties(position, "to", at),
            _one_of(KINDS, _value(position, "kind", at), f"{at}.kind"),
            self._span(_value(position, "clause", at), f"{at}.clause"),
            _truth(position, "must", at),
            self._tracks(position, at),
        )

    def _tracks(self, holder: Any, at: str) -> tuple[str, ...]:
        told = self._each(holder, "tracks", at) if "tracks" in holder else []
        return tuple(_one_of(TRACKS, each, place) for place, each in told)

    def _each(self, holder: Any, key: str, at: str = "") -> list[tuple[str, Any]]:
        place = f"{at}.{key}" if at else key
        found = _value(holder, key, at)
        if not isinstance(found, list):
            raise _NotAnnotatedSoError(f"{place} is no list")
        return [(f"{place}[{number}]", each) for number, each in enumerate(found)]

    def _mention(self, told: Any, at: str) -> tuple[int, int, str]:
        if not isinstance(told, list) or len(told) != 3:
            raise _NotAnnotatedSoError(f"{at} is not [start, end, code]")
        return (*self._span(told[:2], at), _code(told[2], at))

    def _span(self, told: Any, at: str) -> Span:
        whole = isinstance(told, list) and len(told) == 2 and all(type(n) is int for n in told)
        if not whole:
            raise _NotAnnotatedSoError(f"{at}: {told!r} is not [start, end]")
        start, end = told
        if not 0 <= start < end <= len(self._text):
            raise _NotAnnotatedSoError(
                f"{at}: {start} to {end} is no stretch of the text of {len(self._text)} characters"
            )
        return start, end

    def _parties(self, holder: Any, key: str, at: str) -> tuple[Party, ...]:
        return tuple(self._party(each, place) for place, each in self._each(holder, key, at))

    def _party(self, told: Any, at: str) -> Party:
        if isinstance(told, str):
            return told if told == OUTLET else _code(told, at)
        span = self._span(told, at)
        if span not in self._mentions:
            raise _NotAnnotatedSoError(f"{at}: {span[0]} to {span[1]} stands in none of `parties`")
        return span

    def _day(self, told: Any) -> str:
        if not told:
            return ""
        try:
            return dt.date.fromisoformat(told).isoformat()
        except (TypeError, ValueError) as problem:
            raise _NotAnnotatedSoError(
                f"published: {told!r} is no day; write it as 2021-03-04"
            ) from problem


def _value(holder: Any, key: str, at: str) -> Any:
    if not isinstance(holder, dict):
        raise _NotAnnotatedSoError(f"{at} is no object")
    if key not in holder:
        raise _NotAnnotatedSoError(f"{at or 'the row'} lacks {key}")
    return holder[key]


def _truth(holder: Any, key: str, at: str) -> bool:
    found = _value(holder, key, at)
    if not isinstance(found, bool):
        raise _NotAnnotatedSoError(f"{at}.{key}: {found!r} is neither true nor false")
    return found


def _one_of(known: Sequence[Label], told: Any, at: str) -> Label:
    if told not in known:
        raise _NotAnnotatedSoError(
            f"{at}: no such label as {told!r}; one of {', '.join(str(each) for each in known if each)}"
        )
    return known[known.index(told)]


def _code(told: Any, at: str) -> str:
    if not isinstance(told, str) or not CODE_OR_NONE.fullmatch(told):
        raise _NotAnnotatedSoError(
            f"{at}: {told!r} is no code of a state or body; write `-` for none"
        )
    return told
