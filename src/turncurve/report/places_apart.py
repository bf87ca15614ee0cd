"""Do localities differ by more than chance? The newest figures of each, set in a funnel."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from turncurve.curves.funnel import Funnel, funnel
from turncurve.disclosure import Point
from turncurve.journeys import NOT_PLANNED
from turncurve.report.shown import ShownCurve


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PlacesApart:
    """The localities that can be compared in one period, in the order of the funnel's arrays, and its funnel.

    `left_out` are localities whose figure is hidden or not known.
    """

    ends: date
    names: tuple[str, ...]
    points: tuple[Point, ...]
    funnel: Funnel
    left_out: tuple[str, ...]


def places_apart(parts: Sequence[ShownCurve]) -> PlacesApart | None:
    """The funnel of the newest period; None for another split, for means, and where three localities have no figure.

    Only figures that may be shown are in it, so that the limits give nothing hidden away.
    """
    there = [part for part in parts if part.split == "locality" and part.split_value not in NOT_PLANNED]
    ends = [point.ends for part in there for point in part.points.points]
    if not ends or there[0].measure.kind == "mean":
        return None
    measure, newest = there[0].measure, max(ends)
    known = [
        (part.split_value, point, point.numerator, point.denominator)
        for part in there
        for point in part.points.points
        if point.ends == newest and not point.code and point.numerator is not None and point.denominator
    ]
    found = funnel(
        np.array([y for *_, y, _ in known], dtype=np.float64),
        np.array([n for *_, n in known], dtype=np.float64),
        kind="percent" if measure.kind == "percent" else "rate",
        per=float(measure.per),
        design_effect=measure.design_effect,
    )
    if found is None:
        return None
    names = tuple(name for name, *_ in known)
    return PlacesApart(
        ends=newest,
        names=names,
        points=tuple(point for _, point, *_ in known),
        funnel=found,
        left_out=tuple(part.split_value for part in there if part.split_value not in names),
    )


def apart_said(found: PlacesApart) -> str:
    """Which localities stand apart, and how far localities differ anyway."""
    above = [name for name, way in zip(found.names, found.funnel.beyond, strict=True) if way > 0]
    below = [name for name, way in zip(found.names, found.funnel.beyond, strict=True) if way < 0]
    usual = (
        "Localities differ by more than chance, and the limits allow for as much as they usually do."
        if found.funnel.between > 0
        else "Chance alone explains how the localities differ."
    )
    if not above and not below:
        apart = "No locality stands outside the limits that one in five hundred would pass by chance."
    else:
        ways = [
            f"{', '.join(names)} {'is' if len(names) == 1 else 'are'} {way}"
            for names, way in ((above, "above"), (below, "below"))
            if names
        ]
        apart = f"{'; '.join(ways)} the limits that one in five hundred would pass by chance."
    left = (
        f" Left out, because the figure is hidden or not known: {', '.join(found.left_out)}." if found.left_out else ""
    )
    return f"{apart} {usual}{left}"
