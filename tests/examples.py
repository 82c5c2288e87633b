"""How many examples a property is tried on where each takes long."""

from __future__ import annotations

import os

DEEP = "EXAMPLES" in os.environ
"""Where it says how many, as continuous checks do, nobody waits."""


def some(few: int, *, deep: int) -> int:
    """`few`, chosen anew in each run; `deep` where nobody waits."""
    return deep if DEEP else few
