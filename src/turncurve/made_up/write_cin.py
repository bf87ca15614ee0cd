"""The CIN census of each year as XML: every child in need at any time in the year, as known on 31 March."""

from pathlib import Path

from turncurve.made_up.council import DFE_CODE
from turncurve.made_up.days import first_day, iso, last_day, written_year
from turncurve.made_up.history import History
from turncurve.made_up.people import Assessment, Child, Enquiry, NeedPlan, ProtectionPlan, TimeInNeed

SEX_AS_LETTERS = 2025  # Sex M, F, U from 2024/25; GenderCurrent 1, 2, 0 before
NEED_PLAN_DATES = 2022  # CINPlanDates from 2021/22
GENDERS = {"M": "1", "F": "2", "U": "0"}

Counts = dict[str, int]
ELEMENTS: tuple[str, ...] = ("Child", "CINdetails", "Assessments", "CINPlanDates", "Section47", "ChildProtectionPlans")


def write_cin(history: History, *, folder: Path) -> dict[int, Counts]:
    """Write one file a year. Gives how many of each element were written, by year."""
    at = folder / "cin"
    at.mkdir(parents=True, exist_ok=True)
    in_order = sorted(history.children, key=lambda child: child.number)
    written: dict[int, Counts] = {}
    for year in history.years:
        counts: Counts = dict.fromkeys(ELEMENTS, 0)
        with (at / f"{written_year(year)}.xml").open("w", encoding="utf-8", newline="\n") as file:
            _ = file.write(heading(year))
            for child in in_order:
                if text := child_xml(child, year=year, counts=counts):
                    _ = file.write(text)
            _ = file.write("</Children>\n</Message>\n")
        written[year] = counts
    return written


def heading(year: int) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<Message>\n<Header><CollectionDetails><Collection>CIN</Collection>'
        f"<Year>{year}</Year><ReferenceDate>{year}-03-31</ReferenceDate></CollectionDetails>"
        f"<Source><SourceLevel>L</SourceLevel><LEA>{DFE_CODE}</LEA><SoftwareCode>Invented</SoftwareCode>"
        f"<SerialNo>001</SerialNo><DateTime>{year}-05-15T09:00:00</DateTime></Source></Header>\n<Children>\n"
    )


def child_xml(child: Child, *, year: int, counts: Counts) -> str:
    """One Child element, or nothing where the child was not in need that year."""
    first, last = first_day(year), last_day(year)
    times = [
        time
        for time in child.times_in_need
        if time.referred <= last and (time.referred if time.no_further_action else time.closed) >= first
    ]
    if not times:
        return ""
    counts["Child"] += 1
    counts["CINdetails"] += len(times)
    unborn = child.born > last
    sex = "U" if unborn else child.sex
    number = "UN7" if all(time.no_further_action for time in times) else child.pupil_number(last)
    parts = [
        f"<Child><ChildIdentifiers><LAchildID>{child.id}</LAchildID>",
        f"<UPNunknown>{number}</UPNunknown>" if number.startswith("UN") else f"<UPN>{number}</UPN>",
        f"<ExpectedPersonBirthDate>{iso(child.born)}</ExpectedPersonBirthDate>"
        if unborn
        else f"<PersonBirthDate>{iso(child.born)}</PersonBirthDate>",
        f"<Sex>{sex}</Sex>" if year >= SEX_AS_LETTERS else f"<GenderCurrent>{GENDERS[sex]}</GenderCurrent>",
        f"<PersonDeathDate>{iso(child.died)}</PersonDeathDate>" if child.died and child.died <= last else "",
        f"</ChildIdentifiers><ChildCharacteristics><Ethnicity>{'NOBT' if unborn else child.ethnicity}</Ethnicity>",
        "" if unborn else disabilities(child),
        "</ChildCharacteristics>",
    ]
    for time in times:
        parts += details(time, year=year, counts=counts)
    parts.append("</Child>\n")
    return "".join(parts)


def disabilities(child: Child) -> str:
    codes = child.disabilities or ("NONE",)
    return f"<Disabilities>{''.join(f'<Disability>{code}</Disability>' for code in codes)}</Disabilities>"


def details(time: TimeInNeed, *, year: int, counts: Counts) -> list[str]:
    """One CINdetails: a referral with no further action carries its own fields and nothing more."""
    first, last = first_day(year), last_day(year)
    referred = f"<CINreferralDate>{iso(time.referred)}</CINreferralDate><ReferralSource>{time.source}</ReferralSource>"
    if time.no_further_action:
        return [f"<CINdetails>{referred}<ReferralNFA>1</ReferralNFA></CINdetails>"]
    closed = f"<CINclosureDate>{iso(time.closed)}</CINclosureDate><ReasonForClosure>{time.reason}</ReasonForClosure>"
    assessments = [each for each in time.assessments if each.started <= last and each.authorised >= first]
    need_plans = [each for each in time.need_plans if each.started <= last and each.ended >= first]
    plans = [each for each in time.protection_plans if each.started <= last and each.ended >= first]
    enquiries = [
        each for each in time.enquiries if first <= each.started <= last or first <= (each.conference or 0) <= last
    ]
    if year < NEED_PLAN_DATES:
        need_plans = []
    counts["Assessments"] += len(assessments)
    counts["CINPlanDates"] += len(need_plans)
    counts["Section47"] += len(enquiries)
    counts["ChildProtectionPlans"] += len(plans)
    return [
        f"<CINdetails>{referred}<PrimaryNeedCode>{time.need}</PrimaryNeedCode>",
        closed if time.closed <= last else "",
        f"<DateOfInitialCPC>{iso(time.moved_in)}</DateOfInitialCPC>" if time.moved_in and time.moved_in <= last else "",
        *(assessment_xml(each, last=last) for each in assessments),
        *(need_plan_xml(each, last=last) for each in need_plans),
        *(enquiry_xml(each, last=last) for each in enquiries),
        "<ReferralNFA>0</ReferralNFA>",
        *(protection_plan_xml(each, first=first, last=last) for each in plans),
        "</CINdetails>",
    ]


def need_plan_xml(plan: NeedPlan, *, last: int) -> str:
    ended = f"<CINPlanEndDate>{iso(plan.ended)}</CINPlanEndDate>" if plan.ended <= last else ""
    return f"<CINPlanDates><CINPlanStartDate>{iso(plan.started)}</CINPlanStartDate>{ended}</CINPlanDates>"


def assessment_xml(assessment: Assessment, *, last: int) -> str:
    started = f"<Assessments><AssessmentActualStartDate>{iso(assessment.started)}</AssessmentActualStartDate>"
    if assessment.authorised > last:
        return f"{started}</Assessments>"
    found = "".join(f"<AssessmentFactors>{code}</AssessmentFactors>" for code in assessment.factors)
    return (
        f"{started}<AssessmentAuthorisationDate>{iso(assessment.authorised)}</AssessmentAuthorisationDate>"
        f"<FactorsIdentifiedAtAssessment>{found}</FactorsIdentifiedAtAssessment></Assessments>"
    )


def enquiry_xml(enquiry: Enquiry, *, last: int) -> str:
    """A conference still to come by 31 March is blank; where none was needed, so is its target."""
    needed = enquiry.conference is not None
    target = f"<InitialCPCtarget>{iso(enquiry.target)}</InitialCPCtarget>" if needed else ""
    held = (
        f"<DateOfInitialCPC>{iso(enquiry.conference)}</DateOfInitialCPC>"
        if enquiry.conference is not None and enquiry.conference <= last
        else ""
    )
    return (
        f"<Section47><S47ActualStartDate>{iso(enquiry.started)}</S47ActualStartDate>{target}{held}"
        f"<ICPCnotRequired>{int(not needed)}</ICPCnotRequired></Section47>"
    )


def protection_plan_xml(plan: ProtectionPlan, *, first: int, last: int) -> str:
    """A plan with the reviews held in the year, its latest category as it stood on 31 March."""
    ended = f"<CPPendDate>{iso(plan.ended)}</CPPendDate>" if plan.ended <= last else ""
    latest = plan.latest_category if plan.category_changed <= last else plan.first_category
    held = "".join(f"<CPPreviewDate>{iso(day)}</CPPreviewDate>" for day in plan.reviews if first <= day <= last)
    return (
        f"<ChildProtectionPlans><CPPstartDate>{iso(plan.started)}</CPPstartDate>{ended}"
        f"<InitialCategoryOfAbuse>{plan.first_category}</InitialCategoryOfAbuse>"
        f"<LatestCategoryOfAbuse>{latest}</LatestCategoryOfAbuse>"
        f"<NumberOfPreviousCPP>{plan.earlier_plans}</NumberOfPreviousCPP>"
        f"{f'<Reviews>{held}</Reviews>' if held else ''}</ChildProtectionPlans>"
    )
