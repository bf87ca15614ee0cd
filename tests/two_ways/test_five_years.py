"""The plain loop gives, on five years of a council drawn by hand, the counts worked out by hand."""

from pathlib import Path

import pytest
from tests.two_ways.five_years import write_five_years
from tests.two_ways.plainly import Counts, count


@pytest.fixture(scope="module")
def five_years(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_five_years(tmp_path_factory.mktemp("five"))


# measure, every, split, and some of its counts
ANSWERS = [
    # 2022: bea and dan yes, cal not yet (fin is 16, ada and eli too short). 2022Q2: ada too. 2021Q4: fin only.
    ("long_term_stability", "year", "", {("2022", "all"): (2, 3), ("2023", "all"): (3, 3)}),
    ("long_term_stability", "quarter", "", {("2021Q4", "all"): (1, 3), ("2022Q2", "all"): (4, 4)}),
    # 2022: ada, bea, cal, dan (with adopters), eli (with adopters), fin, gil (in hospital), kay, lex; mia not.
    ("foster_placements", "year", "", {("2022", "all"): (7, 10), ("2023", "all"): (4, 6)}),
    ("relatives_or_friends", "year", "", {("2022", "all"): (1, 10), ("2023", "all"): (1, 6)}),
    # Gil's first home was kept until he moved on 10 April 2022; hob came back to other carers.
    ("three_or_more_placements", "year", "", {("2022", "all"): (0, 10), ("2023", "all"): (2, 6)}),
    # 2023: dan, eli, jon (twice), kay, lex, mia; ivy was unaccompanied. 2022: nat, on 1 April 2021.
    ("ceasing_rate", "year", "", {("2022", "all"): (1, 1500), ("2023", "all"): (6, 1500)}),
    ("ceasing_rate", "year", "unaccompanied", {("2023", "unaccompanied"): (1, 1500), ("2023", "all"): (7, 1500)}),
    ("ceasing_rate", "quarter", "", {("2022Q4", "all"): (2, 1500), ("2023Q1", "all"): (1, 1500)}),  # eli, jon; jon
    ("unaccompanied_care_rate", "quarter", "", {("2022Q2", "all"): (1, 1500), ("2022Q4", "all"): (0, 1500)}),
    ("went_home", "year", "", {("2022", "all"): (0, 1), ("2023", "all"): (1, 7)}),
    ("unplanned_returns_home", "year", "", {("2023", "all"): (1, 1)}),
    ("adopted", "year", "", {("2023", "all"): (2, 7)}),
    ("special_guardianship", "year", "", {("2023", "all"): (1, 7)}),
    ("left_within_six_months", "year", "", {("2023", "all"): (2, 7)}),  # ivy, jon the second time
    ("staying_put", "year", "", {("2023", "all"): (1, 2)}),  # kay; lex did not, mia was not fostered
    ("days_to_moving_in", "year", "", {("2023", "all"): (882, 2), ("2024", "all"): (0, 0)}),
    ("days_to_match", "year", "", {("2023", "all"): (89, 2)}),
    ("health_assessments", "year", "", {("2022", "all"): (5, 7), ("2023", "all"): (1, 2)}),
    ("dental_checks", "year", "", {("2022", "all"): (4, 7)}),
    ("immunisations", "year", "", {("2022", "all"): (6, 7)}),
    ("convicted_in_care", "year", "", {("2022", "all"): (2, 5)}),  # bea, xav; yaz is 9 and dan 3
    ("feelings_asked_about", "year", "", {("2022", "all"): (5, 6), ("2023", "all"): (1, 1)}),
    ("feelings_score", "year", "", {("2022", "all"): (49, 5), ("2023", "all"): (13, 1)}),
    # 2022: ada, cal. 2023: ada, ivy, gil.
    ("missing_from_care", "year", "", {("2022", "all"): (2, 10), ("2023", "all"): (3, 13), ("2024", "all"): (1, 6)}),
    ("missing_from_care", "year", "unaccompanied", {("2023", "unaccompanied"): (1, 1)}),
    ("care_leavers_working_or_learning", "year", "", {("2023", "all"): (1, 2)}),
    ("care_leavers_17_18_working_or_learning", "year", "", {("2023", "all"): (1, 2)}),
    ("care_leavers_17_18_suitable_accommodation", "year", "", {("2023", "all"): (1, 2)}),
    ("care_leavers_not_in_touch", "year", "", {("2023", "all"): (1, 2)}),
    # 2023: ada 2, bea 3, hob 1, and cal, fin and gil none. 2024: ada 1, bea 2.
    ("three_or_more_workers", "year", "", {("2023", "all"): (1, 6), ("2024", "all"): (0, 6)}),
    ("workers_per_child", "year", "", {("2023", "all"): (6, 3), ("2024", "all"): (3, 2)}),
    # ivy, jon the second time; the first by the list and not by the return.
    ("same_lead_into_care", "year", "", {("2022", "all"): (0, 0), ("2023", "all"): (3, 3)}),
    ("same_lead_onto_plan", "year", "", {("2022", "all"): (1, 1), ("2023", "all"): (1, 1)}),  # sol; jon
    # 2022: jon; sol; ada and bea. 2023: jon and sol; bea.
    ("children_per_lead", "year", "", {("2022", "all"): (4, 3), ("2023", "all"): (3, 2)}),
    ("children_per_lead", "quarter", "", {("2021Q3", "all"): (1, 1), ("2022Q3", "all"): (4, 2)}),
    ("referral_rate", "year", "", {("2022", "all"): (3, 1500), ("2023", "all"): (2, 1500)}),
    ("referrals_no_further_action", "year", "", {("2022", "all"): (1, 3)}),
    # 2021: oda, pip, wyn (tia closed that day). 2022: pip, ros, sol. 2024: pip, sol.
    ("need_rate", "year", "", {("2021", "all"): (3, 1500), ("2022", "all"): (3, 1500), ("2024", "all"): (2, 1500)}),
    ("enquiry_rate", "year", "", {("2022", "all"): (1, 1500)}),
    ("plan_starts_rate", "year", "", {("2020", "all"): (3, 1500), ("2023", "all"): (2, 1500)}),
    ("second_plans_within_2_years", "year", "", {("2023", "all"): (0, 2), ("2024", "all"): (1, 1)}),
    ("plans_ended_after_2_years", "year", "", {("2022", "all"): (1, 2), ("2021", "all"): (1, 2)}),  # oda; tia
    ("plans_open_2_years", "year", "", {("2021", "all"): (0, 2), ("2024", "all"): (1, 2)}),  # sol
    # 2020: oda and tia in time, pip not (quy is too new). 2022: sol, due that day (ros is too new).
    ("plans_reviewed_in_time", "year", "", {("2020", "all"): (2, 3), ("2022", "all"): (1, 1), ("2023", "all"): (1, 2)}),
    ("plans_reviewed_in_time", "quarter", "", {("2020Q3", "all"): (2, 3), ("2020Q4", "all"): (1, 2)}),
    ("plans_reviewed_in_time", "quarter", "", {("2022Q2", "all"): (1, 2), ("2023Q2", "all"): (0, 2)}),
]


@pytest.mark.parametrize(("measure", "every", "split", "by_hand"), ANSWERS)
def test_these_counts_are_those_worked_out_by_hand(
    five_years: Path, measure: str, every: str, split: str, by_hand: Counts
):
    counted = count(five_years, measure, every, split)
    assert {key: counted[key] for key in by_hand} == by_hand


def test_a_measure_is_counted_only_in_the_years_its_module_was_sent(five_years: Path):
    assert {period for period, _ in count(five_years, "workers_per_child", "year", "")} == {"2023", "2024"}
    assert {period for period, _ in count(five_years, "health_assessments", "year", "")} == {"2022", "2023"}
    assert min(count(five_years, "days_to_moving_in", "year", ""))[0] == "2023"
    assert min(count(five_years, "long_term_stability", "quarter", ""))[0] == "2021Q4"
