"""What was told is not told again, and what is told can be read by people and programs."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from dataclasses import replace
from pathlib import Path

import feedparser
import pytest
from click.testing import CliRunner, Result
from watching_world import LAST, World, act, says, weather

from detente.cli import main
from detente.fetching.hosts import SystemClock
from detente.records import Alert, Event
from detente.schema import to_json
from detente.store import Workspace
from detente.watching import Memory, Watchlist, page, rss, telling, watch
from detente.watching.run import last_day
from made_once import copy_of

PORT = "Norway shelled the Chilean port of Arica."
WATCH = '[[pair]]\nbetween = ["NOR", "CHL"]\nsilence = false\nlevel = false\n'
SHELLING = act(28, "NOR>CHL", "ASSAULT", PORT)


@pytest.fixture
def world(tmp_path: Path) -> World:
    made = World(copy_of(shelled, tmp_path / "ws"))
    (tmp_path / "ws" / "watch.toml").write_text(WATCH, encoding="utf-8")
    return made


def shelled(folder: Path) -> Workspace:
    return World.at(folder, SHELLING).workspace


def run(world: World, *words: str) -> Result:
    return CliRunner().invoke(main, ["watch", str(world.workspace.folder), *words])


def told(world: World, *words: str) -> list[str]:
    """The sentences that a run tells."""
    done = run(world, "--as", "jsonl", *words)
    assert done.exit_code == 0, done.stderr
    return [json.loads(line)["sentence"] for line in done.stdout.splitlines()]


def test_nothing_is_told_twice(world: World) -> None:
    assert told(world, "--dry-run") == [PORT]
    assert told(world) == [PORT]
    assert told(world) == []
    assert "nothing new" in run(world).stderr
    assert told(world, "--again") == [PORT]


def test_what_comes_in_later_is_told_then(world: World) -> None:
    told(world)
    later = says(30, "CHL>NOR", "demand", "Chile demanded that Norway pay.", "that Norway pay")
    world.read(later)
    assert told(world) == [later[0].text]


def test_another_report_of_the_same_act_is_not_told(world: World) -> None:
    told(world)
    same = act(29, "NOR>CHL", "ASSAULT", PORT, outlet="Reef News", on=SHELLING[0].published)
    world.read(same)
    assert told(world) == []
    # … and is known by itself from then on, also where the first is gone.
    world.workspace.remove([SHELLING[0].article_id])
    assert told(world) == []


def test_what_is_coded_anew_is_not_told_anew(world: World, tmp_path: Path) -> None:
    told(world)
    source, event = SHELLING
    assert isinstance(event, Event)
    anew = World.at(
        tmp_path / "anew",
        (source, replace(event, event_id="other", event_type="COERCE", score=-7.0)),
    )
    for name in ("watch.toml", "watched.sqlite"):
        shutil.copy(world.workspace.folder / name, anew.workspace.folder / name)
    assert told(anew) == []


def test_a_later_version_of_an_article_tells_only_what_is_new_in_it(world: World) -> None:
    told(world)
    source, event = SHELLING
    assert isinstance(event, Event)
    text = f"{PORT} It lasted all day."
    later = replace(source, article_id="later", text=text)
    world.read((later, replace(event, event_id="later", article_id="later")))
    assert len(world.workspace.revisions()) == 1
    assert told(world) == []


def test_killed_before_it_is_noted_it_tells_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Memory, "remember", killed)
        stopped = run(world, "--as", "jsonl")
    assert stopped.exit_code == 130
    assert "nothing is noted as told" in stopped.stderr
    assert PORT in stopped.stdout
    assert told(world) == [PORT]


def test_a_rule_begins_seven_days_before_it_is_first_asked(world: World) -> None:
    world.read(act(20, "NOR>CHL", "COERCE"), act(24, "NOR>CHL", "SANCTION"))
    assert len(told(world)) == 2
    world.read(weather(28, 6))
    assert told(world) == []  # and goes on from there
    world.read(late := act(26, "CHL>NOR", "AID"))
    assert told(world) == [late[0].text]
    assert len(told(world, "--since", "2024-05-01")) == 1


def test_without_rules_it_says_what_to_write(world: World) -> None:
    (world.workspace.folder / "watch.toml").unlink()
    done = run(world)
    assert done.exit_code == 1
    assert 'between = ["CHN", "USA"]' in done.stderr


def test_an_article_dated_to_come_does_not_make_the_rest_old(world: World) -> None:
    assert last_day(world.workspace, dt.date(2024, 6, 3)) == LAST
    assert last_day(world.workspace, dt.date(2024, 5, 20)) == dt.date(2024, 5, 20)


def test_what_no_webhook_took_is_told_again(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(SystemClock, "sleep", lambda *_: None)
    hook = ("--webhook", "http://127.0.0.1:1/t0ken")
    refused = run(world, *hook)
    assert refused.exit_code == 1
    assert "t0ken" not in refused.output
    assert told(world, "--dry-run", *hook) == [PORT]  # posts nothing
    assert told(world) == [PORT]
    assert run(world, *hook).exit_code == 0  # nothing new, so nothing to post


def test_text_says_what_who_and_why_and_counts_the_rest(world: World) -> None:
    kinds = ("AID", "COERCE", "COOPERATE", "SANCTION", "RETREAT")
    world.read(*(act(25, "CHL>NOR", kind) for kind in kinds))
    shown = run(world, "--most", "2").stdout
    assert "Norway and Chile: 6 alerts" in shown
    assert shown.count("why: scores") == 2
    assert "and 4 more: detente occurrences" in shown
    assert "--between NOR CHL --reported-since 2024-05-25" in shown


def alerts(world: World) -> list[Alert]:
    return watch(world.workspace, Watchlist.of(("NOR", "CHL")))


def test_a_feed_is_read_back(world: World) -> None:
    (found,) = alerts(world)
    odd = replace(found, alert_id="odd", sentence="A <b>&\x07 b", address="/tmp/x.txt")
    read = feedparser.parse(rss.feed([found, odd], name="ws & co"))
    assert not read.bozo
    assert read.feed.link == "http://127.0.0.1:8765/watch"
    assert (read.version, read.feed.title) == ("rss20", "detente watch: ws & co")
    assert [each.id for each in read.entries] == [f"detente:{found.alert_id}", "detente:odd"]
    assert read.entries[0].link == found.address
    assert read.entries[0].published == "Tue, 28 May 2024 12:00:00 GMT"
    assert PORT in read.entries[0].summary
    assert "A &lt;b&gt;&amp;  b" in read.entries[1].summary
    assert "link" not in read.entries[1]


def test_a_feed_keeps_what_was_told_before(world: World, tmp_path: Path) -> None:
    out = tmp_path / "alerts.xml"
    for _ in range(2):
        assert run(world, "--as", "rss", "--out", str(out)).exit_code == 0
        assert len(feedparser.parse(out.read_bytes()).entries) == 1


def test_a_page_shows_text_as_text(world: World) -> None:
    (found,) = alerts(world)
    odd = replace(found, sentence="<script>alert(1)</script>", address="javascript:alert(1)")
    groups = telling.grouped([odd], Watchlist.of(("NOR", "CHL")), folder="ws")
    shown = page.page(groups, name="ws", since=LAST, until=LAST)
    assert "<script" not in shown
    assert "&lt;script&gt;" in shown
    assert 'href="javascript' not in shown
    assert "Nothing new" in page.page([], name="ws", since=LAST, until=LAST)


def test_json_has_one_id_for_the_same_alerts(world: World) -> None:
    found = alerts(world)
    one = telling.payload(found, name="ws", since=LAST, until=LAST)
    again = telling.payload(alerts(world), name="ws", since=LAST, until=LAST)
    assert one["id"] == again["id"]
    assert (one["count"], one["until"]) == (1, "2024-05-31")
    assert json.loads(telling.as_json(one))["alerts"] == [json.loads(to_json(found[0]))]


def test_what_is_posted_names_a_file_without_its_folder(world: World) -> None:
    own = replace(alerts(world)[0], address="/srv/ana/secret/story.txt")
    sent = telling.payload([own], name="ws", since=LAST, until=LAST)
    assert [each["address"] for each in sent["alerts"]] == ["story.txt"]
