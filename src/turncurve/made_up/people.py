"""Invented children and families, and all that is known of them. Days are whole numbers (date.toordinal).

These records are filled in while the story is told, so they are not frozen; nobody changes one afterwards.
"""

from dataclasses import dataclass, field
from datetime import date

from turncurve.made_up.council import DFE_CODE
from turncurve.made_up.days import age_on, birthday

CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def unique_pupil_number(number: int, *, born_year: int) -> str:
    """A well-formed UPN of an authority that does not exist: check letter, authority, school, year, serial.

    The letter is the weighted sum of the twelve digits (weights 2 to 13) modulo 23, as DfE's UPN guide has it.

    >>> unique_pupil_number(1234, born_year=2010)
    'T170200114234'
    """
    digits = f"{DFE_CODE}{2000 + number // 1000:04d}{(born_year + 4) % 100:02d}{number % 1000:03d}"
    return CHECK_LETTERS[sum(int(digit) * weight for weight, digit in enumerate(digits, start=2)) % 23] + digits


@dataclass(slots=True, kw_only=True)
class Assessment:
    started: int
    authorised: int
    factors: tuple[str, ...]


@dataclass(slots=True, kw_only=True)
class Enquiry:
    """A section 47 enquiry; `conference` is the day of the initial conference, None where not needed."""

    started: int
    target: int
    conference: int | None


@dataclass(slots=True, kw_only=True)
class ProtectionPlan:
    started: int
    ended: int
    first_category: str
    latest_category: str
    category_changed: int
    earlier_plans: int
    reviews: list[int]


@dataclass(slots=True, kw_only=True)
class NeedPlan:
    """A child in need plan."""

    started: int
    ended: int


@dataclass(slots=True, kw_only=True)
class Placement:
    """One home: the same carer throughout, a hospital stay included.

    `kinds` is the placement code from each day, the first being `started`.
    """

    started: int
    ended: int
    kinds: list[tuple[int, str]]
    provider: str
    postcode: str
    urn: str
    why_ended: str = ""
    in_hospital: tuple[int, int] | None = None


@dataclass(slots=True, kw_only=True)
class CareEpisode:
    """A row of the SSDA903 episodes module, all its days known."""

    started: int
    new_because: str
    legal_status: str
    placement: str
    provider: str
    ended: int
    ended_because: str
    place_change: str
    home_postcode: str
    placement_postcode: str
    urn: str


@dataclass(slots=True, kw_only=True)
class PeriodOfCare:
    """From starting to be looked after to ceasing. `respite` periods (V3, V4) are not counted as being looked after.

    adoption_dropped: (decided, dropped, SSDA903 reason) where adoption was decided and the plan then changed.
    """

    started: int
    ended: int
    ended_because: str
    need: str
    course: str
    respite: bool = False
    legal: list[tuple[int, str]] = field(default_factory=list[tuple[int, str]])
    placements: list[Placement] = field(default_factory=list[Placement])
    episodes: list[CareEpisode] = field(default_factory=list[CareEpisode])
    adoption: "Adoption | None" = None
    adoption_dropped: "tuple[int, int, str] | None" = None


@dataclass(slots=True, kw_only=True)
class Adoption:
    decided: int
    ordered: int
    matched: int
    placed: int
    by_foster_carer: bool
    adopters: str
    adopters_legal: str


@dataclass(slots=True, kw_only=True)
class TimeInNeed:
    """One referral and all that followed it until it closed: what CINdetails holds.

    moved_in: the day of the conference here for a child who came from another council with a protection plan.
    """

    referred: int
    source: str
    need: str
    no_further_action: bool
    closed: int
    reason: str = ""
    moved_in: int | None = None
    assessments: list[Assessment] = field(default_factory=list[Assessment])
    enquiries: list[Enquiry] = field(default_factory=list[Enquiry])
    need_plans: list[NeedPlan] = field(default_factory=list[NeedPlan])
    protection_plans: list[ProtectionPlan] = field(default_factory=list[ProtectionPlan])


@dataclass(slots=True, kw_only=True)
class Birthday:
    """What was known of a care leaver around one birthday (SSDA903 OC3)."""

    day: int
    age: int
    in_touch: str
    activity: str
    accommodation: str


@dataclass(slots=True, kw_only=True)
class Child:
    """One child or young person. `number` is their id in every return, written with leading zeros.

    `key` names the child's own streams of chance: it is the same in every world of a seed, whoever else is in it.
    """

    number: int
    key: int
    family: int
    born: int
    sex: str
    ethnicity: str
    disabilities: tuple[str, ...]
    unaccompanied: bool = False
    died: int | None = None
    adopted: int | None = None
    times_in_need: list[TimeInNeed] = field(default_factory=list[TimeInNeed])
    care: list[PeriodOfCare] = field(default_factory=list[PeriodOfCare])
    birthdays: list[Birthday] = field(default_factory=list[Birthday])

    @property
    def id(self) -> str:
        return f"{self.number:07d}"

    @property
    def eighteenth(self) -> int:
        return birthday(self.born, 18)

    def age(self, day: int) -> int:
        return age_on(self.born, day)

    def pupil_number(self, year_end: int) -> str:
        """The UPN, or the code for why there is none: UN1 under school age, UN3 educated outside England."""
        if self.unaccompanied:
            return "UN3"
        if self.age(year_end) < 5:
            return "UN1"
        return unique_pupil_number(self.number, born_year=date.fromordinal(self.born).year)

    def plans_before(self, day: int) -> int:
        return sum(plan.started < day for time in self.times_in_need for plan in time.protection_plans)

    def in_care_on(self, day: int) -> bool:
        """Looked after at the end of the day, respite aside."""
        return any(period.started <= day < period.ended for period in self.care if not period.respite)


@dataclass(slots=True, kw_only=True)
class Family:
    """A family and where it has lived. `strain` is how hard things are (standard normal across families)."""

    number: int
    key: int
    strain: float
    ethnicity: str
    homes: list[tuple[int, int]]
    children: list[Child] = field(default_factory=list[Child])

    def area_on(self, day: int) -> int:
        """The small area the family lives in that day (its first known one before that)."""
        area = self.homes[0][1]
        for moved, there in self.homes:
            if moved <= day:
                area = there
        return area
