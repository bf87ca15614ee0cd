"""Read SSDA903 CSV sets of any years into trusted tables."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date

import polars as pl

from turncurve.returns.arriving import ArrivedFile, Reading
from turncurve.returns.csv_rows import Heading, sheet_of
from turncurve.returns.dates import read_date
from turncurve.returns.ssda903.files import FileRead, heading_in, read_file
from turncurve.returns.ssda903.modules import EPISODES, UASC, module_of, nearest
from turncurve.returns.ssda903.rows import Value
from turncurve.returns.ssda903.stitching import stitch
from turncurve.returns.years import latest_year, missing_years, year_missing, year_said, years_named
from turncurve.tables import TABLES, in_shape, table
from turncurve.tables.reported import REPORTED, as_reported
from turncurve.words.problems import RowProblem

Record = dict[str, Value]


def recognise(file: ArrivedFile) -> str | None:
    """ "SSDA903 " and the module's name, from the column names; None for another file."""
    heading = heading_in(file)
    module = heading and (module_of(heading.columns) or nearest(heading.columns))
    return f"SSDA903 {module.name}" if module else None


def read(files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading:
    """The trusted tables of SSDA903 CSV files, all years together, in whatever order the files come.

    A file's year comes from its folder or name (2023-24, 2023_24, 202324, 2024), else from the latest dates in the
    episodes beside it. Rows that cannot be used are set aside with a problem; nothing is dropped. Where a module of one
    year arrives twice and the two share a child, the later arrival replaces the earlier (see decision 0003).
    """
    headings = {file.key: heading for file in files if (heading := heading_in(file)) is not None}
    years = _years(files, headings=headings)
    reads: list[FileRead] = []
    for file in sorted(files, key=lambda one: years.get(one.key, (None, ""))[0] or 0):
        progress(f"Reading {file.name}")
        if (heading := headings.get(file.key)) is not None:
            year, note = years[file.key]
            reads.append(read_file(file, heading=heading, year=year, year_note=note))
    _replace(reads)
    rows: dict[str, list[Record]] = {}
    for read_one in reads:
        if read_one.module is not None:
            rows.setdefault(read_one.module.table, []).extend(one.values for one in read_one.taken)
    reported = {_reported_as(name): as_reported(_reported_as(name), of) for name, of in rows.items() if _checked(name)}
    episodes = rows.pop("cla_episodes", [])
    with_episodes = {int(str(row["year"])) for row in episodes}
    stitched, repairs = stitch(episodes, years=with_episodes)
    problems = [problem for read_one in reads for problem in read_one.problems]
    problems += _missing(with_episodes, reads=reads)
    return Reading(
        tables=_tables(rows, episodes=stitched),
        files=tuple(read_one.report() for read_one in reads),
        problems=tuple(problems),
        repairs=repairs,
        reported=reported,
        covered=_covered(reads),
    )


def _reported_as(name: str) -> str:
    """The reported table of a trusted one: the CIN census has children of its own."""
    return "cla_person" if name == "person" else name


def _checked(name: str) -> bool:
    return _reported_as(name) in REPORTED


def _covered(reads: Sequence[FileRead]) -> dict[str, frozenset[int]]:
    """The years for which each module arrived, were it empty."""
    years: dict[str, set[int]] = {}
    for one in reads:
        if one.module is not None and _checked(one.module.table):
            own = {int(str(row.values["year"])) for row in one.taken} | ({one.year} if one.year else set[int]())
            years.setdefault(_reported_as(one.module.table), set()).update(own)
    return {name: frozenset(found) for name, found in years.items()}


def _tables(rows: dict[str, list[Record]], *, episodes: list[Record]) -> dict[str, pl.DataFrame]:
    people, arrivals = rows.pop("person", []), rows.pop(UASC.table, [])
    tables = {
        "cla_episodes": episodes,
        "person": _newest_each(people + arrivals),
        "mother": [row for row in people if row["is_mother"] is not None],
        UASC.table: _newest_each([{**row, "status": "unaccompanied"} for row in arrivals]),
        **rows,
    }
    return {name: _frame(name, records) for name, records in tables.items()}


def _frame(name: str, rows: Iterable[Mapping[str, Value]]) -> pl.DataFrame:
    wanted = list(TABLES[name].columns)
    columns = {column: [row.get(column) for row in rows] for column in wanted} if (rows := list(rows)) else {}
    frame = in_shape(pl.DataFrame(columns), table=table(name))
    # In one order, so that the order in which files come changes nothing.
    return frame.sort(frame.columns)


def _newest_each(rows: Iterable[Record]) -> list[Record]:
    """One row a child: the newest return's values, with what it leaves blank taken from older ones."""
    kept: dict[str, Record] = {}
    for row in sorted(rows, key=lambda one: int(str(one["year"]))):
        known = {name: value for name, value in row.items() if value is not None or name == "ended"}
        kept[str(row["person_id"])] = {**kept.get(str(row["person_id"]), {}), **known}
    return list(kept.values())


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _years(files: Sequence[ArrivedFile], *, headings: Mapping[str, Heading]) -> dict[str, tuple[int | None, str]]:
    """Each file's year, and a note where it is not named: then it is the latest of the episodes in its folder."""
    days: dict[str, Counter[date]] = {}
    for file in files:
        heading = headings.get(file.key)
        if heading is not None and not years_named(file.name) and heading.columns >= EPISODES.columns - {"URN"}:
            cells = (row.get(name) for row in sheet_of(file, heading=heading).rows for name in ("DECOM", "DEC"))
            days.setdefault(_folder(file.name), Counter()).update(day for cell in cells if (day := read_date(cell)))
    years: dict[str, tuple[int | None, str]] = {}
    for file in files:
        if named := years_named(file.name):
            years[file.key] = (named[0], "")
        else:
            latest = latest_year(days.get(_folder(file.name), Counter()))
            years[file.key] = (latest, f"year {year_said(latest)} taken from the latest episodes" if latest else "")
    return years


def _replace(reads: Sequence[FileRead]) -> None:
    """Set aside the rows of a file whose module and year arrived again later, where the two share a child."""
    newer: dict[tuple[str, int], list[tuple[str, set[str]]]] = {}
    for one in reversed(reads):
        if one.module is None:
            continue
        children: dict[int, set[str]] = {}
        for row in one.taken:
            children.setdefault(int(str(row.values["year"])), set()).add(str(row.values["person_id"]))
        for year, mine in children.items():
            later = newer.setdefault((one.module.name, year), [])
            by = next((name for name, theirs in later if not mine.isdisjoint(theirs)), None)
            if by is not None:
                kept = [row for row in one.taken if row.values["year"] != year]
                one.whole(
                    found=f"{len(one.taken) - len(kept)} rows of {year_said(year)} that arrived again as {by}",
                    expected="one file for a module and a year",
                    to_fix=(
                        "Nothing, if the later one is right: it is used and this one is not. If both are right, put "
                        "their rows in one file and load that."
                    ),
                    rule="replaced-by-a-newer-file",
                    set_aside=True,
                )
                one.taken = kept
            else:
                later.append((one.file.name, mine))


def _missing(with_episodes: set[int], *, reads: Sequence[FileRead]) -> list[RowProblem]:
    """A problem for each year without episodes among those with any module."""
    every = {int(str(row.values["year"])) for one in reads for row in one.taken}
    without = (every - with_episodes) | set(missing_years(every))
    if not with_episodes:
        return []
    return [year_missing("SSDA903", year=year, rows_missing="episodes") for year in sorted(without)]
