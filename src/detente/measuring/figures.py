"""Numbers as sentences give them."""

from __future__ import annotations


def p_value(p: float) -> str:
    """`p = 0.012`; `p < 0.001` where it is smaller."""
    return "p < 0.001" if p < 0.001 else f"p = {p:.3f}"


def many(count: int, unit: str) -> str:
    """`1 month`, `5 months`."""
    return f"{count} {unit}{'' if count == 1 else 's'}"


def number(value: float) -> str:
    return f"{round(value, 1) + 0.0:+.1f}"


def light(value: float) -> str:
    """From -1 to 1, with its sign; nothing is not less than nothing."""
    return f"{round(value, 2) + 0.0:+.2f}"


def sentence(words: str) -> str:
    """Words that begin with a capital letter."""
    return words[:1].upper() + words[1:]
