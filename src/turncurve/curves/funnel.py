"""Do places differ by more than chance, and more than places usually do? A funnel at one time."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from scipy.stats import binom, norm, poisson

from turncurve.curves.series import Floats

FEWEST_PLACES = 3
# Passed by chance by one place in twenty, and by one in five hundred: with many places and measures only the second
# says anything (curves method, 3.5).
_NEAR, _FAR = 0.05, 0.002
# In each tail so many of the places are brought in before it is judged how much places usually differ.
_TAIL = 0.10
# Below so many expected the limits of chance are exact.
_FEW = 5.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Funnel:
    """What is common to all places, and the limits of each (I), in the units of the figure.

    `between` is the standard deviation, on the scale of the model, by which places usually differ beyond chance: 0
    where chance alone explains it. `beyond` (I) is 1 for a place above its outer limits, -1 for one below, else 0.
    """

    common: float
    between: float
    lo95: Floats
    hi95: Floats
    lo998: Floats
    hi998: Floats
    beyond: NDArray[np.int64]


def funnel(
    y: Floats, n: Floats, *, kind: Literal["percent", "rate"], per: float = 100.0, design_effect: float = 1.0
) -> Funnel | None:
    """The funnel of `y` counted out of `n` in each place (I); None of fewer than three places, or where nothing or
    everybody was counted.

    On the logit scale for a percentage, the log scale for a rate, with additive over-dispersion by the method of
    moments after a tenth of the places in each tail have been brought in. Where fewer than five are expected in a
    place its limits are the exact binomial's or Poisson's, if those are wider. `design_effect` multiplies the variance.
    Source: Spiegelhalter 2005 (Statistics in Medicine 24:1185; Quality and Safety in Health Care 14:347).
    """
    share = float(y.sum() / n.sum()) if n.sum() > 0 else 0.0
    if y.size < FEWEST_PLACES or share <= 0 or (kind == "percent" and share >= 1):
        return None
    if kind == "percent":
        seen = np.log((y + 0.5) / (n - y + 0.5))
        centre = float(np.log(share / (1 - share)))
        variance = design_effect / (n * share * (1 - share))
    else:
        seen, centre = np.log((y + 0.5) / n), float(np.log(share))
        variance = design_effect / (n * share)
    between = _between((seen - centre) / np.sqrt(variance), variance)
    spread = np.sqrt(variance + between**2)

    def limit(chance: float) -> Floats:
        away = centre + norm.ppf(chance) * spread
        natural = 1 / (1 + np.exp(-away)) if kind == "percent" else np.exp(away)
        exact = (binom.ppf(chance, n, share) if kind == "percent" else poisson.ppf(chance, n * share)) / n
        wider = np.minimum(natural, exact) if chance < 0.5 else np.maximum(natural, exact)
        return np.asarray(np.where(n * share < _FEW, wider, natural))

    lo998, hi998 = limit(_FAR / 2), limit(1 - _FAR / 2)
    figure = y / n
    return Funnel(
        common=share * per,
        between=between,
        lo95=limit(_NEAR / 2) * per,
        hi95=limit(1 - _NEAR / 2) * per,
        lo998=lo998 * per,
        hi998=hi998 * per,
        beyond=(figure > hi998).astype(np.int64) - (figure < lo998).astype(np.int64),
    )


def _between(z: Floats, variance: Floats) -> float:
    """How much places differ beyond chance, from their standardised figures (DerSimonian and Laird's moment)."""
    tail = int(_TAIL * z.size)
    ordered = np.sort(z)
    brought_in = np.clip(z, ordered[tail], ordered[z.size - 1 - tail])
    many, weight = z.size, 1 / variance
    over = float((brought_in**2).sum()) - (many - 1)
    below = float(weight.sum() - (weight**2).sum() / weight.sum())
    return float(np.sqrt(max(0.0, over / below)))
