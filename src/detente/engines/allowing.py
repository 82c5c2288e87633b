"""How much work a text may take before its process is ended.

Work is processor time and not time by the clock: a machine that is busy with other things, or a disk that
is slow, ends nobody. It is generous, about a hundred times what texts take, so that it does not depend on
the machine which articles are coded; what is known to be too much is told before, and counted. A process
that waits for ever without working is not ended.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from detente.records import Article

SECONDS = 120
"""Processor time that any batch may take."""
A_CHARACTER = 0.001
"""Seconds that it may take besides, for each character."""


if sys.platform == "win32":

    def allow(articles: Sequence[Article], seconds: int) -> None:
        """Nothing is limited here: Windows counts no work of a process."""

else:
    import resource

    def allow(articles: Sequence[Article], seconds: int) -> None:
        """Let the system end this process if the articles take more than so much work from now on."""
        spent = resource.getrusage(resource.RUSAGE_SELF)
        characters = sum(len(article.text) for article in articles)
        until = spent.ru_utime + spent.ru_stime + seconds + A_CHARACTER * characters
        _, most = resource.getrlimit(resource.RLIMIT_CPU)
        allowed = int(until) + 1
        if most != resource.RLIM_INFINITY:
            allowed = min(allowed, most)
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, most))
