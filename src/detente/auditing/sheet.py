"""A sample as a table that can be filled anywhere, and what was filled in made into corrections.

Of an act the verdict is `right` or `wrong`. Wrong and nothing else: the text does not tell it. Wrong with
something in a column `right_…`: it is told, but otherwise. Of a passage: `right` where nothing was missed,
else the acts that were, one a line, as `TYPE: who > whom: the words that tell it`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from detente.auditing.drawing import latest
from detente.auditing.reviewing import AuditReviewer, Verdicts
from detente.correcting import written
from detente.errors import DetenteError, InputError
from detente.records import Article, Drawn, Event, Rejected
from detente.schema import to_rows
from detente.store import Query, Workspace

COLUMNS: Mapping[str, str] = {
    "place": "order in which to check; whoever stops early has checked a random part",
    "unit": "what is checked: leave it as it is",
    "kind": "`act` or `passage`",
    "outlet": "who published it",
    "published": "when",
    "before": "what stands before",
    "text": "the sentence, or the passage",
    "after": "what stands after",
    "coded": "what the coder says",
    "verdict": "`right` or `wrong`; of a passage `right` where nothing is missing",
    "right_actors": "who acts, where that is wrong: Chile, or CHL; several with ; between",
    "right_recipients": "towards whom, where that is wrong",
    "right_direction": "`turned` where the other side acts, `mutual` where both do",
    "right_type": "PLOVER type, where that is wrong",
    "right_date": "day, where that is wrong: 2024-03-01, or 2024-03-01 to 2024-03-31",
    "missed": "acts missed in a passage, one a line: ACCUSE: CHL > NOR: words that tell it",
    "why": "a note, if you like",
}
"""The columns of a sheet with their meaning."""
FILLED = tuple(COLUMNS)[tuple(COLUMNS).index("verdict") :]
AROUND = 600
"""Characters of the article that are shown before and after."""
MISSED = re.compile(
    r"(?P<type>[^:\s]+)(?:\s+(?P<date>\d[^:]*?))?\s*:\s*(?P<actors>[^:<>]+?)\s*(?P<way><?>)"
    r"\s*(?P<recipients>[^:<>]+?)\s*:\s*(?P<words>.+)",
    re.DOTALL,
)
VERDICTS = {"right": "right", "yes": "right", "ok": "right", "wrong": "wrong", "no": "wrong"}


@dataclass(frozen=True, slots=True)
class SheetRead:
    """What came of a sheet."""

    judged: int
    """Rows that became corrections, or say that a passage was looked through; none where one is refused."""
    known: int
    """Rows that say what this reviewer said before."""
    blank: int
    """Rows that are not filled."""
    held_back: int = 0
    """Rows that say something new, and were not taken in since others are refused."""
    refused: tuple[Rejected, ...] = field(default=())


def units(workspace: Workspace, between: tuple[str, str]) -> list[dict[str, str]]:
    """The sample drawn last as the rows of a sheet, in the order in which they are checked.

    What other reviewers said is not in it, so that several judge by themselves.
    Raises `QueryError` where no sample was drawn.
    """
    drawn = latest(workspace, between)
    articles = _articles(workspace, drawn)
    events = _events(workspace, between)
    return [
        _row(each, articles[each.article_id], events.get(each.article_id, ()))
        for each in drawn
        if each.article_id in articles
    ]


def read_sheet(
    workspace: Workspace,
    between: tuple[str, str],
    rows: Iterable[Mapping[str, str]],
    reviewer: AuditReviewer,
    *,
    path: str = "the sheet",
) -> SheetRead:
    """Make what is filled in a sheet into corrections, all in one commit. A row that says nothing new is
    passed over. Where a row cannot be understood, it is among the `refused` with the reason, and nothing of
    the sheet is taken in."""
    known = {each.unit: each for each in latest(workspace, between)}
    reviewer.prepare(known.values())
    counts = {"judged": 0, "known": 0, "blank": 0}
    verdicts, refused, seen = Verdicts(), [], dict[str, int]()
    for number, row in enumerate(rows, 2):
        if not any(isinstance(cell, str) and cell.strip() for cell in row.values()):
            continue
        filled = {name: (row.get(name) or "").strip() for name in FILLED}
        try:
            unit = _unit(row, known)
            if _says_something(filled) and seen.setdefault(unit.unit, number) != number:
                raise InputError(
                    f"row {seen[unit.unit]} is of the same unit", advice="Leave one of the two."
                )
            counts[_take(filled, unit, reviewer, verdicts)] += 1
        except DetenteError as problem:
            advice = problem.advice or "Mend the row and read the sheet again."
            refused.append(Rejected(path, f"row {number}", "reading", problem.what, advice, None))
    if refused:
        counts |= {"judged": 0, "held_back": counts["judged"]}
    else:
        reviewer.keep(verdicts)
    return SheetRead(**counts, refused=tuple(refused))


def _says_something(filled: Mapping[str, str]) -> bool:
    """Whether more than a note is filled in."""
    return any(filled[name] for name in FILLED if name != "why")


def _take(
    filled: Mapping[str, str], unit: Drawn, reviewer: AuditReviewer, verdicts: Verdicts
) -> str:
    """What came of a row: `judged`, `known` or `blank`."""
    given = filled["verdict"].casefold()
    if not _says_something(filled):
        return "blank"
    if given and given not in VERDICTS:
        raise InputError(f"'{filled['verdict']}' is no verdict", advice="Write right or wrong.")
    verdict = VERDICTS.get(given)
    if unit.kind == "passage":
        return _take_passage(filled, verdict, unit, reviewer, verdicts)
    if filled["missed"]:
        raise InputError(
            "acts are missed in passages, not in acts", advice="Move them to a row of a passage."
        )
    values = _values(filled, reviewer.event(unit))
    if verdict == "right" and values:
        raise InputError("it is right and yet something is put right", advice="Write wrong.")
    why = filled["why"] or None
    right = verdict == "right"
    done = reviewer.judge(unit, right=right, values=values, why=why, into=verdicts)
    return "judged" if done else "known"


def _take_passage(
    filled: Mapping[str, str],
    verdict: str | None,
    unit: Drawn,
    reviewer: AuditReviewer,
    verdicts: Verdicts,
) -> str:
    if put := [name for name in FILLED if name.startswith("right_") and filled[name]]:
        raise InputError(
            f"`{put[0]}` is of acts, not of passages", advice="Say what is missing in `missed`."
        )
    lines = [line for line in filled["missed"].splitlines() if line.strip()]
    if verdict == "right" and lines:
        raise InputError(
            "nothing is missing and yet acts are named", advice="Write wrong, or name none."
        )
    if verdict == "wrong" and not lines:
        raise InputError(
            "acts are missing, but which is not said",
            advice="Name each in `missed`: ACCUSE: CHL > NOR: words that tell it",
        )
    missed = [read_missed(line) for line in lines]
    done = reviewer.look(unit, missed, why=filled["why"] or None, into=verdicts)
    return "judged" if done else "known"


def read_missed(line: str) -> dict[str, str]:
    """An act as it is written in a sheet, as the fields of a correction. Raises `InputError`."""
    found = MISSED.fullmatch(line.strip())
    if found is None:
        raise InputError(
            f"'{line.strip()}' is not understood",
            advice="Write TYPE: who > whom: words that tell it, such as ACCUSE: CHL > NOR: accused."
            " Where both act, <> stands between; a date may follow the type.",
        )
    values = {name: found[name] for name in ("type", "actors", "recipients")}
    values["trigger"] = found["words"]
    if found["date"]:
        values["date"] = found["date"]
    if found["way"] == "<>":
        values["reciprocal"] = "yes"
    return values


def _values(filled: Mapping[str, str], event: Event) -> dict[str, str]:
    """What is to be changed of an event."""
    now = written(event)
    values = {
        name: filled[f"right_{name}"]
        for name in ("actors", "recipients", "type", "date")
        if filled[f"right_{name}"]
    }
    way = filled["right_direction"].casefold()
    if way not in ("", "turned", "mutual"):
        raise InputError(
            f"'{filled['right_direction']}' is no direction", advice="Write turned or mutual."
        )
    if way == "turned" and event.reciprocal:
        raise InputError(
            "what both do has no direction to turn",
            advice="Say who acts in `right_actors` and towards whom in `right_recipients`.",
        )
    if way == "turned":
        values = {"actors": now["recipients"], "recipients": now["actors"]} | values
    if way == "mutual":
        values["reciprocal"] = "yes"
    elif event.reciprocal and "recipients" in values:
        values["reciprocal"] = "no"
    return values


def _unit(row: Mapping[str, str], known: Mapping[str, Drawn]) -> Drawn:
    name = (row.get("unit") or "").strip()
    if name not in known:
        raise InputError(
            f"no unit of the sample is called '{name}'",
            advice="Leave the column `unit` as it was; only the sample drawn last is read.",
        )
    return known[name]


def _articles(workspace: Workspace, drawn: Sequence[Drawn]) -> dict[str, Article]:
    held = to_rows(workspace.articles({each.article_id for each in drawn}), Article)
    return {each.article_id: each for each in held}


def _events(workspace: Workspace, between: tuple[str, str]) -> dict[str, list[Event]]:
    """What was coded of the two states, by article."""
    asked = Query(between=between, unaddressed=True, uncorrected=True, superseded=True)
    found: dict[str, list[Event]] = {}
    for each in to_rows(workspace.events(asked), Event):
        found.setdefault(each.article_id, []).append(each)
    return found


def _row(unit: Drawn, article: Article, events: Sequence[Event]) -> dict[str, str]:
    text = article.text
    told = {
        "place": str(unit.place), "unit": unit.unit, "kind": unit.kind,
        "outlet": article.outlet or "", "published": str(article.published or ""),
        "before": text[max(0, unit.start - AROUND) : unit.start].strip(),
        "text": text[unit.start : unit.end],
        "after": text[unit.end : unit.end + AROUND].strip(),
        "coded": "\n".join(_coded(unit, events)),
    }  # fmt: skip
    return told | dict.fromkeys(FILLED, "")


def _coded(unit: Drawn, events: Sequence[Event]) -> Iterator[str]:
    for each in events:
        if each.event_id == unit.unit or (
            unit.kind == "passage" and unit.start <= each.start < unit.end
        ):
            yield in_words(each)


def in_words(event: Event) -> str:
    """An event as a reviewer reads it: `ACCUSE 2024-03-01: Chile = CHL > Norway = NOR: accused`."""
    now = written(event)
    kind = " ".join(filter(None, [now["type"], now["mode"], now["date"]]))
    status = "" if event.status == "done" else f" ({event.status})"
    sides = now["actors"] if event.reciprocal else f"{now['actors']} > {now['recipients'] or '?'}"
    both = " <>" if event.reciprocal else ""
    return f"{kind}{status}: {sides}{both}: {now['trigger']}"
