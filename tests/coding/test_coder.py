"""What holds for every text: evidence, identity, independence, and no text that breaks it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.coding import ontology
from detente.coding.coder import CODER, Coder, Coding, make_article
from detente.coding.sentences import MAX_SENTENCE
from detente.coding.time.calendar import Calendar
from detente.errors import InputError
from detente.records import Actor, Article, Evidence, Genre

GENRES: tuple[Genre, ...] = ("news", "opinion", "statement", "transcript")
STATES = (
    "Peru", "the Kenyan army", "Fiji's premier", "Mongolia", "Côte d'Ivoire", "the Kremlin",
    "Togo and Benin", "Norwegian diplomats", "the two countries", "it", "the ministry",
    "Narendra Modi",
)  # fmt: skip
ACTS = (
    "condemned", "will visit", "signed a treaty with", "did not attack", "agreed to send aid to",
    "accused", "was invaded by", "expelled two envoys of", "may sanction", "held talks with",
    "said it had shelled", "threatened to leave", "urged the release of a citizen of",
)  # fmt: skip
TAILS = ("on Monday", "in March 2021", "", ", an official said", "last year", "“at once”", "?")
SENTENCES = st.builds(
    lambda first, act, second, tail: (
        f"{first[0].upper()}{first[1:]} {act} {second} {tail}".strip() + "."
    ),
    st.sampled_from(STATES),
    st.sampled_from(ACTS),
    st.sampled_from(STATES),
    st.sampled_from(TAILS),
)
NEWS = st.lists(SENTENCES, min_size=1, max_size=5).map(" ".join)
WORDS = st.sampled_from((*STATES, *ACTS, *TAILS, "\n\n", "Q:", "MR. TAN:", "“", '"', "—", "…", "."))
SOUP = st.lists(st.one_of(WORDS, st.text(max_size=15)), max_size=25).map(" ".join)
DAYS = st.one_of(st.none(), st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)))
QUICK = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], derandomize=True)


def _evidence(coding: Coding) -> list[Evidence]:
    found = [event.trigger for event in coding.events]
    for statement in coding.statements:
        found += [statement.about, *([statement.condition] if statement.condition else [])]
    return found


def _actors(coding: Coding) -> list[Actor]:
    found = [actor for event in coding.events for actor in (*event.actors, *event.recipients)]
    found += [event.reported_by for event in coding.events if event.reported_by]
    for statement in coding.statements:
        found += [statement.speaker, *statement.addressees]
    return found


def _check(article: Article, coding: Coding) -> None:
    text = article.text
    for evidence in _evidence(coding):
        assert text[evidence.start : evidence.end] == evidence.text != ""
    for actor in _actors(coding):
        assert (actor.start is None) == (actor.end is None)
        if actor.start is not None:
            assert text[actor.start : actor.end] == actor.text != ""
    for record in (*coding.events, *coding.statements):
        sentence = text[record.start : record.end]
        assert sentence == sentence.strip() != ""
        assert 0 <= record.confidence <= 1
        assert record.article_id == article.article_id
    for event in coding.events:
        assert event.start <= event.trigger.start < event.trigger.end <= event.end
        assert event.quad_class == ontology.quad_class(event.event_type)
        assert event.score == ontology.score(event.event_type, event.mode)
        assert event.mode is None or event.mode in ontology.modes(event.event_type)
        assert any(actor.country for actor in (*event.actors, *event.recipients))
        assert not (event.reciprocal and event.recipients)
        assert (event.date_start is None) == (event.date_end is None) == (event.date_basis is None)
        assert not event.date_start or not event.date_end or event.date_start <= event.date_end
    identities = [event.event_id for event in coding.events]
    identities += [statement.statement_id for statement in coding.statements]
    assert len(identities) == len(set(identities))


@QUICK
@given(text=NEWS, published=DAYS, genre=st.sampled_from(GENRES))
def test_every_record_shows_its_evidence(
    coder: Coder, text: str, published: dt.date | None, genre: Genre
) -> None:
    article = make_article(text, published, "The Lake Post", None, genre)
    _check(article, coder.code_articles([article])[0])


@QUICK
@given(text=SOUP, published=DAYS, genre=st.sampled_from(GENRES))
def test_no_soup_of_words_breaks_it(
    coder: Coder, text: str, published: dt.date | None, genre: Genre
) -> None:
    article = make_article(text, published, None, None, genre)
    _check(article, coder.code_articles([article])[0])


@QUICK
@given(text=st.text(max_size=300))
def test_no_garbage_breaks_it(coder: Coder, text: str) -> None:
    article = make_article(f"Peru condemned {text} Chile.", "2024-05-15")
    _check(article, coder.code_articles([article])[0])


@settings(QUICK, max_examples=25)
@given(texts=st.lists(NEWS, min_size=2, max_size=4), data=st.data())
def test_an_article_does_not_depend_on_the_others(
    coder: Coder, texts: list[str], data: st.DataObject
) -> None:
    articles = [make_article(text, "2024-05-15", str(at)) for at, text in enumerate(texts)]
    alone = [coder.code_articles([article])[0] for article in articles]
    assert coder.code_articles(articles) == alone
    order = data.draw(st.permutations(range(len(articles))))
    shuffled = coder.code_articles([articles[at] for at in order])
    assert shuffled == [alone[at] for at in order]


def test_every_order_of_a_long_batch_gives_the_same(coder: Coder) -> None:
    pairs = itertools.product(STATES[:8], ACTS, STATES[2:6])
    texts = [f"{first} {act} {second}." for first, act, second in pairs]
    articles = [make_article(text, "2024-05-15", str(at)) for at, text in enumerate(texts)]
    together = coder.code_articles(articles)
    backwards = coder.code_articles(articles[::-1])[::-1]
    assert together == backwards
    assert together[:70] == coder.code_articles(articles[:70])


def test_another_coder_gives_the_same(coder: Coder) -> None:
    text = "Peru condemned Chile. Togo will visit Benin on Friday. Fiji accused Tonga of theft."
    assert Coder().code(text, published="2024-05-15") == coder.code(text, published="2024-05-15")


def test_tracing_changes_nothing(coder: Coder) -> None:
    article = make_article(
        "Peru condemned Chile.\n\nRain fell on the plain. The shop sold nine hats.\n\nTogo met Benin.",
        "2024-05-15",
    )
    (plain,) = coder.code_articles([article])
    (traced,) = coder.code_articles([article], trace=True)
    assert dataclasses.replace(traced, traces=[]) == plain
    assert [trace.sentence for trace in traced.traces] == [0, 1, 2, 3]
    assert traced.traces[2].skipped
    assert [event for trace in traced.traces for event in trace.events] == list(plain.events)


def test_explain_says_why_not(coder: Coder) -> None:
    first, second = coder.explain(
        "Peru condemned Chile. The shop sold nine hats.", published="2024-05-15"
    )
    assert len(first.events) == 1
    assert [mention.code for mention in first.mentions] == ["PER", "CHL"]
    assert "condemned/VBD" in first.parse
    assert second.skipped


@pytest.mark.parametrize("text", ["", " ", "\n\n \t", ".", "?!", "a", "—"])
def test_nothing_in_nothing(coder: Coder, text: str) -> None:
    assert coder.code(text, published="2024-05-15") == Coding([], [])


def test_a_very_long_sentence_is_rejected_with_a_reason(coder: Coder) -> None:
    long = "Peru condemned Chile and " + "so on and " * (MAX_SENTENCE // 10) + "so forth"
    coding = coder.code(f"{long}.\n\nTogo expelled a Beninese envoy.", published="2024-05-15")
    assert [event.actors[0].country for event in coding.events] == ["TGO"]
    (rejected,) = coding.rejected
    assert rejected.place == "sentence 0"
    assert "longer than" in rejected.reason
    assert rejected.advice
    assert rejected.article_id == coding.events[0].article_id


def test_two_states_and_no_act_are_rejected_with_a_reason(coder: Coder) -> None:
    (rejected,) = coder.code("Fiji lies north of New Zealand.", published="2024-05-15").rejected
    assert (rejected.stage, rejected.place) == ("coding", "sentence 0")
    assert rejected.reason


def test_identity_hangs_on_article_and_act(coder: Coder) -> None:
    text = "Peru condemned Chile."
    first, same = (
        coder.code(text, published="2024-05-15", outlet="A").events[0].event_id for _ in range(2)
    )
    other = coder.code(text, published="2024-05-15", outlet="B").events[0].event_id
    assert first == same != other
    assert coder.code(text, published="2024-05-15").events[0].coder == coder.name


@pytest.mark.parametrize("day", [dt.date(2024, 5, 15), dt.datetime(2024, 5, 15, 9, 30)])
def test_a_date_is_a_date_or_its_iso_form(coder: Coder, day: dt.date) -> None:
    text = "Peru condemned Chile."
    assert coder.code(text, published=day) == coder.code(text, published="2024-05-15")


def test_a_headline_of_one_verb_takes_no_date_away(coder: Coder) -> None:
    text = "China accused the United States of interference on Wednesday."
    (event,) = coder.code(
        text, published="2023-03-09", outlet="Harbour Post", title="accuse"
    ).events
    assert event.date_start == dt.date(2023, 3, 8)


def test_what_is_no_date_or_genre_is_refused(coder: Coder) -> None:
    with pytest.raises(InputError, match="'15 May 2024' is no date\nWrite it as"):
        coder.code("Peru condemned Chile.", published="15 May 2024")
    with pytest.raises(InputError, match="no genre 'blog'\nIt may be one of news, opinion"):
        coder.code("Peru condemned Chile.", genre="blog")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "shown"),
    [(None, "NoneType: None"), (123, "int: 123"), (b"Peru condemned Chile.", "bytes: b'Peru")],
)
def test_what_is_no_text_is_refused(coder: Coder, text: Any, shown: str) -> None:
    with pytest.raises(InputError, match=f"the text is of type {shown}.*\nGive the text itself"):
        coder.code(text)


@pytest.mark.parametrize("day", [5, 20240515, ["2024-05-15"], ""])
def test_what_is_no_day_of_publication_is_refused(coder: Coder, day: Any) -> None:
    with pytest.raises(InputError, match="is no date\nWrite it as 2021-03-04"):
        coder.code("Peru condemned Chile.", published=day)


def test_dateline_is_not_part_of_the_act(coder: Coder) -> None:
    text = "NAIROBI, May 14 (Wire) — Peru condemned Chile on Monday."
    (event,) = coder.code(text, published="2024-05-15").events
    assert [actor.country for actor in (*event.actors, *event.recipients)] == ["PER", "CHL"]
    assert str(event.date_start) == "2024-05-13"
    assert text[event.start : event.end] == text


def test_place_is_as_written(coder: Coder) -> None:
    (event,) = coder.code(
        "Peru's foreign minister met Chile's in Lima.", published="2024-05-15"
    ).events
    assert event.place == "Lima"


def test_confidence_is_within_bounds(coder: Coder) -> None:
    sure = coder.code("Peru condemned Chile.", published="2024-05-15").events[0].confidence
    unsure = (
        coder.code("Peru may condemn Chilean wine.", published="2024-05-15").events[0].confidence
    )
    assert 0 < unsure < sure < 1


ROW = "name\tcountry\tsector\nHarbour Authority\t{}\tGOV\n"


def own_names(folder, code, name="own.tsv"):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(ROW.format(code))
    return path


def test_what_is_a_users_own_is_in_the_coders_name(tmp_path):
    kenya, peru = own_names(tmp_path, "KEN"), own_names(tmp_path, "PER", "other.tsv")
    lists = tmp_path / "lists"
    lists.mkdir()
    (lists / "issues.tsv").write_text("issue\twords\nharbours\tharbour\n")
    asked = [
        {}, {"names": [kenya]}, {"names": [peru]}, {"names": [kenya, peru]}, {"names": [peru, kenya]},
        {"lists": lists}, {"calendar": Calendar(weeks="sunday")}, {"calendar": Calendar(fiscal=4)},
        {"names": [kenya], "lists": lists, "calendar": Calendar(fiscal=4)},
    ]  # fmt: skip
    names = [Coder(**each).name for each in asked]
    assert len(set(names)) == len(asked) and names[0] == CODER
    assert all(name.startswith(f"{CODER}-") for name in names[1:])
    assert names[-1].split("-")[::2] == ["detente", "names", "lists", "calendar"]


def test_what_changes_no_record_is_not_in_the_coders_name(tmp_path):
    empty = tmp_path / "lists"
    empty.mkdir()
    assert Coder(lists=empty, calendar=Calendar()).name == CODER
    here, there = own_names(tmp_path, "KEN"), own_names(tmp_path / "there", "KEN", "mine.tsv")
    assert Coder(names=[here]).name == Coder(names=[there]).name


def test_records_of_own_names_say_so(tmp_path):
    coder = Coder(names=[own_names(tmp_path, "KEN")])
    coding = coder.code("The Harbour Authority accused Peru of smuggling.")
    made = [*coding.events, *coding.statements]
    assert made and {each.coder for each in made} == {coder.name}
    usual = Coder().code("Kenya accused Peru of smuggling.").events
    own = coder.code("Kenya accused Peru of smuggling.").events
    assert {each.event_id for each in usual}.isdisjoint(each.event_id for each in own)
