"""The pages that the tests of this folder read."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README, CHANGELOG, CONTRIBUTING = (
    ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md")
)
DOCS = ROOT / "docs"
PAGES = [
    README,
    CHANGELOG,
    CONTRIBUTING,
    ROOT / "examples" / "china-us" / "README.md",
    *sorted(DOCS.glob("*.md")),
]
FENCE = re.compile(r"^```([^\n]*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
FIRST_CELL = re.compile(r"^\| (`[^|]*`) \|", re.MULTILINE)


def name_of(page: Path) -> str:
    """A page as tests name it."""
    return str(page.relative_to(ROOT))


@cache
def text_of(name: str) -> str:
    """The text of a page under `docs/`, or at the top."""
    page = DOCS / name if (DOCS / name).exists() else ROOT / name
    return page.read_text(encoding="utf-8")


def section(name: str, heading: str) -> str:
    """What stands under a heading of a page, up to the next of its level or above."""
    text = text_of(name)
    found = re.search(rf"^(#+) {re.escape(heading)}$", text, re.MULTILINE)
    assert found, f"{name} has no heading {heading}"
    rest = text[found.end() :]
    following = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: following.start()] if following else rest


def listed(text: str) -> list[str]:
    """The names in code type in the first column of the tables of a text."""
    cells = FIRST_CELL.findall(text)
    return [name for cell in cells for name in re.findall(r"`([^`]+)`", cell)]
