"""What an archive says of the files inside it, before any of them is opened."""

import os
import re
import stat
import struct
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

_END, _END_64, _LOCATOR_64 = b"PK\x05\x06", b"PK\x06\x06", b"PK\x06\x07"
_END_SIZE, _END_64_SIZE, _LOCATOR_64_SIZE, _LONGEST_COMMENT = 22, 56, 20, 65_535
_DRIVE = re.compile(r"^[A-Za-z]:")
_ENCRYPTED = 0x1
_READ_HERE = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What the end of an archive says of its own list of files: how many, and the bytes of the list."""

    files: int
    size: int


def listing_of(stream: BinaryIO) -> Listing:
    """The archive's listing from its end record: a short read, so that no list is too long to look at.

    Layout: PKWARE's APPNOTE.TXT 4.3.14 to 4.3.16. Raises BadZipFile where there is no end record.
    """
    size = stream.seek(0, os.SEEK_END)
    _ = stream.seek(max(0, size - _END_SIZE - _LONGEST_COMMENT - _LOCATOR_64_SIZE - _END_64_SIZE))
    tail = stream.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + _END_SIZE:
        raise zipfile.BadZipFile("no end record")
    files, listed = struct.unpack_from("<HI", tail, at + 10)
    locator, wide = at - _LOCATOR_64_SIZE, at - _LOCATOR_64_SIZE - _END_64_SIZE
    if wide >= 0 and tail[locator:].startswith(_LOCATOR_64) and tail[wide:].startswith(_END_64):
        files, listed = struct.unpack_from("<QQ", tail, wide + 32)
    _ = stream.seek(0)
    return Listing(files=files, size=listed)


def is_document(files: list[zipfile.ZipInfo]) -> bool:
    """Whether the archive is a workbook or another office document, which is one file and no archive."""
    names = [file.filename for file in files]
    return "[Content_Types].xml" in names or names[:1] == ["mimetype"]


def place_of(file: zipfile.ZipInfo) -> str | None:
    """Where a file lies inside the archive, with forward slashes; None where that would lead outside it.

    Archives made on old Windows tools have backslashes between folders, which are read as slashes.
    """
    name = file.orig_filename.replace("\\", "/")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if not parts or name.startswith("/") or _DRIVE.match(name) or ".." in parts or not name.isprintable():
        return None
    return "/".join(parts)


def is_folder(file: zipfile.ZipInfo) -> bool:
    """Whether an entry is only a folder; one that holds bytes is a file whatever its name ends with."""
    return file.orig_filename.endswith(("/", "\\")) and not file.file_size


def is_hidden(place: str) -> bool:
    """Whether a file is one that systems add for themselves: a name with a dot in front, or Apple's __MACOSX."""
    return any(part.startswith(".") or part == "__MACOSX" for part in place.split("/"))


def is_link(file: zipfile.ZipInfo) -> bool:
    """Whether a file is only a pointer to another."""
    return stat.S_ISLNK(file.external_attr >> 16)


def is_encrypted(file: zipfile.ZipInfo) -> bool:
    """Whether a password is needed."""
    return bool(file.flag_bits & _ENCRYPTED)


def is_read_here(file: zipfile.ZipInfo) -> bool:
    """Whether the file is stored or deflated, as almost every tool does; other ways can claim any memory they like."""
    return file.compress_type in _READ_HERE
