"""What runs from left to right in a text that runs from right to left is read as it was written."""

from pathlib import Path

import pypdfium2
import pytest

from separatum.editions import edition
from separatum.exports.batch import export_all
from separatum.model.errors import Exit
from separatum.model.options import Options
from separatum.source import read
from separatum.style.compose import compose
from separatum.style.style import load_style

FRONT = (
    "---\ntitle: {title}\nlanguage: {language}\npublished: 2024-05-17\nsource_url: https://example.org/he/a\n---\n\n"
)
TITLES = {"he": "מאמר קצר", "ar": "مقال قصير", "fa": "مقالهٔ کوتاه", "en": "In English"}


@pytest.mark.parametrize("language", TITLES)
@pytest.mark.parametrize("paper", ["a4", "phone"])
def test_programs_addresses_and_brackets_keep_their_order(language: str, paper: str, tmp_path: Path) -> None:
    title = TITLES[language]
    body = (
        f"{title} `f(x) {{` {title} (no bundler!) https://example.org/a/b-c?d=e {title}.\n\n"
        "```\nfunction f(x) {\n  return <b>x</b>;\n}\n```\n\n"
        f"[`code(y)`](https://example.org/) {title}: [{title}](https://example.org/b), 12–15 (3).\n"
    )
    file = tmp_path / "a.md"
    file.write_text(FRONT.format(title=title, language=language) + body, encoding="utf-8")
    (report,) = export_all([file], Options(out=tmp_path / "out", paper=paper))
    assert report.exit_code is Exit.OK, report.findings


def test_a_bracket_keeps_its_side_in_both_directions_of_one_text(tmp_path: Path) -> None:
    # In a run from right to left “]” is drawn with the glyph of “[”, which then stands for it in the whole file.
    body = (
        '<p>توجد <b dir="ltr">Health</b>](https://example.org/) من</p>\n\n'
        '<p>توجد <span dir="ltr">[Checklist] (of many)</span> من</p>\n'
    )
    file = tmp_path / "a.md"
    file.write_text(FRONT.format(title=TITLES["ar"], language="ar") + body, encoding="utf-8")
    (report,) = export_all([file], Options(out=tmp_path / "out"))
    assert report.exit_code is Exit.OK, report.findings


@pytest.mark.parametrize(
    ("language", "markdown", "wanted"),
    [
        ("ar", "<pre>\nf(x)\n</pre>", "ltr"),
        ("ar", '<pre dir="rtl">\nإذا\n</pre>', "rtl"),
        ("ar", '<pre lang="ar">\nf(x)\n</pre>', "ltr"),
        ("en", "<pre>\nf(x)\n</pre>", None),
        ("en", '<blockquote dir="rtl"><pre>\nf(x)\n</pre></blockquote>', "ltr"),
        ("en", '<div dir="rtl">\n\nنص.\n\n```\nf(x)\n```\n\n</div>', "ltr"),
    ],
)
def test_code_runs_from_left_to_right_where_its_author_does_not_say_otherwise(
    language: str, markdown: str, wanted: str | None, tmp_path: Path
) -> None:
    file = tmp_path / "a.md"
    file.write_text(FRONT.format(title=TITLES[language], language=language) + markdown, encoding="utf-8")
    (code,) = compose(read(file)[0], load_style()).iter("pre")
    assert code.get("dir") == wanted


PLAIN = "These words run on and on, so that they fill many lines of a column"


@pytest.mark.parametrize(("language", "title"), [("he", "מאמר קצר"), ("ar", "مقال قصير")])
@pytest.mark.parametrize("paper", ["a4", "a4-columns", "phone"])
def test_a_paragraph_of_the_other_direction_is_read_and_seen_in_its_order(
    language: str, title: str, paper: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.md"
    sentence = f"{PLAIN}, `code(x)` and a [link](https://example.org/b), **and bolder ones**, *stressed* (so)."
    body = f"{title}.\n\n{sentence} {sentence}[^1]\n\n- Is it so?\n\n{title}.\n\n[^1]: {title}.\n"
    file.write_text(FRONT.format(title=title, language=language) + body, encoding="utf-8")
    (report,) = export_all([file], Options(out=tmp_path / "out", paper=paper))
    assert report.exit_code is Exit.OK, report.findings
    pages = pypdfium2.PdfDocument(tmp_path / "out" / "a.pdf")
    words = pages[0].get_textpage()
    said = " ".join(words.get_text_range().split())
    assert "bolder ones" in said, "a word is broken"
    found = words.search("Is it so").get_next()
    assert found is not None
    start, count = found
    mark = words.get_text_range(start + count, 1)
    assert mark == "?"
    assert words.get_charbox(start + count)[0] > words.get_charbox(start)[2], "the mark stands before its sentence"


def test_no_word_of_a_phrase_is_broken_where_its_line_of_the_other_direction_ends(tmp_path: Path) -> None:
    title, file = TITLES["ar"], tmp_path / "a.md"
    lines = [f"{'x ' * count}and these words, with **astonishing** ones: so." for count in range(24)]
    file.write_text(FRONT.format(title=title, language="ar") + "\n\n".join([title, *lines]), encoding="utf-8")
    data = edition("pdf").write(read(file)[0], load_style(paper="a4-columns"))
    page = pypdfium2.PdfDocument(data)[0].get_textpage()
    assert page.get_text_range().count("astonishing") == len(lines)
