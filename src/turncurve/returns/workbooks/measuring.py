"""How much a workbook holds, found by streaming through it, so that opening it whole cannot flood the computer."""

import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import BinaryIO, Final

from turncurve.returns.workbooks.parts import (
    CannotBeOpened,
    Limits,
    archive_of,
    read_through,
    shared_texts,
    sheet_parts,
    stream_part,
)

_LONGEST_NUMBER: Final = 20


@dataclass(kw_only=True)
class Measured:
    """What one sheet holds: its used rectangle, its letters, and the rows of cells that hold an error or no result."""

    rows: int = 0
    columns: int = 0
    letters: int = 0
    errors: list[int] = field(default_factory=list)
    never_worked_out: list[int] = field(default_factory=list)


def measured(stream: BinaryIO, *, limits: Limits) -> Mapping[str, Measured]:
    """Each sheet by its name, measured. Raises CannotBeOpened for a workbook past its limits or damaged."""
    with archive_of(stream, limits=limits) as archive:
        read_through(archive)
        shared = [len(text) for text in shared_texts(archive)]
        places = sheet_parts(archive)
        # Every part that is a sheet is measured, named by the workbook or not.
        parts = {*places.values(), *(one for one in archive.namelist() if one.casefold().startswith("xl/worksheets/s"))}
        found = {part: _one_sheet(archive, part, shared=shared, limits=limits) for part in sorted(parts)}
        if sum(one.letters for one in found.values()) > limits.letters:
            raise CannotBeOpened("too large")
        return {name: found[part] for name, part in places.items()}


def first_rows(stream: BinaryIO, *, rows: int, limits: Limits) -> Mapping[str, list[tuple[str, ...]]]:
    """The first rows of each sheet, their empty cells left out, without looking at the rest. Raises CannotBeOpened."""
    with archive_of(stream, limits=limits) as archive:
        shared = shared_texts(archive)
        return {name: _top(archive, part, shared=shared, rows=rows) for name, part in sheet_parts(archive).items()}


class _Enough(Exception):
    """No more rows are wanted."""


@dataclass(kw_only=True)
class _Cells:
    """The cells of one sheet as they go by, each handed on with where it stands, its kind and what it says."""

    take: Callable[[int, int, str, str, bool], None]
    row: int = 0
    column: int = 0
    line: int = 0
    kind: str = ""
    formula: bool = False
    said: list[str] = field(default_factory=list)
    listening: bool = False

    def starts(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            at, self.kind = attributes.get("r", ""), attributes.get("t", "")
            self.line, self.column = (_row(at), _column(at.rstrip("0123456789"))) if at else (self.row, self.column + 1)
            self.formula, self.said = False, []
        elif name == "row":
            self.row = int(attributes.get("r", self.row + 1))
            self.column = 0
        elif name == "f":
            self.formula = True
        self.listening = name in ("v", "t")

    def ends(self, name: str) -> None:
        self.listening = False
        if name == "c":
            self.take(self.line, self.column, self.kind, "".join(self.said), self.formula)

    def says(self, text: str) -> None:
        if self.listening:
            self.said.append(text)


def _one_sheet(archive: zipfile.ZipFile, part: str, *, shared: list[int], limits: Limits) -> Measured:
    found = Measured()

    def take(row: int, column: int, kind: str, text: str, formula: bool) -> None:  # noqa: FBT001 # one call a cell
        """Count one cell. A cell with nothing in it but a style does not count: a formatted column has a million."""
        if not text:
            if formula and kind != "str":
                found.never_worked_out.append(row)
            return
        if kind == "e":
            found.errors.append(row)
        found.rows, found.columns = max(found.rows, row), max(found.columns, column)
        found.letters += shared[int(text)] if kind == "s" else len(text)
        if found.rows * found.columns > limits.cells or found.letters > limits.letters:
            raise CannotBeOpened("too large")

    cells = _Cells(take=take)
    stream_part(archive, part, starts=cells.starts, ends=cells.ends, says=cells.says)
    return found


def _top(archive: zipfile.ZipFile, part: str, *, shared: list[str], rows: int) -> list[tuple[str, ...]]:
    lines: dict[int, list[str]] = {}

    def take(row: int, _column: int, kind: str, text: str, _formula: bool) -> None:  # noqa: FBT001
        if row > rows:
            raise _Enough
        if text:
            lines.setdefault(row, []).append(shared[int(text)] if kind == "s" else text)

    cells = _Cells(take=take)
    with suppress(_Enough):
        stream_part(archive, part, starts=cells.starts, ends=cells.ends, says=cells.says)
    return [tuple(line) for line in lines.values()]


def _row(at: str) -> int:
    """The row of a cell from where it says it stands, such as B12."""
    digits = at.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if len(digits) > _LONGEST_NUMBER:
        raise CannotBeOpened("damaged")
    return int(digits)


@cache
def _column(letters: str) -> int:
    """The number of a column from its letters.

    >>> _column("A"), _column("AB")
    (1, 28)
    """
    if len(letters) > _LONGEST_NUMBER:
        raise CannotBeOpened("damaged")
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number
