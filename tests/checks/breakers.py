"""The breakers: each harms good editions in one way, so that one check, and no other, must find it."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass

import pikepdf

from tests.checks.article import drawing, epub_bytes, pdf_bytes, small_article


@dataclass(frozen=True, slots=True)
class Editions:
    """The finished files of the small article."""

    epub: bytes
    pdf: bytes


Breaker = Callable[[Editions], Editions]
BREAKERS: dict[str, list[Breaker]] = {}


def good() -> Editions:
    article = small_article()
    return Editions(epub_bytes(article), pdf_bytes(article))


def breaks(code: str) -> Callable[[Breaker], Breaker]:
    def register(breaker: Breaker) -> Breaker:
        BREAKERS.setdefault(code, []).append(breaker)
        return breaker

    return register


def with_parts(epub: bytes, changes: dict[str, Callable[[bytes], bytes]]) -> bytes:
    """An EPUB with some of its parts changed; each name is the end of one part's path."""
    written = io.BytesIO()
    left = dict(changes)
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(written, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            name = next((name for name in left if info.filename.endswith(name)), None)
            if name is not None:
                changed = left.pop(name)(content)
                assert changed != content, f"{name} was not changed"
                content = changed
            new.writestr(info, content)
    assert not left, f"no such part: {left}"
    return written.getvalue()


def with_text(editions: Editions, old: str, new: str, part: str = "article.xhtml") -> Editions:
    """An EPUB with some words replaced; white space in `old` stands for any white space."""
    pattern = re.compile(r"\s+".join(map(re.escape, old.split(" "))))

    def replace(content: bytes) -> bytes:
        text, count = pattern.subn(new.replace("\\", "\\\\"), content.decode("utf-8"), count=1)
        assert count == 1, f"“{old}” is not in {part}"
        return text.encode("utf-8")

    return Editions(with_parts(editions.epub, {part: replace}), editions.pdf)


def with_pdf(editions: Editions, harm: Callable[[pikepdf.Pdf], None]) -> Editions:
    with pikepdf.open(io.BytesIO(editions.pdf)) as pdf:
        harm(pdf)
        written = io.BytesIO()
        pdf.save(written)
    return Editions(editions.epub, written.getvalue())


def structure(pdf: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    """The structure elements of one kind, in their order."""
    found: list[pikepdf.Object] = []

    def walk(element: pikepdf.Object) -> None:
        if isinstance(element, pikepdf.Array):
            for kid in list(element):
                walk(kid)
        elif isinstance(element, pikepdf.Dictionary):
            if element.get("/S") == kind:
                found.append(element)
            if "/K" in element:
                walk(element.K)

    walk(pdf.Root.StructTreeRoot.K)
    return found


@breaks("EPUB-BROKEN")
def cut_off(editions: Editions) -> Editions:
    return Editions(editions.epub[: len(editions.epub) // 2], editions.pdf)


@breaks("EPUB-BROKEN")
def not_well_formed(editions: Editions) -> Editions:
    return with_text(editions, "</body>", "")


@breaks("PDF-BROKEN")
def cut_off_early(editions: Editions) -> Editions:
    return Editions(editions.epub, editions.pdf[:200])


@breaks("PDF-SYNTAX")
def wrong_start_of_cross_references(editions: Editions) -> Editions:
    return Editions(editions.epub, re.sub(rb"startxref\s+\d+", b"startxref\n7", editions.pdf))


@breaks("PDF-SYNTAX")
def a_wrong_count_of_pages(editions: Editions) -> Editions:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(editions.pdf)) as pdf:
        pdf.save(written, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return Editions(editions.epub, re.sub(rb"/Count \d(\s+/Kids)", rb"/Count 9\1", written.getvalue()))


@breaks("PDF-SYNTAX")
def something_before_the_header(editions: Editions) -> Editions:
    return Editions(editions.epub, b"PK\3\4" + editions.pdf)


@breaks("PDF-SYNTAX")
def something_after_the_end(editions: Editions) -> Editions:
    return Editions(editions.epub, editions.pdf + b"<script>")


@breaks("PDF-SYNTAX")
def a_state_that_is_not_restored(editions: Editions) -> Editions:
    return with_pdf(editions, lambda pdf: pdf.pages[0].contents_add(b" q "))


@breaks("PDF-SYNTAX")
def a_state_that_was_not_saved(editions: Editions) -> Editions:
    return with_pdf(editions, lambda pdf: pdf.pages[0].contents_add(b" Q "))


@breaks("PARITY-EPUB")
def a_lost_word(editions: Editions) -> Editions:
    return with_text(editions, "<em>not</em> say", "say")


@breaks("PARITY-PDF")
def two_lines_swapped(editions: Editions) -> Editions:
    def swap(pdf: pikepdf.Pdf) -> None:
        heading = structure(pdf, "/H2")[0]
        paragraph = next(p for p in structure(pdf, "/P") if len(p.K) > 3 and p.P == heading.P)
        first, second, *others = list(paragraph.K)
        paragraph.K = pikepdf.Array([second, first, *others])

    return with_pdf(editions, swap)


@breaks("PARITY-PDF")
def a_heading_told_twice(editions: Editions) -> Editions:
    return with_pdf(editions, lambda pdf: structure(pdf, "/H2")[0].K.append(structure(pdf, "/H2")[0].K[-1]))


@breaks("PARITY-PDF")
def a_note_taken_from_the_tree(editions: Editions) -> Editions:
    def silence(pdf: pikepdf.Pdf) -> None:
        structure(pdf, "/Note")[1].K = pikepdf.Array()

    return with_pdf(editions, silence)


@breaks("PARITY-PDF")
def a_letter_that_is_copied_as_another(editions: Editions) -> Editions:
    def misname(pdf: pikepdf.Pdf) -> None:
        for font in pdf.objects:
            if isinstance(font, pikepdf.Dictionary) and "/ToUnicode" in font:
                known = font.ToUnicode.read_bytes()
                font.ToUnicode.write(known.replace(b"<0077>", b"<0057>"))  # w, W

    return with_pdf(editions, misname)


@breaks("PARITY-EDITIONS")
def another_kicker(editions: Editions) -> Editions:
    return with_text(editions, "Investigation", "Report")


@breaks("PARITY-EDITIONS")
def a_colophon_that_ends_early(editions: Editions) -> Editions:
    def cut(pdf: pikepdf.Pdf) -> None:
        kids = structure(pdf, "/Sect")[-1].K
        last = max(
            place for place, kid in enumerate(kids) if isinstance(kid, pikepdf.Dictionary) and kid.get("/S") == "/P"
        )
        del kids[last]

    return with_pdf(editions, cut)


@breaks("IMAGE-EPUB-BROKEN")
def an_image_cut_off(editions: Editions) -> Editions:
    return Editions(with_parts(editions.epub, {"map.png": lambda png: png[:-30]}), editions.pdf)


@breaks("IMAGE-EPUB-BROKEN")
def an_image_with_a_wrong_checksum(editions: Editions) -> Editions:
    def flip(png: bytes) -> bytes:
        place = png.index(b"IEND") + 5
        return png[:place] + bytes([png[place] ^ 1]) + png[place + 1 :]

    return Editions(with_parts(editions.epub, {"map.png": flip}), editions.pdf)


@breaks("IMAGE-EPUB-MISSING")
def a_smaller_image(editions: Editions) -> Editions:
    return Editions(with_parts(editions.epub, {"map.png": lambda _: drawing(32, 24)}), editions.pdf)


@breaks("IMAGE-EPUB-MISSING")
def a_blank_image(editions: Editions) -> Editions:
    return Editions(with_parts(editions.epub, {"map.png": lambda _: drawing(blank=True)}), editions.pdf)


@breaks("IMAGE-EPUB-ALT")
def another_alternative_text(editions: Editions) -> Editions:
    return with_text(editions, 'alt="A map of', 'alt="A plan of')


def images(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [thing for thing in pdf.objects if isinstance(thing, pikepdf.Stream) and thing.get("/Subtype") == "/Image"]


@breaks("IMAGE-PDF-BROKEN")
def too_few_pixels(editions: Editions) -> Editions:
    def shorten(pdf: pikepdf.Pdf) -> None:
        image = images(pdf)[0]
        del image["/DecodeParms"]
        image.write(b"\0\x40\x80" * 64)

    return with_pdf(editions, shorten)


@breaks("IMAGE-PDF-MISSING")
def blank_pixels(editions: Editions) -> Editions:
    def whiten(pdf: pikepdf.Pdf) -> None:
        image = images(pdf)[0]
        if "/DecodeParms" in image:
            del image["/DecodeParms"]
        image.ColorSpace = pikepdf.Name.DeviceRGB
        image.write(b"\xff" * int(image.Width) * int(image.Height) * 3)

    return with_pdf(editions, whiten)


@breaks("IMAGE-PDF-MISSING")
def an_image_that_is_not_drawn(editions: Editions) -> Editions:
    def leave_out(pdf: pikepdf.Pdf) -> None:
        for page in pdf.pages:
            page.Contents.write(re.sub(rb"/\S+ Do", b"", page.Contents.read_bytes()))

    return with_pdf(editions, leave_out)


@breaks("IMAGE-PDF-ALT")
def another_description(editions: Editions) -> Editions:
    return with_pdf(editions, lambda pdf: structure(pdf, "/Figure")[0].__setitem__("/Alt", "A plan"))


@breaks("LINK-EPUB")
def a_link_to_no_id(editions: Editions) -> Editions:
    return with_text(editions, 'href="#first"', 'href="#frist"')


@breaks("LINK-EPUB")
def a_link_to_no_part(editions: Editions) -> Editions:
    return with_text(editions, 'href="#first"', 'href="other.xhtml#first"')


@breaks("LINK-EPUB-SCHEME")
def a_link_to_a_file(editions: Editions) -> Editions:
    return with_text(editions, "https://example.org/b", "file:///etc/passwd")


def annotations(pdf: pikepdf.Pdf) -> list[pikepdf.Object]:
    return [annotation for page in pdf.pages for annotation in page.get("/Annots", ())]


@breaks("LINK-PDF")
def a_link_to_no_destination(editions: Editions) -> Editions:
    def misdirect(pdf: pikepdf.Pdf) -> None:
        next(link for link in annotations(pdf) if "/Dest" in link).Dest = pikepdf.String("nowhere")

    return with_pdf(editions, misdirect)


@breaks("LINK-PDF")
def a_bookmark_to_no_page(editions: Editions) -> Editions:
    def misdirect(pdf: pikepdf.Pdf) -> None:
        pdf.Root.Outlines.First.Dest = pikepdf.Array([pikepdf.Dictionary(), pikepdf.Name.Fit])

    return with_pdf(editions, misdirect)


@breaks("LINK-PDF-SCHEME")
def a_link_to_a_script(editions: Editions) -> Editions:
    def misdirect(pdf: pikepdf.Pdf) -> None:
        next(link for link in annotations(pdf) if "/A" in link).A.URI = pikepdf.String("javascript:alert(1)")

    return with_pdf(editions, misdirect)


@breaks("GLYPH-EPUB")
def a_letter_that_no_font_has(editions: Editions) -> Editions:
    return with_text(editions, "What was lost", "What was lost ߷", part="nav.xhtml")


@breaks("GLYPH-EPUB")
def a_square_root_whose_sign_no_font_has(editions: Editions) -> Editions:
    root = '<math xmlns="http://www.w3.org/1998/Math/MathML" alttext="the root of 2"><msqrt><mn>2</mn></msqrt></math>'
    return with_text(editions, "What was lost", f"What was lost {root}", part="nav.xhtml")


@breaks("GLYPH-PDF")
def a_glyph_that_the_font_lacks(editions: Editions) -> Editions:
    return with_pdf(editions, lambda pdf: _show_what_lacks(pdf, has_map=False))


@breaks("GLYPH-PDF")
def a_code_that_the_fonts_map_lacks(editions: Editions) -> Editions:
    return with_pdf(editions, lambda pdf: _show_what_lacks(pdf, has_map=True))


def _show_what_lacks(pdf: pikepdf.Pdf, *, has_map: bool) -> None:
    """Show a code that no font has, in a font whose codes are glyph numbers or in one that maps them to such."""
    page = pdf.pages[0]
    fonts = sorted(
        name
        for name, font in page.Resources.Font.items()
        if isinstance(font.DescendantFonts[0].CIDToGIDMap, pikepdf.Stream) is has_map
    )
    page.contents_add(b"/Artifact BMC BT " + fonts[0].encode() + b" 9 Tf <FFF0> Tj ET EMC")


@breaks("FONT-PDF")
def a_font_that_is_not_embedded(editions: Editions) -> Editions:
    def take_out(pdf: pikepdf.Pdf) -> None:
        descriptor = next(
            thing for thing in pdf.objects if isinstance(thing, pikepdf.Dictionary) and "/FontFile2" in thing
        )
        del descriptor["/FontFile2"]

    return with_pdf(editions, take_out)


@breaks("HEADING-EPUB")
def a_skipped_level(editions: Editions) -> Editions:
    broken = with_text(editions, '<h3 id="second"', '<h4 id="second"')
    return with_text(broken, "</h3>", "</h4>")


@breaks("LANGUAGE-EPUB")
def no_language_in_the_nav(editions: Editions) -> Editions:
    def silence(content: bytes) -> bytes:
        return re.sub(rb'\s(xml:)?lang="[^"]*"', b"", content)

    return Editions(with_parts(editions.epub, {"nav.xhtml": silence}), editions.pdf)


@breaks("LANGUAGE-PDF")
def no_language_in_the_catalogue(editions: Editions) -> Editions:
    return with_pdf(editions, lambda pdf: pdf.Root.__delitem__("/Lang"))


@breaks("ACTIVE-EPUB")
def a_script(editions: Editions) -> Editions:
    return with_text(editions, "</body>", "<script>count()</script></body>")


@breaks("ACTIVE-EPUB")
def a_handler(editions: Editions) -> Editions:
    return with_text(editions, "<h1 ", '<h1 onclick="count()" ')


@breaks("ACTIVE-PDF")
def a_script_on_a_link(editions: Editions) -> Editions:
    def act(pdf: pikepdf.Pdf) -> None:
        script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)"))
        pdf.Root.Names.JavaScript = pikepdf.Dictionary(Names=pikepdf.Array([pikepdf.String("a"), script]))

    return with_pdf(editions, act)


@breaks("ACTIVE-PDF")
def a_program_after_a_link(editions: Editions) -> Editions:
    def act(pdf: pikepdf.Pdf) -> None:
        link = next(link for link in annotations(pdf) if "/A" in link)
        link.A.Next = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("calc.exe"))

    return with_pdf(editions, act)


@breaks("UNASKED-PDF")
def an_attachment(editions: Editions) -> Editions:
    return with_pdf(editions, lambda pdf: pdf.attachments.__setitem__("notes.txt", b"private"))


@breaks("UNASKED-PDF")
def an_action_on_opening(editions: Editions) -> Editions:
    def act(pdf: pikepdf.Pdf) -> None:
        pdf.Root.OpenAction = pikepdf.Array([pdf.pages[0].obj, pikepdf.Name.Fit])

    return with_pdf(editions, act)


@breaks("UNASKED-PDF")
def a_form(editions: Editions) -> Editions:
    def ask(pdf: pikepdf.Pdf) -> None:
        field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Tx, T=pikepdf.String("name")))
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([field]))

    return with_pdf(editions, ask)
