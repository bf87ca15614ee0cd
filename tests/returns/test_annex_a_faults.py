"""Annex A lists that are never clean: each fault gives its own clear problem, and nothing floods the computer."""

import io
import zipfile
from datetime import date

import pytest
from tests.support.annex_a_books import CONTACT, POLICE, book, contacts
from tests.support.arrived import arrived
from tests.support.reading import one_problem, reading

from turncurve.returns import workbooks
from turncurve.returns.reading import what_it_is


def with_cell(caption, cell):
    row = list(POLICE)
    row[CONTACT.index(caption)] = cell
    return row


@pytest.mark.parametrize(
    ("caption", "cell", "rule", "found", "set_aside"),
    [
        ("Child Unique ID", None, "needed-and-blank", "nothing", True),
        ("Date of Contact", None, "needed-and-blank", "nothing", True),
        ("Date of Contact", "n/a", "needed-and-blank", "x/x", True),
        ("Date of Contact", "31/02/2024", "not-a-date", "31/02/2024", True),
        ("Date of Contact", 45366, "not-a-date", "99999", True),
        ("Date of Contact", "Ann Example", "not-a-date", "xxx xxxxxxx", True),
        ("Date of Birth", "31/02/2012", "not-a-date", "99/99/9999", False),
        ("Contact Source", "blue light", "value-not-known", "blue light (in 1 row, the first of them here)", False),
        (
            "Contact Source",
            "A823456789012",
            "value-not-known",
            "x999999999999 (in 1 row, the first of them here)",
            False,
        ),
        ("Gender", "03/02/2012", "value-not-known", "99/99/9999 (in 1 row, the first of them here)", False),
    ],
)
def test_a_fault_says_which_sheet_row_and_field_and_what_to_do(caption, cell, rule, found, set_aside):
    title = [["Contacts"], []]
    file = contacts(("0099", *POLICE[1:]), with_cell(caption, cell), above=title)
    problem = one_problem(file, rule=rule)
    assert (problem.row, problem.field, problem.found, problem.set_aside) == (5, caption, found, set_aside)
    assert problem.file == "Annex A 2024-03-31.xlsx, sheet List 1"
    assert reading(file).files[0].rows_set_aside == int(set_aside)


def test_an_unknown_value_is_kept_and_said_once_with_its_count():
    rows = [(f"{child}", *POLICE[1:6], "Blue light") for child in range(7)]
    found = reading(contacts(*rows))
    assert [problem.found for problem in found.problems] == ["Blue light (in 7 rows, the first of them here)"]
    assert set(found.tables["contacts"]["source"]) == {"Blue light"}


def test_a_workers_name_in_the_wrong_column_is_masked():
    heading = ("Child Unique ID", "Date of referral", "Referral Source", "Allocated Worker")
    rows = [heading, ("1", "15/03/2024", "Ann Example", "Team 1"), ("2", "15/03/2024", "6", "Ann Example")]
    problem = one_problem(arrived("Annex A 2024-03-31.xlsx", book({"List 3": rows})), rule="value-not-known")
    assert problem.found.startswith("xxx xxxxxxx")


def test_repeated_rows_are_counted_once():
    assert one_problem(contacts(POLICE, POLICE), rule="same-row-twice").row == 3
    assert one_problem(contacts(POLICE, with_cell("Gender", "F")), rule="two-rows-for-one").row == 3


def test_captions_that_are_not_there_or_twice():
    without = [caption for caption in CONTACT if caption != "Contact Source"]
    row = [cell for caption, cell in zip(CONTACT, POLICE, strict=True) if caption != "Contact Source"]
    assert "Contact Source" in one_problem(contacts(row, heading=without), rule="columns-not-there").found
    nameless = contacts(POLICE[1:], heading=CONTACT[1:])
    assert one_problem(nameless, rule="columns-missing").set_aside
    assert reading(nameless).files[0].rows_set_aside == 1
    assert one_problem(contacts([*POLICE, "5"], heading=[*CONTACT, "Source of contact"]), rule="column-twice")


@pytest.mark.parametrize(
    ("name", "day", "rules"),
    [
        ("Annex A 2024-03-31.xlsx", date(2024, 3, 31), []),
        ("annex 31.03.2024/lists.xlsx", date(2024, 3, 31), []),
        ("lists 31st March 2024.xlsx", date(2024, 3, 31), []),
        ("Annex_A_2024_Jan.xlsx", date(2024, 3, 15), []),
        ("Annex A 2023-12-31.xlsx", date(2024, 3, 15), ["snapshot-day-in-doubt"]),
        ("Annex A 2025-03-31.xlsx", date(2024, 3, 15), ["snapshot-day-in-doubt"]),
    ],
)
def test_the_day_the_lists_were_made(name, day, rules):
    found = reading(contacts(POLICE, name=name))
    assert found.tables["contacts"]["snapshot"].to_list() == [day]
    assert [problem.rule for problem in found.problems] == rules


def test_a_slip_of_the_pen_does_not_make_the_day():
    rows = [
        (f"{child}", *POLICE[1:5], day, "6") for child, day in enumerate(("14/03/2024", "15/03/2024", "15/03/2042"))
    ]
    found = reading(contacts(*rows, name="lists.xlsx"))
    assert set(found.tables["contacts"]["snapshot"]) == {date(2024, 3, 15)}
    assert one_problem(contacts(*rows, name="lists.xlsx"), rule="after-the-lists-were-made").row == 4


def test_lists_whose_day_nobody_can_tell_are_set_aside():
    heading = ("Individual adopter identifier", "Family identifier", "Date enquiry received")
    sheet = arrived("adopters.xlsx", book({"List 11": [heading, ("1", "2", "01/02/2020")]}))
    assert one_problem(sheet, rule="day-not-known").set_aside
    assert reading(sheet).files[0].rows_set_aside == 1
    assert (
        reading(arrived("adopters 2024-03-31.xlsx", book({"x": [heading, ("1", "2", "01/02/2020")]})))
        .tables["annex_a_adopters"]
        .height
        == 1
    )


def test_a_csv_that_breaks_off_and_one_of_other_columns():
    head = ",".join(CONTACT)
    found = reading(arrived("annex 2024-03-31/list 1.csv", f"{head}\n{','.join(POLICE)}\n0013,M"))
    assert (found.files[0].rows_used, found.files[0].rows_set_aside) == (1, 1)
    assert [problem.rule for problem in found.problems] == ["needed-and-blank"]
    assert what_it_is(arrived("other.csv", "Child Unique ID,Gender,Ethnicity\n1,M,WBRI\n")) == ""


def zipped(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def parts_of(content):
    with zipfile.ZipFile(io.BytesIO(content)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_a_bomb_inside_a_workbook_is_refused_before_it_is_opened():
    parts = parts_of(book({"List 1": [CONTACT, POLICE]}))
    bomb = arrived("Annex A.xlsx", zipped({**parts, "xl/media/image1.bin": b"\0" * ((1 << 20) + 1)}))
    small = workbooks.Limits(unpacked=1 << 20)
    with pytest.raises(workbooks.CannotBeOpened, match="too large"):
        workbooks.sheets_of(bomb, limits=small)
    with pytest.raises(workbooks.CannotBeOpened, match="too large"):
        workbooks.tops_of(bomb, rows=1, limits=small)


def test_a_bomb_that_lies_about_its_size_is_refused():
    content = bytearray(zipped({**parts_of(book({"List 1": [CONTACT, POLICE]})), "xl/media/b.bin": b"\0" * (1 << 22)}))
    real, said = (1 << 22).to_bytes(4, "little"), (1 << 10).to_bytes(4, "little")
    content = bytes(content).replace(real, said)
    assert one_problem(arrived("Annex A 2024-03-31.xlsx", content), rule="workbook-damaged").set_aside


def test_one_cell_in_the_last_corner_does_not_claim_seventeen_thousand_million():
    def far(made):
        made["List 1"]["XFD1048576"] = "x"

    file = contacts(POLICE, change=far)
    assert what_it_is(file) == "Annex A workbook"
    assert one_problem(file, rule="workbook-too-large").set_aside


def with_shared_text(text, *, times):
    """A workbook whose first column is one shared text, many times over."""
    parts = parts_of(book({"List 1": [CONTACT, POLICE]}))
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(3, 3 + times))
    sheet = parts["xl/worksheets/sheet1.xml"].replace(b"</sheetData>", f"{cells}</sheetData>".encode())
    return zipped(
        {**parts, "xl/worksheets/sheet1.xml": sheet, "xl/sharedStrings.xml": f"<sst><si><t>{text}</t></si></sst>"}
    )


def test_a_long_text_shared_by_many_cells_is_counted_as_often_as_it_is_shown():
    file = arrived("a.xlsx", with_shared_text("x" * 1000, times=150))
    with pytest.raises(workbooks.CannotBeOpened, match="too large"):
        workbooks.sheets_of(file, limits=workbooks.Limits(letters=100_000))
    assert workbooks.tops_of(file, rows=3)[0][2] == ("x" * 1000,)


@pytest.mark.parametrize("name", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_entities_and_broken_parts_are_refused(name):
    parts = parts_of(with_shared_text("x", times=1))
    at = parts[name].index(b"<", parts[name].index(b"?>") if b"?>" in parts[name][:60] else 0)
    declared = b'<!DOCTYPE a [<!ENTITY b "ha">]>' + parts[name][at:]
    for content in (declared, parts[name][: len(parts[name]) // 2]):
        file = arrived("Annex A.xlsx", zipped({**parts, name: content}))
        with pytest.raises(workbooks.CannotBeOpened, match="damaged"):
            workbooks.sheets_of(file)


def test_other_workbooks_and_other_zips_are_not_annex_a():
    assert what_it_is(arrived("sums.xlsx", book({"Sums": [["a", "b", "c"], [1, 2, 3]]}))) == ""
    assert what_it_is(arrived("returns.zip", zipped({"list 1.csv": ",".join(CONTACT)}))) == ""
