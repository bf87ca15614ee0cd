"""Faults of the kinds a person makes in a CIN census, each planted in a child who is in one census and no other."""

import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta

from turncurve.made_up.dirty_files import Files, in_one_census_only

Change = Callable[[str, int], str]
ONE_TIME = re.compile(r"^(?!.*<CINdetails>.*<CINdetails>).*$")


def earlier(text: str, days: int) -> str:
    return (date.fromisoformat(text) - timedelta(days=days)).isoformat()


def change(files: Files, *, having: str, by: Change, element: str, since: int = 0, until: int = 9999) -> None:
    """Change the line of a child with one time in need that has what is asked for."""
    pattern = re.compile(having)
    for year in files.some_years():
        if not since <= year <= until:
            continue
        census = files.census(year)
        found = [
            (child, census.of(child))
            for child in in_one_census_only(files, year)
            if child not in files.used and pattern.search(census.of(child)) and ONE_TIME.match(census.of(child))
        ]
        if found:
            child, line = files.claim(found)
            census.lines[census.children[child]] = by(line, year)
            files.note_line(census, child, element)
            return
    raise LookupError(f"there is nowhere to plant {files.kind}")


def replaced(pattern: str, to: str | Callable[[re.Match[str]], str]) -> Change:
    return lambda line, _: re.sub(pattern, to, line, count=1)


DAY = r"(\d{4}-\d\d-\d\d)"
AUTHORISED = rf"<AssessmentActualStartDate>{DAY}</AssessmentActualStartDate><AssessmentAuthorisationDate>{DAY}"
HELD = (
    rf"<S47ActualStartDate>{DAY}</S47ActualStartDate><InitialCPCtarget>{DAY}</InitialCPCtarget><DateOfInitialCPC>{DAY}"
)
PLAN = rf"<CPPstartDate>{DAY}</CPPstartDate>"


def twice(line: str, _: int) -> str:
    """The child's time in need written twice."""
    time = re.search(r"<CINdetails>.*</CINdetails>", line)
    return line.replace("</Child>", f"{time[0]}</Child>") if time else line


def born_before_and_expected(line: str, _: int) -> str:
    born = re.search(rf"<PersonBirthDate>{DAY}</PersonBirthDate>", line)
    return (
        line.replace(born[0], f"{born[0]}<ExpectedPersonBirthDate>{born[1]}</ExpectedPersonBirthDate>")
        if born
        else line
    )


def after_the_first(files: Files) -> int:
    """The second of the years: what it says happened in it did, where the first says what was open when it began."""
    return min(files.years[0] + 1, files.years[-1])


def plan_without_conference(files: Files) -> None:
    """A plan whose enquiry is gone; not of April, when its conference may stand in the year before."""
    change(
        files,
        having=r"<Section47>.*</Section47>.*<CPPstartDate>\d{4}-(?!04)",
        by=replaced(r"<Section47>.*</Section47>", ""),
        element="CPPstartDate",
        since=after_the_first(files),
    )


def closed_before_referred(files: Files) -> None:
    """A closure a fortnight before a referral that was made later in the year than that."""
    change(
        files,
        having=r"<CINreferralDate>\d{4}-(?!04)\d\d-\d\d.*<CINclosureDate>",
        by=lambda line, _: re.sub(
            r"<CINclosureDate>[^<]*",
            lambda _m: f"<CINclosureDate>{earlier(re.findall(rf'<CINreferralDate>{DAY}', line)[0], 15)}",
            line,
        ),
        element="CINclosureDate",
        since=after_the_first(files),
    )


def dead_a_year(line: str, _: int) -> str:
    """A death a year before the referral."""
    referred = re.findall(rf"<CINreferralDate>{DAY}", line)[0]
    died = f"<PersonDeathDate>{earlier(referred, 365)}</PersonDeathDate>"
    return line.replace("</ChildIdentifiers>", f"{died}</ChildIdentifiers>")


def child_twice(files: Files) -> None:
    for year in files.some_years():
        census = files.census(year)
        child, line = files.claim((child, census.of(child)) for child in in_one_census_only(files, year))
        last = max(n for n, text in enumerate(census.lines) if text.startswith("<Child>"))
        census.lines[last] += f"\n{line}"
        census.lines = "\n".join(census.lines).split("\n")
        census.children[child] = last + 1
        files.note_line(census, child, "LAchildID")
        return


def earlier_plans_fall(files: Files) -> None:
    """A later plan that counts fewer plans before it than the plan before it did."""
    for year in files.some_years():
        census = files.census(year)
        found = [
            (child, census.of(child))
            for child in census.children
            if child not in files.used
            and census.of(child).count("<ChildProtectionPlans>") == 1
            and re.search(
                rf"<CPPstartDate>({year - 1}-(0[4-9]|1[012])|{year}-0[123])-\d\d</CPPstartDate>", census.of(child)
            )
            and re.search(r"<NumberOfPreviousCPP>[1-9]", census.of(child))
            and not any(child in files.census(other).children for other in files.years if other > year)
            and any(
                other < year
                and child in files.census(other).children
                and "<CPPstartDate>" in files.census(other).of(child)
                for other in files.years
            )
        ]
        if found:
            child, line = files.claim(found)
            census.lines[census.children[child]] = re.sub(r"<NumberOfPreviousCPP>\d+", "<NumberOfPreviousCPP>0", line)
            files.note_line(census, child, "NumberOfPreviousCPP")
            return


def planters() -> Iterator[tuple[str, str, Callable[[Files], None]]]:
    """(kind, what is wrong, how it is planted)."""

    def at(element: str, having: str, by: Change, since: int = 0, until: int = 9999) -> Callable[[Files], None]:
        return lambda files: change(files, having=having, by=by, element=element, since=since, until=until)

    yield (
        "plan-without-conference",
        "a protection plan with no conference before it",
        plan_without_conference,
    )
    yield (
        "conference-before-enquiry",
        "a conference before its section 47 enquiry began",
        at(
            "DateOfInitialCPC",
            rf"{HELD}(?!.*<CPPstartDate>)",
            replaced(HELD, lambda m: m[0].replace(f"CPC>{m[3]}", f"CPC>{earlier(m[1], 6)}")),
        ),
    )
    yield (
        "assessment-ends-before-it-starts",
        "an assessment authorised before it started",
        at(
            "AssessmentAuthorisationDate",
            AUTHORISED,
            replaced(
                AUTHORISED,
                lambda m: m[0].replace(f"AuthorisationDate>{m[2]}", f"AuthorisationDate>{earlier(m[1], 12)}"),
            ),
        ),
    )
    yield (
        "closed-before-referred",
        "a closure before the referral",
        closed_before_referred,
    )
    yield "earlier-plans-fall", "fewer plans before this plan than before the last", earlier_plans_fall
    yield (
        "review-before-plan",
        "a protection plan's review before the plan began",
        at(
            "CPPreviewDate",
            rf"{PLAN}.*<CPPreviewDate>",
            lambda line, _: re.sub(
                r"<CPPreviewDate>[^<]*",
                lambda _m: f"<CPPreviewDate>{earlier(re.findall(PLAN, line)[0], 8)}",
                line,
                count=1,
            ),
        ),
    )
    yield (
        "plan-ends-before-it-starts",
        "a protection plan that ends before it begins",
        at(
            "CPPendDate",
            rf"{PLAN}<CPPendDate>",
            lambda line, _: re.sub(
                r"<CPPendDate>[^<]*", lambda _m: f"<CPPendDate>{earlier(re.findall(PLAN, line)[0], 30)}", line
            ),
        ),
    )
    yield (
        "none-found-and-others",
        "no factors found, and a factor beside it",
        at(
            "AssessmentFactors",
            "<AssessmentFactors>21<",
            replaced(
                "<AssessmentFactors>21</AssessmentFactors>",
                "<AssessmentFactors>21</AssessmentFactors><AssessmentFactors>4B</AssessmentFactors>",
            ),
        ),
    )
    yield (
        "factor-of-another-year",
        "a factor that was split in two in 2020/21 and is no code from 2024/25",
        at(
            "AssessmentFactors",
            "<AssessmentFactors>18[BC]<",
            replaced("<AssessmentFactors>18[BC]<", "<AssessmentFactors>18A<"),
            since=2025,
        ),
    )
    yield (
        "referral-source-unknown",
        "a source of referral there is none of",
        at("ReferralSource", "<ReferralSource>", replaced("<ReferralSource>[^<]*", "<ReferralSource>9Z")),
    )
    yield (
        "closed-without-reason",
        "a closure with no reason",
        at("ReasonForClosure", "<ReasonForClosure>RC7<", replaced("<ReasonForClosure>[^<]*</ReasonForClosure>", "")),
    )
    yield (
        "reason-without-closure",
        "a reason for closure with no closure",
        at("CINclosureDate", "<ReasonForClosure>RC8<", replaced("<CINclosureDate>[^<]*</CINclosureDate>", "")),
    )
    yield (
        "born-and-expected",
        "a birthday and an expected birthday",
        at("ExpectedPersonBirthDate", "<PersonBirthDate>", born_before_and_expected),
    )
    yield (
        "no-further-action-but-assessed",
        "no further action, and an assessment",
        at("ReferralNFA", "<Assessments>.*<ReferralNFA>0", replaced("<ReferralNFA>0", "<ReferralNFA>1")),
    )
    yield "two-referrals-a-day", "one child referred twice on one day", at("CINreferralDate", "<Assessments>", twice)
    yield "child-twice", "one child written twice in one census", child_twice
    yield (
        "census-date-impossible",
        "a birthday in no calendar",
        at("PersonBirthDate", "<PersonBirthDate>", replaced(r"<PersonBirthDate>[^<]*", "<PersonBirthDate>2016-02-30")),
    )
    yield (
        "element-of-another-year",
        "GenderCurrent, which Sex has replaced",
        at(
            "GenderCurrent",
            "<Sex>",
            replaced("<Sex>M</Sex>|<Sex>F</Sex>", "<GenderCurrent>1</GenderCurrent>"),
            since=2025,
        ),
    )
    yield (
        "died-before-referred",
        "referred a year after they died",
        at("PersonDeathDate", "</(Sex|GenderCurrent)></ChildIdentifiers>", dead_a_year),
    )
    yield (
        "no-pupil-number-code-unknown",
        "a reason for no UPN there is none of",
        at("UPNunknown", "<UPNunknown>UN1<", replaced("<UPNunknown>UN1", "<UPNunknown>UN9")),
    )
