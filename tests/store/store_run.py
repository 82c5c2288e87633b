"""A run in a process of its own, to be killed: `store_run.py WORKSPACE COUNT WORKERS`."""

from __future__ import annotations

import sys

from store_world import SlowCoder, items

from detente.reading_run import read_into
from detente.store import Workspace

if __name__ == "__main__":
    folder, count, workers = sys.argv[1:]
    read_into(
        Workspace.open(folder),
        items(int(count)),
        SlowCoder,
        workers=int(workers),
        batch=5,
        commit_every=20,
    )
