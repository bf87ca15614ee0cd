"""Children living in each small area: 200 areas, about 65,000 children, drifting a little each year."""

from dataclasses import dataclass
from math import exp

from turncurve.made_up.chance import Chance, Weighted
from turncurve.made_up.council import CHILDREN, LOCALITIES, SMALL_AREAS


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallArea:
    """`hardship` is standard normal across areas; `children` aged 0 to 17 in the middle of each year."""

    number: int
    code: str
    name: str
    locality: str
    hardship: float
    children: dict[int, int]


def small_areas(*, chance: Chance, first: int, last: int) -> tuple[SmallArea, ...]:
    """Every small area with its mid-year children for the years first..last."""
    draws = chance.of("small areas")
    weights = [exp(0.3 * draws.normal()) for _ in range(SMALL_AREAS)]
    hardship = [draws.normal() for _ in range(SMALL_AREAS)]
    drift = [0.004 * draws.normal() for _ in range(SMALL_AREAS)]
    areas: list[SmallArea] = []
    for number in range(SMALL_AREAS):
        locality = LOCALITIES[number % len(LOCALITIES)]
        share = CHILDREN * weights[number] / sum(weights)
        areas.append(
            SmallArea(
                number=number,
                code=f"E01999{number + 1:03d}",
                name=f"{locality} {number // len(LOCALITIES) + 1:02d}",
                locality=locality,
                hardship=hardship[number],
                children={year: round(share * exp(drift[number] * (year - 2020))) for year in range(first, last + 1)},
            )
        )
    return tuple(areas)


def where_families_live(areas: tuple[SmallArea, ...]) -> Weighted[int]:
    """How likely a family coming to notice is to live in each area: more children, more hardship, more families."""
    return Weighted({area.number: area.children[max(area.children)] * exp(0.5 * area.hardship) for area in areas})


def children_of(areas: tuple[SmallArea, ...], *, mid_year: int) -> int:
    """Children aged 0 to 17 in the council in the middle of the year."""
    return sum(area.children[mid_year] for area in areas)
