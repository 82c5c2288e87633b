"""The contract: which commands and options there are. Scripts of users rely on it."""

import click
import pytest
from commands_run import Run

from detente.cli import main

INPUT = ["--published", "--dated-by-file", "--outlet", "--genre", "--column", "--dates", "--years",
         "--mapping", "--delimiter", "--names", "--calendar", "--model"]  # fmt: skip
FORM = ["--as", "--out"]
DAYS = ["--since", "--until"]
DRAWN = ["--draws", "--without"]
PARTIES = ["--between", "--of"]
SIDES = ["--by", "--to", "--actor-sector", "--recipient-sector"]
ACT = ["--type", "--mode", "--quad-class"]
ABOUT = ["--issue", "--track"]
TOLD = ["--outlet", "--genre", "--reported-since", "--reported-until", "--words", "--article-words"]
CONTRACT = {
    "read": ["--into", "--show-mapping", *INPUT, "--workers", "--engine"],
    "fetch": ["--into", "--names", "--calendar", "--model", "--again", "--workers"],
    "import": [
        "--into", "--between", "--mapping", "--name", "--own-countries", "--own-codes", "--identical",
    ],
    "status": ["--as", "--out"],
    "remove": ["--article", "--outlet", "--file", "--yes"],
    "check": ["--repair"],
    "push": [],
    "pull": [],
    "code": [*INPUT, "--channels"],
    "explain": [*INPUT, "--parse", "--as"],
    "events": [
        *PARTIES, *SIDES, "--bloc", *ACT, *ABOUT, "--status", "--recalled", "--news", "--confidence", *DAYS,
        *TOLD, "--superseded", "--uncorrected", "--sort", "--limit", "--with", *FORM,
    ],
    "statements": [
        *PARTIES, *SIDES, "--bloc", "--kind", "--speaker", "--addressee", *ABOUT, "--confidence",
        *DAYS, *TOLD, "--superseded", "--uncorrected", "--sort", "--limit", "--with", *FORM,
    ],
    "channels": [
        *PARTIES, "--bloc", "--status", *DAYS, *TOLD, "--reports", "--superseded", "--limit",
        "--with", *FORM,
    ],
    "occurrences": [
        *PARTIES, *SIDES, "--bloc", *ACT, *ABOUT, "--status", "--recalled", "--news", "--confidence", *DAYS,
        *TOLD, "--merge", "--left-out", "--open", "--superseded", "--uncorrected", "--sort", "--limit",
        "--with", *FORM,
    ],
    "ledger": [
        "--of", "--towards", "--between", "--bloc", "--kind", *DAYS, "--issue", "--speaker",
        "--confidence", *TOLD, "--superseded", "--limit", "--open", "--with", *FORM,
    ],
    "index": [
        "--between",
        "--every",
        "--track",
        "--by-track",
        "--directed",
        *DAYS,
        "--merge",
        "--scores",
        "--normalise",
        "--from",
        "--band",
        "--width",
        "--parts",
        "--confusion",
        "--seed",
        "--audited",
        "--uncorrected",
        *FORM,
    ],
    "turns": [
        "--between",
        "--every",
        "--of",
        "--track",
        "--directed",
        "--drivers",
        *DAYS,
        "--from",
        "--uncorrected",
        *DRAWN,
        *FORM,
    ],
    "spells": [
        "--between",
        "--every",
        "--of",
        "--track",
        "--directed",
        "--drivers",
        *DAYS,
        "--from",
        "--uncorrected",
        *DRAWN,
        *FORM,
    ],
    "reciprocity": ["--between", "--with", "--every", "--of", "--track", *DAYS, "--from", *DRAWN, *FORM],
    "leadlag": ["--between", "--tracks", "--every", "--of", *DAYS, "--from", *DRAWN, *FORM],
    "shocks": [
        "--between",
        "--on",
        "--width",
        "--ahead",
        "--of",
        "--track",
        "--directed",
        *DAYS,
        "--from",
        *FORM,
    ],
    "latent": [
        "--between", "--every", "--by", "--track", *DAYS, "--from", "--items", "--uncorrected", *FORM,
    ],
    "forecast": [
        "--between", "--every", "--ahead", "--of", "--risk", "--begins", "--threshold", "--scores",
        "--track",
        "--directed", *DAYS, "--from", "--uncorrected", *FORM,
    ],
    "network": [
        "--every",
        "--states",
        "--bloc",
        "--balance",
        "--blocs",
        "--cohesion",
        "--neutral",
        "--seed",
        *DAYS,
        "--from",
        *FORM,
    ],
    "thirds": ["--between", "--every", "--within", "--fewest", "--seed", *DAYS, "--from", *FORM],
    "voices": [
        "--between", "--show", "--every", "--together", "--seed", "--issue", "--track", "--confidence",
        *DAYS, *TOLD, "--uncorrected", *FORM,
    ],
    "series": ["--of", "--period", "--every", "--lags", "--ahead", "--as", "--out"],
    "agreement": ["--between", "--of", "--every", *DAYS, *FORM],
    "outlets": [
        "--between", "--show", "--by", "--outlets", "--every", "--type", "--mode",
        "--quad-class", "--issue", "--track", "--confidence",
        *DAYS, *TOLD, "--uncorrected", "--merge", "--independent", *FORM,
    ],
    "copies": ["--show", *DAYS, "--outlet", "--genre", "--words", *FORM],
    "framing": ["--between", "--words", "--show", "--by", *DAYS, "--outlet", *FORM],
    "robustness": [
        "--between", "--least", "--every", "--event", *DAYS, "--from", "--sample", "--seed", "--rows",
        "--chart", *FORM,
    ],
    "replicate": ["--between", "--every", "--event", *DAYS, "--from", "--out"],
    "report": ["--between", *DAYS, "--every", "--from", "--brief", "--out"],
    "watch": ["--as", "--out", "--webhook", "--since", "--again", "--dry-run", "--most"],
    "serve": ["--port", "--host", "--no-browser", "--openapi", "--tokens", "--make-token", "--role"],
    "mcp": ["--allow-review"],
    "site": ["--between", "--pairs", "--most", "--out"],
    "correct": [
        "--accept", "--delete", "--merge", "--together", "--apart", "--set", "--part", "--add", "--why",
        "--by",
    ],
    "corrections": ["--by", "--lost", "--disputed", "--as", "--out", "--passages", "--with-text"],
    "audit": ["--between", "--sample", "--seed", "--read", "--review", "--by", *FORM],
    "evaluate": [
        "--between",
        "--articles",
        "--occurrences",
        *DAYS,
        "--model",
        "--sources",
        "--every",
        "--misses",
        "--as",
    ],
    "train": [
        "--out",
        "--sources",
        "--epochs",
        "--layers",
        "--rate",
        "--made",
        "--seed",
        "--share",
        "--onto",
        "--base",
        "--start",
    ],
}  # fmt: skip


def options(command: click.Command) -> list[str]:
    found = [param for param in command.params if isinstance(param, click.Option)]
    return [param.opts[0] for param in found]


def test_commands_come_in_the_order_of_use() -> None:
    assert list(main.list_commands(click.Context(main))) == list(CONTRACT)
    assert set(main.commands) == set(CONTRACT)


@pytest.mark.parametrize("name", CONTRACT)
def test_options(name: str) -> None:
    assert options(main.commands[name]) == [*CONTRACT[name], "--debug"]


@pytest.mark.parametrize("name", CONTRACT)
def test_help_gives_an_example_and_fits_80_columns(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert f"detente {name} " in result.stdout
    assert max(map(len, result.stdout.splitlines())) <= 80


def test_main_help_documents_the_exit_statuses(run: Run) -> None:
    result = run("--help")
    assert "3 some inputs were rejected" in result.stdout
    assert "..." not in result.stdout.partition("Commands:")[2]


def test_version(run: Run) -> None:
    from detente.version import __version__

    assert run("--version").stdout.split()[-1] == __version__
