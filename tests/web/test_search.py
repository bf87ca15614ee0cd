"""The search box on every page, and what its page says: found, nothing found, nothing asked, too much asked."""

import logging

import pytest
from tests.support.fake_answers import FakeDesk
from tests.web.test_pages import PAGES, WRONG, text

from turncurve.web.headers import PlacesOnly


@pytest.mark.parametrize("path", [*PAGES, *WRONG])
def test_every_page_has_the_search_box(ask, path):
    shown = text(ask(path))
    assert shown.count('role="search"') == 1
    assert 'action="/search/"' in shown


def test_the_page_of_a_search_has_one_box_with_what_was_asked_in_it(ask):
    shown = text(ask("/search/", q="  foster "))
    assert shown.count('role="search"') == 1
    assert 'value="foster"' in shown
    assert "2 found for “foster”" in shown
    assert (
        '<a class="govuk-link" href="/curves/foster_placements/">Children in care who live with foster carers' in shown
    )


def test_what_was_asked_is_not_in_the_title_that_a_browser_keeps(ask):
    assert "<title>Search - Wexmouth (invented) - Turncurve</title>" in text(ask("/search/", q="Quillfeather"))


def test_nothing_found_says_what_to_try(ask):
    shown = text(ask("/search/", q="zebra"))
    assert "Nothing was found for “zebra”" in shown
    assert 'href="/curves/"' in shown
    assert 'href="/help/reference/glossary"' in shown


def test_nothing_asked_says_what_can_be_found_and_that_no_child_can(ask):
    for answer in (ask("/search/"), ask("/search/", q="   ")):
        shown = text(answer)
        assert answer.status_code == 200
        assert "Finds measures, localities" in shown
        assert "No child or family can be found here" in shown
        assert "Nothing was found" not in shown


def test_too_much_asked_is_refused_and_kept_in_the_box(ask):
    answer = ask("/search/", q="long" * 100)
    assert answer.status_code == 400
    assert "may have 200 letters" in text(answer)
    assert "long" * 100 in text(answer)
    assert "<title>Error: Search" in text(answer)


@pytest.mark.parametrize("asked", ["<script>alert(1)</script>", "' OR 1=1 --", "\u202egpj", "%", "{{ 7 }}", "\\"])
def test_odd_characters_are_text(ask, asked):
    answer = ask("/search/", q=asked)
    assert answer.status_code == 200
    assert "<script>" not in text(answer)


def test_there_are_more_than_are_shown(ask):
    assert "more. Add a word to see fewer." in text(ask("/search/", q="children"))


def test_a_fault_in_a_search_logs_no_word_of_it(ask, caplog, monkeypatch):
    def fails(*_, **__):
        raise RuntimeError("Quillfeather")

    monkeypatch.setattr(FakeDesk, "search", fails)
    answer = ask("/search/", q="Quillfeather")
    assert answer.status_code == 500
    [handler] = [one for one in logging.getLogger("django").handlers if isinstance(one.formatter, PlacesOnly)]
    logged = " ".join(handler.format(one) for one in caplog.records if one.name == "django.request")
    assert "RuntimeError" in logged
    assert "Quillfeather" not in logged + text(answer)


def test_a_search_is_only_read(ask):
    assert ask("/search/", method="post", q="care").status_code == 405
