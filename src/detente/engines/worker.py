"""The side of a worker process."""

from __future__ import annotations

import os
import pickle
import signal
from multiprocessing.connection import Connection
from queue import SimpleQueue
from threading import Thread
from typing import Any

from detente.engines.contract import CoderFactory
from detente.engines.safely import code_safely
from detente.errors import DetenteError

Inbox = SimpleQueue[Any]


def serve(connection: Connection[Any, Any], coder_factory: CoderFactory) -> None:
    """Build a coder and code batches until the other side hangs up.

    Answers each batch with its results, or with the exception that coding it raised. Ctrl-C is
    left to the parent, which gets it too.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbox: Inbox = SimpleQueue()
    Thread(target=_receive, args=(connection, inbox), daemon=True).start()
    try:
        coder = coder_factory()
        while True:
            connection.send(code_safely(coder, inbox.get()))
    except BrokenPipeError:
        return
    except Exception as problem:
        connection.send(_portable(problem))
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


def _portable(problem: Exception) -> Exception:
    try:
        copy = pickle.loads(pickle.dumps(problem))
    except Exception:
        copy = None
    if isinstance(copy, type(problem)):
        return copy
    return DetenteError(f"{type(problem).__name__}: {problem}", where="a worker process")
