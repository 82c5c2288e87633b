"""`detente mcp`: a workspace for assistants."""

from __future__ import annotations

from pathlib import Path

import click

from detente.commands.failing import Command
from detente.commands.options import WORKSPACE_ARGUMENT


@click.command(cls=Command, short_help="A workspace for assistants.")
@WORKSPACE_ARGUMENT
@click.option(
    "--allow-review", "reviewer", metavar="NAME",
    help="Let the assistant accept, change and delete records under this name; else it only reads.",
)  # fmt: skip
def mcp(folder: Path, reviewer: str | None) -> None:
    """Answer an assistant's questions about a workspace, by the Model Context Protocol.

    It talks on standard input and output: an assistant's program starts it, nobody by hand. Nothing is
    sent anywhere else. It needs the extra `detente[mcp]`.

    \b
    detente mcp ws
    detente mcp ws --allow-review "assistant of Ana"
    """
    from detente.workbench.assisting.server import check_installed, serve

    check_installed()
    from detente.store import Workspace
    from detente.workbench.assisting.tools import Tools

    serve(Tools(Workspace.open(folder), reviewer=reviewer))
