"""Every check finds what its own examples mark, and nothing else, in any order of rows."""

import random
import re

import polars as pl
import pytest
from tests.checks.drawing import drawn, reported_of

from turncurve.checks import run_checks
from turncurve.checks.worked_out import WORKED_OUT
from turncurve.definitions.checks import checks
from turncurve.definitions.measures import measures
from turncurve.tables.reported import REPORTED

OF_ROWS = {name: one for name, one in checks().items() if not one.worked_out_by}


def found_by(check, tables) -> set[int]:
    checked = run_checks([check], reported_of(check, tables))
    file = f"{check.table}-file"
    assert set(checked.found["file"]) <= {file}
    return set(checked.found["row"])


def examples(check, *, prefix=""):
    return {name: drawn(name, drawing, prefix=prefix) for name, drawing in check.examples.items()}


@pytest.mark.parametrize("name", OF_ROWS)
def test_a_check_finds_what_its_examples_mark(name):
    check = OF_ROWS[name]
    tables = {table: rows for table, (rows, _) in examples(check).items()}
    marked = examples(check)[check.table][1]
    assert marked, "an example that breaks it"
    assert len(tables[check.table]) > len(marked), "an example that does not"
    assert found_by(check, tables) == marked


@pytest.mark.parametrize("name", OF_ROWS)
def test_the_order_of_the_rows_does_not_matter(name):
    check = OF_ROWS[name]
    tables = {table: rows for table, (rows, _) in examples(check).items()}
    in_order = found_by(check, tables)
    for seed in range(3):
        for rows in tables.values():
            random.Random(seed).shuffle(rows)
        assert found_by(check, tables) == in_order


@pytest.mark.parametrize("name", OF_ROWS)
def test_a_check_reads_only_columns_there_are_and_names_its_field_as_the_return_does(name):
    check = OF_ROWS[name]
    for table in check.tables:
        assert table in REPORTED
    assert check.field in REPORTED[check.table].columns
    assert " " not in REPORTED[check.table].field_of(check.field).replace(" or ", "")


@pytest.mark.parametrize("name", OF_ROWS)
def test_a_check_whose_table_never_came_says_so_and_finds_nothing(name):
    check = OF_ROWS[name]
    checked = run_checks([check], reported_of(check, {}))
    assert checked.found.is_empty()
    if REPORTED[check.table].yearly:
        assert checked.ran["because"].to_list() != [""]
        assert checked.ran["rows_tested"].sum() == 0


def test_there_are_at_least_forty_and_every_function_is_used():
    assert len(OF_ROWS) >= 40
    assert {one.worked_out_by for one in checks().values() if one.worked_out_by} == set(WORKED_OUT)


def test_every_measure_is_guarded_by_some_check():
    assert {measure for one in checks().values() for measure in one.changes} == set(measures())


def test_every_check_says_what_why_and_what_to_do_in_sentences():
    for one in checks().values():
        assert one.title[0].isupper()
        assert not one.title.endswith(".")
        assert one.why.strip().endswith(".")
        assert one.to_fix.strip().endswith(".")
        said = f"{one.title} {one.why} {one.to_fix}"
        assert not re.search(r"\b(client|LAC|case|cohort)s?\b", said), one.id


def test_no_child_is_named_in_what_is_found():
    for one in OF_ROWS.values():
        tables = {table: rows for table, (rows, _) in examples(one, prefix="KNOWN-CHILD-").items()}
        checked = run_checks([one], reported_of(one, tables))
        assert "person_id" not in checked.found.columns
        assert not checked.found.select(
            pl.any_horizontal(pl.col(pl.String).str.contains("KNOWN-CHILD").fill_null(value=False)).any()
        ).item()
