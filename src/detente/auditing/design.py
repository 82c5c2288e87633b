"""What is drawn for checking: strata, how many of each, and which.

Acts are put in strata by quad class (which tells verbal or material, cooperative or hostile) and by how
sure the coder is; passages by whether they name both states and whether an act of theirs was coded in
them. How many are drawn follows Neyman (1934): in proportion to the size of a stratum times the standard
deviation expected in it, √(p(1-p)), where p is the coder's own confidence. So more is drawn where more is
likely to be wrong, and yet something everywhere. Within a stratum units are drawn systematically along
outlet and day, so that none is left out by chance (Cochran 1977, chapter 8); each has the same chance.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import get_args

import numpy as np

from detente.records import QuadClass

LEAST = 3
"""Units drawn of a stratum, where it has so many."""
SURENESS = ((0.8, "sure"), (0.5, "fairly sure"), (0.0, "unsure"))
"""From which confidence on an act is in which class."""
MIXED = " or "
"""Between the cells that make one stratum."""
MARGIN = 0.1
"""How near to 0 and 1 a probability of being right may come when units are shared out: a coder that is
certain of itself is to be checked, too."""
TOLD, BOTH, ONE = "an act is told", "names both", "names one"
MISSING: Mapping[str, float] = {TOLD: 0.25, BOTH: 0.15, ONE: 0.03}
"""How likely a passage of each kind is taken to hold a missed act when units are shared out. It decides
how many of each are drawn, and nothing else: figures rest on what is found."""
OF_PASSAGES = 1 / 2
"""Share of a sample that are passages."""


def cell_of(quad_class: str, confidence: float) -> str:
    """The finest stratum that an act can be in."""
    sure = next(name for least, name in SURENESS if confidence >= least)
    return f"{quad_class}, {sure}"


CELLS = tuple(f"{quad}, {name}" for quad in get_args(QuadClass) for _, name in SURENESS)


def joined_cells(cells: Sequence[str], sample: int) -> dict[str, str]:
    """The stratum of each cell that there is: neighbours are joined until `LEAST` would be drawn of them.

    Hostile and cooperative cells are joined only where one side has hardly any.
    """
    sizes = Counter(cells)
    needed = max(LEAST, math.ceil(LEAST * len(cells) / max(1, sample)))
    groups: list[list[str]] = [[]]
    for cell in (each for each in CELLS if sizes[each]):
        if groups[-1] and sum(sizes[each] for each in groups[-1]) >= needed:
            groups.append([])
        groups[-1].append(cell)
    if len(groups) > 1 and sum(sizes[each] for each in groups[-1]) < needed:
        last = groups.pop()
        groups[-1] += last
    return {cell: MIXED.join(group) for group in groups for cell in group}


def stratum_of(cell: str, strata: Sequence[str]) -> str:
    """The stratum of a sample that a cell belongs to; of one that there was not, the most alike."""
    for like in (cell, cell.partition(",")[0]):
        for stratum in strata:
            if any(each == like or each.startswith(f"{like},") for each in stratum.split(MIXED)):
                return stratum
    return strata[0]


def named(strata: Iterable[str]) -> dict[str, str]:
    """What each stratum of acts is called: `cooperation`, `verbal conflict (unsure)`.

    How sure the coder is, is said where that parts it from other strata.
    """
    cells = {each: [cell.partition(", ") for cell in each.split(MIXED)] for each in strata}
    times = Counter(quad for held in cells.values() for quad in {quad for quad, _, _ in held})
    parted = {quad for quad, number in times.items() if number > 1}
    return {name: _called(held, parted) for name, held in cells.items()}


def _called(cells: Sequence[tuple[str, str, str]], parted: Collection[str]) -> str:
    sure: dict[str, list[str]] = {}
    for quad, _, how in cells:
        sure.setdefault(quad, []).append(how)
    whole = [quad for quad in sure if quad not in parted]
    names = [side for side in SIDES if all(f"{each} {side}" in whole for each in FORMS)]
    names += [quad for quad in whole if quad.partition(" ")[2] not in names]
    names += [f"{quad} ({', '.join(how)})" for quad, how in sure.items() if quad in parted]
    return ", ".join(names)


FORMS, SIDES = ("verbal", "material"), ("cooperation", "conflict")
"""Of which quad classes are made."""


def shared_out(
    sample: int, sizes: Mapping[str, int], likely: Mapping[str, float]
) -> dict[str, int]:
    """How many units of each stratum are drawn; `likely` is how likely one is right, or wrong.

    At least `LEAST` of each and never more than there are; whatever that leaves goes to the others.
    """
    found = {name: min(LEAST, size) for name, size in sizes.items()}
    pull = {
        name: size * math.sqrt(near * (1 - near))
        for name, size in sizes.items()
        for near in (min(max(likely[name], MARGIN), 1 - MARGIN),)
    }
    for _ in range(max(0, min(sample, sum(sizes.values())) - sum(found.values()))):
        # The next unit goes where the units drawn so far are the fewest for what is asked of them.
        open_ = [name for name in sizes if found[name] < sizes[name]]
        most = max(open_, key=lambda name: (pull[name] / (found[name] + 0.5), name))
        found[most] += 1
    return found


def systematic(size: int, count: int, rng: np.random.Generator) -> list[int]:
    """Places of `count` of `size` units at equal steps from a random start: each as likely as another."""
    if count >= size:
        return list(range(size))
    step = size / count
    start = rng.random() * step
    return [min(size - 1, int(start + place * step)) for place in range(count)]


def draw_from(
    strata: Sequence[str], sample: int, likely: Mapping[str, float], rng: np.random.Generator
) -> dict[str, list[int]]:
    """The units drawn of each stratum, by index; `strata` has the stratum of each unit, and its order is
    the one along which units are spread."""
    members: dict[str, list[int]] = {}
    for place, name in enumerate(strata):
        members.setdefault(name, []).append(place)
    sizes = {name: len(members[name]) for name in sorted(members)}
    counts = shared_out(sample, sizes, likely)
    return {
        name: [members[name][each] for each in systematic(size, counts[name], rng)]
        for name, size in sizes.items()
    }
