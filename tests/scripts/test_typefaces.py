"""Which faces an article asks for, what is said when none has a letter, and how the sheets are fitted to them."""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from fontTools.ttLib import TTFont

from separatum.editions.font_subset import cut
from separatum.model.errors import ArticleError
from separatum.model.languages import Language, language
from separatum.source import read
from separatum.style import font_files, fonts
from separatum.style.font_files import font_file
from separatum.style.fonts import Typefaces, drawn
from separatum.style.fonts import typefaces as faces_of
from separatum.style.glyph_coverage import font_versions, proven
from separatum.style.style import Style, font_face_rules, load_style
from separatum.style.stylesheets import fitted, language_rules


@pytest.fixture
def style() -> Style:
    return load_style()


@pytest.fixture
def no_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A machine without fonts of its own."""
    caches = (fonts._faces, fonts._typefaces, fonts._fonts_for)
    for cache in caches:
        cache.cache_clear()
    monkeypatch.setattr(font_files, "_installed", dict)
    yield
    for cache in caches:
        cache.cache_clear()


def spoken(tag: str) -> Language:
    known = language(tag)
    assert known
    return known


def asked(text: str, tag: str, style: Style) -> Typefaces:
    return faces_of(text, spoken(tag), style)


def families(found: Typefaces) -> list[str]:
    return list(dict.fromkeys(face.family for face in found.faces))


@pytest.mark.parametrize("text", ["Ordinary text, «so», 5 €", "Русский текст, Ӏ", "Ελληνικά", "Çə ğ ş ı İ ₼ ₽ ₾"])
def test_the_style_alone_sets_what_it_has(text: str, style: Style) -> None:
    assert asked(text, "en", style) == Typefaces()


def test_letters_of_a_script_bring_its_fonts_and_no_others(style: Style) -> None:
    found = asked("A word: წიგნი.", "en", style)
    assert families(found) == ["Noto Sans Georgian"]
    assert found.stacks["Literata"] == ("Literata", "Noto Sans Georgian")
    assert found.stacks["Noto Sans"] == ("Noto Sans", "Noto Sans Georgian")


def test_the_article_s_own_script_comes_first_with_its_companion(style: Style) -> None:
    found = asked("წიგნი", "ka", style)
    assert found.stacks["Literata"] == ("Noto Sans Georgian", "Noto Sans")
    assert found.stacks["Noto Sans"] == ("Noto Sans Georgian", "Noto Sans")


def test_code_keeps_its_face_and_borrows_letters(style: Style) -> None:
    assert asked("წიგნი", "ka", style).stacks["Separatum Mono"][0] == "Separatum Mono"


@pytest.mark.usefixtures("no_fonts")
@pytest.mark.parametrize("text", ["★ ✓ ✗ ◦", "← → ↔ ⇒ ↑ ↩", "∑ ∫ ≠ ≤ ≥ ∞ √ ∈", "☐ ☑ ☒ ☎ ♫ ❤ ❦", "① ⓐ Ⓜ ⌘ ⏎", "⠃⠗"])
def test_symbols_come_with_separatum(text: str, style: Style) -> None:
    found = asked(text, "en", style)
    assert set(families(found)) <= {"Separatum Symbols", "Separatum Signs"}
    assert found.faces
    assert not found.lacks


def test_a_font_of_the_machine_decides_nothing_where_one_of_the_package_is_enough(style: Style) -> None:
    assert all(face.ttf.parent.name == "fonts" for face in asked("→ ✓ ◦ 🎉 क ა Հ א", "en", style).faces)


@pytest.mark.usefixtures("no_fonts")
@pytest.mark.parametrize("text", ["🎉", "👏🏻", "🇺🇦", "1️⃣", "👩‍👩‍👧‍👦", "❤️‍🔥", "🏴󠁧󠁢󠁥󠁮󠁧󠁿"])
def test_emoji_come_with_separatum(text: str, style: Style) -> None:
    found = asked(f"Text {text}", "en", style)
    assert found.emoji == ("Separatum Emoji",)
    assert families(found) == ["Separatum Emoji"]
    assert not found.lacks


def test_an_emoji_is_shaped_as_one_glyph(style: Style) -> None:
    import uharfbuzz

    face = asked("🎉", "en", style).faces[0]
    font = uharfbuzz.Font(uharfbuzz.Face(uharfbuzz.Blob.from_file_path(str(face.ttf))))
    for one in ("🎉", "👏🏻", "🇺🇦", "1️⃣", "👩‍👩‍👧‍👦", "❤️‍🔥", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏽‍❤️‍💋‍👩🏿", "⚠️"):
        buffer = uharfbuzz.Buffer()
        buffer.add_str(one)
        buffer.guess_segment_properties()
        uharfbuzz.shape(font, buffer)
        assert len(buffer.glyph_infos) == 1, one
        assert buffer.glyph_infos[0].codepoint != 0, one


def test_a_sign_that_only_the_face_of_code_has_is_not_left_to_it(style: Style) -> None:
    assert families(asked("❤", "en", style)) == ["Separatum Signs"]
    assert asked("│ ├── └──", "en", style) == Typefaces()


def test_a_sign_of_a_script_is_found_with_the_script(style: Style) -> None:
    assert families(asked("؟", "en", style)) == ["Amiri", "Noto Sans Arabic"]


def test_a_collection_gives_the_right_one_of_its_fonts(style: Style) -> None:
    found = asked("书", "zh", style)
    assert families(found) == ["Noto Serif CJK SC", "Noto Sans CJK SC"]


def test_the_glyphs_of_a_cut_font_keyed_by_cid_are_numbered_through(style: Style) -> None:
    face = asked("书", "zh", style).faces[0]
    font = TTFont(io.BytesIO(cut(face, [ord("书"), ord("的"), 0x20])))
    names = font["CFF "].cff.topDictIndex[0].charset
    assert names == [".notdef", *(f"cid{number:05d}" for number in range(1, len(names)))]
    assert len(names) < 20
    assert cut(face, [ord("书"), ord("的"), 0x20]) == cut(face, [0x20, ord("的"), ord("书")])


def written(folder: Path, body: str, language: str = "en") -> Path:
    file = folder / "a.md"
    file.write_text(f"---\ntitle: T\nlanguage: {language}\npublished: 2024-05-17\n---\n\n{body}\n", encoding="utf-8")
    return file


@pytest.mark.usefixtures("no_fonts")
@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("Text.\n\nThe word \u1820\u1828.", 9, ["U+1820 MONGOLIAN LETTER A", "fonts-noto-core"]),
        ("&#x13A0;", None, ["U+13A0 CHEROKEE LETTER A", "fonts-noto-core"]),
    ],
)
def test_a_letter_without_a_font_is_told_with_its_line(
    body: str, line: int | None, words: list[str], tmp_path: Path, style: Style
) -> None:
    file = written(tmp_path, body)
    with pytest.raises(ArticleError) as caught:
        proven(read(file)[0], style, file)
    (finding,) = caught.value.findings
    assert finding.code == "GLYPH-MISSING"
    assert finding.where is not None
    assert finding.where.line == line
    assert all(word in f"{finding.message} {finding.hint}" for word in words), finding


@pytest.mark.usefixtures("no_fonts")
def test_a_font_that_is_not_installed_is_named_by_its_package(tmp_path: Path, style: Style) -> None:
    file = written(tmp_path, "书", "zh")
    with pytest.raises(ArticleError) as caught:
        proven(read(file)[0], style, file)
    assert {finding.hint for finding in caught.value.findings if finding.hint and "fonts-noto-cjk" in finding.hint}


@pytest.mark.usefixtures("no_fonts")
def test_arabic_comes_with_separatum(style: Style) -> None:
    assert families(asked("كتاب", "ar", style)) == ["Amiri", "Noto Sans Arabic"]
    assert not asked("كتاب", "ar", style).lacks


@pytest.mark.usefixtures("no_fonts")
@pytest.mark.parametrize(
    ("body", "language", "words"),
    [
        ("A whale \U0001facd.", "en", "A whale [orca]."),
        ("Die \U0001fa8e.", "de", "Die [schatztruhe]."),
        ("One \U0001fa00 here", "en", "One [neutral chess king] here"),
        ("One \ue000 here", "en", "One  here"),
        ("New \U0001fae2\U0001fadb\U0001faff", "en", "[U+1FAFF]"),
    ],
)
def test_a_symbol_without_a_font_becomes_its_name(
    body: str, language: str, words: str, tmp_path: Path, style: Style
) -> None:
    file = written(tmp_path, body, language)
    proof = proven(read(file)[0], style, file)
    assert words in proof.article.body
    assert {finding.code for finding in proof.findings} == {"GLYPH-NAMED"}
    assert not proof.faces.lacks


def test_a_symbol_without_a_font_becomes_its_name_in_headline_and_headings_too(tmp_path: Path, style: Style) -> None:
    file = written(tmp_path, "## A \U0001facd\n\nText.")
    text = file.read_text(encoding="utf-8").replace("title: T", "title: T \U0001facd")
    file.write_text(text, encoding="utf-8")
    article = proven(read(file)[0], style, file).article
    assert (article.metadata.title, article.outline[0].text) == ("T [orca]", "A [orca]")


def test_a_font_of_ours_comes_before_one_of_the_machine() -> None:
    path = font_file("Amiri-Regular.ttf")
    assert path is not None
    assert path.parent.name == "fonts"
    assert font_file("No-Such-Font.ttf") is None


def test_each_font_of_the_machine_is_named_with_its_version_and_hash(style: Style) -> None:
    named = dict(font_versions(asked("书", "zh", style)))
    assert re.fullmatch(r"[0-9.]+ \(SHA-256 [0-9a-f]{16}…\)", named["NotoSerifCJK-Regular.ttc"])


def test_fonts_of_the_package_are_not_named_one_by_one(style: Style) -> None:
    assert not font_versions(asked("წიგნი → 🎉", "ka", style))


@pytest.mark.skipif(not list(Path("/usr/share/fonts").rglob("NotoSansCherokee-*")), reason="the font is not installed")
def test_a_script_without_an_entry_is_looked_for_by_its_name(style: Style) -> None:
    assert families(asked("ᏣᎳᎩ", "chr", style)) == ["Noto Sans Cherokee"]


def test_a_face_of_a_script_is_its_own_italic(style: Style) -> None:
    rules = font_face_rules(asked("წიგნი", "ka", style).faces[:1], ".ttf")
    assert rules.count("@font-face") == 2
    assert "font-style: italic" in rules


@pytest.mark.parametrize(
    ("tag", "sheet", "wanted"),
    [
        ("ka", 'p { font-family: "Literata", serif }', 'p { font-family: "Noto Sans Georgian", "Noto Sans", serif }'),
        ("ka", 'p { font: 7pt "Noto Sans" }', 'p { font: 7pt "Noto Sans Georgian", "Noto Sans" }'),
        ("ka", 'p { content: "Literata" }', 'p { content: "Literata" }'),
        ("ka", "p { line-height: 1.5; }", "p { line-height: 1.59; }"),
        ("ka", "sup { line-height: 0; }", "sup { line-height: 0; }"),
        ("ka", "p { letter-spacing: 0.04em; }", "p { letter-spacing: 0.04em; }"),
        ("ar", "p { line-height: 1.5; }", "p { line-height: 1.8; }"),
        ("ar", "h1 { line-height: 1.06; }", "h1 { line-height: 1.7; }"),
        ("ar", "h1 { line-height: 1 }", "h1 { line-height: 1.7 }"),
        ("ar", "sup { line-height: 0; }", "sup { line-height: 0; }"),
        ("vi", "h1 { line-height: 1.12; }", "h1 { line-height: 1.25; }"),
        ("vi", "p { line-height: 1.42; }", "p { line-height: 1.42; }"),
        ("ar", "p { letter-spacing: 0.04em; }", "p { letter-spacing: normal; }"),
        ("ar", "p { margin: 1em 2em 3em 4em; }", "p { margin: 1em 4em 3em 2em; }"),
        ("ar", "p { margin: 1em 2em; }", "p { margin: 1em 2em; }"),
        ("ar", "p { border-left: 1pt; float: left }", "p { border-right: 1pt; float: right }"),
        ("ar", "td { text-align: left; }", "td { text-align: right; }"),
        ("ar", "td.left { text-align: left; }", "td.left { text-align: left; }"),
        ("ar", "pre { border-left: 1pt }", "pre { border-left: 1pt }"),
        ("ar", "li > pre.long { margin: 0 1em 0 2em }", "li > pre.long { margin: 0 1em 0 2em }"),
        ("ar", ".pre, #pre { border-left: 1pt }", ".pre, #pre { border-right: 1pt }"),
        ("ar", "/* pre, */ p { border-left: 1pt }", "/* pre, */ p { border-right: 1pt }"),
        ("ar", "p, pre { border-left: 1pt }", "p { border-right: 1pt }\npre { border-left: 1pt }"),
        ("ar", "p, pre { margin: 0 }", "p, pre { margin: 0 }"),
        ("ar", ":is(p, pre) { margin-left: 1em }", ":is(p, pre) { margin-right: 1em }"),
        ("ar", ".text > :not(pre) { margin-left: 1em }", ".text > :not(pre) { margin-right: 1em }"),
        ("ar", "pre + p { margin-left: 1em }", "pre + p { margin-right: 1em }"),
        ("ar", "pre.long ~ ul li { margin-left: 1em }", "pre.long ~ ul li { margin-right: 1em }"),
        ("ar", "pre+p, p+pre { float: left }", "pre+p { float: right }\np+pre { float: left }"),
        ("ar", "pre > code + b { float: left }", "pre > code + b { float: left }"),
        ("ar", "PRE::before { float: left }", "PRE::before { float: left }"),
        ("ar", "h|pre .a { float: left }", "h|pre .a { float: left }"),
        ("ar", 'p[title="a,b"], pre { float: left }', 'p[title="a,b"] { float: right }\npre { float: left }'),
        ("ar", 'p[title="a, pre"] { float: left }', 'p[title="a, pre"] { float: right }'),
        ("ar", "p:not(a, b), pre { float: left }", "p:not(a, b) { float: right }\npre { float: left }"),
        ("ar", '@import "a"; pre, p { float: left }', '@import "a"; p { float: right }\npre { float: left }'),
        ("ar", "@page { @top-left { color: red } }", "@page { @top-right { color: red } }"),
        ("en", "p { margin: 1em 2em 3em 4em; line-height: 1.5 }", "p { margin: 1em 2em 3em 4em; line-height: 1.5 }"),
    ],
)
def test_a_sheet_is_fitted_to_its_language(tag: str, sheet: str, wanted: str, style: Style) -> None:
    speech = spoken(tag)
    assert fitted(sheet, asked(speech.words["notes"], tag, style), speech) == wanted


def test_stressed_words_of_a_foreign_passage_are_shown_in_its_own_way() -> None:
    rules = language_rules(fromstring('<html lang="en"><p lang="hy"/><p lang="ar"/><p lang="ru"/></html>'), Typefaces())
    assert re.search(r"em:lang\(hy\).*font-style: normal; letter-spacing", rules)
    assert re.search(r"em:lang\(ar\).*font-style: normal; font-weight: 700", rules)
    assert "(ru)" not in rules
    assert "(en)" not in rules


def test_an_address_that_paper_prints_is_drawn_too() -> None:
    assert "წ" in drawn(fromstring('<html><a href="https://example.org/წ">here</a></html>'))


@pytest.mark.parametrize("text", ["a：b", "（c）", "、。"])
def test_signs_of_east_asia_are_found_with_its_fonts_in_any_language(text: str, style: Style) -> None:
    assert not asked(text, "th", style).lacks
