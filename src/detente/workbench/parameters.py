"""What the parameters of an address ask of a view."""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, get_args

from detente.days import as_day
from detente.errors import QueryError
from detente.store.query import Query, as_days, check_choice, resolve_pair
from detente.workbench.addresses import (
    EVERY,
    FLAGS,
    ORDERS,
    PARTS,
    SORTS,
    TABLES,
    AuditAsked,
    FramingAsked,
    OverviewAsked,
    PairAsked,
    Parameters,
    Part,
    QueueAsked,
    SearchAsked,
    Size,
    VoicesAsked,
)

ADDED = ("said", "seen", "looked", "missed", "token")
"""What the workbench itself adds to an address: what was judged just before, and a token."""
FOREIGN = re.compile(r"utm_\w+|fbclid|gclid|msclkid|mc_[ce]id")
"""What others add to a link that they pass on."""


def check_parameters(given: Parameters, known: Sequence[str]) -> None:
    """Raise `QueryError`, with the nearest one that does, for a parameter that asks nothing of a page."""
    for name in given:
        if name not in known and name not in ADDED and not FOREIGN.fullmatch(name):
            raise unknown_parameter(name, known)


def unknown_parameter(name: str, known: Sequence[str]) -> QueryError:
    """Why a parameter is refused."""
    near = difflib.get_close_matches(name, known, n=1)
    meant = f"Did you mean '{near[0]}'? " if near else ""
    return QueryError(
        f"there is no parameter '{name}' here",
        advice=f"{meant}There are: {', '.join(known) or 'none'}.",
    )


OF_OVERVIEW = ("sort",)
OF_PAIR = ("since", "until", "every")
OF_FRAMING = ("words", "since", "until")
OF_VOICES = ("since", "until")
OF_QUEUE = ("order", "what", "between", "at", "judging")


def read_overview(given: Parameters) -> OverviewAsked:
    """What an address asks of all pairs. Raises `QueryError` for an order that does not exist."""
    sort = _one(given, "sort") or "-events"
    check_choice("order", sort.removeprefix("-"), SORTS)
    found = next(each for each in SORTS if each == sort.removeprefix("-"))
    return OverviewAsked(sort=found, down=sort.startswith("-"))


def read_pair(first: str, second: str, given: Parameters, part: str | None = None) -> PairAsked:
    """What an address asks of two states. Raises `QueryError` and `InputError` for what does not exist."""
    since, until = as_days(
        as_day(_one(given, "since") or None), as_day(_one(given, "until") or None)
    )
    every: Any = _one(given, "every") or "month"
    check_choice("unit", every, EVERY)
    if part is not None:
        check_choice("part", part, tuple(PARTS))
    found: Part | None = next((each for each in PARTS if each == part), None)
    pair = resolve_pair((first, second))
    return PairAsked(between=pair, since=since, until=until, every=every, part=found)


def read_framing(first: str, second: str, given: Parameters) -> FramingAsked:
    """What an address asks of how two states are told of. Raises as `read_pair`."""
    asked = read_pair(first, second, {name: given[name] for name in given if name != "words"})
    words = (_one(given, "words") or "").strip() or None
    return FramingAsked(between=asked.between, words=words, since=asked.since, until=asked.until)


def read_voices(first: str, second: str, given: Parameters) -> VoicesAsked:
    """What an address asks of others about two states. Raises as `read_pair`."""
    asked = read_pair(first, second, given)
    return VoicesAsked(between=asked.between, since=asked.since, until=asked.until)


def read_drawing(first: str, second: str, given: Parameters) -> tuple[PairAsked, Size]:
    """Of which chart an address asks, and how wide. Raises as `read_pair`."""
    check_parameters(given, (*OF_PAIR, "size"))
    asked, size = read_pair(first, second, given), _one(given, "size") or "wide"
    check_choice("size", size, get_args(Size))
    return asked, next(each for each in get_args(Size) if each == size)


def read_audit(first: str, second: str) -> AuditAsked:
    """Of which audit an address asks. Raises `QueryError` and `InputError` for what does not exist."""
    return AuditAsked(resolve_pair((first, second)))


def read_queue(given: Parameters) -> QueueAsked:
    """What an address asks to review. Raises `QueryError` and `InputError` for what does not exist."""
    check_parameters(given, OF_QUEUE)
    order = _one(given, "order") or "least-sure"
    check_choice("order", order, tuple(ORDERS))
    what = _one(given, "what") or "events"
    check_choice("table", what, tuple(TABLES.values()))
    states = [each.strip() for each in given.get("between", ()) if each.strip()]
    if len(states) not in (0, 2):
        raise QueryError("between needs two states", advice="Write both, or neither.")
    return QueueAsked(
        order=next(each for each in ORDERS if each == order),
        what=next(each for each in TABLES.values() if each == what),
        between=resolve_pair((states[0], states[1])) if states else None,
        at=_one(given, "at") or None,
        judging=_one(given, "judging") or None,
    )


SEVERAL = (
    "type", "mode", "quad_class", "kind", "issue", "track", "status", "outlet", "genre",
    "actor_sector", "recipient_sector",
)  # fmt: skip
ONE = (
    "of", "by", "to", "speaker", "addressee", "words", "article_words", "since", "until",
    "reported_since", "reported_until",
)  # fmt: skip
OF_SEARCH = ("what", "between", *ONE, *SEVERAL, *FLAGS, "confidence", "sort", "page")


def read_search(given: Parameters) -> SearchAsked:
    """What an address asks of records. Raises `QueryError` and `InputError` for what does not exist."""
    what: Any = _one(given, "what") or "events"
    check_choice("table", what, tuple(TABLES.values()))
    asked: dict[str, Any] = {"sort": _one(given, "sort") or "-date"}
    for name in SEVERAL:
        asked[name] = tuple(filter(None, map(str.strip, given.get(name, ())))) or None
    for name in ONE:
        asked[name] = _one(given, name) or None
    for name in FLAGS:
        asked |= {name: _one(given, name) == "yes"} if _one(given, name) else {}
    asked["confidence"] = _number(given, "confidence")
    pair = [each.strip() for each in given.get("between", ()) if each.strip()]
    if len(pair) == 1:
        asked["of"] = asked["of"] or pair[0]
    elif pair:
        asked["between"] = (pair[0], pair[1])
    return SearchAsked(what=what, query=Query(**asked), page=_page(given))


MOST_PAGES = 1_000_000


def _page(given: Parameters) -> int:
    text = _one(given, "page") or "1"
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(MOST_PAGES))
    if is_number and 1 <= int(text) <= MOST_PAGES:
        return int(text)
    raise QueryError(
        f"there is no page '{text}'", advice=f"Pages are counted from 1 to {MOST_PAGES:,}."
    )


def _one(given: Parameters, name: str) -> str:
    values = [each.strip() for each in given.get(name, ())]
    return values[-1] if values else ""


def _number(given: Parameters, name: str) -> float | None:
    text = _one(given, name)
    with suppress(ValueError):
        value = float(text) if text else None
        if value is None or math.isfinite(value):
            return value
    raise QueryError(f"{name} '{text}' is no number", advice="Write it as 0.5.")
