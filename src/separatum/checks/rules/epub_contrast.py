"""Check that the text of an EPUB stands out from its background, by its style sheets."""

from collections.abc import Iterator

from separatum.checks.formats.contrast import Colour, contrast, hexadecimal, needed
from separatum.checks.formats.epub_file import line_of
from separatum.checks.formats.epub_styles import TextLook, looks_of
from separatum.checks.registry import Seen, Subject, check
from separatum.model.findings import Location, Severity

_POINTS_PER_PIXEL = 0.75
_MOST_LETTERS = 50
_Key = tuple[Colour, Colour, float]
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
    for path, root in book.documents.items():
        for look in looks_of(book, path, root):
            if look.colour is None or look.ground is None or look.on_image or look.colour == look.ground:
                continue
            found = contrast(look.colour, look.ground)
            least = needed(look.size * _POINTS_PER_PIXEL, is_bold=look.is_bold)
            if found < least:
                key = look.colour, look.ground, least
                first.setdefault(key, (look, found, least))
                places.setdefault(key, []).append(Location(file=f"{book.name}!{path}", line=line_of(look.element)))
    for key, (look, found, least) in first.items():
        words = look.text if len(look.text) <= _MOST_LETTERS else f"{look.text[:_MOST_LETTERS].rsplit(' ', 1)[0]} …"
        assert look.colour is not None
        assert look.ground is not None
        colours = f"{hexadecimal(look.colour)} on {hexadecimal(look.ground)}"
        message = f"“{words}” has a contrast of {found:.1f}:1 ({colours}); {least:g}:1 is needed"
        yield Seen(message, places[key][0], _HINT, tuple(dict.fromkeys(places[key][1:])))
