"""What the pieces that stand for states' names mean before training begins."""

from __future__ import annotations

from typing import Any

import torch
from tokenizers import Tokenizer

from detente.coding.actors.names import default_names
from detente.coding.pieces import FIRST_ADJECTIVE, FIRST_NAME, MOST_STATES


def begin_as_names(encoder: Any, tokenizer: Tokenizer) -> None:
    """Set the pieces that stand for states' names near the mean of all such names.

    The base never saw them in use. Each keeps its own difference from the others, so that the
    first, second … state of a sentence stay apart.
    """
    table = encoder.get_input_embeddings().weight
    with torch.no_grad():
        for first, kind in ((FIRST_NAME, "country"), (FIRST_ADJECTIVE, "adjective")):
            own = table[first : first + MOST_STATES].clone()
            words = sorted({name.surface for name in default_names() if name.kind == kind})
            encoded = (tokenizer.encode(word, add_special_tokens=False).ids for word in words)
            single = torch.tensor([ids[0] for ids in encoded if len(ids) == 1])
            table[first : first + MOST_STATES] = own - own.mean(0) + table[single].mean(0)
