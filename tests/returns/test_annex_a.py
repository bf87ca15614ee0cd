"""Annex A lists: found by their captions wherever they stand, and never counted twice."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.annex_a_books import CONTACT, POLICE, book, contacts
from tests.support.arrived import arrived
from tests.support.shared import SHARED, needs_shared

from turncurve.definitions.annex_a import annex_a_lists, annex_a_values, folded
from turncurve.returns.reading import read_returns, what_it_is
from turncurve.tables import TABLES

SAMPLES = SHARED / "data/samples/annex_a"
HELD_AS = {"date": "date", "birth": "date", "number": "integer"}


def reading(*files):
    found = read_returns(files, progress=lambda _: None)
    for report in found.files:
        assert report.rows_in == report.rows_used + report.rows_set_aside
    assert "found" not in repr(found.problems)
    return found


def rules(found):
    return [problem.rule for problem in found.problems]


@pytest.mark.parametrize("one", annex_a_lists(), ids=lambda one: one.table)
def test_each_list_fills_the_columns_its_table_promises(one):
    own = {c.into: HELD_AS.get(c.holds, "text") for c in one.columns if c.into and not c.child}
    promised = {name: c.holds for name, c in TABLES[one.table].columns.items() if name not in ("snapshot", "file")}
    assert own == promised
    never_blank = {name for name, c in TABLES[one.table].columns.items() if not c.may_be_blank}
    assert never_blank == {*one.needs, "snapshot", "file"}
    assert {*one.needs, *one.named_by, *one.known_by, *one.tells_the_day} <= set(own)
    children = TABLES["annex_a_children"].columns
    assert {c.into for c in one.columns if c.child} <= set(children)
    captions = [caption for column in one.columns for caption in column.captions]
    assert len(captions) == len(set(captions))
    for column in one.columns:
        for caption in (column.heading, *column.also):
            assert one.column_of(caption) == column


@pytest.mark.parametrize("name", annex_a_values())
def test_each_spelling_stands_for_one_value(name):
    values = annex_a_values()[name]
    written = [(spelling, value) for value, every in values.spellings.items() for spelling in every]
    assert len({spelling for spelling, _ in written}) == len(written)
    for spelling, value in [*written, *((value, value) for value in values.means)]:
        assert value in values.means
        assert values.value_of(spelling) == value
        assert values.value_of(f" z) {spelling.upper()}") in (value, None if len(spelling) == 1 else value)
    assert all(folded(spelling) == spelling for spelling, _ in written)


@pytest.mark.parametrize(
    ("name", "cell", "value"),
    [
        ("source", "q) 6: Police", "6"),
        ("source", "b) 1B: Individual", "1B"),
        ("source", "Health Visitor / Nurse", "health services"),
        ("ethnicity", "WBRI - White - British", "WBRI"),
        ("legal_status", "C2: FCO", "C2"),
        ("placement", "U3: Foster placement - relative", "U3"),
        ("placement", "supported accommodation [K3]", "K3"),
        ("need", "N1 - Abuse or Neglect", "N1"),
        ("accommodation", "B & B", "W"),
        ("accommodation", "B1", "B"),
        ("activity", "G5: Not in education, employment or training - other", "G5"),
        ("seen", "Not seen alone", None),
        ("yes_no", "Refused", None),
        ("legal_status", "C1 or C2", "C1"),
        ("legal_status", "between C1 and C2", None),
    ],
)
def test_what_a_cell_says(name, cell, value):
    assert annex_a_values()[name].value_of(cell) == value


def plain_counts(content):
    """Rows below the first row that holds a child's or an adopter's id, by sheet, counted the plain way."""
    counts = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(content), data_only=True):
        rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
        heading = next(i for i, row in enumerate(rows) if {"Child Unique ID", "Individual adopter identifier"} & {*row})
        counts[sheet.title] = sum(any(cell is not None for cell in row) for row in rows[heading + 1 :])
    return counts


@needs_shared
def test_every_sample_loads_with_the_counts_of_a_plain_count():
    workbooks = sorted(SAMPLES.glob("*.xlsx"))
    assert workbooks
    for path in workbooks:
        file = arrived(path.name, path.read_bytes())
        assert what_it_is(file) == "Annex A workbook"
        found = reading(file)
        used = {report.name.partition(", sheet ")[2]: report.rows_used for report in found.files}
        plain = plain_counts(path.read_bytes())
        assert used == plain
        for one in annex_a_lists():
            assert found.tables[one.table].height == plain[f"List {one.number}"]
        assert rules(found) == ["value-not-known", "cells-with-errors", "value-not-known"]
        assert found.tables["contacts"]["snapshot"].unique().to_list() == [date(2021, 3, 15)]
        assert found.tables["contacts"]["source"].to_list() == ["6", "6", "1B", "6", "9"]


@needs_shared
def test_the_lists_of_an_area_send_inspection_are_not_these():
    path = SHARED / "data/samples/area_send/fake_sen.xlsx"
    assert rules(reading(arrived(path.name, path.read_bytes()))) == ["not-recognised"]


@needs_shared
def test_each_list_as_a_csv_reads_as_in_the_workbook():
    path = SAMPLES / "Annex_A_2024_Jan.xlsx"
    files = []
    for sheet in openpyxl.load_workbook(path, data_only=True):
        lines = [
            ",".join(f'"{"" if c.value in (None, "#N/A") else c.value}"' for c in row) for row in sheet.iter_rows()
        ]
        files.append(arrived(f"annex a/{sheet.title}.csv", "\n".join(lines)))
    assert what_it_is(files[0]) == "Annex A list 1: contacts"
    apart, together = reading(*files), reading(arrived(path.name, path.read_bytes()))
    for name, table in together.tables.items():
        if "file" in table.columns:
            assert apart.tables[name].drop("file").equals(table.drop("file")), name


spelt = st.sampled_from(
    [str, str.upper, str.lower, lambda s: f"  {s} ", lambda s: s.replace(" ", "_"), lambda s: s + "?"]
)


@settings(max_examples=25, deadline=None)
@given(
    order=st.permutations(range(len(CONTACT))),
    how=st.lists(spelt, min_size=len(CONTACT), max_size=len(CONTACT)),
    above=st.integers(0, 9),
    further=st.booleans(),
)
def test_captions_may_be_spelt_and_ordered_anyhow(order, how, above, further):
    heading = [how[i](CONTACT[i]) for i in order]
    row = [POLICE[i] for i in order]
    title = [["Contacts, as at 31 March 2024"]] * above
    plain = reading(contacts(POLICE))
    turned = reading(contacts([*row, "x"] if further else row, heading=[*heading, "Notes"], above=title))
    assert not turned.problems
    for name in ("contacts", "annex_a_children"):
        assert turned.tables[name].drop("file").equals(plain.tables[name].drop("file"))


def test_excel_dates_text_dates_formulas_blank_rows_and_merged_titles():
    rows = [
        ["Contacts", "as at", "31/03/2024"],
        CONTACT,
        ["0012", "M", "WBRI", date(2012, 2, 3), None, date(2024, 3, 15), "Police"],
        [],
        ["0013", "F", "WBRI", "04/02/2012", None, "2024-03-16", "6"],
        [1234567, "F", "WBRI", None, None, "16/03/2024", "=1+1"],
    ]

    def merge(made):
        made["List 1"].merge_cells("A1:B1")
        for line in range(7, 400):
            made["List 1"].cell(line, 1).number_format = "0"

    found = reading(arrived("lists.xlsx", book({"List 1": rows}, change=merge)))
    table = found.tables["contacts"]
    assert table["person_id"].to_list() == ["0012", "0013", "1234567"]
    assert table["contact_date"].to_list() == [date(2024, 3, 15), date(2024, 3, 16), date(2024, 3, 16)]
    assert table["source"].to_list() == ["6", "6", None]
    assert table["snapshot"].to_list() == [date(2024, 3, 31)] * 3
    assert [(p.rule, p.row) for p in found.problems] == [("formulas-without-a-result", 6)]


def test_a_hidden_list_is_set_aside_and_other_sheets_are_said():
    sheets = {"Notes": [["Read me"]], "List 1": [CONTACT, POLICE], "Old": [CONTACT, POLICE, POLICE]}
    found = reading(arrived("Annex A 2024-03-31.xlsx", book(sheets, hidden=("Old",))))
    assert found.tables["contacts"].height == 1
    assert [(p.file.rpartition(" ")[2], p.rule) for p in found.problems] == [
        ("Notes", "sheet-not-a-list"),
        ("Old", "sheet-hidden"),
    ]
    assert sum(report.rows_set_aside for report in found.files) == 2


def test_one_list_on_two_sheets_is_one_list():
    other = ("0013", *POLICE[1:])
    found = reading(
        arrived("Annex A 2024-03-31.xlsx", book({"North": [CONTACT, POLICE], "South": [CONTACT, other, POLICE]}))
    )
    assert found.tables["contacts"].height == 2
    assert [(p.rule, p.row) for p in found.problems] == [("same-row-twice", 3)]


def dated(child, day, source="q) 6: Police"):
    return (child, *POLICE[1:5], day, source)


def test_snapshots_join_into_one_history_and_the_newer_decides_what_it_covers():
    march = contacts(dated("1", "10/10/2023"), dated("2", "15/03/2024"), dated("3", "16/03/2024"))
    june = contacts(
        dated("2", "15/03/2024"),
        dated("3", "16/03/2024", "e) 2A: Schools"),
        dated("0", "02/01/2024"),
        dated("4", "29/06/2024"),
        name="Annex A 2024-06-30.xlsx",
    )
    for files in ((march, june), (june, march), (march, june, june)):
        found = reading(*files)
        rows = found.tables["contacts"].sort("person_id").select("person_id", "source", "snapshot").rows()
        assert rows == [
            ("0", "6", date(2024, 6, 30)),
            ("1", "6", date(2024, 3, 31)),
            ("2", "6", date(2024, 6, 30)),
            ("3", "2A", date(2024, 6, 30)),
            ("4", "6", date(2024, 6, 30)),
        ]
        done = {repair.rule: repair.rows for repair in found.repairs if repair.rule != "replaced-by-a-later-file"}
        assert done == {"restated-by-a-newer-snapshot": 1, "withdrawn-by-a-newer-snapshot": 1}


def test_a_later_file_for_the_same_day_replaces_the_list():
    first = contacts(dated("1", "30/03/2024"), dated("2", "30/03/2024"))
    second = contacts(dated("1", "29/03/2024"), name="Annex A 2024-03-31 put right.xlsx")
    found = reading(first, second)
    assert found.tables["contacts"].select("person_id", "contact_date").rows() == [("1", date(2024, 3, 29))]
    assert [(r.rule, r.rows) for r in found.repairs] == [("replaced-by-a-later-file", 2)]


def test_a_child_in_several_lists_is_counted_by_one_worker():
    def rows(number, **cells):
        one = annex_a_lists()[number - 1]
        return [[c.heading for c in one.columns], [cells.get(c.into) for c in one.columns]]

    sheets = {
        "in need": rows(6, person_id="1", started="01/01/2024", status="a) Looked after child", worker="A", team="T"),
        "in care": rows(8, person_id="1", began="01/02/2024", worker="B", team="T"),
    }
    sheets["in need"].append(["2", *[None] * 14])
    sheets["in care"].append([*(["3"] + [None] * 6), "01/02/2023"])
    found = reading(arrived("Annex A 2024-03-31.xlsx", book(sheets)))
    assert found.tables["professionals"].sort("worker").rows() == [
        (None, None, 2, date(2024, 3, 31)),
        ("B", "T", 1, date(2024, 3, 31)),
    ]


def test_no_table_that_a_statutory_return_fills_is_touched():
    filled = {name for name, table in reading(contacts(POLICE)).tables.items() if table.height}
    assert filled == {"contacts", "annex_a_children"}
