"""Who tells it, and how? The same acts across outlets."""

from __future__ import annotations

from detente.comparing.copied import (
    Copied,
    CopiedText,
    CopiedTextsResult,
    CopiesResult,
    Copy,
    CopyingOutlet,
    CopyingOutletsResult,
    copied,
)
from detente.comparing.coverage import (
    CoverageResult,
    Covered,
    ToldResult,
    acts_by_outlet,
    coverage_by_outlet,
)
from detente.comparing.framed import DeedRow, DeedsResult, Framed, LoadedResult, LoadedRow, framed
from detente.comparing.framing import Framing, FramingResult, FramingRow
from detente.comparing.gathering import Gathered, gathered
from detente.comparing.omission import Omission, Omissions, OmissionsResult
from detente.comparing.telling import Act, Printed, Telling
from detente.comparing.told import Told

__all__ = [
    "Act",
    "Copied",
    "CopiedText",
    "CopiedTextsResult",
    "CopiesResult",
    "Copy",
    "CopyingOutlet",
    "CopyingOutletsResult",
    "CoverageResult",
    "Covered",
    "DeedRow",
    "DeedsResult",
    "Framed",
    "Framing",
    "FramingResult",
    "FramingRow",
    "Gathered",
    "LoadedResult",
    "LoadedRow",
    "Omission",
    "Omissions",
    "OmissionsResult",
    "Printed",
    "Telling",
    "Told",
    "ToldResult",
    "acts_by_outlet",
    "copied",
    "coverage_by_outlet",
    "framed",
    "gathered",
]
