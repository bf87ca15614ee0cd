"""Where a child's number stands in a file as it arrived, whatever kind of file it is and whether its row was read."""

import pytest
from tests.returns.test_annex_a_faults import parts_of, zipped
from tests.support.arrived import arrived
from tests.support.workbook import workbook

from turncurve.returns.mentioning import mentions
from turncurve.returns.workbooks import CannotBeOpened

HEADING = "CHILD,DECOM,RNE"


def found(file, number="0012", **more):
    return [(one.place, one.text) for one in mentions(file, number=number, **more)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
def test_a_line_is_found_with_the_names_of_its_columns(encoding, ends):
    text = ends.join([HEADING, "0012,01/05/2023,S", "0044,01/05/2023,S", 'x,"0012",not a date'])
    assert found(arrived("e.csv", text.encode(encoding))) == [
        ("names of the columns", HEADING),
        ("line 2", "0012,01/05/2023,S"),
        ("line 4", 'x,"0012",not a date'),
    ]


@pytest.mark.parametrize("other", ["00120", "A0012", "10012", "0012B"])
def test_a_part_of_a_longer_number_is_somebody_else(other):
    assert found(arrived("e.csv", f"{HEADING}\n{other},01/05/2023,S\n")) == []


def test_a_number_of_letters_is_found_however_it_is_written():
    assert [place for place, _ in found(arrived("e.csv", f"{HEADING}\nab(1),x,S\n"), number="AB(1)")][1:] == ["line 2"]


def test_a_line_cut_off_at_the_end_of_a_file_is_found():
    assert found(arrived("e.csv", f"{HEADING}\n0044,x,S\n0012,0"))[-1:] == [("line 3", "0012,0")]


def test_a_childs_element_is_found_whole_and_no_other():
    text = (
        "<Message><Header><LEA>301</LEA></Header><Children>"
        "<Child><LAchildID>0012</LAchildID><DOB>2010-01-01</DOB></Child>"
        "<Child><LAchildID>0044</LAchildID></Child></Children></Message>"
    )
    [(place, said)] = found(arrived("census.xml", text))
    assert place == "line 1"
    assert said == "<Child><LAchildID>0012</LAchildID><DOB>2010-01-01</DOB></Child>"


@pytest.mark.parametrize(
    "text",
    [
        "<Message><Child><LAchildID>0012</LAchildID>\n",
        "<!DOCTYPE x><Message>\n<Child>0012</Child></Message>",
        "<Message>\n<Pupil>0012</Pupil></Message>",
    ],
    ids=["broken", "with a document type", "of no child"],
)
def test_xml_that_is_not_read_is_looked_through_line_by_line(text):
    assert any("0012" in said for _, said in found(arrived("census.xml", text)))


def test_a_row_of_a_sheet_is_found():
    book = workbook([["CHILD", "DECOM"], ["0044", "x"], ["0012", "y"]], named=["Episodes"])
    assert found(arrived("a.xlsx", book)) == [("sheet Episodes, row 3", "0012\ty")]


def test_a_workbook_that_cannot_be_opened_is_said():
    parts = parts_of(workbook([["CHILD"], ["0012"]]))
    sheet = "xl/worksheets/sheet1.xml"
    broken = zipped({**parts, sheet: parts[sheet][: len(parts[sheet]) // 2]})
    with pytest.raises(CannotBeOpened):
        _ = found(arrived("a.xlsx", broken))
