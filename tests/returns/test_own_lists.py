"""The lists a council keeps itself: early help, workers, leads, caseloads, providers and prices."""

from dataclasses import replace
from datetime import date

import pytest
from tests.returns.test_ssda903_faults import arrived, one_problem, reading

from turncurve.made_up.lists import LISTS as WRITTEN
from turncurve.returns.own_lists import LISTS, recognise
from turncurve.tables import TABLES, annex_a, calendar, care, help_and_protection, own_lists, people, published
from turncurve.tables.column import Table

LEADS = "child,family,worker,from,to,why"


def leads(*rows, name="lead_workers.csv", heading=LEADS):
    return arrived(name, "\n".join([heading, *rows]) + "\n")


def prices(*rows):
    return arrived("prices.csv", "\n".join(["child,provider,placement,from,to,weekly_cost", *rows]) + "\n")


def help_given(*rows):
    heading = "child,family,small_area,source,referred,consent,started,ended,outcome,lead"
    return arrived("early_help.csv", "\n".join([heading, *rows]) + "\n")


def rows_of(name, *files):
    return reading(*files).tables[name].drop("file").rows()


@pytest.mark.parametrize("written", WRITTEN, ids=lambda one: one.name)
def test_each_list_is_known_by_its_columns_whatever_it_is_called_and_every_column_is_read(written):
    file = arrived("export.csv", f"{written.heading.upper()}\n")
    of = next(one for one in LISTS if one.name == recognise(file))
    assert {of.written(name) for name in of.columns} == set(written.columns)
    assert [(one.kind, one.rows_in, one.note) for one in reading(file).files] == [(of.name, 0, "no rows")]


def test_a_row_of_each_kind_of_value():
    assert rows_of("lead_workers", leads("0012,7,W1,01/05/2023,,FCONTA")) == [
        ("0012", "7", "W1", date(2023, 5, 1), None, "FCONTA")
    ]
    found = rows_of("placement_costs", prices('0012,P1,U6,2023-05-01,2023-06-01,"£1,250.50"', "0013,,,2023-05-01,,900"))
    assert [row[-1] for row in found] == [1250.5, 900.0]
    (helped,) = rows_of("early_help", help_given("0012,7,E1,school,2023-05-01,No,,2023-05-20,family declined,"))
    assert helped[5:8] == (False, None, date(2023, 5, 20))


def test_columns_that_are_not_needed_may_be_left_out_and_others_added():
    file = leads("0012,W1,2023-05-01,,North", heading="child,worker,from,to,team")
    assert rows_of("lead_workers", file) == [("0012", None, "W1", date(2023, 5, 1), None, None)]
    assert not reading(file).problems


@pytest.mark.parametrize(
    ("row", "field", "rule"),
    [
        (",7,W1,2023-05-01,,", "child", "needed-and-blank"),
        ("0012,7,,2023-05-01,,", "worker", "needed-and-blank"),
        ("0012,7,W1,,,", "from", "needed-and-blank"),
        ("0012,7,W1,45047,,", "from", "cannot-be-read"),
        ("0012,7,W1,2023-05-01,soon,", "to", "cannot-be-read"),
        ("0012,7,W1,2023-05-01,2023-04-30,", "to", "ends-before-it-begins"),
    ],
)
def test_a_row_that_cannot_be_used_is_set_aside_and_says_where(row, field, rule):
    file = leads("0011,7,W1,2023-05-01,,", row)
    problem = one_problem(file, rule=rule)
    assert (problem.row, problem.field, problem.set_aside) == (3, field, True)
    report = reading(file).files[0]
    assert (report.rows_in, report.rows_used, report.rows_set_aside) == (2, 1, 1)


def test_help_that_ended_before_the_referral_or_before_it_began():
    file = help_given("0012,,,,2023-05-10,yes,,2023-05-01,,", "0013,,,,2023-05-01,yes,2023-05-20,2023-05-10,,")
    assert [(one.row, one.field) for one in reading(file).problems] == [(2, "ended"), (3, "ended")]
    assert reading(file).files[0].rows_used == 0


@pytest.mark.parametrize("price", ["TBC", "-5", "1e999", "9" * 20, "1,25", "A823456789012"])
def test_a_price_that_is_no_number_is_set_aside_and_shown_no_further_than_a_code(price):
    problem = one_problem(prices(f'0012,P1,U6,2023-05-01,,"{price}"'), rule="cannot-be-read")
    assert (problem.field, problem.set_aside) == ("weekly_cost", True)
    assert "823456789012" not in problem.found


def test_a_cell_that_is_not_needed_and_cannot_be_read_is_left_blank():
    file = arrived("workers.csv", "worker,started,left,agency,hours\nW1,2020-01-01,,perhaps,1.0\n")
    problem = one_problem(file, rule="cannot-be-read")
    assert (problem.field, problem.set_aside) == ("agency", False)
    assert rows_of("social_workers", file) == [("W1", None, date(2020, 1, 1), None, None, 1.0, None)]


def test_the_same_row_twice_and_two_for_one():
    row = "0012,7,W1,2023-05-01,,"
    assert one_problem(leads(row, row), rule="same-row-twice").row == 3
    problem = one_problem(leads(row, "0012,7,W1,2023-05-01,2023-06-01,"), rule="two-rows-for-one")
    assert (problem.row, problem.field) == (3, "child, worker, from")


def test_a_newer_list_wins_row_by_row_and_it_is_counted():
    old = leads("0012,7,W1,2023-05-01,,", "0013,7,W1,2023-05-01,,")
    new = leads("0012,7,W1,2023-05-01,2023-06-01,", name="new/lead_workers.csv")
    found = reading(old, new)
    assert found.tables["lead_workers"]["ended"].to_list() == [date(2023, 6, 1), None]
    assert [(one.rule, one.rows) for one in found.repairs] == [("restated-by-a-newer-list", 1)]


def test_no_two_trusted_tables_share_a_name():
    rooms = (people, care, help_and_protection, annex_a, own_lists, published, calendar)
    every = [found.name for room in rooms for found in vars(room).values() if isinstance(found, Table)]
    assert sorted(every) == sorted(TABLES)


def test_a_column_twice_is_read_by_nobody():
    file = leads("0012,7,W1,2023-05-01,,,W2", heading=f"{LEADS},worker")
    assert one_problem(file, rule="column-twice").field == "worker"
    assert reading(file).files[0].rows_set_aside == 1
    assert reading(file).tables["lead_workers"].is_empty()


def test_in_a_regions_store_a_list_of_one_council_is_refused_and_counted():
    file = replace(leads("0012,7,W1,2023-05-01,,"), members=frozenset({"838"}))
    assert one_problem(file, rule="list-of-one-council").set_aside
    assert reading(file).files[0].rows_set_aside == 1
