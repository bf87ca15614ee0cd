"""The CIN census as written: valid by DfE's own schemas, consistent within a year and from year to year."""

import itertools
from datetime import date

import pytest
from lxml import etree
from tests.made_up.conftest import YEARS, day
from tests.support.shared import SHARED, needs_shared

pytestmark = pytest.mark.slow


def details(tree):
    for child in tree.iterfind("Children/Child"):
        for time in child.iterfind("CINdetails"):
            yield child.findtext("ChildIdentifiers/LAchildID"), time


@needs_shared
@pytest.mark.parametrize("year", YEARS)
def test_the_census_is_valid_by_the_schema_of_its_year(cin, year):
    schema = etree.XMLSchema(file=SHARED / "data/samples/cin/xsd" / f"CIN_schema_{max(year, 2019)}.xsd")
    schema.assertValid(cin[year])


def test_the_header_names_the_year_and_the_invented_council(cin, invented):
    for year in YEARS:
        assert cin[year].findtext("Header/CollectionDetails/ReferenceDate") == f"{year}-03-31"
        assert cin[year].findtext("Header/Source/LEA") == invented.dfe_code


def test_elements_and_codes_begin_in_their_own_year(cin):
    for year in YEARS:
        tree = cin[year]
        assert (tree.find(".//Sex") is not None) == (year >= 2025)
        assert (tree.find(".//GenderCurrent") is not None) == (year < 2025)
        assert (tree.find(".//CINPlanDates") is not None) == (year >= 2022)
        assert tree.find(".//PreProceedingsandFGDM") is None
        for code, first in (
            ("ReferralSource", ("5D", date(2022, 4, 1))),
            ("ReasonForClosure", ("RC9", date(2022, 4, 1))),
        ):
            found = [t for _, t in details(tree) if t.findtext(code) == first[0]]
            assert bool(found) == (year >= 2023)
            when = "CINreferralDate" if code == "ReferralSource" else "CINclosureDate"
            assert all(day(t.findtext(when)) >= first[1] for t in found)
        factors = {factor.text for factor in tree.iter("AssessmentFactors")}
        assert bool(factors & {"18B", "18C", "19B", "19C"}) == (year >= 2021)
        assert ("24A" in factors) == (year >= 2022)
        assert not factors & {"18A", "19A"} or year <= 2020
        for group in tree.iter("FactorsIdentifiedAtAssessment"):
            codes = [factor.text for factor in group]
            assert "21" not in codes or codes == ["21"]


def test_a_referral_with_no_further_action_carries_only_itself(cin):
    found = 0
    for year in YEARS:
        for _, time in details(cin[year]):
            if time.findtext("ReferralNFA") == "1":
                found += 1
                assert [field.tag for field in time] == ["CINreferralDate", "ReferralSource", "ReferralNFA"]
                assert date(year - 1, 4, 1) <= day(time.findtext("CINreferralDate")) <= date(year, 3, 31)
            else:
                assert bool(time.findtext("CINclosureDate")) == bool(time.findtext("ReasonForClosure"))
    assert found > 500


def test_nothing_is_known_before_it_happens_or_after_the_help_ended(cin):
    for year in YEARS:
        first, last = date(year - 1, 4, 1), date(year, 3, 31)
        for _, time in details(cin[year]):
            referred, closed = day(time.findtext("CINreferralDate")), day(time.findtext("CINclosureDate"))
            assert referred <= last
            assert closed is None or first <= closed <= last
            for element in time.iter():
                if (
                    element.text
                    and len(element.text) == 10
                    and element.text[4] == "-"
                    and element.tag != "InitialCPCtarget"
                ):
                    assert referred <= day(element.text) <= (closed or last), element.tag
            for plan in time.iterfind("ChildProtectionPlans"):
                began, ended = day(plan.findtext("CPPstartDate")), day(plan.findtext("CPPendDate"))
                assert ended is None or began < ended
                assert all(began < day(review.text) for review in plan.iter("CPPreviewDate"))
                assert began in {day(e.text) for e in time.iter("DateOfInitialCPC")} or began < first


def test_one_referral_a_child_a_day_and_no_two_times_in_need_at_once(cin):
    for year in YEARS:
        theirs = {}
        for child, time in details(cin[year]):
            theirs.setdefault(child, []).append(
                (
                    day(time.findtext("CINreferralDate")),
                    day(time.findtext("CINclosureDate")),
                    time.findtext("ReferralNFA"),
                )
            )
        for times in theirs.values():
            for (before, closed, nothing), (after, _, _) in itertools.pairwise(times):
                assert before < after
                assert nothing == "1" or closed < after


def test_the_number_of_earlier_plans_goes_up_by_one_each_plan(cin):
    plans = {}
    for year in YEARS:
        for child, time in details(cin[year]):
            for plan in time.iterfind("ChildProtectionPlans"):
                plans.setdefault(child, {})[plan.findtext("CPPstartDate")] = int(plan.findtext("NumberOfPreviousCPP"))
    again = 0
    for theirs in plans.values():
        earlier = [theirs[began] for began in sorted(theirs)]
        assert earlier == list(range(earlier[0], earlier[0] + len(earlier)))
        again += len(earlier) > 1
    assert again > 200


def test_children_not_yet_born_have_an_expected_birthday_and_become_themselves_next_year(cin):
    unborn = 0
    for year in YEARS:
        last = date(year, 3, 31)
        for child in cin[year].iterfind("Children/Child/ChildIdentifiers"):
            expected = day(child.findtext("ExpectedPersonBirthDate"))
            if expected:
                unborn += 1
                assert expected > last
                assert (child.findtext("Sex") or child.findtext("GenderCurrent")) in {"U", "0"}
            else:
                assert day(child.findtext("PersonBirthDate")) <= last
    assert unborn > 50


def test_a_child_in_care_is_a_child_in_need(cin, ssda903):
    for year in YEARS:
        in_need = {child for child, time in details(cin[year]) if not time.findtext("CINclosureDate")}
        in_care = {row["CHILD"] for row in ssda903[year]["episodes"] if not row["DEC"]}
        assert in_care <= in_need


def test_brothers_and_sisters_are_referred_together(cin):
    """More children share a day, a source and a conference than chance would have: counts are over-dispersed."""
    referrals = {}
    for child, time in details(cin[2024]):
        referred = day(time.findtext("CINreferralDate"))
        if referred >= date(2023, 4, 1):
            referrals.setdefault((referred, time.findtext("ReferralSource")), []).append(child)
    neighbours = sum(
        int(b) - int(a) == 1
        for group in referrals.values()
        for a, b in zip(sorted(group), sorted(group)[1:], strict=False)
    )
    assert neighbours > 0.25 * sum(len(group) for group in referrals.values())
