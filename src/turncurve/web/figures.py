"""How figures, periods and places are said on a page."""

from datetime import date
from typing import Final

from turncurve.definitions.measures import Measure
from turncurve.report.sentences import CODES, out_of
from turncurve.report.shown import Point, ShownCurve
from turncurve.words.periods import Every, day_said, period_of

SPLITS: Final = {
    "": "All together",
    "unaccompanied": "Unaccompanied children, and all others",
    "age_band": "By age",
    "locality": "By place",
}
EVERY: Final = {"month": "By month", "quarter": "By quarter", "year": "By year"}
PARTS: Final = {
    "unaccompanied": "Unaccompanied children",
    "not unaccompanied": "All other children",
    "all": "All children",
}


def code_means(code: str) -> str:
    """What stands where a figure would be."""
    said = CODES.get(code, f"published as '{code}'") if code else ""
    return said[:1].upper() + said[1:]


def number(value: float | None, *, places: int = 0) -> str:
    """A number with its thousands apart; a dash where there is none."""
    return "–" if value is None else f"{value:,.{places}f}"


def value_said(value: float | None, *, measure: Measure) -> str:
    """A figure with its unit: 23.4% of referrals, 66.3 per 10,000 children."""
    if value is None:
        return "No figure"
    said = number(value, places=1)
    return f"{said}{measure.unit}" if measure.unit.startswith("%") else f"{said} {measure.unit}"


def when_said(ends: date, *, measure: Measure, every: Every) -> str:
    """The day a snapshot was taken, or the period in which things happened."""
    return day_said(ends) if measure.snapshot else period_of(ends, every=every).said


def numbers_said(point: Point, *, measure: Measure) -> str:
    """The n behind a figure: 612 of 92,300, or the mean of 283."""
    if point.numerator is None and point.denominator is None:
        return code_means(point.code) or "Published without its numbers"
    if point.denominator is None:
        return number(point.numerator)
    return out_of(point, kind=measure.kind)


def part_said(curve: ShownCurve) -> str:
    """Which children or which place a part of a split is about."""
    return PARTS.get(curve.split_value, curve.split_value)
