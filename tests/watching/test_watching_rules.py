"""Which records does a rule tell of? Rules and made records in, alerts out."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from watching_world import LAST, Told, World, act, article, channel, party, says, weather

from detente.errors import QueryError
from detente.records import Alert
from detente.store import Query
from detente.watching import (
    ActRule,
    ChannelRule,
    DemandRule,
    LevelRule,
    PromiseRule,
    QuestionRule,
    RedLineRule,
    SilenceRule,
    Watched,
    Watchlist,
    WordsRule,
    watch,
)
from detente.watching.rules import Rule
from examples import some

PAIR = ("NOR", "CHL")
LINE = "Norway said that it would never accept a Chilean base at the cape."
NEVER = "it would never accept a Chilean base at the cape"
HOOK = "Norway demanded that Chile free the trawler Aurora."
FREE = "that Chile free the trawler Aurora"
VISIT = Query(between=PAIR, type="CONSULT", mode="visit")


def told(folder: Path, rule: Rule, *records: Told) -> list[Alert]:
    world = World.at(folder / "ws", *records)
    return watch(world.workspace, Watchlist((Watched(between=PAIR, rules=(rule,)),)))


@pytest.mark.parametrize(
    ("rule", "records", "days"),
    [
        # Acts: at or beyond a score, done, of the days that are new.
        (ActRule(), [act(28, "NOR>CHL", "ASSAULT")], [28]),
        (ActRule(), [act(28, "CHL>NOR", "AID")], [28]),
        (ActRule(), [act(28, "NOR>CHL", "ACCUSE")], []),
        (ActRule(below=-3.0), [act(28, "NOR>CHL", "ACCUSE")], [28]),
        (ActRule(type=("COERCE",)), [act(28, "NOR>CHL", "ASSAULT")], []),
        (ActRule(), [act(28, "NOR>CHL", "ASSAULT", status="planned")], []),
        (ActRule(), [act(28, "NOR>CHL", "ASSAULT", confidence=0.3)], []),
        (ActRule(), [act(28, "NOR>CHL", "ASSAULT", recalled=True)], []),
        (ActRule(), [act(28, "NOR>CHL", "ASSAULT", on=dt.date(2014, 5, 2))], []),
        (ActRule(), [act(20, "NOR>CHL", "ASSAULT")], []),
        (ActRule(), [act(28, "NOR>FJI", "ASSAULT")], []),
        (ActRule(), [act(28, "NOR>CHL", "ASSAULT", published=None, on=dt.date(2024, 5, 28))], [28]),
        # Positions.
        (RedLineRule(), [says(28, "NOR>CHL", "red-line", LINE, NEVER)], [28]),
        (RedLineRule(), [says(28, "NOR>CHL", "demand", HOOK, FREE)], []),
        (DemandRule(), [says(28, "NOR>CHL", "demand", HOOK, FREE)], [28]),
        (DemandRule(), [says(28, "NOR>CHL", "demand", HOOK, FREE, confidence=0.2)], []),
        (DemandRule(), [says(20, "NOR>CHL", "demand", HOOK, FREE)], []),
        # Channels.
        (ChannelRule(), [channel(28, "suspended", "The Fisheries Dialogue was suspended.")], [28]),
        (ChannelRule(), [channel(28, "held", "The Fisheries Dialogue was held.")], []),
        (ChannelRule(state=("active",)), [channel(28, "held", "The Fisheries Dialogue was held.")], [28]),
        (ChannelRule(), [channel(28, "suspended", "The Fisheries Dialogue …", status="denied")], []),
        # Words and questions.
        (WordsRule(words="trawler"), [says(28, "NOR>CHL", "demand", HOOK, FREE)], [28]),
        (WordsRule(words='"the trawlers"'), [act(28, "NOR>CHL", "ACCUSE", HOOK)], [28]),
        (WordsRule(words='"trawler the"'), [act(28, "NOR>CHL", "ACCUSE", HOOK)], []),
        (QuestionRule(name="events", query=VISIT, title="visits"),
         [act(28, "NOR>CHL", "CONSULT", mode="visit"), act(27, "NOR>CHL", "CONSULT")], [28]),
        (QuestionRule(name="statements", query=Query(between=PAIR, kind="demand"), title="d"),
         [says(28, "NOR>CHL", "demand", HOOK, FREE)], [28]),
    ],
)  # fmt: skip
def test_rules(tmp_path: Path, rule: Rule, records: list[Told], days: list[int]) -> None:
    found = told(tmp_path, rule, *records)
    assert [each.day and each.day.day for each in found] == days
    assert {each.rule for each in found} <= {rule.name}
    assert all(each.sentence in {source.text for source, _ in records} for each in found)


@pytest.mark.parametrize(
    ("earlier", "what", "why"),
    [
        ([], "draws a red line", "first time"),
        ([20], "restates a red line", "last stated 20 May 2024; 1 time before"),
        ([26], "draws a red line", "first time"),  # two days before: one telling
        ([10, 12, 20], "restates a red line", "2 times before"),
    ],
)
def test_a_red_line_is_new_or_restated(
    tmp_path: Path, earlier: list[int], what: str, why: str
) -> None:
    lines = [says(day, "NOR>CHL", "red-line", LINE, NEVER) for day in (*earlier, 28)]
    (found,) = told(tmp_path, RedLineRule(), *lines)
    assert found.what.endswith(what)
    assert why in found.why


PROMISE = "Norway promised to withdraw its troops from Chile by {} 2024."


@pytest.mark.parametrize(
    ("due", "rule", "what"),
    [
        ("June 10", PromiseRule(), "promise due in 10 days, 10 Jun 2024"),
        ("June 20", PromiseRule(), None),
        ("June 20", PromiseRule(within=30), "promise due in 20 days, 20 Jun 2024"),
        ("May 21", PromiseRule(), "promise due 21 May 2024, not seen kept"),
        ("May 6", PromiseRule(), None),  # it could be told before this week
    ],
)
def test_promises_that_fall_due(
    tmp_path: Path, due: str, rule: PromiseRule, what: str | None
) -> None:
    text = PROMISE.format(due)
    about = f"to withdraw its troops from Chile by {due} 2024"
    promise = says(2, "NOR>CHL", "commitment", text, about)
    found = told(tmp_path, rule, promise, act(31, "CHL>NOR", "ACCUSE"))
    assert [each.what.partition(": ")[2] for each in found] == ([what] if what else [])


@pytest.mark.parametrize(
    ("records", "what"),
    [
        ([], "Nothing is told of the two in this record"),
        ([act(1, "NOR>CHL", "ACCUSE")], "Nothing told for 30 days, since 1 May 2024"),
        ([act(2, "NOR>CHL", "ACCUSE")], None),
        ([act(1, "NOR>CHL", "ACCUSE"), says(9, "NOR>CHL", "demand", HOOK, FREE)], None),
    ],
)
def test_silence(tmp_path: Path, records: list[Told], what: str | None) -> None:
    found = told(tmp_path, SilenceRule(), *records)
    assert [each.what for each in found] == ([what] if what else [])


def year(late: str) -> list[Told]:
    """Two acts of the kind each tenth day of twelve months, others in the last six."""
    found = []
    for month in range(1, 13):
        for day in (3, 9, 14, 19, 24, 28):
            kind = "CONSULT" if month < 7 else late
            found.append(act(day, "NOR>CHL", kind, month=month, outlet=f"Paper {day % 3}"))
    return [*found, weather(31, 12)]


@pytest.mark.parametrize(
    ("rule", "late", "what"),
    [
        (LevelRule(), "CONSULT", []),
        (LevelRule(), "ASSAULT", ["The level has fallen"]),
        (LevelRule(by=None, below=-4.0), "ASSAULT", ["The level is below −4.0"]),
        (LevelRule(by=None, below=-4.0), "CONSULT", []),
        (LevelRule(by=None, above=0.0), "ASSAULT", []),
    ],
)
def test_levels(tmp_path: Path, rule: LevelRule, late: str, what: list[str]) -> None:
    world = World(World.at(tmp_path / "ws").workspace)
    world.read(*year(late))
    watchlist = Watchlist((Watched(between=PAIR, rules=(rule,)),))
    found = watch(world.workspace, watchlist, since="2024-01-01")
    assert [each.what[: len(words)] for each, words in zip(found, what, strict=True)] == what


def test_a_sentence_is_told_once_by_the_rule_that_matters_most(tmp_path: Path) -> None:
    source, line = says(28, "NOR>CHL", "red-line", LINE, NEVER)
    world = World.at(tmp_path / "ws", (source, line))
    rules = (RedLineRule(), WordsRule(words="cape"))
    (found,) = watch(world.workspace, Watchlist((Watched(between=PAIR, rules=rules),)))
    assert (found.rule, found.also) == ("red-line", ("words",))


def test_a_sentence_on_several_pairs_is_told_under_the_first_which_names_the_others(
    tmp_path: Path,
) -> None:
    both = act(28, "NOR>CHL", "ASSAULT", recipients=tuple(map(party, ("CHL", "KEN", "FJI"))))
    world = World.at(tmp_path / "ws", both)
    pairs = [PAIR, ("NOR", "KEN"), ("NOR", "FJI"), ("KEN", "NOR")]
    rules = (ActRule(),)
    (found,) = watch(
        world.workspace, Watchlist(tuple(Watched(between=each, rules=rules) for each in pairs))
    )
    assert found.watched == "NOR-CHL"
    assert (
        found.why.count("too") == 3 and "; told of NOR-KEN, too; told of NOR-FJI, too" in found.why
    )


def test_a_bloc_is_watched_as_one(tmp_path: Path) -> None:
    records = [act(28, "SWE>CHL", "ASSAULT"), act(27, "NOR>CHL", "ASSAULT")]
    world = World.at(tmp_path / "ws", *records, says(26, "SWE>CHL", "demand", HOOK, FREE))
    nordic = Watched(between=("Nordic", "CHL"), blocs={"Nordic": ["NOR", "SWE"]})
    found = watch(world.workspace, Watchlist((nordic,)))
    assert sorted(each.rule for each in found) == ["act", "act", "demand"]
    with pytest.raises(QueryError, match="a bloc has no level"):
        Watched(between=("EU", "CHL"), rules=(LevelRule(),))


def test_acts_come_by_how_much_they_matter(tmp_path: Path) -> None:
    often = [act(day, "NOR>CHL", "ASSAULT") for day in (10, 13, 16, 19, 25, 28)]
    found = told(tmp_path, ActRule(), *often, act(27, "CHL>NOR", "AID"))
    assert found[0].what.startswith("Chile → Norway: gives aid")  # of its kind the only one


def test_an_empty_workspace_tells_nothing(tmp_path: Path) -> None:
    world = World(World.at(tmp_path / "ws").workspace)
    assert watch(world.workspace, Watchlist.of(("NOR", "FJI")), until=LAST)[0].rule == "silence"
    world.workspace.remove(outlets=["Reef News"])
    assert watch(world.workspace, Watchlist.of(("NOR", "FJI"))) == []


RECORDS = [
    act(28, "NOR>CHL", "ASSAULT", "Norway shelled the Chilean port of Arica on May 28."),
    act(29, "NOR>CHL", "ASSAULT", "Norway shelled the Chilean port of Arica.", outlet="Reef News",
        on=dt.date(2024, 5, 28)),
    act(27, "CHL>NOR", "SANCTION"),
    says(26, "NOR>CHL", "red-line", LINE, NEVER),
    says(27, "NOR>CHL", "red-line", LINE, NEVER, outlet="Reef News"),
    says(25, "NOR>CHL", "demand", HOOK, FREE),
    channel(25, "suspended", "The Fisheries Dialogue was suspended."),
]  # fmt: skip


@pytest.fixture(scope="module")
def in_order(tmp_path_factory: pytest.TempPathFactory) -> list[Alert]:
    world = World.at(tmp_path_factory.mktemp("ordered") / "ws", *RECORDS)
    return watch(world.workspace, Watchlist.of(PAIR))


@settings(max_examples=some(3, deep=5))
@given(order=st.permutations(RECORDS))
def test_the_order_of_reading_does_not_matter(
    tmp_path_factory: pytest.TempPathFactory, in_order: list[Alert], order: list[Told]
) -> None:
    world = World.at(tmp_path_factory.mktemp("shuffled") / "ws", *order)
    assert watch(world.workspace, Watchlist.of(PAIR)) == in_order
    assert len(in_order) == 5


def test_what_is_watched_is_addressed_to_the_article(tmp_path: Path) -> None:
    (found,) = told(tmp_path, ActRule(), act(28, "NOR>CHL", "ASSAULT"))
    source = article(28, found.sentence or "")
    assert (found.address, found.outlet, found.published) == (
        source.address, "Fjord Post", dt.date(2024, 5, 28),
    )  # fmt: skip
