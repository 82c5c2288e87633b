"""The occurrences that are kept are those of merging everything anew, whatever came, went or was judged."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from store_world import AMERICA, CHINA, DAY, RUSSIA, article, event

from detente.correcting import Reviewer
from detente.merging import Report
from detente.merging.telling import ToldWords
from detente.records import Article, Event, Evidence
from detente.store import Batch, Query, Workspace, kept, remerging, standing, workspace
from examples import some

FISH = "China accused its rival of dumping frozen fish on its markets."
FISH_AGAIN = "Frozen fish was being dumped on its markets, China charged."
VISAS = "A visa rule for engineers angered officials in China."
Told = tuple[Article, tuple[Event, ...]]


@pytest.fixture(autouse=True)
def keeping(monkeypatch: pytest.MonkeyPatch, place: Path) -> Path:
    """Whatever the number of events is, occurrences are kept; where."""
    monkeypatch.setattr(workspace, "KEPT_FROM", 0)
    return place


def told(number: int, texts: Sequence[str], acts: Sequence[dict[str, Any]], late: int) -> Told:
    """An article, and acts in its sentences."""
    text, starts = " ".join(texts), [0]
    for each in texts:
        starts.append(starts[-1] + len(each) + 1)
    published = DAY + dt.timedelta(days=late)
    source = article(number, text=text, outlet=f"Outlet {number}", published=published)
    events = []
    for place, act in enumerate(acts):
        sentence = act["sentence"] % len(texts)
        first = act.get("date_start")
        events.append(
            event(
                f"e{number}-{place}", source.article_id, start=starts[sentence],
                end=starts[sentence] + len(texts[sentence]), date_precision=first and "day",
                trigger=Evidence("plain", starts[sentence] + 3, starts[sentence] + 8),
                **act | {"sentence": sentence},
            )
        )  # fmt: skip
    return source, tuple(events)


DAYS = [DAY + dt.timedelta(days=number) for number in (0, 1, 2, 4, 40)]
ACTS = st.fixed_dictionaries(
    {
        "sentence": st.integers(0, 1),
        "actors": st.sampled_from([(CHINA,), (AMERICA,), ()]),
        "recipients": st.sampled_from([(AMERICA,), (RUSSIA,), ()]),
        "reciprocal": st.booleans(),
        "event_type": st.sampled_from(["ACCUSE", "REJECT", "CONSULT"]),
        "status": st.sampled_from(["done", "denied"]),
        "confidence": st.sampled_from([0.3, 0.9]),
    },
    optional={"date_start": st.sampled_from(DAYS), "date_end": st.just(DAYS[-1])},
)
TEXTS = st.lists(st.sampled_from([FISH, FISH_AGAIN, VISAS]), min_size=1, max_size=2)
ARTICLES = st.lists(
    st.tuples(TEXTS, st.lists(ACTS, max_size=3), st.integers(0, 5)), min_size=2, max_size=7
).map(lambda all_told: [told(number, *each) for number, each in enumerate(all_told)])


def add(held: Workspace, articles: Sequence[Told]) -> None:
    with held.writing() as writer:
        events = tuple(each for _, acts in articles for each in acts)
        writer.append(Batch(tuple(source for source, _ in articles), events))


def holds(held: Workspace) -> None:
    """What is kept is what merging everything at once gives."""
    assert held.occurrences() == list(held.merged().occurrences)


@settings(max_examples=some(6, deep=20))
@given(articles=ARTICLES, data=st.data())
def test_additions_removals_and_judgements(articles: list[Told], data: Any) -> None:
    order = data.draw(st.permutations(articles))
    with (
        tempfile.TemporaryDirectory() as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setattr(remerging, "MOST_FRESH", data.draw(st.sampled_from([2, 100])))
        patch.setattr(remerging, "MOST_NEAR", data.draw(st.sampled_from([1, 100])))
        patch.setattr(remerging, "TOGETHER", 1)
        if data.draw(st.booleans()):  # what is gone is found out in any case
            patch.setattr(kept, "forget", lambda folder: None)
        held, there = Workspace.create(Path(folder) / "w"), list[Told]()
        while order:
            few = data.draw(st.integers(1, len(order)))
            add(held, order[:few])
            there, order = [*there, *order[:few]], order[few:]
            holds(held)
            _judge(held, there, data)
            if data.draw(st.booleans()):
                gone = there.pop(data.draw(st.integers(0, len(there) - 1)))
                held.remove([gone[0].article_id])
                holds(held)


def _judge(held: Workspace, there: Sequence[Told], data: Any) -> None:
    names = [each.event_id for _, acts in there for each in acts]
    what = data.draw(st.sampled_from(["together", "apart", "delete", None]))
    if what is None or len(names) < 3:
        return
    some = data.draw(st.lists(st.sampled_from(names), min_size=2, max_size=3, unique=True))
    reviewer = Reviewer(held, "Ana")
    if what == "delete":
        if some[0] in {each.event.event_id for each in held.reports()}:
            reviewer.delete("events", some[0])
    elif set(some) <= {each.event.event_id for each in held.reports()}:
        getattr(reviewer, what)(some)
    holds(held)


ON_DAY = {"date_start": DAY, "date_end": DAY}
ONE = {"sentence": 0, **ON_DAY}


@pytest.fixture
def held(tmp_path: Path) -> Workspace:
    made = Workspace.create(tmp_path / "w")
    add(made, [told(1, [FISH], [ONE], 0), told(2, [VISAS], [ONE], 0)])
    return made


MORE = told(3, [FISH_AGAIN], [ONE], 1)


def test_what_is_kept_is_answered_without_merging(
    held: Workspace, keeping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = held.occurrences()
    assert [each.suffix for each in keeping.iterdir()] == [".merged"]
    monkeypatch.setattr(standing, "Remerging", None)
    assert Workspace.open(held.folder).occurrences() == found


def test_only_what_is_new_and_what_it_may_meet_is_merged(
    held: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.occurrences()
    looked_at = list[str]()
    told_of = remerging.telling

    def telling(report: Report) -> ToldWords:
        looked_at.append(report.event.event_id)
        return told_of(report)

    monkeypatch.setattr(remerging, "telling", telling)
    add(held, [MORE, told(4, [VISAS], [{"sentence": 0, "date_start": DAYS[-1]}], 40)])
    holds(held)
    assert set(looked_at) == {"e1-0", "e2-0", "e3-0", "e4-0"}
    looked_at.clear()
    add(held, [told(5, [FISH], [ONE | {"actors": (RUSSIA,)}], 0)])
    holds(held)
    assert set(looked_at) == {"e5-0"}


@pytest.mark.parametrize("size", [0, 5_000, -1])
def test_a_broken_file_is_made_anew(held: Workspace, keeping: Path, size: int) -> None:
    """Emptied, cut off, or with other bytes in its middle."""
    held.occurrences()
    (file,) = keeping.iterdir()
    whole = file.read_bytes()
    damaged = whole[:size] if size >= 0 else whole[:4096] + b"\xff" * (len(whole) - 4096)
    file.write_bytes(damaged)
    add(held, [MORE])
    holds(held)
    holds(Workspace.open(held.folder))


def test_a_file_that_breaks_off_while_it_is_read_is_made_anew(
    held: Workspace, keeping: Path
) -> None:
    """What it was made of can be read, and what it holds cannot."""
    held.occurrences()
    (file,) = keeping.iterdir()
    with duckdb.connect(str(file)) as connection:
        connection.execute("ALTER TABLE occurrences DROP COLUMN date")
    holds(held)
    assert list(keeping.iterdir()) == [file]


def test_where_what_is_kept_cannot_be_added_to_all_is_merged(
    held: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of the copy that was begun is left in the way."""
    make = remerging.Remerging.make

    def fails(self: remerging.Remerging, signs: str, *, kept: bool) -> None:
        if kept:
            raise duckdb.IOException("a page of it cannot be read")
        make(self, signs, kept=kept)

    held.occurrences()
    add(held, [MORE])
    monkeypatch.setattr(remerging.Remerging, "make", fails)
    holds(held)


def test_what_is_kept_is_on_the_disk_before_it_takes_its_place(
    held: Workspace, keeping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = list[list[str]]()
    real = standing.sync

    def synced(paths: Sequence[Path]) -> None:
        assert all(each.exists() for each in paths)
        there.append([each.name for each in keeping.glob("*.merged")])
        real(paths)

    monkeypatch.setattr(standing, "sync", synced)
    held.occurrences()
    assert there == [[]] and len(list(keeping.glob("*.merged"))) == 1


def test_who_is_interrupted_does_not_begin_anew(
    held: Workspace, keeping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried = list[bool]()

    def interrupted(self: remerging.Remerging, signs: str, *, kept: bool) -> None:
        tried.append(kept)
        raise duckdb.InterruptException("Ctrl-C")

    held.occurrences()
    add(held, [MORE])
    monkeypatch.setattr(remerging.Remerging, "make", interrupted)
    with pytest.raises(KeyboardInterrupt):
        held.occurrences()
    assert tried == [True]
    assert [each.suffix for each in keeping.iterdir()] == [".merged"]


def test_a_file_of_another_version_is_not_looked_at(
    held: Workspace, keeping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.occurrences()
    (before,) = keeping.iterdir()
    before.write_bytes(b"written by who knows whom")
    monkeypatch.setattr(standing, "_code", lambda: "of another version")
    holds(held)
    (after,) = keeping.iterdir()
    assert after != before


def test_where_nothing_can_be_kept_all_is_merged(
    held: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    holds(held)


def test_what_is_written_while_it_is_merged_is_merged_too(
    held: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, late = remerging.Remerging.make, [MORE]

    def slow(self: remerging.Remerging, signs: str, *, kept: bool) -> None:
        if late:
            add(held, [late.pop()])
            Reviewer(held, "Ana").together(["e1-0", "e2-0"])
        make(self, signs, kept=kept)

    monkeypatch.setattr(remerging.Remerging, "make", slow)
    assert len({name for each in held.occurrences() for name in each.members}) == 3
    holds(held)


def test_two_who_ask_at_once_are_told_the_same(held: Workspace) -> None:
    with ThreadPoolExecutor(4) as pool:
        for each in (None, MORE):
            add(held, [each] if each else [])
            found = list(pool.map(lambda _: held.occurrences(), range(4)))
            assert all(one == list(held.merged().occurrences) for one in found)


@pytest.mark.parametrize(
    "asked",
    [{}, {"type": "ACCUSE"}, {"words": "fish"}, {"limit": 1}, {"limit": 0}, {"sort": "-outlets"},
     {"sort": "-date"}, {"sort": "score"}, {"sort": "-confidence", "since": DAY, "limit": 2},
     {"superseded": True}, {"uncorrected": True}, {"status": "denied"}],
)  # fmt: skip
def test_questions(held: Workspace, asked: dict[str, Any]) -> None:
    add(held, [MORE, told(4, [VISAS, FISH], [ONE | {"status": "denied", "confidence": 0.9}], 3)])
    Reviewer(held, "Ana").delete("events", "e2-0")
    query = Query(**asked)
    assert held.occurrences(query) == list(held.merged(query).occurrences)


def test_who_removes_an_article_leaves_nothing_of_it_behind(held: Workspace, keeping: Path) -> None:
    held.occurrences()
    held.remove(["a0001"])
    assert not list(keeping.iterdir())
    holds(held)


def test_two_texts_are_one_as_long_as_a_third_prints_both(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing else that it tells has to do with what they tell."""
    first, second = (" ".join(f"{name}{n}" for n in range(40)) + "." for name in ("one", "two"))
    held = Workspace.create(tmp_path / "w")
    act = {"sentence": 0, "mode": "allege", "issues": ("fishing",), **ON_DAY}
    add(held, [told(1, [FISH, first], [act], 0), told(2, [FISH_AGAIN, second], [act], 0)])
    (before,) = held.occurrences()
    other = {"sentence": 0, "actors": (RUSSIA,), "event_type": "CONSULT", **ON_DAY}
    both = told(3, [FISH, first, FISH_AGAIN, second], [other], 0)
    add(held, [both])
    holds(held)
    (after,) = (each for each in held.occurrences() if "e1-0" in each.members)
    assert (before.texts, after.texts) == (2, 1)
    monkeypatch.setattr(kept, "forget", lambda folder: None)  # another user's file
    held.remove(["a0003"])
    holds(held)
    assert held.occurrences() == [before]
    add(held, [both])
    holds(held)
    assert after in held.occurrences()


ALIKE = {"sentence": 0, "mode": "allege"}
TWO_LATER = {"date_start": DAYS[2], "date_end": DAYS[2]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ON_DAY, TWO_LATER),
        (ON_DAY, ON_DAY | {"recipients": ()}),
        ({}, TWO_LATER | {"date_start": DAYS[1], "date_end": DAYS[1]}),
    ],
)
@pytest.mark.parametrize("turned", [True, False])
def test_what_is_new_meets_what_was_kept_at_the_very_edge(
    tmp_path: Path, one: dict[str, Any], other: dict[str, Any], turned: bool
) -> None:
    """Two days apart, or naming nobody towards whom, and whichever of the two came first."""
    held = Workspace.create(tmp_path / "w")
    for number, act in enumerate((other, one) if turned else (one, other)):
        add(held, [told(number, [FISH], [ALIKE | act], 0)])
        holds(held)
    assert len(held.occurrences()) == 1


def test_what_comes_back_meets_what_was_kept_of_its_sentence(tmp_path: Path) -> None:
    """Without a day nothing but their sentence tells that two may be of one act."""
    held = Workspace.create(tmp_path / "w")
    source, acts = told(1, [FISH], [ALIKE, ALIKE | {"confidence": 0.3}], 0)
    add(held, [(replace(source, published=None), acts)])
    reviewer = Reviewer(held, "Ana")
    deleted = reviewer.delete("events", "e1-1")
    holds(held)
    reviewer.undo(deleted.correction_id)
    holds(held)
    assert [set(each.members) for each in held.occurrences()] == [{"e1-0", "e1-1"}]


def test_what_comes_back_is_joined_again_as_it_was_judged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "forget", lambda folder: None)
    held = Workspace.create(tmp_path / "w")
    far = {"sentence": 0, "event_type": "CONSULT", "actors": (RUSSIA,)}
    first, second = told(1, [FISH], [ONE], 0), told(2, [VISAS], [far], 5)
    add(held, [first, second])
    Reviewer(held, "Ana").together(["e1-0", "e2-0"])
    holds(held)
    held.remove(["a0002"])
    holds(held)
    add(held, [second])
    holds(held)
    assert [set(each.members) for each in held.occurrences()] == [{"e1-0", "e2-0"}]


def test_what_is_kept_holds_each_report_once_and_none_that_is_gone(
    held: Workspace, keeping: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "forget", lambda folder: None)
    holds(held)
    add(held, [told(3, [FISH_AGAIN], [ALIKE | ON_DAY], 0)])
    holds(held)
    held.remove(["a0002"])
    holds(held)
    (path,) = keeping.glob(f"*{kept.MERGED}")
    with duckdb.connect(str(path), read_only=True) as connection:
        found = connection.execute("SELECT event_id FROM told ORDER BY ALL").fetchall()
        texts = connection.execute("SELECT article_id FROM signatures ORDER BY ALL").fetchall()
    assert found == [("e1-0",), ("e3-0",)]
    assert texts == [("a0001",), ("a0003",)]


def test_a_report_that_is_changed_leaves_what_it_was_part_of(held: Workspace) -> None:
    add(held, [told(3, [FISH], [ONE], 0)])
    assert {"e1-0", "e3-0"} in [set(each.members) for each in held.occurrences()]
    Reviewer(held, "Ana").change("events", "e3-0", {"type": "CONSULT"})
    holds(held)
    assert {"e3-0"} in [set(each.members) for each in held.occurrences()]
