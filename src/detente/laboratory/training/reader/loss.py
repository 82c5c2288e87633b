"""How far the reader's answers to one lesson are from what they should be."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import permutations, product

import numpy as np
import torch
from torch.nn.functional import binary_cross_entropy_with_logits as bce
from torch.nn.functional import cross_entropy, logsigmoid

from detente.coding.reader.labels import KINDS, ROLES, TYPES
from detente.coding.reader.places import places_between
from detente.coding.reader.relation import DOUBT
from detente.laboratory.training.reader.lessons import ActLesson, Lesson, Position
from detente.laboratory.training.reader.network import Reader

WEIGHTS = {"party": 0.5, "types": 2.0, "begins": 0.5, "kinds": 1.0, "openings": 0.5, "roles": 1.0,
           "facts": 0.3, "when": 0.3, "links": 1.0, "pairs": 0.3}  # fmt: skip
Parts = dict[str, torch.Tensor]


def loss_of(
    reader: Reader, lesson: Lesson, states: torch.Tensor, told: dict[str, torch.Tensor]
) -> torch.Tensor:
    """The weighed sum for one window, whose states and scores by piece are given."""
    parts = _of_pieces(lesson, told)
    parties = np.array(lesson.parties, dtype=np.int64)
    spans = reader.spans(states, torch.from_numpy(parties))
    parts |= _of_links(reader, lesson, states, spans, parties)
    told_of: tuple[tuple[Sequence[ActLesson | Position], bool], ...] = (
        (lesson.acts, True),
        (lesson.positions, False),
    )
    for anchors, of_acts in told_of:
        if anchors and lesson.asks["acts" if of_acts else "positions"]:
            parts |= _of_anchors(reader, lesson, states, spans, parties, anchors, of_acts=of_acts)
    if lesson.asks["acts"]:
        parts |= _of_pairs(reader, lesson, states, spans, parties, told["types"])
    return torch.stack([WEIGHTS[name.split(":")[0]] * part for name, part in parts.items()]).sum()


def _of_pieces(lesson: Lesson, told: dict[str, torch.Tensor]) -> Parts:
    window, asks = lesson.window, lesson.asks
    length, opening = len(window), lesson.first
    parts: Parts = {}
    if asks["parties"]:
        tags = torch.zeros(length, dtype=torch.long)
        spans = [
            s for s, annotated in zip(lesson.parties, lesson.annotated, strict=True) if annotated
        ]
        for first, last in sorted(spans, key=lambda span: span[1] - span[0]):
            tags[first : last + 1] = 2
            tags[first] = 1
        weight = torch.where(tags > 0, 1.0, asks["parties"])[opening:]
        each = cross_entropy(told["party"][opening:length], tags[opening:], reduction="none")
        parts["party"] = (each * weight).mean() * 4
    if asks["acts"]:
        types, begins = torch.zeros(length, len(TYPES)), torch.zeros(length, 1)
        weight = torch.ones(length, 1)
        for act in lesson.acts:
            first, last = act.trigger
            for number, share in act.types.items():
                types[first : last + 1, number] = torch.clamp(
                    types[first : last + 1, number], min=share
                )
            begins[first] = 1.0
            weight[first : last + 1] = torch.clamp(weight[first : last + 1], max=act.weight)
        each = bce(told["types"][:length], types, reduction="none").sum(-1, keepdim=True)
        parts["types"] = (each * weight)[opening:].mean()
        parts["begins"] = bce(told["begins"][opening:length], begins[opening:])
    if asks["positions"]:
        kinds, openings = torch.zeros(length, len(KINDS)), torch.zeros(length, len(KINDS))
        weight = torch.ones(length, 1)
        for position in lesson.positions:
            first, last = position.clause
            kinds[first : last + 1, position.kind] = 1.0
            openings[first, position.kind] = 1.0
            weight[first : last + 1] = torch.clamp(weight[first : last + 1], max=position.weight)
        each = bce(told["kinds"][:length], kinds, reduction="none").sum(-1, keepdim=True)
        parts["kinds"] = (each * weight)[opening:].mean()
        parts["openings"] = bce(
            told["openings"][opening:length], openings[opening:], reduction="none"
        ).sum(-1).mean()  # fmt: skip
    return parts


def _of_links(
    reader: Reader, lesson: Lesson, states: torch.Tensor, spans: torch.Tensor, parties: np.ndarray
) -> Parts:
    named = lesson.window.named
    asked = [
        i for i, linked in enumerate(lesson.linked) if linked is not None and lesson.annotated[i]
    ]
    if not asked or not named:
        return {}
    places = np.array([(each.first, each.last) for each in named], dtype=np.int64)
    scores = reader.told_of_states(
        spans[asked],
        states[torch.from_numpy(places[:, 0])],
        owners=owners(lesson),
        **_places(parties[asked], places, lesson),
    )
    target = torch.zeros_like(scores)
    for row, party in enumerate(asked):
        for state in lesson.linked[party] or ():
            target[row, state] = 1.0
    return {"links": bce(scores, target, reduction="none").sum(-1).mean()}


def owners(lesson: Lesson) -> torch.Tensor:
    """Whose name each is, (states, names)."""
    found = torch.zeros(len(lesson.window.states), len(lesson.window.named), dtype=torch.bool)
    for number, named in enumerate(lesson.window.named):
        found[named.state, number] = True
    return found


def _of_anchors(
    reader: Reader,
    lesson: Lesson,
    states: torch.Tensor,
    spans: torch.Tensor,
    parties: np.ndarray,
    anchors: Sequence[ActLesson | Position],
    *,
    of_acts: bool,
) -> Parts:
    places = np.array(
        [each.trigger if isinstance(each, ActLesson) else each.clause for each in anchors],
        dtype=np.int64,
    )
    seen = reader.spans(states, torch.from_numpy(places))
    scores = reader.told_of_roles(seen, spans, **_places(places, parties, lesson))
    kind = "acts" if of_acts else "positions"
    weights = torch.tensor([each.weight for each in anchors])
    parts: Parts = {f"roles:{kind}": _of_roles(lesson, anchors, scores, of_acts=of_acts)}
    if of_acts:
        parts |= _of_facts(reader, [a for a in anchors if isinstance(a, ActLesson)], seen, weights)
        dated = [
            i for i, act in enumerate(anchors) if isinstance(act, ActLesson) and act.known_when
        ]
        if dated:
            when = reader.told_of_time(seen[dated], states[: len(lesson.window)])
            target = torch.zeros_like(when)
            for row, number in enumerate(dated):
                act = anchors[number]
                assert isinstance(act, ActLesson)
                if act.when:
                    target[row, act.when[0] : act.when[1] + 1] = 1.0
            parts["when"] = bce(when, target, reduction="none").sum(-1).mean()
    return parts


def _of_roles(
    lesson: Lesson, anchors: Sequence[ActLesson | Position], scores: torch.Tensor, *, of_acts: bool
) -> torch.Tensor:
    target = torch.zeros_like(scores)
    weight = torch.zeros_like(scores)
    asked = (0, 1, 2) if of_acts else (3, 4)
    if of_acts and lesson.kind == "made":
        asked = (0, 1)
    weight[..., list(asked)] = 1.0
    if of_acts:
        weight[:, 0] = 0.0
    weight[:, 0, len(ROLES) - 1] = 0.0
    extra: list[torch.Tensor] = []
    for row, told in enumerate(anchors):
        for party, role in told.roles:
            target[row, party, role] = 1.0
            for other in _of_the_same_state(lesson, party):
                if (other, role) not in told.roles:
                    weight[row, other, role] = 0.0
        for state, role in told.understood:
            those = [i for i, linked in enumerate(lesson.linked) if linked and state in linked]
            if those:
                weight[row, those, role] = 0.0
                best = scores[row, those, role].logsumexp(0)
                extra.append(bce(best, torch.ones_like(best)) * told.weight)
        weight[row] *= told.weight
    each = bce(scores, target, reduction="none") * weight
    total = each.sum() + (torch.stack(extra).sum() if extra else 0.0)
    return total / len(anchors)


def _of_pairs(
    reader: Reader,
    lesson: Lesson,
    states: torch.Tensor,
    spans: torch.Tensor,
    parties: np.ndarray,
    scores: torch.Tensor,
) -> Parts:
    """Which type joins two given parties, told as `detente.coding.reader.relation` tells it, but of the
    sentences of the acts alone, and of pairs alone that something joins."""
    joined = _joined(lesson)
    if not joined:
        return {}
    sentences = np.array(lesson.window.sentences)
    within = np.isin(sentences, [sentences[act.trigger[0]] for act in lesson.acts])
    pieces = np.flatnonzero(within)[:, None].repeat(2, axis=1)
    asked = sorted({number for pair in joined for number in pair})
    seen = reader.spans(states, torch.from_numpy(pieces))
    roles = reader.told_of_roles(seen, spans[asked], **_places(pieces, parties[asked], lesson))
    joint = reader.told_of_acts(seen)["joint"].sigmoid()
    acts, acted_upon = (roles[..., ROLES.index(role)].sigmoid() for role in ("actor", "recipient"))
    acted_upon = torch.maximum(acted_upon, joint * acts)
    types = logsigmoid(scores[pieces[:, 0]])
    losses = []
    for (actor, recipient), (right, weight) in joined.items():
        one, other = asked.index(actor), asked.index(recipient)
        sure = (acts[:, one] + DOUBT) * (acted_upon[:, other] + DOUBT)
        best = (types + sure.log().unsqueeze(1)).amax(0)
        losses.append(weight * (best.logsumexp(0) - best[sorted(right)].logsumexp(0)))
    return {"pairs": torch.stack(losses).mean()}


def _joined(lesson: Lesson) -> dict[tuple[int, int], tuple[frozenset[int], float]]:
    """Pairs of annotated parties, who acts first, that acts join: their types, all that the annotator would
    accept, and the highest of their weights."""
    joined: dict[tuple[int, int], tuple[frozenset[int], float]] = {}
    for act in lesson.acts:
        actors, recipients = (
            sorted(party for party, of in act.roles if of == ROLES.index(role))
            for role in ("actor", "recipient")
        )
        for pair in permutations(actors, 2) if act.joint else product(actors, recipients):
            types, weight = joined.get(pair, (frozenset(), 0.0))
            joined[pair] = types | act.types.keys(), max(weight, act.weight)
    return joined


def _places(one: np.ndarray, other: np.ndarray, lesson: Lesson) -> dict[str, torch.Tensor]:
    """How stretches lie to others, as the heads are told."""
    told = places_between(one, other, np.array(lesson.window.sentences))
    return {name: torch.from_numpy(each) for name, each in told.items()}


def _of_the_same_state(lesson: Lesson, party: int) -> list[int]:
    linked = lesson.linked[party]
    if not linked:
        return []
    return [i for i, other in enumerate(lesson.linked) if other and i != party and other & linked]


def _of_facts(
    reader: Reader, acts: list[ActLesson], seen: torch.Tensor, weights: torch.Tensor
) -> Parts:
    told = reader.told_of_acts(seen)
    modes = torch.tensor([act.mode for act in acts])
    statuses = torch.tensor([act.status for act in acts])
    joint = torch.tensor([float(act.joint) for act in acts])
    loss = cross_entropy(told["mode"], modes, reduction="none")
    loss = loss + cross_entropy(told["status"], statuses, reduction="none")
    loss = loss + 2 * bce(told["joint"][:, 0], joint, reduction="none")
    recalled = torch.tensor([float(act.recalled) for act in acts])
    loss = loss + torch.where(
        recalled >= 0, bce(told["recalled"][:, 0], recalled.clamp(min=0), reduction="none"), 0.0
    )
    return {"facts": (loss * weights).mean()}
