"""Simple continuation: the straight line through the figures before the turning date, carried on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from turncurve.curves.series import Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class StraightLine:
    """The line's slope a period, the mean it expects of the periods seen after, that mean's standard error of
    prediction, and the degrees of freedom left."""

    slope: float
    expected: float
    error: float
    freedom: int


def straight_line(
    z: Floats, *, after: NDArray[np.bool_], season: NDArray[np.int64] | None = None
) -> StraightLine | None:
    """The least-squares line through a series (T) before, with a step for each season where `season` (T) is given.

    None where fewer than three figures lie before or none after. Seasons are left out where they would leave fewer than
    two degrees of freedom.
    """
    t = np.arange(z.size, dtype=np.float64)
    before, later = ~after & ~np.isnan(z), after & ~np.isnan(z)
    n, m = int(before.sum()), int(later.sum())
    if n < 3 or m == 0:
        return None
    middle = t[before].mean()
    columns = [np.ones_like(t), t - middle]
    if season is not None:
        there = np.unique(season[before])
        if set(np.unique(season[later])) <= set(there) and n - 1 - there.size >= 2:
            columns += [(season == one).astype(np.float64) for one in there[1:]]
    x = np.stack(columns, axis=1)
    inverse = np.linalg.pinv(x[before].T @ x[before])
    found = inverse @ x[before].T @ z[before]
    left = z[before] - x[before] @ found
    freedom = n - x.shape[1]
    at = x[later].mean(axis=0)
    error = float(np.sqrt((left @ left) / freedom * (1 / m + at @ inverse @ at)))
    # What rounding leaves of a figure that never moved is no slope.
    scale = float(np.abs(z[before] - z[before].mean()).max())
    slope = float(found[1]) if scale > 1e-9 else 0.0
    return StraightLine(slope=slope, expected=float(at @ found), error=error if error > 1e-9 else 0.0, freedom=freedom)
