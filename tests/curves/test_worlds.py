"""Simulated worlds: how often the method claims a turn where nothing turned, and how often it sees one that did.

A rate fails only when its 95% Monte Carlo interval lies wholly beyond the mark (curves method, 3.9 tests 1 and 3).
"""

from collections.abc import Callable

import numpy as np
import pytest

from turncurve.curves import departures, grid_for

BEFORE, AFTER, OF = 20, 8, 60
BASE = np.log(0.25 / 0.75)


def flat(chance, many, periods):
    return np.full((many, periods), BASE)


def over_dispersed(chance, many, periods):
    return BASE + chance.normal(0, 0.25, (many, periods))


def autoregressive(chance, many, periods):
    x = np.zeros((many, periods))
    x[:, 0] = chance.normal(0, 0.25, many)
    for t in range(1, periods):
        x[:, t] = 0.6 * x[:, t - 1] + chance.normal(0, 0.25 * np.sqrt(1 - 0.36), many)
    return BASE + x


def random_walk(chance, many, periods):
    return BASE + np.cumsum(chance.normal(0, 0.08, (many, periods)), axis=1)


def already_improving(chance, many, periods):
    return BASE - 0.03 * np.arange(periods) + chance.normal(0, 0.1, (many, periods))


WORLDS: dict[str, Callable] = {
    "N1": flat,
    "N2": over_dispersed,
    "N3": autoregressive,
    "N4": random_walk,
    "N5": already_improving,
}


def observed(level, chance):
    p = 1 / (1 + np.exp(-level))
    seen = (chance.binomial(OF, p) + 0.5) / (OF + 1)
    return np.log(seen / (1 - seen)), 1 / ((OF + 1) * seen * (1 - seen))


def found(z, v, *, after_n=AFTER, drop=0):
    after = np.arange(BEFORE + after_n) >= BEFORE
    n = BEFORE + after_n
    return departures(
        z[:, :n], v[:, :n], after=after, good_is="lower", grid=grid_for("quarter"), ramp_over=4, drop_before=drop
    )


def not_wholly_above(times, of, mark):
    rate = times / of
    assert rate - 1.96 * np.sqrt(max(rate * (1 - rate), 1e-9) / of) <= mark, f"{rate:.3f} of {of}, the mark is {mark}"


def not_wholly_below(times, of, mark):
    rate = times / of
    assert rate + 1.96 * np.sqrt(max(rate * (1 - rate), 1e-9) / of) >= mark, f"{rate:.3f} of {of}, the mark is {mark}"


def chosen_as_the_worst_of_twenty(make, chance, many):
    """Of twenty series, the one whose last four quarters before the date stand highest above its earlier mean."""
    z, v = observed(make(chance, many * 20, BEFORE + AFTER), chance)
    height = z[:, BEFORE - 4 : BEFORE].mean(axis=1) - z[:, : BEFORE - 4].mean(axis=1)
    worst = height.reshape(many, 20).argmax(axis=1) + 20 * np.arange(many)
    return z[worst], v[worst]


def rolling_four_quarters(chance, many):
    level = over_dispersed(chance, many, BEFORE + AFTER + 3)
    counts = chance.binomial(OF, 1 / (1 + np.exp(-level))).astype(float)
    summed = np.stack([counts[:, i : i + BEFORE + AFTER] for i in range(4)]).sum(axis=0)
    p = (summed + 0.5) / (4 * OF + 1)
    return np.log(p / (1 - p)), 1 / ((4 * OF + 1) * p * (1 - p))


def check_false_claims(world, many):
    chance = np.random.default_rng([7, *world.encode()])
    z, v = observed(WORLDS[world](chance, many, BEFORE + AFTER), chance)
    last = found(z, v).p
    first = found(z, v, after_n=4).p
    not_wholly_above((last < 0.05).sum(), many, 0.065)
    not_wholly_above(((first < 0.015) | (last < 0.04)).sum(), many, 0.055)


def check_guarded(many):
    chance = np.random.default_rng([7, 1])
    for make in (over_dispersed, autoregressive):
        z, v = chosen_as_the_worst_of_twenty(make, chance, many)
        not_wholly_above((found(z, v, drop=4).p < 0.05).sum(), many, 0.04)
    z, v = rolling_four_quarters(chance, many)
    not_wholly_above((found(z, v, drop=4).p < 0.05).sum(), many, 0.04)


def check_power(many):
    marks = {"N1": 0.79, "N2": 0.58, "N3": 0.58, "N4": 0.58}
    for world, mark in marks.items():
        chance = np.random.default_rng([7, 2, *world.encode()])
        level = WORLDS[world](chance, many, BEFORE + AFTER)
        level[:, BEFORE:] -= 0.6
        not_wholly_below((found(*observed(level, chance)).p < 0.05).sum(), many, mark)
    chance = np.random.default_rng([7, 3])
    level = over_dispersed(chance, many, BEFORE + AFTER)
    level[:, BEFORE:] -= 1.0
    not_wholly_below((found(*observed(level, chance)).p < 0.05).sum(), many, 0.90)


@pytest.mark.slow
@pytest.mark.parametrize("world", WORLDS)
def test_few_claims_where_nothing_turned(world):
    check_false_claims(world, 600)


@pytest.mark.slow
def test_a_curve_chosen_for_being_bad_is_guarded():
    check_guarded(300)


@pytest.mark.slow
def test_a_real_turn_is_seen():
    check_power(300)


@pytest.mark.long
@pytest.mark.parametrize("world", WORLDS)
def test_few_claims_where_nothing_turned_in_four_thousand_worlds(world):
    check_false_claims(world, 4000)


@pytest.mark.long
def test_guard_and_power_in_thousands_of_worlds():
    check_guarded(2000)
    check_power(2000)
