"""What was ruled out, promised and demanded, and what came of it?

The way in is `red_lines`, `commitments` and `demands`; every other module answers one question:

    gathering   what goes into a ledger?            happening   what happened later?
    words       which words say what it is about?   bearing     what came of it?
    joining     which statements tell the same?     rows        how is a row made of them?
    strength    how strongly is it put?             titles      how is it read by itself?
    asking      what does a workspace hold?         closing     how does a row close?
    promising   what does a promise promise?        phrases     which act does a clause tell?
    fulfilling  does an act fulfil a promise?       ways        which acts fulfil which promises?
    naming      who is named?
"""

from detente.ledgers.asking import commitments, demands, ledgers, red_lines
from detente.ledgers.gathering import KINDS, Record, between_both
from detente.ledgers.rows import happened_in, ledger

__all__ = [
    "KINDS",
    "Record",
    "between_both",
    "commitments",
    "demands",
    "happened_in",
    "ledger",
    "ledgers",
    "red_lines",
]
