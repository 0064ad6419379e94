"""Show a book in epub.js or foliate-js in Chromium, on a screen of some width, and say what is wrong with its pages."""

import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

READERS = ("epub.js", "foliate-js")
HEIGHTS = {360: 640, 768: 1024, 1400: 900}
"""Pixels of CSS: a telephone, a tablet, a desk, by their widths."""
LIGHT, DARK = ("#111111", "#ffffff"), ("#eeeeee", "#111111")
"""Ink and paper."""
_HERE = Path(__file__).parent
_ORIGIN = "http://reader.test/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """How a book is read."""

    reader: str
    width: int
    """Pixels of CSS."""
    size: str
    """Of the letters: “100%”."""
    ink: str
    paper: str


def shown(browser: "Browser", book: Path, packages: Path, screen: Screen) -> "Page":
    """The book, laid out; nothing is read but these files."""
    page = browser.new_page(viewport={"width": screen.width, "height": HEIGHTS[screen.width]})

    def answer(route: "Route") -> None:
        name = route.request.url.removeprefix(_ORIGIN)
        file = {"": _HERE / "screens.html", "book.epub": book}.get(name, packages / name)
        if not route.request.url.startswith(_ORIGIN) or not file.is_file():
            route.abort()
            return
        kind = "text/javascript" if file.suffix == ".js" else mimetypes.guess_type(file.name)[0]
        route.fulfill(body=file.read_bytes(), content_type=kind or "application/octet-stream")

    page.route(lambda url: url.startswith("http"), answer)
    page.goto(_ORIGIN)
    page.evaluate(
        "([reader, size, ink, paper]) => show(reader, size, ink, paper)",
        [screen.reader, screen.size, screen.ink, screen.paper],
    )
    page.wait_for_function("document.readyState === 'complete'")
    frame = page.frames[-1]
    frame.wait_for_function("[...document.images].every((one) => one.complete) && document.fonts.status === 'loaded'")
    return page


def faults_of(page: "Page") -> Sequence[str]:
    """What is beyond its column, printed over something else, or out of proportion."""
    found: list[str] = page.frames[-1].evaluate(
        (_HERE / "measure_screen.js").read_text(encoding="utf-8").partition("\n")[2]
    )
    return found
