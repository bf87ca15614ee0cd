"""Every code list, in the years the schemas and guides give it, against the published schemas themselves."""

import xml.etree.ElementTree as ET

import pytest
import yaml
from tests.support.shared import SHARED, needs_shared

from turncurve.definitions.code_lists import code_lists
from turncurve.returns.ssda903.modules import MODULES

SCHEMAS = SHARED / "data" / "samples"
DISAGREE = {
    # The guide's rules and the regional schema differ on the last year of these; the later year is used.
    ("PLACE", 2025): {"H5", "P2"}, ("PLACE", 2026): {"Z1"},
}  # fmt: skip
# Never suitable: the schema lists S1 and X1, the guide has S2 and X2 only. E42 had gone by 2017.
NOT_OURS = {"S1", "X1"}
OF_THE_XSD = {
    "referralsourcetype": "ReferralSource", "categoryofabusetype": "CategoryOfAbuse", "primaryneedcodetype": "PrimaryNeedCode",
    "reasonforclosuretype": "ReasonForClosure", "assessmentfactorstype": "AssessmentFactors", "disabilitytype": "Disability",
    "ethnicitytype": "Ethnicity", "gendertype": "GenderCurrent", "sextype": "Sex", "unknownupntype": "UPNunknown",
}  # fmt: skip


def valid(return_name, codes, year):
    return {code for code, means in code_lists(return_name)[codes].items() if means.valid_in(year)}


def published_903(year):
    """The codes of each column in a year, from the schema of 2017 and each year's changes."""
    folder = SCHEMAS / "ssda903" / "schema"
    columns = yaml.safe_load((folder / "SSDA903_schema_2017.yml").read_text())["column_map"]
    found = {name: {one["code"] for one in of["category"]} for module in columns.values() for name, of in module.items() if "category" in of}  # fmt: skip
    for path in sorted(folder.glob("*.diff.yml")):
        if int(path.name[15:19]) <= year:
            for name, change in yaml.safe_load(path.read_text()).items():
                if name.endswith(".category"):
                    found[name.split(".")[2]] = {one["code"] for one in change["value"]}
                else:
                    found |= {column: {one["code"] for one in of["category"]} for column, of in change["value"].items() if "category" in of}  # fmt: skip
    return found


@needs_shared
@pytest.mark.parametrize("year", range(2017, 2027))
def test_ssda903_lists_are_those_of_the_published_schemas(year):
    compared = 0
    for name, codes in published_903(year).items():
        if name in code_lists("ssda903"):
            ours = valid("ssda903", name, year)
            assert ours ^ codes <= DISAGREE.get((name, year), set()) | (NOT_OURS if name == "ACCOM" else set()), name
            compared += 1
    assert compared >= 16


@needs_shared
@pytest.mark.parametrize("year", [2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026])
def test_cin_lists_are_those_of_the_published_schemas(year):
    compared = 0
    for one in ET.parse(SCHEMAS / "cin" / "xsd" / f"CIN_schema_{year}.xsd").iter(
        "{http://www.w3.org/2001/XMLSchema}simpleType"
    ):
        if one.get("name") in OF_THE_XSD:
            codes = {each.get("value") for each in one.iter("{http://www.w3.org/2001/XMLSchema}enumeration")}
            # 18A and 19A stay in the schema and are queried from 2024/25.
            queried = {"18A", "19A"} if year >= 2025 else set()
            assert codes - valid("cin_census", OF_THE_XSD[one.get("name")], year) == (
                queried if "18A" in codes else set()
            )
            assert valid("cin_census", OF_THE_XSD[one.get("name")], year) <= codes
            compared += 1
    assert compared == 9


def test_every_column_of_codes_has_a_list_and_every_list_a_column():
    columns = {field.codes for module in MODULES for field in module.fields if field.holds in ("code", "upn")}
    assert columns == set(code_lists("ssda903"))


@pytest.mark.parametrize(
    ("codes", "code", "first", "last"),
    [("SEX", "1", None, 2024), ("SEX", "M", 2025, None), ("PLACE", "K3", 2025, None), ("PLACE", "H5", None, 2025), ("PLACE", "Z1", None, 2025), ("PLACE", "Z12", 2026, None), ("REC", "E43", None, 2018), ("REC", "E45", 2019, None), ("ACTIV", "F3", None, 2021), ("ACTIV", "F4", 2022, None), ("SW_REASON", "MANAGE", 2024, None)],
)  # fmt: skip
def test_codes_that_changed(codes, code, first, last):
    found = code_lists("ssda903")[codes][code]
    assert (found.first, found.last) == (first, last)
