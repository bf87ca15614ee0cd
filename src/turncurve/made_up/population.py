"""Children living in each small area: drifting a little each year."""

from dataclasses import dataclass
from math import exp

from turncurve.made_up.chance import Chance, Weighted
from turncurve.made_up.council import LOCALITIES
from turncurve.made_up.profile import Profile


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallArea:
    """`hardship` is standard normal across areas; `children` aged 0 to 17 in the middle of each year."""

    number: int
    code: str
    name: str
    locality: str
    hardship: float
    children: dict[int, int]


def small_areas(*, chance: Chance, profile: Profile, first: int, last: int) -> tuple[SmallArea, ...]:
    """Every small area with its mid-year children for the years first..last."""
    draws = chance.of("small areas")
    weights = [exp(0.3 * draws.normal()) for _ in range(profile.small_areas)]
    hardship = [draws.normal() for _ in range(profile.small_areas)]
    drift = [0.004 * draws.normal() for _ in range(profile.small_areas)]
    areas: list[SmallArea] = []
    for number in range(profile.small_areas):
        locality = LOCALITIES[number % len(LOCALITIES)]
        share = profile.children * weights[number] / sum(weights)
        areas.append(
            SmallArea(
                number=number,
                code=f"E01999{number + 1:03d}",
                name=f"{locality} {number // len(LOCALITIES) + 1:02d}",
                locality=locality,
                hardship=hardship[number],
                children={
                    year: round(share * exp((drift[number] + profile.growth) * (year - 2022)))
                    for year in range(first, last + 1)
                },
            )
        )
    return tuple(areas)


def where_families_live(areas: tuple[SmallArea, ...]) -> Weighted[int]:
    """How likely a family coming to notice is to live in each area: more children, more hardship, more families."""
    return Weighted({area.number: area.children[max(area.children)] * exp(0.5 * area.hardship) for area in areas})


def children_of(areas: tuple[SmallArea, ...], *, mid_year: int) -> int:
    """Children aged 0 to 17 in the council in the middle of the year."""
    return sum(area.children[mid_year] for area in areas)
