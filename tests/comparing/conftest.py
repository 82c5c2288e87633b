"""The made reports are those of the tests of merging."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "merging"))
