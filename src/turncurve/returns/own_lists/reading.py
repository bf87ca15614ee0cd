"""Read a council's own lists, of any number and in any order, into trusted tables."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import polars as pl

from turncurve.returns.arriving import ArrivedFile, FileReport, Reading, Repair
from turncurve.returns.csv_heading import Heading, heading_of
from turncurve.returns.csv_problems import column_twice
from turncurve.returns.csv_rows import Row, sheet_of
from turncurve.returns.own_lists.cells import Record, record_of, second_of_two
from turncurve.returns.own_lists.lists import LISTS, OwnList, list_of
from turncurve.tables import in_shape, table
from turncurve.tables.reported import REPORTED, as_reported
from turncurve.words.problems import RowProblem

Key = tuple[object, ...]


def _heading(file: ArrivedFile) -> Heading | None:
    return heading_of(file, known=lambda columns: list_of(columns) is not None)


def recognise(file: ArrivedFile) -> str | None:
    """The list's name, from its columns; None for another file."""
    heading = _heading(file)
    found = list_of(heading.columns) if heading else None
    return found.name if found else None


@dataclass(kw_only=True)
class _Listed:
    """What has been read: each table's records by what names them, the last that arrived for each."""

    records: dict[str, dict[Key, Record]] = field(default_factory=dict, repr=False)
    reports: list[FileReport] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    restated: int = 0


def read(files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading:
    """The tables of the lists that came. Where a row is in several lists of a kind, the one that arrived last wins."""
    listed = _Listed()
    for file in files:
        progress(f"Reading {file.name}")
        heading = _heading(file)
        of = list_of(heading.columns) if heading else None
        if heading is not None and of is not None:
            _read_list(file, heading=heading, of=of, into=listed)
    tables, reported = dict[str, pl.DataFrame](), dict[str, pl.DataFrame]()
    for one in LISTS:
        if one.table not in listed.records:
            continue
        found = listed.records[one.table]
        records = [found[key] for key in sorted(found, key=str)]
        columns = {name: [record[name] for record in records] for name in table(one.table).columns}
        tables[one.table] = in_shape(pl.DataFrame(columns, strict=False), table=table(one.table))
        if one.table in REPORTED:
            reported[one.table] = as_reported(one.table, records)
    repair = Repair(
        rule="restated-by-a-newer-list",
        what_was_done="A row given in several lists was taken from the one that arrived last.",
        rows=listed.restated,
    )
    return Reading(
        tables=tables,
        files=tuple(listed.reports),
        problems=tuple(listed.problems),
        repairs=(repair,) if listed.restated else (),
        reported=reported,
        covered=dict.fromkeys(reported, frozenset({0})),
    )


def _read_list(file: ArrivedFile, *, heading: Heading, of: OwnList, into: _Listed) -> None:
    sheet = sheet_of(file, heading=heading)
    into.problems.extend(sheet.problems)
    written = {of.written(name).upper() for name in of.columns}
    twice = sorted(name.lower() for name in written if heading.names.count(name) > 1)
    if twice:
        into.problems.append(column_twice(file.name, field=", ".join(twice)))
    if file.members:
        into.problems.append(_of_one_council(file))
    seen: dict[Key, tuple[Row, Record]] = {}
    kept = into.records.setdefault(of.table, {})
    for row in [] if twice or file.members else sheet.rows:
        record, problems = record_of(row, of=of, file=file.name)
        into.problems.extend(problems)
        if record is None:
            continue
        key = tuple(record[name] for name in of.once)
        if key in seen:
            first, said = seen[key]
            into.problems.append(second_of_two(row, first=first, same=record == said, of=of, file=file.name))
            continue
        seen[key] = row, record
        into.restated += key in kept
        kept[key] = {**record, "file": file.key, "row": row.line}
    into.reports.append(
        FileReport(
            name=file.name,
            key=file.key,
            kind=of.name,
            year=None,
            rows_in=sheet.rows_in,
            rows_used=len(seen),
            rows_set_aside=sheet.rows_in - len(seen),
            note="" if sheet.rows_in else "no rows",
        )
    )


def _of_one_council(file: ArrivedFile) -> RowProblem:
    return RowProblem(
        file=file.name,
        found="a list of one council's own",
        expected="returns and published figures: a region's store holds many authorities",
        to_fix="Load it into the council's own workspace.",
        rule="list-of-one-council",
        set_aside=True,
    )
