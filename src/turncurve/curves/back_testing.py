"""How forecasts of a curve would have done on its own past, each made from what was known at its time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turncurve.curves.filtering import fits, run_filter, transition
from turncurve.curves.forecasting import seasons_of
from turncurve.curves.grid import Grid, grid_of
from turncurve.curves.mixtures import below, normalised, quantiles
from turncurve.curves.series import Floats, Series, expected_noise, natural, periods_a_year, transformed
from turncurve.curves.straight_line import straight_line
from turncurve.words.periods import Every

# The fewest figures a forecast of the past is learned from.
_FEWEST: dict[Every, int] = {"year": 5, "quarter": 8, "month": 12}


@dataclass(frozen=True, slots=True, kw_only=True)
class BackTest:
    """The record of a curve's forecasts on its own past.

    `forecasts` is how many figures were forecast, from `origins` moments, up to `furthest` periods ahead. `error`,
    `no_change` and `straight_line` are the mean absolute errors, in the curve's own units, of the forecast's median, of
    the last figure carried on (with seasons: the same season's of a year before) and of the least-squares line through
    all that was known. `in80` and `in95` are how many of the figures fell inside those intervals.
    """

    forecasts: int
    origins: int
    furthest: int
    error: float
    no_change: float
    straight_line: float
    in80: int
    in95: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Learned:
    """What the models knew after each period: log weights (T, G), states (T, G, n), covariances (T, G, n, n)."""

    log_weight: Floats
    state: Floats
    covariance: Floats


def back_test(series: Series, *, ahead: int) -> BackTest | None:
    """Forecast the curve's own past up to `ahead` periods on, from every period with enough before it.

    Rolling origins (Tashman 2000): each forecast is learned from the periods up to its origin and from none after it.
    None where no figure can be forecast: fewer than five years, eight quarters or twelve months before it. Raises
    ValueError where the periods are not whole periods apart.
    """
    history = series.evenly()
    z, v = transformed(history)
    seen = ~np.isnan(z)
    enough = np.flatnonzero(seen & (np.cumsum(seen) >= _FEWEST[history.every]))
    pairs = [(int(o), step) for o in enough for step in range(1, ahead + 1) if o + step < z.size and seen[o + step]]
    if not pairs:
        return None
    season, seasons = seasons_of(history, history.ends)
    grid = grid_of(history)
    learned = _learned(z, v, grid=grid, season=season, seasons=seasons)
    at, steps = np.array([o for o, _ in pairs]), np.array([step for _, step in pairs])
    mean, variance = _foretold(learned, at, steps, grid=grid, season=season, seasons=seasons)
    weight = normalised(learned.log_weight[at])
    centre = (weight * mean).sum(axis=1)
    a_year = periods_a_year(history.every)
    noise = [
        expected_noise(history.between(0, o + 1), np.array([middle]), last=a_year)[0]
        for (o, _), middle in zip(pairs, centre, strict=True)
    ]
    spread = np.sqrt(variance + grid.s2 + np.array(noise)[:, None])
    came = z[at + steps]
    chance = below(came, weight=weight, mean=mean, spread=spread)

    def error(said: Floats) -> float:
        return float(np.abs(natural(history, said) - natural(history, came)).mean())

    return BackTest(
        forecasts=len(pairs),
        origins=len({o for o, _ in pairs}),
        furthest=int(steps.max()),
        error=error(quantiles(0.5, weight=weight, mean=mean, spread=spread)),
        no_change=error(_no_change(z, pairs, a_year=a_year if season is not None else 0)),
        straight_line=error(_lines(z, pairs, season=season)),
        in80=int(((chance >= 0.1) & (chance <= 0.9)).sum()),
        in95=int(((chance >= 0.025) & (chance <= 0.975)).sum()),
    )


def _learned(z: Floats, v: Floats, *, grid: Grid, season: NDArray[np.int64] | None, seasons: int) -> _Learned:
    states: list[Floats] = []
    covariances: list[Floats] = []

    def keep(_: int, state: Floats, covariance: Floats) -> None:
        states.append(state[0, :, :, 0].copy())
        covariances.append(covariance[0].copy())

    filtered = run_filter(z[None, :, None], v[None], grid=grid, season=season, seasons=seasons, after_each=keep)
    fit = np.cumsum(fits(filtered)[0], axis=1).T
    return _Learned(log_weight=grid.log_prior + fit, state=np.array(states), covariance=np.array(covariances))


def _foretold(
    learned: _Learned,
    at: NDArray[np.int64],
    steps: NDArray[np.int64],
    *,
    grid: Grid,
    season: NDArray[np.int64] | None,
    seasons: int,
) -> tuple[Floats, Floats]:
    """Each model's mean and variance (N, G) of the level so many steps after each origin, without a period's noise.

    The row that reads the level after h steps is that of the transition's h-th power, and the noise of the steps
    between adds what the same row, of each power below, makes of it.
    """
    moves, moved_noise = transition(grid, seasons=seasons)
    n = moves.shape[1]
    looks = np.zeros((at.size, n))
    looks[:, 0] = 1.0
    if season is not None:
        looks[np.arange(at.size), 2 + season[at + steps]] = 1.0
    mean, variance = np.empty((at.size, grid.size)), np.empty((at.size, grid.size))
    rows = np.broadcast_to(np.eye(n), (grid.size, n, n))
    added = np.zeros((grid.size, n, n))
    for step in range(1, int(steps.max()) + 1):
        # The noise of one more step: the earlier steps' is moved on, and the step's own added.
        added = moves @ added @ np.swapaxes(moves, 1, 2) + np.eye(n) * moved_noise[:, None, :]
        rows = moves @ rows
        here = np.flatnonzero(steps == step)
        read = np.einsum("kn,gnm->kgm", looks[here], rows)
        mean[here] = np.einsum("kgm,kgm->kg", read, learned.state[at[here]])
        variance[here] = np.einsum("kgm,kgmp,kgp->kg", read, learned.covariance[at[here]], read)
        variance[here] += np.einsum("kn,gnm,km->kg", looks[here], added, looks[here])
    return mean, variance


def _no_change(z: Floats, pairs: Sequence[tuple[int, int]], *, a_year: int) -> Floats:
    """The last figure, or with seasons (`a_year` periods) the same season's of a year before where it is known."""

    def carried(origin: int, step: int) -> float:
        before = origin + step - a_year * -(-step // a_year) if a_year else origin
        return float(z[before if before >= 0 and not np.isnan(z[before]) else origin])

    return np.array([carried(*pair) for pair in pairs])


def _lines(z: Floats, pairs: Sequence[tuple[int, int]], *, season: NDArray[np.int64] | None) -> Floats:
    """The straight line through all that was known at each origin, carried on."""

    def carried(origin: int, step: int) -> float:
        until = origin + step + 1
        known = np.where(np.arange(until) <= origin, z[:until], np.nan)
        known[-1] = 0.0
        after = np.arange(until) == until - 1
        line = straight_line(known, after=after, season=season[:until] if season is not None else None)
        return line.expected if line is not None else float(z[origin])

    return np.array([carried(*pair) for pair in pairs])
