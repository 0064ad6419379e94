"""The report to send back is one page that says what the other forms say, and that everybody can read."""

import html
import json
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

import tests.checks.access_breakers
import tests.checks.anyones_breakers
import tests.checks.layout_breakers  # noqa: F401 - registers its own
from separatum.checks.book_pictures import book_pictures
from separatum.checks.run import check_all
from separatum.cli.explain import all_rules
from separatum.cli.report_html import to_html
from separatum.cli.report_text import report_text
from separatum.model.report import Report
from separatum.model.report_json import run_to_json
from tests.checks.breakers import BREAKERS, good

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "build/readers/node_modules/axe-core/axe.min.js"
BROWSER = shutil.which("chromium")
CODES = ("CONTRAST-PDF", "PDF-UNTAGGED", "ALT-EPUB", "EPUB-MODIFIED")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[Report]:
    folder = tmp_path_factory.mktemp("checked")
    for code in CODES:
        editions = BREAKERS[code][0](good())
        name = folder / f"{code.lower()}.{'epub' if 'EPUB' in code else 'pdf'}"
        name.write_bytes(editions.epub if name.suffix == ".epub" else editions.pdf)
    return list(check_all([folder]))


@pytest.fixture(scope="module")
def page(reports: list[Report]) -> str:
    return to_html(reports, {rule.code: rule for rule in all_rules()}).decode()


def without_marks(text: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split()).lower()


def test_text_json_and_page_say_the_same(reports: list[Report], page: str) -> None:
    words = without_marks(page)
    data = json.loads(run_to_json(reports))
    assert {"CONTRAST-PDF", "PDF-UNTAGGED", "ALT-EPUB", "EPUB-MODIFIED"} <= {
        finding["code"] for article in data["articles"] for finding in article["findings"]
    }
    for report, article in zip(reports, data["articles"], strict=True):
        text = report_text(report, lambda words, _: words).lower()
        for finding in article["findings"]:
            assert " ".join(finding["message"].split()).lower() in words
            assert finding["code"].lower() in words
            assert finding.get("follows_from") or finding["message"].lower() in text


def test_the_page_needs_nothing_from_elsewhere(page: str) -> None:
    assert not re.search(r"""(?:src|href)=["'](?!data:|#)""", page)
    assert "url(" not in page
    assert "<script" not in page


def test_the_page_concerned_is_shown_with_words_for_what_is_marked(page: str) -> None:
    root = etree.HTML(page)
    (picture,) = [image for image in root.iter("img") if re.match("Page .*frame", image.get("alt", ""))]
    assert picture.get("src", "").startswith("data:image/png;base64,")
    assert "has a contrast of" in picture.get("alt", "")


def test_the_line_and_the_image_of_an_epub_are_shown(page: str) -> None:
    assert "&lt;img src=&#34;cover.jpg&#34;/&gt;" in page
    assert 'alt="The image that has no description"' in page


def test_the_document_concerned_of_an_epub_is_shown_with_words_for_what_is_marked(page: str) -> None:
    root = etree.HTML(page)
    said = [image.get("alt", "") for image in root.iter("img")]
    (words,) = [one for one in said if "as a reading program may show it" in one]
    assert words.startswith("EPUB/article.xhtml of alt-epub.epub")
    assert "frame 1: the image" in words


def test_a_book_that_cannot_be_drawn_has_its_lines(reports: list[Report]) -> None:
    (report,) = [one for one in reports if one.name == "alt-epub"]
    (finding,) = [one for one in report.findings if one.code == "ALT-EPUB"]
    assert book_pictures(b"PK no book", {1: finding}) == ()


def test_no_folder_is_named(reports: list[Report], page: str) -> None:
    assert str(Path(reports[0].sources[0]).parent) not in page


def test_what_a_file_says_cannot_change_the_page(reports: list[Report]) -> None:
    finding = replace(reports[0].findings[0], message="<script>alert(1)</script>\x1b[31m")
    page = to_html([replace(reports[0], findings=(finding,))], {}).decode()
    assert "<script" not in page
    assert "\x1b" not in page


@pytest.mark.skipif(BROWSER is None or not AXE.is_file(), reason="“make readers” has not been run")
def test_axe_finds_nothing_in_the_page(page: str, tmp_path: Path, chromium: Callable[[Path], str]) -> None:
    tested = tmp_path / "page.html"
    run = "axe.run().then(r => { document.title = JSON.stringify(r.violations.map(v => v.id)) })"
    tested.write_text(f"{page}<script>{AXE.read_text(encoding='utf-8')}</script><script>{run}</script>", "utf-8")
    title = re.search(r"<title>(.*?)</title>", chromium(tested))
    assert title is not None
    assert title[1] == "[]"


@pytest.fixture
def chromium(tmp_path: Path) -> Callable[[Path], str]:
    """Gives a page as the browser has it when its scripts have run."""

    def dump(file: Path) -> str:
        flags = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync")
        quiet = ("--disable-background-networking", "--disable-component-update", f"--user-data-dir={tmp_path}/profile")
        wait = ("--virtual-time-budget=20000", "--dump-dom", file.as_uri())
        done = subprocess.run(
            [str(BROWSER), *flags, *quiet, *wait], capture_output=True, text=True, timeout=120, check=True
        )
        return done.stdout

    return dump
