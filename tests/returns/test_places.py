"""The lists a council adds: where children lived, and the small areas."""

from tests.returns.test_ssda903_faults import GOOD, arrived, episodes, one_problem, reading

AREAS = arrived("small_areas.csv", "small_area,name,locality,year,children\nE1,One,North,2020,9\nE2,Two,South,2020,8\n")


def places(*rows, name="children_places.csv"):
    return arrived(name, "\n".join(["child,from,to,small_area", *rows]) + "\n")


def lived(*files):
    return [(str(one["began"]), str(one["ended"]), one["small_area"]) for one in reading(*files).tables["children_places"].iter_rows(named=True)]  # fmt: skip


def test_an_overlap_is_cut_counted_and_said():
    file = places("0012,2020-01-01,2021-01-01,E1", "0012,2020-06-01,,E2")
    assert lived(file, AREAS) == [("2020-01-01", "2020-06-01", "E1"), ("2020-06-01", "None", "E2")]
    assert one_problem(file, AREAS, rule="overlaps-the-next").row == 2
    assert [(one.rule, one.rows) for one in reading(file, AREAS).repairs] == [("place-cut-at-the-next", 1)]


def test_a_small_area_nobody_lists_is_said_once_a_file_and_kept():
    file = places("0012,2020-01-01,2020-02-01,E9", "0012,2020-02-01,,E9")
    assert len(lived(file, AREAS)) == 2
    assert (
        one_problem(file, AREAS, rule="small-area-not-known").found == "2 rows with a small area in no list: rows 2, 3"
    )
    assert "no list" in one_problem(file, rule="small-area-not-known").found


def test_children_no_return_knows_are_said_without_their_ids():
    file = places("0012,2020-01-01,,E1", "9876,2020-01-01,,E1")
    problem = one_problem(file, AREAS, episodes(GOOD), header(), rule="children-not-in-returns")
    assert "1 children" in problem.found
    assert "9876" not in problem.found
    assert len(lived(file, AREAS, header())) == 2


def header():
    return arrived("2023-24/header.csv", "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n0012,1,14/05/2011,WBRI,UN1,,\n")


def test_the_same_row_twice_and_two_places_from_one_day():
    row = "0012,2020-01-01,,E1"
    assert one_problem(places(row, row), AREAS, rule="same-row-twice").row == 3
    assert one_problem(places(row, row.replace("E1", "E2")), AREAS, rule="two-rows-for-one").row == 3


def test_a_newer_list_wins_row_by_row():
    old, new = places("0012,2020-01-01,,E1"), places("0012,2020-01-01,2021-01-01,E2", name="new/children_places.csv")
    assert lived(old, new, AREAS) == [("2020-01-01", "2021-01-01", "E2")]
    assert [one.rule for one in reading(old, new, AREAS).repairs] == ["restated-by-a-newer-list"]


def test_rows_that_cannot_be_read_say_why():
    bad = ["0012,45047,,E1", "0012,2020-05-01,2020-04-01,E1", ",2020-05-01,,E1", "0013,2020-05-01,soon,E1"]
    found = reading(places(*bad), AREAS)
    assert [(one.row, one.field) for one in found.problems] == [(2, "from"), (3, "to"), (4, "child"), (5, "to")]
    assert found.files[0].rows_set_aside == 4
    areas = arrived("small_areas.csv", "small_area,name,locality,year,children\nE1,One,North,2020,many\n")
    assert one_problem(areas, rule="cannot-be-read").field == "children"
