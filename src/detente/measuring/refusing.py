"""A fit that cannot be computed is a refusal with its reason, not a crash.

Numbers that hardly vary make matrices that no library can invert, and searches that end nowhere. What the
libraries raise then says nothing of acts and periods.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import numpy as np

from detente.errors import TooLittleDataError

FAILURES = (np.linalg.LinAlgError, ArithmeticError, ValueError, IndexError)
"""What numerical libraries raise where numbers are too few or too much alike."""
ADVICE = "Take longer periods, a longer time, or less narrow a track."


@contextmanager
def refusing(what: str, advice: str = ADVICE) -> Iterator[None]:
    """Raise `TooLittleDataError`, which names what was to be computed, for a numerical failure inside.

    Only calls of numerical libraries belong inside: a mistake of our own is to stay one. What they warn of
    is checked by whoever calls them (`finite`), and not printed.
    """
    try:
        with warnings.catch_warnings(), np.errstate(all="ignore"):
            warnings.simplefilter("ignore")
            yield
    except FAILURES as problem:
        raise _refused(what, f"{type(problem).__name__}: {problem}", advice) from problem


def finite(what: str, values: Iterable[float], advice: str = ADVICE) -> None:
    """Raise `TooLittleDataError` where a number that was computed is none."""
    if not all(np.isfinite(value) for value in values):
        raise _refused(what, "a result that is no number", advice)


def _refused(what: str, why: str, advice: str) -> TooLittleDataError:
    return TooLittleDataError(
        f"{what} cannot be computed from numbers that vary so little ({why})", advice=advice
    )
