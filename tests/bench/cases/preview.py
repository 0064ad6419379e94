"""After an edit, in `separatum preview`: from the save to the new pages that are seen in the browser."""

import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.bench import Bench
from tests.bench.figures import Ratio, Result, line_of, ratios_of
from tests.bench.measure import CommandFailedError, Cost, cpu_of_tree, memory_of_tree
from tests.bench.peers import PEERS, SEPARATUM
from tests.conformance.browsing import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Page

ROUNDS = 20
WARM = 3
"""Saves before the first that is measured."""
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def measure(bench: Bench) -> Result:
    """Every round saves the article with other words and waits for both editions; then pandoc and typst make a PDF."""
    article = Path(shutil.copytree(bench.article.parent, bench.folder / "previewed")) / bench.article.name
    ours, peers = [], []
    with _previewing(article) as (process, page):
        for _ in range(WARM):
            _saved(article, process, page)
        for number in bench.each_round(ROUNDS):
            cost, other = _saved(article, process, page), PEERS["pandoc-typst"].cost(article, bench.folder)
            if number:
                ours.append(cost)
                peers.append(other)
    return Result(
        case="preview",
        what=f"From a save of {bench.name} to its pages seen in Chromium, `separatum preview`, {len(ours)} edits.",
        lines=[line_of("Separatum, previewing", ours), line_of(PEERS["pandoc-typst"].name, peers)],
        ratios=[
            Ratio(
                name="After an edit, previewing ÷ pandoc with typst, wall",
                values=ratios_of([cost.wall for cost in ours], [cost.wall for cost in peers]),
                aim=0.6,
            ),
            Ratio(name="From save to seen", values=[1000 * cost.wall for cost in ours], aim=500, unit="ms"),
        ],
    )


@contextmanager
def _previewing(article: Path) -> Iterator[tuple["subprocess.Popen[str]", "Page"]]:
    from playwright.sync_api import sync_playwright

    command = [SEPARATUM, "preview", str(article), "--no-browser", "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            raise CommandFailedError("“separatum preview” ended")
        with sync_playwright() as driver:
            browser = driver.chromium.launch(executable_path=shutil.which(find_chromium() or "chromium"), args=_FLAGS)
            page = browser.new_page(viewport={"width": 1400, "height": 900}, bypass_csp=True)
            page.goto(address)
            _wait_until_checked(page)
            yield process, page
            browser.close()
    finally:
        process.terminate()
        process.communicate()


def _wait_until_checked(page: "Page") -> None:
    page.wait_for_selector("body[data-book][data-pages][data-stage=done]", timeout=300_000)


def _saved(article: Path, process: "subprocess.Popen[str]", page: "Page") -> Cost:
    """What one save takes until both editions are seen; the checks that follow are waited for, and not counted."""
    text = article.read_text(encoding="utf-8").partition("\n\nSaved ")[0]
    draft = int(page.get_attribute("body", "data-book") or 0)
    before = cpu_of_tree(process.pid)
    begin = time.perf_counter()
    article.write_text(f"{text}\n\nSaved as {secrets.token_hex(8)}.\n", encoding="utf-8")
    page.wait_for_function(
        "draft => { const { book, pages } = document.body.dataset; return Number(book) > draft && pages === book; }",
        arg=draft, polling="raf", timeout=300_000,
    )  # fmt: skip
    wall = time.perf_counter() - begin
    cost = Cost(wall=wall, cpu=cpu_of_tree(process.pid) - before, memory=max(memory_of_tree(process.pid).values()))
    _wait_until_checked(page)
    return cost
