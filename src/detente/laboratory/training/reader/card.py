"""The card of a reader: what it is, was made from and answers with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from detente.coding.reader.model import CARD, described


def write_card(folder: Path, card: dict[str, Any]) -> None:
    """Write what a reader is, was made from and answers with to its folder, as JSON."""
    told = json.dumps({**described(), **card}, ensure_ascii=False, indent=1)
    (folder / CARD).write_text(told + "\n", encoding="utf-8")
