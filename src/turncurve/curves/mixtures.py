"""Mixtures of normal distributions: what the models say together. The last axis is the models."""

import numpy as np
from scipy.special import ndtr

from turncurve.curves.series import Floats

# Halvings of the interval a quantile is looked for in: more than a double can tell apart.
_HALVINGS = 80


def below(x: Floats, *, weight: Floats, mean: Floats, spread: Floats) -> Floats:
    """Each mixture's probability of a value at or below its own of x (...); the mixtures are (..., G)."""
    return np.asarray((weight * ndtr((x[..., None] - mean) / spread)).sum(axis=-1))


def quantiles(chance: float, *, weight: Floats, mean: Floats, spread: Floats) -> Floats:
    """The values (...) the mixtures (..., G) stay at or below with that chance; spread must be above zero."""
    low = (mean - 12 * spread).min(axis=-1)
    high = (mean + 12 * spread).max(axis=-1)
    for _ in range(_HALVINGS):
        middle = (low + high) / 2
        short = below(middle, weight=weight, mean=mean, spread=spread) < chance
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.asarray((low + high) / 2)


def quantile(chance: float, *, weight: Floats, mean: Floats, spread: Floats) -> float:
    """The value one mixture (G) stays at or below with that chance; spread must be above zero."""
    return float(quantiles(chance, weight=weight, mean=mean, spread=spread))


def normalised(log_weight: Floats) -> Floats:
    """Weights that sum to one from their logs (last axis)."""
    weight = np.exp(log_weight - log_weight.max(axis=-1, keepdims=True))
    return weight / weight.sum(axis=-1, keepdims=True)
