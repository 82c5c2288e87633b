"""Made records for the tests of voices: sentences with the names that stand in them, and who says what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, cast

import pyarrow as pa
from merging_world import PLAIN

from detente.comparing import Voice, Voices, voices_about
from detente.records import Actor, Event, Evidence, Statement
from detente.schema import arrow_schema, to_dict
from detente.store import Workspace

DAY = dt.date(2024, 1, 10)


def who(code: str | None, text: str, sentence: str, sector: str | None = "GOV") -> Actor:
    """Someone by the words that name him in a sentence; without a place where they do not stand in it."""
    start = sentence.find(text)
    place = (start, start + len(text)) if start >= 0 else (None, None)
    return Actor(text, *place, None, code, sector)


def said(
    sentence: str,
    kind: str,
    speaker: Actor,
    *to: Actor,
    clause: str | None = None,
    article: str = "a",
    day: dt.date | None = DAY,
) -> tuple[Statement, str]:
    about = Evidence(clause or sentence, 0, len(clause or sentence))
    found = Statement(
        statement_id=f"{article}-{kind}-{speaker.text}", article_id=article, sentence=0, start=0,
        end=len(sentence), speaker=speaker, addressees=to, kind=cast(Any, kind), about=about, issues=(),
        tracks=(), condition=None, quoted=False, date=day, confidence=0.5, coder="made",
    )  # fmt: skip
    return found, sentence


def did(
    sentence: str,
    kind: str,
    actors: Sequence[Actor],
    *to: Actor,
    article: str = "a",
    **changes: Any,
) -> tuple[Event, str]:
    given = {"date_start": DAY, "date_end": DAY, "date_precision": "day"} | changes
    found = replace(
        PLAIN, event_id=f"{article}-{kind}", article_id=article, actors=tuple(actors),
        recipients=to, event_type=cast(Any, kind), end=len(sentence), **given,
    )  # fmt: skip
    return found, sentence


class Records:
    """What stands in for a workspace: it gives all records, whatever is asked."""

    def __init__(self, *told: tuple[Statement | Event, str]) -> None:
        self._told = told

    def batches(
        self, table: str, query: object, *, added: Sequence[str]
    ) -> Iterator[tuple[pa.Table, pa.Table]]:
        record = Statement if table == "statements" else Event
        held = [each for each in self._told if isinstance(each[0], record)]
        rows = pa.Table.from_pylist(
            [to_dict(each) for each, _ in held], schema=arrow_schema(record)
        )
        facts = [{"sentence": text, "outlet": "Post", "published": DAY} for _, text in held]
        schema = [("sentence", pa.string()), ("outlet", pa.string()), ("published", pa.date32())]
        yield rows, pa.Table.from_pylist(facts, schema=pa.schema(schema))


def about(*told: tuple[Statement | Event, str]) -> Voices:
    """What is told of Chile and Norway."""
    return voices_about(cast(Workspace, Records(*told)), ("Chile", "NOR"))


def only(*told: tuple[Statement | Event, str]) -> Voice:
    """The one voice there is."""
    (row,) = about(*told).rows
    return row
