"""The breakers of the layout: styles whose lengths and colours are wrong, and the same words."""

from dataclasses import replace
from itertools import pairwise

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.formats.pdf_blocks import Block
from separatum.editions import write_together
from separatum.style.style import load_style
from tests.checks.article import small_article
from tests.checks.breakers import Editions, breaks


def _styled(editions: Editions, rules: str) -> Editions:
    """The same article, laid out with some more rules."""
    style = load_style()
    made = write_together(("epub", "pdf"), small_article(), replace(style, print=f"{style.print}\n{rules}"))
    return Editions(**{maker.format: content for maker, content in made})


@breaks("LAYOUT-TINY")
def a_standfirst_like_dust(editions: Editions) -> Editions:
    return _styled(editions, ".standfirst { font-size: 1pt }")


@breaks("LAYOUT-COVERED")
def a_standfirst_under_the_byline(editions: Editions) -> Editions:
    return _styled(editions, ".byline { position: relative; margin-top: -20mm; padding-top: 20mm; background: white }")


@breaks("LAYOUT-OFF-PAGE")
def a_kicker_in_the_left_half_of_nowhere(editions: Editions) -> Editions:
    return _styled(editions, ".kicker { margin-left: -38mm }")


@breaks("LAYOUT-OFF-PAGE")
def a_folio_below_the_page(editions: Editions) -> Editions:
    return _styled(
        editions, "@page { @bottom-right { vertical-align: bottom; padding-bottom: 0; margin-bottom: -5mm } }"
    )


@breaks("LAYOUT-EDGE")
def a_folio_at_the_edge(editions: Editions) -> Editions:
    return _styled(
        editions, "@page { @bottom-right { vertical-align: bottom; padding-bottom: 1mm; margin-bottom: 0 } }"
    )


@breaks("LAYOUT-OVERLAP")
def a_headline_without_leading(editions: Editions) -> Editions:
    return _styled(editions, "h1 { line-height: 0.4 }")


@breaks("LAYOUT-OVERFULL")
def a_heading_in_the_margin(editions: Editions) -> Editions:
    return _styled(editions, "h2 { margin-right: -15mm; text-align: right }")


@breaks("LAYOUT-MEASURE")
def very_small_letters(editions: Editions) -> Editions:
    return _styled(editions, ".text > p { font-size: 7pt }")


def _with_a_paragraph_split_after(lines: int, editions: Editions) -> Editions:
    """The editions with the text lowered until so many lines of its first paragraph stand on the first page."""
    for lowered in range(80, 260, 8):  # half a line each time
        broken = _styled(
            editions,
            f"""p {{ widows: 1; orphans: 1 }}
            .headline {{ padding-top: {lowered}pt }}
            .initial {{ float: none; margin: 0; font: inherit }}""",
        )
        blocks: tuple[Block, ...] = PdfDocument(broken.pdf, "lost.pdf").blocks or ()
        paragraph = next(block for before, block in pairwise(blocks) if before.role == "/Caption")
        if [part.lines for part in paragraph.parts] == [lines, 3 - lines]:
            return broken
    raise AssertionError(f"the paragraph never breaks after {lines} lines")


@breaks("LAYOUT-WIDOW")
def a_line_alone_at_the_head_of_a_page(editions: Editions) -> Editions:
    return _with_a_paragraph_split_after(2, editions)


@breaks("LAYOUT-ORPHAN")
def a_line_alone_at_the_foot_of_a_page(editions: Editions) -> Editions:
    return _with_a_paragraph_split_after(1, editions)


@breaks("LAYOUT-HEADING")
def a_page_break_after_a_heading(editions: Editions) -> Editions:
    return _styled(editions, "h2 { break-after: page }")


@breaks("LAYOUT-CAPTION")
def a_page_break_before_a_caption(editions: Editions) -> Editions:
    return _styled(editions, "figcaption { break-before: page }")


@breaks("LAYOUT-NOTE")
def a_note_on_the_page_after_its_call(editions: Editions) -> Editions:
    return _styled(editions, "#note-2 { float: none; display: block; break-before: page }")


@breaks("IMAGE-PDF-RESOLUTION")
def a_small_image_stretched_to_the_measure(editions: Editions) -> Editions:
    return _styled(editions, "img { min-width: 100% !important }")


@breaks("LAYOUT-LAST-PAGE")
def one_line_on_the_last_page(editions: Editions) -> Editions:
    return _styled(editions, ".verify { display: block !important; break-before: page }")


@breaks("CONTRAST-PDF")
def a_pale_standfirst(editions: Editions) -> Editions:
    return _styled(editions, ".standfirst { color: #999 }")


@breaks("CONTRAST-PDF")
def green_on_red(editions: Editions) -> Editions:
    return _styled(editions, ".standfirst { color: #00d000; background: #d00000 }")


@breaks("LAYOUT-CONTRAST")
def a_pale_headline_that_is_large(editions: Editions) -> Editions:
    return _styled(editions, "h1 { color: #8c8c8c }")


@breaks("LAYOUT-CONTRAST")
def yellow_on_blue_that_is_grey_on_grey(editions: Editions) -> Editions:
    return _styled(editions, ".standfirst { color: #ffff00; background: #666699 }")


@breaks("LAYOUT-INVISIBLE")
def a_standfirst_white_on_white(editions: Editions) -> Editions:
    return _styled(editions, ".standfirst { color: white }")


@breaks("LAYOUT-INVISIBLE")
def a_standfirst_black_on_black(editions: Editions) -> Editions:
    return _styled(editions, ".standfirst { color: #111; background: black }")
