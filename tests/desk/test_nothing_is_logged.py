"""A marked child is loaded in rows that fail in every way, and is in nothing a program leaves behind."""

import warnings

import pytest
from tests.support.marked_child import CHILD, NEVER, ROW, WRONG_CODE, WRONG_DAY, clean, run

from turncurve.desk import loading
from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.checking import checks
from turncurve.desk.workspace import init_workspace, open_workspace
from turncurve.returns.csv_rows import Row
from turncurve.returns.reading import read_returns
from turncurve.returns.ssda903 import taking
from turncurve.store import arrived_files, manifest
from turncurve.web.checks.pages import checks_page


@pytest.mark.slow
def test_a_marked_child_is_in_no_log_message_warning_or_fault(returns, tmp_path, monkeypatch, capfd, logged):
    at = tmp_path / "w"
    _ = init_workspace(at, named="Dorset")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        assert run(monkeypatch, "load", returns, "--at", at) == 1
        loaded = capfd.readouterr()
        assert run(monkeypatch, "checks", "--at", at, "--show", "problems", "--format", "csv") == 1
        answered = capfd.readouterr()
        found = checks(open_workspace(at), asker=LOCAL_USER)
        page = checks_page(found)
    assert "set aside" in loaded.err
    clean(
        loaded.out,
        loaded.err,
        answered.err,
        logged.getvalue(),
        *(str(one.message) for one in warned),
        also=(WRONG_CODE, WRONG_DAY),
    )
    # The answer itself shows what was found, and masks who it was found of.
    clean(answered.out, str([rule.table.rows for rule in page.rules]))
    assert WRONG_CODE in answered.out
    assert WRONG_DAY in answered.out
    assert WRONG_DAY in str([rule.table.rows for rule in page.rules])
    # And what a fault would print of our own values.
    clean(repr(found), repr(found.problems), also=(WRONG_CODE, WRONG_DAY))
    reading = read_returns(
        arrived_files(open_workspace(at).returns, manifest(open_workspace(at).returns)), progress=print
    )
    clean(repr(reading), capfd.readouterr().out, also=(WRONG_CODE, WRONG_DAY))
    assert len({problem.rule for problem in found.problems}) > 15


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["a reader", "the build"])
def test_a_fault_of_ours_quotes_no_row(returns, tmp_path, monkeypatch, capfd, logged, stage):
    at = tmp_path / "w"
    _ = init_workspace(at, named="Dorset")

    def fails(*given, **named):
        raise ValueError(f"cannot read {ROW} {NEVER} {given} {named}")

    owner, name = (taking, "values_of") if stage == "a reader" else (loading, "curve_points")
    monkeypatch.setattr(owner, name, fails)
    assert run(monkeypatch, "load", returns, "--at", at) == 3
    told = capfd.readouterr()
    assert "ValueError: a fault in Turncurve" in told.err
    clean(told.out, told.err, logged.getvalue(), also=(WRONG_CODE, WRONG_DAY))


def test_a_row_keeps_its_cells_to_itself():
    clean(repr(Row(line=2, cells={"CHILD": CHILD})))
