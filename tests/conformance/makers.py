"""Make EPUBs and PDFs with the programs of others: `python -m tests.conformance.makers FOLDER`.

The same short text, once with usual faults (a picture without a description, pale text, a table without heads, a
skipped heading level, no language) and once without. A program that is not installed is left out.
"""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from PIL import Image, ImageDraw

_HEAD = '<!DOCTYPE html><html{lang}><head><meta charset="utf-8"/><title>{title}</title><style>{css}</style></head>'
_GOOD = """<body><h1>River levels</h1><p>The water rose by a metre in March. <a href="https://example.org/data">The
measurements</a> are public.</p><h2>By month</h2><table><tr><th scope="col">Month</th><th scope="col">Metres</th></tr>
<tr><td>March</td><td>1.0</td></tr><tr><td>April</td><td>0.4</td></tr></table>
<p><img src="chart.png" alt="A bar chart: one metre in March, less in April" width="300"/></p>
<h2>What follows</h2><ul><li>More rain</li><li>Higher dams</li></ul></body></html>"""
_BAD = """<body><h1>River levels</h1><p>The water rose by a metre in March. <a href="https://example.org/data">The
measurements</a> are public.</p><h4>By month</h4><table><tr><td>Month</td><td>Metres</td></tr>
<tr><td>March</td><td>1.0</td></tr><tr><td>April</td><td>0.4</td></tr></table>
<p><img src="chart.png" width="300"/></p><p class="pale">Pale words that few can read.</p></body></html>"""
_PALE = ".pale { color: #bbbbbb }"


def main(folder: Path) -> None:
    """Make all files that can be made here, and print their names."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in _makers().items():
        with tempfile.TemporaryDirectory() as work:
            place = Path(work)
            for kind in ("good", "bad"):
                _write_source(place, kind)
            try:
                for made in make(place):
                    target = folder / f"{name}-{made.stem}{made.suffix}"
                    shutil.copy(made, target)
                    sys.stdout.write(f"{target}\n")
            except (OSError, subprocess.SubprocessError, ImportError) as error:
                sys.stderr.write(f"{name}: {type(error).__name__}: {error}\n")


def _write_source(place: Path, kind: str) -> None:
    good = kind == "good"
    css = "" if good else _PALE
    head = _HEAD.format(lang=' lang="en"' if good else "", title="River levels" if good else "", css=css)
    (place / f"{kind}.html").write_text(head + (_GOOD if good else _BAD), encoding="utf-8")
    picture = Image.new("RGB", (600, 300), "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((60, 60, 240, 300), fill="navy")
    draw.rectangle((360, 180, 540, 300), fill="navy")
    picture.save(place / "chart.png")


def _run(place: Path, *command: str, seconds: int = 240) -> None:
    subprocess.run(command, cwd=place, check=True, capture_output=True, timeout=seconds)


def _pages(place: Path, kind: str) -> Image.Image:
    """A page as a scanner would give it."""
    page = Image.new("RGB", (1240, 1754), "white")
    draw = ImageDraw.Draw(page)
    for line in range(40):
        draw.text((120, 120 + 36 * line), f"Line {line} of a {kind} page that was scanned", fill="black")
    target = place / f"scan-{kind}.png"
    page.save(target)
    return page


def _libreoffice(place: Path) -> Iterator[Path]:
    filters = {
        "plain": "pdf:writer_web_pdf_Export",
        "ua": 'pdf:writer_web_pdf_Export:{"PDFUACompliance":{"type":"boolean","value":"true"}}',
        "a2": 'pdf:writer_web_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"}}',
    }
    profile = f"-env:UserInstallation=file://{place}/profile"
    for kind in ("good", "bad"):
        for name, choice in filters.items():
            _run(place, "soffice", profile, "--headless", "--convert-to", choice, "--outdir", "out", f"{kind}.html")
            yield (place / "out" / f"{kind}.pdf").rename(place / "out" / f"{kind}-{name}.pdf")
    for kind in ("good", "bad"):
        _run(place, "soffice", profile, "--headless", "--convert-to", "odt:writer8", "--outdir", "out", f"{kind}.html")
        _run(place, "soffice", profile, "--headless", "--convert-to", "epub", "--outdir", "out", f"out/{kind}.odt")
        yield place / "out" / f"{kind}.epub"


def _chromium(place: Path) -> Iterator[Path]:
    for kind in ("good", "bad"):
        _run(
            place,
            *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
            *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
            *(f"--user-data-dir={place}/chromium", f"--print-to-pdf={place}/{kind}.pdf", f"file://{place}/{kind}.html"),
        )
        yield place / f"{kind}.pdf"


def _weasyprint(place: Path) -> Iterator[Path]:
    # In a process of its own: in this one our editions may have changed how it draws.
    command = (sys.executable, "-m", "weasyprint", "--quiet")
    for kind in ("good", "bad"):
        _run(place, *command, f"{kind}.html", f"{kind}.pdf")
        _run(place, *command, "--pdf-variant", "pdf/ua-1", f"{kind}.html", f"{kind}-ua.pdf")
        yield from (place / f"{kind}.pdf", place / f"{kind}-ua.pdf")


def _typst(place: Path) -> Iterator[Path]:
    import typst

    texts = {
        "good": '#set document(title: "River levels")\n#set text(lang: "en")\n= River levels\nThe water rose.\n'
        '== Months\n#image("chart.png", alt: "A bar chart")\n'
        "#table(columns: 2, table.header([Month], [Metres]), [March], [1.0])\n",
        "bad": '= River levels\nThe water rose.\n=== Months\n#image("chart.png")\n#text(fill: luma(190))[Pale words.]\n'
        "#table(columns: 2, [Month], [Metres], [March], [1.0])\n",
    }
    for kind, text in texts.items():
        (place / f"{kind}.typ").write_text(text, encoding="utf-8")
        (place / f"{kind}.pdf").write_bytes(typst.compile(place / f"{kind}.typ", format="pdf"))
        yield place / f"{kind}.pdf"
    (place / "good-ua.pdf").write_bytes(typst.compile(place / "good.typ", format="pdf", pdf_standards="ua-1"))
    yield place / "good-ua.pdf"


def _reportlab(place: Path) -> Iterator[Path]:
    from reportlab.pdfgen import canvas

    for kind in ("good", "bad"):
        page = canvas.Canvas(str(place / f"{kind}.pdf"))
        page.setTitle("River levels" if kind == "good" else "")
        page.drawString(72, 760, "River levels")
        page.drawImage(str(place / "chart.png"), 72, 560, 300, 150)
        if kind == "bad":
            page.setFillGray(0.75)
        page.drawString(72, 520, "The water rose by a metre in March.")
        page.save()
        yield place / f"{kind}.pdf"


def _ghostscript(place: Path) -> Iterator[Path]:
    for source in _weasyprint(place):
        target = place / f"gs-{source.name}"
        _run(place, "gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", f"-sOutputFile={target}", str(source))
        yield target


def _qpdf(place: Path) -> Iterator[Path]:
    source = next(_weasyprint(place))
    _run(place, "qpdf", "--encrypt", "secret", "owner", "256", "--", str(source), "locked.pdf")
    _run(
        place,
        "qpdf",
        "--encrypt",
        "",
        "owner",
        "256",
        "--accessibility=n",
        "--extract=n",
        "--",
        str(source),
        "closed.pdf",
    )
    _run(place, "qpdf", "--linearize", str(source), "linear.pdf")
    yield from (place / "locked.pdf", place / "closed.pdf", place / "linear.pdf")


def _mutool(place: Path) -> Iterator[Path]:
    for kind in ("good", "bad"):
        _run(place, "mutool", "convert", "-o", f"{kind}.pdf", f"{kind}.html")
        yield place / f"{kind}.pdf"


def _scanner(place: Path) -> Iterator[Path]:
    _pages(place, "first").save(place / "one.pdf", resolution=150)
    _pages(place, "first").save(
        place / "two.pdf", resolution=150, save_all=True, append_images=[_pages(place, "second")]
    )
    yield from (place / "one.pdf", place / "two.pdf")


def _pandoc(place: Path) -> Iterator[Path]:
    for kind in ("good", "bad"):
        _run(place, "pandoc", f"{kind}.html", "-o", f"{kind}.epub")
        _run(place, "pandoc", f"{kind}.html", "-t", "epub2", "-o", f"{kind}-2.epub")
        yield from (place / f"{kind}.epub", place / f"{kind}-2.epub")


def _ebooklib(place: Path) -> Iterator[Path]:
    from ebooklib import epub

    for kind in ("good", "bad"):
        book = epub.EpubBook()
        book.set_identifier("urn:uuid:00000000-0000-4000-8000-000000000000")
        book.set_title("River levels")
        book.set_language("en")
        chapter = epub.EpubHtml(title="River levels", file_name="chapter.xhtml", lang="en" if kind == "good" else None)
        chapter.content = (_GOOD if kind == "good" else _BAD.replace('class="pale"', 'style="color: #bbb"')).partition(
            "</html>"
        )[0]
        book.add_item(chapter)
        picture = (place / "chart.png").read_bytes()
        book.add_item(epub.EpubItem(uid="chart", file_name="chart.png", media_type="image/png", content=picture))
        book.toc = (chapter,)
        book.spine = ["nav", chapter]
        book.add_item(epub.EpubNcx())
        book.add_item(epub.EpubNav())
        epub.write_epub(str(place / f"{kind}.epub"), book)
        yield place / f"{kind}.epub"


def _makers() -> dict[str, Callable[[Path], Iterator[Path]]]:
    return {
        "weasyprint": _weasyprint,
        "typst": _typst,
        "reportlab": _reportlab,
        "ebooklib": _ebooklib,
        "pandoc": _pandoc,
        "chromium": _chromium,
        "ghostscript": _ghostscript,
        "qpdf": _qpdf,
        "mutool": _mutool,
        "scanner": _scanner,
        "libreoffice": _libreoffice,
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]).absolute())
