"""Issues and contexts of sentences written for this test, and the tracks that their words speak for."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.topics import (
    CONTEXTS,
    SPEAKING,
    TRACKS,
    context_names,
    issue_names,
    lint,
    load_lists,
    spoken_for,
    text_around,
    topics_of,
    track_names,
)
from detente.errors import LexiconError

# sentence with [actors and recipients] and {the act}; a track that its words speak for; issues among all
CASES = (
    """
[President Lula] {met [President Petro] in Bogota to discuss the Amazon rainforest}
    # leaders # environment
[Prime Minister Modi] {spoke by telephone with [Prime Minister Albanese]}
    # leaders #
[King Abdullah] {held talks with [Chancellor Scholz] on aid to Gaza}
    # leaders # gaza-war aid
[Ruto] {arrived in Addis Ababa for a state visit at the invitation of [Abiy]}
    # leaders # summits
[The presidents of Chile] and [Bolivia] {exchanged letters on the restoration of ties}
    # leaders # diplomatic-relations
[President Erdogan] {ordered the army to shell positions in [Syria]}
    # military #
[President Tokayev] {imposed duties on steel from [Ukraine]}
    # economic # steel
[The foreign ministers of Greece] and [Turkey] {met in Ankara to discuss the Aegean}
    # diplomatic # aegean
[Peru's foreign ministry] {recalled its ambassador from [Mexico]}
    # diplomatic # diplomatic-relations
[Moldova] {expelled a [Russian] diplomat, declaring him persona non grata}
    # diplomatic # diplomatic-expulsions
[Lavrov] {discussed the next steps with [Fidan]}
    # #
[Algeria] {severed ties with [Morocco] over Western Sahara}
    # diplomatic # western-sahara diplomatic-relations
[Qatar] {offered to mediate between [Chad] and the rebels in peace talks}
    # diplomatic # peace-talks insurgency
[The Vatican] {opened an embassy in [Oman]}
    # diplomatic # diplomatic-relations
[Bhutan] {voiced regret to [Nepal]}
    # #
[Defence Minister Guerini] {hosted his counterpart, [the Slovenian defence minister]}
    # military #
[Pakistan's army] {fired mortars across the Line of Control at [Indian soldiers]}
    # military # kashmir
[Two French frigates] {transited the Taiwan Strait, angering [China]}
    # military # taiwan freedom-of-navigation
[Norwegian fighter jets] {intercepted two [Russian] bombers}
    # military #
[The United States] {shot down a [Chinese] balloon}
    # military # balloon
[Sweden] {approved arms sales to [Thailand]}
    # military # arms-sales
[Vietnam] and [Laos] {held joint drills near the border}
    # military # military-exercises borders
[North Korea] {launched a ballistic missile towards the waters of [Japan]}
    # military # missile-tests
[Armenia] and [Azerbaijan] {agreed to a ceasefire in Nagorno-Karabakh}
    # military # nagorno-karabakh ceasefire
[Egypt] {deployed troops on its frontier with [Libya]}
    # military # borders
[The treasury secretary] {met [the finance minister] of Kenya on debt relief}
    # economic # debt
[Canada] {imposed tariffs on aluminium from [the United States]}
    # economic # tariffs steel
[The governor of the Turkish central bank] {signed a currency swap with [Qatar]}
    # economic # currency
[Indonesia] {banned exports of nickel ore to [the European Union]}
    # economic # critical-minerals export-controls
[Saudi Arabia] {agreed to supply crude to [Pakistan] on deferred payment}
    # economic # oil
[Switzerland] {froze the assets of two [Belarusian] banks}
    # economic # asset-freezes
[Gazprom] {cut gas supplies to [Bulgaria] through the pipeline}
    # economic # gas pipelines
[Argentina] {complained to the WTO about [Vietnam's] dumping of steel}
    # economic # wto anti-dumping
[Ecuador] and [South Korea] {concluded a free trade agreement}
    # economic # trade
[Sri Lanka] {asked [Japan] for a loan to build a railway}
    # economic # infrastructure
[Zambia's creditors], [France] among them, {agreed to restructure its debt}
    # economic # debt
[The Netherlands] {imposed export controls on lithography machines bound for [China]}
    # technology # export-controls semiconductors
[Huawei] {was shut out of the 5G network of [Romania]}
    # technology # telecoms
[Hackers] {hacked the servers of [Costa Rica]}
    # technology # cyberattacks
[India] {launched a satellite for [Brazil]}
    # technology # space
[Britain] and [Singapore] {agreed to share research on artificial intelligence}
    # technology # artificial-intelligence
[Albania] {blamed [Iran] for a ransomware attack}
    # technology # cyberattacks
[A Cuban table tennis team] {played in [Jamaica]}
    # people # sports
[China] {will lend two giant pandas to [Spain]}
    # people # pandas
[Hungary] {offered scholarships to students from [Mongolia]}
    # people # students
[Morocco] and [Israel] {resumed direct flights}
    # people # flights
[Japan] {waived visas for tourists from [Brazil]}
    # people # visas tourism
[The Vienna orchestra] {gave a concert in [Tehran]}
    # people # culture
[Britain] {returned looted bronzes to [Nigeria]}
    # people #
[Iranian pilgrims] {travelled to [Saudi Arabia] for the hajj}
    # people # religion
[A Spanish court] {indicted two officers of [Guatemala]}
    # legal #
[Colombia] {extradited a drug lord to [the United States]}
    # legal # extradition
[Gambia] {took [Myanmar] to the International Court of Justice over the Rohingya}
    # legal # rohingya international-courts
[Prosecutors in Poland] {charged a [Ukrainian] with sabotage}
    # legal # sabotage
[Turkish police] {arrested five [Uzbeks]}
    # legal #
[Greek rescuers] {flew to [Turkey] after the earthquake}
    # humanitarian # disasters
[Uganda] {opened its border to refugees from [South Sudan]}
    # humanitarian # refugees south-sudan
[Cuba] {sent a medical team to [Haiti] during the cholera outbreak}
    # humanitarian # health
[Germany] {delivered food aid and tents to [Somalia]}
    # humanitarian # aid
[India] {donated vaccines to [the Maldives]}
    # humanitarian # vaccines
[Estonia] {unmasked a ring of spies run by [Russian intelligence]}
    # information # espionage
[Ethiopia] {withdrew the accreditation of a correspondent of [a British newspaper]}
    # information # journalists
[Latvia] {took a [Russian] television channel off the air for propaganda}
    # information # broadcasting disinformation
[South Korea] {resumed loudspeaker broadcasts at [North Korea]}
    # information # broadcasting
[Belgium] {accused [Rwanda] of spying on exiles}
    # information # espionage
[The Philippines] {accused [China's coast guard] of ramming a boat at Second Thomas Shoal}
    # military # south-china-sea
[The IAEA] {found that [Iran] had enriched uranium beyond the limit}
    # # iran-nuclear
[Egypt] {demanded that [Ethiopia] stop filling the dam on the Nile}
    # # nile-dam
[Spain] {complained to [Britain] about fishing off Gibraltar}
    # # gibraltar fishing
[Guyana] {rejected the claim of [Venezuela] to Essequibo}
    # # essequibo
[Serbia] {refused to recognise Kosovo, telling [Albania] so}
    # # kosovo
[Mauritius] {won back the Chagos islands from [Britain]}
    # # chagos-islands
""".strip()
    .replace("\n    #", " #")
    .splitlines()
)


def _read(case: str) -> tuple[str, str, list[str], str, set[str]]:
    """Sentence, act, phrases, track, issues."""
    marked, track, issues = (part.strip() for part in case.split("#"))
    act = re.search(r"\{(.*)\}", marked)
    assert act is not None
    sentence, near = re.sub(r"[\[\]{}]", "", marked), re.sub(r"[\[\]]", "", act[1])
    return sentence, near, re.findall(r"\[(.*?)\]", marked), track, set(issues.split())


def _tracks(spoken: np.ndarray) -> list[set[str]]:
    """The tracks that something speaks for, by where it stands."""
    rows = spoken.reshape(-1, len(TRACKS))
    return [{TRACKS[number] for number in np.flatnonzero(row)} for row in rows]


@pytest.mark.parametrize("case", CASES)
def test_words_and_issues(case: str) -> None:
    sentence, near, phrases, track, issues = _read(case)
    by = _tracks(spoken_for(sentence, phrases=phrases, near=near))
    assert not track or any(track in each for each in by)
    assert issues <= set(topics_of(sentence, near=near).issues)


def test_packaged_lists_are_clean() -> None:
    assert lint() == []
    assert track_names() == TRACKS
    assert context_names() == CONTEXTS
    assert set(load_lists().names("contexts")) == set(CONTEXTS)
    assert set(load_lists().names("tracks")) == set(TRACKS)
    assert len(issue_names()) >= 90


@given(case=st.sampled_from(CASES), data=st.data())
def test_order_of_phrases_does_not_matter(case: str, data: st.DataObject) -> None:
    sentence, near, phrases, *_ = _read(case)
    shuffled = data.draw(st.permutations(phrases))
    one, other = (spoken_for(sentence, phrases=each, near=near) for each in (phrases, shuffled))
    assert one.tolist() == other.tolist()


@given(st.text(), st.text(), st.lists(st.text(), max_size=3))
def test_of_any_text_names_of_the_lists_are_told(
    sentence: str, near: str, phrases: list[str]
) -> None:
    topics = topics_of(sentence, near=near)
    assert set(topics.issues) <= set(issue_names())
    assert set(topics.contexts) <= set(CONTEXTS)
    spoken = spoken_for(sentence, phrases=phrases, near=near, about=phrases)
    assert spoken.shape == (SPEAKING,) and spoken.min() >= 0 and spoken.max() <= 2


def test_where_words_stand_is_kept_apart() -> None:
    spoken = spoken_for(
        "The army watched as tariffs rose.",
        phrases=["Peru's foreign ministry", "its ambassador"],
        near="tariffs rose",
        about=["Chip exports", ""],
    )
    parties, near, sentence, about = _tracks(spoken)
    assert parties == {"diplomatic"} and near == {"economic"}
    assert sentence == {"economic", "military"} and about == {"economic", "technology"}
    assert spoken[TRACKS.index("diplomatic")] == 2


def test_around_an_act_its_sentence_bounds_the_text() -> None:
    text = "One. " + "a" * 100 + " struck " + "b" * 30 + ". Next."
    start, end = text.index("struck"), text.index("struck") + 6
    near = text_around(text, (start, end), (5, text.index(". Next") + 1))
    assert near.startswith("a" * 59 + " struck ") and near.endswith("b.")


@pytest.mark.parametrize(
    ("sentence", "issue", "found"),
    [
        ("The AI treaty was signed.", "artificial-intelligence", True),
        ("Ai Weiwei spoke.", "artificial-intelligence", False),
        ("TARIFFS ROSE", "tariffs", True),
        ("The envoy reached Chipping Norton.", "semiconductors", False),
        ("An export-control list was published.", "export-controls", True),
        ("Police fired tear gas.", "gas", False),
        ("They traded barbs.", "trade", False),
        ("Trade barbs flew before the trade talks.", "trade", True),
        ("Ukraine sold wheat to Lebanon.", "ukraine-war", False),
        ("Ukrainian cities suffer from the war.", "ukraine-war", True),
        ("It restricts the exports of graphite.", "export-controls", True),
    ],
)
def test_how_words_match(sentence: str, issue: str, found: bool) -> None:
    assert (issue in topics_of(sentence).issues) is found


def test_issues_near_the_act_come_first() -> None:
    sentence = "Amid a row over fishing, Norway raised tariffs on cheese."
    assert topics_of(sentence, near="raised tariffs on cheese").issues == ("tariffs", "fishing")


def test_contexts() -> None:
    sentence = "Refugees fled the shelling after the election."
    assert topics_of(sentence).contexts == ("military", "election", "asylum")


def test_nothing_speaks() -> None:
    topics = topics_of("")
    assert (topics.issues, topics.contexts) == ((), ())
    assert not spoken_for("").any()


def _folder(path: Path, name: str, text: str) -> Path:
    (path / name).write_text(text, encoding="utf-8")
    return path


def test_own_list_replaces_one_file(tmp_path: Path) -> None:
    lists = load_lists(_folder(tmp_path, "issues.tsv", "issue\twords\ncheese\tcheese*|Brie\n"))
    topics = topics_of("Norway raised tariffs on cheeses.", lists=lists)
    assert topics.issues == ("cheese",)
    assert "economic" in _tracks(spoken_for("Norway raised tariffs on cheeses.", lists=lists))[1]
    assert lists.names("issues") == ("cheese",)


def test_lint_tells_where(tmp_path: Path) -> None:
    text = "track\tkind\twords\nsea\twords\tboat\npeople\tactors\t\nlegal\tlaws\tlaw|law|*\n"
    folder = _folder(tmp_path, "tracks.tsv", text)
    _folder(tmp_path, "issues.tsv", "issue\twords\nTwo Words\tx\n")
    assert lint(folder) == [
        "tracks.tsv:2: unknown track 'sea'",
        "tracks.tsv:3: no words for 'people'",
        "tracks.tsv:4: unknown kind 'laws'",
        "tracks.tsv:4: nothing to look for in '*'",
        "tracks.tsv:4: 'law' of 'legal' stands in tracks.tsv:4 too",
        "issues.tsv:2: issue 'Two Words' is not lower-case words joined by hyphens",
    ]
    with pytest.raises(LexiconError, match=r"tracks\.tsv:2"):
        load_lists(folder)
