"""A prior for one place's curve, learned from the same curve in every other place."""

import numpy as np
from scipy.special import logsumexp

from turncurve.curves.filtering import fits, run_filter
from turncurve.curves.grid import Grid
from turncurve.curves.series import Floats

# The grid's own prior counts for so many places, so that no model is ruled out by those that happened to be seen.
PLACES_OF_PRIOR = 5.0
_ROUNDS = 200


def learned_prior(z: Floats, v: Floats, *, grid: Grid) -> Floats:
    """The grid's weights (G) that make the places' series (A, T), with known variance `v`, most likely.

    `z` is on the scale of the model and less the middle of all places in each period, since what moves all of England
    at once would be learned as everybody's slope; NaN where missing. Nonparametric maximum likelihood over the grid by
    expectation and maximisation (Kiefer and Wolfowitz 1956; Laird 1978), the grid's own prior counting for five places.
    """
    known = (~np.isnan(z)).sum(axis=1) > 1
    own = np.exp(grid.log_prior)
    weight = own
    if not known.any():
        return weight
    fit = fits(run_filter(z[known, :, None], v[known], grid=grid)).sum(axis=2)
    for _ in range(_ROUNDS):
        belief = fit + np.log(weight)
        belief = np.exp(belief - logsumexp(belief, axis=1, keepdims=True))
        weight = (belief.sum(axis=0) + PLACES_OF_PRIOR * own) / (known.sum() + PLACES_OF_PRIOR)
    return weight
