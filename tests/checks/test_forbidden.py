"""A forbidden word is found wherever a finished file can hold it, and is not told unless asked."""

import io
from pathlib import Path

import pikepdf
import pytest
from PIL import Image, PngImagePlugin

from separatum.checks.formats.documents import EpubDocument, PdfDocument
from separatum.checks.privacy.forbidden_search import find_forbidden
from separatum.checks.privacy.forbidden_words import ForbiddenWords, load_forbidden
from separatum.model.errors import FileError, UsageError
from tests.checks.breakers import Editions, good, with_parts, with_pdf, with_text

LIST = ForbiddenWords(lines=((3, "Jane Doe"), (5, "Дарья Петрова"), (7, "=Ann")))


def found(editions: Editions, *, show: bool = False) -> list[str]:
    findings = find_forbidden(
        LIST, epub=EpubDocument(editions.epub, "a.epub"), pdf=PdfDocument(editions.pdf, "a.pdf"), show=show
    )
    return [f"{finding.where}: {finding.message}" for finding in findings]


@pytest.mark.parametrize(
    "text",
    [
        "by Jane Doe.",
        "JANE DOE",
        "jane_doe-2.jpg",
        "JaneDoe",
        "Doe, Jane",
        "Jane\u00a0Doe’s",
        "Jáne Doë",
        "J\u200ba\u00adne Doe",
        "Ｊａｎｅ Ｄｏｅ",
        "Jаne Dое",  # with Cyrillic letters
        "Jane\nDoe",
        "с Дарьей Петровой",
        "ПЕТРОВУ ДАРЬЮ",
        "Дарье  Петровой",
        "2019Ann7",
        "ann.",
        "Jane Dоe of the ВВС",  # one Cyrillic letter
        "JΑΝΕ DΟΕ",  # with Greek capitals
        "Ja-ne Doe",
        "Ja\u2010\nne Doe",
        "J\u20dda\u115fn\u034fe Doe",
        "https://a.example/Jane%20Doe",
        "https://a.example/?to=https%253A%252F%252Fb.example%252FJane%2520Doe",
        "Jane\n        Doe",
        "J a n e D o e",
        "J a n e   D o e",
        "ᴊᴀɴᴇ ᴅᴏᴇ",
        "Ja\u00ad\nne Doe",
        "Ja\u2800ne Doe",
        "https://ru.example/wiki/%D0%9F%D0%B5%D1%82%D1%80%D0%BE%D0%B2%D0%B0_%D0%94%D0%B0%D1%80%D1%8C%D1%8F",
    ],
)
def test_a_word_is_found_in_this_form(text: str) -> None:
    assert list(LIST.found_in(f"Before, {text} and after."))


@pytest.mark.parametrize(
    "text", ["Jane did. Doe did not.", "Anna", "Joanne Doerr", "Дарвин", "Janet", "Doe Jr and Jane", "a n n o"]
)
def test_other_words_are_not(text: str) -> None:
    assert not list(LIST.found_in(text))


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Bohdan", "Воhdan"),  # Cyrillic В: alike as a capital only
        ("Nikos", "Νikоs"),  # Greek Ν
        ("Вова", "BOBA"),
        ("Kate", "КАТЕ"),
        ("Wałęsa", "Walesa"),
        ("Walesa", "Wałęsy"),
        ("Øster", "Oster"),
        ("Þór Jónsson", "Thor Jonsson"),
        ("b** (p", "b** (p"),
        ("Νίκος", "ΝΙΚΟΣ"),
        ("Петрова", f"https://xn--{'петрова'.encode('punycode').decode()}.example"),
    ],
)
def test_letters_that_are_as_good_as_others_are_the_same(word: str, text: str) -> None:
    assert list(ForbiddenWords(lines=((1, word),)).found_in(f"so {text}, and"))


def test_good_editions_hold_none() -> None:
    assert found(good()) == []


def png_with_a_note() -> bytes:
    note = PngImagePlugin.PngInfo()
    note.add_text("Author", "Jane Doe", zip=True)
    written = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(written, "PNG", pnginfo=note)
    return written.getvalue()


def jpeg_with_exif() -> bytes:
    exif = Image.Exif()
    exif[0x013B] = "Jane Doe"
    written = io.BytesIO()
    Image.new("RGB", (64, 48), "red").save(written, "JPEG", exif=exif)
    return written.getvalue()


PLACES_IN_THE_EPUB = {
    "text": lambda editions: with_text(editions, "Nobody asked;", "Jane Doe asked;"),
    "text parted by elements": lambda editions: with_text(editions, "Nobody asked;", "Ja<b>ne D</b>oe asked;"),
    "text in references": lambda editions: with_text(editions, "Nobody asked;", "&#74;ane &#x44;oe asked;"),
    "alternative text": lambda editions: with_text(editions, "A map of the river and the two dams", "Jane Doe"),
    "comment": lambda editions: with_text(editions, "</body>", "<!-- Jane Doe --></body>"),
    "metadata": lambda editions: with_text(
        editions, "</metadata>", "<meta property='dcterms:x'>Jane Doe</meta></metadata>", ".opf"
    ),
    "note of an image": lambda editions: Editions(
        with_parts(editions.epub, {"map.png": lambda _: png_with_a_note()}), editions.pdf
    ),
    "exif": lambda editions: Editions(with_parts(editions.epub, {"map.png": lambda _: jpeg_with_exif()}), editions.pdf),
}


def spec(pdf: pikepdf.Pdf, content: bytes, name: str) -> pikepdf.AttachedFileSpec:
    return pikepdf.AttachedFileSpec(
        pdf, content, description="", filename=name, mime_type="text/plain", creation_date="", mod_date=""
    )


def in_pdf(editions: Editions, place: str) -> Editions:
    def harm(pdf: pikepdf.Pdf) -> None:
        if place == "title":
            pdf.docinfo["/Subject"] = pikepdf.String("Jané Doe")
        elif place == "xmp":
            pdf.Root.Metadata.write(pdf.Root.Metadata.read_bytes().replace(b"</rdf:RDF>", b"<!--Jane Doe--></rdf:RDF>"))
        elif place == "bookmark":
            pdf.Root.Outlines.First.Title = pikepdf.String("Дарья Петрова")
        elif place == "attachment":
            pdf.attachments["notes.txt"] = spec(pdf, b"by Jane Doe", "notes.txt")
        elif place == "name of an attachment":
            pdf.attachments["jane-doe.txt"] = spec(pdf, b"x", "jane-doe.txt")
        elif place == "annotation":
            pdf.pages[0].Annots = pikepdf.Array(
                [pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.Annot, Contents=pikepdf.String("Jane Doe")))]
            )

    return with_pdf(editions, harm)


@pytest.mark.parametrize("place", sorted(PLACES_IN_THE_EPUB))
def test_it_is_found_in_this_place_of_an_epub(place: str) -> None:
    told = found(PLACES_IN_THE_EPUB[place](good()))
    assert told
    assert all(line.startswith("a.epub!") for line in told)


@pytest.mark.parametrize("place", ["title", "xmp", "bookmark", "attachment", "name of an attachment", "annotation"])
def test_it_is_found_in_this_place_of_a_pdf(place: str) -> None:
    told = found(in_pdf(good(), place))
    assert told
    assert all(line.startswith("a.pdf") for line in told)


def test_words_on_the_pages_are_found_also_across_the_end_of_a_line() -> None:
    editions = good()
    words = ForbiddenWords(lines=((1, "internationalisation"), (2, "lost minus"), (3, "worst year")))
    told = find_forbidden(words, epub=None, pdf=PdfDocument(editions.pdf, "a.pdf"))
    assert {finding.message[-24:] for finding in told} == {
        "word in line 1 of the list"[-24:],
        "word in line 3 of the list"[-24:],
    }


def test_the_word_is_told_only_when_asked() -> None:
    editions = with_text(good(), "Nobody asked;", "Jane Doe asked;")
    assert not any("jane" in line.lower() or "doe" in line.lower() for line in found(editions))
    assert any("“Jane Doe”, as in “" in line for line in found(editions, show=True))


def test_a_list_leaves_out_comments_and_empty_lines_and_keeps_their_numbers(tmp_path: Path) -> None:
    (tmp_path / "list").write_text("\ufeff# names\n\n  Jane Doe  \n", encoding="utf-8")
    assert load_forbidden(tmp_path / "list").lines == ((3, "Jane Doe"),)


@pytest.mark.parametrize("content", [b"", b"# only a comment\n", b"Jane\n---\n", b"\xff\xfeJ\0", b"a" * (2**20 + 1)])
def test_what_is_no_list_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "list").write_bytes(content)
    with pytest.raises(UsageError):
        load_forbidden(tmp_path / "list")


def test_a_list_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FileError):
        load_forbidden(tmp_path / "nowhere")
