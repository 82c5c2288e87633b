"""Coders for the engines' tests, at module level so that other processes can import them."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from detente.errors import LexiconError
from detente.records import Article, ChannelReport, Event, Rejected, Statement


@dataclass(frozen=True)
class Coding:
    rejected: tuple[Rejected, ...]
    events: tuple[Event, ...] = ()
    statements: tuple[Statement, ...] = ()
    channels: tuple[ChannelReport, ...] = ()


def article(article_id: str, text: str = "") -> Article:
    return Article(article_id, text, None, None, None, "news", f"{article_id}.txt")


def row(told: Article, reason: str) -> Rejected:
    return Rejected(told.address, None, "coding", reason, "", told.article_id)


class Echo:
    """Gives each article's text back as the reason of a rejection."""

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        return [self.code(told) for told in articles]

    def code(self, told: Article) -> Coding:
        return Coding((row(told, told.text),))


class SlowFirst(Echo):
    """Takes its time over what is slow, so that others are done before it."""

    def code(self, told: Article) -> Coding:
        if told.text == "slow":
            time.sleep(0.5)
        return super().code(told)


class Moody(Echo):
    """Does what an article's text says."""

    def code(self, told: Article) -> Coding:
        if told.text == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if told.text == "exit":
            os._exit(3)
        if told.text == "spin":
            while True:
                pass
        if told.text == "die once":
            raise_once(told.address)
        if told.text == "lexicon":
            raise LexiconError("no column code", where="names.tsv:1")
        if told.text == "fail":
            raise ValueError("what is this?")
        if told.text == "wait":
            time.sleep(600)
        return super().code(told)


def raise_once(path: str) -> None:
    """End the process the first time that the article is met: its address is a file that is then there."""
    if not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)


class WhoAmI(Echo):
    """Tells the process that coded, after a moment."""

    def code(self, told: Article) -> Coding:
        time.sleep(0.05)
        return Coding((row(told, f"{os.getpid()} {id(self)}"),))


class Short(Echo):
    """Breaks the contract."""

    def code_articles(self, articles: Sequence[Article]) -> list[Coding]:
        return []


def stillborn() -> Echo:
    os._exit(4)


def no_model() -> Echo:
    raise LexiconError("does not parse", where="names.tsv:7")
