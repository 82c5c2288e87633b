"""Role nouns: `foreign minister`, `troops`, `table-tennis team`, each with its sector."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from detente import tables
from detente.coding.actors.petrarch import agent_sectors

AgentKind = Literal["person", "group", "body"]

CORE = {
    "side": ("GOV", "body"),
    "country": ("GOV", "body"),
    "nation": ("GOV", "body"),
    "state": ("GOV", "body"),
    "authority": ("GOV", "body"),
    "leader": ("GOV", "person"),
    "counterpart": ("GOV", "person"),
    "ally": ("GOV", "body"),
    "leadership": ("GOV", "group"),
    "representative": ("GOV", "person"),
    "team": ("CVL", "group"),
    "national": ("CVL", "person"),
    "capital": ("GOV", "body"),
}
"""Nouns that stand for a state only with its name beside them or by reference."""


@dataclass(frozen=True, slots=True)
class Agent:
    """A role noun: its last word is the head, the words before it must stand before it."""

    words: tuple[str, ...]
    sector: str
    kind: AgentKind


AgentTable = dict[str, tuple[Agent, ...]]
"""Last word of a role noun to its agents, longest first."""


@cache
def agents(extra: tuple[Path, ...] = ()) -> AgentTable:
    """The shipped role nouns and those of a user's PETRARCH agent files, which come first."""
    found: dict[str, list[Agent]] = {}
    path = tables.packaged("coding", "actors", "data", "agents.tsv")
    for row in tables.rows(path, ("nouns", "sector", "kind")):
        for noun in row.many("nouns"):
            words = tuple(noun.lower().split())
            agent = Agent(words, row["sector"], row["kind"])  # type: ignore[arg-type]
            found.setdefault(words[-1], []).append(agent)
    for file in extra:
        for noun, role in agent_sectors(file).items():
            words = tuple(noun.split())
            found.setdefault(words[-1], []).insert(0, Agent(words, role, "group"))
    for word, (sector, kind) in CORE.items():
        found.setdefault(word, []).append(Agent((word,), sector, kind))  # type: ignore[arg-type]
    return {
        last: tuple(sorted(group, key=lambda agent: -len(agent.words)))
        for last, group in found.items()
    }


def agent_ending_at(lemmas: list[str], token: int, table: AgentTable) -> Agent | None:
    """The longest role noun whose last word is this token."""
    for agent in table.get(lemmas[token], ()):
        first = token - len(agent.words) + 1
        if first >= 0 and tuple(lemmas[first : token + 1]) == agent.words:
            return agent
    return None
