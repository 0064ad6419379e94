"""Each place of a PDF that can hold a name which no page shows: functions that plant it there."""

import io
import re
import warnings
import zlib
from collections.abc import Callable
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from tests.privacy.bare_font import bare_font, font_file
from tests.privacy.pictures import PICTURES

Plant = Callable[[bytes, str], bytes]
CARRIERS: dict[str, Plant] = {}


def carrier(plant: Callable[[Any, str], None]) -> Callable[[Any, str], None]:
    """Register a function that changes the objects of a PDF."""

    def planted(content: bytes, secret: str) -> bytes:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            plant(pdf, secret)
            written = io.BytesIO()
            with warnings.catch_warnings():
                # A field that no form lists is one of the places: pikepdf 10.18 warns of it.
                warnings.filterwarnings("ignore", "This document has .* form widget")
                pdf.save(written, static_id=True)
        return written.getvalue()

    CARRIERS[plant.__name__.replace("_", " ")] = planted
    return plant


def raw(plant: Plant) -> Plant:
    """Register a function that changes the bytes of a PDF."""
    CARRIERS[plant.__name__.replace("_", " ")] = plant
    return plant


def _info(key: str) -> None:
    def plant(pdf: Any, secret: str) -> None:
        pdf.docinfo[f"/{key}"] = String(secret)

    plant.__name__ = f"information {key}"
    carrier(plant)


for _key in (
    "Author",
    "Title",
    "Subject",
    "Keywords",
    "Creator",
    "Producer",
    "Company",
    "SourceModified",
    "LastSavedBy",
):
    _info(_key)


def _root(name: str, value: Callable[[Any, str], Any]) -> None:
    """Something in the catalogue."""

    def plant(pdf: Any, secret: str) -> None:
        pdf.Root["/" + name.partition(" ")[0]] = value(pdf, secret)

    plant.__name__ = f"catalogue {name}"
    carrier(plant)


_root("PageLabels", lambda _, s: Dictionary(Nums=Array([0, Dictionary(P=String(f"{s} "), S=Name.D)])))
_root("Quark private key", lambda _, s: Dictionary(Owner=String(s)))
_root("Collection schema", lambda _, s: Dictionary(Schema=Dictionary(A=Dictionary(N=String(s)))))
_root("Collection default", lambda _, s: Dictionary(D=String(s)))
_root("PieceInfo", lambda _, s: Dictionary(Quark=Dictionary(Private=Dictionary(Who=String(s)))))
_root("SpiderInfo", lambda _, s: Dictionary(V=1, C=Array([Dictionary(AU=String(s))])))
_root("Legal", lambda _, s: Dictionary(Attestation=String(s)))
_root("Threads", lambda pdf, s: Array([pdf.make_indirect(Dictionary(I=Dictionary(Title=String(s))))]))
_root("Dests", lambda pdf, s: Dictionary({f"/{s.replace(' ', '_')}": Array([pdf.pages[0].obj, Name.Fit])}))
_root("Requirements", lambda _, s: Array([Dictionary(S=Name.EnableJavaScripts, RH=Dictionary(Script=String(s)))]))
_root(
    "OutputIntents condition", lambda _, s: Array([Dictionary(S=Name.GTS_PDFA1, OutputConditionIdentifier=String(s))])
)
_root("Lang private", lambda _, s: String(f"en-x-{s.replace(' ', '-')}"))
_root("AA program", lambda _, s: Dictionary(WC=Dictionary(S=Name.Launch, F=String(f"/home/{s.split()[0].lower()}/a"))))
_root("AA text", lambda _, s: Dictionary(O=Dictionary(S=Name.URI, O=String(s))))
_root("AcroForm appearance", lambda _, s: Dictionary(Fields=Array([]), DA=String(f"/{s.replace(' ', '#20')} 12 Tf")))
_root(
    "StructTreeRoot namespaces",
    lambda _, s: Dictionary(Namespaces=Array([Dictionary(NS=String(f"http://{s.replace(' ', '.')}.example/ns"))])),
)
_root("DSS", lambda pdf, s: Dictionary(Certs=Array([pdf.make_stream(s.encode())])))


def _names(name: str, value: Callable[[Any, str], Any]) -> None:
    def plant(pdf: Any, secret: str) -> None:
        pdf.Root.Names = Dictionary({"/" + name.partition(" ")[0]: Dictionary(Names=value(pdf, secret))})

    plant.__name__ = f"names {name}"
    carrier(plant)


_names("Dests", lambda pdf, s: Array([String(s), Array([pdf.pages[0].obj, Name.Fit])]))
_names("JavaScript", lambda _, s: Array([String("a"), Dictionary(S=Name.JavaScript, JS=String(f'var a = "{s}";'))]))
_names("JavaScript name", lambda _, s: Array([String(s), Dictionary(S=Name.JavaScript, JS=String("1"))]))
_names("EmbeddedFiles", lambda pdf, s: Array([String("n"), _file(pdf, "notes.txt", f"From {s}".encode())]))
_names("EmbeddedFiles name", lambda pdf, s: Array([String("n"), _file(pdf, f"{s}.txt", b"The harbour was quiet.")]))
_names("EmbeddedFiles description", lambda pdf, s: Array([String("n"), _file(pdf, "n.txt", b"quiet", Desc=String(s))]))
_names("Pages", lambda pdf, s: Array([String(s), pdf.pages[0].obj]))
_names("Templates", lambda pdf, s: Array([String(s), pdf.pages[0].obj]))
_names("IDS", lambda pdf, s: Array([String(s), pdf.pages[0].obj]))
_names("URLS", lambda _, s: Array([String(f"u {s}"), Dictionary(URL=String(s))]))
_names("AP", lambda pdf, s: Array([String(s), _form(pdf, b"")]))
for _picture, _make in PICTURES.items():
    _names(f"EmbeddedFiles {_picture}", lambda pdf, s, make=_make: Array([String("p"), _file(pdf, "p", make(s))]))  # type: ignore[misc]


def _file(pdf: Any, name: str, content: bytes, **more: Any) -> Any:
    stream = pdf.make_stream(content)
    return pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String(name), EF=Dictionary(F=stream), **more))


def _form(pdf: Any, content: bytes) -> Any:
    form = pdf.make_stream(content)
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 300, 300])
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    form.Resources = Dictionary(Font=Dictionary(Zz=font))
    return form


def _page(name: str, value: Callable[[Any, str], Any]) -> None:
    def plant(pdf: Any, secret: str) -> None:
        pdf.pages[0].obj["/" + name.partition(" ")[0]] = value(pdf, secret)

    plant.__name__ = f"page {name}"
    carrier(plant)


_page("LastEditor", lambda _, s: String(s))
_page("PieceInfo", lambda _, s: Dictionary(Quark=Dictionary(Private=String(s))))
_page("Metadata", lambda pdf, s: _xmp(pdf, f"<dc:description>{s}</dc:description>"))
_page(
    "PresSteps", lambda _, s: Dictionary(Type=Name.NavNode, NA=Dictionary(S=Name.URI, URI=String(f"mailto:{_mail(s)}")))
)
_page("SeparationInfo", lambda _, s: Dictionary(DeviceColorant=String(s)))
_page("AF", lambda pdf, s: Array([_file(pdf, "a.txt", s.encode())]))


def _mail(secret: str) -> str:
    return f"{''.join(sign for sign in secret.lower() if sign.isascii() and sign.isalpha())}@safehouse.example"


def _annotation(name: str, of: Callable[[Any, str], dict[str, Any]]) -> None:
    def plant(pdf: Any, secret: str) -> None:
        note = Dictionary(Type=Name.Annot, Subtype=Name.Link, Rect=Array([10, 10, 20, 20]))
        for key, value in of(pdf, secret).items():
            note[f"/{key}"] = value
        page = pdf.pages[0].obj
        page.Annots = Array([*(page.get("/Annots") or ()), pdf.make_indirect(note)])

    plant.__name__ = f"annotation {name}"
    carrier(plant)


_annotation("author", lambda _, s: {"Subtype": Name.Text, "T": String(s), "Contents": String("quiet")})
_annotation("contents", lambda _, s: {"Subtype": Name.Text, "Contents": String(f"Ask {s} again")})
_annotation("link contents", lambda _, s: {"Contents": String(s)})
_annotation("name", lambda _, s: {"NM": String(s)})
_annotation("rich text", lambda _, s: {"Subtype": Name.FreeText, "RC": String(f"<p>{s}</p>"), "F": 2})
_annotation("subject", lambda _, s: {"Subtype": Name.Highlight, "Subj": String(s)})
_annotation("address", lambda _, s: {"A": Dictionary(S=Name.URI, URI=String(f"mailto:{_mail(s)}"))})
_annotation("remote file", lambda _, s: {"A": Dictionary(S=Name.GoToR, F=String(f"/home/{_mail(s)[:6]}/a.pdf"))})
_annotation("stamp", lambda _, s: {"Subtype": Name.Stamp, "Name": Name(f"/{s.replace(' ', '')}")})
_annotation(
    "field value", lambda _, s: {"Subtype": Name.Widget, "FT": Name.Tx, "T": String("a"), "V": String(s), "F": 2}
)
_annotation("field default", lambda _, s: {"Subtype": Name.Widget, "FT": Name.Tx, "T": String("a"), "DV": String(s)})
_annotation("field tip", lambda _, s: {"Subtype": Name.Widget, "FT": Name.Tx, "T": String("a"), "TU": String(s)})
_annotation("field name", lambda _, s: {"Subtype": Name.Widget, "FT": Name.Tx, "T": String(s)})
_annotation("field mapping", lambda _, s: {"Subtype": Name.Widget, "FT": Name.Tx, "T": String("a"), "TM": String(s)})
_annotation(
    "field choices", lambda _, s: {"Subtype": Name.Widget, "FT": Name.Ch, "Opt": Array([String(s), String("b")])}
)
_annotation("caption", lambda _, s: {"Subtype": Name.Widget, "FT": Name.Btn, "MK": Dictionary(CA=String(s))})
_annotation("script", lambda _, s: {"AA": Dictionary(E=Dictionary(S=Name.JavaScript, JS=String(f'"{s}"')))})
_annotation("attached", lambda pdf, s: {"Subtype": Name.FileAttachment, "FS": _file(pdf, "a.txt", s.encode())})
_annotation(
    "hidden appearance", lambda pdf, s: {"Subtype": Name.Stamp, "F": 2, "AP": Dictionary(N=_form(pdf, _said(s)))}
)


def _said(secret: str) -> bytes:
    return b"BT /Zz 12 Tf 40 200 Td (" + secret.encode("cp1252", "replace") + b") Tj ET"


def _struct(name: str, of: Callable[[Any, str], dict[str, Any]]) -> None:
    def plant(pdf: Any, secret: str) -> None:
        element = Dictionary(Type=Name.StructElem, S=Name.Figure)
        for key, value in of(pdf, secret).items():
            element[f"/{key}"] = value
        pdf.Root.StructTreeRoot = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot, K=pdf.make_indirect(element)))

    plant.__name__ = f"structure {name}"
    carrier(plant)


_struct("alternative text", lambda _, s: {"Alt": String(f"Portrait of {s}")})
_struct("replacement text", lambda _, s: {"ActualText": String(s)})
_struct("expansion", lambda _, s: {"E": String(s)})
_struct("title", lambda _, s: {"T": String(s)})
_struct("identifier", lambda _, s: {"ID": String(s)})
_struct("role", lambda _, s: {"S": Name(f"/{s.replace(' ', '')}")})
_struct(
    "attribute",
    lambda _, s: {"A": Dictionary(O=Name.UserProperties, P=Array([Dictionary(N=String("a"), V=String(s))]))},
)
_struct("class", lambda _, s: {"C": Name(f"/{s.replace(' ', '_')}")})
_struct("associated file", lambda pdf, s: {"AF": Array([_file(pdf, "a.txt", s.encode())])})


@carrier
def bookmark(pdf: Any, secret: str) -> None:
    item = pdf.make_indirect(Dictionary(Title=String(f"Notes from {secret}"), Dest=Array([pdf.pages[0].obj, Name.Fit])))
    pdf.Root.Outlines = pdf.make_indirect(Dictionary(Type=Name.Outlines, First=item, Last=item, Count=1))


@carrier
def layer_name(pdf: Any, secret: str) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(f"Comments of {secret}")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(ON=Array([layer])))


@carrier
def layer_configuration(pdf: Any, secret: str) -> None:
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Layer")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(Name=String(secret), Creator=String(secret)))


@carrier
def unused_object(pdf: Any, secret: str) -> None:
    pdf.Root.Hold = pdf.make_indirect(Dictionary(Anything=Array([String(secret)])))


def _font_with(key: str, value: Callable[[Any, str], Any]) -> None:
    def plant(pdf: Any, secret: str) -> None:
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        font[f"/{key}"] = value(pdf, secret)
        pdf.pages[0].add_resource(pdf.make_indirect(font), Name.Font, Name("/Zy"))

    plant.__name__ = f"font {key}"
    carrier(plant)


_font_with(
    "FontDescriptor", lambda _, s: Dictionary(FontName=Name.Helvetica, CharSet=String(f"/A/{s.replace(' ', '/')}"))
)
_font_with(
    "ToUnicode",
    lambda pdf, s: pdf.make_stream(b"1 beginbfchar <01> <%s> endbfchar" % s.encode("utf-16-be").hex().encode()),
)


def _data_of_image(name: str, data: Callable[[str], bytes], kind: Any) -> None:
    def plant(pdf: Any, secret: str) -> None:
        image = pdf.make_stream(data(secret), Type=Name.XObject, Subtype=Name.Image, Width=1, Height=1, Filter=kind)
        pdf.pages[0].add_resource(image, Name.XObject, Name("/Zi"))

    plant.__name__ = f"image {name}"
    carrier(plant)


_data_of_image(
    "JPEG 2000 with a box",
    lambda s: b"\0\0\0\x0cjP  \r\n\x87\n" + (8 + len(s.encode())).to_bytes(4, "big") + b"xml " + s.encode(),
    Name.JPXDecode,
)
_data_of_image(
    "JBIG2 with a remark",
    lambda s: b"\0\0\0\0\x3e\0\1" + (4 + len(s.encode())).to_bytes(4, "big") + b"\x20\0\0\0" + s.encode(),
    Name.JBIG2Decode,
)


@carrier
def unused_form(pdf: Any, secret: str) -> None:
    pdf.pages[0].add_resource(_form(pdf, _said(secret)), Name.XObject, Name("/Unused"))


@carrier
def unused_pattern(pdf: Any, secret: str) -> None:
    pattern = _form(pdf, _said(secret))
    del pattern["/Subtype"]
    pattern.Type, pattern.PatternType, pattern.PaintType, pattern.TilingType = Name.Pattern, 1, 1, 1
    pattern.XStep, pattern.YStep = 300, 300
    pdf.pages[0].add_resource(pattern, Name.Pattern, Name("/P0"))


@carrier
def font_name(pdf: Any, secret: str) -> None:
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/ABCDEF+{secret.replace(' ', '')}Hand"))
    pdf.pages[0].add_resource(pdf.make_indirect(font), Name.Font, Name("/Zy"))


@carrier
def font_family(pdf: Any, secret: str) -> None:
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Helvetica, FontFamily=String(secret), Flags=32)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, FontDescriptor=descriptor)
    pdf.pages[0].add_resource(pdf.make_indirect(font), Name.Font, Name("/Zy"))


@carrier
def type_1_program(pdf: Any, secret: str) -> None:
    program = f"%!PS-AdobeFont-1.0: Hand\n/FullName ({secret}) readonly def\n%made for nobody\neexec".encode(
        "latin-1", "replace"
    )
    _add_program(pdf, "/FontFile", program)


@carrier
def opentype_program(pdf: Any, secret: str) -> None:
    _add_program(pdf, "/FontFile2", _font(secret))


def _add_program(pdf: Any, key: str, program: bytes) -> None:
    descriptor = Dictionary(Type=Name.FontDescriptor, FontName=Name.Helvetica, Flags=32)
    descriptor[key] = pdf.make_stream(program)
    font = Dictionary(Type=Name.Font, Subtype=Name.TrueType, BaseFont=Name.Helvetica, FontDescriptor=descriptor)
    pdf.pages[0].add_resource(pdf.make_indirect(font), Name.Font, Name("/Zy"))


def _font(secret: str) -> bytes:
    builder = bare_font()
    builder.setupNameTable({"familyName": secret, "styleName": "Regular"})
    return font_file(builder)


@carrier
def character_map(pdf: Any, secret: str) -> None:
    code = f"%% written by {secret}\n/CIDInit /ProcSet findresource begin\nend".encode()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, ToUnicode=pdf.make_stream(code))
    pdf.pages[0].add_resource(pdf.make_indirect(font), Name.Font, Name("/Zy"))


@carrier
def colour_profile(pdf: Any, secret: str) -> None:
    from PIL.ImageCms import ImageCmsProfile, createProfile

    profile = bytearray(ImageCmsProfile(createProfile("sRGB")).tobytes())
    text = (
        b"mluc\0\0\0\0\0\0\0\1\0\0\0\x0cenUS"
        + (len(secret) * 2).to_bytes(4, "big")
        + b"\0\0\0\x1c"
        + secret.encode("utf-16-be")
    )
    start = len(profile)
    profile += text
    profile[132 + 4 : 132 + 12] = start.to_bytes(4, "big") + len(text).to_bytes(4, "big")
    profile[:4] = len(profile).to_bytes(4, "big")
    stream = pdf.make_stream(bytes(profile))
    stream.N = 3
    pdf.Root.OutputIntents = Array([Dictionary(Type=Name.OutputIntent, S=Name.GTS_PDFA1, DestOutputProfile=stream)])


@carrier
def spot_colour(pdf: Any, secret: str) -> None:
    function = Dictionary(FunctionType=2, Domain=Array([0, 1]), C0=Array([0]), C1=Array([1]), N=1)
    space = Array([Name.Separation, Name(f"/{secret.replace(' ', '_')}"), Name.DeviceGray, function])
    pdf.pages[0].add_resource(space, Name.ColorSpace, Name("/Cs9"))


@carrier
def property_of_marked_content(pdf: Any, secret: str) -> None:
    pdf.pages[0].contents_add(f"/Span << /Who ({secret}) >> BDC EMC".encode("cp1252", "replace"))


@carrier
def replacement_in_marked_content(pdf: Any, secret: str) -> None:
    pdf.pages[0].contents_add(f"/Span << /ActualText ({secret}) >> BDC EMC".encode("cp1252", "replace"))


@carrier
def point_of_marked_content(pdf: Any, secret: str) -> None:
    pdf.pages[0].contents_add(f"/Who << /A ({secret}) >> DP".encode("cp1252", "replace"))


@carrier
def comment_in_content(pdf: Any, secret: str) -> None:
    pdf.pages[0].contents_add(f"% asked {secret} again\n".encode())


@carrier
def xmp_creator(pdf: Any, secret: str) -> None:
    pdf.Root.Metadata = _xmp(pdf, f"<dc:creator><rdf:Seq><rdf:li>{secret}</rdf:li></rdf:Seq></dc:creator>")


@carrier
def xmp_history(pdf: Any, secret: str) -> None:
    pdf.Root.Metadata = _xmp(pdf, f'<xmpMM:History xmlns:xmpMM="m"><rdf:li changed="by {secret}"/></xmpMM:History>')


@carrier
def xmp_unknown(pdf: Any, secret: str) -> None:
    pdf.Root.Metadata = _xmp(pdf, f'<q:x xmlns:q="q">{secret}</q:x>')


@carrier
def xmp_comment(pdf: Any, secret: str) -> None:
    pdf.Root.Metadata = _xmp(pdf, f"<!-- {secret} -->")


@carrier
def xmp_not_well_formed(pdf: Any, secret: str) -> None:
    pdf.Root.Metadata = _xmp(pdf, f"<broken><dc:creator>{secret}</dc:creator>")


def _xmp(pdf: Any, inner: str) -> Any:
    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><rdf:Description>{inner}</rdf:Description></rdf:RDF></x:xmpmeta>'
    )
    return pdf.make_stream(packet.encode(), {"/Type": Name.Metadata, "/Subtype": Name.XML})


@carrier
def form_in_xml(pdf: Any, secret: str) -> None:
    pdf.Root.AcroForm = Dictionary(Fields=Array([]), XFA=pdf.make_stream(f"<x><who>{secret}</who></x>".encode()))


@carrier
def signature(pdf: Any, secret: str) -> None:
    sig = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Name=String(secret), Contents=String(b"0\x80"))
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T=String("a"), V=pdf.make_indirect(sig)))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)


@carrier
def certification(pdf: Any, secret: str) -> None:
    sig = Dictionary(Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Reason=String(secret), Contents=String(b"0\x80"))
    pdf.Root.Perms = Dictionary(DocMDP=pdf.make_indirect(sig))


@carrier
def stream_of_no_kind(pdf: Any, secret: str) -> None:
    pdf.Root.Quark = pdf.make_stream(f"asked {secret}".encode())


@carrier
def picture_as_it_came(pdf: Any, secret: str) -> None:
    content = PICTURES["JPEG with an artist"](secret)
    image = pdf.make_stream(content)
    image.Type, image.Subtype, image.Filter = Name.XObject, Name.Image, Name.DCTDecode
    image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = 8, 8, 8, Name.DeviceRGB
    pdf.pages[0].add_resource(image, Name.XObject, Name("/Im9"))


@carrier
def behind_the_pixels(pdf: Any, secret: str) -> None:
    image = pdf.make_stream(bytes(12) + f" kept by {secret} ".encode())
    image.Type, image.Subtype = Name.XObject, Name.Image
    image.Width, image.Height, image.BitsPerComponent, image.ColorSpace = 2, 2, 8, Name.DeviceRGB
    pdf.pages[0].add_resource(image, Name.XObject, Name("/Im9"))


def _hidden(name: str, before: bytes = b"", after: bytes = b"", inside: bytes = b"", place: bytes = b"100 60") -> None:
    def plant(pdf: Any, secret: str) -> None:
        page = pdf.pages[0]
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
        page.add_resource(pdf.make_indirect(font), Name.Font, Name("/Zz"))
        page.add_resource(Dictionary(ca=0.0), Name.ExtGState, Name("/Gs9"))
        words = secret.encode("cp1252", "replace")
        text = b"BT /Zz 12 Tf " + inside + b" " + place + b" Td (" + words + b") Tj ET"
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q q " + before + b" " + text + b" " + after + b" Q")

    plant.__name__ = f"hidden {name}"
    carrier(plant)


_hidden("under a bar", after=b"0 g 95 50 250 30 re f")
_hidden("under a bar in white", after=b"1 g 95 50 250 30 re f")
_hidden("under round corners", after=b"0 g 95 50 m 345 50 l 350 80 350 80 345 80 c 95 80 l h f")
_hidden("under a thick line", after=b"24 w 95 65 m 345 65 l S")
_hidden("in white", before=b"1 g")
_hidden("nearly in white", before=b".97 g")
_hidden("on its own colour", before=b"0 0 1 rg 95 50 250 30 re f")
_hidden("in the invisible mode", inside=b"3 Tr")
_hidden("transparent", before=b"/Gs9 gs")
_hidden("clipped away", before=b"10 10 20 20 re W n")
_hidden("off the page", place=b"-700 60")
_hidden("above the page", place=b"60 9000")
_hidden("too small", inside=b".1 0 0 .04 0 0 Tm", place=b"1000 1500")
_hidden("under a tilted bar", after=b"0 g .999 .04 -.04 .999 95 42 cm 0 0 260 40 re f")


@carrier
def hidden_cropped_away(pdf: Any, secret: str) -> None:
    page = pdf.pages[0]
    left, bottom, right, top = (float(one) for one in page.mediabox)
    page.contents_add(b"q", prepend=True)
    page.add_resource(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica), Name.Font, Name("/Zz"))
    words = secret.encode("cp1252", "replace")
    page.contents_add(b"Q BT /Zz 12 Tf 40 10 Td (" + words + b") Tj ET")
    page.cropbox = Array([left, bottom + 40, right, top])


@carrier
def hidden_in_a_layer(pdf: Any, secret: str) -> None:
    page = pdf.pages[0]
    layer = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String("Layer")))
    pdf.Root.OCProperties = Dictionary(OCGs=Array([layer]), D=Dictionary(OFF=Array([layer])))
    page.add_resource(layer, Name("/Properties"), Name("/L9"))
    page.add_resource(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica), Name.Font, Name("/Zz"))
    words = secret.encode("cp1252", "replace")
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q /OC /L9 BDC BT /Zz 12 Tf 100 60 Td (" + words + b") Tj ET EMC")


@carrier
def hidden_under_an_annotation(pdf: Any, secret: str) -> None:
    page = pdf.pages[0]
    page.add_resource(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica), Name.Font, Name("/Zz"))
    words = secret.encode("cp1252", "replace")
    page.contents_add(b"q", prepend=True)
    page.contents_add(b"Q BT /Zz 12 Tf 100 60 Td (" + words + b") Tj ET")
    bar = _form(pdf, b"0 g 0 0 300 300 re f")
    note = Dictionary(Type=Name.Annot, Subtype=Name.Square, Rect=Array([90, 50, 390, 80]), F=4, AP=Dictionary(N=bar))
    page.obj.Annots = Array([*(page.obj.get("/Annots") or ()), pdf.make_indirect(note)])


@carrier
def hidden_under_a_label(pdf: Any, secret: str) -> None:
    page = pdf.pages[0]
    page.add_resource(Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica), Name.Font, Name("/Zz"))
    words = secret.encode("cp1252", "replace")
    page.contents_add(b"q", prepend=True)
    label = b" 0 g 95 50 250 30 re f 1 g BT /Zz 12 Tf 102 60 Td (the harbour was quiet) Tj ET"
    page.contents_add(b"Q BT /Zz 12 Tf 100 60 Td (" + words + b") Tj ET" + label)


# the bytes of the file


@raw
def before_the_beginning(content: bytes, secret: str) -> bytes:
    return f"From: {secret}\r\n".encode() + content


@raw
def after_the_end(content: bytes, secret: str) -> bytes:
    return content + f"\nkept by {secret}\n".encode()


@raw
def between_objects(content: bytes, secret: str) -> bytes:
    return _plain(content).replace(b"endobj\n", b"endobj\n% asked " + secret.encode() + b"\n", 1)


@raw
def comment_in_an_object(content: bytes, secret: str) -> bytes:
    return re.sub(
        rb"(\d+ 0 obj\n<<)", lambda found: found[1] + b" % asked " + secret.encode() + b"\n", _plain(content), count=1
    )


@raw
def object_that_no_table_names(content: bytes, secret: str) -> bytes:
    return _plain(content).replace(
        b"\nxref\n", b"\n9999 0 obj\n<< /A (" + secret.encode() + b") >>\nendobj\n\nxref\n", 1
    )


@raw
def replaced_object(content: bytes, secret: str) -> bytes:
    """An update at the end of the file gives another information dictionary; the old one stays."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        pdf.docinfo["/Author"] = String(secret)
        pdf.docinfo["/Title"] = String(secret)
        written = io.BytesIO()
        pdf.save(written, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    old = written.getvalue()
    number = max(int(found) for found in re.findall(rb"(?m)^(\d+) 0 obj", old)) + 1
    start, root = int(re.findall(rb"startxref\s+(\d+)", old)[-1]), re.findall(rb"/Root (\d+ \d+ R)", old)[-1]
    added = b"%d 0 obj\n<< /Title (The quiet harbour) >>\nendobj\n" % number
    trailer = b"trailer\n<< /Size %d /Root %s /Info %d 0 R /Prev %d >>\n" % (number + 1, root, number, start)
    table = b"xref\n%d 1\n%010d 00000 n \n" % (number, len(old))
    return old + added + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(old) + len(added))


@raw
def key_of_the_trailer(content: bytes, secret: str) -> bytes:
    return _plain(content).replace(b"trailer <<", b"trailer << /Editor (" + secret.encode() + b")", 1)


@raw
def behind_the_end_of_a_stream(content: bytes, secret: str) -> bytes:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        packed = zlib.compress(b"q Q") + f" kept by {secret} ".encode()
        stream = pikepdf.Stream(pdf, packed)
        stream.Filter = Name.FlateDecode
        form = pdf.make_indirect(stream)
        form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, Array([0, 0, 9, 9])
        pdf.pages[0].add_resource(form, Name.XObject, Name("/Fm9"))
        written = io.BytesIO()
        pdf.save(written, static_id=True, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none)
    return written.getvalue()


def _plain(content: bytes) -> bytes:
    """The same file with a table of its objects, so that bytes can be put between them."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        written = io.BytesIO()
        pdf.save(written, static_id=True, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return written.getvalue()
