"""Read Annex A lists, as a workbook or one CSV a list, into trusted tables."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import polars as pl

from turncurve.definitions.annex_a import annex_a_lists
from turncurve.returns import workbooks
from turncurve.returns.annex_a.cells import Record, Sheet
from turncurve.returns.annex_a.grids import CAPTIONS_WITHIN, captions_of, csv_start
from turncurve.returns.annex_a.snapshots import Snapshot, days_named, snapshot_of, tables_of
from turncurve.returns.annex_a.taking import KIND, AlreadyTakenOf, set_aside, sheet_of_csv, sheets_of_workbook
from turncurve.returns.arriving import ArrivedFile, FileReport, Reading
from turncurve.tables import TABLES, in_shape, table
from turncurve.words.problems import RowProblem

_FILLS: Final = (*(one.table for one in annex_a_lists()), "annex_a_children", "professionals")


def recognise(file: ArrivedFile) -> str | None:
    """ "Annex A workbook", or "Annex A list 1: contacts" for a CSV, from the captions; None for another file.

    A workbook is known by its first rows, which are streamed; it is not opened.
    """
    if workbooks.is_workbook(file):
        try:
            tops = workbooks.tops_of(file, rows=CAPTIONS_WITHIN)
        except workbooks.CannotBeOpened:
            return None
        known = any(captions_of(list(enumerate(top, start=1))) for top in tops)
        return f"{KIND} workbook" if known else None
    found = captions_of(csv_start(file))
    return f"{KIND} list {found[0].number}: {found[0].title}" if found else None


def read(files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading:
    """The trusted tables of Annex A lists of any days, in order of arrival.

    A workbook is one snapshot, and so are the CSVs of one folder (of two under one name the one that arrived last).
    Each sheet is reported as a file of its own. A list that is hidden, lacks a needed column or was made on a day
    nobody can tell is set aside whole.
    """
    problems: list[RowProblem] = []
    reports: list[FileReport] = []
    sheets: list[Sheet] = []
    last_of_name = {file.name: file.key for file in files}
    sets: dict[tuple[str, str], tuple[AlreadyTakenOf, list[Sheet]]] = {}
    for file in files:
        progress(f"Reading {file.name}")
        in_workbook = workbooks.is_workbook(file)
        stands = in_workbook or last_of_name[file.name] == file.key
        already, together = sets.setdefault(_set_of(file, in_workbook=in_workbook, stands=stands), ({}, []))
        take = sheets_of_workbook if in_workbook else sheet_of_csv
        found = take(file, already=already)
        problems.extend(found.problems)
        reports.extend(found.reports)
        sheets.extend(found.sheets)
        together.extend(found.sheets)
    snapshots: list[Snapshot] = []
    for (path, _), (_, together) in sets.items():
        snapshots.extend(_snapshot(together, name=path))
    for sheet in sheets:
        problems.extend(sheet.problems)
        reports.append(_report(sheet))
    rows, repairs = tables_of(snapshots)
    tables = {name: _frame(name, rows.get(name, [])) for name in dict.fromkeys(_FILLS)}
    return Reading(tables=tables, files=tuple(reports), problems=tuple(problems), repairs=repairs)


def _set_of(file: ArrivedFile, *, in_workbook: bool, stands: bool) -> tuple[str, str]:
    """What keeps lists together: their path, in which the day may be named, and the file where they lie in only one.

    A workbook is a set, and so are the CSVs of one folder whose names say the same day or none. A CSV that a later
    one of its name replaced is a set of its own: an older snapshot, or a mistake that the later one puts right.
    """
    if in_workbook or not stands:
        return file.name, file.key
    folder, _, name = file.name.rpartition("/")
    return f"{folder}/{max(days_named(name), default='')}", ""


def _frame(name: str, rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    columns = {column: [row.get(column) for row in rows] for column in TABLES[name].columns} if rows else {}
    return in_shape(pl.DataFrame(columns), table=table(name))


def _report(sheet: Sheet) -> FileReport:
    of = sheet.grid.of
    return FileReport(
        name=sheet.name,
        key=sheet.key,
        kind=f"{KIND} list {of.number}: {of.title}",
        year=None,
        rows_in=len(sheet.grid.rows),
        rows_used=len(sheet.grid.rows) - sheet.set_aside,
        rows_set_aside=sheet.set_aside,
        note=sheet.note or ("no rows" if not sheet.grid.rows else ""),
        table=of.table,
    )


def _snapshot(sheets: Sequence[Sheet], *, name: str) -> list[Snapshot]:
    """The snapshot of some sheets; none, and all of them set aside, where nobody can tell its day."""
    usable = [sheet for sheet in sheets if sheet.records]
    if not usable:
        return []
    snapshot = snapshot_of(usable, name=name)
    if snapshot.day is None:
        for sheet in usable:
            set_aside(
                sheet,
                "day-not-known",
                found="no day in the name, the title or the lists",
                expected="the day the lists were made",
                to_fix="Put it in the file's name, such as Annex A 2024-03-31, and load it again.",
            )
        return []
    for sheet in usable:
        _say_of_days_to_come(sheet, snapshot)
    return [snapshot]


def _say_of_days_to_come(sheet: Sheet, snapshot: Snapshot) -> None:
    captions = {column.into: column.heading for column in sheet.grid.of.columns}
    for record, number in zip(sheet.records, sheet.numbers, strict=True):
        for part in sheet.grid.of.tells_the_day:
            if _is_after(record, part, snapshot):
                sheet.say(
                    "after-the-lists-were-made",
                    row=number,
                    column=captions[part],
                    found=str(record[part]),
                    expected=f"a day up to {snapshot.day}, when the lists were made",
                    to_fix="Correct the date and load the lists again.",
                )


def _is_after(record: Record, part: str, snapshot: Snapshot) -> bool:
    day = record.get(part)
    return day is not None and snapshot.day is not None and str(day) > str(snapshot.day)
