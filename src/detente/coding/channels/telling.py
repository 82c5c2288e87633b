"""What a sentence tells of a channel that it names: held, suspended, resumed …, and how that is put."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.coding.channels.listed import Telling, telling_words
from detente.coding.grammar.factuality import Factuality, factuality_of, negative_determiner
from detente.coding.grammar.governing import effect_of
from detente.coding.grammar.lemmas import lemma_as
from detente.coding.grammar.parse import Parse
from detente.records import Status, Told

MEASURES = frozenset(
    "round session meeting edition iteration series set sitting phase part leg".split()
)
"""Nouns that stand before `of` and a channel, for one time or some times that it met."""
DURING = frozenset({"at", "during", "in"})
AHEAD = frozenset({"before"})
LEADING = frozenset({"to", "toward", "towards", "for", "at", "on", "about", "over"})
OPENING = frozenset({"after", "following", "since"})


@dataclass(frozen=True, slots=True)
class Tale:
    """What is told, the token of the word that tells it, and how the text puts it.

    `dated` is false where the sentence only looks back or ahead to it, so that its dates are of
    something else.
    """

    told: Told
    trigger: int | None = None
    status: Status | None = None
    dated: bool = True


NAMED = Tale("named")


def tale_of(parse: Parse, head: int, named: frozenset[int] = frozenset()) -> Tale:
    """What is told of the channel whose name has this head; `NAMED` where nothing more is.

    `named` are the heads of all names of channels in the sentence.
    """
    top = top_of(parse, head, named)
    described = list(_described(parse, top, head))
    for tale in _governed(parse, top):
        # `the round, held on Monday, was led by X`: the nearer word has the dates.
        return next((near for near in described if near.told == tale.told), tale)
    for tale in (*described, *_before(parse, head)):
        return tale
    return NAMED


def opened(parse: Parse, tale: Tale) -> Tale:
    """`opened a hotline`: a line that is opened is set up, while talks that open are held."""
    if tale.trigger is None or parse.lemmas[tale.trigger] not in ("open", "start", "begin"):
        return tale
    return replace(tale, told="established")


def governor_of(parse: Parse, top: int) -> int | None:
    """The verb that a channel is subject, object or occasion of, or None."""
    return next((t for t in parse.ancestors(top) if parse.is_verb(t)), None)


def is_series(parse: Parse, head: int) -> bool:
    """`three sets of military talks`: what meets again and again."""
    prep = parse.heads[head]
    return parse.lowers[prep] == "of" and parse.lemmas[parse.heads[prep]] in ("set", "series")


def top_of(parse: Parse, head: int, named: frozenset[int] = frozenset()) -> int:
    """The noun whose place in the clause is that of the channel.

    `a round` of it, or what it is coordinated with or an example of. Where the parser coordinates
    it with a word inside another channel's name (`named`), that channel is meant.
    """
    node = head
    for _ in range(12):
        above = parse.heads[node]
        over = parse.heads[above]
        if above == node or _listed_after(parse, node) is not None:
            break
        beside = parse.is_conjunct(node) or parse.is_apposition(node)
        if beside and parse.is_noun(above):
            node = above
        elif parse.is_complement(node) and (
            _measures(parse, over) or (node != head and over in named)
        ):
            node = over
        elif parse.is_modifier(node) and _measures(parse, above):
            node = above
        else:
            break
    return node


def _listed_after(parse: Parse, node: int) -> int | None:
    """`Peru cancelled two exchanges: the talks …`: the verb, where the parser sees an apposition
    to its subject across it."""
    above = parse.heads[node]
    verb = parse.heads[above]
    across = parse.is_apposition(node) and above < verb < node and parse.is_verb(verb)
    return verb if across else None


def _measures(parse: Parse, token: int) -> bool:
    return parse.lemmas[token] in MEASURES


def _governed(parse: Parse, top: int) -> Iterator[Tale]:
    """The verb or noun that a channel depends on."""
    above = parse.heads[top]
    verb = _listed_after(parse, top)
    if verb is not None:
        yield from _by_verb(parse, verb, top)
    elif parse.is_complement(top):
        yield from _through_preposition(parse, above, top)
    elif above != top and parse.is_verb(above) and parse.is_part_of_clause(top):
        yield from _by_verb(parse, above, top)
    elif parse.is_compound_or_possessor(top) and parse.is_noun(above):
        yield from _by_noun(parse, above)


def _through_preposition(parse: Parse, prep: int, top: int) -> Iterator[Tale]:
    word, governor = parse.lowers[prep], parse.heads[prep]
    if parse.is_noun(governor) and word in ("of", "to", "on", "in"):
        yield from _by_noun(parse, governor)
        return
    if word in OPENING:
        yield Tale("held", top, "done", dated=False)
    elif word in AHEAD or (word == "of" and parse.lowers[governor] == "ahead"):
        yield Tale("planned", top, "planned", dated=False)
    elif parse.is_verb(governor):
        found = list(_by_verb(parse, governor, top, via=word))
        if found:
            yield found[0]
        elif word in DURING and (word != "in" or not parse.is_infinitive_or_gerund(governor)):
            verb = _finite(parse, governor)
            status = status_of(parse, verb)
            yield Tale("planned" if status == "planned" else "held", verb, status)


def _finite(parse: Parse, verb: int) -> int:
    """The verb in whose clause an infinitive or participle stands."""
    while parse.is_infinitive_or_gerund(verb) and parse.is_verb(parse.heads[verb]):
        if parse.heads[verb] == verb:
            break
        verb = parse.heads[verb]
    return verb


def _by_verb(parse: Parse, verb: int, top: int, via: str = "") -> Iterator[Tale]:
    """What a verb tells, or the infinitive after it: `is to resume`, `was expected to be held`."""
    telling = _verb_telling(parse, verb, via)
    inner = [t for t in parse.open_complements(verb) if parse.is_verb(t)]
    if parse.is_any_subject(top):
        for clause in inner:
            if within := _verb_telling(parse, clause):
                yield _tale(parse, clause, within)
                return
    if telling is not None and _takes(parse, verb, top):
        yield _tale(parse, verb, telling)


def _takes(parse: Parse, verb: int, top: int) -> bool:
    """Whether it is the channel that a verb tells of, not somebody who acts at it."""
    acting = parse.is_subject(top) and parse.object(verb) is not None
    light = acting and any(_joined(parse, verb, child) for child in parse.objects(verb))
    return not acting or light


def _joined(parse: Parse, verb: int, child: int) -> bool:
    return (f"{parse.lemmas[verb]} {parse.lemmas[child]}", "v") in telling_words()


def _verb_telling(parse: Parse, verb: int, via: str = "") -> Telling | None:
    """What a verb tells, alone or with what belongs to it; `via` is the preposition before the name."""
    words, lemma = telling_words(), parse.lemmas[verb]
    beside = [via, *(parse.lemmas[t] for t in parse.beside_verb(verb))]
    for prep in parse.prepositions(verb):
        beside += [f"{parse.lemmas[prep]} {parse.lemmas[t]}" for t in parse.complements(prep)]
    longer = (words.get((f"{lemma} {other}", "v")) for other in sorted(beside, key=len)[::-1])
    return next((found for found in longer if found), None) or words.get((lemma, "v"))


def _by_noun(parse: Parse, noun: int) -> Iterator[Tale]:
    """`the resumption of the talks`: a noun that tells it, under whatever governs that."""
    telling = telling_words().get((parse.lemmas[noun], "n"))
    if telling is None:
        return
    tale = _tale(parse, noun, telling)
    prep = parse.heads[noun]
    if parse.is_complement(noun) and parse.lowers[prep] in (*OPENING, *AHEAD):
        tale = replace(tale, dated=False)
    elif parse.is_complement(noun) and parse.is_noun(parse.heads[prep]):
        tale = replace(tale, status="hypothetical")
    yield tale


def _described(parse: Parse, top: int, head: int) -> Iterator[Tale]:
    """`talks held on Monday`, `a dialogue that Peru called off`."""
    for host in dict.fromkeys((head, top)):
        for clause in parse.clauses_on_noun(host):
            telling = _verb_telling(parse, clause)
            if telling is not None:
                yield _tale(parse, clause, telling)


def _before(parse: Parse, head: int) -> Iterator[Tale]:
    """`the suspended dialogue`: how it stands, with no day."""
    for token in parse.adjectives(head):
        if not parse.describes(token):
            continue
        lemma = parse.lemmas[token]
        found = telling_words().get((lemma, "a")) or telling_words().get(
            (lemma_as(lemma, "verb"), "a")
        )
        if found is not None:
            yield Tale(found.told, token, "done", dated=False)


def _tale(parse: Parse, trigger: int, telling: Telling) -> Tale:
    status = status_of(parse, trigger)
    if telling.planned and status in ("done", "ongoing"):
        status = "planned"
    told = "planned" if telling.told == "held" and status == "planned" else telling.told
    return Tale(told, trigger, status)


def status_of(parse: Parse, trigger: int) -> Status:
    """How a text puts what a word tells of a channel."""
    factuality = factuality_of(parse, trigger)
    if not parse.is_verb(trigger):
        _read_above(parse, trigger, factuality)
    refused = factuality.effect in ("refuse", "fail", "deny") or _of_nobody(parse, trigger)
    if factuality.negated or factuality.governor_negated or refused:
        return "denied"
    if factuality.conditional:
        return "conditional"
    supposed = factuality.effect in ("ask", "charge", "try", "thought") or _led_up_to(
        parse, trigger
    )
    if supposed or factuality.possible or factuality.obliged:
        return "hypothetical"
    ahead = (
        factuality.effect in ("commit", "plan", "threat") or factuality.future or factuality.would
    )
    if ahead or factuality.purpose:
        return "planned"
    return "ongoing" if factuality.ongoing else "done"


def _of_nobody(parse: Parse, trigger: int) -> bool:
    """`Neither side announced a resumption`."""
    verbs = [t for t in (trigger, *parse.ancestors(trigger)) if parse.is_verb(t)]
    subjects = parse.all_subjects(verbs[0]) if verbs else []
    return any(
        negative_determiner(parse, t) or parse.lowers[t] in ("neither", "none") for t in subjects
    )


def _led_up_to(parse: Parse, trigger: int) -> bool:
    """`paved the way to reopening it`, `before it returns to the talks`."""
    if parse.is_prepositional_clause(trigger):
        return parse.lowers[parse.heads[trigger]] in LEADING
    mark = parse.marker(trigger)
    return mark is not None and parse.lowers[mark] in ("before", "until")


def _read_above(parse: Parse, noun: int, factuality: Factuality) -> None:
    """`agreed on the resumption`: here a preposition keeps what its verb makes of its object."""
    if not parse.is_complement(noun):
        return
    governor = parse.heads[parse.heads[noun]]
    if factuality.effect is None and effect_of(parse, governor) in ("commit", "plan", "ask"):
        factuality.effect = effect_of(parse, governor)
