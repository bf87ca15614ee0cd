"""Turned, and comparable places did not: how often said where all moved together, and how often seen where one did."""

from datetime import date

import numpy as np
import pytest
from tests.curves.test_worlds import not_wholly_above, not_wholly_below

from turncurve.curves import Rank, Series, Verdict, judge, period_end_after
from turncurve.curves.comparing import departure_from_others, placebo_rank
from turncurve.curves.scaled import scaled_at

BEFORE, AFTER, OF, PLACES = 10, 3, 400, 10
YEARS = tuple(period_end_after(date(2010, 3, 31), every="year", periods=n) for n in range(BEFORE + AFTER))
TURNING = YEARS[BEFORE - 1]


def place(level, chance):
    counted = chance.binomial(OF, 1 / (1 + np.exp(-level)))
    return Series(
        kind="percent", every="year", ends=YEARS, numerator=tuple(map(float, counted)), denominator=(float(OF),) * len(YEARS),
        value=tuple(100.0 * counted / OF),
    )  # fmt: skip


def eleven(chance, *, ours=0.0, everyones=0.0):
    """One place and ten like it, on shocks they share; the effects begin at the turning date."""
    since = np.arange(len(YEARS)) >= BEFORE
    shared = np.cumsum(chance.normal(0, 0.1, len(YEARS))) + everyones * since
    made = []
    for n in range(PLACES + 1):
        own = chance.normal(-1.1, 0.3) + np.cumsum(chance.normal(0, 0.04, len(YEARS)))
        made.append(place(own + shared + (ours * since if n == 0 else 0), chance))
    return made[0], made[1:]


def compared(chance, **effects):
    ours, others = eleven(chance, **effects)
    return departure_from_others(scaled_at(ours, turning_date=TURNING), others, good_is="lower", drop=0)


def check_comparison(many):
    chance = np.random.default_rng(51)
    false = sum(compared(chance, everyones=-0.6) < 0.05 for _ in range(many))
    not_wholly_above(false, many, 0.06)
    seen = sum(compared(chance, ours=-0.6, everyones=0.3) < 0.05 for _ in range(many))
    not_wholly_below(seen, many, 0.85)


@pytest.mark.slow
def test_all_moving_together_is_no_claim_and_one_moving_alone_is_seen():
    check_comparison(100)


@pytest.mark.long
def test_all_moving_together_is_no_claim_in_two_thousand_worlds():
    check_comparison(2000)


def judged(ours, others, **more):
    return judge(
        ours, turning_date=TURNING, declared_on=TURNING, good_is="lower", chosen_because_bad=False, as_at=YEARS[-1],
        comparators=others, **more,
    )  # fmt: skip


def test_the_verdict_says_so_with_the_rank_among_all_places():
    ours, others = eleven(np.random.default_rng(3), ours=-1.0)
    found = judged(ours, others)
    assert found.verdict == Verdict.TURNED_ALONE
    assert found.p_compared < 0.05
    assert found.rank == Rank(place=1, of=11)
    wider = eleven(np.random.default_rng(4))[1]
    assert judged(ours, others, everywhere=others + wider).rank == Rank(place=1, of=21)
    both, moved = eleven(np.random.default_rng(3), ours=0.0, everyones=-1.0)
    together = judged(both, moved)
    assert together.verdict == Verdict.TURNED
    assert together.rank is not None


def test_the_rank_of_a_place_like_any_other_is_anywhere():
    chance = np.random.default_rng(52)
    ranks = []
    for _ in range(60):
        ours, others = eleven(chance)
        ranks.append(placebo_rank(scaled_at(ours, turning_date=TURNING), others, good_is="lower").place)
    assert set(ranks) <= set(range(1, 12))
    assert np.mean(ranks) == pytest.approx(6, abs=1.96 * np.sqrt(10 / 60))


def test_fewer_than_three_whole_places_are_no_comparison():
    ours, others = eleven(np.random.default_rng(5), ours=-1.0)
    holed = [one.between(0, 8) for one in others[:8]]
    found = judged(ours, holed + others[8:])
    assert found.verdict == Verdict.TURNED
    assert found.p_compared is None
    assert found.rank is None


def test_neighbours_uncertainty_is_added():
    ours, others = eleven(np.random.default_rng(6), ours=-0.5)
    scaled = scaled_at(ours, turning_date=TURNING)
    few = departure_from_others(scaled, others[:3], good_is="lower", drop=0)
    same = departure_from_others(scaled, others[:3] * 4, good_is="lower", drop=0)
    # Twelve places with the same mean as three are surer of it.
    assert same < few
