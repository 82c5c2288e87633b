"""How deeds are told: text in, deeds and loaded words out."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import name_table
from detente.coding.coder import make_article
from detente.coding.manner import Deed, Manner, MannerReader


@cache
def reader() -> MannerReader:
    return MannerReader()


def read(text: str) -> Manner:
    return reader().read(make_article(text, "2021-03-04"))


def deed(text: str, word: str) -> Deed:
    """The deed that a word tells."""
    at = text.index(word)
    return next(each for each in read(text).deeds if each.start <= at < each.end)


@pytest.mark.parametrize(
    ("text", "word", "form"),
    [
        ("Chilean troops shelled the port of Oslo on Monday.", "shelled", "subject"),
        ("The port was shelled by Norwegian troops on Monday.", "shelled", "by"),
        ("Norwegian missile strike destroys depot near Santiago", "strike", "noun"),
        ("Blast kills 50 people at station in Santiago", "kills", "none"),
        ("At least 12 people were killed and dozens wounded in shelling.", "killed", "none"),
    ],
)
def test_how_the_doer_is_put(text: str, word: str, form: str) -> None:
    assert deed(text, word).form == form


def test_who_does_it_is_named_by_its_words_and_codes() -> None:
    text = "Chilean troops shelled the port of Oslo on Monday."
    found = deed(text, "shelled")
    assert found.doer is not None
    assert found.doer.codes == ("CHL",)
    assert "Chilean" in text[found.doer.start : found.doer.end]


@pytest.mark.parametrize(
    ("text", "word", "said", "stance"),
    [
        ("Kenya seized the ship on Tuesday.", "seized", False, "fact"),
        ("Kenya seized the ship on Tuesday, Peru's foreign minister said.", "seized", True, "fact"),
        ("Peru claims Kenyan forces destroyed the bridge.", "destroyed", True, "claimed"),
        ("Kenyan forces allegedly destroyed the bridge.", "destroyed", None, "claimed"),
        ("Kenya may seize the ship next week.", "seize", False, "possible"),
    ],
)
def test_in_whose_words_and_how_surely(
    text: str, word: str, said: bool | None, stance: str
) -> None:
    found = deed(text, word)
    assert found.stance == stance
    assert said is None or found.said is said


def test_who_says_so() -> None:
    text = "Peru claims Kenyan forces destroyed the bridge."
    found = deed(text, "destroyed")
    assert found.by is not None
    assert found.by.codes == ("PER",)


def test_loaded_words() -> None:
    loaded = read("The barbaric regime of Kenya bombed the town again.").loaded
    assert any(word.way == "against" for word in loaded)
    assert read("Kenya's government bombed the town again.").loaded == ()


def lights(text: str) -> dict[str, float]:
    """The light in which the first sentence shows each state."""
    return {each.code: each.light for each in read(text).shown if each.sentence == 0}


@pytest.mark.parametrize(
    ("text", "worse", "better"),
    [
        ("Kenyan troops massacred civilians in the Norwegian town of Bergen.", "KEN", "NOR"),
        ("Peru sent food and doctors after Chile's troops shelled the hospital.", "CHL", "PER"),
        ("Norway accused Kenya of lying about the murder of prisoners.", "KEN", "NOR"),
    ],
)
def test_in_what_light_states_are_shown(text: str, worse: str, better: str) -> None:
    found = lights(text)
    assert found[worse] < -0.1 and found[worse] < found[better] - 0.1


def test_a_plain_meeting_throws_hardly_any_light() -> None:
    found = lights("Officials of Kenya and Norway met in Nairobi on Tuesday to discuss fishing.")
    assert all(abs(light) < 0.15 for light in found.values())


def test_in_whose_words_a_light_is_thrown() -> None:
    found = {e.code: e.said for e in read("Kenya's regime is lying again, Norway says.").shown}
    assert found["KEN"] is True
    own = read("Kenyan troops brutally murdered civilians.").shown
    assert [each.said for each in own] == [False]


@pytest.mark.parametrize(("one", "other"), [("Chile", "Kenya"), ("Peru", "Norway")])
def test_states_are_told_alike(one: str, other: str) -> None:
    """The network sees of a name of a state only which it is of those named."""

    def told(first: str, second: str) -> tuple[list[tuple[str, bool, str]], list[float]]:
        text = f"{first} says {second} attacked its embassy. {second} denies it attacked anybody."
        found = read(text)
        by_name = {each.code: each.light for each in found.shown if each.sentence == 0}
        codes = [mention.code for mention in find_mentions(text, name_table(()), None)[:2]]
        return (
            [(each.form, each.said, each.stance) for each in found.deeds],
            [by_name[str(code)] for code in codes],
        )

    assert told(one, other) == told(other, one)


def test_sentences_that_are_not_wanted_are_not_read() -> None:
    text = "Kenya seized a ship. Norway bombed a port."
    found = reader().read(make_article(text), lambda sentence, named: "NOR" in named)
    assert list(found.sentences) == [1]
    assert {each.sentence for each in found.deeds} == {1}


WORDS = st.sampled_from(
    "Kenya Peru troops shelled was by the port says killed “claims” , . — 50 \n\n regime’s ' é".split(
        " "
    )
)


@settings(max_examples=40, deadline=None)
@given(st.lists(WORDS, max_size=30))
def test_whatever_the_text_places_lie_in_their_sentence(words: list[str]) -> None:
    article = make_article(" ".join(words) or ".")
    found = reader().read(article)
    for told in (*found.deeds, *found.loaded):
        start, end = found.sentences[told.sentence]
        assert start <= told.start < told.end <= end
        assert any(map(str.isalnum, article.text[told.start : told.end]))
    for shown in found.shown:
        assert shown.sentence in found.sentences
        assert -1 <= shown.light <= 1
    assert len({(each.sentence, each.code) for each in found.shown}) == len(found.shown)
    for each in found.deeds:
        assert (each.form == "none") == (each.doer is None)
        assert each.said or each.by is None


def test_an_article_does_not_depend_on_others() -> None:
    text = "Peru claims Kenyan forces destroyed the bridge. Blast kills 50 people."
    alone = MannerReader().read(make_article(text))
    read("Norway bombed a port.")
    assert read(text).deeds == alone.deeds
