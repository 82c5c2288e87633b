"""Tracks, issues and contexts of sentences written for this test."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.coding.topics import (
    CONTEXTS,
    TRACKS,
    context_names,
    issue_names,
    lint,
    load_lists,
    topics_of,
    track_names,
)
from detente.errors import LexiconError

# sentence with [actors and recipients] and {the act}; type; offices; main track; issues among all
CASES = (
    """
[President Lula] {met [President Petro] in Bogota to discuss the Amazon rainforest}
    # CONSULT # head-of-state # leaders # environment
[Prime Minister Modi] {spoke by telephone with [Prime Minister Albanese]}
    # CONSULT # # leaders #
[King Abdullah] {held talks with [Chancellor Scholz] on aid to Gaza}
    # CONSULT # # leaders # gaza-war aid
[Ruto] {arrived in Addis Ababa for a state visit at the invitation of [Abiy]}
    # CONSULT # head-of-state # leaders # summits
[The presidents of Chile] and [Bolivia] {exchanged letters on the restoration of ties}
    # CONSULT # # leaders # diplomatic-relations
[President Erdogan] {ordered the army to shell positions in [Syria]}
    # ASSAULT # head-of-state # military #
[President Tokayev] {imposed duties on steel from [Ukraine]}
    # SANCTION # head-of-state # economic # steel
[The foreign ministers of Greece] and [Turkey] {met in Ankara to discuss the Aegean}
    # CONSULT # # diplomatic # aegean
[Peru's foreign ministry] {recalled its ambassador from [Mexico]}
    # SANCTION # # diplomatic # diplomatic-relations
[Moldova] {expelled a [Russian] diplomat, declaring him persona non grata}
    # SANCTION # # diplomatic # diplomatic-expulsions
[Lavrov] {discussed the next steps with [Fidan]}
    # CONSULT # foreign-minister # diplomatic #
[Algeria] {severed ties with [Morocco] over Western Sahara}
    # SANCTION # # diplomatic # western-sahara diplomatic-relations
[Qatar] {offered to mediate between [Chad] and the rebels in peace talks}
    # AGREE # # diplomatic # peace-talks insurgency
[The Vatican] {opened an embassy in [Oman]}
    # COOPERATE # # diplomatic # diplomatic-relations
[Bhutan] {voiced regret to [Nepal]}
    # CONCEDE # # diplomatic #
[Defence Minister Guerini] {hosted his counterpart, [the Slovenian defence minister]}
    # CONSULT # # military #
[Pakistan's army] {fired mortars across the Line of Control at [Indian soldiers]}
    # ASSAULT # # military # kashmir
[Two French frigates] {transited the Taiwan Strait, angering [China]}
    # MOBILIZE # # military # taiwan freedom-of-navigation
[Norwegian fighter jets] {intercepted two [Russian] bombers}
    # MOBILIZE # # military #
[The United States] {shot down a [Chinese] balloon}
    # ASSAULT # # military # balloon
[Sweden] {approved arms sales to [Thailand]}
    # AGREE # # military # arms-sales
[Vietnam] and [Laos] {held joint drills near the border}
    # COOPERATE # # military # military-exercises borders
[North Korea] {launched a ballistic missile towards the waters of [Japan]}
    # MOBILIZE # # military # missile-tests
[Armenia] and [Azerbaijan] {agreed to a ceasefire in Nagorno-Karabakh}
    # AGREE # # military # nagorno-karabakh ceasefire
[Egypt] {deployed troops on its frontier with [Libya]}
    # MOBILIZE # # military # borders
[The treasury secretary] {met [the finance minister] of Kenya on debt relief}
    # CONSULT # # economic # debt
[Canada] {imposed tariffs on aluminium from [the United States]}
    # SANCTION # # economic # tariffs steel
[The governor of the Turkish central bank] {signed a currency swap with [Qatar]}
    # AGREE # central-bank # economic # currency
[Indonesia] {banned exports of nickel ore to [the European Union]}
    # SANCTION # # economic # critical-minerals export-controls
[Saudi Arabia] {agreed to supply crude to [Pakistan] on deferred payment}
    # AGREE # # economic # oil
[Switzerland] {froze the assets of two [Belarusian] banks}
    # SANCTION # # economic # asset-freezes
[Gazprom] {cut gas supplies to [Bulgaria] through the pipeline}
    # COERCE # # economic # gas pipelines
[Argentina] {complained to the WTO about [Vietnam's] dumping of steel}
    # ACCUSE # # economic # wto anti-dumping
[Ecuador] and [South Korea] {concluded a free trade agreement}
    # AGREE # # economic # trade
[Sri Lanka] {asked [Japan] for a loan to build a railway}
    # REQUEST # # economic # infrastructure
[Zambia's creditors], [France] among them, {agreed to restructure its debt}
    # AGREE # # economic # debt
[The Netherlands] {imposed export controls on lithography machines bound for [China]}
    # SANCTION # # technology # export-controls semiconductors
[Huawei] {was shut out of the 5G network of [Romania]}
    # SANCTION # # technology # telecoms
[Hackers] {hacked the servers of [Costa Rica]}
    # COERCE # # technology # cyberattacks
[India] {launched a satellite for [Brazil]}
    # COOPERATE # # technology # space
[Britain] and [Singapore] {agreed to share research on artificial intelligence}
    # AGREE # # technology # artificial-intelligence
[Albania] {blamed [Iran] for a ransomware attack}
    # ACCUSE # # technology # cyberattacks
[A Cuban table tennis team] {played in [Jamaica]}
    # COOPERATE # # people # sports
[China] {will lend two giant pandas to [Spain]}
    # AGREE # # people # pandas
[Hungary] {offered scholarships to students from [Mongolia]}
    # AID # # people # students
[Morocco] and [Israel] {resumed direct flights}
    # COOPERATE # # people # flights
[Japan] {waived visas for tourists from [Brazil]}
    # CONCEDE # # people # visas tourism
[The Vienna orchestra] {gave a concert in [Tehran]}
    # COOPERATE # # people # culture
[Britain] {returned looted bronzes to [Nigeria]}
    # CONCEDE # # people #
[Iranian pilgrims] {travelled to [Saudi Arabia] for the hajj}
    # COOPERATE # # people # religion
[A Spanish court] {indicted two officers of [Guatemala]}
    # SANCTION # # legal #
[Colombia] {extradited a drug lord to [the United States]}
    # COOPERATE # # legal # extradition
[Gambia] {took [Myanmar] to the International Court of Justice over the Rohingya}
    # ACCUSE # # legal # rohingya international-courts
[Prosecutors in Poland] {charged a [Ukrainian] with sabotage}
    # ACCUSE # # legal # sabotage
[Turkish police] {arrested five [Uzbeks]}
    # COERCE # # legal #
[Greek rescuers] {flew to [Turkey] after the earthquake}
    # AID # # humanitarian # disasters
[Uganda] {opened its border to refugees from [South Sudan]}
    # AID # # humanitarian # refugees south-sudan
[Cuba] {sent a medical team to [Haiti] during the cholera outbreak}
    # AID # # humanitarian # health
[Germany] {delivered food aid and tents to [Somalia]}
    # AID # # humanitarian # aid
[India] {donated vaccines to [the Maldives]}
    # AID # # humanitarian # vaccines
[Estonia] {unmasked a ring of spies run by [Russian intelligence]}
    # ACCUSE # # information # espionage
[Ethiopia] {withdrew the accreditation of a correspondent of [a British newspaper]}
    # SANCTION # # information # journalists
[Latvia] {took a [Russian] television channel off the air for propaganda}
    # COERCE # # information # broadcasting disinformation
[South Korea] {resumed loudspeaker broadcasts at [North Korea]}
    # PROTEST # # information # broadcasting
[Belgium] {accused [Rwanda] of spying on exiles}
    # ACCUSE # # information # espionage
[The Philippines] {accused [China's coast guard] of ramming a boat at Second Thomas Shoal}
    # ACCUSE # # military # south-china-sea
[The IAEA] {found that [Iran] had enriched uranium beyond the limit}
    # ACCUSE # # # iran-nuclear
[Egypt] {demanded that [Ethiopia] stop filling the dam on the Nile}
    # REQUEST # # # nile-dam
[Spain] {complained to [Britain] about fishing off Gibraltar}
    # ACCUSE # # # gibraltar fishing
[Guyana] {rejected the claim of [Venezuela] to Essequibo}
    # REJECT # # # essequibo
[Serbia] {refused to recognise Kosovo, telling [Albania] so}
    # REJECT # # # kosovo
[Mauritius] {won back the Chagos islands from [Britain]}
    # CONCEDE # # # chagos-islands
""".strip()
    .replace("\n    #", " #")
    .splitlines()
)


def _read(case: str) -> tuple[dict[str, object], str, set[str]]:
    marked, event_type, office, track, issues = (part.strip() for part in case.split("#"))
    act = re.search(r"\{(.*)\}", marked)
    assert act is not None
    asked: dict[str, object] = {
        "sentence": re.sub(r"[\[\]{}]", "", marked),
        "phrases": re.findall(r"\[(.*?)\]", marked),
        "act": re.sub(r"[\[\]]", "", act[1]),
        "event_type": event_type,
        "offices": office.split(),
    }
    return asked, track, set(issues.split())


@pytest.mark.parametrize("case", CASES)
def test_track_and_issues(case: str) -> None:
    asked, track, issues = _read(case)
    topics = topics_of(**asked)  # type: ignore[arg-type]
    assert not track or topics.tracks[0] == track
    assert len(topics.tracks) <= 2
    assert issues <= set(topics.issues)


def test_packaged_lists_are_clean() -> None:
    assert lint() == []
    assert track_names() == TRACKS
    assert context_names() == CONTEXTS
    assert set(load_lists().names("contexts")) == set(CONTEXTS)
    assert set(load_lists().names("tracks")) == set(TRACKS)
    assert len(issue_names()) >= 90


@given(case=st.sampled_from(CASES), data=st.data())
def test_order_of_phrases_does_not_matter(case: str, data: st.DataObject) -> None:
    asked, _, _ = _read(case)
    shuffled = data.draw(st.permutations(asked["phrases"]))  # type: ignore[arg-type,var-annotated]
    assert topics_of(**asked) == topics_of(**{**asked, "phrases": shuffled})  # type: ignore[arg-type]


@given(st.text(), st.text())
def test_any_text_has_a_track_of_the_list(sentence: str, act: str) -> None:
    topics = topics_of(sentence, act=act)
    assert topics.tracks and set(topics.tracks) <= set(TRACKS)
    assert set(topics.issues) <= set(issue_names())
    assert set(topics.contexts) <= set(CONTEXTS)


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
    assert topics_of(sentence, act="raised tariffs on cheese").issues == ("tariffs", "fishing")


def test_contexts() -> None:
    sentence = "Refugees fled the shelling after the election."
    assert topics_of(sentence).contexts == ("military", "election", "asylum")


def test_nothing_speaks() -> None:
    topics = topics_of("")
    assert (topics.tracks, topics.issues, topics.contexts) == (("diplomatic",), (), ())


def test_leaders_only_where_they_meet() -> None:
    sentence = "President Boric criticised Venezuela."
    assert topics_of(sentence, phrases=["President Boric"], event_type="ACCUSE").tracks == (
        "diplomatic",
    )


def _folder(path: Path, name: str, text: str) -> Path:
    (path / name).write_text(text, encoding="utf-8")
    return path


def test_own_list_replaces_one_file(tmp_path: Path) -> None:
    lists = load_lists(_folder(tmp_path, "issues.tsv", "issue\twords\ncheese\tcheese*|Brie\n"))
    topics = topics_of("Norway raised tariffs on cheeses.", lists=lists)
    assert topics.issues == ("cheese",)
    assert topics.tracks == ("economic",)
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
