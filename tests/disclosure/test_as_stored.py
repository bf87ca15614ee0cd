"""Lines as the store holds them: a headline that leaves unaccompanied children out, its localities and its age bands."""

from datetime import date

import polars as pl
import pytest

from turncurve.definitions.policies import policy
from turncurve.disclosure import protect

COUNCIL = ("authority", "Westmarch")


def line(level, place, split, value, count, *, measure="starts_rate"):
    return {
        "measure": measure, "kind": "rate", "place_level": level, "place": place, "split": split, "split_value": value,
        "every": "year", "period": "2025", "ends": date(2025, 3, 31), "numerator": float(count),
        "denominator": 60_000.0, "value": count / 6, "code": "",
    }  # fmt: skip


def shown(*lines):
    rows = protect(pl.DataFrame(list(lines)), policy=policy("board")).rows
    return {(row["split"], row["split_value"]): row["numerator"] for row in rows.iter_rows(named=True)}


HEADLINE = line(*COUNCIL, "", "all", 23)
UNACCOMPANIED = [
    line(*COUNCIL, "unaccompanied", "all", 26),
    line(*COUNCIL, "unaccompanied", "not unaccompanied", 23),
    line(*COUNCIL, "unaccompanied", "unaccompanied", 3),
]


def test_three_unaccompanied_children_cannot_be_had_from_all_less_the_headline():
    seen = shown(HEADLINE, *UNACCOMPANIED)
    assert seen["unaccompanied", "unaccompanied"] is None
    # All less the headline, or less "not unaccompanied", would be three.
    assert seen["unaccompanied", "all"] is None
    assert seen["", "all"] == seen["unaccompanied", "not unaccompanied"] == 23


def test_a_lone_small_locality_cannot_be_had_from_the_headline_less_the_others():
    places = [line("locality", name, "locality", name, n) for name, n in (("North", 3), ("South", 12), ("East", 8))]
    seen = shown(HEADLINE, *places)
    assert seen["", "all"] == 23
    assert seen["locality", "North"] is None
    assert seen["locality", "East"] is None
    assert seen["locality", "South"] == 12


def test_age_bands_are_parts_of_the_headline_and_not_of_all_children():
    ages = [line(*COUNCIL, "age_band", name, n) for name, n in (("under 1", 4), ("1 to 4", 9), ("5 to 9", 10))]
    seen = shown(HEADLINE, *UNACCOMPANIED, *ages)
    assert seen["", "all"] == 23
    assert [seen["age_band", name] for name in ("under 1", "1 to 4")] == [None, None]
    assert seen["age_band", "5 to 9"] == 10


@pytest.mark.parametrize("measure", ["referral_rate", "starts_rate"])
def test_a_headline_is_hidden_only_where_nothing_else_is_left(measure):
    north, south = (
        line("locality", name, "locality", name, n, measure=measure) for name, n in (("North", 2), ("South", 21))
    )
    assert shown(line(*COUNCIL, "", "all", 23, measure=measure), north, south) == {
        ("", "all"): 23,
        ("locality", "North"): None,
        ("locality", "South"): None,
    }
