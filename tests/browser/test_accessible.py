"""Every page in every state: WCAG 2.2 AA by axe, no sideways scrolling at 320 pixels, and pictures that draw."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from tests.browser.conftest import PHONE

from turncurve.definitions.measures import starters

REAL = {
    "scorecard": "/",
    "all curves": "/curves/",
    "a mean": "/curves/workers_per_child/",
    "nobody to count": "/curves/same_lead_into_care/",
    "checks": "/checks/",
    "help": "/help/",
    "about": "/about/",
    "accessibility": "/accessibility/",
    "curve": "/curves/re_referrals/",
    "curve by year": "/curves/care_rate/?every=year",
    "unaccompanied apart": "/curves/care_rate/?split=unaccompanied",
    "by age": "/curves/care_rate/?split=age_band",
    "by place": "/curves/protection_plan_rate/?split=locality",
    "page not found": "/nowhere",
    "no such measure": "/curves/nope/",
    "no such split": "/curves/re_referrals/?split=unaccompanied",
}
FAKE = {
    "problems in what arrived": ("plain", "/checks/"),
    "a figure hidden": ("plain", "/curves/re_referrals/"),
    "nothing loaded": ("nothing", "/"),
    "no curves": ("nothing", "/curves/"),
    "nothing to check": ("nothing", "/checks/"),
    "a fault": ("faulty", "/"),
    "a note to change": ("plain", "/curves/re_referrals/note"),
}
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    # What is right is not listed, which takes longer than looking for what is wrong.
    "resultTypes": ["violations"],
}


def faults(page):
    found = Axe().run(page, options=RULES)
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found.response["violations"]]


def undrawn(page):
    # Pictures come after the page, and a busy machine may need a while to draw ten of them. (The content policy
    # forbids `wait_for_function`, which evaluates a string in the page.)
    for _ in range(150):
        if page.evaluate("[...document.images].every(i => i.complete)"):
            break
        page.wait_for_timeout(200)
    return page.evaluate("[...document.images].filter(i => !i.complete || !i.naturalWidth).map(i => i.src)")


def too_wide(page):
    """What sticks out of the page sideways, leaving out what scrolls in a region of its own."""
    return page.evaluate(
        """() => document.documentElement.scrollWidth <= innerWidth ? [] :
        [...document.body.querySelectorAll('*')].filter(e => !e.closest('.app-scroll, pre')
          && e.getBoundingClientRect().right > innerWidth + 1).map(e => e.outerHTML.slice(0, 90))"""
    )


def check(page):
    assert undrawn(page) == []
    assert faults(page) == []
    page.set_viewport_size(PHONE)
    assert too_wide(page) == []


@pytest.mark.parametrize("state", REAL)
def test_a_page_is_accessible_and_fits_a_phone(opened, real, state):
    check(opened(real + REAL[state]))


@pytest.mark.parametrize("state", FAKE)
def test_an_odd_state_is_accessible_and_fits_a_phone(opened, fakes, state):
    desk, path = FAKE[state]
    check(opened(fakes[desk] + path))


def test_the_page_of_a_place_is_accessible(opened, real):
    page = opened(real + "/")
    place = page.locator("#place option").nth(1).get_attribute("value")
    page.select_option("#place", place)
    page.get_by_role("button", name="Show this place").click()
    assert f"place={place}" in page.url.replace("+", " ")
    assert page.locator(".app-card").count() >= 5
    check(page)


def test_a_refused_name_is_accessible_and_told_nothing(opened, fakes):
    page = opened(fakes["plain"].replace("127.0.0.1", "other.localhost"))
    assert page.locator("h1").inner_text() == "This request was refused"
    assert "Wexmouth" not in page.content()
    assert faults(page) == []


def test_the_narrow_chart_is_drawn_on_a_phone_and_the_wide_one_on_a_desk(opened, real):
    address = real + "/curves/re_referrals/"
    drawn = "document.querySelector('.app-figure img').currentSrc"
    assert "width=wide" in opened(address).evaluate(drawn)
    phone = opened(address, viewport=PHONE)
    assert "width=narrow" in phone.evaluate(drawn)
    assert undrawn(phone) == []


def test_every_measure_has_a_card_with_a_sentence_for_its_chart(opened, real):
    page = opened(real + "/")
    assert page.locator(".app-card h3").all_inner_texts() == [one.title for one in starters()]
    said = page.locator(".app-card__chart").evaluate_all("all => all.map(one => one.alt)")
    assert all(len(one) > 40 for one in said)
    assert len(set(said)) == len(said)


def test_two_writers_words_to_choose_from_are_accessible_and_the_keyboard_alone_will_do(opened, fakes):
    page = opened(fakes["plain"] + "/curves/re_referrals/note")
    page.locator("[name=seen]").evaluate("field => field.value = '1'")
    page.locator("#text").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("Two of mine")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert "wrote here while you were writing" in page.get_by_role("alert").inner_text()
    assert page.locator("#text").input_value() == "Two of mine"
    check(page)


def test_a_file_that_names_children_without_a_reason_is_refused_accessibly(opened, fakes):
    page = opened(fakes["plain"] + "/checks/")
    page.get_by_role("button", name="Download with children").click()
    page.wait_for_load_state()
    assert "needs a reason" in page.get_by_role("alert").inner_text()
    check(page)
