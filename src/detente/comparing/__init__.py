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
from detente.comparing.framed import DeedRow, DeedsResult, Framed, LoadedResult, LoadedRow, framed
from detente.comparing.framing import Framing, FramingResult, FramingRow
from detente.comparing.gathering import Gathered, gathered, grouped, unplaced
from detente.comparing.omission import Omission, Omissions, OmissionsResult
from detente.comparing.outlet_index import OutletIndex, OutletIndexes, OutletIndexesResult
from detente.comparing.outlet_table import By, OutletFacts, OutletTable, outlet_table
from detente.comparing.scoring import Scored
from detente.comparing.telling import Act, Printed, Telling
from detente.comparing.told import Told

__all__ = [
    "Act",
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
    "Printed",
    "Scored",
    "Telling",
    "Told",
    "ToldResult",
    "acts_by_outlet",
    "copied",
    "coverage_by_outlet",
    "framed",
    "gathered",
    "grouped",
    "outlet_table",
    "unplaced",
]
