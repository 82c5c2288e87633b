"""From what specifications show to rows and words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from detente.robustness.findings import DATED, FEWEST, Finding
from detente.robustness.looking import Outcome
from detente.robustness.placebos import Placebos
from detente.robustness.rows import ByChoice, Curve, Standing, Verdict
from detente.robustness.specifications import DIMENSIONS

if TYPE_CHECKING:
    from detente.robustness.run import Looked

STANDS, MOSTLY = 0.8, 0.5
CHANCE = 0.5
"""Of its share: what random dates may not reach."""


def words_of(finding: Finding) -> str:
    """A finding in words."""
    of, up = finding.measure.of, finding.sign > 0
    kind, about = finding.measure.kind, finding.about
    if kind == "turn":
        return f"{of} turned {'up' if up else 'down'} in {about}"
    if kind == "spell":
        return f"spell of {of} from {about}"
    if kind == "event":
        return f"{of} {'rose' if up else 'fell'} after {about}"
    cause, effect = (way.partition(">")[0] for way in about.split(" "))
    if kind == "lead":
        return f"{cause} moves before {effect}{'' if up else ', the other way'}"
    return f"{effect} answers {cause}{'' if up else ' with its opposite'}"


def standing_of(finding: Finding, looked: Looked, placebos: Placebos) -> Standing:
    """How far a finding stands."""
    outcomes = list(looked.outcomes.values())
    held = [each for each in outcomes if finding.in_time(each)]
    found = [finding.found(each) for each in held]
    share = sum(found) / len(found) if found else None
    random = placebos.at_random_dates(finding, outcomes)
    others = placebos.in_other_pairs(finding)
    low, middle, high = _spread(finding, held)
    told = finding.found(looked.base) if finding.in_time(looked.base) else None
    return Standing(
        finding=words_of(finding),
        kind=finding.measure.kind,
        of=finding.measure.of,
        about=finding.about,
        sign=finding.sign,
        told=told,
        verdict=_verdict(share, len(held), random),
        share=share,
        found=sum(found),
        specifications=len(held),
        refused=len(outcomes) - len(held),
        same_sign=_same_sign(finding, held),
        effect=middle,
        effect_low=low,
        effect_high=high,
        turned_by=", ".join(_turned_by(finding, looked, bool(told))) if told is not None else "",
        random_dates=random,
        placebo_pairs=len(others),
        placebo_found=sum(others),
    )


def choices_of(finding: Finding, looked: Looked) -> Iterator[ByChoice]:
    """How far a finding stands under each choice that matters to it."""
    for place, name in enumerate(looked.measure.uses):
        choices = dict.fromkeys(key[place] for key in looked.outcomes)
        for choice in choices if len(choices) > 1 else ():
            held = [
                outcome
                for key, outcome in looked.outcomes.items()
                if key[place] == choice and finding.in_time(outcome)
            ]
            found = sum(finding.found(each) for each in held)
            yield ByChoice(
                finding=words_of(finding),
                dimension=name,
                choice=str(choice),
                specifications=len(held),
                found=found,
                share=found / len(held) if held else None,
                alone=_alone(finding, looked, name, choice),
            )


def curve_of(finding: Finding, looked: Looked) -> Iterator[Curve]:
    """A finding in each specification that can tell of it."""
    for number, (key, outcome) in enumerate(looked.outcomes.items()):
        if not finding.in_time(outcome):
            continue
        seen = finding.sighting(outcome)
        matter: dict[str, Any] = dict.fromkeys(DIMENSIONS)
        matter |= dict(zip(looked.measure.uses, key, strict=True))
        yield Curve(
            finding=words_of(finding),
            specification=number,
            found=finding.found(outcome),
            effect=seen.effect if seen else None,
            p_value=seen.p if seen else None,
            **matter,
        )


def _alone(finding: Finding, looked: Looked, name: str, choice: object) -> bool | None:
    """Whether it is found where one choice alone is another, or none."""
    key = looked.singles.get((name, choice))
    outcome = looked.base if key is None else looked.outcomes[key]
    return finding.found(outcome) if finding.in_time(outcome) else None


def _turned_by(finding: Finding, looked: Looked, told: bool) -> Iterator[str]:
    """The single choices under which the answer is the other."""
    for (name, choice), key in looked.singles.items():
        outcome = looked.outcomes[key]
        if finding.in_time(outcome) and finding.found(outcome) != told:
            yield f"{name}={choice}"


def _verdict(share: float | None, count: int, random: float | None) -> Verdict:
    if share is None or count < FEWEST:
        return "cannot be told"
    if random is not None and share and random >= CHANCE * share:
        return "as chance"
    return "stands" if share >= STANDS else "mostly" if share >= MOSTLY else "does not stand"


def _same_sign(finding: Finding, held: Sequence[Outcome]) -> float | None:
    if finding.measure.kind in DATED:
        return None
    told = [seen for each in held if (seen := finding.sighting(each)) is not None]
    return sum(each.sign == finding.sign for each in told) / len(told) if told else None


def _spread(
    finding: Finding, held: Sequence[Outcome]
) -> tuple[float | None, float | None, float | None]:
    """The first decile, the median and the last decile of the effects."""
    effects = [seen.effect for each in held if (seen := finding.sighting(each)) is not None]
    if not effects:
        return None, None, None
    low, middle, high = np.quantile(effects, (0.1, 0.5, 0.9))
    return float(low), float(middle), float(high)
