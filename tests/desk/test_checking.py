"""What the desk answers of returns with faults planted in them, from the file to the export."""

import csv
import io
import json
import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from turncurve.cli.app import app
from turncurve.cli.showing import View
from turncurve.definitions.checks import checks as every_check
from turncurve.definitions.measures import measures
from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.checking import EXPORTED, checks, draw_quality, export_checks, poor_inputs
from turncurve.desk.loading import load_returns
from turncurve.desk.questions import curve_page
from turncurve.desk.workspace import init_invented
from turncurve.made_up import invent
from turncurve.store import current
from turncurve.words.problems import Problem

pytestmark = pytest.mark.slow
NOW = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)


def change(path: Path, old: str, new: str, *, times: int = 1):
    """Change a file, so many places at most; how many were changed."""
    text = path.read_text(encoding="utf-8")
    done = min(text.count(old), times)
    assert done
    _ = path.write_text(text.replace(old, new, times), encoding="utf-8")


@pytest.fixture(scope="module")
def faulty(tmp_path_factory):
    """A council of two years. One child has left the header; open assessments and a year's care leavers are wrong."""
    made = tmp_path_factory.mktemp("faulty") / "made"
    _ = invent(made, seed=3, years=2)
    header = made / "ssda903/2025-26/header.csv"
    lines = header.read_text(encoding="utf-8").splitlines(keepends=True)
    with (made / "ssda903/2025-26/episodes.csv").open(encoding="utf-8") as opened:
        in_care = next(csv.DictReader(opened))["CHILD"]
    gone = next(line for line in lines[1:] if line.startswith(f"{in_care},"))
    _ = header.write_text("".join(line for line in lines if line != gone), encoding="utf-8")
    leavers = made / "ssda903/2024-25/oc3.csv"
    _ = leavers.write_text(
        re.sub(r"(?m)^(\w+,)\d\d/\d\d/\d{4},", r"\1,", leavers.read_text(encoding="utf-8")), encoding="utf-8"
    )
    shutil.rmtree(made / "published")
    workspace = init_invented(made.parent / "workspace", made)
    _ = load_returns(
        workspace, [made / "ssda903", made / "cin", made / "small_areas.csv", made / "children_places.csv"],
        asker=LOCAL_USER, now=NOW, progress=lambda _: None,
    )  # fmt: skip
    return workspace, in_care


def test_what_was_planted_is_found_with_its_file_row_and_field(faulty):
    workspace, _ = faulty
    answer = checks(workspace, asker=LOCAL_USER)
    found = {one.rule: one for one in answer.to_fix}
    assert {"episode_of_a_child_not_in_the_header", "care_leaver_without_a_birth_date"} <= set(found)
    [first, *_] = found["episode_of_a_child_not_in_the_header"].where
    assert (first.file, first.row, first.field, first.year) == ("ssda903/2025-26/episodes.csv", 2, "CHILD", 2026)
    leavers = found["care_leaver_without_a_birth_date"]
    assert {one.file for one in leavers.where} == {"ssda903/2024-25/oc3.csv"}
    assert leavers.rows == len(leavers.where) > 50
    assert "Care leavers suitably housed" in leavers.changes
    assert "Children in care" not in leavers.changes


def test_what_changes_most_curves_comes_first(faulty):
    changes = [(len(one.changes), one.rows) for one in checks(faulty[0], asker=LOCAL_USER).to_fix]
    assert changes == sorted(changes, reverse=True)


def test_every_check_is_answered_for_and_what_could_not_run_says_why(faulty):
    answer = checks(faulty[0], asker=LOCAL_USER)
    assert [one.check for one in answer.runs] == list(every_check())
    for one in answer.runs:
        assert one.years or one.could_not
        assert all(because for because, _ in one.could_not)
    lost = next(one for one in answer.runs if one.check == "open_episode_lost")
    assert lost.years == (2025,)
    assert lost.could_not == (("The year after, 2027, did not arrive.", (2026,)),)


def test_the_export_names_no_child_and_no_value(faulty):
    workspace, in_care = faulty
    exported = export_checks(workspace, asker=LOCAL_USER)
    rows = list(csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig"))))
    assert tuple(rows[0]) == EXPORTED
    assert len(rows) == sum(len(one.where) for one in checks(workspace, asker=LOCAL_USER).to_fix)
    assert in_care not in exported.content.decode("utf-8-sig")
    for table in ("checks_found", "checks_run", "data_quality"):
        assert "person_id" not in current(workspace.analysis).table(table).columns


def test_quality_is_a_curve_and_a_measure_whose_inputs_are_poor_says_so(faulty):
    workspace, _ = faulty
    answer = checks(workspace, asker=LOCAL_USER)
    by = {(one.about, one.dimension, one.year): one for one in answer.quality}
    assert by["CIN census", "completeness", 2025].value == 100
    assert by["SSDA903", "timeliness", 2025].value == 100
    assert ("SSDA903", "timeliness", 2026) not in by
    assert by["SSDA903", "consistency", 2026].good < by["SSDA903", "consistency", 2026].out_of
    said = curve_page(
        workspace, asker=LOCAL_USER, as_at=NOW.date(), measure="care_leavers_suitable_accommodation"
    ).poor_inputs
    assert said.startswith(
        "Read this curve with care: what it rests on was not filled in well enough in 2025 (at worst 6"
    )
    analysis = current(workspace.analysis)
    assert poor_inputs(analysis, measure=measures()["re_referrals"], source="CIN census returns") == ""
    assert poor_inputs(analysis, measure=measures()["care_leavers_suitable_accommodation"], source="LAIT, 2025") == ""


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_quality_is_drawn_for_each_return_and_another_is_said(faulty, width):
    workspace, _ = faulty
    drawn = draw_quality(workspace, asker=LOCAL_USER, about="SSDA903", width=width).decode()
    for said in ("SSDA903: how good the data are", "under 95% is poor", "Recorded in time", "2025"):
        assert said in drawn
    with pytest.raises(Problem, match="of 'SEN2'") as problem:
        draw_quality(workspace, asker=LOCAL_USER, about="SEN2", width=width)
    assert problem.value.to_fix == "Use one of: CIN census, SSDA903."


def test_the_command_line_answers_the_same_in_every_form(faulty):
    workspace, in_care = faulty
    answer = checks(workspace, asker=LOCAL_USER)

    def run(*more):
        return CliRunner().invoke(app, ["checks", "--at", str(workspace.folder), *more])

    first = run("--format", "json")
    assert first.exit_code == 1
    assert [one["rule"] for one in json.loads(first.stdout)] == [one.rule for one in answer.to_fix]
    rows = list(csv.DictReader(io.StringIO(run("--show", "rows", "--format", "csv").stdout)))
    exported = export_checks(workspace, asker=LOCAL_USER).content.decode("utf-8-sig")
    assert rows == list(csv.DictReader(io.StringIO(exported)))
    for view in View:
        shown = run("--show", view.value, "--format", "json")
        assert shown.exit_code == 1
        assert in_care not in shown.stdout
        _ = json.loads(shown.stdout)
    assert len(json.loads(run("--show", "every", "--format", "json").stdout)) == len(every_check())
    assert json.loads(run("--show", "not-checked", "--format", "json").stdout)[0]["because"]
    assert "csc-validator-be-903" in first.stderr
