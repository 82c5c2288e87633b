"""A run in a process of its own: prints its workers' ids, then waits on a batch for ever."""

from __future__ import annotations

import multiprocessing
import signal
import sys

from engine_fakes import Moody, article

from detente.engines import code_batches

if __name__ == "__main__":
    # A run in the background of a shell ignores the interrupt that the test sends.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    batches = [[article("a", "quick")], [article("b", "wait")], [article("c", "wait")]]
    for _ in code_batches(batches, Moody, 2):
        ids = [str(child.pid) for child in multiprocessing.active_children()]
        sys.stdout.write(" ".join(ids) + "\n")
        sys.stdout.flush()
