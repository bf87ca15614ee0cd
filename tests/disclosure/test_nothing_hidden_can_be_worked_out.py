"""Secondary suppression, held against an attacker who knows every total."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.disclosure.attack import CHILDREN, LOCALITIES, QUARTER_ENDS, WHERE, WHO, YEAR_END, possible

from turncurve.definitions.policies import policy
from turncurve.disclosure import protect

BOARD = policy("board")
BASE = [(where, who, when) for where in LOCALITIES for who in CHILDREN for when in QUARTER_ENDS]

# Mostly small, with noughts and some that are large: where suppression is hardest.
counts = st.lists(st.one_of(st.just(0), st.integers(1, 7), st.integers(6, 60)), min_size=len(BASE), max_size=len(BASE))


def cube(base: dict) -> dict:
    """Every cell of the cube from the smallest ones."""
    whole = {}
    for where in WHERE:
        for who in WHO:
            for when in (*QUARTER_ENDS, "year"):
                whole[where, who, when] = sum(
                    n
                    for (w, c, q), n in base.items()
                    if where in ("council", w) and who in ("all", c) and when in ("year", q)
                )
    return whole


def as_lines(above: dict, below: dict | None) -> pl.DataFrame:
    rows = [
        {
            "measure": "made_up_measure",
            "kind": "percent" if below else "rate",
            "place_level": "authority" if where == "council" else "locality",
            "place": where,
            "split": "" if who == "all" else "unaccompanied",
            "split_value": who,
            "every": "year" if when == "year" else "quarter",
            "period": when,
            "ends": date.fromisoformat(YEAR_END if when == "year" else when),
            "numerator": n,
            "denominator": below[where, who, when] if below else 70_000,
            "value": 0.0,
            "code": "",
            "snapshot": False,
        }
        for (where, who, when), n in above.items()
    ]
    return pl.DataFrame(rows)


def shown_and_hidden(lines: pl.DataFrame, column: str) -> tuple[dict, list]:
    rows = protect(lines, policy=BOARD).rows
    cells = list(zip(rows["place"], rows["split_value"], rows["period"], rows[column], rows["code"], strict=True))
    shown = {(where, who, when): n for where, who, when, n, code in cells if code == ""}
    return shown, [(where, who, when) for where, who, when, _, code in cells if code == "c"]


@pytest.mark.slow
@settings(max_examples=25, deadline=None, derandomize=True)
@given(counts)
def test_no_hidden_count_of_a_rate_is_fixed_by_what_is_shown(base):
    above = cube(dict(zip(BASE, base, strict=True)))
    shown, hidden = shown_and_hidden(as_lines(above, None), "numerator")
    assert all(not 1 <= n <= 5 for n in shown.values())
    for cell, (least, most) in possible(shown, hidden, at_least=1).items():
        assert most - least >= 1 - 1e-6, (cell, above[cell])


@pytest.mark.slow
@settings(max_examples=12, deadline=None, derandomize=True)
@given(counts, counts)
def test_no_hidden_part_of_a_percentage_is_fixed_by_what_is_shown(base, rest):
    above = cube(dict(zip(BASE, base, strict=True)))
    beside = cube(dict(zip(BASE, rest, strict=True)))
    below = {cell: above[cell] + beside[cell] for cell in above}
    lines = as_lines(above, below)
    for column, truth, at_least in (("numerator", above, 0), ("denominator", below, 1)):
        shown, hidden = shown_and_hidden(lines, column)
        for cell, (least, most) in possible(shown, hidden, at_least=at_least).items():
            assert most - least >= 1 - 1e-6, (column, cell, truth[cell])
