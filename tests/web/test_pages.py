"""What each page says, and with which status and headers it says it."""

import logging
import re

import pytest
from django.utils.html import escape
from tests.support.fake_answers import PLACES, REAL, FakeDesk

from turncurve.definitions.measures import measures
from turncurve.web.headers import PlacesOnly

PAGES = (
    "/",
    "/curves/re_referrals/",
    "/curves/care_rate/?split=unaccompanied",
    "/curves/care_rate/?place=Harbour",
    "/curves/",
    "/curves/?place=Harbour",
    "/checks/",
    "/help/",
    "/help/loading",
    "/search/",
    "/search/?q=care",
    "/notifications/",
    "/about/",
    "/accessibility/",
)
WRONG = ("/nowhere", "/curves/nope/", "/help/nope", "/?place=Nowhere")


def text(response):
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("path", PAGES)
def test_every_page_can_be_shown(ask, path):
    assert ask(path).status_code == 200


@pytest.mark.parametrize("path", [*PAGES, *WRONG])
def test_every_page_says_that_an_invented_council_is_invented(ask, path):
    shown = text(ask(path))
    assert "Invented council." in shown
    assert "(invented)" in re.search("<title>(.*?)</title>", shown)[1]


@pytest.mark.parametrize("path", PAGES)
def test_no_page_of_a_real_council_says_that_it_is_invented(ask, path):
    assert "nvented" not in text(ask(path, desk=FakeDesk(whose=REAL)))


@pytest.mark.parametrize("path", [*PAGES, *WRONG, "/curves/care_rate/chart.svg", "/paper.pdf"])
def test_every_answer_is_guarded(ask, path):
    headers = ask(path).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert {policy[name] for name in ("script-src", "style-src", "img-src", "form-action", "connect-src")} == {"'self'"}
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == headers["Cross-Origin-Opener-Policy"] == "same-origin"


@pytest.mark.parametrize("path", [*PAGES, *WRONG])
def test_a_page_has_one_question_a_title_a_skip_link_and_no_inline_style_or_script(ask, path):
    shown = text(ask(path))
    assert len(re.findall("<h1[ >]", shown)) == 1
    assert '<html lang="en-GB"' in shown
    assert re.search(r"<title>[^<]+ - Wexmouth \(invented\) - Turncurve</title>", shown)
    assert 'href="#main-content" class="govuk-skip-link"' in shown
    assert not re.search(r"<script|<style| style=| on[a-z]+=", shown)
    assert "All processing happens on this computer." in shown


@pytest.mark.parametrize("path", [*PAGES, *WRONG])
def test_nothing_is_fetched_from_outside(ask, path):
    shown = text(ask(path))
    fetched = re.findall(r'(?:src|srcset|action)="([^"]*)"', shown) + re.findall(r'<link[^>]* href="([^"]*)"', shown)
    assert fetched
    assert [one for one in fetched if not one.startswith("/") or one.startswith("//")] == []
    # A link in the manual may lead outside; it says so, and opens only when a person follows it.
    outside = re.findall(r'<a [^>]*href="[a-z]+:[^>]*>', shown)
    assert [one for one in outside if 'rel="external noreferrer"' not in one] == []


def test_the_scorecard_answers_first_then_shows_each_curve_with_its_number_verdict_and_balance(ask):
    shown = text(ask("/"))
    assert shown.index("Of 6 curves with a turning date") < shown.index('class="app-card"')
    assert shown.count('class="app-card"') == 9
    assert 'href="/curves/re_referrals/"' in shown
    assert "width=small" in shown
    assert re.search(r'alt="Invented figures\. Children referred again', shown)
    assert "Are children safe meanwhile?" in shown
    assert "about one would be said to have turned by chance" in shown
    assert "Load the SSDA903 returns to see it." in shown


def test_all_curves_lists_every_measure_once_in_its_group(ask):
    shown = text(ask("/curves/"))
    titles = [one.title for one in measures().values()]
    assert len(re.findall(r'<th scope="row"', shown)) + len(re.findall("<dt ", shown)) == len(titles)
    assert [title for title in titles if escape(title) not in shown] == []
    assert re.findall(r"<h2[^>]*>([^<]+)</h2>", shown)[:4] == [
        "Help and protection",
        "In care",
        "Leaving care, and afterwards",
        "The people who help",
    ]
    assert "mean of 400" in shown
    assert "Load the SSDA903 returns to see it." in shown
    assert 'aria-current="true"><strong class="govuk-service-navigation__active-fallback">All curves' in shown


def test_all_curves_of_a_place_keep_the_place_in_every_link(ask):
    assert 'href="/curves/need_rate/?place=Harbour"' in text(ask("/curves/", place="Harbour"))


def test_the_scorecard_of_a_place_keeps_the_place_in_every_link(ask):
    shown = text(ask("/", place="Harbour"))
    assert 'href="/curves/care_rate/?place=Harbour"' in shown
    assert '<option value="Harbour" selected>' in shown
    assert "chart.svg?width=small&amp;place=Harbour" in shown


def test_a_curve_asks_its_question_and_offers_unaccompanied_children_in_one_click(ask):
    shown = text(ask("/curves/care_rate/"))
    assert f">{measures()['care_rate'].question}</h1>" in shown
    assert 'href="/curves/care_rate/?split=unaccompanied"' in shown
    assert "Unaccompanied children, and all others" in shown
    split = text(ask("/curves/care_rate/", split="unaccompanied"))
    assert "split_value=unaccompanied" in split
    assert "All other children" in split
    assert "Unaccompanied children, and all others" not in text(ask("/curves/re_referrals/"))


def test_a_curve_has_its_table_with_a_hidden_figure_as_a_letter_and_never_as_nought(ask):
    shown = text(ask("/curves/re_referrals/"))
    hidden = re.search(r'<tr class="govuk-table__row"><th[^>]*>January to March 2019</th>(.*?)</tr>', shown)[1]
    assert re.findall(r"<td[^>]*>(.*?)</td>", hidden)[:3] == ["c", "–", "–"]
    assert "Hidden, because the number is small" in hidden


def test_a_curve_marks_what_was_declared_after_its_figures_were_known(ask):
    assert "Looked back" in text(ask("/curves/re_referrals/"))


def test_a_download_is_for_the_board_unless_a_person_chooses_otherwise(ask):
    answer = ask("/curves/care_rate/download", form="csv", split="unaccompanied")
    assert answer.content == b"care_rate,unaccompanied,board"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="care_rate.csv"'
    assert ask("/curves/care_rate/download", form="svg", policy="public").content.endswith(b",public")
    shown = text(ask("/curves/care_rate/"))
    assert re.search(r'value="board"[^>]* checked', shown)


def test_the_checks_account_for_every_row_and_show_the_first_fifty_of_a_rule(ask):
    shown = text(ask("/checks/"))
    assert "1,200 rows arrived in 2 files: 1,170 used and 30 set aside. 4 things to put right. First: an ep" in shown
    assert shown.count(">X9<") == 50
    assert "The first 50 of 60 places." in shown
    assert "An episode given twice was kept once" in shown
    assert "Whole file" in shown


def test_the_checks_say_what_to_fix_first_what_was_not_checked_and_how_good_the_data_are(ask):
    shown = text(ask("/checks/"))
    assert "The first 50 of 70 places." in shown
    assert "This is the Department’s rule 501." in shown
    assert f"{len(measures())} curves" in shown
    assert "1 of 2 checks ran: 1 found something and 0 nothing. 1 could not run for some or all years." in shown
    assert "The header of the SSDA903 return did not arrive." in shown
    assert "SSDA903: poor in completeness (2025); consistency (2025). Timeliness of 2025 will be known" in shown
    assert "93.0% (poor)" in shown
    assert "Not known yet" in shown
    assert "csc-validator-be-903" in shown


def test_what_to_put_right_can_be_downloaded(ask):
    answer = ask("/checks/download")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="what-to-put-right.csv"'
    assert answer.content == b"file,row"


def test_a_curve_whose_data_are_poor_says_so(ask):
    assert "Read this curve with care: what it rests on was recorded late in 2021." in text(ask("/curves/care_rate/"))


@pytest.mark.parametrize(
    "path", ["/", "/curves/", "/curves/care_rate/", "/checks/", "/paper.docx", "/curves/care_rate/chart.svg"]
)
def test_an_empty_workspace_says_what_is_missing_and_what_to_do(ask, path):
    answer = ask(path, desk=FakeDesk(nothing_loaded=True))
    assert answer.status_code == 409
    assert "Nothing has been loaded for Wexmouth yet." in text(answer)
    assert "Load returns: turncurve load FILES" in text(answer)


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/nowhere", 404, "There is no page at this address."),
        ("/curves/nope/", 404, "There is no measure called &#x27;nope&#x27;."),
        ("/curves/care_rate/?split=colour", 409, "is not split by"),
        ("/curves/care_rate/download?form=xls", 409, "cannot be written as"),
        ("/curves/care_rate/chart.svg?width=huge", 409, "no chart of width"),
        ("/?place=Nowhere", 409, PLACES[0]),
    ],
)
def test_what_cannot_be_shown_is_said_plainly(ask, path, status, says):
    answer = ask(path)
    assert answer.status_code == status
    assert says in text(answer)
    assert "What to do" in text(answer)


def test_what_a_person_wrote_in_an_address_is_never_taken_for_html(ask):
    answer = ask("/curves/%3Cscript%3Ealert(1)%3C/script%3E/")
    assert b"<script>" not in answer.content
    assert b"<script>" not in ask("/", place="<script>alert(1)</script>").content


def test_pages_are_only_read(ask):
    assert ask("/", method="post").status_code == 405


def test_a_fault_names_no_child_on_the_page_or_in_the_log(ask, caplog):
    answer = ask("/", desk=FakeDesk(faulty=True))
    assert answer.status_code == 500
    assert "The fault is in Turncurve" in text(answer)
    [handler] = [one for one in logging.getLogger("django").handlers if isinstance(one.formatter, PlacesOnly)]
    [record] = [one for one in caplog.records if one.name == "django.request"]
    logged = handler.format(record)
    assert "RuntimeError" in logged
    assert "fake_answers.py" in logged
    assert "AMY" not in logged + text(answer)
    assert "2011" not in logged
