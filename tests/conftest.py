"""What all tests share: one warm process of validators."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from separatum.checks.validators import JavaValidators
from tests.chromium import browser, chromium  # noqa: F401 - fixtures

PROGRAMS = Path(__file__).parents[1] / "build" / "readers" / "node_modules" / ".bin"
os.environ["PATH"] += f"{os.pathsep}{PROGRAMS}"  # where “make readers” puts Ace
os.environ["SEPARATUM_NO_CACHE"] = "1"  # a test that means what is remembered says so

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so a shell starts what is in its background
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def validators() -> Iterator[JavaValidators]:
    """EPUBCheck and veraPDF, started once for the whole session."""
    with JavaValidators.start(time_limit=180) as started:
        yield started
