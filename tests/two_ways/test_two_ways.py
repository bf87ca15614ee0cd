"""On an invented council two ways agree exactly: the query, and a plain loop over the written CSV and XML."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.two_ways.five_years import write_five_years
from tests.two_ways.plainly import MEANS, PERCENTS, RATES, Counts, count
from tests.two_ways.tiny_council import ENDED_THE_DAY_IT_BEGAN, write_tiny_council

from turncurve.definitions.measures import Measure, measures
from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.loading import load_returns
from turncurve.desk.workspace import init_workspace
from turncurve.made_up import invent
from turncurve.store import current

RETURNS = ("ssda903", "cin", "children_places.csv", "small_areas.csv", "lead_workers.csv")
SPLITS = ("", "locality", "age_band", "unaccompanied")

Curves = dict[tuple[str, str, str], Counts]


@pytest.fixture(scope="module", params=["invented", "tiny", "five years"])
def council(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The returns of an invented council, large and tidy, or of two drawn by hand, all edges."""
    folder = tmp_path_factory.mktemp(request.param.replace(" ", "_"))
    if request.param == "tiny":
        return write_tiny_council(folder)
    if request.param == "five years":
        return write_five_years(folder)
    invent(folder, seed=7)
    return folder


@pytest.fixture(scope="module")
def queried(council: Path, tmp_path_factory: pytest.TempPathFactory, records_kept: Path) -> Curves:
    return through_the_front_door(council, tmp_path_factory.mktemp("workspace"))


def through_the_front_door(council: Path, workspace_folder: Path) -> Curves:
    """{(measure, every, split): counts} that the query gave, once the returns were loaded and every row was used."""
    # Any authority will do: the returns loaded are the council's own.
    workspace = init_workspace(workspace_folder, named="Dorset")
    paths = [council / name for name in RETURNS if (council / name).exists()]
    now = datetime(2026, 6, 1, tzinfo=UTC)
    loaded = load_returns(workspace, paths, asker=LOCAL_USER, now=now, progress=lambda _: None)
    assert loaded.rows_set_aside == 0, [str(problem) for problem in loaded.problems[:5]]
    analysis = current(workspace.analysis)
    assert analysis is not None, "nothing was built"
    curves: Curves = {}
    for row in analysis.table("curve_points").to_dicts():
        if row["source"] != "returns":
            continue
        counts = curves.setdefault((row["measure"], row["every"], row["split"]), {})
        point = (row["period"], row["split_value"])
        assert point not in counts, f"two rows for {row['measure']} {row['every']} {row['split']} {point}"
        counts[point] = (row["numerator"], row["denominator"])
    return curves


def differences(queried: Counts, counted: Counts) -> list[str]:
    """One line for each point on which the two ways differ."""
    return [
        f"{period} {part}: the query says {queried.get((period, part), 'nothing')}, "
        f"the loop says {counted.get((period, part), 'nothing')}"
        for period, part in sorted(queried.keys() | counted.keys())
        if queried.get((period, part)) != counted.get((period, part))
    ]


@pytest.mark.slow
@pytest.mark.parametrize("measure", measures().values(), ids=lambda measure: measure.id)
@pytest.mark.parametrize("split", SPLITS, ids=lambda split: split or "whole")
def test_the_query_and_the_loop_agree_on_every_point(council: Path, queried: Curves, measure: Measure, split: str):
    if split and split not in measure.splits:
        assert not [key for key in queried if key[0] == measure.id and key[2] == split], "a split nobody defined"
        return
    said: list[str] = []
    for every in measure.every:
        counted = count(council, measure.id, every, split)
        found = differences(queried.get((measure.id, every, split), {}), counted)
        said += [f"by {every}, {len(found)} of {len(counted)} points differ; the first:", *found[:5]] if found else []
    assert not said, "\n".join([f"{measure.id} {split or 'whole'}", *said])


@pytest.mark.slow
def test_the_query_gives_no_curve_that_no_measure_defines(queried: Curves):
    defined = {(one.id, every, split) for one in measures().values() for every in one.every for split in SPLITS}
    assert queried.keys() <= defined


@pytest.mark.slow
@pytest.mark.parametrize("council", ["invented"], indirect=True)
def test_the_council_is_large_enough_for_agreement_to_mean_something(council: Path):
    for measure in measures():
        counted = count(council, measure, "year", "")
        assert counted, f"{measure} is never counted"
        assert all(below != 0 for _, below in counted.values()), f"{measure} is of nobody in some year"
        assert any(above > 0 for above, _ in counted.values()), f"{measure} is nought in every year"
        if measure in PERCENTS:
            assert any(above != below for above, below in counted.values()), f"every row of {measure} is above the line"


@pytest.mark.slow
@pytest.mark.slow
def test_they_agree_on_a_placement_that_ended_the_day_it_began(tmp_path: Path):
    council = write_tiny_council(tmp_path / "council", more_episodes=ENDED_THE_DAY_IT_BEGAN)
    curves = through_the_front_door(council, tmp_path / "workspace")
    assert curves["care_rate", "quarter", ""] == count(council, "care_rate", "quarter", "")
    assert curves["three_or_more_placements", "year", ""] == count(council, "three_or_more_placements", "year", "")


def test_the_loop_counts_every_measure_there_is():
    assert measures().keys() == RATES.keys() | PERCENTS | MEANS.keys()
