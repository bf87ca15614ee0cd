"""Many curves judged at once."""

from collections.abc import Sequence


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
