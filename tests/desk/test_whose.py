"""A census of another authority is read, and never without a word."""

import pytest
from tests.support.arrived import arrived

from turncurve.definitions.obsessions import read_obsessions
from turncurve.desk.answers import Council
from turncurve.desk.whose import with_those_of_others
from turncurve.returns import cin_census
from turncurve.words.problems import Problem

CENSUS = """<Message><Header><CollectionDetails><Collection>CIN</Collection><ReferenceDate>2024-03-31</ReferenceDate>
</CollectionDetails><Source><LEA>{lea}</LEA></Source></Header><Children><Child><ChildIdentifiers>
<LAchildID>A1</LAchildID><PersonBirthDate>2015-05-05</PersonBirthDate></ChildIdentifiers></Child></Children></Message>"""
DORSET = Council(name="Dorset", dfe_code="838", ons_code="E06000059", invented=False)


def rules(lea):
    read = cin_census.read([arrived("cin.xml", CENSUS.format(lea=lea))], progress=lambda _: None)
    found = with_those_of_others(read, council=DORSET).problems
    return [(one.rule, one.found) for one in found if one.rule == "of-another-authority"]


def test_a_census_of_another_authority_is_said():
    assert rules("808") == [("of-another-authority", "808 (Stockton-on-Tees)")]


@pytest.mark.parametrize("lea", ["838", "835", "", "not a code"])
def test_our_own_and_that_of_the_county_we_were_made_of_are_not(lea):
    assert rules(lea) == []


def test_what_is_wrong_with_a_declaration_is_said_in_plain_words():
    with pytest.raises(Problem) as wrong:
        _ = read_obsessions(
            "- {measure: re_referrals, turning_date: soon, declared_on: 2026-01-01, by: x, good_is: down}"
        )
    assert wrong.value.what == (
        "obsessions.yaml cannot be used: entry 1, turning_date: is not a date such as 2026-03-31; entry 1, why: is "
        "missing; entry 1, good_is: must be lower or higher"
    )
