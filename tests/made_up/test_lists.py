"""The lists beside the returns: their columns as promised, and one story with the returns they go with."""

import csv
from collections import Counter
from datetime import date
from itertools import pairwise

import pytest
from tests.made_up.conftest import YEARS, day
from tests.made_up.test_cin_census import details

from turncurve.made_up.lists import LISTS

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def lists(folder):
    return {
        one.name: list(csv.DictReader((folder / one.name).read_text(encoding="utf-8").splitlines())) for one in LISTS
    }


def test_columns_are_as_promised_and_every_list_has_rows(folder, lists, truth):
    for one in LISTS:
        assert (folder / one.name).read_text(encoding="utf-8").split("\n", 1)[0] == one.heading
        assert len(lists[one.name]) > 100
        assert truth["rows_written"][one.name.removesuffix(".csv")] == len(lists[one.name])


def test_a_worker_who_leads_was_there(lists):
    workers = {row["worker"]: (day(row["started"]), day(row["left"])) for row in lists["workers.csv"]}
    assert len(workers) == len(lists["workers.csv"])
    outside = 0
    for row in lists["lead_workers.csv"]:
        began, left = workers[row["worker"]]
        assert left is None or day(row["from"]) < left
        assert row["to"] == "" or left is None or day(row["to"]) <= left
        outside += day(row["from"]) < began
    assert outside < 0.02 * len(lists["lead_workers.csv"])  # leads from before the first worker we know of


def test_leads_of_a_child_follow_one_another_and_brothers_and_sisters_share_them(lists):
    theirs, families = {}, {}
    for row in lists["lead_workers.csv"]:
        theirs.setdefault(row["child"], []).append((day(row["from"]), day(row["to"]) or date(2099, 1, 1)))
        families.setdefault((row["family"], row["from"], row["worker"]), set()).add(row["child"])
    for leads in theirs.values():
        leads.sort()
        assert all(ended <= began for (_, ended), (began, _) in pairwise(leads))
    assert sum(len(children) > 1 for children in families.values()) > 5_000


def test_social_workers_in_the_care_return_are_the_leads(lists, ssda903):
    leads = {(row["child"], row["worker"]) for row in lists["lead_workers.csv"]}
    for year in (2024, 2025, 2026):
        rows = ssda903[year]["sw_episodes"]
        assert len(rows) > 400
        assert all((row["CHILD"], row["SW_ID"]) in leads for row in rows)


def test_caseloads_are_the_leads_counted(lists):
    day_counted = "2023-09-30"
    held = Counter(
        row["worker"]
        for row in lists["lead_workers.csv"]
        if row["from"] <= day_counted and (row["to"] == "" or row["to"] > day_counted)
    )
    said = {row["worker"]: int(row["children"]) for row in lists["caseloads.csv"] if row["day"] == day_counted}
    assert {worker: held[worker] for worker in said} == said
    assert 8 < sum(said.values()) / len(said) < 20


def test_every_child_in_care_has_one_price_on_every_day(lists, ssda903):
    prices = {}
    for row in lists["placement_costs.csv"]:
        prices.setdefault(row["child"], []).append((day(row["from"]), day(row["to"]) or date(2099, 1, 1)))
    for spans in prices.values():
        spans.sort()
        assert all(ended <= began for (_, ended), (began, _) in pairwise(spans))
    for year in (2019, 2026):
        last = date(year, 3, 31)
        for row in ssda903[year]["episodes"]:
            if not row["DEC"] and row["LS"] not in {"V3", "V4"}:
                assert sum(began <= last < ended for began, ended in prices[row["CHILD"]]) == 1
    providers = {row["provider"] for row in lists["placement_providers.csv"]}
    assert len(providers) == len(lists["placement_providers.csv"])
    assert all(r["provider"] in providers for r in lists["placement_costs.csv"] if r["placement"] != "P1")


def test_early_help_steps_up_to_a_referral_by_early_help(lists, cin):
    stepped = {
        (row["child"], row["ended"]) for row in lists["early_help.csv"] if row["outcome"] == "stepped up to social care"
    }
    assert len(stepped) > 200
    referred = {
        (child, time.findtext("CINreferralDate"))
        for year in YEARS
        for child, time in details(cin[year])
        if time.findtext("ReferralSource") == "5D"
    }
    known = {one for one in stepped if one[1] <= "2026-03-31"}
    assert known <= referred
    for row in lists["early_help.csv"]:
        assert row["consent"] in {"yes", "no"}
        assert not row["started"] or row["referred"] <= row["started"]
        assert not row["ended"] or row["referred"] <= row["ended"]


def test_mothers_conferences_moved_in_and_dropped_adoption_plans_leave_their_trace(ssda903, cin):
    mothers = [row for year in YEARS for row in ssda903[year]["header"] if row["MOTHER"] == "1"]
    assert mothers
    assert all(row["SEX"] in {"2", "F"} and day(row["MC_DOB"]) > day(row["DOB"]) for row in mothers)
    assert all(row["MOTHER"] in {"", "0", "1"} for year in YEARS for row in ssda903[year]["header"])
    moved = [time for year in YEARS for _, time in details(cin[year]) if time.findtext("DateOfInitialCPC")]
    assert len(moved) > 20
    assert all(time.findtext("ReferralSource") == "5C" and time.find("Section47") is None for time in moved)
    dropped = [row for year in YEARS for row in ssda903[year]["placed_for_adoption"] if row["REASON_PLACED_CEASED"]]
    assert dropped
    assert all(day(row["DATE_PLACED"]) < day(row["DATE_PLACED_CEASED"]) for row in dropped)
