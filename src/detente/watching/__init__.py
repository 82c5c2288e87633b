"""What is new since last time, for who watches certain states?

The way in is `watch`, which finds and remembers nothing; `Memory` knows what was told. Every other module
answers one question:

    rules       what is watched, and how?           memory      what was told before?
    file        what does watch.toml say?           telling     how is much told in little?
    saying      what is a rule in words?            rss         as a feed
    material    what does the record hold?          page        as a page
    acts        which acts and words?               webhook     to an address that waits
    positions   which red lines and promises?       making      how is an alert made?
    standing    channels, level, silence
"""

from detente.watching.file import NAME, read_watchlist
from detente.watching.memory import Memory
from detente.watching.rules import (
    ActRule,
    ChannelRule,
    DemandRule,
    LevelRule,
    PromiseRule,
    QuestionRule,
    RedLineRule,
    SilenceRule,
    Watched,
    Watchlist,
    WordsRule,
)
from detente.watching.run import watch, watch_since

__all__ = [
    "NAME",
    "ActRule",
    "ChannelRule",
    "DemandRule",
    "LevelRule",
    "Memory",
    "PromiseRule",
    "QuestionRule",
    "RedLineRule",
    "SilenceRule",
    "Watched",
    "Watchlist",
    "WordsRule",
    "read_watchlist",
    "watch",
    "watch_since",
]
