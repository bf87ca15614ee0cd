"""Read children_places.csv (child, from, to, small area) and small_areas.csv (area, name, locality, year, children)."""

from collections.abc import Callable, Sequence
from datetime import date
from itertools import pairwise

import polars as pl

from turncurve.returns.arriving import ArrivedFile, FileReport, Reading, Repair
from turncurve.returns.dates import EXPECTED, read_date
from turncurve.returns.encodings import Row, columns_of, rows_of
from turncurve.tables import in_shape, table
from turncurve.words.problems import RowProblem

PLACES, AREAS = "children's places", "small areas"
_PLACE_COLUMNS = frozenset({"CHILD", "FROM", "TO", "SMALL_AREA"})
_AREA_COLUMNS = frozenset({"SMALL_AREA", "LOCALITY", "YEAR", "CHILDREN"})
Record = dict[str, object]


def recognise(file: ArrivedFile) -> str | None:
    """The kind of list, from its columns; None for another file."""
    columns = frozenset(columns_of(file))
    if columns >= _PLACE_COLUMNS:
        return PLACES
    return AREAS if columns >= _AREA_COLUMNS else None


def read(files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading:
    """The tables `children_places` and `small_areas`. A time that runs into the child's next one is cut there."""
    lived: list[Record] = []
    areas: list[Record] = []
    reports: list[FileReport] = []
    problems: list[RowProblem] = []
    for file in files:
        progress(f"Reading {file.name}")
        kind = recognise(file)
        rows = rows_of(file)
        take, into = (_place, lived) if kind == PLACES else (_area, areas)
        used = 0
        for row in rows:
            found = take(row, file)
            if isinstance(found, RowProblem):
                problems.append(found)
            else:
                into.append({**found, "file": file.key})
                used += 1
        reports.append(
            FileReport(
                name=file.name,
                key=file.key,
                kind=kind or "",
                year=None,
                rows_in=len(rows),
                rows_used=used,
                rows_set_aside=len(rows) - used,
            )
        )
    cut = _cut_overlaps(lived)
    done = Repair(
        rule="place-cut-at-the-next",
        what_was_done="A time in one place that ran into the child's next place was cut there.",
        rows=cut,
    )
    newest = {(one["small_area"], one["mid_year"]): one for one in areas}
    return Reading(
        tables={
            "children_places": in_shape(_frame(lived), table=table("children_places")),
            "small_areas": in_shape(_frame(list(newest.values())), table=table("small_areas")),
        },
        files=tuple(reports),
        problems=tuple(problems),
        repairs=(done,) if cut else (),
    )


def _frame(records: Sequence[Record]) -> pl.DataFrame:
    return (
        pl.DataFrame({name: [record[name] for record in records] for name in records[0]}) if records else pl.DataFrame()
    )


def _wrong(row: Row, file: ArrivedFile, field: str, *, expected: str) -> RowProblem:
    return RowProblem(
        file=file.name,
        row=row.line,
        field=field.lower(),
        found=row.get(field) or "nothing",
        expected=expected,
        to_fix="Correct the row and load the file again.",
        rule="needed-and-blank" if not row.get(field) else "cannot-be-read",
        set_aside=True,
    )


def _place(row: Row, file: ArrivedFile) -> Record | RowProblem:
    for name in ("CHILD", "SMALL_AREA"):
        if not row.get(name):
            return _wrong(row, file, name, expected="a value")
    began, ended = read_date(row.get("FROM")), read_date(row.get("TO")) if row.get("TO") else None
    if began is None:
        return _wrong(row, file, "FROM", expected=EXPECTED)
    if row.get("TO") and ended is None:
        return _wrong(row, file, "TO", expected=f"blank, or {EXPECTED}")
    if ended is not None and ended < began:
        return _wrong(row, file, "TO", expected=f"a day on or after {began}")
    return {"person_id": row.get("CHILD"), "began": began, "ended": ended, "small_area": row.get("SMALL_AREA")}


def _area(row: Row, file: ArrivedFile) -> Record | RowProblem:
    for name in ("SMALL_AREA", "LOCALITY"):
        if not row.get(name):
            return _wrong(row, file, name, expected="a value")
    for name in ("YEAR", "CHILDREN"):
        if not row.get(name).isdecimal():
            return _wrong(row, file, name, expected="a whole number")
    return {
        "small_area": row.get("SMALL_AREA"),
        "name": row.get("NAME") or None,
        "locality": row.get("LOCALITY"),
        "mid_year": int(row.get("YEAR")),
        "children": int(row.get("CHILDREN")),
    }


def _cut_overlaps(lived: list[Record]) -> int:
    """End each time in a place where the child's next one begins, if it runs past that; how many were cut."""
    lived.sort(key=lambda one: (str(one["person_id"]), str(one["began"])))
    cut = 0
    for one, following in pairwise(lived):
        if one["person_id"] != following["person_id"]:
            continue
        ended, next_began = one["ended"], following["began"]
        if isinstance(next_began, date) and (ended is None or (isinstance(ended, date) and ended > next_began)):
            one["ended"] = next_began
            cut += 1
    return cut
