"""Debian's Chromium, driven by Playwright: one for all tests of a process, for Playwright can be started only once."""

import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conformance.browsing import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PATIENCE = 600.0
"""Seconds that a browser waits for anything, so that its test fails; other tests may share the machine."""
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync"]  # fmt: skip


class Chromium:
    """Debian's Chromium, driven by Playwright; it is started again if it has ended."""

    def __init__(self, start: "Callable[[], Browser]", log: Path) -> None:
        self._start, self._log = start, log
        self._browser = self._started()

    def running(self) -> "Browser":
        if not self._browser.is_connected():
            self._browser = self._started()
        for context in self._browser.contexts:  # of a test that failed
            context.close()
        return self._browser

    def has_ended(self) -> bool:
        return not self._browser.is_connected()

    def printed(self) -> str:
        """The last of what it wrote to its standard error since it was started."""
        return self._log.read_text(encoding="utf-8", errors="replace")[-2000:]

    def close(self) -> None:
        if not self.has_ended():
            self._browser.close()

    def _started(self) -> "Browser":
        """Chromium, once it has shown a page in which nothing is ours; the test is skipped if it cannot."""
        from playwright.sync_api import Error

        self._log.write_text("")
        try:
            started = self._start()
            page = new_page(started)
            page.route("**", lambda route: route.fulfill(body="<!doctype html><title>Words</title><p>Words"))
            page.goto("http://127.0.0.1:49151/plain")
            assert page.title() == "Words"
            page.close()
        except Error as error:
            pytest.skip(f"Chromium shows no page here: {error.message.splitlines()[0]}\n{self.printed()}")
        return started


@pytest.fixture(scope="session")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Chromium]:
    """One Chromium for all tests; they are skipped if it cannot be started."""
    found = find_chromium()
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
    if found is None:
        pytest.skip("no Chromium is installed")
    folder = tmp_path_factory.mktemp("chromium")
    log, launcher = folder / "log.txt", folder / "chromium"
    launcher.write_text(f'#!/bin/sh\nexec {shlex.quote(found)} "$@" 2>>{shlex.quote(str(log))}\n')
    launcher.chmod(0o755)
    with playwright.sync_playwright() as driver:

        def start() -> "Browser":
            started: Browser = driver.chromium.launch(executable_path=launcher, args=_FLAGS, timeout=PATIENCE * 1000)
            return started

        one = Chromium(start, log)
        yield one
        one.close()


@pytest.fixture
def browser(chromium: Chromium) -> "Iterator[Browser]":
    """Chromium, running; no page of an earlier test is open in it. If it ends in the test, what it wrote is shown."""
    yield chromium.running()
    if chromium.has_ended():
        pytest.fail(f"Chromium ended in this test; it wrote:\n{chromium.printed()}", pytrace=False)


def new_page(browser: "Browser", **options: Any) -> "Page":
    """An empty page that waits long for everything: other tests may share the machine."""
    page = browser.new_page(**options)
    page.set_default_timeout(PATIENCE * 1000)
    return page
