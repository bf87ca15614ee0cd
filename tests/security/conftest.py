"""One council's server for all the tests of a file."""

import pytest
from tests.security.walking import a_council
from tests.support.records import sqlite_at, start_django

start_django()


@pytest.fixture(scope="session")
def manual(tmp_path_factory):
    """A manual, and files beside it that are nobody's business."""
    folder = tmp_path_factory.mktemp("security") / "docs"
    folder.mkdir()
    (folder / "index.md").write_text("# Welcome\n")
    for name in ("beside", "beside.md", "beside.png"):
        (folder.parent / name).write_text("beside-the-manual")
    return folder


@pytest.fixture(scope="module")
def council(tmp_path_factory, manual, records_kept):
    with a_council(sqlite_at(tmp_path_factory.mktemp("council") / "records.sqlite3"), docs=manual) as opened:
        yield opened
