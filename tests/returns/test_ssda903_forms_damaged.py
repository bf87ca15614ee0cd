"""SSDA903 workbooks and XML damaged at random: never a fault of ours, and every row counted with its reason."""

import xml.etree.ElementTree as ET
import zipfile
from io import BytesIO

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.returns.test_nothing_is_dropped import STRANGE
from tests.returns.test_ssda903_workbook import EPISODES, HEADER, OC3
from tests.returns.test_ssda903_xml import REVIEW, child
from tests.support.annex_a_books import book
from tests.support.arrived import arrived

from turncurve.returns.reading import read_returns

XML = f"<?xml version='1.0'?><EXPSSDA903>{''.join(child(str(n), more=REVIEW * n) for n in range(4))}</EXPSSDA903>"
BOOK = book({"Cover": [["Return"]], "E": [*EPISODES, *EPISODES[1:]], "H": HEADER, "O": OC3})
ELEMENTS = ["<CHILD>", "</CHILD>", "<EPISODE>", "</EPISODE>", REVIEW, "<HEADER/>", "<A>", "&amp;", "<DECOM>x</DECOM>"]


def damage(draw, content, *, pieces):
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(content)))
        to = min(len(content), at + draw(st.integers(0, 40)))
        content = content[:at] + draw(st.one_of(pieces, st.just(content[at : at + 120]))) + content[to:]
    return content[: draw(st.integers(0, len(content)))] if draw(st.integers(0, 3)) == 0 else content


@st.composite
def damaged_xml(draw):
    pieces = st.one_of(st.sampled_from([one.encode() for one in ELEMENTS]), st.sampled_from(STRANGE))
    encoding = draw(st.sampled_from(["utf-8", "utf-8", "utf-16"]))
    return damage(draw, XML.encode(encoding), pieces=pieces)


@st.composite
def damaged_workbooks(draw):
    """A workbook damaged as a whole, or in one of its parts with the zip around it sound."""
    pieces = st.one_of(st.sampled_from(STRANGE), st.binary(max_size=3))
    if draw(st.booleans()):
        return damage(draw, BOOK, pieces=pieces)
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(BOOK)) as old, zipfile.ZipFile(held, "w") as new:
        names = old.namelist()
        hurt = draw(st.sampled_from([name for name in names if name.startswith("xl/")]))
        for name in names:
            content = old.read(name)
            new.writestr(name, damage(draw, content, pieces=pieces) if name == hurt else content)
    return held.getvalue()


def is_a_cell_of_its(one):
    known = ("DECOM", "RNE", "LS", "CIN", "PL", "PL_POST", "HOME_POST", "PLACE_PROVIDER", "REVIEW", "REVIEW_CODE")
    return one.tag in known and len(one) == 0 and bool((one.text or "").strip())


def every_row_is_accounted_for(name, content):
    found = read_returns([arrived(name, content)], progress=lambda _: None)
    assert found.files
    for report in found.files:
        assert report.rows_in == report.rows_used + report.rows_set_aside
        assert min(report.rows_in, report.rows_used, report.rows_set_aside) >= 0
        reasons = [problem for problem in found.problems if problem.file == report.name and problem.set_aside]
        assert bool(reasons) >= bool(report.rows_set_aside)
        if all(problem.row for problem in reasons):
            assert len({problem.row for problem in reasons}) == report.rows_set_aside
    return found


def something_is_said_of_nothing(found):
    if not any(report.rows_in for report in found.files):
        assert found.problems
    for problem in found.problems:
        assert problem.found
        assert problem.expected
        assert problem.to_fix


@settings(max_examples=200, deadline=None)
@given(damaged_xml())
def test_damaged_xml(content):
    found = every_row_is_accounted_for("2023-24/r.xml", content)
    something_is_said_of_nothing(found)
    try:
        tree = ET.fromstring(content)
    except ET.ParseError:
        return
    if all(one.kind.startswith("SSDA903 ") for one in found.files):
        rows = {one.kind.removeprefix("SSDA903 "): one.rows_in for one in found.files}
        for tag, kind in (("EPISODE", "episodes"), ("AREVIEW", "reviews")):
            assert rows.get(kind, 0) == sum(any(map(is_a_cell_of_its, one)) for one in tree.iter(tag))


@settings(max_examples=60, deadline=None)
@given(damaged_workbooks())
def test_damaged_workbooks(content):
    something_is_said_of_nothing(every_row_is_accounted_for("2023-24/r.xlsx", content))
