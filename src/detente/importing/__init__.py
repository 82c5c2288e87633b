"""What did others code? Their files become rows of the workspace's table `imported`."""

from detente.importing.codebooks import Codebook, codebook
from detente.importing.formats import KINDS, Format, user_format
from detente.importing.report import ImportReport
from detente.importing.run import import_files

__all__ = [
    "KINDS", "Codebook", "Format", "ImportReport", "codebook", "import_files", "user_format",
]  # fmt: skip
