"""Results in plain words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detente.measuring.level import LevelResult
    from detente.measuring.series import Series

PART_WORDS = {
    "sampling": "sampling error", "coder": "the coder's error", "outlets": "the mix of outlets",
}  # fmt: skip
SCORES = {"plover": "PLOVER scores", "goldstein": "Goldstein scores"}
NORMALISED = {
    "none": "mean score",
    "coverage": "score for each thousand acts of all states",
    "outlets": "mean score with outlets held constant",
}


def title(series: Series) -> str:
    """What a series is of: `CHN - USA, military`."""
    joint = " > " if series.directed else " - "
    return joint.join(series.between) + (f", {series.track}" if series.track else "")


def level_text(result: LevelResult) -> str:
    """What was found, from how many acts, how."""
    series = result.series
    n = sum(row.n for row in series.rows)
    lines = [f"{title(series)}: {NORMALISED[series.normalise]} by {series.every}, "
             f"{SCORES[series.scores]}, {n} acts in {len(series.rows)} periods."]  # fmt: skip
    if len(result.paths):
        lines += _found(result)
    lines += [f"{line[0].upper()}{line[1:]}." for line in absences(result)]
    if series.unscored:
        lines.append(f"Left out: {series.unscored} acts without such a score.")
    return "\n".join(lines)


def absences(result: LevelResult) -> list[str]:
    """What the band does not hold, and why; or why there is no level at all."""
    if result.absent and not result.holds:
        return [f"no level: {next(iter(result.absent.values()))}"]
    return [f"not in the band: {PART_WORDS[part]}, as {why}" for part, why in result.absent.items()]


def standing(result: LevelResult) -> list[str]:
    """Why the level lies beside the plain values: what is left when the coder's errors are taken off."""
    n = sum(row.n for row in result.series.rows)
    if result.standing is None or not n:
        return []
    told = sum(row.total for row in result.series.rows) / n
    found = result.standing
    return [
        f"The coder's errors taken off, some {found.acts:.0f} of {n} acts stand, with a mean score of "
        f"{found.mean:+.2f}; as told it is {told:+.2f}."
    ]


def _found(result: LevelResult) -> list[str]:
    row, last = result.rows[-1], result.series.rows[-1].period
    band = ", ".join(PART_WORDS[part] for part in result.holds) or "nothing"
    lines = [f"The band holds {band}."]
    if result.right is not None:
        lines.append(f"By the confusion table {result.right:.0%} of what the coder tells is right.")
    lines += standing(result)
    return [
        f"Level in {last}: {row.level:+.2f}; {result.width:.0%} band {row.low:+.2f} to "
        f"{row.high:+.2f}.",
        *lines,
        f"Local level model, {len(result.paths)} draws, seed {result.seed}.",
    ]
