"""Real pages in a real browser that can reach nothing but this computer."""

from urllib.parse import urlsplit

import pytest
from tests.support.fake_answers import FakeDesk
from tests.support.running_pages import running_pages

from turncurve.web.door import Door, WorkspaceDesk
from turncurve.web.help.reading import docs_folder

WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 320, "height": 640}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def real(invented_folder):
    """The pages of an invented council, loaded through the desk."""
    with running_pages(Door(desk=WorkspaceDesk(folder=invented_folder), docs=docs_folder())) as address:
        yield address


@pytest.fixture(scope="session")
def fakes():
    """Pages in states that are hard to reach: nothing loaded, a fault, problems in what arrived."""
    desks = {"plain": FakeDesk(), "nothing": FakeDesk(nothing_loaded=True), "faulty": FakeDesk(faulty=True)}
    served = {name: running_pages(Door(desk=desk, docs=docs_folder())) for name, desk in desks.items()}
    yield {name: one.__enter__() for name, one in served.items()}
    for one in served.values():
        one.__exit__(None, None, None)


@pytest.fixture
def opened(browser):
    """Open a page at an address; the test fails if anything asked for another computer, or broke the policy."""
    contexts, outside, broken = [], [], []

    def opening(address, **wanted):
        context = browser.new_context(**{"viewport": WIDE, "locale": "en-GB", **wanted})
        contexts.append(context)

        def decide(route):
            if urlsplit(route.request.url).hostname in ("127.0.0.1", "other.localhost"):
                route.continue_()
            else:
                outside.append(route.request.url)
                route.abort()

        context.route("**/*", decide)
        page = context.new_page()
        page.on("console", lambda said: broken.append(said.text) if "Content Security Policy" in said.text else None)
        page.goto(address, wait_until="load")
        return page

    yield opening
    for context in contexts:
        context.close()
    assert outside == []
    assert broken == []
