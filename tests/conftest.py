"""What holds for all tests."""

from __future__ import annotations

import os

from hypothesis import settings

settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")
# Thousands of small commits need not outlive a power failure; the tests of that turn it on again.
os.environ.setdefault("DETENTE_SYNC", "no")
