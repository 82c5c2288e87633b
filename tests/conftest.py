"""What holds for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
"""Read when numpy is first imported: tests run side by side, and more threads would only wait."""

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
