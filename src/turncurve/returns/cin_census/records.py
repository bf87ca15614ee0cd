"""One Child element as records of the trusted tables, and what was wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from lxml import etree

from turncurve.definitions.code_lists import code_lists
from turncurve.returns.dates import EXPECTED, read_date
from turncurve.words.problems import RowProblem, masked

Element = etree._Element  # pyright: ignore[reportPrivateUsage] # lxml gives its elements no public type
Value = str | date | int | bool | None
Record = dict[str, Value]
_YES_NO = {"0": False, "1": True, "false": False, "true": True}
_SEXES = {"1": "M", "2": "F", "0": "U", "9": "U", "M": "M", "F": "F", "U": "U"}


@dataclass(kw_only=True)
class Taken:
    """What has been taken from one census so far: records by table, problems, and records counted in and set aside."""

    file: str
    key: str
    year: int
    records: dict[str, list[Record]] = field(default_factory=dict)
    problems: list[RowProblem] = field(default_factory=list)
    rows_in: int = 0
    set_aside: int = 0

    def keep(self, table: str, **values: Value) -> None:
        """Keep one record."""
        self.records.setdefault(table, []).append({**values, "year": self.year, "file": self.key})

    def wrong(
        self,
        at: Element,
        name: str,
        found: str,
        *,
        expected: str,
        to_fix: str,
        rule: str,
        set_aside: bool = False,
    ) -> None:
        """Note a problem at an element."""
        self.problems.append(
            RowProblem(
                file=self.file,
                row=at.sourceline,
                field=name,
                found=found,
                expected=expected,
                to_fix=to_fix,
                rule=rule,
                set_aside=set_aside,
            )
        )


def _text(parent: Element, name: str) -> str:
    return (parent.findtext(name) or "").strip()


class _Reader:
    """Reads the cells of one element, noting what is wrong."""

    def __init__(self, element: Element, taken: Taken) -> None:
        self.element, self.taken = element, taken

    def day(self, name: str, *, secret: bool = False) -> date | None:
        cell = _text(self.element, name)
        if not cell:
            return None
        found = read_date(cell)
        if found is None:
            self.taken.wrong(
                self.element,
                name,
                masked(cell) if secret else cell,
                expected=EXPECTED,
                to_fix="Correct the date.",
                rule="not-a-date",
            )
        return found

    def code(self, name: str, *, codes: str = "") -> str | None:
        cell = _text(self.element, name).upper()
        if not cell:
            return None
        listed = code_lists("cin_census").get(codes or name)
        known = listed.get(cell) if listed else None
        if listed and known is None:
            self.taken.wrong(
                self.element,
                name,
                cell,
                expected=f"one of {', '.join(listed)}",
                to_fix="Correct the code, or tell us of a new one.",
                rule="code-not-known",
            )
        elif known and not known.valid_in(self.taken.year):
            self.taken.wrong(
                self.element,
                name,
                cell,
                expected=f"a code of the {self.taken.year} census; {cell} is valid {known.said}",
                to_fix="Check the census year and correct the code.",
                rule="code-of-another-year",
            )
        return cell

    def yes_no(self, name: str) -> bool | None:
        cell = _text(self.element, name).lower()
        if cell and cell not in _YES_NO:
            self.taken.wrong(
                self.element, name, cell, expected="0, 1, true or false", to_fix="Correct the flag.", rule="not-a-flag"
            )
        return _YES_NO.get(cell)

    def whole(self, name: str) -> int | None:
        cell = _text(self.element, name)
        if cell and not cell.isdecimal():
            self.taken.wrong(
                self.element, name, cell, expected="a whole number", to_fix="Correct the number.", rule="not-a-number"
            )
            return None
        return int(cell) if cell else None


def take_child(child: Element, taken: Taken) -> None:
    """Take one Child element's records. A record without the date that names it is set aside, and counted."""
    person = _text(child, "ChildIdentifiers/LAchildID")
    taken.rows_in += 1
    if not person:
        taken.set_aside += 1
        taken.wrong(
            child,
            "LAchildID",
            "nothing",
            expected="the child's id",
            to_fix="Fill LAchildID and load again.",
            rule="needed-and-blank",
            set_aside=True,
        )
        return
    _take_person(child, person, taken)
    for disability in child.iterfind("ChildCharacteristics/Disabilities/Disability"):
        taken.rows_in += 1
        taken.keep("disability", person_id=person, disability=(disability.text or "").strip().upper())
    for details in child.iterfind("CINdetails"):
        _take_details(details, person, taken)


def _take_person(child: Element, person: str, taken: Taken) -> None:
    identity = child.find("ChildIdentifiers")
    if identity is None:
        return
    cells = _Reader(identity, taken)
    sex = (_text(identity, "Sex") or _text(identity, "GenderCurrent")).upper()
    taken.keep(
        "person",
        person_id=person,
        sex=_SEXES.get(sex, sex or None),
        date_of_birth=cells.day("PersonBirthDate", secret=True),
        expected_date_of_birth=cells.day("ExpectedPersonBirthDate", secret=True),
        date_of_death=cells.day("PersonDeathDate"),
        ethnicity=_text(child, "ChildCharacteristics/Ethnicity") or None,
        upn=_text(identity, "UPN") or None,
    )


def _dated(parent: Element, path: str, date_name: str, taken: Taken) -> Iterator[tuple[_Reader, date]]:
    """Each element at a path with the date that names it; one without is set aside."""
    for element in parent.iterfind(path):
        taken.rows_in += 1
        cells = _Reader(element, taken)
        day = cells.day(date_name)
        if day is None:
            taken.set_aside += 1
            taken.wrong(
                element,
                date_name,
                _text(element, date_name) or "nothing",
                expected=EXPECTED,
                to_fix="Fill the date and load the census again.",
                rule="needed-and-blank",
                set_aside=True,
            )
            continue
        yield cells, day


def _take_details(details: Element, person: str, taken: Taken) -> None:
    taken.rows_in += 1
    cells = _Reader(details, taken)
    referred = cells.day("CINreferralDate")
    if referred is None:
        within = sum(1 for one in details.iterdescendants() if one.tag in _COUNTED)
        taken.rows_in += within
        taken.set_aside += 1 + within
        taken.wrong(
            details,
            "CINreferralDate",
            _text(details, "CINreferralDate") or "nothing",
            expected=EXPECTED,
            to_fix="Fill the referral's date; the episode and all within it wait for it.",
            rule="needed-and-blank",
            set_aside=True,
        )
        return
    referral = f"{person}:{referred}"
    closed = cells.day("CINclosureDate")
    taken.keep(
        "cin_episodes",
        referral_id=referral,
        person_id=person,
        referral_date=referred,
        source=cells.code("ReferralSource"),
        primary_need=cells.code("PrimaryNeedCode"),
        closed=closed,
        reason_closed=cells.code("ReasonForClosure"),
        no_further_action=cells.yes_no("ReferralNFA"),
    )
    if closed is not None and closed < referred:
        taken.wrong(
            details,
            "CINclosureDate",
            str(closed),
            expected=f"a day on or after {referred}",
            to_fix="Correct the dates.",
            rule="ends-before-it-begins",
        )
    if (moved_in := cells.day("DateOfInitialCPC")) is not None:
        taken.keep("transfer_in_conferences", referral_id=referral, person_id=person, conference_date=moved_in)
    _take_help(details, person, referral, referred, taken)
    _take_protection(details, person, referral, taken)


_COUNTED = frozenset(
    ("Assessments", "AssessmentFactors", "CINPlanDates", "Section47", "ChildProtectionPlans", "CPPreviewDate")
)


def _take_help(details: Element, person: str, referral: str, referred: date, taken: Taken) -> None:
    for cells, started in _dated(details, "Assessments", "AssessmentActualStartDate", taken):
        assessment = f"{referral}:{started}"
        taken.keep(
            "cin_assessments",
            assessment_id=assessment,
            referral_id=referral,
            person_id=person,
            referral_date=referred,
            started=started,
            authorised=cells.day("AssessmentAuthorisationDate"),
        )
        for factor in cells.element.iterfind("FactorsIdentifiedAtAssessment/AssessmentFactors"):
            taken.rows_in += 1
            taken.keep(
                "assessment_factors",
                assessment_id=assessment,
                person_id=person,
                factor=(factor.text or "").strip().upper(),
            )
    for cells, started in _dated(details, "CINPlanDates", "CINPlanStartDate", taken):
        taken.keep(
            "cin_plans", referral_id=referral, person_id=person, started=started, ended=cells.day("CINPlanEndDate")
        )


def _take_protection(details: Element, person: str, referral: str, taken: Taken) -> None:
    for cells, started in _dated(details, "Section47", "S47ActualStartDate", taken):
        taken.keep(
            "s47_enquiry",
            s47_id=f"{referral}:{started}",
            referral_id=referral,
            person_id=person,
            started=started,
            conference_target=cells.day("InitialCPCtarget"),
            conference_date=cells.day("DateOfInitialCPC"),
            conference_not_required=cells.yes_no("ICPCnotRequired"),
        )
    for cells, started in _dated(details, "ChildProtectionPlans", "CPPstartDate", taken):
        plan = f"{person}:{started}"
        taken.keep(
            "cp_plans",
            plan_id=plan,
            referral_id=referral,
            person_id=person,
            started=started,
            ended=cells.day("CPPendDate"),
            initial_category=cells.code("InitialCategoryOfAbuse", codes="CategoryOfAbuse"),
            latest_category=cells.code("LatestCategoryOfAbuse", codes="CategoryOfAbuse"),
            previous_plans=cells.whole("NumberOfPreviousCPP"),
        )
        for review in cells.element.iterfind("Reviews/CPPreviewDate"):
            taken.rows_in += 1
            day = read_date((review.text or "").strip())
            if day is None:
                taken.set_aside += 1
                taken.wrong(
                    review,
                    "CPPreviewDate",
                    (review.text or "").strip() or "nothing",
                    expected=EXPECTED,
                    to_fix="Correct the date.",
                    rule="not-a-date",
                    set_aside=True,
                )
                continue
            taken.keep("cp_reviews", plan_id=plan, person_id=person, date_of_review=day)
