"""Files and folders that are there whole or not at all, and that only their owner may read."""

import hashlib
import os
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from turncurve.words.problems import Problem

_BINARY: Final[int] = getattr(os, "O_BINARY", 0)  # else Windows changes line ends


class Reads(Protocol):
    """Whatever bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes."""
        ...


class Writes(Protocol):
    """Whatever bytes are written to."""

    def write(self, data: bytes, /) -> int:
        """Take bytes in."""
        ...


class Hashing:
    """A file whose SHA-256 is worked out as it is written or read from its beginning to its end."""

    def __init__(self, file: BinaryIO) -> None:
        self._file, self._digest = file, hashlib.sha256()

    def write(self, data: bytes, /) -> int:
        """Write bytes on."""
        self._digest.update(data)
        return self._file.write(data)

    def read(self, size: int = -1, /) -> bytes:
        """Read on."""
        piece = self._file.read(size)
        self._digest.update(piece)
        return piece

    @property
    def digest(self) -> str:
        """The SHA-256 so far, as 64 hexadecimal digits."""
        return self._digest.hexdigest()


class NewFile(Hashing):
    """A file that is being written beside its target; `put_in_place` makes it the target, in one step."""

    def __init__(self, beside: Path, file: BinaryIO) -> None:
        super().__init__(file)
        self._beside, self._open = beside, file

    def finish(self) -> int:
        """See to it that all of it is on the disk; its size in bytes."""
        self._open.flush()
        os.fsync(self._open.fileno())
        self._open.close()
        return self._beside.stat().st_size

    def put_in_place(self, target: Path) -> None:
        """Once finished: an older file of that name is no more."""
        _ = self._beside.replace(target)


@contextmanager
def new_file(target: Path) -> Generator[NewFile]:
    """A new file beside the target; taken away unless it is put in place. Raises Problem where it cannot be written."""
    beside = target.with_name(f".{target.name}-{os.getpid()}.unfinished")
    try:
        with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | _BINARY, 0o600), "wb") as file:
            yield NewFile(beside, file)
    except OSError as wrong:
        raise Problem(
            f"{target} could not be written: {wrong.strerror or wrong}.",
            to_fix="Choose a file in a folder that exists, that you may write to and that has room.",
        ) from wrong
    finally:
        beside.unlink(missing_ok=True)


@contextmanager
def new_folder(target: Path) -> Generator[Path]:
    """A new folder beside the target; taken away unless it has been put in place. Raises Problem."""
    whole = target.absolute()
    making = whole.with_name(f".{whole.name}-{os.getpid()}.unfinished")
    try:
        making.mkdir(mode=0o700)
        yield making
    except OSError as wrong:
        raise Problem(
            f"{target} could not be written: {wrong.strerror or wrong}.",
            to_fix="Choose a new folder on a disk that has room and that you may write to.",
        ) from wrong
    finally:
        shutil.rmtree(making, ignore_errors=True)


def put_folder_in_place(making: Path, target: Path) -> None:
    """Give the folder its name, where nothing or an empty folder is."""
    if target.exists():
        target.rmdir()
    _ = making.rename(target)


def refuse_unless_free(folder: Path) -> None:
    """Raise Problem where there is anything in a folder, or where it cannot be made."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Problem(f"{folder} is not empty.", to_fix="Choose a new folder, and look at it before you use it.")
    if not folder.absolute().parent.is_dir():
        raise Problem(f"{folder.absolute().parent} is not a folder.", to_fix="Make it first, or choose another.")


@contextmanager
def opened_file(path: Path) -> Generator[BinaryIO]:
    """A file to read. Raises Problem where it is not there or may not be read."""
    try:
        file = path.open("rb")
    except OSError as wrong:
        raise Problem(f"{path} cannot be read: {wrong.strerror}.", to_fix="Check where the file is.") from wrong
    with file:
        yield file
