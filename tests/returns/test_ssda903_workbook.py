"""An SSDA903 workbook of every strange kind: each sheet read or said, every row counted."""

import zipfile
from datetime import date
from io import BytesIO

import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from tests.returns.test_ssda903_faults import GOOD, HEADING
from tests.support.annex_a_books import book, contacts
from tests.support.arrived import arrived
from tests.support.reading import one_problem, reading
from tests.support.workbook import workbook

from turncurve.returns.reading import what_it_is

EPISODES = [HEADING.split(","), GOOD.split(",")]
HEADER = [
    ["CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB"],
    ["0012", 1, date(2011, 5, 14), "WBRI", "A823456789012", "", ""],
]
OC3 = [["CHILD", "DOB", "IN_TOUCH", "ACTIV", "ACCOM"], ["0013", date(2004, 1, 1), "YES", "F2", "U1"]]
PREVIOUS = ["CHILD", "DOB", "PREV_PERM", "LA_PERM", "DATE_PERM"]
OC2 = [
    "CHILD",
    "DOB",
    "SDQ_SCORE",
    "SDQ_REASON",
    "CONVICTED",
    "HEALTH_CHECK",
    "IMMUNISATIONS",
    "TEETH_CHECK",
    "HEALTH_ASSESSMENT",
    "SUBSTANCE_MISUSE",
    "INTERVENTION_RECEIVED",
    "INTERVENTION_OFFERED",
]


def returned(sheets, *, name="2023-24/return.xlsx", **more):
    return arrived(name, book(sheets, **more))


def test_sheets_are_known_by_their_columns_and_each_is_reported():
    lower = [[cell.lower() for cell in HEADER[0]], *HEADER[1:]]
    found = reading(returned({"A": [["Our return"], [], *EPISODES], "B": lower, "C": OC3}))
    assert [(one.name, one.kind, one.rows_used) for one in found.files] == [
        ("2023-24/return.xlsx, sheet A", "SSDA903 episodes", 1),
        ("2023-24/return.xlsx, sheet B", "SSDA903 header", 1),
        ("2023-24/return.xlsx, sheet C", "SSDA903 care leavers", 1),
    ]
    assert found.tables["person"].row(0, named=True)["sex"] == "M"
    assert found.tables["person"].row(0, named=True)["date_of_birth"] == date(2011, 5, 14)
    assert [(one.rule, one.file) for one in found.problems] == [("heading-not-first", "2023-24/return.xlsx, sheet A")]
    reported = found.reported["cla_episodes"].row(0, named=True)
    assert (reported["row"], reported["person_id"]) == (4, "0012")


def test_a_sheet_that_is_no_module_is_said_and_the_others_are_read():
    file = returned({"Cover": [["Return of 2024"], ["Prepared in May"]], "Data": EPISODES})
    problem = one_problem(file, rule="sheet-not-a-module")
    assert problem.file == "2023-24/return.xlsx, sheet Cover"
    found = reading(file)
    assert found.tables["cla_episodes"].height == 1
    assert {one.name: one.rows_in for one in found.files} == {
        "2023-24/return.xlsx, sheet Cover": 0,
        "2023-24/return.xlsx, sheet Data": 1,
    }


def test_what_it_is_is_told_by_content():
    assert what_it_is(returned({"x": EPISODES})) == "SSDA903 workbook"
    assert what_it_is(contacts()) == "Annex A workbook"
    lait = [["Short Desc", "Data item", "Years", "LA and Regions", "Values", "LA Number"], ["LACrate", "a", "2023", "England", 71, 970]]  # fmt: skip
    assert what_it_is(arrived("lait.xlsx", workbook(lait))) == "LAIT"
    assert what_it_is(returned({"x": [["CHILD", "hobby"], ["1", "football"]]})) == ""


def test_numbers_and_booleans_are_what_a_csv_would_say():
    cells = [12.0, 40000, 17.0, None, True, False, 1.0, 0.0, 1, 0, None, None]
    health = reading(returned({"x": EPISODES, "y": [OC2, cells]})).tables["cla_health"].row(0, named=True)
    assert (health["person_id"], health["sdq_score"]) == ("12", 17)
    assert (health["convicted"], health["health_check"], health["immunisations"], health["teeth_check"]) == (
        True,
        False,
        True,
        False,
    )
    plain = reading(arrived("2023-24/oc2.xlsx", workbook([OC2, [12.0, None, 17.0, *[None] * 9]])))
    assert plain.tables["cla_health"].row(0, named=True)["sdq_score"] == 17


@pytest.mark.parametrize("cell", [date(2015, 5, 1), "01/05/2015", 42125, 42125.5])
def test_a_day_may_be_a_date_a_text_or_a_number(cell):
    row = [*GOOD.split(",")]
    row[1] = cell
    found = reading(returned({"x": [HEADING.split(","), row], "y": [PREVIOUS, ["0012", cell, "P1", "", cell]]}))
    assert found.tables["cla_episodes"].item(0, "began") == date(2015, 5, 1)
    assert found.tables["cla_previous_permanence"].item(0, "date_of_order") == "01/05/2015"
    assert not [one for one in found.problems if one.rule == "not-a-date"]


def test_a_day_of_which_a_part_is_not_known_stays_as_it_is_written():
    found = reading(returned({"x": EPISODES, "y": [PREVIOUS, ["0012", "", "P1", "", "ZZ/05/2015"]]}))
    assert found.tables["cla_previous_permanence"].item(0, "date_of_order") == "ZZ/05/2015"


def test_a_workbook_that_counts_from_1904_gives_the_same_days():
    def since_1904(made):
        made.epoch = CALENDAR_MAC_1904

    row = GOOD.split(",")
    row[1] = 42125 - 1462
    header = [HEADER[0], ["0012", 1, date(2011, 5, 14), "WBRI", "", "", ""]]
    found = reading(returned({"x": [HEADING.split(","), row], "y": header}, change=since_1904))
    assert found.tables["cla_episodes"].item(0, "began") == date(2015, 5, 1)
    assert found.tables["person"].item(0, "date_of_birth") == date(2011, 5, 14)


def test_a_hidden_module_is_set_aside_with_its_rows_counted():
    file = returned({"x": EPISODES, "Old": OC3}, hidden=["Old"])
    assert one_problem(file, rule="sheet-hidden").set_aside
    assert [(one.rows_in, one.rows_set_aside) for one in reading(file).files] == [(1, 0), (1, 1)]


def test_a_note_in_a_column_without_a_name_is_said_and_the_row_is_used():
    file = returned({"x": [EPISODES[0], [*EPISODES[1], "", "ask Jo"]]})
    problem = one_problem(file, rule="cells-under-no-name")
    assert (problem.row, problem.set_aside, "Jo" in problem.found) == (2, False, False)
    assert reading(file).tables["cla_episodes"].height == 1


def test_cells_with_errors_and_formulas_without_a_result_are_said():
    def wrong(made):
        made["x"]["M2"] = "=1+1"
        made["x"]["L2"] = "#N/A"
        made["x"]["L2"].data_type = "e"

    found = reading(returned({"x": EPISODES}, change=wrong))
    assert {one.rule for one in found.problems} == {"cells-with-errors", "formulas-without-a-result"}
    assert found.tables["cla_episodes"].height == 1


def test_a_missing_column_sets_aside_that_sheet_alone():
    fewer = [[cell for cell in row if cell not in ("LS", "C2")] for row in EPISODES]
    found = reading(returned({"x": fewer, "y": OC3}))
    assert [(one.kind, one.rows_in, one.rows_used) for one in found.files] == [
        ("SSDA903 episodes", 1, 0),
        ("SSDA903 care leavers", 1, 1),
    ]
    assert [one.rule for one in found.problems] == ["columns-missing"]


def test_two_sheets_of_one_module_and_the_same_children_are_not_added_up():
    found = reading(returned({"x": EPISODES, "y": EPISODES}))
    assert found.tables["cla_episodes"].height == 1
    assert [one.rule for one in found.problems] == ["replaced-by-a-newer-file"]


def test_the_year_is_named_else_that_of_the_workbooks_own_episodes():
    older = [[*HEADING.split(",")], GOOD.replace("01/05/2023", "01/05/2019").split(",")]
    files = (
        returned({"x": EPISODES, "y": OC3}, name="new/a.xlsx"),
        returned({"x": older, "y": OC3}, name="new/b.xlsx"),
        returned({"x": older, "y": OC3}, name="new/2021-22.xlsx"),
    )
    found = reading(*files)
    assert {(one.name[:9], one.year) for one in found.files} == {("new/a.xls", 2024), ("new/b.xls", 2020), ("new/2021-", 2022)}  # fmt: skip
    assert "taken from the latest episodes" in next(one.note for one in found.files if one.name.startswith("new/a"))


def test_workbooks_of_one_module_each_share_the_year_of_their_folder():
    found = reading(returned({"x": EPISODES}, name="new/e.xlsx"), returned({"x": OC3}, name="new/o.xlsx"))
    assert {one.year for one in found.files} == {2024}
    assert one_problem(returned({"x": OC3}, name="other/o.xlsx"), rule="year-not-known").set_aside


def test_each_rows_own_year_is_read_from_a_regions_workbook():
    heading = [*HEADING.split(","), "LA", "YEAR"]
    rows = [[*GOOD.split(","), "Here", year] for year in (2023, 2024)]
    rows[0][1] = "01/05/2022"
    found = reading(returned({"x": [heading, *rows]}, name="region.xlsx"))
    assert sorted(found.tables["cla_episodes"]["year"]) == [2023, 2024]


def test_a_locked_or_damaged_workbook_says_what_to_do():
    sealed = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * (1 << 20) + "EncryptedPackage".encode("utf-16-le") + b"\0" * 99
    )
    assert "without a password" in one_problem(arrived("2023-24/r.xlsx", sealed), rule="workbook-damaged").to_fix
    whole = book({"x": EPISODES, "y": [OC3[0], *[[str(child), *OC3[1][1:]] for child in range(40)]]})
    held = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as old, zipfile.ZipFile(held, "w") as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, content[: len(content) // 2] if part.endswith("sheet2.xml") else content)
    broken = reading(arrived("2023-24/r.xlsx", held.getvalue()))
    assert [one.rule for one in broken.problems] == ["workbook-damaged"]
    assert [(one.kind, one.rows_in) for one in broken.files] == [("SSDA903 workbook", 0)]
    assert [one.rule for one in reading(arrived("r.xlsx", whole[:-40])).problems] != []


@pytest.mark.parametrize("named", [["\r\nEpisodes"], ["Episodes", "Episodes"]])
def test_a_sheet_whose_name_cannot_be_told_is_not_passed_over(named):
    found = reading(arrived("2023-24/return.xlsx", workbook(EPISODES, named=named)))
    assert [(one.file, one.rule) for one in found.problems] == [("2023-24/return.xlsx", "workbook-damaged")]
    assert len(found.files) == 1


def test_an_empty_module_of_a_workbook_has_arrived():
    found = reading(returned({"x": EPISODES, "y": [OC3[0]]}))
    assert found.covered["care_leavers"] == frozenset({2024})
    assert next(one.note for one in found.files if one.kind == "SSDA903 care leavers") == "no rows"
