"""When an act happened, against the day of publication."""
