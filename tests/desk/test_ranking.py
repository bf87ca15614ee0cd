"""Plain entries and a query: what is found, in which order, and what is not taken for what."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from turncurve.desk.links import Link
from turncurve.desk.ranking import Entry, found, indexed, words_of


def entry(title, *, kind="help", **more):
    return Entry(kind=kind, title=title, link=Link(page="help"), **more)


INDEX = indexed(
    [
        entry("Children in care who live with foster carers"),
        entry("Children in care, without unaccompanied children", also="looked after row 1"),
        entry("Referrals to children's social care", text="The 45 days begin on the day after."),
        entry("How to declare a turning date", text="adopted on a day"),
        entry("Fiancée and naïve", kind="account"),
        entry("Rule 501", also="501"),
    ]
)
EVERY = ("help", "account")


def titles(asked, kinds=EVERY):
    return [one.title for _, one in found(INDEX, asked, kinds=kinds)]


@pytest.mark.parametrize(
    ("asked", "first"),
    [
        ("looked after", "Children in care, without unaccompanied children"),
        ("unacompanied", "Children in care, without unaccompanied children"),
        ("refferal", "Referrals to children's social care"),
        ("TURNING   date!", "How to declare a turning date"),
        ("turn", "How to declare a turning date"),
        ("fiancee", "Fiancée and naïve"),
        ("children’s", "Referrals to children's social care"),
        ("501", "Rule 501"),
        ("the turning of a date", "How to declare a turning date"),
    ],
)
def test_spelling_endings_and_capitals_are_forgiven(asked, first):
    assert titles(asked)[0] == first


def test_every_word_must_match_and_else_half_of_them():
    assert titles("foster children") == ["Children in care who live with foster carers"]
    assert titles("foster zebra") == ["Children in care who live with foster carers"]
    assert titles("foster zebra quagga") == []


def test_a_title_that_begins_with_the_words_comes_before_one_that_holds_them():
    index = indexed([entry("Back in care"), entry("Care at home"), entry("Care")])
    assert [one.title for _, one in found(index, "care", kinds=EVERY)] == ["Care", "Care at home", "Back in care"]


def test_a_number_is_itself_or_nothing():
    assert titles("50") == titles("5011") == titles("502") == []
    # And whoever asks for a number beside a word is not given what has the word alone.
    assert titles("children 1234567") == []
    assert titles("days 45") == ["Referrals to children's social care"]


def test_another_kind_is_not_found():
    assert titles("fiancee", kinds=("help",)) == []


@pytest.mark.parametrize("asked", ["", " ", "!!!", "’", "\u202e", "*", "%' OR 7=7", "(", "a" * 10_000, "x " * 5_000])
def test_odd_queries_find_nothing_and_are_no_fault(asked):
    assert titles(asked) == []


def test_words_that_say_nothing_are_sought_where_there_are_no_others():
    index = indexed([entry("Who we are"), entry("Children")])
    assert [one.title for _, one in found(index, "who are we", kinds=EVERY)] == ["Who we are"]


def alike_plainly(asked, title):
    """Whether each word asked for stands in the title as it is."""
    return set(words_of(asked)) <= set(words_of(title))


@given(st.lists(st.sampled_from(["care", "home", "plan", "12", "fost"]), min_size=1, max_size=4), st.data())
def test_a_title_that_holds_every_word_is_always_found(words, data):
    kept = [entry(" ".join(data.draw(st.permutations([*words, "zebra"])))), entry("okapi"), entry("quagga")]
    index = indexed(data.draw(st.permutations(kept)))
    asked = " ".join(data.draw(st.permutations(words)))
    seen = [one.title for _, one in found(index, asked, kinds=EVERY)]
    assert seen == [one.title for one in kept if alike_plainly(asked, one.title)]


@given(st.text(max_size=60))
def test_no_text_is_a_fault_and_no_score_is_less_than_the_next(asked):
    scores = [score for score, _ in found(INDEX, asked, kinds=EVERY)]
    assert scores == sorted(scores, reverse=True)
