"""`detente train`: a model of relations or of positions, from annotated files."""

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
              help="Times that all is read: 6 for relations, 8 for positions.")  # fmt: skip
@click.option("--layers", default=3, type=click.IntRange(1), show_default=True,
              help="Of the encoder that are kept.")  # fmt: skip
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
@click.option("--words", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="For positions: sentences from which words are learnt first.")  # fmt: skip
def train(
    files: tuple[Path, ...],
    out: Path,
    epochs: int | None,
    layers: int,
    seed: int,
    share: float,
    base: Path | None,
    teacher: Path | None,
    words: tuple[Path, ...],
) -> None:
    """Train a relation model from files of annotated sentences, or folders of them; from passages with
    marked voices a model of the kinds of positions.

    It needs the extra `train` (PyTorch). A tenth of the sentences is held out and scored after
    each epoch. The folder that it writes is used with `--model`.

    \b
    detente train corpus/relations mine.txt --out my-model
    detente read news/ --into ws --model my-model
    detente train corpus/voice --words corpus/relations --out my-positions
    """
    from detente.errors import MissingExtraError
    from detente.evaluating.voiced import is_voiced

    try:
        from detente.training.fit import Settings
        from detente.training.positions import POSITIONS, train_positions
        from detente.training.run import base_folder
        from detente.training.run import train as train_model

        base or base_folder()
    except ImportError as problem:
        raise MissingExtraError(
            f"training needs {problem.name}",
            advice="Install the extra: pip install 'detente[train]'.",
        ) from problem
    paths = [path for given in files for path in _files(given)]
    if all(is_voiced(path) for path in paths):
        train_positions(
            paths,
            out,
            sentences=[path for given in words for path in _files(given)],
            epochs=epochs or POSITIONS,
            layers=layers,
            seed=seed,
            base=base,
            tell=_tell,
        )
        return
    train_model(
        paths,
        out,
        Settings(epochs=epochs or Settings().epochs, layers=layers, seed=seed),
        share=share,
        base=base,
        teacher=teacher,
        tell=_tell,
    )


def _tell(line: str) -> None:
    click.echo(line, err=True)


def _files(given: Path) -> list[Path]:
    from detente.errors import InputError

    if not given.exists():
        raise InputError("does not exist", where=str(given), advice="Check the spelling.")
    return sorted(given.glob("*.txt")) if given.is_dir() else [given]
