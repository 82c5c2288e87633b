"""A past that who speaks tells of over several sentences, with a period told once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from detente.coding.parsing import Parse
from detente.coding.time.background import RECALLING
from detente.coding.time.clauses import clause_of
from detente.coding.time.dating import Dating
from detente.coding.time.reading import Timed, tense_of
from detente.records import Status


@dataclass(slots=True)
class ToldPast:
    """The act recalled last with its period and parties, until a new time or the present is told.

    `home` is the state whose office speaks, which has a part in most of what it tells.
    """

    home: str | None = None
    _dating: Dating | None = None
    _states: frozenset[str] = frozenset()

    @property
    def is_told(self) -> bool:
        """Whether an act was recalled whose past may go on; where none was, no date need be read."""
        return self._dating is not None

    def enter(self, parse: Parse, times: Sequence[Timed]) -> None:
        """Begin a sentence, which may leave the past told of."""
        dated = any(timed.dated is not None for timed in times)
        root = next((t for t in range(len(parse)) if parse.heads[t] == t), 0)
        here = parse.is_verb(root) and tense_of(parse, root) >= 0
        if dated or (here and parse.lemmas[root] not in RECALLING):
            self._dating = None

    def carried(
        self, parse: Parse, trigger: int, status: Status, dating: Dating, states: frozenset[str]
    ) -> Dating:
        """The date of an act; of an undated one in the past among the same parties, the period told."""
        if dating.recalled and dating.start is not None:
            self._dating, self._states = dating, states
            return dating
        untold = dating.basis == "publication" or (dating.start is None and dating.recalled)
        past = tense_of(parse, clause_of(parse, trigger)) < 0
        if self._dating is None or not (
            untold and past and status in ("done", "ongoing", "denied")
        ):
            return dating
        others = states - {self.home}
        if not (others & self._states or states <= self._states):
            return dating
        return replace(
            self._dating, basis="relative", reason="carried from what is recalled before"
        )
