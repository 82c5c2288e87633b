"""One HTML file: a finding, with pictures and receipts.

The way in is `report`; every other module here answers one question on it:

    page         how is the file put together?        events      what happened, and who tells it?
    gathering    what goes into it?                   directions  who did what to whom, how often?
    summary      what is the finding, in words?       statements  who says what?
    charts       what does it look like?              ledgers     what was ruled out, promised, demanded?
    wording      how is it said in plain words?       outlets     who told it?
    quoting      which characters are the evidence?   leftovers   what was not counted?
    dialogues    which channels are there?            making      how was it made?
    standing     how do things stand?                 outlook     in which state is it, in words?
    turning      when did it turn, and why?           computed    how was each measure computed?
    level_charts what does the level look like?       choosing    which events matter most?
    telling      how does each outlet tell it?        thirds      what do others say and do?
    foresight    what is hidden, and what may come?
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from detente.reporting.page import render, report

__all__ = ["render", "report"]


def __getattr__(name: str) -> Any:
    """What draws is loaded when a report is made: who needs only words and quotes does not wait for it."""
    if name not in __all__:
        raise AttributeError(f"module 'detente.reporting' has no attribute {name!r}")
    from detente.reporting import page

    return getattr(page, name)
