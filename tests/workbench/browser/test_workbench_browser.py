"""The workbench as it is used: by keys alone, on a telephone, without JavaScript, by a screen reader."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from detente.auditing import AuditReviewer, draw
from detente.correcting import Reviewer
from detente.store import Workspace
from detente.workbench.addresses import PARTS
from detente.workbench.passages import here

ROOT = Path(__file__).parents[3]
AXE = Path(os.environ.get("AXE", ROOT / "node_modules" / "axe-core" / "axe.min.js"))
"""axe-core, which is not shipped: `npm install axe-core`, or where `AXE` says."""
VIEWS = (
    "/", "/pair/CHL/NOR", "/pair/FJI/KEN", *(f"/pair/CHL/NOR/{part}" for part in PARTS), "/event/e5",
    "/event/e5/why", "/statement/s5", "/occurrence/e5", "/article/a5", "/outlet/Gazette", "/search",
    "/search?what=statements", "/search?words=nothing", "/review", "/review?what=statements",
    "/review?order=audit", "/review?order=changed", "/event/e5/split", "/article/a5/add",
    "/article/a5/add?what=statements", "/event/none",
    "/watch", "/framing/CHL/NOR", "/voices/CHL/NOR",
)  # fmt: skip
TOLD = {
    "/": "Chile – Norway", "/pair/CHL/NOR": "of the last six months", "/event/e5": "In the text",
    "/event/e5/why": "Why was it coded so?", "/occurrence/e5": "Who tells it",
    "/article/a5": "What was read", "/outlet/Gazette": "What it tells most",
    "/search": "1 to 11 of 11", "/review": "1 of 11",
    "/search?words=nothing": "without words: nothing", "/pair/FJI/KEN": "Nothing between the two is told",
    "/review?order=audit": "detente audit", "/event/none": "Not here", "/watch": "2 alerts are new",
    "/voices/CHL/NOR": "Kenya met Norway",
}  # fmt: skip
"""Words by which a page is known to show what it is for."""


def listening(page: Any) -> None:
    """Wait until the page hears keys, which it then shows beside what they do."""
    page.locator("summary[data-shown-key]").first.wait_for()


def open_review(open_page: Any) -> Any:
    page = open_page("/review")
    listening(page)
    return page


def judgements(workspace: Workspace) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(each.reviewer, each.judgement, each.records) for each in workspace.corrections()]


def test_every_view_fits_a_telephone(open_page: Any) -> None:
    for script in (True, False):
        page = open_page(VIEWS[0], width=390, script=script)
        wide = []
        for path in VIEWS:
            page.goto(path)
            if page.locator("body").evaluate("document.documentElement.scrollWidth") > 390:
                wide.append(path)
        assert wide == []


def test_every_page_is_read_without_javascript(open_page: Any) -> None:
    page = open_page("/", script=False)
    for path, words in TOLD.items():
        page.goto(path)
        assert words in page.locator("main").inner_text(), path


def test_a_figure_opens_to_its_sentences_without_javascript(open_page: Any) -> None:
    page = open_page("/voices/CHL/NOR", script=False)
    told = page.locator("blockquote").first
    page.locator("summary").first.click()  # the first is open
    assert not told.is_visible()
    page.get_by_role("link", name="1", exact=True).first.click()
    told.wait_for()
    assert "Kenya met Norway" in told.inner_text()


def test_focus_is_seen_and_the_content_is_one_key_away(open_page: Any) -> None:
    page = open_page("/")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    assert skip.bounding_box()["x"] >= 0
    page.keyboard.press("Enter")
    page.wait_for_url("**/#main")
    page.keyboard.press("Tab")
    assert page.locator("main").evaluate("main => main.contains(document.activeElement)")
    for _ in range(12):
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_one_number_says_where_a_pair_stands(open_page: Any) -> None:
    page = open_page("/")
    name = "Chile – Norway"
    row = page.locator(".pairs tr", has=page.get_by_role("link", name=name, exact=True))
    level = row.locator("[data-label='Stands at']").inner_text().split()[0]
    cells = page.locator(".matrix a[href='/pair/CHL/NOR'], .matrix a[href='/pair/NOR/CHL']")
    assert cells.all_inner_texts() == [level, level]
    row.get_by_role("link", name=name).click()
    assert page.locator(".now .level").inner_text() == level
    page.locator(".stand").get_by_role("link", name="Level and turning points").click()
    page.get_by_role("heading", name="Level and turning points").wait_for()


@pytest.mark.parametrize(("first", "last"), [(0, 0), (1, 3), (6, 4)])
def test_a_time_is_chosen_by_drawing_over_the_chart(open_page: Any, first: int, last: int) -> None:
    page = open_page("/pair/CHL/NOR?since=2024-02-01&until=2024-08-31")
    bands = page.locator(".chart svg path[opacity='0']")
    bands.last.wait_for(state="attached")
    assert bands.count() == 7 and not page.locator(".chart img").is_visible()
    one, other = (bands.nth(number).bounding_box() for number in (first, last))
    page.mouse.move(one["x"] + 5, one["y"] + 40)
    page.mouse.down()
    page.mouse.move(other["x"] + other["width"] - 5, other["y"] + 40)
    page.mouse.up()
    months = [f"2024-{month:02}" for month in range(2, 9)]
    since, until = sorted((months[first], months[last]))
    page.wait_for_url(f"**since={since}-01&until={until}-*")


def test_a_chart_is_seen_without_javascript_as_wide_as_the_screen(open_page: Any) -> None:
    for width, drawn in ((1300, "size=wide"), (390, "size=narrow")):
        image = open_page("/pair/CHL/NOR", width=width, script=False).locator(".chart img")
        assert drawn in image.evaluate("image => image.currentSrc")
        assert image.evaluate("image => image.complete && image.naturalWidth > 0")
        assert image.bounding_box()["width"] > 300


def test_a_search_without_an_answer_leads_on(open_page: Any) -> None:
    page = open_page("/search?words=nothing&type=CONSULT")
    page.get_by_role("link", name="without words: nothing").click()
    assert page.get_by_role("heading", name="1 to 3 of 3").is_visible()


def test_records_are_judged_by_keyboard_alone(own: Workspace, open_page: Any) -> None:
    page = open_review(open_page)
    page.get_by_label("Your name").first.focus()
    page.keyboard.type("Ana")
    page.keyboard.press("Escape")
    for key, place in (("a", "2 of 11"), ("d", "3 of 11"), ("n", "4 of 11"), ("p", "3 of 11")):
        page.keyboard.press(key)
        page.locator(".progress", has_text=place).wait_for()
        listening(page)
    page.keyboard.press("f")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.name") == "type"
    page.keyboard.type("PROTEST")
    assert page.evaluate("document.activeElement.value") == "PROTEST"
    page.keyboard.press("Enter")
    page.locator(".progress", has_text="4 of 11, 3 judged").wait_for()
    listening(page)
    assert judgements(own) == [
        ("Ana", "accept", ("e0",)), ("Ana", "delete", ("e1",)), ("Ana", "change", ("e2",)),
    ]  # fmt: skip


def test_the_help_leaves_the_keys_as_they_are(own: Workspace, open_page: Any) -> None:
    page = open_review(open_page)
    page.get_by_label("Your name").first.fill("Ana")
    page.keyboard.press("Escape")
    help_text = page.get_by_text("undo what was judged last")
    for shown in (True, False, True):
        page.keyboard.press("?")
        assert help_text.is_visible() == shown
    page.keyboard.press("d")
    page.get_by_role("button", name="Stored. Undo").wait_for()
    assert judgements(own) == [("Ana", "delete", ("e0",))]


def test_a_fix_that_is_not_taken_stays_in_its_queue(own: Workspace, open_page: Any) -> None:
    page = open_page("/review?between=CHL&between=NOR")
    listening(page)
    page.keyboard.press("f")
    page.get_by_label("Your name").last.fill("Ana")
    page.get_by_label("Who acts").fill("Nowhere = ZZZ")
    page.get_by_label("The words that tell it").press("Enter")
    page.get_by_text("'ZZZ' is no code of a party").wait_for()
    assert page.url.endswith("/review?order=least-sure&between=CHL&between=NOR&at=e0")
    assert page.locator(".progress").is_visible()
    page.get_by_label("Who acts").fill("Kenya")
    page.get_by_label("Type").press("Enter")
    page.locator(".progress", has_text="2 of 10, 1 judged").wait_for()
    assert judgements(own) == [("Ana", "change", ("e0",))]


def test_what_was_judged_last_is_undone_by_key(own: Workspace, open_page: Any) -> None:
    before = own.catalogue().record("events", "e0")
    page = open_review(open_page)
    page.get_by_label("Your name").first.fill("Ana")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.get_by_role("button", name="Stored. Undo").wait_for()
    assert own.catalogue().record("events", "e0") != before
    page.keyboard.press("u")
    page.locator(".progress", has_text="1 of 11, 0 judged").wait_for()
    assert own.catalogue().record("events", "e0") == before
    listening(page)
    for key, place in (("a", "2 of 11"), ("a", "3 of 11"), ("n", "4 of 11"), ("n", "5 of 11")):
        page.keyboard.press(key)
        page.locator(".progress", has_text=place).wait_for()
        listening(page)
    for place in ("2 of 11, 1 judged", "1 of 11, 0 judged"):
        page.keyboard.press("u")
        page.locator(".progress", has_text=place).wait_for()
        listening(page)
    assert own.catalogue().record("events", "e0") == before


def test_an_audit_is_done_by_keyboard_alone(own: Workspace, open_page: Any) -> None:
    drawn = draw(own, ("CHL", "NOR"), sample=20, seed=1)
    passages = [each for each in drawn if each.kind == "passage"]
    first = next(each for each in passages if each.start == 0)
    page = open_page("/review?order=audit")
    listening(page)
    page.get_by_label("Your name").first.focus()
    page.keyboard.type("Ana")
    page.keyboard.press("Escape")
    for number, unit in enumerate(drawn):
        page.locator(
            ".progress", has_text=f"{number + 1} of {len(drawn)}, {number} judged"
        ).wait_for()
        listening(page)
        if unit == first:
            page.keyboard.press("f")
            for typed in ("acc", "Norway", "CHL", "over fish"):
                page.keyboard.type(typed)
                page.keyboard.press("Tab")
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("a")
    page.get_by_text("All 20 units of this audit are judged.").wait_for()
    assert page.get_by_role("rowheader", name="recall").is_visible()
    (missed,) = [each for each in judgements(own) if each[1] == "add"]
    assert missed[0] == "Ana"
    page.keyboard.press("u")
    page.locator(".progress", has_text="19 judged").wait_for()


def test_a_passage_fits_a_telephone_and_is_judged_without_javascript(
    own: Workspace, open_page: Any
) -> None:
    drawn = draw(own, ("CHL", "NOR"), sample=40)
    first = next(each for each in drawn if each.kind == "passage" and each.start == 0)
    page = open_page(here(first), width=390, script=False)
    page.get_by_text("An act is missing", exact=True).click()
    assert page.locator("body").evaluate("document.documentElement.scrollWidth") == 390
    page.get_by_label("What is done").select_option("ACCUSE")
    page.get_by_label("Who acts").fill("Norway")
    page.get_by_label("Towards whom").fill("Chile")
    page.get_by_label("The words that tell it").fill("over fish")
    page.get_by_label("Your name").last.fill("Ana")
    page.get_by_role("button", name="that is all").click()
    page.get_by_text("Stored: an act was missed there.").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="What was missed here?").wait_for()
    assert [judgement for _, judgement, _ in judgements(own)] == ["add", "undo"]
    assert own.looked() == []


def test_what_the_server_does_not_take_is_said(own: Workspace, open_page: Any) -> None:
    page = open_review(open_page)
    page.get_by_label("Your name").first.fill("Ana")
    page.keyboard.press("Escape")
    ben = Reviewer(own, "Ben")
    ben.add("events", "a0", {"trigger": "met", "type": "PROTEST", "actors": "Chile"})
    added = next(e for e in own.catalogue().records_of("events", "a0") if e.event_id != "e0")
    ben.merge([added.event_id, "e0"])
    page.keyboard.press("a")
    page.get_by_text("Not stored: Ben said `merge`: undo that first.").wait_for()
    page.get_by_role("link", name="Open it again").click()
    page.get_by_role("button", name="Undo").wait_for()
    assert [name for name, _, _ in judgements(own)] == ["Ben", "Ben"]


def test_marked_words_are_put_into_the_form(own: Workspace, open_page: Any) -> None:
    page = open_page("/article/a5")
    page.locator(".text p mark.trigger").dblclick()
    page.get_by_role("button", name="Add an event").click()
    assert page.get_by_label("The words that tell it").input_value() == "warned"
    page.get_by_label("Who acts").fill("Kenya")
    page.get_by_label("Your name").fill("Ana")
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("Stored: add").wait_for()
    assert len(own.catalogue().records_of("events", "a5")) == 2


def test_without_javascript_records_are_read_and_judged(own: Workspace, open_page: Any) -> None:
    page = open_page("/review", script=False)
    page.get_by_label("Your name").first.fill("Ana")
    page.get_by_role("button", name="It is right").click()
    page.get_by_text("2 of 11, 1 judged").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("1 of 11, 0 judged").wait_for()
    page.get_by_text("Fix it", exact=True).click()
    page.get_by_label("Who acts").fill("Atlantis = X1")
    page.get_by_role("button", name="Store it so").click()
    assert page.get_by_text("is no code of a party").is_visible()
    assert page.get_by_label("Who acts").input_value() == "Atlantis = X1"
    assert len(own.corrections()) == 2


@pytest.mark.skipif(
    not AXE.exists() and "AXE" not in os.environ,
    reason="axe-core is not there: npm install axe-core",
)
@pytest.mark.parametrize("width", [1300, 390])
def test_nothing_serious_is_in_the_way_of_anybody(open_page: Any, width: int) -> None:
    page = open_page("/", width=width)
    page.context.add_init_script(path=AXE)
    found = {}
    for path in VIEWS:
        page.goto(path)
        told = page.evaluate("axe.run({ resultTypes: ['violations'] })")
        grave = [each for each in told["violations"] if each["impact"] in ("serious", "critical")]
        found |= {(path, each["id"]): each["nodes"][0]["html"] for each in grave}
    assert found == {}


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not there: npm install axe-core")
def test_nothing_serious_is_in_the_way_of_an_auditor(own: Workspace, open_page: Any) -> None:
    drawn = draw(own, ("CHL", "NOR"), sample=40)
    reviewer = AuditReviewer(own, "Ana")
    for unit in drawn[1:]:
        reviewer.look(unit) if unit.kind == "passage" else reviewer.judge(unit, right=True)
    passage = next(each for each in drawn if each.kind == "passage")
    page = open_page("/")
    page.context.add_init_script(path=AXE)
    for path in (f"{here(passage)}&looked={passage.unit}&missed=", "/audit/CHL/NOR"):
        page.goto(path)
        told = page.evaluate("axe.run({ resultTypes: ['violations'] })")
        grave = [each for each in told["violations"] if each["impact"] in ("serious", "critical")]
        assert grave == []


def test_what_is_watched_opens_to_its_sentence(own: Workspace, open_page: Any) -> None:
    page = open_page("/", width=390, script=False)
    page.get_by_role("link", name="Watch", exact=True).click()
    page.get_by_role("link", name="Chile → Norway: sanctions, seizes or restricts").click()
    page.get_by_role("heading", name="In the text").wait_for()
    assert page.url.endswith("/event/e9")
    page.goto("/watch")
    page.get_by_text("7 rules").click()
    assert page.get_by_text("A red line is drawn, or drawn again").is_visible()
    assert not (own.folder / "watched.sqlite").exists()
