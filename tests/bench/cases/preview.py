"""After an edit, in `separatum preview`: from the save to the new pages that are seen in the browser.

Beside it the same for Vivliostyle's preview, where that is installed: `npm install @vivliostyle/cli` in build/readers.
"""

import re
import secrets
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.bench import Bench
from tests.bench.figures import Ratio, Result, line_of, ratios_of
from tests.bench.measure import CommandFailedError, Cost, cpu_of_tree, memory_of_tree
from tests.bench.peers import PEERS, ROOT, SEPARATUM
from tests.conformance.browsing import find_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ROUNDS = 20
WARM = 3
"""Saves before the first that is measured."""
VIVLIOSTYLE = ROOT / "build" / "readers" / "node_modules" / ".bin" / "vivliostyle"
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def measure(bench: Bench) -> Result:
    """Every round saves the article with other words and waits for both editions; then the peers do what they do."""
    article = Path(shutil.copytree(bench.article.parent, bench.folder / "previewed")) / bench.article.name
    theirs = Path(shutil.copytree(article.parent, bench.folder / "vivliostyle")) / article.name
    ours: list[Cost] = []
    peers: list[Cost] = []
    vivliostyle: list[Cost] = []
    with (
        _chromium() as browser,
        _previewing(article, browser) as (process, page),
        _vivliostyle(theirs, browser) if VIVLIOSTYLE.exists() else nullcontext() as peer,
    ):
        for _ in range(WARM):
            _saved(article, process, page)
            if peer:
                _saved_for_vivliostyle(theirs, *peer)
        for number in bench.each_round(ROUNDS):
            cost, other = _saved(article, process, page), PEERS["pandoc-typst"].cost(article, bench.folder)
            third = _saved_for_vivliostyle(theirs, *peer) if peer else None
            if number:
                ours.append(cost)
                peers.append(other)
                vivliostyle += [third] if third else []
    lines = [line_of("Separatum, previewing", ours), line_of(PEERS["pandoc-typst"].name, peers)]
    ratios = [_ratio("pandoc with typst", ours, peers)]
    if vivliostyle:
        lines.append(line_of("Vivliostyle, previewing", vivliostyle))
        ratios.append(_ratio("Vivliostyle’s preview", ours, vivliostyle))
    return Result(
        case="preview",
        what=f"From a save of {bench.name} to its pages seen in Chromium, `separatum preview`, {len(ours)} edits.",
        lines=lines,
        ratios=[
            *ratios,
            Ratio(name="From save to seen", values=[1000 * cost.wall for cost in ours], aim=500, unit="ms"),
        ],
    )


def _ratio(peer: str, ours: list[Cost], theirs: list[Cost]) -> Ratio:
    values = ratios_of([cost.wall for cost in ours], [cost.wall for cost in theirs])
    return Ratio(name=f"After an edit, previewing ÷ {peer}, wall", values=values, aim=0.6)


@contextmanager
def _chromium() -> Iterator["Browser"]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=shutil.which(find_chromium() or "chromium"), args=_FLAGS)
        yield browser
        browser.close()


@contextmanager
def _previewing(article: Path, browser: "Browser") -> Iterator[tuple["subprocess.Popen[str]", "Page"]]:
    command = [SEPARATUM, "preview", str(article), "--no-browser", "--quiet"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            raise CommandFailedError("“separatum preview” ended")
        page = browser.new_page(viewport={"width": 1400, "height": 900}, bypass_csp=True)
        page.goto(address)
        _wait_until_checked(page)
        yield process, page
    finally:
        process.terminate()
        process.communicate()


@contextmanager
def _vivliostyle(article: Path, browser: "Browser") -> Iterator[tuple["subprocess.Popen[str]", "Page"]]:
    command = [str(VIVLIOSTYLE), "preview", article.name, "--no-open-viewer", "--host", "127.0.0.1"]
    process = subprocess.Popen(
        command,
        cwd=article.parent,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        plain = (re.sub(r"\x1b\[\d*m", "", line) for line in process.stdout)
        address = next((found[1] for line in plain if (found := re.search(r"Preview URL: (\S+)", line))), None)
        if address is None:
            raise CommandFailedError("“vivliostyle preview” ended")
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        page.goto(address, timeout=300_000)
        page.wait_for_selector("[data-vivliostyle-viewer-status=complete]", timeout=300_000)
        yield process, page
    finally:
        process.terminate()
        process.communicate()


def _saved_for_vivliostyle(article: Path, process: "subprocess.Popen[str]", page: "Page") -> Cost:
    """What one save takes until its new words are seen on a page."""
    words, text = secrets.token_hex(8), article.read_text(encoding="utf-8").partition("\n\nSaved ")[0]
    before = cpu_of_tree(process.pid)
    begin = time.perf_counter()
    article.write_text(f"{text}\n\nSaved as {words}.\n", encoding="utf-8")
    page.wait_for_function(
        "words => document.body.textContent.includes(words)", arg=words, polling="raf", timeout=300_000
    )
    wall = time.perf_counter() - begin
    cost = Cost(wall=wall, cpu=cpu_of_tree(process.pid) - before, memory=max(memory_of_tree(process.pid).values()))
    page.wait_for_selector("[data-vivliostyle-viewer-status=complete]", timeout=300_000)
    return cost


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
