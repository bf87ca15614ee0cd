"""A census read the plain way, one child and one cell after another, and years stitched by a loop: twins of the reader."""

import xml.etree.ElementTree as ET
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from turncurve.definitions.code_lists import code_lists
from turncurve.returns.dates import read_date

ROWS = ("Child", "Disability", "CINdetails", "Assessments", "AssessmentFactors", "CINPlanDates", "Section47",
        "ChildProtectionPlans", "CPPreviewDate")  # fmt: skip
SEXES = {"1": "M", "2": "F", "0": "U", "9": "U"}
FLAGS = {"0": False, "1": True, "false": False, "true": True}
NAMED_BY = {
    "person": ("person_id",),
    "disability": ("person_id", "disability"),
    "cin_episodes": ("referral_id",),
    "cin_assessments": ("assessment_id",),
    "assessment_factors": ("assessment_id", "factor"),
    "cin_plans": ("referral_id", "started"),
    "s47_enquiry": ("s47_id",),
    "cp_plans": ("plan_id",),
    "cp_reviews": ("plan_id", "date_of_review"),
    "transfer_in_conferences": ("referral_id",),
}
ENDED_BY = {"cin_episodes": "closed", "cin_plans": "ended", "cp_plans": "ended"}


def rows_in(element):
    return sum(one.tag in ROWS for one in element.iter())


def first(element, name):
    return next((one for one in element if one.tag == name), ET.Element(name))


def cell(element, name):
    return (first(element, name).text or "").strip()


def held(element, *path):
    """The elements at the end of a path of names, through every element on the way."""
    found = [element]
    for name in path:
        found = [one for outer in found for one in outer if one.tag == name]
    return found


@dataclass
class PlainCensus:
    """What one census holds, all of whose elements are in their place."""

    year: int
    records: dict = field(default_factory=lambda: {name: {} for name in NAMED_BY})
    problems: Counter = field(default_factory=Counter)
    set_aside: int = 0

    def wrong(self, name, rule):
        self.problems[name, rule] += 1

    def refuse(self, element, name, rule):
        self.set_aside += rows_in(element)
        self.wrong(name, rule)

    def keep(self, table, record, *, element=""):
        """Keep a record unless it was given before; then it is a row set aside, if it is a row."""
        named = tuple(record[column] for column in NAMED_BY[table])
        if named not in self.records[table]:
            self.records[table][named] = record
        elif element:
            self.set_aside += 1
            same = table != "person" and self.records[table][named] == record
            self.wrong(element, "same-row-twice" if same else "two-rows-for-one")

    def day(self, element, name):
        text = cell(element, name)
        found = read_date(text) if text else None
        if text and found is None:
            self.wrong(name, "not-a-date")
        return found

    def needed_day(self, element, name, text):
        found = read_date(text)
        if found is None:
            self.refuse(element, name, "not-a-date" if text else "needed-and-blank")
        return found

    def code(self, name, text, *, codes=""):
        listed = code_lists("cin_census")[codes or name]
        if text and text not in listed:
            self.wrong(name, "code-not-known")
        elif text and not listed[text].valid_in(self.year):
            self.wrong(name, "code-of-another-year")
        return text or None

    def coded(self, element, name, *, codes=""):
        return self.code(name, cell(element, name).upper(), codes=codes)

    def flag(self, element, name):
        text = cell(element, name).lower()
        if text and text not in FLAGS:
            self.wrong(name, "not-a-flag")
        return FLAGS.get(text)

    def whole(self, element, name):
        text = cell(element, name)
        fits = text.isdecimal() and len(text) <= 9
        if text and not fits:
            self.wrong(name, "not-a-number")
        return int(text) if fits else None

    def ends_before(self, element, name, *, began, ended):
        if ended is not None and ended < began:
            self.refuse(element, name, "ends-before-it-begins")
            return True
        return False

    def take_child(self, child):
        identity, described = first(child, "ChildIdentifiers"), first(child, "ChildCharacteristics")
        person = cell(identity, "LAchildID")
        if not person:
            self.refuse(child, "LAchildID", "needed-and-blank")
            return
        sex = self.coded(identity, "Sex") or self.coded(identity, "GenderCurrent")
        self.coded(identity, "UPNunknown")
        upn = cell(identity, "UPN").upper()
        if upn and not (len(upn) == 13 and upn.isalnum()):
            self.wrong("UPN", "code-not-known")
        record = {
            "person_id": person, "sex": SEXES.get(sex, sex), "upn": upn or None,
            "date_of_birth": self.day(identity, "PersonBirthDate"),
            "expected_date_of_birth": self.day(identity, "ExpectedPersonBirthDate"),
            "date_of_death": self.day(identity, "PersonDeathDate"), "ethnicity": self.coded(described, "Ethnicity"),
        }  # fmt: skip
        self.keep("person", record, element="LAchildID")
        for one in held(described, "Disabilities", "Disability"):
            self.take_text(one, "disability", {"person_id": person}, "disability")
        for one in held(child, "CINdetails"):
            self.take_details(one, person)

    def take_text(self, element, table, record, column):
        text = (element.text or "").strip().upper()
        if text:
            self.code(element.tag, text)
            self.keep(table, {**record, column: text}, element=element.tag)
        else:
            self.refuse(element, element.tag, "needed-and-blank")

    def take_details(self, details, person):
        referred = self.needed_day(details, "CINreferralDate", cell(details, "CINreferralDate"))
        if referred is None:
            return
        referral = {"referral_id": f"{person}:{referred}", "person_id": person}
        closed = self.day(details, "CINclosureDate")
        record = {
            **referral, "referral_date": referred, "closed": closed,
            "source": self.coded(details, "ReferralSource"), "primary_need": self.coded(details, "PrimaryNeedCode"),
            "reason_closed": self.coded(details, "ReasonForClosure"),
            "no_further_action": self.flag(details, "ReferralNFA"),
        }  # fmt: skip
        self.keep("cin_episodes", record, element="CINdetails")
        if closed is not None and closed < referred:
            self.wrong("CINclosureDate", "ends-before-it-begins")
        if (moved_in := self.day(details, "DateOfInitialCPC")) is not None:
            self.keep("transfer_in_conferences", {**referral, "conference_date": moved_in})
        for one in held(details, "Assessments"):
            self.take_assessment(one, {**referral, "referral_date": referred})
        for one in held(details, "CINPlanDates"):
            began = self.needed_day(one, "CINPlanStartDate", cell(one, "CINPlanStartDate"))
            if began is not None:
                ended = self.day(one, "CINPlanEndDate")
                if not self.ends_before(one, "CINPlanEndDate", began=began, ended=ended):
                    self.keep("cin_plans", {**referral, "started": began, "ended": ended}, element=one.tag)
        for one in held(details, "Section47"):
            began = self.needed_day(one, "S47ActualStartDate", cell(one, "S47ActualStartDate"))
            if began is not None:
                record = {
                    **referral, "s47_id": f"{referral['referral_id']}:{began}", "started": began,
                    "conference_target": self.day(one, "InitialCPCtarget"),
                    "conference_date": self.day(one, "DateOfInitialCPC"),
                    "conference_not_required": self.flag(one, "ICPCnotRequired"),
                }  # fmt: skip
                self.keep("s47_enquiry", record, element=one.tag)
        for one in held(details, "ChildProtectionPlans"):
            self.take_protection(one, referral)

    def take_assessment(self, element, referral):
        began = self.needed_day(element, "AssessmentActualStartDate", cell(element, "AssessmentActualStartDate"))
        if began is None:
            return
        ended = self.day(element, "AssessmentAuthorisationDate")
        if self.ends_before(element, "AssessmentAuthorisationDate", began=began, ended=ended):
            return
        named = f"{referral['referral_id']}:{began}"
        record = {**referral, "assessment_id": named, "started": began, "authorised": ended}
        self.keep("cin_assessments", record, element="Assessments")
        for one in held(element, "FactorsIdentifiedAtAssessment", "AssessmentFactors"):
            of = {"assessment_id": named, "person_id": referral["person_id"]}
            self.take_text(one, "assessment_factors", of, "factor")

    def take_protection(self, element, referral):
        began = self.needed_day(element, "CPPstartDate", cell(element, "CPPstartDate"))
        if began is None:
            return
        ended = self.day(element, "CPPendDate")
        if self.ends_before(element, "CPPendDate", began=began, ended=ended):
            return
        plan = {"plan_id": f"{referral['person_id']}:{began}", "person_id": referral["person_id"]}
        record = {
            **referral, **plan, "started": began, "ended": ended,
            "initial_category": self.coded(element, "InitialCategoryOfAbuse", codes="CategoryOfAbuse"),
            "latest_category": self.coded(element, "LatestCategoryOfAbuse", codes="CategoryOfAbuse"),
            "previous_plans": self.whole(element, "NumberOfPreviousCPP"),
        }  # fmt: skip
        self.keep("cp_plans", record, element="ChildProtectionPlans")
        for one in held(element, "Reviews", "CPPreviewDate"):
            day = self.needed_day(one, "CPPreviewDate", (one.text or "").strip())
            if day is not None:
                self.keep("cp_reviews", {**plan, "date_of_review": day}, element="CPPreviewDate")


def plainly_read(text, *, year):
    """One census, read from its text; every element in it must be in its place, in the spelling of the guide."""
    census = PlainCensus(year=year)
    root = ET.fromstring(text)
    for child in root.iter("Child"):
        census.take_child(child)
    return census, rows_in(root)


def plainly_stitched(censuses):
    """({table: {name: record}}, {repair: rows}) of plain censuses of different years, older before newer."""
    years = {census.year for census in censuses if census.records["person"]}
    tables, repairs = {}, Counter()
    for table in NAMED_BY:
        kept = {}
        for census in censuses:
            for named, record in census.records[table].items():
                fresh = {**record, "year": census.year}
                if table == "person":
                    kept[named] = kept.get(named, {}) | {k: v for k, v in fresh.items() if v is not None}
                else:
                    repairs["restated-by-a-newer-census"] += named in kept
                    kept[named] = fresh
        for record in kept.values() if table in ENDED_BY else ():
            year, ended = record["year"], ENDED_BY[table]
            if record[ended] is None and year < max(years) and not record.get("no_further_action"):
                began = record["started"] if "started" in record else record["referral_date"]
                record[ended] = max(date(year, 4, 1), began)
                lost = year + 1 not in years
                repairs["open-record-lost-in-a-missing-year" if lost else "open-record-closed-at-year-end"] += 1
        tables[table] = kept
    return tables, {rule: rows for rule, rows in repairs.items() if rows}
