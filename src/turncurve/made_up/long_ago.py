"""Before the story opens: children already in care on its first day, and children who have short breaks.

The first year of returns must already hold children who came into care a decade earlier.
"""

from turncurve.made_up.care import time_in_care
from turncurve.made_up.chance import Draws, Weighted
from turncurve.made_up.council import home_postcode, placement_postcode
from turncurve.made_up.days import working_days_later
from turncurve.made_up.people import Assessment, CareEpisode, Child, Family, NeedPlan, PeriodOfCare, TimeInNeed
from turncurve.made_up.world import ETHNICITIES, World

YEARS_BEFORE = 17
ENTRY_AGES = Weighted({0: 0.19, 1: 0.17, 5: 0.17, 10: 0.32, 16: 0.15})
AGE_WIDTHS = {0: 1.0, 1: 4.0, 5: 5.0, 10: 6.0, 16: 1.6}
SHORT_BREAKS_BEGIN_A_YEAR = 4


def family_of_one(world: World, *, key: int, day: int, born: int, draws: Draws) -> tuple[Family, Child]:
    family = world.add_family(key=key, day=day, ethnicity=draws.pick(ETHNICITIES), draws=draws, strain=draws.normal())
    return family, world.add_child(family, born=born, draws=draws)


def already_in_care(world: World, *, opening: int) -> list[Family]:
    """Families of the children who entered care in the seventeen years before the opening day and were still there."""
    there: list[Family] = []
    for entry in range(int(YEARS_BEFORE * world.profile.care.long_ago)):
        draws = world.chance.of("children in care before the story opens", entry)
        day = opening - 1 - int(draws.unit() * 365.25 * YEARS_BEFORE)
        band = draws.pick(ENTRY_AGES)
        born = day - 2 - int(365.25 * (band + AGE_WIDTHS[band] * draws.unit()))
        before = (world.numbering.child, world.numbering.family)
        family, child = family_of_one(world, key=1 + entry, day=day - 30, born=born, draws=draws)
        referred = working_days_later(max(day - draws.between(1, 60), born + 1), 0)
        entered = max(day, referred)
        home = home_postcode(family.homes[0][1])
        ended = time_in_care(child, day=entered, need="N1", draws=draws, home=home, usual=world.profile.care)
        if ended <= opening:
            world.numbering.child, world.numbering.family = before
            continue
        assessed = working_days_later(referred, 30)
        time = TimeInNeed(
            referred=referred,
            source="6",
            need="N1",
            no_further_action=False,
            closed=max(ended, assessed) + 1,
            reason="RC7",
        )
        time.assessments.append(Assessment(started=referred, authorised=assessed, factors=("16A",)))
        child.times_in_need.append(time)
        there.append(family)
    return there


def having_short_breaks(world: World, *, opening: int) -> list[Family]:
    """Disabled children who stay away now and then (V3 each stay, V4 the agreement): never counted as in care."""
    families: list[Family] = []
    begins = opening - 5 * 365
    while begins < world.last:
        number = len(families) + 1
        draws = world.chance.of("children having short breaks", number)
        begins += int(draws.exponential(365.0 / SHORT_BREAKS_BEGIN_A_YEAR)) + 1
        family, child = family_of_one(
            world, key=10_000 + number, day=begins, born=begins - int(365.25 * (6 + 8 * draws.unit())), draws=draws
        )
        child.disabilities = ("LD",)
        lasts = int(365 * (1 + draws.exponential(4.0)))
        until = max(min(begins + lasts, child.eighteenth), begins + 60)
        day = begins + 20
        each_stay = draws.happens(0.4)
        while day < until - 10:
            length = draws.between(1, 4) if each_stay else min(draws.between(200, 900), until - day - 1)
            child.care.append(
                short_break(child, day=day, length=length, legal="V3" if each_stay else "V4", family=family)
            )
            day += length + (draws.between(25, 75) if each_stay else draws.between(5, 60))
        assessed = working_days_later(begins, 25)
        closed = max(until, assessed + 10)
        time = TimeInNeed(
            referred=begins, source="3F", need="N2", no_further_action=False, closed=closed, reason="RC7",
            need_plans=[NeedPlan(started=assessed + 1, ended=closed)],
        )  # fmt: skip
        time.assessments.append(Assessment(started=begins, authorised=assessed, factors=("5A",)))
        child.times_in_need.append(time)
        families.append(family)
    return families


def short_break(child: Child, *, day: int, length: int, legal: str, family: Family) -> PeriodOfCare:
    """One stay, or one agreement, away from home."""
    episode = CareEpisode(
        started=day,
        new_because="S",
        legal_status=legal,
        placement="U6",
        provider="PR1",
        ended=day + length,
        ended_because="E4A",
        place_change="",
        home_postcode=home_postcode(family.area_on(day)),
        placement_postcode=placement_postcode(child.number % 10_000, outside=False),
        urn="9990001",
    )
    return PeriodOfCare(
        started=day,
        ended=day + length,
        ended_because="E4A",
        need="N2",
        course="short break",
        respite=True,
        episodes=[episode],
    )
