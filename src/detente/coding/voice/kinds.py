"""Which positions a clause takes by how it is put, for whoever speaks it.

The tests follow the form of the clause: whose doing it tells (the speaker's own, another state's),
its modal verb, its negation, whether it commands, and the words of `cues.tsv` in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from detente.coding.parsing import Parse
from detente.coding.relations.embedding import effect_of
from detente.coding.voice.clauses import (
    FIRST_PERSON,
    Clause,
    clause_subjects,
    harmful,
    in_past,
    in_present,
    is_passive,
    leaning,
    own_tokens,
)
from detente.coding.voice.cues import kinds_in, words_of
from detente.records import StatementKind

WILL = frozenset({"will", "shall", "'ll", "’ll", "wo", "would", "'d", "’d"})
CAN = frozenset({"can", "could", "may", "might", "ca"})
COURTEOUS = frozenset({"please", "let", "kindly"})
PLAIN = frozenset(
    {"be", "have", "like", "ask", "say", "think", "know", "see", "comment", "mean", "forget"}
)
"""Verbs whose future promises nothing by itself."""
PENAL = re.compile(r"unless|\b(?:not|no|n't|never|again|once more|refuse[ds]?|fails?|single)\b")
ADVERSE: frozenset[StatementKind] = frozenset({"warning", "red-line", "accusation", "denial"})
ANYONE = frozenset("one nobody people everyone everybody anyone anybody somebody who you".split())
NOTHING_TO_SAY = re.compile(
    r"\b(?:nothing (?:further )?(?:to (?:add|announce|say|report|tell)|for you)|no (?:further |more )?"
    r"(?:comment|details?|information|statement|view|opinion|idea)|in a position|in the room)\b",
    re.IGNORECASE,
)
GENERAL = frozenset({"whoever", "anyone", "anybody"})

Told = set[StatementKind]
Found = tuple[StatementKind, float] | None


def kinds_of(clause: Clause) -> Iterator[tuple[StatementKind, float]]:
    """Kinds of position that a clause takes, with how sure each is, strongest first."""
    phrases = kinds_in(clause.text)
    told: set[StatementKind] = set()
    for test in (
        _red_line, _warning, _demand, _appeal, _offer, _commitment, _denial, _praise,
        _assessment, _accusation,
    ):  # fmt: skip
        found = test(clause, phrases, told)
        if found is not None:
            told.add(found[0])
            yield found
    if clause.condition is not None and _may_depend(clause, told):
        yield "condition", 0.6


def _red_line(clause: Clause, phrases: Told, told: Told) -> Found:
    if "red-line" in phrases and (not clause.others or clause.negated):
        return "red-line", 0.7
    if clause.others or not clause.negated:
        return None
    willed = clause.modals & (WILL | CAN)
    if clause.lemma in words_of("yielding") and (willed or in_present(clause)):
        return "red-line", 0.6
    refused = clause.own and clause.modals & WILL and not harmful(clause)
    return ("red-line", 0.5) if refused and clause.lemma not in PLAIN else None


def _warning(clause: Clause, phrases: Told, told: Told) -> Found:
    if "red-line" in told:
        return None
    if "warning" in phrases:
        return "warning", 0.7
    bound = clause.condition is not None and in_present(clause)
    if not (clause.modals & WILL or bound or _or_else(clause)):
        return None
    if clause.negated and not clause.others:
        return None
    penal = harmful(clause) and not clause.negated
    if penal and (clause.own or is_passive(clause)):
        return "warning", 0.6
    if not clause.modals & WILL:
        return None
    if clause.own and clause.condition is not None and _penal_condition(clause):
        return "warning", 0.55
    if _whoever(clause):
        return "warning", 0.5
    adverse = any(clause.parse.lemmas[t] in words_of("consequence") for t in own_tokens(clause))
    if adverse and clause.others:
        return "warning", 0.5
    return None


def _or_else(clause: Clause) -> bool:
    """`… or we close the port`: what comes of it if it is not done."""
    parse = clause.parse
    before = parse.by_dep(parse.heads[clause.head], "cc")
    return parse.deps[clause.head] == "conj" and any(parse.lowers[t] == "or" for t in before)


def _demand(clause: Clause, phrases: Told, told: Told) -> Found:
    if told:
        return None
    bound = not clause.own or (clause.speaker.start is None and clause.speaker.sector == "MED")
    if bound and _obliged(clause.parse, clause.head) and not _of_anyone(clause):
        return "demand", 0.75 if clause.others else 0.55
    if clause.commands and not _courteous(clause, phrases):
        return "demand", 0.5
    if clause.own and not clause.negated and _wants_of_other(clause):
        return "demand", 0.55
    if "demand" in phrases and not clause.modals & WILL:
        return "demand", 0.5
    return None


def _appeal(clause: Clause, phrases: Told, told: Told) -> Found:
    if "appeal" in phrases and not told & ADVERSE and not clause.others:
        return "appeal", 0.55
    return None


def _offer(clause: Clause, phrases: Told, told: Told) -> Found:
    if told & ADVERSE or clause.negated or "demand" in told:
        return None
    if "offer" in phrases:
        return "offer", 0.6
    parse = clause.parse
    willing = [
        t
        for t in parse.by_dep(clause.head, "acomp", "attr", "oprd")
        if parse.lemmas[t] in words_of("willing") and parse.children[t]
    ]
    if willing and clause.own:
        return "offer", 0.6
    if clause.own and clause.modals & CAN and leaning(clause.lemma) > 0:
        return "offer", 0.5
    if clause.others and "may" in clause.modals and leaning(clause.lemma) >= 0:
        return "offer", 0.5
    return None


def _commitment(clause: Clause, phrases: Told, told: Told) -> Found:
    if told & (ADVERSE | {"offer", "demand"}):
        return None
    if "assessment" in phrases and not clause.condition:
        return None
    if "commitment" in phrases and not clause.others:
        return "commitment", 0.6
    if not clause.modals & WILL or clause.lemma in PLAIN or _would_have(clause):
        return None
    if clause.own:
        return "commitment", 0.65
    kept = harmful(clause) if clause.negated else leaning(clause.lemma) > 0 or is_passive(clause)
    return ("commitment", 0.5) if kept and not clause.others else None


def _denial(clause: Clause, phrases: Told, told: Told) -> Found:
    if told or clause.commands or NOTHING_TO_SAY.search(clause.text):
        return None
    if "denial" in phrases:
        return "denial", 0.6
    asserted = not clause.modals & (WILL | CAN | words_of("obliging"))
    if not clause.negated or not asserted or not _states(clause):
        return None
    there_is = clause.parse.first(clause.head, "expl") is not None
    over = in_past(clause)
    if clause.own or (clause.speaker.sector != "MED" and not clause.others and (over or there_is)):
        return "denial", 0.5
    return None


def _praise(clause: Clause, phrases: Told, told: Told) -> Found:
    if "praise" in phrases and not told & (ADVERSE | {"demand", "appeal"}):
        return "praise", 0.55
    return None


def _assessment(clause: Clause, phrases: Told, told: Told) -> Found:
    if told & {"warning", "red-line", "commitment"}:
        return None
    if "assessment" in phrases or _assesses(clause):
        return "assessment", 0.65
    return None


def _accusation(clause: Clause, phrases: Told, told: Told) -> Found:
    if told & {"demand", "appeal", "praise", "offer", "assessment"}:
        return None
    if clause.own:
        sorry = not clause.negated and not clause.modals & (WILL | CAN) and _reproaches(clause)
        return ("accusation", 0.55) if sorry else None
    to_come = clause.modals & (WILL | CAN)
    if "accusation" in phrases and not to_come and (clause.others or not told):
        return "accusation", 0.55
    if not clause.others or to_come or not _states(clause):
        return None
    if clause.negated:
        failing = in_past(clause) and clause.lemma not in ("be", "do", "have")
        return ("accusation", 0.5) if failing and clause.speaker.sector != "MED" else None
    if harmful(clause) and not in_present(clause) and _harmed(clause):
        return "accusation", 0.5
    return None


def _reproaches(clause: Clause) -> bool:
    """`we are gravely concerned at`, `the Ministry regrets`: what the other did is held against it."""
    words = words_of("reproaching")
    return any(clause.parse.lemmas[t] in words for t in own_tokens(clause))


def _harmed(clause: Clause) -> bool:
    """Whether what is done is done to the speaker's side."""
    parse, phrases = clause.parse, clause.phrases
    for token in clause.tokens:
        if parse.lowers[token] in FIRST_PERSON:
            return True
        mention = phrases.mention_at.get(token)
        if mention is not None and mention.code and mention.code == clause.speaker.country:
            return True
    return False


def _may_depend(clause: Clause, told: Told) -> bool:
    """Whether an if binds somebody: what is promised, offered, threatened, or will come."""
    if told & {"assessment", "praise", "accusation", "denial"}:
        return False
    return bool(told or clause.own or clause.modals & (WILL | CAN))


def _penal_condition(clause: Clause) -> bool:
    """`unless …`, `if it is not …`, `should it be repeated`: what follows is a penalty."""
    assert clause.condition is not None
    start, end = clause.condition
    low = clause.phrases.discourse.text[start:end].lower()
    return PENAL.search(low) is not None


def _whoever(clause: Clause) -> bool:
    """`Whoever crosses will …`, `those who … will`: said to all whom it may concern."""
    parse = clause.parse
    return any(
        parse.lowers[t] in GENERAL
        or (parse.lowers[t] in ("those", "anyone", "anybody") and parse.first(t, "relcl"))
        or any(parse.lowers[c] == "any" for c in parse.children[t])
        for t in clause_subjects(parse, clause.head)
    ) or (
        parse.first(clause.head, "csubj") is not None
        and parse.lowers[clause.tokens[0]] == "whoever"
    )


def _courteous(clause: Clause, phrases: Told) -> bool:
    """`Please …`, `let us …`; `let Peru …` is a demand all the same."""
    if "appeal" in phrases:
        return True
    if clause.lemma != "let":
        return any(clause.parse.lowers[t] in COURTEOUS for t in clause.tokens)
    inner = clause.parse.by_dep(clause.head, "ccomp", "xcomp", "dobj")
    named = (t for i in inner for t in (i, *clause.parse.by_dep(i, "nsubj")))
    return not any(party.code for t in named for party in clause.phrases.parties(t))


def _obliged(parse: Parse, head: int) -> bool:
    if parse.is_verb(head) and any(
        parse.tags[t] == "MD" and parse.lowers[t] in words_of("obliging")
        for t in parse.by_dep(head, "aux")
    ):
        return not _inverted(parse, head)
    if parse.lemmas[head] in ("need", "have") and parse.by_dep(head, "xcomp"):
        return True
    if parse.lowers[head] == "ought":
        return True
    if parse.deps[head] == "conj" and parse.first(head, "aux", "nsubj", "nsubjpass") is None:
        return _obliged(parse, parse.heads[head])
    return False


def _inverted(parse: Parse, head: int) -> bool:
    """`Should it prove empty, …` supposes and obliges nobody."""
    should = [t for t in parse.by_dep(head, "aux") if parse.lowers[t] == "should"]
    subject = parse.first(head, "nsubj", "nsubjpass", "expl")
    return bool(should) and subject is not None and should[0] < subject


def _wants_of_other(clause: Clause) -> bool:
    """`We expect Togo to pay`, `we want an answer from Togo`."""
    if clause.lemma not in ("expect", "want", "await", "demand", "require"):
        return False
    parse = clause.parse
    inner = parse.by_dep(clause.head, "ccomp", "xcomp")
    return bool(parse.by_dep(clause.head, "dobj")) or any(
        parse.first(t, "nsubj", "nsubjpass") is not None and not told_as_so(parse, t) for t in inner
    )


def told_as_so(parse: Parse, clause: int) -> bool:
    """`expect that it is ready`, `reaffirmed that it is`: how things stand, and not what is to come."""
    ahead = any(parse.tags[t] in ("MD", "TO") for t in parse.by_dep(clause, "aux", "auxpass"))
    return parse.tags[clause] in ("VBZ", "VBP", "VBD") and not ahead


def _states(clause: Clause) -> bool:
    """Whether a clause tells a fact, and not what somebody thinks or wants."""
    return effect_of(clause.parse, clause.head) is None and clause.lemma not in words_of("attitude")


def _assesses(clause: Clause) -> bool:
    parse = clause.parse
    relation, course = words_of("relation"), words_of("course")
    heads = [*clause_subjects(parse, clause.head), *parse.by_dep(clause.head, "dobj")]
    if not any(parse.lemmas[t] in relation or parse.lowers[t] in relation for t in heads):
        return False
    return any(
        (parse.lemmas[t] in course or parse.lowers[t] in course)
        and (parse.is_verb(t) or parse.tags[t].startswith(("JJ", "NN", "RB")))
        for t in own_tokens(clause)
    )


def _would_have(clause: Clause) -> bool:
    """`we would have lost lives`, `would rather not`: no promise."""
    parse = clause.parse
    after = {parse.lowers[t] for t in parse.by_dep(clause.head, "advmod")}
    return "have" in clause.modals or "rather" in after


def _of_anyone(clause: Clause) -> bool:
    """`one must`, `nobody should`: a saying of no one in particular."""
    parse = clause.parse
    return any(parse.lowers[t] in ANYONE for t in clause_subjects(parse, clause.head))
