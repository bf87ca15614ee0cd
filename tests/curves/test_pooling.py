"""A prior learned from other places: what their curves do becomes likelier, and nothing becomes impossible."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import numpy as np
import pytest
from tests.support.shared import SHARED, needs_shared

from turncurve.curves import Series, forecast, grid_for, grid_of, learned_prior, models_of, period_end_after, prior_of
from turncurve.curves.grid import Grid
from turncurve.definitions.measures import measures
from turncurve.definitions.pooled_priors import pooled_priors

GRID = grid_for("year")
CHECKOUT = Path(__file__).resolve().parents[2]


def places(many, *, years=10, level=0.0, noise=0.0, seed=1):
    chance = np.random.default_rng(seed)
    z = np.cumsum(chance.normal(0, level, (many, years)), axis=1) if level else np.zeros((many, years))
    v = np.full((many, years), 0.01)
    return z + chance.normal(0, np.sqrt(0.01 + noise**2), (many, years)), v


def weighed(weight, name):
    return float(weight @ np.sqrt(getattr(GRID, name)))


def test_what_moved_every_place_is_learned():
    calm, moving, noisy = (learned_prior(*places(80, **how), grid=GRID) for how in ({}, {"level": 0.4}, {"noise": 0.4}))
    for weight in (calm, moving, noisy):
        assert weight.sum() == pytest.approx(1)
        # Five places' worth of the grid's own prior is left to every model.
        assert weight.min() >= 4.9 / 85 / GRID.size
    assert weighed(moving, "q") > 0.25 > 0.1 > weighed(calm, "q")
    assert weighed(noisy, "s2") > 0.25 > 0.12 > weighed(calm, "s2")
    assert weighed(noisy, "q") < 0.15


def test_with_nobody_to_learn_from_the_grid_stands():
    nobody = learned_prior(np.full((3, 10), np.nan), np.full((3, 10), np.nan), grid=GRID)
    assert nobody == pytest.approx(np.exp(GRID.log_prior))


def test_missing_years_and_the_order_of_places_change_little_or_nothing():
    z, v = places(60, level=0.3)
    whole = learned_prior(z, v, grid=GRID)
    assert learned_prior(z[::-1], v[::-1], grid=GRID) == pytest.approx(whole, abs=1e-9)
    z[::3, 4] = np.nan
    v[::3, 4] = np.nan
    assert weighed(learned_prior(z, v, grid=GRID), "q") == pytest.approx(weighed(whole, "q"), abs=0.05)


def a_series(prior=()):
    values = (20.0, 24.0, 19.0, 25.0, 21.0, 26.0, 20.0, 23.0)
    ends = tuple(period_end_after(date(2015, 3, 31), every="year", periods=n) for n in range(8))
    return Series(kind="percent", every="year", ends=ends, value=values, prior=prior,
                  numerator=tuple(value * 10 for value in values), denominator=(1000.0,) * 8)  # fmt: skip


def test_a_forecast_is_wider_where_other_places_wander_more():
    def width(how):
        one = a_series(tuple(learned_prior(*places(80, **how), grid=GRID)))
        (point,) = forecast(one, learned_up_to=one.ends[-1], horizon=[date(2024, 3, 31)]).points
        return point.hi95 - point.lo95

    assert width({"level": 0.4}) > 1.2 * width({"noise": 0.1})


def test_a_prior_names_the_models_it_makes_likelier_and_the_rest_share_as_in_the_grid():
    models = models_of(GRID)
    assert len(set(models)) == GRID.size
    prior = prior_of({models[3]: 0.6, models[7]: 0.1}, grid=GRID)
    assert (prior[3], prior[7], sum(prior)) == (0.6, 0.1, pytest.approx(1))
    assert prior[0] == pytest.approx(0.3 / (GRID.size - 2))
    with pytest.raises(ValueError, match="no model"):
        prior_of({(9.0, 9.0, 9.0, 9.0, 9.0): 0.5}, grid=GRID)
    with pytest.raises(ValueError, match="add up to 1"):
        prior_of({models[0]: 0.7, models[1]: 0.7}, grid=GRID)


def test_a_series_brings_its_prior_and_one_of_another_length_is_refused():
    assert grid_of(a_series()) is GRID
    own = grid_of(a_series(prior_of({models_of(GRID)[0]: 0.9}, grid=GRID)))
    assert isinstance(own, Grid)
    assert np.exp(own.log_prior[0]) == pytest.approx(0.9)
    with pytest.raises(ValueError, match="261 models"):
        grid_of(a_series((0.5, 0.5)))


def test_every_shipped_prior_is_of_a_measure_and_of_models_there_are():
    assert len(pooled_priors()) > 15
    for name, weight in pooled_priors().items():
        assert name in measures()
        assert "year" in measures()[name].every
        assert sum(prior_of(weight, grid=GRID)) == pytest.approx(1)


@needs_shared
@pytest.mark.slow
def test_the_shipped_priors_are_what_the_published_table_gives():
    ran = subprocess.run(
        [sys.executable, CHECKOUT / "scripts/learn_priors.py", SHARED / "data/lait/lait_2026-04-08.parquet", "--check"],
        capture_output=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0
