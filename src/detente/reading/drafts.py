"""What does a record say of itself? Keys and columns of any name, brought to the six fields."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from detente.reading.options import GENRES, SYNONYMS, ReadingOptions, bare
from detente.reading.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A record as found: values unchecked, None where it is silent.

    `guessed_published` and `guessed_genre` are used only where neither the record nor the options
    say anything. `file_made` is the day on which the file was made, as its properties say: no day
    of publication, unless the caller takes it for one. `place` (`line 12`) tells where in the file
    it stands; `notes` are the problems met that do not forbid it. `undated` says that its date as
    written is left out, which is told of the file; `site` is where it was found in a file that holds
    the pages of several, each of which writes dates in its own way. `names` has the column or key that
    each field was taken from, `unused` the others.
    """

    text: object
    title: object = None
    outlet: object = None
    published: object = None
    genre: object = None
    address: object = None
    guessed_published: str | None = None
    guessed_genre: str | None = None
    file_made: str | None = None
    place: str | None = None
    notes: tuple[Problem, ...] = ()
    undated: bool = False
    site: str | None = None
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    unused: tuple[str, ...] = ()


def keys(names: Iterable[str], options: ReadingOptions) -> dict[str, str]:
    """Field to the name among `names` that holds it; fields that none holds are left out.

    The names that the caller gave come first, then the usual ones. Of a whole record (a mapping),
    names that hold something come before those that are blank.
    """
    record = names if isinstance(names, Mapping) else {}
    known = list(names)
    there = {bare(name): name for name in reversed(known)}
    found = {}
    for field, synonyms in SYNONYMS.items():
        given = [
            name
            for name in options.given(field)
            if name in known or value_at(record, name) is not None
        ]
        tried = (bare(name) for name in (*options.given(field), *synonyms))
        candidates = [*given, *(there[name] for name in tried if name in there)]
        if candidates:
            found[field] = _best(record, candidates)
    return found


def _best(record: Mapping[str, object], candidates: list[str]) -> str:
    """The first name that holds something, else the first."""
    first = candidates[0]
    for name in candidates:
        # A day on which a clipping was made does not stand in for a publication date left blank.
        if name != first and bare(name) == "created":
            continue
        if not blank(value_at(record, name)):
            return name
    return first


def value_at(record: Mapping[str, object], name: str) -> object:
    """What a record holds under a key, or at the end of a path of keys (`fields.body`), or None."""
    if name in record:
        return record[name]
    value: object = record
    for step in name.split("."):
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def blank(value: object) -> bool:
    """Whether a value says nothing."""
    return value is None or (isinstance(value, str) and not value.strip())


def draft(
    record: Mapping[str, object],
    names: Mapping[str, str],
    *,
    place: str | None = None,
    guessed_published: str | None = None,
    notes: tuple[Problem, ...] = (),
) -> Draft:
    """The draft in a record, whose `names` are those that `keys` found."""
    values: dict[str, Any] = {field: value_at(record, name) for field, name in names.items()}
    # A key `type` often means something else altogether, such as a kind of event.
    if bare(names.get("genre", "")) == "type" and values["genre"] not in GENRES:
        del values["genre"]
    _part_address(values)
    taken = {part for name in names.values() for part in (name, name.partition(".")[0])}
    return Draft(
        text=values.pop("text", None),
        **values,
        guessed_published=guessed_published,
        place=place,
        notes=notes,
        names={field: names[field] for field in names if field in values or field == "text"},
        unused=tuple(name for name in record if name not in taken),
    )


def _part_address(values: dict[str, Any]) -> None:
    """Take an address that stands for the outlet, as clippers of web pages write it, for what it is."""
    outlet = values.get("outlet")
    if isinstance(outlet, str) and (site := site_of(outlet)):
        values["outlet"] = site
        if blank(values.get("address")):
            values["address"] = outlet


def site_of(address: str) -> str | None:
    """The domain's name in a web address, without `www.`; None for what is no web address."""
    try:
        parts = urlsplit(address.strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host:
        return None
    return re.sub(r"^(?:www\d?|m|amp|mobile)\.(?=.*\.)", "", host)


def other_column(found: Draft, options: ReadingOptions) -> Problem | None:
    """The note on a draft whose text was not where the caller said, or None."""
    given, taken = options.given("text"), found.names.get("text", found.names.get("title"))
    if not given or not taken or taken in given or bare(taken) in map(bare, given):
        return None
    looked = ", ".join(f"`{name}`" for name in given)
    return Problem(
        f"no {looked} here: the text is that of `{taken}`",
        "If that is not meant, name the column or key that holds the text.",
    )


def no_text_column(names: Iterable[str], options: ReadingOptions) -> Problem:
    """The problem of a table or record in which nothing holds a text."""
    looked = ", ".join(f"`{name}`" for name in (*options.given("text"), *SYNONYMS["text"]))
    there = ", ".join(f"`{name[:40]}`" for name in list(names)[:20]) or "none"
    return Problem(
        f"no text: looked for {looked}; found {there}",
        'Say which column or key holds it, with columns {"text": NAME}.',
    )
