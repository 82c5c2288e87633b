"""The side of a worker process."""

from __future__ import annotations

import os
import pickle
import signal
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any

from detente.engines.allowing import allow
from detente.engines.contract import CoderFactory
from detente.engines.safely import code_safely
from detente.errors import DetenteError

Inbox = SimpleQueue[Any]
READY = "ready"
"""What a worker says first, once it has its coder."""


def serve(connection: Connection[Any, Any], coder_factory: CoderFactory, seconds: int) -> None:
    """Build a coder and code batches until the other side hangs up.

    Answers each batch with its results, or with the exception that coding it raised. Ends where a
    batch takes more work than `allow` gives it for so many seconds. Ctrl-C is left to the parent, which
    gets it too.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox: Inbox = SimpleQueue()
    Thread(target=_receive, args=(connection, inbox), daemon=True).start()
    try:
        coder = coder_factory()
        connection.send(READY)
        while True:
            articles = inbox.get()
            allow(articles, seconds)
            connection.send(code_safely(coder, articles))
    except BrokenPipeError:
        return
    except Exception as problem:
        connection.send(portable(problem))
        inbox.get()  # stay until the parent has read it and hangs up


def _receive(connection: Connection[Any, Any], inbox: Inbox) -> None:
    """Take batches in while another is coded, so that the parent never waits to send.

    The end of the connection ends the process at once, even in mid-batch: a killed parent leaves
    no worker behind.
    """
    try:
        while True:
            inbox.put(connection.recv())
    except (EOFError, OSError):
        os._exit(0)


def portable(problem: Exception) -> Exception:
    """The problem as it can be sent to another process: itself, or what it says."""
    try:
        copy = pickle.loads(pickle.dumps(problem))
    except Exception:
        copy = None
    if isinstance(copy, type(problem)):
        return copy
    return DetenteError(f"{type(problem).__name__}: {problem}", where="a worker process")
