"""Check that the text of an EPUB stands out from its background, and links from text, by its style sheets."""

from collections.abc import Iterator, Mapping

from lxml import etree

from separatum.checks.formats.contrast import Colour, contrast, hexadecimal, needed
from separatum.checks.formats.epub_file import line_of
from separatum.checks.formats.epub_styles import TextLook
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity

_POINTS_PER_PIXEL = 0.75
_MOST_LETTERS = 50
_Key = tuple[Colour, Colour, float]
_ENOUGH_BESIDE_TEXT = 3.0
"""The least contrast of a link with the text around it, where only its colour tells it (WCAG 2.2, technique G183)."""
_BLOCKS = frozenset({
    *("p", "li", "dd", "dt", "td", "th", "div", "blockquote", "figcaption", "caption", "section", "article", "aside"),
    *("h1", "h2", "h3", "h4", "h5", "h6"),
})  # fmt: skip
_HINT = "make the text darker or its background lighter in the style sheet, or leave colours to the reader"


@check("CONTRAST-EPUB", Severity.WARNING, needs=("epub",), elsewhere=Severity.ERROR)
def text_has_contrast(subject: Subject) -> Iterator[Seen]:
    """Text in the EPUB has too little contrast.

    By the style sheets of the book, text needs a contrast of 4.5:1 with its background; large text (18 pt, or 14 pt if
    bold) needs 3:1 (WCAG 2.2, success criterion 1.4.3, level AA; EPUB Accessibility 1.1, section 3). Where the book
    sets no colour, black on white is assumed, as most reading systems show it. Choose other colours, or leave them to
    the reader. Text on an image is not measured: a person must look at it.
    """
    assert subject.epub is not None
    book = subject.epub
    first: dict[_Key, tuple[TextLook, float, float]] = {}
    places: dict[_Key, list[Location]] = {}
    for path, looks in book.looks.items():
        for look in looks:
            if look.colour is None or look.ground is None or look.on_image or look.colour == look.ground:
                continue
            found = contrast(look.colour, look.ground)
            least = needed(look.size * _POINTS_PER_PIXEL, is_bold=look.is_bold)
            if found < least:
                key = look.colour, look.ground, least
                first.setdefault(key, (look, found, least))
                places.setdefault(key, []).append(Location(file=f"{book.name}!{path}", line=line_of(look.element)))
    for key, (look, found, least) in first.items():
        words = _brief(look.text)
        assert look.colour is not None
        assert look.ground is not None
        colours = f"{hexadecimal(look.colour)} on {hexadecimal(look.ground)}"
        message = f"“{words}” has a contrast of {found:.1f}:1 ({colours}); {least:g}:1 is needed"
        yield Seen(message, places[key][0], _HINT, tuple(dict.fromkeys(places[key][1:])))


def _brief(text: str) -> str:
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS].rsplit(' ', 1)[0]} …"


@check("LINK-EPUB-COLOUR", Severity.WARNING, needs=("epub",), elsewhere=Severity.ERROR)
def links_are_told_by_more_than_colour(subject: Subject) -> Iterator[Seen]:
    """A link in the EPUB differs from the text around it by its colour alone.

    Whoever does not see the colour does not find the link (WCAG 2.2, success criterion 1.4.1, level A, failure F73;
    EPUB Accessibility 1.1, section 3). It is told by a line under it, by its weight, slant or face, or by a contrast of
    3:1 with the text (technique G183). Leave the line that reading systems draw under links. By the style sheets of the
    book; where they give a link no colour, blue is assumed.
    """
    assert subject.epub is not None
    book = subject.epub
    places: dict[str, list[Location]] = {}
    first: dict[str, tuple[TextLook, float]] = {}
    for path, looks in book.looks.items():
        known = {look.element: look for look in looks}
        for look in looks:
            if not any(sign.isalpha() for sign in look.text):  # the number of a note, an arrow back
                continue
            around = _text_around(look.element, known)
            if around is None or (found := _difference(look, around)) is None:
                continue
            key = f"{look.colour} {around.colour}"
            first.setdefault(key, (look, found))
            places.setdefault(key, []).append(Location(file=f"{book.name}!{path}", line=line_of(look.element)))
    for key, (look, found) in first.items():
        message = f"the link “{_brief(look.text)}” differs from the text around it only by its colour ({found:.1f}:1)"
        if found == 1:
            message = f"the link “{_brief(look.text)}” looks like the text around it"
        hint = "leave the line under links in the style sheet, or set them in bold"
        yield Seen(message, places[key][0], hint, tuple(dict.fromkeys(places[key][1:])))


def _text_around(element: etree._Element, known: Mapping[etree._Element, TextLook]) -> TextLook | None:
    """The text of the block that a link stands in; None for what is in no link, or in one that stands alone."""
    inside = iter([element, *element.iterancestors()])
    for link in inside:
        if _name(link) == "a" and link.get("href") is not None:
            break
        if _name(link) in _BLOCKS:
            return None
    outer = [one for one in inside if one in known or _name(one) in _BLOCKS][:1]
    around = known.get(outer[0]) if outer else None
    return around if around is not None and any(sign.isalnum() for sign in around.text) else None


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _difference(link: TextLook, around: TextLook) -> float | None:
    """The contrast of a link with the text around it; None if it is enough, unknown, or not all that tells it."""
    if link.colour is None or around.colour is None or link.ground != around.ground:
        return None
    if (link.shape, link.size, link.is_bold) != (around.shape, around.size, around.is_bold):
        return None
    found = contrast(link.colour, around.colour)
    return found if found < _ENOUGH_BESIDE_TEXT else None
