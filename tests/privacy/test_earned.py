"""An error of `inspect` is earned: what fonts, colours, programs and formats call themselves is listed only."""

import base64
import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from separatum.checks.privacy import inspect_edition
from separatum.model.findings import Finding, Severity
from tests.privacy.bare_font import bare_font, font_file
from tests.privacy.makers import PAGE, by_hand, packed, unpacked, zipped


def pdf_with(change: Callable[[Any], None]) -> bytes:
    """A PDF that says only what is on its page, changed."""
    with pikepdf.open(io.BytesIO(by_hand())) as pdf:
        change(pdf)
        written = io.BytesIO()
        pdf.save(written, static_id=True)
    return written.getvalue()


def book_with(body: str = "", head: str = "", **parts: bytes) -> bytes:
    """A book that says only what is on its page, with more at the end of its page or of its head."""
    every = unpacked(zipped()) | {f"E/{name.replace('_', '.')}": content for name, content in parts.items()}
    page = PAGE.replace("</body>", f"{body}</body>").replace("</head>", f"{head}</head>")
    return packed({**every, "E/a.xhtml": page.encode()})


def findings(content: bytes) -> tuple[Finding, ...]:
    return inspect_edition(content, "pdf" if content.startswith(b"%PDF") else "epub", "a")


def errors(content: bytes) -> list[str]:
    return [one.message for one in findings(content) if one.severity is Severity.ERROR]


def said(content: bytes) -> str:
    return "\n".join(one.message for one in findings(content))


def info(key: str, value: str) -> bytes:
    def change(pdf: Any) -> None:
        pdf.docinfo[f"/{key}"] = String(value)

    return pdf_with(change)


def with_font(**descriptor: Any) -> bytes:
    def change(pdf: Any) -> None:
        described = Dictionary(Type=Name.FontDescriptor, FontName=Name.Helvetica, Flags=32)
        for key, value in descriptor.items():
            described[f"/{key}"] = pdf.make_stream(value) if isinstance(value, bytes) else value
        font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Helvetica, FontDescriptor=described)
        pdf.pages[0].add_resource(pdf.make_indirect(font), Name.Font, Name("/Zy"))

    return pdf_with(change)


def font_named(family: str, **styles: str) -> bytes:
    """A font with a family, and its style in some languages, by their numbers of Windows."""
    builder = bare_font()
    builder.setupNameTable({"familyName": family, "styleName": "Regular"})
    for language, style in styles.items():
        builder.font["name"].setName(style, 2, 3, 1, int(language[1:], 16))
    return font_file(builder)


@pytest.mark.parametrize("family", ["Kalvorada Pro", "Janson Text LT Std Roman", "Xyrwen Condensed"])
def test_the_family_of_a_font_is_listed_and_no_error(family: str) -> None:
    content = with_font(FontFamily=String(family), FontFile2=font_named(family))
    assert errors(content) == []
    assert family.split(maxsplit=1)[0] in said(content)


def test_the_style_of_a_font_in_other_languages_is_no_error() -> None:
    styles = {"l408": "Έντονα Πλάγια", "l40b": "Lavealla Kallellaan", "l40e": "Félkövér Dőlt", "l414": "Halvfet Kursiv"}
    font = font_named("Helvetica", **styles)
    content = with_font(FontFile2=font)
    assert errors(content) == []
    assert "Lavealla" in said(content)


def test_the_scripts_and_the_certificates_of_a_font_are_no_error() -> None:
    from fontTools.ttLib import TTFont
    from fontTools.ttLib.tables.DefaultTable import DefaultTable

    font = TTFont(io.BytesIO(font_named("Helvetica")))
    for tag, data in {"meta": b"dlng Armn, Cyrl, Grek, Latn, Hebr", "DSIG": b"\0\0CPS-requests@verisign.com\0"}.items():
        table = DefaultTable(tag)
        table.data = data
        font[tag] = table
    written = io.BytesIO()
    font.save(written)
    assert errors(with_font(FontFile2=written.getvalue())) == []


def test_a_person_in_the_family_of_a_font_is_an_error() -> None:
    assert errors(with_font(FontFamily=String("Xanthe Quillfeather")))
    assert errors(with_font(FontFile2=font_named("Maria Rivers Hand")))


@pytest.mark.parametrize(
    "program",
    [
        "iText 2.1.7 by 1T3XT; paulo at itextpdf.com",
        "PDFlib Personalization Server 7",
        "Canva",
        "Zwergtext 3.1 (Linux)",
        "Arbortext Advanced Print Publisher 9.1.405/W Unicode",
    ],
)
def test_a_program_that_names_itself_is_no_error(program: str) -> None:
    assert errors(info("Producer", program)) == []
    assert errors(info("Creator", program)) == []


@pytest.mark.parametrize("secret", ["Xanthe Quillfeather", r"C:\Users\xanthe\draft.doc", "xanthe@safehouse.example"])
def test_a_person_or_a_path_in_the_field_of_a_program_is_an_error(secret: str) -> None:
    assert errors(info("Producer", f"Writer, {secret}"))
    assert errors(info("Creator", f"Writer, {secret}"))


@pytest.mark.parametrize(
    "account",
    [
        "Administrator",
        "administrator",
        "Microsoft account",
        "Utilisateur",
        "Windows User",
        "Owner",
        "Intuit QuickBooks",
    ],
)
def test_an_account_that_is_everybodys_is_listed_and_no_error(account: str) -> None:
    content = info("Author", account)
    assert errors(content) == []
    assert account in said(content)


@pytest.mark.parametrize("author", ["John", "JOHNSCA", "Holmes", "Frutiger", "Administrator Quillfeather"])
def test_any_other_author_is_an_error(author: str) -> None:
    assert errors(info("Author", author))


@pytest.mark.parametrize("title", ["Agricultural Landuse Survey", "Sample Dexa Report PDF", "Eliquis, INN-apixaban"])
def test_the_capitals_of_a_title_are_no_names(title: str) -> None:
    for key in ("Title", "Subject", "Keywords"):
        assert errors(info(key, title)) == []


def test_a_name_in_a_title_is_an_error() -> None:
    assert errors(info("Title", "Interview Notes Xanthe Quillfeather Draft"))
    assert errors(info("Keywords", "Maria Rivers"))


def test_a_title_is_read_in_the_language_of_its_pages() -> None:
    """No file claims a language here: that of the page is known by its small words."""

    def change(pdf: Any) -> None:
        lines = (  # with few of the commonest words
            "Einen Tag lang kreativ offene Daten einsetzen, um Apps zu bauen.",
            "Der Hafen war still und das Wasser ist kalt.",
            "Mit den Booten kam auf sich niemand an, nicht von der See.",
        )
        code = "\n".join(f"BT /F1 9 Tf 20 {300 - 20 * number} Td ({line}) Tj ET" for number, line in enumerate(lines))
        pdf.pages[0].Contents = pdf.make_stream(code.encode("latin-1"))
        pdf.docinfo["/Title"] = String("Einladung Kundgebung Versammlung")

    assert errors(pdf_with(change)) == []


def test_the_names_of_keys_roles_and_swatches_are_no_error() -> None:
    def change(pdf: Any) -> None:
        pdf.Root.Panosex = Dictionary(Chartsheet=1, PTEXInfoDict=2)
        roles = Dictionary({"/Chartsheet": Name.Part, "/Dialogsheet": Name.Part, "/Zwergbox": Name.P})
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, RoleMap=roles))
        function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0]), C1=Array([1]), N=1)
        space = Array([Name.Separation, Name("/Zinnoberrot"), Name.DeviceGray, function])
        pdf.pages[0].add_resource(space, Name.ColorSpace, Name("/Cs9"))

    assert errors(pdf_with(change)) == []


def test_a_label_of_signs_that_a_program_made_is_no_error() -> None:
    def change(pdf: Any) -> None:
        first, last = String("E.Rzsmwq.V"), String("Ystm.Qbgj.AnaEp")
        names = Array([first, Array([pdf.pages[0].obj, Name.Fit]), last, Array([pdf.pages[0].obj, Name.Fit])])
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=names, Limits=Array([first, last])))

    assert errors(pdf_with(change)) == []


@pytest.mark.parametrize("label", ["C:\\Users\\bob", "bob@safehouse.example", "Anna Quillfeather"])
def test_a_path_an_address_or_a_name_as_a_label_is_an_error(label: str) -> None:
    def change(pdf: Any) -> None:
        pdf.Root.Names = Dictionary(Dests=Dictionary(Names=Array([String(label), Array([pdf.pages[0].obj, Name.Fit])])))

    assert errors(pdf_with(change))


def with_palette(palette: bytes) -> bytes:
    def change(pdf: Any) -> None:
        space = Array([Name.Indexed, Name.DeviceRGB, 255, pdf.make_stream(palette)])
        pdf.pages[0].add_resource(pdf.make_indirect(space), Name.ColorSpace, Name("/Cs2"))

    return pdf_with(change)


def test_a_palette_is_understood() -> None:
    assert errors(with_palette(bytes(value for grey in range(256) for value in (grey, grey, grey)))) == []
    assert errors(with_palette(bytes((value * 37 + 11) % 256 for value in range(768)))) == []


def test_a_name_that_is_written_into_a_palette_is_an_error() -> None:
    name = b"\0\0 kept by Xanthe Quillfeather \0\0"
    assert errors(with_palette(name + bytes(768 - len(name))))


@pytest.mark.parametrize("number", ["A649F639-6C1F-1014-8CC3-F813564D7508", "640c7dc9-3f27-1246-9f93-e406132a364b"])
def test_a_number_of_a_time_that_cannot_be_has_no_card(number: str) -> None:
    assert errors(info("Anything", number)) == []


@pytest.mark.parametrize("node", ["e641aa7e7076", "9aea1d000102", "ba05cdfca28e", "030405060708"])
def test_the_number_of_a_card_that_chance_made_leads_to_no_machine(node: str) -> None:
    assert errors(info("Anything", f"377bb01c-92c8-11dd-8c4d-{node}")) == []


def test_the_number_of_a_card_leads_to_a_machine() -> None:
    assert errors(info("Anything", "1cb2ee1c-93f1-11dd-9a33-001b63abb228"))


def test_the_class_of_a_program_is_no_network_card() -> None:
    script = 'var classes = {object: "clsid:D27CDB6E-AE6D-11cf-96B8-444553540000"};'
    assert errors(book_with(head=f"<script>{script}</script>")) == []


def with_xmp(fields: str) -> bytes:
    def change(pdf: Any) -> None:
        packet = (
            '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
            ' xmlns:xmpGImg="http://ns.adobe.com/xap/1.0/g/img/" xmlns:xmpG="http://ns.adobe.com/xap/1.0/g/"'
            ' xmlns:stFnt="http://ns.adobe.com/xap/1.0/sType/Font#" xmlns:stDim="http://ns.adobe.com/xap/1.0/sType/D#">'
            f"<rdf:Description>{fields}</rdf:Description></rdf:RDF></x:xmpmeta>"
        )
        pdf.Root.Metadata = pdf.make_stream(packet.encode(), {"/Type": Name.Metadata, "/Subtype": Name.XML})

    return pdf_with(change)


def test_a_thumbnail_in_letters_is_carried_and_names_nobody() -> None:
    content = with_xmp(f"<xmpGImg:image>{thumbnail_of()}</xmpGImg:image>")
    assert errors(content) == []
    assert "PRIVACY-CARRIED" in {one.code for one in findings(content)}


def test_a_name_in_a_thumbnail_in_letters_is_an_error() -> None:
    assert errors(with_xmp(f"<xmpGImg:image>{thumbnail_of('Xanthe Quillfeather')}</xmpGImg:image>"))


def thumbnail_of(artist: str = "") -> str:
    from PIL import Image

    exif = Image.Exif()
    if artist:
        exif[0x013B] = artist
    written = io.BytesIO()
    Image.effect_noise((64, 64), 90).save(written, "JPEG", exif=exif)
    coded = base64.b64encode(written.getvalue()).decode()
    return "&#xA;".join(coded[place : place + 76] for place in range(0, len(coded), 76))


def test_fonts_swatches_and_measures_in_xmp_are_no_error() -> None:
    fields = "<stFnt:fontFamily>Kalvorada Neue</stFnt:fontFamily><xmpG:swatchName>Zinnoberrot</xmpG:swatchName>"
    assert errors(with_xmp(f"{fields}<stDim:unit>Picas</stDim:unit>")) == []


def test_the_script_of_a_library_is_no_error() -> None:
    script = b"/*! Zwergscript v1 */ var Zwergscript = {XmlHttpRequestor: 1, escape: '\\\\n\\r', Evalx: 2};"
    item = b'<item id="s" href="s.js" media-type="text/javascript"/></manifest>'
    parts = unpacked(zipped())
    parts["E/s.js"] = script
    parts["E/p.opf"] = parts["E/p.opf"].replace(b"</manifest>", item)
    assert errors(packed(parts)) == []


def test_the_classes_of_a_program_are_no_error() -> None:
    body = '<p class="EinfAbs Textrahmen">Quiet.</p><style>.Textrahmen { margin: 0 }</style>'
    assert errors(book_with(body)) == []


def test_the_names_of_files_and_a_word_in_a_comment_are_no_error() -> None:
    style = "<style>p { background: url(Zwergbild.png) }</style>"
    body = f'<p><img src="Noticia-Text.png" alt=""/><!-- Intra moot --></p>{style}'
    assert errors(book_with(body)) == []


def test_the_makers_of_a_library_are_no_error_and_others_are() -> None:
    assert errors(book_with(head="<script>/* Copyright (c) 2009 John Resig */ var a;</script>")) == []
    assert errors(book_with(head="<script>/* by John Quillfeather */ var a;</script>"))


def test_a_palette_in_a_string_is_understood() -> None:
    def change(pdf: Any) -> None:
        palette = String(bytes(33 + (place * place * 7 + 3 * place) % 220 for place in range(768)).decode("latin-1"))
        space = Array([Name.Indexed, Name.DeviceRGB, 255, palette])
        pdf.pages[0].add_resource(space, Name.ColorSpace, Name("/Cs2"))

    assert errors(pdf_with(change)) == []


def test_a_title_that_is_an_object_of_its_own_is_a_title() -> None:
    def change(pdf: Any) -> None:
        pdf.docinfo["/Title"] = pdf.make_indirect(String("Sample Dexa Report PDF"))

    assert errors(pdf_with(change)) == []


def with_stream(key: str, content: bytes) -> bytes:
    def change(pdf: Any) -> None:
        pdf.Root.PieceInfo = Dictionary(Illustrator=Dictionary(Private=Dictionary({key: pdf.make_stream(content)})))

    return pdf_with(change)


def test_the_settings_and_the_code_of_a_program_are_no_error() -> None:
    settings = b"<<\n/NeverEmbed [/Zwergoline /Quillosa-Bold]\n/DescriptionX <feff0055> >>"
    drawing = b"/Real (Pattern) , /Bool (RepetitionXy) , /UnicodeString (Rep\xc3\xa9rage) ,\n7YDZr@AH6TJCB.cCCB\n"
    assert errors(with_stream("/Settings", settings)) == []
    assert errors(with_stream("/AIPDFPrivateData1", drawing)) == []


def test_a_person_in_the_code_of_a_program_is_an_error() -> None:
    assert errors(with_stream("/AIPDFPrivateData1", b"%%For: (Xanthe Quillfeather) ()\n%%Title: (a)"))
    assert errors(with_stream("/AIPDFPrivateData1", b"%%Saved: xanthe@safehouse.example"))


def photoshop(number: int, block: bytes) -> bytes:
    """A JPEG with a block of settings of Photoshop."""
    from PIL import Image

    written = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(written, "JPEG")
    body = b"Photoshop 3.0\x008BIM" + number.to_bytes(2, "big") + b"\0\0" + len(block).to_bytes(4, "big") + block
    return written.getvalue()[:2] + b"\xff\xed" + (len(body) + 2).to_bytes(2, "big") + body + written.getvalue()[2:]


def test_the_mark_of_a_program_in_a_thumbnail_is_understood() -> None:
    content = photoshop(1050, b"")
    mark = b"\xff\xed\0\x0cAdobe_CM\0\2"
    assert errors(book_with(a_jpg=content[:2] + mark + content[2:])) == []


def test_the_settings_of_a_picture_are_no_error_and_a_person_in_them_is() -> None:
    slices = b"\0\0\0\0Objc\0\0\0\0Leftlong\0\0\0\0Btomlong\0\0\0\0Rghtlong\0\0"
    assert errors(book_with(a_jpg=photoshop(1050, slices))) == []
    assert errors(book_with(a_jpg=photoshop(1050, slices + b"Maria Quillfeather\0\0")))


def jpeg_at(**position: Any) -> bytes:
    from PIL import Image
    from PIL.ExifTags import IFD

    exif = Image.Exif()
    exif.get_ifd(IFD.GPSInfo).update({0: b"\2\3\0\0"} | {int(tag[1:]): value for tag, value in position.items()})
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(written, "JPEG", exif=exif)
    return written.getvalue()


def test_a_camera_without_a_receiver_says_no_place_and_one_with_it_does() -> None:
    assert errors(book_with(a_jpg=jpeg_at())) == []
    assert errors(book_with(a_jpg=jpeg_at(t1="N", t2=(42.0, 58.0, 30.0))))
