"""A running preview, and a browser that shows it."""

import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.command.test_process import SEPARATUM
from tests.conformance.browsing import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "build" / "readers" / "node_modules" / "axe-core" / "axe.min.js"
"""Where `make readers` puts axe."""
PATIENCE = 600.0
"""Seconds after which a preview that says nothing more is ended, so that its test fails."""
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync"]  # fmt: skip


class Previewing:
    """A running `separatum preview`."""

    def __init__(self, home: Path, *arguments: str) -> None:
        self.home = home
        self.process = subprocess.Popen(
            [*SEPARATUM, "preview", "--no-browser", "--quiet", *arguments], cwd=home, stdout=subprocess.PIPE, text=True
        )
        self._guard = threading.Timer(PATIENCE, self.process.kill)
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


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Debian's Chromium, driven by Playwright."""
    chromium = find_chromium()
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if chromium is None:
        pytest.skip("no Chromium is installed")
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=shutil.which(chromium), args=_FLAGS)
        yield started
        started.close()


def opened(browser: "Browser", address: str, **options: Any) -> "Page":
    """A page of the preview, as soon as it shows both editions and what an export would do."""
    page = browser.new_page(viewport={"width": 1400, "height": 900}, **options)
    page.set_default_timeout(PATIENCE * 1000)
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
