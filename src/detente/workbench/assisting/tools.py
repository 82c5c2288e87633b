"""The tools: the questions of programs, with small pages; and, where it is allowed, reviewing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from detente.correcting import CHANGEABLE, Reviewer
from detente.errors import DetenteError, QueryError
from detente.store import Workspace
from detente.store.corrected import Coded
from detente.workbench.addresses import TABLES
from detente.workbench.answers import QUESTIONS, Parameter, Question
from detente.workbench.answers.parameters import TEXT, Schema, read
from detente.workbench.answers.records import Answers
from detente.workbench.api import plain, to_json
from detente.workbench.assisting.texts import in_words
from detente.workbench.leaving import fit_to_leave, without_folder

USUAL, MOST = 10, 50
"""Records of one answer where nothing is said of it, and at most: what is told must fit an assistant."""
LONGEST = 12_000
"""Characters of an article in one answer."""
MOST_TOLD = 150_000
"""Characters of an answer as JSON."""
HREF = "href"
"""What is left out of answers: an address of the HTTP API leads an assistant nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What a call of a tool gives."""

    text: str
    told: Mapping[str, Any] | None = None
    """The same as a structure; None where it was refused."""

    @property
    def is_refused(self) -> bool:
        """Whether the question could not be answered, which `text` explains."""
        return self.told is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tool:
    """One tool."""

    name: str
    title: str
    meaning: str
    parameters: tuple[Parameter, ...]
    shape: Callable[[], Schema]
    """Makes the schema of what it gives."""
    answer: Callable[[Mapping[str, Any]], Mapping[str, Any]]
    changes: bool = False

    @property
    def schema(self) -> Schema:
        """Of what it gives."""
        return self.shape()

    @property
    def takes(self) -> dict[str, Any]:
        """The schema of what it is called with."""
        return {
            "type": "object",
            "properties": {
                each.name: {**each.whole, "description": each.meaning} for each in self.parameters
            },
            "required": [each.name for each in self.parameters if each.required],
            "additionalProperties": False,
        }


class Tools:
    """All tools over a workspace; those that review only where a reviewer is named."""

    def __init__(self, workspace: Workspace, *, reviewer: str | None = None) -> None:
        answers, self._folder = Answers(workspace), workspace.folder
        made = [_asking(each, answers) for each in QUESTIONS]
        made += _reviewing(Reviewer(workspace, reviewer)) if reviewer is not None else []
        self.by_name = {each.name: each for each in made}

    def call(self, name: str, arguments: Mapping[str, Any] | None) -> Call:
        """What a tool gives; a question that means nothing is refused with a reason and advice."""
        tool = self.by_name.get(name)
        try:
            if tool is None:
                there = f"There are: {', '.join(self.by_name)}."
                raise QueryError(f"there is no tool '{name}'", advice=there)
            told = plain(tool.answer(read(tool.parameters, _given(arguments or {}))))
            kept = fit_to_leave(_without_href(told))
            _check_size(kept)
        except DetenteError as problem:
            return Call(text=str(without_folder(problem, self._folder)))
        return Call(text=in_words(kept) if not tool.changes else _said(kept), told=kept)


def _asking(question: Question, answers: Answers) -> Tool:
    def answer(given: Mapping[str, Any]) -> Mapping[str, Any]:
        usual = {"limit": USUAL, "length": LONGEST}
        names = {each.name for each in question.parameters}
        asked = {name: value for name, value in usual.items() if name in names}
        told = question.answer(answers, asked | dict(given))
        # Of an act that many tell, the first events stand for all: `members` names every one.
        return told | {"events": told["events"][:MOST]} if "members" in told else told

    return Tool(
        name=question.name,
        title=question.title,
        meaning=question.meaning,
        parameters=tuple(map(_smaller, question.parameters)),
        shape=lambda: _schema_without_href(question.schema),
        answer=answer,
    )


def _check_size(told: Mapping[str, Any]) -> None:
    """Refuse an answer that would drown an assistant, rather than give it a part of it unsaid."""
    size = len(to_json(told))
    if size > MOST_TOLD:
        raise QueryError(
            f"the answer has {size:,} characters, and {MOST_TOLD:,} at most are told at once",
            advice="Ask for less: a smaller `limit` or `length`, days by `since` and `until`, a longer "
            "`every`; of an occurrence ask for its events by `ids`.",
        )


def _smaller(parameter: Parameter) -> Parameter:
    """A parameter as assistants have it."""
    if parameter.name == "limit":
        meaning = f"Records in the answer; {USUAL} where it is not given."
        return replace(parameter, meaning=meaning, schema={**parameter.schema, "maximum": MOST})
    if parameter.name == "length":
        return replace(parameter, schema={**parameter.schema, "maximum": LONGEST})
    return parameter


def _reviewing(reviewer: Reviewer) -> list[Tool]:
    kind = Parameter(
        name="kind", meaning="What it is.", schema={"type": "string", "enum": list(TABLES)},
        required=True,
    )  # fmt: skip
    record = Parameter(name="id", meaning="Its id.", schema=TEXT, required=True)
    why = Parameter(name="why", meaning="Why, for whoever looks at it later.", schema=TEXT)
    fields = {each for names in CHANGEABLE.values() for each in names}
    value = Parameter(
        name="set", several=True, required=True,
        schema={"type": "string", "pattern": "^[a-z_]+=.*$"},
        meaning=f"FIELD=VALUE. Fields: {', '.join(sorted(fields))}. States are codes or names.",
    )  # fmt: skip
    needed = replace(why, required=True)
    told: Schema = {
        "type": "object",
        "properties": {"correction_id": TEXT, "judgement": TEXT, "record": TEXT},
        "required": ["correction_id", "judgement", "record"],
        "additionalProperties": False,
    }

    def judged(name: str, given: Mapping[str, Any], *values: Any) -> Mapping[str, Any]:
        table: Coded = TABLES[given["kind"]]
        made = getattr(reviewer, name)(table, given["id"], *values, why=given.get("why"))
        return {
            "correction_id": made.correction_id, "judgement": made.judgement, "record": given["id"],
        }  # fmt: skip

    def tool(name: str, meaning: str, *parameters: Parameter) -> Tool:
        def answer(given: Mapping[str, Any]) -> Mapping[str, Any]:
            values = [_values(given["set"])] if "set" in given else []
            return judged(name, given, *values)

        return Tool(
            name=f"{name}_record", title=f"{name.capitalize()} a record", changes=True,
            meaning=f"{meaning} It is signed '{reviewer.name}' and can be undone: nothing is overwritten.",
            parameters=(kind, record, *parameters), shape=lambda: told, answer=answer,
        )  # fmt: skip

    return [
        tool("accept", "Say that a record is right as it is.", why),
        tool("change", "Say how a record should be.", value, needed),
        tool("delete", "Say that the text does not tell this.", needed),
    ]


def _values(given: Sequence[str]) -> dict[str, str]:
    found = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals:
            raise QueryError(f"'{each}' sets nothing", advice="Write FIELD=VALUE.")
        found[name.strip()] = value.strip()
    return found


def _said(told: Mapping[str, Any]) -> str:
    return f"{told['judgement']} of {told['record']} is recorded as correction {told['correction_id']}."


def _given(arguments: Mapping[str, Any]) -> dict[str, list[str]]:
    """What a tool is called with, as parameters are read. Raises `QueryError` for what is no value."""
    return {
        name: [_text(name, each) for each in (value if isinstance(value, list) else [value])]
        for name, value in arguments.items()
        if value is not None
    }


def _text(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (str, int, float)):
        return str(value)
    raise QueryError(f"{name} is no value", advice="Give text, a number, true or false.")


def _without_href(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _without_href(each) for name, each in value.items() if name != HREF}
    return [_without_href(each) for each in value] if isinstance(value, list) else value


def _schema_without_href(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            name: [each for each in inner if each != HREF]
            if name == "required"
            else _schema_without_href(inner)
            for name, inner in value.items()
            if name != HREF
        }
    return [_schema_without_href(each) for each in value] if isinstance(value, list) else value
