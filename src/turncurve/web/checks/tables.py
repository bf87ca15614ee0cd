"""The tables of the checks' page."""

from collections.abc import Sequence

from turncurve.desk.answers import CheckRun, Quality, ToFix
from turncurve.returns.arriving import FileReport, Repair
from turncurve.web.figures import number
from turncurve.web.table_shown import Table
from turncurve.words.periods import years_said
from turncurve.words.problems import RowProblem


def problems_table(one: ToFix, *, problems: Sequence[RowProblem], most: int) -> Table:
    """Where a rule was broken. What could not be read shows what was found; a check's finding needs no value."""
    unread = [problem for problem in problems if problem.rule == one.rule][:most]
    if unread:
        rows = [
            (
                problem.file,
                "Whole file" if problem.row is None else number(problem.row),
                problem.field or "–",
                problem.found or "Nothing",
                problem.expected,
                problem.to_fix,
            )
            for problem in unread
        ]
        heads = ("File", "Row", "Field", "Found", "Expected", "What to do")
    else:
        rows = [
            (
                where.file or "No file came",
                "Whole file" if where.row is None else number(where.row),
                where.field,
                str(where.year) if where.year else "–",
            )
            for where in one.where[:most]
        ]
        heads = ("File", "Row", "Field", "Year ending 31 March")
    return Table(caption=f"Where: {one.title[:1].lower()}{one.title[1:]}", heads=heads, rows=tuple(rows))


def quality_table(about: str, points: Sequence[Quality]) -> Table:
    """Completeness, timeliness and consistency of a return, newest year first."""
    of_return = {(one.year, one.dimension): one for one in points if one.about == about}
    years = sorted({year for year, _ in of_return}, reverse=True)
    dimensions = ("completeness", "timeliness", "consistency")
    return Table(
        caption=f"{about}: how good the data are, by year",
        heads=("Year ending 31 March", "Cells filled", "Recorded in time", "Rows nothing is wrong with"),
        rows=tuple((str(year), *(_share(of_return.get((year, one))) for one in dimensions)) for year in years),
        numbers=(1, 2, 3),
    )


def _share(point: Quality | None) -> str:
    if point is None:
        return "Not known yet"
    # 99.96% is not every row, so it must not be rounded to 100%.
    share = min(point.value, 99.9) if point.good < point.out_of else point.value
    return f"{share:.1f}%{' (poor)' if point.poor else ''}"


def not_checked_table(runs: Sequence[CheckRun]) -> Table | None:
    """What could not be checked, for which years, and why."""
    rows = [
        (one.title, years_said([year for year in years if year]) or "Any year", because)
        for one in runs
        for because, years in one.could_not
    ]
    if not rows:
        return None
    return Table(caption="What could not be checked, and why", heads=("Check", "Years", "Because"), rows=tuple(rows))


def checked_table(runs: Sequence[CheckRun]) -> Table | None:
    """Every check with what it tested and found."""
    if not runs:
        return None
    return Table(
        caption="Every check",
        heads=("Check", "Of", "Rows tested", "Found", "Years"),
        rows=tuple(
            (
                one.title,
                one.return_name,
                number(one.rows_tested),
                number(one.rows_found) if one.years else "Could not run",
                years_said([year for year in one.years if year]) or "–",
            )
            for one in runs
        ),
        numbers=(2, 3),
    )


def files_table(files: Sequence[FileReport]) -> Table:
    """Every file, and what became of its rows."""
    rows = [
        (
            file.name,
            file.kind or "Not recognised",
            str(file.year) if file.year else "–",
            number(file.rows_in),
            number(file.rows_used),
            number(file.rows_set_aside),
            file.note,
        )
        for file in files
    ]
    return Table(
        caption="Every file, and what became of its rows",
        heads=("File", "What it is", "Year ending 31 March", "Rows in", "Used", "Set aside", "Note"),
        rows=tuple(rows),
        numbers=(3, 4, 5),
    ).without_empty_last()


def repairs_table(repairs: Sequence[Repair]) -> Table | None:
    """What was repaired while reading, and how often."""
    if not repairs:
        return None
    return Table(
        caption="What was repaired while reading",
        heads=("What was done", "Rows"),
        rows=tuple((repair.what_was_done, number(repair.rows)) for repair in repairs),
        numbers=(1,),
    )
