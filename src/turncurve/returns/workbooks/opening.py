"""A workbook's sheets as rows of text, as a person sees them in Excel."""

import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.workbooks.locked import is_locked
from turncurve.returns.workbooks.measuring import first_rows, measured
from turncurve.returns.workbooks.parts import LIMITS, CannotBeOpened, Limits, Why, since_1904

_ZIP: Final = b"PK\x03\x04"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet: its name, whether it is hidden, and its rows as text ("" for an empty cell); the first is row 1.

    A date comes as yyyy-mm-dd 00:00:00, a formula as its last result. `errors` and `never_worked_out` are the numbers
    of rows with a cell that holds an error (#N/A) or a formula with no result; both come as "". `since_1904` says that
    the workbook counts days from 1 January 1904, which matters only for a day that comes as a plain number.
    """

    name: str
    hidden: bool
    rows: Sequence[tuple[str, ...]] = field(repr=False)
    errors: tuple[int, ...] = ()
    never_worked_out: tuple[int, ...] = ()
    since_1904: bool = False


def is_workbook(file: ArrivedFile) -> bool:
    """Whether a file is an Excel workbook (.xlsx or .xlsm) by its content: a zip with a workbook in it."""
    with file.open() as opened:
        if opened.read(4) != _ZIP:
            return False
        _ = opened.seek(0)
        try:
            with zipfile.ZipFile(opened) as archive:
                return "xl/workbook.xml" in archive.namelist()
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
            return False


def sheets_of(file: ArrivedFile, *, limits: Limits = LIMITS) -> tuple[Sheet, ...]:
    """The sheets of a workbook that hold anything, in its order. Raises CannotBeOpened."""
    import fastexcel

    with file.open() as opened:
        sizes = measured(opened, limits=limits)
        _ = opened.seek(0)
        old_days = since_1904(opened, limits=limits)
        _ = opened.seek(0)
        content = opened.read()
    try:
        workbook = fastexcel.read_excel(content)
        sheets: list[Sheet] = []
        for name, size in sizes.items():
            if not size.rows:
                continue
            if name not in workbook.sheet_names:
                # A name with a line break in it, which Excel never writes: what it holds must not go unsaid.
                raise CannotBeOpened("damaged")
            read = workbook.load_sheet(name, header_row=None, skip_rows=0, dtypes="string")
            rows = [tuple(" ".join((cell or "").split()) for cell in row) for row in read.to_polars().rows()]
            sheets.append(
                Sheet(
                    name=name,
                    hidden=read.visible != "visible",
                    rows=rows,
                    errors=tuple(size.errors),
                    never_worked_out=tuple(size.never_worked_out),
                    since_1904=old_days,
                )
            )
    except fastexcel.FastExcelError as wrong:
        raise CannotBeOpened("damaged") from wrong
    return tuple(sheets)


def tops_of(file: ArrivedFile, *, rows: int, limits: Limits = LIMITS) -> tuple[Sequence[tuple[str, ...]], ...]:
    """The first rows of each sheet, their empty cells left out: enough to see what it is. Raises CannotBeOpened."""
    with file.open() as opened:
        return tuple(first_rows(opened, rows=rows, limits=limits).values())


def why_not_opened(file: ArrivedFile) -> Why | None:
    """Why a workbook may not or cannot be opened; None for one that can, and for any other file."""
    if not is_workbook(file):
        return "damaged" if is_locked(file) else None
    try:
        _ = tops_of(file, rows=1)
    except CannotBeOpened as wrong:
        return wrong.why
    return None
