"""The curves, and one curve, as rows, for tables, JSON and CSV."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from turncurve.desk.asker import Asker
from turncurve.desk.questions import curve_page, every_curve, scorecard
from turncurve.desk.rows import as_number, point_rows
from turncurve.desk.workspace import Workspace
from turncurve.report.sentences import apart_sentence, figure, latest_point, out_of, verdict_sentence
from turncurve.report.shown import ShownCurve

LISTED_COLUMNS: Final = (
    "measure",
    "title",
    "place",
    "split",
    "period",
    "value",
    "numerator",
    "denominator",
    "policy",
    "verdict",
    "reason",
    "earliest",
    "sentence",
)
TABLE_COLUMNS: Final = ("curve", "period", "latest", "how_many", "verdict", "earliest")


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveRows:
    """A curve point by point with its title and sentence."""

    title: str
    sentence: str
    rows: tuple[Mapping[str, object], ...]


def _latest_said(curve: ShownCurve) -> str:
    latest = latest_point(curve)
    if latest is None:
        return ""
    return latest.code or figure(latest.value or 0.0, curve=curve)


def listed_curves(
    workspace: Workspace,
    *,
    asker: Asker,
    as_at: date,
    place: str = "",
    policy: str = "internal",
    on_the_scorecard: bool = False,
) -> list[Mapping[str, object]]:
    """One row a curve, every one there are figures of or only the scorecard's: its latest figure and its verdict, in
    `LISTED_COLUMNS`."""
    question = scorecard if on_the_scorecard else every_curve
    answer = question(workspace, asker=asker, as_at=as_at, place=place, policy=policy)
    rows: list[Mapping[str, object]] = []
    for curve in answer.curves:
        latest, judgement = latest_point(curve), curve.judgement
        rows.append(
            {
                "measure": curve.measure.id,
                "title": curve.measure.title + (" (invented)" if curve.invented else ""),
                "place": curve.place,
                "split": curve.measure.headline,
                "period": latest.period if latest else None,
                "value": (as_number(latest.value) if not latest.code else latest.code) if latest else None,
                "numerator": as_number(latest.numerator) if latest else None,
                "denominator": as_number(latest.denominator) if latest else None,
                "policy": policy,
                "curve": f"{curve.measure.short_title}{' (invented)' if curve.invented else ''}\n{curve.measure.id}",
                "latest": _latest_said(curve),
                "how_many": out_of(latest, kind=curve.measure.kind) if latest else "",
                "verdict": judgement.verdict.value if judgement else None,
                "reason": (judgement.reason if judgement else curve.hidden_because) or None,
                "earliest": judgement.earliest if judgement else None,
                "sentence": verdict_sentence(curve),
            }
        )
    return rows


def curve_rows(
    workspace: Workspace,
    *,
    asker: Asker,
    as_at: date,
    measure: str,
    place: str = "",
    split: str = "",
    every: str = "",
    policy: str = "internal",
) -> CurveRows:
    """One curve, or the parts of its split, point by point, in `POINT_COLUMNS`."""
    page = curve_page(
        workspace, asker=asker, as_at=as_at, measure=measure, place=place, split=split, every=every, policy=policy
    )
    curves = page.parts or (page.curve,)
    title = f"{page.curve.measure.title}, {page.curve.place}" + (" (invented)" if page.council.invented else "")
    return CurveRows(
        title=f"{title}, {page.curve.measure.unit}",
        sentence=apart_sentence(page.parts) or verdict_sentence(page.curve),
        rows=tuple(row for curve in curves for row in point_rows(curve)),
    )
