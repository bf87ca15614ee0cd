"""One SSDA903 file: which module it is, which year it reports, and its rows taken one by one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from turncurve.returns.arriving import ArrivedFile, FileReport
from turncurve.returns.csv_rows import Heading, Row, heading_of, sheet_of
from turncurve.returns.dates import is_iso
from turncurve.returns.ssda903.modules import Module, module_of, nearest
from turncurve.returns.ssda903.rows import Value, parse
from turncurve.returns.ssda903.within import Seen, Taken, do_not_follow, ends_badly
from turncurve.returns.years import dates_of_another_year, first_day, last_day, year_said, years_named
from turncurve.words.periods import year_ending_march
from turncurve.words.problems import RowProblem

# A region's joined-up files say each row's authority and year; a council's own do not.
_REGIONS_OWN = frozenset({"LA", "YEAR"})


def heading_in(file: ArrivedFile) -> Heading | None:
    """The heading of a file that is, or is nearly, a module; None for another file."""
    return heading_of(file, known=lambda columns: module_of(columns) is not None or nearest(columns) is not None)


@dataclass(kw_only=True)
class FileRead:
    """One file as far as it has been read: rows that can be used, how many came in, and what was wrong."""

    file: ArrivedFile
    heading: Heading
    year: int | None
    year_note: str = ""
    taken: list[Taken] = field(default_factory=list, repr=False)
    problems: list[RowProblem] = field(default_factory=list)
    rows_in: int = 0

    @property
    def module(self) -> Module | None:
        """The module whose every column is there."""
        return module_of(self.heading.columns)

    @property
    def says_years_by_row(self) -> bool:
        """Whether each row names its own year, as a region's joined-up files do."""
        return self.heading.columns >= _REGIONS_OWN

    def whole(
        self, *, found: str, expected: str, to_fix: str, rule: str, field: str = "", set_aside: bool = False
    ) -> None:
        """Note a problem of the whole file."""
        self.problems.append(
            RowProblem(
                file=self.file.name,
                row=None,
                field=field,
                found=found,
                expected=expected,
                to_fix=to_fix,
                rule=rule,
                set_aside=set_aside,
            )
        )

    def report(self) -> FileReport:
        """What became of the file."""
        near = self.module or nearest(self.heading.columns)
        notes = [self.year_note] if self.year_note and self.rows_in else []
        if self.module is not None and self._reordered(self.module):
            notes.append("columns in another order, read by name")
        return FileReport(
            name=self.file.name,
            key=self.file.key,
            kind=f"SSDA903 {near.name}" if near else "SSDA903",
            year=None if self.says_years_by_row else self.year,
            rows_in=self.rows_in,
            rows_used=len(self.taken),
            rows_set_aside=self.rows_in - len(self.taken),
            note="; ".join(notes) if self.rows_in else "no rows",
        )

    def _reordered(self, module: Module) -> bool:
        places = [self.heading.names.index(one.name) for one in module.fields]
        return places != sorted(places)


def read_file(file: ArrivedFile, *, heading: Heading, year: int | None, year_note: str) -> FileRead:
    """The file's rows, each used or set aside with a problem."""
    read = FileRead(file=file, heading=heading, year=year, year_note=year_note)
    sheet = sheet_of(file, heading=heading)
    read.rows_in = sheet.rows_in
    read.problems.extend(sheet.problems)
    if (module := read.module) is None:
        near = nearest(heading.columns)
        read.whole(
            found=f"columns {', '.join(sorted(heading.columns))}",
            expected=f"also the columns {', '.join(sorted(near.columns - heading.columns))}" if near else "",
            to_fix="Export the module again with every column of the collection guide.",
            rule="columns-missing",
            set_aside=True,
        )
        return read
    _say_of_columns(read, module)
    if twice := sorted(name for name, times in Counter(heading.names).items() if times > 1 and name in module.columns):
        read.whole(
            field=", ".join(twice),
            found="the same column name more than once",
            expected="each column name once",
            to_fix="Take out the column that is not wanted: which of them is right cannot be told.",
            rule="column-twice",
            set_aside=True,
        )
        return read
    if year is None and not read.says_years_by_row:
        read.whole(
            found="no year in the file's folder or name, and no episodes beside it",
            expected="a folder or name such as 2023-24",
            to_fix="Put the year's files in a folder named for the year and load the folder.",
            rule="year-not-known",
            set_aside=True,
        )
        return read
    _take(sheet.rows, read=read, module=module)
    return read


def _say_of_columns(read: FileRead, module: Module) -> None:
    extra = read.heading.columns - module.columns - (_REGIONS_OWN if read.says_years_by_row else frozenset()) - {""}
    if extra:
        read.whole(
            field=", ".join(sorted(extra)),
            found="columns that are not in the module",
            expected=f"the columns of the collection guide: {', '.join(one.name for one in module.fields)}",
            to_fix="Nothing, if they are the council's own: the other columns were read.",
            rule="columns-not-known",
        )


def _take(rows: Sequence[Row], *, read: FileRead, module: Module) -> None:
    """Parse the rows and keep those that can be used."""
    seen = Seen(file=read.file.name, module=module)
    episodes = module.table == "cla_episodes"
    dated = [one.name for one in module.fields if one.holds in ("date", "birth")]
    iso = british = 0
    for row in rows:
        year = read.year if not read.says_years_by_row else _year_of(row, read=read)
        if year is None:
            continue
        parsed = parse(row, module=module, file=read.file.name, year=year)
        read.problems.extend(parsed.problems)
        written = {is_iso(cell) for name in dated if (cell := row.cells.get(name))}
        iso += True in written
        british += False in written
        if parsed.values is None:
            continue
        values = {**parsed.values, "year": year, "file": read.file.key, "row": row.line}
        if (problem := seen.refused(row, values)) is not None:
            read.problems.append(problem)
            continue
        if episodes:
            read.problems.extend(ends_badly(row, file=read.file.name))
        read.taken.append(Taken(line=row.line, values=values))
    if iso and british:
        read.whole(
            found=f"{iso} of {len(rows)} rows with dates as yyyy-mm-dd, the others as dd/mm/yyyy",
            expected="one way of writing dates",
            to_fix="Both were read; check that day and month were not changed about on export.",
            rule="mixed-dates",
        )
    if episodes:
        read.problems.extend(do_not_follow(read.taken, file=read.file.name))
    if module.touches_year:
        _say_of_years(read)


def _year_of(row: Row, *, read: FileRead) -> int | None:
    """The year a row of a region's joined-up file names; None, and a problem, where it names none."""
    cell = row.get("YEAR").removesuffix(".0")
    if len(cell) == 4 and cell.isdecimal() and cell.startswith("20"):
        return int(cell)
    if len(named := years_named(cell.replace("/", "-"))) == 1:
        return named[0]
    read.problems.append(
        RowProblem(
            file=read.file.name,
            row=row.line,
            field="YEAR",
            found=cell[:9] or "nothing",
            expected="the year, such as 2024 or 2023-24",
            to_fix="Fill YEAR and load the file again.",
            rule="year-not-known",
            set_aside=True,
        )
    )
    return None


def _say_of_years(read: FileRead) -> None:
    """Say it where the year's name and the dates of its rows disagree, or two names do."""
    if read.says_years_by_row or read.year is None:
        return
    named = years_named(read.file.name)
    if len(named) > 1:
        read.whole(
            found=f"a path that names {' and '.join(year_said(one) for one in named)}",
            expected="one year",
            to_fix=f"It was read as the return of {year_said(named[0])}. Name the folder and the file for one year.",
            rule="two-years-named",
        )
    outside = [(one.line, year) for one in read.taken if (year := _elsewhere(one.values, year=read.year)) is not None]
    if outside:
        read.problems.append(
            dates_of_another_year(
                read.file.name,
                year=read.year,
                named_by="the folder or name" if named else "the latest episodes beside it",
                rows=len(read.taken),
                outside=Counter(year for _, year in outside),
                first_row=outside[0][0],
            )
        )


def _elsewhere(values: dict[str, Value], *, year: int) -> int | None:
    """The year a row lies in, where no day of it lies in the year the file reports; else None."""
    began = values.get("began", values.get("date_of_review"))
    ended = values.get("ended") if "began" in values else began
    if isinstance(began, date) and began > last_day(year):
        return year_ending_march(began)
    if isinstance(ended, date) and ended < first_day(year):
        return year_ending_march(ended)
    return None
