"""A run in a process of its own: prints its workers' ids, then waits on a batch for ever."""

from __future__ import annotations

import multiprocessing
import sys

from engine_fakes import Moody, article

from detente.engines import code_batches

if __name__ == "__main__":
    batches = [[article("a", "quick")], [article("b", "wait")], [article("c", "wait")]]
    for _ in code_batches(batches, Moody, 2):
        ids = [str(child.pid) for child in multiprocessing.active_children()]
        sys.stdout.write(" ".join(ids) + "\n")
        sys.stdout.flush()
