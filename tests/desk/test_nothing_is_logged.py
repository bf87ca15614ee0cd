"""A marked child is loaded in rows that fail in every way, and is looked for wherever a program leaves words behind."""

import io
import logging
import sys
import warnings

import pytest
from tests.returns import test_cin_census as cin
from tests.returns.test_ssda903_faults import GOOD, HEADING

from turncurve.cli import app
from turncurve.desk import loading
from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.checking import checks
from turncurve.desk.workspace import init_workspace, open_workspace
from turncurve.returns.csv_rows import Row
from turncurve.returns.reading import read_returns
from turncurve.returns.ssda903 import taking
from turncurve.store import arrived_files, manifest
from turncurve.web.checks.pages import checks_page

CHILD, UPN, NAME, BORN, BORN_ISO, HOME = (
    "MARKED77X", "M987654321098", "Quillfeather", "17/02/2011", "2011-02-17", "QX9 9ZQ",
)  # fmt: skip
# Shown to the person who loads, for they must find it; and nowhere else.
WRONG_CODE, WRONG_DAY = "ZQ9", "31/02/2017"
NEVER = (CHILD, UPN, NAME, BORN, BORN_ISO, HOME)
ROW = GOOD.replace("0012", CHILD).replace("QX1 1AA", HOME)


def cells(**changed):
    """The marked child's episode with some cells changed."""
    named = dict(zip(HEADING.split(","), ROW.split(","), strict=True)) | changed
    return ",".join(named.values())


EPISODES = [
    ROW, ROW, cells(LS="V2"),
    *(cells(**{name: value, "DECOM": f"0{1 + i % 9}/{6 + i // 9:02}/2023"}) for i, (name, value) in enumerate(
        (name, value) for name in ("LS", "RNE", "PLACE", "DEC", "REC", "URN", "CIN") for value in (UPN, NAME, BORN, HOME, CHILD)
                # A day of birth that strays into a day of the episode is a day like any other.
                if (name, value) != ("DEC", BORN)
    )),
    cells(DECOM=NAME), cells(DECOM=UPN), cells(DECOM=WRONG_DAY), cells(DECOM="01/02/2024", PLACE=WRONG_CODE),
    cells(DECOM="01/01/2024", DEC="01/12/2023", REC="E4A"), cells(DECOM="02/01/2019", DEC="01/02/2019", REC="E4A"),
    ROW + f",{NAME}", cells(CHILD=f'"{CHILD}', HOME_POST=HOME), cells(CHILD=f"{CHILD}\x00"), cells(CHILD=""),
]  # fmt: skip
HEADER = [
    f"{CHILD},1,{BORN},WBRI,{UPN},,", f"{CHILD},{NAME},{BORN},{BORN},{UPN},{UPN},{BORN}", f"{CHILD}2,1,{BORN}x,{NAME},{UPN}9,{BORN},{NAME}",
]  # fmt: skip
REVIEWS = [f"{CHILD},{BORN},{BORN},PN1", f"{CHILD},{BORN},{UPN},{NAME}", f"{CHILD},{BORN_ISO},01/06/2023,{UPN}"]
PLACES = [f"{CHILD},2020-01-01,,{HOME}", f"{CHILD},{BORN},{NAME},{HOME}", f"{CHILD},{UPN},,E1", f"{NAME},2020-01-01,2019-01-01,{HOME}"]  # fmt: skip


def census():
    marked = cin.child(CHILD, more=cin.PLAN.format(end=f"<CPPendDate>{NAME}</CPPendDate>"))
    bad = (
        marked.replace("WBRI", NAME)
        .replace(">6<", f">{UPN}<")
        .replace("2012-02-03", f"{BORN}9")
        .replace(">1<", f">{BORN}<")
    )
    lost = cin.child(CHILD, NAME).replace("<GenderCurrent>", f"<UPN>{UPN}9</UPN><Team>{NAME}</Team><GenderCurrent>")
    return cin.census(marked, bad, lost, cin.child("", BORN))[:-30] + f"<{CHILD}>{NAME}"


@pytest.fixture
def returns(tmp_path):
    folder = tmp_path / "given"
    for year in ("2021-22", "2023-24"):
        (folder / year).mkdir(parents=True)
        (folder / year / "episodes.csv").write_text("\n".join([HEADING, *EPISODES, f"{CHILD},01/05"]))
    for name, heading, rows in (
        ("2023-24/header.csv", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", HEADER),
        ("2023-24/reviews.csv", "CHILD,DOB,REVIEW,REVIEW_CODE", REVIEWS),
        ("2023-24/oc3.csv", "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM", [f"{CHILD},{NAME},{NAME},{UPN},{BORN}"]),
        ("missing.csv", "CHILD,DOB,MISSING,MIS_START,MIS_END", [f"{CHILD},{BORN},{NAME},{NAME},{UPN}"]),
        ("children_places.csv", "child,from,to,small_area", PLACES),
        ("small_areas.csv", "small_area,name,locality,year,children", [f"E1,,North,{BORN},{NAME}"]),
    ):
        (folder / name).write_text("\n".join([heading, *rows]) + "\n")
    (folder / "cin.xml").write_text(census())
    (folder / "letter.txt").write_text(f"Dear {NAME}, born {BORN}, {UPN}")
    return folder


@pytest.fixture
def logged():
    """Everything any logger says, from DEBUG up, with the text of its faults."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)


def run(monkeypatch, *said):
    """The command line as it is started; its exit code."""
    monkeypatch.setattr(sys, "argv", ["turncurve", *map(str, said)])
    with pytest.raises(SystemExit) as left:
        app.run()
    return left.value.code


def clean(*texts, also=()):
    for text in texts:
        assert [mark for mark in (*NEVER, *also) if mark.casefold() in text.casefold()] == []


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
