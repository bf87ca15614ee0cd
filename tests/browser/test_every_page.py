"""Every page of a council's server, as everybody who may open it meets it: axe, 320 pixels, spaced text, keyboard.

The list is the one every attack is tried on, `tests/security/security.yaml`: a new page is tried here too. A browser asks
for an address, and the server in this process answers it.
"""

from urllib.parse import urlsplit

import pytest
from tests.browser.conftest import PHONE, WIDE
from tests.browser.test_accessible import faults, too_wide
from tests.security.walking import BY_NAME, EVERY_ROLE, HOST, PAGES, SIGNED_OUT, a_council
from tests.support.records import sqlite_at, start_django

from turncurve.desk.asker import ROLES
from turncurve.web.wsgi import STATIC

start_django()
AT = f"https://{HOST}"
# 1280 by 1024 at four hundred per cent: WCAG 2.2, 1.4.10.
ZOOMED = {"width": 320, "height": 256}
# WCAG 2.2, 1.4.12.
SPACED = """* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; }
p { margin-bottom: 2em !important; }"""
# The policy lets no style stand in a page, but a style sheet made by a script is none of it.
SPACE_OUT = (
    """css => { const sheet = new CSSStyleSheet(); sheet.replaceSync(css); document.adoptedStyleSheets = [sheet]; }"""
)
CUT_OFF = """() => [...document.body.querySelectorAll('*')].filter(e => {
  const s = getComputedStyle(e);
  return e.innerText && e.clientWidth > 2 && ['hidden', 'clip'].includes(s.overflow)
    && (e.scrollHeight > e.clientHeight + 2 || e.scrollWidth > e.clientWidth + 2);
}).map(e => e.outerHTML.slice(0, 90))"""
# What has the focus is seen to have it, and lies in the window with nothing over the whole of it: WCAG 2.2, 2.4.7 and
# 2.4.11. "" for what is right.
WRONG = """e => {
  const s = getComputedStyle(e), r = e.getBoundingClientRect();
  const at = [[r.left + 1, r.top + 1], [r.right - 1, r.bottom - 1], [(r.left + r.right) / 2, (r.top + r.bottom) / 2]];
  const open = at.some(([x, y]) => {
    const over = document.elementFromPoint(x, y); return over && (e.contains(over) || over.contains(e));
  });
  const seen = (s.outlineStyle !== 'none' || s.boxShadow !== 'none') && r.width > 1 && r.height > 1;
  return seen && open ? '' : (seen ? 'covered: ' : 'not seen: ') + e.outerHTML.slice(0, 120);
}"""
HERE = f"() => [document.activeElement === document.body, document.activeElement.outerHTML.slice(0, 200), ({WRONG})(document.activeElement)]"
EACH = f"""() => [...document.querySelectorAll('a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter(e => !e.disabled && e.checkVisibility())
  .map(e => {{ e.focus(); return document.activeElement === e ? ({WRONG})(e) : ''; }}).filter(one => one)"""


@pytest.fixture(scope="module")
def council(tmp_path_factory, records_kept):
    from turncurve.web.help.reading import docs_folder

    with a_council(sqlite_at(tmp_path_factory.mktemp("council") / "records.sqlite3"), docs=docs_folder()) as opened:
        yield opened


@pytest.fixture(scope="module")
def people(council):
    """Who asks, and the cookies they come with; beside the roles, two who are half way in."""
    from tests.security.walking import NOW, PASSWORD

    from turncurve.desk.accounts import open_account
    from turncurve.desk.asker import LOCAL_USER

    _ = open_account(
        asker=LOCAL_USER, now=NOW, email="new@example.gov.uk", name="New", roles=["analyst"], password=PASSWORD
    )
    for who, email in (("no second factor yet", "new@example.gov.uk"), ("asked for the code", "p0@example.gov.uk")):
        browser = council.browser()
        _ = browser.post(
            "/accounts/login/", {"login": email, "password": PASSWORD}, secure=True, headers={"host": HOST}
        )
        council.cookies[who] = {name: cookie.value for name, cookie in browser.cookies.items()}
    return council


@pytest.fixture
def meets(browser, people):
    """Open a page as somebody meets it: `meets(who, page)`, or `meets(who, page, form={...})` for what a form answers.

    None where the answer is no page: a file, or on to another one. The test fails where a browser asks for anything that
    is not there, or something breaks the policy.
    """
    contexts, wrong = [], []

    def opening(who, page, *, form=None, path="", viewport=WIDE):
        path = path or page.path(**people.args(page, who=EVERY_ROLE if who not in people.jobs else who))
        method = "GET" if form is None else "POST"
        answer = people.ask(who, path, method=method, form=form)
        if answer.status_code // 100 == 3 or "text/html" not in answer.headers.get("Content-Type", ""):
            return None
        context = browser.new_context(viewport=viewport, locale="en-GB")
        contexts.append(context)
        first = [answer]

        def answered(route):
            asked = urlsplit(route.request.url)
            if asked.hostname != HOST:
                wrong.append(route.request.url)
                return route.abort()
            said = first.pop() if first else people.ask(who, asked.path + ("?" + asked.query if asked.query else ""))
            if asked.path.startswith("/static/"):
                found = [folder / asked.path.removeprefix("/static/") for folder in STATIC]
                return route.fulfill(path=next(one for one in found if one.is_file()))
            if said.status_code >= 400 and said is not answer:
                wrong.append(f"{asked.path} answered {said.status_code}")
            return route.fulfill(
                status=said.status_code,
                headers={name: str(value) for name, value in said.headers.items()},
                body=said.content,
            )

        context.route("**/*", answered)
        shown = context.new_page()
        shown.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        _ = shown.goto(AT + path, wait_until="load")
        return shown

    yield opening
    for context in contexts:
        context.close()
    assert wrong == []


def reached(page, *, at_most=400):
    """Press Tab until there is nothing more to come to; what cannot be seen to have the focus on the way."""
    wrong = []
    for _ in range(at_most):
        page.keyboard.press("Tab")
        is_end, here, said = page.evaluate(HERE)
        if is_end:
            return wrong
        wrong += [said] if said else []
    pytest.fail(f"{at_most} presses of Tab did not reach the end; the last was on {here}")


def check(page):
    """All that is asked of a page."""
    assert faults(page) == []
    assert reached(page) == []
    page.emulate_media(forced_colors="active")
    assert page.evaluate(EACH) == [], "in forced colours"
    page.emulate_media(forced_colors="none")
    page.set_viewport_size(PHONE)
    assert too_wide(page) == []
    page.set_viewport_size(ZOOMED)
    assert too_wide(page) == []
    assert page.evaluate(EACH) == [], "at four hundred per cent"
    page.evaluate(SPACE_OUT, SPACED)
    assert too_wide(page) == []
    assert page.evaluate(CUT_OFF) == []


def names(pages):
    return {"argvalues": pages, "ids": [one.name for one in pages]}


@pytest.mark.parametrize("page", **names([one for one in PAGES if "GET" in one.methods and one.may != "nobody"]))
def test_a_page_is_accessible_to_whoever_signed_in(meets, page):
    shown = meets(EVERY_ROLE, page)
    if shown:
        check(shown)


@pytest.mark.parametrize("page", **names([one for one in PAGES if one.sends]))
def test_what_a_form_answers_is_accessible(meets, page):
    for form in (dict(page.sends), {}):
        shown = meets(EVERY_ROLE, page, form=form)
        if shown:
            check(shown)


# The navigations that have most and least in them, and an administrator's own; the others in `make acceptance`.
@pytest.mark.parametrize(
    "who",
    [
        who if who in ("analyst", "family", "administrator") else pytest.param(who, marks=pytest.mark.long)
        for who in ROLES
    ],
)
def test_the_help_is_accessible_with_the_navigation_of_each_role(meets, who):
    check(meets(who, BY_NAME["help"]))


@pytest.mark.parametrize("page", **names([one for one in PAGES if "GET" in one.methods and one.may == "anybody"]))
def test_a_page_is_accessible_to_whoever_did_not_sign_in(meets, page):
    shown = meets(SIGNED_OUT, page)
    if shown:
        check(shown)


@pytest.mark.parametrize(
    ("who", "name"),
    [("no second factor yet", "mfa_activate_totp"), ("asked for the code", "mfa_authenticate"), ("family", "checks")],
    ids=["a second factor to add", "the code to give", "a page that may not be opened"],
)
def test_what_is_met_on_the_way_in_is_accessible(meets, who, name):
    check(meets(who, BY_NAME[name]))


def test_a_closed_account_and_one_that_was_not_erased_are_accessible(meets):
    from tests.security.walking import NOW

    from turncurve.desk.accounts import close_account, open_account
    from turncurve.desk.asker import LOCAL_USER

    key = open_account(asker=LOCAL_USER, now=NOW, email="gone@example.gov.uk", name="Gone", roles=["evaluator"]).key
    _ = close_account(key, asker=LOCAL_USER, now=NOW)
    page = meets(EVERY_ROLE, BY_NAME["account"], path=BY_NAME["account"].path(key=key))
    check(page)
    page = meets(EVERY_ROLE, BY_NAME["erase_account"], path=BY_NAME["erase_account"].path(key=key), form={"why": ""})
    assert page.locator("#why-error").inner_text().startswith("Error:")
    check(page)


def test_a_search_is_accessible_with_what_it_found_and_with_nothing(meets):
    for words in ("care", "zzzz", "x" * 300):
        check(meets(EVERY_ROLE, BY_NAME["search"], path=f"/search/?q={words}"))


@pytest.mark.parametrize(
    ("spoilt", "finds"),
    [
        (
            "* { outline: none !important; box-shadow: none !important }",
            lambda page: reached(page) + page.evaluate(EACH),
        ),
        ("footer { position: fixed; inset: 0 0 auto; height: 90vh }", lambda page: page.evaluate(EACH)),
        ("h1 { width: 500px }", too_wide),
        ("p { height: 10px; overflow: hidden }", lambda page: page.evaluate(CUT_OFF)),
        ("p { color: #ccc }", faults),
    ],
    ids=["a focus that is not seen", "what is covered", "what is too wide", "text cut off", "too little contrast"],
)
def test_what_is_wrong_is_found(meets, spoilt, finds):
    page = meets(EVERY_ROLE, BY_NAME["about"], viewport=PHONE)
    assert finds(page) == []
    page.evaluate(SPACE_OUT, spoilt)
    assert finds(page)
