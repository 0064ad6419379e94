"""Articles for the editions, read from Markdown as a user would write it."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from separatum.editions import edition
from separatum.model.article import Article
from separatum.source import read
from separatum.style.style import load_style

FRONT = "title: {title}\nlanguage: {language}\npublished: 2020-02-03\nsource_url: https://example.org/a\n"
Reader = Callable[..., Article]


@pytest.fixture
def article(tmp_path: Path) -> Reader:
    """Reads an article of a body of Markdown, and of lines of front matter besides the usual ones."""

    def written(body: str, more: str = "", language: str = "en-GB", title: str = "A headline") -> Article:
        Image.new("RGB", (60, 40), "#456").save(tmp_path / "p.png")
        file = tmp_path / "a.md"
        file.write_text(f"---\n{FRONT.format(title=title, language=language)}{more}---\n\n{body}\n", encoding="utf-8")
        return read(file)[0]

    return written


@pytest.fixture
def epub(article: Reader) -> Callable[..., bytes]:
    """The EPUB of such an article."""
    return lambda *words, **named: edition("epub").write(article(*words, **named), load_style())


@pytest.fixture
def pdf(article: Reader) -> Callable[..., bytes]:
    """The PDF of such an article."""
    return lambda *words, **named: edition("pdf").write(article(*words, **named), load_style())
