"""How large a change could be seen at all, tried on futures drawn from the models before any outcome is known."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, stdtr

from turncurve.curves.departure import estimated, without_the_last_year
from turncurve.curves.filtering import Filtered, log_weights, run_filter, transition
from turncurve.curves.forecasting import seasons_of
from turncurve.curves.grid import grid_of
from turncurve.curves.mixtures import normalised
from turncurve.curves.scaled import LOOKS, Scaled
from turncurve.curves.series import Floats, expected_noise, natural, period_end_after
from turncurve.curves.straight_line import straight_line
from turncurve.words.measuring import GoodIs

FUTURES = 500
POWER = 0.8
LARGEST = 10.0
# Models with less weight than this change no figure that is shown.
_LEAST_WEIGHT = 1e-4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Test:
    """What one run of the test makes of any future: weights and standard errors (G), and effects (G, futures)."""

    weight: Floats
    spread: Floats
    effect: Floats

    def p(self, shift: float, *, sign: float) -> Floats:
        """The p value of each future were it shifted by so much the good way."""
        return (self.weight[:, None] * ndtr(-(sign * self.effect + shift) / self.spread[:, None])).sum(axis=0)


def detectable_shift(scaled: Scaled, *, good_is: GoodIs, drop: int, seed: int) -> float:
    """The smallest good change, on the scale of the model, that passes the last look four times in five.

    Futures of the length of the last look are drawn from the mixture of models fitted before the turning date (500,
    from `seed`), with the denominators of the last year, and put to the whole test, guards included. A step moves every
    future's effect alike, so they are filtered once. Source: curves method, 3.7.
    """
    before = scaled.before()
    looked, threshold = LOOKS[scaled.series.every][-1]
    sign = 1.0 if good_is == "higher" else -1.0
    noise = expected_noise(before.series, np.array([last_level(before)]), last=before.a_year)[0]
    futures = _futures(before, looked=looked, noise=noise, chance=np.random.default_rng(seed), bad=-sign)
    tests = [_tested(before, before.z, futures, noise=noise)]
    if drop:
        quiet = without_the_last_year(before.z[None], after=before.after, periods=drop)[0]
        tests.append(_tested(before, quiet, futures, noise=noise))
    line = _line_p(before, futures, sign=sign)

    def seen(shift: float) -> float:
        p = np.max([*(test.p(shift, sign=sign) for test in tests), line(shift)], axis=0)
        return float((p < threshold).mean())

    return _smallest(lambda shift: seen(shift) >= POWER)


def in_own_units(scaled: Scaled, shift: float, *, good_is: GoodIs) -> float:
    """A change on the scale of the model as one in the curve's own units, from the level of the last year before."""
    sign = 1.0 if good_is == "higher" else -1.0
    level = last_level(scaled.before())
    there = natural(scaled.series, np.array([level, level + sign * shift]))
    return float(abs(there[1] - there[0]))


def last_level(before: Scaled) -> float:
    """The mean of the last year's worth of figures, on the scale of the model."""
    return float(before.z[before.seen][-before.a_year :].mean())


def _extended(before: Scaled, looked: int) -> tuple[np.ndarray | None, int]:
    series = before.series
    ahead = [period_end_after(series.ends[-1], every=series.every, periods=n + 1) for n in range(looked)]
    return seasons_of(series, [*series.ends, *ahead])


def _futures(before: Scaled, *, looked: int, noise: float, chance: np.random.Generator, bad: float) -> Floats:
    """Futures (looked, FUTURES) of the figures to come, were nothing to change.

    Chance draws towards the bad (1.0 up, -1.0 down), so that a share and its complement get the same answer.
    """
    grid = grid_of(before.series)
    season, seasons = _extended(before, looked)
    n = before.z.size
    learned = run_filter(
        before.z[None, :, None],
        before.v[None],
        grid=grid,
        season=season[:n] if season is not None else None,
        seasons=seasons,
    )
    weight = normalised(log_weights(learned, grid=grid, before=np.ones(n, dtype=bool)))[0]
    model = chance.choice(grid.size, size=FUTURES, p=weight)
    state = _drawn_states(learned, model, chance, bad=bad)
    moves, moved_noise = transition(grid, seasons=seasons)
    futures = np.empty((looked, FUTURES))
    for step in range(looked):
        state = np.einsum("fnm,fm->fn", moves[model], state)
        state += bad * np.sqrt(moved_noise[model]) * chance.standard_normal(state.shape)
        seen = state[:, 0] + (state[:, 2 + int(season[n + step])] if season is not None else 0.0)
        futures[step] = seen + bad * np.sqrt(grid.s2[model] + noise) * chance.standard_normal(FUTURES)
    return futures


def _drawn_states(learned: Filtered, model: np.ndarray, chance: np.random.Generator, *, bad: float) -> Floats:
    mean, covariance = learned.state[0, :, :, 0], learned.covariance[0]
    values, vectors = np.linalg.eigh(covariance)
    root = vectors * np.sqrt(np.maximum(values, 0.0))[:, None, :]
    normal = bad * chance.standard_normal((model.size, mean.shape[1]))
    return mean[model] + np.einsum("fnm,fm->fn", root[model], normal)


def _tested(before: Scaled, z: Floats, futures: Floats, *, noise: float) -> _Test:
    """The test of all the futures at once: an effect is the sum of what the past and each later figure give it."""
    looked, n = futures.shape[0], z.size
    total = n + looked
    grid = grid_of(before.series)
    season, seasons = _extended(before, looked)
    # Columns: the past with nothing after it; each later figure by itself; the step.
    columns = np.zeros((1, total, looked + 2))
    columns[0, :n, 0] = z
    columns[0, n:, 1 : looked + 1] = np.eye(looked)
    columns[0, n:, -1] = 1.0
    v = np.concatenate([before.v, np.full(looked, noise)])[None]
    filtered = run_filter(columns, v, grid=grid, season=season, seasons=seasons)
    weight = normalised(log_weights(filtered, grid=grid, before=np.arange(total) < n))[0]
    kept = weight > _LEAST_WEIGHT
    u, f = filtered.innovation[0][kept, n:], filtered.variance[0][kept, n:]
    x = u[..., -1] / f
    gather = np.nansum(x * u[..., -1], axis=1)
    parts = np.nansum(x[..., None] * u[..., :-1], axis=1)
    gained = parts[:, :1] + parts[:, 1:] @ futures
    effect, _ = estimated(np.broadcast_to(gather[:, None], gained.shape), gained)
    return _Test(weight=weight[kept] / weight[kept].sum(), spread=estimated(gather, gather)[1], effect=effect)


def _line_p(before: Scaled, futures: Floats, *, sign: float) -> Callable[[float], Floats]:
    """The trend guard's p of each future at a shift."""
    looked, n = futures.shape[0], before.z.size
    season, _ = _extended(before, looked)
    after = np.arange(n + looked) >= n
    line = straight_line(np.concatenate([before.z, np.zeros(looked)]), after=after, season=season)
    if line is None or sign * line.slope <= 0:
        return lambda _: np.zeros(FUTURES)
    gap = sign * (futures.mean(axis=0) - line.expected)
    if line.error == 0:
        return lambda shift: np.where(gap + shift > 0, 0.0, 1.0)
    return lambda shift: stdtr(line.freedom, -(gap + shift) / line.error)


def _smallest(enough: Callable[[float], bool]) -> float:
    """The smallest number from 0 to LARGEST that is enough, to within a thousandth; endless where none is."""
    low, high = 0.0, LARGEST
    if not enough(high):
        return float("inf")
    while high - low > 0.001:
        middle = (low + high) / 2
        low, high = (low, middle) if enough(middle) else (middle, high)
    return high
