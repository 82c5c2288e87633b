"""Small files in the workspace by which driver and workers know of each other.

One says that it is the same folder on all machines. Others say which unit a worker has begun and not
brought to its end: of what never came back, only what was begun may be to blame.
"""

from __future__ import annotations

import shutil
import uuid
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from detente.cluster.units import Unit

FOLDER = ".cluster"
HERE = "here"


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one run."""

    folder: Path

    @classmethod
    def of_new_run(cls, workspace: Path) -> Marks:
        """Marks for a run, in place of those that killed runs left."""
        shutil.rmtree(workspace / FOLDER, ignore_errors=True)
        folder = workspace / FOLDER / uuid.uuid4().hex
        folder.mkdir(parents=True)
        (folder / HERE).touch()
        return cls(folder)

    def are_seen(self) -> bool:
        """Whether the folder of the run is there, seen from the machine that asks."""
        return (self.folder / HERE).exists()

    def begin(self, unit: Unit) -> Path:
        """Say that a worker begins a unit; the mark, to be taken away at its end."""
        mark = self.folder / f"{unit.name}.{uuid.uuid4().hex}"
        mark.touch()
        return mark

    def begun(self) -> Counter[str]:
        """How many times each unit was begun and not ended, by its name."""
        return Counter(path.name.partition(".")[0] for path in self.folder.iterdir())

    def remove(self) -> None:
        """Take them all away."""
        shutil.rmtree(self.folder.parent, ignore_errors=True)
