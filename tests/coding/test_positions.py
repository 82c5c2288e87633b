"""The position model: kinds of plain clauses, whoever speaks them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.coder import Coder
from detente.coding.voice.judging import CARD, FOLDER, KINDS, NETWORK, PositionModel
from detente.errors import ModelError

# sentence | kinds among those that it must give
SAID = """
Kenya must release the two ships, Peru's foreign minister said. | demand
Peru's foreign minister said that Kenya had broken the agreement. | accusation
Peru will never accept a Kenyan base on the island, its president said. | red-line
Peru will send two doctors to Kenya, its health minister said. | commitment
Peru's foreign minister said that no Peruvian soldier had crossed into Kenya. | denial
"We thank Kenya for its help," Peru's foreign minister said. | praise
Relations between Peru and Kenya have improved, Peru's ambassador said. | assessment
Peru will reopen the port if Kenya lowers the fee, Peru's premier said. | condition
"Kenya will pay a heavy price for this," Peru's defence minister said. | warning
"""


@pytest.fixture(scope="module")
def coder() -> Coder:
    return Coder()


@pytest.mark.parametrize("row", SAID.strip().splitlines())
def test_kinds_of_plain_clauses(coder: Coder, row: str) -> None:
    sentence, wanted = row.split(" | ")
    told = {said.kind for said in coder.code(sentence, "2024-05-15").statements}
    assert wanted in told


STATES = ("Norway Chile", "Zambia Japan", "Fiji Belgium", "Oman Cuba")


@settings(max_examples=12, deadline=None)
@given(pair=st.sampled_from(STATES), row=st.sampled_from(SAID.strip().splitlines()))
def test_no_state_is_judged_by_its_name(coder: Coder, pair: str, row: str) -> None:
    sentence = row.split(" | ")[0].replace("Kenyan", "Kenya").replace("Peruvian", "Peru")
    one, other = pair.split()
    swapped = sentence.replace("Kenya", one).replace("Peru", other)
    shares = [
        [(said.kind, said.confidence) for said in coder.code(text, "2024-05-15").statements]
        for text in (sentence, swapped)
    ]
    assert shares[0] == shares[1]


def test_the_card_names_what_the_model_was_made_from() -> None:
    card = json.loads((FOLDER / CARD).read_text(encoding="utf-8"))
    assert card["kinds"] == list(KINDS)
    assert "Apache-2.0" in card["base"]
    assert set(card["enough"]) == set(KINDS)
    assert card["corpus"]["files"]


@pytest.mark.parametrize("kinds", [["demand"], None])
def test_a_folder_without_such_a_model_is_refused(tmp_path: Path, kinds: list[str] | None) -> None:
    if kinds is not None:
        (tmp_path / CARD).write_text(json.dumps({"kinds": kinds, "enough": {}}), encoding="utf-8")
        (tmp_path / NETWORK).write_bytes((FOLDER / NETWORK).read_bytes())
    with pytest.raises(ModelError, match="position model"):
        PositionModel(tmp_path)
