"""Read SSDA903 returns of any years and forms into trusted tables."""

from collections.abc import Callable, Iterable, Mapping, Sequence

import polars as pl

from turncurve.returns.arriving import ArrivedFile, Covered, FileReport, Reading
from turncurve.returns.ssda903.columns import NTH, YEAR
from turncurve.returns.ssda903.dated import say_of_both_ways, say_of_years
from turncurve.returns.ssda903.files import FileRead, cells_of
from turncurve.returns.ssda903.files import authorities_in as authorities_in_part
from turncurve.returns.ssda903.modules import EPISODES, Module
from turncurve.returns.ssda903.opening import form_of, has_named_columns, parts_of
from turncurve.returns.ssda903.parts import Part
from turncurve.returns.ssda903.resent import without_replaced
from turncurve.returns.ssda903.taking import Taking
from turncurve.returns.ssda903.trusting import located, reported_tables, trusted_tables
from turncurve.returns.ssda903.within import do_not_follow, end_by_half, end_too_soon, second_ones
from turncurve.returns.ssda903.years_of_files import FilesYear, years_of
from turncurve.returns.whose_rows import authority_of
from turncurve.returns.years import missing_years, year_missing
from turncurve.tables.reported import REPORTED
from turncurve.words.problems import RowProblem


def recognise(file: ArrivedFile) -> str | None:
    """ "SSDA903 " and the module of a CSV, or workbook or XML, by what is in it; None for another file."""
    return form_of(file)


def authorities_in(file: ArrivedFile) -> frozenset[str]:
    """The DfE codes of the region's authorities whose rows a file holds, "" among them for rows of none of them."""
    parts = parts_of(file).parts if has_named_columns(file) else ()
    return frozenset[str]().union(*(authorities_in_part(part) for part in parts)) or frozenset({file.authority})


def read(files: Sequence[ArrivedFile], *, progress: Callable[[str], None]) -> Reading:
    """The trusted tables of SSDA903 files, all years together, in whatever order the files come.

    A file is a CSV, a workbook with a module a sheet, or XML; each module is reported as a file of its own. A file's
    year comes from its folder or name (2023-24, 2023_24, 202324, 2024), else from what XML says of itself, else from
    the latest dates in its own episodes or those beside it. Rows that cannot be used are set aside with a problem;
    nothing is dropped. Where a module of one year arrives twice and the two share a child, the later arrival replaces
    the earlier (see decision 0003).
    """
    years = years_of(files)
    reads: list[FileRead] = []
    reports: list[FileReport] = []
    of_files: list[RowProblem] = []
    taking = Taking(reads=reads)
    for file in sorted(files, key=lambda one: years[one.key].year or 0):
        progress(f"Reading {file.name}")
        found = parts_of(file)
        reports += found.reports
        of_files += found.problems
        for part in found.parts:
            reads.append(_read_of(part, of=years[file.key]))
            for module, cells in cells_of(reads[-1], rows=part.rows(), nth=len(reads) - 1):
                taking.take(cells, module=module)
    modules = {module: _usable(rows, module=module, reads=reads) for module, rows in taking.by_module()}
    for one in reads:
        say_of_both_ways(one)
    for rows in modules.values():
        for nth, used in rows.group_by(NTH).len().iter_rows():
            reads[nth].rows_used += used
    keys = [one.file.key for one in reads]
    rows_of = _rows_of(modules, in_region=any(one.members for one in files))
    with_episodes = _years_of(modules.get(EPISODES))
    by_name = {module: located(rows, files=keys) for module, rows in modules.items()}
    tables, repairs = trusted_tables(by_name, rows_of=rows_of)
    problems = [*of_files, *(problem for one in reads for problem in one.problems)]
    every = {year for rows in modules.values() for year in _years_of(rows)}
    return Reading(
        tables=tables,
        files=(*(one.report() for one in reads), *reports),
        problems=(*problems, *_missing(every, with_episodes=with_episodes)),
        repairs=repairs,
        reported=reported_tables(by_name),
        covered=_covered(modules, reads=reads),
        rows_of=rows_of,
    )


def _read_of(part: Part, *, of: FilesYear) -> FileRead:
    return FileRead(
        file=part.file,
        path=part.path,
        heading=part.heading,
        year=of.year,
        year_named_by=of.named_by,
        year_note=of.note,
    )


def _usable(rows: pl.DataFrame, *, module: Module, reads: Sequence[FileRead]) -> pl.DataFrame:
    """The rows of one module that can be used, what is wrong with the others said of their files."""
    names = [one.file.name for one in reads]

    def say(problems: Iterable[tuple[int, RowProblem]]) -> None:
        for nth, problem in problems:
            reads[nth].problems.append(problem)

    rows, twice = second_ones(rows, module=module, files=names)
    say(twice)
    rows, too_soon = end_too_soon(rows, module=module, files=names)
    say(too_soon)
    if module is EPISODES:
        say(end_by_half(rows, files=names))
        say(do_not_follow(rows, files=names))
    if module.touches_year:
        say_of_years(rows, reads=reads)
    return without_replaced(rows, reads=reads)


def _covered(modules: Mapping[Module, pl.DataFrame], *, reads: Sequence[FileRead]) -> dict[str, frozenset[int]]:
    """The years for which each module arrived, were it empty."""
    years: dict[str, set[int]] = {}
    for one in reads:
        if one.module is not None and one.module.reported in REPORTED:
            of_module = years.setdefault(one.module.reported, _years_of(modules.get(one.module)))
            of_module |= {one.year} if one.year else set[int]()
    return {name: frozenset(found) for name, found in years.items()}


def _rows_of(modules: Mapping[Module, pl.DataFrame], *, in_region: bool) -> tuple[Covered, ...]:
    """The rows used of each module by authority and year; of the one authority there is where it is no region's."""
    whose = authority_of(pl.col("person_id")) if in_region else pl.lit("")
    return tuple(
        Covered(kind=f"SSDA903 {module.name}", authority=code, year=year, rows=n)
        for module, rows in modules.items()
        for code, year, n in rows.group_by(whose.alias("authority"), YEAR).len().sort("authority", YEAR).iter_rows()
    )


def _years_of(rows: pl.DataFrame | None) -> set[int]:
    return set() if rows is None else set(rows.get_column(YEAR).unique().to_list())


def _missing(every: set[int], *, with_episodes: set[int]) -> list[RowProblem]:
    """A problem for each year without episodes among those with any module."""
    without = (every - with_episodes) | set(missing_years(every))
    if not with_episodes:
        return []
    return [year_missing("SSDA903", year=year, rows_missing="episodes") for year in sorted(without)]
