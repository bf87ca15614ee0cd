"""A curve as it is shown: every number has been through the disclosure gate first."""

from dataclasses import dataclass
from datetime import date

from turncurve.curves import Forecast, Judgement
from turncurve.definitions.measures import Measure
from turncurve.disclosure import Point, Publishable
from turncurve.words.periods import Every

__all__ = ["Comparison", "Obsession", "Point", "Publishable", "ShownCurve"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Another line on the same chart: England, the region, or the middle of the statistical neighbours."""

    name: str
    points: Publishable


@dataclass(frozen=True, slots=True, kw_only=True)
class Obsession:
    """A curve the council has chosen to turn, as `obsessions.yaml` declares it."""

    measure: str
    turning_date: date
    declared_on: date
    by: str
    why: str
    good_is: str
    good_is_because: str
    balance: tuple[str, ...]
    chosen_because_bad: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownCurve:
    """One curve with all its page, chart or paper may use.

    `split` and `split_value` say which children ("unaccompanied" / "not unaccompanied"); "" and "all" where not split.
    `source` is in plain words ("SSDA903 and CIN returns", "Explore Education Statistics, 2025 release").
    `judgement` is None where its numbers are hidden by the policy or the line is not a headline; `hidden_because` then
    says so in a sentence. `provenance` is pairs of heading and sentence: how we know.
    """

    measure: Measure
    place: str
    invented: bool
    split: str
    split_value: str
    every: Every
    points: Publishable
    comparisons: tuple[Comparison, ...]
    obsession: Obsession | None
    forecast: Forecast | None
    judgement: Judgement | None
    hidden_because: str
    source: str
    notes: tuple[str, ...]
    provenance: tuple[tuple[str, str], ...]
    as_at: date
