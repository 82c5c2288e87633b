"""Answers in a few lines, for assistants that read no structured ones; others' words stand as quoted."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from detente.reporting import wording

Plain = Mapping[str, Any]
QUOTED = "> "
"""Begins each line that somebody else wrote: no text can end its own quotation."""
ROWS = 60
"""Rows of a table that a text shows, the last ones; a structured answer has all."""


def in_words(told: Plain) -> str:
    """An answer as text."""
    if "records" in told:
        return _page(told)
    if "pairs" in told:
        head = f"{wording.many(told['total'], 'pair')}, {len(told['pairs'])} shown."
        return "\n".join([head, *map(_pair, told["pairs"])])
    if "sentences" in told:
        return _standing(told)
    if "rows" in told:
        return _result(told)
    return _article(told) if "characters" in told else "\n".join(_single(told))


def quoted(text: str) -> str:
    """A text of somebody else's, each line marked; characters that nobody sees are left out."""
    seen = "".join(
        each if each in "\n\t" or unicodedata.category(each) not in ("Cc", "Cf", "Co") else " "
        for each in text
    )
    return "\n".join(QUOTED + line for line in seen.splitlines() or [""])


def _page(told: Plain) -> str:
    head = f"{told['total']:,} found, {len(told['records'])} shown."
    lines = [line for each in told["records"] for line in ("", *_record(each))]
    more = ["", f"More: the same with cursor={told['next']}"] if told["next"] else []
    return "\n".join([head, *lines, *more])


def _single(told: Plain) -> Iterable[str]:
    yield from _record(told)
    if told.get("deleted"):
        yield "A reviewer deleted it: it counts nowhere."
    for each in told.get("corrections", ()):
        why = f": {_line(each['why'])}" if each["why"] else ""
        yield f"{each['judgement']} by {_line(each['reviewer'])}, {each['made'][:10]}{why}"
    for each in told.get("events", ()):
        yield ""
        yield from _record(each)
    shown = {each["event_id"] for each in told.get("events", ())}
    if rest := [each for each in told.get("members", ()) if each not in shown]:
        yield f"\n{wording.many(len(rest), 'event')} more: {', '.join(rest)}"


def _record(told: Plain) -> Iterable[str]:
    """What it tells, where it stands, and its sentence."""
    yield _head(told)
    source = [told.get(name) for name in ("outlet", "published", "address")]
    told_in = ", ".join(_line(str(each)) for each in source if each) or "no source is kept"
    article = f" (article {told['evidence_article']})" if told.get("evidence_article") else ""
    yield f"told in: {told_in}{article}"
    for name in ("title", "sentence_text"):
        if told.get(name):
            yield quoted(" ".join(told[name].split()))


def _head(told: Plain) -> str:
    if "row_id" in told:
        came = ", ".join(told["outcomes"]) or "no outcome seen"
        when = f"{told['first']} to {told['last']}, {wording.many(told['times'], 'statement')}"
        return f"{told['family']} {told['row_id']}: {wording.country_name(told['state'])}, {when}; {came}"
    if "channel_id" in told:
        parties = ", ".join(map(wording.country_name, told["parties"]))
        last = f", last {told['last_held']}" if told["last_held"] else ""
        held = f"{wording.many(len(told['rounds']), 'round')} held{last}"
        name = f"channel {told['channel_id']}: {_line(told['channel'])}"
        return f"{name} ({parties}); {told['state']}; {held}"
    sure = f"confidence {wording.percent(told['confidence'])}"
    if "statement_id" in told:
        named = ", ".join(map(wording.country_name, _codes(told["addressees"])))
        to = _line(named) or "nobody named"
        speaker = _line(told["speaker"]["name"] or told["speaker"]["text"])
        day = told["date"] or "no date"
        return f"statement {told['statement_id']}, {day}: {speaker} → {to}: {told['kind']}; {sure}"
    return _act(told, sure)


def _act(told: Plain, sure: str) -> str:
    once = "occurrence_id" in told
    name = f"occurrence {told['occurrence_id']}" if once else f"event {told['event_id']}"
    who = wording.parties(
        _codes(told["actors"]), _codes(told["recipients"]), reciprocal=told["reciprocal"]
    )
    kind = f"{told['event_type']}{'/' + told['mode'] if told['mode'] else ''}"
    status = told["status"].upper() if told["status"] not in ("done", "ongoing") else told["status"]
    marks = [told["quad_class"], f"score {told['score']:+.1f}", f"status {status}", sure]
    if told.get("recalled"):
        marks.append("background")
    if once:
        marks.append(f"told by {wording.many(len(told['members']), 'event')}")
        if told["left_out"]:
            marks.append(f"not counted: {told['left_out']}")
    elif told["reported_by"]:
        marks.append(f"according to {_line(told['reported_by']['text'])}")
    return f"{name}, {told['date_start'] or 'no date'}: {_line(who)}: {kind} ({'; '.join(marks)})"


def _codes(parties: Iterable[Any]) -> list[str]:
    named = (
        each if isinstance(each, str) else each["country"] or each["name"] or each["text"]
        for each in parties
    )  # fmt: skip
    return list(dict.fromkeys(named))


def _pair(told: Plain) -> str:
    stands = "nothing since" if told["level"] is None else f"{told['level']:+.1f}"
    band = "" if told["low"] is None else f" (90% band {told['low']:+.1f} to {told['high']:+.1f})"
    return (
        f"{told['first']} {told['second']}: {stands}{band}, {told['way'] or 'change unknown'}; "
        f"{wording.many(told['events'], 'report')}; last {told['last']}: {told['last_act']} "
        f"(event {told['last_event']})"
    )


def _standing(told: Plain) -> str:
    """The sentences name acts in the words of articles, so they are quoted too."""
    head = " and ".join(map(wording.country_name, told["between"]))
    if told["refused"]:
        return f"{head}: {told['refused']}"
    level = (
        f"level {told['level']}, 90% band {told['band']}, {told['as_of']}" if told["level"] else ""
    )
    lines = [line for each in told["events"] for line in ("", *_record(each))]
    return "\n".join(
        [f"{head}, {told['time']}. {level}", *map(quoted, told["sentences"]), "",
         "What mattered most:", *lines]
    )  # fmt: skip


def _result(told: Plain) -> str:
    """A table, and below it the acts that drove its turns."""
    rows, lines = told["rows"], []
    if not rows:
        lines.append("no rows: nothing as asked was found")
    else:
        if len(rows) > ROWS:
            lines.append(f"the last {ROWS} of {len(rows)} rows")
        names = [name for name in rows[0] if any(each[name] is not None for each in rows)]
        lines.append(", ".join(names))
        lines += [", ".join(_cell(each[name]) for name in names) for each in rows[-ROWS:]]
    for each in told.get("drivers", ()):
        lines.append(
            f"\nturn {each['turn']}, driver {each['rank']}: without it {each['without']:+.2f}"
        )
        lines += (
            _record(each["event"]) if each["event"] else [f"{each['date']}: {each['event_type']}"]
        )
    return "\n".join(lines)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.4g}" if isinstance(value, float) else str(value)


def _article(told: Plain) -> str:
    end = told["start"] + len(told["text"])
    source = [told[name] for name in ("outlet", "published", "genre", "address")]
    lines = [
        f"article {told['article_id']}: {', '.join(_line(str(each)) for each in source if each)}",
        f"characters {told['start']} to {end} of {told['characters']}"
        + (f"; go on with start={end}" if end < told["characters"] else ""),
        f"events: {', '.join(told['events']) or 'none'}",
        f"statements: {', '.join(told['statements']) or 'none'}",
    ]
    title = [quoted(told["title"])] if told["title"] else []
    return "\n".join([*lines, *title, quoted(told["text"])])


def _line(text: str) -> str:
    """A short text of somebody else's within a line of ours: one line, and no longer than a name is."""
    plain = " ".join(quoted(text).replace("\n" + QUOTED, " ").removeprefix(QUOTED).split())
    return plain if len(plain) <= LONGEST else f"{plain[:LONGEST]}…"


LONGEST = 200
