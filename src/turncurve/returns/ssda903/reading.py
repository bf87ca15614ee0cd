"""Read SSDA903 CSV sets of any years into trusted tables."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import polars as pl

from turncurve.returns.arriving import ArrivedFile, FileReport, Reading
from turncurve.returns.dates import is_iso, read_date
from turncurve.returns.encodings import Row, columns_of, rows_of
from turncurve.returns.ssda903.modules import EPISODES, UASC, Module, module_of, nearest
from turncurve.returns.ssda903.rows import Value, parse
from turncurve.returns.ssda903.stitching import stitch
from turncurve.tables import TABLES, in_shape, table
from turncurve.words.periods import year_ending_march
from turncurve.words.problems import RowProblem

_YEARS = re.compile(r"(?<!\d)(20\d\d)[-_ ]?(\d\d)(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")


def recognise(file: ArrivedFile) -> str | None:
    """ "SSDA903 " and the module's name, from the column names; None for another file."""
    columns = frozenset(columns_of(file))
    module = module_of(columns) or nearest(columns)
    return f"SSDA903 {module.name}" if module else None


@dataclass(kw_only=True)
class _Gathered:
    rows: dict[str, list[dict[str, Value]]] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    reports: list[FileReport] = field(default_factory=list)


def read(files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading:
    """The trusted tables of SSDA903 CSV files, all years together, in order of arrival (a resubmission comes later).

    A file's year comes from its folder or name (2023-24, 2023_24, 202324, 2024), else from the latest date in the
    episodes beside it. Rows that cannot be used are set aside with a problem; nothing is dropped.
    """
    years = _years(files)
    gathered = _Gathered()
    for file in sorted(files, key=lambda one: years.get(one.key) or 0):
        progress(f"Reading {file.name}")
        _read_file(file, year=years.get(file.key), into=gathered)
    known_years = sorted({year for year in years.values() if year})
    episodes, repairs = stitch(gathered.rows.pop("cla_episodes", []), years=known_years or [0])
    tables = {"cla_episodes": _frame("cla_episodes", episodes)}
    tables["person"] = _frame(
        "person", _newest_each(gathered.rows.get("person", []) + gathered.rows.get(UASC.table, []))
    )
    tables["mother"] = _frame(
        "mother", [row for row in gathered.rows.get("person", []) if row["is_mother"] is not None]
    )
    arrivals = [{**row, "status": "unaccompanied"} for row in gathered.rows.pop(UASC.table, [])]
    tables[UASC.table] = _frame(UASC.table, _newest_each(arrivals))
    _ = gathered.rows.pop("person", None)
    tables.update({name: _frame(name, rows) for name, rows in gathered.rows.items()})
    return Reading(tables=tables, files=tuple(gathered.reports), problems=tuple(gathered.problems), repairs=repairs)


def _frame(name: str, rows: Iterable[Mapping[str, Value]]) -> pl.DataFrame:
    wanted = list(TABLES[name].columns)
    columns = {column: [row.get(column) for row in rows] for column in wanted} if (rows := list(rows)) else {}
    return in_shape(pl.DataFrame(columns), table=table(name))


def _newest_each(rows: Iterable[dict[str, Value]]) -> list[dict[str, Value]]:
    """One row a child: the newest return's values, with what it leaves blank taken from older ones."""
    kept: dict[str, dict[str, Value]] = {}
    for row in sorted(rows, key=lambda one: int(str(one["year"]))):
        known = {name: value for name, value in row.items() if value is not None or name == "ended"}
        kept[str(row["person_id"])] = {**kept.get(str(row["person_id"]), {}), **known}
    return list(kept.values())


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _year_named(name: str) -> int | None:
    """The year ending 31 March that a path says, its last folder and file name first."""
    for part in reversed(name.split("/")):
        for found in _YEARS.finditer(part):
            if int(found[2]) == (int(found[1]) + 1) % 100:
                return int(found[1]) + 1
        if found := _YEAR.search(part):
            return int(found[1])
    return None


def _years(files: Sequence[ArrivedFile]) -> dict[str, int | None]:
    """Each file's year: as named, else from the latest date among the episodes in its folder, else not known."""
    latest: dict[str, date] = {}
    for file in files:
        if _year_named(file.name) is None and EPISODES.columns - {"URN"} <= frozenset(columns_of(file)):
            days = [day for row in rows_of(file) for name in ("DECOM", "DEC") if (day := read_date(row.get(name)))]
            if days:
                latest[_folder(file.name)] = max([*days, latest.get(_folder(file.name), date.min)])
    years: dict[str, int | None] = {}
    for file in files:
        beside = latest.get(_folder(file.name))
        years[file.key] = _year_named(file.name) or (year_ending_march(beside) if beside else None)
    return years


def _whole_file(file: ArrivedFile, *, field: str, found: str, expected: str, to_fix: str, rule: str) -> RowProblem:
    return RowProblem(
        file=file.name, row=None, field=field, found=found, expected=expected, to_fix=to_fix, rule=rule, set_aside=True
    )


def _read_file(file: ArrivedFile, *, year: int | None, into: _Gathered) -> None:
    columns = frozenset(columns_of(file))
    module, rows = module_of(columns), rows_of(file)
    near = module or nearest(columns)
    kind = f"SSDA903 {near.name}" if near else "SSDA903"
    if module is None or year is None:
        into.problems.append(
            _whole_file(
                file,
                field="",
                found=f"columns {', '.join(sorted(columns))}",
                expected=f"also the columns {', '.join(sorted(near.columns - columns))}" if near else "",
                to_fix="Export the module again with every column of the collection guide.",
                rule="columns-missing",
            )
            if module is None
            else _whole_file(
                file,
                field="",
                found="no year in the file's folder or name, and no episodes beside it",
                expected="a folder or name such as 2023-24",
                to_fix="Put the year's files in a folder named for the year and load the folder.",
                rule="year-not-known",
            )
        )
        into.reports.append(
            FileReport(
                name=file.name,
                key=file.key,
                kind=kind,
                year=year,
                rows_in=len(rows),
                rows_used=0,
                rows_set_aside=len(rows),
            )
        )
        return
    used = _take(rows, module=module, file=file, year=year, into=into)
    note = "no rows" if not rows else ""
    into.reports.append(
        FileReport(
            name=file.name,
            key=file.key,
            kind=kind,
            year=year,
            rows_in=len(rows),
            rows_used=used,
            rows_set_aside=len(rows) - used,
            note=note,
        )
    )


def _take(rows: Sequence[Row], *, module: Module, file: ArrivedFile, year: int, into: _Gathered) -> int:
    """Parse a file's rows and keep those that can be used; how many."""
    kept = into.rows.setdefault(module.table, [])
    seen: dict[tuple[str, ...], Row] = {}
    used, iso = 0, 0
    for row in rows:
        parsed = parse(row, module=module, file=file.name, year=year)
        into.problems.extend(parsed.problems)
        iso += any(is_iso(row.get(one.name)) for one in module.fields if one.holds in ("date", "birth"))
        if parsed.values is None:
            continue
        if (problem := _refused(row, parsed.values, module=module, file=file, seen=seen)) is not None:
            into.problems.append(problem)
            continue
        if module.table == "cla_episodes":
            into.problems.extend(_ends_badly(row, parsed.values, file=file))
        kept.append({**parsed.values, "year": year, "file": file.key})
        used += 1
    if 0 < iso < len(rows):
        into.problems.append(
            RowProblem(
                file=file.name,
                row=None,
                field="",
                found=f"{iso} of {len(rows)} rows with dates as yyyy-mm-dd, the others as dd/mm/yyyy",
                expected="one way of writing dates",
                to_fix="Both were read; check that day and month were not changed about on export.",
                rule="mixed-dates",
                set_aside=False,
            )
        )
    return used


def _refused(
    row: Row, values: Mapping[str, Value], *, module: Module, file: ArrivedFile, seen: dict[tuple[str, ...], Row]
) -> RowProblem | None:
    """Why a row that parses cannot be used: it stands in the file already, or it ends before it begins."""

    def because(*, field: str, found: str, expected: str, to_fix: str, rule: str) -> RowProblem:
        return RowProblem(
            file=file.name,
            row=row.line,
            field=field,
            found=found,
            expected=expected,
            to_fix=to_fix,
            rule=rule,
            set_aside=True,
        )

    identity = module.once or tuple(one.name for one in module.fields)
    key = tuple(row.get(name) for name in identity)
    if module.table == "cla_episodes" and values["ended"] == values["began"]:
        # An episode that ended the day it began may stand beside the one that began that day and lasted.
        key = (*key, "ended the same day")
    if key in seen:
        same = seen[key].cells == row.cells
        return because(
            field=", ".join(module.once) or "the whole row",
            found=f"the same as row {seen[key].line}"
            if same
            else f"another row with the same {', '.join(module.once)}: row {seen[key].line}",
            expected="each only once",
            to_fix="Take the second row out." if same else "Keep the row that is right and take the other out.",
            rule="same-row-twice" if same else "two-rows-for-one",
        )
    seen[key] = row
    began, ended = values.get("began"), values.get("ended")
    if isinstance(began, date) and isinstance(ended, date) and ended < began:
        return because(
            field=next(one.name for one in module.fields if one.into == "ended"),
            found=str(ended),
            expected=f"a day on or after {began}",
            to_fix="Correct the dates and load the file again.",
            rule="ends-before-it-begins",
        )
    return None


def _ends_badly(row: Row, values: Mapping[str, Value], *, file: ArrivedFile) -> list[RowProblem]:
    """Rule 148: an episode has both a day it ceased and a reason, or neither."""
    if (values["ended"] is None) == (values["reason_ended"] is None):
        return []
    name = "REC" if values["reason_ended"] is None else "DEC"
    return [
        RowProblem(
            file=file.name,
            row=row.line,
            field=name,
            found="nothing",
            expected="DEC and REC both filled or both blank",
            to_fix=f"Fill {name}, or blank the other.",
            rule="ceased-without-both",
            set_aside=False,
        )
    ]
