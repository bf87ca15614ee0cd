"""A region's store: many authorities, each child theirs alone, and no year that one of them has not told of."""

from datetime import UTC, datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal
from tests.returns import test_cin_census as cin
from tests.returns.test_ssda903_faults import GOOD, HEADING

from turncurve.desk import authority_by_authority
from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.checking import checks
from turncurve.desk.lines import analysis_of
from turncurve.desk.loading import load_returns
from turncurve.desk.workspace import init_workspace

NOW = datetime(2026, 11, 20, tzinfo=UTC)
OTHER = GOOD.replace("0012", "0013").replace("01/05/2023", "02/06/2023")
POPULATION = "\n".join(
    [
        "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,age_group,population_estimate",
        *(
            f"2023,Reporting year,Local authority,E92000001,England,E12000009,South West,{dfe},{ons},{name},Children aged 0 to 17 years,{children}"
            for dfe, ons, name, children in (
                ("878", "E10000008", "Devon", 1000),
                ("879", "E06000026", "Plymouth", 500),
                ("880", "E06000027", "Torbay", 9000),
            )
        ),
    ]
)


def region(tmp_path, **files):
    for name, text in files.items():
        at = tmp_path / "returns" / name
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_text(text, encoding="utf-8")
    workspace = init_workspace(tmp_path / "region", named="South West")
    load_returns(workspace, [tmp_path / "returns"], asker=LOCAL_USER, now=NOW, progress=lambda _: None)
    return workspace


def episodes(*rows, heading=HEADING):
    return "\n".join([heading, *rows]) + "\n"


def of_2024(workspace, measure="starts_rate"):
    points = analysis_of(workspace).table("curve_points")
    mine = points.filter(
        (pl.col("measure") == measure) & (pl.col("period") == "2024") & (pl.col("source") == "returns")
    )
    whole = mine.filter(pl.col("split") == "").select("place", "numerator", "denominator").rows()
    return whole, mine.filter(pl.col("split") == "locality").select("place", "numerator", "denominator").sort(
        "place"
    ).rows()


TWO = {
    "Devon/2023-24/episodes.csv": episodes(GOOD),
    "879 Plymouth/2023-24/episodes.csv": episodes(GOOD, OTHER),
    "population.csv": POPULATION,
}


def test_children_of_two_authorities_with_one_number_are_two_and_each_authority_is_a_place(tmp_path):
    workspace = region(tmp_path, **TWO)
    assert set(analysis_of(workspace).table("cla_episodes")["person_id"]) == {"878/0012", "879/0012", "879/0013"}
    whole, parts = of_2024(workspace)
    # Torbay has sent nothing, so its children are in no denominator.
    assert whole == [("South West", 3.0, 1500.0)]
    assert parts == [("Devon", 1.0, 1000.0), ("Plymouth", 2.0, 500.0)]


def test_a_joined_up_file_that_names_authorities_row_by_row_gives_the_same(tmp_path):
    rows = [
        f"{GOOD},Devon,2023-24",
        f"{GOOD},E06000026,2024",
        f"{OTHER},879,2024",
        f"{OTHER},Leeds,2024",
        f"{OTHER},,2024",
    ]
    workspace = region(
        tmp_path, **{"all.csv": episodes(*rows, heading=HEADING + ",LA,YEAR"), "population.csv": POPULATION}
    )
    assert of_2024(workspace) == ([("South West", 3.0, 1500.0)], [("Devon", 1.0, 1000.0), ("Plymouth", 2.0, 500.0)])
    problems = [one for one in checks(workspace, asker=LOCAL_USER).problems if one.rule == "authority-not-known"]
    assert [(one.row, one.field, one.found, one.set_aside) for one in problems] == [
        (5, "LA", "Leeds", True),
        (6, "LA", "nothing", True),
    ]


def test_a_file_of_no_authority_and_a_councils_own_list_are_set_aside_and_said(tmp_path):
    places = "child,from,to,small_area\n0012,2020-01-01,,E1\n"
    workspace = region(tmp_path, **TWO, **{"2023-24/episodes.csv": episodes(OTHER), "children_places.csv": places})
    answer = checks(workspace, asker=LOCAL_USER)
    aside = {one.name: one.rows_set_aside for one in answer.files if one.rows_set_aside}
    assert set(aside.values()) == {1}
    assert len(aside) == 2
    assert {"authority-not-known", "list-of-one-council"} <= {one.rule for one in answer.problems}
    assert of_2024(workspace)[0] == [("South West", 3.0, 1500.0)]


def test_a_year_that_one_authority_has_not_sent_is_no_year_of_the_region(tmp_path):
    before = {"Devon/2022-23/episodes.csv": episodes(GOOD.replace("2023", "2022"))}
    workspace = region(tmp_path, **TWO, **before)
    years = (
        analysis_of(workspace)
        .table("curve_points")
        .filter((pl.col("measure") == "starts_rate") & (pl.col("every") == "year") & (pl.col("source") == "returns"))
    )
    assert set(years["period"]) == {"2024"}
    answer = checks(workspace, asker=LOCAL_USER)
    said = [(one.file, one.found) for one in answer.problems if one.rule == "return-not-sent"]
    assert said == [("SSDA903 episodes of Plymouth", "nothing for 2022/23, which others have sent")]
    assert "would read as a fall" in next(one.why for one in answer.to_fix if one.rule == "return-not-sent")


def test_an_authority_that_has_sent_no_newer_return_keeps_its_children_where_it_left_them(tmp_path):
    newer = {"Devon/2024-25/episodes.csv": episodes(OTHER)}
    workspace = region(tmp_path, **TWO, **newer)
    ends = dict(analysis_of(workspace).table("cla_episodes").select("person_id", "ended").iter_rows())
    # Devon's newest return no longer speaks of its first child; Plymouth's newest is of the year before.
    assert {child: end is None for child, end in ends.items()} == {
        "878/0012": False,
        "878/0013": True,
        "879/0012": True,
        "879/0013": True,
    }


def test_censuses_of_two_authorities_stand_beside_each_other(tmp_path):
    def census(code, *children):
        return cin.census(*children).replace(
            "</CollectionDetails>", f"</CollectionDetails><Source><LEA>{code}</LEA></Source>"
        )

    workspace = region(
        tmp_path,
        **{
            "Devon/cin.xml": census("878", cin.child("1"), cin.child("2")),
            "Plymouth/cin.xml": census("879", cin.child("1")),
            "Leeds/cin.xml": census("383", cin.child("1")),
            "population.csv": POPULATION,
        },
    )
    assert of_2024(workspace, "referral_rate") == (
        [("South West", 3.0, 1500.0)],
        [("Devon", 2.0, 1000.0), ("Plymouth", 1.0, 500.0)],
    )
    said = [one for one in checks(workspace, asker=LOCAL_USER).problems if one.rule == "authority-not-known"]
    assert [(one.field, one.set_aside) for one in said] == [("LEA", True)]


@pytest.mark.parametrize("together", [1, pytest.param(800, marks=pytest.mark.long)])
def test_reading_a_region_some_authorities_at_a_time_changes_nothing(tmp_path, monkeypatch, together):
    joined = [
        f"{OTHER},Devon,2023-24",
        f"{OTHER.replace('0013', '0015')},Plymouth,2023-24",
        f"{OTHER},Leeds,2024",
        f"{OTHER.replace('0013', '0014')},Torbay,2024",
        f"{OTHER},Torbay,2024,one cell,and two too many",
        f"{OTHER},Torbay,no year",
        f"{GOOD.replace('0012', '0016').replace('2023', '2222')},Torbay,2024",
    ]
    files = {
        **TWO,
        "Devon/2022-23/episodes.csv": episodes(GOOD.replace("2023", "2022")),
        "all.csv": episodes(*joined, heading=HEADING + ",LA,YEAR"),
        "nobody.csv": episodes(f"{OTHER},Leeds,2024", heading=HEADING + ",LA,YEAR"),
    }

    def stored(named):
        analysis = analysis_of(region(tmp_path / named, **files))
        tables = {name: analysis.table(name) for name in analysis.tables()}
        return {name: rows.sort(rows.columns) for name, rows in tables.items()}

    as_one = stored("as one")
    monkeypatch.setattr(authority_by_authority, "TOGETHER", together)
    apart = stored("apart")
    assert as_one["cla_episodes"].height == 7
    for name, rows in as_one.items():
        assert_frame_equal(apart[name], rows)
    files = as_one["files"].filter(pl.col("name") == "returns/all.csv")
    assert files.select("rows_in", "rows_used", "rows_set_aside").rows() == [(7, 3, 4)]


def test_checks_ask_of_each_authority_whether_its_year_before_arrived(tmp_path):
    files = {
        "Devon/2022-23/episodes.csv": episodes(GOOD.replace("2023", "2022")),
        "Devon/2023-24/episodes.csv": episodes(GOOD.replace("2023", "2022"), OTHER),
        "Plymouth/2023-24/episodes.csv": episodes(GOOD.replace("2023", "2022"), OTHER.replace("0013", "0014")),
        "population.csv": POPULATION,
    }
    answer = checks(region(tmp_path, **files), asker=LOCAL_USER)
    needing = [one for one in answer.runs if any("year before" in because for because, _ in one.could_not)]
    assert needing
    # Plymouth's child began before its first return: nothing can be missing from a year that never came.
    assert "begun_before_and_not_reported" not in [one.rule for one in answer.to_fix]
    for one in needing:
        assert ("Plymouth: The year before, 2023, did not arrive.", (2024,)) in one.could_not
        assert 2024 in one.years
