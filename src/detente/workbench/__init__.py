"""The workbench: a workspace looked through in a browser, on this machine."""

from detente.workbench.app import make_app
from detente.workbench.settings import Settings

__all__ = ["Settings", "make_app"]
