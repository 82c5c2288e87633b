"""What the reader reads at once: names of states put aside, stretches found again, no sentence left out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import name_table
from detente.coding.reader.article import MOST_CHARACTERS, window_to_the_end, windows
from detente.coding.reader.model import FOLDER, TOKENIZER
from detente.coding.reader.window import MOST_PIECES, NOWHERE, Setting, Span, Window, window_of
from detente.coding.sentences import split_sentences

NEWS = Setting("news", None, "", ())
TEXT = "Norway warned Chile. Oslo said the Chilean navy and the UN had been told; it would wait."


@cache
def tokenizer() -> Tokenizer:
    made = Tokenizer.from_file(str(FOLDER / TOKENIZER))
    made.no_padding()
    made.no_truncation()
    return made


def window(text: str, setting: Setting = NEWS) -> Window:
    spans = [(each.start, each.end) for each in split_sentences(text)]
    return window_of(tokenizer(), text, find_mentions(text, name_table(()), None), spans, setting)


def test_what_stands_before_makes_room_for_the_end_of_what_is_wanted() -> None:
    parts = ["Fiji and Tonga met. ", "They spoke of fish. ", "Zyxwv qponml, " * 46 + "and it left."]
    spans = [(sum(map(len, parts[:i])), sum(map(len, parts[: i + 1])) - (i < 2)) for i in range(3)]
    text = "".join(parts)

    def make(some: Sequence[Span]) -> Window:
        return window_of(tokenizer(), text, [], some, NEWS)

    for before, holds in ((0, False), (2, True)):
        made = window_to_the_end(make, spans, before)
        assert made.reaches(len(text)) is holds
        assert (made.offsets[made.opening][0] == 0) is not holds


def test_names_of_states_are_told_by_order_and_form_alone() -> None:
    one = window(TEXT)
    other = window(
        "Kenya warned Peru. Nairobi said the Peruvian navy and the UN had been told; it would wait."
    )
    assert one.ids == other.ids
    assert one.states == ("NOR", "CHL", "IGO:UN")


def test_every_name_is_kept_with_its_state_and_its_characters() -> None:
    read = window(TEXT)
    told = [
        (TEXT[slice(*read.characters(each.first, each.last))], read.states[each.state])
        for each in read.named
    ]
    assert told == [
        ("Norway", "NOR"),
        ("Chile", "CHL"),
        ("Oslo", "NOR"),
        ("Chilean", "CHL"),
        ("UN", "IGO:UN"),
    ]


def test_what_stands_before_a_text_has_no_place_in_it() -> None:
    title = "Oslo and Quito quarrel"
    titled = find_mentions(title, name_table(()), None)
    read = window("It warned them.", Setting("transcript", "FJI", title, titled))
    assert read.states == ("FJI", "NOR", "ECU")
    assert all(span == NOWHERE for span in read.offsets[: read.opening])
    assert read.at((0, 2)) == (read.opening, read.opening)


@given(st.integers(0, 60), st.integers(1, 30))
def test_a_stretch_is_found_again_in_its_pieces(start: int, length: int) -> None:
    read, end = window(TEXT), start + length
    places = read.at((start, end))
    if places is not None:
        first, last = read.characters(*places)
        assert first < end and start < last


def test_a_window_ends_where_the_reader_does() -> None:
    read = window("Norway warned Chile again and again about fish and ships. " * 60)
    assert len(read) == MOST_PIECES


@given(
    st.lists(st.integers(20, 700), min_size=1, max_size=40),
    st.sets(st.integers(0, 39)),
)
def test_every_sentence_that_is_wanted_stands_in_a_window(
    lengths: list[int], chosen: set[int]
) -> None:
    sentences, place = [], 0
    for length in lengths:
        sentences.append((place, place + length))
        place += length + 1
    wanted = sorted(index for index in chosen if index < len(sentences))
    found = list(windows(sentences, wanted))
    covered = {index for first, last in found for index in range(first, last + 1)}
    assert set(wanted) <= covered
    assert all(one[1] < other[1] for one, other in pairwise(found))
    for first, last in found:
        assert last == first or sentences[last][1] - sentences[first][0] <= MOST_CHARACTERS + 700
