"""Does a finding stand where it is computed otherwise? And how many of many findings are false?

What needs the statistical packages is loaded when it is first used, since they take a second.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.late import late_names

if TYPE_CHECKING:
    from detente.robustness.many import Discoveries, DiscoveriesResult
    from detente.robustness.material import Material, Source, gathered
    from detente.robustness.run import Robustness, RobustnessResult

_HOMES = {
    "Discoveries": "many",
    "DiscoveriesResult": "many",
    "Material": "material",
    "Robustness": "run",
    "RobustnessResult": "run",
    "Source": "material",
    "gathered": "material",
}

__all__ = [
    "Discoveries",
    "DiscoveriesResult",
    "Material",
    "Robustness",
    "RobustnessResult",
    "Source",
    "gathered",
]

__getattr__, __dir__ = late_names(__name__, _HOMES, __all__)
