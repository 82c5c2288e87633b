"""How a text puts an act: as done, to come, wanted, refused, alleged; and in whose words.

Read upwards from the trigger: its auxiliaries and negation, then each word that takes it as
content (`agreed to`, `a plan to`, `accused of`), until an assertion stands on its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from detente import tables
from detente.coding.parsing import Parse

Effect = Literal[
    "commit",
    "plan",
    "refuse",
    "ask",
    "charge",
    "report",
    "deny",
    "go",
    "cease",
    "fail",
    "try",
    "threat",
    "cause",
    "thought",
]
FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "gon"})
POSSIBLE = frozenset({"may", "might", "could", "can", "ca"})
OBLIGED = frozenset({"should", "must", "ought"})
CONDITIONAL_MARKS = frozenset({"if", "unless", "provided", "lest"})
INVERTED = frozenset({"should", "had", "were"})
"""Auxiliaries that open an if-clause without an `if` (`should it stay, …`)."""
NEGATIVE_DETERMINERS = frozenset({"no", "neither", "nor"})
NEGATIVE_PRONOUNS = frozenset({"none", "nobody", "nothing", "neither"})
NEARLY = frozenset({"almost", "nearly"})
HEARSAY = frozenset({"allegedly", "supposedly", "purportedly"})
TALKED_OF = frozenset({"say", "rumour", "rumor"})
"""Verbs by whose passive nobody vouches for a deed: `is said to have boarded it`."""
CAUSING = frozenset({"have", "make", "let"})
"""Verbs that pass their tense on: `we will have a delegation meet them`."""
CONTENT = frozenset("ccomp xcomp acl pcomp dobj pobj nsubjpass prep agent".split())
"""How what is said, wanted or done hangs from the word that takes it."""
SPOKEN_OR_ASKED = frozenset({"tell", "insist", "remind", "advise", "wish"})
"""Verbs that report a statement (`told them that it had left`) or ask for a deed (`told them to go`)."""
DAYS_AHEAD = frozenset(
    "tomorrow tonight monday tuesday wednesday thursday friday saturday sunday".split()
)


@cache
def embedding_words() -> dict[str, Effect]:
    """`lemma/part` to its effect, from `embedding.tsv`."""
    path = tables.packaged("coding", "relations", "embedding.tsv")
    return {row["word"]: row["effect"] for row in tables.rows(path, ("word", "effect"))}  # type: ignore[misc]


@dataclass(slots=True)
class Stance:
    """What was read above a trigger.

    `effect` is the innermost word that changes the act and `governor` its token; `conditional` tells that
    the act stands in an if-clause, `depends` that one hangs from it; `speakers` are the verbs of
    saying above it, innermost first.
    """

    negated: bool = False
    future: bool = False
    would: bool = False
    possible: bool = False
    obliged: bool = False
    conditional: bool = False
    depends: bool = False
    ongoing: bool = False
    purpose: bool = False
    effect: Effect | None = None
    governor: int | None = None
    governor_negated: bool = False
    speakers: list[int] = field(default_factory=list)


def stance_of(parse: Parse, trigger: int) -> Stance:
    """The stance of a text towards the act told by this trigger."""
    stance = Stance()
    node = trigger
    asserted = False
    if parse.is_verb(node):
        _read_verb(parse, node, stance)
    else:
        stance.negated = negative_determiner(parse, node)
    stance.depends = _depends(parse, node)
    for _ in range(12):
        head, dep = parse.heads[node], parse.deps[node]
        if head == node:
            break
        asserted = _climb(parse, node, head, dep, stance, asserted)
        node = head
    _read_headline(parse, trigger, stance)
    return stance


def ruled_out(parse: Parse, noun: int) -> Stance:
    """`said there would be no talks`: who says it refuses; without the `no` it is foretold."""
    stance = Stance()
    _read_auxiliaries(parse, parse.heads[noun], stance, with_negation=True)
    denied = stance.negated or negative_determiner(parse, noun)
    if denied and (stance.would or stance.future or stance.possible):
        return Stance(effect="refuse")
    stance.negated = denied
    return stance


def _climb(parse: Parse, node: int, head: int, dep: str, stance: Stance, asserted: bool) -> bool:
    """Reads one step up; True once the act stands asserted, so that only speakers count above it."""
    effect = effect_of(parse, head)
    if effect == "ask" and dep == "ccomp" and _is_reported(parse, node, head):
        effect = "report"
    if _stands_beside(parse, node, head, dep, effect):
        return True
    if dep == "ccomp" and _is_caused(parse, node, head):
        if not asserted and parse.first(node, "aux") is None:
            _read_auxiliaries(parse, head, stance, with_negation=True)
        return asserted
    if dep in CONTENT:
        return _climb_content(parse, node, head, dep, effect, stance, asserted)
    if dep == "advcl":
        if not asserted:
            _read_adverbial(parse, node, stance)
        return asserted or not stance.purpose
    if dep == "conj" and parse.is_verb(node) and parse.is_verb(head):
        if not asserted and not _has_own_auxiliary(parse, node):
            _read_auxiliaries(parse, head, stance, with_negation=False)
        return asserted
    if dep == "parataxis" and effect == "report":
        stance.speakers.append(head)
    return asserted or dep in ("relcl", "appos")


def _climb_content(
    parse: Parse,
    node: int,
    head: int,
    dep: str,
    effect: Effect | None,
    stance: Stance,
    asserted: bool,
) -> bool:
    """`_climb` from what a word takes as its content or object."""
    if dep == "acl" and not _infinitive(parse, node):
        return True
    if dep == "ccomp" and effect in ("report", "deny", None) and parse.is_verb(head):
        stance.speakers.append(head)
    if not asserted:
        _apply(parse, head, dep, effect, stance)
    told = dep == "ccomp" and effect in ("report", None) and _is_finite(parse, node)
    return asserted or (told and parse.is_verb(head))


def _is_caused(parse: Parse, verb: int, head: int) -> bool:
    """`let Peru land`: a bare verb under one of causing, done when that is done."""
    return (
        parse.lemmas[head] in CAUSING and parse.tags[verb] == "VB" and not _infinitive(parse, verb)
    )


def _stands_beside(parse: Parse, node: int, head: int, dep: str, effect: Effect | None) -> bool:
    """A finite clause that the parser hangs under a verb which cannot take it as content.

    `promised to consult and accused …` does not promise to accuse; `Peru asked …; Chile told …`
    does not tell that Peru asked.
    """
    finite = parse.tags[node] in ("VBD", "VBZ")
    if dep == "conj" and finite:
        return parse.tags[head] in ("VB", "VBG")
    return dep == "ccomp" and node < head and finite and effect not in ("report", "deny", None)


def _is_reported(parse: Parse, clause: int, verb: int) -> bool:
    return parse.lemmas[verb] in SPOKEN_OR_ASKED and _is_finite(parse, clause)


def _is_finite(parse: Parse, verb: int) -> bool:
    """Whether a verb has a tense of its own, or an auxiliary that has."""
    if parse.tags[verb] in ("VBD", "VBZ", "VBP"):
        return True
    return any(
        parse.tags[t] in ("MD", "VBD", "VBZ", "VBP") for t in parse.by_dep(verb, "aux", "auxpass")
    )


def _apply(parse: Parse, head: int, dep: str, effect: Effect | None, stance: Stance) -> None:
    if dep == "xcomp" and parse.lemmas[head] == "be":
        stance.future = True
    if dep == "xcomp" and parse.lemmas[head] == "have" and parse.tags[head] != "VBD":
        stance.obliged = True
    if dep == "xcomp" and parse.lemmas[head] in TALKED_OF and parse.first(head, "auxpass"):
        stance.possible = True
    if effect is None or effect == "report":
        if parse.is_verb(head) and effect is None and dep in ("xcomp", "dobj"):
            _read_auxiliaries(parse, head, stance, with_negation=True)
        if effect == "report" and parse.is_verb(head) and dep != "ccomp":
            _read_auxiliaries(parse, head, stance, with_negation=False)
        return
    if dep in ("pobj", "prep") and effect not in ("ask", "charge", "thought", "refuse"):
        return
    if effect == "charge" and dep in ("dobj", "nsubjpass"):
        return
    if effect in ("ask", "charge") or (stance.effect is None and effect not in ("go", "cause")):
        stance.effect, stance.governor = effect, head
        stance.governor_negated = parse.is_verb(head) and _negated(parse, head)
        if not parse.is_verb(head):
            stance.governor_negated = negative_determiner(parse, head)
    if effect in ("go", "cause", "plan") and parse.is_verb(head):
        _read_auxiliaries(parse, head, stance, with_negation=True)


def effect_of(parse: Parse, token: int) -> Effect | None:
    """The effect a word has on what it takes as content, or None."""
    tag = parse.tags[token]
    part = "v" if tag.startswith("VB") else "n" if tag.startswith("NN") else "a"
    found = embedding_words().get(f"{parse.lemmas[token]}/{part}")
    if found is None and part == "v":
        found = embedding_words().get(f"{parse.lowers[token]}/a")
    return found


def _read_verb(parse: Parse, verb: int, stance: Stance) -> None:
    _read_auxiliaries(parse, verb, stance, with_negation=True)
    if _by_nobody(parse, verb):
        stance.negated = not stance.negated
    stance.ongoing = stance.ongoing or _under_way(parse, verb)
    stance.future = stance.future or _set_for(parse, verb)
    words = {parse.lowers[t] for t in parse.by_dep(verb, "mark", "advmod")}
    if words & CONDITIONAL_MARKS:
        stance.conditional = True
    if "whether" in words or words & (NEARLY | HEARSAY):
        stance.possible = True


def _by_nobody(parse: Parse, verb: int) -> bool:
    """`No ship sailed`, `they fired nothing`, `without signing`, `is no longer holding`."""
    parts = parse.by_dep(verb, "nsubj", "nsubjpass", "dobj")
    if any(parse.lowers[t] in NEGATIVE_PRONOUNS or negative_determiner(parse, t) for t in parts):
        return True
    if parse.deps[verb] == "pcomp" and parse.lowers[parse.heads[verb]] == "without":
        return True
    longer = [t for t in parse.by_dep(verb, "advmod") if parse.lowers[t] == "longer"]
    return any(parse.lowers[child] == "no" for t in longer for child in parse.children[t])


def _under_way(parse: Parse, verb: int) -> bool:
    """`is releasing`, `has been holding`, `are being held`; under `said` also `was releasing`."""
    auxiliaries = parse.by_dep(verb, "aux", "auxpass")
    words = {parse.lowers[t] for t in auxiliaries}
    be = [t for t in auxiliaries if parse.lemmas[t] == "be" or parse.lowers[t] in ("been", "being")]
    present = any(parse.tags[t] in ("VBP", "VBZ") for t in auxiliaries)
    if parse.tags[verb] == "VBN":
        return present and "being" in words
    if parse.tags[verb] != "VBG" or not be:
        return False
    reported = parse.deps[verb] == "ccomp" and effect_of(parse, parse.heads[verb]) == "report"
    return present or (reported and bool(words & {"was", "were"}))


def _set_for(parse: Parse, verb: int) -> bool:
    """A present tense that tells of a day to come: `meets tomorrow`, `is sending it next week`."""
    auxiliaries = parse.by_dep(verb, "aux", "auxpass")
    present = any(parse.tags[t] in ("VBP", "VBZ") and parse.lemmas[t] == "be" for t in auxiliaries)
    if parse.tags[verb] == "VBG":
        told = present and not any(parse.lowers[t] == "been" for t in auxiliaries)
    else:
        told = parse.tags[verb] in ("VBP", "VBZ") and not auxiliaries
    return told and any(_ahead(parse, t) for t in _adverbials(parse, verb))


def _adverbials(parse: Parse, verb: int) -> list[int]:
    """Nouns and adverbs that may tell when, right at a verb or after `on` and `in`."""
    bare = parse.by_dep(verb, "npadvmod", "advmod")
    return bare + [
        noun
        for prep in parse.by_dep(verb, "prep")
        if parse.lowers[prep] in ("on", "in", "from", "until")
        for noun in parse.by_dep(prep, "pobj")
    ]


def _ahead(parse: Parse, noun: int) -> bool:
    if parse.lowers[noun] in DAYS_AHEAD:
        return not any(parse.lowers[t] in ("last", "every", "each") for t in parse.children[noun])
    return any(parse.lowers[t] in ("next", "coming") for t in parse.children[noun])


def _depends(parse: Parse, trigger: int) -> bool:
    """Whether an if-clause hangs from an act that lies ahead, or from the verb that plans it."""
    for node in (trigger, *parse.ancestors(trigger)):
        if parse.is_verb(node):
            if any(_is_condition(parse, clause) for clause in parse.by_dep(node, "advcl")):
                return True
            if parse.deps[node] not in ("xcomp", "conj"):
                return False
        elif not (parse.deps[node] in ("acomp", "prep", "pobj", "dobj") and node != trigger) and (
            node != trigger
        ):
            return False
    return False


def _is_condition(parse: Parse, clause: int) -> bool:
    """Whether a clause is an if-clause, with a word for it or by its order (`should it stay`)."""
    marks = {parse.lowers[t] for t in parse.by_dep(clause, "mark", "advmod")}
    if marks & CONDITIONAL_MARKS or parse.lowers[clause] == "provided":
        return True
    subject = parse.first(clause, "nsubj", "nsubjpass")
    return subject is not None and any(
        parse.lowers[t] in INVERTED and t < subject for t in parse.by_dep(clause, "aux", "auxpass")
    )


def _read_auxiliaries(parse: Parse, verb: int, stance: Stance, *, with_negation: bool) -> None:
    for aux in parse.by_dep(verb, "aux", "auxpass"):
        low = parse.lowers[aux]
        stance.future = stance.future or low in FUTURE
        stance.would = stance.would or low in ("would", "'d", "’d")
        stance.possible = stance.possible or low in POSSIBLE
        stance.obliged = stance.obliged or low in OBLIGED
    if with_negation and _negated(parse, verb):
        stance.negated = not stance.negated


def _negated(parse: Parse, token: int) -> bool:
    return any(
        parse.deps[t] == "neg"
        or (parse.deps[t] == "advmod" and parse.lowers[t] == "never")
        or parse.lowers[t] in ("neither", "nor")
        for t in parse.children[token]
    ) or (
        parse.deps[token] == "conj"
        and any(parse.lowers[t] == "nor" for t in parse.by_dep(parse.heads[token], "cc"))
    )


def negative_determiner(parse: Parse, noun: int) -> bool:
    """Whether a noun is denied by its determiner: `no talks`, `neither visit`."""
    return any(
        parse.lowers[t] in NEGATIVE_DETERMINERS for t in parse.by_dep(noun, "det", "neg", "cc")
    )


def _has_own_auxiliary(parse: Parse, verb: int) -> bool:
    return parse.first(verb, "aux", "nsubj", "nsubjpass", "auxpass") is not None


def _infinitive(parse: Parse, verb: int) -> bool:
    return any(parse.lowers[t] == "to" for t in parse.by_dep(verb, "aux"))


def _read_adverbial(parse: Parse, clause: int, stance: Stance) -> None:
    mark = parse.first(clause, "mark")
    if mark is not None and parse.lowers[mark] in CONDITIONAL_MARKS:
        stance.conditional = True
    elif mark is None and parse.is_verb(clause) and _infinitive(parse, clause):
        stance.purpose = True
    long_as = [t for t in parse.by_dep(clause, "advmod", "mark") if parse.lowers[t] == "long"]
    if long_as:
        stance.conditional = True


def _read_headline(parse: Parse, trigger: int, stance: Stance) -> None:
    """`US to sanction …`: an infinitive with a subject and no finite verb beside it is to come."""
    verb = trigger
    while parse.deps[verb] == "conj" and parse.is_verb(parse.heads[verb]):
        verb = parse.heads[verb]
    head = parse.heads[verb]
    alone = head == verb or (parse.heads[head] == head and parse.is_noun(head))
    if not (parse.is_verb(verb) and alone and _infinitive(parse, verb)):
        return
    if not any(parse.tags[t] in ("VBD", "VBZ", "VBP", "MD") for t in range(len(parse))):
        stance.future = True
