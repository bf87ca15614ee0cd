"""A marked child, in rows that fail in every way: looked for wherever a program leaves words behind."""

import sys

import pytest
from tests.returns import test_cin_census as cin
from tests.returns.test_ssda903_faults import GOOD, HEADING

from turncurve.cli import app

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


def write_returns(tmp_path):
    """A council's files, with the marked child in every one."""
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


def run(monkeypatch, *said):
    """The command line as it is started; its exit code."""
    monkeypatch.setattr(sys, "argv", ["turncurve", *map(str, said)])
    with pytest.raises(SystemExit) as left:
        app.run()
    return left.value.code


def clean(*texts, also=()):
    for text in texts:
        assert [mark for mark in (*NEVER, *also) if mark.casefold() in text.casefold()] == []
