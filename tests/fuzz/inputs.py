"""Inputs for the reader and for the checks, made by chance; and what must hold for each."""

import random
import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

from offprint.errors import ArticleError, FileError
from offprint.findings import has_errors

TESTS = Path(__file__).parents[1]
CORPUS = Path(__file__).parent / "corpus"
FRONT = b"---\ntitle: A case\nlanguage: en\npublished: 2017-04-05\n---\n\n"
SALT = re.split(
    r" ",
    "> - * 1. ``` ~~~ ` ** __ ~~ [x](y) ![a](map.png) [^1] [^1]: {.pullquote} {#id} {lang=ru} | |-|-| # ## === --- "
    "+++ : <div> </div> <p <!-- --> <script> </script> <td> <ul> <li> <table> <q> <b hidden> <img src=map.png alt=x> "
    "<iframe &amp; &#0; &#x202e; &nosuch; \\ \" ' « » „ “ ” … http://a.b/?utm_x=1 mailto:a@b javascript:x \t \x00 "
    "\x0b \u200b "
    "\u202e \u2028 \ufeff \U0001f1e6 é ж ש ع title: tags: [a, {b: *c} &d !!x",
)


def seeds() -> tuple[bytes, ...]:
    """All small sources that the tests have."""
    folders = (TESTS / "source" / "good", TESTS / "source" / "bad", TESTS / "hostile" / "cases", CORPUS)
    files = [path for folder in folders for path in sorted(folder.glob("*.md"))]
    return tuple(content for path in files if len(content := path.read_bytes()) < 20_000)


def article_input(chance: random.Random, sources: tuple[bytes, ...]) -> bytes:
    """One source file, more or less like an article."""
    one, other = chance.choice(sources), chance.choice(sources)
    content = one[: chance.randrange(len(one) + 1)] + other[chance.randrange(len(other) + 1) :]
    for _ in range(chance.randint(0, 8)):
        at = chance.randrange(len(content) + 1)
        salt = chance.choice(SALT).encode() * chance.choice((1, 1, 1, 2, 3, 40))
        cut = chance.choice((0, 0, 1, 5, 50))
        content = content[:at] + salt + chance.choice((b"", b"", b"\n", b"\n\n", b" ")) + content[at + cut :]
    if chance.random() < 0.1:
        at = chance.randrange(len(content) + 1)
        content = content[:at] + chance.randbytes(chance.randint(1, 4)) + content[at:]
    return content if chance.random() < 0.3 else FRONT + content.replace(FRONT, b"")


def read_input(content: bytes, folder: Path) -> None:
    """Read a source: an article with a well-formed body, or an error that names its faults."""
    from offprint.source import read

    path = folder / "article.md"
    path.write_bytes(content)
    try:
        article, findings = read(path)
    except ArticleError as error:
        if not has_errors(error.findings):
            raise AssertionError("refused without a fault") from error
        return
    except FileError:
        return
    root = fromstring(f"<body>{article.body}</body>")
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids)), "an id stands twice"
    assert not has_errors(findings)


def look_at(content: bytes, kind: str) -> None:
    """Let the checks look at a file: they find what they find, and none stops."""
    from offprint.checks.epub_file import EpubFile
    from offprint.checks.pdf_file import PdfFile
    from offprint.checks.register import Subject, run_checks

    subject = Subject(epub=EpubFile(content, "a.epub")) if kind == ".epub" else Subject(pdf=PdfFile(content, "a.pdf"))
    stopped = [finding.message for finding in run_checks(subject).findings if finding.code == "CHECK-FAILED"]
    assert not stopped, stopped
