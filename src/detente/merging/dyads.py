"""Who acts towards whom, two by two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from detente.records import Actor, Event, Occurrence


class Dyad(NamedTuple):
    """An ordered pair of country codes, written `CHN>USA`."""

    actor: str
    recipient: str

    def __str__(self) -> str:
        return f"{self.actor}>{self.recipient}"


def expand(told: Event | Occurrence) -> list[Dyad]:
    """Directed dyads of an event or occurrence, each once, in alphabetical order.

    A reciprocal one gives both directions between any two of its parties. Members without a
    country code are passed over, so the list may be empty. An act within one country keeps its
    dyad, such as `USA>USA`.
    """
    actors, recipients = party_codes(told.actors), party_codes(told.recipients)
    if told.reciprocal:
        parties = {*actors, *recipients}
        pairs = {Dyad(a, b) for a in parties for b in parties if a != b}
    else:
        pairs = {Dyad(a, b) for a in actors for b in recipients}
    return sorted(pairs)


def party_codes(parties: Iterable[Actor | str]) -> tuple[str, ...]:
    """Country codes of actors or recipients, each once, in alphabetical order."""
    codes = (party if isinstance(party, str) else party.country for party in parties)
    return tuple(sorted({code for code in codes if code}))
