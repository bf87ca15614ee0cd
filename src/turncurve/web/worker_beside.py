"""The worker beside the pages: a process of its own that ends with them, and is started again where it dies."""

import subprocess
import sys
import threading
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_RUN: Final = "from turncurve.cli.app import run; run()"
_FIRST_REST, _LONGEST_REST = 1.0, 60.0
_GRACE: Final = 12.0


class Beside:
    """Keeps one worker alive for a workspace until told to stop."""

    def __init__(self, folder: Path) -> None:
        # `-P`: nothing that lies in the folder the pages were started in is taken for a part of Python.
        self._command = [sys.executable, "-P", "-c", _RUN, "worker", "--beside", "--at", str(folder)]
        self._stopping = threading.Event()
        self._running: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name="worker beside", daemon=True)

    def start(self) -> None:
        """Start it."""
        self._thread.start()

    def stop(self) -> None:
        """End it: its input is closed, which it ends at, on every system."""
        self._stopping.set()
        self._end(self._running)
        self._thread.join(timeout=_GRACE)

    def _keep(self) -> None:
        rest = _FIRST_REST
        while not self._stopping.is_set():
            with subprocess.Popen(self._command, stdin=subprocess.PIPE) as running:  # noqa: S603 # our own command
                self._running = running
                if self._stopping.is_set():
                    self._end(running)
                _ = running.wait()
            # One that dies at once is not started again at once.
            if self._stopping.wait(rest):
                return
            rest = min(rest * 2, _LONGEST_REST)

    @staticmethod
    def _end(running: "subprocess.Popen[bytes] | None") -> None:
        if running is None or running.stdin is None:
            return
        with suppress(OSError):
            running.stdin.close()
        try:
            _ = running.wait(timeout=_GRACE)
        except subprocess.TimeoutExpired:
            running.kill()


@contextmanager
def worker_beside(folder: Path) -> Generator[None]:
    """A worker lives for as long as the block lasts."""
    beside = Beside(folder)
    beside.start()
    try:
        yield
    finally:
        beside.stop()
