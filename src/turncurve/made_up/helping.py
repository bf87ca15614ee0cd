"""What follows a referral: assessment, section 47 enquiry, conference, protection plan, child in need plan, closure."""

from dataclasses import dataclass, field
from datetime import date
from math import exp

from turncurve.made_up.care import time_in_care
from turncurve.made_up.chance import Draws, Weighted
from turncurve.made_up.council import home_postcode
from turncurve.made_up.days import working_days_later, year_ending
from turncurve.made_up.people import Assessment, Child, Enquiry, Family, NeedPlan, ProtectionPlan, TimeInNeed
from turncurve.made_up.profile import FrontDoor, InCare, Protection, of_year
from turncurve.made_up.world import World

EARLY_HELP_CLOSURE = date(2022, 4, 1).toordinal()  # RC9 is a code from 2022/23
CATEGORIES = Weighted({"NEG": 0.47, "EMO": 0.37, "PHY": 0.09, "SAB": 0.05, "MUL": 0.02})
LATE_AT_MOST = 119  # working days of an assessment: none is open for over six months
HELD_AT_LATEST = 27  # working days to a conference: none is held after six weeks
SLOW_MONTHS = {1: -0.03, 7: -0.02, 8: -0.07, 9: -0.05, 12: -0.05}
WHO_HARMED = date(2020, 4, 1).toordinal()  # 18B, 18C, 19B, 19C are codes from 2020/21
CRIMINAL_EXPLOITATION = date(2021, 4, 1).toordinal()  # 24A is a code from 2021/22
CLOSED_AFTER_CARE = {"E2": "RC2", "E3": "RC5", "E7": "RC6", "E11": "RC1", "E12": "RC1", "E41": "RC3"} | dict.fromkeys(
    ("E43", "E44", "E45", "E46", "E47", "E48"), "RC4"
)


@dataclass(slots=True)
class Course:
    """What is decided for the family as a whole: children of one family are helped, and late, together."""

    assessed: int = 0
    enquiry: int | None = None
    conference: int | None = None
    plan: bool = False
    moved_in: bool = False
    helped: bool = False
    plan_length: int = 0
    help_length: int = 0
    category: str = ""
    care: int | None = None
    factors: list[str] = field(default_factory=list[str])


def logistic(value: float) -> float:
    return 1.0 / (1.0 + exp(-value))


def follow(family: Family, *, children: list[Child], times: list[TimeInNeed], draws: Draws, world: World) -> None:
    """Fill in each child's time in need from the family's course, and any time in care that comes of it."""
    day = times[0].referred
    course = decide(family, day=day, youngest=min(child.age(day) for child in children), draws=draws, world=world)
    if times[0].source == "5C" and world.chance.of("moving in with a plan", family.key * 1_000_000 + day).happens(0.2):
        comes_with_a_plan(course, day=day, draws=draws, usual=world.profile.protection)
    started = working_days_later(day, draws.between(0, 2))
    resumes = course.helped and not draws.happens(world.profile.door.assessed)
    for child, time in zip(children, times, strict=True):
        if not resumes:
            found = tuple(sorted(course.factors))
            time.assessments.append(
                Assessment(started=min(started, course.assessed), authorised=course.assessed, factors=found)
            )
        one_child(family, child=child, time=time, course=course, draws=draws, world=world)


def decide(family: Family, *, day: int, youngest: int, draws: Draws, world: World) -> Course:
    """The family's course from a referral of that day."""
    course, usual, year = Course(), world.profile.protection, year_ending(day)
    known = any(time.protection_plans for child in family.children for time in child.times_in_need)
    taken = days_to_assess(day, year=year, draws=draws, world=world)
    course.assessed = working_days_later(day, taken)
    course.factors = factors(draws, day=course.assessed, door=world.profile.door)
    if draws.happens(logistic(usual.enquiry + 0.55 * family.strain + (usual.known if known else 0.0))):
        course.enquiry = min(working_days_later(day, draws.between(0, 8)), course.assessed)
        if draws.happens(logistic(usual.conference + 0.3 * family.strain + (usual.known if known else 0.0))):
            wait = days_to_conference(course.enquiry, year=year, draws=draws, world=world)
            course.conference = working_days_later(course.enquiry, wait)
            course.plan = draws.happens(usual.plan)
            course.plan_length = plan_length(draws, usual=usual)
    course.category = draws.pick(CATEGORIES)
    helped = of_year(world.profile.door.helped, year)
    course.helped = course.conference is not None or draws.happens(
        logistic(helped + 0.3 * family.strain + (0.9 if course.enquiry else 0.0))
    )
    course.help_length = 30 + int(draws.gamma(shape=1.1, mean=draws.pick(usual.help_lengths)))
    course.care = day_of_care(family, course=course, day=day, youngest=youngest, draws=draws, world=world)
    return course


def comes_with_a_plan(course: Course, *, day: int, draws: Draws, usual: Protection) -> None:
    """A family that moves here with a protection plan: a conference within 15 working days, and no enquiry of ours."""
    course.enquiry, course.moved_in, course.helped, course.plan = None, True, True, True
    course.conference = working_days_later(day, draws.between(6, 15))
    course.plan_length = plan_length(draws, usual=usual)


def days_to_assess(day: int, *, year: int, draws: Draws, world: World) -> int:
    """Working days from the referral to the assessment's authorisation."""
    planted, in_time = world.planted, of_year(world.profile.protection.assessments_in_time, year)
    if planted.assessments_in_time is not None and day >= planted.everywhere.toordinal():
        in_time = planted.assessments_in_time
    in_time += SLOW_MONTHS.get(date.fromordinal(day).month, 0.012)
    if draws.happens(in_time):
        return 45 - int(42 * draws.unit() ** 1.7)
    return min(46 + int(draws.exponential(14.0)), LATE_AT_MOST)


def days_to_conference(enquiry: int, *, year: int, draws: Draws, world: World) -> int:
    """Working days from the section 47 enquiry to its conference: most are held in the last days allowed."""
    in_time = of_year(world.profile.protection.conferences_in_time, year)
    if world.planted.poor_from.toordinal() <= enquiry < world.planted.poor_until.toordinal():
        in_time -= world.planted.conferences_poor
    if draws.happens(in_time):
        return 15 - min(int(draws.exponential(1.9)), 10)
    return min(16 + int(draws.exponential(6.0)), HELD_AT_LATEST)


def plan_length(draws: Draws, *, usual: Protection) -> int:
    """Days a protection plan lasts; a few last for years."""
    mean = 700.0 if draws.happens(usual.plan_long) else usual.plan_mean
    return 45 + int(draws.gamma(shape=usual.plan_shape, mean=mean - 45))


def day_of_care(family: Family, *, course: Course, day: int, youngest: int, draws: Draws, world: World) -> int | None:
    """The day children of the family would enter care, if its course leads there and the reform does not help."""
    usual = world.profile.care
    enters = usual.from_plan if course.plan else usual.from_help if course.helped else 0.0
    enters *= next(by for upper, by in usual.by_youngest if youngest < upper) * of_year(usual.pace, year_ending(day))
    if not draws.happens(min(enters * exp(0.35 * family.strain), 0.9)):
        return None
    base = course.conference if course.plan and course.conference else (course.enquiry or day)
    entered = base + int(draws.exponential(110.0 if course.plan else 60.0))
    spared = world.spared(family, day=entered, what="entry to care", multiplier=world.planted.entries)
    return None if spared else entered


def factors(draws: Draws, *, day: int, door: FrontDoor) -> list[str]:
    """Factors found at the end of the assessment, each a code of its year; 21 (none) stands alone."""
    if draws.happens(0.06):
        return ["21"]
    found: set[str] = set()
    for _ in range(1 + int(draws.exponential(door.factors_more))):
        code = draws.pick(door.factors)
        if code in {"18", "19"}:
            code += "A" if day < WHO_HARMED else "C" if draws.happens(0.8) else "B"
        if code == "24A" and day < CRIMINAL_EXPLOITATION:
            code = "20"
        found.add(code)
    return sorted(found)


def one_child(family: Family, *, child: Child, time: TimeInNeed, course: Course, draws: Draws, world: World) -> None:
    """One child's own way through what was decided for the family."""
    joins = draws.happens(0.95)
    if course.enquiry is not None:
        held = course.conference if joins else None
        time.enquiries.append(
            Enquiry(started=course.enquiry, target=working_days_later(course.enquiry, 15), conference=held)
        )
    if not course.helped or not (joins or course.conference is None):
        close(time, day=course.assessed, after_assessment=True, draws=draws)
        return
    entry = entry_day(child, time=time, course=course, draws=draws, usual=world.profile.care)
    helped_until = course.assessed + course.help_length
    if course.plan and course.conference is not None:
        time.moved_in = course.conference if course.moved_in else None
        plan = protection_plan(
            child, day=course.conference, course=course, entry=entry, draws=draws, usual=world.profile.protection
        )
        time.protection_plans.append(plan)
        helped_until = plan.ended + (draws.between(30, 200) if draws.happens(0.6) else draws.between(1, 14))
    at_least = max(course.assessed, course.conference or 0, *(plan.ended for plan in time.protection_plans)) + 1
    if entry is not None:
        care(family, child=child, time=time, course=course, entry=entry, at_least=at_least, draws=draws, world=world)
        return
    helped_until = max(min(helped_until, child.eighteenth), at_least)
    need_plans(time, course=course, until=helped_until)
    close(time, day=helped_until, after_assessment=False, draws=draws)


def care(
    family: Family,
    *,
    child: Child,
    time: TimeInNeed,
    course: Course,
    entry: int,
    at_least: int,
    draws: Draws,
    world: World,
) -> None:
    """Time in care that comes of this time in need, help after it for those who go home, and closure."""
    home = home_postcode(family.area_on(entry))
    care_ended = time_in_care(child, day=entry, need=time.need, draws=draws, home=home, usual=world.profile.care)
    last = child.care[-1].ended_because
    need_plans(time, course=course, until=entry)
    after = draws.between(60, 240) if last in {"E4A", "E4B"} else draws.between(0, 30)
    time.closed = max(care_ended if last in {"E2", "E11", "E12", "E3"} else care_ended + after, at_least)
    if last in {"E4A", "E4B"}:
        begins = max([care_ended, *(plan.ended for plan in time.protection_plans)])
        if time.closed - begins > 20:
            time.need_plans.append(NeedPlan(started=begins, ended=time.closed))
    time.reason = CLOSED_AFTER_CARE.get(last, "RC7")


def entry_day(child: Child, *, time: TimeInNeed, course: Course, draws: Draws, usual: InCare) -> int | None:
    """The day this child enters care with the family's entry, if they do: born, under 17 and three quarters."""
    age = child.age(course.care) if course.care is not None else 99
    weight = next((by for upper, by in usual.by_age if age < upper), 0.0)
    takes_part = draws.happens(min(0.5 * weight, 0.95))
    if course.care is None or not takes_part:
        return None
    entry = max(course.care, child.born + 1, time.referred)
    return entry if entry < child.eighteenth - 90 else None


def protection_plan(
    child: Child, *, day: int, course: Course, entry: int | None, draws: Draws, usual: Protection
) -> ProtectionPlan:
    """A plan from the conference to its end: at a review, on entering care, or at eighteen."""
    length = course.plan_length if draws.happens(0.85) else plan_length(draws, usual=usual)
    ended = day + length
    if entry is not None:
        ended = min(ended, entry + draws.between(5, 45))
    ended = max(min(ended, child.eighteenth - 1), day + 1)
    reviews: list[int] = []
    due = day + draws.between(68, 91)
    while due < ended - 25:
        reviews.append(due)
        due += draws.between(140, 182)
    if ended - day > 40:
        reviews.append(ended)
    changes = draws.happens(0.08)
    return ProtectionPlan(
        started=day,
        ended=ended,
        first_category=course.category,
        latest_category=draws.pick(CATEGORIES) if changes else course.category,
        category_changed=reviews[0] if changes and reviews else ended,
        earlier_plans=child.plans_before(day),
        reviews=reviews,
    )


def need_plans(time: TimeInNeed, *, course: Course, until: int) -> None:
    """Child in need plans: from the assessment to the end, less the time on a protection plan."""
    begins = course.assessed + 7
    for plan in time.protection_plans:
        if begins < plan.started - 14:
            time.need_plans.append(NeedPlan(started=begins, ended=plan.started))
        begins = plan.ended
    if until - begins > 14:
        time.need_plans.append(NeedPlan(started=begins, ended=until))


def close(time: TimeInNeed, *, day: int, after_assessment: bool, draws: Draws) -> None:
    chance = draws.unit()
    if after_assessment:
        time.reason = "RC9" if day >= EARLY_HELP_CLOSURE and chance < 0.3 else "RC8"
    else:
        time.reason = "RC7" if chance < 0.95 else "RC5" if chance < 0.99 else "RC3"
    time.closed = day
