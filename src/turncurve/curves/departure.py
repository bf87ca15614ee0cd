"""How far a curve has departed from the forecast made when its turning date was declared, and how surely."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr
from scipy.stats import t as student

from turncurve.curves.filtering import Filtered, log_weights, run_filter
from turncurve.curves.grid import Grid
from turncurve.curves.mixtures import normalised
from turncurve.curves.series import Floats

GoodIs = Literal["lower", "higher"]
# Spread of the effects the e-value bets on, on the scale of the model (curves method, 3.3).
BET = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Departures:
    """Departures of S series, each array (S) but `weight`, `effect` and `spread` (S, G).

    `p` is the largest of `p_own` (the joint departure of the whole period after), `p_trend` (beyond simple
    continuation of an improving trend; 0 where the trend was not improving) and `p_dropped` (with the year that made
    it look bad left out; 0 where it was not chosen for being bad). `p_worse` is the same departure the other way.
    `evidence` is the e-value. `effect` is the models' effect on the scale of the model, `spread` its standard error.
    """

    p: Floats
    p_own: Floats
    p_trend: Floats
    p_dropped: Floats
    p_worse: Floats
    evidence: Floats
    weight: Floats
    effect: Floats
    spread: Floats


def shapes(after: NDArray[np.bool_], *, ramp_over: int) -> Floats:
    """The effect's shapes (T, 1 or 2): a step from the first period after, and a ramp over `ramp_over` periods."""
    since = np.cumsum(after)
    step = after.astype(np.float64)
    if ramp_over <= 1:
        return step[:, None]
    return np.stack([step, np.minimum(since / ramp_over, 1.0) * after], axis=1)


def departures(
    z: Floats,
    v: Floats,
    *,
    after: NDArray[np.bool_],
    good_is: GoodIs,
    grid: Grid,
    ramp_over: int,
    drop_before: int = 0,
    season: NDArray[np.int64] | None = None,
    seasons: int = 0,
) -> Departures:
    """The departures of series `z` (S, T) with known sampling variance `v` (S, T), NaN where missing.

    `after` (T) marks the periods after the turning date. `drop_before` is how many of the last periods before it made
    the curve look bad (0: it was not chosen for that). Source: curves method, 3.3; Harvey and Durbin 1986; de Jong
    1991; Barnett et al. 2005 for the regression guard.
    """
    many, periods = z.shape
    sign = 1.0 if good_is == "higher" else -1.0
    shaped = shapes(after, ramp_over=ramp_over)
    columns = np.concatenate([z[..., None], np.broadcast_to(shaped, (many, periods, shaped.shape[1]))], axis=2)
    filtered = run_filter(columns, v, grid=grid, season=season, seasons=seasons)
    log_weight = log_weights(filtered, grid=grid, before=~after)
    weight = normalised(log_weight)
    gather, gained = _gathered(filtered, after, shape=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        effect, spread = gained / gather, gather**-0.5
    p_own = (weight * ndtr(-sign * effect / spread)).sum(axis=1)
    p_dropped = np.zeros(many)
    if drop_before:
        quiet = z.copy()
        last_before = np.flatnonzero(~after)[-drop_before:]
        quiet[:, last_before] = np.nan
        p_dropped = departures(
            quiet, v, after=after, good_is=good_is, grid=grid, ramp_over=ramp_over, season=season, seasons=seasons
        ).p_own
    p_trend = np.array([_trend_guard(z[i], after, sign=sign) for i in range(many)])
    evidence = _evidence(filtered, weight, after, sign=sign, shape_count=shaped.shape[1])
    return Departures(
        p=np.maximum(p_own, np.maximum(p_trend, p_dropped)),
        p_own=p_own,
        p_trend=p_trend,
        p_dropped=p_dropped,
        p_worse=(weight * ndtr(sign * effect / spread)).sum(axis=1),
        evidence=evidence,
        weight=weight,
        effect=effect,
        spread=spread,
    )


def _gathered(filtered: Filtered, after: NDArray[np.bool_], *, shape: int) -> tuple[Floats, Floats]:
    """The regression of innovations on the filtered effect: (sum of x x / F, sum of x u / F), each (S, G)."""
    u, x = filtered.innovation[:, :, after, 0], filtered.innovation[:, :, after, shape]
    f = filtered.variance[:, :, after]
    return np.nansum(x * x / f, axis=2), np.nansum(x * u / f, axis=2)


def _trend_guard(z: Floats, after: NDArray[np.bool_], *, sign: float) -> float:
    """One-sided t prediction of the mean after by the straight line before, where that line was improving; else 0."""
    t = np.arange(z.size, dtype=np.float64)
    before, later = ~after & ~np.isnan(z), after & ~np.isnan(z)
    n, m = int(before.sum()), int(later.sum())
    if n < 3 or m == 0:
        return 0.0
    mid = t[before].mean()
    across = float(((t[before] - mid) ** 2).sum())
    slope = float(((t[before] - mid) * z[before]).sum() / across)
    if sign * slope <= 0:
        return 0.0
    left = z[before] - z[before].mean() - slope * (t[before] - mid)
    residual = float((left**2).sum() / (n - 2))
    gap = float(z[later].mean() - z[before].mean() - slope * (t[later].mean() - mid))
    error = np.sqrt(residual * (1 / m + 1 / n + (t[later].mean() - mid) ** 2 / across))
    if error == 0:
        return 0.0 if sign * gap > 0 else 1.0
    return float(student.sf(sign * gap / error, n - 2))


def _evidence(filtered: Filtered, weight: Floats, after: NDArray[np.bool_], *, sign: float, shape_count: int) -> Floats:
    """The e-value: how much better a good effect explains the period after than no effect, averaged over shapes."""
    u, f = filtered.innovation[:, :, after, 0], filtered.variance[:, :, after]
    plain = -0.5 * np.nansum(np.log(2 * np.pi * f) + u * u / f, axis=2)
    top = np.exp(plain - plain.max(axis=1, keepdims=True))
    without = (weight * top).sum(axis=1)
    found: Floats = np.zeros_like(without)
    for shape in range(1, shape_count + 1):
        gather, gained = _gathered(filtered, after, shape=shape)
        sure = gather + 1 / BET**2
        centre = sign * gained / sure
        # The half-normal bet on the effect, integrated in closed form.
        ratio = 2 / (BET * np.sqrt(sure)) * np.exp(np.minimum(centre**2 * sure / 2, 600)) * ndtr(centre * np.sqrt(sure))
        found = found + (weight * top * ratio).sum(axis=1) / shape_count
    return found / without
