"""`detente serve`: the workbench in a browser, on this machine or shared."""

from __future__ import annotations

import errno
import logging
import os
import socket
import threading
import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from detente.commands.failing import Command

if TYPE_CHECKING:
    from detente.store import Workspace
    from detente.workbench import Settings
    from detente.workbench.tokens import Role

PORT = 8765
WAITING = 64
"""Connections that may wait to be answered."""
EVERY_ADDRESS = ("0.0.0.0", "::")
"""Hosts that stand for all addresses of a machine, and that no browser opens from elsewhere."""


ROLES = ("read", "review")


def _print_openapi(ctx: click.Context, param: click.Parameter, given: bool) -> None:
    """The description of the API, which is the same for every workspace."""
    if given and not ctx.resilient_parsing:
        from detente.workbench.api import to_json
        from detente.workbench.openapi import openapi

        click.echo(to_json(openapi()))
        ctx.exit()


@click.command(cls=Command, short_help="Look through a workspace in a browser, and review it.")
@click.argument("folder", type=click.Path(path_type=Path), metavar="WORKSPACE", required=False)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=PORT, show_default=True,
    help="Where it is reached; 0 takes any that is free.",
)  # fmt: skip
@click.option(
    "--host", default="127.0.0.1", show_default=True,
    help="Which address of this machine; one that others reach needs --tokens.",
)  # fmt: skip
@click.option("--no-browser", is_flag=True, help="Print the address, and open no browser.")
@click.option(
    "--openapi", is_flag=True, is_eager=True, expose_value=False, callback=_print_openapi,
    help="Print the description of the API (OpenAPI 3.1), and serve nothing.",
)  # fmt: skip
@click.option(
    "--tokens", "tokens", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Let in only who has a token that is listed in this file.",
)  # fmt: skip
@click.option(
    "--make-token", "name", metavar="NAME",
    help="Print a new token for somebody, add its hash to the file of --tokens, and end.",
)  # fmt: skip
@click.option(
    "--role", type=click.Choice(ROLES), default="read", show_default=True,
    help="With --make-token: what its holder may do.",
)  # fmt: skip
def serve(
    folder: Path | None, port: int, host: str, no_browser: bool, tokens: Path | None,
    name: str | None, role: Role,
) -> None:  # fmt: skip
    """Serve a web page over a workspace until Ctrl-C, and print its address.

    All pairs of states, each pair, event, statement, article and outlet, and a search; each has an
    address of its own. Records are judged there, too. Only this machine reaches it, unless you give
    --host and --tokens.

    \b
    detente serve ws
    detente serve ws --port 9000 --no-browser
    detente serve --make-token Ana --role review --tokens tokens.toml
    detente serve ws --host 0.0.0.0 --tokens tokens.toml
    """
    if name is not None:
        _make_token(name, role, tokens)
    elif folder is None:
        raise click.UsageError("Missing argument 'WORKSPACE'.")
    else:
        _serve(folder, port, host, not no_browser, tokens)


def _make_token(name: str, role: Role, path: Path | None) -> None:
    """Print a token; where no file is given, what belongs in one, too."""
    from detente.workbench.tokens import add_token, make_token, written

    token, holder = make_token(name, role)
    if path is not None:
        add_token(path, holder)
    click.echo(token)
    if path is None:
        click.echo(f"\n{written(holder)}", nl=False)
    click.echo(
        f"It is shown this once. {holder.name} opens the address of the workbench with "
        f"?token={token} behind it.", err=True,
    )  # fmt: skip


def _serve(folder: Path, port: int, host: str, open_browser: bool, tokens: Path | None) -> None:
    from dataclasses import replace

    from detente.store import Workspace
    from detente.workbench import Settings
    from detente.workbench.tokens import read_tokens

    holders = read_tokens(tokens) if tokens else ()
    settings = Settings(
        host=host, port=port, open_browser=open_browser and not holders, holders=holders
    )
    if not settings.is_local and not holders:
        raise click.UsageError(
            f"--host {host} lets others in, which needs --tokens: make one with `detente serve "
            "--make-token NAME --tokens tokens.toml`, or leave it out, and let others in over SSH."
        )
    workspace = Workspace.open(folder)
    with _listening(settings.host, settings.port) as listener:
        settings = replace(settings, port=listener.getsockname()[1])
        click.echo(settings.address)
        if host in EVERY_ADDRESS:
            click.echo(f"Others write the name of this machine in place of {host}.", err=True)
        if not settings.is_local:
            click.echo(
                "Others reach it without encryption: put a proxy with HTTPS before it in a net that you "
                "do not trust.", err=True,
            )  # fmt: skip
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
            make_app(workspace, settings),
            log_level="warning",
            timeout_graceful_shutdown=1,
            server_header=False,
        )
    )
    logging.getLogger("uvicorn.error").addFilter(_is_a_fault)
    if settings.open_browser:
        # The socket listens already: a browser that comes early waits.
        threading.Thread(target=webbrowser.open, args=(settings.address,), daemon=True).start()
    with suppress(KeyboardInterrupt):
        server.run(sockets=[listener])


def _is_a_fault(record: logging.LogRecord) -> bool:
    """Whether what is logged is one: an answer that Ctrl-C broke off is none."""
    from asyncio import CancelledError

    kind = record.exc_info[0] if record.exc_info else None
    return kind is None or not issubclass(kind, CancelledError)
