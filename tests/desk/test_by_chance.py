"""How many of ten curves are better by chance: counted plainly, and on real authorities."""

import numpy as np
import pytest
from tests.curves.test_worlds import not_wholly_above, not_wholly_below
from tests.support.shared import SHARED, needs_shared
from typer.testing import CliRunner

from turncurve.cli.app import app
from turncurve.curves.by_chance import chosen_for_getting_worse, drawn_at_random, said_of
from turncurve.definitions.published_series import curves_by_chance
from turncurve.desk.by_chance import AT_RANDOM, COLUMNS, WORST, by_chance
from turncurve.words.problems import Problem

HEAD = "Short Desc,Data item,Years,LA and Regions,Values,LA Number,Region\n"
PLACES = {"838": "Dorset", "839": "Bournemouth, Christchurch and Poole", "808": "Stockton-on-Tees"}


def table(tmp_path, figure, *, years=range(2016, 2021), codes=None, name="lait.csv"):
    """A LAIT table whose figure of a code, place and year is as told."""
    lines = [
        f'{code},Of {code},{year},"{place}",{figure(code, number, year)},{number},Region\n'
        for code in codes or curves_by_chance()
        for number, place in PLACES.items()
        for year in years
    ]
    file = tmp_path / name
    file.write_text(HEAD + "".join(lines), encoding="utf-8")
    return file


def test_what_is_better_depends_on_which_way_is_good(tmp_path):
    # Every figure rises: only where higher is good is that better.
    good = curves_by_chance()
    rising = table(tmp_path, lambda code, number, year: year - 2000)
    (*_, random, worst) = by_chance(rising, curves=10, at_least=6, years=1).rows
    expected = 10 * sum(way == "higher" for way in good.values()) / len(good)
    assert random["mean"] == pytest.approx(expected, abs=0.4)
    # No curve that rises where lower is good was ever better after it had got worse.
    assert worst["mean"] == 0
    assert (random["from"], random["to"], random["authorities"]) == (2016, 2020, 3)
    improving = table(tmp_path, lambda code, number, year: year - 2000 if good[code] == "higher" else 3000 - year)
    (*_, random, _) = by_chance(improving, curves=10, at_least=10, years=2).rows
    assert (random["mean"], random["percent"], random["sets"]) == (10, 100.0, 3 * 3 * 20)


def test_a_dash_is_no_figure_and_an_authority_with_too_few_curves_does_not_count(tmp_path):
    known = list(curves_by_chance())[:12]

    def figure(code, number, year):
        return "-" if number == "838" or code not in known else year - 2000

    found = by_chance(table(tmp_path, figure), curves=10, at_least=6, years=1)
    assert {row["authorities"] for row in found.rows} == {2}
    with pytest.raises(Problem, match="no authority has figures for 11"):
        by_chance(table(tmp_path, figure), curves=11, at_least=6, years=1)


def test_curves_that_only_wander_are_better_half_the_time_and_those_chosen_at_their_worst_oftener():
    chance = np.random.default_rng(5)
    noise = chance.normal(size=(400, 4, 22))
    random = said_of(drawn_at_random(noise, curves=10, years=1, sets=5, seed=1), at_least=6)
    assert random.mean == pytest.approx(5, abs=0.1)
    # Six or more heads of ten.
    assert random.lo95 < 0.377 < random.hi95 + 0.01
    worst = said_of(chosen_for_getting_worse(noise, curves=10, years=1), at_least=6)
    assert worst.mean > 6.5
    assert worst.share > 0.75
    walk = np.cumsum(chance.normal(size=(400, 4, 22)), axis=1)
    assert said_of(chosen_for_getting_worse(walk, curves=10, years=1), at_least=6).mean == pytest.approx(5, abs=0.2)


def test_the_worst_are_those_that_fell_most_for_their_own_curve():
    figures = np.zeros((1, 3, 4))
    figures[0, :, 0] = [0, -1, 5]
    figures[0, :, 1] = [0, -2, 5]
    figures[0, :, 2] = [0, 1, 0]
    figures[0, :, 3] = [0, 2, 0]
    found = chosen_for_getting_worse(figures, curves=2, years=1)
    assert (found.moved.tolist(), found.year.tolist()) == ([2], [1])


def test_a_file_that_is_no_such_table_is_said_and_so_is_too_short_a_one(tmp_path):
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n")
    with pytest.raises(Problem, match="not a table of the Local Authority"):
        by_chance(other, curves=10, at_least=6, years=1)
    with pytest.raises(Problem, match="cannot be read"):
        by_chance(tmp_path / "none.csv", curves=10, at_least=6, years=1)
    with pytest.raises(Problem, match="too few to look 3 on"):
        by_chance(table(tmp_path, lambda *_: 1, years=range(2016, 2020)), curves=10, at_least=6, years=3)


def test_the_command_answers_and_refuses_more_better_than_there_are(tmp_path):
    file = table(tmp_path, lambda code, number, year: (len(code) * 31 + int(number) * year) % 97)
    told = CliRunner().invoke(app, ["by-chance", str(file), "--format", "csv"])
    assert told.exit_code == 0
    assert told.stdout.splitlines()[0] == ",".join(COLUMNS)
    assert "no evidence that anything was turned" in " ".join(told.output.split())
    refused = CliRunner().invoke(app, ["by-chance", str(file), "--better", "11"])
    assert refused.exit_code == 2


@needs_shared
def test_on_real_authorities_six_of_ten_are_better_one_year_in_three():
    found = by_chance(SHARED / "data/lait/lait_2026-04-08.parquet", curves=10, at_least=6, years=1)
    by_choice = {row["chosen"]: row for row in found.rows if (row["from"], row["to"]) == (2016, 2025)}
    random, worst = by_choice[AT_RANDOM], by_choice[WORST]
    assert random["authorities"] > 100
    # The curves method, section 0: 32% at random and 47% of those that had just got worse, of 147 authorities.
    assert random["lo95"] < 32 < random["hi95"]
    assert worst["lo95"] < 47 < worst["hi95"]
    not_wholly_above(random["percent"], 100, 0.5)
    not_wholly_below(worst["percent"], 100, 0.3)
