"""What is left to the sentences around: whose paper, whom `this`, `it`, `the pair` means.

A case is `text | record; record`; the records are those of its last sentence.
"""

from __future__ import annotations

import pytest

from conftest import Code, Tell

REFERENCE = """
Peru has raised its tax on grapes from Chile. In a statement it called on Peru to lower the tax.
  | REQUEST CHL > PER
Ghana on Friday published a paper on borders. In Lomé, Togo's president dismissed the paper.
  | REJECT TGO > GHA
Samoa allowed the rebels, whom Tonga shelters, to pass through its waters. Fiji strongly condemns this.
  | ACCUSE/disapprove FJI > WSM
Four members of Kenya's parliament met Tanzania's president. Uganda accused the lawmakers of meddling.
  | ACCUSE/allege UGA > KEN
Oman's frigate and Qatar's cutter sailed past the port. Iran tracked the pair. | MOBILIZE IRN > OMN & QAT
Mali tracked, photographed and warned off a Nigerien patrol. | MOBILIZE MLI > NER
Norway's foreign minister joined Iceland and Denmark in condemning Russia's test.
  | ACCUSE/disapprove DNK & ISL & NOR > RUS
Malawi objected to the way Zambia treats its traders. | ACCUSE/disapprove MWI > ZMB
Bhutan imposed a tax on Nepal and later lifted it. | COERCE/restrict BTN > NPL
Latvia's foreign minister voiced alarm about the rule in a telephone conversation with Estonia's minister.
  | CONSULT/phone EST + LVA
Serbia told Kosovo there would be no concessions on the bridge. | REJECT/yield SRB > XKX
Chad refused to rule out force against Libya. | THREATEN/violence TCD > LBY
Gabon's president called on Togo's prime minister at his home. | CONSULT/visit GAB > TGO
A clerk said the president of Peru was asked whether Chile had attacked. | none
Jordan sent planes to shadow a Syrian ship. | MOBILIZE/troops JOR > SYR
"""


def _cases() -> list[object]:
    return [
        pytest.param(*line.split(" | "))
        for line in REFERENCE.replace("\n  |", " |").strip().splitlines()
    ]


@pytest.mark.parametrize(("text", "expected"), _cases())
def test_reference(code: Code, tell: Tell, text: str, expected: str) -> None:
    last = text.rstrip(".").rfind(". ") + 1
    found = [tell(event) for event in code(text).events if event.start >= last] or ["none"]
    assert [record for record in expected.split("; ") if record not in found] == [], found
