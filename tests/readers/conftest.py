"""The editions of the article in content/ and of specimens, and what a reading system must show of them."""

import re
import shutil
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from separatum.editions import write_together
from separatum.model.languages import language
from separatum.source import read
from separatum.style.style import load_style

ROOT = Path(__file__).parents[2]
PACKAGES = ROOT / "build" / "readers" / "node_modules"
"""Where `make readers` puts pdf.js and epub.js."""
SPECIMENS = ("ar", "he", "hi", "ka", "ru", "zh")
"""Languages whose letters run from right to left, change their order, have no capitals, or stand without spaces."""
ARTICLES = (ROOT / "content" / "article.md", *(ROOT / "tests" / "specimens" / f"{name}.md" for name in SPECIMENS))
_NEAR = 900
"""How many letters may stand between a word and the next: those of the notes at the foot of a page, and of its head."""

_LATIN = re.compile(r"[0-9A-Za-z][0-9A-Za-z.,:/-]*")
_SIGNS = re.compile(r"[^\w\s]+")
_IDEOGRAPH = re.compile("[\u3400-\u9fff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The finished files, and the words of their source."""

    epub: Path
    pdf: Path
    title: list[str]
    main: list[str]
    notes: list[list[str]]
    pieces: Counter[str]
    """How often each piece of a word is said: what stands between signs, or in one kind of type."""
    is_leftward: bool
    """Whether it is read from right to left."""


def written(source: Path, folder: Path) -> Book:
    """An article as a book in a folder."""
    article, _ = read(source)
    for maker, content in write_together(("epub", "pdf"), article, load_style()):
        (folder / f"{article.name}.{maker.format}").write_bytes(content)
    body = ET.fromstring(f"<body>{article.body}</body>")
    for figure in body.findall("figure"):
        body.remove(figure)  # it may stand on another page than the text around it
    notes = [element for element in body.iter("aside") if element.get("class") == "note"]
    told = [words_of("".join(note.itertext())) for note in notes]
    for section in [element for element in body if element.get("class") == "notes"]:
        body.remove(section)
    for block in body.iter():
        if block.tag in ("td", "th", "li", "p"):
            block.tail = f"\n{block.tail or ''}"
    for call in [element for element in body.iter("a") if element.get("class") == "noteref"]:
        call.text = ""
    speech = language(article.metadata.language)
    return Book(
        epub=folder / f"{article.name}.epub",
        pdf=folder / f"{article.name}.pdf",
        title=words_of(article.metadata.title),
        main=words_of("".join(body.itertext())),
        notes=told,
        pieces=Counter(word for part in body.itertext() for sign in _SIGNS.split(part) for word in words_of(sign)),
        is_leftward=speech is not None and speech.direction == "rtl",
    )


@pytest.fixture(scope="session")
def books(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Book]:
    """All books, by the names of their articles."""
    folder = tmp_path_factory.mktemp("readers")
    return {source.stem: written(source, folder) for source in ARTICLES}


@pytest.fixture(params=[source.stem for source in ARTICLES])
def book(request: pytest.FixtureRequest, books: Mapping[str, Book]) -> Book:
    """Each of the books."""
    return books[request.param]


def words_of(text: str) -> list[str]:
    """The words of a text, letters and figures only; of Chinese, each letter is a word."""
    spaced = _IDEOGRAPH.sub(r" \g<0> ", text)
    return [word for part in spaced.split() if (word := _letters(part))]


def _letters(text: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFKC", text).casefold() if sign.isalnum())


def lost(words: Sequence[str], letters: str, *, start: int = 0, near: int = _NEAR) -> list[str]:
    """The words that do not follow in their order in a run of letters, each not far behind the one before."""
    place, missing = start, []
    for word in words:
        found = letters.find(word, place, place + near)
        if found < 0:
            missing.append(word)
        else:
            place = found + len(word)
    return missing


def assert_all_is_said(book: Book, text: str) -> None:
    """Title, text and notes arrive, each in its order; hyphens and line ends do not count."""
    letters = _letters(text)
    # The drop cap may be told before the headline, since it is painted first.
    first = _places("".join(book.main[1:4]), letters)
    assert any(lost(book.title, letters, start=place, near=40) == [] for place in _places(book.title[0], letters))
    assert first, "the text does not begin"
    assert lost(book.main[1:], letters, start=first[0]) == []
    for note in book.notes:
        beginnings = _places("".join(note[:3]), letters)
        assert any(lost(note, letters, start=place, near=60) == [] for place in beginnings), " ".join(note)


def assert_all_pieces_are_there(book: Book, text: str) -> None:
    """Every piece of a word arrives as often as it is said, whatever the order in a line that has several fonts."""
    letters = _letters(text)
    assert [piece for piece, count in book.pieces.items() if letters.count(piece) < count] == []


def turned(text: str) -> str:
    """Lines told as they are drawn, from left to right, as they are read: figures and Latin letters stay."""
    return "\n".join(_LATIN.sub(lambda found: found[0][::-1], line[::-1]) for line in text.split("\n"))


def _places(words: str, letters: str) -> list[int]:
    """Where some words begin, run together."""
    return [match.start() for match in re.finditer(re.escape(words), letters)]


def assert_nothing_is_blank(folder: Path) -> None:
    """Each page has dark pixels on it."""
    images = sorted(folder.iterdir())
    assert len(images) > 1
    for path in images:
        with Image.open(path) as image:
            assert image.convert("L").getextrema()[0] < 160, path.name  # type: ignore[operator]


Said = Callable[..., str]


@pytest.fixture
def said() -> Said:
    """What a program says on its standard output; the test is skipped where the program is not installed."""

    def run(*command: str | Path, timeout: int = 120) -> str:
        if shutil.which(str(command[0])) is None:
            pytest.skip(f"{command[0]} is not installed")
        ended = subprocess.run([str(part) for part in command], capture_output=True, check=False, timeout=timeout)
        assert ended.returncode == 0, ended.stderr.decode("utf-8", "replace")[-2000:]
        return ended.stdout.decode("utf-8")

    return run


@pytest.fixture
def packages() -> Path:
    """The folder of pdf.js and epub.js; the test is skipped where they are not installed."""
    if not PACKAGES.is_dir():
        pytest.skip("pdf.js and epub.js are not installed: “make readers” does it")
    return PACKAGES
