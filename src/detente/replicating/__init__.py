"""What must a folder hold, so that others come to the same figures?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.late import late_names

if TYPE_CHECKING:
    from detente.replicating.folder import Replication, replicate

__all__ = ["Replication", "replicate"]

__getattr__, __dir__ = late_names(__name__, dict.fromkeys(__all__, "folder"), __all__)
