"""Count the alarms of `inspect` over clean files, by maker: `python -m tests.privacy.clean FOLDER`.

FOLDER holds files of others. With `--make` it is filled first by the programs and libraries that are installed, with
the texts of the specimens in sixteen languages. A file with an error is printed with what was found.
"""

import argparse
import html
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pikepdf

SPECIMENS = Path(__file__).parents[1] / "specimens"
Maker = Callable[[str, list[str], str, Path], None]
"""Writes a file of a title, paragraphs and a language."""
MAKERS: dict[str, Maker] = {}


def texts() -> dict[str, tuple[str, list[str]]]:
    """The title and the paragraphs of each specimen, by its language."""
    found = {}
    for file in sorted(SPECIMENS.glob("*.md")):
        head, _, body = file.read_text(encoding="utf-8").removeprefix("---\n").partition("\n---\n")
        title = re.search(r"^title:\s*[\"']?(.*?)[\"']?\s*$", head, re.MULTILINE)
        plain = re.sub(r"!?\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])?|[*_`]|<[^>]+>|\[\^[^\]]*\]", r"\1", body)
        paragraphs = [" ".join(part.split()) for part in plain.split("\n\n") if len(part) > 80 and part[0].isalpha()]
        if title and paragraphs:
            found[file.stem] = (title[1], paragraphs[:6])
    return found


def _page(title: str, paragraphs: list[str], language: str) -> str:
    body = "".join(f"<p>{html.escape(one)}</p>" for one in paragraphs)
    head = f'<meta charset="utf-8"/><title>{html.escape(title)}</title>'
    return f'<html lang="{language}"><head>{head}</head><body><h1>{html.escape(title)}</h1>{body}</body></html>'


def _maker(name: str, program: str | None = None) -> Callable[[Maker], Maker]:
    def register(make: Maker) -> Maker:
        if program is None or shutil.which(program):
            MAKERS[name] = make
        return make

    return register


def _run(*command: str | Path) -> None:
    # An export of ours in this process puts the fonts of the machine out of sight of what it starts.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("FONTCONFIG_")}
    subprocess.run([str(one) for one in command], check=True, capture_output=True, timeout=240, env=environment)


@_maker("weasyprint.pdf")
def _weasyprint(title: str, paragraphs: list[str], language: str, file: Path) -> None:
    # In a process of its own: in this one our editions may have put the fonts of the machine out of sight.
    page = file.with_suffix(".html")
    page.write_text(_page(title, paragraphs, language), encoding="utf-8")
    _run(sys.executable, "-m", "weasyprint", "--quiet", page, file)
    page.unlink()


@_maker("chromium.pdf", "chromium")
def _chromium(title: str, paragraphs: list[str], language: str, file: Path) -> None:
    page = file.with_suffix(".html")
    page.write_text(_page(title, paragraphs, language), encoding="utf-8")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={file}"]
    _run("chromium", *options, f"--user-data-dir={file.parent / 'browser'}", f"file://{page}")
    page.unlink()


@_maker("typst.pdf")
def _typst(title: str, paragraphs: list[str], language: str, file: Path) -> None:
    import typst

    lines = "\n\n".join(re.sub(r"([\\#$*_`<>@\[\]~=/-])", r"\\\1", one) for one in paragraphs)
    head = f'#set document(title: "{title}")\n#set text(lang: "{language}")\n= {title}\n'
    source: Any = f"{head}{lines}".encode()
    typst.compile(source, output=str(file))


@_maker("pandoc.epub", "pandoc")
def _pandoc(title: str, paragraphs: list[str], language: str, file: Path) -> None:
    source = file.with_suffix(".md")
    text = "\n\n".join(paragraphs)
    source.write_text(f"---\ntitle: {title!r}\nlang: {language}\n---\n\n# {title}\n\n{text}\n", encoding="utf-8")
    _run("pandoc", source, "-o", file)
    source.unlink()


@_maker("ebooklib.epub")
def _ebooklib(title: str, paragraphs: list[str], language: str, file: Path) -> None:
    from ebooklib import epub

    book = epub.EpubBook()
    book.set_identifier("urn:isbn:9780000000000")
    book.set_title(title)
    book.set_language(language)
    page = epub.EpubHtml(title=title, file_name="a.xhtml", lang=language, content=_page(title, paragraphs, language))
    for item in (page, epub.EpubNcx(), epub.EpubNav()):
        book.add_item(item)
    book.toc, book.spine = (page,), ["nav", page]
    epub.write_epub(str(file), book)


@_maker("libreoffice.pdf", "soffice")
def _libreoffice(title: str, paragraphs: list[str], language: str, file: Path) -> None:
    page = file.with_suffix(".html")
    page.write_text(_page(title, paragraphs, language), encoding="utf-8")
    _run("soffice", "--headless", "--convert-to", "pdf:writer_web_pdf_Export", "--outdir", file.parent, page)
    page.unlink()


@_maker("ghostscript.pdf", "gs")
def _ghostscript(title: str, paragraphs: list[str], language: str, file: Path) -> None:
    before = file.with_name("before.pdf")
    _weasyprint(title, paragraphs, language, before)
    _run("gs", "-q", "-dNOPAUSE", "-dBATCH", "-sDEVICE=pdfwrite", f"-sOutputFile={file}", before)


@_maker("qpdf.pdf", "qpdf")
def _qpdf(title: str, paragraphs: list[str], language: str, file: Path) -> None:
    before = file.with_name("before.pdf")
    _weasyprint(title, paragraphs, language, before)
    _run("qpdf", "--linearize", "--object-streams=generate", before, file)


@_maker("mupdf.pdf", "mutool")
def _mupdf(title: str, paragraphs: list[str], language: str, file: Path) -> None:
    before = file.with_name("before.pdf")
    _typst(title, paragraphs, language, before)
    _run("mutool", "clean", "-gggz", before, file)


@_maker("cairo.pdf", "pdftocairo")
def _cairo(title: str, paragraphs: list[str], language: str, file: Path) -> None:
    before = file.with_name("before.pdf")
    _weasyprint(title, paragraphs, language, before)
    _run("pdftocairo", "-pdf", before, file)


@_maker("wkhtmltopdf.pdf", "wkhtmltopdf")
def _wkhtmltopdf(title: str, paragraphs: list[str], language: str, file: Path) -> None:
    page = file.with_suffix(".html")
    page.write_text(_page(title, paragraphs, language), encoding="utf-8")
    _run("wkhtmltopdf", "--quiet", page, file)
    page.unlink()


@_maker("calibre.epub", "ebook-convert")
def _calibre(title: str, paragraphs: list[str], language: str, file: Path) -> None:
    page = file.with_suffix(".html")
    page.write_text(_page(title, paragraphs, language), encoding="utf-8")
    _run("ebook-convert", page, file, "--epub-version", "3", "--title", title, "--language", language)
    page.unlink()


@_maker("ours.epub")
@_maker("ours.pdf")
def _ours(_title: str, _paragraphs: list[str], language: str, file: Path) -> None:
    from separatum.editions import edition
    from separatum.exports.pipeline import read
    from separatum.style.style import load_style

    file.write_bytes(edition(file.suffix[1:]).write(read(SPECIMENS / f"{language}.md"), load_style()))


def maker_of(file: Path) -> str:
    """The program that a file says it was written by, without its version."""
    try:
        said = _generator(file) if file.suffix == ".epub" else _producer(file)
    except (pikepdf.PdfError, zipfile.BadZipFile, KeyError, OSError):
        said = ""
    name = re.match(r"[^\W\d_][^\d(;,®™]*", said.strip())
    return " ".join(name[0].split()[:3]) if name else "not named"


def _producer(file: Path) -> str:
    with pikepdf.open(file, suppress_warnings=True) as pdf:
        return str(pdf.docinfo.get("/Producer") or pdf.docinfo.get("/Creator") or "")


def _generator(file: Path) -> str:
    with zipfile.ZipFile(file) as book:
        package = next(book.read(name) for name in book.namelist() if name.endswith(".opf"))
    tag = re.search(
        rb"<meta[^>]*name=[\"']generator[\"'][^>]*>|<meta[^>]*property=[\"']generator[\"'][^>]*>[^<]*", package
    )
    found = re.search(rb"content=[\"']([^\"']*)|>([^<]+)$", tag[0]) if tag else None
    return (found[1] or found[2]).decode("utf-8", "replace") if found else ""


def look(files: Iterable[Path]) -> dict[str, Counter[str]]:
    """Inspect files, print each that has an error with what was found, and count by maker.

    Args:
        files: PDFs and EPUBs, also links to them.
    """
    from separatum.checks.privacy.inspect import inspect_file
    from separatum.model.findings import Severity

    counts: dict[str, Counter[str]] = {}
    for file in files:
        errors = [one.message for one in inspect_file(file).findings if one.severity is Severity.ERROR]
        counts.setdefault(maker_of(file), Counter()).update(files=1, alarms=bool(errors))
        if errors:
            print(file.name, *errors[:5], sep="\n    ", flush=True)  # noqa: T201
    return counts


def made(folder: Path) -> Iterator[Path]:
    """Files of each maker that is installed, written into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for language, (title, paragraphs) in texts().items():
        for name, make in MAKERS.items():
            file = folder / f"{language}-{name}"
            if not file.exists():
                make(title, paragraphs, language, file)
            yield file


def main() -> None:
    """Look at the files of a folder, or at what the installed makers write into one."""
    parser = argparse.ArgumentParser(prog="python -m tests.privacy.clean", description=__doc__)
    parser.add_argument(
        "folder", type=Path, help="PDFs and EPUBs of others, or links to them: nothing is written there"
    )
    parser.add_argument("--make", action="store_true", help="first write files of the installed makers into the folder")
    asked = parser.parse_args()
    files = made(asked.folder) if asked.make else files_of(asked.folder)
    counts = look(files)
    for maker, count in sorted(counts.items(), key=lambda item: -item[1]["files"]):
        print(f"{count['files']:5} files, {count['alarms']:4} with an error: {maker}")  # noqa: T201
    total = sum(counts.values(), Counter[str]())
    print(f"{total['files']} files of {len(counts)} makers, {total['alarms']} with an error")  # noqa: T201


def files_of(folder: Path) -> list[Path]:
    """The PDFs and EPUBs of a folder and of those in it, in the order of their names."""
    return sorted(file for file in folder.rglob("*") if file.suffix.lower() in {".pdf", ".epub"} and file.is_file())


if __name__ == "__main__":
    main()
