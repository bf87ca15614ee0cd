"""Many curves judged at once."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np


def benjamini_hochberg(ps: Sequence[float], *, rate: float = 0.10) -> tuple[bool, ...]:
    """Which of the p values stand when at most `rate` of those that stand may be chance (Benjamini and Hochberg 1995).

    >>> benjamini_hochberg([0.01, 0.9, 0.04])
    (True, False, True)
    """
    order = sorted(range(len(ps)), key=lambda i: ps[i])
    stand = 0
    for place, i in enumerate(order, start=1):
        if ps[i] <= rate * place / len(ps):
            stand = place
    kept = set(order[:stand])
    return tuple(i in kept for i in range(len(ps)))


def adjusted(ps: Sequence[float]) -> tuple[float, ...]:
    """Each p value as the smallest rate at which it would stand among the others (Benjamini and Hochberg 1995).

    >>> adjusted([0.01, 0.9, 0.04])
    (0.03, 0.9, 0.06)
    """
    smallest, found = 1.0, dict.fromkeys(range(len(ps)), 1.0)
    for place, i in sorted(enumerate(sorted(range(len(ps)), key=lambda i: ps[i]), start=1), reverse=True):
        smallest = min(smallest, ps[i] * len(ps) / place)
        found[i] = smallest
    return tuple(found.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbableNumber:
    """How many of a set probably turned: the expected number and the 90% interval of the number."""

    expected: float
    low: int
    high: int


def probable_number(evidence: Sequence[float], *, believed: float) -> ProbableNumber:
    """How many turned, from their e-values and the share believed to turn before any figure was seen.

    Each turned with chance b e / (b e + 1 - b); the number is then Poisson-binomial. It leans on that belief, so it is
    never the headline (curves method, 3.4).

    >>> probable_number([1.0, 1.0], believed=0.5).expected
    1.0
    """
    chances = [believed * e / (believed * e + 1 - believed) for e in evidence]
    number = np.array([1.0])
    for chance in chances:
        number = np.convolve(number, [1 - chance, chance])
    # Rounding may leave the whole sum a little under 1.
    so_far = np.minimum(np.cumsum(number) + 1e-12, 1.0)
    low, high = int(np.searchsorted(so_far, 0.05)), int(np.searchsorted(so_far, 0.95))
    return ProbableNumber(expected=float(sum(chances)), low=low, high=min(high, len(chances)))
