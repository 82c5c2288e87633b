"""How things stand on the page: level, states, turning points with their drivers, tracks, answers."""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from reporting_world import article, event, parsed, stored, words

from detente.records import Event
from detente.reporting import render
from detente.reporting.findings import what_is_left
from detente.store import Batch, Workspace

TURN = 18
KINDS = (
    (("accused", "ACCUSE"), ("threatened", "THREATEN")),
    (("met", "CONSULT"), ("praised", "SUPPORT")),
)
ASKED: dict[str, Any] = {"between": ("CHN", "USA"), "every": "month"}


def told(month: int, place: int, **changes: Any) -> tuple[Any, Event]:
    """One act of a month: of conflict before the turn, of cooperation from it on."""
    day = dt.date(2020 + month // 12, month % 12 + 1, 3 + 6 * place)
    verb, kind = KINDS[month >= TURN][(month * 7 + place) % 3 == 0]
    if place == 3:
        verb, kind = "aided", "AID"
    states = ("China", "America") if (month + place) % 2 else ("America", "China")
    text = f"{states[0]} {verb} {states[1]} over matter {month}-{place}."
    source = article(f"m{month:02}-{place}", text, day, outlet=f"Paper {place}")
    made = {"date_start": day, "date_precision": "day", "tracks": ("military",), **changes}
    return source, event(source, kind, verb, *states, **made)


def turning() -> Batch:
    """Three years of three acts a month that turn in July 2021; some strong acts are unsure ones."""
    made = [told(month, place) for month in range(36) for place in range(3)]
    made += [told(month, 3, confidence=0.45, tracks=("economic",)) for month in range(20, 36, 3)]
    return Batch(
        articles=tuple(source for source, _ in made), events=tuple(each for _, each in made),
        statements=(), rejected=(),
    )  # fmt: skip


@pytest.fixture(scope="module")
def turned(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return stored(tmp_path_factory.mktemp("turned") / "ws", turning())


@pytest.fixture(scope="module")
def turned_text(turned: Workspace) -> str:
    return render(turned, **ASKED)


@pytest.fixture(scope="module")
def standing(turned_text: str) -> html.HtmlElement:
    return parsed(turned_text)


def test_the_finding_says_when_it_turned(standing: html.HtmlElement) -> None:
    found = standing.xpath("//ul[@class='lead findings']/li")
    first = words(found[0])
    assert first.startswith("The relation was at a low, a mean score of −")
    assert "until it turned up in July 2021 (dated to that month by its 90% interval; p" in first
    assert re.search(r"; in \d+ of 100 redrawn records\)", first)
    assert words(found[1]).startswith(
        "Without the 7 events that drove it most, the turn would still be "
    )


@pytest.mark.parametrize(
    ("without", "size", "told"),
    [
        (1.06, 1.32, "still be 1.1 points instead of 1.3: it is the work of many"),
        (-3.11, -3.13, "be as large, 3.1 points: it is the work of many"),
        (0.2, 2.0, "be 0.2 points instead of 2.0: they made most of it"),
        (-0.4, 2.0, "be 0.0 points instead of 2.0: they made most of it"),
    ],
)
def test_what_is_left_of_a_turn_without_its_drivers(without: float, size: float, told: str) -> None:
    assert what_is_left(without, size) == told


def test_each_finding_leads_to_how_it_was_reached(standing: html.HtmlElement) -> None:
    links = [link.get("href") for link in standing.xpath("//ul[@class='lead findings']//a")]
    assert links[:2] == ["#turns", "#turn-2021-07"]
    assert {"#state", "#reciprocity"} <= set(links)
    assert "F(" not in words(standing.xpath("//ul[@class='lead findings']")[0])
    for link in links:
        assert standing.get_element_by_id(link[1:]) is not None


def test_what_cannot_be_told_is_said(standing: html.HtmlElement, page: html.HtmlElement) -> None:
    told = words(standing.xpath("//section[@id='finding']/p[@class='quiet']")[0])
    assert told == "Not to be told from this record: which track moved first."
    little = words(page.xpath("//section[@id='finding']/p[@class='quiet']")[0])
    assert little == (
        "Not to be told from this record: whether and when the relation turned; what state it was in at "
        "the end; which track moved first; whether hostility of one side is answered by the other."
    )


def test_the_sum_of_hostility_has_turns_of_its_own(standing: html.HtmlElement) -> None:
    told = words(standing.get_element_by_id("hostility"))
    assert told.startswith("The summed hostility of a month fell from ")
    assert "in July 2021 (dated " in told


def test_a_turn_has_its_size_intervals_and_p(standing: html.HtmlElement) -> None:
    (turn,) = standing.xpath("//div[@class='turn']")
    assert turn.get("id") == "turn-2021-07"
    assert words(turn.find("h4")).startswith("July 2021: up by ")
    sentence = words(turn.find("p"))
    assert sentence.startswith("The mean score went from −")
    for part in (
        "90% intervals: the new level began",
        "the change was +",
        "p = 0.",
        "n = 18 months",
    ):
        assert part in sentence


def test_drivers_open_to_their_sentence_and_unsure_ones_are_only_counted(
    standing: html.HtmlElement,
) -> None:
    (turn,) = standing.xpath("//div[@class='turn']")
    drivers = turn.xpath("./div[@class='drivers']/details")
    assert len(drivers) == 7
    for driver in drivers:
        assert "without it +" in words(driver.find("summary"))
        assert words(driver.find("summary")).endswith("confidence 80%")
        assert driver.xpath(".//blockquote/mark[@class='trigger']")
        assert "confidence 80%" in words(driver)
    unsure = words(turn.xpath("./p[@class='quiet']")[0])
    assert unsure.endswith("left out of it, as the program is less than 50% sure of them.")


def test_the_strongest_events_say_how_many_unsure_ones_are_left_out(
    standing: html.HtmlElement,
) -> None:
    notes = [words(note) for note in standing.xpath("//div[@class='sides']//p[@class='quiet']")]
    assert len(notes) == 1
    assert notes[0].endswith("less than 70% sure of them.")


def test_each_state_is_a_sentence_with_its_probability(standing: html.HtmlElement) -> None:
    states = [words(state) for state in standing.xpath("//ul[@class='states']/li")]
    assert [state.split(" ")[0] for state in states] == [
        "At", "Improving", "Deteriorating", "Steady", "Up", "Stabilizing", "Rebounding",
    ]  # fmt: skip
    assert all("The probability that" in state and state.count("%") == 1 for state in states)
    assert states[0].startswith("At a low ebb ruled out")


def test_the_chart_has_level_band_and_turn(standing: html.HtmlElement) -> None:
    data = json.loads(standing.get_element_by_id("specs").text)["net"]["datasets"]
    assert len(data["periods"]) == 36
    assert all(point["low"] < point["level"] < point["high"] for point in data["periods"])
    assert all(point["own_low"] < point["own_high"] for point in data["periods"] if point["n"])
    assert [turn["turn"] for turn in data["turns"]] == ["Jul\n2021"]


def test_tracks_stand_on_one_time_axis(standing: html.HtmlElement) -> None:
    specs = json.loads(standing.get_element_by_id("specs").text)
    ticks = [
        [point["tick"] for point in specs[f"standing-{track}"]["datasets"]["periods"]]
        for track in ("military", "economic")
    ]
    assert ticks[0] == ticks[1]
    military, economic = (
        words(caption) for caption in standing.xpath("//div[@class='on-one-axis']//figcaption")
    )
    assert military.startswith("Military 108 events. Turned up by ")
    assert "Not looked for turning points: only 6 periods have a value" in economic
    assert specs["standing-economic"]["datasets"]["levels"] == []
    periods = specs["standing-military"]["datasets"]["periods"]
    assert all(point["low"] < point["high"] for point in periods)


def test_whether_hostility_is_answered_is_told_with_its_test(standing: html.HtmlElement) -> None:
    told = words(standing.xpath("//h3[@id='reciprocity']/following-sibling::p")[0])
    assert "ostility from China" in told
    assert "ostility from the United States" in told
    assert told.count("F(") == 2
    assert "CHN>USA" not in told


def test_each_measure_says_how_it_was_computed(standing: html.HtmlElement) -> None:
    computed = [words(each) for each in standing.xpath("//details[@class='computed']")]
    assert len(computed) == 6
    for each in computed:
        assert all(part in each for part in ("Method", "Source", "n", "Random draws", "Version"))
    assert [("from seed 0" in each) for each in computed] == [True, True, True, False, False, True]


def test_what_a_measure_refuses_is_a_sentence(page: html.HtmlElement) -> None:
    notes = [words(note) for note in page.xpath("//section[@id='standing']//p[@class='note']")]
    assert notes == [
        "What state the relation was in cannot be told. No level: only 2 of the periods have an act; "
        "3 are needed.",
        "Turning points were not looked for: only 2 periods have a value, and turns need 12.",
        "Whether hostility of one side is answered by the other was not tested: China → United States "
        "never varies, so nothing can be answered in it.",
    ]
    assert not page.xpath("//div[@class='turn']")


def test_measures_come_out_the_same_in_any_order(turned_text: str, tmp_path: Path) -> None:
    batch = turning()
    reversed_ = Batch(
        articles=batch.articles[::-1], events=batch.events[::-1], statements=(), rejected=(),
    )  # fmt: skip
    assert render(stored(tmp_path / "ws", reversed_), **ASKED) == turned_text


def two_tracks(military: int) -> Batch:
    """Four years of six acts a month in two tracks; the economic one turns in month 18, the military in
    another."""
    made = []
    for month in range(48):
        for place in range(6):
            track, turn = (("economic", TURN), ("military", military))[place % 2]
            verb, kind = KINDS[month >= turn][(month * 7 + place) % 3 == 0]
            day = dt.date(2020 + month // 12, month % 12 + 1, 3 + 4 * place)
            source = article(
                f"t{month:02}-{place}", f"China {verb} America over {month}-{place}.", day
            )
            dated = {"date_start": day, "date_precision": "day", "tracks": (track,)}
            made.append((source, event(source, kind, verb, "China", "America", **dated)))
    return Batch(
        articles=tuple(source for source, _ in made), events=tuple(each for _, each in made),
        statements=(), rejected=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("military", "told"),
    [
        (23, "The military track turned up in December 2021, 5 months after the economic track did in "
             "July 2021 (90% interval: "),
        (18, "track both turned up, in July 2021. Which did first is not known: the 90% interval of the "
             "difference is "),
    ],
)  # fmt: skip
def test_the_order_of_tracks_is_told_where_it_is_clear(
    military: int, told: str, tmp_path: Path
) -> None:
    page = parsed(render(stored(tmp_path / "ws", two_tracks(military)), **ASKED))
    assert told in words(page.get_element_by_id("order"))
    known = told.startswith("The military")
    assert bool(page.xpath("//ul[@class='lead findings']//a[@href='#order']")) == known
