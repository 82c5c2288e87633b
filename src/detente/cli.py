"""The command `detente` and what belongs to it."""

from __future__ import annotations

import click

from detente.commands.agreement import agreement
from detente.commands.asking import channels, events, occurrences, statements
from detente.commands.audit import audit
from detente.commands.check import check
from detente.commands.code import code
from detente.commands.copies import copies
from detente.commands.correct import correct
from detente.commands.corrections import corrections
from detente.commands.explain import explain
from detente.commands.failing import Guarded
from detente.commands.fetch import fetch
from detente.commands.forecast import forecast
from detente.commands.framing import framing
from detente.commands.importing import import_
from detente.commands.index import index
from detente.commands.latent import latent
from detente.commands.ledger import ledger
from detente.commands.mcp import mcp
from detente.commands.measures import leadlag, reciprocity, shocks, spells, turns
from detente.commands.networks import network, thirds
from detente.commands.outlets import outlets
from detente.commands.publish import pull, push
from detente.commands.read import read
from detente.commands.remove import remove
from detente.commands.replicate import replicate
from detente.commands.report import report
from detente.commands.robustness import robustness
from detente.commands.series import series
from detente.commands.serve import serve
from detente.commands.site import site
from detente.commands.status import status
from detente.commands.voices import voices
from detente.commands.watch import watch
from detente.laboratory.commands.evaluate import evaluate
from detente.laboratory.commands.train import train

COMMANDS = (
    read, fetch, import_, status, remove, check, push, pull, code, explain, events, statements,
    channels, occurrences, ledger, index, turns, spells, reciprocity, leadlag, shocks, latent,
    forecast, network, thirds, voices, series, agreement, outlets, copies, framing, robustness,
    replicate, report, watch, serve, mcp, site, correct, corrections, audit, evaluate, train,
)  # fmt: skip


class InOrder(Guarded):
    """Lists the commands in the order in which they are used, not by name."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [str(command.name) for command in COMMANDS]


@click.group("detente", cls=InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="detente", message="%(prog)s %(version)s")
def main() -> None:
    """Read news and official statements, and keep a sourced record of what states do and say.

    \b
    detente read news/ --into ws
    detente events ws --between CHN USA
    detente index ws --between CHN USA --every month

    Machine output goes to standard output, talk to standard error.

    \b
    Exit status: 0 all well, 1 an error, 2 wrong usage, 3 some inputs were rejected,
    130 stopped by Ctrl-C, 141 the reader of the output went away.
    """


for command in COMMANDS:
    main.add_command(command)
