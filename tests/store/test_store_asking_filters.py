"""Each filter's answer in SQL is that of a plain filter in Python over all records."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable, Mapping
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from store_world import article, channel, event, statement

import examples
from detente.records import Actor, Article, ChannelReport, Event, Statement
from detente.schema import to_rows
from detente.store import Batch, Query, Workspace
from detente.store.words import tells

STATES = ("NOR", "FIN", "KEN", "FJI", "IGO:NORDICCOUNCIL", None)
SECTORS = ("GOV", "MIL", None)
DAYS = (None, *(dt.date(2023, 3, 1) + dt.timedelta(days=20 * step) for step in range(6)))
SENTENCES = (
    "Fiji’s port reopened after the trade talks.",
    "Kenya sanctioned a trader; talk of trade went on.",
    "Çeşme hosted nobody 😀 and nothing was told.",
)
PARTIES = ("Norway", "FIN", "Kenya", "NATO", "IGO:NORDICCOUNCIL", "Lakes")
LAKES = {"Lakes": ("KEN", "FIN")}
NATO_FROM = {"NOR": dt.date(1949, 8, 24), "FIN": dt.date(2023, 4, 4)}
"""Of the states above; Finland joined in the middle of this world's time."""


def actor(draw: random.Random) -> Actor:
    name = draw.choice(("foreign minister", "the navy", "traders"))
    return Actor(
        name, 0, 5, draw.choice((None, "Ratu Seru")), draw.choice(STATES), draw.choice(SECTORS)
    )


def some(draw: random.Random, most: int) -> tuple[Actor, ...]:
    return tuple(actor(draw) for _ in range(draw.randint(0, most)))


def made(seed: int) -> tuple[list[Article], list[Event], list[Statement], list[ChannelReport]]:
    draw = random.Random(seed)
    articles, events, statements, channels = [], [], [], []
    for number in range(60):
        text = " ".join(draw.sample(SENTENCES, 2))
        articles.append(
            article(
                number, text=text, published=draw.choice(DAYS), title=draw.choice((None, "Trade war")),
                outlet=draw.choice((None, "Fjord Post", "REEF Times")),
                genre=draw.choice(("news", "opinion")),
            )
        )  # fmt: skip
        place = {"article_id": articles[-1].article_id, "start": 0, "end": text.index(".") + 1}
        dates = {"date_start": draw.choice(DAYS)}
        dates["date_end"] = dates["date_start"]
        shared: dict[str, Any] = {
            "tracks": draw.choice(((), ("military",), ("legal", "military"))),
            "issues": draw.choice(((), ("fish",), ("fish", "reefs"))),
            "confidence": draw.choice((0.25, 0.5, 0.75)),
        }
        reciprocal = draw.random() < 0.3
        events.append(
            event(
                f"e{number}", actors=some(draw, 3), recipients=() if reciprocal else some(draw, 2),
                reciprocal=reciprocal, event_type=draw.choice(("AID", "SANCTION")),
                mode=draw.choice((None, "seize")), score=draw.choice((-7.0, 4.0)),
                quad_class=draw.choice(("material cooperation", "material conflict")),
                status=draw.choice(("done", "denied")), recalled=draw.random() < 0.5,
                **dates, **shared, **place,
            )
        )  # fmt: skip
        statements.append(
            statement(
                f"s{number}", speaker=actor(draw), addressees=some(draw, 2), date=draw.choice(DAYS),
                kind=draw.choice(("demand", "praise")), **shared, **place,
            )
        )  # fmt: skip
        codes = sorted(filter(None, draw.sample(STATES, 2)))
        channels.append(
            channel(
                f"c{number}", parties=tuple(codes), status=draw.choice((None, "done")),
                **dates, **place,
            )
        )  # fmt: skip
    return articles, events, statements, channels


WORLD = made(5)
ARTICLES = {each.article_id: each for each in WORLD[0]}


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    articles, events, statements, channels = WORLD
    held = Workspace.create(tmp_path_factory.mktemp("asked") / "w")
    with held.writing() as writer:
        writer.append(Batch(articles, events, statements, channels=channels))
    return held


def belongs(code: str | None, party: str, day: dt.date | None) -> bool:
    if party == "NATO":
        return code is not None and code in NATO_FROM and (day is None or NATO_FROM[code] <= day)
    return code in {"Norway": {"NOR"}, "Kenya": {"KEN"}, "Lakes": {"KEN", "FIN"}}.get(
        party, {party}
    )


def sides(told: Any) -> tuple[list[Actor], list[Actor]]:
    """Who acts or speaks, and who is acted upon or addressed."""
    if isinstance(told, Event):
        upon = [*told.actors, *told.recipients] if told.reciprocal else list(told.recipients)
        return list(told.actors), upon
    if isinstance(told, Statement):
        return [told.speaker], list(told.addressees)
    both = [Actor("", None, None, None, code, None) for code in told.parties]
    return both, both


def days(told: Any) -> tuple[dt.date | None, dt.date | None]:
    dated = (told.date,) * 2 if isinstance(told, Statement) else (told.date_start, told.date_end)
    published = ARTICLES[told.article_id].published
    return dated[0] or published, dated[1] or published


def of_party(actors: list[Actor], party: str, told: Any) -> set[str]:
    day = days(told)[0]
    return {each.country for each in actors if each.country and belongs(each.country, party, day)}


def has_parties(told: Any, asked: Mapping[str, Any]) -> bool:
    acting, upon = sides(told)
    if "actor_sector" in asked:
        acting = [each for each in acting if each.sector in asked["actor_sector"]]
    if "recipient_sector" in asked:
        upon = [each for each in upon if each.sector in asked["recipient_sector"]]
    if ("actor_sector" in asked and not acting) or ("recipient_sector" in asked and not upon):
        return False

    def act(one: str, other: str) -> bool:
        return any(a != b for a in of_party(acting, one, told) for b in of_party(upon, other, told))

    by, to, of = (asked.get(name) for name in ("by", "to", "of"))
    checks = [
        not asked.get("between")
        or any(
            act(*pair) or (not asked.get("directed") and act(*pair[::-1]))
            for pair in asked["between"]
        ),
        by is None or bool(of_party(acting, by, told)),
        to is None or bool(of_party(upon, to, told)),
        not (by and to) or act(str(by), str(to)),
        of is None or bool(of_party([*acting, *upon], of, told)),
    ]
    return all(checks)


VALUES: dict[str, Callable[[Any], set[Any]]] = {
    "type": lambda told: {told.event_type},
    "mode": lambda told: {told.mode},
    "quad_class": lambda told: {told.quad_class},
    "kind": lambda told: {told.kind},
    "status": lambda told: {told.status},
    "recalled": lambda told: {told.recalled},
    "issue": lambda told: set(told.issues),
    "track": lambda told: set(told.tracks),
    "genre": lambda told: {ARTICLES[told.article_id].genre},
    "outlet": lambda told: {(ARTICLES[told.article_id].outlet or "").lower()},
}


def named(actors: list[Actor]) -> list[str]:
    return [f"{each.text} {each.name or ''}" for each in actors]


TEXTS: dict[str, Callable[[Any], list[str]]] = {
    "words": lambda told: [ARTICLES[told.article_id].text[told.start : told.end]],
    "article_words": lambda told: [
        f"{ARTICLES[told.article_id].title or ''}\n\n{ARTICLES[told.article_id].text}"
    ],
    "speaker": lambda told: named([told.speaker]),
    "addressee": lambda told: named(list(told.addressees)),
}


def is_asked_for(told: Any, asked: Mapping[str, Any]) -> bool:
    first, last = days(told)
    published = ARTICLES[told.article_id].published
    for name, day in (("since", last), ("reported_since", published)):
        if name in asked and (day is None or day < asked[name]):
            return False
    for name, day in (("until", first), ("reported_until", published)):
        if name in asked and (day is None or day > asked[name]):
            return False
    for name, values in VALUES.items():
        if name in asked:
            wanted = asked[name] if isinstance(asked[name], list) else [asked[name]]
            plain = {str(value).lower() for value in values(told)}
            if plain.isdisjoint(str(one).lower() for one in wanted):
                return False
    for name, texts in TEXTS.items():
        if name in asked and not tells(texts(told), asked[name]):
            return False
    if "confidence" in asked and told.confidence < asked["confidence"]:
        return False
    return has_parties(told, asked)


PAIRS = [[pair] for pair in permutations(PARTIES, 2)] + [[("NATO", "NATO"), ("Lakes", "Kenya")]]
WORDS = ["talk", "trades", '"trade talk"', '"trading talks" Fiji', "cesme", "trade war"]
SECTOR_VALUES = [["GOV"], ["MIL"], ["GOV", "MIL"]]
COMMON: dict[str, list[Any]] = {
    "between": PAIRS, "of": [*PARTIES], "directed": [True],
    "since": [*DAYS[1:]], "reported_since": [*DAYS[2:]],
    "outlet": [["fjord post"], ["Reef Times", "none"]], "genre": [["news"], ["opinion"]],
    "words": WORDS, "article_words": WORDS,
}  # fmt: skip
CODED = COMMON | {
    "by": [*PARTIES], "to": [*PARTIES],
    "actor_sector": SECTOR_VALUES, "recipient_sector": SECTOR_VALUES,
    "issue": [["fish"], ["fish", "reefs"]], "track": [["military"], ["legal", "people"]],
    "confidence": [0.0, 0.5, 0.6],
}  # fmt: skip
NAMED = ["minister", "navy Seru", '"the navy"']
FIELDS: dict[str, dict[str, list[Any]]] = {
    "events": CODED | {
        "type": [["AID"], "sanction"], "mode": ["seize"], "until": [*DAYS[1:]],
        "quad_class": ["material conflict"], "status": [["done"], ["denied"]],
        "recalled": [True, False],
    },
    "statements": CODED | {
        "kind": ["demand", ["praise"]], "speaker": NAMED, "addressee": NAMED,
        "reported_until": [*DAYS[1:-1]],
    },
    "channels": COMMON | {"status": ["done"]},
}  # fmt: skip
KEYS = {"events": "event_id", "statements": "statement_id", "channels": "channel_report_id"}
RECORDS: dict[str, list[Any]] = dict(zip(KEYS, WORLD[1:], strict=True))


def asked_of(table: str, data: st.DataObject) -> dict[str, Any]:
    fields = FIELDS[table]
    names = data.draw(
        st.lists(st.sampled_from(sorted(fields)), min_size=1, max_size=3, unique=True)
    )
    asked = {name: data.draw(st.sampled_from(fields[name]), label=name) for name in names}
    if "by" in asked and asked["by"] == asked.get("to"):
        del asked["to"]
    for first, last in (("since", "until"), ("reported_since", "reported_until")):
        if last in asked and asked.get(first, asked[last]) > asked[last]:
            del asked[last]
    return asked


@pytest.mark.parametrize("table", KEYS)
@settings(
    max_examples=examples.some(20, deep=60),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(data=st.data())
def test_sql_finds_what_a_plain_filter_finds(
    workspace: Workspace, table: str, data: st.DataObject
) -> None:
    asked = asked_of(table, data)
    query = Query(**asked, blocs=LAKES)
    found = getattr(workspace, table)(query).column(KEYS[table]).to_pylist()
    plain = [getattr(each, KEYS[table]) for each in RECORDS[table] if is_asked_for(each, asked)]
    assert sorted(found) == sorted(plain)
    assert workspace.count(table, query) == len(plain)  # type: ignore[arg-type]


@pytest.mark.parametrize("table", KEYS)
def test_each_filter_lets_some_through_and_keeps_some_out(table: str) -> None:
    """Otherwise the test above would tell nothing of it."""
    for name, values in FIELDS[table].items():
        told = {is_asked_for(each, {name: value}) for each in RECORDS[table] for value in values}
        assert name == "directed" or told == {True, False}, name


@pytest.mark.parametrize("sort", ["date", "-date", "confidence", "-confidence", "score", "-score"])
def test_orders(workspace: Workspace, sort: str) -> None:
    found = to_rows(workspace.events(Query(sort=sort)), Event)
    name = sort.removeprefix("-")
    values = [
        (each.date_start or ARTICLES[each.article_id].published)
        if name == "date"
        else getattr(each, name)
        for each in found
    ]
    known = [value for value in values if value is not None]
    assert len(found) == 60 and values[: len(known)] == known  # what has no day comes last
    assert known == sorted(known, reverse=sort.startswith("-"))
    assert to_rows(workspace.events(Query(sort=sort, limit=7)), Event) == found[:7]
