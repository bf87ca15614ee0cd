"""Mixtures of normal distributions: what the models say together."""

import numpy as np
from scipy.special import ndtr

from turncurve.curves.series import Floats


def below(x: float, *, weight: Floats, mean: Floats, spread: Floats) -> float:
    """The mixture's probability of a value at or below x."""
    return float((weight * ndtr((x - mean) / spread)).sum())


def quantile(chance: float, *, weight: Floats, mean: Floats, spread: Floats) -> float:
    """The value the mixture stays at or below with that chance; spread must be above zero."""
    low = float((mean - 12 * spread).min())
    high = float((mean + 12 * spread).max())
    for _ in range(80):
        middle = (low + high) / 2
        if below(middle, weight=weight, mean=mean, spread=spread) < chance:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def normalised(log_weight: Floats) -> Floats:
    """Weights that sum to one from their logs (last axis)."""
    weight = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    return weight / weight.sum(axis=-1, keepdims=True)
