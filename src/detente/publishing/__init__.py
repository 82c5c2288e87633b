"""How does a workspace come to object storage, and back, whole?

A workspace is worked on in a folder: its lock, and the order in which its files reach the disk, are a
folder's. On object storage lies a copy of it, of which somebody else makes a folder again.

    contents  of which files is a workspace made, and which of two goes on from the other?
    shelf     what lies on object storage, under which keys, and which contents count?
    pushing   how do the contents of a folder get there?
    pulling   how does a folder get what lies there?

Files lie under the digest of their content, and never change. One small object names the contents
that count: it is the only one that is replaced, and only by who knows what it said. So whoever pulls
sees what there was or what there is, and never some of both; and a push that is killed is gone on with
by the next.
"""

from __future__ import annotations

from detente.publishing.pulling import pull
from detente.publishing.pushing import push
from detente.publishing.shelf import Moved

__all__ = ["Moved", "pull", "push"]
