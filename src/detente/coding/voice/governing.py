"""What the words around a clause make of the position that its own words tell.

A few forms are sure, whatever the words in them: a subjunctive (`that Peru not use force`) asks, what
is unlikely is promised by nobody, an own act that is said not to be wrong is defended.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from detente.coding.relations.habits import is_habit
from detente.coding.voice.clauses import Clause, clause_subjects, in_past, own_tokens
from detente.coding.voice.cues import cues, kinds_in, words_of
from detente.coding.voice.kinds import CAN, WILL
from detente.coding.voice.spans import has_that
from detente.records import StatementKind

Told = Sequence[tuple[StatementKind, float]]
UNLIKELY = frozenset({"unlikely", "hardly", "scarcely"})
PROMISING: frozenset[StatementKind] = frozenset({"commitment", "offer", "red-line", "praise"})
CLAIMING: frozenset[StatementKind] = frozenset({"accusation", "warning", "offer", "assessment"})
INSISTING = frozenset("demand insist require order must say state rule".split())
MEANT = frozenset({"be", "intend", "mean", "design", "aim"})
REQUIRED = re.compile(
    r"\bis an? (?:\w+ )?(?:prerequisite|precondition)\b|"
    r"^without\b.*\b(?:impossible|cannot|will not|there (?:can|will) be no)\b",
    re.IGNORECASE,
)
"""`This is a precondition of`, `without trust there can be no`: said of what must come first."""
SURE = 0.6


def governed(clause: Clause, told: Told) -> Told:
    """The kinds of a clause, with those left out or changed that its form forbids."""
    if _is_subjunctive(clause):
        return ((_asked_by(clause), SURE),)
    kept = _as_felt(clause, list(told) or _bound(clause))
    if _is_unlikely(clause):
        kept = [each for each in kept if each[0] not in PROMISING]
    if _tells_own_deed(clause):
        kept = [each for each in kept if each[0] not in CLAIMING]
    if is_habit(clause.parse, clause.head):
        kept = [each for each in kept if each[0] != "commitment"]
    if _defends(clause):
        kinds = {kind for kind, _ in kept}
        kept = [
            ("denial" if kind == "accusation" else kind, share)
            for kind, share in kept
            if not (kind == "accusation" and "denial" in kinds)
        ]
    return tuple(kept)


def _as_felt(
    clause: Clause, told: list[tuple[StatementKind, float]]
) -> list[tuple[StatementKind, float]]:
    """`is alarmed that Peru fished`, `is hopeful that Peru will come`: what another did that is held
    against it, what it is to do that is asked; nothing feared is promised or asked."""
    parse, head = clause.parse, clause.head
    felt = cues("feeling").get(parse.lowers[parse.heads[head]])
    if felt is None or parse.deps[head] != "ccomp":
        return told
    unfit = {"commitment", "offer"} if felt == "appeal" else {*PROMISING, "appeal"}
    kept = [each for each in told if each[0] not in unfit]
    meant = clause.modals & WILL if felt == "appeal" else not clause.modals & (WILL | CAN)
    if clause.others and meant and felt not in dict(kept):
        kept.append((felt, SURE))
    return kept


def _bound(clause: Clause) -> list[tuple[StatementKind, float]]:
    """What a clause without a kind makes hang on another thing, or asks of another state as a need."""
    if REQUIRED.search(clause.text):
        return [("condition", SURE)]
    parse, head = clause.parse, clause.head
    needs = parse.lemmas[head] == "need" and parse.by_dep(head, "xcomp")
    if clause.others and (needs and not clause.negated) and not in_past(clause):
        return [("demand", SURE)]
    return []


def _is_subjunctive(clause: Clause) -> bool:
    """`that Peru not use force`, `that there be no war`: a bare verb with a subject, and no auxiliary."""
    parse, head = clause.parse, clause.head
    if parse.deps[head] not in ("ccomp", "conj", "acl", "advcl") or not has_that(parse, head):
        return False
    subject = parse.first(head, "nsubj", "nsubjpass", "expl")
    auxiliaries = parse.by_dep(head, "aux", "auxpass")
    if subject is None or any(parse.tags[t] != "VB" for t in auxiliaries):
        return False
    if auxiliaries or (parse.tags[head] == "VB" and parse.lemmas[head] == "be"):
        return all(parse.lowers[t] == "be" for t in auxiliaries)
    denied = [t for t in parse.by_dep(head, "neg") if parse.lowers[t] == "not"]
    bare = parse.tags[head] in ("VB", "VBP") and parse.lemmas[head] != "be"
    return bool(denied) and bare and subject < denied[0] < head


def _asked_by(clause: Clause) -> StatementKind:
    """A demand or an appeal, by the verb that governs the clause."""
    verb = next((t for t in clause.parse.ancestors(clause.head) if clause.parse.is_verb(t)), None)
    insists = verb is not None and clause.parse.lemmas[verb] in INSISTING - {"say", "state"}
    return "demand" if insists else "appeal"


def _is_unlikely(clause: Clause) -> bool:
    """`it is less likely to guarantee`, `they are unlikely to`, and what stands under such a clause."""
    parse = clause.parse
    for verb in (clause.head, *parse.ancestors(clause.head)):
        for part in parse.by_dep(verb, "acomp", "advmod", "oprd"):
            less = any(parse.lowers[t] in ("less", "not", "hardly") for t in parse.children[part])
            if parse.lowers[part] in UNLIKELY or (parse.lowers[part] == "likely" and less):
                return True
    return False


def _tells_own_deed(clause: Clause) -> bool:
    """`we met last week`: what the speaker's side did, told without a word that judges."""
    if not clause.own or clause.negated or clause.condition is not None or clause.modals:
        return False
    plain = clause.parse.tags[clause.head] == "VBD" and clause.lemma not in ("be", "have")
    if not plain or not in_past(clause) or clause.lemma in words_of("saying"):
        return False
    subjects = {clause.parse.lemmas[t] for t in clause_subjects(clause.parse, clause.head)}
    words = {clause.parse.lemmas[t] for t in own_tokens(clause)}
    judging = words_of("blaming") | words_of("reproaching") | words_of("attitude")
    judged = words & judging or subjects & words_of("relation")
    return not (judged or kinds_in(clause.text))


def _defends(clause: Clause) -> bool:
    """`it is not meant as a provocation`: blame that is denied of nobody but oneself."""
    if not clause.negated or clause.others or clause.lemma not in MEANT:
        return False
    parse = clause.parse
    blaming = words_of("blaming")
    under = [
        t
        for part in parse.by_dep(clause.head, "acomp", "attr", "xcomp", "prep", "oprd")
        for t in parse.subtree(part)
    ]
    return any(parse.lemmas[t] in blaming or parse.lowers[t] in blaming for t in under)
