"""Each fault the truth lists really stands in the files where it says, by a plain look, and nothing else was touched."""

import csv
import json
import re
from collections import Counter
from datetime import date

import pytest
from tests.made_up.conftest import day

from turncurve.made_up import invent
from turncurve.made_up.dirty import KINDS

pytestmark = pytest.mark.slow
CHILD = re.compile(r"<LAchildID>(\d+)<")
REWRITTEN = {"semicolons", "other-encoding", "truncated", "written-twice", "xml-entity"}
WHOLE = REWRITTEN | {"column-renamed", "column-missing", "column-extra"}


@pytest.fixture(scope="module")
def dirty(tmp_path_factory):
    return invent(tmp_path_factory.mktemp("dirty") / "council", seed=1, dirty=True).folder


@pytest.fixture(scope="module")
def faults(dirty):
    return json.loads((dirty / "truth.json").read_text(encoding="utf-8"))["faults"]


def lines(path):
    return path.read_text(encoding="utf-8").split("\n")


def year_of(fault):
    return int(re.search(r"20(\d\d)-(\d\d)", fault["file"])[2]) + 2000


def row_of(dirty, fault):
    """The row as a dictionary, or the line of a census."""
    at = lines(dirty / fault["file"])
    if fault["file"].endswith(".xml"):
        return at[fault["row"] - 1]
    return next(csv.DictReader([at[0], at[fault["row"] - 1]]))


def others_of(dirty, fault):
    """The child's other rows in the same file."""
    at = lines(dirty / fault["file"])
    return [
        row
        for number, row in enumerate(csv.DictReader(at), start=2)
        if row["CHILD"] == fault["child"] and number != fault["row"]
    ]


def header_of(dirty, fault, year=None):
    year = year or year_of(fault)
    at = lines(dirty / f"ssda903/{year - 1}-{year % 100:02d}/header.csv")
    return [row for row in csv.DictReader(at) if row["CHILD"] == fault["child"]]


def element(line, tag):
    found = re.search(rf"<{tag}>([^<]*)<", line)
    return found[1] if found else None


def overlaps(row, others):
    return any(day(o["DECOM"]) < day(row["DECOM"]) < day(o["DEC"]) for o in others)


LOOKS = {
    "date-impossible": lambda r, o, h: r["DECOM"] == "31/02/2020",
    "date-malformed": lambda r, o, h: not re.fullmatch(r"\d\d/\d\d/\d{4}", r["DEC"]),
    "code-unknown": lambda r, o, h: r["PLACE"] == "Q9",
    "code-of-another-year": lambda r, o, h: r["REC"] == "E43" and day(r["DEC"]) > date(2019, 3, 31),
    "duplicate-row": lambda r, o, h: r in o,
    "episodes-overlap": lambda r, o, h: overlaps(r, o),
    "gap-without-stop": lambda r, o, h: r["RNE"] != "S" and day(r["DECOM"]) > day(o[0]["DEC"]) and o[0]["REC"] == "X1",
    "ended-without-reason": lambda r, o, h: r["DEC"] and not r["REC"],
    "reason-without-end": lambda r, o, h: r["REC"] and not r["DEC"],
    "end-before-start": lambda r, o, h: day(r["DEC"]) < day(r["DECOM"]),
    "two-open-episodes": lambda r, o, h: not r["DEC"] and any(not one["DEC"] for one in o),
    "placement-without-provider": lambda r, o, h: r["PLACE"][0] == "U" and not r["PLACE_PROVIDER"],
    "provider-not-of-placement": lambda r, o, h: r["PLACE"] != "P1" and r["PLACE_PROVIDER"] == "PR0",
    "postcode-malformed": lambda r, o, h: " " not in r["PL_POST"],
    "need-changes-in-a-period": lambda r, o, h: r["RNE"] != "S" and o[0]["REC"] == "X1" and r["CIN"] != o[0]["CIN"],
    "first-episode-not-a-start": lambda r, o, h: r["RNE"] != "S" and not o,
    "place-change-without-reason": lambda r, o, h: not r["REASON_PLACE_CHANGE"] and o[0]["RNE"] == "P",
    "respite-within-care": lambda r, o, h: r["LS"] == "V4" and o[0]["LS"] == "V2" and o[0]["REC"] == "X1",
    "adopters-without-placement-order": lambda r, o, h: r["PLACE"] == "A6" and r["LS"] == "V2",
    "born-after-care-began": lambda r, o, h: day(r["DOB"]) is not None,
    "in-care-past-eighteen": lambda r, o, h: day(r["DEC"]) > day(h[0]["DOB"]).replace(year=day(h[0]["DOB"]).year + 18),
    "open-then-gone": lambda r, o, h: not r["DEC"],
    "not-in-the-header": lambda r, o, h: not h,
    "unaccompanied-not-in-the-header": lambda r, o, h: not h,
    "unaccompanied-with-a-home": lambda r, o, h: r["CIN"] == "N8" and r["HOME_POST"],
    "pupil-number-malformed": lambda r, o, h: len(r["UPN"]) == 9,
    "pupil-number-check-letter": lambda r, o, h: (
        r["UPN"][0]
        != "ABCDEFGHJKLMNPQRTUVWXYZ"[sum(int(d) * w for d, w in zip(r["UPN"][1:], range(2, 14), strict=True)) % 23]
    ),
    "mother-is-a-boy": lambda r, o, h: r["SEX"] in {"1", "M"} and r["MOTHER"] == "1",
    "missing-ends-before-it-begins": lambda r, o, h: day(r["MIS_END"]) < day(r["MIS_START"]),
    "score-out-of-range": lambda r, o, h: int(r["SDQ_SCORE"]) > 40,
    "score-and-reason-for-none": lambda r, o, h: r["SDQ_SCORE"] and r["SDQ_REASON"],
    "in-touch-without-a-home": lambda r, o, h: r["IN_TOUCH"] == "YES" and not r["ACCOM"],
    "matched-before-decided": lambda r, o, h: day(r["DATE_MATCH"]) < day(r["DATE_INT"]),
    "adoption-dropped-without-reason": lambda r, o, h: r["DATE_PLACED_CEASED"] and not r["REASON_PLACED_CEASED"],
    "earlier-permanence-malformed": lambda r, o, h: "/13/" in r["DATE_PERM"],
    "workers-overlap": lambda r, o, h: any(
        day(one["SW_DECOM"]) < day(r["SW_DECOM"]) < day(one["SW_DEC"]) for one in o if one["SW_DEC"]
    ),
}
CENSUS_LOOKS = {
    "plan-without-conference": lambda t: "<CPPstartDate>" in t and "<DateOfInitialCPC>" not in t,
    "conference-before-enquiry": lambda t: element(t, "DateOfInitialCPC") < element(t, "S47ActualStartDate"),
    "assessment-ends-before-it-starts": lambda t: (
        element(t, "AssessmentAuthorisationDate") < element(t, "AssessmentActualStartDate")
    ),
    "closed-before-referred": lambda t: element(t, "CINclosureDate") < element(t, "CINreferralDate"),
    "earlier-plans-fall": lambda t: element(t, "NumberOfPreviousCPP") == "0",
    "review-before-plan": lambda t: element(t, "CPPreviewDate") < element(t, "CPPstartDate"),
    "plan-ends-before-it-starts": lambda t: element(t, "CPPendDate") < element(t, "CPPstartDate"),
    "none-found-and-others": lambda t: "<AssessmentFactors>21</AssessmentFactors><AssessmentFactors>" in t,
    "factor-of-another-year": lambda t: ">18A<" in t,
    "referral-source-unknown": lambda t: element(t, "ReferralSource") == "9Z",
    "closed-without-reason": lambda t: "<CINclosureDate>" in t and "<ReasonForClosure>" not in t,
    "reason-without-closure": lambda t: "<CINclosureDate>" not in t and "<ReasonForClosure>" in t,
    "born-and-expected": lambda t: "<PersonBirthDate>" in t and "<ExpectedPersonBirthDate>" in t,
    "no-further-action-but-assessed": lambda t: element(t, "ReferralNFA") == "1" and "<Assessments>" in t,
    "two-referrals-a-day": lambda t: (
        len(set(re.findall(r"<CINreferralDate>([^<]*)", t))) < t.count("<CINreferralDate>")
    ),
    "census-date-impossible": lambda t: element(t, "PersonBirthDate") == "2016-02-30",
    "element-of-another-year": lambda t: "<GenderCurrent>" in t,
    "died-before-referred": lambda t: element(t, "PersonDeathDate") < element(t, "CINreferralDate"),
    "no-pupil-number-code-unknown": lambda t: element(t, "UPNunknown") == "UN9",
}


def test_at_least_forty_kinds_are_planted_and_every_kind_is_listed(faults):
    assert {fault["kind"] for fault in faults} == set(KINDS)
    assert len(KINDS) >= 70
    assert all(fault["what"] for fault in faults)
    per_child = Counter(fault["child"] for fault in faults if fault["child"])
    assert max(per_child.values()) == 1  # one fault a child, so that each can be told from the rest


@pytest.mark.parametrize("kind", LOOKS)
def test_a_fault_in_the_care_return_stands_where_it_is_said(dirty, faults, kind):
    those = [fault for fault in faults if fault["kind"] == kind]
    assert those
    for fault in those:
        row = row_of(dirty, fault)
        assert row["CHILD"] == fault["child"]
        assert LOOKS[kind](row, others_of(dirty, fault), header_of(dirty, fault)), row


@pytest.mark.parametrize("kind", CENSUS_LOOKS)
def test_a_fault_in_the_census_stands_where_it_is_said(dirty, faults, kind):
    those = [fault for fault in faults if fault["kind"] == kind]
    assert those
    for fault in those:
        line = row_of(dirty, fault)
        assert CHILD.search(line)[1] == fault["child"]
        assert CENSUS_LOOKS[kind](line), line


def test_faults_that_show_only_against_another_file(dirty, faults, folder):
    for fault in faults:
        if fault["kind"] == "birthday-differs-between-years":
            assert row_of(dirty, fault)["DOB"] != header_of(dirty, fault, year_of(fault) - 1)[0]["DOB"]
        if fault["kind"] == "sex-differs-between-returns":
            line = next(
                t for t in lines(dirty / f"cin/{fault['file'].split('/')[1]}.xml") if f">{fault['child']}<" in t
            )
            said = element(line, "Sex") or element(line, "GenderCurrent")
            assert said in {"M", "F", "1", "2"}
            assert said != row_of(dirty, fault)["SEX"]
        if fault["kind"] == "open-then-gone":
            assert not any(header_of(dirty, fault, year) for year in range(year_of(fault) + 1, 2027))
            assert not row_of(dirty, fault)["DEC"]
        if fault["kind"] in {"review-before-care", "missing-while-not-in-care", "born-after-care-began"}:
            row, at = row_of(dirty, fault), dirty / fault["file"].rsplit("/", 1)[0] / "episodes.csv"
            began = [day(one["DECOM"]) for one in csv.DictReader(lines(at)) if one["CHILD"] == fault["child"]]
            if fault["kind"] == "born-after-care-began":
                assert day(row["DOB"]) > min(began)
            else:
                assert day(row.get("REVIEW") or row.get("MIS_END")) < min(began)
        if fault["kind"] == "asked-after-twenty-one":
            born = day(row_of(dirty, fault)["DOB"])
            assert date(born.year + 21, born.month, born.day) < date(year_of(fault) - 1, 4, 1)
        if fault["kind"] == "child-twice":
            text = (dirty / fault["file"]).read_text(encoding="utf-8")
            assert text.count(f"<LAchildID>{fault['child']}<") == 2


def test_faults_in_the_lists(dirty, faults):
    by_kind = {fault["kind"]: (fault, fault["row"] and row_of(dirty, fault)) for fault in faults}
    workers = {row["worker"] for row in csv.DictReader(lines(dirty / "workers.csv"))}
    areas = {row["small_area"] for row in csv.DictReader(lines(dirty / "small_areas.csv"))}
    assert by_kind["lead-worker-unknown"][1]["worker"] not in workers
    assert by_kind["small-area-unknown"][1]["small_area"] not in areas
    assert not by_kind["price-not-a-number"][1]["weekly_cost"].isdigit()
    helped = by_kind["early-help-ended-before-referred"][1]
    assert helped["ended"] < helped["referred"]
    fault, row = by_kind["lead-workers-overlap"]
    theirs = [r for r in csv.DictReader(lines(dirty / "lead_workers.csv")) if r["child"] == fault["child"]]
    assert any(one["from"] < row["from"] < one["to"] for one in theirs)
    fault, row = by_kind["price-of-no-placement"]
    prices = [r for r in csv.DictReader(lines(dirty / "placement_costs.csv")) if r["child"] == fault["child"]]
    assert row["from"] > max(one["to"] for one in prices if one != row)


def test_faults_of_whole_files(dirty, faults, folder):
    path = {fault["kind"]: fault["file"] for fault in faults}
    assert len({path[kind] for kind in WHOLE}) == len(WHOLE)
    assert b";" in (dirty / path["semicolons"]).read_bytes()
    assert b"," not in (dirty / path["semicolons"]).read_bytes()
    assert (dirty / path["other-encoding"]).read_bytes()[:2] in {b"\xff\xfe", b"\xfe\xff"}
    cut = (dirty / path["truncated"]).read_text(encoding="utf-8")
    assert not cut.endswith("\n")
    assert cut == (folder / path["truncated"]).read_text(encoding="utf-8")[: len(cut)]
    assert cut.rsplit("\n", 1)[1].count(",") < 3 or len(cut.rsplit(",", 1)[1]) < 3
    copy = lines(dirty / path["written-twice"])
    assert sorted(copy) == sorted(lines(dirty / path["written-twice"].replace(" (copy)", "")))
    assert "<!ENTITY" in (dirty / path["xml-entity"]).read_text(encoding="utf-8")
    assert "NUMBER_OF_ADOPTERS" in lines(dirty / path["column-renamed"])[0]
    assert "PREV_PERM" not in lines(dirty / path["column-missing"])[0]
    assert lines(dirty / path["column-extra"])[0].endswith(",TEAM")
    blank = next(fault for fault in faults if fault["kind"] == "blank-row")
    assert set(lines(dirty / blank["file"])[blank["row"] - 1]) == {","}


def test_nothing_was_touched_but_the_rows_of_children_with_a_fault(dirty, faults, folder):
    whole = {fault["file"] for fault in faults if fault["kind"] in WHOLE}
    children = {fault["child"] for fault in faults} - {""}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if not path.is_file() or name in whole | {"truth.json"}:
            continue
        before, after = Counter(lines(path)), Counter(lines(dirty / name))
        for line in (before - after) + (after - before):
            child = CHILD.search(line)[1] if name.endswith(".xml") else line.split(",")[0]
            assert child in children or not line.strip(","), (name, line)
    new = {p.relative_to(dirty).as_posix() for p in dirty.rglob("*") if p.is_file()}
    assert new - {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} <= whole
