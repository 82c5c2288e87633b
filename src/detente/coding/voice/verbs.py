"""Which position a verb of saying takes, by itself and by what stands around it."""

from __future__ import annotations

import re
from collections.abc import Callable

from detente.coding.actors.phrases import Phrases
from detente.coding.parsing import Parse
from detente.coding.relations.embedding import effect_of
from detente.coding.voice.clauses import FIRST_PERSON
from detente.coding.voice.cues import cues, kinds_in, words_of
from detente.coding.voice.kinds import told_as_so
from detente.coding.voice.sayings import CLAUSAL
from detente.coding.voice.spans import span_of
from detente.records import StatementKind

CLAUSE_NEEDED = frozenset({"agree", "swear", "charge", "undertake", "commit", "encourage"})
QUESTIONS = frozenset({"whether", "if", "what", "why", "how", "who", "when", "where", "about"})
SMALL_ASKS = frozenset(
    """view views comment named opinion identified question questions advice option options
    briefing""".split()
)
VISITING = frozenset("repeat discuss convey congratulate thank deliver hear".split())
"""What somebody who calls on a person comes to do."""
TOPIC_OF_BLAME = frozenset({"of", "for", "without", "from", "instead", "against"})
"""Before a deed that is not the speaker's own, or was not done."""
TO_COME = frozenset(
    {"will", "shall", "'ll", "’ll", "would", "may", "might", "could", "can", "must"}
)
ORDERS = re.compile(
    r"(?:tion|sion|ment|ance|ence|al|ure|out)$|^(?:halt|end|return|release|stop|search|probe|inquiry|"
    r"freeze|strike|review|ban|curfew|pullback|withdrawal|recount)$"
)
"""Nouns of deeds, which one can order to be done; who orders a boat buys it."""
COURTESIES = frozenset({"thank", "thanks", "condolence", "congratulation", "apology", "comment"})
CHARGES = frozenset(
    """charge claim allegation accusation report suggestion story rumour rumor account version
    assertion complaint criticism figure insinuation contention statement it this that""".split()
)
"""What one can deny by rejecting it; who rejects a plan denies nothing."""
CALLING = frozenset(
    "call describe label brand term see regard consider deem find speak reject dismiss".split()
)
TOWARDS_SAYING = frozenset({"like", "want", "wish", "have", "continue", "begin", "go", "come"})
NOT_GRANTED = frozenset({"access", "visa", "permission", "entry", "request", "permit", "landing"})


def kind_of_act(parse: Parse, verb: int) -> StatementKind | None:
    lemma = parse.lemmas[verb]
    if (parse.tags[verb] == "VBG" and parse.deps[verb] == "amod") or _unsaid(parse, verb):
        return None
    objects = {parse.lemmas[t] for t in parse.by_dep(verb, "dobj", "nsubjpass")}
    clauses = parse.by_dep(verb, "ccomp", "xcomp")
    if lemma == "tell" and parse.first(verb, "xcomp") is not None:
        return "demand"
    if lemma == "rule" and any(parse.lowers[t] == "out" for t in parse.by_dep(verb, "prt")):
        return "red-line"
    kind = cues("saying").get(lemma) or _wish(parse, verb)
    if lemma in ("call", "insist") and not _asks(parse, verb):
        return None
    if lemma in ("reject", "dismiss", "dispute", "contradict", "disown") and not objects & CHARGES:
        return None
    if lemma in CLAUSE_NEEDED and not clauses:
        return None
    if lemma == "reaffirm" and any(told_as_so(parse, t) for t in parse.by_dep(verb, "ccomp")):
        return None
    if lemma in WANTING and not WANTING[lemma](parse, verb):
        return None
    if lemma == "deny" and objects & NOT_GRANTED:
        return None
    if lemma == "ask" and _asks_to_know(parse, verb):
        return None
    return None if kind in ("offer", "praise") and objects & COURTESIES else kind


def kind_of_calling(phrases: Phrases, verb: int) -> StatementKind | None:
    """`called it a provocation`, `described ties as warm`: by the words that are used."""
    parse = phrases.parse
    parts = parse.by_dep(verb, "dobj", "oprd", "ccomp", "xcomp", "prep", "advcl", "attr")
    tokens = [token for part in parts for token in parse.subtree(part) if token > verb]
    if not tokens:
        return None
    words = {form for t in tokens for form in (parse.lemmas[t], parse.lowers[t])}
    if words & words_of("relation") and not words & words_of("blaming"):
        return "assessment"
    kinds = kinds_in(phrases.discourse.text[slice(*span_of(parse, sorted(tokens)))])
    if words & words_of("blaming"):
        kinds.add("accusation")
    return next((k for k in ("denial", "praise", "accusation", "assessment") if k in kinds), None)


def _unsaid(parse: Parse, verb: int) -> bool:
    """A verb by which nothing is said: `would have to ask`, `without asking`, `nothing to offer`.

    Of oneself one may say it so: `I should like to ask`, `we would urge`.
    """
    if parse.tags[verb] == "VBG":
        return _is_no_deed(parse, verb)
    if parse.tags[verb] == "VB" and (_is_to_come(parse, verb) or _fills_a_noun(parse, verb)):
        return True
    if parse.tags[verb] != "VB" or parse.first(verb, "nsubj", "nsubjpass", "aux") is None:
        return parse.tags[verb] == "VB"
    head = parse.heads[verb]
    if parse.deps[verb] not in CLAUSAL or not parse.is_verb(head):
        return False
    first = any(parse.lowers[t] in FIRST_PERSON for t in parse.by_dep(head, "nsubj"))
    return not first and parse.lemmas[head] in TOWARDS_SAYING


def _is_no_deed(parse: Parse, verb: int) -> bool:
    """`accused it of pressing Peru while asking favours`, `came without asking`."""
    head = parse.heads[verb]
    if parse.deps[verb] == "pcomp":
        return parse.lowers[head] in TOPIC_OF_BLAME
    inner = parse.deps[verb] in ("advcl", "conj") and parse.tags[head] == "VBG"
    return inner and _is_no_deed(parse, head)


def _is_to_come(parse: Parse, verb: int) -> bool:
    """`Peru will ask for a panel`: it is not asked for yet."""
    ahead = any(parse.lowers[t] in TO_COME for t in parse.by_dep(verb, "aux"))
    return ahead and not any(parse.lowers[t] in FIRST_PERSON for t in parse.by_dep(verb, "nsubj"))


def _fills_a_noun(parse: Parse, verb: int) -> bool:
    """`nothing further to offer`, `a right to demand`: an infinitive that says what a noun is for."""
    infinitive = any(parse.tags[t] == "TO" for t in parse.by_dep(verb, "aux"))
    return infinitive and parse.deps[verb] in ("relcl", "acl")


def _orders_a_deed(parse: Parse, verb: int) -> bool:
    """`ordered Peru to leave`, `ordered the closure`; not `ordered two boats`."""
    if parse.first(verb, "xcomp", "ccomp", "oprd", "nsubjpass") is not None:
        return True
    return any(ORDERS.search(parse.lemmas[t]) for t in parse.by_dep(verb, "dobj"))


def _requires_of_somebody(parse: Parse, verb: int) -> bool:
    """`required Peru to pay`, `required an answer from Peru`; not `requires a permit`."""
    inner = parse.by_dep(verb, "xcomp", "ccomp")
    preps = {
        parse.lowers[t]
        for d in (verb, *parse.by_dep(verb, "dobj"))
        for t in parse.by_dep(d, "prep")
    }
    return bool(preps & {"of", "from"}) or any(
        parse.first(t, "nsubj", "nsubjpass") is not None or parse.first(verb, "dobj") is not None
        for t in inner
    )


def _demands_something(parse: Parse, verb: int) -> bool:
    """`demanded an answer`; not `the permits that Peru demands for its timber`, told by the way."""
    if parse.first(verb, "xcomp", "ccomp") is not None:
        return True
    things = parse.by_dep(verb, "dobj")
    return not things or not all(parse.tags[t] in ("WDT", "WP") for t in things)


def _offers_something(parse: Parse, verb: int) -> bool:
    """`offered help`, `offered to help`; not `offered no help`."""
    nothing = [
        t
        for t in parse.by_dep(verb, "dobj")
        if parse.lowers[t] in ("nothing", "none")
        or any(parse.lowers[c] in ("no", "little", "few") for c in parse.children[t])
    ]
    return not nothing


WANTING: dict[str, Callable[[Parse, int], bool]] = {
    "order": _orders_a_deed,
    "require": _requires_of_somebody,
    "demand": _demands_something,
    "offer": _offers_something,
    "promise": _offers_something,
}
"""Verbs with another sense, and what shows the sense that takes a position."""


def _wish(parse: Parse, verb: int) -> StatementKind | None:
    """`hopes that Togo will come`: a wish of which somebody else is the object."""
    wished = [t for t in parse.by_dep(verb, "ccomp", "xcomp") if not told_as_so(parse, t)]
    if not any(parse.first(t, "nsubj", "nsubjpass") is not None for t in wished):
        return None
    return cues("asking").get(parse.lemmas[verb])


def _asks(parse: Parse, verb: int) -> bool:
    """`called on Peru to go`, `called for calm`, `insisted on it`, `insisted that they go`.

    Not `called on the minister` (came to see him), `called off`, `insisted that it was so`.
    """
    clauses = parse.by_dep(verb, "ccomp")
    if any(parse.tags[t] in ("VBD", "VBZ", "VBP") for t in clauses):
        return False
    after = {parse.lowers[t] for t in parse.by_dep(verb, "prep", "prt") if t > verb}
    if parse.lemmas[verb] != "call":
        return bool(after & {"on", "for", "upon"}) or any(parse.tags[t] == "VB" for t in clauses)
    if parse.first(verb, "prt") is not None:
        return False
    if "for" in after:
        return True
    return bool(after & {"on", "upon"}) and _has_a_deed(parse, verb)


def _has_a_deed(parse: Parse, verb: int) -> bool:
    """Whether what is called on somebody to do is told: `to go`, `not to go`, `for calm`."""
    below = [t for t in parse.subtree(verb) if t > verb]
    deeds = [
        t
        for t in below
        if parse.tags[t] == "VB" and any(parse.tags[c] == "TO" for c in parse.children[t])
    ]
    return bool(deeds) and parse.lemmas[deeds[0]] not in VISITING


def _asks_to_know(parse: Parse, verb: int) -> bool:
    """`asked whether`, `asked for its view`, `asked not to be named`."""
    after = parse.lowers[verb + 1 : verb + 5]
    asking = any(low in QUESTIONS for low in after)
    return (
        asking or after[:1] == ["not"] or bool(SMALL_ASKS & set(parse.lowers[verb + 1 : verb + 7]))
    )


def is_wished(parse: Parse, verb: int) -> bool:
    head = parse.heads[verb]
    within = parse.deps[verb] in ("xcomp", "ccomp") and verb > head
    return within and effect_of(parse, head) in (
        "ask", "cease", "charge", "fail", "plan", "refuse", "try", "thought",
    )  # fmt: skip
