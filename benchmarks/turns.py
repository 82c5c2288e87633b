"""How often turns and answers are found in made worlds where they are, and where they are not.

    python benchmarks/turns.py [--worlds N] [--only turns|gaps|answers]

Turns: one break of two standard deviations in 120 periods, at a place that the seed decides, in noise
whose autocorrelation is told. The last column is what nobody can pass: how often the best choice lies
within one period where number, levels and noise are known. Gaps: how often a turn is told in a series of
which so many periods have a value, at places that the seed decides, means over one to four acts of one
level, so that there is none. Answers: two states, 120 months of 20 acts a month in each direction. Nothing
here is an assertion.
"""

from __future__ import annotations

import argparse
import sys
from unittest.mock import patch

import numpy as np

from detente.coding.ontology import event_types, score
from detente.laboratory.datasets.pairs import autoregression, exchange, steps
from detente.measuring import Points, Reciprocity, Turns, TurnsResult, directed
from detente.measuring import turns as turns_module
from detente.measuring.dating import NEIGHBOUR
from detente.measuring.points import Floats
from detente.measuring.turns import Turn

PERIODS, SIZE = 120, 2.0
SHARES, VALUES = (0.01, 0.1, 0.5, 0.75, 1.0), (12, 15, 20, 30, 60)
MEMORIES = (0.0, 0.3, 0.5)
ANSWER = ("CHL>KEN", "KEN>CHL")


def main() -> None:
    """Reads the arguments and prints a line for each kind of world."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--worlds", type=int, default=200, help="how many of each kind (200)")
    parser.add_argument("--only", choices=["turns", "gaps", "answers"], help="only these")
    given = parser.parse_args()
    if given.only in (None, "turns"):
        turns(given.worlds)
    if given.only in (None, "gaps"):
        gaps(given.worlds)
    if given.only in (None, "answers"):
        answers(given.worlds)


def turns(worlds: int) -> None:
    """Breaks found and invented, by autocorrelation of the noise."""
    told("autocorrelation  found within one  false a run  false without break  date covered  bound")
    for memory in MEMORIES:
        broken = [one_break(memory, seed) for seed in range(worlds)]
        found, false, covered = (np.mean(each) for each in zip(*broken, strict=True))
        still = [len(calm(memory, seed).turns) for seed in range(worlds)]
        told(
            f"{memory:15.1f} {found:17.3f} {false:12.2f} {np.mean(still):20.2f} {covered:13.3f} "
            f"{bound(memory):6.3f}"
        )


def gaps(worlds: int) -> None:
    """Turns told where there is none, by share and number of the periods that have a value."""
    told(f"share with a value {''.join(f'{count:7} periods' for count in VALUES)}")
    for share in SHARES:
        false = [
            np.mean([bool(found(gappy(share, count, seed))) for seed in range(worlds)])
            for count in VALUES
        ]
        told(f"{share:18.2f} {''.join(f'{each:15.3f}' for each in false)}")


def gappy(share: float, count: int, seed: int) -> Points:
    """A series of one level, so many periods of which have a value."""
    rng = np.random.default_rng([seed, count, round(100 * share)])
    periods = round(count / share)
    places = rng.choice(periods, count, replace=False)
    values, acts = np.full(periods, np.nan), np.zeros(periods)
    acts[places] = rng.integers(1, 5, count)
    scores = np.array([score(kind, None) for kind in event_types()])
    for place in places:
        values[place] = rng.choice(scores, int(acts[place])).mean()
    return Points.plain(values, acts)


def found(points: Points) -> tuple[Turn, ...]:
    """The turns of a series, however few periods have a value."""
    with patch.multiple(turns_module, FEWEST_WITH_GAPS=0, LEAST=0.0):
        return Turns(draws=199).fit(points).turns


def one_break(memory: float, seed: int) -> tuple[bool, int, bool]:
    """Whether the break is found within one period; turns beside it; whether its interval holds it."""
    place = 24 + seed * 7 % 72
    world = steps((place,), size=SIZE, periods=PERIODS, memory=memory, seed=seed)
    found = Turns(seed=seed).fit(world.points)
    places = [int(turn.period) for turn in found.turns]
    near = [turn for turn in found.turns if int(turn.low) - 1 <= place <= int(turn.high) + 1]
    covered = any(int(turn.low) <= place <= int(turn.high) for turn in near)
    return any(abs(each - place) <= 1 for each in places), len(places) - bool(near), covered


def calm(memory: float, seed: int) -> TurnsResult:
    """What is found where there is nothing."""
    return Turns(seed=seed).fit(steps((), periods=PERIODS, memory=memory, seed=seed).points)


def bound(memory: float, worlds: int = 4000, reach: int = 30) -> float:
    """How often the best choice of a date lies within one period, all else being known."""
    rng = np.random.default_rng(0)
    shapes = SIZE * np.array(
        [np.arange(2 * reach) >= place for place in range(1, 2 * reach)], dtype=float
    )
    shocks = rng.normal(size=(worlds, 2 * reach + 60))
    noise = np.array([autoregression(each, memory)[60:] for each in shocks])
    series = whitened(noise + shapes[reach - 1], memory)
    scores = (
        -0.5 * ((series[:, None] - whitened(shapes, memory)) ** 2).sum(axis=2) / (1 - memory**2)
    )
    chance = np.exp(scores - scores.max(axis=1, keepdims=True))
    chance /= chance.sum(axis=1, keepdims=True)
    beside = np.pad(chance, ((0, 0), (1, 1)))
    best = np.argmax(chance + NEIGHBOUR * (beside[:, :-2] + beside[:, 2:]), axis=1) + 1
    return float(np.mean(np.abs(best - reach) <= 1))


def whitened(values: Floats, memory: float) -> Floats:
    """Values along the last axis without their autocorrelation."""
    first = np.sqrt(1 - memory**2) * values[..., :1]
    return np.concatenate([first, values[..., 1:] - memory * values[..., :-1]], axis=-1)


def answers(worlds: int) -> None:
    """Answers seen at the 5 % level, where there are none and where there are."""
    told("strength  seen of first by second  seen of second by first  (at p <= .05)")
    for strength in (0.0, 0.3, 0.6):
        p_values = np.array([tested(strength, seed) for seed in range(worlds)])
        one, other = (p_values <= 0.05).mean(axis=0)
        told(f"{strength:8.1f} {one:24.3f} {other:24.3f}")


def tested(strength: float, seed: int) -> list[float]:
    """The p-values of a world: of the answer that is made, and of the one that never is."""
    world = exchange(answers={ANSWER: strength}, months=PERIODS, seed=seed)
    found = Reciprocity().fit(directed(world.acts))
    held = {(each.cause, each.effect): each.p_value for each in found.answers}
    return [held[ANSWER], held[ANSWER[::-1]]]


def told(line: str) -> None:
    """One line of the outcome."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
