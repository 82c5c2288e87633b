"""The index of words finds what is found in the texts, and is made behind those who ask."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread

import duckdb
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from store_world import article, event, statement

from detente.correcting import Reviewer
from detente.errors import QueryError
from detente.records import Article
from detente.store import Batch, Query, Workspace, cards, catalogue, kept, word_index
from detente.store.catalogue import Catalogue
from detente.store.corrected import KINDS
from detente.store.lookups import _beginning
from detente.store.stems import IRREGULAR
from detente.store.words import phrases, tells

PIECES = (
    "trade", "Trader", "traders’", "talks", "talk's", "talk's's", "Tälk", "U.S.", "us", "use", "g20", "ø",
    "ﬁsh", "fish", "dying", "dies", "straße", "İzmir", "日本", "_", "²", "-", "\n", "\n\n", "\n\u00a0\n",
    "'s",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(PIECES), max_size=12).map(" ".join)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=3)
TOLD = st.lists(st.tuples(st.none() | TEXTS, TEXTS, SPANS), max_size=6)
SOME = st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).map(" ".join)
ASKED = st.lists(SOME | SOME.map(lambda few: f'"{few}"'), min_size=1, max_size=8)


Span = tuple[int, int, int]
"""Number of an article, start and end."""


def is_question(asked: str) -> bool:
    """Whether there are words in it."""
    try:
        return bool(phrases(asked))
    except QueryError:
        return False


pytestmark = pytest.mark.usefixtures("place")


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    """Three articles, on tankers but for the last, and one title on them."""
    made = Workspace.create(tmp_path / "w")
    add(
        made,
        article(1, text="Kenya stopped tankers.", title=None),
        article(2, text="Fiji let a tanker pass. It was free.", title="The trade war"),
        article(3, text="Chile sold fish.", title="Tankers of fish"),
    )
    return made


def add(workspace: Workspace, *articles: Article) -> None:
    """More articles, with an event and a statement in the first sentence of each."""
    acts, said = [], []
    for each in articles:
        name = each.article_id
        number, end = int(name[1:]), each.text.index(".") + 1
        acts.append(event(f"e{number}", name, end=end))
        said.append(statement(f"s{number}", name, end=end))
    with workspace.writing() as writer:
        writer.append(Batch(articles=articles, events=tuple(acts), statements=tuple(said)))


LATER = article(4, text="Norway built a tanker.", title=None)


def indexed(workspace: Workspace) -> Catalogue:
    """A catalogue that has its index."""
    made = Workspace.open(workspace.folder).catalogue()
    made.index_words()
    assert word_index.is_seen(made._cursor()[0])
    return made


def found(asked: Catalogue, **query: str) -> list[str]:
    return sorted(each["event_id"] for each in asked.cards("events", Query(**query)))


@pytest.fixture
def no_texts(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets nobody look through the texts from when it is called."""

    def forbid() -> None:
        monkeypatch.setattr(catalogue, "_tell_by_texts", None)

    return forbid


def cards_of(told: list[tuple[str | None, str, list[tuple[int, int]]]], file: Path) -> list[Span]:
    """A file of cards of titles, texts and the stretches of them that tell events, which may lie over one
    another and cut words in two; gives where each card stands."""
    texts = [(f"a{n}", title, text) for n, (title, text, _) in enumerate(told)]
    spans = [
        (n, start, start + length) for n, (*_, few) in enumerate(told) for start, length in few
    ]
    with duckdb.connect(str(file)) as made:
        made.execute("CREATE TABLE texts (article_id VARCHAR, title VARCHAR, text VARCHAR)")
        for table in KINDS:
            columns = 'n BIGINT, article_id VARCHAR, "start" BIGINT, "end" BIGINT'
            made.execute(f"CREATE TABLE coded_cards_{table} ({columns})")
        for row in texts:
            made.execute("INSERT INTO texts VALUES (?, ?, ?)", row)
        for n, (number, start, end) in enumerate(spans):
            row = (n, f"a{number}", start, end)
            made.execute("INSERT INTO coded_cards_events VALUES (?, ?, ?, ?)", row)
    return spans


@given(told=TOLD, asked=ASKED)
def test_it_finds_what_the_texts_tell(
    told: list[tuple[str | None, str, list[tuple[int, int]]]], asked: list[str]
) -> None:
    with TemporaryDirectory() as folder, duckdb.connect() as connection:
        file, index = Path(folder) / "cards.duckdb", Path(folder) / "words.duckdb"
        spans = cards_of(told, file)
        word_index.Writing().write(index, file)
        word_index.look_into(connection, index)

        def found(query: Query) -> list[int]:
            rows = connection.execute(word_index.telling(connection, query, "events")).fetchall()
            return sorted(n for (n,) in rows)

        for words in filter(is_question, asked):
            sentences, articles = list[int](), list[int]()
            for card, (number, start, end) in enumerate(spans):
                title, text, _ = told[number]
                if tells([text[start:end]], words):
                    sentences.append(card)
                if tells([text if title is None else f"{title}\n\n{text}"], words):
                    articles.append(card)
            assert found(Query(words=words)) == sentences, words
            assert found(Query(article_words=words)) == articles, words
        connection.execute(f"DETACH {word_index.NAME}")


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"words": "tanker"}, ["e1", "e2"]),
        ({"words": "free"}, []),  # in the article, not in the sentence
        ({"article_words": "free"}, ["e2"]),
        ({"article_words": "tanker"}, ["e1", "e2", "e3"]),
        ({"article_words": '"war fiji"'}, []),  # the title is not of one piece with the text
        ({"words": "fish", "article_words": "tanker"}, ["e3"]),
        ({"words": "tanker", "outlet": "outlet 1"}, ["e1"]),
        ({"words": '"let a tanker pass"'}, ["e2"]),
        ({"words": '"let a" "tanker pass" fiji'}, ["e2"]),
        ({"words": "elephant"}, []),
        ({"words": "tanker elephant"}, []),
    ],
)
def test_words_with_other_questions(
    workspace: Workspace, no_texts: Callable[[], None], asked: dict[str, str], ids: list[str]
) -> None:
    by_index = indexed(workspace)
    no_texts()
    assert found(by_index, **asked) == ids
    assert by_index.counted("events", Query(**asked)).total == len(ids)
    said = [f"s{each[1:]}" for each in ids]
    cards_said = by_index.cards("statements", Query(**asked))
    assert [each["statement_id"] for each in cards_said] == said


def test_what_reviewers_say_is_found_at_once(
    workspace: Workspace, no_texts: Callable[[], None]
) -> None:
    by_index = indexed(workspace)
    no_texts()
    assert found(by_index, words="tanker") == ["e1", "e2"]
    ana = Reviewer(workspace, "Ana")
    ana.delete("events", "e1")
    ana.change("events", "e2", {"type": "AID"})
    ana.change("events", "e3", {"type": "AID"})
    assert found(by_index, words="tanker") == ["e2"]
    assert found(by_index, words="fish", article_words='"tanker of fish"') == ["e3"]


def test_a_second_run_finds_it_made(
    workspace: Workspace,
    place: Path,
    no_texts: Callable[[], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    indexed(workspace).close()
    assert sorted(each.suffix for each in place.iterdir()) == [kept.WHOLE, kept.BESIDE]
    no_texts()
    monkeypatch.setattr(word_index.Writing, "write", None)
    assert found(Workspace.open(workspace.folder).catalogue(), words="tanker") == ["e1", "e2"]


def test_it_is_right_of_cards_that_were_made_anew(workspace: Workspace, place: Path) -> None:
    indexed(workspace).close()
    (file,) = place.glob(f"*{kept.WHOLE}")
    file.unlink()
    again = Workspace.open(workspace.folder).catalogue()
    assert found(again, words="fiji") == ["e2"]
    with duckdb.connect(str(next(place.glob(f"*{kept.WHOLE}"))), read_only=True) as opened:
        numbered = "SELECT event_id FROM coded_cards_events ORDER BY n"
        assert opened.execute(numbered).fetchall() == [("e1",), ("e2",), ("e3",)]


def test_what_changed_is_found_and_indexed_behind_who_asks(
    workspace: Workspace, place: Path, no_texts: Callable[[], None]
) -> None:
    asked = indexed(workspace)
    add(workspace, LATER)
    assert found(asked, words="tanker") == ["e1", "e2", "e4"]
    for _ in range(1000):
        if word_index.is_seen(asked._cursor()[0]):
            break
        time.sleep(0.01)
    no_texts()
    assert found(asked, words="norway tanker") == ["e4"]
    assert sorted(each.suffix for each in place.iterdir()) == [kept.WHOLE, kept.BESIDE]


def test_nobody_indexes_who_was_not_told_to(workspace: Workspace, place: Path) -> None:
    asked = workspace.catalogue()
    assert found(asked, words="tanker") == ["e1", "e2"]
    assert asked._sought is None and not list(place.glob(f"*{kept.BESIDE}"))


@pytest.mark.parametrize("content", [b"", b"no database" * 1000])
def test_a_broken_index_is_made_anew(workspace: Workspace, place: Path, content: bytes) -> None:
    indexed(workspace).close()
    (path,) = place.glob(f"*{kept.BESIDE}")
    path.write_bytes(content)
    assert found(indexed(workspace), words="tanker") == ["e1", "e2"]
    assert path.read_bytes() != content


def test_where_none_can_be_written_the_texts_are_looked_through(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: word_index.Writing, path: Path, file: Path) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(word_index.Writing, "write", full)
    asked = workspace.catalogue()
    asked.index_words()
    assert not word_index.is_seen(asked._cursor()[0])
    assert found(asked, words="tanker") == ["e1", "e2"]


def test_where_nothing_can_be_kept_it_goes_with_the_rest(
    workspace: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    asked = indexed(workspace)
    assert found(asked, words="tanker") == ["e1", "e2"]
    assert asked._place is not None
    place = Path(asked._place.name)
    assert len(list(place.iterdir())) == 2
    add(workspace, LATER)
    asked.index_words()
    assert found(asked, words="norway") == ["e4"]
    assert len(list(place.iterdir())) == 2
    asked.close()
    assert not place.exists()


def test_an_index_of_what_was_removed_meanwhile_is_not_kept(
    workspace: Workspace, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = word_index.Writing.write

    def slow(self: word_index.Writing, path: Path, file: Path) -> None:
        write(self, path, file)
        Workspace.open(workspace.folder).remove(["a0001"])

    monkeypatch.setattr(word_index.Writing, "write", slow)
    asked = workspace.catalogue()
    asked.index_words()
    assert not list(place.iterdir())
    assert found(asked, words="tanker") == ["e2"]


def test_one_that_is_being_made_ends_with_the_catalogue(
    workspace: Workspace, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, run = Event(), word_index.Writing._run
    steps = list[str]()

    def slow(self: word_index.Writing, sql: str, rows: pa.Table | None = None) -> None:
        run(self, sql, rows)
        steps.append(sql)
        begun.set()
        while not self.is_stopped:
            time.sleep(0.01)

    monkeypatch.setattr(word_index.Writing, "_run", slow)
    asked = workspace.catalogue()
    making = Thread(target=asked.index_words)
    making.start()
    assert begun.wait(60)
    asked.close()
    making.join(60)
    assert not making.is_alive() and len(steps) == 1
    assert [each.suffix for each in place.iterdir()] == [".duckdb"]


def test_nothing_is_kept_of_what_was_removed(workspace: Workspace, place: Path) -> None:
    indexed(workspace)
    workspace.remove(["a0001"])
    assert not list(place.iterdir())


def test_an_empty_workspace_has_an_empty_index(tmp_path: Path) -> None:
    assert found(indexed(Workspace.create(tmp_path / "w")), words="tanker") == []


def test_the_same_records_give_the_same_index(workspace: Workspace, tmp_path: Path) -> None:
    tables = cards.held_tables(workspace.folder)
    told = []
    for name in ("one", "other"):
        file, index = tmp_path / f"{name}.duckdb", tmp_path / f"{name}.words"
        cards.write(file, workspace.folder, tables)
        word_index.Writing().write(index, file)
        with duckdb.connect(str(index), read_only=True) as opened:
            tables_of = "SELECT table_name FROM duckdb_tables() ORDER BY 1"
            names = [each for (each,) in opened.execute(tables_of).fetchall()]
            told.append({each: opened.execute(f"FROM {each}").fetchall() for each in names})
    assert told[0] == told[1] and all(told[0].values())


@pytest.mark.parametrize("form", [*IRREGULAR, "dies", "sanctioned", "allies", "using"])
def test_every_form_begins_with_what_is_looked_for_in_texts(form: str) -> None:
    (((stem,),)) = phrases(form)
    assert form.startswith(_beginning(stem))
