"""What a box begins with, and a paragraph in strong type, keep two lines of what stands below them."""

from collections.abc import Callable

import pytest

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.pdf_blocks import line_count
from separatum.checks.formats.pdf_pages import Piece
from separatum.editions import edition
from separatum.model.article import Article
from separatum.style.style import load_style

Reader = Callable[..., Article]

WORDS = "The quick brown fox jumps over the lazy dog, and nobody extraordinarily understandable has asked it why. "
BODIES = {
    "a line": f"One line.\n\n{WORDS * 3}",
    "a list": f"- one\n- two\n- {WORDS * 3}\n- four",
    "code": "```\n" + "a line\n" * 14 + "```",
}
HEADS: dict[str, Callable[[str], str]] = {
    "a callout": lambda body: "> [!TIP]\n" + "\n".join(f"> {line}" for line in body.split("\n")),
    "a box": lambda body: '!!! tip ""\n\n' + "\n".join(f"    {line}" for line in f"Tip\n\n{body}".split("\n")),
    "strong type": lambda body: f"**Tip**\n\n{body}",
    "a link in strong type": lambda body: f"[**Tip**](https://a.example/)\n\n{body}",
}


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("body", BODIES)
def test_two_lines_stand_below_it_on_its_page(head: str, body: str, article: Reader) -> None:
    style, first_pages = load_style(None, "a5"), set[int]()
    for lines in range(23, 31):
        text = "Word.\n\n" * lines + HEADS[head](BODIES[body]) + f"\n\n{WORDS * 9}"
        file = PdfDocument(edition("pdf").write(article(text), style), "a.pdf")
        pieces = [piece for block in file.blocks or () for part in block.parts for piece in part.pieces]
        title = next(place for place, piece in enumerate(pieces) if said(file, piece) == "Tip")
        page = pieces[title].page
        first_pages.add(page)
        below = [piece for piece in pieces[title + 1 :] if piece.page == page]
        assert line_count(below) >= 2, lines
    assert len(first_pages) == 2, "no page ends near it"


def said(file: PdfDocument, piece: Piece) -> str:
    return file.quoted(piece).strip("“”")
