"""What does a record say of itself? Keys and columns of any name, brought to the six fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from detente.reading.options import GENRES, SYNONYMS, ReadingOptions
from detente.reading.problems import Problem


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A record as found: values unchecked, None where it is silent.

    `guessed_published` and `guessed_genre` are used only where neither the record nor the options
    say anything. `place` (`line 12`) tells where in the file it stands; `notes` are the problems
    met that do not forbid it.
    """

    text: object
    title: object = None
    outlet: object = None
    published: object = None
    genre: object = None
    address: object = None
    guessed_published: str | None = None
    guessed_genre: str | None = None
    place: str | None = None
    notes: tuple[Problem, ...] = ()


def keys(names: Iterable[str], options: ReadingOptions) -> dict[str, str]:
    """Field to the name among `names` that holds it; fields that none holds are left out.

    A name given in `options.columns` is the only one tried for its field.
    """
    known = list(names)
    lowered = {name.strip().lower(): name for name in reversed(known)}
    found = {}
    for field, synonyms in SYNONYMS.items():
        wanted = options.columns.get(field)
        if wanted in known:
            found[field] = str(wanted)
            continue
        tried = (wanted.lower(),) if wanted else synonyms
        if name := next((lowered[key] for key in tried if key in lowered), None):
            found[field] = name
    return found


def draft(
    record: Mapping[str, object],
    names: Mapping[str, str],
    *,
    place: str | None = None,
    guessed_published: str | None = None,
    notes: tuple[Problem, ...] = (),
) -> Draft:
    """The draft in a record, whose `names` are those that `keys` found."""
    values: dict[str, Any] = {field: record.get(name) for field, name in names.items()}
    # A key `type` often means something else altogether, such as a kind of event.
    if names.get("genre", "").lower() == "type" and values["genre"] not in GENRES:
        del values["genre"]
    return Draft(
        text=values.pop("text", None),
        **values,
        guessed_published=guessed_published,
        place=place,
        notes=notes,
    )


def no_text_column(names: Iterable[str], options: ReadingOptions) -> Problem:
    """The problem of a table or record in which nothing holds a text."""
    wanted = options.columns.get("text")
    looked = f"`{wanted}`" if wanted else ", ".join(f"`{name}`" for name in SYNONYMS["text"])
    there = ", ".join(f"`{name[:40]}`" for name in list(names)[:20]) or "none"
    return Problem(
        f"no text: looked for {looked}; found {there}",
        'Say which column or key holds it, with columns {"text": NAME}.',
    )
