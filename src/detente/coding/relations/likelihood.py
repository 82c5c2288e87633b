"""How likely a sentence must tell an act for what comes next."""

from __future__ import annotations

FOLLOWED = 0.3
"""How likely a sentence must tell an act for a word of the lexicon in it to be followed up by a parse."""
LIKELY_BETWEEN = 0.6
"""How likely it must be for a parse without such a word where two states are named, and for pairs of two
states to be weighed that the lexicon does not join."""
LIKELY_WITHIN = 0.8
"""The same for a sentence that names one state and has no word of the lexicon, and for pairs of one state
with its own or with nobody's. Both save time, and cost about one act in a hundred of the sentences held
out for choosing, against lower ones."""
FILE = "likelihood.npy"
"""Weights of words that tell an act, in a model's folder."""
