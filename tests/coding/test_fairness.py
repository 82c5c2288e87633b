"""Swapping the two states of a sentence swaps the states in the output, and nothing else."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import cache

import pytest

from detente import tables
from detente.coding.actors.names import DATA
from detente.coding.coder import Coder, Coding, make_article
from detente.records import Actor, Genre

SEED, PAIRS, LEAST = 20240515, 8, 0.95
TEMPLATES: tuple[tuple[str, Genre], ...] = (
    ("{A} condemned {B}.", "news"),
    ("{A} was condemned by {B} on Monday.", "news"),
    ("{A} and {B} signed a treaty.", "news"),
    ("{A} expelled a diplomat of {B}.", "news"),
    ("{A} imposed sanctions on {B}.", "news"),
    ("{A} will impose tariffs on goods from {B}.", "news"),
    ("{A} recalled its ambassador from {B}.", "news"),
    ("{A} accused {B} of spying.", "news"),
    ("{A} urged {B} to release two sailors.", "news"),
    ("{A} demanded that {B} withdraw its troops.", "news"),
    ("{A} refused to extradite a banker to {B}.", "news"),
    ("{A} threatened to attack {B}.", "news"),
    ("{A} attacked {B} on Sunday.", "news"),
    ("{A} sent aid to {B} after the flood.", "news"),
    ("{A} agreed to sell wheat to {B}.", "news"),
    ("{A} did not attack {B}.", "news"),
    ("{A} may sanction {B}.", "news"),
    ("{A} apologised to {B}.", "news"),
    ("{A} thanked {B} for its help.", "news"),
    ("{A} deployed troops near the border with {B}.", "news"),
    ("{A}'s foreign minister met the foreign minister of {B} in March 2021.", "news"),
    ("{A}'s president visited {B}.", "news"),
    ("{A}'s army shelled a village in {B}.", "news"),
    ("{A}'s sanctions on {B} took effect.", "news"),
    ("Talks between {A} and {B} began on Friday.", "news"),
    ("Two citizens of {A} were arrested in {B}.", "news"),
    ("{B} said {A} had closed the border.", "news"),
    ("{A} released ten prisoners from {B}.", "news"),
    ("{A} rejected the offer of {B}.", "news"),
    ("{A} expressed concern over the policy of {B}.", "news"),
    ("{A}'s president said {B} should open the border.", "news"),
    ("{A} is bullying {B} and should stop.", "opinion"),
    ("Relations between {A} and {B} are worsening.", "opinion"),
    ("The {a} army fired rockets at {b} soldiers.", "news"),
    ("{a} officials met {b} diplomats on Tuesday.", "news"),
    ("Police arrested three {a} students in {B}.", "news"),
    ("The {a} foreign ministry criticised {B}.", "news"),
    ("{A} seized two {b} ships.", "news"),
)


FORMER = frozenset({"SUN", "YUG", "SCG", "CSK", "DDR", "YMD", "ANT", "VDR", "RVN"})


@cache
def _states() -> dict[str, tuple[str, str]]:
    """Name to code and adjective of every state whose name is one word and needs no caution."""
    path = tables.packaged(*DATA, "countries.tsv")
    named: dict[str, tuple[str, str]] = {}
    for row in tables.rows(path, ("code", "names", "adjectives", "cautions")):
        name, adjectives = row.many("names")[0], row.many("adjectives")
        plain = (
            name.isalpha() and adjectives and not {name, adjectives[0]} & set(row.many("cautions"))
        )
        if plain and row["code"] not in FORMER:
            named[name] = (row["code"], adjectives[0])
    return named


def _code(name: str) -> str:
    return _states()[name][0]


def _filled(template: str, first: str, second: str) -> str:
    text = template.format(A=first, B=second, a=_states()[first][1], b=_states()[second][1])
    return text[0].upper() + text[1:]


def _pairs(seed: int) -> list[tuple[str, str]]:
    names = sorted(_states())
    draw = random.Random(seed)
    return [(a, b) for a, b in (draw.sample(names, 2) for _ in range(PAIRS))]


def _shape(coding: Coding, first: str, second: str) -> list[object]:
    """A coding without ids and offsets, its two states written as A and B."""
    letters = {first: "A", second: "B"}

    def actor(one: Actor | None) -> object:
        return one and (letters.get(str(one.country), one.country), one.sector)

    found: list[object] = []
    for event in coding.events:
        sides = [sorted(map(str, map(actor, side))) for side in (event.actors, event.recipients)]
        found.append(
            (event.event_type, event.mode, event.status, event.reciprocal, sides, event.recalled,
             event.date_start, event.date_basis, event.confidence, actor(event.reported_by))
        )  # fmt: skip
    for statement in coding.statements:
        addressees = [actor(one) for one in statement.addressees]
        found.append((statement.kind, actor(statement.speaker), addressees, statement.quoted))
    return found


def _cases() -> Iterator[tuple[str, Genre, str, str]]:
    for number, (template, genre) in enumerate(TEMPLATES):
        for first, second in _pairs(SEED + number):
            yield template, genre, first, second


@pytest.fixture(scope="module")
def shapes(coder: Coder) -> list[tuple[str, list[object], list[object]]]:
    """For each template and pair: what it gives, and what it gives with the states swapped."""
    cases = list(_cases())
    articles = [
        make_article(_filled(template, a, b), "2024-05-15", "The Lake Post", None, genre)
        for template, genre, first, second in cases
        for a, b in ((first, second), (second, first))
    ]
    codings = coder.code_articles(articles)
    return [
        (
            _filled(template, first, second),
            _shape(codings[2 * at], _code(first), _code(second)),
            _shape(codings[2 * at + 1], _code(second), _code(first)),
        )
        for at, (template, _, first, second) in enumerate(cases)
    ]


def test_swapped_states_swap_and_nothing_else(
    shapes: list[tuple[str, list[object], list[object]]],
) -> None:
    uneven = [f"{text}\n    {here}\n    {there}" for text, here, there in shapes if here != there]
    assert len(uneven) <= (1 - LEAST) * len(shapes), "\n".join(uneven)


def test_most_sentences_are_read_at_all(
    shapes: list[tuple[str, list[object], list[object]]],
) -> None:
    silent = [text for text, here, there in shapes if not here or not there]
    assert len(silent) <= (1 - LEAST) * len(shapes), "\n".join(silent)


def test_templates_treat_every_state_alike(coder: Coder) -> None:
    """One template over all states: the same shape whoever acts, but for the parser's slips."""
    for template in ("{A} condemned {B}.", "{A} imposed sanctions on {B}."):
        names = sorted(_states())
        articles = [
            make_article(_filled(template, a, names[at - 1]), "2024-05-15")
            for at, a in enumerate(names)
        ]
        read = [
            (name, _shape(coding, _code(name), _code(names[at - 1])))
            for at, (name, coding) in enumerate(
                zip(names, coder.code_articles(articles), strict=True)
            )
        ]
        usual = max((shape for _, shape in read), key=[shape for _, shape in read].count)
        others = [f"{template} {name}: {shape}" for name, shape in read if shape != usual]
        assert len(others) <= (1 - LEAST) * len(read), "\n".join(others)
