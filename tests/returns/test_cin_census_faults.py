"""CIN census XML of every strange kind: read, or set aside with a reason, every row counted."""

import xml.etree.ElementTree as ET

import pytest
from tests.returns.test_cin_census import PLAN, census, child, reading
from tests.support.arrived import arrived

from turncurve.returns.reading import read_returns

ASSESSED = """<Assessments><AssessmentActualStartDate>{start}</AssessmentActualStartDate><AssessmentAuthorisationDate>{end}
</AssessmentAuthorisationDate><FactorsIdentifiedAtAssessment><AssessmentFactors>{factor}</AssessmentFactors>
</FactorsIdentifiedAtAssessment></Assessments>"""
ROWS = ("Child", "Disability", "CINdetails", "Assessments", "AssessmentFactors", "CINPlanDates", "Section47",
        "ChildProtectionPlans", "CPPreviewDate")  # fmt: skip


def assessed(start="2023-05-02", end="2023-06-01", factor="4A"):
    return ASSESSED.format(start=start, end=end, factor=factor)


def rules(found):
    return sorted(problem.rule for problem in found.problems)


def counted(text):
    report = reading(text).files[0]
    assert report.rows_in == sum(sum(1 for _ in ET.fromstring(text).iter(tag)) for tag in ROWS)
    return report.rows_in, report.rows_set_aside


@pytest.mark.parametrize(
    "spelt",
    [
        lambda text: text.replace("<Message>", '<Message xmlns="urn:x">'),
        lambda text: text.replace("<Message>", '<Message xmlns:c="urn:x">').replace("<Chil", "<c:Chil").replace("</Chil", "</c:Chil"),
        str.lower,
        lambda text: "".join(part.upper() if part.startswith("<") else part for part in text.replace("<", "\0<").replace(">", ">\0").split("\0")),
    ],
)  # fmt: skip
def test_namespaces_prefixes_and_case_do_not_hide_a_child(spelt):
    text = census(child("7", more=PLAN.format(end="")))
    found = reading(spelt(text.replace('<?xml version="1.0"?>', "")))
    assert list(found.tables["cp_plans"]["person_id"]) == ["7"]
    assert set(rules(found)) <= {"xml-namespace"}


def test_attributes_comments_and_instructions():
    text = census(child("7")).replace("<Child>", '<Child id="7">').replace("0007", "x")
    assert rules(reading(text)) == ["element-not-known"]
    noisy = census(child("7")).replace("<LAchildID>", "<!-- a note --><?app do?><LAchildID><!-- x -->")
    found = reading(noisy)
    assert list(found.tables["cin_episodes"]["person_id"]) == ["7"]
    assert not found.problems


def test_a_file_of_nothing_a_header_alone_and_two_documents():
    assert rules(reading("")) == ["empty-file"]
    assert rules(reading(census())) == ["no-rows"]
    one = census(child("1"))
    found = reading(one + census(child("2")).replace('<?xml version="1.0"?>', ""))
    assert list(found.tables["cin_episodes"]["person_id"]) == ["1"]
    broken = [problem for problem in found.problems if problem.rule == "xml-broken"]
    assert "second document" in broken[0].found


@pytest.mark.parametrize(
    "text",
    [
        census(child("1"), "<a>" * 400 + "</a>" * 400),
        census(child("1"), "<Child><ChildIdentifiers><LAchildID>" + "x" * 11_000_000),
        census(child("1"), "&nothing;"),
        '<?xml version="1.0" encoding="utf-8"?>' + census(child("1"), "\udcff").removeprefix('<?xml version="1.0"?>'),
    ],
)
def test_deep_huge_and_broken_text_keeps_what_came_before(text):
    found = read_returns([arrived("cin.xml", text.encode("utf-8", "surrogateescape"))], progress=lambda _: None)
    assert "1" in list(found.tables["cin_episodes"]["person_id"])
    assert "xml-broken" in rules(found)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("before", ["", "<!-- " + "x" * 20_000 + " -->"])
def test_a_document_type_is_found_in_any_encoding_and_however_far_down(encoding, before):
    head = f'{before}<!DOCTYPE Message [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>'
    text = census(child("&b;"), head=head)
    text = text.replace('version="1.0"', f'version="1.0" encoding="{encoding}"')
    found = read_returns([arrived("cin.xml", text.encode(encoding))], progress=lambda _: None)
    assert {"xml-declares-entities", "not-recognised"} & set(rules(found))
    assert "cin_episodes" not in found.tables or found.tables["cin_episodes"].is_empty()


def test_an_external_document_type_is_not_fetched(tmp_path):
    outside = tmp_path / "outside.dtd"
    outside.write_text('<!ENTITY a "fetched">')
    found = reading(census(child("&a;"), head=f'<!DOCTYPE Message SYSTEM "file://{outside}">'))
    assert rules(found) == ["xml-declares-entities"]


def test_rows_within_what_is_set_aside_are_counted_too():
    assert counted(census(child("1", more=assessed()))) == (4, 0)
    assert counted(census(child("", more=assessed()))) == (4, 4)
    assert counted(census(child("1", referred="", more=assessed()))) == (4, 3)
    assert counted(census(child("1", more=assessed(start="soon")))) == (4, 2)
    assert counted(census(child("1", more=assessed(end="2022-01-01")))) == (4, 2)
    assert counted(census(child("1", more=assessed(factor="")))) == (4, 1)
    lost = child("1").replace("<CINdetails>", assessed() + "<CINdetails>")
    assert counted(census(lost)) == (4, 2)
    assert "out-of-place" in rules(reading(census(lost)))


def test_a_child_within_a_child_and_rows_within_a_cell_are_counted_and_set_aside():
    nested = census(child("1").replace("<CINdetails>", child("2") + "<CINdetails>"), child("3"))
    assert counted(nested) == (6, 2)
    found = reading(nested)
    assert list(found.tables["cin_episodes"]["person_id"]) == ["1", "3"]
    assert rules(found) == ["out-of-place"]
    in_a_cell = census(child("1").replace("WBRI", "WBRI" + assessed()))
    assert counted(in_a_cell) == (4, 2)
    assert list(reading(in_a_cell).tables["person"]["ethnicity"]) == ["WBRI"]


def test_of_a_cell_or_a_part_given_more_than_once_the_first_is_used_and_another_is_said():
    cells = child("1").replace("WBRI<", "WBRI</Ethnicity><Ethnicity> WBRI</Ethnicity><Ethnicity>BCRB<")
    parts = child("2").replace(
        "<CINdetails>", "<ChildIdentifiers><LAchildID>3</LAchildID></ChildIdentifiers><CINdetails>"
    )
    found = reading(census(cells, parts))
    assert list(found.tables["person"]["person_id"]) == ["1", "2"]
    assert list(found.tables["person"]["ethnicity"]) == ["WBRI", "WBRI"]
    assert sorted((problem.field, problem.found) for problem in found.problems) == [
        ("ChildIdentifiers", "given more than once, in Child: 1 times"),
        ("Ethnicity", "given more than once, in ChildCharacteristics: 1 times"),
    ]


def test_the_same_record_twice_is_set_aside_once():
    plan = PLAN.format(end="")
    assert counted(census(child("1", more=plan + plan))) == (4, 1)
    assert counted(census(child("1"), child("1"))) == (4, 2)
    assert rules(reading(census(child("1", more=plan + plan.replace("EMO", "PHY"))))) == ["two-rows-for-one"]


def test_a_plan_that_ends_before_it_begins_is_set_aside():
    found = reading(census(child("1", more=PLAN.format(end="<CPPendDate>2023-01-01</CPPendDate>"))))
    assert rules(found) == ["ends-before-it-begins"]
    assert found.tables["cp_plans"].is_empty()


def test_elements_nobody_knows_are_said_once_each_and_rows_stay():
    found = reading(census(*(child(str(i), more="<Team>x</Team>") for i in range(3))))
    assert [(one.rule, one.field, one.found) for one in found.problems] == [
        ("element-not-known", "Team", "no part of the census, in CINdetails: 3 times")
    ]


@pytest.mark.parametrize(
    ("year", "factor", "rule"),
    [(2024, "18A", None), (2025, "18A", "code-of-another-year"), (2021, "24A", "code-of-another-year"), (2022, "24A", None), (2024, "RB", "code-not-known")],
)  # fmt: skip
def test_factors_are_of_their_years(year, factor, rule):
    day = f"{year - 1}-05-02"
    text = census(child("1", f"{year - 1}-05-01", more=assessed(start=day, end=day, factor=factor)), year=year)
    text = text.replace("<GenderCurrent>1</GenderCurrent>", "")
    assert rules(reading(text)) == ([rule] if rule else [])


def test_another_collection_is_not_taken_for_a_census():
    other = census(child("1")).replace("<Collection>CIN<", "<Collection>SchoolCensus<")
    assert rules(read_returns([arrived("x.xml", other)], progress=lambda _: None)) == ["not-recognised"]
