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

FOLDER = ".cluster-"
"""What the folder of a run begins with. Each run has a name of its own: where folders are shared, a machine
may believe for a minute that a name which it has seen go is not there."""
HERE = "here"


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one run."""

    folder: Path

    @classmethod
    def of_new_run(cls, workspace: Path) -> Marks:
        """Marks for a run, in place of those that killed runs left."""
        for left in [each for each in workspace.iterdir() if each.name.startswith(FOLDER)]:
            shutil.rmtree(left, ignore_errors=True)
        folder = workspace / f"{FOLDER}{uuid.uuid4().hex}"
        folder.mkdir()
        (folder / HERE).touch()
        return cls(folder)

    @property
    def workspace(self) -> Path:
        """The folder of the workspace."""
        return self.folder.parent

    def are_seen(self) -> bool:
        """Whether the folder of the run is there, seen from the machine that asks."""
        return (self.folder / HERE).exists()

    def try_writing(self) -> None:
        """Raise what the system raises where the machine that asks cannot write here."""
        mark = self.folder / f"{HERE}.{uuid.uuid4().hex}"
        mark.touch()
        mark.unlink()

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
        shutil.rmtree(self.folder, ignore_errors=True)
