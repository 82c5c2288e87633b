"""Which articles print the text of an earlier one."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.comparing import Copied, signed
from detente.comparing.signed import FEWEST_WORDS, PART, Signed, linked
from detente.laboratory.datasets.reprints import Reprints, reprints
from detente.merging.copies import contained, shingles

Row = tuple[str, str | None, dt.date | None, str]
DAY = dt.date(2024, 1, 10)


def words(name: str, count: int) -> str:
    return " ".join(f"{name}{n} goes to {name}{n * 7}" for n in range(count))


WIRE, OTHER, THIRD = words("word", 60), words("item", 60), words("thing", 60)


def later(days: int) -> dt.date:
    return DAY + dt.timedelta(days=days)


@dataclass
class Held:
    """Texts at hand, given so many at a time."""

    rows: Sequence[Row]
    together: int = 100
    again: list[str] = field(default_factory=list)
    """Those that were read again."""

    def count(self) -> int:
        return len(self.rows)

    def batches(self) -> Iterator[pa.Table]:
        kinds = {
            "article_id": pa.string(), "outlet": pa.string(), "published": pa.date32(),
            "text": pa.string(),
        }  # fmt: skip
        for at in range(0, len(self.rows), self.together):
            columns = zip(*self.rows[at : at + self.together], strict=True)
            yield pa.table([*map(list, columns)], schema=pa.schema(kinds))

    def of(self, article_ids: Collection[str]) -> Iterator[tuple[str, str]]:
        self.again += article_ids
        return ((row[0], row[3]) for row in self.rows if row[0] in set(article_ids))


def sources(rows: Sequence[Row], together: int = 100) -> dict[str, str]:
    found = Copied.of(Held(rows, together)).articles().rows
    return {row.article_id: row.copy_of for row in found}


SOME: list[Row] = [
    ("a", "Wire", DAY, WIRE),
    ("b", "Post", later(1), f"LIMA (Wire) - {WIRE} More."),
    ("c", "Echo", later(2), WIRE[: len(WIRE) * 6 // 10]),
    ("d", "Post", DAY, OTHER),
    ("e", "Echo", None, OTHER),
    ("f", "Echo", DAY, "Too short to be compared"),
    ("g", None, later(3), WIRE.replace("word30", "changed")),
    ("h", "Echo", DAY, THIRD),
]


def test_copies_with_where_they_were_printed_first() -> None:
    found = Copied.of(Held(SOME)).articles()
    assert {row.article_id: row.copy_of for row in found.rows} == {
        "b": "a", "c": "a", "g": "a", "e": "d",
    }  # fmt: skip
    row = next(row for row in found.rows if row.article_id == "b")
    assert (row.outlet, row.first_outlet, row.days, row.shared) == ("Post", "Wire", 1, 1.0)
    assert found.asked() == {"measure": "copies", "compared": 7, "too short": 1, "copies": 4}


def test_texts_that_were_printed_more_than_once() -> None:
    first, second = Copied.of(Held(SOME)).texts().rows
    assert (first.article_id, first.articles, first.outlets) == ("a", 4, ("Echo", "Post", "Wire"))
    assert (first.first, first.last, first.days, first.copy_of) == (DAY, later(3), 3, None)
    assert 0.8 <= first.shared_least < first.shared_middle <= 1.0
    assert (second.article_id, second.last, second.days) == ("d", DAY, 0)


def test_outlets_whose_texts_others_had_printed() -> None:
    found = Copied.of(Held(SOME)).outlets()
    echo, post, wire = found.rows
    assert (echo.copies, echo.first_in, echo.times, echo.same_day) == (1, ("Wire",), (1,), 1)
    assert (post.articles, post.copies, post.same_day, post.copied) == (2, 1, 1, 0)
    assert (wire.copies, wire.copied) == (0, 1)
    assert str(found).splitlines()[0].startswith("4 of 7 articles print the text of an earlier")
    assert "Echo: 1 of 3 articles printed earlier elsewhere (first in Wire 1)" in str(found)


def test_on_one_day_nobody_was_first() -> None:
    rows: list[Row] = [("x", "A", DAY, WIRE), ("y", "B", DAY, WIRE)]
    told = Copied.of(Held(rows)).outlets().rows
    assert [(row.copies, row.same_day, row.copied) for row in told] == [(0, 1, 0)] * 2


def test_what_an_outlet_prints_again_is_no_copy_of_another() -> None:
    rows: list[Row] = [("x", "A", DAY, WIRE), ("y", "A", later(1), WIRE)]
    found = Copied.of(Held(rows))
    (row,) = found.outlets().rows
    assert (row.copies, row.same_day, row.again) == (0, 0, 1)
    assert found.of_others() == frozenset()


def test_who_copies_its_own_copy_copies_another() -> None:
    """Of A's text B prints a part beside other things, and of that again a part."""
    longer = f"{WIRE} {OTHER}"
    rows: list[Row] = [
        ("x", "A", DAY, WIRE), ("y", "B", later(1), longer), ("z", "B", later(2), OTHER),
    ]  # fmt: skip
    assert sources(rows) == {"y": "x", "z": "y"}
    assert Copied.of(Held(rows)).of_others() == {"y", "z"}
    by_first = {row.article_id: row.copy_of for row in Copied.of(Held(rows)).texts().rows}
    assert by_first == {"x": None, "y": "x"}


def test_of_a_copy_of_a_copy_the_first_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the last and the first met in no bucket."""
    met = (np.array([0, 1]), np.array([1, 2]))
    monkeypatch.setattr(Signed, "met", lambda *_: iter([met]))
    rows: list[Row] = [("x", "A", DAY, WIRE), ("y", "B", DAY, WIRE), ("z", "C", DAY, WIRE)]
    assert sources(rows) == {"y": "x", "z": "x"}


def test_each_is_compared_with_the_first_of_its_bucket_and_the_one_before() -> None:
    rows: list[Row] = [(str(n), "A", later(n), WIRE) for n in range(4)]
    pairs = [pair for met in Signed.of(Held(rows)).met(0, 1) for pair in zip(*met, strict=True)]
    assert sorted(pairs) == [(0, 1), (0, 2), (0, 3), (1, 2), (2, 3)]


def test_what_comes_meanwhile_is_not_looked_at() -> None:
    texts = Held(SOME, 2)
    few = Copied.of(replaced(texts, count=lambda: 3)).articles()
    assert (few.compared, len(few.rows)) == (3, 2)


def replaced(texts: Held, **changes: Any) -> Any:
    for name, change in changes.items():
        setattr(texts, name, change)
    return texts


def test_what_a_roundup_prints_is_not_joined_by_it() -> None:
    rows: list[Row] = [
        ("x", "A", DAY, WIRE), ("y", "B", DAY, OTHER), ("z", "C", later(1), f"{WIRE} {OTHER}"),
    ]  # fmt: skip
    assert sources(rows) == {"z": "x"}


@pytest.mark.parametrize(
    ("text", "compared"), [(" ".join("abcdefghijk"), 0), (" ".join("abcdefghijkl"), 1), ("", 0)]
)
def test_short_texts_are_not_compared(text: str, compared: int) -> None:
    assert FEWEST_WORDS == 12
    found = Copied.of(Held([("x", "A", DAY, text)])).articles()
    assert (found.compared, found.short) == (compared, 1 - compared)


def test_nothing_was_read() -> None:
    found = Copied.of(Held([]))
    assert (found.articles().rows, found.texts().rows, found.outlets().rows) == ((), (), ())


CUTS = st.tuples(st.sampled_from([WIRE, OTHER]), st.integers(0, 90), st.integers(0, 90))


@given(st.lists(CUTS, max_size=10), st.integers(0, 99))
@settings(max_examples=30)
def test_copies_are_what_comparing_all_with_all_finds(
    cuts: list[tuple[str, int, int]], seed: int
) -> None:
    rows: list[Row] = [
        (f"{number:02}", "A", later(random.Random(seed + number).randrange(3)),
         " ".join(text.split()[start : len(text.split()) - end]))
        for number, (text, start, end) in enumerate(cuts)
    ]  # fmt: skip
    assert sources(rows) == by_all_pairs(rows)


def by_all_pairs(rows: Sequence[Row]) -> dict[str, str]:
    ordered = sorted(rows, key=lambda row: (row[2] or dt.date.max, row[0]))
    hashes = {row[0]: shingles(row[3]) for row in ordered}
    found: dict[str, str] = {}
    for at, (name, *_) in enumerate(ordered):
        for earlier, *_ in ordered[:at]:
            one, other = hashes[earlier], hashes[name]
            alike = min(len(one), len(other)) >= PART * max(len(one), len(other))
            if alike and contained(one, other):
                found.setdefault(name, earlier)
    return found


@given(st.permutations(SOME), st.integers(1, 9), st.integers(1, 2000))
@settings(max_examples=30)
def test_order_and_batches_do_not_matter(rows: list[Row], together: int, read_again: int) -> None:
    texts = Held(rows, together)
    held = Signed.of(texts)
    links = linked(texts, held, read_again=read_again)
    found = Copied(held, links)
    asked = Copied.of(Held(SOME))
    assert found.articles().to_csv() == asked.articles().to_csv()
    assert found.texts().to_csv() == asked.texts().to_csv()
    assert found.outlets().to_csv() == asked.outlets().to_csv()


SENTENCES = [words(f"s{number}x", 4) for number in range(2000)]


@pytest.mark.parametrize("framed", [0.0, 0.5])
def test_planted_copies_are_found_and_nothing_else(framed: float) -> None:
    world = Reprints(articles=600, copies=60, framed=framed)
    made = list(reprints(world, SENTENCES, 3))
    rows = [(a.article_id, a.outlet, a.published, a.text) for a in (each.article for each in made)]
    found, planted = sources(rows), {m.article.article_id: m.original for m in made if m.original}
    assert len(planted) == 60
    assert sum(found.get(name) == original for name, original in planted.items()) >= 58
    assert [name for name in found if name not in planted] == []


@given(st.integers(0, 10_000))
@settings(max_examples=20)
def test_unrelated_texts_are_never_joined(seed: int) -> None:
    draw = random.Random(seed)
    told = [" ".join(draw.choices(SENTENCES, k=3)) for _ in range(2)]
    rows: list[Row] = [(str(at), "A", later(at), text) for at, text in enumerate(told)]
    if set(told[0].split()).isdisjoint(told[1].split()):
        assert sources(rows) == {}
    assert set(sources(rows).items()) <= set(by_all_pairs(rows).items())


def test_a_paragraph_in_all_texts_does_not_make_all_pairs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each text has a frame of half its length, so that all stand in the same buckets."""
    looked: list[int] = []
    alike: Any = Signed.alike
    monkeypatch.setattr(
        Signed, "alike", lambda self, one, two: looked.append(len(one)) or alike(self, one, two)
    )
    counts = []
    for count in (100, 400):
        looked.clear()
        rows = [(f"{n:03}", "A", DAY, f"{WIRE} {words(f'own{n}x', 60)}") for n in range(count)]
        assert sources(rows) == {}
        counts.append(sum(looked))
    assert counts[1] <= 5 * counts[0]


def test_memory_is_told_by_the_number_of_articles() -> None:
    assert signed.megabytes(1_000_000) < 800
    assert signed.megabytes(2_000_000) - signed.megabytes(1_000_000) == signed.OF_ARTICLE
