"""A run in a process of its own, to be killed: `cluster_run.py WORKSPACE COUNT ADDRESS`."""

from __future__ import annotations

import sys

from cluster_coders import PatientCoder
from store_world import items

from detente.cluster import RayCluster
from detente.reading_run import read_into
from detente.store import Workspace

if __name__ == "__main__":
    folder, count, address = sys.argv[1:]
    with RayCluster(address) as cluster:
        read_into(
            Workspace.open(folder),
            items(int(count)),
            PatientCoder,
            batch=10,
            commit_every=20,
            cluster=cluster,
        )
