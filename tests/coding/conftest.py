"""One coder for all tests of the room, and short ways to ask it."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from detente.coding.coder import Coder, Coding
from detente.records import Event, Genre

Code = Callable[..., Coding]
Tell = Callable[[Event], str]


@pytest.fixture(scope="session")
def coder() -> Coder:
    """The default coder, loaded once."""
    return Coder()


@pytest.fixture(scope="session")
def code(coder: Coder) -> Code:
    """Codes a text as if published on Wednesday, 15 May 2024, unless told otherwise."""

    def run(
        text: str,
        published: str | None = "2024-05-15",
        genre: Genre | None = None,
        outlet: str | None = None,
    ) -> Coding:
        return coder.code(text, published=published, outlet=outlet, genre=genre)

    return run


@pytest.fixture(scope="session")
def tell() -> Tell:
    """An event in one line: `SANCTION/expel NOR > BLR denied`, `CONSULT ZMB + BWA`.

    A party of no known state is `?`; the status is left out where it is `done`.
    """
    return _told


def _told(event: Event) -> str:
    kind = f"{event.event_type}/{event.mode}" if event.mode else event.event_type
    actors = [actor.country or "?" for actor in event.actors]
    recipients = [actor.country or "?" for actor in event.recipients]
    if event.reciprocal:
        sides = " + ".join(sorted(actors))
    else:
        sides = f"{' & '.join(sorted(actors)) or '-'} > {' & '.join(sorted(recipients)) or '-'}"
    return f"{kind} {sides}" + ("" if event.status == "done" else f" {event.status}")
