"""What is said, thought or wanted in one sentence, by whom: read from the parse alone.

A *saying* is a word that gives words to somebody (`said`, `its claim that`, `according to`), with the
phrases that name the source and the tokens of what is said. The forms are those that studies of
attribution found in news (Pareti, 2015): clauses of verbs, inserted verbs, nouns with a clause,
`according to`, and objects of verbs that tell an attitude.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.coding.grammar.arguments import subjects_of
from detente.coding.grammar.clauses import begins_anew, joined_that, told_to
from detente.coding.grammar.parse import Parse
from detente.coding.voice.cues import words_of

COMPLEMENTS = frozenset({"to", "for", "on", "of", "about", "against", "as", "with", "over", "upon"})
PHRASAL = frozenset({"of", "for", "to", "about", "against", "on", "over", "by"})
TELLING = frozenset(
    """tell inform remind assure reassure advise convince notify warn brief teach instruct ask urge
    persuade beg implore caution""".split()
)
"""Verbs whose object is who hears it."""
CALLED_TO_MIND = frozenset({"recall", "remember", "hear", "read", "note", "see", "learn"})
CLEAR = frozenset({"clear", "plain", "known"})
"""What one makes it, by saying that it is so."""
PASSED_ON = frozenset({"quote", "cite", "report"})
"""Verbs under whose passive `saying` tells what their subject said."""
QUOTES = frozenset({'"', "”", "“", "''", "``"})
SETTING_OFF = QUOTES | {",", "—", "–", "--"}
LABEL = 7
"""Words within which the colon after a name stands."""
VIEWS = frozenset({"words", "opinion", "view", "eyes", "account", "word", "judgement", "judgment"})


@dataclass(frozen=True, slots=True)
class Saying:
    """One saying: its word, heads of the phrases that name the source, tokens of the content.

    `vouches` is false for thoughts and wishes, which do not tell that something happened.
    """

    cue: int
    sources: tuple[int, ...]
    content: tuple[int, ...]
    vouches: bool


def find_sayings(parse: Parse) -> list[Saying]:
    """Sayings of a sentence in the order of their cues."""
    found: list[Saying] = list(_labelled(parse))
    for token, lemma in enumerate(parse.lemmas):
        if parse.lowers[token] == "according":
            found += _according(parse, token)
        elif parse.lowers[token] in words_of("feeling"):
            found += _felt(parse, token)
        elif parse.is_verb(token):
            found += _verbal(parse, token, lemma)
        elif parse.is_noun(token):
            if parse.lowers[token] in VIEWS:
                found += _in_the_view_of(parse, token)
            if lemma in words_of("noun"):
                found += _nominal(parse, token)
    return found


def _labelled(parse: Parse) -> Iterator[Saying]:
    """`Hale: "We are open."`: a name, a colon and a quotation."""
    colon = next((t for t in range(min(LABEL, len(parse))) if parse.lowers[t] == ":"), 0)
    if not colon or colon + 2 >= len(parse) or parse.lowers[colon + 1] not in QUOTES:
        return
    if parse.is_noun(colon - 1) and not any(map(parse.is_verb, range(colon))):
        yield Saying(colon, (colon - 1,), tuple(range(colon + 1, len(parse))), True)


def _felt(parse: Parse, token: int) -> Iterator[Saying]:
    """`is worried that Peru may leave`: in the mind of who is so."""
    content = sorted(
        t for c in parse.clausal_complements(token) for t in parse.subtree(c) if c > token
    )
    if not content:
        return
    whose = parse.passive_subjects(token) or subjects_of(parse, token)[0]
    if not whose and parse.is_adjectival_or_conjunct(token):
        whose = subjects_of(parse, parse.heads[token])[0]
    yield Saying(token, tuple(whose), tuple(content), False)


def gives_words(parse: Parse, verb: int) -> bool:
    """Whether a verb gives words to its subject, and vouches for them: `said`, `told reporters`."""
    lemma = parse.lemmas[verb]
    if lemma == "tell":
        return parse.open_complement(verb) is None
    return lemma in words_of("saying")


def _verbal(parse: Parse, verb: int, lemma: str) -> Iterator[Saying]:
    vouches = lemma in words_of("saying") or _goes_on(parse, verb) or makes_clear(parse, verb)
    if not vouches and lemma not in words_of("attitude") and not _puts_it(parse, verb):
        return
    content = _content_of_verb(parse, verb)
    if content and not _fills_in(parse, verb, vouches):
        yield Saying(verb, sources_of(parse, verb), tuple(content), vouches)


def _fills_in(parse: Parse, verb: int, vouches: bool) -> bool:
    """`you know`, `you will recall that`: said to keep the talk going; `for Peru to see that`: not yet."""
    if parse.is_adverbial_or_relative(verb) and any(
        parse.lowers[t] == "for" for t in parse.markers(verb)
    ):
        return True
    if vouches and parse.lemmas[verb] not in CALLED_TO_MIND:
        return False
    return any(parse.lowers[t] == "you" for t in parse.subjects(verb))


def sources_of(parse: Parse, verb: int) -> tuple[int, ...]:
    """Heads of who says it: the subject, or what stands after `by` in the passive."""
    if passed_on := _quoted_as(parse, verb):
        return passed_on
    if _is_passive(parse, verb):
        agents = parse.agents(verb)
        return tuple(inner for agent in agents for inner in parse.complements(agent))
    beside = _source_before(parse, verb)
    if beside is None and parse.subject(verb) is None:
        beside = _inverted_source(parse, verb)
    if beside is not None:
        return (beside,)
    heads, _ = subjects_of(parse, verb)
    return tuple(heads) or _shared_source(parse, verb)


def _quoted_as(parse: Parse, verb: int) -> tuple[int, ...]:
    """`was quoted in the press as saying`: who is quoted, not who quotes."""
    if not parse.is_gerund(verb):
        return ()
    for token in parse.ancestors(verb):
        if parse.is_verb(token):
            return tuple(parse.passive_subjects(token) if parse.lemmas[token] in PASSED_ON else ())
    return ()


def _is_passive(parse: Parse, verb: int) -> bool:
    if parse.passive_sign(verb) is not None:
        return True
    if not parse.is_past_form(verb) or parse.active_subject_or_auxiliary(verb) is not None:
        return False
    if _is_told(parse, verb):
        return True
    asked = parse.lemmas[verb] == "ask" and parse.is_adverbial_clause(verb)
    return asked or (parse.is_past_participle(verb) and parse.is_participial(verb))


def _is_told(parse: Parse, verb: int) -> bool:
    """`was summoned and told that …`: a verb that wants a hearer has none, beside a passive one."""
    return (
        parse.lemmas[verb] in TELLING
        and parse.is_conjunct(verb)
        and parse.any_object(verb) is None
        and parse.passive_auxiliary(parse.heads[verb]) is not None
    )


def _inverted_source(parse: Parse, verb: int) -> int | None:
    """`"…," tweeted the embassy`, where the parse makes an object of it."""
    if verb == 0 or parse.lowers[verb - 1] not in SETTING_OFF or not parse.is_finite(verb):
        return None
    after = [t for t in parse.objects_after(verb) if t > verb]
    return after[0] if after and parse.is_noun_or_pronoun(after[0]) else None


def _source_before(parse: Parse, verb: int) -> int | None:
    """`…, Burma's consul in Calcutta said`: the phrase between comma and verb, however it is parsed."""
    stretch = _set_off(parse, verb)
    if not stretch or not parse.is_finite(verb):
        return None
    if any(parse.is_verb(t) and not parse.is_past_participle(t) for t in stretch):
        return None
    tops = [t for t in stretch if parse.heads[t] not in stretch]
    return next((t for t in tops if parse.is_noun_or_pronoun(t)), None)


def _set_off(parse: Parse, verb: int) -> range:
    """Words between a verb and the comma or quotation mark before it."""
    opening = verb
    while opening > 0 and parse.lowers[opening - 1] not in SETTING_OFF:
        opening -= 1
    return range(opening, verb) if opening > 0 else range(0)


def _shared_source(parse: Parse, verb: int) -> tuple[int, ...]:
    """`appealed to Peru, warned that … and said that …`: the subject of the first in the row."""
    while parse.is_conjunct_or_loose(verb) and parse.is_verb(parse.heads[verb]):
        verb = parse.heads[verb]
        if subjects := parse.subjects(verb):
            return tuple(subjects)
    return ()


def _puts_it(parse: Parse, verb: int) -> bool:
    """`as the minister put it`."""
    return parse.lemmas[verb] == "put" and any(parse.lowers[t] == "it" for t in parse.objects(verb))


def makes_clear(parse: Parse, verb: int) -> bool:
    """`made it clear that`."""
    parts = parse.predicates(verb)
    inner = [*parts, *(t for part in parts for t in parse.adjectival_complements(part))]
    told = parse.lemmas[verb] == "make" and any(parse.lowers[t] in CLEAR for t in inner)
    return told and any(
        parse.lowers[t] == "that" for t in range(verb + 1, min(verb + 5, len(parse)))
    )


def _goes_on(parse: Parse, verb: int) -> bool:
    """`he went on`: `go` tells of speech where it is put into a sentence."""
    particles = {parse.lowers[t] for t in parse.particles(verb)}
    return parse.lemmas[verb] == "go" and "on" in particles and parse.is_parenthetical(verb)


def _content_of_verb(parse: Parse, verb: int) -> list[int]:
    clauses = _clauses_of(parse, verb)
    if not clauses or max(clauses) < verb:
        clauses = sorted({*clauses, *_clause_first(parse, verb)})
    if clauses:
        return clauses
    around = _clause_around(parse, verb)
    if around or parse.lemmas[verb] in words_of("clausal"):
        return around
    return _objects_of(parse, verb)


def _clauses_of(parse: Parse, verb: int) -> list[int]:
    found: list[int] = []
    anew = begins_anew(parse, verb)
    for child in parse.content_clauses(verb):
        if anew and child < verb:
            continue
        tokens = parse.subtree(child)
        if _is_passive(parse, verb) and parse.is_open_complement(child):
            tokens += [t for s in parse.passive_subjects(verb) for t in parse.subtree(s)]
        found += tokens
    for child in parse.clauses_beside(verb):
        first = child < verb and parse.subject_or_expletive(child) is not None
        if (
            first
            and not anew
            and parse.marker_or_coordinator(child) is None
            and parse.subject(verb)
        ):
            found += parse.subtree(child)
    if parse.lemmas[verb] in TELLING and not found:
        found += [t for c in told_to(parse, verb) for t in parse.subtree(c)]
    if found:
        found += [t for c in joined_that(parse, verb) for t in parse.subtree(c)]
    return sorted(found)


def _clause_first(parse: Parse, verb: int) -> list[int]:
    """`Peru must leave, Chile said, and pay`: the words before the speaker, set off by a comma.

    Read from the order of the words, since the parse seldom has it right.
    """
    if not parse.is_finite(verb) or parse.lemmas[verb] not in words_of("saying"):
        return []
    inverted = parse.lowers[verb - 1] in SETTING_OFF
    opening = verb if inverted else _set_off(parse, verb).start
    sources = sources_of(parse, verb)
    if opening < 3 or not sources or parse.marker(verb) is not None:
        return []
    if begins_anew(parse, verb):
        return []
    if opening <= parse.heads[verb] < verb:  # `…, if it meant what it said`
        return []
    if not inverted and sources[0] < opening:
        return []
    before = list(range(opening - 1))
    quoted = parse.lowers[0] in QUOTES or parse.lowers[opening - 1] in QUOTES
    told = parse.is_base_form(0) or any(_stands_alone(parse, token) for token in before)
    if not quoted and not told:
        return []
    after = [
        token
        for child in parse.joined_clauses(verb)
        if child > verb and parse.subject_or_expletive(child) is not None
        for token in parse.subtree(child)
        if token > verb
    ]
    return before + after


def _stands_alone(parse: Parse, token: int) -> bool:
    """A finite verb with a subject and no conjunction, or a modal verb."""
    if parse.is_modal(token):
        return True
    return (
        parse.is_finite(token)
        and parse.subject_or_expletive(token) is not None
        and parse.marker(token) is None
    )


def _clause_around(parse: Parse, verb: int) -> list[int]:
    """`Chile, he said, must go`; `as he said`: the clause that the saying is put into."""
    head = parse.heads[verb]
    if head == verb:
        return []
    inserted = parse.is_parenthetical(verb)
    as_said = parse.is_adverbial_clause(verb) and any(
        parse.lowers[t] == "as" for t in parse.markers_and_adverbs(verb)
    )
    if not (inserted or as_said) or not sources_of(parse, verb):
        return []
    own = set(parse.subtree(verb))
    return [token for token in parse.subtree(head) if token not in own]


def _objects_of(parse: Parse, verb: int) -> list[int]:
    """What an attitude is about, where no clause tells it: `criticised the plan`, `called for calm`."""
    parts = [t for t in parse.prepositions(verb) if parse.lowers[t] in COMPLEMENTS and t > verb]
    if parse.lemmas[verb] not in TELLING or not parts:
        parts += parse.objects_of_attitude(verb)
    return sorted({token for part in parts for token in parse.subtree(part)})


def _nominal(parse: Parse, noun: int) -> Iterator[Saying]:
    """`its claim that …`, `made a promise to …`, `demands by Peru for …`."""
    clauses = [t for t in parse.clauses_of_noun(noun) if parse.is_verb(t) and _opened(parse, t)]
    parts = clauses or [
        t
        for t in parse.prepositions(noun)
        if parse.lowers[t] in PHRASAL and parse.lowers[t] != "by"
    ]
    sources = _owners(parse, noun)
    if parts and sources:
        tokens = sorted({token for part in parts for token in parse.subtree(part)})
        yield Saying(noun, sources, tuple(tokens), bool(clauses))


def _opened(parse: Parse, clause: int) -> bool:
    """A clause opened by `that`, or an infinitive."""
    opening = parse.children[clause]
    return any(
        parse.lowers[t] in ("that", "to") and parse.is_marker_or_auxiliary(t) for t in opening
    )


def _owners(parse: Parse, noun: int) -> tuple[int, ...]:
    if owners := parse.possessors(noun):
        return tuple(owners)
    for prep in parse.prepositions(noun):
        if parse.lowers[prep] in ("by", "from"):
            return tuple(parse.complements(prep))
    head = parse.heads[noun]
    if parse.is_verb(head) and parse.is_object_or_predicate(noun):
        # `the first is the claim that`: what is a claim claims nothing
        return () if parse.lemmas[head] == "be" else tuple(subjects_of(parse, head)[0])
    return tuple(t for t in parse.modifiers(noun))[:1]


def _according(parse: Parse, token: int) -> Iterator[Saying]:
    """`according to X`: X says all that the clause beside it holds."""
    own = parse.subtree(token)
    sources = [t for t in own if parse.is_complement(t)][:1]
    head = next((t for t in parse.ancestors(token) if parse.is_verb(t)), parse.heads[token])
    if not sources or head == token:
        return
    content = [t for t in parse.subtree(head) if t not in set(own)]
    yield Saying(token, tuple(sources), tuple(content), True)


def _in_the_view_of(parse: Parse, noun: int) -> Iterator[Saying]:
    """`in the words of X`, `in her opinion`: all that follows in the sentence is X's."""
    prep = parse.heads[noun]
    if parse.lowers[prep] not in ("in", "by") or prep > 2 or not parse.is_complement(noun):
        return
    sources = parse.possessors(noun) or [
        inner for of in parse.prepositions(noun) for inner in parse.complements(of)
    ]
    if sources:
        after = range(max(noun, sources[0]) + 1, len(parse))
        yield Saying(noun, tuple(sources[:1]), tuple(after), True)
