"""Ways to harm what everyone's files need: text, tags, contrast, an open container, dates that exist."""

import io
import stat
import zipfile

import pikepdf
from PIL import Image, ImageDraw

from tests.checks.breakers import Editions, breaks, structure, with_parts, with_pdf, with_text

_ENCRYPTION = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
<enc:EncryptionMethod Algorithm="http://www.w3.org/2001/04/xmlenc#aes256-cbc"/>
<enc:CipherData><enc:CipherReference URI="{part}"/></enc:CipherData></enc:EncryptedData></encryption>"""


def _with_entry(editions: Editions, info: zipfile.ZipInfo | str, content: bytes) -> Editions:
    written = io.BytesIO(editions.epub)
    with zipfile.ZipFile(written, "a") as container:
        container.writestr(info, content)
    return Editions(written.getvalue(), editions.pdf)


def _saved(editions: Editions, encryption: pikepdf.Encryption) -> Editions:
    written = io.BytesIO()
    with pikepdf.open(io.BytesIO(editions.pdf)) as pdf:
        pdf.save(written, encryption=encryption)
    return Editions(editions.epub, written.getvalue())


def _modified(editions: Editions, value: bytes) -> Editions:
    def replace(package: bytes) -> bytes:
        before, mark, rest = package.partition(b'property="dcterms:modified">')
        return before + mark + value + rest[rest.index(b"<") :]

    return Editions(with_parts(editions.epub, {"content.opf": replace}), editions.pdf)


@breaks("EPUB-MODIFIED")
def a_thirtieth_of_february(editions: Editions) -> Editions:
    return _modified(editions, b"2026-02-30T12:00:00Z")


@breaks("EPUB-MODIFIED")
def an_hour_after_midnight(editions: Editions) -> Editions:
    return _modified(editions, b"2026-03-01T25:00:00Z")


@breaks("EPUB-MODIFIED")
def a_day_without_a_time(editions: Editions) -> Editions:
    return _modified(editions, b"2026-03-01")


def _dated(editions: Editions, value: bytes) -> Editions:
    def replace(package: bytes) -> bytes:
        before, mark, rest = package.partition(b"<dc:date>")
        return before + mark + value + rest[rest.index(b"<") :]

    return Editions(with_parts(editions.epub, {"content.opf": replace}), editions.pdf)


@breaks("EPUB-DATE")
def published_on_the_thirty_first_of_april(editions: Editions) -> Editions:
    return _dated(editions, b"2026-04-31")


@breaks("EPUB-DATE-FORM")
def a_month_in_words(editions: Editions) -> Editions:
    return _dated(editions, b"March 2026")


@breaks("EPUB-DATE-FORM")
def an_empty_date(editions: Editions) -> Editions:
    return _dated(editions, b"")


@breaks("PDF-DATE")
def a_thirteenth_month(editions: Editions) -> Editions:
    def harm(pdf: pikepdf.Pdf) -> None:
        pdf.docinfo["/ModDate"] = "D:20261301120000Z"

    return with_pdf(editions, harm)


@breaks("PDF-LOCKED")
def a_password(editions: Editions) -> Editions:
    return _saved(editions, pikepdf.Encryption(user="secret", owner="owner"))


@breaks("PDF-ACCESS-DENIED")
def no_permission_for_screen_readers(editions: Editions) -> Editions:
    allowed = pikepdf.Permissions(accessibility=False, extract=False)
    return _saved(editions, pikepdf.Encryption(user="", owner="owner", R=3, aes=False, metadata=False, allow=allowed))


@breaks("PDF-UNTAGGED")
def no_tags(editions: Editions) -> Editions:
    def harm(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/StructTreeRoot"]

    return with_pdf(editions, harm)


@breaks("PDF-UNTAGGED")
def tags_that_are_not_declared(editions: Editions) -> Editions:
    def harm(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/MarkInfo"]

    return with_pdf(editions, harm)


@breaks("ALT-PDF")
def a_paragraph_that_is_called_a_figure(editions: Editions) -> Editions:
    def harm(pdf: pikepdf.Pdf) -> None:
        structure(pdf, "/P")[-1].S = pikepdf.Name("/Figure")

    return with_pdf(editions, harm)


@breaks("PDF-NO-TEXT")
def a_page_that_was_scanned(editions: Editions) -> Editions:
    page = Image.new("RGB", (1240, 1754), "white")
    ImageDraw.Draw(page).text((200, 200), "A line of a page that was scanned", fill="black")
    scan = io.BytesIO()
    page.save(scan, "PDF", resolution=150)

    def harm(pdf: pikepdf.Pdf) -> None:
        with pikepdf.open(scan) as scanned:
            pdf.pages.append(scanned.pages[0])

    return _with_one_more_page(with_pdf(editions, harm))


def _with_one_more_page(editions: Editions) -> Editions:
    """The EPUB marks the last page of the PDF, which was added."""
    with pikepdf.open(io.BytesIO(editions.pdf)) as pdf:
        number = len(pdf.pages)
    mark = f'<span epub:type="pagebreak" role="doc-pagebreak" id="page-{number}" aria-label="Page {number}"/>'
    marked = with_text(editions, "</article>", f"{mark}</article>")
    last = f'<li><a href="article.xhtml#page-{number - 1}">{number - 1}</a></li>'
    entry = f'<li><a href="article.xhtml#page-{number}">{number}</a></li>'
    return with_text(marked, last, last + entry, part="nav.xhtml")


@breaks("CONTRAST-EPUB")
def a_pale_paragraph(editions: Editions) -> Editions:
    return with_text(editions, "<body", '<body style="color: #bbb"')


@breaks("CONTRAST-EPUB")
def grey_on_a_grey_ground(editions: Editions) -> Editions:
    return with_text(editions, "<body", '<body style="background: rgb(128, 128, 128); color: rgb(0%, 0%, 100%)"')


@breaks("LINK-EPUB-COLOUR")
def a_link_without_its_line(editions: Editions) -> Editions:
    return with_text(editions, '<a href="https', '<a style="text-decoration: none; color: #004" href="https')


@breaks("HEADING-EPUB-FIRST")
def a_part_that_was_cut_off_below_its_heading(editions: Editions) -> Editions:
    return with_text(with_text(editions, "<h1", "<h4"), "</h1>", "</h4>")


@breaks("HEADING-EPUB-EMPTY")
def a_heading_of_nothing(editions: Editions) -> Editions:
    return with_text(editions, "</h1>", "</h1><h2> </h2>")


@breaks("TITLE-EPUB")
def a_document_with_an_empty_title(editions: Editions) -> Editions:
    def emptied(page: bytes) -> bytes:
        before, _, rest = page.partition(b"<title>")
        return before + b"<title>" + rest[rest.index(b"</title>") :]

    return Editions(with_parts(editions.epub, {"article.xhtml": emptied}), editions.pdf)


@breaks("ARIA-EPUB-NAME")
def a_name_on_a_plain_span(editions: Editions) -> Editions:
    return with_text(editions, "<p>", '<p><span aria-label="A name"></span>')


@breaks("EPUB-LOCKED")
def an_encrypted_cover(editions: Editions) -> Editions:
    with zipfile.ZipFile(io.BytesIO(editions.epub)) as container:
        cover = next(name for name in container.namelist() if name.endswith("cover.jpg"))
    return _with_entry(editions, "META-INF/encryption.xml", _ENCRYPTION.format(part=cover).encode())


@breaks("EPUB-PATH")
def an_entry_above_the_container(editions: Editions) -> Editions:
    return _with_entry(editions, "../../autostart.txt", b"words")


@breaks("EPUB-PATH")
def an_entry_at_the_root_of_the_disk(editions: Editions) -> Editions:
    return _with_entry(editions, "/etc/words", b"words")


@breaks("ALT-EPUB")
def a_cover_drawn_without_a_word(editions: Editions) -> Editions:
    drawing = (
        '<p><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="9" height="9">'
        '<image xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="cover.jpg" width="9" height="9"/></svg></p>'
    )
    modest = with_text(editions, ">alternativeText<", ">highContrastDisplay<", part="content.opf")
    silent = with_text(modest, 'Sufficient">textual<', 'Sufficient">visual<', part="content.opf")
    return with_text(silent, "</article>", f"{drawing}</article>")


@breaks("EPUB-ENTRY")
def an_entry_that_is_a_link(editions: Editions) -> Editions:
    link = zipfile.ZipInfo("EPUB/link.txt")
    link.create_system = 3
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    return _with_entry(editions, link, b"/etc/passwd")


@breaks("EPUB-EMPTY-ADDRESS")
def an_image_from_nowhere(editions: Editions) -> Editions:
    return with_text(editions, "</article>", '<p><img src="" alt="Nothing"/></p></article>')


@breaks("TITLE-PDF")
def no_title_anywhere(editions: Editions) -> Editions:
    def harm(pdf: pikepdf.Pdf) -> None:
        with pdf.open_metadata(update_docinfo=False) as metadata:
            del metadata["dc:title"]
        del pdf.docinfo["/Title"]

    return with_pdf(editions, harm)


@breaks("TITLE-PDF-PLACE")
def a_title_only_in_the_document_information(editions: Editions) -> Editions:
    def harm(pdf: pikepdf.Pdf) -> None:
        del pdf.Root["/Metadata"]

    return with_pdf(editions, harm)


@breaks("TABLE-PDF")
def heads_that_are_ordinary_cells(editions: Editions) -> Editions:
    def harm(pdf: pikepdf.Pdf) -> None:
        for head in structure(pdf, "/TH"):
            head.S = pikepdf.Name("/TD")

    return with_pdf(editions, harm)


@breaks("TABLE-PDF-SCOPE")
def heads_that_do_not_say_of_what(editions: Editions) -> Editions:
    def harm(pdf: pikepdf.Pdf) -> None:
        for head in structure(pdf, "/TH"):
            del head["/A"]

    return with_pdf(editions, harm)


@breaks("HEADING-PDF-NONE")
def titles_that_are_only_large(editions: Editions) -> Editions:
    def harm(pdf: pikepdf.Pdf) -> None:
        for level in range(1, 7):
            for heading in structure(pdf, f"/H{level}"):
                heading.S = pikepdf.Name("/P")
        pdf.add_blank_page(page_size=(420, 595))

    return _with_one_more_page(with_pdf(editions, harm))


@breaks("CONTENT-PDF")
def a_page_number_that_nobody_tagged(editions: Editions) -> Editions:
    def harm(pdf: pikepdf.Pdf) -> None:
        page = pdf.pages[0]
        kept, depth = [], 0
        for instruction in pikepdf.parse_content_stream(page):
            operator = str(instruction.operator)
            if operator in {"BMC", "BDC"} and str(instruction.operands[0]) == "/Artifact":
                depth = 1
            elif operator == "EMC" and depth:
                depth = 0
            else:
                kept.append(instruction)
        page.Contents = pdf.make_stream(pikepdf.unparse_content_stream(kept))

    return with_pdf(editions, harm)


@breaks("ALT-PDF-WORDS")
def the_path_of_a_picture_in_place_of_words(editions: Editions) -> Editions:
    def harm(pdf: pikepdf.Pdf) -> None:
        figure = structure(pdf, "/P")[-1]
        figure.S = pikepdf.Name("/Figure")
        figure.Alt = pikepdf.String("C:\\Users\\Ada\\map.png")

    return with_pdf(editions, harm)


@breaks("PDF-BROKEN")
def a_file_that_was_not_fetched_to_its_end(editions: Editions) -> Editions:
    return Editions(editions.epub, editions.pdf[: -len(editions.pdf) // 5])


@breaks("ALT-EPUB-EMPTY")
def a_map_that_is_called_an_ornament(editions: Editions) -> Editions:
    return with_text(editions, "</article>", '<p><img src="cover.jpg" alt=""/></p></article>')


@breaks("MEDIA-EPUB")
def a_picture_that_is_called_a_font(editions: Editions) -> Editions:
    item = '<item id="odd" href="odd.jpg" media-type="font/sfnt"/></manifest>'
    named = with_text(editions, "</manifest>", item, part="content.opf")
    written = io.BytesIO()
    Image.new("RGB", (9, 9)).save(written, "JPEG")
    return _with_entry(named, "EPUB/odd.jpg", written.getvalue())
