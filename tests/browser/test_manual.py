"""The manual as it is served: its pictures are taken here, and every page of it is accessible."""

import os
from pathlib import Path

import pytest
from tests.browser.test_accessible import faults, too_wide, undrawn
from tests.conftest import NOW
from tests.support.running_pages import running_pages

from turncurve.desk.demonstration import demonstrate
from turncurve.web.door import Door, WorkspaceDesk
from turncurve.web.help.reading import docs_folder

DOCS = Path(__file__).resolve().parents[2] / "docs"
SCREENSHOTS = DOCS / "screenshots"
TAKING = os.environ.get("TURNCURVE_SCREENSHOTS") == "1"
PAGES = sorted(file.relative_to(DOCS).with_suffix("").as_posix() for file in DOCS.rglob("*.md"))
# One of each kind of page, made by the same renderer as all the others; the others are looked at in `make acceptance`.
OF_EACH_KIND = (
    "tutorial",
    "how-to/set-aside",
    "explanation/verdicts",
    "reference/permissions",
    "decisions/0001-the-language-of-measures",
)
EVERY_PAGE = [page if page in OF_EACH_KIND else pytest.param(page, marks=pytest.mark.long) for page in PAGES]
# Name of the picture: the page, the part of it ("" for the window), and what must be seen in it.
PICTURES = {
    "scorecard": ("/", "", "Which of our curves have turned?"),
    "card": ("/", ".app-card:has-text('Children referred again')", "Are children safe meanwhile?"),
    "curve": ("/curves/re_referrals/", "", "How many referrals are for a child who was referred"),
    "unaccompanied": ("/curves/care_rate/?split=unaccompanied", "section[aria-labelledby=parts]", "All other children"),
    "checks": ("/checks/", "", "What arrived, and should we believe it?"),
}
WINDOW = {"width": 1100, "height": 1150}


@pytest.fixture(scope="module")
def pictured(real, tmp_path_factory):
    """The demonstration as a reader of the tutorial makes it when pictures are taken, else any invented council."""
    if not TAKING:
        yield real
        return
    workspace = demonstrate(tmp_path_factory.mktemp("demo"), seed=1, now=NOW, progress=lambda _: None)
    with running_pages(Door(desk=WorkspaceDesk(folder=workspace.folder), docs=docs_folder())) as address:
        yield address


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_the_manual_shows_what_it_is_of(opened, pictured, name):
    path, part, said = PICTURES[name]
    page = opened(pictured + path, viewport=WINDOW)
    shown = page.locator(part or "body").first
    assert said in shown.inner_text()
    assert undrawn(page) == []
    picture = shown.screenshot() if part else page.screenshot()
    assert len(picture) > 10_000
    if TAKING:
        SCREENSHOTS.mkdir(parents=True, exist_ok=True)
        (SCREENSHOTS / f"{name}.png").write_bytes(picture)


def test_every_picture_of_the_manual_is_taken_here():
    assert {file.stem for file in SCREENSHOTS.iterdir()} == set(PICTURES)


@pytest.mark.parametrize("name", EVERY_PAGE)
def test_a_page_of_the_manual_is_accessible_and_fits_a_phone(opened, fakes, name):
    page = opened(f"{fakes['plain']}/help/{'' if name == 'index' else name}")
    assert page.locator("main h1").count() == 1
    assert undrawn(page) == []
    assert faults(page) == []
    page.set_viewport_size({"width": 320, "height": 640})
    assert too_wide(page) == []
