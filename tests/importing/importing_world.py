"""Made rows in the forms that data sets have, and an import of a text into a new workspace."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from detente.importing import Format, ImportReport, import_files
from detente.importing.formats import formats_of
from detente.store import Workspace

ICEWS_HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
    "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\t"
    "Province\tCountry\tLatitude\tLongitude"
)
POLECAT_HEADER = (
    "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\t"
    "Actor Country\tActor COW\tPrimary Actor Sector\tRecipient Name\tRecipient Country\tRecipient COW\t"
    "Primary Recipient Sector\tPlacename\tCity\tCountry\tPublication Date\tSource"
)


def gdelt(cells: int = 58, **values: object) -> str:
    """A line of GDELT with the values given, by column, and nothing else."""
    columns = {
        count: names
        for form in formats_of("gdelt")
        for count, names in form.columns
    }[cells]  # fmt: skip
    given = {
        "GLOBALEVENTID": 1, "SQLDATE": "20140203", "DATEADDED": "20140203", "Actor1CountryCode": "CHN",
        "Actor2CountryCode": "USA", "EventCode": "042", **values,
    }  # fmt: skip
    return "\t".join(str(given.get(name, "")) for name in columns)


def icews(number: object = 1, date: str = "2018-06-01", code: str = "042", **parts: str) -> str:
    """A line of ICEWS in its own columns."""
    cells = {
        "source": "Ministry (Norway)", "sectors": "Executive,Government", "from": "Norway",
        "target": "Chile", "to": "Chile", **parts,
    }  # fmt: skip
    row = [
        number, date, cells["source"], cells["sectors"], cells["from"], "Make a visit", code, 1.9,
        cells["target"], "NA", cells["to"], 5, 1, "Made Post", "Oslo", "NA", "NA", "Norway", 59.9, 10.7,
    ]  # fmt: skip
    return "\t".join(map(str, row))


def imported(
    folder: Path,
    formats: str | list[Format],
    lines: Iterable[str] | bytes,
    *,
    name: str = "rows.tsv",
    **asked: Any,
) -> tuple[ImportReport, list[dict[str, Any]], Workspace]:
    """What importing a file of these lines did, the rows in the workspace, and the workspace."""
    file = folder / name
    data = lines if isinstance(lines, bytes) else "".join(f"{line}\n" for line in lines).encode()
    file.write_bytes(data)
    workspace = Workspace.open_or_create(folder / "ws")
    report = import_files(workspace, [file], formats, **asked)
    return report, workspace.imported().to_pylist(), workspace


def rejections(workspace: Workspace) -> list[tuple[str | None, str]]:
    """Place and reason of what was rejected."""
    return [(row["place"], row["reason"]) for row in workspace.rejected().to_pylist()]
