"""The chart of one curve."""

from dataclasses import dataclass

import altair as alt

from turncurve.report.sentences import known_points
from turncurve.report.shown import ShownCurve
from turncurve.words.periods import day_said

# The Analysis Function's palette for charts of government figures.
BLUE, ORANGE, GREY = "#12436D", "#F46A25", "#5B5B5B"
_DASHES = [[2, 2], [8, 3], [1, 4]]
_FAN_80, _FAN_95 = "#F5B892", "#FADCCB"
# vl-convert draws PNG text only in a font it has; "sans-serif" is one everywhere.
FONT = "sans-serif"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Size:
    width: int
    height: int
    text: int
    axes: bool


SIZES = {
    "wide": _Size(width=720, height=360, text=15, axes=True),
    "narrow": _Size(width=280, height=300, text=14, axes=True),
    "small": _Size(width=270, height=80, text=12, axes=False),
}


def curve_chart(curve: ShownCurve, *, width: str) -> alt.TopLevelMixin:
    """The chart of a curve, "wide", "narrow" (for a phone) or "small" (for the scorecard). Hidden points are gaps.

    Raises KeyError for another width.
    """
    size = SIZES[width]
    layers: list[alt.Chart] = []
    if curve.forecast is not None:
        layers += _fan(curve, size)
    if size.axes:
        layers += _comparisons(curve, size)
    layers += _history(curve, size)
    if curve.obsession is not None:
        layers += _turning(curve, size)
    title = alt.TitleParams(
        text=_title(curve), anchor="start", fontSize=size.text + 3, fontWeight="bold", limit=size.width, offset=12
    )
    chart = alt.layer(*layers).properties(width=size.width, height=size.height)
    if size.axes:
        chart = chart.properties(title=title)
    return (
        chart.configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=size.text, titleFontSize=size.text, labelColor="#0b0c0c", titleColor="#0b0c0c")
    )


def _title(curve: ShownCurve) -> list[str]:
    lines = [curve.measure.short_title, *([curve.split_value] if curve.split_value != "all" else [])]
    lines.append(f"{curve.place}{' (invented)' if curve.invented else ''}, {curve.measure.unit}")
    if curve.forecast is not None:
        lines.append("Shaded: forecast if nothing changed (80% and 95%)")
    return lines


def _x(size: _Size) -> alt.X:
    axis = alt.Axis(title=None, format="%Y", tickCount=6, grid=False) if size.axes else None
    return alt.X("ends:T", axis=axis)


def _y(curve: ShownCurve, size: _Size, field: str) -> alt.Y:
    axis = alt.Axis(title=None, tickCount=5, gridColor="#e5e6e7", domain=False) if size.axes else None
    percent = curve.measure.kind == "percent"
    known = [point.value or 0.0 for point in known_points(curve)]
    # Percentages near the top or bottom are read against the whole only when they span much of it.
    zero = not percent or (min(known, default=0.0) < 50)
    return alt.Y(f"{field}:Q", axis=axis, scale=alt.Scale(zero=zero and size.axes, nice=True))


def _history(curve: ShownCurve, size: _Size) -> list[alt.Chart]:
    rows = [{"ends": point.ends.isoformat(), "value": point.value, "code": point.code} for point in curve.points.points]
    base = alt.Chart(alt.Data(values=rows))
    line = base.mark_line(color=BLUE, strokeWidth=3 if size.axes else 2).encode(x=_x(size), y=_y(curve, size, "value"))
    marks = base.mark_point(color=BLUE, filled=True, size=45 if size.axes else 12, opacity=1).encode(
        x=_x(size), y=_y(curve, size, "value")
    )
    return [line, marks] if size.axes else [line]


def _fan(curve: ShownCurve, size: _Size) -> list[alt.Chart]:
    if curve.forecast is None:
        return []
    points = curve.forecast.points
    rows = [
        {"ends": p.ends.isoformat(), "median": p.median, "lo80": p.lo80, "hi80": p.hi80, "lo95": p.lo95, "hi95": p.hi95}
        for p in points
    ]
    base = alt.Chart(alt.Data(values=rows))
    x = _x(size)
    return [
        base.mark_area(color=_FAN_95, opacity=0.8).encode(x=x, y=_y(curve, size, "lo95"), y2="hi95:Q"),
        base.mark_area(color=_FAN_80, opacity=0.8).encode(x=x, y=_y(curve, size, "lo80"), y2="hi80:Q"),
        base.mark_line(color=ORANGE, strokeDash=[6, 4], strokeWidth=2).encode(x=x, y=_y(curve, size, "median")),
    ]


def _comparisons(curve: ShownCurve, size: _Size) -> list[alt.Chart]:
    """The other places as thin grey lines told apart by their dashes, with a key under the chart."""
    first = curve.points.points[0].ends if curve.points.points else curve.as_at
    rows = [
        {"ends": point.ends.isoformat(), "value": point.value, "name": comparison.name}
        for comparison in curve.comparisons
        for point in comparison.points.points
        if point.value is not None and point.ends >= first
    ]
    if not rows:
        return []
    key = alt.Legend(
        title=None, orient="bottom", labelFontSize=size.text - 1, labelLimit=400, columns=1, symbolSize=400
    )
    dash = alt.StrokeDash("name:N", legend=key, scale=alt.Scale(range=_DASHES))
    line = alt.Chart(alt.Data(values=rows)).mark_line(color=GREY, strokeWidth=2)
    return [line.encode(x=_x(size), y=_y(curve, size, "value"), strokeDash=dash)]


def _turning(curve: ShownCurve, size: _Size) -> list[alt.Chart]:
    if curve.obsession is None:
        return []
    day = curve.obsession.turning_date
    rule = alt.Chart(alt.Data(values=[{"ends": day.isoformat()}]))
    drawn = [rule.mark_rule(color="#0b0c0c", strokeDash=[4, 4]).encode(x=_x(size))]
    if size.axes:
        looked = curve.judgement is not None and curve.judgement.looked_back
        text = f"Turning date {day_said(day)}" + (" (looked back)" if looked else "")
        label = alt.Chart(alt.Data(values=[{"ends": day.isoformat(), "said": text}])).mark_text(
            align="right", dx=-6, baseline="bottom", fontSize=size.text - 1, color="#0b0c0c"
        )
        drawn.append(label.encode(x=_x(size), y=alt.value(size.height - 6), text="said:N"))
    return drawn
