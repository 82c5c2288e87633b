"""The questions that programs may ask, each declared once: an address, a tool, and what is answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from detente.records import Channel, Event, LedgerRow, Occurrence, Statement
from detente.schema import json_schema
from detente.store.query import CLOSED
from detente.workbench.answers.evidence import evidenced
from detente.workbench.answers.parameters import (
    API,
    COUNT,
    FAMILIES,
    FLAG,
    LIMIT,
    PAGES,
    SINCE,
    TEXT,
    UNIT,
    UNTIL,
    WHAT,
    Parameter,
    Schema,
    of_records,
)

if TYPE_CHECKING:
    from detente.workbench.answers.records import Answers, Plain

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something that a program may ask of a workspace."""

    name: str
    """As a tool, and as an operation of the API."""
    path: str
    """Its address under `/api`, with `{…}` for parameters in the path."""
    title: str
    meaning: str
    """What it answers, and how that is to be taken."""
    parameters: tuple[Parameter, ...]
    answer: Callable[[Answers, Given], Plain]
    shape: Callable[[], Schema]
    """Makes the schema of the answer: some of the classes that it is made from take seconds to load."""

    @property
    def schema(self) -> Schema:
        """Of the answer."""
        return self.shape()


def _given(name: str, meaning: str, schema: Schema = TEXT) -> Parameter:
    """A parameter in the path."""
    return Parameter(name=name, meaning=meaning, schema=schema, required=True, in_path=True)


def _of(usual: str) -> Parameter:
    return Parameter(
        name="of",
        meaning=f"What of the acts is measured each period; {usual} where it is not given.",
        schema={"type": "string", "enum": list(WHAT)},
    )


def _object(**properties: Schema) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _or_none(schema: Schema) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


def _each(schema: Schema) -> dict[str, Any]:
    return {"type": "array", "items": schema}


def _rows(*classes: str) -> dict[str, Any]:
    """The schema of rows with the fields of one or several classes, each named with its module."""
    properties: dict[str, Any] = {}
    for each in classes:
        module, _, name = each.rpartition(".")
        properties |= json_schema(getattr(import_module(module), name))["properties"]
    return _object(**properties)


def _late(module: str, name: str) -> Callable[[Answers, Given], Plain]:
    """What answers, from a module that is loaded when it is first asked."""

    def answer(answers: Answers, given: Given) -> Plain:
        found = getattr(import_module(f"detente.workbench.answers.{module}"), name)
        told: Plain = found(answers, given)
        return told

    return answer


def _page(record: type) -> dict[str, Any]:
    return _object(total=COUNT, records=_each(evidenced(record)), next=_or_none(TEXT))


def _with(schema: dict[str, Any], **added: Schema) -> dict[str, Any]:
    """A schema of an object with more properties."""
    properties = schema["properties"] | added
    return schema | {"properties": properties, "required": list(properties)}


def _result(*rows: str, **added: Schema) -> dict[str, Any]:
    return _object(asked={"type": "object"}, rows=_each(_rows(*rows)), **added)


FIRST, SECOND = (
    _given(name, "A state, by its ISO code or English name.") for name in ("first", "second")
)
TRACK = Parameter(
    name="track", meaning="Only acts of this field of the relation.",
    schema={"type": "string", "enum": list(CLOSED["track"])},
)  # fmt: skip
FORWARD = Parameter(
    name="directed", meaning="Only what the first state does to the second.", schema=FLAG
)
LEFT_OUT = Parameter(
    name="left_out", meaning="Only what no index counts, such as what was denied.", schema=FLAG
)
STATE = Parameter(name="of", meaning="The state whose ledger it is.", schema=TEXT, required=True)
ROW = Parameter(name="row", meaning="Only the row with this `row_id`.", schema=TEXT)
TOWARDS = Parameter(
    name="towards", meaning="Only what it says to this state, or to nobody.", schema=TEXT
)
START = Parameter(name="start", meaning="Where the text begins, in characters.", schema=COUNT)
LENGTH = Parameter(
    name="length", meaning="Characters of text at most.",
    schema={"type": "integer", "minimum": 1},
)  # fmt: skip
OF_LEDGERS = ("issue", "speaker", "confidence", "outlet", "genre", "reported_since", "reported_until",
              "words", "article_words")  # fmt: skip
"""What may be asked of the statements of a ledger."""
CORRECTION = _object(
    correction_id=TEXT, judgement=TEXT, reviewer=TEXT, made=TEXT, why=_or_none(TEXT), holds=FLAG
)
REVIEWED = {"deleted": FLAG, "corrections": _each(CORRECTION), "disagreed": FLAG}
IN_DAYS = (UNIT, SINCE, UNTIL)

QUESTIONS = (
    Question(
        name="search_events",
        path=f"{API}/events",
        title="Events",
        meaning="Who did what to whom, as one article tells it: several events may tell one act.",
        parameters=of_records("events"),
        answer=lambda answers, given: answers.coded("events", given),
        shape=lambda: _page(Event),
    ),
    Question(
        name="read_event",
        path=f"{API}/events/{{id}}",
        title="One event",
        meaning="An event with its sentence and what reviewers said of it.",
        parameters=(_given("id", "Its `event_id`."),),
        answer=lambda answers, given: answers.record("event", given["id"]),
        shape=lambda: _with(evidenced(Event), **REVIEWED),
    ),
    Question(
        name="search_statements",
        path=f"{API}/statements",
        title="Statements",
        meaning="Who demands, promises, rules out, accuses … and of whom, as one article tells it.",
        parameters=of_records("statements"),
        answer=lambda answers, given: answers.coded("statements", given),
        shape=lambda: _page(Statement),
    ),
    Question(
        name="read_statement",
        path=f"{API}/statements/{{id}}",
        title="One statement",
        meaning="A statement with its sentence and what reviewers said of it.",
        parameters=(_given("id", "Its `statement_id`."),),
        answer=lambda answers, given: answers.record("statement", given["id"]),
        shape=lambda: _with(evidenced(Statement), **REVIEWED),
    ),
    Question(
        name="search_occurrences",
        path=f"{API}/occurrences",
        title="Occurrences",
        meaning="What happened, once each: events that tell one act are joined. These are what the index "
        "counts. Ask for two states, or for days: joining all that is told takes long.",
        parameters=(*of_records("occurrences"), LEFT_OUT),
        answer=lambda answers, given: answers.occurrences(given),
        shape=lambda: _page(Occurrence),
    ),
    Question(
        name="read_occurrence",
        path=f"{API}/occurrences/{{id}}",
        title="One occurrence",
        meaning="What happened once, with every event that tells it and its sentence. Reports published "
        "within a month of the event are compared.",
        parameters=(_given("id", "The `event_id` of any event that tells it."),),
        answer=lambda answers, given: answers.occurrence(given["id"]),
        shape=lambda: _with(evidenced(Occurrence), events=_each(evidenced(Event))),
    ),
    Question(
        name="channels",
        path=f"{API}/channels",
        title="Channels",
        meaning="Standing dialogues between states: rounds held, gaps, and how each stands.",
        parameters=tuple(each for each in of_records("channels") if each.name != "sort"),
        answer=lambda answers, given: answers.channels(given),
        shape=lambda: _page(Channel),
    ),
    Question(
        name="read_channel",
        path=f"{API}/channels/{{id}}",
        title="One channel",
        meaning="A channel, told by all that is told of it.",
        parameters=(_given("id", "Its `channel_id`."),),
        answer=lambda answers, given: answers.channel(given["id"]),
        shape=lambda: evidenced(Channel),
    ),
    Question(
        name="ledger",
        path=f"{API}/ledgers/{{ledger}}",
        title="Ledgers",
        meaning="What a state ruled out, promised or demanded, and what came of it. Statements that tell "
        "the same are one row. Nothing is called kept, broken, met or refused without an event that "
        "shows it; that none is seen does not mean that none was.",
        parameters=(
            _given("ledger", "Which ledger.", {"type": "string", "enum": list(FAMILIES)}),
            STATE, TOWARDS, SINCE, UNTIL,
            *(each for each in of_records("statements") if each.name in OF_LEDGERS),
            ROW, *PAGES,
        ),
        answer=lambda answers, given: answers.ledger(given),
        shape=lambda: _page(LedgerRow),
    ),
    Question(
        name="read_article",
        path=f"{API}/articles/{{id}}",
        title="One article",
        meaning="An article with its text, and the ids of all that was read in it.",
        parameters=(_given("id", "Its `article_id`."), START, LENGTH),
        answer=lambda answers, given: answers.article(
            given["id"], start=given.get("start", 0), length=given.get("length")
        ),
        shape=lambda: _with(
            _rows("detente.records.Article"), start=COUNT, characters=COUNT, events=_each(TEXT),
            statements=_each(TEXT), href=TEXT,
        ),
    ),
    Question(
        name="list_pairs",
        path=f"{API}/pairs",
        title="Pairs of states",
        meaning="All pairs of states of which an act is told, those first of whom most is told, and where "
        "each stands by reports of acts.",
        parameters=(
            Parameter(name="of", meaning="Only pairs with this state.", schema=TEXT), LIMIT,
        ),
        answer=_late("pairs", "pairs"),
        shape=lambda: _object(total=COUNT, pairs=_each(_rows(f"{__package__}.pairs.PairStanding"))),
    ),
    Question(
        name="read_pair_standing",
        path=f"{API}/pairs/{{first}}/{{second}}",
        title="Where two states stand",
        meaning="Where a relation stands, in sentences: its level with a 90% band on a scale from -10 "
        "(conflict) to +10 (cooperation), how it came there, and the events that mattered most. "
        "`refused` says why there is nothing to tell.",
        parameters=(FIRST, SECOND, *IN_DAYS),
        answer=_late("measures", "standing"),
        shape=lambda: _object(
            between=_each(TEXT), title=TEXT, time=TEXT, refused=_or_none(TEXT),
            level=_or_none(TEXT), band=_or_none(TEXT), as_of=_or_none(TEXT),
            sentences=_each(TEXT), events=_each(evidenced(Event)),
        ),
    ),
    Question(
        name="pair_index",
        path=f"{API}/pairs/{{first}}/{{second}}/index",
        title="A relation period by period",
        meaning="Occurrences of each period, their mean score, and the level with its 90% band: the "
        "numbers of the command `index`. Without `since` it starts with the first article's period.",
        parameters=(FIRST, SECOND, *IN_DAYS, TRACK, FORWARD),
        answer=_late("measures", "index"),
        shape=lambda: _result("detente.measuring.series.Row", "detente.measuring.level.LevelRow"),
    ),
    Question(
        name="turning_points",
        path=f"{API}/pairs/{{first}}/{{second}}/turns",
        title="Turning points",
        meaning="When the level of a relation changed for long, with 90% intervals, and the acts that "
        "drove each turn (of the mean score only), each with the event that stands for it.",
        parameters=(FIRST, SECOND, *IN_DAYS, _of("the mean score"), TRACK, FORWARD),
        answer=_late("measures", "turns"),
        shape=lambda: _result(
            "detente.measuring.turns.Turn",
            drivers=_each(
                _with(_rows("detente.measuring.drivers.Driver"), event=_or_none(evidenced(Event)))
            ),
        ),
    ),
    Question(
        name="reciprocity",
        path=f"{API}/pairs/{{first}}/{{second}}/reciprocity",
        title="Who answers whom",
        meaning="Whether what one state does is answered by the other, by Granger's test in a vector "
        "autoregression. It needs 30 periods, and says what comes before what, not why.",
        parameters=(FIRST, SECOND, *IN_DAYS, _of("their sum"), TRACK),
        answer=_late("measures", "reciprocity"),
        shape=lambda: _result("detente.measuring.reciprocity.Answer"),
    ),
)  # fmt: skip
"""All of them."""
