"""How does a workspace come to object storage, and back, whole?

A workspace is worked on in a folder: its lock, and the order in which its files reach the disk, are a
folder's. On object storage lies a copy of it, of which somebody else makes a folder again.

    states    of which files is a workspace made, and which of two states goes on from the other?
    shelf     what lies on object storage, under which keys, and which state is the one that counts?
    pushing   how does the state of a folder get there?
    pulling   how does a folder get the state that lies there?

Files lie under the digest of their content, and never change. One small object names the state that
counts: it is the only one that is replaced, and only by who knows what it said. So whoever pulls sees an
older state or a newer one, and never some of both; and a push that is killed is gone on with by the next.
"""

from __future__ import annotations

from detente.publishing.pulling import pull
from detente.publishing.pushing import push
from detente.publishing.shelf import Moved

__all__ = ["Moved", "pull", "push"]
