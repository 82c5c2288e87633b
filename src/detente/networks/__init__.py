"""How do three and more states stand to one another? The signed network of all pairs, balance of triads,
blocs, and thirds beside two states.

What needs the statistical packages is loaded when it is first used, since they take a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.late import late_names

if TYPE_CHECKING:
    from detente.networks.asking import pair_sums
    from detente.networks.balance import Balance, BalanceResult
    from detente.networks.blocs import Blocs, BlocsResult, CohesionResult, cohesion
    from detente.networks.network import Network, NetworkResult
    from detente.networks.thirds import Thirds, ThirdsResult, about

_HOMES = {
    "Balance": "balance",
    "BalanceResult": "balance",
    "Blocs": "blocs",
    "BlocsResult": "blocs",
    "CohesionResult": "blocs",
    "Network": "network",
    "NetworkResult": "network",
    "Thirds": "thirds",
    "ThirdsResult": "thirds",
    "about": "thirds",
    "cohesion": "blocs",
    "pair_sums": "asking",
}

__all__ = [
    "Balance",
    "BalanceResult",
    "Blocs",
    "BlocsResult",
    "CohesionResult",
    "Network",
    "NetworkResult",
    "Thirds",
    "ThirdsResult",
    "about",
    "cohesion",
    "pair_sums",
]

__getattr__, __dir__ = late_names(__name__, _HOMES, __all__)
