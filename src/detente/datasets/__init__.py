"""Worlds whose truth is known, to test measures on and to teach with."""
