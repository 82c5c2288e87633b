"""Which kinds the form of a clause rules out, whoever judges it.

A model that reads meaning takes some clauses for what their grammar forbids: nobody promises by
telling what another state will do, or demands by what two agreed on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detente.coding.actors.phrases import Phrases
from detente.coding.relations.lexicon import patterns_of
from detente.coding.voice.clauses import (
    FIRST_PERSON,
    Clause,
    clause_subjects,
    in_past,
    is_passive,
    leaning,
)
from detente.coding.voice.cues import cues, kinds_in, words_of
from detente.coding.voice.kinds import CAN, WILL, kinds_of
from detente.coding.voice.spans import has_that, span_of
from detente.records import StatementKind

PLAIN_WORDS = 0.7
"""How sure a red line is that is called one."""
EMPTY = frozenset({"be", "have", "go", "hold", "see", "do"})
AGREEING = frozenset({"agree", "share"})
SELVES = FIRST_PERSON | {"it"}
WISHING = frozenset({"hope", "wish", "want", "intend", "plan", "aim", "seek"})
LIKING = frozenset({"welcome", "appreciate", "like", "love", "prefer"})
JUDGED = frozenset("test question danger risk challenge problem key truth outcome".split())
"""Of which somebody foretells, and promises nothing."""
DISCLAIMED = frozenset({"plan", "intention", "intent", "wish", "desire", "ambition", "interest"})
RULES: frozenset[StatementKind] = frozenset({"red-line", "demand", "appeal"})
AWAITING = frozenset({"expect", "await", "face", "bear"})
PERFORMED: frozenset[StatementKind] = frozenset(
    {"demand", "appeal", "warning", "red-line", "commitment", "offer"}
)
"""Kinds that are taken by the words, so that what is told as past takes none of them."""
BESIDE = 0.4
"""Part of the surest kind's share from which another kind of the same clause counts."""
WORDLESS: dict[StatementKind, float] = {"accusation": 0.5, "warning": 0.5, "denial": 0.5}
"""How sure a kind has to be that neither form nor words of the clause tell."""
OF_OTHERS = frozenset({"it", "they", "he", "she", "that", "which", "who"})
POINTING = frozenset({"this", "that", "these", "those", "it", "there", "which"})
SEEMING = frozenset({"look", "seem", "appear", "sound", "feel"})
TALKING = frozenset(
    "leave refer let defer check get turn start stop go speculate comment characterize".split()
)
"""What a speaker says of himself to steer the talk: `I will leave that to them`, `I can't get into it`."""
BETWEEN_TWO: frozenset[StatementKind] = frozenset(
    {"demand", "appeal", "red-line", "warning", "accusation"}
)
"""Kinds that one side takes towards another, and never both together."""


def sound(
    clause: Clause, told: Iterable[tuple[StatementKind, float]]
) -> list[tuple[StatementKind, float]]:
    """Of the kinds told of a clause those that its form allows, with how sure each is.

    What somebody demands of his own side he promises, and so what he says will stay as it is. Who rules
    something out promises nothing by it: of the two counts what the form tells, else the surer.
    """
    kinds = dict(told)
    if _is_called_a_line(clause):
        kinds = {"red-line": max(kinds.get("red-line", 0.0), PLAIN_WORDS)}
    if _binds_oneself(clause) and "demand" in kinds:
        kinds.setdefault("commitment", kinds.pop("demand"))
    if _holds_on(clause) and "red-line" in kinds:
        kinds.setdefault("commitment", kinds.pop("red-line"))
    if "red-line" in kinds and _disclaims(clause):
        kinds.setdefault("denial", kinds.pop("red-line"))
    if "red-line" in kinds and "commitment" in kinds:
        ruled = any(kind == "red-line" for kind, _ in kinds_of(clause))
        surer = ruled or kinds["red-line"] >= kinds["commitment"]
        kinds.pop("commitment" if surer else "red-line")
    surest = max((share for kind, share in kinds.items() if kind != "condition"), default=0.0)
    return [
        (kind, share)
        for kind, share in kinds.items()
        if (kind == "condition" or share >= BESIDE * surest) and _allows(clause, kind, share)
    ]


def draws_a_line(phrases: Phrases, verb: int) -> bool:
    """`warned that the reef was a red line`: what is warned of is named as one."""
    parse = phrases.parse
    return any(
        "red-line" in kinds_in(phrases.discourse.text[slice(*span_of(parse, parse.subtree(t)))])
        for t in parse.by_dep(verb, "ccomp", "xcomp")
        if t > verb
    )


def _is_called_a_line(clause: Clause) -> bool:
    """`the reef is a red line`, `is a line that nobody may cross`."""
    parse = clause.parse
    called = [t for t in parse.by_dep(clause.head, "attr") if parse.lemmas[t] == "line"]
    words = " ".join(parse.lowers[t] for c in called for t in parse.subtree(c))
    barred = any(
        parse.lowers[t] in ("not", "no", "never") for c in called for t in parse.subtree(c)
    ) and any(parse.tags[t] == "MD" for c in called for t in parse.subtree(c))
    called_so = "red-line" in kinds_in(words) or barred
    negated = any(parse.deps[t] == "neg" for t in parse.children[clause.head])
    return clause.lemma == "be" and called_so and not negated


def _allows(clause: Clause, kind: StatementKind, share: float) -> bool:
    if _is_cut_off(clause) or (_seems(clause) and kind != "assessment"):
        return False
    if _is_ruled_out(clause, kind):
        return False
    if any(kind == ruled for ruled, _ in kinds_of(clause)):
        return True
    denied = kind == "denial" and clause.own and clause.negated
    if share < WORDLESS.get(kind, 0.0) and not denied:
        return False
    return not (_tells_which(clause) or _is_told(clause, kind) or _is_unfit(clause, kind))


def _is_ruled_out(clause: Clause, kind: StatementKind) -> bool:
    """Whether a kind cannot be, whatever the words of the clause."""
    if (kind in BETWEEN_TWO and _is_agreed(clause)) or (kind in RULES and _regulates(clause)):
        return True
    if kind in ("commitment", "offer"):
        steered = _steers_the_talk(clause) or _is_asked(clause)
        return steered or _only_foretells(clause) or _fills_a_noun(clause)
    if kind == "denial":
        return _steers_the_talk(clause)
    if kind in ("demand", "appeal"):
        return _wishes_of_oneself(clause) or _awaits(clause)
    if kind == "assessment":
        return _tells_of_talks(clause) or not _is_of_a_relation(clause)
    if kind == "accusation":
        return _is_suffered(clause)
    return kind == "red-line" and (
        _is_one_word(clause) or _steers_the_talk(clause) or _only_denies(clause)
    )


def _is_unfit(clause: Clause, kind: StatementKind) -> bool:
    """Whether a kind does not fit the form of a clause that has no word of it."""
    if kind == "praise":
        return _is_of_oneself(clause)
    if kind == "commitment" and _is_done_by_others(clause):
        return True
    if kind in ("commitment", "offer"):
        return _is_over(clause)
    if kind == "demand":
        return clause.own and clause.speaker.sector != "MED"
    return kind == "red-line" and _obliges_to_act(clause)


def _disclaims(clause: Clause) -> bool:
    """`Peru has no plan to build a wall`: said not to be so; of yielding it would be ruled out."""
    parse = clause.parse
    plans = [
        t
        for t in parse.by_dep(clause.head, "dobj", "attr")
        if parse.lemmas[t] in DISCLAIMED and clause.negated
    ]
    below = {parse.lemmas[t] for plan in plans for t in parse.subtree(plan)}
    return bool(plans) and not below & (words_of("yielding") | {"give"})


def _only_denies(clause: Clause) -> bool:
    """`No port is busier`, `the law does not prevent a visit`: a `not` that rules nothing out.

    Told as a fact, of something that the speaker does not do himself, and in no words of refusing.
    """
    told = clause.modals & (WILL | CAN | words_of("obliging"))
    if clause.own or told or not clause.negated or clause.lemma == "be":
        return False
    return clause.lemma not in words_of("yielding") and "red-line" not in kinds_in(clause.text)


def _regulates(clause: Clause) -> bool:
    """`Cargo must be declared to the Office`: a rule for those under a law, aimed at no state."""
    parse = clause.parse
    told = {parse.lemmas[t] for t in clause.tokens if t not in clause.phrases.mention_at}
    of_us = any(parse.lowers[t] in FIRST_PERSON - {"our"} for t in clause.tokens) or any(
        t in clause.phrases.mention_at for t in clause_subjects(parse, clause.head)
    )
    of_law = is_passive(clause) and not clause.others and not of_us
    return of_law and bool(told & words_of("regulating"))


def _only_foretells(clause: Clause) -> bool:
    """`We would welcome a visit`, `the test will come in May`: a wish or a forecast, and no promise."""
    if clause.modals & {"would", "'d", "’d"} and clause.lemma in LIKING:
        return True
    subjects = {clause.parse.lemmas[t] for t in clause_subjects(clause.parse, clause.head)}
    return bool(subjects & JUDGED) and not is_passive(clause)


def _fills_a_noun(clause: Clause) -> bool:
    """`plans for the premier to come`, `the first ship to be searched`: an infinitive after a noun."""
    parse, head = clause.parse, clause.head
    infinitive = any(parse.tags[t] == "TO" for t in parse.by_dep(head, "aux"))
    if infinitive and parse.deps[head] == "ccomp":
        return parse.first(head, "nsubj", "nsubjpass") is not None and not clause.own
    if not infinitive or parse.deps[head] not in ("relcl", "acl", "pcomp", "advcl"):
        return False
    above = parse.heads[head]
    return parse.is_noun(above) and cues("noun").get(parse.lemmas[above]) not in (
        "commitment", "offer",
    )  # fmt: skip


def _is_of_a_relation(clause: Clause) -> bool:
    """`ties are at a low ebb`, `Peru and Chile are far apart`: a word of relations, or both sides named.

    `This is a busy week` is an opinion on something else, and so is `the text that both signed is short`.
    """
    parse = clause.parse
    aside = {
        token
        for t in clause.tokens
        if parse.deps[t] in ("relcl", "acl") and t != clause.head
        for token in parse.subtree(t)
    }
    main = [t for t in clause.tokens if t not in aside and parse.lowers[t] not in POINTING]
    words = {form for t in main for form in (parse.lemmas[t], parse.lowers[t])}
    named = {party.code for t in main for party in clause.phrases.parties(t) if party.code}
    return bool(words & words_of("relation")) or len(named) > 1


def _is_suffered(clause: Clause) -> bool:
    """`a Peruvian boat was sunk`: the state named suffers it, and nobody is named who did it."""
    by_somebody = clause.parse.first(clause.head, "agent") is not None
    return (
        is_passive(clause) and bool(clause.others) and leaning(clause.lemma) < 0 and not by_somebody
    )


def _is_of_oneself(clause: Clause) -> bool:
    """`our minister was frank`: what the speaker's own side did; not `it opened its granaries`."""
    subjects = clause_subjects(clause.parse, clause.head)
    return clause.own and not any(clause.parse.lowers[t] in OF_OTHERS for t in subjects)


def _is_cut_off(clause: Clause) -> bool:
    """`Well, we have -`, `It is.`: a verb that says nothing by itself, and nothing with it."""
    parse = clause.parse
    said = [t for t in clause.tokens if parse.deps[t] not in ("punct", "intj", "cc", "advmod")]
    return clause.lemma in ("have", "do", "be") and len(said) < 3 and parse.tags[said[0]] in (
        "PRP", "DT", "EX",
    )  # fmt: skip


def _seems(clause: Clause) -> bool:
    """`it looks as if he will not come`."""
    parse = clause.parse
    return clause.lemma in SEEMING and any(
        {"as", "if"} <= {parse.lowers[t] for t in parse.by_dep(inner, "mark", "advmod")}
        for inner in parse.by_dep(clause.head, "advcl", "ccomp")
    )


def _tells_of_talks(clause: Clause) -> bool:
    """`they discussed the river`: an act, and no word on how things stand."""
    types = {pattern.event_type for pattern in patterns_of(clause.lemma, "v")}
    subjects = {clause.parse.lemmas[t] for t in clause_subjects(clause.parse, clause.head)}
    talks = types == {"CONSULT"} and clause.lemma not in EMPTY
    return talks and not subjects & words_of("relation")


def _tells_which(clause: Clause) -> bool:
    """`the steps that Peru has taken`: says of which thing is spoken, unless it obliges."""
    parse, opening = clause.parse, clause.tokens[0]
    apart = opening > 0 and parse.deps[opening - 1] == "punct"
    obliges = clause.modals & words_of("obliging")
    relative = parse.deps[clause.head] == "relcl" and not has_that(parse, clause.head)
    return relative and not apart and not obliges


def _is_told(clause: Clause, kind: StatementKind) -> bool:
    """`the vote led Peru to make changes`: told as past by the text itself, not by `he said that`."""
    parse = clause.parse
    past = parse.tags[clause.head] == "VBD" or any(
        parse.tags[t] == "VBD" for t in parse.by_dep(clause.head, "aux", "auxpass")
    )
    if kind not in PERFORMED or not past or clause.modals & (WILL | CAN | words_of("obliging")):
        return False
    tellers = words_of("saying") | words_of("attitude") | words_of("noun")
    node = clause.head
    while parse.heads[node] != node:
        joined, node = parse.deps[node] == "conj", parse.heads[node]
        told = parse.lemmas[node] in tellers or parse.lowers[node] in words_of("feeling")
        if told and not joined:
            return False
    return True


def _is_one_word(clause: Clause) -> bool:
    """`No.`"""
    return sum(clause.parse.deps[token] != "punct" for token in clause.tokens) == 1


def _binds_oneself(clause: Clause) -> bool:
    """`Malawi must weave its own nets`, said in Malawi; not `the two countries must talk`."""
    if clause.speaker.sector == "MED" or is_passive(clause):
        return False
    subjects = clause_subjects(clause.parse, clause.head)
    named = all(
        t in clause.phrases.mention_at or clause.parse.lowers[t] in SELVES for t in subjects
    )
    codes = {party.code for t in subjects for party in clause.phrases.parties(t)}
    return clause.own and named and len(codes) < 2 and bool(clause.modals & words_of("obliging"))


def _holds_on(clause: Clause) -> bool:
    """`the tariffs will stay`: what is to come, with nothing ruled out."""
    ahead = clause.modals & WILL and not clause.negated
    return bool(ahead) and "red-line" not in kinds_in(clause.text)


def _is_done_by_others(clause: Clause) -> bool:
    """`Chile would answer for it`: another state itself does it, not a thing of its."""
    return not is_passive(clause) and any(party.direct for party in clause.others)


def _is_agreed(clause: Clause) -> bool:
    """`agreed that officials should meet`, `shared the view that …`: what is agreed nobody demands."""
    above = _above(clause, ("conj", "ccomp", "xcomp", "acl", "dobj"))
    return any(clause.parse.lemmas[token] in AGREEING for token in above)


def _is_asked(clause: Clause) -> bool:
    """`urged Chile to stop and to pay`: what is asked of another nobody promises."""
    parse = clause.parse
    if parse.first(clause.head, "nsubj", "nsubjpass") is not None:
        return False
    return any(
        parse.is_verb(token) and cues("saying").get(parse.lemmas[token]) in ("demand", "appeal")
        for token in _above(clause, ("conj", "ccomp", "xcomp"))
    )


def _above(clause: Clause, by: tuple[str, ...]) -> Iterator[int]:
    """What a clause hangs from, upwards, as long as by one of these relations."""
    parse, node = clause.parse, clause.head
    while parse.deps[node] in by and parse.heads[node] != node:
        node = parse.heads[node]
        yield node


def _steers_the_talk(clause: Clause) -> bool:
    parse = clause.parse
    first = any(parse.lowers[t] in ("i", "me") for t in parse.by_dep(clause.head, "nsubj"))
    return first and clause.lemma in TALKING


def _wishes_of_oneself(clause: Clause) -> bool:
    """`hopes to visit Chile`: what somebody wishes to do himself he asks of nobody."""
    parse = clause.parse
    inner = parse.by_dep(clause.head, "xcomp")
    return clause.lemma in WISHING and any(
        parse.first(t, "nsubj", "nsubjpass") is None and parse.tags[t] == "VB" for t in inner
    )


def _awaits(clause: Clause) -> bool:
    """`whoever fires must expect an answer`: a warning, which leaves nothing to be done."""
    return clause.lemma in AWAITING and bool(clause.modals & words_of("obliging"))


def _is_over(clause: Clause) -> bool:
    """Told as past, and not as what somebody would do or was ready for."""
    return in_past(clause) and not clause.modals & WILL and clause.lemma not in ("be", "stand")


def _obliges_to_act(clause: Clause) -> bool:
    """`the line should stay open`: an obligation without a `not` rules nothing out."""
    obliged = clause.modals & words_of("obliging")
    return bool(obliged) and not clause.negated and "red-line" not in kinds_in(clause.text)
