"""`detente serve`: the workbench in a browser."""

from __future__ import annotations

import errno
import os
import socket
import threading
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands.failing import Command
from detente.commands.options import WORKSPACE_ARGUMENT

if TYPE_CHECKING:
    from detente.store import Workspace
    from detente.workbench import Settings

PORT = 8765
WAITING = 64
"""Connections that may wait to be answered."""


def _print_openapi(ctx: click.Context, param: click.Parameter, given: bool) -> None:
    """The description of the API, which is the same for every workspace."""
    if given and not ctx.resilient_parsing:
        from detente.workbench.api import to_json
        from detente.workbench.openapi import openapi

        click.echo(to_json(openapi()))
        ctx.exit()


@click.command(cls=Command, short_help="Look through a workspace in a browser.")
@WORKSPACE_ARGUMENT
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True,
    help="Where it is reached; 0 takes any that is free.",
)  # fmt: skip
@click.option("--host", default="127.0.0.1", show_default=True, help="This machine only, for now.")
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.option(
    "--openapi", is_flag=True, is_eager=True, expose_value=False, callback=_print_openapi,
    help="Print the description of the API (OpenAPI 3.1), and serve nothing.",
)  # fmt: skip
def serve(folder: Path, port: int, host: str, no_browser: bool) -> None:
    """Serve a local web page over a workspace until Ctrl-C, and print its address.

    All pairs of states, each pair, event, statement, article and outlet, and a search; each has an
    address of its own. Nothing is sent anywhere: only this machine reaches it.

    \b
    detente serve ws
    detente serve ws --port 9000 --no-browser
    """
    from dataclasses import replace

    from detente.store import Workspace
    from detente.workbench import Settings

    settings = Settings(host=host, port=port, open_browser=not no_browser)
    if not settings.is_local:
        raise click.UsageError(
            f"--host {host} would let others in, which needs a token that detente does not have yet: "
            "leave it out, and let others in over SSH."
        )
    workspace = Workspace.open(folder)
    with _listening(settings.host, settings.port) as listener:
        settings = replace(settings, port=listener.getsockname()[1])
        click.echo(settings.address)
        _run(workspace, settings, listener)


def _listening(host: str, port: int) -> socket.socket:
    from detente.errors import InputError

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    if os.name != "nt":  # there it would share a port that is taken
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(WAITING)
    except OSError as problem:
        listener.close()
        taken = problem.errno == errno.EADDRINUSE
        raise InputError(
            f"port {port} is taken" if taken else f"port {port} cannot be had ({problem.strerror})",
            advice="Another `detente serve` may run there. Choose another: --port 0 takes a free one.",
        ) from problem
    return listener


def _run(workspace: Workspace, settings: Settings, listener: socket.socket) -> None:
    """Answer until Ctrl-C, which is how it is meant to end."""
    import uvicorn

    from detente.workbench import make_app

    server = uvicorn.Server(
        uvicorn.Config(
            make_app(workspace, settings), log_level="warning", timeout_graceful_shutdown=1
        )
    )
    if settings.open_browser:
        # The socket listens already: a browser that comes early waits.
        threading.Thread(target=webbrowser.open, args=(settings.address,), daemon=True).start()
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])
