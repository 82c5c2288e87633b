"""`detente train`: a model, from annotated files."""

from __future__ import annotations

from pathlib import Path

import click

from detente.commands.failing import Command


@click.command(cls=Command, short_help="Train a model from annotated sentences or passages.")
@click.argument("files", nargs=-1, required=True, metavar="FILE...",
                type=click.Path(path_type=Path))  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path), metavar="FOLDER",
              help="Where the model is written.")  # fmt: skip
@click.option("--epochs", type=click.IntRange(min=1), metavar="N",
              default=6, show_default=True, help="Times that all is read.")  # fmt: skip
@click.option("--layers", default=3, type=click.IntRange(1), show_default=True,
              help="Of the encoder that are kept.")  # fmt: skip
@click.option("--rate", default=1.2e-4, type=click.FloatRange(0, min_open=True), show_default=True,
              help="Of learning of the encoder, at its peak; larger ones want less.")  # fmt: skip
@click.option("--seed", default=0, show_default=True, help="Of the order and the first weights.")
@click.option(
    "--share",
    default=1.0,
    type=click.FloatRange(0, 1, min_open=True),
    show_default=True,
    metavar="PART",
    help="Of the training sentences, to see a learning curve.",
)
@click.option("--base", type=click.Path(path_type=Path), metavar="FOLDER",
              help="Other weights to start from, in the form of `transformers`.")  # fmt: skip
@click.option("--teacher", type=click.Path(path_type=Path), metavar="FOLDER",
              help="A trained model to learn from besides, usually a larger one.")  # fmt: skip
@click.option("--onto", type=click.Path(path_type=Path), metavar="FOLDER",
              help="A trained model whose pairs are kept.")  # fmt: skip
def train(
    files: tuple[Path, ...],
    out: Path,
    epochs: int,
    layers: int,
    rate: float,
    seed: int,
    share: float,
    base: Path | None,
    teacher: Path | None,
    onto: Path | None,
) -> None:
    """Train a model from files of annotated sentences and of passages with marked voices, or folders
    of them. Without passages the model tells no positions, and rules do.

    It needs the extra `train` (PyTorch). A tenth of the sentences is held out and scored after
    each epoch. The folder that it writes is used with `--model`. With --onto what a trained model
    tells of pairs is kept, and clauses alone are learnt anew.

    \b
    detente train corpus/relations corpus/voice mine.txt --out my-model
    detente read news/ --into ws --model my-model
    """
    from detente.errors import MissingExtraError

    try:
        from detente.training.fit import Settings
        from detente.training.run import base_folder
        from detente.training.run import train as train_model

        base or base_folder()
    except ImportError as problem:
        raise MissingExtraError(
            f"training needs {problem.name}",
            advice="Install the extra: pip install 'detente[train]'.",
        ) from problem
    paths = [path for given in files for path in _files(given)]
    train_model(
        paths,
        out,
        Settings(epochs=epochs, layers=layers, encoder_rate=rate, seed=seed),
        share=share,
        base=base,
        teacher=teacher,
        onto=onto,
        tell=_tell,
    )


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _files(given: Path) -> list[Path]:
    from detente.errors import InputError

    if not given.exists():
        raise InputError("does not exist", where=str(given), advice="Check the spelling.")
    return sorted(given.glob("*.txt")) if given.is_dir() else [given]
