"""How tests run `detente` in this process."""

from collections.abc import Callable

from click.testing import CliRunner, Result

from detente.cli import main

Run = Callable[..., Result]


def run_detente(*words: object, columns: int | str = 80, given: str | None = None) -> Result:
    """The result of a command; `given` goes to its standard input."""
    runner = CliRunner(env={"COLUMNS": str(columns)})
    return runner.invoke(main, [str(word) for word in words], input=given)
