"""The position model: kinds of plain clauses, whoever speaks them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.coding.coder import Coder
from detente.coding.encoder import FOLDER
from detente.coding.relations.model import CARD, RelationModel
from detente.coding.voice.judging import KINDS, POSITIONS, PositionModel
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


# what another state's government tells in a briefing | a kind that its words look like and are not
NOT_SAID = """
It looks as if the Peruvian minister won't be there tomorrow. | warning
They discussed security issues, including Peru. | assessment
It is a serious step that will help Peru. | appeal
Our minister was frank with the Peruvian president. | praise
A Peruvian boat had been sunk. | accusation
We expect that our relationship with Peru is mature enough. | demand
We reaffirmed that Peru is a part of our plans. | commitment
"""


@pytest.mark.parametrize("row", NOT_SAID.strip().splitlines())
def test_what_form_rules_out(coder: Coder, row: str) -> None:
    sentence, unwanted = row.split(" | ")
    text = f"MR. ODHIAMBO: We met the Peruvians on Monday. {sentence}"
    coding = coder.code(text, "2024-05-15", genre="transcript", outlet="Government of Kenya")
    assert unwanted not in {said.kind for said in coding.statements}


STATES = ("Norway Chile", "Zambia Japan", "Fiji Belgium", "Oman Cuba")


@settings(max_examples=12)
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
    card = json.loads((FOLDER / CARD).read_text(encoding="utf-8"))["positions"]
    assert card["kinds"] == list(KINDS)
    assert set(card["enough"]) == set(KINDS)
    assert card["sentences"]["train"] > 1000


def _copy(to: Path, **changed: object) -> Path:
    shutil.copytree(FOLDER, to)
    card = json.loads((to / CARD).read_text("utf-8"))
    (to / CARD).write_text(json.dumps(card | changed), "utf-8")
    return to


def test_a_head_for_other_kinds_is_refused(tmp_path: Path) -> None:
    folder = _copy(tmp_path / "other", positions={"kinds": ["demand"], "enough": {}})
    with pytest.raises(ModelError, match="position model"):
        PositionModel(RelationModel(folder))


def test_a_folder_that_lacks_the_head_is_refused(tmp_path: Path) -> None:
    folder = _copy(tmp_path / "less")
    (folder / POSITIONS).unlink()
    with pytest.raises(ModelError, match="position model"):
        Coder(model=folder)


def test_rules_tell_the_kinds_where_a_model_learnt_none(tmp_path: Path) -> None:
    folder = tmp_path / "pairs"
    shutil.copytree(FOLDER, folder)
    card = json.loads((folder / CARD).read_text("utf-8"))
    del card["positions"]
    (folder / CARD).write_text(json.dumps(card), "utf-8")
    sentence = "Kenya must release the two ships, Peru's foreign minister said."
    by_rule = Coder(model=None).code(sentence, "2024-05-15").statements
    told = Coder(model=folder).code(sentence, "2024-05-15").statements
    assert [(s.kind, s.confidence) for s in told] == [(s.kind, s.confidence) for s in by_rule]
