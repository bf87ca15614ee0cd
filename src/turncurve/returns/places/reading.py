"""Read children_places.csv (child, from, to, small area) and small_areas.csv (area, name, locality, year, children)."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

import polars as pl

from turncurve.returns.arriving import ArrivedFile, FileReport, Reading, Repair
from turncurve.returns.csv_heading import heading_of
from turncurve.returns.csv_problems import column_twice
from turncurve.returns.csv_rows import Row, sheet_of
from turncurve.returns.dates import EXPECTED, read_date, to_fix
from turncurve.returns.showing import code_shown, date_shown
from turncurve.tables import in_shape, table
from turncurve.tables.reported import as_reported
from turncurve.words.problems import RowProblem, masked

PLACES, AREAS = "children's places", "small areas"
_PLACE_COLUMNS = frozenset({"CHILD", "FROM", "TO", "SMALL_AREA"})
_AREA_COLUMNS = frozenset({"SMALL_AREA", "LOCALITY", "YEAR", "CHILDREN"})
_ONCE = {PLACES: ("person_id", "began"), AREAS: ("small_area", "mid_year")}
_MOST_DIGITS = 9
_ROWS_NAMED = 5
Record = dict[str, object]


def _kind(columns: frozenset[str]) -> str | None:
    if columns >= _PLACE_COLUMNS:
        return PLACES
    return AREAS if columns >= _AREA_COLUMNS else None


def recognise(file: ArrivedFile) -> str | None:
    """The kind of list, from its columns; None for another file."""
    heading = heading_of(file, known=lambda columns: _kind(columns) is not None)
    return _kind(heading.columns) if heading else None


@dataclass(kw_only=True)
class _Listed:
    """What has been read: records with the file and row they come from, by kind of list."""

    records: dict[str, list[tuple[ArrivedFile, int, Record]]] = field(default_factory=dict, repr=False)
    reports: list[FileReport] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)


def read(files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading:
    """The tables `children_places` and `small_areas`, from lists in order of arrival: the newer list wins.

    A time in one place that runs into the child's next one is cut there.
    """
    listed = _Listed()
    for file in files:
        progress(f"Reading {file.name}")
        _read_list(file, into=listed)
    newest: dict[str, list[tuple[ArrivedFile, int, Record]]] = {PLACES: [], AREAS: []}
    restated = 0
    for kind, found in listed.records.items():
        kept = {tuple(record[name] for name in _ONCE[kind]): (file, row, record) for file, row, record in found}
        restated += len(found) - len(kept)
        newest[kind] = [kept[key] for key in sorted(kept, key=str)]
    listed.problems += _not_known(newest)
    lived, areas = ([record for _, _, record in newest[kind]] for kind in (PLACES, AREAS))
    # Before any place is cut at the next.
    reported = {
        name: as_reported(name, records)
        for name, kind, records in (("children_places", PLACES, lived), ("small_areas", AREAS, areas))
        if kind in listed.records
    }
    cut = _cut_overlaps(lived)
    done = (
        (
            "restated-by-a-newer-list",
            "A row given in several lists was taken from the one that arrived last.",
            restated,
        ),
        (
            "place-cut-at-the-next",
            "A time in one place that ran into the child's next place was cut there.",
            cut,
        ),
    )
    return Reading(
        tables={
            "children_places": in_shape(_frame(lived), table=table("children_places")),
            "small_areas": in_shape(_frame(areas), table=table("small_areas")),
        },
        files=tuple(listed.reports),
        problems=tuple(listed.problems),
        repairs=tuple(Repair(rule=rule, what_was_done=said, rows=rows) for rule, said, rows in done if rows),
        reported=reported,
        covered=dict.fromkeys(reported, frozenset({0})),
    )


def _read_list(file: ArrivedFile, *, into: _Listed) -> None:
    heading = heading_of(file, known=lambda columns: _kind(columns) is not None)
    kind = _kind(heading.columns) if heading else None
    if heading is None or kind is None:
        return
    sheet = sheet_of(file, heading=heading)
    into.problems.extend(sheet.problems)
    take = _place if kind == PLACES else _area
    seen: dict[tuple[object, ...], tuple[Row, Record]] = {}
    taken: list[tuple[ArrivedFile, int, Record]] = []
    twice = any(heading.names.count(name) > 1 for name in (_PLACE_COLUMNS if kind == PLACES else _AREA_COLUMNS))
    if twice:
        into.problems.append(column_twice(file.name))
    if file.members:
        into.problems.append(
            RowProblem(
                file=file.name,
                found="a list of one council's places",
                expected="returns and published figures: in a region's store each authority is one place",
                to_fix="Load it into the council's own workspace, where its localities are counted.",
                rule="list-of-one-council",
                set_aside=True,
            )
        )
    for row in [] if twice or file.members else sheet.rows:
        found = take(row, file)
        if isinstance(found, RowProblem):
            into.problems.append(found)
            continue
        key = tuple(found[name] for name in _ONCE[kind])
        if key in seen:
            into.problems.append(_second(row, file, found=found, first=seen[key]))
            continue
        seen[key] = row, found
        taken.append((file, row.line, {**found, "file": file.key, "row": row.line}))
    into.records.setdefault(kind, []).extend(taken)
    if kind == PLACES:
        into.problems.extend(_overlaps(taken))
    into.reports.append(
        FileReport(
            name=file.name,
            key=file.key,
            kind=kind,
            year=None,
            rows_in=sheet.rows_in,
            rows_used=len(taken),
            rows_set_aside=sheet.rows_in - len(taken),
            note="" if sheet.rows_in else "no rows",
        )
    )


def _frame(records: Sequence[Record]) -> pl.DataFrame:
    return (
        pl.DataFrame({name: [record[name] for record in records] for name in records[0] if name != "row"})
        if records
        else pl.DataFrame()
    )


def _wrong(
    row: Row,
    file: ArrivedFile,
    field: str,
    *,
    expected: str,
    shown: Callable[[str], str] = masked,
    what_to_do: str = "Correct the row and load the file again.",
) -> RowProblem:
    cell = row.get(field)
    return RowProblem(
        file=file.name,
        row=row.line,
        field=field.lower(),
        found=shown(cell) if cell else "nothing",
        expected=expected,
        to_fix=what_to_do,
        rule="cannot-be-read" if cell else "needed-and-blank",
        set_aside=True,
    )


def _place(row: Row, file: ArrivedFile) -> Record | RowProblem:
    for name in ("CHILD", "SMALL_AREA"):
        if not row.get(name):
            return _wrong(row, file, name, expected="a value")
    began, ended = read_date(row.get("FROM")), read_date(row.get("TO")) if row.get("TO") else None
    if began is None:
        cell = row.get("FROM")
        return _wrong(row, file, "FROM", expected=EXPECTED, shown=date_shown, what_to_do=to_fix(cell))
    if row.get("TO") and ended is None:
        cell = row.get("TO")
        return _wrong(row, file, "TO", expected=f"blank, or {EXPECTED}", shown=date_shown, what_to_do=to_fix(cell))
    if ended is not None and ended < began:
        return _wrong(row, file, "TO", expected="a day on or after the day in `from`", shown=date_shown)
    return {"person_id": row.get("CHILD"), "began": began, "ended": ended, "small_area": row.get("SMALL_AREA")}


def _area(row: Row, file: ArrivedFile) -> Record | RowProblem:
    for name in ("SMALL_AREA", "LOCALITY"):
        if not row.get(name):
            return _wrong(row, file, name, expected="a value")
    for name in ("YEAR", "CHILDREN"):
        if not (row.get(name).isdecimal() and len(row.get(name)) <= _MOST_DIGITS):
            return _wrong(row, file, name, expected="a whole number", shown=code_shown)
    return {
        "small_area": row.get("SMALL_AREA"),
        "name": row.get("NAME") or None,
        "locality": row.get("LOCALITY"),
        "mid_year": int(row.get("YEAR")),
        "children": int(row.get("CHILDREN")),
    }


def _second(row: Row, file: ArrivedFile, *, found: Record, first: tuple[Row, Record]) -> RowProblem:
    same = found == first[1]
    return RowProblem(
        file=file.name,
        row=row.line,
        field="the whole row" if same else "small_area, year" if "locality" in found else "child, from",
        found=f"the same as row {first[0].line}" if same else f"another row for the same: row {first[0].line}",
        expected="each only once",
        to_fix="Take the second row out." if same else "Keep the row that is right and take the other out.",
        rule="same-row-twice" if same else "two-rows-for-one",
        set_aside=True,
    )


def _by_child(record: Record) -> tuple[str, str]:
    return str(record["person_id"]), str(record["began"])


def _runs_into(one: Record, following: Record) -> bool:
    """Whether a time in one place runs past the start of the same child's next one."""
    ended, next_began = one["ended"], following["began"]
    return one["person_id"] == following["person_id"] and (
        ended is None or (isinstance(ended, date) and isinstance(next_began, date) and ended > next_began)
    )


def _overlaps(taken: Sequence[tuple[ArrivedFile, int, Record]]) -> list[RowProblem]:
    """Rows of one list that run into the same child's next."""
    return [
        RowProblem(
            file=file.name,
            row=row,
            field="to",
            found=f"{'nothing' if one['ended'] is None else one['ended']}, though row {next_row} begins before it ends",
            expected="a day on or before the child's next `from`",
            to_fix="Correct the dates; until then it is cut on the day the next one begins.",
            rule="overlaps-the-next",
        )
        for (file, row, one), (_, next_row, following) in pairwise(sorted(taken, key=lambda each: _by_child(each[2])))
        if _runs_into(one, following)
    ]


def _cut_overlaps(lived: list[Record]) -> int:
    """End each time in a place where the child's next one begins, if it runs past that; how many were cut."""
    lived.sort(key=_by_child)
    cut = 0
    for one, following in pairwise(lived):
        if _runs_into(one, following):
            one["ended"] = following["began"]
            cut += 1
    return cut


def _not_known(newest: dict[str, list[tuple[ArrivedFile, int, Record]]]) -> list[RowProblem]:
    """A problem a file whose children live in small areas that no list of small areas holds."""
    known = {record["small_area"] for _, _, record in newest[AREAS]}
    rows: dict[str, list[int]] = {}
    for file, row, record in newest[PLACES]:
        if record["small_area"] not in known:
            rows.setdefault(file.name, []).append(row)
    return [
        RowProblem(
            file=name,
            row=min(found),
            field="small_area",
            found=f"{len(found)} rows with a small area in no list: {_rows_said(found)}"
            if known
            else "small areas, and no list that says which locality holds each",
            expected="a code in small_areas.csv",
            to_fix="Correct the code, or add the area to small_areas.csv; until then the locality is not known.",
            rule="small-area-not-known",
        )
        for name, found in sorted(rows.items())
    ]


def children_not_in_returns(
    files: Sequence[ArrivedFile], *, lived: pl.DataFrame, known: Collection[str]
) -> list[RowProblem]:
    """A problem a file whose children no return knows: their rows are kept, and count in nothing.

    `lived` is the table `children_places`, `known` the children of the returns.
    """
    names: dict[object, str] = {file.key: file.name for file in files}
    strangers = lived.filter(~pl.col("person_id").is_in(list(known)))
    counts = strangers.group_by("file").agg(pl.col("person_id").n_unique()).sort("file")
    return [
        RowProblem(
            file=names[key],
            field="child",
            found=f"{children} children whom no return that was loaded knows",
            expected="the child's id as in CHILD (SSDA903) and LAchildID (CIN census)",
            to_fix="Check that the ids are written as in the returns, zeros in front too, and load the other returns.",
            rule="children-not-in-returns",
        )
        for key, children in counts.iter_rows()
    ]


def _rows_said(rows: Sequence[int]) -> str:
    first = ", ".join(str(row) for row in sorted(rows)[:_ROWS_NAMED])
    return f"rows {first}" + (" and more" if len(rows) > _ROWS_NAMED else "")
