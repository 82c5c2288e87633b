"""Checks corpus files and prints what is wrong and how they are balanced.

python tools/lint_corpus.py corpus/relations/*.txt [--against other.tsv]
"""

from __future__ import annotations

import argparse
import csv
import sys
from pathlib import Path

from detente.laboratory.training.linting import balance, lint


def main() -> int:
    """Runs the linter; the exit status says whether all is well."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--against", type=Path, help="a TSV file with a column `sentence`")
    options = parser.parse_args()
    outside: list[str] = []
    if options.against and options.against.exists():
        with options.against.open(encoding="utf-8", newline="") as handle:
            outside = [row["sentence"] for row in csv.DictReader(handle, delimiter="\t")]
    problems, sentences = lint(options.files, against=outside)
    sys.stdout.write("\n".join([*problems, balance(sentences)]) + "\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
