"""Whether comparable places moved the same way, and how a curve ranks among places where nothing was declared."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from turncurve.curves.departure import departures
from turncurve.curves.grid import grid_of
from turncurve.curves.scaled import Scaled
from turncurve.curves.series import Floats, Series, transformed
from turncurve.words.measuring import GoodIs

FEWEST_PLACES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Rank:
    """One more than how many places moved further the good way (`place`), out of all of them and this one (`of`)."""

    place: int
    of: int


def departure_from_others(scaled: Scaled, others: Sequence[Series], *, good_is: GoodIs, drop: int) -> float | None:
    """The p value of the departure from the mean of comparable places; None where fewer than three can be compared.

    The same test, guards and all, on the difference between the two, with the sampling variance of both.
    """
    placed = _placed(others, scaled)
    if placed is None:
        return None
    z, v = placed
    against = Scaled(
        series=scaled.series,
        z=scaled.z - z.mean(axis=0),
        v=scaled.v + v.sum(axis=0) / z.shape[0] ** 2,
        after=scaled.after,
    )
    return float(against.departed(good_is=good_is, drop=drop).p[0])


def placebo_rank(scaled: Scaled, others: Sequence[Series], *, good_is: GoodIs) -> Rank | None:
    """The curve's rank by how surely it left the mean of all the rest, when each place is treated as it is.

    None where fewer than three places can be compared. Source: Abadie et al. 2010; curves method, 3.3.
    """
    placed = _placed(others, scaled)
    if placed is None:
        return None
    z, v = np.vstack([scaled.z, placed[0]]), np.vstack([scaled.v, placed[1]])
    rest = z.shape[0] - 1
    found = departures(
        z - (z.sum(axis=0) - z) / rest,
        v + (v.sum(axis=0) - v) / rest**2,
        after=scaled.after,
        good_is=good_is,
        grid=grid_of(scaled.series),
        ramp_over=scaled.a_year,
    )
    return Rank(place=1 + int((found.p_own[1:] < found.p_own[0]).sum()), of=z.shape[0])


def _placed(others: Sequence[Series], scaled: Scaled) -> tuple[Floats, Floats] | None:
    """Other places' figures and variances (places, T): those that have every period this curve has a figure for."""
    aligned = [_aligned(other, scaled.series.ends) for other in others if other.kind == scaled.series.kind]
    whole = [one for one in aligned if not np.isnan(one[0][scaled.seen]).any()]
    if len(whole) < FEWEST_PLACES:
        return None
    return np.stack([z for z, _ in whole]), np.stack([v for _, v in whole])


def _aligned(other: Series, ends: Sequence[date]) -> tuple[Floats, Floats]:
    z, v = transformed(other)
    at = {end: i for i, end in enumerate(other.ends)}
    pick = [at.get(end) for end in ends]
    return (
        np.array([z[i] if i is not None else np.nan for i in pick]),
        np.array([v[i] if i is not None else np.nan for i in pick]),
    )
