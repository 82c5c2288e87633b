"""How a text puts an act that the relation model reads, where the grammar is surer than the model."""

from __future__ import annotations

from dataclasses import replace

from detente.coding.parsing import Parse
from detente.coding.relations.acts import Act
from detente.coding.relations.embedding import effect_of, governed_by
from detente.coding.relations.matching import is_month
from detente.coding.relations.stance import stance_of
from detente.records import EventType, Status

TURNED = frozenset({"AGREE", "THREATEN"})
"""Types that acts to come become."""
GOVERNED: dict[str, Status] = {"fail": "denied", "thought": "hypothetical"}
"""Statuses by the effect of a word that takes the act by a preposition (`stopped short of leaving`)."""
UNTOLD_OF_CONTENT = frozenset({"RETREAT", "SUPPORT"})
"""Types that such a word alone seems to tell."""
MATERIAL: frozenset[EventType] = frozenset(
    {"AID", "COOPERATE", "RETREAT", "PROTEST", "SANCTION", "COERCE", "MOBILIZE", "ASSAULT"}
)
"""Types of deeds, which nobody does by weighing them."""
MADE_OF_SPEECH = frozenset(
    {"REQUEST", "ACCUSE", "REJECT", "THREATEN", "AGREE", "SUPPORT", "CONCEDE"}
)
"""Types of acts done by saying, of which `ought to` tells no fault."""


def as_told(parse: Parse, act: Act) -> Act | None:
    """An act that only the model reads, with the status that grammar is sure of; None where it is none."""
    stance = act.stance
    if (content := governed_by(parse, act.trigger)) is not None:
        below = stance_of(parse, content)
        status = GOVERNED.get(below.effect or "") if below.governor == act.trigger else None
        if status and act.event_type in UNTOLD_OF_CONTENT:
            return None
        if status and parse.first(act.trigger, "dobj") is None and act.event_type != "REJECT":
            return replace(act, stance=below, trigger=content, status=status)
    thought = effect_of(parse, act.trigger) == "thought" and parse.is_verb(act.trigger)
    if thought and act.event_type in TURNED | MATERIAL and act.status in ("done", "ongoing"):
        return replace(act, status="hypothetical")
    if stance.obliged and (stance.unreal or act.event_type not in MADE_OF_SPEECH):
        return None
    if stance.unreal and act.event_type != "REJECT":
        return replace(act, status="conditional" if stance.has_condition else "hypothetical")
    if (
        stance.possible
        and act.status in ("done", "ongoing")
        and act.event_type not in MADE_OF_SPEECH
    ):
        return replace(act, status="hypothetical")
    if stance.conditional or (stance.depends and act.status == "planned"):
        return replace(act, status="conditional")
    return act


def is_unreal(act: Act) -> bool:
    """Whether the text puts an act as one that was not done, or only may be."""
    possible = act.stance.possible and act.status == "hypothetical"
    return act.stance.unreal or possible or (act.stance.effect == "fail" and act.status == "denied")


def may_tell(parse: Parse, token: int) -> bool:
    """Whether a word can tell an act: no mark, and no month."""
    return parse.tags[token][0].isalpha() and not is_month(parse, token)


def telling(parse: Parse, token: int, event_type: EventType) -> int:
    """The word that tells an act which the model finds at a small one: the verb of an auxiliary by which
    nothing was done (`may leave`), what follows a `to`, what is said with `be` (`is unlikely to`)."""
    if parse.tags[token] == "TO" and token + 1 < len(parse):
        return token + 1
    if parse.lemmas[token] == "be" and (said := parse.first(token, "acomp")) is not None:
        return said if effect_of(parse, said) == "thought" else token
    verb = parse.heads[token]
    if parse.deps[token] not in ("aux", "auxpass") or not parse.is_verb(verb):
        return token
    stance = stance_of(parse, verb)
    none_done = (
        stance.unreal
        or (stance.obliged and event_type not in MADE_OF_SPEECH)
        or (stance.possible and event_type in TURNED)
    )
    return verb if none_done else token
