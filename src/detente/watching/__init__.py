"""What is new since last time, for who watches certain states?

The way in is `watch`, which finds and remembers nothing; `Memory` knows what was told. Every other module
answers one question:

    rules       what is watched, and how?           memory      what was told before?
    file        what does watch.toml say?           telling     how is much told in little?
    material    what does the record hold?          rss         as a feed
    acts        which acts and words?               page        as a page
    positions   which red lines and promises?       webhook     to an address that waits
    standing    channels, level, silence            making      how is an alert made?
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
