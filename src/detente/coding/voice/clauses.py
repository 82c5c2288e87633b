"""A clause as somebody speaks it: whose doing it tells, and how."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from detente.coding import ontology
from detente.coding.actors.phrases import Party, Phrases
from detente.coding.parsing import Parse
from detente.coding.relations.frames import subjects_of
from detente.coding.relations.lexicon import patterns_of
from detente.coding.voice.cues import words_of
from detente.records import Actor

FIRST_PERSON = frozenset({"we", "our", "us", "i", "my", "me", "ours"})
NEGATIVE_SUBJECTS = frozenset({"no", "none", "nobody", "nothing", "neither", "no-one"})
OTHER_SIDE = frozenset(
    "friend neighbour neighbor partner colleague brother sister cousin ally guest host rival".split()
)
"""`Our friends` are others."""
UTTERED = frozenset({"ROOT", "ccomp", "parataxis", "conj"})


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause as its kinds are told from it.

    `own` says whether the speaker's side does what it tells, `others` are other states that do;
    `condition` is the if-clause in it, as offsets in the article.
    """

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
    condition: tuple[int, int] | None

    @property
    def parse(self) -> Parse:
        """The parse it stands in."""
        return self.phrases.parse

    @property
    def lemma(self) -> str:
        """Lemma of its verb."""
        return self.parse.lemmas[self.head]


def read_clause(
    phrases: Phrases,
    head: int,
    tokens: list[int],
    text: str,
    speaker: Actor,
    condition: tuple[int, int] | None,
    side: str | None,
) -> Clause:
    """What the tests look at in a clause with this head, spoken by this speaker.

    `side` is the state that `we` are: the speaker's, or the home of the outlet that speaks.
    """
    parse = phrases.parse
    heads = [t for t in clause_subjects(parse, head) if not _is_empty(parse, t)]
    parties = [party for subject in heads for party in phrases.parties(subject)]
    lows = {parse.lowers[t] for t in heads}
    lows |= {
        parse.lowers[t]
        for s in heads
        if parse.lemmas[s] not in OTHER_SIDE
        for t in parse.by_dep(s, "poss")
    }
    codes = {party.code for party in parties}
    own = bool(lows & FIRST_PERSON) or (side is not None and side in codes)
    others = tuple(party for party in parties if party.code and party.code != side and not own)
    modals = frozenset(parse.lowers[t] for t in parse.by_dep(head, "aux", "auxpass"))
    return Clause(
        phrases, head, tuple(tokens), text, speaker, own, others, modals,
        _negated(parse, head, heads), _commands(parse, head), condition,
    )  # fmt: skip


def clause_subjects(parse: Parse, head: int) -> list[int]:
    """Heads of the phrases of which a clause tells something; of a passive, who undergoes it."""
    passive = parse.by_dep(head, "nsubjpass")
    return passive or subjects_of(parse, head)[0]


def _is_empty(parse: Parse, subject: int) -> bool:
    """`it is time to go`, `it was for Peru to pay`: an `it` that stands for the clause behind."""
    verb = parse.heads[subject]
    if parse.lowers[subject] != "it" or parse.lemmas[verb] not in (
        "be",
        "seem",
        "appear",
        "remain",
    ):
        return False
    told = [verb, *parse.by_dep(verb, "acomp", "attr", "oprd")]
    behind = [
        c for t in told for c in parse.by_dep(t, "xcomp", "ccomp", "advcl", "acl") if c > verb
    ]
    return any(
        parse.lowers[t] in ("to", "that", "for")
        for c in behind
        for t in parse.by_dep(c, "aux", "mark")
    )


def _negated(parse: Parse, head: int, subjects: list[int]) -> bool:
    if any(
        parse.deps[t] == "neg" or parse.lowers[t] in ("never", "no", "nor")
        for t in parse.children[head]
    ):
        return True
    if parse.lowers[min(parse.subtree(head))] in NEGATIVE_SUBJECTS | {"not", "never"}:
        return True
    parts = [*subjects, *parse.by_dep(head, "attr", "dobj", "acomp")]
    return any(
        parse.lowers[t] in NEGATIVE_SUBJECTS
        or any(parse.lowers[c] in ("no", "neither", "not") for c in parse.children[t])
        for t in parts
    )


def _commands(parse: Parse, head: int) -> bool:
    """An imperative: a bare verb without a subject that stands for itself."""
    if parse.tags[head] not in ("VB", "VBP") or parse.first(head, "nsubj", "nsubjpass", "expl"):
        return False
    if any(parse.tags[t] in ("MD", "TO") for t in parse.by_dep(head, "aux")):
        return False
    if parse.first(head, "mark") is not None or parse.deps[head] not in UTTERED:
        return False
    if parse.deps[head] == "conj":
        return _commands(parse, parse.heads[head])
    opening = min(parse.subtree(head))
    return all(
        parse.tags[t].startswith("RB") or parse.deps[t] in ("punct", "cc", "intj", "aux", "neg")
        for t in range(opening, head)
        if parse.heads[t] == head
    )


def harmful(clause: Clause) -> bool:
    """Whether the verb of a clause tells of harm, by the lexicon or by the words of reprisal."""
    return clause.lemma in words_of("reprisal") or leaning(clause.lemma) < 0


def is_passive(clause: Clause) -> bool:
    return clause.parse.first(clause.head, "auxpass") is not None


def in_present(clause: Clause) -> bool:
    return clause.parse.tags[clause.head] in ("VBP", "VBZ")


def in_past(clause: Clause) -> bool:
    """Told as past: `did`, `was`, `has been`, or the past of the verb itself."""
    parse = clause.parse
    tenses = {parse.tags[t] for t in parse.by_dep(clause.head, "aux", "auxpass")}
    return (
        parse.tags[clause.head] == "VBD"
        or bool(tenses & {"VBD", "VBN"})
        or (parse.tags[clause.head] == "VBN" and bool(tenses & {"VBZ", "VBP"}))
    )


def own_tokens(clause: Clause) -> list[int]:
    """Tokens of a clause without the clauses that hang from it as conditions or asides."""
    parse = clause.parse
    found = [clause.head]
    for token in found:
        found += [t for t in parse.children[token] if parse.deps[t] not in ("advcl", "parataxis")]
    kept = set(clause.tokens)
    return sorted(t for t in found if t in kept)


@lru_cache(maxsize=10_000)
def leaning(lemma: str, part: Literal["v", "n"] = "v") -> int:
    """Whether a verb or noun tells of conflict (-1) or cooperation (+1) wherever the lexicon has it,
    else 0."""
    classes = {
        ontology.quad_class(pattern.event_type).split()[-1] for pattern in patterns_of(lemma, part)
    }
    if len(classes) != 1:
        return 0
    return -1 if "conflict" in classes else 1
