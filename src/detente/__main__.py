"""`python -m detente`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line; Ctrl-C ends it without a traceback also while it is still loaded."""
    try:
        from detente.cli import main as command
    except KeyboardInterrupt:
        sys.stderr.write("stopped\n")
        raise SystemExit(130) from None
    command(prog_name="detente")


if __name__ == "__main__":
    main()
