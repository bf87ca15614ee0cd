"""Bytes to text, whatever the exporting system wrote."""

import codecs
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import BinaryIO, Final

# What a byte that stands for no letter is read as.
UNREADABLE: Final = "\ufffd"
_LOOKED_AT = 256
_BYTES_AT_A_TIME = 1 << 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a file's text was written: Python's name for it, and its name to people."""

    codec: str
    said: str


_UTF_8 = Encoding(codec="utf-8", said="UTF-8")
_WINDOWS = Encoding(codec="cp1252", said="Windows-1252")
_MARKS = (
    (b"\xef\xbb\xbf", Encoding(codec="utf-8-sig", said="UTF-8")),
    (b"\xff\xfe", Encoding(codec="utf-16", said="UTF-16")),
    (b"\xfe\xff", Encoding(codec="utf-16", said="UTF-16")),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file's text and the encoding it was in: UTF-8, UTF-16 or Windows-1252."""

    text: str = field(repr=False)
    encoding: str


def encoding_of(opens: Callable[[], BinaryIO]) -> Encoding:
    """How a file is written: UTF-8 or UTF-16 (with or without a mark), or else Windows-1252.

    It may be cut anywhere: a last letter of UTF-8 that is not whole does not make it Windows-1252.
    """
    with opens() as opened:
        block = opened.read(_BYTES_AT_A_TIME)
        if (marked := _marked(block)) is not None:
            return marked
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while block:
                whole_letters_before = not decoder.getstate()[0]
                if not (whole_letters_before and block.isascii()):
                    _ = decoder.decode(block)
                block = opened.read(_BYTES_AT_A_TIME)
        except UnicodeDecodeError:
            return _WINDOWS
    return _UTF_8


def texts_of(opens: Callable[[], BinaryIO], *, encoding: Encoding) -> Iterator[str]:
    """A file's text piece by piece, cut anywhere; what stands for no letter is read as `UNREADABLE`."""
    decoder = codecs.getincrementaldecoder(encoding.codec)(errors="replace")
    with opens() as opened:
        while block := opened.read(_BYTES_AT_A_TIME):
            yield decoder.decode(block)
    yield decoder.decode(b"", final=True)


def decoded(content: bytes) -> Decoded:
    """The text of a file held in memory; what stands for no letter is read as `UNREADABLE`."""
    encoding = encoding_of(lambda: io.BytesIO(content))
    return Decoded(text=content.decode(encoding.codec, errors="replace"), encoding=encoding.said)


def as_text(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252."""
    return decoded(content).text


def _marked(start: bytes) -> Encoding | None:
    """What a file's first bytes give away: its mark, or UTF-16, where every other byte of English is nothing."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return encoding
    even, odd = start[:_LOOKED_AT:2], start[1:_LOOKED_AT:2]
    if len(odd) > 1 and odd.count(0) * 4 > len(odd) * 3 and not even.count(0):
        return Encoding(codec="utf-16-le", said="UTF-16")
    if len(even) > 1 and even.count(0) * 4 > len(even) * 3 and not odd.count(0):
        return Encoding(codec="utf-16-be", said="UTF-16")
    return None
