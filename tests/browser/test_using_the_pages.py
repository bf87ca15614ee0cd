"""What a person does with the pages: by keyboard alone, on paper, in their own colours, without JavaScript."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader
from tests.browser.conftest import PHONE

FOCUSED = "document.activeElement.innerText || document.activeElement.value || ''"
SEEN = """() => { const s = getComputedStyle(document.activeElement);
  const r = document.activeElement.getBoundingClientRect();
  return (s.outlineStyle !== 'none' || s.boxShadow !== 'none') && r.width > 1 && r.height > 1; }"""


def tab_to(page, name, *, at_most=80):
    """Press Tab until the focus is on what has that name; the focus must be seen at every stop."""
    for _ in range(at_most):
        page.keyboard.press("Tab")
        assert page.evaluate(SEEN), f"the focus cannot be seen on {page.evaluate('document.activeElement.outerHTML')}"
        if page.evaluate(FOCUSED).strip() == name:
            return
    pytest.fail(f"{at_most} presses of Tab did not reach {name!r}")


def test_a_keyboard_reaches_a_curve_its_split_and_its_csv(opened, real):
    page = opened(real + "/")
    tab_to(page, "Skip to main content", at_most=1)
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main-content"
    tab_to(page, "Children in care, without unaccompanied children", at_most=10)
    page.keyboard.press("Enter")
    page.wait_for_url("**/curves/care_rate/")
    tab_to(page, "Skip to main content", at_most=1)
    page.keyboard.press("Enter")
    tab_to(page, "Unaccompanied children, and all others", at_most=10)
    page.keyboard.press("Enter")
    page.wait_for_url("**/curves/care_rate/?split=unaccompanied")
    tab_to(page, "Download CSV")
    with page.expect_download() as waiting:
        page.keyboard.press("Enter")
    text = Path(waiting.value.path()).read_text(encoding="utf-8-sig")
    assert waiting.value.suggested_filename.endswith(".csv")
    assert "unaccompanied" in text
    assert "board" in text


def test_a_head_of_service_takes_the_figures_for_the_public_as_a_picture(opened, real):
    page = opened(real + "/curves/re_referrals/")
    page.get_by_label("Public").check()
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Download PNG").click()
    assert Path(waiting.value.path()).read_bytes().startswith(b"\x89PNG")
    assert "public" in waiting.value.suggested_filename


def test_the_pages_work_without_javascript(opened, real):
    page = opened(real + "/", java_script_enabled=False)
    page.get_by_role("link", name="Children referred again within 12 months").first.click()
    expect(page).to_have_title(re.compile("^Children referred again within 12 months - "))
    page.get_by_role("link", name="By year").click()
    page.wait_for_url("**/curves/re_referrals/?every=year")


@pytest.mark.parametrize(("path", "at_most"), [("/", 6), ("/curves/re_referrals/", 6), ("/checks/", 8)])
def test_a_page_prints_on_a_few_sheets_of_a4_and_says_that_it_is_invented(opened, real, path, at_most):
    printed = PdfReader(BytesIO(opened(real + path).pdf(prefer_css_page_size=True)))
    assert len(printed.pages) <= at_most
    assert [round(side) for side in printed.pages[0].mediabox[2:]] == [595, 842]
    assert "Invented council." in printed.pages[0].extract_text()


def test_in_forced_colours_a_verdict_keeps_its_edge(opened, real):
    page = opened(real + "/", forced_colors="active")
    edges = page.locator(".app-tag").evaluate_all(
        "all => all.map(one => parseFloat(getComputedStyle(one).borderWidth))"
    )
    assert edges
    assert min(edges) >= 2
    assert len(page.screenshot()) > 10_000


def test_nothing_moves_for_those_who_asked_for_stillness(opened, real):
    page = opened(real + "/", reduced_motion="reduce")
    page.locator(".app-card a").first.hover()
    assert page.evaluate("document.getAnimations().length") == 0


def test_at_four_times_the_size_the_answer_still_comes_first(opened, real):
    # A window of 1280 pixels at 400% shows what one of 320 pixels does.
    page = opened(real + "/curves/re_referrals/", viewport=PHONE)
    tops = page.evaluate("['h1', '.app-verdict', '.app-figure'].map(q => document.querySelector(q).offsetTop)")
    assert tops == sorted(tops)
