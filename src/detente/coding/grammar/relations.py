"""How tokens hang from one another: the dependency labels of a parse under their grammatical names.

`is_…` tells how a token hangs from its head; a name in the plural gives the children of a token that hang
from it so, in text order, one in the singular the first of them.
"""

from __future__ import annotations

from collections.abc import Callable

OF_A_THING = ("poss", "compound", "nmod", "amod", "nummod", "appos")


class Labelled:
    """Tokens with dependency labels."""

    __slots__ = ()
    deps: list[str]
    children: list[list[int]]

    def by_dep(self, token: int, *deps: str) -> list[int]:
        """Children of a token with one of these labels, in text order."""
        return [child for child in self.children[token] if self.deps[child] in deps]

    def first(self, token: int, *deps: str) -> int | None:
        """The first child with one of these labels."""
        return next((child for child in self.children[token] if self.deps[child] in deps), None)


def _is(*deps: str) -> Callable[[Labelled, int], bool]:
    return lambda parse, token: parse.deps[token] in deps


def _children(*deps: str) -> Callable[[Labelled, int], list[int]]:
    return lambda parse, token: parse.by_dep(token, *deps)


def _child(*deps: str) -> Callable[[Labelled, int], int | None]:
    return lambda parse, token: parse.first(token, *deps)


class Relations(Labelled):
    """What a token is to its head, and which of its children are what to it."""

    __slots__ = ()

    is_root = _is("ROOT")
    """The head of the sentence."""
    is_subject = _is("nsubj")
    """`Peru` of `Peru left`."""
    is_any_subject = _is("nsubj", "nsubjpass")
    """`Peru` of `Peru left` and of `Peru was asked`."""
    is_object_or_predicate = _is("dobj", "attr")
    """`talks` of `held talks`, `threat` of `is a threat`."""
    is_complement = _is("pobj")
    """`Peru` of `in Peru`."""
    is_preposition = _is("prep")
    """`in` of `met in Peru`."""
    is_prepositional_clause = _is("pcomp")
    """`leaving` of `accused of leaving`."""
    is_conjunct = _is("conj")
    """`Chile` of `Peru and Chile`."""
    is_conjunct_or_loose = _is("conj", "dep")
    """A conjunct, or what the parser could not place."""
    is_coordinator = _is("cc")
    """`and`."""
    is_punctuation = _is("punct")
    """A comma."""
    is_marker = _is("mark")
    """`that`, `if`."""
    is_marker_or_auxiliary = _is("mark", "aux")
    """`that`, `if`, `to`, `has`."""
    is_auxiliary = _is("aux", "auxpass")
    """`has`, `was` beside a verb."""
    is_negation = _is("neg")
    """`not`."""
    is_determiner = _is("det")
    """`the`."""
    is_compound = _is("compound")
    """`tennis` of `tennis team`."""
    is_apposition = _is("appos")
    """`Mr Hale` of `the envoy, Mr Hale`."""
    is_clausal_complement = _is("ccomp")
    """`left` of `said that it left`."""
    is_open_complement = _is("xcomp")
    """`leave` of `agreed to leave`."""
    is_content_clause = _is("xcomp", "ccomp")
    """A clausal or open complement."""
    is_adverbial_clause = _is("advcl")
    """`left` of `spoke when it left`."""
    is_adnominal_clause = _is("acl")
    """`held` of `talks held in May`."""
    is_relative_clause = _is("relcl")
    """`ended` of `talks that ended`."""
    is_clause_on_noun = _is("acl", "relcl")
    """An adnominal or relative clause."""
    is_participial = _is("acl", "advcl")
    """An adnominal or adverbial clause."""
    is_dependent_clause = _is("relcl", "ccomp", "advcl")
    """A relative, clausal or adverbial clause."""
    is_adverbial_or_relative = _is("advcl", "relcl")
    """An adverbial or relative clause."""
    is_adverbial_or_prepositional = _is("advcl", "pcomp")
    """An adverbial clause, or one after a preposition."""
    is_temporal_clause = _is("advcl", "pcomp", "relcl")
    """A clause that can begin with `when`."""
    is_clause_beside = _is("advcl", "ccomp", "conj")
    """A clause hung from another, or joined to it."""
    is_independent = _is("ROOT", "conj")
    """A main clause, or one joined to it."""
    is_told = _is("ROOT", "conj", "ccomp")
    """A main clause, one joined to it, or one that is said."""
    is_parenthetical = _is("parataxis")
    """`he said` of `Peru, he said, left`."""
    is_adjectival_complement = _is("acomp")
    """`ready` of `is ready`."""
    is_adjectival_or_conjunct = _is("acomp", "conj")
    """`ready` of `is ready`, or one joined to it."""
    is_modifier = _is("compound", "nmod", "amod")
    """`May` of `the May talks`."""
    is_noun_modifier = _is("compound", "nmod", "poss")
    """`Peru's`, `tennis` before a noun."""
    is_name_modifier = _is("amod", "compound", "poss", "nmod")
    """A word that says whose or which, before a noun."""
    is_part_of_name = _is("amod", "compound")
    """A participle within a phrase: `visiting team`."""
    is_compound_or_possessor = _is("compound", "poss")
    """`Peru's`, `tennis`."""
    is_counted = _is("poss", "nummod")
    """`two days'` before a noun."""
    is_of_a_thing = _is(*OF_A_THING)
    """A word that tells more of a noun."""
    is_of_a_thing_or_determiner = _is(*OF_A_THING, "det")
    """The same, or `the`."""
    is_before_noun = _is("det", "amod", "compound", "nmod", "poss", "nummod", "nn", "quantmod")
    """What belongs to a phrase on the left of its noun."""
    is_between_joined = _is("punct", "prep", "amod", "advmod")
    """What may stand between a conjunction and what it joins."""
    is_within_verb = _is("aux", "auxpass", "amod", "compound")
    """A verb that heads no clause."""
    is_adverbial = _is("prep", "pcomp", "advmod", "npadvmod", "mark")
    """What leads from a time up to the word it is the time of."""
    is_part_of_clause = _is(
        "nsubj", "nsubjpass", "dobj", "attr", "oprd", "dep", "npadvmod", "appos", "conj"
    )
    """What takes part in a clause without a preposition."""
    goes_on_upwards = _is("xcomp", "conj", "dobj", "pobj", "prep")
    """What is of the tense of what it hangs from."""

    subjects = _children("nsubj")
    """`Peru` of `Peru left`."""
    passive_subjects = _children("nsubjpass")
    """`Peru` of `Peru was asked`."""
    all_subjects = _children("nsubj", "nsubjpass")
    """Either."""
    objects = _children("dobj")
    """`talks` of `held talks`."""
    hearers = _children("dobj", "dative", "nsubjpass")
    """`Peru` of `told Peru`, `Peru was told`."""
    objects_after = _children("dobj", "attr", "oprd", "npadvmod")
    """What a verb can be followed by, without a preposition."""
    objects_of_attitude = _children("dobj", "oprd", "attr", "nsubjpass", "advcl", "acomp")
    """What an attitude can be about."""
    predicates = _children("acomp", "oprd", "ccomp", "advmod", "xcomp")
    """`clear` of `made it clear`."""
    prepositions = _children("prep")
    """`in` of `met in Peru`."""
    prepositions_and_agents = _children("prep", "agent")
    """The same, and `by` of a passive."""
    agents = _children("agent")
    """`by` of `asked by Peru`."""
    complements = _children("pobj")
    """`Peru` of `in Peru`."""
    prepositional_clauses = _children("pcomp")
    """`leaving` of `of leaving`."""
    auxiliaries = _children("aux")
    """`has`, `to`, `will`."""
    all_auxiliaries = _children("aux", "auxpass")
    """The same, and `was` of a passive."""
    markers = _children("mark")
    """`that`, `if`."""
    markers_and_adverbs = _children("mark", "advmod")
    """The same, and adverbs (`when`)."""
    openers = _children("mark", "advmod", "prep")
    """The same, and prepositions (`as long as`)."""
    adverbs = _children("advmod")
    """`once` of `once agreed`."""
    particles = _children("prt", "advmod", "prep")
    """`on` of `went on`, however it is parsed."""
    beside_verb = _children("prt", "dobj", "advmod")
    """Particle, object and adverbs."""
    determiners = _children("det", "poss")
    """`the`, `its`."""
    adjectives = _children("amod")
    """`joint` of `joint talks`."""
    modifiers = _children("amod", "compound", "nmod")
    """Adjectives and nouns before a noun."""
    possessors = _children("poss")
    """`Peru` of `Peru's claim`."""
    appositions = _children("appos")
    """`Mr Hale` of `the envoy, Mr Hale`."""
    conjuncts = _children("conj")
    """`Chile` of `Peru and Chile`."""
    clausal_complements = _children("ccomp")
    """`left` of `said that it left`."""
    open_complements = _children("xcomp")
    """`leave` of `agreed to leave`."""
    content_clauses = _children("ccomp", "xcomp")
    """Both."""
    contents = _children("ccomp", "acl")
    """What a verb or noun takes as its content."""
    clauses_of_noun = _children("acl", "ccomp", "relcl", "appos")
    """The clauses that tell what a noun is about."""
    adjectival_complements = _children("acomp")
    """`ready` of `is ready`."""
    adverbial_clauses = _children("advcl")
    """`left` of `spoke when it left`."""
    subordinate_clauses = _children("advcl", "ccomp")
    """Adverbial clauses and clausal complements."""
    joined_clauses = _children("conj", "ccomp", "advcl")
    """The same, and conjuncts."""
    clauses_beside = _children("parataxis", "advcl", "conj")
    """Clauses that a verb stands beside or in."""
    adnominal_clauses = _children("acl")
    """`held` of `talks held in May`."""
    clauses_on_noun = _children("acl", "relcl")
    """Adnominal and relative clauses."""

    subject = _child("nsubj")
    """`Peru` of `Peru left`."""
    any_subject = _child("nsubj", "nsubjpass")
    """The same, also of a passive."""
    subject_or_expletive = _child("nsubj", "nsubjpass", "expl")
    """The same, also `there`."""
    active_subject_or_expletive = _child("nsubj", "expl")
    """`Peru`, `it`, `there`, of no passive."""
    active_subject_or_auxiliary = _child("aux", "nsubj")
    """The same, of no passive."""
    passive_sign = _child("nsubjpass", "auxpass")
    """What tells a passive."""
    passive_auxiliary = _child("auxpass")
    """`was` of `was asked`."""
    object = _child("dobj")
    """`talks` of `held talks`."""
    any_object = _child("dobj", "dative")
    """The same, also `them` of `gave them talks`."""
    complement = _child("pobj")
    """`Peru` of `in Peru`."""
    complement_or_clause = _child("pobj", "pcomp")
    """`leaving` of `of leaving`, too."""
    possessor = _child("poss")
    """`Peru` of `Peru's claim`."""
    marker = _child("mark")
    """`that`, `if`."""
    marker_or_coordinator = _child("mark", "cc")
    """`that`, `if`, `and`."""
    open_complement = _child("xcomp")
    """`leave` of `agreed to leave`."""
