"""Files that tell something: each function spoils a good edition in one way; its docstring names the code it earns."""

import io
import random
import zipfile
from collections.abc import Callable
from typing import Any

from tests.trust.conftest import repacked

PAGE, PACKAGE = "EPUB/article.xhtml", "EPUB/content.opf"


def photograph(**tags: object) -> bytes:
    """A JPEG as a camera writes it."""
    from PIL import Image
    from PIL.ExifTags import IFD, Base

    image = Image.new("RGB", (8, 8), "red")
    exif = Image.Exif()
    for name, value in tags.items():
        if name == "gps":
            exif.get_ifd(IFD.GPSInfo).update({1: "N", 2: (42.0, 58.0, 30.0), 3: "E", 4: (47.0, 30.0, 0.0)})
        elif name in {"BodySerialNumber", "OffsetTimeOriginal", "DateTimeOriginal"}:
            exif.get_ifd(IFD.Exif)[Base[name]] = value
        else:
            exif[Base[name]] = value
    written = io.BytesIO()
    image.save(written, "JPEG", exif=exif)
    return written.getvalue()


def _replaced(part: str, old: str, new: str) -> Callable[[bytes], bytes]:
    def change(parts: dict[str, bytes]) -> None:
        assert old.encode() in parts[part]
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)

    return lambda epub: repacked(epub, change)


def rights(words: str) -> Callable[[bytes], bytes]:
    """A book that says whose it is."""
    return _replaced(PACKAGE, "</metadata>", f"<dc:rights>{words}</dc:rights></metadata>")


def _added(name: str, content: bytes) -> Callable[[bytes], bytes]:
    return lambda epub: repacked(epub, lambda parts: parts.__setitem__(name, content))


def _picture(content: bytes, name: str = "EPUB/cover.jpg") -> Callable[[bytes], bytes]:
    return _added(name, content)


def _png(**texts: str) -> bytes:
    from PIL import Image
    from PIL.PngImagePlugin import PngInfo

    noted = PngInfo()
    for key, value in texts.items():
        noted.add_text(key, value)
    written = io.BytesIO()
    Image.new("RGB", (4, 4)).save(written, "PNG", pnginfo=noted)
    return written.getvalue()


def _with_extra(epub: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.extra = b"\x75\x78\x0b\x00\x01\x04\xe8\x03\x00\x00\x04\xe8\x03\x00\x00"
            new.writestr(entry, old.read(name))
    return packed.getvalue()


def _with_clock(epub: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(epub)) as old, zipfile.ZipFile(packed, "w") as new:
        for number, name in enumerate(old.namelist()):
            new.writestr(zipfile.ZipInfo(name, (2024, 5, 17, 23, 41, number % 60)), old.read(name))
    return packed.getvalue()


def _with_comment(epub: bytes) -> bytes:
    packed = io.BytesIO(epub)
    with zipfile.ZipFile(packed, "a") as archive:
        archive.comment = b"packed for the desk"
    return packed.getvalue()


EPUBS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "a creator who is not printed": (
        "PRIVACY-PERSON",
        _replaced(PACKAGE, "</metadata>", "<dc:contributor>Real Name</dc:contributor></metadata>"),
    ),
    "an e-mail address in a comment": ("PRIVACY-PERSON", _replaced(PAGE, "<h1", "<!-- ask bob@mail.example --><h1")),
    "an e-mail address before the container": ("PRIVACY-PERSON", lambda epub: b"From: bob@mail.example\r\n" + epub),
    "a path behind the container": ("PRIVACY-MACHINE", lambda epub: epub + b" /home/bob/drafts/quay.md"),
    "the record of a purchase": ("PRIVACY-READER", _added("iTunesMetadata.plist", b"<plist/>")),
    "an encrypted part": (
        "PRIVACY-UNKNOWN",
        _added(
            "META-INF/encryption.xml",
            b'<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData'
            b' xmlns="http://www.w3.org/2001/04/xmlenc#"><EncryptionMethod'
            b' Algorithm="http://www.w3.org/2001/04/xmlenc#aes128-cbc"/><CipherData>'
            b'<CipherReference URI="EPUB/images/map.png"/></CipherData></EncryptedData></encryption>',
        ),
    ),
    "a path in a comment": ("PRIVACY-MACHINE", _replaced(PAGE, "<h1", "<!-- /home/bob/drafts/quay.md --><h1")),
    "a Windows path in an attribute": (
        "PRIVACY-MACHINE",
        _replaced(PAGE, "<h1", r'<h1 data-from="C:\Users\bob\quay.docx"'),
    ),
    "a network share in the metadata": (
        "PRIVACY-MACHINE",
        _replaced(PACKAGE, "</metadata>", r"<dc:relation>\\NAS01\redaktion\quay</dc:relation></metadata>"),
    ),
    "a private host in a sheet": (
        "PRIVACY-MACHINE",
        _replaced("EPUB/style.css", "@font-face", "/* 192.168.1.7 */@font-face"),
    ),
    "a UUID with a network card's number": (
        "PRIVACY-MACHINE",
        _replaced(PACKAGE, "</metadata>", '<meta name="x" content="5cf8e3b0-1a2b-11ee-be56-0242ac120002"/></metadata>'),
    ),
    "a photograph's position": ("PRIVACY-PLACE", _picture(photograph(gps=True))),
    "a photographer in Exif": ("PRIVACY-PERSON", _picture(photograph(Artist="Real Name"))),
    "a camera's serial number": ("PRIVACY-MACHINE", _picture(photograph(BodySerialNumber="0012345"))),
    "a camera's model": ("PRIVACY-CAMERA", _picture(photograph(Model="Phone 15"))),
    "a photograph's time with its zone": (
        "PRIVACY-CLOCK",
        _replaced(PACKAGE, "</metadata>", '<meta name="date" content="2024-05-17T23:41:00+03:00"/></metadata>'),
    ),
    "a name in a PNG's text": ("PRIVACY-PERSON", _picture(_png(Author="Real Name"))),
    "XMP with a creator in a PNG": (
        "PRIVACY-PERSON",
        _picture(
            _png(
                **{
                    "XML:com.adobe.xmp": '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF'
                    ' xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/">'
                    "<rdf:Description><dc:creator><rdf:Seq><rdf:li>Real Name</rdf:li></rdf:Seq></dc:creator>"
                    "</rdf:Description></rdf:RDF></x:xmpmeta>"
                }
            )
        ),
    ),
    "bytes after a picture's end": ("PRIVACY-CARRIED", _picture(photograph() + b"and something else")),
    "a path in a drawing": (
        "PRIVACY-MACHINE",
        _picture(
            b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:i="i" i:export-filename="/home/bob/map.png"/>', "EPUB/x.svg"
        ),
    ),
    "text that a sheet hides": (
        "PRIVACY-HIDDEN",
        lambda epub: _replaced("EPUB/style.css", "@font-face", ".gone { display: none }\n@font-face")(
            _replaced(PAGE, "<h1", '<p class="gone">The source is known.</p><h1')(epub)
        ),
    ),
    "white text": ("PRIVACY-HIDDEN", _replaced(PAGE, "<h1", '<p style="color: #FFFFFF">Known to us.</p><h1')),
    "a script": ("PRIVACY-CALLS", _replaced(PAGE, "<h1", "<script>1</script><h1")),
    "a tracking pixel": ("PRIVACY-CALLS", _replaced(PAGE, "<h1", '<img alt="" src="https://t.example/p.gif"/><h1')),
    "what a Macintosh left": ("PRIVACY-CARRIED", _added("EPUB/.DS_Store", b"\0\0\0\1Bud1")),
    "a shop's licence": ("PRIVACY-READER", _added("META-INF/rights.xml", b"<rights/>")),
    "whose copy it is": ("PRIVACY-READER", _replaced(PAGE, "<h1", "<p>Licensed to Real Name, order 4711</p><h1")),
    "a row of unseen characters": (
        "PRIVACY-READER",
        _replaced(PAGE, "quay was", "quay" + "\u200b\u200c" * 16 + " was"),
    ),
    "a click's number": ("PRIVACY-MARK", _replaced(PAGE, "river.example/why", "river.example/why?fbclid=IwAR0abc")),
    "a number of chance": (
        "PRIVACY-MARK",
        _replaced(
            PACKAGE, "</metadata>", "<dc:identifier>9b2c0b3e-6a53-4f43-9f57-0a7a3b6b9f10</dc:identifier></metadata>"
        ),
    ),
    "user numbers in the container": ("PRIVACY-CARRIED", _with_extra),
    "the clock in the container": ("PRIVACY-CLOCK", _with_clock),
    "a comment on the container": ("PRIVACY-COMMENT", _with_comment),
    "a package that is cut off": ("PRIVACY-UNKNOWN", _replaced(PACKAGE, "</package>", "")),
}


def _pdf(change: Callable[[Any], None], **options: object) -> Callable[[bytes], bytes]:
    def changed(content: bytes) -> bytes:
        import pikepdf

        with pikepdf.open(io.BytesIO(content)) as pdf:
            change(pdf)
            written = io.BytesIO()
            pdf.save(written, static_id=True, **options)  # type: ignore[arg-type]
        return written.getvalue()

    return changed


def info(**entries: str) -> Callable[[bytes], bytes]:
    """Entries of the document information."""

    def change(pdf: Any) -> None:
        for key, value in entries.items():
            pdf.docinfo[f"/{key}"] = value

    return _pdf(change)


def _painted(code: bytes) -> Callable[[bytes], bytes]:
    """Something more painted on page 1, in Helvetica."""

    def change(pdf: Any) -> None:
        import pikepdf

        page = pdf.pages[0]
        font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
        page.add_resource(font, pikepdf.Name.Font, pikepdf.Name("/Zz"))
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q\n" + code)

    return _pdf(change)


def _annotated(**entries: Any) -> Callable[[bytes], bytes]:
    def change(pdf: Any) -> None:
        import pikepdf

        note = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9])
        for key, value in entries.items():
            note[f"/{key}"] = value
        page = pdf.pages[0]
        page.obj.Annots = pikepdf.Array([*(page.obj.get("/Annots") or ()), pdf.make_indirect(note)])

    return _pdf(change)


def _attached(pdf: Any) -> None:
    import pikepdf

    stream = pdf.make_stream(b"in /home/bob/notes")
    name = pikepdf.String("notes.txt")
    spec = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, F=name, UF=name, EF=pikepdf.Dictionary(F=stream))
    pdf.Root.Names = pikepdf.Dictionary(EmbeddedFiles=pikepdf.Dictionary(Names=[name, pdf.make_indirect(spec)]))


def _noted_by_a_program(pdf: Any) -> None:
    import pikepdf

    notes = pdf.make_indirect(pikepdf.Dictionary(Private=pikepdf.Array([pikepdf.String(r"C:\Users\bob\quay.ai")])))
    pdf.pages[0].PieceInfo = pikepdf.Dictionary(Program=notes)


def _scripted(pdf: Any) -> None:
    import pikepdf

    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


def _changed_at_its_end(content: bytes) -> bytes:
    """An incremental update that gives the file another title, and keeps the name of before."""
    import re

    with_name = info(Author="Real Name", Title="Draft of the secret plan")(content)
    number = max(int(found) for found in re.findall(rb"(?m)^(\d+) 0 obj", with_name)) + 1
    start = int(re.findall(rb"startxref\s+(\d+)", with_name)[-1])
    root = re.findall(rb"/Root (\d+ \d+ R)", with_name)[-1]
    place = len(with_name)
    added = b"%d 0 obj\n<< /Title (Plan) >>\nendobj\n" % number
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, place)
    trailer = b"trailer\n<< /Size %d /Root %s /Info %d 0 R /Prev %d >>\n" % (number + 1, root, number, start)
    return with_name + added + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (place + len(added))


def _locked(content: bytes) -> bytes:
    from pikepdf import Encryption

    return _pdf(lambda _: None, encryption=Encryption(owner="o", user="u"))(content)


_SAID = b"BT /Zz 12 Tf %s 100 300 Td (The source is Bob) Tj ET"


def _associated(pdf: Any, place: Any = None) -> None:
    """A file that stands in no tree of names, its content under the newer of the two keys."""
    import pikepdf

    stream = pdf.make_stream(b"/home/bob/notes", {"/Type": pikepdf.Name.EmbeddedFile})
    spec = pikepdf.Dictionary(Type=pikepdf.Name.Filespec, UF="notes.txt", EF=pikepdf.Dictionary(UF=stream))
    (pdf.Root if place is None else place).AF = pikepdf.Array([spec])


def _in_a_layer(of: Callable[[Any, Any], None]) -> Callable[[bytes], bytes]:
    """Words in a layer that is off, in the way that the function says."""

    def change(pdf: Any) -> None:
        import pikepdf

        layer = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="L"))
        pdf.Root.OCProperties = pikepdf.Dictionary(OCGs=pikepdf.Array([layer]), D=pikepdf.Dictionary())
        pdf.pages[0].Resources.Properties = pikepdf.Dictionary(L=layer)
        of(pdf, layer)
        pdf.pages[0].contents_add(b"/OC /L BDC " + _SAID % b"" + b" EMC")

    return _pdf(change)


def _off_at_first(pdf: Any, _: Any) -> None:
    import pikepdf

    pdf.Root.OCProperties.D.BaseState = pikepdf.Name.OFF


def _depends_on_one_that_is_off(pdf: Any, layer: Any) -> None:
    import pikepdf

    pdf.Root.OCProperties.D.OFF = pikepdf.Array([layer])
    pdf.pages[0].Resources.Properties.L = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.OCMD, OCGs=layer, P=pikepdf.Name.AllOn)
    )


def _launching(**entries: Any) -> Callable[[bytes], bytes]:
    def change(pdf: Any) -> None:
        import pikepdf

        made: dict[str, Any] = {
            key: pikepdf.Dictionary(value) if isinstance(value, dict) else value for key, value in entries.items()
        }
        pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.Launch, **made)

    return _pdf(change)


def _in_a_form(pdf: Any) -> None:
    """Words in a form whose box ends before them."""
    import pikepdf

    form = pdf.make_stream(_SAID % b"")
    form.Type, form.Subtype, form.BBox = pikepdf.Name.XObject, pikepdf.Name.Form, pikepdf.Array([0, 0, 50, 50])
    font = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    form.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(Zz=font))
    page = pdf.pages[0]
    page.add_resource(form, pikepdf.Name.XObject, pikepdf.Name("/Fm"))
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q /Fm Do")


def _form_data(pdf: Any) -> None:
    import pikepdf

    pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([]), XFA=pdf.make_stream(b"<x>bob@mail.example</x>"))


def _link_with_a_note(pdf: Any) -> None:
    import pikepdf

    link = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9], Contents="bob@mail.example"
    )
    pdf.pages[0].Annots = pikepdf.Array([pdf.make_indirect(link)])


PDFS: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
    "a path in a program’s private notes": ("PRIVACY-MACHINE", _pdf(_noted_by_a_program)),
    "an author who is not printed": ("PRIVACY-PERSON", info(Author="Real Name")),
    "an e-mail address in a keyword": ("PRIVACY-PERSON", info(Keywords="bob@mail.example")),
    "a title that is not printed": ("PRIVACY-UNPRINTED", info(Title="The plan of the harbour")),
    "a path as a title": ("PRIVACY-MACHINE", info(Title=r"Microsoft Word - C:\Users\bob\Desktop\quay.docx")),
    "a time with its zone": ("PRIVACY-CLOCK", info(CreationDate="D:20240517234100+03'00'")),
    "a program": ("PRIVACY-PROGRAM", info(Producer="Skia/PDF m120")),
    "white on white": ("PRIVACY-HIDDEN", _painted(_SAID % b"1 1 1 rg")),
    "invisible text": ("PRIVACY-HIDDEN", _painted(_SAID % b"3 Tr")),
    "beside the page": ("PRIVACY-HIDDEN", _painted(b"BT /Zz 12 Tf -900 300 Td (The source is Bob) Tj ET")),
    "under a black bar": ("PRIVACY-HIDDEN", _painted(_SAID % b"" + b" 0 g 90 290 200 30 re f")),
    "type of half a point": ("PRIVACY-HIDDEN", _painted(b"BT /Zz .5 Tf 100 300 Td (The source is Bob) Tj ET")),
    "a comment's author": ("PRIVACY-PERSON", _annotated(T="Real Name", Contents="Is this true?")),
    "a comment": ("PRIVACY-COMMENT", _annotated(Contents="Is this true?")),
    "an attachment": ("PRIVACY-CARRIED", _pdf(_attached)),
    "a path in an attachment": ("PRIVACY-MACHINE", _pdf(_attached)),
    "an associated file": ("PRIVACY-CARRIED", _pdf(_associated)),
    "a path in an associated file": ("PRIVACY-MACHINE", _pdf(_associated)),
    "an associated file of a page": ("PRIVACY-MACHINE", _pdf(lambda pdf: _associated(pdf, pdf.pages[0]))),
    "a layer that is off at first": ("PRIVACY-HIDDEN", _in_a_layer(_off_at_first)),
    "a layer that depends on others": ("PRIVACY-HIDDEN", _in_a_layer(_depends_on_one_that_is_off)),
    "black on black": ("PRIVACY-HIDDEN", _painted(b"0 g 90 290 200 30 re f " + _SAID % b"")),
    "clipped away": ("PRIVACY-HIDDEN", _painted(b"10 10 20 20 re W n " + _SAID % b"")),
    "cut off at the left": (
        "PRIVACY-HIDDEN",
        _painted(b"190 290 200 30 re W n BT /Zz 12 Tf 60 300 Td (The source is Bob of the bank) Tj ET"),
    ),
    "clipped away by the box of a form": ("PRIVACY-HIDDEN", _pdf(_in_a_form)),
    "in two clips that share nothing": (
        "PRIVACY-HIDDEN",
        _painted(b"90 290 9 30 re W n 200 290 99 30 re W n " + _SAID % b""),
    ),
    "red on red": ("PRIVACY-HIDDEN", _painted(b"1 0 0 rg 90 290 200 30 re f " + _SAID % b"")),
    "a path in an action": ("PRIVACY-MACHINE", _launching(F="/home/bob/tool.sh")),
    "a path in an action for Windows": ("PRIVACY-MACHINE", _launching(Win={"/F": "cmd", "/D": "C:\\Users\\bob"})),
    "an address in the data of a form": ("PRIVACY-PERSON", _pdf(_form_data)),
    "an address in the note of a link": ("PRIVACY-PERSON", _pdf(_link_with_a_note)),
    "a script": ("PRIVACY-CALLS", _pdf(_scripted)),
    "an earlier version": ("PRIVACY-EARLIER", _changed_at_its_end),
    "an author of an earlier version": ("PRIVACY-PERSON", _changed_at_its_end),
    "bytes after the end": ("PRIVACY-CARRIED", lambda content: content + b"and something else"),
    "a file that is locked": ("PRIVACY-UNKNOWN", _locked),
    "a file that is cut off": ("PRIVACY-UNKNOWN", lambda content: content[:200]),
}


def damaged(content: bytes, seed: int) -> bytes:
    """A file with some bytes changed, and perhaps its end cut off."""
    chance = random.Random(seed)
    spoilt = bytearray(content)
    for _ in range(chance.choice((1, 10, 200))):
        spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
    return bytes(spoilt[: chance.choice((len(spoilt), len(spoilt), chance.randrange(len(spoilt))))])
