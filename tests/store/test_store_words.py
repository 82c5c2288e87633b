"""Words asked for, and the stems by which they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.errors import QueryError
from detente.store.stems import STEP_2, STEP_3, STEP_4, stem
from detente.store.words import phrases, tells

# Porter's own examples of 1980, by step, but `ties` and `sky`; the last are of whole words.
PUBLISHED = """
caresses caress, ponies poni, cats cat, feed feed, agreed agre, plastered plaster,
bled bled, motoring motor, sing sing, conflated conflat, troubled troubl, sized size, hopping hop,
tanned tan, falling fall, hissing hiss, fizzed fizz, failing fail, filing file, happy happi,
relational relat, conditional condit, rational ration, valenci valenc,
digitizer digit, operator oper, feudalism feudal, decisiveness decis, hopefulness hope,
callousness callous, formality formal, sensitivity sensit, sensibility sensibl,
triplicate triplic, formative form, formalize formal, electrical electr, hopeful hope,
goodness good, revival reviv, allowance allow, inference infer, airliner airlin,
gyroscopic gyroscop, adjustable adjust, defensible defens, irritant irrit, replacement replac,
adjustment adjust, dependent depend, adoption adopt, communism commun, activate activ,
effective effect, bowdlerize bowdler, probate probat, rate rate, cease ceas,
controlling control, rolling roll, generalizations gener, oscillators oscil
"""


@pytest.mark.parametrize("pair", [each.split() for each in PUBLISHED.split(",")])
def test_stems_as_published(pair: list[str]) -> None:
    word, stemmed = pair
    assert stem(word) == stemmed


FORMS = """
tie ties tied tying, lie lies lied lying, die dies died dying, vie vies vied vying, spy spies spied spying,
try tries tried trying, ally allies allied allying, deny denies denied denying, add adds added adding,
err errs erred erring, use uses used using, age ages aged aging, say says saying, ied ieds,
agree agrees agreed agreeing, deploy deploys deployed deploying,
sanction sanctions sanctioned sanctioning, plan plans planned planning
"""


@pytest.mark.parametrize("forms", [each.split() for each in FORMS.split(",")])
def test_forms_of_one_word_have_one_stem(forms: list[str]) -> None:
    assert len({stem(form) for form in forms}) == 1
    assert all(tells([f"What they {form} there."], forms[0]) for form in forms)


@pytest.mark.parametrize(
    ("one", "other"),
    [("use", "us"), ("tie", "tin"), ("die", "did"), ("age", "ago"), ("ally", "all")],
)
def test_other_words_have_other_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


ENDINGS = st.sampled_from(["", "s", "ies", "ied", "ed", "ing", "y", *STEP_2, *STEP_3, *STEP_4])


@given(st.text("abeilnorstyz", max_size=6), ENDINGS, ENDINGS)
def test_all_of_a_stem_but_its_last_two_letters_stands_in_the_word(
    head: str, inner: str, ending: str
) -> None:
    """What spares most texts from being taken apart rests on this."""
    word = head + inner + ending
    assert word.startswith(stem(word)[:-2])


@pytest.mark.parametrize("word", ["", "un", "g20", "日本", "señal"])
def test_what_is_no_english_word_stays(word: str) -> None:
    assert stem(word) == word


@pytest.mark.parametrize(
    ("asked", "text", "found"),
    [
        ("tariffs", "A tariff on fish", True),
        ("tariff", "TARIFFS!", True),
        ("fish tariff", "A tariff on fish", True),
        ("fish port", "A tariff on fish", False),
        ('"trade war"', "the trade wars of old", True),
        ('"trade war"', "war by trade", False),
        ("“trade war” fish", "fish: a trade-war", True),
        ('"trade war', "a trade war", True),  # the quotation mark may be left open
        ('"trade war"', "Trade\n\nWar came", False),  # a headline and the text are not one
        ('"trade war"', "Trade\nwar came", True),
        ("kenya", "Kenya's port", True),
        ("kenya’s", "a port of Kenya", True),
        ("kenya", "a Kenyan port", False),
        ("ish", "fish", False),
        ("U.S.", "the U.S. port", True),
        ("sao", "São Tomé", True),
        ("SÃO", "sao", True),
        ("fish", None, False),
    ],
)
def test_tells(asked: str, text: str | None, found: bool) -> None:
    assert tells([text], asked) is found


def test_all_words_must_stand_in_one_text() -> None:
    assert not tells(["a tariff", "on fish"], "tariff fish")
    assert tells([None, "a tariff on fish"], "tariff fish")


@pytest.mark.parametrize("asked", ["", " ", '""', "!?"])
def test_no_words(asked: str) -> None:
    with pytest.raises(QueryError, match="no words"):
        phrases(asked)
