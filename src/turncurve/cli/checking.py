"""Show what the checks answer: what to fix first, every check, what could not be checked, files, repairs, quality."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from turncurve.cli.showing import Format, View, type_of_row
from turncurve.desk.answers import Checks
from turncurve.desk.checking import EXPORTED, rows_to_fix
from turncurve.words.periods import years_said
from turncurve.words.problems import Problem

SECTORS_VALIDATORS: Final = (
    "For the Department's full rules use the sector's own validators: github.com/data-to-insight/csc-validator-be-903 "
    "(SSDA903, hosted at 903.datatoinsight.org) and github.com/data-to-insight/csc-validator-be-cin (CIN census)."
)
_FIT: Final = 5
_Shown = tuple[str, Sequence[str], Sequence[type_of_row]]


def naming_children(view: View, *, form: Format, out: Path | None, with_children: bool) -> Path:
    """The file that children may be named in. Raises Problem for the screen, and for any other part of the answer."""
    if with_children and out is not None and view is View.rows and form is Format.csv:
        return out
    raise Problem(
        "Children are named only in a CSV file of rows, never on the screen.",
        to_fix='Use: turncurve checks --show rows --with-children --why "..." --format csv --out FILE',
    )


def rows_of(found: Checks, view: View, *, form: Format) -> _Shown:
    """A part of the answer: its title, its columns and its rows. A table on a screen leaves out why."""
    title, columns, rows = _VIEWS[view](found)
    return title, columns[:_FIT] if form is Format.table and view is View.fix else columns, rows


def say_what_was_checked(found: Checks, *, say: Callable[[str], None]) -> None:
    """Rows in and out, checks run and not run, and where the Department's own rules are."""
    rows_in, used = sum(f.rows_in for f in found.files), sum(f.rows_used for f in found.files)
    files = len({one.key for one in found.files})
    say(f"{rows_in:,} rows arrived: {used:,} used and {rows_in - used:,} set aside, in {files} files.")
    ran = [one for one in found.runs if one.years]
    broken = sum(one.rows_found > 0 for one in ran)
    say(f"{len(ran)} of {len(found.runs)} checks ran: {broken} found something and {len(ran) - broken} nothing.")
    if unrun := sum(bool(one.could_not) for one in found.runs):
        say(f"{unrun} could not run for some or all years: `turncurve checks --show not-checked` says why.")
    say(SECTORS_VALIDATORS)


def _fix(found: Checks) -> _Shown:
    columns = ("what_is_wrong", "rows", "set_aside", "changes", "what_to_do", "why", "rule", "dfe_rule")
    rows = [
        {
            "what_is_wrong": one.title,
            "rows": one.rows,
            "set_aside": one.set_aside,
            "changes": "; ".join(one.changes),
            "what_to_do": one.what_to_do,
            "why": one.why,
            "rule": one.rule,
            "dfe_rule": one.dfe_rule,
        }
        for one in found.to_fix
    ]
    return "What to fix first", columns, rows


def _rows(found: Checks) -> _Shown:
    return "Where to put it right", EXPORTED, rows_to_fix(found)


def _problems(found: Checks) -> _Shown:
    columns = ("file", "row", "field", "found", "expected", "what_to_do", "rule", "set_aside")
    rows = [
        {
            "file": problem.file,
            "row": problem.row,
            "field": problem.field,
            "found": problem.found,
            "expected": problem.expected,
            "what_to_do": problem.to_fix,
            "rule": problem.rule,
            "set_aside": "yes" if problem.set_aside else "no",
        }
        for problem in found.problems
    ]
    return "What could not be read", columns, rows


def _not_checked(found: Checks) -> _Shown:
    rows = [
        {"check": one.title, "years": _years(years), "because": because, "rule": one.check}
        for one in found.runs
        for because, years in one.could_not
    ]
    return "What could not be checked", ("check", "years", "because", "rule"), rows


def _every(found: Checks) -> _Shown:
    columns = ("check", "return", "rows_tested", "rows_found", "years", "could_not_run_for", "rule")
    rows = [
        {
            "check": one.title,
            "return": one.return_name,
            "rows_tested": one.rows_tested,
            "rows_found": one.rows_found,
            "years": _years(one.years),
            "could_not_run_for": "; ".join(_years(years) or "any year" for _, years in one.could_not),
            "rule": one.check,
        }
        for one in found.runs
    ]
    return "Every check", columns, rows


def _repairs(found: Checks) -> _Shown:
    rows = [{"what_was_done": one.what_was_done, "rows": one.rows, "rule": one.rule} for one in found.repairs]
    return "What was repaired", ("what_was_done", "rows", "rule"), rows


def _files(found: Checks) -> _Shown:
    columns = ("file", "kind", "year", "rows_in", "rows_used", "rows_set_aside", "note")
    rows = [
        {
            "file": one.name,
            "kind": one.kind,
            "year": one.year,
            "rows_in": one.rows_in,
            "rows_used": one.rows_used,
            "rows_set_aside": one.rows_set_aside,
            "note": one.note,
        }
        for one in found.files
    ]
    return "What arrived", columns, rows


def _quality(found: Checks) -> _Shown:
    columns = ("return", "year", "dimension", "percent", "good", "out_of", "poor")
    rows = [
        {
            "return": one.about,
            "year": one.year,
            "dimension": one.dimension,
            "percent": round(one.value, 1),
            "good": one.good,
            "out_of": one.out_of,
            "poor": "yes" if one.poor else "no",
        }
        for one in found.quality
    ]
    return "How good the data are", columns, rows


def _years(years: Sequence[int]) -> str:
    # A list of no year has the year 0.
    return years_said([year for year in years if year])


_VIEWS: Final[Mapping[View, Callable[[Checks], _Shown]]] = {
    View.fix: _fix,
    View.rows: _rows,
    View.problems: _problems,
    View.not_checked: _not_checked,
    View.every: _every,
    View.repairs: _repairs,
    View.files: _files,
    View.quality: _quality,
}
