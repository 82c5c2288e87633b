"""An act as PLOVER codes it, given how the text puts it (manual of Halterman et al., 2021)."""

from __future__ import annotations

from dataclasses import replace

from detente.coding import ontology
from detente.coding.actors.phrases import Party
from detente.coding.relations.acts import Act, LeftOut, codes_of
from detente.coding.relations.stance import Stance
from detente.records import EventType, Status

CONTENTLESS = {
    "ask": "it is asked for, not reported as done",
    "charge": "it is alleged, not reported",
}


REFUSAL_MODE = {"CONSULT": "meet", "AID": "assist", "RETREAT": "yield", "CONCEDE": "yield"}


def as_put(act: Act) -> Act | LeftOut:
    """The act as PLOVER codes it, given how the text puts it."""
    act = _as_protest_note(act)
    if reason := _no_act(act):
        return LeftOut(act.trigger, reason)
    stance, effect = act.stance, act.stance.effect
    if stance.unreal:
        return replace_status(act, "conditional" if stance.has_condition else "hypothetical")
    refused = _is_refused(stance)
    if "when-denied" in act.pattern.flags:
        told = refused or stance.negated or stance.governor_negated
        return replace_status(act, "done") if told else _as(act, "AGREE", None, "planned")
    if refused and act.event_type != "REJECT":
        if effect == "refuse" and stance.governor_negated:
            return replace_status(act, "denied")
        return _as(act, "REJECT", REFUSAL_MODE.get(act.event_type), "done")
    if _is_denied(stance):
        return replace_status(act, "denied")
    if stance.has_condition and (stance.conditional or _lies_ahead(stance)):
        return replace_status(act if stance.conditional else promised(act), "conditional")
    if effect == "cease":
        return _ceased(act)
    if effect == "threat":
        return _as(act, "THREATEN", None, "planned")
    if effect in ("try", "thought") or stance.possible:
        return replace_status(act, "hypothetical")
    if _lies_ahead(stance):
        return promised(act)
    return replace_status(act, "ongoing" if stance.ongoing else "done")


def _lies_ahead(stance: Stance) -> bool:
    if stance.effect in ("try", "thought", "cease", "threat"):
        return False
    told = stance.future or stance.purpose or stance.would or stance.possible
    return told or stance.effect in ("commit", "plan")


def _no_act(act: Act) -> str | None:
    """Why an act is only spoken of, or None."""
    stance = act.stance
    if stance.effect in CONTENTLESS:
        return CONTENTLESS[stance.effect]
    if stance.obliged:
        return "it is said that it ought to happen, not that it did"
    hostile = ontology.quad_class(act.event_type) not in ontology.COOPERATIVE
    if stance.purpose and hostile and stance.effect is None and not stance.negated:
        return "it is told as what another act is for"
    return None


def _is_refused(stance: Stance) -> bool:
    ahead = stance.effect in ("commit", "plan") or stance.future or stance.would
    return stance.effect == "refuse" or (ahead and stance.negated != stance.governor_negated)


def _is_denied(stance: Stance) -> bool:
    """`did not leave`, `failed to leave`, `denied leaving`; not `did not fail to leave`."""
    if stance.negated or stance.effect == "deny":
        return True
    return stance.governor_negated != (stance.effect == "fail")


def _as_protest_note(act: Act) -> Act:
    """People demonstrate; a government that protests has complained (PLOVER: ACCUSE, disapprove)."""
    official = any(party.actor.sector == "GOV" and party.code for party in act.actors)
    if act.event_type != "PROTEST" or act.pattern.lemma != "protest" or not official:
        return act
    return replace(act, event_type="ACCUSE", mode="disapprove", cameo="114")


def promised(act: Act) -> Act:
    """An act to come: a cooperative one is AGREE, a hostile one THREATEN (PLOVER manual).

    So is yielding that is promised: CAMEO's 035, intent to yield, is AGREE in PLOVER's crosswalk.
    """
    quad = ontology.quad_class(act.event_type)
    if len(codes_of(act.actors)) > 1 and not act.recipients:
        act = replace(act, reciprocal=True)
    if act.event_type in ("AGREE", "CONCEDE", "THREATEN", "REJECT", "REQUEST", "ACCUSE"):
        return replace_status(act, "planned")
    return _as(act, "AGREE" if quad in ontology.COOPERATIVE else "THREATEN", None, "planned")


def _ceased(act: Act) -> Act:
    quad = ontology.quad_class(act.event_type)
    if quad in ontology.COOPERATIVE:
        return _as(act, "SANCTION", "discontinue", "done")
    return _as(act, "RETREAT", None, "done")


def _as(act: Act, event_type: EventType, mode: str | None, status: Status) -> Act:
    actors, recipients = _sides(act, event_type)
    return replace(
        act,
        actors=actors,
        recipients=recipients,
        event_type=event_type,
        mode=mode,
        cameo=None,
        status=status,
        reciprocal=act.reciprocal and event_type == "AGREE",
    )


def _sides(act: Act, event_type: EventType) -> tuple[list[Party], list[Party]]:
    """A joint act refused or threatened has the first party as its actor."""
    if not act.reciprocal or event_type == "AGREE":
        return act.actors, act.recipients
    return act.actors[:1], act.actors[1:]


def replace_status(act: Act, status: Status) -> Act:
    """The same act with another status."""
    return replace(act, status=status)
