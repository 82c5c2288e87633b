"""From a sample to what it says: drawing, checking, figures, sheets."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from audit_world import PAIR, article, event, make, missed_in, ticking
from deltalake import DeltaTable

from detente.auditing import (
    AuditReviewer,
    accuracy,
    audit_sentence,
    audited,
    checked,
    draw,
    latest,
    progress,
    read_sheet,
    units,
)
from detente.auditing.design import TOLD
from detente.auditing.doubts import ENOUGH as ENOUGH_ACTS
from detente.auditing.doubts import AuditedConfusion, doubts
from detente.auditing.indexing import ENOUGH
from detente.auditing.passages import LONGEST, passages_of
from detente.auditing.reviewing import Verdicts
from detente.auditing.sheet import read_missed
from detente.correcting import Reviewer
from detente.errors import InputError, QueryError, TooLittleDataError
from detente.measuring import Question, measure, relationship
from detente.records import Drawn
from detente.store import Batch, Workspace
from made_once import copy_of


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    return make(tmp_path / "ws")


@pytest.fixture
def small(tmp_path: Path) -> Workspace:
    """15 acts told, 4 missed; all of it is drawn, so that nothing is left to chance."""
    return copy_of(all_drawn, tmp_path / "small")


def all_drawn(folder: Path) -> Workspace:
    made = make(folder, acts=15, missed=4, silent=6)
    assert len(draw(made, PAIR, sample=46)) == 46
    return made


@pytest.fixture
def sampled(tmp_path: Path) -> Workspace:
    """The workspace, with a sample of 40."""
    return copy_of(some_drawn, tmp_path / "sampled")


def some_drawn(folder: Path) -> Workspace:
    made = make(folder)
    draw(made, PAIR, sample=40)
    return made


def check_all(workspace: Workspace, by: str = "Ana", **told: dict[str, Any]) -> AuditReviewer:
    """Judge every unit: acts as `told` says by id, else right; passages by what they say."""
    reviewer, verdicts = AuditReviewer(workspace, by, clock=ticking()), Verdicts()
    drawn = latest(workspace, PAIR)
    reviewer.prepare(drawn)
    texts = {each["article_id"]: each["text"] for each in workspace.articles().to_pylist()}
    for unit in drawn:
        if unit.kind == "act":
            verdict = told.get(unit.unit) or {"right": True}
            reviewer.judge(unit, **verdict, into=verdicts)
        else:
            text = texts[unit.article_id][unit.start : unit.end]
            missed = [] if unit.stratum == TOLD else missed_in(text)
            reviewer.look(unit, missed, into=verdicts)
    reviewer.keep(verdicts)
    return reviewer


AS_ACCUSE = {"right": False, "values": {"type": "ACCUSE"}}


def of_kind(drawn: list[Drawn], kind: str) -> list[Drawn]:
    return [each for each in drawn if each.kind == kind]


def test_same_seed_same_sample(workspace: Workspace) -> None:
    one = draw(workspace, PAIR, sample=40, seed=3, clock=ticking())
    other = draw(workspace, PAIR, sample=40, seed=3, clock=ticking())
    assert [each.unit for each in one] == [each.unit for each in other]
    assert latest(workspace, PAIR) == other, "of one moment, and yet another audit"
    third = draw(workspace, ("Norway", "Chile"), sample=40, seed=4)
    assert {each.unit for each in third} != {each.unit for each in one}
    assert latest(workspace, PAIR) == third


def test_each_unit_keeps_its_chance(workspace: Workspace) -> None:
    drawn = draw(workspace, PAIR, sample=40)
    assert (len(of_kind(drawn, "act")), len(of_kind(drawn, "passage"))) == (20, 20)
    assert sorted(each.place for each in drawn) == [*range(1, 41)]
    for kind, whole in (("act", 40), ("passage", 40 + 8 + 30 + 30)):
        own = of_kind(drawn, kind)
        assert sum({each.stratum: each.size for each in own}.values()) == whole
        assert sum(1 / each.chance for each in own) == pytest.approx(whole)
        assert all(each.chance == each.count / each.size for each in own)


def test_too_small_a_sample_and_unknown_states_are_refused(workspace: Workspace) -> None:
    with pytest.raises(QueryError, match="sample of 5"):
        draw(workspace, PAIR, sample=5)
    with pytest.raises(QueryError, match="no sample of"):
        latest(workspace, PAIR)
    with pytest.raises(TooLittleDataError, match="no text names both"):
        draw(workspace, ("Peru", "Japan"))


def test_passages_name_the_states() -> None:
    one = article(1, "met", f"Norway {'slept. It ' * 200}woke.\n\nKenya looked on.")
    other = article(2, "slept", "Fiji looked on.")
    found = passages_of([other, one], PAIR, {"a001": [0]})
    assert [each.stratum for each in found] == ["an act is told", "names one", "names both"]
    assert all(each.end - each.start <= LONGEST for each in found)


def test_what_is_checked_is_counted(workspace: Workspace) -> None:
    drawn = draw(workspace, PAIR, sample=40)
    with pytest.raises(TooLittleDataError, match="0 of 40"):
        accuracy(checked(workspace, PAIR))
    assert audit_sentence(workspace, PAIR).endswith("hardly any of it is checked.")
    reviewer = AuditReviewer(workspace, "Ana")
    first = of_kind(drawn, "act")[0]
    assert reviewer.judge(first, right=True)
    assert not reviewer.judge(first, right=True), "he said so before"
    found = progress(workspace, PAIR)
    assert (found.acts, found.acts_checked, found.passages_checked, found.left) == (20, 1, 0, 39)
    workspace.remove([first.article_id])
    assert progress(workspace, PAIR).gone == 1


@pytest.mark.parametrize(
    ("verdict", "wrong", "told"),
    [
        ({"right": True}, set(), True),
        ({"right": False}, set(), False),
        ({"right": False, "values": {"type": "COERCE"}}, {"type"}, True),
        ({"right": False, "values": {"actors": "NOR", "recipients": "CHL"}}, {"direction"}, True),
        ({"right": False, "values": {"actors": "CHL; KEN"}}, {"parties"}, True),
        ({"right": False, "values": {"actors": "KEN"}}, set(), False),
        ({"right": False, "values": {"date": "2024-01-01"}}, {"date"}, True),
        ({"right": False, "values": {"status": "denied"}}, set(), False),
    ],
)
def test_what_was_wrong_of_an_act(
    workspace: Workspace, verdict: dict[str, Any], wrong: set[str], told: bool
) -> None:
    unit = max(of_kind(draw(workspace, PAIR, sample=40), "act"), key=lambda each: each.unit)
    AuditReviewer(workspace, "Ana").judge(unit, **verdict)
    (act,) = checked(workspace, PAIR).acts
    assert (bool(act.found), set(act.wrong)) == (told, wrong)


def test_the_figures_of_a_full_check_are_the_truth(small: Workspace) -> None:
    check_all(small, e000={"right": False}, e005=AS_ACCUSE)
    found = accuracy(checked(small, PAIR))
    told = {row.figure: row.value for row in found.rows}
    assert told["precision"] == pytest.approx(14 / 15)
    assert told["all right"] == pytest.approx(13 / 15)
    assert told["type"] == pytest.approx(13 / 14)
    assert told["recall"] == pytest.approx(14 / 18)
    assert told["missed in passages that name both"] == pytest.approx(4 / 10)
    assert found.left == 0
    assert audit_sentence(small, PAIR) == (
        "By a sample checked by hand, 93% (93 to 93) of what it tells is told by the text and"
        " 78% (78 to 78) of what the texts tell was found."
    )


def index(workspace: Workspace, **asked: Any) -> Any:
    question = Question(between=PAIR, **asked)
    return measure(relationship(workspace, PAIR).acts, question)


def test_the_index_of_a_full_check_is_that_of_the_truth(small: Workspace) -> None:
    plain = index(small, every="month")
    check_all(small, e000={"right": False}, e005=AS_ACCUSE)
    true = index(small, every="month")
    assert [row.net for row in plain.rows] != [row.net for row in true.rows]
    found = audited(checked(small, PAIR), true)
    assert len(found.rows) == 2 and all(row.checked >= ENOUGH for row in found.rows)
    np.testing.assert_allclose(
        [row.audited for row in found.rows], [row.net for row in true.rows], atol=1e-9
    )
    (whole,) = (each.told for each in found.figures if each.name == "mean score")
    assert whole.value == pytest.approx(sum(row.total for row in true.rows) / 18)
    shares = [each.told.value for each in found.figures if each.name.startswith("share")]
    assert sum(shares) == pytest.approx(1)
    assert found.to_table().column_names[-4:] == [
        "audited", "audited_low", "audited_high", "checked",
    ]  # fmt: skip


def test_one_way_alone_can_be_audited(small: Workspace) -> None:
    check_all(small, e000={"right": False, "values": {"actors": "NOR", "recipients": "CHL"}})
    series = index(small, every="year", directed=True)
    (row,) = audited(checked(small, PAIR), series).rows
    assert row.audited == pytest.approx(series.rows[0].net)
    assert series.rows[0].n == 18


def test_a_part_of_the_sample_tells_with_doubt(workspace: Workspace) -> None:
    draw(workspace, PAIR, sample=50)
    check_all(workspace, e000={"right": False})
    series = index(workspace, every="year")
    (row,) = audited(checked(workspace, PAIR), series).rows
    assert row.audited_low < row.audited < row.audited_high  # type: ignore[operator]
    rare = audited(checked(workspace, PAIR), index(workspace, every="week"))
    assert {each.audited for each in rare.rows if each.checked < 8} == {None}
    with pytest.raises(QueryError, match="of all tracks"):
        audited(checked(workspace, PAIR), replace(series, normalise="coverage"))


def test_an_act_missed_in_two_passages_counts_once(tmp_path: Path) -> None:
    workspace = make(tmp_path / "ws", acts=3, missed=1, silent=0)
    copy = replace(article(3, "accused"), article_id="b003", outlet="Other", address="copy.txt")
    with workspace.writing() as writer:
        writer.append(Batch(articles=(copy,)))
    reviewer = AuditReviewer(workspace, "Ana")
    for unit in of_kind(draw(workspace, PAIR, sample=20), "passage"):
        reviewer.look(unit, [] if unit.stratum == TOLD else missed_in(" accused "))
    missed = [each.missed for each in checked(workspace, PAIR).passages if each.missed]
    assert [share for each in missed for _, share in each] == [0.5, 0.5]


def test_a_folder_that_grew_is_told_by_its_strata(small: Workspace) -> None:
    check_all(small)
    more = [article(number, "met") for number in range(100, 115)]
    events = [
        event(number, "met", each) for number, each in zip(range(100, 115), more, strict=True)
    ]
    with small.writing() as writer:
        writer.append(Batch(articles=tuple(more), events=tuple(events)))
    found = checked(small, PAIR)
    assert found.grown == 2.0
    assert found.strata.sizes.sum() == 30
    recall = accuracy(found).of("recall")
    assert recall is not None and recall.value == pytest.approx(15 / 19)


def test_two_reviewers_judge_by_themselves_and_are_held_together(workspace: Workspace) -> None:
    drawn = of_kind(draw(workspace, PAIR, sample=40), "act")
    clock = ticking()
    ana, ben = (AuditReviewer(workspace, name, clock=clock) for name in ("Ana", "Ben"))
    for unit in drawn:
        ana.judge(unit, right=unit is not drawn[0])
        ben.judge(unit, right=True)
    row = accuracy(checked(workspace, PAIR)).of("agreement")
    assert row is not None and (row.value, row.checked) == (pytest.approx(19 / 20), 20)
    precision = accuracy(checked(workspace, PAIR)).of("precision")
    assert precision is not None and precision.value == 1.0, "the later word stands"


def test_one_word_may_tell_two_missed_acts(workspace: Workspace) -> None:
    unit = next(
        each
        for each in of_kind(draw(workspace, PAIR, sample=148), "passage")
        if each.article_id == "a040" and each.start == 0
    )
    one = {"type": "ACCUSE", "actors": "CHL", "recipients": "NOR", "trigger": "accused"}
    reviewer = AuditReviewer(workspace, "Ana")
    assert reviewer.look(unit, [one, {**one, "actors": "NOR", "recipients": "CHL"}])
    assert len(reviewer.missed(unit)) == 2
    assert not reviewer.look(unit, [one]), "said before"


def test_an_act_that_was_two_counts_as_two(small: Workspace) -> None:
    check_all(small)
    Reviewer(small, "Eva").split("e000", [{}, {"type": "AID", "trigger": "quota"}])
    found = checked(small, PAIR)
    assert [len(each.found) for each in found.acts if each.unit.unit == "e000"] == [2]
    assert sum(len(each.missed) for each in found.passages) == 4, "its parts are not missed acts"


SHEET = [
    ({"verdict": "right"}, "act", None),
    ({"verdict": "Wrong", "why": "a metaphor"}, "act", None),
    ({"verdict": "wrong", "right_type": "REQUEST"}, "act", None),
    ({"right_direction": "turned"}, "act", None),
    ({"right_direction": "mutual"}, "act", None),
    ({"verdict": "right", "right_type": "REQUEST"}, "act", "right and yet"),
    ({"verdict": "perhaps"}, "act", "no verdict"),
    ({"verdict": "wrong", "right_type": "SHOUT"}, "act", "no event type"),
    ({"verdict": "wrong", "right_direction": "up"}, "act", "no direction"),
    ({"verdict": "wrong", "right_actors": "Chile = CHL"}, "act", "as it was coded"),
    ({"verdict": "wrong", "right_date": "3/1/2024"}, "act", "can be read as 2024-01-03"),
    ({"verdict": "wrong", "right_date": "1.3.2024"}, "act", "can be read as"),
    ({"verdict": "right", "right_type": "AID"}, "passage", "of acts, not of passages"),
    ({"missed": "ACCUSE: CHL > NOR: accused"}, "act", "not in acts"),
    ({"verdict": "right"}, "passage", None),
    ({"verdict": "wrong"}, "passage", "which is not said"),
    ({"missed": "CHL accused NOR"}, "passage", "not understood"),
    ({"missed": "ACCUSE: CHL > NOR: whispered"}, "passage", "stands in no sentence"),
    ({"verdict": "right", "missed": "ACCUSE: CHL > NOR: Chile"}, "passage", "nothing is missing"),
]


@pytest.mark.parametrize(("filled", "kind", "refused"), SHEET)
def test_a_row_of_a_sheet(
    sampled: Workspace, filled: dict[str, str], kind: str, refused: str | None
) -> None:
    row = next(each for each in units(sampled, PAIR) if each["kind"] == kind) | filled
    found = read_sheet(sampled, PAIR, [row], AuditReviewer(sampled, "Ana"))
    state = progress(sampled, PAIR)
    if refused is None:
        assert (found.judged, found.refused) == (1, ())
        assert state.acts_checked + state.passages_checked == 1
        again = read_sheet(sampled, PAIR, [row], AuditReviewer(sampled, "Ana"))
        assert (again.judged, again.known) == (0, 1), "what was read before is not read twice"
    else:
        (why,) = found.refused
        assert refused in why.reason and why.advice and why.place == "row 2"
        assert state.acts_checked + state.passages_checked == 0


def test_a_sheet_shows_what_is_judged(workspace: Workspace) -> None:
    draw(workspace, PAIR, sample=40)
    rows = units(workspace, PAIR)
    assert [row["place"] for row in rows] == [str(place) for place in range(1, 41)]
    act = next(row for row in rows if row["kind"] == "act")
    assert act["text"].startswith("Chile ") and act["after"] == "Kenya looked on."
    assert act["coded"].split(":")[1].strip() == "Chile = CHL > Norway = NOR"
    blank = read_sheet(workspace, PAIR, rows, AuditReviewer(workspace, "Ana"))
    assert (blank.judged, blank.blank) == (0, 40)
    lost = read_sheet(workspace, PAIR, [{"unit": "x"}], AuditReviewer(workspace, "Ana"))
    assert "no unit of the sample" in lost.refused[0].reason


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (
            "ACCUSE: CHL > NOR: accused",
            {"type": "ACCUSE", "actors": "CHL", "recipients": "NOR", "trigger": "accused"},
        ),
        (
            " CONSULT 2024-03-01 : Chile; Fiji <> the envoy = NOR : met: at last",
            {
                "type": "CONSULT", "date": "2024-03-01", "actors": "Chile; Fiji",
                "recipients": "the envoy = NOR", "trigger": "met: at last", "reciprocal": "yes",
            },
        ),
    ],
)  # fmt: skip
def test_a_missed_act_as_it_is_written(line: str, expected: dict[str, str]) -> None:
    assert read_missed(line) == expected
    with pytest.raises(InputError):
        read_missed(line.replace(">", ""))


def test_what_is_missed_is_found_where_it_stands(small: Workspace) -> None:
    unit = next(each for each in latest(small, PAIR) if each.unit.startswith("a015:0-"))
    reviewer = AuditReviewer(small, "Ana")
    assert reviewer.look(unit, missed_in(" accused "))
    assert not reviewer.look(unit, missed_in(" accused "))
    (passage,) = checked(small, PAIR).passages
    assert [act.event_type for act, _ in passage.missed] == ["ACCUSE"]
    assert passage.missed[0][0].date == dt.date(2024, 1, 1) + dt.timedelta(days=45)


def test_what_was_looked_through_for_an_earlier_sample_is_not_looked_through_again(
    small: Workspace,
) -> None:
    reviewer = check_all(small)
    assert len(draw(small, PAIR, sample=46, seed=9)) == 46
    again = AuditReviewer(small, "Ana")
    assert all(map(again.has_judged, latest(small, PAIR))) and reviewer.name == again.name
    found = progress(small, PAIR)
    assert (found.left, found.passages_checked) == (0, 31)


def test_what_was_taken_back_is_not_checked(small: Workspace) -> None:
    unit = of_kind(latest(small, PAIR), "act")[0]
    reviewer = AuditReviewer(small, "Ana")
    reviewer.judge(unit, right=False)
    Reviewer(small, "Ana").undo(small.corrections()[0].correction_id)
    assert progress(small, PAIR).acts_checked == 0
    assert checked(small, PAIR).reviewers == {unit.unit: {}}
    assert AuditReviewer(small, "Ana").judge(unit, right=False), "it may be said anew"
    assert progress(small, PAIR).acts_checked == 1


def test_passages_of_a_text_that_was_replaced_are_gone(small: Workspace) -> None:
    check_all(small)
    before = {row.figure: row.value for row in accuracy(checked(small, PAIR)).rows}
    old = article(15, "accused")
    later = replace(old, article_id="z015", text=f"{old.text}\n\nFiji looked on.")
    with small.writing() as writer:
        writer.append(Batch(articles=(later,)))
    found = checked(small, PAIR)
    assert (found.progress.gone, found.progress.left) == (1, 0)
    after = {row.figure: row.value for row in accuracy(found).rows}
    assert after["missed in passages that name both"] == pytest.approx(3 / 9)
    assert before["missed in passages that name both"] == pytest.approx(4 / 10)


def test_two_missed_acts_of_the_same_words_are_two(tmp_path: Path) -> None:
    workspace = make(tmp_path / "ws", acts=3, missed=0, silent=0)
    twice = "Chile accused Norway of theft.\n\nChile accused Norway of lies."
    with workspace.writing() as writer:
        writer.append(Batch(articles=(replace(article(9, "met"), text=twice),)))
    reviewer = AuditReviewer(workspace, "Ana")
    for unit in of_kind(draw(workspace, PAIR, sample=20), "passage"):
        reviewer.look(unit, missed_in(" accused ") * 2 if unit.article_id == "a009" else [])
    assert len([each for each in workspace.corrections() if each.judgement == "add"]) == 2


def test_what_two_reviewers_missed_alike_counts_once(small: Workspace) -> None:
    check_all(small)
    check_all(small, "Ben")
    assert sum(len(each.missed) for each in checked(small, PAIR).passages) == 4


def test_a_report_that_tells_an_act_of_its_own_is_an_act(tmp_path: Path) -> None:
    workspace = make(tmp_path / "ws", acts=3, missed=0, silent=0)
    Reviewer(workspace, "Eva").together(["e000", "e001"])
    assert len(workspace.occurrences()) == 2
    same = article(0, "warned")
    copy = replace(same, article_id="c000", outlet="Wire", address="c.txt")
    with workspace.writing() as writer:
        writer.append(Batch(articles=(copy,), events=(event(0, "warned", copy, event_id="c000"),)))
    draw(workspace, PAIR, sample=20)
    Reviewer(workspace, "Eva").apart(["c000"])
    check_all(workspace)
    found = {
        each.unit.unit: [round(share, 2) for _, share in each.found]
        for each in checked(workspace, PAIR).acts
    }
    assert sorted(map(len, found.values())) == [1, 1, 2]
    assert sum(sum(each) for each in found.values()) == 3, "two told together, one apart, one more"


def test_a_sheet_is_taken_in_whole_or_not_at_all(small: Workspace) -> None:
    rows = units(small, PAIR)
    for row in rows:
        row["verdict"] = "right"
    wrong = [
        rows[0] | {"verdict": "perhaps"}, *rows[1:], dict.fromkeys(rows[0], ""), rows[5],
        rows[6] | {"unit": "x"},
    ]  # fmt: skip
    before = commits(small)
    found = read_sheet(small, PAIR, wrong, AuditReviewer(small, "Ana"))
    assert [(each.place, each.reason) for each in found.refused] == [
        ("row 2", "'perhaps' is no verdict"),
        ("row 49", "row 7 is of the same unit"),
        ("row 50", "no unit of the sample is called 'x'"),
    ]
    assert (found.judged, found.held_back, found.blank) == (0, 45, 0)
    assert commits(small) == before
    reviewer = AuditReviewer(small, "Ana", clock=lambda: dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    assert read_sheet(small, PAIR, reversed(rows), reviewer).judged == 46
    assert commits(small) == {name: count + 1 for name, count in before.items()}
    assert progress(small, PAIR).left == 0


def commits(workspace: Workspace) -> dict[str, int]:
    return {
        name: DeltaTable(workspace.folder / name).version() for name in ("corrections", "looked")
    }


def test_what_was_checked_says_how_sure_the_coder_may_be(tmp_path: Path) -> None:
    workspace = make(tmp_path / "ws")
    draw(workspace, PAIR, sample=60)
    assert doubts(workspace, PAIR).confusion is None
    check_all(workspace)
    found = checked(workspace, PAIR)
    assert len(found.acts) >= ENOUGH_ACTS
    told = doubts(workspace, PAIR).confusion
    assert isinstance(told, AuditedConfusion)
    assert told.found_wrong == pytest.approx(0.0)
    assert told.found_right == pytest.approx(len(found.acts), rel=0.3)
    coded = [each.confidence for each in found.occurrences]
    assert min(coded) <= told.sure <= max(coded)
