"""Whose words a clause is in, and which clauses take a position."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import Code
from detente.coding.coder import Coder
from detente.coding.sentences import split_sentences
from detente.coding.voice.quotes import closings, covering, meeting, quote_spans, turns
from detente.records import Actor, Statement

# text; who reports each of its events: `-` the outlet itself, else the phrase and its state
SPEAKERS = (
    ("Chad expelled two Libyan diplomats.", "-"),
    ("Chad expelled two Libyan diplomats, the Chadian government said.", "Chadian government TCD"),
    ("The Libyan government said Chad had expelled two Libyan diplomats.", "Libyan government LBY"),
    ("Chad expelled two Libyan diplomats, according to Radio Sahel.", "Radio Sahel None"),
    ("According to a diplomat, Chad expelled two Libyan envoys.", "diplomat None"),
    ("Chad has expelled two Libyan envoys, witnesses said.", "witnesses None"),
    ("Mali said on Monday that Niger had shelled a Malian village.", "Mali MLI"),
    ('"Uganda shelled a Kenyan village," said Kenya\'s president.', "Kenya's president KEN"),
    ("“Uganda shelled a Kenyan village,” Kenya’s president said.", "Kenya’s president KEN"),
    ('Kenya\'s president said: "Uganda shelled a Kenyan village."', "Kenya's president KEN"),
    (
        '"Peru shelled a village in Chile," Chile\'s president said. "Peru shelled Chile before."',
        "Chile's president CHL; Chile's president CHL",
    ),
    (
        "Chile's president spoke to Peru. \"Peru shelled a village in Chile,\" he said.",
        "-; he CHL",
    ),
    ("Peru's minister was angry. \"Chile seized Peru's boats,\" he said.", "he PER"),
    ("Chad has expelled two Libyan envoys, Mali's minister in Niamey said on Monday.",
     "Mali's minister MLI"),
    ("Mali said Niger had reported that Chad had expelled two Libyan envoys.", "Niger NER"),
    ("In the words of a diplomat, Chad has expelled two Libyan envoys.", "diplomat None"),
    ('"Uganda shelled a Kenyan village. Uganda shelled a Kenyan school," Kenya\'s president said.',
     "Kenya's president KEN; Kenya's president KEN"),
    ("Peru's claim that Chile had seized its boats was heard in silence.", "Peru PER"),
    # who thinks or wishes it does not vouch for it
    ("Kenya fears that Uganda has shelled a Kenyan village.", "-"),
    # scare quotes give nothing to anyone
    ('Chad expelled two "undesirable" Libyan diplomats.', "-"),
    # what a state does by speaking is its own act, told by the outlet
    ("Nepal accused India of meddling.", "-"),
    ("Oman confirmed that it had attacked Yemen.", "Oman OMN"),
    ("Benin's minister said: Togo has expelled two Beninese diplomats.", "Benin's minister BEN"),
)  # fmt: skip


def _by(actor: Actor | None) -> str:
    return f"{actor.text} {actor.country}" if actor else "-"


def test_reported_by(code: Code) -> None:
    def told(text: str) -> str:
        return "; ".join(_by(event.reported_by) for event in code(text).events)

    _most(SPEAKERS, told, 0.3)


# sentence in plain news; positions as `kind SPEAKER > ADDRESSEE`
POSITIONS = (
    ("Bolivia demanded that Chile open the port.", "demand BOL > CHL"),
    ("Mexico demanded an apology from Spain.", "demand MEX > ESP"),
    ("Australia insisted that Japan stop whaling.", "demand AUS > JPN"),
    ('"Uganda must open the border. We will not wait for Uganda," Kenya\'s president said.',
     "demand KEN > UGA"),
    ('"Chile must return the boats," Peru\'s minister told reporters.', "demand PER > CHL"),
    ("Kenya's minister said Uganda should open the border.", "demand KEN > UGA"),
    ("Bolivia appealed to Chile to open the port.", "appeal BOL > CHL"),
    ("Ukraine's president urged Germany to send tanks.", "appeal UKR > DEU"),
    ("Kenya asked Uganda to open the border.", "appeal KEN > UGA"),
    ("Nepal accused India of meddling.", "accusation NPL > IND"),
    ("Cuba condemned Panama over the tanker.", "accusation CUB > PAN"),
    ("Finland's premier said Russia was undermining the accord with Finland.",
     "accusation FIN > RUS"),
    ("Nepal warned India against meddling.", "warning NPL > IND"),
    ("Turkey threatened Greece with war.", "warning TUR > GRC"),
    ("Fiji's premier said the reef was a red line that must not be crossed.", "red-line FJI > -"),
    ("Italy will lift the ban if Malta reopens its port, the Italian minister said.",
     "commitment ITA > MLT; condition ITA > MLT"),
    ("Estonia pledged to support Latvia.", "commitment EST > LVA"),
    ("Laos promised Vietnam new roads.", "commitment LAO > VNM"),
    ("Cuba offered to host talks with Haiti.", "offer CUB > HTI"),
    ("Vietnam expressed its willingness to talk with China.", "offer VNM > CHN"),
    ("Iran denied that it had attacked Iraq.", "denial IRN > IRQ"),
    ("Guinea dismissed Senegal's charge as baseless.", "denial GIN > SEN"),
    ("Iraq praised Iran for its help.", "praise IRQ > IRN"),
    ("Norway welcomed Iceland's decision on cod.", "praise NOR > ISL"),
    ("Tonga's premier said relations with Fiji had improved.", "assessment TON > FJI"),
    # near misses of each kind
    ("Sweden did not demand anything of Norway.", ""),
    ("Ghana wants to demand an apology from Togo.", ""),
    ("A farmer demanded better pay in Kenya.", ""),
    ("Peru accepted the demand of Chile.", ""),
    ("The red line of the metro in Qatar opened near Bahrain's embassy.", ""),
    ("Relations between the players of Peru and Chile are good.", ""),
    ("Uganda must open the border with Kenya.", ""),
    ("If Peru loses, Chile will win the cup.", ""),
    ("The warning signs in Oman and Yemen are blue.", ""),
    ("Has Peru accused Chile of spying?", ""),
    ("Will Peru condemn Chile?", ""),
    ("Chile refused to condemn Peru.", ""),
    ("Vanuatu would reply if Samoa condemned Tonga.", ""),
)  # fmt: skip


# a statement of the foreign ministry of Benin; the positions that its last sentence takes
NEAR_MISSES = (
    ("Togo must hand back the boats.", "demand"),
    ("We hold Togo to the accord. Hand back the boats.", "demand"),
    ("We ask Togo to hand back the boats.", "appeal"),
    ("Togo has our boats. Please hand them back.", "appeal"),
    ("Togo will regret it.", "warning"),
    ("Togo has our boats. Whoever boards them will be fired on.", "warning"),
    ("Togo has our boats. Hand back the boats or we close the port.", "demand warning"),
    ("Togo has our boats. Let us talk.", "appeal"),
    ("Let Togo talk first.", "demand"),
    ("We will sign if Togo signs.", "commitment condition"),
    ("Togo has sent a note. We will never sign.", "red-line"),
    ("Togo has sent a note. There can be no talk of the lake.", "red-line"),
    ("Togo has sent a note. We will not sign until the gunboats leave.", "condition red-line"),
    ("Togo closed the road. Unless the road opens, we will recall our consul.",
     "condition warning"),
    ("We are ready to pave the road, if Togo likes.", "offer condition"),
    ("Togo has asked us. We will pave the road.", "commitment"),
    ("Togo has asked us. The road will be paved by May.", "commitment"),
    ("Togo has asked us. We could help them.", "offer"),
    ("Togo may send its pilots.", "offer"),
    ("Togo and we are near. Our two countries will grow closer.", "assessment"),
    ("Togo has asked us. We would have paved it.", ""),
    ("Togo has asked us. We will not raise the toll.", "commitment"),
    ("Togo has asked us. We will not share the toll.", "red-line"),
    ("Togo has charged us. We fired no shot.", "denial"),
    ("Togo has charged us. No shot was fired.", "denial"),
    ("Togo has charged us. The report is an invention.", "denial"),
    ("Togo has paid nothing.", "accusation"),
    ("Togo lies when it says that we fired.", "accusation denial"),
    ("Togo has asked us. We have nothing to add.", ""),
    ("Togo made an offer. We refused the offer.", ""),
)  # fmt: skip


def test_near_misses_are_told_apart(code: Code) -> None:
    def told(text: str) -> str:
        coding = code(text, genre="statement", outlet="Ministry of Foreign Affairs of Benin")
        last = text.rfind(". ") + 1
        kinds = [each.kind for each in coding.statements if each.about.start >= last]
        return " ".join(sorted(kinds))

    _most([(text, " ".join(sorted(kinds.split()))) for text, kinds in NEAR_MISSES], told, 0.0)


# text; each attribution as `source | cue | content`
ATTRIBUTIONS = (
    ("The bank will close, its owner said.", "its owner | said | The bank will close"),
    ("The owner, Ms. Hale said, is ill.", "Ms. Hale | said | The owner, Ms. Hale said, is ill"),
    ("According to a poll, most farmers are ill.", "poll | According | most farmers are ill"),
    ("Her claim that the bank is safe amused them.", "Her | claim | that the bank is safe"),
    ("Farmers want to sell.", "Farmers | want | to sell"),
    ('"The bank is shut," the owner said. "It will not open."',
     'owner | said | The bank is shut," the owner said. "It will not open'),
    ('Ms. Hale: "The bank is shut."', 'Ms. Hale | : | The bank is shut'),
    ("The bank has two rules: it opens late.", ""),
    ("You know the bank is old.", ""),
    ("The bank closed in May.", ""),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), ATTRIBUTIONS)
def test_attributions(coder: Coder, text: str, expected: str) -> None:
    found = coder.attributions(text)
    for each in found:
        for evidence in (each.content, each.cue):
            assert evidence is None or text[evidence.start : evidence.end] == evidence.text
    assert expected == "; ".join(
        f"{each.source.text} | {each.cue.text if each.cue else '-'} | {each.content.text}"
        for each in found
    )


def test_each_turn_of_a_transcript_is_attributed(coder: Coder) -> None:
    found = coder.attributions(TRANSCRIPT, genre="transcript")
    labels = [each.source.text for each in found if each.cue is None]
    assert labels == [turn.label for turn in turns(TRANSCRIPT)]


def test_a_quotation_closes_in_a_later_sentence() -> None:
    text = 'He left. "It is so. It was so," she said. "No."'
    sentences = split_sentences(text)
    spans = quote_spans(text)
    assert closings(spans, sentences) == {1: 2}
    assert [meeting(spans, each.start, each.end) for each in sentences] == [
        False,
        True,
        True,
        False,
    ]


def _held(statement: Statement) -> str:
    addressees = " ".join(str(actor.country) for actor in statement.addressees) or "-"
    return f"{statement.kind} {statement.speaker.country or statement.speaker.text} > {addressees}"


def _most(cases: Sequence[tuple[str, str]], told: Callable[[str], str], least: float) -> None:
    """That a share of texts is told as expected: what is learnt need not be right in each."""
    wrong = [f"{text} {found}" for text, expected in cases if (found := told(text)) != expected]
    share = 1 - len(wrong) / len(cases)
    assert share >= least, "\n".join([f"{share:.2f}", *wrong])


def test_positions(code: Code) -> None:
    def told(text: str) -> str:
        return "; ".join(sorted(_held(statement) for statement in code(text).statements))

    _most([(text, "; ".join(sorted(held.split("; ")))) for text, held in POSITIONS], told, 0.0)


def test_condition_is_the_if_clause(code: Code) -> None:
    text = "Italy will lift the ban if Malta reopens its port, the Italian minister said."
    (found,) = {statement.condition for statement in code(text).statements}
    assert found is not None
    assert found.text == "if Malta reopens its port"


def test_quoted_or_not(code: Code) -> None:
    quoted = code('Kenya\'s president said: "Uganda must withdraw its army from Kenya."')
    plain = code("Kenya's president said Uganda must withdraw its army from Kenya.")
    assert [s.quoted for s in quoted.statements] == [True]
    assert [s.quoted for s in plain.statements] == [False]


TRANSCRIPT = (
    "Briefing at Kenya's foreign ministry\n\n"
    "Q: Did Uganda attack Kenya? You said Uganda had shelled Kenya.\n"
    "MR. MWANGI: We condemn Uganda. Uganda must open the border to Kenya.\n"
    "Q: Will Kenya expel the Ugandan envoy?\n"
    "MR. MWANGI: Kenya expelled a Ugandan envoy on Monday.\n"
)


def test_turns() -> None:
    found = turns(TRANSCRIPT)
    assert [turn.label for turn in found] == ["Q", "MR. MWANGI", "Q", "MR. MWANGI"]
    assert [TRANSCRIPT[t.start : t.end].split()[0] for t in found] == ["Did", "We", "Will", "Kenya"]
    assert turns("MR. MWANGI: One label is not a transcript.") == []


def test_official_statement_speaks_for_its_issuer(code: Code) -> None:
    text = "We strongly condemn Bolivia's attack on the post. Bolivia must withdraw its troops."
    found = code(text, genre="statement", outlet="Ministry of Foreign Affairs of Chile").statements
    assert {each.speaker.country for each in found} == {"CHL"}


def test_opinion_piece_speaks_for_its_outlet(code: Code) -> None:
    text = "Uganda is bullying Kenya. Uganda should open the border to Kenya at once."
    found = code(text, genre="opinion", outlet="The Lake Post").statements
    assert {(s.speaker.country, s.speaker.name, s.speaker.start) for s in found} == {
        (None, "The Lake Post", None)
    }


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said: "We will go home now."', ["We will go home now."]),
        ("“We will go home,” he said. “And soon we will be back.”",
         ["We will go home,", "And soon we will be back."]),
        ('A "so-called" truce.', []),
        ("“We will never close the border\n\n“And we will stay.”",
         ["We will never close the border\n\n“And we will stay."]),
        ("“We will never close it\n\nThe talks went on.", ["We will never close it"]),
        ("No quotation at all.", []),
    ],
)  # fmt: skip
def test_quotations(text: str, quoted: list[str]) -> None:
    assert [text[slice(*span)] for span in quote_spans(text)] == quoted


@given(st.text(alphabet='ab “”"\n.', max_size=80))
def test_quotations_are_in_order_and_hold_what_they_cover(text: str) -> None:
    spans = quote_spans(text)
    assert spans == sorted(spans)
    for start, end in spans:
        assert 0 <= start <= end <= len(text)
        assert covering(spans, start) == ((start, end) if start < end else None)
