"""One Child element as records of the trusted tables, every row of it used or set aside."""

from collections.abc import Iterable, Iterator
from datetime import date

from turncurve.returns.cin_census.taking import Reader, Taken, check_code
from turncurve.returns.dates import EXPECTED, read_date, to_fix
from turncurve.returns.safe_xml import Element
from turncurve.returns.showing import date_shown
from turncurve.words.problems import masked

_SEXES = {"1": "M", "2": "F", "0": "U", "9": "U", "M": "M", "F": "F", "U": "U"}
_UPN_LENGTH = 13
_FILL = "Fill the date and load the census again."


def take_child(child: Element, taken: Taken) -> None:
    """Take one Child element's records. A record without the date that names it is set aside, and counted."""
    taken.rows_in += 1
    # What stands in the wrong place is counted where it is met, so a child set aside is not taken apart first.
    identity = next((one for one in child if one.tag.rpartition("}")[2].lower() == "childidentifiers"), None)
    person = "" if identity is None else _id_in(identity)
    if not person:
        taken.refuse(
            child,
            "LAchildID",
            "nothing",
            expected="the child's id",
            to_fix="Fill LAchildID and load again.",
            rule="needed-and-blank",
        )
        return
    whole = Reader(child, part="Child", taken=taken)
    for name in ("ChildIdentifiers", "ChildCharacteristics"):
        for second in whole.held.get(name, [])[1:]:
            _ = taken.stray(second, "given more than once", part="Child")
    _take_person(whole, person, taken)
    for details in whole.held.get("CINdetails", []):
        _take_details(details, person, taken)


def _id_in(identity: Element) -> str:
    return next(((one.text or "").strip() for one in identity if one.tag.rpartition("}")[2].lower() == "lachildid"), "")


def _take_person(whole: Reader, person: str, taken: Taken) -> None:
    identity = Reader(whole.held["ChildIdentifiers"][0], part="ChildIdentifiers", taken=taken)
    described = whole.held.get("ChildCharacteristics")
    described = Reader(described[0], part="ChildCharacteristics", taken=taken) if described else None
    sex = identity.code("Sex") or identity.code("GenderCurrent")
    _ = identity.code("UPNunknown")
    upn = (identity.text("UPN") or "").upper() or None
    if upn is not None and not (len(upn) == _UPN_LENGTH and upn.isalnum()):
        taken.wrong(
            identity.element,
            "UPN",
            masked(upn),
            expected=f"{_UPN_LENGTH} characters",
            to_fix="Correct the UPN, or leave it blank and fill UPNunknown.",
            rule="code-not-known",
        )
    earlier = taken.keep(
        "person",
        {
            "person_id": person,
            "sex": _SEXES.get(sex, sex) if sex else None,
            "date_of_birth": identity.day("PersonBirthDate", secret=True),
            "expected_date_of_birth": identity.day("ExpectedPersonBirthDate", secret=True),
            "date_of_death": identity.day("PersonDeathDate"),
            "ethnicity": described.code("Ethnicity") if described else None,
            "upn": upn,
        },
        at=whole.element,
    )
    if earlier is not None:
        taken.set_aside += 1
        taken.wrong(
            whole.element,
            "LAchildID",
            "a child given before in this census",
            expected="each child once, with all their CINdetails",
            to_fix="Put the two together. The first one's identity was used, and the CINdetails of both.",
            rule="two-rows-for-one",
            set_aside=True,
        )
    if described is not None:
        for at in _within(described, "Disabilities", "Disability", taken):
            code = _coded(at, codes="Disability", taken=taken)
            if code is not None:
                taken.keep_row("disability", {"person_id": person, "disability": code}, at=at)


def _within(outer: Reader, group: str, row: str, taken: Taken) -> Iterator[Element]:
    """The rows of a group within an element, each counted in."""
    for one in outer.held.get(group, []):
        for at in Reader(one, part=group, taken=taken).held.get(row, []):
            taken.rows_in += 1
            if len(at):
                taken.refuse(
                    at,
                    row,
                    "elements where text belongs",
                    expected="text",
                    to_fix="Export the census again with the element in its place.",
                    rule="out-of-place",
                )
            else:
                yield at


def _coded(at: Element, *, codes: str, taken: Taken) -> str | None:
    """The code that is the whole of a row; None, and set aside, where it is blank."""
    code = (at.text or "").strip().upper()
    if not code:
        taken.refuse(
            at, codes, "nothing", expected="a code", to_fix="Fill the code, or leave it out.", rule="needed-and-blank"
        )
        return None
    check_code(code, at=at, name=codes, codes=codes, taken=taken)
    return code


def _dated(elements: Iterable[Element], *, part: str, named: str, taken: Taken) -> Iterator[tuple[Reader, date]]:
    """Each element with the date that names it; one without is set aside."""
    for element in elements:
        taken.rows_in += 1
        cells = Reader(element, part=part, taken=taken)
        day = cells.needed_day(named, why=_FILL)
        if day is not None:
            yield cells, day


def _take_details(element: Element, person: str, taken: Taken) -> None:
    taken.rows_in += 1
    details = Reader(element, part="CINdetails", taken=taken)
    referred = details.needed_day(
        "CINreferralDate", why="Fill the referral's date; the episode and all within it wait for it."
    )
    if referred is None:
        return
    referral = f"{person}:{referred}"
    closed = details.day("CINclosureDate")
    taken.keep_row(
        "cin_episodes",
        {
            "referral_id": referral,
            "person_id": person,
            "referral_date": referred,
            "source": details.code("ReferralSource"),
            "primary_need": details.code("PrimaryNeedCode"),
            "closed": closed,
            "reason_closed": details.code("ReasonForClosure"),
            "no_further_action": details.yes_no("ReferralNFA"),
        },
        at=element,
    )
    if closed is not None and closed < referred:
        taken.wrong(
            element,
            "CINclosureDate",
            f"{closed}, with CINreferralDate {referred}",
            expected="a day on or after CINreferralDate",
            to_fix="Correct the dates.",
            rule="ends-before-it-begins",
        )
    if (moved_in := details.day("DateOfInitialCPC")) is not None:
        _ = taken.keep(
            "transfer_in_conferences",
            {"referral_id": referral, "person_id": person, "conference_date": moved_in},
            at=element,
        )
    _take_assessments(details, person, referral, referred, taken)
    _take_plans(details, person, referral, taken)
    _take_enquiries(details, person, referral, taken)
    _take_protection(details, person, referral, taken)


def _take_assessments(details: Reader, person: str, referral: str, referred: date, taken: Taken) -> None:
    every = details.held.get("Assessments", ())
    for cells, started in _dated(every, part="Assessments", named="AssessmentActualStartDate", taken=taken):
        authorised = cells.day("AssessmentAuthorisationDate")
        if cells.ends_before(
            "AssessmentAuthorisationDate", ended=authorised, began=started, after="AssessmentActualStartDate"
        ):
            continue
        assessment = f"{referral}:{started}"
        taken.keep_row(
            "cin_assessments",
            {
                "assessment_id": assessment,
                "referral_id": referral,
                "person_id": person,
                "referral_date": referred,
                "started": started,
                "authorised": authorised,
            },
            at=cells.element,
        )
        for at in _within(cells, "FactorsIdentifiedAtAssessment", "AssessmentFactors", taken):
            factor = _coded(at, codes="AssessmentFactors", taken=taken)
            if factor is not None:
                taken.keep_row(
                    "assessment_factors",
                    {"assessment_id": assessment, "person_id": person, "factor": factor},
                    at=at,
                )


def _take_plans(details: Reader, person: str, referral: str, taken: Taken) -> None:
    every = details.held.get("CINPlanDates", ())
    for cells, started in _dated(every, part="CINPlanDates", named="CINPlanStartDate", taken=taken):
        ended = cells.day("CINPlanEndDate")
        if not cells.ends_before("CINPlanEndDate", ended=ended, began=started, after="CINPlanStartDate"):
            taken.keep_row(
                "cin_plans",
                {"referral_id": referral, "person_id": person, "started": started, "ended": ended},
                at=cells.element,
            )


def _take_enquiries(details: Reader, person: str, referral: str, taken: Taken) -> None:
    every = details.held.get("Section47", ())
    for cells, started in _dated(every, part="Section47", named="S47ActualStartDate", taken=taken):
        taken.keep_row(
            "s47_enquiry",
            {
                "s47_id": f"{referral}:{started}",
                "referral_id": referral,
                "person_id": person,
                "started": started,
                "conference_target": cells.day("InitialCPCtarget"),
                "conference_date": cells.day("DateOfInitialCPC"),
                "conference_not_required": cells.yes_no("ICPCnotRequired"),
            },
            at=cells.element,
        )


def _take_protection(details: Reader, person: str, referral: str, taken: Taken) -> None:
    every = details.held.get("ChildProtectionPlans", ())
    for cells, started in _dated(every, part="ChildProtectionPlans", named="CPPstartDate", taken=taken):
        ended = cells.day("CPPendDate")
        if cells.ends_before("CPPendDate", ended=ended, began=started, after="CPPstartDate"):
            continue
        plan = f"{person}:{started}"
        taken.keep_row(
            "cp_plans",
            {
                "plan_id": plan,
                "referral_id": referral,
                "person_id": person,
                "started": started,
                "ended": ended,
                "initial_category": cells.code("InitialCategoryOfAbuse", codes="CategoryOfAbuse"),
                "latest_category": cells.code("LatestCategoryOfAbuse", codes="CategoryOfAbuse"),
                "previous_plans": cells.whole("NumberOfPreviousCPP"),
            },
            at=cells.element,
        )
        for at in _within(cells, "Reviews", "CPPreviewDate", taken):
            cell = (at.text or "").strip()
            day = read_date(cell)
            if day is None:
                taken.refuse(
                    at,
                    "CPPreviewDate",
                    date_shown(cell),
                    expected=EXPECTED,
                    to_fix=to_fix(cell) if cell else _FILL,
                    rule="not-a-date" if cell else "needed-and-blank",
                )
                continue
            taken.keep_row("cp_reviews", {"plan_id": plan, "person_id": person, "date_of_review": day}, at=at)
