"""The parts of what arrived: a CSV is one module, a workbook or XML holds several, and each is read alike."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Protocol

import polars as pl

from turncurve.returns.arriving import ArrivedFile, FileReport
from turncurve.returns.csv_heading import Heading, heading_of
from turncurve.returns.csv_pieces import LINE, Below
from turncurve.returns.dates import is_iso, read_date
from turncurve.returns.ssda903.modules import Holds, module_of, nearest
from turncurve.words.problems import RowProblem

_FLAGS = {"true": "1", "false": "0"}


class Rows(Protocol):
    """The rows of a part a piece at a time, with LINE and each column's cells as text, "" where blank.

    Once all are taken: how many rows there were, those set aside among them, and what was wrong.
    """

    @property
    def rows_in(self) -> int: ...

    @property
    def set_aside(self) -> int: ...

    @property
    def problems(self) -> Sequence[RowProblem]: ...

    def pieces(self) -> Iterator[pl.DataFrame]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Rows that are all there already: each the row a person sees, and its cells in the order of `columns`."""

    columns: Sequence[str]
    rows: Sequence[tuple[int | str, ...]] = field(repr=False)
    set_aside: int
    problems: Sequence[RowProblem]

    @property
    def rows_in(self) -> int:
        """Every row, those set aside among them."""
        return len(self.rows) + self.set_aside

    def pieces(self) -> Iterator[pl.DataFrame]:
        """All rows at once."""
        schema: dict[str, type[pl.DataType]] = {LINE: pl.Int64, **dict.fromkeys(self.columns, pl.String)}
        yield pl.DataFrame(list(self.rows), schema=schema, orient="row")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One module where it lies: in a CSV, on a sheet of a workbook, or among the elements of XML.

    `file` is the file it lies in, named for the part; `path` is the name of the whole. `year` is the one the file
    itself says it reports, None where it does not say.
    """

    file: ArrivedFile
    path: str
    heading: Heading
    rows: Callable[[], Rows]
    year: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The parts of one file, with what is said of the file as a whole and a report of whatever in it is no module."""

    parts: tuple[Part, ...] = ()
    problems: tuple[RowProblem, ...] = ()
    reports: tuple[FileReport, ...] = ()


def part_of(
    file: ArrivedFile, *, name: str, heading: Heading, rows: Callable[[], Rows], year: int | None = None
) -> Part:
    """A part of a file that holds several."""
    return Part(file=replace(file, name=name), path=file.name, heading=heading, rows=rows, year=year)


def is_known(columns: frozenset[str]) -> bool:
    """Whether column names are, or are nearly, those of a module."""
    return module_of(columns) is not None or nearest(columns) is not None


def heading_in(file: ArrivedFile) -> Heading | None:
    """The heading of a CSV that is, or is nearly, a module; None for another file."""
    return heading_of(file, known=is_known)


def part_of_csv(file: ArrivedFile) -> Found:
    """The one part of a CSV; none where the file is no module."""
    heading = heading_in(file)
    if heading is None:
        return Found()
    return Found(
        parts=(Part(file=file, path=file.name, heading=heading, rows=lambda: Below(file=file, heading=heading)),)
    )


def nothing_read(file: ArrivedFile, *, name: str, kind: str, note: str = "") -> FileReport:
    """The report of a file, or a part of one, in which no row of a module was found."""
    return FileReport(
        name=name, key=file.key, kind=kind, year=None, rows_in=0, rows_used=0, rows_set_aside=0, note=note
    )


def as_in_csv(cell: str, *, holds: Holds) -> str:
    """A cell of a workbook or XML as a CSV would have it: true and false as 1 and 0.

    A date that may be known in part stays text in the trusted tables, so a whole one is written as the guide has it.

    >>> as_in_csv("true", holds="flag"), as_in_csv("2015-05-01", holds="part of a date")
    ('1', '01/05/2015')
    """
    if holds == "flag":
        return _FLAGS.get(cell.lower(), cell)
    if holds == "part of a date" and is_iso(cell) and (day := read_date(cell)) is not None:
        return f"{day:%d/%m/%Y}"
    return cell
