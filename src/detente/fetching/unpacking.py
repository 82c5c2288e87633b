"""What are the bytes of a list: unpacked, and in UTF-8 where its mark names another encoding?"""

from __future__ import annotations

import io
from typing import cast

from detente.fetching.failures import FetchError
from detente.fetching.transfer import MOST_BYTES
from detente.reading.problems import READ_ERRORS, of_error
from detente.reading.streams import Opened

MOST_UNPACKED = 4 * MOST_BYTES
"""Bytes of a list that came packed; the protocol of sitemaps allows 50 MB."""


def unpacked(data: bytes) -> bytes:
    """The bytes of a list that may be packed by gzip; raises `FetchError` where they are too many."""
    file = Opened(cast(io.BufferedReader, io.BytesIO(data)))
    try:
        found = file.stream.read(MOST_UNPACKED + 1)
    except READ_ERRORS as error:
        problem = of_error(error)
        raise FetchError(problem.reason, "It is tried anew in the next run.") from error
    if len(found) > MOST_UNPACKED:
        most = f"more than {MOST_UNPACKED // 2**20} MiB unpacked"
        raise FetchError(most, "Give the lists that it is made of.", lasting=True)
    return found
