"""Which position a verb of saying takes, by itself and by what stands around it."""

from __future__ import annotations

from detente.coding.actors.phrases import Phrases
from detente.coding.parsing import Parse
from detente.coding.relations.stance import effect_of
from detente.coding.voice.clauses import FIRST_PERSON
from detente.coding.voice.cues import cues, kinds_in, words_of
from detente.coding.voice.sayings import CLAUSAL
from detente.coding.voice.spans import span_of
from detente.records import StatementKind

CLAUSE_NEEDED = frozenset({"agree", "swear", "charge", "undertake", "commit"})
QUESTIONS = frozenset({"whether", "if", "what", "why", "how", "who", "when", "where", "about"})
SMALL_ASKS = frozenset({"view", "views", "comment", "named", "opinion", "identified", "question"})
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
    """A bare verb that nobody says: `you would have to ask`; not `I should like to ask`."""
    if parse.tags[verb] != "VB" or parse.first(verb, "nsubj", "nsubjpass", "aux") is None:
        return parse.tags[verb] == "VB"
    head = parse.heads[verb]
    if parse.deps[verb] not in CLAUSAL or not parse.is_verb(head):
        return False
    first = any(parse.lowers[t] in FIRST_PERSON for t in parse.by_dep(head, "nsubj"))
    return not first and parse.lemmas[head] in TOWARDS_SAYING


def _wish(parse: Parse, verb: int) -> StatementKind | None:
    """`hopes that Togo will come`: a wish of which somebody else is the object."""
    wished = parse.by_dep(verb, "ccomp", "xcomp")
    if not any(parse.first(t, "nsubj", "nsubjpass") is not None for t in wished):
        return None
    return cues("asking").get(parse.lemmas[verb])


def _asks(parse: Parse, verb: int) -> bool:
    """`called on`, `insisted on`, `insisted that they go`; not `insisted on Tuesday that it was so`."""
    clauses = parse.by_dep(verb, "ccomp")
    if any(parse.tags[t] in ("VBD", "VBZ", "VBP") for t in clauses):
        return False
    preps = {parse.lowers[t] for t in parse.by_dep(verb, "prep")}
    return bool(preps & {"on", "for", "upon"}) or any(parse.tags[t] == "VB" for t in clauses)


def _asks_to_know(parse: Parse, verb: int) -> bool:
    """`asked whether`, `asked for its view`, `asked not to be named`."""
    after = parse.lowers[verb + 1 : verb + 5]
    asking = any(low in QUESTIONS for low in after)
    return (
        asking or after[:1] == ["not"] or bool(SMALL_ASKS & set(parse.lowers[verb + 1 : verb + 7]))
    )


def is_wished(parse: Parse, verb: int) -> bool:
    head = parse.heads[verb]
    return parse.deps[verb] in ("xcomp", "ccomp") and effect_of(parse, head) in (
        "ask", "charge", "fail", "plan", "refuse", "try", "thought",
    )  # fmt: skip
