"""What is recorded of a child looked after: reviews, going missing, lead workers, health, earlier permanence."""

from dataclasses import dataclass
from datetime import date

from turncurve.made_up.chance import Chance, Weighted
from turncurve.made_up.days import birthday, first_day, last_day, slashed, working_days_later
from turncurve.made_up.leads import Lead, leads_in_care
from turncurve.made_up.people import Child, PeriodOfCare
from turncurve.made_up.profile import Profile, of_year

TAKING_PART = Weighted({"PN1": 0.52, "PN2": 0.04, "PN3": 0.01, "PN4": 0.03, "PN5": 0.09, "PN6": 0.24, "PN7": 0.07})
EARLIER = Weighted({"Z1": 0.95, "P1": 0.015, "P2": 0.03, "P3": 0.005})


@dataclass(frozen=True, slots=True, kw_only=True)
class Away:
    """A time missing (M) or away without authorisation (A)."""

    kind: str
    started: int
    ended: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CareRecord:
    """All that is recorded of one child while looked after. `reviews` are (day, REVIEW_CODE); `mother_from` is the
    birthday of a girl's own child.
    """

    reviews: tuple[tuple[int, str], ...]
    missing: tuple[Away, ...]
    workers: tuple[Lead, ...]
    earlier_permanence: tuple[str, str]
    mother_from: int | None


def record_of(child: Child, *, chance: Chance, profile: Profile, leads: tuple[Lead, ...]) -> CareRecord:
    """What is recorded over all of a child's periods of care, short breaks aside."""
    counted = [period for period in child.care if not period.respite]
    draws = chance.of("earlier permanence", child.key)
    earlier = draws.pick(EARLIER) if child.age(child.care[0].started) >= 4 else "Z1"
    known_month = f"ZZ/{draws.between(1, 12):02d}/{date.fromordinal(child.born).year + draws.between(2, 3)}"
    return CareRecord(
        reviews=tuple(review for period in counted for review in reviews(child, period=period, chance=chance)),
        missing=tuple(
            away
            for period in counted
            for away in going_missing(child, period=period, chance=chance, often=profile.care.missing)
        ),
        workers=tuple(lead for period in counted for lead in leads_in_care(period=period, leads=leads)),
        mother_from=becomes_a_mother(child, chance=chance),
        earlier_permanence=(earlier, "" if earlier == "Z1" else known_month),
    )


def becomes_a_mother(child: Child, *, chance: Chance) -> int | None:
    """The day a girl in care gives birth, if she does: about one in twenty of those who stay to sixteen and beyond."""
    draws = chance.of("young mothers", child.key)
    day = birthday(child.born, 15) + int(draws.unit() * 1_090)
    of = date.fromordinal(day)
    happens = draws.happens(0.06) and (of.month, of.day) != (2, 29)
    return day if child.sex == "F" and happens and child.in_care_on(day) else None


def reviews(child: Child, *, period: PeriodOfCare, chance: Chance) -> list[tuple[int, str]]:
    """First within 20 working days, the second within three months, then within six (Care Planning Regulations, 33)."""
    draws = chance.of("reviews in care", child.key * 100 + child.care.index(period))
    day = working_days_later(period.started, draws.between(13, 21))
    held: list[tuple[int, str]] = []
    while day < period.ended:
        held.append((day, "PN0" if child.age(day) < 4 else draws.pick(TAKING_PART)))
        day += draws.between(70, 92) if len(held) == 1 else draws.between(150, 184)
    return held


def going_missing(child: Child, *, period: PeriodOfCare, chance: Chance, often: float) -> list[Away]:
    """Some young people of 11 and over go missing, a few of them often; each time ends within its episode."""
    draws = chance.of("going missing", child.key * 100 + child.care.index(period))
    pace = draws.gamma(shape=0.5, mean=2.2) if draws.happens(often) else 0.0
    times: list[Away] = []
    for episode in period.episodes:
        day = max(episode.started, period.started) + 1
        while pace > 0.05:
            day += int(draws.exponential(365.0 / pace)) + 1
            back = day + draws.between(0, 3)
            if back >= episode.ended:
                break
            if child.age(day) >= 11:
                times.append(Away(kind="M" if draws.happens(0.9) else "A", started=day, ended=back))
            day = back + 1
    return times


def all_year(child: Child, *, year: int) -> bool:
    """Looked after without a break for the twelve months to 31 March."""
    return any(
        period.started <= first_day(year) and period.ended > last_day(year)
        for period in child.care
        if not period.respite
    )


def health_row(child: Child, *, year: int, chance: Chance, profile: Profile) -> list[str]:
    """The OC2 row of a child looked after all year: SDQ at 4 to 16, convictions from 10, health checks under 5."""
    usual = profile.around
    draws = chance.of("health of children in care", child.key * 10_000 + year)
    began, ended = child.age(first_day(year)), child.age(last_day(year))
    asked = began >= 4 and ended < 17
    score = min(40, max(0, round(usual.difficulties + 6.8 * draws.normal()))) if asked and draws.happens(0.82) else None
    reason = "" if not asked or score is not None else ("SDQ2" if draws.happens(0.4) else "SDQ4")
    misuse = ended >= 11 and draws.happens(0.04)
    received = misuse and draws.happens(0.5)
    return [
        child.id,
        slashed(child.born),
        "" if score is None else str(score),
        reason,
        str(int(draws.happens(0.03))) if ended >= 10 else "",
        str(int(draws.happens(0.9))) if ended < 5 else "",
        str(int(draws.happens(usual.immunised))),
        str(int(draws.happens(of_year(usual.teeth, year)))),
        str(int(draws.happens(usual.health))),
        str(int(misuse)),
        str(int(received)) if misuse else "",
        str(int(draws.happens(0.7))) if misuse and not received else "",
    ]
