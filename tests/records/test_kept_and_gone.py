"""Files that are retired, and everything held about one child for the person it is about."""

import io
import zipfile

import polars as pl
import pytest
from tests.desk.test_region import episodes, region
from tests.records.conftest import NOW, silently
from tests.returns.test_ssda903_faults import GOOD, HEADING

from turncurve.desk import one_child, retiring
from turncurve.desk.asker import LOCAL_USER, Asker, NotAllowed
from turncurve.desk.lines import analysis_of
from turncurve.desk.loading import load_returns
from turncurve.desk.workspace import init_workspace
from turncurve.records.audit import AuditEntry, broken_at
from turncurve.store import retired
from turncurve.words.problems import Problem

WHY = "its retention date has come"


def retire(workspace, *names, why=WHY, asker=LOCAL_USER):
    return retiring.retire_files(workspace, names, asker=asker, now=NOW, why=why, progress=silently)


def children(workspace):
    return set(analysis_of(workspace).table("cla_episodes")["person_id"])


def entries(did):
    return list(AuditEntry.objects.filter(did=did).values("who", "about", "why", "details"))


def test_a_retired_file_is_gone_with_its_rows_and_its_hash_and_reason_are_kept(workspace):
    assert children(workspace) == {"0012", "0044"}
    (ended,) = retire(workspace, "returns/2022-23/episodes.csv")
    assert children(workspace) == {"0012"}
    assert not (workspace.returns / ended.digest).exists()
    assert retired(workspace.returns) == (ended,)
    assert [one.name for one in retiring.files_kept(workspace, asker=LOCAL_USER)] == ["returns/2023-24/episodes.csv"]
    assert entries("retired a file") == [
        {"who": "local user", "about": f"file {ended.digest[:16]}", "why": WHY, "details": {}}
    ]
    assert broken_at() is None


def test_a_retired_file_is_not_taken_in_again_and_that_is_said(workspace, loaded):
    (ended,) = retire(workspace, "returns/2022-23/episodes.csv")
    did = load_returns(workspace, [loaded.folder.parent / "returns"], asker=LOCAL_USER, now=NOW, progress=silently)
    assert [(one.file, WHY in one.found) for one in did.problems if one.rule == "retired-before"] == [
        ("returns/2022-23/episodes.csv", True)
    ]
    assert children(workspace) == {"0012"}
    assert not (workspace.returns / ended.digest).exists()


def test_a_file_may_be_named_by_the_start_of_its_hash(workspace):
    key = retiring.files_kept(workspace, asker=LOCAL_USER)[0].key
    assert len(retire(workspace, key[:8])) == 1
    with pytest.raises(Problem, match="No file called"):
        _ = retire(workspace, key[:7])


@pytest.mark.parametrize("why", ["", "  x ", "y" * 301])
def test_without_a_reason_that_fits_nothing_goes(workspace, why):
    with pytest.raises(Problem, match="reason"):
        _ = retire(workspace, "returns/2022-23/episodes.csv", why=why)
    assert children(workspace) == {"0012", "0044"}


def test_an_interruption_leaves_the_file_and_its_rows(workspace, monkeypatch):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(retiring, "write_retired", interrupted)
    with pytest.raises(KeyboardInterrupt):
        _ = retire(workspace, "returns/2022-23/episodes.csv")
    assert children(workspace) == {"0012", "0044"}
    assert len(retiring.files_kept(workspace, asker=LOCAL_USER)) == 2


def test_everything_about_one_child_and_about_no_other_is_handed_over(workspace):
    made = one_child.export_one_child(workspace, "0012", asker=LOCAL_USER, now=NOW, why="a subject access request")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        said = {name: archive.read(name).decode() for name in archive.namelist()}
    rows = pl.read_csv(io.BytesIO(said["cla_episodes.csv"].encode()), infer_schema=False)
    assert set(rows["person_id"]) == {"0012"}
    assert "0044" not in "".join(said.values())
    meanings = pl.read_csv(io.BytesIO(said["columns.csv"].encode()))
    assert set(rows.columns) <= set(meanings.filter(pl.col("table") == "cla_episodes")["column"])
    assert "0012" not in made.file_name
    (entry,) = entries("exported a child's record")
    assert entry["about"] == one_child.child_key(workspace, "0012")
    assert "0012" not in str(entry)
    assert entry["details"]["rows"]["cla_episodes"] == 1


def handed_over(workspace, child):
    made = one_child.export_one_child(workspace, child, asker=LOCAL_USER, now=NOW, why="a subject access request")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        return {
            name.removesuffix(".csv"): pl.read_csv(io.BytesIO(archive.read(name)), infer_schema=False)
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def test_rows_that_were_set_aside_are_handed_over_as_they_arrived(workspace, tmp_path):
    broken = GOOD.replace("01/05/2023", "no date").replace("0012", "0077")
    file = tmp_path / "more" / "2024-25" / "episodes.csv"
    file.parent.mkdir(parents=True)
    _ = file.write_text(episodes(broken, GOOD.replace("2023", "2024").replace("0012", "0088")))
    _ = load_returns(workspace, [tmp_path / "more"], asker=LOCAL_USER, now=NOW, progress=silently)
    said = handed_over(workspace, "0077")
    assert set(said) == {"columns", "as-arrived"}
    assert said["as-arrived"].rows() == [
        ("more/2024-25/episodes.csv", "names of the columns", HEADING),
        ("more/2024-25/episodes.csv", "line 2", broken),
    ]
    (entry,) = entries("exported a child's record")
    assert entry["details"] == {"rows": {"as-arrived": 2}}


def test_in_a_region_a_number_is_one_authoritys_child(records, tmp_path):
    heading = f"LA,YEAR,{HEADING}"
    workspace = region(
        tmp_path,
        **{
            "Devon/2023-24/episodes.csv": episodes(GOOD),
            "joined/episodes.csv": episodes(
                f"Plymouth,2024,{GOOD}", f"Torbay,2024,{GOOD.replace('0012', '0099')}", heading=heading
            ),
        },
    )
    with pytest.raises(Problem, match=r"2 authorities have a child of that number: 878, 879\."):
        _ = handed_over(workspace, "0012")
    said = handed_over(workspace, "879/0012")
    assert set(said["cla_episodes"]["person_id"]) == {"879/0012"}
    assert said["as-arrived"].rows() == [
        ("returns/joined/episodes.csv", "names of the columns", heading),
        ("returns/joined/episodes.csv", "line 2", f"Plymouth,2024,{GOOD}"),
    ]
    devon = handed_over(workspace, "878/0012")
    assert set(devon["as-arrived"]["file"]) == {"returns/Devon/2023-24/episodes.csv"}
    # Where one authority alone has a child of that number it need not be said.
    assert set(handed_over(workspace, "0099")["cla_episodes"]["person_id"]) == {"880/0099"}
    assert {one["about"] for one in entries("exported a child's record")} == {
        one_child.child_key(workspace, person) for person in ("879/0012", "878/0012", "880/0099")
    }


def test_the_same_child_has_one_key_in_the_audit_and_another_workspace_has_another(workspace, tmp_path):
    other = init_workspace(tmp_path / "other", named="Devon")
    key = one_child.child_key(workspace, "0012")
    assert key == one_child.child_key(workspace, "0012")
    assert len({key, one_child.child_key(workspace, "0044"), one_child.child_key(other, "0012")}) == 3


def test_a_child_nobody_knows_is_said_and_that_it_was_asked_is_written_down(workspace):
    with pytest.raises(Problem, match="Nothing is held"):
        _ = one_child.export_one_child(workspace, "9999", asker=LOCAL_USER, now=NOW, why="a subject access request")
    assert len(entries("exported a child's record")) == 1


def test_others_may_neither_retire_nor_export(workspace):
    analyst = Asker(key="key", roles=frozenset({"analyst"}))
    with pytest.raises(NotAllowed):
        _ = retire(workspace, "returns/2022-23/episodes.csv", asker=analyst)
    with pytest.raises(NotAllowed):
        _ = one_child.export_one_child(workspace, "0012", asker=analyst, now=NOW, why="a subject access request")
