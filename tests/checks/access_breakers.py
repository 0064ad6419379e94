"""Ways to harm what a screen reader needs: alternative texts, claims, page lists, the structure tree."""

import re
from typing import Any

import pikepdf

from tests.checks.breakers import Editions, breaks, structure, with_parts, with_pdf, with_text


@breaks("ALT-EPUB")
def an_image_without_alternative_text(editions: Editions) -> Editions:
    pictured = with_text(editions, "</article>", '<p><img src="cover.jpg"/></p></article>')
    modest = with_text(pictured, ">alternativeText<", ">highContrastDisplay<", part="content.opf")
    return with_text(modest, 'Sufficient">textual<', 'Sufficient">visual<', part="content.opf")


@breaks("LINK-EPUB-WORDS")
def a_link_without_words(editions: Editions) -> Editions:
    return with_text(editions, "</article>", '<p><a href="https://example.org/"></a></p></article>')


@breaks("ROLE-EPUB")
def contents_that_only_a_reading_system_knows(editions: Editions) -> Editions:
    return with_text(editions, 'role="doc-toc"', "", part="nav.xhtml")


@breaks("LANDMARK-EPUB")
def two_lists_of_links_without_names(editions: Editions) -> Editions:
    lists = 2 * '<nav role="navigation"><ol><li><a href="article.xhtml">Fire</a></li></ol></nav>'
    return with_text(editions, "</body>", f"{lists}</body>", part="nav.xhtml")


@breaks("TABLE-EPUB")
def a_table_without_heads(editions: Editions) -> Editions:
    first = with_text(editions, '<th scope="col" class="brief">Year</th>', "<td>Year</td>")
    return with_text(first, '<th scope="col" class="right">Loss</th>', "<td>Loss</td>")


@breaks("ACCESS-MISSING")
def no_word_of_hazards(editions: Editions) -> Editions:
    return with_text(editions, "schema:accessibilityHazard", "schema:accessibilityAPI", part="content.opf")


@breaks("ACCESS-CLAIM")
def a_sound_that_is_not_there(editions: Editions) -> Editions:
    return with_text(editions, 'accessMode">visual', 'accessMode">auditory', part="content.opf")


@breaks("PAGELIST-EPUB")
def a_page_that_is_not_listed(editions: Editions) -> Editions:
    return with_text(editions, '<li><a href="article.xhtml#page-2">2</a></li>', "", part="nav.xhtml")


@breaks("PAGELIST-EPUB")
def two_pages_exchanged(editions: Editions) -> Editions:
    return with_text(editions, 'article.xhtml#page-2">2', 'article.xhtml#page-1">2', part="nav.xhtml")


@breaks("PAGELIST-EPUB")
def pages_of_nobody_knows_what(editions: Editions) -> Editions:
    return with_text(editions, 'property="pageBreakSource"', 'property="dcterms:relation"', part="content.opf")


@breaks("PAGELIST-PARITY")
def a_page_that_begins_a_word_too_late(editions: Editions) -> Editions:
    mark = re.compile(rb'(<span epub:type="pagebreak"[^>]* id="page-2"[^>]*/>)((?:<[^>]*>)*\w+\s)')

    def move(content: bytes) -> bytes:
        return mark.sub(rb"\2\1", content)

    return Editions(with_parts(editions.epub, {"article.xhtml": move}), editions.pdf)


def elements(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    found = structure(pdf, kind)
    assert found, f"there is no {kind}"
    return found


def others(element: pikepdf.Object, kid: pikepdf.Object) -> list[Any]:
    """The kids of an element without one of them: other elements, and marks on pages, which are numbers."""
    return [one for one in list[Any](element.K) if isinstance(one, int) or one.objgen != kid.objgen]


@breaks("STRUCTURE-PDF")
def a_list_beside_its_item(editions: Editions) -> Editions:
    def part(pdf: pikepdf.Pdf) -> None:
        outer, inner = elements(pdf, "/L")[:2]
        body = next(body for body in elements(pdf, "/LBody") if len(others(body, inner)) < len(body.K))
        body.K = pikepdf.Array(others(body, inner))
        items = list(outer.K)
        outer.K = pikepdf.Array([items[0], inner, *items[1:]])
        inner.P = outer

    return with_pdf(editions, part)


@breaks("STRUCTURE-PDF")
def a_link_that_leads_nowhere(editions: Editions) -> Editions:
    def part(pdf: pikepdf.Pdf) -> None:
        link = elements(pdf, "/Link")[0]
        link.K = pikepdf.Array(
            [kid for kid in list[Any](link.K) if isinstance(kid, int) or kid.get("/Type") != "/OBJR"]
        )

    return with_pdf(editions, part)


@breaks("STRUCTURE-PDF")
def a_paragraph_of_nothing(editions: Editions) -> Editions:
    def add(pdf: pikepdf.Pdf) -> None:
        article = elements(pdf, "/Art")[0]
        empty = pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.P, P=article, K=pikepdf.Array())
        article.K.append(pdf.make_indirect(empty))

    return with_pdf(editions, add)


@breaks("HEADING-PDF")
def a_skipped_level_of_headings(editions: Editions) -> Editions:
    def skip(pdf: pikepdf.Pdf) -> None:
        elements(pdf, "/H2")[0].S = pikepdf.Name.H3

    return with_pdf(editions, skip)


@breaks("NOTE-PDF")
def a_note_at_the_end(editions: Editions) -> Editions:
    def move(pdf: pikepdf.Pdf) -> None:
        note = elements(pdf, "/Note")[0]
        note.P.K = pikepdf.Array(others(note.P, note))
        root = elements(pdf, "/Document")[0]
        root.K.append(note)
        note.P = root

    return with_pdf(editions, move)
