"""The smallest change that could be seen, against trying it out one future at a time."""

import numpy as np
import pytest
from tests.curves.test_judging import TURNING, series

from turncurve.curves import departures, grid_for, judge
from turncurve.curves.departure import without_the_last_year
from turncurve.curves.detecting import _futures, _line_p, _tested, detectable_shift, last_level
from turncurve.curves.scaled import scaled_at
from turncurve.curves.series import expected_noise

LOOKED, THRESHOLD = 8, 0.04


def before_of(curve):
    return scaled_at(curve, turning_date=TURNING).before()


def tried(curve, *, drop=0, seed=1):
    before = before_of(curve)
    noise = expected_noise(before.series, np.array([last_level(before)]), last=4)[0]
    return before, noise, _futures(before, looked=LOOKED, noise=noise, chance=np.random.default_rng(seed), bad=1.0)


@pytest.mark.parametrize("share_before", [0.25, 0.4])
@pytest.mark.parametrize("drop", [0, 4])
def test_all_futures_at_once_are_each_future_alone(share_before, drop):
    before, noise, futures = tried(series(share_before, of=60))
    few = futures[:, :12]
    shift = 0.5
    z = np.vstack([np.concatenate([before.z, few[:, i] - shift]) for i in range(12)])
    v = np.tile(np.concatenate([before.v, np.full(LOOKED, noise)]), (12, 1))
    n = before.z.size
    slow = departures(
        z, v, after=np.arange(n + LOOKED) >= n, good_is="lower", grid=grid_for("quarter"), ramp_over=4, drop_before=drop
    )
    own = _tested(before, before.z, futures, noise=noise).p(shift, sign=-1.0)[:12]
    np.testing.assert_allclose(own, slow.p_own, atol=2e-3)
    np.testing.assert_allclose(_line_p(before, futures, sign=-1.0)(shift)[:12], slow.p_trend, atol=1e-9)
    if drop:
        quiet = without_the_last_year(before.z[None], after=before.after, periods=drop)[0]
        dropped = _tested(before, quiet, futures, noise=noise).p(shift, sign=-1.0)[:12]
        np.testing.assert_allclose(dropped, slow.p_dropped, atol=2e-3)


def test_the_change_is_seen_four_times_in_five_in_other_futures():
    curve = series(0.25, of=100)
    scaled = scaled_at(curve, turning_date=TURNING)
    shift = detectable_shift(scaled, good_is="lower", drop=0, seed=1)
    before, noise, futures = tried(curve, seed=99)
    test, line = _tested(before, before.z, futures, noise=noise), _line_p(before, futures, sign=-1.0)
    seen = np.maximum(test.p(shift, sign=-1.0), line(shift)) < THRESHOLD
    assert seen.mean() == pytest.approx(0.8, abs=0.06)


def test_more_children_let_a_smaller_change_be_seen_and_the_seed_matters_little():
    found = [
        judge(
            series(0.25, of=of), turning_date=TURNING, declared_on=TURNING, good_is="lower", chosen_because_bad=False,
            as_at=TURNING, seed=seed,
        ).detectable
        for of, seed in ((30, 1), (300, 1), (3000, 1), (300, 2))
    ]  # fmt: skip
    assert found[0] > found[1] > found[2] > 0
    assert found[3] == pytest.approx(found[1], rel=0.12)


def test_being_chosen_for_being_bad_makes_a_change_harder_to_see():
    scaled = scaled_at(series(0.25, of=100), turning_date=TURNING)
    assert detectable_shift(scaled, good_is="lower", drop=4, seed=1) >= detectable_shift(
        scaled, good_is="lower", drop=0, seed=1
    )
