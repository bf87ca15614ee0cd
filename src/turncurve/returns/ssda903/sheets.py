"""A workbook with a module on each sheet: sheets known by their column names, cells as a CSV would have them."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial
from typing import Final

from turncurve.returns import workbooks
from turncurve.returns.arriving import ArrivedFile
from turncurve.returns.csv_heading import HEADING_WITHIN, Heading
from turncurve.returns.ssda903.modules import Holds, module_of, nearest
from turncurve.returns.ssda903.parts import Found, Held, Part, as_in_csv, is_known, nothing_read, part_of
from turncurve.returns.ssda903.sheets_said import heading_lower_down, hidden, no_module, under_no_name

KIND: Final = "SSDA903 workbook"
_MIDNIGHT: Final = re.compile(r"(\d{4}-\d\d-\d\d) \d\d:\d\d:\d\d(?:\.\d+)?")
_SERIAL: Final = re.compile(r"([1-9]\d{4})(?:\.\d+)?")
# Excel counts days from 30 December 1899, or in workbooks begun on an old Mac from 1 January 1904.
_DAY_0, _DAY_0_ON_A_MAC = date(1899, 12, 30), date(1904, 1, 1)
_DATES: Final[tuple[Holds, ...]] = ("date", "birth", "part of a date")


def is_return(file: ArrivedFile) -> bool:
    """Whether a sheet of a workbook has the column names of a module among its first rows."""
    try:
        tops = workbooks.tops_of(file, rows=HEADING_WITHIN)
    except workbooks.CannotBeOpened:
        return False
    return any(is_known(frozenset(map(_name, row))) for top in tops for row in top)


def parts_of_workbook(file: ArrivedFile) -> Found:
    """The modules of a workbook, one a sheet. A sheet that is none is said, and the others are read."""
    try:
        sheets = workbooks.sheets_of(file)
    except workbooks.CannotBeOpened as wrong:
        return Found(
            problems=(workbooks.cannot_be_opened(file.name, why=wrong.why),),
            reports=(nothing_read(file, name=file.name, kind=KIND),),
        )
    parts: list[Part] = []
    no_modules: list[str] = []
    for one in sheets:
        name = f"{file.name}, sheet {one.name}"
        if (heading := _heading(one.rows)) is None:
            no_modules.append(name)
            continue
        parts.append(part_of(file, name=name, heading=heading, rows=partial(_rows, one, name=name, head=heading)))
    return Found(
        parts=tuple(parts),
        problems=tuple(map(no_module, no_modules)),
        reports=tuple(nothing_read(file, name=name, kind=KIND, note="not a module") for name in no_modules),
    )


def _name(cell: str) -> str:
    return cell.strip().upper()


def _heading(rows: Sequence[tuple[str, ...]]) -> Heading | None:
    for number, row in enumerate(rows[:HEADING_WITHIN], start=1):
        names = tuple(map(_name, row))
        if is_known(frozenset(names)):
            return Heading(line=number, names=names, separator=",")
    return None


def _rows(one: workbooks.Sheet, *, name: str, head: Heading) -> Held:
    """The rows below the heading; those of a hidden sheet are set aside. Of two columns with one name the last."""
    module = module_of(head.columns) or nearest(head.columns)
    holds: dict[str, Holds] = {field.name: field.holds for field in module.fields} if module else {}
    day_0 = _DAY_0_ON_A_MAC if one.since_1904 else _DAY_0
    places = {column: at for at, column in enumerate(head.names) if column}
    unnamed = [at for at, column in enumerate(head.names) if not column]
    below = [(number, cells) for number, cells in enumerate(one.rows, start=1) if number > head.line and any(cells)]
    rows = [
        (number, *(_cell(cells[at], holds=holds.get(column, "text"), day_0=day_0) for column, at in places.items()))
        for number, cells in below
    ]
    problems = list(workbooks.said_of_cells(one, name=name))
    if head.line > 1:
        problems.append(heading_lower_down(name, line=head.line))
    if nameless := [number for number, cells in below if any(cells[at] for at in unnamed)]:
        problems.append(under_no_name(name, rows=nameless))
    if one.hidden and rows:
        problems.append(hidden(name))
        return Held(columns=list(places), rows=(), set_aside=len(rows), problems=problems)
    return Held(columns=list(places), rows=rows, set_aside=0, problems=problems)


def _cell(cell: str, *, holds: Holds, day_0: date) -> str:
    """A cell as a CSV would have it: a date without its time of day, also where it is only the number of its day."""
    if holds in _DATES:
        if found := _MIDNIGHT.fullmatch(cell):
            cell = found[1]
        elif found := _SERIAL.fullmatch(cell):
            cell = str(day_0 + timedelta(days=int(found[1])))
    return as_in_csv(cell, holds=holds)
