"""Which act joins which two of the actors."""
