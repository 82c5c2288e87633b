"""Who acts in a verb: its subject, told or taken over from the clause above."""

from __future__ import annotations

from detente.coding.grammar.parse import Parse
from detente.coding.grammar.verbs import is_infinitive

RELATIVE = frozenset({"who", "which", "that", "whom"})

OBJECT_CONTROL = frozenset(
    """ask urge tell order force press push persuade convince invite allow permit enable help
    encourage call request beg beseech implore appeal warn require compel lead cause get want
    expect pressure instruct direct command advise challenge exhort entreat beckon oblige ban bar
    prevent stop block accuse criticise criticize condemn blame fault chide charge sanction punish
    penalise penalize denounce thank praise sue suspect suspend arrest jail fine detain convict
    sentence expel deport indict prosecute imprison send name list describe identify cite
    dissuade deter discourage restrain prohibit talk""".split()
)

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def is_misread_main_verb(parse: Parse, verb: int) -> bool:
    """A participle under a root noun in a sentence that would otherwise have no finite verb."""
    noun = parse.heads[verb]
    if (
        parse.deps[verb] != "acl"
        or parse.tags[verb] not in ("VBN", "VBD")
        or parse.heads[noun] != noun
    ):
        return False
    return parse.is_noun(noun) and noun < verb and not _has_finite_clause(parse)


def _has_finite_clause(parse: Parse) -> bool:
    """Whether any verb outside a relative clause is finite."""
    return any(
        tag in FINITE
        and not any(parse.deps[t] == "relcl" for t in (token, *parse.ancestors(token)))
        for token, tag in enumerate(parse.tags)
    )


def _antecedent(parse: Parse, verb: int, token: int) -> int:
    """The noun that a relative pronoun stands for, or the token itself."""
    if parse.lowers[token] not in RELATIVE or not parse.tags[token].startswith("W"):
        return token
    node = verb
    while parse.deps[node] in ("conj", "xcomp", "ccomp") and parse.heads[node] != node:
        node = parse.heads[node]
    return parse.heads[node] if parse.deps[node] == "relcl" else token


def subjects_of(parse: Parse, verb: int, depth: int = 0) -> tuple[list[int], str]:
    """Heads of the phrases that act in this verb, and how they were found."""
    own = [
        token
        for host in (verb, *parse.by_dep(verb, "aux"))
        for token in parse.by_dep(host, "nsubj", "csubj")
    ]
    own = [token for token in own if not parse.is_verb(token)]
    if own:
        return _authors(parse, [_antecedent(parse, verb, token) for token in own]), "own"
    if swallowed := _swallowed_subject(parse, verb):
        return [swallowed], "own"
    head = parse.heads[verb]
    if head == verb or depth > 6:
        return [], "none"
    if is_misread_main_verb(parse, verb):
        return [head], "own"
    return _inherited(parse, verb, head, parse.deps[verb], depth)


DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())

DOCUMENTS = frozenset(
    """resolution statement communique communiqué declaration letter order law bill act motion paper
    report decree note strategy editorial document memo ruling""".split()
)


def _authors(parse: Parse, heads: list[int]) -> list[int]:
    """`passed a resolution condemning …`: a document acts for whoever made it, where that is told."""
    found: list[int] = []
    for head in heads:
        made_by: list[int] = []
        if parse.lemmas[head] in DOCUMENTS:
            made_by, _ = owner_of(parse, head)
            made_by = made_by or _maker_in_clause(parse, head)
        found += made_by or [head]
    return found


def _maker_in_clause(parse: Parse, document: int) -> list[int]:
    """`the strategy that the ministry published`: the subject of the clause that tells its making."""
    return [
        subject
        for clause in parse.by_dep(document, "relcl")
        for subject in parse.by_dep(clause, "nsubj")
        if parse.lowers[subject] not in RELATIVE
    ]


def _swallowed_subject(parse: Parse, verb: int) -> int | None:
    """`On Friday Peru imposed …`, where the parser reads `Friday Peru` as one phrase of time."""
    token = verb - 1
    while token > 0 and parse.deps[token] in ("aux", "neg", "advmod"):
        token -= 1
    if token >= 0 and parse.deps[token] == "npadvmod" and parse.tags[token] == "NNP":
        return None if parse.lowers[token] in DAYS else token
    for prep in parse.by_dep(verb, "prep"):
        for name in parse.by_dep(prep, "pobj"):
            day = any(parse.lowers[t] in DAYS for t in parse.by_dep(name, "compound", "nmod"))
            if name < verb and day and parse.tags[name].startswith("NNP"):
                return name
    return None


def subject_at(parse: Parse, token: int) -> int | None:
    """The subject that a token is, or that the parser has hidden before a verb at the token."""
    if parse.deps[token] in ("nsubj", "nsubjpass"):
        return token
    if parse.is_verb(token) and parse.first(token, "nsubj", "nsubjpass") is None:
        return _swallowed_subject(parse, token)
    return None


def _inherited(parse: Parse, verb: int, head: int, dep: str, depth: int) -> tuple[list[int], str]:
    if dep == "conj" and parse.is_verb(head):
        return _as_acting(parse, head, depth, "conj")
    if dep in ("xcomp", "ccomp", "advcl") and (parse.is_verb(head) or parse.tags[head] == "JJ"):
        return _controlled(parse, verb, head, dep, depth)
    if dep == "pcomp":
        return _gerund(parse, verb, head, depth)
    if dep in ("acl", "relcl"):
        return _adnominal(parse, verb, head, depth)
    if dep == "appos" or dep == "dep":
        return [], "none"
    return [], "none"


def _as_acting(parse: Parse, verb: int, depth: int, via: str) -> tuple[list[int], str]:
    """Grammatical subject of another verb, passive or not."""
    if parse.deps[verb] in ("acomp", "oprd") and not parse.is_verb(verb):
        verb = parse.heads[verb]
    undergoer = parse.first(verb, "nsubjpass")
    if undergoer is not None:
        return [_antecedent(parse, verb, undergoer)], via
    found, _ = subjects_of(parse, verb, depth + 1)
    if not found and parse.deps[verb] == "acl" and parse.tags[verb] == "VBN":
        return [parse.heads[verb]], via
    return found, via if found else "none"


def _controlled(parse: Parse, verb: int, head: int, dep: str, depth: int) -> tuple[list[int], str]:
    mark = parse.first(verb, "mark")
    if dep == "ccomp" and mark is not None:
        return [], "none"
    objects = parse.by_dep(head, "dobj")
    if dep in ("xcomp", "ccomp") and objects and parse.lemmas[head] in OBJECT_CONTROL:
        return objects, "control"
    if dep == "xcomp" and parse.lemmas[head] in ("call", "appeal"):
        for prep in parse.by_dep(head, "prep"):
            inner = parse.by_dep(prep, "pobj")
            if inner:
                return inner, "control"
    return _as_acting(parse, head, depth, "control")


def _gerund(parse: Parse, verb: int, prep: int, depth: int) -> tuple[list[int], str]:
    """`accused X of doing`, `stopped short of doing`, `after meeting Y, Z left`."""
    governor = parse.heads[prep]
    if parse.tags[governor].startswith(("RB", "RP", "IN")):
        # `stopped short of …`, `backed out of …`
        governor = parse.heads[governor]
    if parse.deps[governor] == "acomp":
        # `was close to …`
        governor = parse.heads[governor]
    if parse.is_verb(governor):
        objects = parse.by_dep(governor, "dobj")
        passive = parse.first(governor, "nsubjpass")
        if parse.lemmas[governor] in OBJECT_CONTROL or parse.lowers[prep] == "as":
            if passive is not None:
                return [_antecedent(parse, governor, passive)], "control"
            if objects:
                return objects, "control"
        acting, via = _as_acting(parse, governor, depth, "gerund")
        if parse.lemmas[governor] == "join" and parse.lowers[prep] == "in":
            acting = [*acting, *objects]
        return acting, via
    if parse.is_noun(governor):
        return owner_of(parse, governor, depth)
    return [], "none"


def _adnominal(parse: Parse, verb: int, noun: int, depth: int) -> tuple[list[int], str]:
    """`ships carrying oil`; `plans to visit`, whose actor owns the plan."""
    if not is_infinitive(parse, verb):
        return _authors(parse, [noun]), "participle"
    return owner_of(parse, noun, depth)


def owner_of(parse: Parse, noun: int, depth: int = 0) -> tuple[list[int], str]:
    """Who has the plan, the decision, the pledge: its possessor, or the subject of its verb."""
    possessor = parse.by_dep(noun, "poss")
    if possessor:
        return possessor, "owner"
    for prep in parse.by_dep(noun, "prep", "agent"):
        if parse.lowers[prep] in ("by", "of", "from"):
            inner = parse.by_dep(prep, "pobj")
            if inner:
                return inner, "owner"
    modified = [
        t for t in parse.by_dep(noun, "amod", "compound", "nmod") if parse.words[t][0].isupper()
    ]
    if modified:
        return [noun], "owner"
    head = parse.heads[noun]
    if parse.deps[noun] in ("dobj", "attr") and parse.is_verb(head) and depth < 6:
        return subjects_of(parse, head, depth + 1)
    if parse.deps[noun] == "pobj" and depth < 6:
        governor = parse.heads[head]
        if parse.is_verb(governor):
            return subjects_of(parse, governor, depth + 1)
    return [], "none"
