"""The CIN census: streamed, stitched, and never a way in."""

import pytest
from tests.support.arrived import arrived

from turncurve.returns.reading import read_returns

CHILD = """<Child><ChildIdentifiers><LAchildID>{child}</LAchildID><PersonBirthDate>2012-02-03</PersonBirthDate>
<GenderCurrent>1</GenderCurrent></ChildIdentifiers><ChildCharacteristics><Ethnicity>WBRI</Ethnicity></ChildCharacteristics>
<CINdetails><CINreferralDate>{referred}</CINreferralDate><ReferralSource>6</ReferralSource>{more}<ReferralNFA>false</ReferralNFA></CINdetails></Child>"""
PLAN = "<ChildProtectionPlans><CPPstartDate>2023-06-01</CPPstartDate>{end}<InitialCategoryOfAbuse>NEG</InitialCategoryOfAbuse><LatestCategoryOfAbuse>EMO</LatestCategoryOfAbuse><NumberOfPreviousCPP>1</NumberOfPreviousCPP></ChildProtectionPlans>"


def census(*children, year=2024, head="", reference=None):
    day = reference if reference is not None else f"{year}-03-31"
    return (
        f'<?xml version="1.0"?>{head}<Message><Header><CollectionDetails><Collection>CIN</Collection><Year>{year}</Year>'
        f"<ReferenceDate>{day}</ReferenceDate></CollectionDetails></Header><Children>{''.join(children)}</Children></Message>"
    )


def child(name="0007", referred="2023-05-01", more=""):
    return CHILD.format(child=name, referred=referred, more=more)


def reading(*texts):
    found = read_returns([arrived(f"cin{i}.xml", text) for i, text in enumerate(texts)], progress=lambda _: None)
    for report in found.files:
        assert report.rows_in == report.rows_used + report.rows_set_aside
    return found


def test_a_census_is_read():
    found = reading(census(child(more=PLAN.format(end=""))))
    assert found.tables["cin_episodes"].item(0, "person_id") == "0007"
    assert found.tables["cp_plans"].item(0, "previous_plans") == 1
    assert found.tables["person"].item(0, "sex") == "M"
    assert found.files[0].year == 2024
    assert not found.problems


def test_the_newest_census_wins_and_a_lost_plan_counts_to_its_last_31_march():
    open_plan, closed = PLAN.format(end=""), PLAN.format(end="<CPPendDate>2024-06-01</CPPendDate>")
    told = reading(census(child(more=open_plan)), census(child(more=closed), year=2025)).tables["cp_plans"]
    assert [str(day) for day in told["ended"]] == ["2024-06-01"]
    lost = reading(census(child(more=open_plan)), census(child("0008", "2024-09-01"), year=2025)).tables["cp_plans"]
    assert [str(day) for day in lost["ended"]] == ["2024-04-01"]


def test_xml_that_breaks_off_keeps_the_children_before_the_break():
    text = census(child("1"), child("2"), child("3"))
    found = reading(text[: text.rindex("<CINreferralDate>")])
    assert set(found.tables["cin_episodes"]["person_id"]) == {"1", "2"}
    broken = [problem for problem in found.problems if problem.rule == "xml-broken"]
    assert len(broken) == 1
    assert "line" in broken[0].found


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE Message [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE Message [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
    ],
)
def test_entities_are_neither_expanded_nor_fetched(head):
    found = reading(census(child("&a;"), head=head))
    assert [problem.rule for problem in found.problems] == ["xml-declares-entities"]
    assert found.tables["cin_episodes"].is_empty()


def test_faults_are_named_and_counted():
    bad_code = child("2").replace("<ReferralSource>6<", "<ReferralSource>6X<")
    no_date = child("3", referred="")
    found = reading(census(child("1"), bad_code, no_date))
    assert sorted(problem.rule for problem in found.problems) == ["code-not-known", "needed-and-blank"]
    assert found.files[0].rows_set_aside == 1
    assert "year-not-known" in [problem.rule for problem in reading(census(child(), reference="")).problems]
    early_help = child(referred="2021-05-01").replace("<ReferralSource>6<", "<ReferralSource>5D<")
    assert [p.rule for p in reading(census(early_help, year=2022)).problems] == ["code-of-another-year"]
