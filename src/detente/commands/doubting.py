"""`--draws` and `--without`: in how many redrawn records findings stand."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import click

from detente.commands.options import together

if TYPE_CHECKING:
    from detente.measuring import Doubt, DoubtResult, Question, Relationship
    from detente.measuring.doubting import Measure
    from detente.store import Workspace

UNKNOWN = ("sampling", "coder", "outlets", "merging")
"""What may be redrawn (tested against `detente.measuring.redraws`, which is slow to load)."""
DRAWS = together(
    click.option(
        "--draws", type=click.IntRange(min=1), metavar="N",
        help="Draw the record N times, given what is not known of it, and tell in how many each finding "
        "stands; 100 will do.",
    ),
    click.option(
        "--without", type=click.Choice(UNKNOWN), multiple=True, metavar="WHAT",
        help=f"Leave out of these draws: {', '.join(UNKNOWN)}; may be repeated.",
    ),
)  # fmt: skip


class Doubting:
    """The redrawn records of a question, for one measure or several."""

    def __init__(
        self,
        workspace: Workspace,
        found: Relationship,
        question: Question,
        draws: int,
        without: tuple[Any, ...],
        *,
        dataset: str | None,
        uncorrected: bool = False,
    ) -> None:
        self._workspace, self._found, self._question = workspace, found, question
        self._draws, self._without = draws, without
        self._dataset, self._uncorrected = dataset, uncorrected

    @cached_property
    def _doubt(self) -> Doubt:
        from detente.auditing.doubts import doubts
        from detente.measuring import Doubt

        asked = Doubt(draws=self._draws, without=self._without)
        if self._dataset is not None:  # nobody says how sure its coder is, nor what was merged
            return asked
        between = self._question.between
        held = doubts(self._workspace, between, uncorrected=self._uncorrected)
        return replace(asked, merges=held.merges, confusion=held.confusion)

    @classmethod
    def asked(
        cls,
        workspace: Workspace,
        found: Relationship,
        draws: int | None,
        without: tuple[Any, ...],
        *,
        dataset: str | None,
        uncorrected: bool = False,
        **question: Any,
    ) -> Doubting | None:
        """The redrawn records of a `Question`; None where none are asked for."""
        from detente.measuring import Question

        if draws is None:
            if without:
                raise click.UsageError("--without is of --draws N.")
            return None
        return cls(
            workspace, found, Question(**question), draws, without, dataset=dataset,
            uncorrected=uncorrected,
        )  # fmt: skip

    def of(self, measure: Measure, **given: Any) -> DoubtResult:
        """The findings of a measure, and how often they stand; `given` is as of `Doubt.fit`."""
        return self._doubt.fit(measure, self._found.acts, self._question, **given)
