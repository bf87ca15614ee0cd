"""The grid of state-space models that a curve's history is weighed over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import product

import numpy as np

from turncurve.curves.series import Floats, Series
from turncurve.words.periods import Every


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Grid:
    """Models of a damped local trend, one entry a point: over-dispersion s2, level noise q, slope noise r, damping
    phi, first slope's variance k, and the log of each point's prior weight."""

    s2: Floats
    q: Floats
    r: Floats
    phi: Floats
    k: Floats
    log_prior: Floats

    @property
    def size(self) -> int:
        """How many models."""
        return int(self.s2.size)


Weighted = tuple[tuple[float, ...], tuple[float, ...]]


def weighted_product(*, s: Weighted, q: Weighted, r: Weighted, phi: Weighted, k: Weighted, still_points: bool) -> Grid:
    """The product of the steps (standard deviations) with their prior weights, without points that say the same thing.

    A slope needs a first slope: points with slope noise but k of 0 go, and where k is 0 damping means nothing, so only
    phi below 1 stays and its own prior weight is left out.
    """
    points: list[tuple[float, float, float, float, float, float]] = []
    steps = [list(zip(*one, strict=True)) for one in (s, q, r, phi, k)]
    for (a, pa), (b, pb), (c, pc), (d, pd), (e, pe) in product(*steps):
        if e == 0 and (c > 0 or d == 1):
            continue
        if not still_points and a == 0 and b == 0:
            continue
        points.append((a * a, b * b, c * c, d, e * e, pa * pb * pc * pe * (pd if e > 0 else 1.0)))
    columns = np.array(points, dtype=np.float64).T
    weight = columns[5] / columns[5].sum()
    return Grid(s2=columns[0], q=columns[1], r=columns[2], phi=columns[3], k=columns[4], log_prior=np.log(weight))


@cache
def grid_for(every: Every) -> Grid:
    """The grid for quarters (208 points; months use it too) or for years (261).

    The yearly grid, damped to .8 with equal weights, is the one that forecasts authorities' published figures best;
    it serves the claim as well, so that what is tested is what is drawn. Source: curves method, 3.3 and settings.
    """
    if every == "year":
        return weighted_product(
            s=((0, 0.05, 0.1, 0.2, 0.4), (1,) * 5),
            q=((0, 0.02, 0.05, 0.1, 0.2, 0.4), (1,) * 6),
            r=((0, 0.02, 0.05, 0.1), (1,) * 4),
            phi=((0.8,), (1,)),
            k=((0, 0.05, 0.15), (1,) * 3),
            still_points=False,
        )
    return weighted_product(
        s=((0, 0.1, 0.2, 0.35), (0.3, 0.3, 0.25, 0.15)),
        q=((0, 0.03, 0.07, 0.15), (0.4, 0.25, 0.2, 0.15)),
        r=((0, 0.01, 0.03), (0.8, 0.15, 0.05)),
        phi=((0.9, 1.0), (0.5, 0.5)),
        k=((0, 0.03, 0.08), (0.4, 0.4, 0.2)),
        still_points=True,
    )


# The standard deviations of over-dispersion, level and slope, the damping, and that of the first slope.
Model = tuple[float, ...]


def models_of(grid: Grid) -> list[Model]:
    """The models of a grid, each by its standard deviations and damping."""
    columns = (np.sqrt(grid.s2), np.sqrt(grid.q), np.sqrt(grid.r), grid.phi, np.sqrt(grid.k))
    return [tuple(one) for one in np.round(np.stack(columns, axis=1), 6).tolist()]


def prior_of(weight: Mapping[Model, float], *, grid: Grid) -> tuple[float, ...]:
    """The weights of all models from those of the few that are named: the others share what is left as in the grid.

    Raises ValueError where a model is named that the grid has not, or the weights are more than 1.
    """
    models = models_of(grid)
    if strange := set(weight) - set(models):
        raise ValueError(f"the grid has no model {min(strange)}")
    left = 1 - sum(weight.values())
    others = np.where([one in weight for one in models], 0.0, np.exp(grid.log_prior))
    if left < 0 or (left > 0 and not others.any()):
        raise ValueError(f"the weights of a prior add up to 1, not to {1 - left:g}")
    rest = others * (left / others.sum()) if others.any() else others
    return tuple(float(weight.get(one, share)) for one, share in zip(models, rest, strict=True))


def grid_of(series: Series) -> Grid:
    """The grid a series is weighed over, with the prior it brings."""
    return _with_prior(series.every, series.prior) if series.prior else grid_for(series.every)


@lru_cache(maxsize=256)
def _with_prior(every: Every, prior: tuple[float, ...]) -> Grid:
    grid = grid_for(every)
    if len(prior) != grid.size:
        raise ValueError(f"a prior has a weight for each of {grid.size} models, not {len(prior)}")
    with np.errstate(divide="ignore"):
        return replace(grid, log_prior=np.log(np.array(prior)))
