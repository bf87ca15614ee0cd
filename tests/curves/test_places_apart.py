"""Localities beside each other: which stand apart, what is left out, and that nothing hidden is used."""

from dataclasses import replace

import pytest
from tests.support.fake_answers import curve, points

from turncurve.definitions.measures import measures
from turncurve.definitions.policies import policy
from turncurve.disclosure import protect
from turncurve.report.places_apart import apart_said, places_apart
from turncurve.web.curve.tables import places_table


def part(name, number, *, of="re_referrals", out_of=400, seen_by="internal", split="locality"):
    line = points(measures()[of], numbers=[number + 5, number], out_of=out_of)
    shown = protect(line, policy=policy(seen_by))
    return replace(curve(of), split=split, split_value=name, points=shown)


def test_a_locality_apart_is_named_and_the_table_says_which_limits_it_passed():
    # Twenty alike and one apart: with few places one alone widens the limits for itself.
    parts = [*(part(f"Like {n}", 80 + n % 3) for n in range(20)), part("Apart", 200)]
    found = places_apart(parts)
    assert apart_said(found).startswith("Apart is above the limits that one in five hundred would pass by chance.")
    table = places_table(found, curve=parts[0])
    by_name = {row[0]: row for row in table.rows}
    assert by_name["Apart"][-1] == "Above the outer limits"
    assert by_name["Like 3"][-1] == "Within the limits"
    assert by_name["Apart"][1:4] == ("50.0", "200", "400")
    below = places_apart([*parts[:-1], part("Low", 10), part("Lower", 8)])
    assert "Low, Lower are below the limits" in apart_said(below)


def test_localities_that_differ_by_chance_alone_are_said_to():
    found = places_apart([part("A", 80), part("B", 84), part("C", 76)])
    assert "No locality stands outside" in apart_said(found)
    assert "Chance alone explains" in apart_said(found)


def test_a_hidden_figure_is_left_out_and_moves_no_limit():
    parts = [part("A", 80), part("B", 84), part("C", 76)]
    hidden = part("Small", 3, seen_by="board")
    assert hidden.points.points[-1].code == "c"
    found = places_apart([*parts, hidden])
    assert found.left_out == ("Small",)
    assert "hidden or not known: Small" in apart_said(found)
    assert found.funnel.common == places_apart(parts).funnel.common
    assert list(found.funnel.hi998) == list(places_apart(parts).funnel.hi998)


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [part("A", 80), part("B", 84)],
        [part(name, 80, split="age") for name in "ABC"],
        [part("A", 80), part("B", 84), part("Locality not known", 84)],
    ],
    ids=["none", "two", "another split", "one of three not known"],
)
def test_nothing_is_said_of_fewer_than_three_localities_or_another_split(parts):
    assert places_apart(parts) is None


def test_nothing_is_said_of_a_mean():
    mean = next(one.id for one in measures().values() if one.kind == "mean")
    assert places_apart([part(name, 80, of=mean) for name in "ABC"]) is None
