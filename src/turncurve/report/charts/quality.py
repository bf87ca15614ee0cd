"""The chart of how good a return's data were, year by year."""

from collections.abc import Sequence
from typing import Final

import altair as alt

from turncurve.report.charts.curve import BLUE, FONT, GREY, ORANGE, SIZES

_SAID: Final = {
    "completeness": "Cells filled",
    "timeliness": "Recorded in time",
    "consistency": "Rows nothing is wrong with",
}


def quality_chart(
    points: Sequence[tuple[int, str, float]], *, title: Sequence[str], poor_below: Sequence[float], width: str
) -> alt.TopLevelMixin:
    """Lines of percentages by year ending 31 March, one a dimension, with the line below which data are poor.

    `points` are year, dimension and percentage. Raises KeyError for a width that is not "wide", "narrow" or "small".
    """
    size = SIZES[width]
    rows = [{"year": str(year), "share": share, "what": _SAID[dimension]} for year, dimension, share in points]
    lowest = min([*(share for _, _, share in points), *poor_below])
    names = [said for dimension, said in _SAID.items() if any(dimension == one for _, one, _ in points)]
    x = alt.X("year:O", axis=alt.Axis(title=None, labelAngle=0, labelOverlap=True))
    y = alt.Y(
        "share:Q",
        axis=alt.Axis(title=None, tickCount=5, gridColor="#e5e6e7", domain=False),
        scale=alt.Scale(domain=[max(0.0, lowest - 1), 100], nice=True),
    )
    key = alt.Legend(
        title=None,
        orient="bottom",
        columns=1,
        labelFontSize=size.text - 1,
        labelLimit=400,
        symbolSize=300,
        symbolType="stroke",
    )
    colour = alt.Color("what:N", legend=key, sort=names, scale=alt.Scale(domain=names, range=[BLUE, ORANGE, GREY]))
    dash = alt.StrokeDash("what:N", sort=names, scale=alt.Scale(domain=names, range=[[1, 0], [8, 3], [2, 3]]))
    base = alt.Chart(alt.Data(values=rows))
    line = base.mark_line(strokeWidth=3, point=alt.OverlayMarkDef(filled=True, size=45))
    poor = alt.Chart(alt.Data(values=[{"share": share} for share in sorted(set(poor_below))]))
    return (
        alt.layer(
            poor.mark_rule(color="#0b0c0c", strokeDash=[4, 4]).encode(y=y),
            line.encode(x=x, y=y, color=colour, strokeDash=dash),
        )
        .properties(
            width=size.width,
            height=size.height,
            title=alt.TitleParams(
                text=list(title), anchor="start", fontSize=size.text + 2, limit=size.width, offset=12
            ),
        )
        .configure(font=FONT, background="white")
        .configure_view(stroke=None)
        .configure_axis(labelFontSize=size.text, labelColor="#0b0c0c")
    )
