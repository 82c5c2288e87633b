"""The words of a sentence and how they hang together, each question with an example."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

import pytest

from detente.coding.grammar.parse import Parse
from detente.coding.grammar.pipeline import parse_sentences
from detente.coding.grammar.relations import Relations
from detente.coding.grammar.word_classes import WordClasses

LEFT = "Peru left the talks in May."
ASKED = "Peru was asked by Chile to leave."
SAID = "Chile said on Monday that it had left."
AGREED = "The two ministers agreed to hold talks and to meet again."
ENVOY = "The envoy, Mr Hale, called Peru's claim an insult."
STAYS = "If Chile stays, Peru will not sign."
ACCUSED = "Peru accused its neighbour of leaving without a word."
HELD = "The talks held in Lima, which ended on Friday, were the worst since 2010."
GAVE = "Chile gave them two days' notice."
READY = "It is ready to talk, he said."
CLEAR = "He made it clear that Peru would leave."
SPOKE = "Ministers spoke when the ships left."
MATCHES = "There were tennis matches in Peru and Chile."
TOLD = "Peru told Chile that the road was shut, and went on."
MET = "The Joint Border Commission met."
ONCE = "It was once agreed."
PUT = "Peru put its army on alert, blaming Chile."
INSERTED = "Ships from Chile, he adds, have left."
NEW = "The new talks failed, he went on."

WORD_CLASSES = [
    ("describes", NEW, "new", "talks"),
    ("ends_as_plural", LEFT, "talks", "Peru"),
    ("is_base_form", ASKED, "leave", "asked"),
    ("is_finite", SAID, "said", "left"),
    ("is_full_stop", LEFT, ".", "May"),
    ("is_gerund", ACCUSED, "leaving", "accused"),
    ("is_infinitive_or_gerund", ACCUSED, "leaving", "accused"),
    ("is_modal", STAYS, "will", "sign"),
    ("is_name", LEFT, "Peru", "talks"),
    ("is_non_finite", ASKED, "leave", "was"),
    ("is_noun", LEFT, "talks", "left"),
    ("is_noun_or_pronoun", READY, "he", "ready"),
    ("is_number", AGREED, "two", "ministers"),
    ("is_past_form", SAID, "left", "it"),
    ("is_past_participle", SAID, "left", "said"),
    ("is_past_tense", SAID, "said", "left"),
    ("is_personal_pronoun", READY, "he", "ready"),
    ("is_plural", LEFT, "talks", "Peru"),
    ("is_possessive_mark", ENVOY, "'s", "Peru"),
    ("is_present_tense", STAYS, "stays", "sign"),
    ("is_pronoun", ACCUSED, "its", "neighbour"),
    ("is_relative_word", HELD, "which", "the"),
    ("is_singular_name", LEFT, "Peru", "talks"),
    ("is_superlative", HELD, "worst", "the"),
    ("is_verb", LEFT, "left", "talks"),
    ("is_verb_or_modal", STAYS, "will", "Peru"),
    ("joins_words", MATCHES, "and", "in"),
    ("may_be_in_name", MET, "Border", "met"),
    ("may_be_participle", HELD, "held", "Lima"),
    ("may_head_phrase", LEFT, "the", "left"),
]

HANGS = [
    ("is_adjectival_complement", READY, "ready", "talk"),
    ("is_adjectival_or_conjunct", MATCHES, "Chile", "Peru"),
    ("is_adnominal_clause", HELD, "held", "ended"),
    ("is_adverbial", LEFT, "in", "talks"),
    ("is_adverbial_clause", STAYS, "stays", "sign"),
    ("is_adverbial_or_prepositional", ACCUSED, "leaving", "accused"),
    ("is_adverbial_or_relative", HELD, "ended", "held"),
    ("is_any_subject", ASKED, "Peru", "Chile"),
    ("is_apposition", ENVOY, "Hale", "Mr"),
    ("is_auxiliary", ASKED, "was", "asked"),
    ("is_before_noun", AGREED, "two", "ministers"),
    ("is_between_joined", LEFT, "in", "talks"),
    ("is_clausal_complement", SAID, "left", "said"),
    ("is_clause_beside", AGREED, "meet", "hold"),
    ("is_clause_on_noun", HELD, "ended", "were"),
    ("is_complement", LEFT, "May", "in"),
    ("is_compound", MATCHES, "tennis", "matches"),
    ("is_compound_or_possessor", ENVOY, "Peru", "claim"),
    ("is_conjunct", MATCHES, "Chile", "Peru"),
    ("is_conjunct_or_loose", MATCHES, "Chile", "Peru"),
    ("is_content_clause", ASKED, "leave", "asked"),
    ("is_coordinator", MATCHES, "and", "in"),
    ("is_counted", GAVE, "two", "notice"),
    ("is_dependent_clause", HELD, "ended", "held"),
    ("is_determiner", LEFT, "the", "talks"),
    ("is_independent", AGREED, "agreed", "hold"),
    ("is_marker", SAID, "that", "it"),
    ("is_marker_or_auxiliary", SAID, "had", "it"),
    ("is_modifier", MATCHES, "tennis", "matches"),
    ("is_name_modifier", ACCUSED, "its", "neighbour"),
    ("is_negation", STAYS, "not", "will"),
    ("is_noun_modifier", ACCUSED, "its", "neighbour"),
    ("is_object_or_predicate", HELD, "worst", "talks"),
    ("is_of_a_thing", AGREED, "two", "The"),
    ("is_of_a_thing_or_determiner", LEFT, "the", "talks"),
    ("is_open_complement", ASKED, "leave", "asked"),
    ("is_parenthetical", INSERTED, "adds", "left"),
    ("is_part_of_clause", LEFT, "talks", "May"),
    ("is_part_of_name", MATCHES, "tennis", "matches"),
    ("is_participial", HELD, "held", "ended"),
    ("is_preposition", LEFT, "in", "May"),
    ("is_prepositional_clause", ACCUSED, "leaving", "accused"),
    ("is_punctuation", LEFT, ".", "May"),
    ("is_relative_clause", HELD, "ended", "held"),
    ("is_root", LEFT, "left", "talks"),
    ("is_subject", LEFT, "Peru", "talks"),
    ("is_temporal_clause", SPOKE, "left", "spoke"),
    ("is_told", SAID, "left", "that"),
    ("is_within_verb", SAID, "had", "left"),
    ("goes_on_upwards", ASKED, "leave", "asked"),
]

CHILDREN = [
    ("adjectival_complements", READY, "is", ["ready"]),
    ("adjectives", NEW, "talks", ["new"]),
    ("adnominal_clauses", HELD, "talks", ["held"]),
    ("adverbial_clauses", STAYS, "sign", ["stays"]),
    ("adverbs", ONCE, "agreed", ["once"]),
    ("agents", ASKED, "asked", ["by"]),
    ("all_auxiliaries", ASKED, "asked", ["was"]),
    ("all_subjects", ASKED, "asked", ["Peru"]),
    ("appositions", ENVOY, "envoy", ["Hale"]),
    ("auxiliaries", ASKED, "asked", []),
    ("auxiliaries", SAID, "left", ["had"]),
    ("beside_verb", LEFT, "left", ["talks"]),
    ("clausal_complements", SAID, "said", ["left"]),
    ("clauses_beside", STAYS, "sign", ["stays"]),
    ("clauses_of_noun", HELD, "Lima", ["ended"]),
    ("clauses_on_noun", HELD, "talks", ["held"]),
    ("complements", LEFT, "in", ["May"]),
    ("conjuncts", MATCHES, "Peru", ["Chile"]),
    ("content_clauses", ASKED, "asked", ["leave"]),
    ("contents", HELD, "talks", ["held"]),
    ("determiners", ACCUSED, "neighbour", ["its"]),
    ("hearers", ASKED, "asked", ["Peru"]),
    ("joined_clauses", AGREED, "hold", ["meet"]),
    ("markers", SAID, "left", ["that"]),
    ("markers_and_adverbs", SPOKE, "left", ["when"]),
    ("modifiers", MET, "Commission", ["Joint", "Border"]),
    ("objects", GAVE, "gave", ["notice"]),
    ("objects_after", LEFT, "left", ["talks"]),
    ("objects_of_attitude", ACCUSED, "accused", ["neighbour"]),
    ("open_complements", ASKED, "asked", ["leave"]),
    ("openers", LEFT, "left", ["in"]),
    ("particles", NEW, "went", ["on"]),
    ("passive_subjects", ASKED, "asked", ["Peru"]),
    ("possessors", ENVOY, "claim", ["Peru"]),
    ("predicates", READY, "is", ["ready"]),
    ("prepositional_clauses", ACCUSED, "of", ["leaving"]),
    ("prepositions", LEFT, "left", ["in"]),
    ("prepositions_and_agents", ASKED, "asked", ["by"]),
    ("subjects", ASKED, "asked", []),
    ("subjects", LEFT, "left", ["Peru"]),
    ("subordinate_clauses", STAYS, "sign", ["stays"]),
]

CHILD = [
    ("active_subject_or_auxiliary", ASKED, "leave", "to"),
    ("active_subject_or_expletive", MATCHES, "were", "There"),
    ("any_object", GAVE, "gave", "them"),
    ("any_subject", ASKED, "asked", "Peru"),
    ("complement", LEFT, "in", "May"),
    ("complement_or_clause", ACCUSED, "of", "leaving"),
    ("marker", SAID, "left", "that"),
    ("marker_or_coordinator", MATCHES, "Peru", "and"),
    ("object", GAVE, "gave", "notice"),
    ("open_complement", ASKED, "asked", "leave"),
    ("passive_auxiliary", ASKED, "asked", "was"),
    ("passive_sign", TOLD, "shut", "road"),
    ("possessor", ENVOY, "claim", "Peru"),
    ("subject", ASKED, "asked", None),
    ("subject", SAID, "said", "Chile"),
    ("subject_or_expletive", MATCHES, "were", "There"),
]


@cache
def parsed(sentence: str) -> Parse:
    return next(iter(parse_sentences([(sentence, 0)])))


@pytest.mark.parametrize(("name", "sentence", "word", "other"), [*WORD_CLASSES, *HANGS])
def test_a_question_and_what_it_tells_apart(
    name: str, sentence: str, word: str, other: str
) -> None:
    parse = parsed(sentence)
    answers = [getattr(parse, name)(parse.words.index(each)) for each in (word, other)]
    assert answers == [True, False]


@pytest.mark.parametrize(("name", "sentence", "word", "children"), CHILDREN)
def test_children(name: str, sentence: str, word: str, children: list[str]) -> None:
    parse = parsed(sentence)
    found = getattr(parse, name)(parse.words.index(word))
    assert [parse.words[token] for token in found] == children


@pytest.mark.parametrize(("name", "sentence", "word", "child"), CHILD)
def test_the_first_child(name: str, sentence: str, word: str, child: str | None) -> None:
    parse = parsed(sentence)
    found = getattr(parse, name)(parse.words.index(word))
    assert child == (None if found is None else parse.words[found])


def test_every_question_has_an_example() -> None:
    asked = {row[0] for rows in (WORD_CLASSES, HANGS, CHILDREN, CHILD) for row in rows}
    known = {
        name
        for kind in (WordClasses, Relations)
        for name in vars(kind)
        if not name.startswith("_") and callable(getattr(kind, name))
    }
    assert known == asked


CODING = Path(__file__).resolve().parents[2] / "src" / "detente" / "coding"
LABELS = {"deps", "tags", "by_dep", "first"}


def test_only_the_grammar_reads_labels() -> None:
    readers = {
        f"{path.relative_to(CODING)}:{node.lineno}"
        for path in CODING.rglob("*.py")
        if path.parent.name != "grammar"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and node.attr in LABELS
        and ast.unparse(node.value).endswith("parse")
    }
    assert readers == set()
