"""The one export that names children: whole, for a purpose, written down, and nothing of it anywhere else."""

import csv
import io
import re

import pytest
from tests.conftest import NOW
from tests.returns.test_ssda903_faults import HEADING
from tests.support.marked_child import CHILD, ROW, clean, run

from turncurve.desk.asker import LOCAL_USER, Asker, NotAllowed
from turncurve.desk.checking import EXPORTED, export_checks
from turncurve.desk.loading import load_returns
from turncurve.desk.naming_children import WITH_CHILDREN, export_checks_with_children
from turncurve.desk.workspace import init_workspace, open_workspace
from turncurve.words.problems import Problem

pytestmark = pytest.mark.slow
WHY = "The data team corrects the return of 2024"


@pytest.fixture(scope="module")
def council(tmp_path_factory, records_kept):
    """Two children whose episodes are in no header, one of them with a part that cannot be read at all."""
    at = tmp_path_factory.mktemp("naming")
    folder = at / "given" / "2023-24"
    folder.mkdir(parents=True)
    other = ROW.replace(CHILD, "=OTHER8Y")
    unread = ROW.replace("01/05/2023", "99/99/2023").replace(CHILD, "UNREAD9Z")
    _ = (folder / "episodes.csv").write_text(
        "\n".join([HEADING, ROW, other, ROW.replace("U4", "ZQ9").replace(CHILD, "PARTLY8Z"), unread]) + "\n"
    )
    _ = (folder / "header.csv").write_text("CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n0001,1,01/02/2012,WBRI,,,\n")
    workspace = init_workspace(at / "w", named="Dorset")
    _ = load_returns(workspace, [at / "given"], asker=LOCAL_USER, now=NOW, progress=lambda _: None)
    return workspace


def rows_of(exported):
    return list(csv.DictReader(io.StringIO(exported.content.decode("utf-8-sig"))))


def entries(did):
    from turncurve.records.audit import AuditEntry

    return list(AuditEntry.objects.filter(did=did).order_by("number"))


def named(workspace, *, why=WHY, asker=LOCAL_USER):
    return export_checks_with_children(workspace, asker=asker, now=NOW, why=why)


def test_each_place_has_the_number_of_the_child_it_is_about(council):
    rows = rows_of(named(council))
    assert tuple(rows[0]) == WITH_CHILDREN
    stands = {2: CHILD, 3: "'=OTHER8Y", 4: "PARTLY8Z"}
    of_episodes = [one for one in rows if one["rule"] == "episode_of_a_child_not_in_the_header"]
    assert {int(one["row"]): one["child"] for one in of_episodes} == stands
    # A row used in part is still a child's; one that could not be read at all is found by its file and row.
    read = {one["rule"]: (one["row"], one["child"]) for one in rows}
    assert (read["code-not-known"], read["not-a-date"]) == (("4", "PARTLY8Z"), ("5", ""))
    whole = [one for one in rows if not one["row"]]
    assert whole
    assert {one["child"] for one in whole} == {""}
    plain = rows_of(export_checks(council, asker=LOCAL_USER))
    assert [{name: one[name] for name in EXPORTED} for one in rows] == plain


def test_that_it_was_made_and_why_is_written_down_and_no_child_is(council):
    before = entries("exported checks with children's identifiers")
    rows = rows_of(named(council, why="  The data team\ncorrects it "))
    *others, last = entries("exported checks with children's identifiers")
    assert len(others) == len(before)
    assert (last.who, last.why) == ("local user", "The data team corrects it")
    assert last.details == {"rows": len(rows), "children": len({one["child"] for one in rows} - {""})}
    assert CHILD not in str(vars(last))


@pytest.mark.parametrize(
    ("why", "said"),
    [("", "needs a reason"), ("    x ", "needs a reason"), ("x" * 301, "301 letters"),
     (f"For {CHILD.lower()}.", "a child's")],
)  # fmt: skip
def test_without_a_purpose_in_words_nothing_is_made_or_written_down(council, why, said):
    before = len(entries("exported checks with children's identifiers"))
    with pytest.raises(Problem, match=said) as refused:
        named(council, why=why)
    assert CHILD.lower() not in str(refused.value).lower()
    assert len(entries("exported checks with children's identifiers")) == before


def test_a_manager_sees_the_checks_and_not_the_children(council):
    with pytest.raises(NotAllowed):
        named(council, asker=Asker(key="k", roles=frozenset({"manager"})))


def test_a_load_is_written_down_with_its_counts(council):
    loaded = entries("loaded returns")[-1]
    assert loaded.who == "local user"
    assert loaded.details["new_files"] == 2
    assert loaded.details["rows_in"] == 5


def test_a_load_that_cannot_be_written_down_is_not_used(council, monkeypatch, tmp_path):
    from turncurve.records import audit
    from turncurve.store import current, manifest

    def broken(**_):
        raise OSError("the disk is full")

    monkeypatch.setattr(audit, "write_down", broken)
    more = tmp_path / "2022-23" / "episodes.csv"
    more.parent.mkdir()
    _ = more.write_text(f"{HEADING}\n{ROW}\n")
    before = current(council.analysis).path, manifest(council.returns)
    with pytest.raises(OSError, match="full"):
        load_returns(council, [tmp_path / "2022-23"], asker=LOCAL_USER, now=NOW, progress=lambda _: None)
    assert (current(council.analysis).path, manifest(council.returns)) == before


def test_a_marked_child_is_in_the_file_and_in_no_page_plain_export_entry_or_log(
    returns, tmp_path, monkeypatch, capfd, logged
):
    at, out = tmp_path / "w", tmp_path / "named.csv"
    _ = init_workspace(at, named="Dorset")
    assert run(monkeypatch, "load", returns, "--at", at) == 1
    said = ("checks", "--at", at, "--show", "rows", "--format", "csv")
    assert run(monkeypatch, *said, "--out", out, "--with-children", "--why", WHY) == 1
    assert CHILD in out.read_text(encoding="utf-8-sig")
    for refused in (("--with-children", "--why", WHY), ("--out", out, "--why", WHY)):
        assert run(monkeypatch, *said, *refused) == 2
    assert run(monkeypatch, *said, "--out", tmp_path / "plain.csv") == 1
    told = capfd.readouterr()
    clean(told.out, told.err, logged.getvalue(), (tmp_path / "plain.csv").read_text(encoding="utf-8"))
    clean(*(str(vars(one)) for one in entries("exported checks with children's identifiers")))
    clean(*pages_of(open_workspace(at)))


def pages_of(workspace):
    """Every page and plain file a person can reach from the checks and the scorecard, and the answers to a bad form."""
    from django.test import Client

    from turncurve.web.door import Door, WorkspaceDesk
    from turncurve.web.help.reading import docs_folder
    from turncurve.web.wsgi import application

    door = Door(desk=WorkspaceDesk(folder=workspace.folder), docs=docs_folder())
    _ = application(door)
    client = Client(raise_request_exception=True, **{"turncurve.door": door})
    paths, seen = ["/checks/", "/", "/curves/", "/audit/", "/people/", "/checks/download", "/about/"], {}
    while paths:
        path = paths.pop()
        if path in seen or path.startswith(("/help/", "/static/", "/accounts/")):
            continue
        answer = client.get(path, headers={"host": "127.0.0.1"})
        seen[path] = answer.content.decode("utf-8", "replace")
        if path.startswith(("/checks/", "/curves/")) and len(seen) < 60:
            paths += re.findall(r'(?:href|src|srcset)="(/[^"#]*)"', seen[path].replace("&amp;", "&"))
    asked = client.post("/checks/with-children", {"why": f"{CHILD}"}, headers={"host": "127.0.0.1"})
    assert asked.status_code == 400
    assert len(seen) > 20
    # What its reader typed is theirs to see again.
    typed = asked.content.decode().replace(f'value="{CHILD}"', "")
    got = client.post("/checks/with-children", {"why": WHY}, headers={"host": "127.0.0.1"})
    assert got["Content-Disposition"].endswith('what-to-put-right-names-children.csv"')
    assert CHILD in got.content.decode("utf-8-sig")
    return [*seen.values(), typed]
