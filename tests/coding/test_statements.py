"""Statements of whole texts: who takes a position, towards whom, and on what condition.

A case is `genre | outlet | text | kind speaker > addressees [condition]; …`; rules alone tell the kinds.
"""

from __future__ import annotations

import pytest

from conftest import Code
from detente.records import Statement

CASES = r"""
# both halves of joined clauses, and what joins them
opinion | Quito Ledger | If the line between Ecuador and Peru is open, Peru must pay; if it is not, Peru must leave. | condition Quito Ledger > PER [If the line between Ecuador and Peru is open]; demand Quito Ledger > PER [If the line between Ecuador and Peru is open]; condition Quito Ledger > PER [if it is not]; demand Quito Ledger > PER [if it is not]
news | - | Estonia said that Latvia must open the archive, that Estonia would never share its files and that Latvia must pay. | demand EST > LVA; red-line EST > LVA
news | - | Cyprus said that Malta must pay, and that Malta must apologise. | demand CYP > MLT; demand CYP > MLT
# what is made clear, felt, and passed on
news | - | Samoa made it clear that Fiji should stay out of the bay. | demand WSM > FJI
news | - | Turkey is alarmed that Bulgaria has shut the canal. | accusation TUR > BGR
news | - | Turkey is hopeful that Bulgaria will open the canal. | appeal TUR > BGR
news | - | Mali's president was quoted in the Dakar press as saying that Niger must withdraw. | demand MLI > NER
news | - | Sudan said Chad must disarm the rebels; Chad's government rejected the demand. | demand SDN > TCD
news | - | Chad's president told a French radio station that Libya must disarm the rebels. | demand TCD > LBY
# conditions
opinion | Oslo Herald | As long as Denmark treats the ferry as a "threat" and the port as "prey", Denmark must wait. | condition Oslo Herald > DNK [As long as Denmark treats the ferry as a "threat" and the port as "prey"]; demand Oslo Herald > DNK [As long as Denmark treats the ferry as a "threat" and the port as "prey"]
transcript | Government of Ireland | MR DALY: Unless the island states -- the Maltese, the Cypriots -- come to the table, we will not sign. | condition IRL > MLT [Unless the island states -- the Maltese, the Cypriots -- come to the table]; red-line IRL > MLT [Unless the island states -- the Maltese, the Cypriots -- come to the table]
news | - | Chile's minister said that if Bolivia, whose trucks had waited for weeks, did not open the road, Chile would go to court. | condition CHL > BOL [if Bolivia, whose trucks had waited for weeks, did not open the road]; warning CHL > BOL [if Bolivia, whose trucks had waited for weeks, did not open the road]
statement | Ministry of Foreign Affairs of Togo | If Ghana signs, we will sign and we will pay. | commitment TGO > GHA [If Ghana signs]; condition TGO > GHA [If Ghana signs]; commitment TGO > GHA [If Ghana signs]; condition TGO > GHA [If Ghana signs]
opinion | Accra Courier | Togo must keep the road open until June. | demand Accra Courier > TGO
# at whom
opinion | Hanoi Review | Laos-Vietnam relations have improved. | assessment Hanoi Review > LAO VNM
opinion | Hanoi Review | Laos and Vietnam share a river. The two countries must act. | demand Hanoi Review > LAO VNM
opinion | Kampala Standard | Kenya raised the levy. Uganda must answer. | demand Kampala Standard > UGA
statement | Ministry of Foreign Affairs of Portugal | The Ministry condemns the attack on the Moroccan embassy. | accusation PRT > -
news | - | "We will never leave," the Chilean minister said. Bolivia called a session. | red-line CHL > BOL
statement | Ministry of Foreign Affairs of Oman | The Yemeni side expressed its readiness to talk. | offer YEM > OMN
news | - | Laos was urged by its neighbours to stop the dam. | appeal its neighbours > LAO
# who
news | - | Kenya's foreign minister met reporters.\n\n"Uganda must leave the lake.\n\n"Nobody in Kampala can say that he was not told," she said. | demand KEN > UGA
news | - | Chile's minister briefed the press. "The Peruvian president must resign," he said. | demand CHL > PER
statement | Office of the President of Zambia | The President met the King of Tonga. The President offered to send engineers. | offer ZMB > TON
transcript | Government of Botswana | MR. PILANE: Let me add that Zimbabwe must help. | demand BWA > ZWE
"""  # noqa: E501


def _told(statement: Statement) -> str:
    addressees = " ".join(str(actor.country) for actor in statement.addressees) or "-"
    condition = f" [{statement.condition.text}]" if statement.condition else ""
    speaker = statement.speaker.country or statement.speaker.text
    return f"{statement.kind} {speaker} > {addressees}{condition}"


def _cases() -> list[tuple[str, ...]]:
    lines = (line for line in CASES.strip().splitlines() if not line.startswith("#"))
    return [tuple(line.split(" | ")) for line in lines]


@pytest.mark.parametrize(("genre", "outlet", "text", "expected"), _cases())
def test_statements(code: Code, genre: str, outlet: str, text: str, expected: str) -> None:
    named = None if outlet == "-" else outlet
    coding = code(text.replace(r"\n", "\n"), genre=genre, outlet=named)
    assert "; ".join(map(_told, coding.statements)) == expected
