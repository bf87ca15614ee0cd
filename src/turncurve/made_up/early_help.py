"""Early help: families helped before, after or instead of social care. No figures of it are published."""

from dataclasses import dataclass
from datetime import date

from turncurve.made_up.chance import Chance, Weighted
from turncurve.made_up.days import first_day, working_days_later
from turncurve.made_up.people import Family
from turncurve.made_up.population import SmallArea

SOURCES = Weighted(
    {"school": 0.40, "health visitor": 0.18, "parent": 0.16, "family hub": 0.14, "police": 0.05, "other": 0.07}
)
PROFESSIONS = Weighted({"family worker": 0.56, "school staff": 0.27, "health visitor": 0.10, "youth worker": 0.07})
OUTCOMES = Weighted({"needs met": 0.66, "family withdrew": 0.17, "moved away": 0.05, "signposted": 0.12})
A_YEAR_TO_THOUSAND_CHILDREN = 9.0
KNOWN_ONLY_HERE = 3_000_000
SCHOOL_HOLIDAYS = (8,)


@dataclass(frozen=True, slots=True, kw_only=True)
class EarlyHelp:
    """One child's episode of early help. `ended` may be after the story ends; `area` is the small area's number."""

    child: str
    family: str
    area: int
    source: str
    referred: int
    started: int
    ended: int
    outcome: str
    lead: str
    consent: bool


def early_help(
    families: tuple[Family, ...], areas: tuple[SmallArea, ...], *, chance: Chance, first_year: int, last: int
) -> tuple[EarlyHelp, ...]:
    """Every episode from the first year on: of families social care also knew, and of those it never did."""
    first = first_day(first_year)
    told = [one for family in families for one in beside_social_care(family, chance=chance, first=first, last=last)]
    return tuple(told) + tuple(never_known(areas, chance=chance, first=first, last=last))


def beside_social_care(family: Family, *, chance: Chance, first: int, last: int) -> list[EarlyHelp]:
    """Help that led to a referral by early help (source 5D), and help that followed an assessment (closed RC9)."""
    told: list[EarlyHelp] = []
    for child in family.children:
        for time in child.times_in_need:
            if time.source != "5D" and time.reason != "RC9":
                continue
            draws = chance.of("early help beside social care", family.key * 1_000_000 + time.referred)
            length = 40 + int(draws.gamma(shape=1.6, mean=150))
            stepped_up = time.source == "5D"
            ended = time.referred if stepped_up else working_days_later(time.closed + draws.between(3, 12), 0) + length
            referred = ended - length if stepped_up else time.closed
            if ended < first or referred > last or child.born > referred:
                continue
            told.append(
                EarlyHelp(
                    child=child.id,
                    family=f"{family.number:06d}",
                    area=family.area_on(referred),
                    source=draws.pick(SOURCES) if stepped_up else "social care",
                    referred=referred,
                    started=min(referred + draws.between(2, 14), ended),
                    ended=ended,
                    outcome="stepped up to social care" if stepped_up else draws.pick(OUTCOMES),
                    lead=draws.pick(PROFESSIONS),
                    consent=True,
                )
            )
    return told


def never_known(areas: tuple[SmallArea, ...], *, chance: Chance, first: int, last: int) -> list[EarlyHelp]:
    """Families that early help alone has known, numbered apart from all others."""
    told: list[EarlyHelp] = []
    number = KNOWN_ONLY_HERE
    for area in areas:
        draws = chance.of("early help alone", area.number)
        day = first - 200
        pace = A_YEAR_TO_THOUSAND_CHILDREN * area.children[max(area.children)] / 1000 / 365.25
        while (day := day + 1 + int(draws.exponential(1 / pace))) <= last:
            if date.fromordinal(day).month in SCHOOL_HOLIDAYS and draws.happens(0.5):
                continue
            source, outcome, lead = draws.pick(SOURCES), draws.pick(OUTCOMES), draws.pick(PROFESSIONS)
            began, length = draws.between(2, 20), 30 + int(draws.gamma(shape=1.6, mean=160))
            consent = draws.happens(0.93)
            for _ in range(1 + draws.between(0, 2)):
                number += 1
                if day + length < first:
                    continue
                told.append(
                    EarlyHelp(
                        child=f"{number:07d}",
                        family=f"{area.number:03d}{day - first + 1000:05d}",
                        area=area.number,
                        source=source,
                        referred=day,
                        started=day + began if consent else 0,
                        ended=day + began + length if consent else day + began,
                        outcome=outcome if consent else "family declined",
                        lead=lead if consent else "",
                        consent=consent,
                    )
                )
    return told
