"""The watch in the workbench: what is new, what was told, where it is read; nothing is noted as told."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner
from fastapi.testclient import TestClient
from lxml import html
from workbench_world import stored

from detente.cli import main
from detente.store import Query, Workspace
from detente.watching import Memory, Watched
from detente.watching.rules import (
    ActRule,
    ChannelRule,
    DemandRule,
    LevelRule,
    PromiseRule,
    QuestionRule,
    RedLineRule,
    Rule,
    SilenceRule,
    WordsRule,
)
from detente.watching.saying import in_words
from detente.workbench import Settings, make_app
from detente.workbench.site import write_site
from detente.workbench.views.watch import WatchPage, watched

PAIR = '[[pair]]\nbetween = ["CHL", "NOR"]\n'
BLOCS = '[[pair]]\nbetween = ["EU", "CHL"]\n[[pair]]\nbetween = ["Fish", "KEN"]\n'
OWN = '[blocs]\nFish = ["CHL", "NOR"]\n'
VISITS = '[[events]]\nname = "Meetings"\ntype = "CONSULT"\n'
SEIZED = "Chile seized Norway over fish & <b>oil</b>."


@pytest.fixture
def own(tmp_path: Path) -> Workspace:
    """A workspace in which Chile and Norway are watched."""
    made = stored(tmp_path / "ws")
    watch(made, PAIR)
    return made


@pytest.fixture
def client(own: Workspace) -> Iterator[TestClient]:
    with TestClient(make_app(own, Settings()), base_url="http://127.0.0.1:8765") as made:
        yield made


def watch(workspace: Workspace, rules: str) -> None:
    (workspace.folder / "watch.toml").write_text(rules, encoding="utf-8")


def run(workspace: Workspace) -> None:
    done = CliRunner().invoke(main, ["watch", str(workspace.folder)])
    assert done.exit_code == 0, done.stderr


def told(view: WatchPage) -> list[tuple[str, str, str, str | None]]:
    return [(each.state, each.watched, each.rule, each.address) for each in view.rows]


def test_what_is_new_opens_to_its_sentence(own: Workspace) -> None:
    view = watched(own)
    assert told(view) == [
        ("new", "CHL-NOR", "act", "/event/e9"),
        ("new", "CHL-NOR", "demand", "/statement/s9"),
    ]
    act = view.rows[0]
    assert (act.sentence, act.told_by) == (SEIZED, "The Post/Herald")
    assert (act.why, act.link) == ("scores −7.0, at or below −6.0", "https://news.example/9")
    assert (view.since, view.until) == (dt.date(2024, 8, 21), dt.date(2024, 9, 20))


def test_it_tells_what_the_command_tells_and_notes_nothing(own: Workspace) -> None:
    assert watched(own).new == 2
    assert not (own.folder / "watched.sqlite").exists()
    run(own)
    view = watched(own)
    assert (view.new, view.told) == (0, 2)
    assert {each.state for each in view.rows} == {"told"}


def test_what_was_told_of_who_is_no_longer_watched_is_still_shown(own: Workspace) -> None:
    run(own)
    watch(own, '[[pair]]\nbetween = ["KEN", "NOR"]\n')
    view = watched(own)
    assert [(each.title, len(each.rules)) for each in view.groups] == [
        ("Kenya and Norway", 7), ("CHL-NOR", 0),
    ]  # fmt: skip
    assert [each.address for each in view.groups[1].told] == ["/event/e9", "/statement/s9"]


def test_what_was_told_longer_ago_is_not_shown(own: Workspace) -> None:
    asked = ["watch", str(own.folder), "--since", "2024-01-01"]
    assert CliRunner().invoke(main, asked).exit_code == 0
    earlier = [each.first_reported for each in Memory(own).latest(100)]
    view = watched(own)
    assert min(earlier) < dt.date(2024, 8, 21)
    assert view.told == sum(each >= dt.date(2024, 8, 21) for each in earlier) > 0


def test_who_is_watched_leads_to_a_page_or_a_search(own: Workspace) -> None:
    watch(own, PAIR + BLOCS + OWN + VISITS)
    assert [(each.title, each.address) for each in watched(own).groups] == [
        ("Chile and Norway", "/pair/CHL/NOR"),
        ("EU and Chile", "/search?between=EU&between=CHL"),
        ("Fish and Kenya", None),
        ("Questions", None),
    ]


def test_without_a_file_it_says_how_to_begin(own: Workspace, client: TestClient) -> None:
    (own.folder / "watch.toml").unlink()
    page = client.get("/watch")
    assert page.status_code == 200
    example = html.fromstring(page.text).xpath("string(//pre)")
    assert example.splitlines() == ["[[pair]]", 'between = ["CHN", "USA"]']
    assert client.get("/watch.json").json()["exists"] is False
    assert client.get("/watch.csv").text.startswith("state,watched,rule,")
    assert client.get("/watch.rss").status_code == 404
    watch(own, example)
    assert "China and the United States" in client.get("/watch").text


def test_a_mistake_in_the_file_is_told_with_its_line(own: Workspace, client: TestClient) -> None:
    watch(own, f"{PAIR}\nact = {{ beneath = -7 }}\n")
    page = client.get("/watch")
    told = html.fromstring(page.text).xpath("string(//*[@role='alert'])")
    assert told == "watch.toml, line 4, [[pair]] 1, act: 'beneath' is no setting"
    assert "There are below, above, type, confidence." in page.text
    assert str(own.folder) not in page.text
    assert client.get("/watch.rss").status_code == 400


def test_the_page_and_its_twins_tell_the_same(client: TestClient) -> None:
    page = html.fromstring(client.get("/watch").text)
    assert page.xpath("string(//h1)") == "What is watched"
    assert page.xpath("//nav//a[@aria-current='page']/text()") == ["Watch"]
    links = page.xpath("//li[@class='record']//a[@class='who']/@href")
    rows = list(csv.DictReader(io.StringIO(client.get("/watch.csv").text)))
    (group,) = client.get("/watch.json").json()["groups"]
    assert links == [each["address"] for each in rows] == [each["address"] for each in group["new"]]
    assert all(client.get(each).status_code == 200 for each in links)
    assert "<b>oil" not in client.get("/watch").text


def test_the_feed_is_that_of_the_command(own: Workspace, client: TestClient) -> None:
    answer = client.get("/watch.rss")
    assert answer.headers["content-type"].startswith("application/rss+xml")
    asked = ["watch", str(own.folder), "--as", "rss"]
    assert answer.text == CliRunner().invoke(main, asked).stdout
    elsewhere = client.get("/watch.rss", headers={"host": "localhost:9000"}).text
    assert feedparser.parse(elsewhere).feed.link == "http://localhost:9000/watch"
    later = client.get("/watch.rss").text
    assert guids(later) == guids(answer.text) and len(guids(later)) == 2


def guids(feed: str) -> set[str]:
    return {each.id for each in feedparser.parse(feed).entries}


def test_a_site_has_it_where_somebody_is_watched(own: Workspace, tmp_path: Path) -> None:
    write_site(own, tmp_path / "site", between=[("CHL", "NOR")])
    page = html.fromstring((tmp_path / "site" / "watch.html").read_bytes())
    links = page.xpath("//main//li[@class='record']//a[@class='who']/@href")
    assert links == ["event/e9.html", "statement/s9.html"]
    assert page.xpath("//footer//a/@href") == ["watch.json", "watch.csv", "watch.rss"]
    assert b"<link>watch.html</link>" in (tmp_path / "site" / "watch.rss").read_bytes()
    beside = html.fromstring((tmp_path / "site" / "pair" / "CHL" / "NOR.html").read_bytes())
    assert "../../watch.html" in beside.xpath("//nav//a/@href")
    watch(own, "[pair")
    write_site(own, tmp_path / "site", between=[("CHL", "NOR")])
    assert not (tmp_path / "site" / "watch.rss").exists()
    assert b"watch.toml" in (tmp_path / "site" / "watch.html").read_bytes()
    (own.folder / "watch.toml").unlink()
    write_site(own, tmp_path / "site", between=[("CHL", "NOR")])
    assert not (tmp_path / "site" / "watch.html").exists()
    assert b"Watch</" not in (tmp_path / "site" / "index.html").read_bytes()


@pytest.mark.parametrize(
    ("rule", "words"),
    [
        (LevelRule(), "The level has surely changed by 0.5 or more over 6 months"),
        (LevelRule(by=None), "The level is asked for nothing"),
        (LevelRule(by=1, over=1, below=-2), "The level has surely changed by 1 or more over 1 month, or is "
         "likely below −2.0 and was likely not before"),
        (ChannelRule(state=("resumed",)), "A channel is resumed"),
        (ChannelRule(state=("suspended", "cancelled")), "A channel is suspended or cancelled"),
        (RedLineRule(), "A red line is drawn, or drawn again"),
        (DemandRule(), "A demand is made, or made again"),
        (PromiseRule(within=1),
         "A promise falls due within 1 day, or its day passed and nobody told that it was kept"),
        (ActRule(), "An act scores −6.0 or less, or scores +6.5 or more, with a confidence of 50% or more"),
        (ActRule(below=None, above=None, type=("AID",), confidence=0),
         "An act of the type AID is told, with a confidence of 0% or more"),
        (SilenceRule(days=14), "Nothing is told of the two for 14 days"),
        (WordsRule(words="grain"), "A sentence has the words “grain”"),
        (QuestionRule(name="events", query=Query(to="Fiji"), title="Visits"),
         "A question for acts finds something: “Visits”"),
    ],
)  # fmt: skip
def test_a_rule_is_told_in_words(rule: Rule, words: str) -> None:
    assert in_words(rule) == words


def test_every_rule_of_a_pair_has_words() -> None:
    rules = Watched(between=("CHL", "NOR")).rules or ()
    assert len({in_words(each) for each in rules}) == len(rules) == 7
