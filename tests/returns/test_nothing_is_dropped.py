"""Files damaged at random: never a fault of ours, and rows in are always rows used and rows set aside, each with a reason."""

from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.returns import test_cin_census as cin
from tests.returns.test_cin_census_faults import assessed
from tests.returns.test_ssda903_faults import GOOD, HEADING
from tests.support.arrived import arrived

from turncurve.returns.reading import read_returns

EPISODES = "\r\n".join(
    [HEADING]
    + [GOOD.replace("0012", f"{child:04}") for child in range(5)]
    + ["0001,02/06/2023,L,C1,N1,U4,PR1,09/09/2023,X1,,,,", '"0002",01/04/2023,S,V2,N8,K1,PR4,09/04/2023,E4A,,"",,']
)
OC3 = "CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n0012,01/01/2004,YES,F2,U1\n0013,2004-02-02,NO,0,0\n"
HEADER = (
    "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n0012,1,14/05/2011,WBRI,A823456789012,,\n0013,2,,MOTH,UN1,1,01/01/2022\n"
)
PLACES = "child,from,to,small_area\n0012,2020-01-01,2021-01-01,E1\n0012,2020-06-01,,E2\n"
CENSUS = cin.census(
    cin.child("1", more=assessed() + cin.PLAN.format(end="")), cin.child("2"), cin.child("3", more=assessed("x"))
)
SOUND = [
    ("2023-24/episodes.csv", EPISODES),
    ("2023-24/oc3.csv", OC3),
    ("2023-24/header.csv", HEADER),
    ("children_places.csv", PLACES),
    ("cin.xml", CENSUS),
]
STRANGE = [b"", b'"', b",", b"\n", b"\r", b"\x00", b"\xff", b";", b"\t", b"<", b">", b"&a;", b"9999999999999999999999", b"01/05/2203", b"<!--", b"\xef\xbb\xbf", b"Child>", b"1.0", b"\xc2\xb2"]  # fmt: skip


@st.composite
def damaged(draw):
    name, text = draw(st.sampled_from(SOUND))
    content = text.encode(draw(st.sampled_from(["utf-8", "utf-8", "utf-16", "utf-16-le"])))
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(content)))
        to = min(len(content), at + draw(st.integers(0, 12)))
        piece = draw(st.one_of(st.sampled_from(STRANGE), st.just(content[at : at + 80]), st.binary(max_size=3)))
        content = content[:at] + piece + content[to:]
    if draw(st.booleans()):
        content = content[: draw(st.integers(0, len(content)))]
    return name, content


@settings(max_examples=250, deadline=None)
@given(st.lists(damaged(), min_size=1, max_size=3))
@example([("2023-24/oc2.csv", b"CHILD,DOB,SDQ_SCORE,SDQ_REASON,CONVICTED,HEALTH_CHECK,IMMUNISATIONS,TEETH_CHECK,HEALTH_ASSESSMENT,SUBSTANCE_MISUSE,INTERVENTION_RECEIVED,INTERVENTION_OFFERED\n1,,%s,,,,,,,,,\n" % (b"9" * 400))])  # fmt: skip
def test_whatever_arrives_every_row_is_accounted_for(files):
    found = read_returns([arrived(f"{i}/{name}", content) for i, (name, content) in enumerate(files)], progress=lambda _: None)  # fmt: skip
    assert len(found.files) == len(files)
    for report in found.files:
        assert report.rows_in == report.rows_used + report.rows_set_aside
        assert min(report.rows_in, report.rows_used, report.rows_set_aside) >= 0
        reasons = [problem for problem in found.problems if problem.file == report.name and problem.set_aside]
        assert bool(reasons) >= bool(report.rows_set_aside)
        if report.kind.startswith("SSDA903") and all(problem.row for problem in reasons):
            assert len({problem.row for problem in reasons}) == report.rows_set_aside
    for problem in found.problems:
        assert problem.found
        assert problem.expected
        assert problem.to_fix


def yearly(year, *, children, ended=""):
    """The small set of one year: episodes, header, care leavers and a census."""
    folder = f"{year - 1}-{year % 100}"
    episodes = [
        f"{child},0{1 + child}/05/{2020 + child},S,C2,N1,U4,PR1,{ended},{'E4A' if ended else ''},,,," for child in children
    ]  # fmt: skip
    people = [f"{child},1,14/05/201{child},WBRI,UN1,," for child in children]
    return [
        arrived(f"{folder}/episodes.csv", "\n".join([HEADING, *episodes])),
        arrived(f"{folder}/header.csv", "\n".join(["CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB", *people])),
        arrived(f"{folder}/oc3.csv", f"CHILD,DOB,IN_TOUCH,ACTIV,ACCOM\n{year},01/01/2004,YES,F2,U1\n"),
        arrived(
            f"{folder}/cin.xml",
            cin.census(*(cin.child(str(child), f"{2020 + child}-05-01") for child in children), year=year),
        ),
    ]


LISTS = [
    arrived("children_places.csv", PLACES),
    arrived("small_areas.csv", "small_area,name,locality,year,children\nE1,One,North,2020,9\n"),
]
HISTORY = [*yearly(2022, children=[0, 1]), *yearly(2023, children=[1, 2]), *yearly(2025, children=[2, 3], ended="02/05/2024"), *LISTS]  # fmt: skip
IN_ORDER = read_returns(HISTORY, progress=lambda _: None)


@settings(max_examples=40, deadline=None)
@given(st.permutations(HISTORY))
def test_any_order_of_files_gives_the_same_tables_problems_and_repairs(files):
    found = read_returns(files, progress=lambda _: None)
    assert found.tables.keys() == IN_ORDER.tables.keys()
    for name, frame in IN_ORDER.tables.items():
        assert found.tables[name].equals(frame), name
    assert set(found.repairs) == set(IN_ORDER.repairs)
    assert set(found.files) == set(IN_ORDER.files)
    assert {repr(one) for one in found.problems} == {repr(one) for one in IN_ORDER.problems}
