"""How was it made? What a reader needs to make the same file again."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Iterable
from dataclasses import dataclass

from detente.reporting.gathering import Asked, Material
from detente.version import __version__


@dataclass(frozen=True, slots=True)
class Making:
    """Versions, inputs and options."""

    version: str
    coders: tuple[str, ...]
    articles: int
    digest: str
    command: str


def making(material: Material, *, brief: bool = False) -> Making:
    """How a report was made."""
    coders = {each.event.coder for each in (*material.reports.values(), *material.left_out)}
    coders |= {said.coder for said in (*material.statements, *material.opinions)}
    coders |= {material.asked.dataset} if material.asked.dataset else set()
    return Making(
        __version__,
        tuple(sorted(coders)),
        len(material.article_ids),
        inputs_digest(material.article_ids),
        command(material.asked, brief=brief),
    )


def inputs_digest(article_ids: Iterable[str]) -> str:
    """SHA-256 over the sorted ids, each followed by a newline."""
    joined = "".join(f"{article_id}\n" for article_id in sorted(article_ids))
    return hashlib.sha256(joined.encode()).hexdigest()


def command(asked: Asked, *, brief: bool = False) -> str:
    """The command line that makes the report."""
    words = ["detente", "report", "WORKSPACE", "--between", *asked.between]
    words += ["--from", asked.dataset] if asked.dataset else []
    words += ["--since", str(asked.since)] if asked.since else []
    words += ["--until", str(asked.until)] if asked.until else []
    words += ["--brief"] if brief else []
    out = "brief.pdf" if brief else "report.html"
    return shlex.join([*words, "--every", asked.every, "--out", out])
