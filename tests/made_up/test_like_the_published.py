"""The invented council's figures are those published of the council it is like, within the tolerances set."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest
from tests.support.shared import SHARED, needs_shared

from turncurve.made_up.comparing import TOLERANCES, compare, figures_of_a_seed, published_facts
from turncurve.made_up.profiles import PROFILES

CHECKOUT = Path(__file__).resolve().parent.parent.parent


def too_far(like, seeds, *, slack):
    compared = compare(like, [figures_of_a_seed(like=like, seed=seed) for seed in seeds])
    return [
        f"{one.fact.name}: published {one.published:.1f}, made {one.made:.1f}"
        for one in compared
        if abs(one.difference) > slack * TOLERANCES[one.fact.kind]
    ]


@pytest.mark.slow
@pytest.mark.parametrize("like", PROFILES)
def test_a_few_seeds_are_about_right(like):
    """Three seeds, and twice the tolerance for the chance in so few."""
    assert too_far(like, (31, 32, 33), slack=2.0) == []


@pytest.mark.long
@pytest.mark.parametrize("like", PROFILES)
def test_twenty_seeds_are_within_the_tolerances(like):
    assert too_far(like, range(1, 21), slack=1.0) == []


@pytest.mark.parametrize("area", ["dorset", "stockton", "england"])
def test_every_fact_has_its_source_and_years(area):
    facts = published_facts(area)
    assert len(facts) > 80
    for fact in facts:
        assert fact.kind in TOLERANCES
        assert fact.source
        assert fact.years
        assert all(2021 <= year <= 2025 for year in fact.years)


@needs_shared
@pytest.mark.slow
def test_the_facts_kept_are_what_the_published_tables_say():
    ran = subprocess.run(
        [sys.executable, str(CHECKOUT / "scripts/take_published_facts.py"), str(SHARED / "data"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


def the_page():
    """The generator of the manual's page, and the page as it stands."""
    spec = importlib.util.spec_from_file_location("generator", CHECKOUT / "scripts/generate_invented_council.py")
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    return generator, generator.PAGE.read_text(encoding="utf-8")


def test_the_manual_says_what_the_lists_worlds_and_faults_are_now():
    generator, page = the_page()
    assert page.startswith(generator.head())


def test_the_manuals_table_holds_every_published_figure_and_each_is_near():
    _, page = the_page()
    for like in PROFILES:
        part = page.split(f"## Like {like.capitalize()}")[1].split("## Like")[0]
        rows = [[cell.strip() for cell in line.split("|")[1:-1]] for line in part.splitlines() if line.count("|") == 7]
        rows = {cells[0]: cells[1:] for cells in rows[2:]}
        for fact in published_facts(like):
            _, published, made, _, _ = rows[fact.what]
            said, there = (float(text.rstrip("%").replace(",", "")) for text in (published, made))
            assert said == pytest.approx(sum(fact.years.values()) / len(fact.years), abs=0.51 if said >= 100 else 0.051)
            slack = 1.01 * TOLERANCES[fact.kind]
            assert abs(there - said if fact.kind == "share" else there / said - 1) <= slack, fact.name


@pytest.mark.long
def test_the_manuals_table_is_fresh():
    ran = subprocess.run(
        [sys.executable, str(CHECKOUT / "scripts/generate_invented_council.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
