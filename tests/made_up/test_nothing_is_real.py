"""No code, name, postcode or pupil number that is written belongs to a real place or could be a real child's."""

import gzip
import re

import fastexcel
import pytest
from tests.made_up.conftest import YEARS
from tests.support.shared import SHARED, needs_shared

from turncurve.made_up.council import (
    COUNCIL,
    DFE_CODE,
    LOCALITIES,
    NEIGHBOURS,
    ONS_CODE,
    REGION,
    REGION_CODE,
    home_postcode,
)
from turncurve.made_up.people import unique_pupil_number
from turncurve.made_up.profiles import PROFILES

INVENTED_DFE = {DFE_CODE, *(n.dfe_code for n in NEIGHBOURS)}
INVENTED_ONS = {ONS_CODE, REGION_CODE, *(n.ons_code for n in NEIGHBOURS)}
INVENTED_NAMES = {COUNCIL, REGION, *LOCALITIES, *(n.name for n in NEIGHBOURS)}
POSTCODE = re.compile(r"[QVX][A-Z]\d \d[ABD-HJLNP-UW-Z]{2}")
CHECK_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"


def real_text():
    """All that our copies of the official lists of places say, as one text."""
    at = SHARED / "data"
    texts = [path.read_text(encoding="utf-8-sig") for path in sorted((at / "geography").glob("*.csv"))]
    for path in sorted((at / "geography").glob("*.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            texts.append(file.read())
    return "\n".join(texts)


@needs_shared
@pytest.mark.slow
def test_names_and_ons_codes_are_in_no_official_list():
    text = real_text().lower()
    assert "dorset" in text
    for name in INVENTED_NAMES:
        assert name.lower() not in text
    for code in INVENTED_ONS:
        assert code.lower() not in text
    assert "e01999" not in text


@needs_shared
@pytest.mark.slow
def test_authority_numbers_were_never_issued():
    listed = fastexcel.read_excel(SHARED / "data/lait/la_code_list.xlsx").load_sheet(0).to_polars()
    issued = {str(int(number)) for number in listed["LA Number"].to_list() if number is not None}
    lookup = (SHARED / "data/geography/d2i_provider_la_lookup.csv").read_text(encoding="utf-8-sig")
    issued |= {line.split(",")[1] for line in lookup.splitlines()[1:]}
    assert "838" in issued
    assert not issued & INVENTED_DFE
    assert all(re.fullmatch(r"1\d\d", code) for code in INVENTED_DFE)  # real numbers begin at 201


def test_names_and_codes_are_each_used_once():
    assert len(INVENTED_DFE) == len(INVENTED_ONS) - 1 == 11
    assert len(INVENTED_NAMES) == 2 + len(LOCALITIES) + len(NEIGHBOURS)
    most = max(profile.small_areas for profile in PROFILES.values())
    assert len({home_postcode(area) for area in range(most)}) == most == 200


@pytest.mark.slow
def test_postcodes_are_of_areas_that_do_not_exist(ssda903):
    seen = set()
    for year in YEARS:
        for row in ssda903[year]["episodes"]:
            seen |= {row["HOME_POST"], row["PL_POST"]} - {""}
    assert len(seen) > 500
    assert all(POSTCODE.fullmatch(code) for code in seen)


@pytest.mark.slow
def test_pupil_numbers_are_well_formed_and_of_no_real_authority(ssda903, cin):
    belongs = {}
    for year in YEARS:
        for row in ssda903[year]["header"]:
            if row["UPN"][:2] != "UN":
                assert belongs.setdefault(row["UPN"], row["CHILD"]) == row["CHILD"]
        for child in cin[year].iterfind("Children/Child/ChildIdentifiers"):
            if number := child.findtext("UPN"):
                assert belongs.setdefault(number, child.findtext("LAchildID")) == child.findtext("LAchildID")
    assert len(belongs) > 10_000
    for number in belongs:
        assert re.fullmatch(r"[A-HJ-NP-RT-Z]\d{12}", number)
        assert number[1:4] == DFE_CODE
        assert number[0] == CHECK_LETTERS[sum(int(d) * w for d, w in zip(number[1:], range(2, 14), strict=True)) % 23]


def test_the_check_letter_changes_with_any_one_digit():
    assert unique_pupil_number(1, born_year=2010)[0] != unique_pupil_number(2, born_year=2010)[0]


@pytest.mark.slow
def test_no_letters_are_written_but_codes_and_our_own_names(folder):
    """Every word of five letters or more in what is written is a column, a code, an element or from our own list."""
    ours = {name.lower() for name in INVENTED_NAMES} | {"child", "small", "locality", "children", "invented", "england"}
    words = set()
    for name in ("children_places.csv", "small_areas.csv", "published/neighbours.csv"):
        words |= set(re.findall(r"[A-Za-z]{5,}", (folder / name).read_text(encoding="utf-8")))
    assert {word.lower() for word in words} - {"number"} <= ours
    rows = "\n".join(path.read_text(encoding="utf-8").split("\n", 1)[1] for path in folder.glob("ssda903/*/*.csv"))
    codes = {
        "CARPL", "CLOSE", "ALLEG", "STAND", "APPRR", "CREQB", "CREQO", "CHILD", "LAREQ", "PLACE", "OTHER",
        "MANAGE", "FCONTA", "LEFTRL", "ORGRST", "TSPROC", "ABSENC", "OTHERS", "CHCHAN", "PCCHAN",
    }  # fmt: skip
    assert set(re.findall(r"[A-Za-z]{5,}", rows)) <= codes
    texts = re.sub(r"<[^>]*>", " ", "".join(path.read_text(encoding="utf-8") for path in folder.glob("cin/*.xml")))
    assert set(re.findall(r"[A-Za-z]{5,}", texts)) == {"Invented"}
