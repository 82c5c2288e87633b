"""Which standing dialogues are named, whose they are, and what is told of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Code
from detente.coding.channels.listed import channel_list
from detente.coding.channels.words import forms_of, key_of
from detente.coding.coder import Coder, make_article
from detente.errors import LexiconError
from detente.records import ChannelReport

SAMPLE = Path(__file__).resolve().parents[2] / "examples" / "china-us" / "articles"

# text; what is reported: name, parties, number of the round, what is told and how it is put
TOLD = (
    ("The fourth round of the Norway-Chile Fisheries Dialogue was held in Bergen on Monday.",
     "Fisheries Dialogue CHL+NOR 4 held 2024-05-13"),
    ("Peru and Japan held the 12th session of their joint committee on mining in Lima on 3 May.",
     "joint committee on mining JPN+PER 12 held 2024-05-03"),
    ("Iran and Iraq held the first round of the Joint Water Commission on 5 May and 6 May.",
     "Joint Water Commission IRN+IRQ 1 held 2024-05-05 2024-05-06"),
    ("The sixth India-Japan 2+2 dialogue took place in Tokyo on Friday.",
     "2+2 Dialogue IND+JPN 6 held 2024-05-10"),
    ("The Estonia-Latvia working group on ferry traffic met in Riga on Thursday.",
     "working group on ferry traffic EST+LVA held 2024-05-09"),
    ("Peru's foreign minister met his Chilean counterpart for the third round of political "
     "consultations.", "Political Consultations CHL+PER 3 held 2024-05-15"),
    ("Turkey and Greece concluded the 63rd round of exploratory talks in Athens on Monday.",
     "Exploratory Talks GRC+TUR 63 held 2024-05-13"),
    ("After the 9th Kenya-Tanzania Trade Dialogue, ministers signed two accords.",
     "Trade Dialogue KEN+TZA 9 held undated"),
    # to come: only a date of its own
    ("Brazil and Argentina will hold the next round of the Southern Energy Dialogue on 4 July.",
     "Southern Energy Dialogue ARG+BRA planned/planned 2024-07-04"),
    ("The Bolivia-Paraguay Joint Border Committee will meet soon.",
     "Joint Boundary Commission BOL+PRY planned/planned undated"),
    ("Kenya and Uganda agreed to set up a joint commission on Lake Victoria and to open a bridge "
     "in July.", "joint commission on Lake Victoria KEN+UGA established/planned undated"),
    ("The 10th Kenya-Norway Trade Dialogue opens in Oslo on 4 July 2031.",
     "Trade Dialogue KEN+NOR 10 planned/planned 2031-07-04"),
    ("The minister will travel to Oslo ahead of the 9th Kenya-Norway Trade Dialogue.",
     "Trade Dialogue KEN+NOR 9 planned/planned undated"),
    ("Estonia and Latvia launched a working group on ferry traffic on Monday.",
     "working group on ferry traffic EST+LVA established 2024-05-13"),
    ("Fiji and Samoa opened a military hotline on Friday.",
     "Military Hotline FJI+WSM established 2024-05-10"),
    ("A second round of water talks between Malian and Nigerien envoys will be held on 4 July.",
     "water talks MLI+NER 2 planned/planned 2024-07-04"),
    ("The two sides, Kenya and Fiji, plan a dialogue on reefs and, in July, a visit.",
     "dialogue on reefs FJI+KEN planned/planned undated"),
    # one noun, several channels
    ("Peru and Chile agreed to set up a working group on fishing and on customs.",
     "working group on fishing CHL+PER established/planned undated; "
     "working group on customs CHL+PER established/planned undated"),
    ("Peru and Chile held a dialogue on trade and investment on Monday.",
     "dialogue on trade and investment CHL+PER held 2024-05-13"),
    ("China and the United States will hold consultations on maritime affairs and on Asia-Pacific "
     "affairs.", "Consultations on Maritime Affairs CHN+USA planned/planned undated; "
     "Consultations on Asia-Pacific Affairs CHN+USA planned/planned undated"),
    ("China and the United States are to hold talks on arms control and maritime matters.",
     "Consultations on Arms Control and Nonproliferation CHN+USA planned/planned undated; "
     "Consultations on Maritime Affairs CHN+USA planned/planned undated"),
    # broken off and taken up again
    ("Ghana suspended its maritime security dialogue with Togo on Tuesday.",
     "maritime security dialogue GHA+TGO suspended 2024-05-14"),
    ("France and Egypt put the strategic dialogue on hold on Monday.",
     "Strategic Dialogue EGY+FRA suspended 2024-05-13"),
    ("Thailand froze the border consultation mechanism with Cambodia on Monday, officials said.",
     "border consultation mechanism KHM+THA suspended 2024-05-13"),
    ("Peru and Chile broke off fisheries talks on Friday.",
     "fisheries talks CHL+PER suspended 2024-05-10"),
    ("Chile cancelled the annual strategic dialogue with Norway on Monday.",
     "Strategic Dialogue CHL+NOR cancelled 2024-05-13"),
    ("The 5th annual summit between India and Kenya was postponed on Monday.",
     "annual summit IND+KEN 5 cancelled 2024-05-13"),
    ("Chile and Norway resumed the Diplomatic and Security Dialogue on Monday.",  # listed for others
     "Diplomatic and Security Dialogue CHL+NOR resumed 2024-05-13"),
    ("Norway and Chile resumed the human rights dialogue on Monday.",
     "Human Rights Dialogue CHL+NOR resumed 2024-05-13"),
    ("The resumption of the Peru-Chile fisheries dialogue was announced on Monday.",
     "fisheries dialogue CHL+PER resumed 2024-05-13"),
    # not done
    ("Zambia urged Malawi to resume the annual water talks.",
     "annual water talks MWI+ZMB resumed/hypothetical undated"),
    ("Nepal has not restored the joint commission with Bhutan.",
     "Joint Commission BTN+NPL resumed/denied 2024-05-15"),
    ("Neither side announced a resumption of the Peru-Chile fisheries dialogue.",
     "fisheries dialogue CHL+PER resumed/denied 2024-05-15"),
    ("Oman and Yemen agreed to reopen the military hotline.",
     "Military Hotline OMN+YEM resumed/planned undated"),
    ("Chile wants its sanctions lifted before it returns to the fisheries dialogue with Peru.",
     "fisheries dialogue CHL+PER resumed/hypothetical undated"),
    ("Will Peru resume the fisheries dialogue with Chile?",
     "fisheries dialogue CHL+PER named"),
    # several in one sentence, told by one verb
    ("Chile cancelled three exchanges with Norway on Monday: the fisheries dialogue, "
     "the naval talks, and the cyber dialogue.",
     "fisheries dialogue CHL+NOR cancelled 2024-05-13; Cyber Dialogue CHL+NOR cancelled 2024-05-13"),
)  # fmt: skip


def line(told: ChannelReport) -> str:
    put = "" if told.status in (None, "done") else f"/{told.status}"
    days = [str(told.date_start), str(told.date_end)] if told.date_start else []
    parts = [told.channel, "+".join(told.parties), str(told.ordinal or ""), told.told + put]
    parts += list(dict.fromkeys(days)) if days or told.told == "named" else ["undated"]
    return " ".join(filter(None, parts))


@pytest.mark.parametrize(("text", "expected"), TOLD)
def test_what_is_told(code: Code, text: str, expected: str) -> None:
    assert "; ".join(map(line, code(text).channels)) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Norway and Chile held talks in Bergen on Monday.",
        "Kenya called for dialogue with Somalia.",
        "The Norwegian delegation left the talks with Chile.",
        "The first talks between Peru and Chile on fisheries since 2019 were held on Monday.",
        "The Senate Foreign Relations Committee praised Norway and Chile.",
        "Peru's election commission invited observers from Chile.",
        "Ghana and Togo held constructive high-level talks on Monday.",
        "Peru suspended peace talks with the rebels after a visit to Chile.",  # not with Chile
        "The first round of peace talks between Mali's government and the rebels began in Lima, Peru.",
        "Peru's envoys met Chile's. The Libyan joint military commission was suspended.",
        "Suicide hotline staff from Peru met colleagues from Chile.",
        "Norway's defence minister met his Chilean counterpart at the Shangri-La Dialogue.",
        "Norway and Chile spoke at the World Economic Forum.",
        "Peru and Chile held a summit in Lima.",
        "Peru and Chile held migration talks.",  # a listed name only of Cuba and the US
        "Peru and Chile spoke of the DPCT.",  # an acronym is known only for its own states
        "The fisheries dialogue was held on Monday.",  # of nobody known
    ],
)
def test_no_channel(code: Code, text: str) -> None:
    assert code(text).channels == []


def test_a_name_that_lacks_parties_is_explained(coder: Coder) -> None:
    (trace,) = coder.explain("Mali said that the annual water dialogue had been suspended.")
    assert trace.channels == ()
    assert trace.no_channel == (
        ("annual water dialogue", "a channel of nobody known: fewer than two parties are told"),
    )


@pytest.mark.parametrize(
    ("text", "parties", "read_from"),
    [
        ("The Chile-Norway Fisheries Dialogue resumed.", ("CHL", "NOR"), "name"),
        ("Chile resumed the fisheries dialogue with Norway.", ("CHL", "NOR"), "sentence"),
        ("Chile resumed its fisheries dialogue with the EU.", ("CHL", "IGO:EU"), "sentence"),
        ("Chile told Norway's envoys that both sides had resumed the fisheries dialogue.",
         ("CHL", "NOR"), "sentence"),
        ("Chile complained about Norway on Monday. It then suspended the fisheries dialogue.",
         ("CHL", "NOR"), "article"),
        ("Kenya and Peru held the third Strategic Economic Dialogue.", ("KEN", "PER"), "sentence"),
        ("China and India held the third Strategic Economic Dialogue.", ("CHN", "IND"), "list"),
        ("Greece and Turkey are neighbours. Greece broke off the exploratory talks.",
         ("GRC", "TUR"), "list"),
    ],
)  # fmt: skip
def test_whose_it_is(code: Code, text: str, parties: tuple[str, ...], read_from: str) -> None:
    (told,) = code(text).channels
    assert (told.parties, told.parties_from) == (parties, read_from)


def test_evidence_is_where_it_says(code: Code) -> None:
    text = (
        "The weather was fine. Norway and Chile suspended the 3rd round of the Ice Watch Dialogue."
    )
    (told,) = code(text).channels
    assert told.trigger is not None
    for part in (told.named, told.trigger):
        assert text[part.start : part.end] == part.text
    assert (told.named.text, told.trigger.text) == ("Ice Watch Dialogue", "suspended")
    assert text[told.start : told.end].startswith("Norway")


def test_who_says_so(code: Code) -> None:
    (told,) = code("Chile has suspended the fisheries dialogue with Norway, Peru said.").channels
    assert told.reported_by is not None
    assert told.reported_by.country == "PER"


def test_a_day_is_carried_as_events_have_it(code: Code) -> None:
    text = (
        "Chile accused Norway of meddling on Monday. It suspended the joint fisheries commission."
    )
    (told,) = code(text).channels
    assert (str(told.date_start), told.date_basis) == ("2024-05-13", "relative")


PAIRS = st.sampled_from(["Norway Chile", "Chile Norway", "Kenya Peru", "China Fiji", "Mali India"])
PATTERNS = (
    "{} suspended the fisheries dialogue with {} on Monday.",
    "{} and {} held the 4th round of the Ice Watch Dialogue on Monday.",
    "{} and {} agreed to set up a joint commission on ferry traffic.",
)


@given(pair=PAIRS, pattern=st.sampled_from(PATTERNS))
def test_no_state_is_favoured(code: Code, pair: str, pattern: str) -> None:
    one, other = (code(pattern.format(*names.split())) for names in (pair, "Zambia Japan"))
    alike = [
        [
            dataclasses.replace(
                told, channel_report_id="", article_id="", end=0, parties=(), named=None, trigger=None,
                reported_by=None,
            )
            for told in coding.channels
        ]
        for coding in (one, other)
    ]  # fmt: skip
    assert alike[0] == alike[1] != []


def test_a_look_for_channels_alone_changes_nothing_else(
    coder: Coder, monkeypatch: pytest.MonkeyPatch
) -> None:
    texts = [path.read_text("utf-8") for path in sorted(SAMPLE.glob("2023-1*.md"))]
    texts.append("Minutes of the Norway-Chile Joint Fisheries Committee fill four shelves.")
    articles = [make_article(text, "2023-12-31") for text in texts]
    with_look = coder.code_articles(articles)
    monkeypatch.setattr("detente.coding.preparing.worth_a_look", lambda *_: False)
    without = coder.code_articles(articles)
    for one, other in zip(with_look, without, strict=True):
        assert (one.events, one.statements, one.rejected) == (
            other.events, other.statements, other.rejected,
        )  # fmt: skip
    assert sum(len(c.channels) for c in with_look) > sum(len(c.channels) for c in without)


# Names


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("counter-narcotics talks", "Talks on Counternarcotics"),
        ("Defence Policy Dialogue", "defense policy dialogues"),
        ("talks between theatre commanders", "Theater Commanders' talks between"),
        ("climate change talks", "talks on climate change"),
        ("U.S.-Peru dialogue", "US Peru dialogue"),
    ],
)
def test_keys_join_ways_to_write_a_name(one: str, other: str) -> None:
    assert key_of(forms_of(one)) == key_of(forms_of(other))


@given(st.lists(st.sampled_from("fisheries Ice-Watch the on Trade 2+2 U.S. S&ED co-op".split())))
def test_keys_do_not_depend_on_order(words: list[str]) -> None:
    assert key_of(forms_of(" ".join(words))) == key_of(forms_of(" ".join(reversed(words))))


def test_each_listed_name_is_found_and_joins_under_its_own_key() -> None:
    known = channel_list()
    for held in known.aliases.values():
        for alias in held:
            if alias.of.kind is not None:
                assert alias.of.key == key_of(forms_of(alias.of.name))
                assert alias.of.parties == ("*",) or len(alias.of.parties) > 1


def test_listed_parties_are_states_that_exist() -> None:
    from detente.store import resolve_country

    listed = {alias.of for held in channel_list().aliases.values() for alias in held}
    codes = {code for row in listed for code in row.parties if code != "*"}
    assert {code for code in codes if resolve_country(code) != code} == set()


HEADER = "name\taliases\tparties\tkind\n"


def test_a_list_of_ones_own(tmp_path: Path) -> None:
    (tmp_path / "channels.tsv").write_text(
        HEADER + "Penguin Conclave\tpenguin meeting\tCHL|NOR\tdialogue\n", encoding="utf-8"
    )
    coder = Coder(lists=tmp_path)
    text = "Chile and Norway held the 3rd penguin meeting on Monday."
    (told,) = coder.code(text, published="2024-05-15").channels
    assert line(told) == "Penguin Conclave CHL+NOR 3 held 2024-05-13"


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        ("Penguin Conclave\t\tCHL|NOR\tparty", "no kind is called 'party'"),
        ("Penguin Conclave\t\t\tdialogue", "without name or parties"),
        ("\t\tCHL|NOR\tdialogue", "without name or parties"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, row: str, wrong: str) -> None:
    (tmp_path / "channels.tsv").write_text(HEADER + row + "\n", encoding="utf-8")
    with pytest.raises(LexiconError, match=wrong) as problem:
        channel_list(tmp_path)
    assert problem.value.where == "channels.tsv:2"


def test_no_listed_name_is_missed_by_the_first_look() -> None:
    known = channel_list()
    for held in known.aliases.values():
        for alias in held:
            written = alias.exact or " ".join(alias.forms)
            assert known.possible(f"{written} was held"), written


# text | what is told of which channel, in order
REFERRED = """
Peru and Chile met. The third round of water talks between Peru and Chile was held on 6 May. The talks were suspended on Friday, Peru told Chile. | water talks held, water talks suspended
The third round of water talks between Peru and Chile was held on 6 May. Peru suspended the talks with Bolivia on Friday. | water talks held
The third round of water talks between Peru and Chile was held on 6 May. On the day the talks opened Peru sanctioned Chile. | water talks held
Peru suspended the talks with Chile on Friday. | -
Peru praised the Peru-Chile Fisheries Dialogue. Those took place last Friday in Lima. | Fisheries Dialogue named, Fisheries Dialogue held
Peru spoke of the Peru-Chile Fisheries Dialogue. It was suspended on Monday. | Fisheries Dialogue named, Fisheries Dialogue suspended
Peru and Chile praised the Peru-Chile Fisheries Dialogue. They met on Monday. | Fisheries Dialogue named
Peru and Chile praised the Peru-Chile Fisheries Dialogue. Peru paid. It was suspended on Monday. | Fisheries Dialogue named
Peru and Chile suspended three sets of water talks on Monday. | -
"""  # noqa: E501


@pytest.mark.parametrize("row", REFERRED.strip().splitlines())
def test_the_talks_are_those_named_before(code: Code, row: str) -> None:
    text, wanted = row.split(" | ")
    told = [f"{report.channel} {report.told}" for report in code(text).channels]
    assert ", ".join(told or ["-"]) == wanted


def test_what_is_broken_off_in_one_breath_has_one_day(code: Code) -> None:
    text = (
        "Chile announced on Monday that it had cancelled the fisheries dialogue with Norway. "
        "Second, its cyber dialogue with Norway is suspended."
    )
    first, second = code(text).channels
    assert (first.told, second.told) == ("cancelled", "suspended")
    assert (second.date_start, second.date_basis) == (first.date_start, "relative")
