"""The tables of a curve's page: its figures, what was forecast, and the lines it is compared with."""

from typing import Final

from turncurve.report.places_apart import PlacesApart
from turncurve.report.shown import ShownCurve
from turncurve.web.figures import code_means, number, when_said
from turncurve.web.table_shown import Table
from turncurve.words.periods import day_said

_SMALLEST: Final = 0.001


def figures_table(curve: ShownCurve, *, caption: str) -> Table:
    """Every point, newest first: figure, number, out of, and why there is none."""
    measure = curve.measure
    rows = [
        (
            when_said(point.ends, measure=measure, every=curve.every),
            number(point.value, places=1) if not point.code else point.code,
            number(point.numerator),
            number(point.denominator),
            code_means(point.code),
        )
        for point in reversed(curve.points.points)
    ]
    return Table(
        caption=caption,
        heads=(
            "On" if measure.snapshot else "Period",
            measure.unit,
            "Added up" if measure.kind == "mean" else "Number",
            "Over" if measure.kind == "mean" else "Out of",
            "What the letter means",
        ),
        rows=tuple(rows),
        numbers=(1, 2, 3),
    ).without_empty_last()


def places_table(found: PlacesApart, *, curve: ShownCurve) -> Table:
    """Each locality's newest figure beside what chance, and the usual differences between localities, would give."""
    limits = found.funnel
    says = {0: "Within the limits", 1: "Above the outer limits", -1: "Below the outer limits"}
    rows = [
        (
            name,
            number(point.value, places=1),
            number(point.numerator),
            number(point.denominator),
            f"{number(float(limits.lo95[i]), places=1)} to {number(float(limits.hi95[i]), places=1)}",
            f"{number(float(limits.lo998[i]), places=1)} to {number(float(limits.hi998[i]), places=1)}",
            says[int(limits.beyond[i])],
        )
        for i, (name, point) in enumerate(zip(found.names, found.points, strict=True))
    ]
    when = when_said(found.ends, measure=curve.measure, every=curve.every)
    return Table(
        caption=f"Localities beside each other, {when}; all of them together {number(limits.common, places=1)}",
        heads=(
            "Locality",
            curve.measure.unit,
            "Number",
            "Out of",
            "19 in 20 within",
            "499 in 500 within",
            "What it says",
        ),
        rows=tuple(rows),
        numbers=(1, 2, 3),
    )


def forecast_table(curve: ShownCurve) -> Table | None:
    """What was forecast if nothing changed, beside what came."""
    if curve.forecast is None:
        return None
    came = {point.ends: point for point in curve.points.points}
    rows = [
        (
            when_said(point.ends, measure=curve.measure, every=curve.every),
            number(point.median, places=1),
            f"{number(point.lo80, places=1)} to {number(point.hi80, places=1)}",
            f"{number(point.lo95, places=1)} to {number(point.hi95, places=1)}",
            number(came[point.ends].value, places=1) if point.ends in came else "Not yet",
        )
        for point in curve.forecast.points
    ]
    first = "On" if curve.measure.snapshot else "Period"
    learned = day_said(curve.forecast.learned_up_to)
    return Table(
        caption=f"Forecast if nothing changed, from figures up to {learned}, and what came ({curve.measure.unit})",
        heads=(
            first,
            "Forecast",
            "4 times in 5 within",
            "19 times in 20 within",
            "What came",
        ),
        rows=tuple(rows),
        numbers=(1, 2, 3, 4),
    )


def compared_table(curve: ShownCurve) -> Table | None:
    """England, the region and the statistical neighbours, newest first."""
    if not curve.comparisons:
        return None
    lines = [{point.ends: point for point in other.points.points} for other in curve.comparisons]
    days = sorted({day for line in lines for day in line}, reverse=True)
    rows = [
        (
            day_said(day),
            *((line[day].code or number(line[day].value, places=1)) if day in line else "–" for line in lines),
        )
        for day in days
    ]
    return Table(
        caption=f"The same in other places ({curve.measure.unit})",
        heads=("Year ending", *(other.name for other in curve.comparisons)),
        rows=tuple(rows),
        numbers=tuple(range(1, len(lines) + 1)),
    )


def looks_table(curve: ShownCurve) -> Table | None:
    """The looks fixed beforehand, and what each showed."""
    if curve.judgement is None or not curve.judgement.looks:
        return None
    rows = [
        (
            day_said(look.ends),
            str(look.after),
            f"{look.p:.3f}" if look.p >= _SMALLEST else f"under {_SMALLEST}",
            f"{look.threshold:.3f}",
            "Yes" if look.passed else "No",
        )
        for look in curve.judgement.looks
    ]
    return Table(
        caption="The looks fixed beforehand, and what each showed",
        heads=("Look at", "Periods after", "Chance of as much if nothing changed", "Needs to be under", "Passed"),
        rows=tuple(rows),
        numbers=(1, 2, 3),
    )


def code_table(curve: ShownCurve) -> tuple[tuple[str, str], ...]:
    """The letters that stand for missing figures on this page, and what they mean."""
    codes = {point.code for point in curve.points.points if point.code}
    codes |= {point.code for other in curve.comparisons for point in other.points.points if point.code}
    return tuple((code, code_means(code)) for code in sorted(codes))
