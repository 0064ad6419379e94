"""A running preview, and a browser that shows it."""

import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.chromium import PATIENCE, new_page
from tests.command.test_process import SEPARATUM

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "build" / "readers" / "node_modules" / "axe-core" / "axe.min.js"
"""Where `make readers` puts axe."""
LONGEST_LIFE = 6 * PATIENCE
"""Seconds after which a preview is ended, however many tests use it."""


class Previewing:
    """A running `separatum preview`."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [*SEPARATUM, "preview", "--no-browser", "--quiet", *arguments], cwd=home, stdout=subprocess.PIPE, text=True
        )
        self._guard = threading.Timer(LONGEST_LIFE, self.process.kill)
        self._guard.start()
        assert self.process.stdout is not None
        self.address = self.process.stdout.readline().strip()

    def end(self) -> int:
        """Stop it as a person does; its exit code."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait()
        self._guard.cancel()
        if self.process.stdout:
            self.process.stdout.close()
        return code

    def kill(self) -> None:
        """End what a test that failed left running."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.communicate()
        self._guard.cancel()


@pytest.fixture
def previewing() -> Iterator[Callable[..., Previewing]]:
    """Starts previews, and ends those that the test did not."""
    started: list[Previewing] = []

    def start(home: Path, *arguments: str) -> Previewing:
        started.append(Previewing(home, *arguments))
        return started[-1]

    yield start
    for one in started:
        one.kill()


def opened(browser: "Browser", address: str, **options: Any) -> "Page":
    """A page of the preview, as soon as it shows both editions and what an export would do."""
    page = new_page(browser, viewport={"width": 1400, "height": 900}, **options)
    page.goto(address)
    page.wait_for_selector("body[data-book][data-pages][data-stage=done]")
    return page


def draft(page: "Page") -> int:
    """The number of the draft that the page shows."""
    return int(page.get_attribute("body", "data-book") or 0)


def wait_for_draft_after(page: "Page", before: int) -> None:
    """Wait until both editions of a later save are shown."""
    page.wait_for_function(
        "before => { const { book, pages } = document.body.dataset; return Number(book) > before && pages === book; }",
        arg=before,
    )
