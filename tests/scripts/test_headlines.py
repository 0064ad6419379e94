"""Lines of a headline stand so far apart that the marks of one touch no letter of the other, whatever the script."""

from pathlib import Path

import pytest

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import edition
from separatum.editions.epub.cover import Shape, _Case, _lines
from separatum.model.article import Article
from separatum.model.languages import language
from separatum.source import read
from separatum.style.compose import compose, language_of
from separatum.style.fonts import faces_for
from separatum.style.style import load_style

HEADLINES = {
    "ar": "منصات العمل الذكية تصبح حقيقة وهي تُظهر كيف يُنظر إلى أجهزة المستقبل وكيف تُكتب في كل بيت",
    "ar-EG": "مُحَمَّدٌ يُظْهِرُ كَيْفَ تَصِلُ اللُّغَةُ إِلَى كُلِّ بَيْتٍ وَفِي كُلِّ قَوْلٍ حِكْمَةٌ لِمَنْ يَعْقِلُ",
    "fa": "چگونه می‌توان از حریم خصوصی در شبکه‌های بزرگ محافظت کرد و مُدیریّت آن را به دست گرفت",
    "ur": "ہم اپنی نجی زندگی کی حفاظت کیسے کر سکتے ہیں جب کہ اُردُو میں لِکھنا آسان ہو گیا ہے",
    "he": "בְּרֵאשִׁית הָיָה סֵפֶר קָטֹן עַל הַשָּׁמַיִם וְעַל הָאָרֶץ וְעַל כָּל מָה שֶׁבֵּינֵיהֶם",
    "th": "ผู้ใหญ่ที่นี่รู้ว่าปู่ย่ากู้เงินซื้อน้ำ เพื่อรื้อฟื้นหมู่บ้าน ที่ทรุดโทรมฐานะยากจน ให้รุ่งเรือง",
    "lo": "ຜູ້ໃຫຍ່ທີ່ນີ້ຮູ້ວ່າປູ່ຢ່າກູ້ເງິນຊື້ນ້ຳ ເພື່ອຟື້ນຟູໝູ່ບ້ານ ທີ່ຊຸດໂຊມໃຫ້ກັບມາຮຸ່ງເຮືອງ",
    "km": "ស្ត្រីខ្ញុំប្រុងប្រយ័ត្ន ក្នុងព្រះរាជាណាចក្រកម្ពុជា ប្រវត្តិសាស្ត្រ និងវប្បធម៌ខ្មែរ ក្នុងតំបន់",
    "my": "ကျွန်ုပ်တို့ မြန်မာနိုင်ငံ၌ သိင်္ဃိုလ် ဦးစိန္တာမဏိ အင်္ဂလိပ် ကြွကြိုးဘုဏ္ဍ သမိုင်း ဖွံ့ဖြိုးပုံ",
    "hi": "राष्ट्रीय कर्मेंद्रियों की कृष्णा ह्रूँ में द्ध्रू ट्ठू के पूर्ण विकास में हिन्दी का उपयोग",
    "te": "తెలుగు స్త్రీల రాష్ట్రీయ కృష్ణా క్ష్మై ద్వైతం చరిత్ర మరియు సంస్కృతి యొక్క వికాసం",
    "vi": "NGHIÊN CỨU VỀ NHỮNG ĐIỀU KỲ DIỆU Ở VIỆT NAM: ngộ nhận về kỹ thuật, ĐỔI MỚI VÀ ỔN ĐỊNH",
}


def written(tag: str, folder: Path) -> Article:
    title = HEADLINES[tag]
    file = folder / "a.md"
    front = f'---\ntitle: "{title}"\nlanguage: {tag}\npublished: 2024-05-17\nstandfirst: "{title} {title}"\n---\n\n'
    file.write_text(f"{front}{title}\n\n## {title}\n\n{title}\n\n### {title}\n\n{title}\n", encoding="utf-8")
    return read(file)[0]


@pytest.mark.parametrize(
    ("style", "paper", "tag"),
    [
        *(("newspaper", "a4", tag) for tag in HEADLINES),
        *((style, paper, "ar") for style in ("house", "magazine", "report") for paper in ("a4", "phone")),
        ("newspaper", "large-print", "ar"),
    ],
)
def test_no_line_of_a_headline_is_printed_over_another(style: str, paper: str, tag: str, tmp_path: Path) -> None:
    article = written(tag, tmp_path)
    pdf = PdfDocument(edition("pdf").write(article, load_style(Path(style), paper)), "a.pdf")
    codes = {one.code for one in run_checks(Subject(article=article, pdf=pdf)).findings}
    assert not codes & {"LAYOUT-OVERLAP", "LAYOUT-OFF-PAGE", "LAYOUT-OVERFULL"}
    largest = max(piece.size for piece in pdf.sheets[0].pieces)
    letters = [piece for piece in pdf.sheets[0].pieces if piece.size == largest]
    height = max(piece.baseline for piece in letters) - min(piece.baseline for piece in letters)
    assert height > largest, "the headline is no longer than a line, and proves nothing"


@pytest.mark.parametrize("tag", ["ar", "th", "my"])
def test_lines_of_a_cover_keep_the_least_leading(tag: str, tmp_path: Path) -> None:
    article, style = written(tag, tmp_path), load_style()
    speech = language_of(article.metadata)
    asked = faces_for(article, compose(article, style), speech, style)
    case = _Case(style=style, asked=asked, least_leading=speech.least_leading)
    lines = [line for line in _lines(article.metadata, case, 1800, Shape.ESSAY) if line.runs]
    assert len(lines) > 3
    assert all(line.height >= round(line.size * speech.least_leading) for line in lines)


@pytest.mark.parametrize(("tag", "least"), [("en", 1), ("ja", 1), ("vi", 1.25), ("jv-Java", 1.4), ("ps", 1.7)])
def test_a_language_needs_as_much_as_its_marks(tag: str, least: float) -> None:
    known = language(tag)
    assert known is not None
    assert known.least_leading == least
