"""Where the real published data and sample returns lie, and the mark of tests that need them."""

from pathlib import Path

import pytest

CHECKOUT = Path(__file__).resolve().parents[2]
SHARED = CHECKOUT.parent / "shared"


def needs_shared(test):
    """Mark a test as reading `../shared`, and skip it with its reason where the folder is absent."""
    absent = pytest.mark.skipif(not SHARED.is_dir(), reason="the folder ../shared is not beside this checkout")
    return pytest.mark.shared_data(absent(test))
