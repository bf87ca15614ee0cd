"""Measures over time: their forecast if nothing changes, and whether they have turned."""

from turncurve.curves.back_testing import BackTest, back_test
from turncurve.curves.comparing import Rank
from turncurve.curves.departure import Departures, departures
from turncurve.curves.forecasting import Forecast, ForecastPoint, forecast
from turncurve.curves.grid import Grid, Model, grid_for, grid_of, models_of, prior_of
from turncurve.curves.judging import judge
from turncurve.curves.many import ProbableNumber, adjusted, benjamini_hochberg, probable_number
from turncurve.curves.pooling import learned_prior
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
    "Model",
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
    "grid_of",
    "judge",
    "learned_prior",
    "models_of",
    "natural",
    "period_end_after",
    "prior_of",
    "probable_number",
    "transformed",
]
