"""Notifications: the number at the top of every page, the list, and marking it seen."""

from tests.support.fake_answers import FakeDesk
from tests.web.test_pages import text

from turncurve.desk.notifying import EverythingTold
from turncurve.web.help.for_pages import HELP_FOR
from turncurve.web.help.reading import docs_folder, found_in


def test_the_number_of_new_ones_is_in_the_navigation_and_is_said(ask):
    shown = text(ask("/"))
    assert '(2<span class="govuk-visually-hidden"> new</span>)' in shown
    assert "app-count" not in text(ask("/", desk=FakeDesk(unseen=0)))


def test_they_are_listed_with_their_links_and_what_is_new_is_said(ask):
    shown = text(ask("/notifications/"))
    assert "2 are new." in shown
    assert 'href="/curves/care_rate/?place=Harbour#notes">Somebody wrote after you' in shown
    assert "Something happened on a page that you may no longer open.</p>" in shown
    assert 'href="/checks/">New returns were loaded' in shown
    assert shown.count(">New</strong>") == 2
    assert "2 April 2026, 15:30" in shown
    assert 'name="until" value="2026-04-02T14:30:00+00:00"' in shown


def test_all_are_marked_seen_and_the_page_shown_again(ask, monkeypatch):
    marked = []
    monkeypatch.setattr(FakeDesk, "mark_notifications_seen", lambda _, *, now, until: marked.append(until))
    answer = ask("/notifications/", method="post", until="2026-04-02T14:30:00+00:00")
    assert (answer.status_code, answer["Location"]) == (302, "/notifications/")
    assert marked == ["2026-04-02T14:30:00+00:00"]


def test_nothing_new_has_no_button_and_nothing_at_all_says_what_one_is_told_of(ask, monkeypatch):
    assert "Mark all as seen" not in text(ask("/notifications/", desk=FakeDesk(unseen=0)))
    monkeypatch.setattr(FakeDesk, "notifications", lambda _: EverythingTold(told=(), unseen=0))
    shown = text(ask("/notifications/", desk=FakeDesk(unseen=0)))
    assert "There is nothing to tell you." in shown
    assert "when somebody writes after you beside a curve" in shown


def test_what_cannot_be_marked_says_what_to_do(ask):
    answer = ask("/notifications/", method="post", until="")
    assert answer.status_code == 409
    assert "Load the page again." in text(answer)


def test_a_page_about_a_fault_is_shown_though_notifications_cannot_be_counted(ask, monkeypatch):
    from django.db import OperationalError

    def fails(_):
        raise OperationalError("no such table")

    monkeypatch.setattr(FakeDesk, "notifications_unseen", fails)
    assert ask("/nowhere").status_code == 404
    assert ask("/", desk=FakeDesk(faulty=True)).status_code == 500


def test_a_refused_host_is_not_told_how_many_there_are(ask):
    assert "app-count" not in text(ask("/", host="evil.example"))


def test_help_belongs_to_pages_that_are_there_and_leads_to_sections_that_are_there():
    from django.urls import get_resolver
    from tests.security.test_walk import names_in

    assert set(HELP_FOR) <= set(names_in(get_resolver().url_patterns))
    for name, help_page in HELP_FOR.items():
        path, _, part = help_page.partition("#")
        manual = found_in(docs_folder(), path)
        assert manual is not None, name
        assert not part or f' id="{part}"' in manual.html, name


def test_a_page_links_to_its_own_help_and_so_does_what_went_wrong_there(ask):
    assert '<a class="govuk-link" href="/help/explanation/verdicts">Help with this page</a>' in text(
        ask("/curves/care_rate/")
    )
    assert 'href="/help/explanation/verdicts">read the help</a>' in text(ask("/curves/nope/"))
    assert 'href="/help/">read the help</a>' in text(ask("/nowhere"))
    assert "Help with this page" not in text(ask("/help/"))
