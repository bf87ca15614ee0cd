"""The census reader and its plain twin agree on censuses full of faults, and on the years stitched together."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.returns.plain_census import plainly_read, plainly_stitched
from tests.returns.test_cin_census import census
from tests.support.arrived import arrived

from turncurve.returns import cin_census
from turncurve.returns.cin_census.elements import CHILD

DAYS = ["2023-05-01", "01/06/2023", "2023-05-01T00:00:00", "", "soon", "2024-02-30", "2022-01-01", "2023-06-01", "2021-04-01", "45047", "2023-9-1", "2014-01-01"]  # fmt: skip
MAY_SAY = {
    "LAchildID": ["1", "2", "3", " 4 ", "", "1"],
    "UPN": ["A823456789012", "a823456789012", "X", "", "A\u00e923456789012", "A82345678901 "],
    "UPNunknown": ["UN1", "un2", "zz", ""],
    "Sex": ["M", "F", "1", "", "q9", "U"],
    "GenderCurrent": ["1", "2", "9", "x", ""],
    "Ethnicity": ["WBRI", "wbri", "??", ""],
    "ReferralSource": ["6", "5D", "1a", "zz", ""],
    "PrimaryNeedCode": ["N1", "n2", "N99", ""],
    "ReasonForClosure": ["RC1", "RC8", "x", ""],
    "ReferralNFA": ["0", "1", "TRUE", "false", "maybe", ""],
    "ICPCnotRequired": ["0", "1", "x", ""],
    "InitialCategoryOfAbuse": ["NEG", "EMO", "q", ""],
    "LatestCategoryOfAbuse": ["NEG", "PHY", "q", ""],
    "NumberOfPreviousCPP": ["0", "3", "x", "1234567890", "\u00b2", ""],
    "Disability": ["LD", "NONE", "x", "", " ld "],
    "AssessmentFactors": ["4A", "18A", "24A", "x", ""],
}


def written(chance, name):
    """One cell, mostly right."""
    values = MAY_SAY.get(name, DAYS)
    value = chance.choice(values) if chance.random() < 0.3 else values[0]
    return f"<{name}>{value}</{name}>"


def part_written(chance, part):
    """One element with what it may hold, in any order."""
    if part.is_text:
        return written(chance, part.name)
    inner = [written(chance, cell) for cell in part.cells if chance.random() < 0.8]
    for held in part.parts:
        times = chance.choice([0, 1, 1, 1]) if held.once else chance.choice([0, 1, 1, 2])
        inner += [part_written(chance, held) for _ in range(times)]
    chance.shuffle(inner)
    return f"<{part.name}>{''.join(inner)}</{part.name}>"


@st.composite
def histories(draw):
    """{year: the text of its census}."""
    years = sorted(draw(st.sets(st.integers(2021, 2026), min_size=1, max_size=3)))
    chance = draw(st.randoms(use_true_random=False))
    return {
        year: census(*(part_written(chance, CHILD) for _ in range(chance.randint(1, 4))), year=year) for year in years
    }


def read(history):
    files = [arrived(f"cin{year}.xml", text) for year, text in history.items()]
    return cin_census.read(files, progress=lambda _: None)


@settings(max_examples=60, deadline=None)
@given(histories())
def test_a_census_full_of_faults_reads_as_its_plain_twin_does(history):
    found = read(history)
    plain = {year: plainly_read(text, year=year) for year, text in history.items()}
    for report in found.files:
        one, rows = plain[report.year]
        assert (report.rows_in, report.rows_set_aside) == (rows, one.set_aside)
        told = [(problem.field, problem.rule) for problem in found.problems if problem.file == report.name]
        whole = ("dates-of-another-year", "two-years-named")
        assert sorted(rule for rule in told if rule[1] not in whole) == sorted(one.problems.elements())
    tables, repairs = plainly_stitched([one for one, _ in plain.values() if one.records["person"]])
    assert {repair.rule: repair.rows for repair in found.repairs} == repairs
    for name, records in tables.items():
        columns = [column for column in found.tables[name].columns if column != "file"]
        read_plainly = [tuple(record.get(column) for column in columns) for record in records.values()]
        assert sorted(found.tables[name].select(columns).rows(), key=repr) == sorted(read_plainly, key=repr), name


@settings(max_examples=20, deadline=None)
@given(histories())
def test_the_names_in_small_letters_change_nothing(history):
    """The walk at once and the walk one by one give the same rows."""

    def small(text):
        parts = text.replace("<", "\0<").replace(">", ">\0").split("\0")
        return "".join(part.lower() if part.startswith("<") else part for part in parts)

    one, other = read(history), read({year: small(text) for year, text in history.items()})
    assert one.problems == other.problems
    assert [report.rows_used for report in one.files] == [report.rows_used for report in other.files]
    for name, frame in one.tables.items():
        assert frame.drop("file", strict=False).equals(other.tables[name].drop("file", strict=False)), name


@pytest.mark.slow
def test_children_read_in_many_batches_are_read_as_in_one(monkeypatch):
    children = [
        f"<Child><ChildIdentifiers><LAchildID>{i % 50}</LAchildID><Sex>Q</Sex></ChildIdentifiers></Child>\n"
        for i in range(90)
    ]
    history = {2025: census(*children, year=2025)}
    whole = read(history)
    monkeypatch.setattr("turncurve.returns.cin_census.streaming._AT_A_TIME", 10)
    again = read(history)
    assert whole.files[0].rows_set_aside == 40
    assert again.files == whole.files
    assert sorted(map(repr, again.problems)) == sorted(map(repr, whole.problems))
    assert again.tables["person"].equals(whole.tables["person"])
