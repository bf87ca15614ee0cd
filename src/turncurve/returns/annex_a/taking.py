"""Take the lists out of a workbook or a CSV: what may be used, what is set aside, and what is said of the whole."""

import csv
from dataclasses import dataclass, field
from typing import Final

from turncurve.returns import workbooks
from turncurve.returns.annex_a.cells import AlreadyTaken, Sheet, take_rows
from turncurve.returns.annex_a.grids import CAPTIONS_WITHIN, csv_lines, grid_of, lines_not_blank
from turncurve.returns.arriving import ArrivedFile, FileReport
from turncurve.words.problems import RowProblem

KIND: Final = "Annex A"
AlreadyTakenOf = dict[int, AlreadyTaken]


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The lists found in one file, with what is said of it beside them."""

    sheets: list[Sheet] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)


def _whole(file: str, rule: str, *, found: str, expected: str, to_fix: str) -> RowProblem:
    return RowProblem(
        file=file, row=None, field="", found=found, expected=expected, to_fix=to_fix, rule=rule, set_aside=True
    )


def _nothing_read(file: ArrivedFile, *, name: str, note: str = "", rows: int = 0) -> FileReport:
    return FileReport(
        name=name, key=file.key, kind=KIND, year=None, rows_in=rows, rows_used=0, rows_set_aside=rows, note=note
    )


def sheets_of_workbook(file: ArrivedFile, *, already: AlreadyTakenOf) -> Found:
    """The lists of a workbook. A sheet that is none is said; one that is hidden is set aside whole."""
    found = Found()
    try:
        opened = workbooks.sheets_of(file)
    except workbooks.CannotBeOpened as wrong:
        found.problems.append(workbooks.cannot_be_opened(file.name, why=wrong.why))
        found.reports.append(_nothing_read(file, name=file.name))
        return found
    for one in opened:
        name = f"{file.name}, sheet {one.name}"
        grid = grid_of(list(enumerate(one.rows, start=1)))
        if grid is None:
            found.problems.append(
                _whole(
                    name,
                    "sheet-not-a-list",
                    found="a sheet in which no list's captions were found",
                    expected=f"the captions of an Annex A list in one of the first {CAPTIONS_WITHIN} rows",
                    to_fix="Nothing, if it is a cover or notes; else give its columns the captions of Ofsted's form.",
                )
            )
            found.reports.append(_nothing_read(file, name=name, note="not a list"))
            continue
        sheet = Sheet(name=name, key=file.key, grid=grid)
        found.sheets.append(sheet)
        sheet.problems.extend(workbooks.said_of_cells(one, name=name))
        if one.hidden:
            set_aside(
                sheet,
                "sheet-hidden",
                found="a list on a hidden sheet",
                expected="lists on sheets that can be seen",
                to_fix="Unhide the sheet if it belongs to the lists, or delete it, and load the workbook again.",
            )
        else:
            _take(sheet, already=already)
    return found


def sheet_of_csv(file: ArrivedFile, *, already: AlreadyTakenOf) -> Found:
    """The list of a CSV."""
    found = Found()
    try:
        grid = grid_of(csv_lines(file))
    except csv.Error:
        grid = None
    if grid is None:
        found.problems.append(
            _whole(
                file.name,
                "cannot-be-read",
                found="a CSV whose cells cannot be told apart",
                expected="cells separated by commas, quotation marks closed",
                to_fix="Close the quotation marks or take them out, or export the list again. Nothing of it was used.",
            )
        )
        found.reports.append(_nothing_read(file, name=file.name, rows=max(0, lines_not_blank(file) - 1)))
        return found
    sheet = Sheet(name=file.name, key=file.key, grid=grid)
    found.sheets.append(sheet)
    _take(sheet, already=already)
    return found


def _take(sheet: Sheet, *, already: AlreadyTakenOf) -> None:
    """Take a sheet's rows, or set it aside whole where a needed column is not there."""
    needed = [column.heading for column in sheet.grid.missing if column.into in sheet.grid.of.needs]
    if needed:
        set_aside(
            sheet,
            "columns-missing",
            found=f"no column {' or '.join(needed)}",
            expected=f"the captions of list {sheet.grid.of.number}",
            to_fix="Give the column the caption of Ofsted's form and load the list again.",
        )
        return
    optional = [column.heading for column in sheet.grid.missing if column.into]
    if optional:
        sheet.say(
            "columns-not-there",
            found=f"no column {', '.join(optional)}",
            expected=f"every caption of list {sheet.grid.of.number}",
            to_fix="Nothing, if you do not hold it: it is left blank. Else use the caption of Ofsted's form.",
        )
    if sheet.grid.twice:
        sheet.say(
            "column-twice",
            found=f"a second column for the same thing: {', '.join(sheet.grid.twice)}",
            expected="each column once",
            to_fix="The first was read. Take away the one that is not meant.",
        )
    take_rows(sheet, already=already.setdefault(sheet.grid.of.number, AlreadyTaken()))


def set_aside(sheet: Sheet, rule: str, *, found: str, expected: str, to_fix: str) -> None:
    """Set a sheet aside whole, with the reason."""
    sheet.records.clear()
    sheet.children.clear()
    sheet.set_aside = len(sheet.grid.rows)
    sheet.say(rule, found=found, expected=expected, to_fix=to_fix, set_aside=True)
