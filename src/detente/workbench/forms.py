"""The form of a record: each field that may be changed, what was typed, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from detente.coding import ontology
from detente.correcting import CHANGEABLE, written
from detente.correcting.fields import Place, changed, place_of
from detente.errors import DetenteError
from detente.records import Article
from detente.store.corrected import Coded, Told
from detente.workbench.guard import Form

TITLES = {
    "trigger": "The words that tell it", "type": "Type", "mode": "Mode", "actors": "Who acts",
    "recipients": "Towards whom", "reciprocal": "Each towards the others?",
    "status": "Did it happen?", "date": "When", "recalled": "Told as background?",
    "place": "Where", "reported_by": "Who says so", "tracks": "Tracks", "issues": "Issues",
    "contexts": "Contexts", "speaker": "Who speaks", "addressees": "To whom", "kind": "Kind",
    "about": "The clause that holds it", "condition": "On condition",
    "quoted": "In quotation marks?",
}  # fmt: skip
AS_WRITTEN = frozenset({"trigger", "about", "condition"})
"""Fields that hold words of the article."""
MAY_BE_NOTHING = frozenset({"mode"})
"""Choices of which none may be made."""
ADDING: Mapping[Coded, Mapping[str, str]] = {
    "events": {"type": "CONSULT", "reciprocal": "no", "status": "done", "recalled": "no"},
    "statements": {"kind": "assessment", "quoted": "no"},
}
"""What a form says of a record that is added before anything is typed; the day is the article's."""


@dataclass(frozen=True, slots=True)
class Input:
    """One field of a form."""

    name: str
    """Under which it is sent."""
    title: str
    meaning: str
    value: str
    was: str
    """What it said when the form was served: only what differs is a change."""
    choices: tuple[str, ...]
    """Of which one is chosen; empty where something is typed."""
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    """The same choices by the type with which they go, its own first; empty where they go with all."""
    suggested: tuple[str, ...]
    """What may stand in it, with `;` between, where something is typed."""
    long: bool
    """Whether it may go over several lines."""
    problem: str | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What was sent and not taken: the form is shown again with it."""

    form: Form
    problems: Mapping[str, str]
    """What is wrong, by the name of the field; under an empty name what is wrong with the whole."""


def inputs_of(record: Told, typed: Typed | None = None, *, prefix: str = "") -> tuple[Input, ...]:
    """The form of a record, as it stands or as it was typed."""
    table: Coded = "events" if hasattr(record, "event_id") else "statements"
    return _inputs(table, written(record), typed, prefix)


def blank_inputs(
    table: Coded, values: Mapping[str, str], typed: Typed | None = None
) -> tuple[Input, ...]:
    """The form of a record that is to be added."""
    empty = dict.fromkeys(CHANGEABLE[table], "")
    return _inputs(table, {**empty, **ADDING[table], **values}, typed, "")


def said(table: Coded, form: Form, article: Article, *, prefix: str = "") -> dict[str, str]:
    """The fields of a form that were filled in otherwise than it was served."""
    found = {}
    for name in CHANGEABLE[table]:
        value, was = form.one(f"{prefix}{name}"), form.one(f"{prefix}{name}.was")
        if f"{prefix}{name}" in form.fields and value.split() != was.split():
            found[name] = as_written(value, article) if name in AS_WRITTEN else value
    return found


def filled(table: Coded, form: Form, article: Article) -> dict[str, str]:
    """All that is filled in, whether it was changed or not."""
    names = [name for name in CHANGEABLE[table] if form.one(name)]
    return {
        name: as_written(form.one(name), article) if name in AS_WRITTEN else form.one(name)
        for name in names
    }


def as_written(words: str, article: Article) -> str:
    """Words as they stand in the article, where they do but for spaces and ends of lines."""
    parts = [re.escape(part) for part in words.split()]
    found = re.search(r"\s+".join(parts), article.text) if parts else None
    return found[0] if found and words not in article.text else words


def problems_of(
    record: Told, values: Mapping[str, str], article: Article, *, prefix: str = ""
) -> dict[str, str]:
    """What is wrong with values, by field, in words."""
    place = place_of(record, article)
    table: Coded = "events" if hasattr(record, "event_id") else "statements"
    found = field_problems(table, values, place, prefix=prefix)
    if not found:
        try:
            changed(record, values, place)
        except DetenteError as problem:  # a mode that the type does not have
            found[f"{prefix}mode" if "mode" in values else ""] = in_words(problem)
    return found


def field_problems(
    table: Coded, values: Mapping[str, str], place: Place, *, prefix: str = ""
) -> dict[str, str]:
    """What is wrong with each value on its own."""
    found = {}
    for name, value in values.items():
        try:
            CHANGEABLE[table][name].read(value.strip(), place)
        except DetenteError as problem:
            found[f"{prefix}{name}"] = in_words(problem)
    return found


def in_words(problem: DetenteError) -> str:
    """An error as a sentence or two."""
    what = f"{problem.what[:1].upper()}{problem.what[1:]}."
    return f"{what} {problem.advice}" if problem.advice else what


def _inputs(
    table: Coded, held: Mapping[str, str], typed: Typed | None, prefix: str
) -> tuple[Input, ...]:
    kind = held.get("type", "")
    if typed is not None and f"{prefix}type" in typed.form.fields:
        kind = typed.form.one(f"{prefix}type")
    made = tuple(_input(table, name, held[name], prefix, kind) for name in CHANGEABLE[table])
    if typed is None:
        return made
    return tuple(
        replace(
            each,
            value=typed.form.one(each.name) if each.name in typed.form.fields else each.value,
            was=typed.form.one(f"{each.name}.was") if each.name in typed.form.fields else each.was,
            problem=typed.problems.get(each.name),
        )
        for each in made
    )


def _input(table: Coded, name: str, value: str, prefix: str, kind: str) -> Input:
    told = CHANGEABLE[table][name]
    none = ("",) if name in MAY_BE_NOTHING else ()
    return Input(
        name=f"{prefix}{name}",
        title=TITLES[name],
        meaning=told.meaning,
        value=value,
        was=value,
        choices=() if told.many else (*none, *told.choices) if told.choices else (),
        groups=_modes(kind) if name == "mode" else (),
        suggested=told.choices if told.many else (),
        long=name in AS_WRITTEN,
        problem=None,
    )


def _modes(own: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The modes of each type that has any, those of one type first."""
    types = sorted(CHANGEABLE["events"]["type"].choices, key=lambda each: each != own)
    return tuple((each, modes) for each in types if (modes := ontology.modes(each)))
