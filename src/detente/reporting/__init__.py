"""One HTML file: a finding, with pictures and receipts.

The way in is `report`; every other module here answers one question on it:

    page         how is the file put together?        events      what happened, and who tells it?
    gathering    what goes into it?                   directions  who did what to whom, how often?
    summary      what is the finding, in words?       statements  who says what?
    charts       what does it look like?              outlets     who told it?
    wording      how is it said in plain words?       leftovers   what was not counted or coded?
    quoting      which characters are the evidence?   making      how was it made?
    dialogues    which channels are there?
"""

from detente.reporting.page import render, report

__all__ = ["render", "report"]
