"""One row of a list, parsed: values in their types, and what was wrong with it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Final

from turncurve.definitions.annex_a import Column, annex_a_blanks, annex_a_values, folded
from turncurve.returns.annex_a.grids import Grid
from turncurve.returns.dates import EXPECTED, read_date
from turncurve.returns.showing import date_shown
from turncurve.words.problems import RowProblem, masked

Value = str | date | int | None
Record = dict[str, Value]
_WHOLE: Final = re.compile(r"(\d{1,9})(?:\.0+)?")
_SERIAL: Final = re.compile(r"[1-9]\d{4}(?:\.\d+)?")
_FEWEST_FIGURES_OF_AN_ID: Final = 5
_LONGEST_BLANK: Final = 20
_HIDDEN: Final = frozenset({"birth", "secret", "name", "id"})


@dataclass(kw_only=True)
class Sheet:
    """What has been taken from one sheet or CSV so far, and what was wrong.

    `name` is the file, with the sheet where there is one. `records` are its usable rows, `children` what each row
    says of the child, `numbers` the row of each as the person sees it.
    """

    name: str
    key: str
    grid: Grid
    records: list[Record] = field(default_factory=list, repr=False)
    children: list[Record] = field(default_factory=list, repr=False)
    numbers: list[int] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    set_aside: int = 0
    note: str = ""

    def say(
        self,
        rule: str,
        *,
        found: str,
        expected: str,
        to_fix: str,
        row: int | None = None,
        column: str = "",
        set_aside: bool = False,
    ) -> None:
        """Note a problem."""
        self.problems.append(
            RowProblem(
                file=self.name,
                row=row,
                field=column,
                found=found,
                expected=expected,
                to_fix=to_fix,
                rule=rule,
                set_aside=set_aside,
            )
        )


@dataclass(kw_only=True)
class AlreadyTaken:
    """Where each row of a list was first met, by all its cells and by what names it, over the sheets that hold it."""

    as_written: dict[tuple[str, ...], str] = field(default_factory=dict, repr=False)
    named: dict[tuple[Value, ...], str] = field(default_factory=dict, repr=False)


def take_rows(sheet: Sheet, *, already: AlreadyTaken) -> None:
    """Parse a sheet's rows. A needed cell that is blank or cannot be read sets its row aside; any other is left blank.

    A value that is not known is kept as it is written, and said once with how many rows hold it.
    """
    unknown: dict[tuple[str, str], list[int]] = {}
    for number, cells in sheet.grid.rows:
        as_written = tuple(cells[at] if at < len(cells) else "" for at in sheet.grid.columns)
        record, child, lost = _parsed(sheet, number, cells, unknown=unknown)
        name = tuple(record.get(part) for part in sheet.grid.of.named_by)
        if not lost and name in already.named:
            same = as_written in already.as_written
            first = already.as_written[as_written] if same else already.named[name]
            _repeated(sheet, number, first=first, rule="same-row-twice" if same else "two-rows-for-one")
            lost = True
        if lost:
            sheet.set_aside += 1
            continue
        already.as_written[as_written] = already.named[name] = f"row {number} of {sheet.name}"
        sheet.records.append(record)
        sheet.children.append(child)
        sheet.numbers.append(number)
    _say_of_unknown(sheet, unknown)


def _repeated(sheet: Sheet, number: int, *, first: str, rule: str) -> None:
    same = rule == "same-row-twice"
    sheet.say(
        rule,
        row=number,
        found=f"the same as {first}" if same else f"another row for what {first} tells of",
        expected="each thing once: " + " and ".join(_headings(sheet.grid)) + " tell rows apart",
        to_fix="Nothing, if it was exported twice: it is counted once. Else correct one of the two and load again.",
        set_aside=True,
    )


def _headings(grid: Grid) -> Iterator[str]:
    return (column.heading for column in grid.of.columns if column.into in grid.of.named_by)


def _parsed(
    sheet: Sheet, number: int, cells: Sequence[str], *, unknown: dict[tuple[str, str], list[int]]
) -> tuple[Record, Record, bool]:
    record: Record = {}
    child: Record = {}
    lost = False
    for at, column in sheet.grid.columns.items():
        cell = cells[at] if at < len(cells) else ""
        if not column.into:
            continue
        needed = column.into in sheet.grid.of.needs
        value, wrong = _value(cell, column=column)
        if wrong is None and value is None and needed:
            wrong = ("needed-and-blank", "a value", f"Fill {column.heading}; if cells are merged, take them apart.")
        if wrong is not None:
            rule, expected, to_fix = wrong
            lost = lost or needed
            sheet.say(
                rule,
                row=number,
                column=column.heading,
                found=shown(cell, holds=column.holds),
                expected=expected,
                to_fix=to_fix,
                set_aside=needed,
            )
        if value is not None and _not_known(cell, column=column):
            unknown.setdefault((column.heading, cell), []).append(number)
        (child if column.child else record)[column.into] = value
    return record, child, lost


def _value(
    cell: str, *, column: Column
) -> tuple[Value, tuple[str, str, str] | None]:  # one way out for each thing a cell may hold
    """A cell's value; and its rule, what was expected and what to do, where it holds no such thing."""
    if not cell or (len(cell) <= _LONGEST_BLANK and folded(cell) in annex_a_blanks()):
        return None, None
    if column.holds in ("date", "birth"):
        day = read_date(cell)
        return day, None if day else ("not-a-date", EXPECTED, _how_to_mend_a_date(cell))
    if column.holds == "number":
        whole = _WHOLE.fullmatch(cell)
        return (int(whole[1]), None) if whole else (None, ("not-a-number", "a whole number", "Correct the number."))
    return _known(column.holds, cell) or cell, None


def _not_known(cell: str, *, column: Column) -> bool:
    return column.holds in annex_a_values() and _known(column.holds, cell) is None


@lru_cache(maxsize=1 << 14)
def _known(holds: str, cell: str) -> str | None:
    """The value a cell says, worked out once however many rows say it; None for one that is not known or is no code."""
    values = annex_a_values().get(holds)
    return None if values is None else values.value_of(cell)


def _how_to_mend_a_date(cell: str) -> str:
    if _SERIAL.fullmatch(cell):
        return "The cell holds a date as a plain number: format its column as a date and save again."
    return "Correct the date and load the workbook again."


def _say_of_unknown(sheet: Sheet, unknown: Mapping[tuple[str, str], Sequence[int]]) -> None:
    names = _names_of_workers(sheet.grid)
    for (heading, cell), rows in unknown.items():
        column = next(column for column in sheet.grid.of.columns if column.heading == heading)
        written = masked(cell) if _may_name_somebody(cell, names=names) else cell
        known = annex_a_values()[column.holds].means
        sheet.say(
            "value-not-known",
            row=rows[0],
            column=heading,
            found=f"{written} (in {len(rows)} row{'s' if len(rows) > 1 else ''}, the first of them here)",
            expected=f"one of {', '.join(known)}, or a known way of writing it",
            to_fix="It is kept as written. Correct it at its source, or tell us of a new way of writing a value.",
        )


def _names_of_workers(grid: Grid) -> frozenset[str]:
    places = [at for at, column in grid.columns.items() if column.holds in ("name", "secret", "id")]
    return frozenset(folded(cells[at]) for _, cells in grid.rows for at in places if at < len(cells))


def _may_name_somebody(cell: str, *, names: frozenset[str]) -> bool:
    """Whether a cell holds what a number or a date of birth would, or the name of a worker of the same sheet."""
    return sum(letter.isdigit() for letter in cell) >= _FEWEST_FIGURES_OF_AN_ID or folded(cell) in names


def shown(cell: str, *, holds: str) -> str:
    """What may be shown of a cell that is wrong: its shape where it could name somebody.

    >>> shown("31/02/2023", holds="date"), shown("31/02/2010", holds="birth"), shown("Mo Shah", holds="date")
    ('31/02/2023', '99/99/9999', 'xx xxxx')
    """
    return masked(cell) or "nothing" if holds in _HIDDEN else date_shown(cell)


def latest_day(days: Counter[date]) -> date | None:
    """The latest of many days, one more than a year after every earlier one taken for a slip of the pen.

    >>> latest_day(Counter([date(2024, 3, 30), date(2024, 1, 2), date(2042, 3, 3)]))
    datetime.date(2024, 3, 30)
    """
    if not days:
        return None
    in_order = sorted(days)
    middle = sorted(days.elements())[(days.total() - 1) // 2]
    latest = middle
    for day in in_order:
        if latest < day and (day - latest).days <= 366:
            latest = day
    return latest
