"""Which hidden relation would give such counts? From acts of every sort to one level, with its doubt.

What needs the statistical packages is loaded when it is first used, since they take a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.late import late_names

if TYPE_CHECKING:
    from detente.modelling.asking import counts_in
    from detente.modelling.counting import Counts, Item, Source, counts_of
    from detente.modelling.latent import ItemRow, Latent, LatentResult, LatentRow

_HOMES = {
    "Counts": "counting",
    "Item": "counting",
    "ItemRow": "latent",
    "Latent": "latent",
    "LatentResult": "latent",
    "LatentRow": "latent",
    "Source": "counting",
    "counts_in": "asking",
    "counts_of": "counting",
}

__all__ = [
    "Counts",
    "Item",
    "ItemRow",
    "Latent",
    "LatentResult",
    "LatentRow",
    "Source",
    "counts_in",
    "counts_of",
]

__getattr__, __dir__ = late_names(__name__, _HOMES, __all__)
