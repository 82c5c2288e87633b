"""Positions: what somebody demands, promises, rules out, charges, denies or judges."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from detente import tables
from detente.coding.actors.phrases import Party, Phrases
from detente.coding.parsing import Parse
from detente.coding.relations.frames import subjects_of
from detente.coding.relations.stance import CONDITIONAL_MARKS, effect_of
from detente.coding.voice.attribution import Voices, verbs_of_saying_above
from detente.records import Actor, StatementKind

STATE_VERBS_OF_WANTING = frozenset({"need", "have"})
EXPRESSING = frozenset({"express", "voice", "convey", "reiterate", "reaffirm", "signal", "show",
                        "state", "declare", "underline", "emphasize", "emphasise", "stress"})  # fmt: skip
FIRST_PERSON = frozenset({"we", "our", "us"})
DIRECTED: frozenset[StatementKind] = frozenset(
    {"demand", "appeal", "accusation", "warning", "red-line"}
)
SET_BEFORE_SOMEONE: frozenset[StatementKind] = frozenset({"red-line", "warning"})
CLAUSES = frozenset({"ROOT", "ccomp", "conj", "parataxis", "advcl", "relcl"})
COURTESIES = frozenset({"thank", "thanks", "condolence", "congratulation", "apology", "comment"})
NEGATED_BLAME = frozenset({"fail", "refuse"})


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


@cache
def cues(form: str) -> dict[str, StatementKind]:
    """Word to kind for one form of `cues.tsv`."""
    found: dict[str, dict[str, StatementKind]] = defaultdict(dict)
    for row in tables.rows(
        tables.packaged("coding", "voice", "cues.tsv"), ("form", "word", "kind")
    ):
        found[row["form"]][row["word"]] = row["kind"]  # type: ignore[assignment]
    return found[form]


@cache
def _phrase_pattern() -> re.Pattern[str]:
    words = sorted(cues("phrase"), key=len, reverse=True)
    return re.compile("|".join(rf"\b{re.escape(word)}\b" for word in words), re.IGNORECASE)


def find_positions(phrases: Phrases, voices: Voices) -> list[Position]:
    """Positions of one sentence, one for each clause and kind, in text order."""
    found: dict[tuple[StatementKind, str | None, int], Position] = {}
    for position in _candidates(phrases, voices):
        key = (position.kind, position.speaker.country or position.speaker.text, position.about[0])
        overlapping = any(
            p.kind == position.kind
            and p.speaker.country == position.speaker.country
            and p.about[0] < position.about[1]
            and position.about[0] < p.about[1]
            for p in found.values()
        )
        if not overlapping:
            found.setdefault(key, position)
    return sorted(found.values(), key=lambda p: (p.about, p.kind))


def _candidates(phrases: Phrases, voices: Voices) -> Iterator[Position]:
    parse = phrases.parse
    if parse.words[-1] == "?" or voices.asked(parse.starts[-1]):
        return
    for token in range(len(parse)):
        if parse.is_verb(token) and not _supposed(parse, token):
            yield from _said(phrases, voices, token)
            yield from _expressed(phrases, voices, token)
    clauses = [t for t in range(len(parse)) if _heads_clause(parse, t)]
    for clause in clauses:
        yield from _held(phrases, voices, clause)


def _supposed(parse: Parse, verb: int) -> bool:
    """Whether a verb stands in an if-clause, which supposes and does not say."""
    return parse.deps[verb] == "advcl" and _is_condition(parse, verb)


def _heads_clause(parse: Parse, token: int) -> bool:
    """Whether a verb heads a clause with a subject of its own; `and` plus a bare verb joins the last."""
    if not parse.is_verb(token) or parse.deps[token] not in CLAUSES:
        return False
    return parse.first(token, "nsubj", "nsubjpass", "csubj", "expl") is not None


def _said(phrases: Phrases, voices: Voices, verb: int) -> Iterator[Position]:
    """A reported verbal act: its subject is the speaker, its content the position."""
    parse = phrases.parse
    kind = cues("saying").get(parse.lemmas[verb])
    if kind is None or (parse.tags[verb] == "VBG" and parse.deps[verb] == "amod"):
        return
    if parse.lemmas[verb] in ("call", "insist") and not _asks(parse, verb):
        return
    if parse.lemmas[verb] == "hope" and not parse.by_dep(verb, "ccomp"):
        return
    if kind in ("offer", "praise") and any(
        parse.lemmas[t] in COURTESIES for t in parse.by_dep(verb, "dobj")
    ):
        return
    speakers = _subject_parties(phrases, verb)
    if not speakers or not speakers[0].code:
        return
    if _is_content_of_wish(parse, verb):
        return
    negated = any(parse.deps[t] == "neg" for t in parse.children[verb])
    if negated:
        return
    about = _content(parse, verb)
    yield _position(
        phrases,
        voices,
        verb,
        kind,
        speakers[0].actor,
        _recipients(phrases, verb, speakers),
        about,
        0.8,
    )


def _asks(parse: Parse, verb: int) -> bool:
    preps = {parse.lowers[t] for t in parse.by_dep(verb, "prep")}
    subjunctive = any(parse.tags[t] == "VB" for t in parse.by_dep(verb, "ccomp"))
    return bool(preps & {"on", "for", "upon"}) or subjunctive


def _is_content_of_wish(parse: Parse, verb: int) -> bool:
    head = parse.heads[verb]
    return parse.deps[verb] in ("xcomp", "ccomp") and effect_of(parse, head) in (
        "ask", "charge", "fail", "plan", "refuse", "try", "thought",
    )  # fmt: skip


def _expressed(phrases: Phrases, voices: Voices, verb: int) -> Iterator[Position]:
    """`expressed its desire for …`, `reiterated its determination not to …`."""
    parse = phrases.parse
    if parse.lemmas[verb] not in EXPRESSING:
        return
    speakers = _subject_parties(phrases, verb)
    if not speakers or not speakers[0].code:
        return
    for noun in parse.by_dep(verb, "dobj"):
        for member in (noun, *phrases.conjuncts(noun)):
            kind = cues("expressed").get(parse.lemmas[member])
            if kind is None:
                continue
            about = _span(parse, parse.subtree(member))
            text = phrases.discourse.text[slice(*about)]
            if _phrase_pattern().search(text) and kind == "commitment":
                kind = cues("phrase")[_phrase_pattern().search(text).group().lower()]  # type: ignore[union-attr]
            yield _position(
                phrases,
                voices,
                verb,
                kind,
                speakers[0].actor,
                _others(phrases, speakers),
                about,
                0.75,
            )
            break


def _held(phrases: Phrases, voices: Voices, clause: int) -> Iterator[Position]:
    """A position held in a clause by whoever speaks it: quoted, reported, or the outlet itself."""
    parse = phrases.parse
    if _supposed(parse, clause):
        return
    if parse.lemmas[clause] in EXPRESSING or parse.lemmas[clause] in cues("saying"):
        return
    speaker = voices.attributed(phrases, clause)
    if speaker is None:
        speaker = voices.own_voice(parse.starts[clause])
    if speaker is None:
        return
    subjects = [party for party in _subject_parties(phrases, clause) if party.code]
    about = _clause_span(parse, clause)
    text = phrases.discourse.text[slice(*about)]
    blamed = _blamed(phrases, clause, speaker)
    for kind, confidence in _kinds(phrases, clause, subjects, speaker, text):
        addressees = tuple(party.actor for party in subjects if party.code != speaker.country)
        if kind in SET_BEFORE_SOMEONE and parse.lemmas[clause] == "be":
            addressees = _told(phrases, clause, speaker)
        elif not addressees or kind not in DIRECTED:
            addressees = _others_of(phrases, clause, speaker) if kind != "assessment" else ()
        yield _position(phrases, voices, clause, kind, speaker, addressees, about, confidence)
    if blamed and not _obliged(parse, clause):
        yield _position(phrases, voices, clause, "accusation", speaker, blamed, about, 0.6)


def _told(phrases: Phrases, clause: int, speaker: Actor) -> tuple[Actor, ...]:
    """`told Peru that the reef was a red line`: to whom it is said, not the thing it is said of."""
    for verb in verbs_of_saying_above(phrases.parse, clause):
        found = [
            party.actor
            for head in phrases.parse.by_dep(verb, "dobj", "dative")
            for party in phrases.parties(head)
            if party.code and party.code != speaker.country
        ]
        if found:
            return _distinct_states(found)
    return ()


def _kinds(
    phrases: Phrases, clause: int, subjects: list[Party], speaker: Actor, text: str
) -> Iterator[tuple[StatementKind, float]]:
    parse = phrases.parse
    other = any(party.code != speaker.country and party.direct for party in subjects)
    own = any(party.code == speaker.country for party in subjects) or _first_person(parse, clause)
    if found := _phrase_pattern().search(text):
        yield cues("phrase")[found.group().lower()], 0.7
    obliged = _obliged(parse, clause)
    if obliged and not own and (other or _passive_of_state(phrases, clause)):
        yield "demand", 0.75
    if own and not obliged and _willing(parse, clause):
        yield "commitment", 0.65
    if _condition(parse, clause) is not None and (subjects or _mentions_state(phrases, clause)):
        yield "condition", 0.6
    if _assesses(parse, clause):
        yield "assessment", 0.65


def _obliged(parse: Parse, clause: int) -> bool:
    obliging = cues("obliging")
    if any(
        parse.lowers[t] in obliging and parse.tags[t] == "MD" for t in parse.by_dep(clause, "aux")
    ):
        return True
    if parse.lemmas[clause] in STATE_VERBS_OF_WANTING and parse.by_dep(clause, "xcomp"):
        return True
    if parse.deps[clause] == "conj" and parse.first(clause, "aux", "nsubj") is None:
        return _obliged(parse, parse.heads[clause])
    return False


def _willing(parse: Parse, clause: int) -> bool:
    auxiliaries = {parse.lowers[t] for t in parse.by_dep(clause, "aux")}
    if auxiliaries & {"will", "shall", "'ll"} and not any(
        parse.deps[t] == "neg" for t in parse.children[clause]
    ):
        return parse.lemmas[clause] not in ("be", "have", "respond", "retaliate")
    complements = parse.by_dep(clause, "acomp", "attr")
    return any(effect_of(parse, t) == "commit" for t in complements)


def _condition(parse: Parse, clause: int) -> tuple[int, int] | None:
    """The if-clause that hangs from a clause."""
    for child in parse.by_dep(clause, "advcl"):
        if _is_condition(parse, child):
            return _span(parse, parse.subtree(child))
    for child in parse.by_dep(clause, "advmod"):
        if parse.lowers[child] == "long" and parse.by_dep(child, "advcl"):
            return _span(parse, parse.subtree(child))
    return None


def _is_condition(parse: Parse, clause: int) -> bool:
    low = {parse.lowers[t] for t in parse.by_dep(clause, "mark", "advmod", "prep")}
    return bool(low & CONDITIONAL_MARKS) or "long" in low


def _blamed(phrases: Phrases, clause: int, speaker: Actor) -> tuple[Actor, ...]:
    """States reproached in a clause: who does what is blameworthy, fails to do, or is called so."""
    parse = phrases.parse
    blaming = cues("blaming")
    for token in _own_clause(parse, clause):
        if not _reproaches(parse, token, blaming):
            continue
        doers = [p.actor for p in _doers(phrases, token, clause)
                 if p.code and p.code != speaker.country and ":" not in p.code]  # fmt: skip
        if doers:
            return _distinct_states(doers)
    return ()


def _reproaches(parse: Parse, token: int, blaming: dict[str, StatementKind]) -> bool:
    if parse.lemmas[token] in blaming or parse.lowers[token] in blaming:
        return True
    fails = parse.lemmas[token] in NEGATED_BLAME and parse.is_verb(token)
    return fails and parse.first(token, "xcomp") is not None


def _doers(phrases: Phrases, token: int, clause: int) -> list[Party]:
    """Who does the act, owns the noun or bears the adjective that reproaches."""
    parse = phrases.parse
    if parse.is_verb(token):
        found = _subject_parties(phrases, token)
        found = found or _named_before(phrases, token)
    elif parse.is_noun(token):
        found = phrases.parties(token, coordinated=False)
    elif parse.deps[token] == "amod":
        found = phrases.parties(parse.heads[token], coordinated=False)
    else:
        found = _subject_parties(phrases, clause)
    return found


def _named_before(phrases: Phrases, verb: int) -> list[Party]:
    """`by Kenya provoking …`: the name right before a participle, where the parse gives no subject."""
    if phrases.parse.tags[verb] != "VBG" or verb == 0 or verb - 1 not in phrases.mention_at:
        return []
    return phrases.parties(verb - 1, coordinated=False)


def _assesses(parse: Parse, clause: int) -> bool:
    relation, course = cues("relation"), cues("course")
    if parse.deps[clause] == "advcl" and _is_condition(parse, clause):
        return False
    heads = [*subjects_of(parse, clause)[0], *parse.by_dep(clause, "nsubjpass", "dobj")]
    if not any(parse.lemmas[t] in relation or parse.lowers[t] in relation for t in heads):
        return False
    stretch = _own_clause(parse, clause)
    return any(
        (parse.lemmas[t] in course or parse.lowers[t] in course)
        and (parse.is_verb(t) or parse.tags[t].startswith(("JJ", "NN")))
        for t in stretch
    )


def _own_clause(parse: Parse, clause: int) -> list[int]:
    """Tokens of a clause without the clauses that say or stand beside it."""
    found = [clause]
    for token in found:
        for child in parse.children[token]:
            if parse.deps[child] in ("advcl", "parataxis"):
                continue
            if _beside(parse, child, token, clause):
                continue
            found.append(child)
    return sorted(found)


def _beside(parse: Parse, child: int, parent: int, clause: int) -> bool:
    """Whether a child is a coordinated clause with a subject of its own."""
    return (
        parent == clause
        and parse.deps[child] == "conj"
        and parse.is_verb(child)
        and parse.first(child, "nsubj", "nsubjpass") is not None
    )


def _first_person(parse: Parse, clause: int) -> bool:
    heads, _ = subjects_of(parse, clause)
    return any(parse.lowers[t] in FIRST_PERSON and parse.tags[t] == "PRP" for t in heads)


def _passive_of_state(phrases: Phrases, clause: int) -> bool:
    subject = phrases.parse.first(clause, "nsubjpass")
    return subject is not None and any(p.code for p in phrases.parties(subject))


def _mentions_state(phrases: Phrases, clause: int) -> bool:
    return any(phrases.is_actor_word(t) for t in phrases.parse.subtree(clause))


def _subject_parties(phrases: Phrases, verb: int) -> list[Party]:
    parse = phrases.parse
    passive = parse.first(verb, "nsubjpass")
    by_agent = parse.lemmas[verb] in cues("saying") or parse.lemmas[verb] in cues("blaming")
    if parse.first(verb, "auxpass") is not None and by_agent:
        heads = [
            inner for prep in parse.by_dep(verb, "agent") for inner in parse.by_dep(prep, "pobj")
        ]
    elif passive is not None:
        heads = [passive]
    else:
        heads, _ = subjects_of(parse, verb)
    return [party for head in heads for party in phrases.parties(head)]


def _recipients(phrases: Phrases, verb: int, speakers: list[Party]) -> tuple[Actor, ...]:
    """Whom a verbal act is addressed to: its object, or the phrase after `on`, `to`, `against`."""
    parse = phrases.parse
    own = {party.code for party in speakers}
    heads = [*parse.by_dep(verb, "dobj", "dative", "nsubjpass")]
    for prep in parse.by_dep(verb, "prep"):
        if parse.lowers[prep] in ("on", "to", "against", "with", "at", "from"):
            heads += parse.by_dep(prep, "pobj")
    for clause in parse.by_dep(verb, "ccomp", "xcomp"):
        heads += parse.by_dep(clause, "nsubj", "nsubjpass")
    found = [party.actor for head in heads for party in phrases.parties(head)
             if party.code and party.code not in own]  # fmt: skip
    return _distinct_states(found)


def _others(phrases: Phrases, speakers: list[Party]) -> tuple[Actor, ...]:
    return _others_of(phrases, None, speakers[0].actor)


def _others_of(phrases: Phrases, clause: int | None, speaker: Actor) -> tuple[Actor, ...]:
    """Other states named in the clause."""
    tokens = range(len(phrases.parse)) if clause is None else phrases.parse.subtree(clause)
    found = []
    for token in tokens:
        mention = phrases.mention_at.get(token)
        if phrases.parse.deps[token] in ("compound", "amod", "nmod", "poss"):
            continue
        if mention and mention.code and mention.code != speaker.country and ":" not in mention.code:
            found.append(phrases.mention_party(mention).actor)
    return _distinct_states(found)[:1]


def _distinct_states(actors: list[Actor]) -> tuple[Actor, ...]:
    seen: dict[str | None, Actor] = {}
    for actor in actors:
        seen.setdefault(actor.country, actor)
    return tuple(seen.values())


def _content(parse: Parse, verb: int) -> tuple[int, int]:
    """The clause or phrase that a verb of saying takes, else the verb's whole clause."""
    parts = [t for t in parse.by_dep(verb, "ccomp", "xcomp", "dobj", "prep", "advcl") if t > verb]
    if not parts:
        return _clause_span(parse, verb)
    tokens = [verb, *(member for part in parts for member in parse.subtree(part))]
    return _span(parse, sorted(tokens))


def _clause_span(parse: Parse, clause: int) -> tuple[int, int]:
    """A clause with what hangs from it, without the clauses coordinated to it."""
    tokens = [clause]
    for token in tokens:
        for child in parse.children[token]:
            if not _beside(parse, child, token, clause) and parse.deps[child] != "parataxis":
                tokens.append(child)
    return _span(parse, sorted(tokens))


def _span(parse: Parse, tokens: list[int]) -> tuple[int, int]:
    """Offsets from the first to the last token, without punctuation at either end."""
    first, last = min(tokens), max(tokens)
    while first < last and parse.deps[first] in ("punct", "cc"):
        first += 1
    while last > first and parse.deps[last] in ("punct", "cc"):
        last -= 1
    return parse.starts[first], parse.ends[last]


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
        addressees=tuple(a for a in addressees if a.country != speaker.country),
        about=about,
        condition=_condition(phrases.parse, clause),
        quoted=voices.quoted(about[0]),
        confidence=confidence,
    )
