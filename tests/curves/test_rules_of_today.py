"""The rules people use today, each by hand, and how often they claim what is not there."""

import numpy as np
import pytest
from tests.curves.rules_of_today import (
    beyond_three_sigma,
    last_year_against_the_year_before,
    of_percentages,
    segmented_regression,
    segmented_regression_newey_west,
    xmr_chart,
)
from tests.curves.test_worlds import (
    AFTER,
    BEFORE,
    already_improving,
    chosen_as_the_worst_of_twenty,
    flat,
    not_wholly_above,
    not_wholly_below,
    observed,
    over_dispersed,
)


def seesaw(*later):
    """Twelve periods about nought whose moving range is 2, and what came."""
    return np.array([[1.0, -1.0] * 6 + list(later)])


def test_an_xmr_chart_by_hand():
    # Sigma is 2 / 1.128 = 1.77: the limits lie at 5.32, and two thirds of the way at 3.55.
    assert beyond_three_sigma(seesaw(-5.4, 0), before=12)[0]
    assert not beyond_three_sigma(seesaw(-5.2, 0), before=12)[0]
    assert xmr_chart(seesaw(-3.6, 1, -3.6), before=12)[0]
    assert not xmr_chart(seesaw(-3.6, 1, -3.5), before=12)[0]
    assert xmr_chart(seesaw(-0.1, -0.3, -0.2, -0.1, -0.3, -0.2), before=12)[0], (
        "seven below, the last before among them"
    )
    assert not xmr_chart(seesaw(-0.1, -0.3, -0.2, -0.1, -0.3, 0.2), before=12)[0]
    assert xmr_chart(seesaw(3.0, 2.5, 2.0, 1.5, 1.0, 0.5), before=12)[0], "six falling"
    assert not xmr_chart(seesaw(3.0, 2.5, 2.0, 1.5, 1.6, 0.5), before=12)[0]


def test_segmented_regression_against_the_formulas_of_a_textbook():
    chance = np.random.default_rng(2)
    z = chance.normal(size=(1, 28))
    x = np.stack([np.ones(28), np.arange(28.0), (np.arange(28) >= 20) * 1.0, np.clip(np.arange(28.0) - 20, 0, None)], 1)
    found, left, *_ = np.linalg.lstsq(x, z[0], rcond=None)
    wanted = np.array([0, 0, 1, 3.5])
    error = np.sqrt(left[0] / 24 * wanted @ np.linalg.inv(x.T @ x) @ wanted)
    # A twentieth of t with 24 degrees of freedom lies below -1.711.
    assert segmented_regression(z, before=20)[0] == (found @ wanted / error < -1.711)
    down = z.copy()
    down[:, 20:] -= 1.72 * error + found @ wanted
    assert segmented_regression(down, before=20)[0]
    up = down + (np.arange(28) >= 20) * 0.04 * error
    assert not segmented_regression(up, before=20)[0]
    assert segmented_regression_newey_west(z - 9.0 * (np.arange(28) >= 20), before=20)[0]


@pytest.mark.slow
def test_what_they_claim_where_nothing_turned():
    # The curves method, 3.1, whose rates are of 1,000 worlds each.
    many = 1000
    still = observed(flat(np.random.default_rng(1), many, BEFORE + AFTER), np.random.default_rng(2))[0]
    not_wholly_below(last_year_against_the_year_before(still, before=BEFORE).sum(), many, 0.44)
    not_wholly_above(segmented_regression(still, before=BEFORE).sum(), many, 0.065)
    improving = observed(already_improving(np.random.default_rng(3), many, BEFORE + AFTER), np.random.default_rng(4))[0]
    not_wholly_below(of_percentages(xmr_chart)(improving, before=BEFORE).sum(), many, 0.75)
    worst = chosen_as_the_worst_of_twenty(over_dispersed, np.random.default_rng(5), many)[0]
    not_wholly_below(last_year_against_the_year_before(worst, before=BEFORE).sum(), many, 0.88)
    not_wholly_below(segmented_regression(worst, before=BEFORE).sum(), many, 0.15)
