"""Measures over time: their forecast if nothing changes, and whether they have turned."""

from turncurve.curves.back_testing import BackTest, back_test
from turncurve.curves.comparing import Rank
from turncurve.curves.departure import Departures, departures
from turncurve.curves.forecasting import Forecast, ForecastPoint, forecast
from turncurve.curves.grid import Grid, grid_for
from turncurve.curves.judging import judge
from turncurve.curves.many import ProbableNumber, adjusted, benjamini_hochberg, probable_number
from turncurve.curves.series import Series, natural, period_end_after, transformed
from turncurve.curves.verdicts import TURNED, Judgement, Look, Verdict

__all__ = [
    "TURNED",
    "BackTest",
    "Departures",
    "Forecast",
    "ForecastPoint",
    "Grid",
    "Judgement",
    "Look",
    "ProbableNumber",
    "Rank",
    "Series",
    "Verdict",
    "adjusted",
    "back_test",
    "benjamini_hochberg",
    "departures",
    "forecast",
    "grid_for",
    "judge",
    "natural",
    "period_end_after",
    "probable_number",
    "transformed",
]
