"""How sure each period's own value is, beside the level that it strays from.

A level borrows from its neighbours, and its band is of what lasts. Whoever asks of one month what was done
in it asks for that month's own mean: of the acts that are true of those told (the coder's error, as they
were redrawn for the level), as other acts of the same kind might have come out (sampling: a normal error
whose variance within periods is pooled over all of them and drawn from its posterior, since few acts of one
month cannot tell it; Gelman and others, "Bayesian Data Analysis", 2013, 3.2), and as other outlets would
have told it (`detente.measuring.slants`).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from detente.measuring.redrawing import PARTS, SCALE, Chain, Drawn, Part, Redrawing
from detente.measuring.tally import Floats


def value_band(
    source: Redrawing,
    records: Sequence[Drawn],
    parts: Collection[Part],
    *,
    width: float,
    seed: int,
) -> tuple[Floats, Floats]:
    """The ends of the band of each period's own value; nan where no act was told.

    `records` are the acts as they were redrawn, one for each draw. The same for the same seed.
    """
    rng = np.random.default_rng([seed, *(part in parts for part in PARTS), 1])
    chain = Chain(source, parts, rng)
    drawn = np.array([_value(chain, each) for each in records])
    if source.asked.everything is None:
        drawn = np.clip(drawn, *SCALE)
    low, high = np.full((2, drawn.shape[1]), np.nan)
    told = (source.told.n > 0) & np.isfinite(drawn).any(axis=0)
    ends = [(1 - width) / 2, (1 + width) / 2]
    low[told], high[told] = np.nanquantile(drawn[:, told], ends, axis=0)
    return low, high


def _value(chain: Chain, drawn: Drawn) -> Floats:
    """The values of one redrawn record; nan where it has no act."""
    rng = chain.rng if chain.sampled else None
    found = chain.source.asked.values(drawn, rng, chain.shift(drawn))
    if rng is None:
        return found.values
    return found.values + np.sqrt(found.variances) * rng.standard_normal(len(found.values))
