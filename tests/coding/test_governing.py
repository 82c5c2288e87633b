"""What the form of a clause makes of the kinds that its words tell."""

from __future__ import annotations

import pytest

from conftest import Code
from detente.coding.actors.mentions import find_mentions
from detente.coding.actors.names import name_table
from detente.coding.actors.phrases import Phrases
from detente.coding.actors.reference import Discourse
from detente.coding.coder import make_article
from detente.coding.parsing import parse_sentences
from detente.coding.voice.attribution import Voices
from detente.coding.voice.governing import governed
from detente.coding.voice.statements import held_clauses
from detente.records import StatementKind


def _governed(text: str, *told: StatementKind) -> list[str]:
    """What becomes of kinds told of the first clause of what Benin states."""
    mentions = find_mentions(text, name_table(()), None)
    article = make_article(text, outlet="Benin", genre="statement")
    voices = Voices(article, mentions, find_mentions("Benin", name_table(()), None))
    (parse,) = parse_sentences([(text, 0)])
    phrases = Phrases(parse, mentions, Discourse(text, mentions), voices.first_person)
    clause = held_clauses(phrases, voices)[0]
    return [kind for kind, _ in governed(clause, [(kind, 0.9) for kind in told])]


@pytest.mark.parametrize(
    ("text", "told", "expected"),
    [
        ("It is less likely to guarantee Togo's peace.", ["commitment"], []),
        ("Togo is unlikely to keep its word.", ["commitment", "accusation"], ["accusation"]),
        ("We will guarantee Togo's peace.", ["commitment"], ["commitment"]),
        ("We met Togo's envoy on Monday.", ["accusation"], []),
        ("We were provoked by Togo's envoy.", ["accusation"], ["accusation"]),
        ("We always raise the matter with Togo.", ["commitment"], []),
        ("It is not meant to be a provocative act against Togo.", ["accusation"], ["denial"]),
        ("It is a provocative act.", ["accusation"], ["accusation"]),
        ("This is a precondition for any deal with Togo.", [], ["condition"]),
        ("Togo needs to open the road.", [], ["demand"]),
        ("Togo did not need to open the road.", [], []),
    ],
)
def test_kinds_by_form(text: str, told: list[StatementKind], expected: list[StatementKind]) -> None:
    assert _governed(text, *told) == expected


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("The minister of Togo insisted that Benin not use the road.", "demand"),
        ("The minister of Togo asked that Benin not use the road.", "appeal"),
    ],
)
def test_subjunctive_asks(code: Code, text: str, kind: str) -> None:
    assert {each.kind for each in code(text).statements} == {kind}
