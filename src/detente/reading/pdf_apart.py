"""A PDF is read in a process of its own, which may hold and work so much and no more.

PDFium does what a file tells it, and a file of four kilobytes can tell it to take all memory there is, or
to work for ever; nobody can stop it but by ending its process. One that was not ended reads the next file,
too. What it answers is JSON, so that a file which deceives PDFium gains nothing here.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
from dataclasses import asdict
from struct import Struct
from threading import Lock
from typing import Any, BinaryIO

from detente.reading.pdf_layout import Piece
from detente.reading.pdf_pages import Pdf, parsed
from detente.reading.problems import Problem

MEMORY = 1024**3
"""Bytes that the process may hold."""
SECONDS = 120
"""Processor time that any file may take, as with `detente.engines.allowing`."""
A_BYTE = 1e-5
"""Seconds that it may take besides, for each byte."""
_READY = b"ready"
_LENGTH = Struct(">Q")


def parsed_apart(data: bytes, most: int) -> Pdf | Problem:
    """What `pdf_pages.parsed` finds; a problem where finding it ended the process."""
    answer = _READER.asked(data, most)
    return answer if isinstance(answer, Problem) else _found(json.loads(answer))


class _Reader:
    """The process that reads, started when it is needed, and again when it has ended."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._lock = Lock()

    def asked(self, data: bytes, most: int) -> bytes | Problem:
        """What it answers; where it ends, a new one is asked, which holds nothing of earlier files."""
        with self._lock:
            is_new = self._process is None
            answer = self._answer(data, most)
            return self._answer(data, most) if answer is _ENDED and not is_new else answer

    def end(self) -> None:
        """End the process, if there is one."""
        process, self._process = self._process, None
        if process:
            process.kill()
            process.communicate()

    def _answer(self, data: bytes, most: int) -> bytes | Problem:
        try:
            if self._process is None:
                self._process = _started()
                if _taken(self._process.stdout) != _READY:
                    raise EOFError
        except (OSError, EOFError):
            self.end()
            return _NOT_STARTED
        except BaseException:
            self.end()
            raise
        try:
            _give(self._process.stdin, json.dumps(most).encode(), data)
            return _taken(self._process.stdout)
        except (OSError, EOFError):
            self.end()
            return _ENDED
        except BaseException:  # it would answer what is no more asked
            self.end()
            raise


def _started() -> subprocess.Popen[bytes]:
    # What lies in the folder where this was called is not to be imported, as `-m` alone would.
    command = [sys.executable, "-P", "-m", __name__, str(MEMORY)]
    paths = os.pathsep.join(each for each in sys.path if each)
    return subprocess.Popen(
        command,
        env={**os.environ, "PYTHONPATH": paths},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _give(stream: BinaryIO | Any, *parts: bytes) -> None:
    for part in parts:
        stream.write(_LENGTH.pack(len(part)))
        stream.write(part)
    stream.flush()


def _taken(stream: BinaryIO | Any) -> bytes:
    """The next part; raises `EOFError` where there is none."""
    length = stream.read(_LENGTH.size)
    part: bytes = stream.read(*_LENGTH.unpack(length)) if len(length) == _LENGTH.size else b""
    if len(length) < _LENGTH.size or len(part) < _LENGTH.unpack(length)[0]:
        raise EOFError
    return part


def _told(found: Pdf | Problem) -> bytes:
    return json.dumps(asdict(found)).encode()


def _found(told: dict[str, Any]) -> Pdf | Problem:
    if "pages" not in told:
        return Problem(**told)
    pages = [[Piece(**piece) for piece in page] for page in told.pop("pages")]
    return Pdf(pages=pages, **told)


# ------------------------------------------------------------------------------- the side of the process


def main() -> None:
    """Answer until the other side hangs up. Ctrl-C is left to it."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asked, answers = sys.stdin.buffer, sys.stdout.buffer
    import pypdfium2  # type: ignore[import-untyped]  # noqa: F401  # loaded before memory is limited

    _allow_memory(int(sys.argv[1]))
    _give(answers, _READY)
    try:
        while True:
            most, data = json.loads(_taken(asked)), _taken(asked)
            _allow_work(len(data))
            _give(answers, _told(parsed(data, most)))
    except (EOFError, BrokenPipeError):
        os._exit(0)


if sys.platform == "win32":

    def _allow_memory(size: int) -> None:
        """Nothing is limited here."""

    def _allow_work(size: int) -> None:
        """Nothing is limited here: Windows counts no work of a process."""

else:
    import resource

    def _allow_memory(size: int) -> None:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _limit(resource.RLIMIT_AS, size)

    def _allow_work(size: int) -> None:
        spent = resource.getrusage(resource.RUSAGE_SELF)
        _limit(resource.RLIMIT_CPU, spent.ru_utime + spent.ru_stime + SECONDS + A_BYTE * size + 1)

    def _limit(which: int, allowed: float) -> None:
        _, most = resource.getrlimit(which)
        least = int(allowed) if most == resource.RLIM_INFINITY else min(int(allowed), most)
        try:
            resource.setrlimit(which, (least, most))
        except (OSError, ValueError):  # not every system limits memory so
            return


_ENDED = Problem(
    "reading it ended the process that did: the PDF takes more memory or work than one may",
    "Save its text as .txt instead, for example with `pdftotext`; or print it to a new PDF.",
)
_NOT_STARTED = Problem(
    "the process that reads PDFs does not start",
    "Often memory runs out, or Python is not where it was: `python -c 'import pypdfium2'` says more.",
)
_READER = _Reader()
atexit.register(_READER.end)

if __name__ == "__main__":
    main()
