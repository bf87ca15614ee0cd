"""Whatever the desk does here is written down in records of the run's own."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def _written_down(records_kept):
    """Every test of the desk."""
