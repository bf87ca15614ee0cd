"""Pages asked without a browser, over a desk that answers at once."""

import pytest
from tests.support.fake_answers import FakeDesk

from turncurve.web.door import Door
from turncurve.web.wsgi import application


@pytest.fixture
def docs(tmp_path):
    """A manual of three pages and a picture, and a file beside it that is nobody's business."""
    folder = tmp_path / "docs"
    (folder / "decisions").mkdir(parents=True)
    (folder / "index.md").write_text("# Welcome\n\nSee [how to load](loading.md#rows).\n")
    (folder / "loading.md").write_text(
        "# Loading\n\n## Rows\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n<script>alert(1)</script>\n\n"
        "[Up](../secret.txt) [decision](decisions/0001.md) [away](https://example.org/x) [bad](javascript:alert(1))\n"
    )
    (folder / "decisions" / "0001.md").write_text(
        "# One\n\nBack to [loading](../loading.md) and [start](../index.md).\n"
    )
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (tmp_path / "secret.txt").write_text("secret")
    (tmp_path / "secret.md").write_text("# secret")
    return folder


@pytest.fixture
def ask(docs):
    """Ask for an address; keyword `desk` gives another desk, and other keywords are the query."""
    application(Door(desk=FakeDesk(), docs=docs))
    from django.test import Client

    def asking(path, *, desk=None, host="127.0.0.1", method="get", **query):
        door = Door(desk=desk or FakeDesk(), docs=docs)
        client = Client(raise_request_exception=False, **{"turncurve.door": door})
        return getattr(client, method)(path, query, headers={"host": host})

    return asking
