"""Tables for people: how they fit a screen, and what they do not show twice."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from commands_run import Run
from commands_world import told
from hypothesis import given
from hypothesis import strategies as st

from detente.commands.fitted import Column, Quote, fit
from detente.commands.record_tables import EVENTS, OCCURRENCES
from detente.commands.shown import day, who
from detente.records import Article
from detente.store import Batch, Workspace

LONG = "Kenya said on Monday that it had lodged a complaint over the nets " * 4
ROW = ("2023-03-01", "KEN → FJI", "ACCUSE", "Harbour Post", Quote(LONG, 6, 10, "red"))


@pytest.mark.parametrize(
    ("width", "heads"),
    [
        (200, ["date", "who", "type", "outlet", "sentence"]),
        (80, ["date", "who", "type", "outlet", "sentence"]),
        (50, ["date", "who", "type", "sentence"]),
        (30, ["date", "who", "type"]),
        (5, ["date", "who"]),
        (None, ["date", "who", "type", "outlet", "sentence"]),
    ],
)
def test_what_matters_least_is_left_out_first(width: int | None, heads: list[str]) -> None:
    assert [EVENTS[place].head for place in fit(EVENTS, [ROW], width)] == heads


def test_a_sentence_has_what_the_others_leave() -> None:
    assert fit(EVENTS, [ROW], 100)[4] == 100 - len("2023-03-01 KEN → FJI ACCUSE Harbour Post ")
    assert fit(EVENTS, [ROW], 1000)[4] == len(LONG)
    assert fit(EVENTS, [ROW], None)[4] is None


@given(
    st.lists(st.tuples(*[st.text("ab ", max_size=60)] * len(OCCURRENCES)), max_size=4),
    st.integers(60, 300),
)
def test_no_table_is_wider_than_the_screen(rows: list[Any], width: int) -> None:
    widths = fit(OCCURRENCES, rows, width)
    if len(widths) > 2:
        assert sum(size or 0 for size in widths.values()) + len(widths) - 1 <= width
    assert list(widths) == sorted(widths)


def test_columns_of_one_worth_or_none_are_fitted_too() -> None:
    columns = [Column(head=name, worth=1) for name in ("one", "two", "three")]
    assert list(fit(columns, [], 9)) == [1, 2]


@pytest.mark.parametrize("columns", [60, 80, 100, 140])
def test_no_line_is_longer_than_the_screen(run: Run, repeated: Path, columns: int) -> None:
    for command in ("events", "occurrences"):
        shown = run(command, repeated, columns=columns).stdout
        assert max(map(len, shown.splitlines())) <= columns


def test_a_narrow_table_says_what_it_leaves_out(run: Run, repeated: Path) -> None:
    shown = " ".join(run("events", repeated, columns=50).stdout.split())
    assert "left out: outlet; a wider window shows more, --as csv or --out FILE all" in shown
    assert "left out" not in run("events", repeated, columns=80).stdout


def test_elsewhere_than_on_a_screen_a_row_is_a_line(
    run: Run, repeated: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    lines = run("events", repeated, columns="").stdout.splitlines()
    assert len(lines) == 1 + 3 + 1
    assert [line[line.index("Post") :] for line in lines[1:4]] == [
        f"Post {TITLE}",
        f"Post {TITLE}.",
        f"Post {OTHER}",
    ]


def test_what_an_article_repeats_is_shown_once(run: Run, repeated: Path) -> None:
    shown = run("events", repeated, columns=120).stdout
    assert "4 events; 1 of them, repeated in the same article, not shown" in shown
    assert len(run("events", repeated, "--as", "jsonl").stdout.splitlines()) == 4


TITLE = "Kenya accused Fiji of taking the nets and Kenya accused Fiji of lies"
OTHER = "It rained, and Kenya accused Fiji of taking the nets"


@pytest.fixture(scope="module")
def repeated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One sentence twice in an article, with two acts of one type; and another that tells the same."""
    folder = tmp_path_factory.mktemp("fitted") / "ws"
    made = Workspace.create(folder)
    text = f"{TITLE}\n\n{TITLE}.\n\n{OTHER}"
    second, third = len(TITLE) + 2, 2 * len(TITLE) + 5
    first_words, other_words = (6, 13), (48, 55)
    assert TITLE[slice(*other_words)] == "accused"

    def act(name: str, start: int, length: int, words: tuple[int, int]) -> Any:
        from detente.records import Evidence

        spot = (start + words[0], start + words[1])
        return told(name, "a1", "ACCUSE", "KEN", "FJI", start=start, end=start + length,
                    trigger=Evidence("accused", *spot))  # fmt: skip

    events = (
        act("title", 0, len(TITLE), first_words),
        act("lead", second, len(TITLE) + 1, first_words),
        act("lead, again", second, len(TITLE) + 1, other_words),
        act("other", third, len(OTHER), (21, 28)),
    )
    article = Article("a1", text, "Nets", "Harbour Post", dt.date(2023, 3, 1), "news", "nets.txt")
    with made.writing() as writer:
        writer.append(Batch((article,), events, ()))
    return folder


@pytest.mark.parametrize(
    ("start", "end", "unit", "shown"),
    [
        (None, None, None, None),
        ("1987-03-01", "1987-03-01", "day", "1987-03-01"),
        ("1987-03-01", "1987-03-05", "day", "1987-03-01 to 1987-03-05"),
        ("1987-03-02", "1987-03-08", "week", "1987-03-02 to 1987-03-08"),
        ("1987-03-01", "1987-03-31", "month", "1987-03"),
        ("1987-03-01", "1987-05-31", "month", "1987-03 to 1987-05"),
        ("1986-12-01", "1987-02-28", "season", "1986-12 to 1987-02"),
        ("1980-01-01", "1980-12-31", "year", "1980"),
        ("1980-01-01", "1986-12-31", "year", "1980 to 1986"),
        ("1980-01-01", None, "year", "1980"),
        ("1980-01-01", "1989-12-31", "decade", "1980 to 1989"),
    ],
)
def test_a_date_is_as_exact_as_the_text(
    start: str | None, end: str | None, unit: Any, shown: str | None
) -> None:
    days = [dt.date.fromisoformat(each) if each else None for each in (start, end)]
    event = told("e", "a1", "AID", "KEN", "FJI", date_start=days[0], date_end=days[1],
                 date_precision=unit)  # fmt: skip
    assert day(event) == shown


@pytest.mark.parametrize(
    ("acting", "acted_upon", "mutual", "shown"),
    [
        (["KEN"], ["FJI", "NOR"], False, "KEN → FJI, NOR"),
        (["KEN", "FJI"], [], True, "KEN ↔ FJI"),
        (["KEN"], [], False, "KEN"),
        ([], ["FJI"], False, "nobody → FJI"),
        ([], [], False, ""),
    ],
)
def test_who_did_it_to_whom(
    acting: list[str], acted_upon: list[str], mutual: bool, shown: str
) -> None:
    assert who(acting, acted_upon, mutual=mutual) == shown
