"""Files that are never clean: each fault gives its own clear problem, and every row is accounted for."""

import pytest
from tests.support.arrived import arrived
from tests.support.reading import one_problem, reading

HEADING = "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN"
GOOD = "0012,01/05/2023,S,C2,N1,U4,PR1,,,,QX1 1AA,QX1 1AB,"


def episodes(*rows, heading=HEADING, name="2023-24/episodes.csv"):
    return arrived(name, "\n".join([heading, *rows]) + "\n")


def test_a_clean_row_is_read_with_its_leading_zeros():
    table = reading(episodes(GOOD)).tables["cla_episodes"]
    assert table.row(0, named=True)["person_id"] == "0012"
    assert str(table.item(0, "began")) == "2023-05-01"
    assert table.item(0, "year") == 2024


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_every_encoding_reads_alike(encoding):
    text = f"{HEADING}\n{GOOD}\n"
    assert reading(arrived("2023-24/e.csv", text.encode(encoding))).tables["cla_episodes"].height == 1


def test_columns_may_come_in_any_order_and_case_with_others_between():
    names = [*reversed(HEADING.lower().split(",")), "extra"]
    cells = [*reversed(GOOD.split(",")), "x"]
    plain = reading(episodes(GOOD)).tables["cla_episodes"].drop("file")
    turned = reading(episodes(",".join(cells), heading=",".join(names))).tables["cla_episodes"].drop("file")
    assert plain.equals(turned)


def test_a_missing_column_is_named_and_the_rows_are_set_aside():
    heading, row = HEADING.replace("LS,", ""), GOOD.replace("C2,", "")
    problem = one_problem(episodes(row, heading=heading), rule="columns-missing")
    assert "LS" in problem.expected
    assert reading(episodes(row, heading=heading)).files[0].rows_set_aside == 1


@pytest.mark.parametrize(
    ("row", "rule", "field", "set_aside"),
    [
        (GOOD.replace("0012", ""), "needed-and-blank", "CHILD", True),
        (GOOD.replace("01/05/2023", "31/02/2023"), "not-a-date", "DECOM", True),
        (GOOD.replace("PR1,,", "PR1,soon,"), "not-a-date", "DEC", False),
        (GOOD.replace("PR1,,", "PR1,01/04/2023,E4A"), "ends-before-it-begins", "DEC", True),
        (GOOD.replace("PR1,,", "PR1,01/06/2023,"), "ceased-without-both", "REC", False),
        (GOOD.replace("U4", "K3"), "code-of-another-year", "PLACE", False),
        (GOOD.replace("U4", "Q9"), "code-not-known", "PLACE", False),
    ],
)
def test_a_fault_says_which_row_and_field_and_what_to_do(row, rule, field, set_aside):
    other = GOOD.replace("0012", "0099")
    problem = one_problem(episodes(other, row), rule=rule)
    assert (problem.row, problem.field, problem.set_aside) == (3, field, set_aside)
    assert reading(episodes(other, row)).files[0].rows_set_aside == int(set_aside)


def test_a_code_of_another_year_is_kept():
    assert reading(episodes(GOOD.replace("U4", "K3"))).tables["cla_episodes"].item(0, "placement_type") == "K3"


def test_the_same_row_twice_and_two_rows_for_one_start():
    assert one_problem(episodes(GOOD, GOOD), rule="same-row-twice").row == 3
    assert one_problem(episodes(GOOD, GOOD.replace("U4", "U6")), rule="two-rows-for-one").row == 3


def test_mixed_dates_are_read_and_said():
    found = reading(episodes(GOOD, GOOD.replace("0012", "0013").replace("01/05/2023", "2023-06-01")))
    assert [problem.rule for problem in found.problems] == ["mixed-dates"]
    assert found.tables["cla_episodes"].height == 2


def test_a_date_of_birth_is_masked():
    header = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n0012,1,14/15/2011,WBRI,A823456789012,,\n"
    problem = one_problem(arrived("2023-24/header.csv", header), rule="not-a-date")
    assert problem.found == "99/99/9999"
    assert "found" not in repr(problem)


def test_a_file_whose_year_nobody_can_tell():
    reviews = "CHILD,DOB,REVIEW,REVIEW_CODE\n0012,01/01/2011,01/06/2023,PN1\n"
    assert one_problem(arrived("reviews.csv", reviews), rule="year-not-known").set_aside


def test_empty_files_and_headings_alone_cost_nothing():
    found = reading(arrived("2023-24/missing.csv", "CHILD,DOB,MISSING,MIS_START,MIS_END\n"), episodes(GOOD))
    assert found.tables["cla_episodes"].height == 1
    assert not found.problems
    assert one_problem(arrived("nothing.csv", b""), rule="empty-file").file == "nothing.csv"
    assert one_problem(arrived("letter.txt", "Dear all"), rule="not-recognised").file == "letter.txt"
