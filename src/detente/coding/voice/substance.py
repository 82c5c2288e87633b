"""Whether a verb of saying tells what is wanted or promised, or only that something is."""

from __future__ import annotations

from detente.coding.actors.phrases import Phrases
from detente.coding.parsing import Parse

WHEN = frozenset({"in", "at", "on", "during", "after", "before", "since", "until", "by", "within"})
"""Before a time or place, which is not what is asked."""
CALENDAR = frozenset(
    """january february march april may june july august september october november december monday
    tuesday wednesday thursday friday saturday sunday day week month year morning evening today
    yesterday tomorrow start end beginning""".split()
)
POINTING = frozenset({"that", "this", "it", "so", "same", "likewise", "thus"})
"""Words for what another sentence says."""
WHOLE = frozenset({"ccomp", "xcomp", "oprd", "nsubjpass", "csubj"})


def says_what(phrases: Phrases, verb: int) -> bool:
    """Whether the act is told: not in `asked Peru again on Monday`, `asked for exactly that`.

    Before or after the verb, and by words of its own, which `that` and `so` are not.
    """
    parse = phrases.parse
    shared = any(parse.is_verb(t) and t <= verb + 2 for t in parse.by_dep(verb, "conj"))
    if shared or parse.deps[verb] in ("parataxis", "relcl", "acl"):
        return True
    if any(parse.deps[t] in WHOLE or _is_infinitive(parse, t) for t in parse.children[verb]):
        return True
    things = [*parse.by_dep(verb, "dobj", "dative"), *_after_prepositions(parse, verb)]
    return any(
        parse.lowers[thing] not in POINTING and thing not in phrases.mention_at for thing in things
    )


def _is_infinitive(parse: Parse, token: int) -> bool:
    """`asked for the road to be opened`, which the parser takes for a purpose."""
    to = any(parse.tags[t] == "TO" for t in parse.by_dep(token, "aux"))
    return parse.deps[token] == "advcl" and to


def _after_prepositions(parse: Parse, verb: int) -> list[int]:
    """What stands after the prepositions of a verb, but for times and for places."""
    return [
        thing
        for prep in parse.by_dep(verb, "prep", "agent")
        for thing in parse.by_dep(prep, "pobj", "pcomp")
        if parse.lowers[prep] not in WHEN
        or (parse.lowers[prep] in ("on", "by") and not _is_time(parse, thing))
    ]


def _is_time(parse: Parse, thing: int) -> bool:
    return parse.lowers[thing] in CALENDAR or parse.tags[thing] == "CD"
