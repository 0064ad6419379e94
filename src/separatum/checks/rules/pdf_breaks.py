"""Check that pages and columns break where a reader can bear it: no line alone, nothing parted from its own."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.pdf_blocks import Block, Part, line_count
from separatum.checks.registry import CannotRunError, Seen, Subject, check
from separatum.model.findings import Location, Severity

_FEWEST_ON_LAST_PAGE = 5
_FEWEST_UNDER_HEADING = 2
_HINT_EDIT = "change the text by some words, or the size of an image, and export again"


@check("LAYOUT-WIDOW", Severity.WARNING, needs=("pdf",), elsewhere=Severity.INFO)
def no_line_begins_a_page_alone(subject: Subject) -> Iterator[Seen]:
    """A widow: the last line of a paragraph is alone at the head of a page or column.

    It is torn from its sentence, and leaves the page with a ragged top. Style sheets forbid it with “widows: 2” (CSS
    Fragmentation 3, section 3.3); where nothing else fits, a layout breaks that rule. It is not known in an untagged
    file.
    """
    file = _tagged(subject)
    for block in _text(file):
        last = block.parts[-1]
        if len(block.parts) > 1 and last.lines == 1:
            yield _seen(file, last, "{} is alone at the head of a page or column")


@check("LAYOUT-ORPHAN", Severity.WARNING, needs=("pdf",), elsewhere=Severity.INFO)
def no_line_ends_a_page_alone(subject: Subject) -> Iterator[Seen]:
    """An orphan: the first line of a paragraph is alone at the foot of a page or column.

    The paragraph seems to end before it has begun. Style sheets forbid it with “orphans: 2” (CSS Fragmentation 3,
    section 3.3); where nothing else fits, a layout breaks that rule. It is not known in an untagged file.
    """
    file = _tagged(subject)
    headed = {id(block) for heading, block in pairwise(_blocks(file)) if heading.is_heading}
    for block in _text(file):
        first = block.parts[0]
        if len(block.parts) > 1 and first.lines == 1 and id(block) not in headed:
            yield _seen(file, first, "{} is alone at the foot of a page or column")


@check("LAYOUT-HEADING", Severity.WARNING, needs=("pdf",), elsewhere=Severity.INFO)
def headings_stand_over_their_text(subject: Subject) -> Iterator[Seen]:
    """A heading is at the foot of a page or column, with fewer than two lines of its text below it.

    It announces what the reader must turn the page for. Style sheets forbid it with “break-after: avoid” (CSS
    Fragmentation 3, section 3.1); where nothing else fits, a layout breaks that rule. An image or a table below it is
    enough. It is not known in an untagged file.
    """
    file = _tagged(subject)
    blocks = [block for block in _blocks(file) if not block.is_in("/Note", "/FENote", "/Lbl")]
    for place, heading in enumerate(blocks):
        if heading.is_heading and heading.parts and _is_parted(heading, blocks[place + 1 :]):
            yield _seen(file, heading.parts[-1], "the heading {} is at the foot of a page or column")


@check("LAYOUT-CAPTION", Severity.WARNING, needs=("pdf",), elsewhere=Severity.INFO)
def captions_stand_by_their_figures(subject: Subject) -> Iterator[Seen]:
    """A figure and its caption are on different pages.

    The reader of one does not know of the other. Style sheets forbid it with “break-inside: avoid” on the figure (CSS
    Fragmentation 3, section 3.2); an image that is as high as the page leaves no room for its caption. It is not known
    in an untagged file.
    """
    file = _tagged(subject)
    blocks = _blocks(file)
    for caption in blocks:
        if caption.role == "/Caption" and caption.parts:
            pages = _pages_of_captioned(caption, blocks)
            if pages and not set(pages) & set(caption.pages):
                yield _seen(file, caption.parts[0], f"the caption {{}} is parted from its figure on page {pages[0]}")


@check("LAYOUT-NOTE", Severity.WARNING, needs=("pdf",), elsewhere=Severity.INFO)
def notes_begin_on_the_page_of_their_call(subject: Subject) -> Iterator[Seen]:
    """A note at the foot of a page is parted from its call: it begins on another page.

    Readers who look at the foot of the page do not find it. Style sheets forbid it with “footnote-policy: line” (CSS
    Generated Content for Paged Media, section 2.7); a note that begins on its page may go on on the next. Notes at the
    end of a document belong there. It is not known in an untagged file.
    """
    file = _tagged(subject)
    for block in _blocks(file):
        if block.parts and block.called_on not in (None, block.pages[0]):
            yield _seen(file, block.parts[0], f"the note {{}} is parted from its call on page {block.called_on}")


@check("LAYOUT-LAST-PAGE", Severity.WARNING, needs=("pdf",), elsewhere=Severity.INFO)
def the_last_page_is_worth_its_paper(subject: Subject) -> Iterator[Seen]:
    """The last page is nearly empty: it has fewer than five lines.

    It costs a sheet of paper, and looks like a mistake. Running heads and folios do not count, an image does. Some
    words less, or a smaller image, take the page away. It is not known in an untagged file.
    """
    file = _tagged(subject)
    last = file.sheets[-1]
    pieces = [piece for piece in last.pieces if piece.mark is not None]
    lines = line_count(pieces)
    if len(file.sheets) > 1 and not last.images and pieces and lines < _FEWEST_ON_LAST_PAGE:
        message = f"the last page has {lines} line{'s' if lines > 1 else ''}"
        yield Seen(message, Location(file=file.name, page=last.number), _HINT_EDIT)


def _tagged(subject: Subject) -> PdfDocument:
    assert subject.pdf is not None
    if not subject.pdf.sheets:
        raise CannotRunError("PDFium cannot lay out the PDF")
    if subject.pdf.blocks is None:
        raise CannotRunError("the PDF is not tagged")
    return subject.pdf


def _blocks(file: PdfDocument) -> Sequence[Block]:
    return file.blocks or ()


def _text(file: PdfDocument) -> Iterator[Block]:
    """The blocks that flow from page to page."""
    return (block for block in _blocks(file) if block.parts and block.is_running_text)


def _seen(file: PdfDocument, part: Part, message: str) -> Seen:
    return Seen(message.format(file.quoted(*part.pieces)), Location(file=file.name, page=part.page), _HINT_EDIT)


def _is_parted(heading: Block, following: Sequence[Block]) -> bool:
    """Whether fewer than two lines of what follows, or less than all of it, stand below the heading."""
    end = heading.parts[-1]
    parent = heading.ancestors[-2:-1]
    lines = below = 0
    for block in following:
        if (block.is_heading and lines) or (parent and parent[0] not in block.ancestors):
            break
        if block.images or block.is_in("/Table"):
            here = _stands_below(block, end)
            return not here and below < _FEWEST_UNDER_HEADING
        if not block.is_heading:
            lines += block.lines
            below += sum(part.lines for part in block.parts if _is_below(part, end))
        if lines >= _FEWEST_UNDER_HEADING:
            break
    return below < min(lines, _FEWEST_UNDER_HEADING)


def _stands_below(block: Block, end: Part) -> bool:
    bottom = max(piece.box[3] for piece in end.pieces)
    images = any(image.page == end.page and image.box[3] > bottom for image in block.images)
    return images or any(_is_below(part, end) for part in block.parts)


def _is_below(part: Part, end: Part) -> bool:
    """Whether a part stands below another, in its column."""
    if part.page != end.page:
        return False
    left, right = min(one.box[0] for one in end.pieces), max(one.box[2] for one in end.pieces)
    across = any(one.box[0] < right and one.box[2] > left for one in part.pieces)
    return across and max(one.baseline for one in part.pieces) > max(one.baseline for one in end.pieces)


def _pages_of_captioned(caption: Block, blocks: Sequence[Block]) -> list[int]:
    """The pages of the figure or table that a caption belongs to; none where the tree does not tell which it is."""
    *around, _ = caption.ancestors
    if not around:
        return []
    known, role = around[-1]
    others = [block for block in blocks if block is not caption and (known, role) in block.ancestors]
    if role not in {"/Table", "/Figure"}:
        others = [block for block in others if block.images or block.is_in("/Figure")]
    return list(dict.fromkeys(page for block in others for page in block.pages))
