"""A zip loaded as it was downloaded gives what its files would have given, and says what it left alone."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from tests.support.shared import SHARED, needs_shared

from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.checking import checks
from turncurve.desk.loading import load_returns
from turncurve.desk.workspace import init_workspace
from turncurve.store import current, manifest

NOW = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)
HEADING = "time_period,geographic_level,region_code,region_name,old_la_code,la_name,new_la_code"
DORSET = "2024,Local authority,E12000009,South West,838,Dorset,E06000059"
PLANS = f"{HEADING},CPP_start,CPP_subsequent,CPP_subsequent_percent\n{DORSET},200,50,25\n"


def load(workspace, *paths):
    return load_returns(workspace, list(paths), asker=LOCAL_USER, now=NOW, progress=lambda _: None)


def write_zip(path, files) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)


@pytest.fixture
def workspace(tmp_path):
    return init_workspace(tmp_path / "w", named="Dorset")


def test_the_download_of_all_data_is_loaded_as_it_is(workspace, tmp_path):
    download = tmp_path / "children-in-need_2025.zip"
    write_zip(
        download,
        {
            "data/d3_cpps_subsequent_plan.csv": PLANS,
            "data-guidance/data-guidance.txt": "Children in need\n",
            "supporting-files/notes.pdf": "%PDF-1.7",
            "__MACOSX/data/._d3.csv": "x",
            "../../evil.csv": PLANS,
        },
    )
    did = load(workspace, download)
    assert did.new_files == ("children-in-need_2025.zip/data/d3_cpps_subsequent_plan.csv",)
    assert [one.name for one in manifest(workspace.returns)] == list(did.new_files)
    said = {(problem.file, problem.rule) for problem in did.problems}
    assert said == {
        ("children-in-need_2025.zip/data-guidance/data-guidance.txt", "not-recognised"),
        ("children-in-need_2025.zip/supporting-files/notes.pdf", "not-recognised"),
        ("children-in-need_2025.zip", "archive-hidden-files"),
        ("children-in-need_2025.zip", "archive-unsafe-name"),
    }
    # What was left alone can be read again after the load.
    assert {(one.file, one.rule) for one in checks(workspace, asker=LOCAL_USER).problems} == said
    shown = current(workspace.analysis).table("published")
    assert shown.filter(shown["measure"] == "second_plans")["value"].to_list() == [25.0]
    kept = {path.name for path in workspace.returns.iterdir()}
    assert kept == {"arrivals.json", manifest(workspace.returns)[0].digest}


def test_loading_a_zip_again_or_its_files_changes_nothing(workspace, tmp_path):
    write_zip(tmp_path / "a.zip", {"data/d3.csv": PLANS})
    (tmp_path / "d3.csv").write_text(PLANS)
    assert len(load(workspace, tmp_path / "a.zip").new_files) == 1
    again = load(workspace, tmp_path / "a.zip", tmp_path / "d3.csv")
    assert (again.new_files, again.already_here) == ((), ("a.zip/data/d3.csv", "d3.csv"))


def test_a_damaged_zip_takes_nothing_away_and_the_rest_is_loaded(workspace, tmp_path):
    write_zip(tmp_path / "a.zip", {"data/d3.csv": PLANS * 50})
    content = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(content[: len(content) // 2])
    (tmp_path / "d3.csv").write_text(PLANS)
    did = load(workspace, tmp_path / "a.zip", tmp_path / "d3.csv")
    assert did.new_files == ("d3.csv",)
    assert [problem.rule for problem in did.problems] == ["archive-damaged"]
    assert did.problems[0].to_fix == "Download or export it again and load it once more."


@pytest.mark.slow
@needs_shared
def test_published_files_zipped_give_the_same_tables(tmp_path):
    folders = [SHARED / "data" / "published" / name for name in ("cin", "cla", "neighbours", "population")]
    as_files = init_workspace(tmp_path / "files", named="Dorset")
    _ = load(as_files, *folders)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for folder in folders:
            for path in sorted(folder.iterdir()):
                archive.write(path, f"data/{folder.name}/{path.name}")
    (tmp_path / "all.zip").write_bytes(held.getvalue())
    as_zip = init_workspace(tmp_path / "zip", named="Dorset")
    _ = load(as_zip, tmp_path / "all.zip")
    for name in ("published", "population", "neighbours", "curve_points"):
        one, other = current(as_files.analysis).table(name), current(as_zip.analysis).table(name)
        assert one.height > 0
        assert one.sort(one.columns).equals(other.sort(other.columns)), name
