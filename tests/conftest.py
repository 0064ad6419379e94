"""What all tests share: one warm process of judges."""

from collections.abc import Iterator

import pytest

from offprint.validators import Judges


@pytest.fixture(scope="session")
def judges() -> Iterator[Judges]:
    """EPUBCheck and veraPDF, started once for the whole session."""
    with Judges.start(time_limit=180) as started:
        yield started
