"""Bytes to text, whatever the exporting system wrote."""

from dataclasses import dataclass, field

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)
# What a byte that stands for no letter is read as.
UNREADABLE = "\ufffd"
_LOOKED_AT = 256
_LONGEST_LETTER = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Decoded:
    """A file's text and the encoding it was in: UTF-8, UTF-16 or Windows-1252."""

    text: str = field(repr=False)
    encoding: str


def decoded(content: bytes) -> Decoded:
    """The text of a file in UTF-8 or UTF-16 (with or without a mark), or else Windows-1252.

    A file may be cut anywhere: what is left of its last letter is read as `UNREADABLE`.
    """
    for mark, encoding, said in _MARKS:
        if content.startswith(mark):
            return Decoded(text=content.decode(encoding, errors="replace"), encoding=said)
    if (unmarked := _unmarked_utf_16(content)) is not None:
        return Decoded(text=content.decode(unmarked, errors="replace"), encoding="UTF-16")
    try:
        return Decoded(text=content.decode("utf-8"), encoding="UTF-8")
    except UnicodeDecodeError as wrong:
        if wrong.start > len(content) - _LONGEST_LETTER and wrong.reason == "unexpected end of data":
            return Decoded(text=content.decode("utf-8", errors="replace"), encoding="UTF-8")
        return Decoded(text=content.decode("cp1252", errors="replace"), encoding="Windows-1252")


def as_text(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252."""
    return decoded(content).text


def _unmarked_utf_16(content: bytes) -> str | None:
    """The encoding of UTF-16 without its mark: every other byte of English text is nothing."""
    start = content[:_LOOKED_AT]
    even, odd = start[::2], start[1::2]
    if len(odd) > 1 and odd.count(0) * 4 > len(odd) * 3 and not even.count(0):
        return "utf-16-le"
    if len(even) > 1 and even.count(0) * 4 > len(even) * 3 and not odd.count(0):
        return "utf-16-be"
    return None
