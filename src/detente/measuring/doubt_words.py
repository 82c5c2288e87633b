"""How often findings stand in redrawn records: in sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.measuring.figures import sentence

if TYPE_CHECKING:
    from detente.measuring.doubting import DoubtResult, Stands

REDRAWN = {
    "sampling": "which acts were told", "coder": "the coder's error", "outlets": "the mix of outlets",
    "merging": "what is one act",
}  # fmt: skip


def doubt(found: DoubtResult) -> str:
    """What the measure found, and in how many redrawn records each finding stands."""
    return "\n".join([str(found.found), *stood(found)])


def stood(found: DoubtResult) -> list[str]:
    """In how many redrawn records each finding stands, and what was redrawn."""
    draws = found.options.draws
    lines = [sentence(_stands(each)) for each in found.rows]
    if found.others is not None:
        what = found.found.asked()["measure"].removesuffix("s")
        other = f"another {what}" if found.rows else f"a {what}"
        show = "shows" if found.others == 1 else "show"
        lines.append(f"{found.others} of {draws} redrawn records {show} {other}.")
    if found.refused:
        lines.append(
            f"{found.refused} of them tell too little for the measure; nothing stands there."
        )
    held = ", ".join(REDRAWN[part] for part in found.holds) or "nothing"
    lines.append(f"Redrawn: {held}. How often a finding stands is no probability that it is true.")
    lines += [f"Not redrawn: {REDRAWN[part]}, as {why}." for part, why in found.absent.items()]
    return lines


def in_records(each: Stands) -> str:
    """`in 87 of 100 redrawn records`."""
    return f"in {each.stood} of {each.draws} redrawn records"


def _stands(each: Stands) -> str:
    if each.told:
        return f"{each.finding}: stands {in_records(each)}."
    return f"{each.finding}: not seen; seen {in_records(each)}."
