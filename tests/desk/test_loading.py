"""Loading: everything accounted for, nothing changed by loading again, and the last good state kept."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import polars as pl
import pytest

from turncurve.desk import building, loading
from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.loading import load_returns
from turncurve.desk.workspace import init_invented, init_workspace, open_workspace
from turncurve.made_up import invent
from turncurve.store import current, manifest
from turncurve.words.problems import Problem

NOW = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 4, 21, 9, 30, tzinfo=UTC)


def load(workspace, *paths, now=NOW):
    return load_returns(workspace, list(paths), asker=LOCAL_USER, now=now, progress=lambda _: None)


@pytest.fixture(scope="module")
def two_years(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("two-years")
    _ = invent(folder / "made", seed=3, years=2)
    return folder / "made"


@pytest.fixture(scope="module")
def loaded_once(two_years, tmp_path_factory):
    workspace = init_invented(tmp_path_factory.mktemp("loaded") / "w", two_years)
    return workspace, load(workspace, two_years / "ssda903", two_years / "cin", two_years / "small_areas.csv")


@pytest.fixture
def loaded(loaded_once, tmp_path):
    """A workspace of this test's own, and what loading it did."""
    workspace, did = loaded_once
    return open_workspace(shutil.copytree(workspace.folder, tmp_path / "w")), did


def figures(workspace) -> pl.DataFrame:
    return current(workspace.analysis).table("curve_points")


@pytest.mark.slow
def test_rows_in_are_rows_used_and_rows_set_aside(loaded):
    _, did = loaded
    assert len(did.new_files) == len(did.files) > 20
    for file in did.files:
        assert file.rows_in == file.rows_used + file.rows_set_aside
    assert did.rows_set_aside == 0


@pytest.mark.slow
def test_loading_again_changes_nothing(loaded, two_years):
    workspace, _ = loaded
    before, arrived = figures(workspace), manifest(workspace.returns)
    again = load(workspace, two_years / "ssda903", two_years / "cin", now=LATER)
    assert again.new_files == ()
    assert len(again.already_here) > 20
    assert manifest(workspace.returns) == arrived
    assert figures(workspace).equals(before)


@pytest.mark.slow
@pytest.mark.parametrize(("room", "stage"), [(building, "read_returns"), (loading, "curve_points")])
def test_an_interrupted_load_leaves_the_last_good_store(loaded, two_years, monkeypatch, room, stage):
    workspace, _ = loaded
    before, arrived = figures(workspace), manifest(workspace.returns)

    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(room, stage, interrupted)
    with pytest.raises(KeyboardInterrupt):
        _ = load(workspace, two_years / "children_places.csv", now=LATER)
    assert figures(workspace).equals(before)
    assert manifest(workspace.returns) == arrived
    monkeypatch.undo()
    did = load(workspace, two_years / "children_places.csv", now=LATER)
    assert did.new_files == ("children_places.csv",)
    assert not figures(workspace).equals(before)


@pytest.mark.slow
def test_without_places_a_locality_is_not_known_and_says_so(loaded):
    workspace, _ = loaded
    places = figures(workspace).filter(pl.col("split") == "locality", pl.col("numerator") > 0)
    assert set(places.get_column("place")) == {"Locality not known"}


@pytest.mark.slow
def test_a_file_of_no_known_kind_is_reported_and_not_kept(loaded, tmp_path):
    workspace, _ = loaded
    letter = tmp_path / "letter.txt"
    _ = letter.write_text("Dear all,\nthis is no return.\n")
    did = load(workspace, letter, now=LATER)
    assert [problem.rule for problem in did.problems if problem.file == "letter.txt"] == ["not-recognised"]
    assert "letter.txt" not in [one.name for one in manifest(workspace.returns)]


def test_a_path_that_is_not_there(tmp_path):
    workspace = init_workspace(tmp_path / "w", named="Dorset")
    with pytest.raises(Problem, match="no file or folder"):
        _ = load(workspace, tmp_path / "nowhere")


def test_a_workspace_is_one_councils(tmp_path):
    _ = init_workspace(tmp_path, named="Dorset")
    assert open_workspace(tmp_path).council.ons_code == "E06000059"
    with pytest.raises(Problem, match="already holds the workspace of Dorset"):
        _ = init_workspace(tmp_path, named="Stockton-on-Tees")
    with pytest.raises(Problem, match="is not a workspace"):
        _ = open_workspace(tmp_path / "else")


EPISODES = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n{},01/05/2022,S,C2,N1,U4,PR1,{},,,,\n"


def given(folder, **texts):
    """Files under a folder; `__` in a name is a slash."""
    for name, text in texts.items():
        path = folder / (name.replace("__", "/").replace("_to_", "-") + ".csv")
        path.parent.mkdir(parents=True, exist_ok=True)
        _ = path.write_text(text)
    return folder


def years_of_episodes(workspace):
    return current(workspace.analysis).table("cla_episodes").get_column("year").to_list()


@pytest.fixture
def no_curves(monkeypatch):
    """The tables alone: working out every curve takes most of a load."""
    monkeypatch.setattr(loading, "curve_points", lambda *_, **__: pl.DataFrame({"measure": [""]}))


@pytest.mark.usefixtures("no_curves")
@pytest.mark.slow
def test_a_file_put_in_the_right_folder_is_read_as_that_years(tmp_path):
    workspace = init_workspace(tmp_path / "w", named="Dorset")
    text = EPISODES.format("1", ",")
    did = load(workspace, given(tmp_path / "a", **{"2024_to_25__episodes": text}))
    assert years_of_episodes(workspace) == [2025]
    did = load(workspace, given(tmp_path / "b", **{"2022_to_23__episodes": text}) / "2022-23", now=LATER)
    assert did.new_files == ()
    assert "same-file-twice" in [problem.rule for problem in did.problems]
    assert years_of_episodes(workspace) == [2023]


@pytest.mark.usefixtures("no_curves")
@pytest.mark.slow
def test_one_load_or_several_in_any_order_give_the_same_tables(tmp_path):
    given(
        tmp_path / "r",
        **{
            "2022_to_23__episodes": EPISODES.format("1", ","),
            "2023_to_24__episodes": EPISODES.format("1", "01/02/2024,E4A"),
            "2024_to_25__episodes": EPISODES.format("2", ","),
        },
    )
    at_once, one_by_one = (init_workspace(tmp_path / name, named="Dorset") for name in ("w1", "w2"))
    _ = load(at_once, tmp_path / "r")
    for i, year in enumerate(("2024-25", "2022-23", "2023-24")):
        _ = load(one_by_one, tmp_path / "r" / year, now=NOW.replace(hour=10 + i))
    tables = current(at_once.analysis).tables() - {"arrivals", "built", "files", "problems"}
    for name in tables:
        # A file is named from the last folder of the path that was given.
        one, other = (current(at.analysis).table(name) for at in (at_once, one_by_one))
        if name == "children_to_fix":
            one, other = one.drop("file"), other.drop("file")
        assert one.equals(other), name
