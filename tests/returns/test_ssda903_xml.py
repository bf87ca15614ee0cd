"""The SSDA903 return in XML of every strange kind: read, or set aside with a reason, every row counted."""

import xml.etree.ElementTree as ET
from datetime import date

import pytest
from tests.support.arrived import arrived
from tests.support.reading import one_problem, reading

from turncurve.returns.reading import what_it_is

EPISODE = (
    "<EPISODE><DECOM>{began}</DECOM><RNE>S</RNE><LS>C2</LS><CIN>N1</CIN><PL>U4</PL><PL_POST>QX1 1AB</PL_POST>"
    "<HOME_POST>QX1 1AA</HOME_POST><URN /><PLACE_PROVIDER>PR1</PLACE_PROVIDER><DEC /><REC /><REASON_PLACE_CHANGE />"
    "</EPISODE>"
)
IN_MAY = EPISODE.format(began="01/05/2023")
REVIEW = "<AREVIEW><REVIEW>01/06/2023</REVIEW><REVIEW_CODE>PN1</REVIEW_CODE></AREVIEW>"
GROUPS = {
    "EPISODE": "episodes",
    "AREVIEW": "reviews",
    "AMISSING": "missing",
    "OC2": "health",
    "PERMANENCE": "previous permanence",
    "AD_PLACED": "should be placed for adoption",
    "HEADER": "header",
}


def header(identity="0012", more="<UASC />"):
    return (
        f"<HEADER><CHILDID>{identity}</CHILDID><UPN>UN1</UPN><SEX>2</SEX><DOB>14/05/2011</DOB><ETHNIC>WBRI</ETHNIC>"
        f"{more}</HEADER>"
    )


def child(identity="0012", more="<UASC />", episodes=IN_MAY):
    return f"<CHILD>{header(identity, more)}{episodes}</CHILD>"


def returned(*children, name="2023-24/return.xml", head=""):
    return arrived(name, f"<?xml version='1.0'?>{head}<EXPSSDA903>{''.join(children)}</EXPSSDA903>")


def rows_in(found):
    """module -> rows in and rows set aside, for the modules with any."""
    return {one.kind.removeprefix("SSDA903 "): (one.rows_in, one.rows_set_aside) for one in found.files if one.rows_in}


def rules(found):
    return sorted(one.rule for one in found.problems)


def test_a_return_is_known_by_its_first_element_in_any_encoding():
    text = returned(child()).open().read().decode()
    assert what_it_is(returned(child(), name="x.txt")) == "SSDA903 XML"
    assert what_it_is(arrived("x", text.replace("1.0'", "1.0' encoding='utf-16'").encode("utf-16"))) == "SSDA903 XML"
    assert what_it_is(arrived("x.xml", "<?xml version='1.0'?><OTHER><CHILD/></OTHER>")) == ""


def test_each_part_of_a_child_becomes_a_row_of_its_module():
    more = (
        "<UASC>1</UASC><DUC>14/05/2029</DUC><DATE_INT>01/05/2023</DATE_INT><FOSTER_CARE>0</FOSTER_CARE>"
        "<IN_TOUCH>YES</IN_TOUCH><ACTIV>F2</ACTIV><ACCOM>U1</ACCOM>"
        "<AMISSING><MISSING>M</MISSING><MIS_START>02/05/2023</MIS_START><MIS_END /></AMISSING>"
        f"{REVIEW}<MOTHER>0</MOTHER><MC_DOB />"
        "<PERMANENCE><PREV_PERM>P1</PREV_PERM><DATE_PERM>zz/05/2015</DATE_PERM></PERMANENCE>"
        "<OC2><SDQ_SCORE> 17 </SDQ_SCORE><CONVICTED>false</CONVICTED></OC2>"
        "<AD_PLACED><DATE_PLACED>2023-05-03</DATE_PLACED></AD_PLACED>"
    )
    found = reading(returned(child(more=more)))
    assert not found.problems
    assert len(found.files) == 10
    assert set(rows_in(found).values()) == {(1, 0)}
    assert len(rows_in(found)) == 10
    episode = found.tables["cla_episodes"].row(0, named=True)
    assert (episode["person_id"], episode["began"], episode["placement_type"]) == ("0012", date(2023, 5, 1), "U4")
    assert found.tables["person"].row(0, named=True)["date_of_birth"] == date(2011, 5, 14)
    assert found.tables["immigration_status"].row(0, named=True)["ended"] == date(2029, 5, 14)
    assert found.tables["should_be_placed_for_adoption"].row(0, named=True)["date_placed"] == date(2023, 5, 3)
    health = found.tables["cla_health"].row(0, named=True)
    assert (health["sdq_score"], health["convicted"]) == (17, False)
    assert found.tables["cla_previous_permanence"].row(0, named=True)["date_of_order"] == "zz/05/2015"


def test_what_holds_nothing_is_no_row_and_its_module_has_arrived_all_the_same():
    more = (
        "<UASC>0</UASC><DUC /><DATE_INT /><IN_TOUCH></IN_TOUCH><OC2/><OC2><CONVICTED /></OC2><AREVIEW /><PERMANENCE />"
    )
    found = reading(returned(child(more=more)))
    assert rows_in(found) == {"header": (1, 0), "episodes": (1, 0)}
    assert not found.problems
    assert found.covered["missing"] == found.covered["cla_reviews"] == frozenset({2024})
    assert "involvements" not in found.covered


def test_a_row_is_numbered_among_the_elements_of_its_kind():
    file = returned(child("1", episodes=""), child("2", more=f"{REVIEW}<AREVIEW/>{REVIEW.replace('01/06', '31/06')}"))
    problem = one_problem(file, rule="not-a-date")
    assert (problem.file, problem.row, problem.field) == ("2023-24/return.xml, reviews", 3, "REVIEW")


def test_uasc_that_is_no_flag_and_uasc_that_says_otherwise_than_duc():
    odd = one_problem(returned(child(more="<UASC>9</UASC>")), rule="not-a-flag")
    assert (odd.file, odd.row, odd.found) == ("2023-24/return.xml, unaccompanied children", 1, "9")
    assert "unaccompanied children" not in rows_in(reading(returned(child(more="<UASC>9</UASC>"))))
    both = returned(child(more="<UASC>0</UASC><DUC>01/05/2023</DUC>"))
    assert one_problem(both, rule="two-answers").field == "UASC"
    assert rows_in(reading(both))["unaccompanied children"] == (1, 0)


def test_a_date_of_birth_that_is_none_is_said_once_for_each_table_that_holds_it_and_masked():
    file = returned(child(more=REVIEW * 3).replace("14/05/2011", "14/15/2011"))
    found = reading(file)
    wrong = [one for one in found.problems if one.rule == "not-a-date"]
    assert [(one.file, one.found) for one in wrong] == [("2023-24/return.xml, header", "99/99/9999")]


def test_what_is_no_part_of_the_return_is_said_once():
    more = "<UASC /><SHOE_SIZE>4</SHOE_SIZE><AREVIEW><REVIEW>01/06/2023</REVIEW><NOTE>x</NOTE></AREVIEW>"
    children = [child(str(number), more=more).replace("<CHILD>", "<CHILD id='1'>") for number in range(3)]
    found = reading(returned("<MADE_BY>x</MADE_BY>", *children, "<END />"))
    assert {(one.field, one.found.rpartition(": ")[2]) for one in found.problems} == {
        ("SHOE_SIZE", "3 times"),
        ("NOTE", "3 times"),
        ("CHILD", "3 times"),
        ("MADE_BY", "1 times"),
        ("END", "1 times"),
    }
    assert set(rules(found)) == {"element-not-known"}
    assert rows_in(found) == {"header": (3, 0), "episodes": (3, 0), "reviews": (3, 0)}


def test_a_cell_given_twice_or_holding_elements_is_said():
    file = returned(child(more="<UASC /><ETHNIC>MOTH</ETHNIC><MOTHER><x /></MOTHER>"))
    found = reading(file)
    assert {(one.field, one.found.split(",")[0]) for one in found.problems} == {
        ("ETHNIC", "given more than once"),
        ("MOTHER", "elements where text belongs"),
    }
    assert found.tables["person"].row(0, named=True)["ethnicity"] == "WBRI"


@pytest.mark.parametrize(
    "spelt",
    [
        lambda text: text.replace("<EXPSSDA903>", '<EXPSSDA903 xmlns="urn:x">'),
        lambda text: text.replace("<EXPSSDA903>", '<EXPSSDA903 xmlns:c="urn:x">').replace("<CHILD>", "<c:CHILD>").replace("</CHILD>", "</c:CHILD>"),
        str.lower,
        lambda text: text.replace("<CHILD>", "<CHILDREN><CHILD>").replace("</CHILD>", "</CHILD></CHILDREN>"),
        lambda text: text.replace("<DECOM>", "<!-- a note --><?app do?><DECOM><!-- x -->").replace("><", ">\n <"),
    ],
)  # fmt: skip
def test_namespaces_case_a_wrapper_and_comments_do_not_hide_a_child(spelt):
    text = returned(child("7", more=REVIEW)).open().read().decode().replace("<?xml version='1.0'?>", "")
    found = reading(arrived("2023-24/r.xml", spelt(text)))
    assert rows_in(found) == {"header": (1, 0), "episodes": (1, 0), "reviews": (1, 0)}
    assert list(found.tables["cla_episodes"]["began"]) == [date(2023, 5, 1)]
    assert set(rules(found)) <= {"xml-namespace", "element-not-known"}


def test_rows_out_of_their_place_are_set_aside_and_counted():
    episode = IN_MAY
    stray = [
        returned(episode, child()),
        returned(child(), REVIEW, episode),
        returned(child(more=f"<REVIEWS>{REVIEW}</REVIEWS>")),
        returned(f"<CHILD>{header()}{header('0013')}{episode}</CHILD>"),
        returned(child(episodes=episode.replace("<REC />", REVIEW))),
        returned(child(episodes=child("0013"))),
        returned(f"<CHILDREN>{REVIEW}{child()}{episode}</CHILDREN>"),
        returned(episode),
    ]
    for file in stray:
        found = reading(file)
        tree = ET.fromstring(file.open().read())
        there = {kind: sum(1 for _ in tree.iter(tag)) for tag, kind in GROUPS.items()}
        assert {kind: rows for kind, (rows, _) in rows_in(found).items()} == {k: n for k, n in there.items() if n}
        assert "out-of-place" in rules(found)
        for one in found.files:
            told = {(p.row, p.field) for p in found.problems if p.file == one.name and p.set_aside}
            assert len(told) == one.rows_set_aside


def test_a_child_without_an_id_has_its_rows_set_aside():
    found = reading(returned(child("", more=REVIEW), child("2")))
    assert rows_in(found) == {"header": (2, 1), "episodes": (2, 1), "reviews": (1, 1)}
    assert set(rules(found)) == {"needed-and-blank"}
    assert rows_in(reading(returned(f"<CHILD>{IN_MAY}</CHILD>"))) == {"episodes": (1, 1)}


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (f"<CHILD>{header('2', REVIEW)}{IN_MAY}<EPISODE><DECOM>01", "breaks off"),
        (f"<CHILD>{header('2', REVIEW)}{IN_MAY}<EPISODE><DECOM>01</EPISODE>", "closed that was not the last opened"),
        (
            f"<CHILD>{header('2', REVIEW)}{IN_MAY}<EPISODE><DECOM>&nothing;</DECOM></EPISODE></CHILD></EXPSSDA903>",
            "entity",
        ),
    ],
)
def test_a_file_that_breaks_keeps_the_children_before_and_counts_the_rest(after, said):
    whole = returned(child("1", more=REVIEW)).open().read().decode().removesuffix("</EXPSSDA903>")
    file = arrived("2023-24/r.xml", whole + after)
    broken = one_problem(file, rule="xml-broken")
    assert said in broken.found
    assert (broken.file, broken.set_aside) == ("2023-24/r.xml", True)
    found = reading(file)
    assert list(found.tables["cla_episodes"]["person_id"]) == ["1"]
    rows = rows_in(found)
    assert (rows["header"], rows["reviews"]) == ((2, 1), (2, 1))
    assert rows["episodes"] in ((2, 1), (3, 2))


def test_a_second_document_and_a_break_after_the_last_child():
    whole = returned(child("1")).open().read().decode()
    assert "second document" in one_problem(arrived("2023-24/r.xml", whole + "<MORE/>"), rule="xml-broken").found
    assert rows_in(reading(arrived("2023-24/r.xml", whole[:-5]))) == {"header": (1, 0), "episodes": (1, 0)}


@pytest.mark.parametrize("before", ["", "<!-- " + "x" * 20_000 + " -->"])
def test_entities_and_document_types_are_never_opened(before, tmp_path):
    outside = tmp_path / "outside.dtd"
    outside.write_text('<!ENTITY a "fetched">')
    for kind in ('[<!ENTITY a "ha"><!ENTITY b "&a;&a;">]', f'SYSTEM "file://{outside}"'):
        head = f"<!DOCTYPE EXPSSDA903 {kind}><EXPSSDA903>{before}"
        found = reading(arrived("2023-24/r.xml", head + child("&a;") + "</EXPSSDA903>"))
        assert rules(found) == ["xml-declares-entities"]
        assert [(one.kind, one.rows_in) for one in found.files] == [("SSDA903 XML", 0)]
    far = f"{'<!-- ' + 'x' * 20_000 + ' -->'}<!DOCTYPE EXPSSDA903 SYSTEM 'file://{outside}'><EXPSSDA903>{child('&a;')}</EXPSSDA903>"  # fmt: skip
    assert set(rules(reading(arrived("2023-24/r.xml", far)))) <= {"xml-declares-entities", "not-recognised"}


def test_a_return_without_children_says_so_and_counts_as_not_there():
    found = reading(returned())
    assert rules(found) == ["no-rows"]
    assert [(one.kind, one.note) for one in found.files] == [("SSDA903 XML", "no rows")]
    assert not found.covered


def test_the_year_is_named_by_the_path_else_by_the_file_else_by_its_episodes():
    older = EPISODE.format(began="01/05/2019")
    said = "<Header><Collection>CLA</Collection><Year>2022</Year><ReferenceDate>2022-03-31</ReferenceDate></Header>"
    found = reading(
        returned(said, child("1", episodes=older), name="a.xml"),
        returned(child("2"), name="b.xml"),
        returned(child("3", episodes=older), name="2022-23.xml"),
    )
    assert dict(sorted((one.name[:5], one.year) for one in found.files)) == {
        "a.xml": 2022,
        "b.xml": 2024,
        "2022-": 2023,
    }
    assert set(rules(found)) == {"year-missing"} or not found.problems
    two = one_problem(returned(said, child()), rule="two-years-named")
    assert "2023/24" in two.found
    assert "2021/22" in two.found
    late = returned(said, child(), name="a.xml")
    assert "named by the file" in one_problem(late, rule="dates-of-another-year").found


def test_modules_younger_than_the_schema_are_known_by_their_cells():
    worker = "<SWEPISODE><SW_ID>AB1</SW_ID><SW_DECOM>01/05/2023</SW_DECOM><SW_DEC/><SW_REASON>INITL</SW_REASON></SWEPISODE>"  # fmt: skip
    order = "<DOLO><DOLO_START>02/05/2025</DOLO_START><DOLO_END /></DOLO>"
    found = reading(returned(child(episodes=worker + IN_MAY + order), name="2026-27/r.xml"))
    assert rows_in(found)["social workers"] == (1, 0)
    assert rows_in(found)["deprivation of liberty"] == (1, 0)
    assert found.tables["involvements"].row(0, named=True)["began"] == date(2023, 5, 1)
