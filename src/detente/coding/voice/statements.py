"""Positions: what somebody demands, promises, rules out, charges, denies or judges."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from detente.coding.actors.phrases import Phrases
from detente.coding.parsing import Parse
from detente.coding.voice.addressing import aimed_at, blamed_in
from detente.coding.voice.attribution import Voices
from detente.coding.voice.clauses import FIRST_PERSON, Clause, read_clause
from detente.coding.voice.conditions import condition_of, is_condition
from detente.coding.voice.cues import cues, kinds_in, words_of
from detente.coding.voice.governing import governed
from detente.coding.voice.hearers import (
    ASKED,
    another_than_asked,
    beside,
    both_sides,
    bound_by,
    is_said_together,
    own_side,
    recipients,
    told,
)
from detente.coding.voice.kinds import kinds_of
from detente.coding.voice.sayings import makes_clear, sources_of
from detente.coding.voice.sound import AWAITING, BETWEEN_TWO, draws_a_line, sound
from detente.coding.voice.spans import clause_tokens, span_of
from detente.coding.voice.substance import says_what
from detente.coding.voice.verbs import CALLING, QUESTIONS, is_wished, kind_of_act, kind_of_calling
from detente.records import Actor, StatementKind

EXPRESSING = frozenset({"express", "voice", "convey", "reiterate", "reaffirm", "signal", "show",
                        "state", "declare", "underline", "emphasize", "emphasise", "stress"})  # fmt: skip
TO_DO: frozenset[StatementKind] = frozenset({"demand", "appeal", "commitment", "offer"})
"""Kinds of what somebody is to do, which is nothing where it is not told."""
CLAUSES = frozenset({"ROOT", "ccomp", "conj", "parataxis", "advcl", "relcl", "pcomp", "acl"})
NOBODY_IN_PARTICULAR = frozenset(
    """who whoever which one ones those nobody anybody somebody anyone someone everyone everybody you
    people both this that each""".split()
)


@dataclass(frozen=True, slots=True)
class Position:
    """One position in a sentence: the head of its clause and what is known of it."""

    clause: int
    kind: StatementKind
    speaker: Actor
    addressees: tuple[Actor, ...]
    about: tuple[int, int]
    condition: tuple[int, int] | None
    quoted: bool
    confidence: float


def find_positions(phrases: Phrases, voices: Voices) -> list[Position]:
    """Positions of one sentence, one for each clause and kind, in text order.

    One that no name so far is the aim of is aimed at the only other state that the text names later.

    Only those of states: the speaker or an addressee is one, or a body of states. Form and
    words tell of what kinds clauses are that somebody speaks.
    """
    found: list[Position] = []
    for position in _candidates(phrases, voices):
        if (
            position.speaker.country is None
            and position.speaker.text.lower() in NOBODY_IN_PARTICULAR
        ):
            continue
        if not position.speaker.country and not any(a.country for a in position.addressees):
            continue
        if (country := position.speaker.country) and not position.addressees:
            position = replace(position, addressees=voices.only_other(country, phrases.parse))
        if not any(_repeats(position, other) for other in found):
            found.append(position)
    return sorted(found, key=lambda p: (p.about, p.kind))


def _repeats(position: Position, other: Position) -> bool:
    return (
        position.kind == other.kind
        and (position.speaker.country or position.speaker.text)
        == (other.speaker.country or other.speaker.text)
        and position.about[0] < other.about[1]
        and other.about[0] < position.about[1]
    )


def _candidates(phrases: Phrases, voices: Voices) -> Iterator[Position]:
    parse = phrases.parse
    if parse.words[-1] == "?":
        return
    for token in range(len(parse)):
        if parse.is_verb(token) and not _supposed(parse, token):
            yield from _said(phrases, voices, token)
            yield from _expressed(phrases, voices, token)
        elif parse.is_noun(token):
            yield from _named(phrases, voices, token)
    clauses = held_clauses(phrases, voices)
    kinds = [tuple(kinds_by_rule(phrases, clause)) for clause in clauses]
    tied = any(clause.condition for clause in clauses)
    for clause, taken in zip(clauses, kinds, strict=True):
        if tied and clause.condition is None:  # the if of the sentence is another clause's
            taken = tuple(each for each in taken if each[0] != "condition")
        yield from _held(phrases, voices, clause, sound(clause, governed(clause, taken)))


def _supposed(parse: Parse, verb: int) -> bool:
    """Whether a verb stands in an if-clause, which supposes and does not say."""
    return parse.deps[verb] in ("advcl", "ccomp", "conj") and is_condition(parse, verb)


def _heads_clause(parse: Parse, token: int) -> bool:
    """Whether a word heads a clause: a verb with a subject, a command, or a whole utterance."""
    if parse.deps[token] not in CLAUSES:
        return False
    if not parse.is_verb(token):
        return parse.deps[token] == "ROOT" or parse.lowers[token] == "ought"
    if parse.first(token, "nsubj", "nsubjpass", "csubj", "expl") is not None:
        return True
    return parse.deps[token] == "ROOT" or (
        parse.deps[token] == "conj" and parse.tags[token] in ("VBD", "VBZ", "VBP", "VB")
    )


def _said(phrases: Phrases, voices: Voices, verb: int) -> Iterator[Position]:
    """A verbal act: its subject is the speaker, its content the position."""
    parse = phrases.parse
    kind = kind_of_act(parse, verb)
    if kind is None and parse.lemmas[verb] in CALLING:
        kind = kind_of_calling(phrases, verb)
    if kind is None or any(parse.deps[t] == "neg" for t in parse.children[verb]):
        return
    if is_wished(parse, verb) or (kind in TO_DO and not says_what(phrases, verb)):
        return
    sources = sources_of(parse, verb)
    speaker = _speaker(phrases, voices, sources, verb)
    if speaker is None:
        return
    if kind in ASKED:
        speaker = another_than_asked(phrases, sources, verb, speaker)
    about = _content(parse, verb)
    hearing = recipients(phrases, verb, speaker, kind)
    if parse.lemmas[verb] in AWAITING and not hearing:
        return
    addressees = hearing or aimed_at(phrases, _offsets(about), speaker, kind)
    if kind in BETWEEN_TWO and is_said_together(phrases, speaker, addressees):
        return
    if kind == "commitment":
        addressees = beside(phrases, speaker) or addressees
    span = span_of(parse, about)
    yield _position(phrases, voices, verb, kind, speaker, addressees, span, 0.8)
    if kind == "warning" and draws_a_line(phrases, verb):
        yield _position(phrases, voices, verb, "red-line", speaker, addressees, span, 0.7)


def _speaker(phrases: Phrases, voices: Voices, heads: tuple[int, ...], node: int) -> Actor | None:
    """Who takes a position.

    In the first person whoever speaks; in a statement or a turn of a transcript also who speaks of
    himself as `the Ministry`, `my Government`, or by the name of his state.
    """
    parse = phrases.parse
    for head in heads:
        if parse.lowers[head] in FIRST_PERSON and parse.tags[head].startswith("PRP"):
            own = voices.first_person(phrases, head)
            return own or _in_whose_words(phrases, voices, node)
    speaker = voices.speaker_of(phrases, heads)
    if voices.article.genre not in ("statement", "transcript") or voices.quoted(parse.starts[node]):
        return speaker
    own = voices.own_voice(parse.starts[node])
    if own is None or parse.tags[node] not in ("VB", "VBP", "VBZ", "VBG"):
        return speaker
    if speaker is None:
        return None if heads else own
    if speaker.country == own.country or not any(_names_a_state(phrases, head) for head in heads):
        return own
    return speaker


def _names_a_state(phrases: Phrases, head: int) -> bool:
    """Whether a phrase names a state itself, and is not `the Ministry`, `it`, `the Chairperson`."""
    return any(
        (mention := phrases.mention_at.get(token)) is not None and mention.code is not None
        for token in phrases.parse.subtree(head)
    ) or not (
        phrases.parse.tags[head].startswith(("NNP", "PRP")) or phrases.role_at(head) is not None
    )


def _in_whose_words(phrases: Phrases, voices: Voices, node: int) -> Actor | None:
    spoken = voices.attributed(phrases, node, vouching=False)
    return spoken or voices.own_voice(phrases.parse.starts[node])


def _expressed(phrases: Phrases, voices: Voices, verb: int) -> Iterator[Position]:
    """`expressed its desire for …`, `reiterated its determination not to …`."""
    parse = phrases.parse
    if parse.lemmas[verb] not in EXPRESSING:
        return
    speaker = _speaker(phrases, voices, sources_of(parse, verb), verb)
    if speaker is None:
        return
    for noun in parse.by_dep(verb, "dobj"):
        for member in (noun, *phrases.conjuncts(noun)):
            kind = cues("expressed").get(parse.lemmas[member])
            if kind is None:
                continue
            tokens = parse.subtree(member)
            about = span_of(parse, tokens)
            if kind == "commitment" and "red-line" in kinds_in(
                phrases.discourse.text[slice(*about)]
            ):
                kind = "red-line"
            addressees = aimed_at(phrases, _offsets(tokens), speaker, kind)
            yield _position(phrases, voices, verb, kind, speaker, addressees, about, 0.75)
            break


def _expresses(parse: Parse, verb: int) -> bool:
    """Whether a verb expresses something, or that something is so; not `has shown great kindness`."""
    if parse.lemmas[verb] not in EXPRESSING:
        return False
    shown = parse.by_dep(verb, "dobj") if parse.lemmas[verb] == "show" else []
    return not shown or any(parse.lemmas[t] in cues("expressed") for t in shown)


def _named(phrases: Phrases, voices: Voices, noun: int) -> Iterator[Position]:
    """`its demand that …`, `a Czech complaint about dust`: a position told by a noun."""
    parse = phrases.parse
    kind = cues("noun").get(parse.lemmas[noun])
    if kind is None:
        return
    for saying in voices.sayings(parse):
        if saying.cue != noun or not (saying.vouches or kind == "accusation"):
            continue
        speaker = _speaker(phrases, voices, saying.sources, noun)
        if speaker is None or speaker.country is None:
            continue
        tokens = sorted({noun, *saying.content})
        addressees = aimed_at(phrases, _offsets(tokens), speaker, kind)
        about = span_of(parse, tokens)
        yield _position(phrases, voices, noun, kind, speaker, addressees, about, 0.6)


def held_clauses(phrases: Phrases, voices: Voices) -> list[Clause]:
    """Clauses that somebody speaks, quoted, reported, or the outlet itself, each of which may hold
    positions of that speaker."""
    return [
        clause
        for token in range(len(phrases.parse))
        if _heads_clause(phrases.parse, token)
        for clause in [_held_clause(phrases, voices, token)]
        if clause is not None
    ]


def _held_clause(phrases: Phrases, voices: Voices, head: int) -> Clause | None:
    parse = phrases.parse
    if _supposed(parse, head) or _expresses(parse, head) or _leaves_open(parse, head):
        return None
    if parse.lemmas[head] in words_of("saying") and not _is_not_said(parse, head):
        return None
    if makes_clear(parse, head) or _is_doubted(parse, head) or _is_what_is_asked(parse, head):
        return None
    speaker = _in_whose_words(phrases, voices, head)
    if speaker is None or not (speaker.country or speaker.start is None or _names_any(phrases)):
        return None
    said = voices.words_around(parse, head)
    tokens = [t for t in clause_tokens(parse, head) if not said or t in said]
    about = span_of(parse, tokens)
    whole = phrases.discourse.text
    text, condition = whole[slice(*about)], condition_of(parse, head, whole, about)
    side = speaker.country or (voices.home if speaker.start is None else None)
    return read_clause(phrases, head, tokens, text, speaker, condition, side)


def _held(
    phrases: Phrases, voices: Voices, clause: Clause, kinds: Sequence[tuple[StatementKind, float]]
) -> Iterator[Position]:
    """The positions that a clause holds, which is of these kinds."""
    head, speaker = clause.head, clause.speaker
    about = span_of(phrases.parse, list(clause.tokens))
    home = voices.home if speaker.start is None and speaker.country is None else None
    for kind, confidence in kinds:
        doing = tuple(party.actor for party in clause.others) or both_sides(clause, home)
        if kind in ASKED and clause.own and home is not None:
            doing = own_side(clause, home)
        hearing = told(phrases, head, speaker)
        addressees = (
            (hearing if kind == "red-line" else doing or hearing)
            or bound_by(clause, kind)
            or aimed_at(phrases, _offsets(clause.tokens), speaker, kind, home)
            or (aimed_at(phrases, _offsets(clause.tokens), speaker, kind) if home else ())
        )
        if kind in BETWEEN_TWO and is_said_together(phrases, speaker, addressees):
            continue
        if kind == "commitment":
            addressees = beside(phrases, speaker) or addressees
        yield _position(phrases, voices, head, kind, speaker, addressees, about, confidence)


def kinds_by_rule(phrases: Phrases, clause: Clause) -> list[tuple[StatementKind, float]]:
    """The kinds that the form of a clause and its words tell."""
    kinds = list(kinds_of(clause))
    blamed = blamed_in(phrases, clause.head, clause.speaker)
    if blamed and not {"demand", "praise", "accusation"} & {kind for kind, _ in kinds}:
        kinds.append(("accusation", 0.6))
    return kinds


def _names_any(phrases: Phrases) -> bool:
    return any(mention.code for mention in phrases.mentions)


def _leaves_open(parse: Parse, head: int) -> bool:
    """`whether it would come`, `what Nauru must do`: nothing is asserted of it."""
    opening = min(parse.subtree(head))
    above = parse.heads[opening]
    while above not in (head, parse.heads[above]):
        if parse.deps[above] in (
            "advcl",
            "csubj",
        ):  # `if …, we pay`: the if is not the clause's own
            return False
        above = parse.heads[above]
    opens = parse.lowers[opening] in QUESTIONS | {"because"}
    return opens and parse.deps[head] in ("ccomp", "relcl", "pcomp", "advcl")


def _is_what_is_asked(parse: Parse, head: int) -> bool:
    """`demanded that Peru pay`, `hoped that it would`: the verb's own position, and no other."""
    verb = parse.heads[head]
    bare = parse.tags[head] in ("VB", "VBP") and parse.first(head, "aux") is None
    return (
        (bare or parse.lemmas[verb] in words_of("attitude"))
        and parse.deps[head] == "ccomp"
        and parse.is_verb(verb)
        and kind_of_act(parse, verb) in ASKED
    )


def _is_doubted(parse: Parse, head: int) -> bool:
    """`we don't think that judges should rule`: the clause alone would say the contrary."""
    verb = parse.heads[head]
    thinks = parse.deps[head] == "ccomp" and parse.lemmas[verb] in words_of("attitude")
    return thinks and any(parse.deps[t] == "neg" for t in parse.children[verb])


def _is_not_said(parse: Parse, head: int) -> bool:
    """`we will answer`, `it must explain`, `Peru never asked`: a verb of saying that tells of none."""
    return any(parse.tags[t] == "MD" for t in parse.by_dep(head, "aux")) or any(
        parse.deps[t] == "neg" for t in parse.children[head]
    )


def _content(parse: Parse, verb: int) -> list[int]:
    """The clause or phrase that a verb of saying takes, else the verb's whole clause."""
    parts = [t for t in parse.by_dep(verb, "ccomp", "xcomp", "dobj", "prep", "advcl") if t > verb]
    if parse.deps[verb] == "parataxis" and not parts:
        around = parse.subtree(parse.heads[verb])
        return around if around[0] < verb else clause_tokens(parse, verb)
    said = [t for t in parse.by_dep(verb, "ccomp") if t < verb]
    if said and not any(parse.deps[t] in ("ccomp", "xcomp", "dobj") for t in parts):
        return clause_tokens(parse, said[0])
    if not parts:
        return clause_tokens(parse, verb)
    return sorted([verb, *(member for part in parts for member in parse.subtree(part))])


def _offsets(tokens: Iterable[int]) -> tuple[int, int]:
    members = list(tokens)
    return min(members), max(members)


def _position(
    phrases: Phrases,
    voices: Voices,
    clause: int,
    kind: StatementKind,
    speaker: Actor,
    addressees: tuple[Actor, ...],
    about: tuple[int, int],
    confidence: float,
) -> Position:
    return Position(
        clause=clause,
        kind=kind,
        speaker=speaker,
        addressees=addressees,
        about=about,
        condition=condition_of(phrases.parse, clause, phrases.discourse.text, about),
        quoted=voices.quoted(about[0]),
        confidence=confidence,
    )
