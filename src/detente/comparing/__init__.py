"""Who tells it, and how? The same acts across outlets."""

from __future__ import annotations

from detente.comparing.coverage import (
    CoverageResult,
    Covered,
    ToldResult,
    acts_by_outlet,
    coverage_by_outlet,
)
from detente.comparing.gathering import Gathered, gathered
from detente.comparing.omission import Omission, Omissions, OmissionsResult
from detente.comparing.telling import Act, Printed, Telling
from detente.comparing.told import Told
from detente.comparing.voices import (
    Kinds,
    KindsResult,
    Own,
    StatementsResult,
    Voice,
    Voices,
    kinds,
)
from detente.comparing.voices_audience import AudienceResult, Heard, audience
from detente.comparing.voices_gathering import voices_about
from detente.comparing.voices_siding import (
    Sided,
    Siding,
    SidingPeriodsResult,
    SidingResult,
    Third,
)

__all__ = [
    "Act",
    "AudienceResult",
    "CoverageResult",
    "Covered",
    "Gathered",
    "Heard",
    "Kinds",
    "KindsResult",
    "Omission",
    "Omissions",
    "OmissionsResult",
    "Own",
    "Printed",
    "Sided",
    "Siding",
    "SidingPeriodsResult",
    "SidingResult",
    "StatementsResult",
    "Telling",
    "Third",
    "Told",
    "ToldResult",
    "Voice",
    "Voices",
    "acts_by_outlet",
    "audience",
    "coverage_by_outlet",
    "gathered",
    "kinds",
    "voices_about",
]
