"""One row of a list: its cells in their types, or what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache

from turncurve.returns.csv_rows import Row
from turncurve.returns.dates import EXPECTED, read_date, to_fix
from turncurve.returns.own_lists.lists import OwnList
from turncurve.returns.showing import code_shown, date_shown
from turncurve.tables.column import Column, Holds
from turncurve.words.problems import RowProblem

Value = str | date | int | float | bool | None
Record = dict[str, Value]

_YES_NO = {"yes": True, "y": True, "true": True, "1": True, "no": False, "n": False, "false": False, "0": False}
_WHOLE = re.compile(r"\d{1,9}")
_NUMBER = re.compile(r"£?(\d{1,9}(?:\.\d{1,6})?|\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?)")


def _number(cell: str) -> float | None:
    found = _NUMBER.fullmatch(cell)
    return float(found[1].replace(",", "")) if found else None


_READ: Mapping[Holds, Callable[[str], Value]] = {
    "text": lambda cell: cell,
    "date": read_date,
    "integer": lambda cell: int(cell) if _WHOLE.fullmatch(cell) else None,
    "number": _number,
    "yes_no": lambda cell: _YES_NO.get(cell.casefold()),
}
_WANTED: Mapping[Holds, str] = {
    "text": "a value",
    "date": EXPECTED,
    "integer": "a whole number",
    "number": "a number",
    "yes_no": "yes or no",
}


@cache
def _cells_of(of: OwnList) -> tuple[tuple[str, str, Callable[[str], Value], bool], ...]:
    """Of each trusted column: its name, the list's column in upper case, how a cell is read, whether it is needed."""
    return tuple(
        (name, of.written(name).upper(), _READ[column.holds], not column.may_be_blank)
        for name, column in of.columns.items()
    )


def record_of(row: Row, *, of: OwnList, file: str) -> tuple[Record | None, list[RowProblem]]:
    """The row's values by trusted column, None where it is set aside; and what to say of it.

    A day that cannot be read, or a cell without which the row says nothing, sets the row aside; any other cell that
    cannot be read is left blank.
    """
    values: Record = {}
    problems: list[RowProblem] = []
    for name, written, read, needed in _cells_of(of):
        cell = row.get(written)
        values[name] = value = read(cell) if cell else None
        if value is None and (cell or needed):
            problems.append(_wrong(row, name, of=of, file=file))
    if not any(problem.set_aside for problem in problems):
        problems += _out_of_order(row, values, of=of, file=file)
    return (None if any(problem.set_aside for problem in problems) else values), problems


def _wrong(row: Row, name: str, *, of: OwnList, file: str) -> RowProblem:
    column, written = of.columns[name], of.written(name)
    cell = row.get(written.upper())
    fatal = not column.may_be_blank or column.holds == "date"
    return RowProblem(
        file=file,
        row=row.line,
        field=written,
        found=_shown(cell, column) if cell else "nothing",
        expected=_WANTED[column.holds] if not column.may_be_blank else f"blank, or {_WANTED[column.holds]}",
        to_fix=to_fix(cell) if column.holds == "date" and cell else "Correct the row and load the file again.",
        rule="cannot-be-read" if cell else "needed-and-blank",
        set_aside=fatal,
    )


def _shown(cell: str, column: Column) -> str:
    if column.holds == "date":
        return date_shown(cell)
    return code_shown(cell)


def _out_of_order(row: Row, values: Record, *, of: OwnList, file: str) -> list[RowProblem]:
    for first, second in of.in_order:
        earlier, later = values[first], values[second]
        if isinstance(earlier, date) and isinstance(later, date) and later < earlier:
            return [
                RowProblem(
                    file=file,
                    row=row.line,
                    field=of.written(second),
                    found=f"{later}, with {of.written(first)} {earlier}",
                    expected=f"a day on or after the day in `{of.written(first)}`",
                    to_fix="Correct the dates and load the file again.",
                    rule="ends-before-it-begins",
                    set_aside=True,
                )
            ]
    return []


def second_of_two(row: Row, *, first: Row, same: bool, of: OwnList, file: str) -> RowProblem:
    """What to say of a row for which the list has one already."""
    named = ", ".join(of.written(name) for name in of.once)
    return RowProblem(
        file=file,
        row=row.line,
        field="the whole row" if same else named,
        found=f"the same as row {first.line}" if same else f"another row with the same {named}: row {first.line}",
        expected="each only once",
        to_fix="Take the second row out." if same else "Keep the row that is right and take the other out.",
        rule="same-row-twice" if same else "two-rows-for-one",
        set_aside=True,
    )
