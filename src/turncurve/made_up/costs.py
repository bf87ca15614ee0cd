"""What a week in each placement costs, and who is paid.

Fostering and residential care are set so that their means are the profile's of the year; what the council pays for
supported accommodation, living with parents and placement for adoption is ours, for no such figures are published.
"""

from dataclasses import dataclass
from itertools import pairwise

from turncurve.made_up.chance import Chance
from turncurve.made_up.days import first_day, last_day, year_ending
from turncurve.made_up.history import History
from turncurve.made_up.people import Child, Placement
from turncurve.made_up.profile import Around, of_year

SUPPORTED, WITH_PARENTS, FOR_ADOPTION, SECURE = 1_250.0, 60.0, 110.0, 2.1
OURS, THEIRS, KIN = 0.80, 1.45, 0.62
SECTORS = {"PR0": "parents", "PR1": "own", "PR3": "other public", "PR4": "private", "PR5": "voluntary"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One price of one placement: a price lasts until the year's end or the placement's, whichever comes first."""

    child: str
    provider: str
    kind: str
    sector: str
    postcode: str
    started: int
    ended: int
    weekly: int


def weekly(kind: str, *, sector: str, year: int, usual: Around, about: float) -> float:
    """Pounds a week for a placement of that SSDA903 code, in the year ending 31 March; `about` is its own dearness."""
    if kind[0] in "KRS" and kind != "K3":
        return of_year(usual.cost_of_a_home, year) * about * (SECURE if kind == "K1" else 1.0)
    if kind[0] == "U":
        by = KIN if kind in {"U1", "U2", "U3"} else OURS if sector == "PR1" else THEIRS
        return of_year(usual.cost_of_fostering, year) * about * by
    if kind in {"H5", "K3", "P2"}:
        return SUPPORTED * about * (1.05 ** (year - 2022))
    return WITH_PARENTS if kind == "P1" else FOR_ADOPTION


def costs_of(history: History, *, year: int) -> list[Cost]:
    """Every price paid in the year for a child looked after, short breaks aside."""
    first, last, usual = first_day(year), last_day(year), history.profile.around
    return [
        cost
        for child in history.children
        for period in child.care
        if not period.respite and period.started <= last and period.ended >= first
        for placement in period.placements
        for cost in prices(child, placement, chance=history.chance, usual=usual, first=first, last=last)
    ]


def prices(child: Child, placement: Placement, *, chance: Chance, usual: Around, first: int, last: int) -> list[Cost]:
    if placement.started > last or placement.ended < first:
        return []
    draws = chance.of("what a placement costs", child.key * 20_000 + placement.started % 20_000)
    about = draws.gamma(shape=18.0, mean=1.0)
    kinds = [*placement.kinds, (placement.ended, "")]
    found: list[Cost] = []
    for (began, kind), (ended, _) in pairwise(kinds):
        from_day, until = max(began, first), min(ended, last + 1)
        if from_day < until:
            price = weekly(kind, sector=placement.provider, year=year_ending(from_day), usual=usual, about=about)
            found.append(
                Cost(
                    child=child.id,
                    provider=placement.urn or f"P{placement.postcode.replace(' ', '')}",
                    kind=kind,
                    sector=SECTORS[placement.provider],
                    postcode=placement.postcode,
                    started=from_day,
                    ended=until,
                    weekly=10 * round(price / 10),
                )
            )
    return found
