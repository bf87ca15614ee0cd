"""The first sheet of an Excel workbook as text, with its heading found below whatever is written above it."""

import re

import polars as pl

from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.workbooks.measuring import measured
from turncurve.returns.workbooks.parts import LIMITS, CannotBeOpened

_WORD = re.compile(r"[A-Za-z]{2}")
# A heading names at least this many columns, and stands among the first rows; above it come letters, numbers, a title.
_NAMES, _ROWS_ABOVE = 3, 20


def first_sheet(file: ArrivedFile) -> pl.DataFrame:
    """The rows of the first sheet below its heading, every cell as text; no columns where there is no heading, or
    where the workbook is too large or damaged.

    A name that stands twice in the heading gets a number the second time.
    """
    import fastexcel

    try:
        with file.open() as stream:
            _ = measured(stream, limits=LIMITS)
            _ = stream.seek(0)
            content = stream.read()
        cells = fastexcel.read_excel(content).load_sheet(0, header_row=None, dtypes="string").to_polars()
    except (CannotBeOpened, fastexcel.FastExcelError):
        return pl.DataFrame()
    for at, row in enumerate(cells.head(_ROWS_ABOVE).iter_rows()):
        if sum(bool(cell and _WORD.search(cell)) for cell in row) >= _NAMES:
            below = cells.slice(at + 1)
            below.columns = _names(row)
            return below.filter(pl.any_horizontal(pl.all().is_not_null()))
    return pl.DataFrame()


def _names(row: tuple[str | None, ...]) -> list[str]:
    names: list[str] = []
    for number, cell in enumerate(row, start=1):
        name = (cell or "").strip() or f"column {number}"
        while name in names:
            name = f"{name} {number}"
        names.append(name)
    return names
