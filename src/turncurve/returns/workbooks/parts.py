"""The parts of a workbook, which is a zip of XML: streamed, with nothing built, fetched or expanded."""

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Final, Literal, cast
from xml.parsers import expat

_PIECE: Final = 1 << 20
_READ_HERE: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_FAULTS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    expat.ExpatError,
    EOFError,
    OSError,
    ValueError,
    LookupError,
    NotImplementedError,
    RuntimeError,
)
Why = Literal["too large", "damaged"]


class CannotBeOpened(Exception):
    """A workbook that is larger than its limits, or damaged."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a workbook may hold: parts, bytes unpacked, cells of one sheet's used rectangle, letters of all its cells.

    A reader lays a sheet out as a rectangle from its first to its last used cell, so one cell in the last corner of
    an otherwise empty sheet would claim seventeen thousand million.
    """

    parts: int = 2_000
    unpacked: int = 1 << 30
    cells: int = 20_000_000
    letters: int = 200_000_000


LIMITS: Final = Limits()


@contextmanager
def archive_of(stream: BinaryIO, *, limits: Limits) -> Generator[zipfile.ZipFile]:
    """The workbook's zip. Raises CannotBeOpened where it says it is too large, and for whatever goes wrong inside.

    What a part says of its own size binds it: a part that is longer fails its check as it is read.
    """
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            if len(parts) > limits.parts or sum(part.file_size for part in parts) > limits.unpacked:
                raise CannotBeOpened("too large")
            if any(part.compress_type not in _READ_HERE or part.flag_bits & 1 for part in parts):
                raise CannotBeOpened("damaged")
            yield archive
    except _FAULTS as wrong:
        raise CannotBeOpened("damaged") from wrong


def read_through(archive: zipfile.ZipFile) -> None:
    """Unpack every part once, keeping none, so that each has passed its own check."""
    for part in archive.infolist():
        with archive.open(part) as stream:
            while stream.read(_PIECE):
                pass


def stream_part(
    archive: zipfile.ZipFile,
    part: str,
    *,
    starts: Callable[[str, dict[str, str]], None],
    ends: Callable[[str], None] | None = None,
    says: Callable[[str], None] | None = None,
) -> None:
    """Stream one XML part: each element's name (without its prefix) as it starts and ends, and the text between."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = lambda name, attributes: starts(name.rpartition(":")[2], attributes)
    if ends is not None:
        over = ends
        parser.EndElementHandler = lambda name: over(name.rpartition(":")[2])
    if says is not None:
        parser.CharacterDataHandler = says
    with archive.open(part) as stream:
        _ = parser.ParseFile(cast("BinaryIO", stream))


def _pass_over(_name: str, _said: dict[str, str]) -> None:
    pass


def _refuse(*_: object) -> None:
    raise CannotBeOpened("damaged")


def sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Each sheet's name and the part that holds it, in the workbook's order."""
    targets: dict[str, str] = {}
    sheets: dict[str, str] = {}

    def target(name: str, said: dict[str, str]) -> None:
        if name == "Relationship":
            targets[said.get("Id", "")] = posixpath.normpath(posixpath.join("/xl", said.get("Target", ""))).lstrip("/")

    def sheet(name: str, said: dict[str, str]) -> None:
        if name == "sheet":
            at = next((value for key, value in said.items() if key.rpartition(":")[2] == "id" and ":" in key), "")
            if (called := said.get("name", "")) in sheets:
                raise CannotBeOpened("damaged")
            sheets[called] = targets.get(at, "")

    stream_part(archive, "xl/_rels/workbook.xml.rels", starts=target)
    stream_part(archive, "xl/workbook.xml", starts=sheet)
    there = set(archive.namelist())
    return {name: part for name, part in sheets.items() if part in there}


def since_1904(stream: BinaryIO, *, limits: Limits) -> bool:
    """Whether the workbook counts days from 1 January 1904, as old Macs did. Raises CannotBeOpened."""
    found: list[bool] = []

    def starts(name: str, said: dict[str, str]) -> None:
        if name == "workbookPr":
            found.append(said.get("date1904", "").lower() in ("1", "true"))

    with archive_of(stream, limits=limits) as archive:
        stream_part(archive, "xl/workbook.xml", starts=starts)
    return any(found)


def shared_texts(archive: zipfile.ZipFile) -> list[str]:
    """The texts that cells share, in order."""
    part = next((name for name in archive.namelist() if name.casefold() == "xl/sharedstrings.xml"), None)
    texts: list[str] = []
    pieces: list[str] = []

    def ends(name: str) -> None:
        if name == "si":
            texts.append("".join(pieces))
            pieces.clear()

    if part is not None:
        stream_part(archive, part, starts=_pass_over, ends=ends, says=pieces.append)
    return texts
