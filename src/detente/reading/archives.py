"""What are the articles in a text that a press archive (Factiva, Nexis) exported?"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from detente.reading.dates import parse_date
from detente.reading.drafts import Draft
from detente.reading.problems import Problem

_WEEKDAY = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
_DATE = re.compile(
    rf"(?:{_WEEKDAY},?\s+)?(?P<date>[a-z]{{3,9}}\.?\s+\d{{1,2}},?\s+\d{{4}}"
    r"|\d{1,2}\s+[a-z]{3,9}\.?,?\s+\d{4})"
    rf"(?:,?\s+{_WEEKDAY}.*|,?\s+\d{{1,2}}:\d{{2}}.*)?",
    re.IGNORECASE,
)
_WORDS = re.compile(r"\d[\d,.]*\s+words?", re.IGNORECASE)
_COPYRIGHT = re.compile(r"\s*(?:copyright|\(c\)|©)", re.IGNORECASE)
_RIGHTS = re.compile(r".*\brights reserved\b", re.IGNORECASE)
# What the archives print on their own pages, around and inside the articles.
_FURNITURE = re.compile(
    r"page \d+ of \d+"
    r"|(?:copyright )?(?:©|\(c\)) (?:\d{4} )?(?:factiva|lexisnexis|dow jones)\b.*"
    r"|about lexisnexis\b.*|privacy policy|terms & conditions|copyright © \d{4} lexisnexis",
    re.IGNORECASE,
)

Lines = Sequence[str]


def articles_of(text: str) -> list[Draft] | None:
    """The articles in an export of Factiva or Nexis, or None where the text is no such export.

    Headline, source, date and text of each are told apart; headers, copyright lines and what the
    archive says of an article are no part of its text. What does not fit the layout is kept
    whole, as an article with a note.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    layout = next((one for one in _LAYOUTS if one.fits(lines)), None)
    if layout is None:
        return None
    pieces, rest = layout.split([line for line in lines if not _FURNITURE.fullmatch(line.strip())])
    drafts: list[Draft] = []
    for piece in [*pieces, rest]:
        if any(map(str.strip, piece)):
            drafts.append(_draft(layout.parts(piece), piece, len(drafts) + 1))
    return drafts


@dataclass(frozen=True, slots=True)
class _Parts:
    """What an article's lines say."""

    title: str
    outlet: str
    published: str | None
    text: str


def _draft(parts: _Parts | None, piece: Lines, number: int) -> Draft:
    place = f"article {number}"
    if parts is None or not parts.text:
        return Draft(text="\n".join(piece).strip(), place=place, notes=(_NOT_UNDERSTOOD,))
    return Draft(
        text=parts.text,
        title=parts.title or None,
        outlet=parts.outlet or None,
        published=parts.published,
        place=place,
        notes=() if parts.published else (_UNDATED,),
    )


_NOT_UNDERSTOOD = Problem(
    "a part of an archive's export that does not fit its layout",
    "Look at it: it was kept whole, headers and all, as one article.",
)
_UNDATED = Problem(
    "no date in the header that the archive gave it", "The article was kept without a date."
)


# Factiva


_FACTIVA_END = re.compile(r"(?:AN\s+)?Document\s+(?=\S*\d{8})[A-Za-z0-9]{15,40}")
_CODES = tuple(
    """SE HD BY CR WC PD ET SN SC ED PG VOL LA CY CX LP TD CT RF ART CO IN NS RE IPC IPD PUB AN
    CLM DLN""".split()
)
_HEADLINE_CODE = re.compile(r"HD(?P<gap>\s*)(?P<value>.*)")
_SUMMARY = "search summary"
_MOST_HEADER = 25


def _is_factiva(lines: Lines) -> bool:
    stripped = [line.strip() for line in lines]
    return any(map(_FACTIVA_END.fullmatch, stripped)) and any(
        _WORDS.fullmatch(line) or _HEADLINE_CODE.fullmatch(line) for line in stripped
    )


def _split_factiva(lines: Lines) -> tuple[list[Lines], Lines]:
    pieces, rest = _ended(lines, _FACTIVA_END)
    # The last page tells of the search, and of no article.
    at = next((at for at, line in enumerate(rest) if line.strip().lower() == _SUMMARY), None)
    return pieces, rest[:at]


def _factiva(piece: Lines) -> _Parts | None:
    headline = next(filter(None, map(_HEADLINE_CODE.fullmatch, piece)), None)
    return _labelled(piece, headline["gap"]) if headline else _unlabelled(piece)


def _labelled(piece: Lines, gap: str) -> _Parts | None:
    """An article whose fields have codes: `HD`, `PD`, each on a line of its own or in front."""
    fields: dict[str, list[str]] = {}
    code, at = "", -1
    for line in piece:
        found, value = _code(line, gap)
        # Codes come in one order: a line of the text that begins like one from before is text.
        if found and (place := _CODES.index(found)) > at:
            code, at = found, place
            fields[code] = [value]
        elif code:
            fields[code].append(line)
    if not {"HD", "SN", "PD"} & set(fields):
        return None
    return _Parts(
        title=_joined(fields.get("HD", ())),
        outlet=_joined(fields.get("SN", ())),
        published=_day(_joined(fields.get("PD", ()))),
        text="\n\n".join(filter(None, (_text(fields.get(code, ())) for code in ("LP", "TD")))),
    )


def _code(line: str, gap: str) -> tuple[str | None, str]:
    """The code that a line begins with, set off as the headline's is, and what follows it."""
    if not gap:
        word = line.strip()
        return (word, "") if word in _CODES else (None, "")
    word, _, value = line.partition(gap)
    if word not in _CODES:
        bare = line.strip()
        return (bare, "") if bare in _CODES else (None, "")
    return word, value.strip()


def _unlabelled(piece: Lines) -> _Parts | None:
    """An article as it is read: headline, byline, `412 words`, date, source and its code."""
    header = [at for at, line in enumerate(piece) if line.strip()][:_MOST_HEADER]
    words = next((n for n, at in enumerate(header) if _WORDS.fullmatch(piece[at].strip())), None)
    if words is None or words + 2 >= len(header) or not words:
        return None
    published = _day(piece[header[words + 1]])
    after = header[words + 2 :]
    if re.fullmatch(r"\d{1,2}:\d{2}.{0,10}", piece[after[0]].strip()):
        after = after[1:]
    if not published or not after:
        return None
    return _Parts(
        title=_headline([piece[at].strip() for at in header[:words]]),
        outlet=piece[after[0]].strip(),
        published=published,
        text=_text(piece[_end_of_header(piece, after) :]),
    )


def _headline(lines: list[str]) -> str:
    """The headline among section, headline and byline: the longest line that names no author."""
    named = [line for line in lines if not line.lower().startswith("by ")]
    return max(named or lines, key=len)


def _end_of_header(piece: Lines, after: Sequence[int]) -> int:
    """Where the text begins: after the copyright line, else after code and language."""
    copyright_at = next((at for at in after[1:9] if _COPYRIGHT.match(piece[at])), None)
    if copyright_at is not None:
        return _after_rights(piece, copyright_at)
    end = after[0]
    for at in after[1:4]:
        # `HARBG` and `English`: one word, and no end of a sentence.
        if not re.fullmatch(r"\w{2,20}", piece[at].strip()):
            break
        end = at
    return end + 1


def _after_rights(piece: Lines, at: int) -> int:
    while at + 1 < len(piece) and (_RIGHTS.match(piece[at + 1]) or _COPYRIGHT.match(piece[at + 1])):
        at += 1
    return at + 1


# Nexis


_UNI_END = re.compile(r"End of Document")
_UNI_LENGTH = re.compile(r"\s*Length:\s*\d[\d,.]*\s+words?", re.IGNORECASE)
_UNI_TAIL = re.compile(
    r"(?:Load-Date|Language|Publication-Type|Journal Code|Subject|Company|Organization|Industry"
    r"|Person|Geographic|Ticker|Correction-Date):.*|Graphic|Notes|Classification"
)
_COUNTER = re.compile(r"(?:Document )?\d+ of \d+ DOCUMENTS?", re.IGNORECASE)
_LABEL = re.compile(r"(?P<label>[A-Z][A-Z/-]{2,20}):(?:\s+(?P<value>.*))?")
_TAIL_LABELS = frozenset(
    """LOAD-DATE LANGUAGE PUBLICATION-TYPE GRAPHIC SUBJECT ORGANIZATION COMPANY INDUSTRY PERSON
    GEOGRAPHIC COUNTRY STATE CITY TICKER JOURNAL-CODE CORRECTION-DATE DOCUMENT-TYPE NOTES URL
    ACC-NO TYPE""".split()
)


def _is_uni(lines: Lines) -> bool:
    ended = any(_UNI_END.fullmatch(line.strip()) for line in lines)
    return ended and any(map(_UNI_LENGTH.fullmatch, lines))


def _uni(piece: Lines) -> _Parts | None:
    body = next((at for at, line in enumerate(piece) if line.strip() == "Body"), None)
    header = piece[:body]
    length = next((at for at, line in enumerate(header) if _UNI_LENGTH.fullmatch(line)), None)
    days = [at for at, line in enumerate(header[:length]) if _day(line)]
    if body is None or not days:
        return None
    *above, outlet = _block_before(header, days[-1]) or [""]
    title = above or _block_before(header, _before(header, days[-1]))
    return _Parts(
        title=" ".join(title),
        outlet=outlet,
        published=_day(header[days[-1]]),
        text=_text(_until(piece[body + 1 :], lambda line: bool(_UNI_TAIL.fullmatch(line)))),
    )


def _block_before(lines: Lines, at: int) -> list[str]:
    """The lines on end, none of them blank, that come last before a line."""
    block: list[str] = []
    for line in reversed(lines[:at]):
        if line.strip():
            block.append(line.strip())
        elif block:
            break
    return block[::-1]


def _before(lines: Lines, at: int) -> int:
    """The line that comes last before another and is not blank."""
    return max((before for before in range(at) if lines[before].strip()), default=0)


def _is_nexis(lines: Lines) -> bool:
    counted = any(_COUNTER.fullmatch(line.strip()) for line in lines)
    return counted and any(line.strip().startswith(("LENGTH:", "BODY:")) for line in lines)


def _split_nexis(lines: Lines) -> tuple[list[Lines], Lines]:
    starts = [at for at, line in enumerate(lines) if _COUNTER.fullmatch(line.strip())]
    ends = [*starts[1:], len(lines)]
    return [lines[a + 1 : b] for a, b in zip(starts, ends, strict=True)], lines[: starts[0]]


def _nexis(piece: Lines) -> _Parts | None:
    labels = [(at, found) for at, line in enumerate(piece) if (found := _LABEL.match(line.strip()))]
    if not labels:
        return None
    head = [line.strip() for line in piece[: labels[0][0]]]
    day = next((at for at, line in enumerate(head) if _day(line)), None)
    length = next((at for at, found in labels if found["label"] in ("BODY", "LENGTH")), None)
    body = next((at for at, found in labels if found["label"] == "BODY"), length)
    if day is None or body is None:
        return None
    named = next((found["value"] for _, found in labels if found["label"] == "HEADLINE"), None)
    first = piece[body].partition("BODY:")[2]
    return _Parts(
        title=named or " ".join(_block_before(head[day + 1 :], len(head))),
        outlet=next((line for line in reversed(head[:day]) if line), ""),
        published=_day(head[day]),
        text=_text([first, *_until(piece[body + 1 :], _is_tail)]),
    )


def _is_tail(line: str) -> bool:
    found = _LABEL.match(line)
    return bool(found and found["label"] in _TAIL_LABELS) or bool(_COPYRIGHT.match(line))


# All


def _day(line: str) -> str | None:
    """The day on a line that is a date and no more than a weekday or time beside it."""
    found = _DATE.fullmatch(" ".join(line.split())[:120])
    day = parse_date(found["date"]) if found else None
    return day.isoformat() if day else None


def _joined(lines: Iterable[str]) -> str:
    return " ".join(" ".join(lines).split())


def _text(lines: Iterable[str]) -> str:
    return "\n".join(line.rstrip() for line in lines).strip()


def _until(lines: Lines, is_end: Callable[[str], bool]) -> Lines:
    return lines[: next((at for at, line in enumerate(lines) if is_end(line.strip())), None)]


def _ended(lines: Lines, end: re.Pattern[str]) -> tuple[list[Lines], Lines]:
    """The pieces that lines of one form end, and what comes after the last."""
    pieces = []
    start = 0
    for at, line in enumerate(lines):
        if end.fullmatch(line.strip()):
            pieces.append(lines[start:at])
            start = at + 1
    return pieces, lines[start:]


@dataclass(frozen=True, slots=True)
class _Layout:
    fits: Callable[[Lines], bool]
    split: Callable[[Lines], tuple[list[Lines], Lines]]
    parts: Callable[[Lines], _Parts | None]


_LAYOUTS = (
    _Layout(_is_factiva, _split_factiva, _factiva),
    _Layout(_is_uni, lambda lines: _ended(lines, _UNI_END), _uni),
    _Layout(_is_nexis, _split_nexis, _nexis),
)
