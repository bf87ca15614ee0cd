"""The words beside a curve, on its page and in the form that changes them."""

import pytest
from tests.support.fake_answers import FakeDesk, noted


def test_a_curve_shows_its_note_with_who_wrote_it_and_what_it_said_before(ask):
    page = ask("/curves/care_rate/").content.decode()
    assert "Three short &lt;b&gt;stays&lt;/b&gt; ended in March." in page
    assert "Written by Sam Example, 2 April 2026, 15:30" in page
    assert "Two short stays." in page
    assert 'href="/curves/care_rate/note"' in page


def test_a_note_that_nobody_changed_meanwhile_is_saved(ask):
    answer = ask("/curves/care_rate/note", method="post", text="Mine", seen="2", place="Harbour")
    assert (answer.status_code, answer["Location"]) == (302, "/curves/care_rate/?place=Harbour#notes")


@pytest.mark.parametrize("seen", ["1", "", "x"])
def test_the_second_writer_sees_the_first_ones_words_and_chooses(ask, seen):
    answer = ask("/curves/care_rate/note", method="post", text="My own words", seen=seen)
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Sam Example wrote here while you were writing" in page
    assert "Three short &lt;b&gt;stays&lt;/b&gt;" in page
    assert ">My own words</textarea>" in page
    # Whichever is chosen is written over what has now been seen.
    assert '<input type="hidden" name="seen" value="2">' in page
    assert 'value="together">Save their words, then mine' in page
    assert 'value="mine">Save my words in place of theirs' in page
    assert "Keep theirs, and leave mine" in page


@pytest.mark.parametrize(
    ("choose", "written"),
    [("together", "Their words\n\nMine, changed since"), ("mine", "Mine, changed since"), ("", "Mine, changed since")],
)
def test_what_is_saved_is_what_stands_in_the_box_when_its_writer_chooses(ask, monkeypatch, choose, written):
    sent = {"seen": "2", "text": "Mine, changed since", "theirs": "Their words", "choose": choose}
    kept = []
    monkeypatch.setattr(FakeDesk, "write_note", lambda _, text, **__: kept.append(text) or noted(text, version=3))
    assert ask("/curves/care_rate/note", method="post", **sent).status_code == 302
    assert kept == [written]


def test_what_cannot_be_saved_is_kept_in_the_form(ask):
    answer = ask("/curves/care_rate/note", method="post", text="too long", seen="2")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "The note has 5000 letters" in page
    assert ">too long</textarea>" in page


def test_there_is_no_note_beside_what_is_no_measure(ask):
    assert ask("/curves/nothing/note").status_code in (404, 409)
