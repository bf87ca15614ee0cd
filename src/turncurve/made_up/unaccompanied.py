"""Unaccompanied children: arriving, mostly boys of 14 to 17, taken into care at once (V2, need N8)."""

from turncurve.made_up.care import start_care
from turncurve.made_up.chance import Weighted
from turncurve.made_up.days import first_day, last_day, working_days_later
from turncurve.made_up.people import Assessment, Child, Family, TimeInNeed
from turncurve.made_up.world import World

AGES = Weighted({13: 0.02, 14: 0.08, 15: 0.20, 16: 0.40, 17: 0.30})
FROM = Weighted({"BAFR": 0.30, "OOTH": 0.35, "AOTH": 0.25, "WOTH": 0.07, "ABAN": 0.03})
BY = Weighted({"6": 0.45, "7": 0.25, "5C": 0.30})


def arrivals(world: World, *, first_year: int, last_year: int) -> list[Family]:
    """One family of one child for each arrival in the years ending 31 March first_year..last_year."""
    arrived: list[Family] = []
    for year in range(first_year, last_year + 1):
        days = world.chance.of("unaccompanied children arriving", year)
        usual = world.profile.arrivals.get(year, world.profile.usual_arrivals)
        for nth in range(usual + dict(world.planted.arrivals).get(year, 0)):
            day = days.between(first_day(year), last_day(year))
            arrived.append(arrive(world, day=day, key=20_000_000 + year * 1_000 + nth))
    return arrived


def arrive(world: World, *, day: int, key: int) -> Family:
    draws = world.chance.of("an unaccompanied child's story", key)
    family = world.add_family(key=key, day=day, ethnicity=draws.pick(FROM), draws=draws, strain=0.0)
    born = day - int(365.25 * (draws.pick(AGES) + 0.97 * draws.unit()))
    child = world.add_child(family, born=born, draws=draws, sex="M" if draws.happens(0.92) else "F")
    child.unaccompanied, child.disabilities = True, ()
    take_in(child, day=day, world=world)
    return family


def take_in(child: Child, *, day: int, world: World) -> None:
    """Referral, assessment and care from the day they arrive; unaccompanied until eighteen or until care ends."""
    draws = world.chance.of("an unaccompanied child in care", child.key)
    course = "other" if draws.happens(0.2) else "until 18"
    usual = world.profile.care
    period = start_care(child, day=day, need="N8", draws=draws, home="", usual=usual, course=course)
    assessed = working_days_later(day, draws.between(15, 44))
    time = TimeInNeed(
        referred=day,
        source=draws.pick(BY),
        need="N8",
        no_further_action=False,
        closed=max(period.ended, assessed + 1),
        reason="RC5" if period.ended_because == "E3" else "RC7",
    )
    time.assessments.append(Assessment(started=day, authorised=assessed, factors=("9A",)))
    child.times_in_need.append(time)
