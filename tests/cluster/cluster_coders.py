"""Coders for the tests of a cluster, at module level so that its workers can import them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence

from store_world import Coding, FakeCoder

from detente.records import Article

POISON = "a0033"


class LethalCoder(FakeCoder):
    """One article ends its process each time."""

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        if POISON in [article.article_id for article in articles]:
            os.kill(os.getpid(), signal.SIGKILL)
        return super().code_articles(articles)


class PatientCoder(FakeCoder):
    """Takes long enough to be ended at work."""

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        time.sleep(0.02 * len(articles))
        return super().code_articles(articles)
