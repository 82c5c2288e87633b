"""Made worlds, in which the truth is known: to test measures with, and to teach them."""
