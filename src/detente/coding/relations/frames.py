"""Who stands where around a verb or a nominal act: subject, object, prepositional phrases."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from detente.coding.parsing import Parse
from detente.coding.relations.embedding import effect_by_preposition

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
LIGHT_VERBS = frozenset(
    """hold have conduct make pay launch open begin start resume continue end conclude finish wrap
    stage carry take give deliver undertake impose announce reach sign order authorize authorise
    approve plan prepare propose offer attend host lead join complete cancel postpone suspend call
    send issue express voice lodge file mount unleash agree schedule arrange back support oppose
    reject condemn face see enter seek pursue perform commit enact adopt introduce do expand step
    increase tighten ease lift wind extend provide pledge promise welcome""".split()
)
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
PREP_DEPS = ("prep", "agent", "dative", "prt")


@dataclass(slots=True)
class Frame:
    """The surroundings of one trigger, as heads of noun phrases.

    `subjects` act; `objects` undergo (the grammatical subject of a passive); `preps` maps a
    preposition to the heads of its complements; `phrasal` is a verb with a particle, which no
    pattern of the bare verb means; `asks` is a verb whose clause is a question; `via` is how the
    subject was found, surest first.
    """

    trigger: int
    subjects: list[int] = field(default_factory=list)
    objects: list[int] = field(default_factory=list)
    indirect: list[int] = field(default_factory=list)
    preps: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    particles: set[str] = field(default_factory=set)
    possessors: list[int] = field(default_factory=list)
    clause_subjects: list[int] = field(default_factory=list)
    modifiers: list[int] = field(default_factory=list)
    passive: bool = False
    phrasal: bool = False
    asks: bool = False
    via: str = "own"

    def slot(self, name: str) -> list[int]:
        """Heads in a slot named as in the lexicon."""
        named = {
            "obj": self.objects,
            "iobj": self.indirect,
            "poss": self.possessors,
            "that": self.clause_subjects,
        }
        return named[name] if name in named else self.preps.get(name, [])


def verb_frame(parse: Parse, verb: int) -> Frame:
    """The frame of a verb, with subjects found through control, coordination and relative clauses."""
    frame = Frame(verb)
    frame.particles = _particles(parse, verb)
    frame.asks = _asks_whether(parse, verb)
    frame.phrasal = parse.first(verb, "prt") is not None
    passive_subject = parse.first(verb, "nsubjpass")
    reduced = is_reduced_passive(parse, verb)
    asked = _participial_passive(parse, verb)
    frame.passive = (
        passive_subject is not None or reduced or asked or bool(parse.first(verb, "auxpass"))
    )
    _add_objects(parse, frame, verb, passive_subject)
    _add_preps(parse, frame, verb)
    _add_infinitive(parse, frame, verb)
    _add_naming(parse, frame, verb)
    _add_prevented(parse, frame, verb)
    for obj in list(frame.objects):
        if obj > verb or not (frame.passive or parse.deps[verb] == "conj"):
            _add_preps(parse, frame, obj)
    if frame.passive:
        frame.subjects = list(frame.preps.get("by", []))
        frame.via = "agent"
    else:
        frame.subjects, frame.via = subjects_of(parse, verb)
    return frame


def _asks_whether(parse: Parse, verb: int) -> bool:
    """`was asked whether`, `asked what`: a question, by the word that opens its clause."""
    return parse.lemmas[verb] == "ask" and any(
        parse.lowers[t] in ("whether", "if") or parse.tags[t] in ("WP", "WRB", "WDT")
        for clause in parse.by_dep(verb, "ccomp", "xcomp", "advcl")
        for t in parse.children[clause]
        if t < clause
    )


def _add_infinitive(parse: Parse, frame: Frame, verb: int) -> None:
    """`agreed to hold …`: the infinitive as slot `to-do`, what stands around it as `in-it`.

    A clause with `that`, or with a subject of its own, is the slot `that`.
    """
    frame.preps["that"] = [
        clause
        for clause in parse.by_dep(verb, "ccomp")
        if parse.first(clause, "nsubj", "nsubjpass") is not None and clause > verb
    ]
    frame.clause_subjects = [
        subject
        for clause in frame.preps["that"]
        for subject in parse.by_dep(clause, "nsubj", "nsubjpass")
    ]
    if not frame.preps["that"]:
        del frame.preps["that"]
    for clause in parse.by_dep(verb, "xcomp"):
        if not any(parse.lowers[t] == "to" for t in parse.by_dep(clause, "aux")):
            continue
        frame.preps["to-do"].append(clause)
        frame.preps["in-it"] += _around(parse, clause)


def _around(parse: Parse, clause: int) -> list[int]:
    """Heads of what stands around a clause's verb: its objects and their phrases."""
    inner = Frame(clause)
    objects = parse.by_dep(clause, "dobj", "dative")
    for host in (clause, *objects):
        _add_preps(parse, inner, host)
    return [*objects, *(head for heads in inner.preps.values() for head in heads)]


def _add_prevented(parse: Parse, frame: Frame, verb: int) -> None:
    """`barred firms from buying …`: what stands around the gerund, as slot `from-doing`."""
    for prep in parse.by_dep(verb, "prep"):
        if parse.lowers[prep] != "from":
            continue
        for gerund in parse.by_dep(prep, "pcomp"):
            frame.preps["from-doing"] += _around(parse, gerund)


def _add_naming(parse: Parse, frame: Frame, verb: int) -> None:
    """`called the flight reckless`: what the object is called, as slot `called`."""
    for token in parse.by_dep(verb, "oprd", "acomp", "ccomp"):
        if parse.tags[token].startswith(("JJ", "NN", "VBN")):
            frame.preps["called"] += [token, *parse.by_dep(token, "amod", "conj")]
            frame.objects += parse.by_dep(token, "nsubj")


def _particles(parse: Parse, verb: int) -> set[str]:
    """Particles of a phrasal verb; the parser labels some of them adverbs or prepositions."""
    return {
        parse.lowers[t]
        for t in parse.children[verb]
        if parse.deps[t] == "prt"
        or (parse.deps[t] in ("advmod", "prep") and t == verb + 1)
        or (
            parse.deps[t] == "advmod"
            and parse.lowers[t] in ("back", "away", "off", "out", "up", "down")
        )
    }


def is_reduced_passive(parse: Parse, verb: int) -> bool:
    """`ships seized by …`, but not a whole sentence whose main verb the parser took for a participle."""
    return (
        parse.deps[verb] == "acl"
        and parse.tags[verb] == "VBN"
        and not is_misread_main_verb(parse, verb)
    )


def _participial_passive(parse: Parse, verb: int) -> bool:
    """`Asked at a news conference, Biden said …`: the subject of the main clause is acted upon."""
    return (
        parse.tags[verb] == "VBN"
        and parse.deps[verb] == "advcl"
        and parse.first(verb, "nsubj", "aux", "dobj", "auxpass") is None
    )


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


def _add_objects(parse: Parse, frame: Frame, verb: int, passive_subject: int | None) -> None:
    if frame.passive:
        undergoer = passive_subject
        if undergoer is None and is_reduced_passive(parse, verb):
            undergoer = parse.heads[verb]
        if undergoer is None and _participial_passive(parse, verb):
            undergoer = next(iter(subjects_of(parse, verb)[0]), None)
        if undergoer is None and parse.deps[verb] == "conj":
            undergoer = parse.first(parse.heads[verb], "nsubjpass")
        given = parse.by_dep(verb, "dobj", "oprd")
        if undergoer is not None:
            found = frame.indirect if given else frame.objects
            found.append(_antecedent(parse, verb, undergoer))
        frame.objects += given
        return
    frame.objects += [_antecedent(parse, verb, t) for t in parse.by_dep(verb, "dobj")]
    frame.indirect += [t for t in parse.by_dep(verb, "dative") if not _is_prep(parse, t)]
    if not frame.objects and parse.deps[verb] == "relcl" and not _has_relative(parse, verb):
        head = parse.heads[verb]
        if any(parse.deps[t] == "nsubj" for t in parse.children[verb]):
            frame.objects.append(head)
    for clause in parse.by_dep(verb, "ccomp", "xcomp"):
        small_subject = parse.first(clause, "nsubj")
        infinitive = any(parse.lowers[t] == "to" for t in parse.by_dep(clause, "aux"))
        if small_subject is not None and infinitive and not frame.objects:
            frame.objects.append(small_subject)
    if not frame.objects:
        frame.objects += _shared_objects(parse, verb)
    frame.objects = [_taken_up(parse, verb, head) for head in frame.objects]


def _shared_objects(parse: Parse, verb: int) -> list[int]:
    """`tracked, monitored and warned off a ship`: the object of the last verb is that of each."""
    for later in parse.by_dep(verb, "conj", "dep"):
        between = (parse.deps[token] for token in range(verb + 1, later))
        if later > verb and parse.is_verb(later) and all(dep in JOINING for dep in between):
            return parse.by_dep(later, "dobj") or _shared_objects(parse, later)
    return []


def _taken_up(parse: Parse, verb: int, head: int) -> int:
    """`imposed a ban and lifted it`: the object of the verb before, which a pronoun takes up."""
    if parse.lowers[head] not in ("it", "them") or parse.deps[verb] != "conj":
        return head
    return next(iter(parse.by_dep(parse.heads[verb], "dobj")), head)


JOINING = frozenset({"punct", "cc", "conj", "dep", "advmod", "aux"})


def _is_prep(parse: Parse, token: int) -> bool:
    return parse.tags[token] in ("IN", "TO")


def _has_relative(parse: Parse, verb: int) -> bool:
    return any(
        parse.lowers[t] in RELATIVE and parse.tags[t].startswith("W") for t in parse.children[verb]
    )


def _antecedent(parse: Parse, verb: int, token: int) -> int:
    """The noun that a relative pronoun stands for, or the token itself."""
    if parse.lowers[token] not in RELATIVE or not parse.tags[token].startswith("W"):
        return token
    node = verb
    while parse.deps[node] in ("conj", "xcomp", "ccomp") and parse.heads[node] != node:
        node = parse.heads[node]
    return parse.heads[node] if parse.deps[node] == "relcl" else token


def _add_preps(parse: Parse, frame: Frame, head: int) -> None:
    for child in parse.children[head]:
        if parse.deps[child] not in PREP_DEPS or not _is_prep(parse, child):
            continue
        _add_prep(parse, frame, child, parse.lowers[child])


def _add_prep(parse: Parse, frame: Frame, prep: int, name: str) -> None:
    for complement in parse.by_dep(prep, "pobj"):
        if complement not in frame.preps[name]:
            frame.preps[name].append(complement)
        for deeper in parse.by_dep(complement, "prep"):
            for inner in parse.by_dep(deeper, "pobj"):
                if inner not in frame.preps[parse.lowers[deeper]]:
                    frame.preps[parse.lowers[deeper]].append(inner)
    for chained in parse.by_dep(prep, "prep"):
        _add_prep(parse, frame, chained, parse.lowers[chained])
    if parse.by_dep(prep, "pcomp"):
        frame.preps.setdefault(name, [])
    for coordinated in parse.by_dep(prep, "conj"):
        if _is_prep(parse, coordinated):
            _add_prep(parse, frame, coordinated, parse.lowers[coordinated])


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
    infinitive = any(parse.lowers[t] == "to" for t in parse.by_dep(verb, "aux"))
    if not infinitive:
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


def noun_frame(parse: Parse, noun: int) -> Frame:
    """The frame of a nominal act: `Kenya's visit to Uganda`, `sanctions by X on Y`, `X-Y talks`."""
    frame = Frame(noun)
    frame.possessors = parse.by_dep(noun, "poss")
    frame.modifiers = parse.by_dep(noun, "amod", "compound", "nmod")
    _add_preps(parse, frame, noun)
    noun = _measured(parse, noun)
    head, dep = parse.heads[noun], parse.deps[noun]
    if dep == "pobj":
        governor = parse.heads[head]
        if frame.preps.get("with") and parse.lowers[head] in SHARING:
            governor = _clause_verb(parse, governor)
        replied = parse.lowers[head] == "with" and parse.lemmas[governor] in REPLYING
        if parse.is_verb(governor) and (replied or parse.lowers[head] in SHARING):
            _share(parse, frame, governor)
        elif taken := effect_by_preposition(parse, noun):
            # `held back from an attack`: whoever held back
            frame.subjects, frame.via = subjects_of(parse, taken[1])
    elif dep == "attr" and parse.by_dep(head, "expl"):
        _add_preps(parse, frame, head)
        frame.subjects, frame.via = _sayer(parse, head)
        if frame.via == "said":
            told = parse.by_dep(parse.heads[head], "dobj", "dative")
            frame.preps.setdefault("to", []).extend(told)
    elif dep in ("dobj", "attr") and parse.is_verb(head):
        _share(parse, frame, head)
    elif dep == "nsubjpass" and parse.is_verb(head):
        _add_preps(parse, frame, head)
        frame.passive = True
        frame.subjects = [*frame.preps.get("by", [])]
        frame.via = "agent"
    return frame


MEASURES = frozenset(
    """day hour week month year round series set session cycle string number spate wave worth package
    batch amount""".split()
)
SHARING = frozenset({"in", "into", "for", "at", "on", "during"})
REPLYING = frozenset({"answer", "respond", "retaliate", "reply", "react", "counter"})
"""Verbs whose `with` names the act: `answered with drills`."""


def _sayer(parse: Parse, verb: int) -> tuple[list[int], str]:
    """`said there would be no talks`: who says so decides it."""
    saying = parse.heads[verb]
    if parse.deps[verb] != "ccomp" or not parse.is_verb(saying):
        return [], "none"
    return subjects_of(parse, saying)[0], "said"


def _clause_verb(parse: Parse, token: int) -> int:
    """The verb of the clause that a token stands in, or the token at the top."""
    while not parse.is_verb(token) and parse.heads[token] != token:
        token = parse.heads[token]
    return token


def _measured(parse: Parse, noun: int) -> int:
    """`four days of talks`: the noun that stands in the clause for the act it measures."""
    if parse.deps[noun] != "pobj":
        return noun
    prep = parse.heads[noun]
    if parse.lowers[prep] == "of" and parse.lemmas[parse.heads[prep]] in MEASURES:
        return parse.heads[prep]
    return noun


def _share(parse: Parse, frame: Frame, verb: int) -> None:
    """A light verb lends its subject and its phrases to the act that is its object."""
    if parse.lemmas[verb] not in LIGHT_VERBS and parse.deps[frame.trigger] != "pobj":
        return
    frame.subjects, frame.via = subjects_of(parse, verb)
    if frame.via == "own":
        frame.via = "light"
    own = set(frame.preps)
    shared = Frame(frame.trigger)
    _add_preps(parse, shared, verb)
    for name, heads in shared.preps.items():
        if name not in own:
            frame.preps[name] = [head for head in heads if head != frame.trigger]
