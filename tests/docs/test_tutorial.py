"""The tutorial quotes the pages as they are: every sentence it explains and every name it tells the reader to find."""

import html
import re

import pytest
from tests.conftest import NOW
from tests.docs.blocks import CHECKOUT

from turncurve.desk.asker import LOCAL_USER
from turncurve.desk.questions import scorecard
from turncurve.web.door import Door, WorkspaceDesk
from turncurve.web.wsgi import application

TEXT = (CHECKOUT / "docs/tutorial.md").read_text(encoding="utf-8")
QUOTED = re.findall(r'\*\*"(.+?)"\*\*', TEXT)
# What stands in italics and is not a name on a page.
NO_NAME = {"how do you know?", "too early to say", "whether", "why", "turned"}
NAMED = sorted(set(re.findall(r"(?<!\*)\*([^*\n]+)\*(?!\*)", TEXT)) - NO_NAME)
PAGES = ("/", "/curves/re_referrals/", "/curves/care_rate/", "/curves/care_rate/?split=unaccompanied", "/checks/")


def test_there_is_something_to_hold():
    assert len(QUOTED) >= 6
    assert len(NAMED) >= 8


@pytest.mark.slow
@pytest.mark.parametrize("said", QUOTED)
def test_a_sentence_the_tutorial_explains_is_on_the_scorecard(invented, said):
    card = scorecard(invented, asker=LOCAL_USER, as_at=NOW.date())
    wanted = ".+".join(re.escape(part.strip()) for part in said.split("..."))
    assert re.search(wanted, f"{card.summary} {card.chance}")


@pytest.fixture(scope="module")
def pages(invented_folder):
    """What stands on the pages the tutorial leads through."""
    door = Door(desk=WorkspaceDesk(folder=invented_folder), docs=CHECKOUT / "docs")
    application(door)
    from django.test import Client

    client = Client(**{"turncurve.door": door})
    shown = [client.get(path, headers={"host": "127.0.0.1"}).content.decode() for path in PAGES]
    return html.unescape(re.sub(r"<[^>]+>", " ", " ".join(shown)))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMED)
def test_a_name_the_tutorial_tells_the_reader_to_find_is_on_the_pages(pages, name):
    assert name in pages
