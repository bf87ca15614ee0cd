"""Where a curve would go if nothing changed, with how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from turncurve.curves.filtering import log_weights, run_filter
from turncurve.curves.grid import grid_of
from turncurve.curves.mixtures import normalised, quantiles
from turncurve.curves.series import (
    Floats,
    Series,
    expected_noise,
    natural,
    period_end_after,
    periods_a_year,
    steps_between,
    transformed,
)


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


def seasons_of(series: Series, ends: Sequence[date]) -> tuple[NDArray[np.int64] | None, int]:
    """Each period's place in its year, and how many places there are; None and 0 where the series has no seasons."""
    if not series.seasonal or series.every == "year":
        return None, 0
    in_year = periods_a_year(series.every)
    return np.array([(end.month - 1) // (12 // in_year) for end in ends], dtype=np.int64), in_year


def forecast(series: Series, *, learned_up_to: date, horizon: Sequence[date]) -> Forecast:
    """The forecast of the periods that end on the `horizon` days, learned from those up to `learned_up_to` alone.

    Intervals are of the figure that will be published, so they hold the chance in who is counted, with denominators as
    in the last year. Raises ValueError when fewer than two periods can be learned from, and when the horizon is not
    whole periods after the last learned from.
    """
    history = series.up_to(learned_up_to).evenly()
    z, v = transformed(history)
    if (~np.isnan(z)).sum() < 2:
        raise ValueError("a forecast needs at least two periods to learn from")
    ahead = [steps_between(history.ends[-1], end, every=series.every) for end in horizon]
    if any(step < 1 for step in ahead):
        raise ValueError("a forecast cannot include days it already learned from")
    n, steps = len(history.ends), max(ahead, default=0)
    gone = np.full(steps, np.nan)
    grid = grid_of(series)
    between = [period_end_after(history.ends[-1], every=series.every, periods=step + 1) for step in range(steps)]
    season, seasons = seasons_of(series, [*history.ends, *between])
    filtered = run_filter(
        np.concatenate([z, gone])[None, :, None],
        np.concatenate([v, gone])[None],
        grid=grid,
        season=season,
        seasons=seasons,
    )
    weight = normalised(log_weights(filtered, grid=grid, before=np.arange(n + steps) < n))[0]
    at = n - 1 + np.array(ahead, dtype=np.int64)
    # One row a period of the horizon, one column a model.
    mean, level_variance = filtered.predicted[0][:, at].T, filtered.predicted_variance[0][:, at].T
    noise = expected_noise(history, mean @ weight, last=periods_a_year(series.every))
    spread = np.sqrt(level_variance + grid.s2 + noise[:, None])
    marks = [quantiles(c, weight=weight, mean=mean, spread=spread) for c in (0.025, 0.1, 0.5, 0.9, 0.975)]
    points = [
        ForecastPoint(ends=end, median=median, lo80=lo80, hi80=hi80, lo95=lo95, hi95=hi95)
        for end, (lo95, lo80, median, hi80, hi95) in zip(
            horizon, natural(series, np.stack(marks, axis=1)).tolist(), strict=True
        )
    ]
    return Forecast(learned_up_to=learned_up_to, points=tuple(points))


def baseline_after(series: Series, *, z: Floats, v: Floats, after: NDArray[np.bool_]) -> float:
    """The models' forecast of the mean level over the periods marked `after`, on the scale of the model."""
    grid = grid_of(series)
    season, seasons = seasons_of(series, series.ends)
    hidden, noise = np.where(after, np.nan, z), np.where(after, np.nan, v)
    filtered = run_filter(hidden[None, :, None], noise[None], grid=grid, season=season, seasons=seasons)
    weight = normalised(log_weights(filtered, grid=grid, before=~after))[0]
    seen = after & ~np.isnan(z)
    return float((weight[:, None] * filtered.predicted[0][:, seen]).sum(axis=0).mean())


def level_at_the_end(series: Series, *, z: Floats, v: Floats) -> float:
    """The level the models believe in at the last period, all figures known, on the scale of the model.

    With seasons it is the level of a whole year: it holds the mean of the seasons' effects.
    """
    grid = grid_of(series)
    season, seasons = seasons_of(series, series.ends)
    filtered = run_filter(z[None, :, None], v[None], grid=grid, season=season, seasons=seasons)
    weight = normalised(log_weights(filtered, grid=grid, before=np.ones(z.size, dtype=bool)))[0]
    state = filtered.state[0, :, :, 0]
    level = state[:, 0] + (state[:, 2:].mean(axis=1) if seasons else 0.0)
    return float(weight @ level)
