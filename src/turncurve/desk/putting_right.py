"""What to put right and what could not be checked, made of what is stored: the order to fix things in."""

from collections.abc import Iterable
from typing import Final

import polars as pl

from turncurve.definitions.checks import Check
from turncurve.definitions.checks import checks as every_check
from turncurve.definitions.measures import measures
from turncurve.desk.answers import CheckRun, ToFix, Where
from turncurve.returns.arriving import FileReport
from turncurve.store import Analysis
from turncurve.words.problems import RowProblem


def _titles(names: Iterable[str]) -> tuple[str, ...]:
    wanted = set(names)
    return tuple(one.short_title for one in measures().values() if one.id in wanted)


_COPY: Final = "same-row-twice"
# What readers note in passing of rows they use, and a check asks of every row: said once, by the check.
_A_CHECK_SAYS_SO: Final = frozenset(
    {
        "ceased-without-both",
        "left-open-before-another",
        "overlaps-the-next",
        "ends-before-it-begins",
        "year-missing",
        "small-area-not-known",
    }
)


def in_order_to_fix(to_fix: Iterable[ToFix]) -> tuple[ToFix, ...]:
    """What changes most curves first; of those alike, what is found most often."""
    return tuple(sorted(to_fix, key=lambda one: (-len(one.changes), -one.rows, one.rule)))


def unreadable(problems: tuple[RowProblem, ...], *, files: tuple[FileReport, ...]) -> list[ToFix]:
    """What the readers could not read, by rule. What is set aside is in no curve of its return."""
    report = {file.name: file for file in files}
    by_rule: dict[str, list[RowProblem]] = {}
    for problem in problems:
        if problem.rule in _A_CHECK_SAYS_SO and not problem.set_aside:
            continue
        by_rule.setdefault(problem.rule, []).append(problem)
    to_fix: list[ToFix] = []
    for rule, broken in by_rule.items():
        aside = [one for one in broken if one.set_aside]
        # A second copy of a row is set aside and nothing is lost.
        lost = aside if rule != _COPY else []
        kinds = {report[one.file].kind for one in lost if one.file in report}
        said = list(dict.fromkeys(one.to_fix for one in broken))
        to_fix.append(
            ToFix(
                rule=rule,
                title=rule.replace("-", " ").capitalize(),
                rows=len(broken),
                set_aside=len(aside),
                changes=_titles(
                    one.id for one in measures().values() if any(kind.startswith(one.source.return_) for kind in kinds)
                ),
                why=_why(rule, aside=bool(aside)),
                what_to_do=said[0] if len(said) == 1 else "See each row: the field and the rule say what to put right.",
                dfe_rule="",
                where=tuple(
                    Where(
                        file=one.file,
                        row=one.row,
                        field=one.field,
                        year=report[one.file].year if one.file in report else None,
                    )
                    for one in broken
                ),
            )
        )
    return to_fix


_WHY: Final = {
    _COPY: "The first of the two is used.",
    "return-not-sent": "A year that one authority has not sent would read as a fall, so no regional curve shows it.",
}


def _why(rule: str, *, aside: bool) -> str:
    if rule in _WHY:
        return _WHY[rule]
    return "A row that is set aside is in no curve." if aside else "The row is used as far as it can be read."


def file_names(files: Iterable[FileReport]) -> dict[tuple[str, str], str]:
    """The name of a file, or of a sheet of it, by its key and the table its rows are in; "" for any table."""
    return {(file.key, table): file.name for file in files for table in ("", file.table)}


def found(analysis: Analysis, *, files: tuple[FileReport, ...]) -> list[ToFix]:
    """What the checks found, by check, with the rows in the order of their files."""
    names = file_names(files)
    stored = analysis.table("checks_found")
    counted = analysis.table("checks_run").group_by("check").agg(pl.col("rows_found").sum())
    rows_found = dict(counted.iter_rows())
    to_fix: list[ToFix] = []
    for (identity,), rows in stored.group_by("check", maintain_order=True):
        check = every_check().get(str(identity))
        if check is None:
            continue
        places = rows.unique(maintain_order=True).sort("year", "file", "row", nulls_last=False)
        to_fix.append(
            ToFix(
                rule=check.id,
                title=check.title,
                rows=rows_found[check.id],
                set_aside=0,
                changes=_titles(check.changes),
                why=check.why.strip(),
                what_to_do=check.to_fix.strip(),
                dfe_rule=check.dfe_rule,
                where=tuple(
                    Where(
                        file=names.get((file or "", check.table), names.get((file or "", ""), "")),
                        row=row,
                        field=field,
                        year=year or None,
                    )
                    for file, row, field, year in places.select("file", "row", "field", "year").iter_rows()
                ),
            )
        )
    return to_fix


def runs_of(ran: pl.DataFrame) -> tuple[CheckRun, ...]:
    """Every check that was run, with what it tested, what it found and where it could not run."""
    by_check = {str(check): rows for (check,), rows in ran.group_by("check", maintain_order=True)}
    return tuple(_run_of(check, by_check[name]) for name, check in every_check().items() if name in by_check)


def _run_of(check: Check, rows: pl.DataFrame) -> CheckRun:
    ran = rows.filter(pl.col("because") == "")
    reasons = rows.filter(pl.col("because") != "").group_by("because", maintain_order=True).agg("year")
    return CheckRun(
        check=check.id,
        title=check.title,
        return_name=check.return_,
        changes=_titles(check.changes),
        years=tuple(ran.get_column("year").to_list()),
        rows_tested=int(ran.get_column("rows_tested").sum()),
        rows_found=int(ran.get_column("rows_found").sum()),
        could_not=tuple((because, tuple(years)) for because, years in reasons.iter_rows()),
    )
