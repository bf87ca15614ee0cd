"""Figures to compare with, in the long shape of DfE's Explore Education Statistics: England, region, neighbours, us.

Our own rows are the truth counted from the history; everybody else's are levels with noise, no turning planted.
Care and starts rates leave unaccompanied children out, as the measures of those names do.
"""

from dataclasses import dataclass
from math import exp, log
from pathlib import Path

from turncurve.made_up.chance import Chance, Draws
from turncurve.made_up.council import (
    COUNCIL,
    COUNTRY,
    COUNTRY_CODE,
    DFE_CODE,
    NEIGHBOURS,
    ONS_CODE,
    REGION,
    REGION_CODE,
)
from turncurve.made_up.counting import YearTruth
from turncurve.made_up.history import History
from turncurve.made_up.write_places import write_lines

HEADING = (
    "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
    "old_la_code,la_name,new_la_code,measure,numerator,denominator,value"
)
CHILDREN_IN_ENGLAND, CHILDREN_IN_REGION = 12_000_000, 1_180_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A measure's level elsewhere: the first and last national figure, how councils differ and how one year differs
    from the next (standard deviations on the log scale), and the decimal places it is published to.

    `out_of` is what the denominator is per 10,000 children; 0 where it is the children themselves (a rate).
    """

    first: float
    last: float
    between: float
    within: float
    out_of: float
    places: int


LEVELS = {
    "care_rate": Level(first=60.0, last=63.0, between=0.18, within=0.03, out_of=0.0, places=0),
    "starts_rate": Level(first=25.0, last=23.0, between=0.18, within=0.08, out_of=0.0, places=0),
    "protection_plan_rate": Level(first=42.5, last=42.0, between=0.20, within=0.11, out_of=0.0, places=1),
    "second_plans": Level(first=17.0, last=24.5, between=0.12, within=0.09, out_of=52.0, places=1),
    "re_referrals": Level(first=23.0, last=22.5, between=0.15, within=0.08, out_of=500.0, places=1),
    "assessments_in_45_days": Level(first=82.0, last=84.0, between=0.06, within=0.04, out_of=480.0, places=1),
    "conferences_in_15_days": Level(first=76.0, last=79.0, between=0.07, within=0.06, out_of=62.0, places=1),
    "three_or_more_placements": Level(first=10.5, last=10.0, between=0.15, within=0.12, out_of=66.0, places=0),
    "care_leavers_suitable_accommodation": Level(
        first=82.0, last=88.0, between=0.04, within=0.02, out_of=30.0, places=0
    ),
    "back_in_care_within_a_year": Level(first=18.5, last=17.5, between=0.10, within=0.08, out_of=6.5, places=0),
}
SUPPRESSED, NOT_AVAILABLE = "c", "x"


def write_published(history: History, truth: dict[int, YearTruth], *, folder: Path) -> dict[str, int]:
    """Write published/invented_published.csv and published/neighbours.csv. Gives the rows of each."""
    years = sorted(truth)
    rows: list[str] = []
    for measure, level in LEVELS.items():
        for year in years:
            waits = measure == "back_in_care_within_a_year" and year == years[-1]
            where = f"{year},Reporting year,National,{COUNTRY_CODE},{COUNTRY},,,,,,{measure}"
            rows.append(where + figure(national(level, year, years, of=CHILDREN_IN_ENGLAND), level, waits=waits))
            where = f"{year},Reporting year,Regional,{COUNTRY_CODE},{COUNTRY},{REGION_CODE},{REGION},,,,{measure}"
            rows.append(where + figure(national(level, year, years, of=CHILDREN_IN_REGION), level, waits=waits))
            where = authority_cells(year, dfe=DFE_CODE, name=COUNCIL, ons=ONS_CODE)
            rows.append(f"{where},{measure}{figure(ours(measure, truth[year]), level, waits=waits)}")
        for neighbour in NEIGHBOURS:
            told = others(
                history.chance, measure, level, years=years, number=int(neighbour.dfe_code), of=neighbour.children
            )
            for year, counts in told.items():
                waits = measure == "back_in_care_within_a_year" and year == years[-1]
                where = authority_cells(year, dfe=neighbour.dfe_code, name=neighbour.name, ons=neighbour.ons_code)
                rows.append(f"{where},{measure}{figure(counts, level, waits=waits)}")
    write_lines(folder / "published" / "invented_published.csv", heading=HEADING, rows=rows)
    listed = [f"{COUNCIL},{DFE_CODE},{rank},{n.name},{n.dfe_code}" for rank, n in enumerate(NEIGHBOURS, start=1)]
    write_lines(
        folder / "published" / "neighbours.csv",
        heading="LA.Name,LA.number,SN_rank,SN_LA_name,SN_LA_number",
        rows=listed,
    )
    return {"invented_published": len(rows), "neighbours": len(listed)}


def authority_cells(year: int, *, dfe: str, name: str, ons: str) -> str:
    return f"{year},Reporting year,Local authority,{COUNTRY_CODE},{COUNTRY},{REGION_CODE},{REGION},{dfe},{name},{ons}"


def figure(counts: tuple[int, int], level: Level, *, waits: bool) -> str:
    """`,numerator,denominator,value`: counts of 1 to 5 are suppressed with the value; `x` where not yet known."""
    above, below = counts
    if waits:
        return f",{NOT_AVAILABLE},{NOT_AVAILABLE},{NOT_AVAILABLE}"
    if 1 <= above <= 5 or 1 <= below <= 5:
        return f",{SUPPRESSED},{SUPPRESSED if 1 <= below <= 5 else below},{SUPPRESSED}"
    if not below:
        return f",{above},{below},z"
    return f",{above},{below},{above / below * (100 if level.out_of else 10_000):.{level.places}f}"


def expected(level: Level, year: int, years: list[int]) -> float:
    """The national figure, moving evenly from the first year's to the last's."""
    along = (year - years[0]) / max(1, years[-1] - years[0])
    return level.first + (level.last - level.first) * along


def national(level: Level, year: int, years: list[int], *, of: int) -> tuple[int, int]:
    """National and regional counts, rounded to the nearest ten."""
    below = round(of * level.out_of / 10_000, -1) if level.out_of else of
    share = expected(level, year, years) / (100 if level.out_of else 10_000)
    return int(round(below * share, -1)), int(below)


def others(
    chance: Chance, measure: str, level: Level, *, years: list[int], number: int, of: int
) -> dict[int, tuple[int, int]]:
    """Counts of one neighbour: its own level, its own noise from year to year, and chance in the counts themselves."""
    draws = chance.of(f"published {measure}", number)
    own, told = draws.normal() * level.between, dict[int, tuple[int, int]]()
    drift = 0.0
    for year in years:
        drift = 0.6 * drift + level.within * draws.normal()
        children = round(of * (1 + 0.002 * (year - 2020)))
        below = draws.poisson(children * level.out_of / 10_000) if level.out_of else children
        told[year] = (counted(draws, level, of=below, middle=expected(level, year, years), shift=own + drift), below)
    return told


def counted(draws: Draws, level: Level, *, of: int, middle: float, shift: float) -> int:
    if not level.out_of:
        return draws.poisson(of * middle / 10_000 * exp(shift))
    odds = log(middle / (100 - middle)) + shift * (2.0 if middle > 50 else 1.0)
    return draws.binomial(of=of, share=1 / (1 + exp(-odds)))


def ours(measure: str, truth: YearTruth) -> tuple[int, int]:
    """Our own counts, (above, below) the line."""
    children = truth.children_0_to_17_mid_year_before
    starts = truth.children_starting_care - truth.children_starting_care_unaccompanied
    return {
        "care_rate": (truth.in_care - truth.in_care_unaccompanied, children),
        "starts_rate": (starts, children),
        "protection_plan_rate": (truth.plans_open, children),
        "second_plans": (truth.plans_second_or_later, truth.plans_starting),
        "re_referrals": (truth.re_referrals, truth.referrals),
        "assessments_in_45_days": (truth.assessments_in_45_days, truth.assessments_completed),
        "conferences_in_15_days": (truth.conferences_in_15_days, truth.conferences),
        "three_or_more_placements": (truth.three_or_more_placements, truth.in_care),
        "care_leavers_suitable_accommodation": (truth.care_leavers_suitable, truth.care_leavers_19_to_21),
        "back_in_care_within_a_year": (truth.going_home_back or 0, truth.going_home),
    }[measure]
