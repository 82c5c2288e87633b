"""The lexicon of acts: every example reads as it says, and a bad line names itself."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from detente import tables
from detente.coding import ontology
from detente.coding.coder import Coder, make_article
from detente.coding.relations import lexicon
from detente.coding.relations.lexicon import Pattern, patterns, word_classes
from detente.errors import LexiconError
from detente.records import Actor, Event

OVERALL, EACH_TYPE = 0.96, 0.90
MARK = re.compile(r"\[([AR]) ([^\[\]]*)\]")
GAPS: frozenset[tuple[str, str]] = frozenset()
"""Modes of PLOVER that no pattern tells yet."""

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A pattern with its example's text, the spans marked in it, and what the coder gave."""

    pattern: Pattern
    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    events: tuple[Event, ...]

    @property
    def right(self) -> bool:
        """Whether one event has the type and every marked party on its side."""
        return any(
            event.event_type in _accepted(self.pattern.event_type, event.status)
            and _cover(event.actors, self.actors)
            and _cover(event.recipients, self.recipients)
            for event in self.events
        )


def _accepted(event_type: str, status: str) -> set[str]:
    """The type, or what PLOVER makes of it where the act is still to come."""
    if status != "planned":
        return {event_type}
    cooperative = ontology.quad_class(event_type) in ontology.COOPERATIVE
    return {event_type, "AGREE" if cooperative else "THREATEN"}


def _cover(members: Sequence[Actor], spans: Sequence[Span]) -> bool:
    return all(
        any(
            m.start is not None and m.end is not None and m.start < end and start < m.end
            for m in members
        )
        for start, end in spans
    )


def _unmarked(example: str) -> tuple[str, tuple[Span, ...], tuple[Span, ...]]:
    text, position = "", 0
    spans: dict[str, list[Span]] = {"A": [], "R": []}
    for found in MARK.finditer(example):
        text += example[position : found.start()]
        spans[found[1]].append((len(text), len(text) + len(found[2])))
        text += found[2]
        position = found.end()
    return text + example[position:], tuple(spans["A"]), tuple(spans["R"])


@pytest.fixture(scope="session")
def examples(coder: Coder) -> list[Example]:
    """Every example of the lexicon, coded once."""
    read = [_unmarked(pattern.example) for pattern in patterns()]
    codings = coder.code_articles([make_article(text, "2024-05-15") for text, _, _ in read])
    return [
        Example(pattern, actors, recipients, coding.events)
        for pattern, (_, actors, recipients), coding in zip(patterns(), read, codings, strict=True)
    ]


def _listed(wrong: list[Example]) -> str:
    return "\n".join(
        f"{one.pattern.where} {one.pattern.example} -> "
        + (" ".join(event.event_type for event in one.events) or "nothing")
        for one in wrong
    )


def test_examples_read_as_they_say(examples: list[Example]) -> None:
    wrong = [one for one in examples if not one.right]
    assert len(wrong) <= (1 - OVERALL) * len(examples), _listed(wrong)


@pytest.mark.parametrize("event_type", ontology.event_types())
def test_examples_of_each_type(examples: list[Example], event_type: str) -> None:
    own = [one for one in examples if one.pattern.event_type == event_type]
    wrong = [one for one in own if not one.right]
    assert own and len(wrong) <= (1 - EACH_TYPE) * len(own), _listed(wrong)


def test_examples_name_an_actor_and_no_sentence_twice() -> None:
    texts = Counter(_unmarked(pattern.example)[0] for pattern in patterns())
    assert [text for text, times in texts.items() if times > 1] == []
    assert [p.where for p in patterns() if not MARK.search(p.example)] == []


def _conditions(pattern: Pattern) -> tuple[object, ...]:
    return (
        pattern.lemma,
        pattern.part,
        pattern.particles,
        pattern.objects,
        pattern.modifiers,
        pattern.prepositions,
        pattern.slots,
        pattern.flags,
    )


def test_no_pattern_twice() -> None:
    times = Counter(_conditions(pattern) for pattern in patterns())
    assert [p.where for p in patterns() if times[_conditions(p)] > 1] == []


def test_every_type_has_patterns() -> None:
    assert {pattern.event_type for pattern in patterns()} == set(ontology.event_types())


def test_every_mode_is_told_by_a_pattern_or_a_known_gap() -> None:
    modes = {(kind, mode) for kind, mode in ontology.ontology() if mode}
    told = {(pattern.event_type, pattern.mode) for pattern in patterns()}
    assert modes - told == GAPS


def test_every_class_is_used() -> None:
    used: set[str] = set()
    for table in tables.packaged_tables(*lexicon.FOLDER):
        if not table.name.startswith("classes_"):
            for row in tables.rows(table, ("pattern",)):
                used |= set(re.findall(r"@[A-Z_]+", row["pattern"]))
    assert sorted(set(word_classes()) - used) == []
    assert sorted(used - set(word_classes())) == []


def test_classes_are_lower_case_lemmas() -> None:
    bad = [
        (name, word)
        for name, words in word_classes().items()
        for word in words
        if word != word.lower() or not word or " " in word
    ]
    assert bad == []


def test_cameo_codes_are_known() -> None:
    known = {row["code"] for row in tables.rows(tables.packaged("coding", "cameo.tsv"), ("code",))}
    bad = {p.where: p.cameo for p in patterns() if p.cameo and p.cameo not in known}
    assert bad == {}


HEADER = "pattern\tmode\tcameo\trecipient\tflags\texample"
BAD_LINES = (
    ("halt\t\t\tobj\t\tx", "not a trigger", "Write lemma/v"),
    ("halt/x\t\t\tobj\t\tx", "not a trigger", "Write lemma/v"),
    ("halt/v\t\t\tobj\tmutual\tx", "unknown flag mutual", "The flags are"),
    ("halt/v\ttroops\t\tobj\t\tx", "not a mode of AID", "Its modes are"),
    ("halt/v obj=@NOWHERE\t\t\tobj\t\tx", "no word class @NOWHERE", "classes_"),
    ("halt/v aid\t\t\tobj\t\tx", "not a condition", r"\+particle"),
    ("halt/v\t\t\tobj\t\tx\ty", "7 cells where the header has 6", "one tab"),
)


@pytest.mark.parametrize(("line", "what", "advice"), BAD_LINES)
def test_bad_line_names_file_and_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, what: str, advice: str
) -> None:
    (tmp_path / "aid.tsv").write_text(f"{HEADER}\n# note\n{line}\n", encoding="utf-8")
    monkeypatch.setattr(tables, "packaged_tables", lambda *_: [tmp_path / "aid.tsv"])
    with pytest.raises(LexiconError, match=what) as caught:
        patterns.__wrapped__()
    assert caught.value.where == "aid.tsv:3"
    assert re.search(advice, str(caught.value))


def test_file_of_no_type(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "gossip.tsv").write_text(f"{HEADER}\n", encoding="utf-8")
    monkeypatch.setattr(tables, "packaged_tables", lambda *_: [tmp_path / "gossip.tsv"])
    with pytest.raises(LexiconError, match=r"gossip.tsv: GOSSIP is not a PLOVER type"):
        patterns.__wrapped__()


def test_class_defined_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "class\twords\n@A\tone\n@A\ttwo\n"
    (tmp_path / "classes_mine.tsv").write_text(lines, encoding="utf-8")
    monkeypatch.setattr(tables, "packaged_tables", lambda *_: [tmp_path / "classes_mine.tsv"])
    with pytest.raises(LexiconError, match=r"classes_mine.tsv:3: @A is defined twice"):
        word_classes.__wrapped__()
