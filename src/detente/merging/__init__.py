"""Is it the same thing? From events to occurrences."""

from detente.merging.dyads import Dyad, expand
from detente.merging.one_a_day import COUNTED, one_a_day
from detente.merging.reports import Report

__all__ = ["COUNTED", "Dyad", "Report", "expand", "one_a_day"]
