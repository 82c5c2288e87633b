from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from store_world import AMERICA, CHINA, DAY, RUSSIA, article, channel, event, statement

from detente.errors import QueryError
from detente.records import Actor, ChannelReport, Event, Statement
from detente.schema import arrow_schema, to_rows
from detente.store import Batch, Query, Workspace
from detente.store.selection import Table

NOBODY = Actor("rebels", 0, 6, None, None, "REB")
FEBRUARY: dict[str, Any] = {"date_start": dt.date(2024, 2, 1), "date_end": dt.date(2024, 2, 29)}

EVENTS = (
    event("accuses", start=5, reported_by=RUSSIA),
    event("answers", actors=(AMERICA,), recipients=(CHINA, RUSSIA), status="denied"),
    event("talks", actors=(CHINA, AMERICA), recipients=(), reciprocal=True, **FEBRUARY),
    event("drills", actors=(CHINA, AMERICA), recipients=(RUSSIA,), recalled=True),
    event("strikes", actors=(NOBODY,), recipients=(), tracks=("economic", "military")),
    event("undated", "a0002", recalled=True),
)
STATEMENTS = (
    statement("demands"),
    statement("refuses", speaker=AMERICA, addressees=(CHINA,), date=dt.date(2024, 2, 2)),
    statement("muses", addressees=(), tracks=()),
    statement("scolds", speaker=RUSSIA, addressees=(AMERICA,)),
)
CHANNELS = (
    channel("held", ordinal=3, reported_by=RUSSIA),
    channel("to-come", told="planned", status="planned", **FEBRUARY),
    channel("of-three", parties=("CHN", "RUS", "USA"), start=2),
    channel("of-others", parties=("JPN", "RUS"), start=3),
    channel("named", "a0002", told="named", trigger=None, status=None),
)
PAIR = ("CHN", "USA")


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    made = Workspace.create(tmp_path_factory.mktemp("queries") / "w")
    articles = (article(1, published=DAY), article(2, published=None, outlet=None))
    with made.writing() as writer:
        writer.append(Batch(articles, EVENTS, STATEMENTS, channels=CHANNELS))
    return made


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "answers drills strikes accuses talks undated"),  # by day, then place in the text
        ({"between": PAIR}, "answers accuses talks undated"),  # acting together is not between
        ({"between": ("United States", "china")}, "answers accuses talks undated"),
        ({"between": PAIR, "directed": True}, "accuses talks undated"),
        ({"between": ("USA", "CHN"), "directed": True}, "answers talks"),
        ({"between": ("USA", "RUS")}, "answers drills"),
        ({"between": ("FRA", "DEU")}, ""),
        ({"since": dt.date(2024, 2, 29)}, "talks"),  # overlap counts; no day at all does not
        ({"since": dt.date(2024, 3, 1)}, ""),
        ({"until": dt.date(2024, 1, 10)}, "answers drills strikes accuses"),
        ({"until": dt.date(2024, 2, 1), "since": dt.date(2024, 1, 11)}, "talks"),
        ({"track": "economic"}, "strikes"),
        ({"status": {"denied"}}, "answers"),
        ({"status": ()}, ""),
        ({"recalled": True}, "drills undated"),
        ({"recalled": False, "between": PAIR}, "answers accuses talks"),
        ({"ids": ("talks", "none")}, "talks"),
        ({"limit": 2}, "answers drills"),
        ({"limit": 0}, ""),
    ],
)
def test_events(workspace: Workspace, asked: dict[str, Any], found: str) -> None:
    table = workspace.events(Query(**asked))
    assert table.column("event_id").to_pylist() == found.split()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "demands muses scolds refuses"),
        ({"between": PAIR}, "demands refuses"),
        ({"between": PAIR, "unaddressed": True}, "demands muses refuses"),
        ({"between": ("USA", "CHN"), "directed": True, "unaddressed": True}, "refuses"),
        ({"since": dt.date(2024, 2, 1)}, "refuses"),
        ({"track": "military", "limit": 1}, "demands"),
        ({"ids": {"muses"}}, "muses"),
    ],
)
def test_statements(workspace: Workspace, asked: dict[str, Any], found: str) -> None:
    table = workspace.statements(Query(**asked))
    assert table.column("statement_id").to_pylist() == found.split()


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, "held of-three of-others to-come named"),
        ({"between": PAIR}, "held of-three to-come named"),
        ({"between": ("Russia", "China"), "directed": True}, "of-three"),
        ({"since": dt.date(2024, 2, 1)}, "to-come"),
        ({"until": dt.date(2024, 1, 10), "between": ("JPN", "RUS")}, "of-others"),
        ({"status": {"planned"}}, "to-come"),
        ({"limit": 1}, "held"),
        ({"ids": {"named"}}, "named"),
    ],
)
def test_channels(workspace: Workspace, asked: dict[str, Any], found: str) -> None:
    table = workspace.channels(Query(**asked))
    assert table.schema.equals(arrow_schema(ChannelReport))
    assert table.column("channel_report_id").to_pylist() == found.split()


def test_told_channels_carry_outlet_and_date(workspace: Workspace) -> None:
    told = {each.report.channel_report_id: each for each in workspace.told_channels()}
    assert {each.report for each in told.values()} == set(CHANNELS)
    assert (told["held"].outlet, told["held"].published) == ("Outlet 1", DAY)
    assert (told["named"].outlet, told["named"].published) == (None, None)


def test_the_last_day_of_the_articles(workspace: Workspace, tmp_path: Path) -> None:
    assert workspace.last_published() == DAY
    assert Workspace.create(tmp_path / "empty").last_published() is None


def test_records_come_back_as_they_were(workspace: Workspace) -> None:
    events, statements = workspace.events(), workspace.statements()
    assert events.schema.equals(arrow_schema(Event))
    assert {told.event_id: told for told in to_rows(events, Event)} == {
        told.event_id: told for told in EVENTS
    }
    assert set(to_rows(statements, Statement)) == set(STATEMENTS)
    assert workspace.article("a0001") == article(1, published=DAY)
    assert workspace.article("none") is None


ASKED: list[tuple[Table, dict[str, Any]]] = [
    ("events", {"sort": "-confidence"}),
    ("events", {"between": PAIR, "limit": 2}),
    ("events", {"ids": set[str]()}),
    ("statements", {}),
    ("channels", {"words": "plain"}),
]


@pytest.mark.parametrize(("table", "asked"), ASKED)
def test_batches_are_the_answer_with_what_is_added(
    workspace: Workspace, table: Table, asked: dict[str, Any]
) -> None:
    whole = getattr(workspace, table)(Query(**asked))
    added = ("title", "address", "published", "sentence")
    batches = list(workspace.batches(table, Query(**asked), added=added))
    assert all(records.schema.equals(whole.schema) for records, _ in batches)
    records = [row for part, _ in batches for row in part.to_pylist()]
    facts = [row for _, part in batches for row in part.to_pylist()]
    assert records == whole.to_pylist()
    articles = {row["article_id"]: row for row in workspace.articles().to_pylist()}
    for record, fact in zip(records, facts, strict=True):
        told = articles[record["article_id"]]
        sentence = told["text"][record["start"] : record["end"]]
        assert fact == {name: told[name] for name in added[:3]} | {"sentence": sentence}


def test_batches_refuse_at_once_what_means_nothing(workspace: Workspace) -> None:
    with pytest.raises(QueryError, match="does not narrow events"):
        workspace.batches("events", Query(kind="demand"))


def test_reports_carry_outlet_and_date(workspace: Workspace) -> None:
    told = {report.event.event_id: report for report in workspace.reports()}
    assert (told["talks"].outlet, told["talks"].published) == ("Outlet 1", DAY)
    assert (told["undated"].outlet, told["undated"].published) == (None, None)
    assert told["talks"].event == EVENTS[2]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"between": ("CHN", "Chnia")}, "China"),  # the near name
        ({"between": ("CHN", "China")}, "same state"),
        ({"track": "sport"}, "diplomatic"),  # the choices
        ({"status": {"maybe"}}, "ongoing"),
        ({"limit": -1}, "negative"),
        ({"since": dt.date(2024, 2, 1), "until": dt.date(2024, 1, 1)}, "after"),
        ({"reported_since": "2024-02-01", "reported_until": "2024-01-01"}, "after"),
        ({"type": "SANCTIONS"}, "Did you mean SANCTION[?]"),
        ({"kind": ["demand", "threat"]}, "no kind is called 'threat'\nChoose demand, appeal"),
        ({"quad_class": "conflict"}, "material conflict"),
        ({"mode": "seizing"}, "Did you mean seize"),
        ({"genre": "blog"}, "opinion"),
        ({"of": "Norwey"}, "Norway"),
        ({"by": "FIN", "to": "Finland"}, "same state"),
        ({"between": [("FIN", "NOR"), ("FIN",)]}, "two states"),
        ({"blocs": {"Lakes": ()}}, "no members"),
        ({"blocs": {"Lakes": ["Kenia"]}}, "Kenya"),
        ({"words": "?!"}, "no words"),
        ({"confidence": 60}, "no probability"),
        ({"sort": "-day"}, "Choose date, confidence"),
    ],
)
def test_impossible_questions(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        Query(**asked)


@pytest.mark.parametrize(
    ("what", "asked", "message"),
    [
        (
            "events",
            {"kind": "demand"},
            "'kind' does not narrow events: it is of statements\nActs have",
        ),
        ("statements", {"type": "AID"}, "a kind"),
        ("statements", {"recalled": False}, "of events, occurrences"),
        ("channels", {"by": "FIN"}, "say `of`"),
        ("channels", {"track": "legal"}, "ask for events, statements, occurrences"),
        ("occurrences", {"ids": ["one"]}, "of events, statements, channels"),
        ("statements", {"sort": "score"}, "Choose date, confidence"),
        ("events", {"sort": "-outlets"}, "sorted by outlets"),
    ],
)
def test_what_narrows_other_records_is_refused(
    workspace: Workspace, what: str, asked: dict[str, Any], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        getattr(workspace, what)(Query(**asked))


def test_a_question_is_held_as_codes_and_values() -> None:
    query = Query(
        between=[("Chile", "EU"), ("Kenya", "lakes")],
        blocs={"Lakes": ("Finland",)},
        type=["sanction", "AID"],
        quad_class="Material-Conflict",
        outlet="Fjord Post",
    )
    assert query.between == (("CHL", "EU"), ("KEN", "Lakes"))
    assert query.type == ("AID", "SANCTION")
    assert (query.quad_class, query.outlet) == (("material conflict",), ("Fjord Post",))
    assert list(query.given()) == ["between", "type", "quad_class", "outlet"]
    assert query.without("type") == Query(
        between=query.between,
        blocs=query.blocs,
        quad_class="material conflict",
        outlet="Fjord Post",
    )


def test_what_may_be_anything_is_listed(workspace: Workspace) -> None:
    assert workspace.values("events", "outlet") == ["Outlet 1"]
    assert workspace.values("statements", "issue") == ["taiwan"]
    assert workspace.values("events", "actor_sector") == ["GOV", "REB"]
    assert workspace.values("channels", "issue") == []
