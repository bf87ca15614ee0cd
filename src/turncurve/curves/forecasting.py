"""Where a curve would go if nothing changed, with how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from turncurve.curves.filtering import log_weights, run_filter
from turncurve.curves.grid import grid_for
from turncurve.curves.mixtures import normalised, quantile
from turncurve.curves.series import Every, Floats, Series, expected_noise, natural, transformed

_PERIODS_A_YEAR = {"month": 12, "quarter": 4, "year": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastPoint:
    """One period to come, in the curve's own units: the median and the 80% and 95% intervals of what will be seen."""

    ends: date
    median: float
    lo80: float
    hi80: float
    lo95: float
    hi95: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """A forecast learned from the periods up to a day, and of none of them."""

    learned_up_to: date
    points: tuple[ForecastPoint, ...]

    def __post_init__(self) -> None:
        if any(point.ends <= self.learned_up_to for point in self.points):
            raise ValueError("a forecast cannot include days it already learned from")


def season_of(ends: Sequence[date], *, every: Every) -> tuple[NDArray[np.int64], int]:
    """Each period's place in its year, and how many places there are (0 for yearly figures)."""
    if every == "year":
        return np.zeros(len(ends), dtype=np.int64), 0
    per = 12 // _PERIODS_A_YEAR[every]
    return np.array([(end.month - 1) // per for end in ends], dtype=np.int64), _PERIODS_A_YEAR[every]


def _seasonal(series: Series, ends: Sequence[date]) -> tuple[NDArray[np.int64] | None, int]:
    if not series.seasonal or series.every == "year":
        return None, 0
    return season_of(ends, every=series.every)


def forecast(series: Series, *, learned_up_to: date, horizon: Sequence[date]) -> Forecast:
    """The forecast of the periods that end on the `horizon` days, learned from those up to `learned_up_to` alone.

    The horizon's periods follow the last period learned from, one after another. Intervals are of the figure that will
    be published, so they hold the chance in who is counted, with denominators as in the last year. Raises ValueError
    when fewer than two periods can be learned from.
    """
    history = series.up_to(learned_up_to)
    z, v = transformed(history)
    if (~np.isnan(z)).sum() < 2:
        raise ValueError("a forecast needs at least two periods to learn from")
    steps = len(horizon)
    z_all = np.concatenate([z, np.full(steps, np.nan)])
    v_all = np.concatenate([v, np.full(steps, np.nan)])
    ends = [*history.ends, *horizon]
    grid = grid_for(series.every)
    season, seasons = _seasonal(series, ends)
    filtered = run_filter(z_all[None, :, None], v_all[None, :], grid=grid, season=season, seasons=seasons)
    before = np.arange(len(ends)) < len(history.ends)
    weight = normalised(log_weights(filtered, grid=grid, before=before))[0]
    points: list[ForecastPoint] = []
    for step, end in enumerate(horizon):
        at = len(history.ends) + step
        mean, level_variance = filtered.predicted[0, :, at], filtered.predicted_variance[0, :, at]
        centre = np.array([float((weight * mean).sum())])
        noise = expected_noise(history, centre, last=_PERIODS_A_YEAR[series.every])[0]
        spread = np.sqrt(level_variance + grid.s2 + noise)
        marks = [quantile(c, weight=weight, mean=mean, spread=spread) for c in (0.025, 0.1, 0.5, 0.9, 0.975)]
        lo95, lo80, median, hi80, hi95 = (float(x) for x in natural(series, np.array(marks)))
        points.append(ForecastPoint(ends=end, median=median, lo80=lo80, hi80=hi80, lo95=lo95, hi95=hi95))
    return Forecast(learned_up_to=learned_up_to, points=tuple(points))


def baseline_after(series: Series, *, z: Floats, v: Floats, after: NDArray[np.bool_]) -> float:
    """The models' forecast of the mean level over the periods marked `after`, on the scale of the model."""
    hidden = np.where(after, np.nan, z)
    grid = grid_for(series.every)
    season, seasons = _seasonal(series, series.ends)
    filtered = run_filter(
        hidden[None, :, None], np.where(after, np.nan, v)[None, :], grid=grid, season=season, seasons=seasons
    )
    weight = normalised(log_weights(filtered, grid=grid, before=~after))[0]
    seen = after & ~np.isnan(z)
    return float((weight[:, None] * filtered.predicted[0][:, seen]).sum(axis=0).mean())
