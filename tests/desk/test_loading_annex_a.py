"""Annex A beside the returns: it changes no curve and nobody twice, and loading it again changes nothing."""

from datetime import UTC, datetime

import pytest
from tests.support.annex_a_books import CONTACT, book

from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.loading import load_returns
from turncurve.desk.workspace import init_invented
from turncurve.made_up import invent
from turncurve.store import current
from turncurve.tables import TABLES

NOW = datetime(2026, 4, 20, 9, 30, tzinfo=UTC)
LATER = datetime(2026, 4, 21, 9, 30, tzinfo=UTC)
CARE = ("Child Unique ID", "Gender", "Date of Birth", "Unaccompanied Asylum Seeking Child (UASC)")


def load(workspace, *paths, now=NOW):
    return load_returns(workspace, list(paths), asker=LOCAL_USER, now=now, progress=lambda _: None)


def everything(workspace):
    analysis = current(workspace.analysis)
    return {name: analysis.table(name) for name in [*TABLES, "curve_points", "problems", "files", "repairs"]}


@pytest.mark.slow
def test_annex_a_changes_no_curve_and_loading_it_again_changes_nothing(tmp_path):
    _ = invent(tmp_path / "made", seed=3, years=1)
    workspace = init_invented(tmp_path / "w", tmp_path / "made")
    _ = load(workspace, tmp_path / "made" / "ssda903", tmp_path / "made" / "cin", tmp_path / "made" / "small_areas.csv")
    before = everything(workspace)
    children = before["person"]["person_id"].head(30).to_list()
    # The same children, said to be older, unaccompanied and newly in care.
    sheets = {
        "List 1": [CONTACT, *([child, "F", "WBRI", "01/01/1999", None, "15/03/2024", "6"] for child in children)],
        "List 8": [
            [*CARE, "Date Started to be Looked After", "Child's Legal Status"],
            *([child, "F", "01/01/1999", "Y", "15/03/2024", "C2"] for child in children),
        ],
    }
    lists = tmp_path / "Annex A 2024-03-31.xlsx"
    _ = lists.write_bytes(book(sheets))
    did = load(workspace, lists, now=LATER)
    assert did.new_files == (lists.name,)
    after = everything(workspace)
    own = {name for name in TABLES if not after[name].equals(before[name])}
    assert own == {"contacts", "annex_a_children", "annex_a_children_looked_after", "professionals"}
    assert after["contacts"].height == after["annex_a_children_looked_after"].height == len(children)
    assert after["curve_points"].equals(before["curve_points"])
    again = load(workspace, lists, now=LATER)
    assert (again.new_files, again.already_here) == ((), (lists.name,))
    assert {name for name, table in everything(workspace).items() if not table.equals(after[name])} == set()
