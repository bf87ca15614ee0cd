"""The year a return is of: named, dated, missing, or arrived twice."""

import pytest
from tests.returns import test_cin_census as cin
from tests.returns.test_ssda903_faults import GOOD, HEADING, arrived, episodes, one_problem, reading

OLD = GOOD.replace("2023", "2021")


def of_year(year, *rows, name="episodes.csv"):
    return episodes(*rows, name=f"{year - 1}-{year % 100:02d}/{name}")


def ends(*files):
    found = reading(*files)
    return [str(day) for day in found.tables["cla_episodes"]["ended"]], {one.rule: one.rows for one in found.repairs}


@pytest.mark.parametrize(("year", "lies_in"), [(2023, "2023/24 (1)"), (2026, "2023/24 (1)")])
def test_a_folder_named_for_another_year_than_its_dates_is_said_and_its_name_is_used(year, lies_in):
    closed = GOOD.replace("PR1,,", "PR1,01/06/2023,E4A")
    file = of_year(year, closed)
    problem = one_problem(file, rule="dates-of-another-year")
    assert lies_in in problem.found
    assert f"{year - 1}/{year % 100} named by the folder" in problem.found
    assert "It was read as the return of" in problem.to_fix
    assert reading(file).tables["cla_episodes"].item(0, "year") == year


def test_two_years_in_one_path_are_said():
    file = episodes(GOOD, name="2022-23/episodes 2023-24.csv")
    assert "2023/24 and 2022/23" in one_problem(file, rule="two-years-named").found


def test_a_missing_year_is_said_and_an_episode_restated_after_it_stays_whole():
    files = of_year(2022, OLD), of_year(2024, OLD)
    assert ends(*files) == (["None"], {"restated-by-a-newer-return": 1})
    assert one_problem(*files, rule="year-missing").found == "no episodes for 2022/23"


def test_lost_in_a_missing_year_is_not_lost_between_two_returns():
    other = GOOD.replace("0012", "0099")
    assert ends(of_year(2022, OLD), of_year(2024, other))[1] == {"open-episode-lost-in-a-missing-year": 1}
    assert ends(of_year(2022, OLD), of_year(2023, other.replace("2023", "2022")))[1] == {
        "open-episode-closed-at-year-end": 1
    }


def test_a_year_whose_episodes_cannot_be_used_closes_nothing():
    broken = episodes(GOOD.replace("C2,", ""), heading=HEADING.replace("LS,", ""), name="2023-24/episodes.csv")
    oc3 = arrived("2023-24/oc3.csv", "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n0012,01/01/2004,YES,F2,U1\n")
    files = of_year(2023, OLD), broken, oc3
    assert ends(*files) == (["None"], {})
    assert one_problem(*files, rule="year-missing").found == "no episodes for 2023/24"


def test_a_module_that_arrives_again_replaces_the_first_where_they_share_a_child():
    first = of_year(2024, GOOD, GOOD.replace("0012", "0099"))
    again = of_year(2024, GOOD.replace("U4", "U6"), name="again.csv")
    found = reading(first, again)
    assert list(found.tables["cla_episodes"]["placement_type"]) == ["U6"]
    assert [(one.rows_in, one.rows_used) for one in found.files] == [(2, 0), (1, 1)]
    assert "again.csv" in one_problem(first, again, rule="replaced-by-a-newer-file").found
    part = of_year(2024, GOOD.replace("0012", "0100"), name="other.csv")
    assert reading(first, part).tables["cla_episodes"].height == 3


def test_care_leavers_are_not_counted_twice_when_their_file_comes_again():
    oc3 = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n0012,01/01/2004,YES,{},U1\n"
    files = [arrived(f"2023-24/{name}.csv", oc3.format(code)) for name, code in (("a", "F2"), ("b", "F1"))]
    assert reading(*files).tables["care_leavers"].height == 1


def census_of(year, *children, name="cin"):
    return arrived(f"{name}-{year}.xml", cin.census(*children, year=year))


def test_a_missing_census_is_said_and_closes_differently():
    lost = census_of(2022, cin.child("1", "2021-05-01")), census_of(2024, cin.child("2", "2023-05-01"))
    found = reading(*lost)
    assert [one.rule for one in found.repairs] == ["open-record-lost-in-a-missing-year"]
    assert one_problem(*lost, rule="year-missing").found == "no census for 2022/23"
    whole = reading(census_of(2022, cin.child("1", "2021-05-01")), census_of(2024, cin.child("1", "2021-05-01")))
    assert whole.tables["cin_episodes"].item(0, "closed") is None


def test_a_census_without_children_closes_nothing():
    files = census_of(2023, cin.child("1", "2022-05-01")), census_of(2024)
    assert reading(*files).tables["cin_episodes"].item(0, "closed") is None
    assert one_problem(*files, rule="no-rows").file == "cin-2024.xml"


def test_a_census_that_arrives_again_replaces_the_first():
    first, again = census_of(2024, cin.child("1"), cin.child("2")), census_of(2024, cin.child("1"), name="again")
    found = reading(first, again)
    assert list(found.tables["cin_episodes"]["person_id"]) == ["1"]
    assert one_problem(first, again, rule="replaced-by-a-newer-file").file == "cin-2024.xml"


def test_a_census_of_another_year_than_its_dates_or_its_name():
    file = arrived("2021-22/cin.xml", cin.census(cin.child(referred="2024-05-01"), year=2024))
    assert "2024/25 (1)" in one_problem(file, rule="dates-of-another-year").found
    assert one_problem(file, rule="two-years-named").found == "2021/22 in the folder or name, 2023/24 in ReferenceDate"
