"""What stands between the two fences at the top of a note: YAML (`---`) or TOML (`+++`)."""

from __future__ import annotations

import datetime as dt
import re
import tomllib
from collections.abc import Callable
from typing import Any

from detente.reading.options import SYNONYMS, bare

MAX_LINES = 1_000
MAX_CHARACTERS = 64 * 1024
"""Most lines and characters between the fences; what is longer is text."""

_KEY = re.compile(r"[^\W_][\w .:/-]{0,60}")
_PAIR = re.compile(r"([A-Za-z][\w -]{0,40}?)[ \t]*:(?:[ \t]+(.*)|[ \t]*)")
_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]+)\]\]")
_NOTHING = ("~", "null", "Null", "NULL")
_KNOWN = {bare(name) for names in SYNONYMS.values() for name in names}

Pairs = dict[str, object]


def front_matter(text: str) -> tuple[Pairs | None, str]:
    """The pairs at the top of a text and the text after them; None and all of it without any.

    Values stay as they are written: no number, date or `no` is made of them. A list of one
    stands for what it holds, and `[[The Wire]]` for `The Wire`.
    """
    first, _, rest = text.partition("\n")
    parse = _PARSERS.get(first.rstrip(" \t"))
    fenced = _fenced(rest, first.rstrip(" \t")) if parse else None
    if parse is None or fenced is None:
        return None, text
    inside, after = fenced
    pairs = parse(inside)
    if not pairs or not all(isinstance(key, str) and _KEY.fullmatch(key) for key in pairs):
        return None, text
    return {key: _simple(value) for key, value in pairs.items()}, after


def _fenced(rest: str, fence: str) -> tuple[str, str] | None:
    """What stands before and after the closing fence, where there is one soon enough."""
    lines = rest[: MAX_CHARACTERS + 1].split("\n", MAX_LINES)[:MAX_LINES]
    size = 0
    for line in lines:
        # The last piece may be cut off.
        if line.rstrip(" \t") == fence and rest[size + len(line) :][:1] in ("", "\n"):
            return rest[:size], rest[size + len(line) + 1 :]
        size += len(line) + 1
    return None


def _yaml(inside: str) -> dict[Any, Any] | None:
    # Only those who read front matter wait for it.
    import yaml  # type: ignore[import-untyped]  # PyYAML ships no types.

    try:
        # The loader that makes nothing but texts, lists and mappings: 007 stays 007.
        found = yaml.load(inside, yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError, ValueError):
        return _pairs(inside)
    return found if isinstance(found, dict) else None


def _pairs(inside: str) -> dict[Any, Any] | None:
    """Lines of `key: value` where YAML fails, as over `title: Talks: day 1`, if one key is known."""
    pairs: dict[Any, Any] = {}
    for line in inside.splitlines():
        if pair := _PAIR.fullmatch(line):
            pairs[pair[1]] = _unquoted(pair[2] or "")
        elif line.strip() and not line.lstrip().startswith(("#", "- ")) and not line[0].isspace():
            return None
    return pairs if any(bare(str(key)) in _KNOWN for key in pairs) else None


def _unquoted(value: str) -> str:
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    return value


def _toml(inside: str) -> dict[Any, Any] | None:
    try:
        return tomllib.loads(inside, parse_float=str)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError):
        return None


_PARSERS: dict[str, Callable[[str], dict[Any, Any] | None]] = {"---": _yaml, "+++": _toml}


def _simple(value: object) -> object:
    """A value as records hold it."""
    while isinstance(value, list) and len(value) == 1:
        value = value[0]
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, str):
        return None if value in _NOTHING else _LINK.sub(r"\1", value)
    return value
