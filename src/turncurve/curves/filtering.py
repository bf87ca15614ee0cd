"""The Kalman filter over every model of the grid at once, for one series or for many that share their periods."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import logsumexp

from turncurve.curves.grid import Grid
from turncurve.curves.series import Floats

# The prior spread of a quarter's or month's own effect, on the scale of the model (curves method, 3.3).
SEASON_SPREAD = 0.2


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Filtered:
    """What filtering gave. Shapes: S series, G models, T periods, C columns (the series first, then regressors).

    `innovation` (S, G, T, C) is NaN where a period is missing or is a series' first; `variance` (S, G, T) likewise.
    `state` (S, G, n, C) and `covariance` (S, G, n, n) are of the last period. `predicted` (S, G, T) and
    `predicted_variance` are of the level before each period is seen, without the period's own noise.
    """

    innovation: Floats
    variance: Floats
    state: Floats
    covariance: Floats
    predicted: Floats
    predicted_variance: Floats


def transition(grid: Grid, *, seasons: int) -> tuple[Floats, Floats]:
    """The models' transition matrices (G, n, n) and the noise they add (G, n), for level, slope and seasons."""
    n = 2 + seasons
    moves = np.zeros((grid.size, n, n))
    moves[:, range(n), range(n)] = 1.0
    moves[:, 0, 1] = grid.phi
    moves[:, 1, 1] = grid.phi
    noise = np.zeros((grid.size, n))
    noise[:, 0], noise[:, 1] = grid.q, grid.r
    return moves, noise


def run_filter(
    columns: Floats,
    noise: Floats,
    *,
    grid: Grid,
    season: NDArray[np.int64] | None = None,
    seasons: int = 0,
    after_each: Callable[[int, Floats, Floats], None] | None = None,
) -> Filtered:
    """Filter columns (S, T, C) whose known sampling variance is `noise` (S, T), NaN in both where missing.

    The level is diffuse: a series' first seen period fixes it and yields no innovation. `season` (T) numbers each
    period's season. Regressor columns take the same gains (de Jong 1991), so their innovations whiten them alike.
    `after_each` is given each period's number, with the states and covariances once it has been seen; they go on
    changing, so what is kept must be copied.
    """
    many, periods, width = columns.shape
    n = 2 + seasons
    moves, moved_noise = transition(grid, seasons=seasons)
    moves_t = np.swapaxes(moves, 1, 2)
    added = (np.eye(n) * moved_noise[:, None, :])[None]
    state = np.zeros((many, grid.size, n, width))
    spread = np.zeros((many, grid.size, n, n))
    spread[..., 1, 1] = grid.k
    for j in range(2, n):
        spread[..., j, j] = SEASON_SPREAD**2
    begun = np.zeros(many, dtype=bool)
    innovation = np.full((many, grid.size, periods, width), np.nan)
    variance = np.full((many, grid.size, periods), np.nan)
    predicted = np.full((many, grid.size, periods), np.nan)
    predicted_variance = np.full((many, grid.size, periods), np.nan)
    for t in range(periods):
        going = begun
        if going.any():
            state[going] = moves @ state[going]
            spread[going] = moves @ spread[going] @ moves_t + added
        seen = ~np.isnan(columns[:, t, 0]) & ~np.isnan(noise[:, t])
        look = np.zeros(n)
        look[0] = 1.0
        if season is not None:
            look[2 + int(season[t])] = 1.0
        new, update = seen & ~begun, seen & begun
        if new.any():
            _begin(state, spread, new, columns[:, t], noise[:, t], look=look, grid=grid)
            begun = begun | new
        if going.any():
            predicted[going, :, t] = np.einsum("n,sgn->sg", look, state[going][..., 0])
            predicted_variance[going, :, t] = np.einsum("n,sgnm,m->sg", look, spread[going], look)
        if update.any():
            gain_top = np.einsum("sgnm,m->sgn", spread[update], look)
            f = np.einsum("n,sgn->sg", look, gain_top) + noise[update, t][:, None] + grid.s2[None, :]
            u = columns[update, t][:, None, :] - np.einsum("n,sgnc->sgc", look, state[update])
            gain = gain_top / f[..., None]
            state[update] += gain[..., :, None] * u[..., None, :]
            spread[update] -= gain[..., :, None] * gain_top[..., None, :]
            innovation[update, :, t] = u
            variance[update, :, t] = f
        if after_each is not None:
            after_each(t, state, spread)
    return Filtered(
        innovation=innovation,
        variance=variance,
        state=state,
        covariance=spread,
        predicted=predicted,
        predicted_variance=predicted_variance,
    )


def _begin(
    state: Floats, spread: Floats, new: NDArray[np.bool_], seen: Floats, noise: Floats, *, look: Floats, grid: Grid
) -> None:
    """Fix a diffuse level by the first seen period: level = what was seen, less its season, less noise."""
    state[new, :, 0, :] = seen[new][:, None, :]
    season_spread = np.einsum("n,sgnm->sgm", np.where(np.arange(look.size) >= 2, look, 0.0), spread[new])
    within = np.einsum("m,sgm->sg", look * (np.arange(look.size) >= 2), season_spread)
    block = spread[new]
    block[..., 0, :] = -season_spread
    block[..., :, 0] = -season_spread
    block[..., 0, 0] = noise[new][:, None] + grid.s2[None, :] + within
    spread[new] = block


def fits(filtered: Filtered) -> Floats:
    """How well each model foretold each period (S, G, T), in log density; 0 where nothing was foretold."""
    u, f = filtered.innovation[..., 0], filtered.variance
    return np.nan_to_num(-0.5 * (np.log(2 * np.pi * f) + u * u / f))


def log_weights(filtered: Filtered, *, grid: Grid, before: NDArray[np.bool_]) -> Floats:
    """The models' log weights (S, G) given the periods marked `before` (T), each series' first left out."""
    fit = fits(filtered)[:, :, before].sum(axis=2)
    raw = grid.log_prior[None, :] + fit
    return raw - logsumexp(raw, axis=1, keepdims=True)
