"""The truth file against an independent count over the files as written, and the arithmetic of stocks and flows."""

import itertools
from datetime import date

import numpy as np
import pytest
from tests.made_up.conftest import YEARS, day
from tests.made_up.test_cin_census import details

pytestmark = pytest.mark.slow

RESPITE = {"V3", "V4"}
HOLIDAYS = [
    f"{year}-{each}"
    for year, those in {
        2016: "01-01 03-25 03-28 05-02 05-30 08-29 12-26 12-27",
        2017: "01-02 04-14 04-17 05-01 05-29 08-28 12-25 12-26",
        2018: "01-01 03-30 04-02 05-07 05-28 08-27 12-25 12-26",
        2019: "01-01 04-19 04-22 05-06 05-27 08-26 12-25 12-26",
        2020: "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28",
        2021: "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28",
        2022: "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27",
        2023: "01-02 04-07 04-10 05-01 05-08 05-29 08-28 12-25 12-26",
        2024: "01-01 03-29 04-01 05-06 05-27 08-26 12-25 12-26",
        2025: "01-01 04-18 04-21 05-05 05-26 08-25 12-25 12-26",
        2026: "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28",
    }.items()
    for each in those.split()
]


def year_of(when):
    return when.year + (when.month >= 4)


def a_year_on(when):
    return date(when.year + 1, when.month, 28 if (when.month, when.day) == (2, 29) else when.day)


def working_days(first, last):
    """Working days after the first, the last included."""
    one = np.timedelta64(1, "D")
    return int(np.busday_count(np.datetime64(first) + one, np.datetime64(last) + one, holidays=HOLIDAYS))


@pytest.fixture(scope="module")
def periods(ssda903):
    """child -> periods of care (began, ended or None, why, rows) stitched from ten years of files, newest row wins."""
    newest = {}
    for year in YEARS:
        for row in ssda903[year]["episodes"]:
            newest[row["CHILD"], day(row["DECOM"])] = row
    found = {}
    for (child, began), row in sorted(newest.items()):
        if row["LS"] in RESPITE:
            continue
        theirs = found.setdefault(child, [])
        if row["RNE"] == "S" or not theirs:
            theirs.append([began, None, "", []])
        theirs[-1][1], theirs[-1][2] = day(row["DEC"]), row["REC"]
        theirs[-1][3].append(row)
    return found


@pytest.fixture(scope="module")
def unaccompanied(ssda903):
    return {row["CHILD"] for year in YEARS for row in ssda903[year]["uasc"]}


def test_children_in_care_starts_and_ends(truth, periods, unaccompanied):
    for year in YEARS:
        first, last = date(year - 1, 4, 1), date(year, 3, 31)
        there = {c for c, ps in periods.items() for p in ps if p[0] <= last and (p[1] is None or p[1] > last)}
        starting = [c for c, ps in periods.items() for p in ps if first <= p[0] <= last and p[3][0]["RNE"] == "S"]
        ending = [p for ps in periods.values() for p in ps if p[1] and first <= p[1] <= last]
        said = truth["true_counts"][str(year)]
        assert said["in_care"] == len(there)
        assert said["in_care_unaccompanied"] == len(there & unaccompanied)
        assert said["periods_of_care_starting"] == len(starting)
        assert said["children_starting_care"] == len(set(starting))
        assert said["children_starting_care_unaccompanied"] == len(set(starting) & unaccompanied)
        assert said["periods_of_care_ending"] == len(ending)
        assert said["adopted"] == sum(p[2] in {"E11", "E12"} for p in ending)
        assert said["special_guardianship"] == sum(p[2] in {"E43", "E44", "E45", "E46", "E47", "E48"} for p in ending)


def test_the_stock_moves_by_what_starts_and_ends(truth):
    for year in range(2015, 2027):
        before, now = truth["true_counts"][str(year - 1)], truth["true_counts"][str(year)]
        assert now["in_care"] == before["in_care"] + now["periods_of_care_starting"] - now["periods_of_care_ending"]
        assert now["plans_open"] == before["plans_open"] + now["plans_starting"] - now["plans_ending"]


def test_going_home_and_coming_back(truth, periods):
    for year in YEARS[:-1]:
        went = back = 0
        for theirs in periods.values():
            for position, (_, ended, why, _) in enumerate(theirs):
                if ended and why in {"E4A", "E4B"} and year_of(ended) == year:
                    went += 1
                    back += any(began <= a_year_on(ended) for began, *_ in theirs[position + 1 :])
        assert truth["true_counts"][str(year)]["going_home"] == went
        assert truth["true_counts"][str(year)]["going_home_back"] == back
    assert truth["true_counts"]["2026"]["going_home_back"] is None


def test_three_or_more_placements(truth, periods):
    """A home is a run of rows with no P, B or S between; a temporary stay, and the return from it, start no home."""
    for year in YEARS:
        first, last = date(year - 1, 4, 1), date(year, 3, 31)
        several = 0
        for theirs in periods.values():
            if not any(began <= last and (ended is None or ended > last) for began, ended, *_ in theirs):
                continue
            homes = []
            for *_, rows in theirs:
                for position, row in enumerate(rows):
                    temporary = row["PLACE"].startswith("T") or (
                        position and rows[position - 1]["PLACE"].startswith("T")
                    )
                    continues = position and (row["RNE"] in "LTU" or temporary)
                    ended = day(row["DEC"]) or date(2099, 1, 1)
                    if continues:
                        homes[-1][1] = ended
                    else:
                        homes.append([day(row["DECOM"]), ended])
            several += sum(began <= last and ended > first for began, ended in homes) >= 3
        assert truth["true_counts"][str(year)]["three_or_more_placements"] == several


def test_care_leavers_in_suitable_accommodation(truth, ssda903):
    for year in YEARS:
        asked = suitable = 0
        for row in ssda903[year]["oc3"]:
            born = day(row["DOB"])
            age = next(a for a in range(17, 22) if year_of(born.replace(year=born.year + a)) == year)
            if age >= 19 and row["IN_TOUCH"] != "DIED" and row["ACCOM"][0] not in "GH":
                asked += 1
                suitable += row["ACCOM"][-1] == "1"
        assert truth["true_counts"][str(year)]["care_leavers_19_to_21"] == asked
        assert truth["true_counts"][str(year)]["care_leavers_suitable"] == suitable


def test_help_and_protection(truth, cin):
    referrals, assessments, conferences, plans = {}, {}, {}, {}
    for year in YEARS:
        for child, time in details(cin[year]):
            referred = day(time.findtext("CINreferralDate"))
            referrals[child, referred] = time.findtext("ReferralNFA") == "1"
            for each in time.iterfind("Assessments"):
                if done := day(each.findtext("AssessmentAuthorisationDate")):
                    assessments[child, referred, done] = working_days(referred, done) <= 45
            for each in time.iterfind("Section47"):
                if held := day(each.findtext("DateOfInitialCPC")):
                    conferences[child, held] = working_days(day(each.findtext("S47ActualStartDate")), held) <= 15
            for each in time.iterfind("ChildProtectionPlans"):
                began = day(each.findtext("CPPstartDate"))
                plans[child, began] = (int(each.findtext("NumberOfPreviousCPP")), day(each.findtext("CPPendDate")))
    by_child = {}
    for child, referred in sorted(referrals):
        by_child.setdefault(child, []).append(referred)
    for year in YEARS:
        said, last = truth["true_counts"][str(year)], date(year, 3, 31)
        assert said["referrals"] == sum(year_of(when) == year for _, when in referrals)
        assert said["referrals_no_further_action"] == sum(
            nfa for (_, when), nfa in referrals.items() if year_of(when) == year
        )
        if year > YEARS[0]:  # the first year's earlier referrals are in no file, unless still open
            assert said["re_referrals"] == sum(
                year_of(when) == year and when <= a_year_on(before)
                for theirs in by_child.values()
                for before, when in itertools.pairwise(theirs)
            )
        done = [in_time for (*_, when), in_time in assessments.items() if year_of(when) == year]
        assert (said["assessments_completed"], said["assessments_in_45_days"]) == (len(done), sum(done))
        held = [in_time for (_, when), in_time in conferences.items() if year_of(when) == year]
        assert (said["conferences"], said["conferences_in_15_days"]) == (len(held), sum(held))
        starting = [earlier for (_, when), (earlier, _) in plans.items() if year_of(when) == year]
        assert said["plans_starting"] == len(starting)
        assert said["plans_second_or_later"] == sum(earlier > 0 for earlier in starting)
        assert said["plans_open"] == sum(
            began <= last and (not ended or ended > last) for (_, began), (_, ended) in plans.items()
        )


def test_rows_written_are_the_rows_there(truth, ssda903, cin):
    for year in YEARS:
        assert truth["rows_written"]["ssda903"][str(year)] == {name: len(rows) for name, rows in ssda903[year].items()}
        for element, number in truth["rows_written"]["cin"][str(year)].items():
            assert number == sum(1 for _ in cin[year].iter(element))
