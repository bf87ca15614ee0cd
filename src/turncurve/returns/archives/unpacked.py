"""One file unpacked for as long as it is looked at, in memory while small and in a given folder beyond that."""

import io
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from turncurve.returns.archives.limits import Budget
from turncurve.returns.arriving import ArrivedFile

_IN_MEMORY = 8 << 20


class _Again(io.RawIOBase):
    """The held file from its start, as often as it is opened; closing one reading leaves the others."""

    def __init__(self, held: BinaryIO, *, size: int) -> None:
        super().__init__()
        self._held, self._size, self._at = held, size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, start + offset)
        return self._at

    def readinto(self, buffer: memoryview, /) -> int:  # pyright: ignore[reportIncompatibleMethodOverride] # readers hand in a memoryview
        _ = self._held.seek(self._at)
        piece = self._held.read(len(buffer))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)


@contextmanager
def unpacked(stream: BinaryIO, *, name: str, within: Path, budget: Budget) -> Generator[ArrivedFile]:
    """The stream's content as a file under that name, gone when the block ends. Raises TooMuch past the budget.

    What does not fit in memory lies in `within`, so that records about children are never left in a shared folder.
    """
    with SpooledTemporaryFile(max_size=_IN_MEMORY, dir=str(within), prefix=".unpacking-") as kept:
        held = cast("BinaryIO", kept)
        size = sum(held.write(piece) for piece in budget.pieces(stream))
        yield ArrivedFile(
            name=name,
            digest="",
            size=size,
            open=lambda: cast("BinaryIO", io.BufferedReader(_Again(held, size=size))),
        )
