"""The same seed gives the same bytes; files others rely on are whole; levels are like a real council's."""

import csv
import json
from datetime import date
from hashlib import sha256

import pytest
import yaml
from tests.made_up.conftest import YEARS, day

from turncurve.made_up import invent, invent_history
from turncurve.words.problems import Problem

MEASURES = {
    "care_rate", "starts_rate", "protection_plan_rate", "second_plans", "re_referrals", "assessments_in_45_days",
    "conferences_in_15_days", "three_or_more_placements", "care_leavers_suitable_accommodation",
    "back_in_care_within_a_year",
}  # fmt: skip


def digests(folder):
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows_of(path):
    return list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))


@pytest.mark.slow
def test_the_same_seed_writes_the_same_bytes_and_another_does_not(tmp_path):
    folders = {
        name: invent(tmp_path / name, seed=seed, years=2).folder for name, seed in (("a", 3), ("b", 3), ("c", 4))
    }
    a, b, c = (digests(folders[name]) for name in "abc")
    assert len(a) > 25
    assert a == b
    assert set(a) == set(c)
    alike = {name for name in a if a[name] == c[name]}
    assert alike == {"README.txt", "council.yaml", "obsessions.yaml", "events.yaml", "published/neighbours.csv"}


@pytest.mark.slow
def test_inventing_again_over_an_invented_folder_is_allowed_and_over_anything_else_is_not(tmp_path):
    _ = invent(tmp_path / "ours", seed=3, years=1)
    assert invent(tmp_path / "ours", seed=3, years=1).years == (2026,)
    (tmp_path / "theirs").mkdir()
    (tmp_path / "theirs" / "letter.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(Problem, match="not empty"):
        invent(tmp_path / "theirs", seed=3, years=1)
    assert [path.name for path in (tmp_path / "theirs").iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(("years", "as_at"), [(10, date(2026, 6, 30)), (0, date(2026, 3, 31)), (40, date(2026, 3, 31))])
def test_days_and_years_that_cannot_be_invented_are_refused(years, as_at):
    with pytest.raises(Problem):
        invent_history(seed=1, years=years, as_at=as_at)


@pytest.mark.slow
def test_every_known_child_lives_in_a_small_area_without_gap_or_overlap(folder, ssda903, cin):
    areas = {row["small_area"] for row in rows_of(folder / "small_areas.csv")}
    homes = {}
    for row in rows_of(folder / "children_places.csv"):
        assert row["small_area"] in areas
        homes.setdefault(row["child"], []).append((row["from"], row["to"]))
    for theirs in homes.values():
        theirs.sort()
        assert [began for began, _ in theirs[1:]] == [ended for _, ended in theirs[:-1]]
        assert theirs[-1][1] == ""
    assert any(len(theirs) > 1 for theirs in homes.values())
    for year in YEARS:
        for child in cin[year].iterfind("Children/Child"):
            first = min(day(time.findtext("CINreferralDate")) for time in child.iterfind("CINdetails"))
            assert homes[child.findtext("ChildIdentifiers/LAchildID")][0][0] <= first.isoformat()
        assert {row["CHILD"] for row in ssda903[year]["header"]} <= set(homes)


@pytest.mark.slow
def test_small_areas_hold_about_sixty_six_thousand_children_in_six_localities(folder):
    rows = rows_of(folder / "small_areas.csv")
    assert len({row["locality"] for row in rows}) == 6
    for year in range(2015, 2026):
        of_year = [row for row in rows if row["year"] == str(year)]
        assert len(of_year) == len({row["small_area"] for row in of_year}) == 200
        assert 63_500 < sum(int(row["children"]) for row in of_year) < 68_000


@pytest.mark.slow
def test_published_figures_have_every_place_measure_and_year_and_ours_are_the_truth(folder, truth):
    rows = rows_of(folder / "published" / "invented_published.csv")
    assert {row["measure"] for row in rows} == MEASURES
    assert {row["time_period"] for row in rows} == {str(year) for year in range(2014, 2027)}
    assert len(rows) == 10 * 13 * (1 + 1 + 11)
    ours = {(row["measure"], row["time_period"]): row for row in rows if row["old_la_code"] == "170"}
    for year in range(2014, 2027):
        said = truth["true_counts"][str(year)]
        assert ours["re_referrals", str(year)]["numerator"] == str(said["re_referrals"])
        assert ours["care_rate", str(year)]["numerator"] == str(said["in_care"] - said["in_care_unaccompanied"])
        rate = said["plans_open"] / said["children_0_to_17_mid_year_before"] * 10_000
        assert float(ours["protection_plan_rate", str(year)]["value"]) == pytest.approx(rate, abs=0.05)
    for row in rows:
        if row["geographic_level"] == "National" and row["numerator"] != "x" and row["denominator"] != "12000000":
            assert int(row["numerator"]) % 10 == int(row["denominator"]) % 10 == 0
        assert row["numerator"] not in {"1", "2", "3", "4", "5"}
        assert (row["numerator"] == "c") == (row["value"] == "c")
    assert any(row["value"] == "c" for row in rows)
    neighbours = rows_of(folder / "published" / "neighbours.csv")
    assert [row["SN_rank"] for row in neighbours] == [str(rank) for rank in range(1, 11)]
    assert {row["SN_LA_number"] for row in neighbours} == {row["old_la_code"] for row in rows} - {"", "170"}


@pytest.mark.slow
def test_the_council_says_it_is_invented_and_declares_its_ten_curves(folder):
    council = yaml.safe_load((folder / "council.yaml").read_text(encoding="utf-8"))
    assert council["invented"] is True
    assert council["note"] in (folder / "README.txt").read_text(encoding="utf-8")
    declared = yaml.safe_load((folder / "obsessions.yaml").read_text(encoding="utf-8"))
    assert {one["measure"] for one in declared} == MEASURES
    for one in declared:
        assert one["turning_date"] == date(2024, 3, 31)
        assert one["declared_on"] == date(2024, 3, 1)
        assert set(one["balance"]) <= MEASURES
        assert one["good_is"] in {"lower", "higher"}
        assert one.get("good_is_because") or one["measure"] not in {"care_rate", "starts_rate", "protection_plan_rate"}


@pytest.mark.slow
def test_unaccompanied_arrivals_rise_and_then_fall(truth):
    arrived = {year: truth["true_counts"][str(year)]["children_starting_care_unaccompanied"] for year in YEARS}
    assert arrived[2021] < arrived[2022] < arrived[2023] < arrived[2024] > arrived[2025] > arrived[2021]
    assert 25 < truth["true_counts"]["2026"]["in_care_unaccompanied"] < 60


@pytest.mark.slow
def test_the_truth_file_says_what_was_planted(truth, invented):
    assert truth["seed"] == invented.seed == 1
    planted = truth["planted"]
    assert planted["world"] == "reform"
    assert planted["turning_date"] == "2024-03-31"
    assert planted["reform"]["care_entries_multiplier"] == 0.72
    first, later = planted["reform"]["begins"]
    assert (first["from"], later["from"]) == ("2023-04-01", "2024-04-01")
    assert (len(first["localities"]), len(later["localities"])) == (2, 4)
    assert planted["chosen_when_bad"]["measure"] == "conferences_in_15_days"
    assert json.dumps(truth).count("null") == 1  # the last year's returns to care, not yet known
