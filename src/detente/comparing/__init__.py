"""Who tells it, and how? The same acts across outlets."""

from __future__ import annotations

from detente.comparing.clusters import Clustered, Clusters, ClustersResult
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
from detente.comparing.distances import Distance, Distances, DistancesResult
from detente.comparing.framed import (
    DeedRow,
    DeedsResult,
    Framed,
    LoadedResult,
    LoadedRow,
    ShownResult,
    ShownRow,
    framed,
)
from detente.comparing.framing import Framing, FramingResult, FramingRow
from detente.comparing.gathering import Gathered, gathered, grouped, printed_in, unplaced
from detente.comparing.omission import Omission, Omissions, OmissionsResult
from detente.comparing.outlet_index import OutletIndex, OutletIndexes, OutletIndexesResult
from detente.comparing.outlet_table import By, OutletFacts, OutletTable, outlet_table
from detente.comparing.positions import Position, Positions, PositionsResult
from detente.comparing.scoring import Scored
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
    "By",
    "Clustered",
    "Clusters",
    "ClustersResult",
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
    "Distance",
    "Distances",
    "DistancesResult",
    "Framed",
    "Framing",
    "FramingResult",
    "FramingRow",
    "Gathered",
    "Heard",
    "Kinds",
    "KindsResult",
    "LoadedResult",
    "LoadedRow",
    "Omission",
    "Omissions",
    "OmissionsResult",
    "OutletFacts",
    "OutletIndex",
    "OutletIndexes",
    "OutletIndexesResult",
    "OutletTable",
    "Own",
    "Position",
    "Positions",
    "PositionsResult",
    "Printed",
    "Scored",
    "ShownResult",
    "ShownRow",
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
    "copied",
    "coverage_by_outlet",
    "framed",
    "gathered",
    "grouped",
    "kinds",
    "outlet_table",
    "printed_in",
    "unplaced",
    "voices_about",
]
