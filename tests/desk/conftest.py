"""Whatever the desk does here is written down in records of the run's own."""

import io
import logging

import pytest
from tests.support import marked_child


@pytest.fixture(scope="session", autouse=True)
def _written_down(records_kept):
    """Every test of the desk."""


@pytest.fixture
def returns(tmp_path):
    """A council's files with a marked child in every one."""
    return marked_child.write_returns(tmp_path)


@pytest.fixture
def logged():
    """Everything any logger says, from DEBUG up, with the text of its faults."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield written
    root.removeHandler(handler)
    root.setLevel(before)
