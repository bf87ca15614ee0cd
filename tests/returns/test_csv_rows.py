"""CSV files as they really arrive: tangled, cut short, in another encoding or with another separator."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.returns.plain_csv import plain_rows
from tests.returns.test_ssda903_faults import GOOD, HEADING, arrived, episodes, one_problem, reading
from tests.support.arrived import arrived as an_arrived_file

from turncurve.returns import encodings
from turncurve.returns.csv_heading import heading_of
from turncurve.returns.csv_pieces import LINE, Below

TEXT = f"{HEADING}\n{GOOD}\n"
OTHER = GOOD.replace("0012", "0013")


def children(*files):
    return list(reading(*files).tables["cla_episodes"]["person_id"])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_utf_16_is_read_and_said(encoding):
    file = arrived("2023-24/e.csv", TEXT.encode(encoding))
    assert children(file) == ["0012"]
    assert "UTF-16" in one_problem(file, rule="not-utf-8").found


def test_windows_letters_are_read_and_said():
    header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\nZoë,1,14/05/2011,WBRI,UN1,,\n"
    file = arrived("2023-24/header.csv", header.encode("cp1252"))
    assert reading(file).tables["person"].item(0, "person_id") == "Zoë"
    assert "Windows-1252" in one_problem(file, rule="not-utf-8").found


@pytest.mark.parametrize("separator", [";", "\t", "|"])
def test_another_separator_is_read_and_said(separator):
    file = arrived("2023-24/e.csv", TEXT.replace(",", separator))
    assert children(file) == ["0012"]
    assert one_problem(file, rule="not-separated-by-commas").set_aside is False


def test_a_heading_below_a_title_is_found_and_said():
    file = arrived("2023-24/e.csv", f"SSDA903 episodes\n\n{HEADING}\n{GOOD}\nx,\n")
    problem = one_problem(file, rule="heading-not-first")
    assert problem.found == "the column names in line 3"
    assert one_problem(file, rule="needed-and-blank").row == 5


def test_a_quotation_mark_that_never_closes_costs_its_own_row_alone():
    bad = GOOD.replace("0012", '"0099')
    file = episodes(GOOD, bad, OTHER)
    problem = one_problem(file, rule="quotation-mark-never-closes")
    assert (problem.row, problem.set_aside) == (3, True)
    assert children(file) == ["0012", "0013"]


def test_a_line_break_within_a_cell_is_no_new_row():
    file = episodes(GOOD + ',"two\nlines"', OTHER + ",one", heading=HEADING + ",NOTE")
    assert children(file) == ["0012", "0013"]
    assert reading(file).files[0].rows_in == 2


def test_a_row_with_more_cells_than_columns_is_set_aside_and_blank_ones_do_no_harm():
    problem = one_problem(episodes(GOOD, OTHER + ",,x"), rule="too-many-cells")
    assert (problem.row, problem.set_aside) == (3, True)
    assert "x" not in problem.found
    assert not reading(episodes(GOOD + ",,")).problems


def test_blank_rows_among_others_are_said_once_and_those_at_the_end_are_not():
    blank = "," * GOOD.count(",")
    problem = one_problem(episodes(GOOD, blank, blank, OTHER, blank), rule="blank-rows")
    assert (problem.row, problem.set_aside) == (3, False)
    assert problem.found.startswith("2 rows")
    assert children(episodes(GOOD, blank, OTHER)) == ["0012", "0013"]
    assert not reading(episodes(GOOD, OTHER, blank, blank)).problems


def test_rows_that_leave_out_their_last_blank_cells_are_read_and_said_once():
    file = episodes(GOOD[:-1], OTHER[:-1])
    assert children(file) == ["0012", "0013"]
    assert "2 rows" in one_problem(file, rule="too-few-cells").found


def test_a_last_row_that_breaks_off_is_not_an_open_episode():
    file = arrived("2023-24/e.csv", f"{TEXT}0099,01/06/2023,S,C2")
    problem = one_problem(file, rule="row-breaks-off")
    assert (problem.row, problem.set_aside) == (3, True)
    assert children(file) == ["0012"]


def test_letters_that_cannot_be_read_set_their_row_aside():
    file = episodes(GOOD, OTHER.replace("0013", "00\x0013"))
    assert one_problem(file, rule="letters-not-readable").row == 3
    assert children(file) == ["0012"]


def test_a_column_twice_cannot_be_told_apart():
    problem = one_problem(episodes(GOOD + ",C1", heading=HEADING + ",LS"), rule="column-twice")
    assert (problem.field, problem.set_aside) == ("LS", True)


def test_further_columns_are_named_and_others_read():
    file = episodes(GOOD + ",x", heading=HEADING + ",TEAM")
    assert one_problem(file, rule="columns-not-known").field == "TEAM"
    assert children(file) == ["0012"]


def test_a_spreadsheet_number_is_no_date_and_says_so():
    problem = one_problem(episodes(GOOD.replace("01/05/2023", "45047")), rule="not-a-date")
    assert "spreadsheet" in problem.to_fix
    assert problem.found == "99999"


def test_a_thousand_faults_of_one_kind_are_all_counted():
    rows = [GOOD.replace("0012", str(i)).replace("01/05/2023", "45047") for i in range(5000)]
    found = reading(episodes(*rows))
    assert len(found.problems) == found.files[0].rows_set_aside == 5000


def test_a_regions_joined_up_file_says_its_years_by_row():
    rows = [f"{GOOD},Dorset,2023", f"{GOOD},Dorset,2024", f"{OTHER},Dorset,soon"]
    file = episodes(*rows, heading=HEADING + ",LA,YEAR", name="joined/episodes.csv")
    found = reading(file)
    assert found.tables["cla_episodes"].item(0, "year") == 2024
    assert one_problem(file, rule="year-not-known").row == 4
    assert found.files[0].year is None


@pytest.mark.parametrize(
    ("field", "cell"), [("LS", "A823456789012"), ("RNE", "14/05/2011"), ("DEC", "Jane Doe"), ("DEC", "A823456789012")]
)
def test_what_strays_into_a_wrong_column_is_masked(field, cell):
    cells = dict(zip(HEADING.split(","), GOOD.split(","), strict=True)) | {field: cell}
    for problem in reading(episodes(",".join(cells.values()))).problems:
        assert cell not in problem.found + problem.expected + problem.to_fix


PIECES = ["a", "bb", " ", ",", ",", ",", '"', "\n", "\n", "\r\n", "\r", "\x00", "\t", "é", "\u00a0", "\x1c", "01/04/2023", '"x,y"', '"x\ny"', '""', "a,b,c\n", "a,b,c\n", ",,\n", "a,b\n", "a,b,c,d\n"]  # fmt: skip


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.integers(12, 80))
@example('a,b,c\n"x\n' + "a,b,c\n" * 60, 16)
@example("a,b,c\n" + "a,b\n" + "a,b,c,d\n", 500)
@example("a,b,c\n" + "a,b\n" + "a,b,c,\n", 500)
def test_pieces_of_any_size_read_as_the_whole_text_does(text, size):
    whole = "A,B,C\n" + text
    file = an_arrived_file("x.csv", whole.encode())
    below = Below(file=file, heading=heading_of(file, known=lambda names: "A" in names))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(encodings, "_BYTES_AT_A_TIME", size)
        found = [row for piece in below.pieces() for row in piece.iter_rows(named=True)]
    rows, aside, short = plain_rows(whole, names=("A", "B", "C"), separator=",", above=1)
    assert [(row.pop(LINE), row) for row in found] == rows
    assert [(one.row, one.rule) for one in below.wrong.problems if one.set_aside] == aside
    assert [one.row for one in below.wrong.problems if one.rule == "too-few-cells"] == short[:1]
    assert below.rows_in == len(rows) + len(aside)
