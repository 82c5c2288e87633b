"""How a text puts an act: as done, to come, wanted, refused, alleged; and in whose words.

Read upwards from the trigger: its auxiliaries and negation, then each word that takes it as
content (`agreed to`, `a plan to`, `accused of`), until an assertion stands on its own.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from detente.coding.grammar.aspect import set_for, under_way
from detente.coding.grammar.conditionals import (
    CONDITIONAL_MARKS,
    any_condition,
    depends,
    inverted,
    inverted_opening,
)
from detente.coding.grammar.governing import (
    Effect,
    effect_by_preposition,
    effect_of,
    effect_of_modifier,
)
from detente.coding.grammar.parse import Parse
from detente.coding.grammar.verbs import is_infinitive

FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo", "gon"})
POSSIBLE = frozenset({"may", "might", "could", "can", "ca"})
OBLIGED = frozenset({"should", "must", "ought"})
UNREAL = frozenset({"would", "'d", "’d", "might", "could", "should"})
"""Auxiliaries that tell with `have` of what might have been (`would have left`)."""
MEANING_TO = frozenset({"plan", "intend", "mean", "hope", "want", "wish"})
"""Verbs that tell with `had` of what came to nothing, as far as is told."""
PERFECT = frozenset({"have", "'ve", "’ve"})
NEGATIVE_DETERMINERS = frozenset({"no", "neither", "nor"})
NEGATIVE_PRONOUNS = frozenset({"none", "nobody", "nothing", "neither"})
PASSED_BY = frozenset({("instead", "of"), ("rather", "than")})
"""Words right before a verb of what was not done in favour of something else."""
NEARLY = frozenset({"almost", "nearly"})
INTENDED = frozenset({"commit", "plan", "threat", "try", "thought"})
"""Effects of what may be given up before it is done (`dropped its plan to leave`)."""
TEMPORAL = frozenset({"when", "once", "after", "before", "until", "till"})
CAUSING = frozenset({"have", "make", "let"})
"""Verbs that pass their tense on: `we will have a delegation meet them`."""
CONTENT = frozenset("ccomp xcomp acl pcomp dobj pobj nsubjpass prep agent".split())
"""How what is said, wanted or done hangs from the word that takes it."""
SPOKEN_OR_ASKED = frozenset({"tell", "insist", "remind", "advise", "wish"})
"""Verbs that report a statement (`told them that it had left`) or ask for a deed (`told them to go`)."""


@dataclass(slots=True)
class Factuality:
    """What was read above a trigger.

    `effect` is the innermost word that changes the act and `governor` its token; `conditional` tells that
    the act stands in an if-clause, `depends` that one hangs from it, `unreal` that it might have been
    (`would have left`, `was to have left`); `speakers` are the verbs of saying above it, innermost
    first.
    """

    negated: bool = False
    future: bool = False
    would: bool = False
    possible: bool = False
    obliged: bool = False
    conditional: bool = False
    depends: bool = False
    unreal: bool = False
    ongoing: bool = False
    purpose: bool = False
    effect: Effect | None = None
    governor: int | None = None
    governor_negated: bool = False
    speakers: list[int] = field(default_factory=list)

    @property
    def has_condition(self) -> bool:
        """Whether the act stands in an if-clause, or one hangs from it."""
        return self.conditional or self.depends


def factuality_of(parse: Parse, trigger: int) -> Factuality:
    """The factuality of a text towards the act told by this trigger."""
    factuality = Factuality()
    node = trigger
    asserted = False
    if parse.is_verb(node):
        _read_verb(parse, node, factuality)
    else:
        factuality.negated = negative_determiner(parse, node)
        factuality.effect, factuality.governor = effect_of_modifier(parse, node) or (None, None)
    factuality.depends = depends(parse, node)
    opening = inverted_opening(parse)
    factuality.conditional = factuality.conditional or node < opening
    factuality.depends = factuality.depends or 0 < opening < node
    for _ in range(12):
        head, dep = parse.heads[node], parse.deps[node]
        if head == node:
            break
        asserted = _climb(parse, node, head, dep, factuality, asserted)
        node = head
    factuality.depends = factuality.depends or (factuality.unreal and any_condition(parse))
    factuality.obliged = factuality.obliged and not (factuality.unreal and factuality.has_condition)
    _read_headline(parse, trigger, factuality)
    return factuality


def _climb(
    parse: Parse, node: int, head: int, dep: str, factuality: Factuality, asserted: bool
) -> bool:
    """Reads one step up; True once the act stands asserted, so that only speakers count above it."""
    effect = effect_of(parse, head)
    if effect == "ask" and dep == "ccomp" and _is_reported(parse, node, head):
        effect = "report"
    if _stands_beside(parse, node, head, dep, effect):
        return True
    if dep == "ccomp" and _is_caused(parse, node, head):
        if not asserted and parse.first(node, "aux") is None:
            _read_auxiliaries(parse, head, factuality, with_negation=True)
        return asserted
    if dep in CONTENT:
        return _climb_content(parse, node, head, dep, effect, factuality, asserted)
    if dep == "advcl":
        if not asserted:
            _read_adverbial(parse, node, factuality)
            factuality.future = factuality.future or _until_then(parse, node, head)
        return asserted or not factuality.purpose
    if dep == "conj" and parse.is_verb(node) and parse.is_verb(head):
        if not asserted and not _has_own_auxiliary(parse, node):
            _read_auxiliaries(parse, head, factuality, with_negation=False)
        return asserted
    if dep == "parataxis" and effect == "report":
        factuality.speakers.append(head)
    return asserted or dep in ("relcl", "appos")


def _read_phrase(parse: Parse, node: int, factuality: Factuality) -> None:
    """Applies a word that takes an act by a preposition (`stopped short of leaving`)."""
    found = effect_by_preposition(parse, node)
    if found is None:
        return
    effect, governor = found
    if effect == "ask" or factuality.effect is None:
        factuality.effect, factuality.governor = effect, governor
        factuality.governor_negated = parse.is_verb(governor) and _negated(parse, governor)


def _climb_content(
    parse: Parse,
    node: int,
    head: int,
    dep: str,
    effect: Effect | None,
    factuality: Factuality,
    asserted: bool,
) -> bool:
    """`_climb` from what a word takes as its content or object."""
    if dep == "acl" and not is_infinitive(parse, node):
        return True
    if dep == "ccomp" and effect in ("report", "deny", None) and parse.is_verb(head):
        factuality.speakers.append(head)
    if not asserted and dep in ("pcomp", "pobj"):
        _read_phrase(parse, node, factuality)
    if not asserted:
        _apply(parse, node, head, dep, effect, factuality)
    told = dep == "ccomp" and effect in ("report", None) and _is_finite(parse, node)
    return asserted or (told and parse.is_verb(head))


def _is_caused(parse: Parse, verb: int, head: int) -> bool:
    """`let Peru land`: a bare verb under one of causing, done when that is done."""
    return (
        parse.lemmas[head] in CAUSING
        and parse.tags[verb] == "VB"
        and not is_infinitive(parse, verb)
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


def _apply(
    parse: Parse, node: int, head: int, dep: str, effect: Effect | None, factuality: Factuality
) -> None:
    if dep == "xcomp" and parse.lemmas[head] in ("be", "have"):
        _read_bare_governor(parse, node, head, factuality)
    if effect is None or effect == "report":
        if parse.is_verb(head) and effect is None and dep in ("xcomp", "dobj"):
            _read_auxiliaries(parse, head, factuality, with_negation=True)
        if effect == "report" and parse.is_verb(head) and dep != "ccomp":
            _read_auxiliaries(parse, head, factuality, with_negation=False)
        return
    if effect in ("drop", "cease") and factuality.effect in INTENDED:
        factuality.effect, factuality.governor = "fail", head
        factuality.governor_negated = parse.is_verb(head) and _negated(parse, head)
        return
    if effect == "drop" or (
        dep in ("pobj", "prep") and effect not in ("ask", "charge", "thought", "refuse")
    ):
        return
    if effect == "charge" and dep in ("dobj", "nsubjpass"):
        return
    if effect in ("ask", "charge") or (factuality.effect is None and effect not in ("go", "cause")):
        factuality.effect, factuality.governor = effect, head
        factuality.governor_negated = parse.is_verb(head) and _negated(parse, head)
        if not parse.is_verb(head):
            factuality.governor_negated = negative_determiner(parse, head)
    had = any(parse.lowers[t] == "had" for t in parse.by_dep(head, "aux"))
    factuality.unreal = factuality.unreal or (had and parse.lemmas[head] in MEANING_TO)
    if effect in ("go", "cause", "plan") and parse.is_verb(head):
        _read_auxiliaries(parse, head, factuality, with_negation=True)


def _read_bare_governor(parse: Parse, node: int, head: int, factuality: Factuality) -> None:
    """`is to leave`, `was to have left`, `has to leave`, `has yet to leave`."""
    if parse.lemmas[head] == "be":
        factuality.future = True
        factuality.unreal = factuality.unreal or _perfect_infinitive(parse, node)
    elif any(parse.lowers[t] == "yet" for t in parse.by_dep(head, "advmod")):
        factuality.negated = not factuality.negated
    elif parse.tags[head] not in ("VBD", "VBN"):
        factuality.obliged = True


def _read_verb(parse: Parse, verb: int, factuality: Factuality) -> None:
    _read_auxiliaries(parse, verb, factuality, with_negation=True)
    if _by_nobody(parse, verb):
        factuality.negated = not factuality.negated
    factuality.ongoing = factuality.ongoing or under_way(parse, verb)
    factuality.future = factuality.future or set_for(parse, verb)
    words = {parse.lowers[t] for t in parse.by_dep(verb, "mark", "advmod")}
    if words & CONDITIONAL_MARKS or inverted(parse, verb):
        factuality.conditional = True
    if "whether" in words or words & NEARLY:
        factuality.possible = True


def _by_nobody(parse: Parse, verb: int) -> bool:
    """`No ship sailed`, `they fired nothing`, `without signing`, `rather than sign`, `no longer holds`."""
    if tuple(parse.lowers[max(0, verb - 2) : verb]) in PASSED_BY:
        return True
    parts = parse.by_dep(verb, "nsubj", "nsubjpass", "dobj")
    if any(parse.lowers[t] in NEGATIVE_PRONOUNS or negative_determiner(parse, t) for t in parts):
        return True
    if parse.deps[verb] == "pcomp" and parse.lowers[parse.heads[verb]] == "without":
        return True
    longer = [t for t in parse.by_dep(verb, "advmod") if parse.lowers[t] == "longer"]
    return any(parse.lowers[child] == "no" for t in longer for child in parse.children[t])


def _read_auxiliaries(
    parse: Parse, verb: int, factuality: Factuality, *, with_negation: bool
) -> None:
    auxiliaries = parse.by_dep(verb, "aux", "auxpass")
    perfect = any(parse.lowers[aux] in PERFECT for aux in auxiliaries)
    for aux in auxiliaries:
        low = parse.lowers[aux]
        factuality.unreal = factuality.unreal or (perfect and low in UNREAL)
        if perfect and low == "must":
            factuality.possible = True
            continue
        factuality.future = factuality.future or low in FUTURE
        factuality.would = factuality.would or low in ("would", "'d", "’d")
        factuality.possible = factuality.possible or low in POSSIBLE
        factuality.obliged = factuality.obliged or low in OBLIGED
    if with_negation and _negated(parse, verb):
        factuality.negated = not factuality.negated


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


def _perfect_infinitive(parse: Parse, verb: int) -> bool:
    """`was to have left`."""
    return is_infinitive(parse, verb) and any(
        parse.lowers[t] in PERFECT for t in parse.by_dep(verb, "aux")
    )


def _read_adverbial(parse: Parse, clause: int, factuality: Factuality) -> None:
    mark = parse.first(clause, "mark")
    if (mark is not None and parse.lowers[mark] in CONDITIONAL_MARKS) or inverted(parse, clause):
        factuality.conditional = True
    elif mark is None and parse.is_verb(clause) and is_infinitive(parse, clause):
        factuality.purpose = True
    long_as = [t for t in parse.by_dep(clause, "advmod", "mark") if parse.lowers[t] == "long"]
    if long_as:
        factuality.conditional = True


def _until_then(parse: Parse, clause: int, verb: int) -> bool:
    """`will leave when it lands`: a present tense beside what is to come is to come as well."""
    marks = {parse.lowers[t] for t in parse.by_dep(clause, "mark", "advmod")}
    ahead = any(parse.lowers[t] in FUTURE for t in parse.by_dep(verb, "aux"))
    return ahead and parse.tags[clause] in ("VBZ", "VBP") and bool(marks & TEMPORAL)


def _read_headline(parse: Parse, trigger: int, factuality: Factuality) -> None:
    """`US to sanction …`: an infinitive with a subject and no finite verb beside it is to come."""
    verb = trigger
    while parse.deps[verb] == "conj" and parse.is_verb(parse.heads[verb]):
        verb = parse.heads[verb]
    head = parse.heads[verb]
    alone = head == verb or (parse.heads[head] == head and parse.is_noun(head))
    if not (parse.is_verb(verb) and alone and is_infinitive(parse, verb)):
        return
    if not any(parse.tags[t] in ("VBD", "VBZ", "VBP", "MD") for t in range(len(parse))):
        factuality.future = True
