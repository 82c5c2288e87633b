"""Whether the head of a cluster still answers.

Ray ends a program that does not reach its head for a minute, and at once where the head comes back without
its memory; it says nothing that a user could read. So the run is ended before, in words.
"""

from __future__ import annotations

import os
import socket
import time

from detente.errors import DetenteError

PATIENCE = "RAY_gcs_rpc_server_reconnect_timeout_s"
"""Ray's own setting, for clusters whose head may be away for a while and keeps its memory elsewhere."""
GONE = 2.0
"""Seconds in which nobody may listen at the head's address."""
SILENT = 40.0
"""Seconds in which no answer at all may come from there: its machine or the network is away."""
EACH = 1.0
"""Seconds between two looks."""
ANSWER = 5.0
"""Seconds in which an address must answer."""


class Head:
    """The head of the cluster of one run."""

    def __init__(self, address: str, *, each: float = EACH, gone: float = GONE) -> None:
        host, _, port = address.rpartition(":")
        self._address = (host, int(port))
        self._each, self._gone = each, gone
        self._seen = self._looked = time.monotonic()

    def check(self) -> None:
        """Look, if the last look is a while ago; raises `DetenteError` where it has been away for long."""
        if time.monotonic() - self._looked < self._each:
            return
        try:
            socket.create_connection(self._address, timeout=ANSWER).close()
            self._seen = time.monotonic()
        except ConnectionRefusedError:
            self._heed(self._gone)
        except OSError:
            self._heed(SILENT)
        self._looked = time.monotonic()

    def _heed(self, seconds: float) -> None:
        if PATIENCE in os.environ:
            seconds = float(os.environ[PATIENCE]) * 2 / 3
        if time.monotonic() - self._seen >= seconds:
            raise DetenteError(
                "the head of the Ray cluster is lost",
                where=":".join(map(str, self._address)),
                advice="What was committed is kept. Start the cluster again if it does not itself, and run "
                "this again for the rest.",
            )
