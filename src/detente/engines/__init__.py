"""Where coding runs: in this process, or on all cores."""

from detente.engines.contract import ArticleCoder, Coded, CoderFactory
from detente.engines.run import code_batches

__all__ = ["ArticleCoder", "Coded", "CoderFactory", "code_batches"]
