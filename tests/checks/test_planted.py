"""Each fault planted in a council with none is found, where it was planted and nowhere else."""

from dataclasses import replace

import polars as pl
import pytest
from tests.checks.drawing import drawn

from turncurve.checks import run_checks
from turncurve.checks.running import RAN
from turncurve.definitions.checks import checks
from turncurve.tables.reported import REPORTED, as_reported

pytestmark = pytest.mark.slow
OF_ROWS = {name: one for name, one in checks().items() if not one.worked_out_by}
OF_FILES = {name: one for name, one in checks().items() if one.worked_out_by}


def planted(reported, check):
    """The council with a check's own examples among its rows, and the rows marked in them."""
    tables, marked = dict(reported.tables), set()
    for name, drawing in check.examples.items():
        rows, found = drawn(name, drawing, prefix="planted-")
        tables[name] = pl.concat([tables.get(name, as_reported(name, [])), as_reported(name, rows)])
        if name == check.table:
            marked = found
    return replace(reported, tables=tables), marked


def test_an_invented_council_has_nothing_wrong_and_every_check_ran(two_years):
    checked = run_checks(checks().values(), two_years)
    assert checked.found.rows() == []
    tested = checked.ran.group_by("check").agg(pl.col("rows_tested").sum())
    assert set(tested.filter(pl.col("rows_tested") == 0)["check"]) == set()
    for reason in checked.ran.filter(pl.col("because") != "")["because"]:
        assert "the year " in reason.lower()


@pytest.mark.parametrize("name", OF_ROWS)
def test_a_planted_fault_is_found(two_years, name):
    check = OF_ROWS[name]
    council, marked = planted(two_years, check)
    before, after = run_checks([check], two_years), run_checks([check], council)
    planted_rows = after.found.filter(pl.col("file") == f"{check.table}-file")
    assert set(planted_rows["row"]) == marked
    assert after.ran["rows_found"].sum() == before.ran["rows_found"].sum() + len(marked)


def without(reported, name, *, year):
    """The council as if a table of one year had never come."""
    tables = {**reported.tables, name: reported.tables[name].filter(pl.col("year") != year)}
    return replace(reported, tables=tables, years={**reported.years, name: reported.arrived(name) - {year}})


def test_a_part_that_did_not_come_one_year_is_found_and_other_checks_say_they_could_not_run(two_years):
    council = without(two_years, "cla_person", year=2023)
    checked = run_checks(checks().values(), council)
    missing = checked.found.filter(pl.col("check") == "module_missing_in_a_year")
    assert missing.select("file", "field", "year").rows() == [(None, "the header of the SSDA903 return", 2023)]
    unrun = checked.ran.filter(pl.col("check") == "in_care_after_18", pl.col("year") == 2023)
    assert unrun["because"].to_list() == ["The header of the SSDA903 return did not arrive."]
    ran = checked.ran.filter(pl.col("check") == "in_care_after_18", pl.col("year") == 2024)
    assert ran["because"].to_list() == [""]
    assert ran["rows_tested"].item() > 100


def test_a_file_cut_in_half_is_found(two_years):
    rows = two_years.tables["cla_episodes"]
    cut = pl.concat([rows.filter(pl.col("year") == 2023), rows.filter(pl.col("year") == 2024).head(200)])
    council = replace(two_years, tables={**two_years.tables, "cla_episodes": cut})
    checked = run_checks([OF_FILES["far_from_the_year_before"]], council)
    assert checked.found.select("field", "year").rows() == [("the episodes of the SSDA903 return", 2024)]


def test_a_year_that_never_came_is_found(two_years):
    three = dict.fromkeys(
        (name for name, one in REPORTED.items() if one.return_name == "SSDA903"), frozenset({2021, 2024})
    )
    checked = run_checks([OF_FILES["year_missing_between"]], replace(two_years, years={**two_years.years, **three}))
    assert checked.found.select("field", "year").rows() == [("the SSDA903", 2022), ("the SSDA903", 2023)]


def test_a_population_that_is_not_known_is_found(two_years):
    children = two_years.children.filter(pl.col("mid_year") != 2022)
    checked = run_checks([OF_FILES["population_missing"]], replace(two_years, children=children))
    assert checked.found["year"].to_list() == [2023]


def test_areas_left_out_of_a_year_are_found(two_years):
    areas = two_years.tables["small_areas"]
    fewer = pl.concat([areas.filter(pl.col("mid_year") != 2022), areas.filter(pl.col("mid_year") == 2022).tail(-5)])
    council = replace(two_years, tables={**two_years.tables, "small_areas": fewer})
    checked = run_checks([OF_FILES["area_missing_in_a_year"]], council)
    assert checked.found.select("field", "year").rows() == [("5 areas in the middle of 2022", 2022)]


def test_nothing_loaded_is_said_and_not_taken_for_nothing_wrong(two_years):
    nothing = replace(two_years, tables={}, years={}, children=two_years.children.clear())
    checked = run_checks(checks().values(), nothing)
    assert checked.found.is_empty()
    assert set(checked.ran["check"]) == set(checks())
    assert checked.ran.filter(pl.col("because") == "").is_empty()
    assert checked.ran.schema == RAN


def test_a_row_sent_again_in_a_later_file_of_the_same_year_is_taken_from_the_later(two_years):
    check = OF_ROWS["ended_without_a_reason"]
    rows = [
        {"person_id": "x", "year": 2024, "began": began, "ended": began, "reason_ended": reason, "file": file, "row": 2}
        for file, reason, began in (
            ("older", None, two_years.tables["cla_episodes"]["began"][0]),
            ("newer", "E4A", two_years.tables["cla_episodes"]["began"][0]),
        )
    ]
    again = replace(two_years, tables={"cla_episodes": as_reported("cla_episodes", rows)})
    assert run_checks([check], again).found.is_empty()
    first = replace(two_years, tables={"cla_episodes": as_reported("cla_episodes", rows[:1])})
    assert run_checks([check], first).found["file"].to_list() == ["older"]
