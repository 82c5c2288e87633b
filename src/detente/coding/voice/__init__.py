"""Who says it, and whether it is an act or a position."""
