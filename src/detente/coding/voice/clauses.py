"""Which positions a clause takes by how it is put, for whoever speaks it.

The tests follow the form of the clause: whose doing it tells (the speaker's own, another state's),
its modal verb, its negation, whether it commands, and the words of `cues.tsv` in it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from detente.coding import ontology
from detente.coding.actors.phrases import Party, Phrases
from detente.coding.parsing import Parse
from detente.coding.relations.frames import subjects_of
from detente.coding.relations.lexicon import patterns_of
from detente.coding.relations.stance import effect_of
from detente.coding.voice.conditions import condition_of
from detente.coding.voice.cues import cues, kinds_in, words_of
from detente.records import Actor, StatementKind

FIRST_PERSON = frozenset({"we", "our", "us", "i", "my", "me", "ours"})
SECOND_PERSON = frozenset({"you", "your"})
WILL = frozenset({"will", "shall", "'ll", "’ll", "wo", "would", "'d", "’d"})
CAN = frozenset({"can", "could", "may", "might", "ca"})
NEGATIVE_SUBJECTS = frozenset({"no", "none", "nobody", "nothing", "neither", "no-one"})
COURTEOUS = frozenset({"please", "let", "kindly"})
OWN_WILL: frozenset[StatementKind] = frozenset({"commitment", "offer", "denial", "red-line"})
ADVERSE: frozenset[StatementKind] = frozenset({"warning", "red-line", "accusation", "denial"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as its kinds are told from it; `own` and `others` are the states that do what it tells."""

    phrases: Phrases
    head: int
    tokens: tuple[int, ...]
    text: str
    speaker: Actor
    own: bool
    others: tuple[Party, ...]
    modals: frozenset[str]
    negated: bool
    commands: bool

    @property
    def parse(self) -> Parse:
        """The parse it stands in."""
        return self.phrases.parse

    @property
    def lemma(self) -> str:
        """Lemma of its verb."""
        return self.parse.lemmas[self.head]


def read_clause(
    phrases: Phrases, head: int, tokens: list[int], text: str, speaker: Actor
) -> Clause:
    """What the tests look at in a clause with this head, spoken by this speaker."""
    parse = phrases.parse
    heads = clause_subjects(parse, head)
    parties = [party for subject in heads for party in phrases.parties(subject)]
    lows = {parse.lowers[t] for t in heads}
    lows |= {parse.lowers[t] for s in heads for t in parse.by_dep(s, "poss")}
    codes = {party.code for party in parties}
    own = bool(lows & FIRST_PERSON) or (speaker.country is not None and speaker.country in codes)
    others = tuple(
        party for party in parties if party.code and party.code != speaker.country and not own
    )
    modals = frozenset(parse.lowers[t] for t in parse.by_dep(head, "aux", "auxpass"))
    return Clause(
        phrases, head, tuple(tokens), text, speaker, own, others, modals,
        _negated(parse, head, heads), _commands(parse, head, heads),
    )  # fmt: skip


def clause_subjects(parse: Parse, head: int) -> list[int]:
    """Heads of the phrases of which a clause tells something; of a passive, who undergoes it."""
    passive = parse.by_dep(head, "nsubjpass")
    return passive or subjects_of(parse, head)[0]


def _negated(parse: Parse, head: int, subjects: list[int]) -> bool:
    if any(
        parse.deps[t] == "neg" or parse.lowers[t] in ("never", "no", "nor")
        for t in parse.children[head]
    ):
        return True
    parts = [*subjects, *parse.by_dep(head, "attr", "dobj", "acomp")]
    return any(
        parse.lowers[t] in NEGATIVE_SUBJECTS
        or any(parse.lowers[c] in ("no", "neither", "not") for c in parse.children[t])
        for t in parts
    )


def _commands(parse: Parse, head: int, subjects: list[int]) -> bool:
    """An imperative: a bare verb without a subject that stands for itself."""
    if parse.tags[head] not in ("VB", "VBP") or subjects or parse.first(head, "nsubj", "expl"):
        return False
    if any(parse.tags[t] in ("MD", "TO") for t in parse.by_dep(head, "aux")):
        return False
    return parse.deps[head] in ("ROOT", "ccomp", "parataxis")


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
    if condition_of(clause.parse, clause.head) is not None and _may_depend(clause, told):
        yield "condition", 0.6


Told = set[StatementKind]
Found = tuple[StatementKind, float] | None


def _red_line(clause: Clause, phrases: Told, told: Told) -> Found:
    if "red-line" in phrases and (not clause.others or clause.negated):
        return "red-line", 0.7
    refuses = clause.negated and clause.lemma in words_of("yielding")
    willed = clause.modals & (WILL | CAN) or clause.parse.tags[clause.head] in ("VBP", "VBZ")
    if refuses and willed and not clause.others:
        return "red-line", 0.6
    return None


def _warning(clause: Clause, phrases: Told, told: Told) -> Found:
    if "red-line" in told:
        return None
    if "warning" in phrases:
        return "warning", 0.7
    if not clause.modals & WILL:
        return None
    if clause.own and not clause.negated and leaning(clause.lemma) < 0:
        return "warning", 0.6
    adverse = any(clause.parse.lemmas[t] in words_of("consequence") for t in own_tokens(clause))
    if adverse and not clause.own and (clause.others or condition_of(clause.parse, clause.head)):
        return "warning", 0.5
    return None


def _demand(clause: Clause, phrases: Told, told: Told) -> Found:
    if told:
        return None
    if _obliged(clause.parse, clause.head) and not clause.own:
        return "demand", 0.75 if clause.others else 0.55
    if clause.commands and "appeal" not in phrases and not COURTEOUS & _lows(clause):
        return "demand", 0.5
    if clause.own and not clause.negated and _wants_of_other(clause):
        return "demand", 0.55
    if "demand" in phrases and not clause.modals & WILL:
        return "demand", 0.5
    return None


def _appeal(clause: Clause, phrases: Told, told: Told) -> Found:
    if "appeal" in phrases and not told & ADVERSE:
        return "appeal", 0.55
    return None


def _offer(clause: Clause, phrases: Told, told: Told) -> Found:
    if told & ADVERSE or clause.negated:
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
    return None


def _commitment(clause: Clause, phrases: Told, told: Told) -> Found:
    if told & (ADVERSE | {"offer", "demand"}):
        return None
    if "commitment" in phrases and not clause.others:
        return "commitment", 0.6
    if not clause.modals & WILL:
        return None
    lean = leaning(clause.lemma)
    kept = lean < 0 if clause.negated else lean >= 0
    if clause.own and clause.lemma not in ("be", "have", "like", "ask") and (kept or lean == 0):
        return "commitment", 0.65
    if not clause.others and not clause.negated and lean > 0:
        return "commitment", 0.5
    return None


def _denial(clause: Clause, phrases: Told, told: Told) -> Found:
    if told or clause.commands:
        return None
    if "denial" in phrases and not clause.others:
        return "denial", 0.6
    asserted = not clause.modals & (WILL | CAN | words_of("obliging"))
    there_is = clause.parse.first(clause.head, "expl") is not None
    if clause.negated and asserted and (clause.own or there_is) and _states(clause):
        return "denial", 0.5
    return None


def _praise(clause: Clause, phrases: Told, told: Told) -> Found:
    if "praise" in phrases and not clause.negated and not told & (ADVERSE | {"demand", "appeal"}):
        return "praise", 0.55
    return None


def _assessment(clause: Clause, phrases: Told, told: Told) -> Found:
    if told & {"warning", "red-line", "commitment"}:
        return None
    if "assessment" in phrases or _assesses(clause):
        return "assessment", 0.65
    return None


def _accusation(clause: Clause, phrases: Told, told: Told) -> Found:
    if told & {"demand", "appeal", "praise", "offer"} or clause.own:
        return None
    if "accusation" in phrases and clause.others and not clause.modals & WILL:
        return "accusation", 0.55
    past = clause.parse.tags[clause.head] in ("VBD", "VBN", "VBG")
    done = past and not clause.modals & (WILL | CAN) and not clause.negated
    if done and clause.others and clause.speaker.country and leaning(clause.lemma) < 0:
        return "accusation", 0.5
    return None


def _may_depend(clause: Clause, told: Told) -> bool:
    """Whether an if binds somebody: what is promised, offered, threatened, or will come."""
    return bool(told or clause.modals & (WILL | CAN)) and (
        clause.own or bool(clause.others) or bool(told)
    )


def _obliged(parse: Parse, head: int) -> bool:
    if any(
        parse.tags[t] == "MD" and parse.lowers[t] in words_of("obliging")
        for t in parse.by_dep(head, "aux")
    ):
        return not _inverted(parse, head)
    if parse.lemmas[head] in ("need", "have") and parse.by_dep(head, "xcomp"):
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
        parse.first(t, "nsubj", "nsubjpass") is not None for t in inner
    )


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


def own_tokens(clause: Clause) -> list[int]:
    """Tokens of a clause without the clauses that hang from it as conditions or asides."""
    parse = clause.parse
    found = [clause.head]
    for token in found:
        found += [t for t in parse.children[token] if parse.deps[t] not in ("advcl", "parataxis")]
    kept = set(clause.tokens)
    return sorted(t for t in found if t in kept)


def _lows(clause: Clause) -> set[str]:
    return {clause.parse.lowers[t] for t in clause.tokens}


@lru_cache(maxsize=10_000)
def leaning(lemma: str) -> int:
    """Whether a verb tells of conflict (-1) or cooperation (+1) wherever the lexicon has it, else 0."""
    classes = {
        ontology.quad_class(pattern.event_type).split()[-1]
        for pattern in patterns_of(lemma, "v")
    }
    if len(classes) != 1:
        return 0
    return -1 if "conflict" in classes else 1
