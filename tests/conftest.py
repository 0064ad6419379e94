"""What all tests share: one warm process of judges."""

import os
from collections.abc import Iterator

import pytest

from offprint.validators import Judges

os.environ["OFFPRINT_NO_CACHE"] = "1"  # a test that means what is remembered says so


@pytest.fixture(scope="session")
def judges() -> Iterator[Judges]:
    """EPUBCheck and veraPDF, started once for the whole session."""
    with Judges.start(time_limit=180) as started:
        yield started
