"""At whom a position is aimed, and who is blamed in a clause."""

from __future__ import annotations

from detente.coding.actors.mentions import Mention
from detente.coding.actors.phrases import Party, Phrases
from detente.coding.parsing import Parse
from detente.coding.relations.frames import subjects_of
from detente.coding.voice.clauses import leaning
from detente.coding.voice.cues import words_of
from detente.records import Actor, StatementKind

UNDIRECTED: frozenset[StatementKind] = frozenset({"assessment"})
OWNED = frozenset({"amod", "nmod", "poss"})
WHERE = frozenset({"in", "at", "near", "off", "around", "inside", "outside"})
"""Before the name of a place where something is, at which no position is aimed."""
ABOUT = frozenset(
    "of on over about regarding concerning towards toward into across against beside behind".split()
)
"""After a verb, before what is spoken of; after a noun every preposition but `by` and `from` is."""
SUFFERED = frozenset({"on", "against", "upon"})
SEEING = frozenset("see view perceive read regard interpret take consider understand judge".split())
"""`Seen by Peru as a threat`: who sees it so does nothing."""
NEGATED_BLAME = frozenset({"fail", "refuse"})
RULING: frozenset[StatementKind] = frozenset({"red-line", "warning"})
"""Kinds that somebody is warned by; the subject of `is` is no more than what they are about."""
STANDS, OWNS, TOPIC = range(3)
"""How a state is named: by itself, as whose something is, or as what is spoken of."""


def aimed_at(
    phrases: Phrases,
    tokens: tuple[int, int],
    speaker: Actor,
    kind: StatementKind,
    home: str | None = None,
) -> tuple[Actor, ...]:
    """States that a position between two tokens is aimed at; `home` is the state of the speaker's side.

    The states named in it, owners of things last; else the other state of the sentence; else, where
    a state or an outlet speaks, the other one that the article speaks of. A state that is only
    spoken of (`arms sales to Peru`, `the Peru question`) is meant where there is no other. Of two that
    share something (`Peru-Chile ties`) both are.
    """
    side = speaker.country or home
    inside = _named(phrases, range(tokens[0], tokens[1] + 1), side, kind)
    if kind in UNDIRECTED and inside:
        return distinct_states([actor for _, actor in inside])
    around = _named(phrases, range(len(phrases.parse)), side, kind)
    named = [*inside, *around]
    meant = _with_partner(phrases, [actor for how, actor in named if how != TOPIC])
    if meant:
        return meant
    if kind == "accusation" and any(
        _suffers(phrases, token) for token in range(tokens[0], tokens[1] + 1)
    ):
        return ()
    topics = _with_partner(phrases, [actor for _, actor in named])
    if speaker.country is None and speaker.start is not None:
        return topics
    implied = phrases.implied({side} if side else set())
    return (implied.actor,) if implied and len(topics) < 2 else topics


def _with_partner(phrases: Phrases, actors: list[Actor]) -> tuple[Actor, ...]:
    """The first of some states, and with it the one that its name is joined to (`Peru-Chile ties`)."""
    text = phrases.discourse.text
    for other in actors[1:]:
        pair = sorted((actors[0], other), key=lambda actor: actor.end or 0)
        if text[slice(pair[0].end, pair[1].start)] in ("-", "–"):
            return tuple(pair)
    return tuple(actors[:1])


def _named(
    phrases: Phrases, tokens: range, side: str | None, kind: StatementKind
) -> list[tuple[int, Actor]]:
    """Other states named among some tokens, those that stand by themselves first."""
    found: list[tuple[int, Actor]] = []
    for token in tokens:
        mention = phrases.mention_at.get(token)
        if mention is None or not mention.code or mention.code == side:
            continue
        if kind == "accusation" and _suffers(phrases, token):
            continue
        how = _how_named(phrases, token, mention)
        if kind in RULING and is_told_of(phrases.parse, token):
            how = TOPIC
        if how is not None:
            found.append((how, phrases.mention_party(mention).actor))
    return sorted(found, key=lambda each: each[0])


def _how_named(phrases: Phrases, token: int, mention: Mention) -> int | None:
    """Whether a state stands by itself, owns or is spoken of; None for a place where something is,
    and for a word of a longer name."""
    parse = phrases.parse
    dep, head = parse.deps[token], parse.heads[token]
    if head != token and mention.start <= parse.starts[head] < mention.end:
        return None
    if dep == "pobj":
        if parse.lowers[head] in WHERE:
            return None
        if parse.deps[head] == "agent" and parse.lemmas[parse.heads[head]] in SEEING:
            return TOPIC
        return TOPIC if _is_spoken_of(parse, head) else STANDS
    if dep == "compound":
        of_a_person = parse.tags[head] == "NNP" or phrases.role_at(head) is not None
        short = parse.words[token].replace(".", "").isupper()
        return OWNS if of_a_person or short else TOPIC
    return OWNS if dep in OWNED else STANDS


def _suffers(phrases: Phrases, token: int) -> bool:
    """`the attack on Peru`, `on the Peruvian embassy`: who suffers it is not blamed for it."""
    parse = phrases.parse
    named = token in phrases.mention_at and phrases.mention_at[token].code is not None
    place = parse.heads[token] if parse.deps[token] in (*OWNED, "compound") else token
    if not named or parse.deps[place] != "pobj":
        return False
    preposition = parse.heads[place]
    noun = parse.heads[preposition]
    on = parse.lowers[preposition] in SUFFERED
    return on and parse.is_noun(noun) and leaning(parse.lemmas[noun], "n") < 0


def is_told_of(parse: Parse, token: int) -> bool:
    """`Peru is a red line`, `Peru must not be touched`: what is told of the state it does not do."""
    dep, head = parse.deps[token], parse.heads[token]
    return dep == "nsubjpass" or (
        dep == "nsubj" and parse.lemmas[head] in ("be", "stand", "remain")
    )


def _is_spoken_of(parse: Parse, preposition: int) -> bool:
    governor = parse.heads[preposition]
    if parse.is_verb(governor) or parse.tags[governor] in ("IN", "RB", "RP"):
        return parse.lowers[preposition] in ABOUT
    return parse.lowers[preposition] not in ("by", "from", "between", "with")


def distinct_states(actors: list[Actor]) -> tuple[Actor, ...]:
    """The first actor of each state, in order."""
    seen: dict[str | None, Actor] = {}
    for actor in actors:
        seen.setdefault(actor.country, actor)
    return tuple(seen.values())


def blamed_in(phrases: Phrases, clause: int, speaker: Actor) -> tuple[Actor, ...]:
    """States reproached in a clause: who does what is blameworthy, fails to do, or is called so."""
    for token in _own_clause(phrases, clause):
        if not _reproaches(phrases, token):
            continue
        doers = [p.actor for p in _doers(phrases, token, clause)
                 if p.code and p.code != speaker.country and ":" not in p.code]  # fmt: skip
        if doers:
            return distinct_states(doers)
    return ()


def _own_clause(phrases: Phrases, clause: int) -> list[int]:
    parse = phrases.parse
    found = [clause]
    for token in found:
        for child in parse.children[token]:
            apart = parse.deps[child] in ("advcl", "parataxis") or (
                token == clause
                and parse.deps[child] == "conj"
                and parse.first(child, "nsubj", "nsubjpass") is not None
            )
            if not apart:
                found.append(child)
    return sorted(found)


def _reproaches(phrases: Phrases, token: int) -> bool:
    parse = phrases.parse
    blaming = words_of("blaming")
    if parse.lemmas[token] in blaming or parse.lowers[token] in blaming:
        return True
    fails = parse.lemmas[token] in NEGATED_BLAME and parse.is_verb(token)
    return fails and parse.first(token, "xcomp") is not None


def _doers(phrases: Phrases, token: int, clause: int) -> list[Party]:
    """Who does the act, owns the noun or bears the adjective that reproaches."""
    parse = phrases.parse
    if parse.is_verb(token):
        found = _acting(phrases, token)
        return found or _named_before(phrases, token)
    if parse.is_noun(token):
        return phrases.parties(token, coordinated=False)
    if parse.deps[token] == "amod":
        return phrases.parties(parse.heads[token], coordinated=False)
    return _acting(phrases, clause)


def _acting(phrases: Phrases, verb: int) -> list[Party]:
    """Who does it: the subject, or what stands after `by` in the passive."""
    parse = phrases.parse
    if parse.first(verb, "auxpass") is not None:
        heads = [t for prep in parse.by_dep(verb, "agent") for t in parse.by_dep(prep, "pobj")]
    else:
        heads = subjects_of(parse, verb)[0]
    return [party for head in heads for party in phrases.parties(head)]


def _named_before(phrases: Phrases, verb: int) -> list[Party]:
    """`by Kenya provoking …`: the name before a participle, where the parse gives no subject."""
    if phrases.parse.tags[verb] != "VBG" or verb == 0 or verb - 1 not in phrases.mention_at:
        return []
    return phrases.parties(verb - 1, coordinated=False)
