"""Make the validators' cache, as `make setup` does: `python -m separatum.checks.validators.build_cache`.

With arguments it does the parts of that work that need a running Java; `aot_cache` calls it so. `write EPUBCHECK-JAR
TARGET` writes the jar of `schemas_jar`; `train ARCHIVE CLASSPATH…` validates two good files and a bad one, and
Java keeps what it loaded.
"""

import sys
import zipfile
from importlib.resources import as_file, files
from pathlib import Path

from PIL import Image

from separatum.checks.validators.aot_cache import make_cache
from separatum.checks.validators.java import find_jars, find_java, start_java
from separatum.checks.validators.pdf_profiles import PROFILES
from separatum.model.errors import SeparatumError

_NO_PROFILES = ("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining")
"""What was called often here is not kept (JEP 515): each later process would compile it at its start, used or not."""
_PAGE = """<html lang="en"><title>A page</title><meta name="author" content="Separatum">
<meta name="dcterms.created" content="2024-05-17">
<style>@font-face {{ font-family: "Own"; src: url("{fonts}/NotoSans-Regular.ttf") }}
html {{ font-family: "Own" }} figure {{ overflow: hidden; border-radius: 1em }}</style>
<h1>A page</h1><p>With <em>words</em>, <a href="#end">a link</a>
<ul><li>a list</ul><table><tr><th scope="col">and<tr><td>a table</table>
<figure><img src="{image}" alt="An image"></figure><h2 id="end">The end</h2>"""


def _write(epubcheck: str, target: str) -> None:
    from separatum.checks.validators.schemas_jar import write_schemas_jar

    start_java(find_java(), find_jars().epubcheck, Path.cwd())
    write_schemas_jar(Path(epubcheck), find_jars().verapdf, Path(target))


def _train(archive: str, *classpath: str) -> None:
    import jpype  # type: ignore[import-untyped]
    import weasyprint

    switches = (f"-XX:AOTCacheOutput={archive}", *_NO_PROFILES)
    start_java(find_java(), [Path(jar) for jar in classpath], Path.cwd(), *switches)
    from separatum.checks.validators.epubcheck import EpubCheck
    from separatum.checks.validators.java_internals import EPUB_SCHEMAS, compile_schemas
    from separatum.checks.validators.verapdf import VeraPdf

    epubcheck = EpubCheck()
    for names in EPUB_SCHEMAS:
        compile_schemas(names)
    with as_file(files("epubcheck") / "samples" / "childrens-literature.epub") as book:
        if zipfile.is_zipfile(book):
            epubcheck.validate(str(_with_photograph(book).absolute()))
            epubcheck.validate(str(_photograph().absolute()))  # no book: its report is written
    page = Path("page.pdf")
    with as_file(files("separatum") / "fonts") as fonts:  # a new machine may have no fonts
        content = _PAGE.format(fonts=fonts.as_uri(), image=_photograph().absolute().as_uri())
        weasyprint.HTML(string=content).write_pdf(page, pdf_variant="pdf/a-3a")
    verapdf = VeraPdf(find_jars().verapdf, beside=True)
    verapdf.enter()
    verapdf.validate(str(page.absolute()), [PROFILES[name] for name in ("ua1", "3a")])
    jpype.shutdownJVM()  # writes the archive


def _photograph() -> Path:
    """A JPEG, as most articles have one."""
    place = Path("image.jpg")
    Image.linear_gradient("L").convert("RGB").save(place)
    return place


def _with_photograph(book: Path) -> Path:
    """The same EPUB with a JPEG for its cover."""
    place = Path("book.epub")
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(place, "w") as copy:
        for entry in source.infolist():
            name, content = entry.filename, source.read(entry)
            if name.endswith("cover.png"):
                name, content = name.replace(".png", ".jpg"), _photograph().read_bytes()
            elif name.endswith((".opf", ".xhtml")):
                content = content.replace(b"cover.png", b"cover.jpg").replace(b"image/png", b"image/jpeg")
            copy.writestr(name, content)
    return place


def main(work: str = "", *arguments: str) -> int:
    """Make the cache and print its folder, or do the named part of that work."""
    if work == "write":
        _write(*arguments)
        return 0
    if work == "train":
        _train(*arguments)
        return 0
    try:
        cache = make_cache()
    except SeparatumError as error:
        sys.stderr.write(f"{error.message}\n  {error.remedy}\n")
        return int(error.exit_code)
    sys.stdout.write(f"{cache.folder}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
