"""What arrived and whether to believe it: the checks run when returns are loaded, and what may be asked of them."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from turncurve.checks import Reported, quality, run_checks
from turncurve.definitions.checks import checks as every_check
from turncurve.definitions.data_quality import Dimension, data_quality
from turncurve.definitions.measures import Measure
from turncurve.desk.answers import Checks, Exported, Quality
from turncurve.desk.asker import Asker, may
from turncurve.desk.checked_together import found_together, quality_together, ran_together
from turncurve.desk.children_to_fix import CHILDREN, STORED, children_to_fix
from turncurve.desk.csv_files import csv_file
from turncurve.desk.lines import analysis_of
from turncurve.desk.putting_right import found, in_order_to_fix, runs_of, unreadable
from turncurve.desk.workspace import Workspace
from turncurve.report.charts import quality_chart, svg
from turncurve.returns.arriving import FileReport, Reading, Repair
from turncurve.store import Analysis
from turncurve.words.periods import years_said
from turncurve.words.problems import Problem, RowProblem

EXPORTED: Final = ("file", "row", "year", "rule", "dfe_rule", "field", "what_is_wrong", "what_to_do")
_RETURNS: Final = ("SSDA903", "CIN census")


class CheckedReadings:
    """What the checks find in readings as they come, an authority's or a council's at a time."""

    def __init__(self) -> None:
        self._found: list[tuple[str, pl.DataFrame]] = []
        self._ran: list[tuple[str, pl.DataFrame]] = []
        self._quality: list[pl.DataFrame] = []
        self._children: list[pl.DataFrame] = []

    def add(self, reading: Reading, *, children: pl.DataFrame, name: str = "") -> None:
        """Run every check. `children` has those aged 0 to 17 by `mid_year`; `name` is the authority's in a region."""
        reported = Reported(tables=reading.reported, years=reading.covered, children=children)
        wanted = tuple(every_check().values())
        checked = run_checks(wanted, reported)
        self._found.append((name, checked.found))
        self._ran.append((name, checked.ran))
        self._children.append(children_to_fix(checked.found, reading=reading, reported=reported, in_region=bool(name)))
        self._quality.append(quality(reported, checked=checked, wanted=wanted, definition=data_quality()))

    def tables(self) -> dict[str, pl.DataFrame]:
        """What was found, what was run and how good the data are, over all readings, as tables to store."""
        return {
            "checks_found": found_together(self._found).drop("table", "nth"),
            "checks_run": ran_together(self._ran),
            "data_quality": quality_together(self._quality),
            STORED: pl.concat([CHILDREN.to_frame(), *self._children]).unique(maintain_order=True),
        }


def checks(workspace: Workspace, *, asker: Asker) -> Checks:
    """What arrived, what was set aside, what to fix first, what could not be checked, and how good the data are."""
    may(asker, "see checks")
    analysis = _checked(workspace)
    files = tuple(FileReport(**row) for row in analysis.table("files").iter_rows(named=True))
    problems = tuple(RowProblem(**row) for row in analysis.table("problems").iter_rows(named=True))
    return Checks(
        council=workspace.council,
        files=files,
        problems=problems,
        repairs=tuple(Repair(**row) for row in analysis.table("repairs").iter_rows(named=True)),
        loaded_at=str(analysis.table("built").item(0, "at")),
        to_fix=in_order_to_fix((*unreadable(problems, files=files), *found(analysis, files=files))),
        runs=runs_of(analysis.table("checks_run")),
        quality=tuple(
            Quality(**row)
            for row in analysis.table("data_quality").filter(pl.col("about").is_in(_RETURNS)).iter_rows(named=True)
        ),
    )


def draw_quality(workspace: Workspace, *, asker: Asker, about: str, width: str) -> bytes:
    """How good a return's data were by year, as SVG. Raises Problem where no such return has arrived."""
    may(asker, "see checks")
    known = _checked(workspace).table("data_quality").filter(pl.col("about").is_in(_RETURNS))
    points = known.filter(pl.col("about") == about).select("year", "dimension", "value").sort("year", "dimension")
    if points.is_empty():
        arrived = sorted(known.get_column("about").unique().to_list())
        raise Problem(
            f"Nothing is known of the data of '{about}'.",
            to_fix=f"Use one of: {', '.join(arrived)}." if arrived else "Load a return first.",
        )
    line = data_quality().poor_below
    lines = " or ".join(f"{share:.0f}%" for share in sorted(set(line.values())))
    council = workspace.council
    title = [
        f"{about}: how good the data are",
        f"{council.name}{' (invented)' if council.invented else ''}",
        f"Percentages; under {lines} is poor",
    ]
    chart = quality_chart(points.rows(), title=title, poor_below=tuple(line.values()), width=width)
    return svg(chart).encode()


def export_checks(workspace: Workspace, *, asker: Asker) -> Exported:
    """Every place to put right as CSV in EXPORTED: file, row number, field and rule; no child and no value found."""
    may(asker, "export checks")
    rows = rows_to_fix(checks(workspace, asker=asker))
    return Exported(
        content=csv_file(EXPORTED, ([row[name] for name in EXPORTED] for row in rows)),
        file_name="what-to-put-right.csv",
        media_type="text/csv",
    )


def rows_to_fix(answer: Checks) -> list[Mapping[str, object]]:
    """One row a place to put right, in EXPORTED, what to fix first at the top."""
    return [
        {
            "file": where.file,
            "row": where.row,
            "year": where.year,
            "rule": one.rule,
            "dfe_rule": one.dfe_rule,
            "field": where.field,
            "what_is_wrong": one.title,
            "what_to_do": one.what_to_do,
        }
        for one in answer.to_fix
        for where in one.where
    ]


def poor_inputs(analysis: Analysis, *, measure: Measure, source: str) -> str:
    """A sentence on the years in which the data behind a measure were poor; "" where they were not, or are published.

    The years are those of its return; what is poor is said with its share.
    """
    if "data_quality" not in analysis.tables() or "returns" not in source:
        return ""
    poor = analysis.table("data_quality").filter((pl.col("about") == measure.id) & pl.col("poor"))
    if poor.is_empty():
        return ""
    line = data_quality().poor_below
    parts = [
        _dimension_said(poor.filter(pl.col("dimension") == dimension), said=said, line=line[dimension])
        for dimension, said in _DIMENSIONS.items()
        if dimension in set(poor.get_column("dimension"))
    ]
    return f"Read this curve with care: what it rests on was {'; '.join(parts)}."


def _dimension_said(rows: pl.DataFrame, *, said: str, line: float) -> str:
    years = years_said(sorted(rows.get_column("year").to_list()))
    worst = min(rows.get_column("value").to_list())
    return f"{said} in {years} (at worst {worst:.0f}% good; under {line:.0f}% is poor)"


_DIMENSIONS: Final[Mapping[Dimension, str]] = {
    "completeness": "not filled in well enough",
    "timeliness": "recorded late",
    "consistency": "at odds with itself",
}


def _checked(workspace: Workspace) -> Analysis:
    analysis = analysis_of(workspace)
    if "checks_run" not in analysis.tables():
        raise Problem(
            "What was loaded has not been checked: it was loaded by an older version.",
            to_fix="Load any file again, and everything is read and checked anew.",
        )
    return analysis
