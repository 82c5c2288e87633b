"""The commands `evaluate` and `train`."""
