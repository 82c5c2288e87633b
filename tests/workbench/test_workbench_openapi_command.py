"""`detente serve --openapi` prints the description of the API, and needs no workspace."""

from __future__ import annotations

import json

from click.testing import CliRunner

from detente.cli import main
from detente.workbench.openapi import openapi


def test_the_description_is_printed() -> None:
    done = CliRunner().invoke(main, ["serve", "--openapi"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout) == openapi()
