"""Articles of which it is known which print the text of which: sentences put together anew, and reprints as
newspapers make them.

Every sentence stands in many articles, and `framed` of the articles share half of their text with one
another, as bulletins do: neither makes a copy.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from detente.records import Article

SENTENCES = 6
"""Of an article."""
FRAME = 3
"""Sentences at the end of framed articles, which they share."""
OUTLETS = 200
FIRST, DAYS = dt.date(2015, 1, 1), 3650
LATER = 5
"""Days within which a text is printed again, at most."""
CHANGES = ("headline", "cut", "dateline", "edited")
"""What is done to a text that is printed again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reprints:
    """So many articles, of which `copies` print the text of another; a share of the others is `framed`."""

    articles: int = 10_000
    copies: int = 600
    framed: float = 0.02


@dataclass(frozen=True, slots=True)
class Made:
    """An article, the one whose text it prints, and what was done to it; None of one of its own."""

    article: Article
    original: str | None
    change: str | None


def reprints(world: Reprints, sentences: Sequence[str], seed: int) -> Iterator[Made]:
    """The articles of a world, each copy after its original."""
    draw = random.Random(seed)
    originals = world.articles - world.copies
    copied = set(draw.sample(range(originals), min(world.copies, originals)))
    left = world.copies - len(copied)
    frame, number = sentences[:FRAME], 0
    for at in range(originals):
        framed = frame if draw.random() < world.framed else []
        told = [*draw.choices(sentences, k=SENTENCES - len(framed)), *framed]
        made = _article(number, told, _outlet(draw), FIRST + dt.timedelta(draw.randrange(DAYS)))
        number += 1
        yield Made(made, None, None)
        for _ in range((at in copied) + left * (at == originals - 1)):
            change = draw.choice(CHANGES)
            again = changed(told, change, draw, sentences)
            day = made.published or FIRST
            copy = _article(number, again, _outlet(draw), day + dt.timedelta(draw.randint(1, LATER)))
            number += 1
            yield Made(copy, made.article_id, change)


def changed(
    told: Sequence[str], change: str, draw: random.Random, sentences: Sequence[str]
) -> list[str]:
    """The sentences of a text as another outlet prints them."""
    again = list(told)
    if change == "headline":
        again.insert(0, " ".join(draw.choice(sentences).split()[:8]))
    elif change == "cut":
        del again[-draw.randint(1, len(again) // 2) :]
    elif change == "dateline":
        again[0] = f"GENEVA, {draw.randint(1, 28)} May (Made Wire) - {again[0]}"
    else:
        at = draw.randrange(len(again))
        words = again[at].split()
        words[len(words) // 2] = draw.choice(sentences).split()[0]
        again[at] = " ".join([*words, "officials", "said"])
    return again


def _outlet(draw: random.Random) -> str:
    return f"Outlet {draw.randrange(OUTLETS)}"


def _article(number: int, told: Sequence[str], outlet: str, day: dt.date) -> Article:
    text = "\n\n".join(told)
    address = f"https://made.example/{number}"
    return Article(f"{number:016x}", text, f"Made {number}", outlet, day, "news", address)
