"""A lock that one process holds, and that the system takes back however that process ends."""

import os
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

_TRIES: Final = 10
_BETWEEN: Final = 0.05


@contextmanager
def held(path: Path) -> Generator[bool]:
    """Hold the lock of a file while the block lasts; False where another holds it already.

    The file stays: another could else lock one that is no longer there.
    """
    with os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as file:
        got = False
        # Whoever only looks whether it is held holds it for a moment.
        for _ in range(_TRIES):
            if got := _lock(file.fileno()):
                break
            time.sleep(_BETWEEN)
        try:
            yield got
        finally:
            if got:
                _unlock(file.fileno())


def is_held(path: Path) -> bool:
    """Whether some process holds the lock of a file."""
    try:
        with path.open("r+b") as file:
            if not _lock(file.fileno()):
                return True
            _unlock(file.fileno())
    except FileNotFoundError:
        return False
    return False


if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        with suppress(OSError):
            _ = os.lseek(descriptor, 0, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
            return True
        return False

    def _unlock(descriptor: int) -> None:
        _ = os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
        return False

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
