"""Who copies from a PDF, or searches in it, finds words: each glyph stands for letters of its own."""

import io
from collections.abc import Callable
from pathlib import Path

import pypdfium2
import pytest
import uharfbuzz
from fontTools.ttLib import TTFont
from PIL import ImageChops

from separatum.checks.formats.documents import PdfDocument
from separatum.editions import edition
from separatum.editions.pdf.tagger import Tagger
from separatum.editions.pdf.to_unicode import SHARED
from separatum.source.images.svg_fonts import FONTS
from separatum.style.style import load_style
from tests.editions.conftest import Reader

WORDS = {
    "ar": ("ثقافة", "القارئ في طريقه إلى أعلى النهر حيث الكتب قرب بيت قديم يبيع شايا"),
    "fa": ("فرهنگ", "پنجره را ببند چون گرد و خاک می‌آید ژاله"),
    "he": ("תרבות", "הספרייה שמגיעה בסירה לאורך הנהר"),
    "vi": ("Người đọc do học", "Dịch giả Ngọc Lê đọc sách trên thuyền, và nói về cuộc họp."),
    "yo": ("Ọmọ dára m̀ do mo", "Ẹ̀kọ́ ni ọmọ ń kọ́ ní ilé ìwé, a sì ń kà á."),
    "hi": ("संस्कृति", "किताबें विपरीत हुई रुकती गाँवों क्षत्रिय"),
}
each_language = pytest.mark.parametrize("tag", WORDS)


@pytest.fixture
def pdf_in(article: Reader) -> Callable[[str], bytes]:
    """The PDF of the words of a language: as a kicker, and as text."""

    def made(tag: str) -> bytes:
        kicker, text = WORDS[tag]
        return edition("pdf").write(article(text, f"kicker: {kicker}\n", tag, title=kicker), load_style())

    return made


def copied(data: bytes) -> str:
    """What PDFium copies from the first page."""
    return str(pypdfium2.PdfDocument(io.BytesIO(data))[0].get_textpage().get_text_range())


@each_language
def test_words_are_copied_as_they_are_written(tag: str, pdf_in: Callable[[str], bytes]) -> None:
    kicker, text = WORDS[tag]
    lines = [line.strip() for line in copied(pdf_in(tag)).splitlines()]
    assert [*lines[:2], lines[3]] == [kicker, kicker, text.replace("\N{ZERO WIDTH NON-JOINER}", "")]


@each_language
def test_no_glyph_says_nothing(tag: str, pdf_in: Callable[[str], bytes]) -> None:
    contents = PdfDocument(pdf_in(tag), "a.pdf").contents
    text = "".join(line for content in contents for lines in content.marked.values() for line in lines)
    assert WORDS[tag][1].split()[0][0] in text, "nothing was read"
    assert not set(text) & {"\N{ZERO WIDTH JOINER}", "\N{REPLACEMENT CHARACTER}", "\0"}


@each_language
def test_pages_look_as_they_did(tag: str, pdf_in: Callable[[str], bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    def drawn() -> pypdfium2.PdfBitmap:
        return pypdfium2.PdfDocument(io.BytesIO(pdf_in(tag)))[0].render(scale=4, grayscale=True)

    after = drawn().to_pil()
    init = Tagger.__init__

    def without(self: Tagger, *words: object) -> None:
        init(self, *words)  # type: ignore[arg-type]
        self._is_spelt = False

    monkeypatch.setattr(Tagger, "__init__", without)
    difference = ImageChops.difference(after, drawn().to_pil())
    assert sum(difference.histogram()[128:]) <= 100  # pixels on the edge of a letter


@pytest.mark.parametrize(
    "face",
    [face for name in ("Literata", "NotoSans-", "NotoSerif-", "SeparatumMono") for face in FONTS.glob(f"{name}*.ttf")],
    ids=lambda face: face.stem,
)
def test_every_letter_that_a_face_of_text_takes_apart_is_known(face: Path) -> None:
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face))))
    for point in TTFont(face).getBestCmap():
        buffer = uharfbuzz.Buffer()
        buffer.add_codepoints([point])
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer)
        assert len(buffer.glyph_infos) == 1 or SHARED.search(chr(point)), f"U+{point:04X}"
