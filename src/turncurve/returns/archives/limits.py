"""How much an archive may hold, counted while it is read and never taken on its word."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

_PIECE = 1 << 20


class TooMuch(Exception):
    """An archive holds more than its limits allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one archive may hold: files, bytes of its own list of files, bytes unpacked, and archives within archives.

    `ratio` is how many times its own size it may unpack to. Below `ratio_from` bytes the ratio does not matter, because
    a small file of noughts is harmless. Deflate cannot pass 1,032 to 1; published CSVs and censuses reach 10 to 40.
    """

    files: int = 10_000
    listing: int = 16 << 20
    unpacked: int = 4 << 30
    ratio: int = 200
    ratio_from: int = 64 << 20
    depth: int = 2

    def most(self, size: int) -> int:
        """The bytes that an archive of this size may unpack to."""
        return min(self.unpacked, max(self.ratio_from, self.ratio * size))


LIMITS: Final = Limits()


@dataclass(slots=True, kw_only=True)
class Budget:
    """The bytes that may still be unpacked from one archive and whatever lies inside it."""

    left: int

    def pieces(self, stream: BinaryIO) -> Iterator[bytes]:
        """A stream piece by piece, each counted. Raises TooMuch as soon as the limit is passed."""
        if self.left < 0:
            raise TooMuch
        while piece := stream.read(min(_PIECE, self.left + 1)):
            self.left -= len(piece)
            if self.left < 0:
                raise TooMuch
            yield piece
