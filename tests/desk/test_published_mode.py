"""Real curves for a real council with no returns at all."""

from datetime import UTC, date, datetime

import pytest
from tests.support.shared import SHARED, needs_shared

from turncurve.curves import Verdict
from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.loading import load_returns
from turncurve.desk.questions import curve_page, every_curve, scorecard
from turncurve.desk.workspace import init_workspace
from turncurve.report.sentences import apart_sentence, verdict_sentence

NOW = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)
DAY = date(2026, 4, 20)
DECLARED = """
- {measure: second_plans, turning_date: 2022-03-31, declared_on: 2026-04-01, by: Director of children's services, why: Try it, good_is: lower}
- {measure: re_referrals, turning_date: 2022-03-31, declared_on: 2026-04-01, by: Director of children's services, why: Try it, good_is: lower}
- {measure: conferences_in_15_days, turning_date: 2022-03-31, declared_on: 2026-04-01, by: Director of children's services, why: Try it, good_is: higher}
"""


def workspace_of(folder, name):
    workspace = init_workspace(folder, named=name)
    published = SHARED / "data" / "published"
    files = [
        published / "cla",
        published / "cin",
        published / "care_leavers",
        published / "neighbours",
        published / "population",
    ]
    lait = SHARED / "data" / "lait" / "lait_all_areas_core_measures.csv.gz"
    _ = load_returns(workspace, [*files, lait], asker=LOCAL_USER, now=NOW, progress=lambda _: None)
    return workspace


@pytest.fixture(scope="module")
def dorset(tmp_path_factory):
    return workspace_of(tmp_path_factory.mktemp("dorset"), "Dorset")


@pytest.mark.slow
@needs_shared
def test_nine_curves_with_nothing_declared(dorset):
    card = scorecard(dorset, asker=LOCAL_USER, as_at=DAY)
    assert len(card.curves) == 9
    assert {curve.judgement.verdict for curve in card.curves} == {Verdict.NO_DATE}
    assert [title for title, _ in card.without_figures] == ["Children back in care within a year of going home"]
    assert "SSDA903" in card.without_figures[0][1]


@pytest.mark.slow
@needs_shared
def test_starts_fell_by_23_unaccompanied_by_25_and_all_others_rose_by_2(dorset):
    page = curve_page(dorset, asker=LOCAL_USER, as_at=DAY, measure="starts_rate", split="unaccompanied")
    change = {}
    for part in page.parts:
        counts = {point.period: point.numerator for point in part.points.points}
        change[part.split_value] = counts["2025"] - counts["2024"]
    assert change == {"all": -23, "unaccompanied": -25, "not unaccompanied": 2}
    assert apart_sentence(page.parts) == (
        "All children: 23 fewer than a year before (161 to 138), year to 31 March 2025. Of them unaccompanied children: "
        "25 fewer; all others: 2 more."
    )


@pytest.mark.slow
@needs_shared
def test_the_making_of_dorset_is_a_break_and_not_a_trend(dorset):
    page = curve_page(dorset, asker=LOCAL_USER, as_at=DAY, measure="protection_plan_rate")
    assert any("made on 1 April 2019 out of Dorset as it then was" in note for note in page.curve.notes)
    assert all(p.value is None for p in page.curve.points.points if p.ends <= date(2019, 3, 31))


@pytest.mark.slow
@needs_shared
def test_england_the_region_and_neighbours_stand_beside_it(dorset):
    page = curve_page(dorset, asker=LOCAL_USER, as_at=DAY, measure="second_plans")
    assert [one.name for one in page.curve.comparisons] == ["England", "South West", "Statistical neighbours (middle)"]
    assert min(p.period for p in page.curve.points.points if p.value is not None) == "2020"


# Published for Dorset and the year to 31 March 2025: (above, below) and the figure to one place.
PUBLISHED_2025 = {
    "referral_rate": (2349, 349.8),
    "enquiry_rate": (1031, 153.5),
    "ceasing_rate": (113, 16.8),
    "unaccompanied_care_rate": (41, 6.1),
    "foster_placements": (304, 69.6),
    "care_leavers_working_or_learning": (129, 61.7),
    "adopted": (20, 13.4),
}


@pytest.mark.slow
@needs_shared
def test_measures_beyond_the_ten_show_what_is_published(dorset):
    curves = {curve.measure.id: curve for curve in every_curve(dorset, asker=LOCAL_USER, as_at=DAY).curves}
    for measure, (above, figure) in PUBLISHED_2025.items():
        [point] = [one for one in curves[measure].points.points if one.period == "2025"]
        assert (point.numerator, round(point.value or 0, 1)) == (above, figure), measure
    assert len(curves) == 24


@pytest.mark.slow
@needs_shared
def test_lait_alone_draws_most_measures_and_a_mean_without_its_spread_cannot_be_judged(tmp_path):
    stockton = init_workspace(tmp_path / "lait", named="Stockton-on-Tees")
    lait = SHARED / "data" / "lait" / "lait_2026-04-08.parquet"
    _ = load_returns(stockton, [lait], asker=LOCAL_USER, now=NOW, progress=lambda _: None)
    drawn = {curve.measure.id: curve for curve in every_curve(stockton, asker=LOCAL_USER, as_at=DAY).curves}
    assert len(drawn) >= 30
    assert [p.value for p in drawn["feelings_score"].points.points if p.period == "2025"] == [14.5]
    declared = (
        "- {measure: feelings_score, turning_date: 2022-03-31, declared_on: 2026-04-01, "
        "by: Director of children's services, why: Try it, good_is: lower}"
    )
    _ = (stockton.folder / "obsessions.yaml").write_text(declared, encoding="utf-8")
    [curve] = scorecard(stockton, asker=LOCAL_USER, as_at=DAY).curves
    assert curve.judgement.verdict == Verdict.CANNOT
    assert "how far a mean moves by chance" in verdict_sentence(curve)


@pytest.mark.slow
@needs_shared
def test_dorset_cannot_be_judged_and_an_older_council_can(dorset, tmp_path):
    _ = (dorset.folder / "obsessions.yaml").write_text(DECLARED, encoding="utf-8")
    for curve in scorecard(dorset, asker=LOCAL_USER, as_at=DAY).curves:
        if curve.obsession is not None:
            assert curve.judgement.verdict == Verdict.CANNOT
            # Dorset began in April 2019; its re-referrals were first published for 2021.
            points, earliest = (2, 2031) if curve.measure.id == "re_referrals" else (3, 2030)
            assert f"only {points} yearly points" in curve.judgement.reason
            assert curve.judgement.earliest == date(earliest, 3, 31)
    stockton = workspace_of(tmp_path / "s", "Stockton-on-Tees")
    _ = (stockton.folder / "obsessions.yaml").write_text(DECLARED, encoding="utf-8")
    judged = [c for c in scorecard(stockton, asker=LOCAL_USER, as_at=DAY).curves if c.obsession is not None]
    assert len(judged) == 3
    for curve in judged:
        assert curve.judgement.verdict in (
            Verdict.NO_SIGN,
            Verdict.TURNED,
            Verdict.TURNED_ALONE,
            Verdict.WORSE,
            Verdict.TOO_SMALL,
        )
        assert curve.judgement.looked_back
        assert "Looked back" in verdict_sentence(curve)
