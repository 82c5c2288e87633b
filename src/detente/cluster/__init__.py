"""Coding on a cluster: what workers on other machines code, they write; the driver commits it."""

from detente.cluster.ray_cluster import RayCluster
from detente.cluster.units import CodedWhole, Unit
from detente.cluster.waves import Waves

__all__ = ["CodedWhole", "RayCluster", "Unit", "Waves"]
