"""How far a curve has departed from the forecast made when its turning date was declared, and how surely."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import log_ndtr, logsumexp, ndtr, stdtr

from turncurve.curves.filtering import Filtered, log_weights, run_filter
from turncurve.curves.grid import Grid
from turncurve.curves.mixtures import normalised
from turncurve.curves.series import Floats
from turncurve.curves.straight_line import straight_line
from turncurve.words.measuring import GoodIs

# Spread of the effects the e-value bets on, on the scale of the model (curves method, 3.3).
BET = 0.5
# The e-value is no larger than this: beyond it nothing more is said, and a number may overflow.
_MOST_LOG_EVIDENCE = 600.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Departures:
    """Departures of S series, each array (S) but `weight`, `effect` and `spread` (S, G).

    `p` is the largest of `p_own` (the joint departure of the whole period after), `p_trend` (beyond simple
    continuation of an improving trend; 0 where the trend was not improving) and `p_dropped` (with the year that made
    it look bad left out; 0 where it was not chosen for being bad). `p_worse` is the same largest p the other way, so
    that a curve already getting worse must go beyond its trend. `evidence` is the e-value. `effect` is the models'
    effect on the scale of the model, `spread` its standard error (endless where nothing was seen after).
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
    effect, spread = estimated(gather, gained)
    p_own, worse_own = _tails(weight, sign * effect, spread)
    p_dropped = worse_dropped = np.zeros(many)
    if drop_before:
        quiet = without_the_last_year(z, after=after, periods=drop_before)
        again = departures(
            quiet, v, after=after, good_is=good_is, grid=grid, ramp_over=ramp_over, season=season, seasons=seasons
        )
        p_dropped, (_, worse_dropped) = again.p_own, _tails(again.weight, sign * again.effect, again.spread)
    p_trend, worse_trend = _trend_guards(z, after=after, sign=sign, season=season)
    return Departures(
        p=np.maximum(p_own, np.maximum(p_trend, p_dropped)),
        p_own=p_own,
        p_trend=p_trend,
        p_dropped=p_dropped,
        p_worse=np.maximum(worse_own, np.maximum(worse_trend, worse_dropped)),
        evidence=_evidence(filtered, log_weight, after, sign=sign, shape_count=shaped.shape[1]),
        weight=weight,
        effect=effect,
        spread=spread,
    )


def without_the_last_year(z: Floats, *, after: NDArray[np.bool_], periods: int) -> Floats:
    """Series (S, T) with the year that ends at each one's last figure before the turning date left out."""
    quiet = z.copy()
    for one in quiet:
        seen = np.flatnonzero(~after & ~np.isnan(one))
        if seen.size:
            one[max(int(seen[-1]) - periods + 1, 0) : int(seen[-1]) + 1] = np.nan
    return quiet


def estimated(gather: Floats, gained: Floats) -> tuple[Floats, Floats]:
    """The effect and its standard error; 0, and endless, where nothing was gathered."""
    some = gather > 0
    safe = np.where(some, gather, 1.0)
    return np.where(some, gained / safe, 0.0), np.where(some, safe**-0.5, np.inf)


def _tails(weight: Floats, good_effect: Floats, spread: Floats) -> tuple[Floats, Floats]:
    """The models' average chance of as much if nothing changed, in the good direction and in the bad."""
    return (weight * ndtr(-good_effect / spread)).sum(axis=1), (weight * ndtr(good_effect / spread)).sum(axis=1)


def _gathered(filtered: Filtered, after: NDArray[np.bool_], *, shape: int) -> tuple[Floats, Floats]:
    """The regression of innovations on the filtered effect: (sum of x x / F, sum of x u / F), each (S, G)."""
    u, x = filtered.innovation[:, :, after, 0], filtered.innovation[:, :, after, shape]
    f = filtered.variance[:, :, after]
    return np.nansum(x * x / f, axis=2), np.nansum(x * u / f, axis=2)


def _trend_guards(
    z: Floats, *, after: NDArray[np.bool_], sign: float, season: NDArray[np.int64] | None
) -> tuple[Floats, Floats]:
    """The guard in the good and the bad direction: the straight line's p where that line ran that way, else 0."""
    good, bad = np.zeros(z.shape[0]), np.zeros(z.shape[0])
    for i, one in enumerate(z):
        line = straight_line(one, after=after, season=season)
        if line is None or line.slope == 0:
            continue
        beyond = float(np.nanmean(one[after])) - line.expected
        into = good if sign * line.slope > 0 else bad
        onward = np.sign(line.slope) * beyond
        if line.error == 0:
            into[i] = 0.0 if onward > 0 else 1.0
        else:
            into[i] = float(stdtr(line.freedom, -onward / line.error))
    return good, bad


def _evidence(
    filtered: Filtered, log_weight: Floats, after: NDArray[np.bool_], *, sign: float, shape_count: int
) -> Floats:
    """The e-value: how much better a good effect explains the period after than no effect, averaged over shapes."""
    u, f = filtered.innovation[:, :, after, 0], filtered.variance[:, :, after]
    plain = log_weight - 0.5 * np.nansum(np.log(2 * np.pi * f) + u * u / f, axis=2)
    bets: list[Floats] = []
    for shape in range(1, shape_count + 1):
        gather, gained = _gathered(filtered, after, shape=shape)
        sure = gather + 1 / BET**2
        centre = sign * gained / sure
        # The half-normal bet on the effect, integrated in closed form.
        log_ratio = np.log(2 / (BET * np.sqrt(sure))) + centre**2 * sure / 2 + log_ndtr(centre * np.sqrt(sure))
        bets.append(logsumexp(plain + log_ratio, axis=1))
    found = logsumexp(np.stack(bets), axis=0) - np.log(shape_count) - logsumexp(plain, axis=1)
    return np.exp(np.minimum(found, _MOST_LOG_EVIDENCE))
