"""Is it the same thing? From events to occurrences, and from reports to channels."""

from detente.merging.channels import channels
from detente.merging.dyads import Dyad, expand
from detente.merging.one_a_day import COUNTED, one_a_day
from detente.merging.reports import Report, ToldChannel

__all__ = ["COUNTED", "Dyad", "Report", "ToldChannel", "channels", "expand", "one_a_day"]
