"""Measures which types the coder takes for which, and writes the table that bands are made with.

    python tools/confusion.py corpus/relations

Codes the sentences that no model is trained on (a fifth of the corpus) and writes
`src/detente/measuring/confusion.tsv`. Run it after every change of the model.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from detente.coding.coder import Coder
from detente.laboratory.evaluating.corpus import read_corpus
from detente.laboratory.evaluating.marking import part_of
from detente.laboratory.evaluating.misread import misread

TABLE = Path(__file__).resolve().parent.parent / "src" / "detente" / "measuring" / "confusion.tsv"
HEAD = """\
# Which types the coder takes for which: of acts between two states in the annotated sentences that
# no model is trained on, how many were told as `told` where `marked` is right. `marked` none: told
# where there is no such act. `told` none: an act that was missed.
# Made by tools/confusion.py with {coder}, from {sentences} sentences.
told\tmarked\tn
"""


def main(folder: Path) -> None:
    """Code the held-out sentences of a folder and write the table."""
    sentences = [
        each for each in read_corpus(sorted(folder.glob("*.txt"))) if part_of(each.text) != "train"
    ]
    coder = Coder()
    counted = misread(sentences, coder)
    head = HEAD.format(coder=coder.name, sentences=len(sentences))
    TABLE.write_text(head + "".join(_lines(counted.items())), encoding="utf-8")
    sys.stdout.write(f"{sum(counted.values())} acts of {len(sentences)} sentences: {TABLE}\n")


def _lines(counted: Iterable[tuple[tuple[str, str], int]]) -> Iterable[str]:
    return (f"{told}\t{marked}\t{n}\n" for (told, marked), n in sorted(counted))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
