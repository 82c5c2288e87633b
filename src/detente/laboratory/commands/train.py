"""`detente train`: a model, from annotated files."""

from __future__ import annotations

import os
from pathlib import Path

import click
from click.core import ParameterSource

from detente.commands.failing import Command
from detente.commands.options import Model, ModelFolder

WITH_ONTO = frozenset({"files", "out", "sources", "onto"})
"""What may be given with `--onto`: all else is about training a network."""


@click.command(cls=Command, short_help="Train a reader from annotated passages and sentences.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...",
                type=click.Path(path_type=Path))  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FOLDER",
              help="Where the model is written.")  # fmt: skip
@click.option("--sources", type=click.Path(path_type=Path, exists=True, file_okay=False),
              metavar="FOLDER", help="Where the texts of real passages lie: collections, or the workspace"
              " that was corrected.")  # fmt: skip
@click.option("--epochs", type=click.FloatRange(0, min_open=True), metavar="N",
              default=4, show_default=True, help="Times that all is read.")  # fmt: skip
@click.option("--layers", default=6, type=click.IntRange(1), show_default=True,
              help="Of the encoder that are kept.")  # fmt: skip
@click.option("--rate", default=1.3e-4, type=click.FloatRange(0, min_open=True), show_default=True,
              help="Of learning of the encoder, at its peak; larger ones want less.")  # fmt: skip
@click.option("--made", default=0.25, type=click.FloatRange(0), show_default=True, metavar="TIMES",
              help="How often sentences written for training are read in an epoch.")  # fmt: skip
@click.option("--seed", default=1, show_default=True, help="Of the order and the first weights.")
@click.option(
    "--share",
    default=1.0,
    type=click.FloatRange(0, 1, min_open=True),
    show_default=True,
    metavar="PART",
    help="Of the real passages, to see a learning curve.",
)
@click.option("--onto", type=ModelFolder(), metavar="shipped|FOLDER",
              help="Learn on top of a reader, near what was corrected, without PyTorch; only --sources goes"
              " with it.")  # fmt: skip
@click.option("--base", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Other weights to start from, in the form of `transformers`.")  # fmt: skip
@click.option("--start", type=click.Path(path_type=Path, exists=True), metavar="CHECKPOINT",
              help="What an earlier training left, to begin with.")  # fmt: skip
def train(
    files: tuple[Path, ...],
    out: Path,
    sources: Path | None,
    epochs: float,
    layers: int,
    rate: float,
    made: float,
    seed: int,
    share: float,
    onto: Model | None,
    base: Path | None,
    start: Path | None,
) -> None:
    """Train a reader from files, or folders of them: real passages (`*.jsonl`), annotated sentences
    and passages with marked voices (`*.txt`).

    With --onto a reader learns on top of what it knows, from passages such as `detente corrections
    --passages` writes, within minutes; it answers as before to what is unlike anything corrected.

    Without, a network is trained, which needs the extra `train` (PyTorch). What was learnt is kept
    every two minutes in the folder; the same command run again goes on from there. Eight in a hundred
    real passages are held out; by them thresholds and confidence are set. The folder that it writes is
    used with `--model`.

    \b
    detente train corrected.jsonl --onto shipped --sources ws --out my-reader
    detente train corpus/real corpus/relations --sources texts/ --out my-reader
    detente read news/ --into ws --model my-reader
    """
    paths = [path for given in files for path in _files(given)]
    if onto is not None:
        _onto(onto, paths, sources, out)
        return
    from detente.errors import MissingExtraError

    try:
        from detente.laboratory.training.reader.fit import Settings
        from detente.laboratory.training.reader.run import Sources, base_folder
        from detente.laboratory.training.reader.run import train as train_reader

        base or base_folder()
    except ImportError as problem:
        raise MissingExtraError(
            f"training needs {problem.name}",
            advice="Install the extra: pip install 'detente[train]'.",
        ) from problem
    standoff = [path for path in paths if path.suffix == ".jsonl"]
    annotated = [path for path in paths if path.suffix != ".jsonl"]
    train_reader(
        Sources(standoff, sources, annotated),
        out,
        Settings(
            layers=layers, epochs=epochs, encoder_rate=rate, head_rate=8 * rate, made=made,
            voiced=2 * made, seed=seed,
        ),
        share=share,
        start=start,
        base=base,
        tell=_tell,
    )  # fmt: skip


def _onto(base: Model, paths: list[Path], sources: Path | None, out: Path) -> None:
    # Read when numpy is first imported. Sums in several threads differ in their last digits, which fitting
    # makes larger: one alone gives the same file on any number of cores, and is no slower here.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from detente.coding.reader.model import FOLDER
    from detente.laboratory.evaluating.standoff import is_standoff
    from detente.laboratory.training.reader.onto import learn_onto

    context = click.get_current_context()
    for option in context.command.params:
        source = context.get_parameter_source(option.name or "")
        if source is ParameterSource.COMMANDLINE and option.name not in WITH_ONTO:
            raise click.UsageError(f"{option.opts[0]} is about training a network, not --onto.")
    if other := next((path for path in paths if not is_standoff(path)), None):
        raise click.UsageError(f"--onto learns from passages (.jsonl), not from {other.name}.")
    folder = FOLDER if base == "shipped" else base
    learn_onto(paths, sources, out, base=folder, tell=_tell)


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _files(given: Path) -> list[Path]:
    from detente.errors import InputError

    if not given.exists():
        raise InputError("does not exist", where=str(given), advice="Check the spelling.")
    return sorted([*given.glob("*.txt"), *given.glob("*.jsonl")]) if given.is_dir() else [given]
