"""A style from a stranger decides the look and nothing else: it reads no file, no object, no clock and no chance."""

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest

from separatum.checks.validators import JavaValidators
from separatum.editions import edition
from separatum.exports.pipeline import export, read
from separatum.model.errors import Exit, StyleError
from separatum.style.compose import compose
from separatum.style.font_files import font_file
from separatum.style.style import house_style_folder, load_style, style_names
from tests.trust import hostile_styles
from tests.trust.conftest import ARTICLE, write_article
from tests.trust.warm import staying

CORRECTION = "corrections:\n  - {date: 2017-04-06, text: The quay is open again.}\n"
SECRET = "the words of another file"
TEMPLATES = {
    "another file, included": '{% include "../secret.txt" %}',
    "another file, imported": '{% import "../secret.txt" as it %}',
    "another file, extended": '{% extends "../secret.txt" %}',
    "a macro of another file": '{% from "/etc/passwd" import it %}',
    "Python's classes": "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "Python's classes by a filter": "{{ (''|attr('__class__')).__mro__ }}",
    "Python's classes by a format": "{{ '{0.__class__.__mro__}'.format(language) }}",
    "Python's classes by a mapping": "{{ words.__class__ }}",
    "a module's names": "{{ language.date.__globals__ }}",
    "a program": "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "the clock": "{{ metadata.published.today() }}",
    "chance": "{{ [1, 2, 3] | random }}",
    "words of chance": "{{ lipsum() }}",
    "what is not there": "{{ metadata.password }}",
    "a division by nothing": "{{ 1 / 0 }}",
    "a sum of two kinds": "{{ metadata.title + 1 }}",
    "a macro that calls itself": "{% macro it() %}{{ it() }}{% endmacro %}{{ it() }}",
    "a tag that nobody knows": "{% frobnicate %}",
    "a text as long as the memory": "{{ 'a' * 99999999999 }}",
    "a text padded to the memory's end": "{{ 'a' | center(99999999999) }}",
    "a text padded by its own method": "{{ 'a'.rjust(99999999999) }}",
    "a text padded by a pattern": "{{ '%99999999999d' % 1 }}",
    "a number of a million digits": "{{ 9 ** 9 ** 9 }}",
    "a page without an end": "{% for a in range(99999) %}{% for b in range(99999) %}0000000000{% endfor %}{% endfor %}",
    "brackets ten thousand deep": "{{ " + "(" * 10_000 + ")" * 10_000 + " }}",
    "elements that do not close": "<p>",
    "a control character": "<p>\x1b[31m</p>",
}


@pytest.fixture
def style(tmp_path: Path) -> Path:
    """A copy of the house style, beside a file that is no part of it."""
    (tmp_path / "secret.txt").write_text(SECRET)
    shutil.copytree(house_style_folder(), tmp_path / "style")
    return tmp_path / "style"


def edited(file: Path, change: Callable[[str], str]) -> None:
    before = file.read_text(encoding="utf-8")
    after = change(before)
    assert after != before
    file.write_text(after, encoding="utf-8")


@pytest.mark.parametrize("case", TEMPLATES)
def test_a_template_that_reaches_for_more_than_the_article_is_refused(style: Path, article: Path, case: str) -> None:
    edited(style / "article.xhtml", lambda page: page.replace("<article>", f"<article>{TEMPLATES[case]}"))
    with pytest.raises(StyleError, match=r"article\.xhtml"):
        compose(read(article), load_style(style))


def test_an_entity_of_a_template_is_not_looked_up(style: Path, article: Path) -> None:
    declared = f'<!DOCTYPE html [<!ENTITY it SYSTEM "file://{style.parent}/secret.txt">]>\n'
    edited(style / "article.xhtml", lambda page: declared + page.replace("<article>", "<article>&it;"))
    with pytest.raises(StyleError, match="well-formed"):
        compose(read(article), load_style(style))


def test_entities_that_grow_are_refused(style: Path, article: Path) -> None:
    grows = "".join(f'<!ENTITY e{depth} "{f"&e{depth - 1};" * 10}">' for depth in range(1, 12))
    declared = f'<!DOCTYPE html [<!ENTITY e0 "0000000000">{grows}]>\n'
    edited(style / "article.xhtml", lambda page: declared + page.replace("<article>", "<article>&e11;"))
    with pytest.raises(StyleError, match="well-formed"):
        compose(read(article), load_style(style))


@pytest.mark.parametrize("name", ["style.toml", "article.xhtml", "common.css", "epub.css", "print.css"])
def test_a_link_that_leads_out_of_the_style_is_not_followed(style: Path, name: str) -> None:
    (style.parent / "elsewhere").write_bytes((style / name).read_bytes())
    (style / name).unlink()
    (style / name).symlink_to(style.parent / "elsewhere")
    with pytest.raises(StyleError, match="leads out of the style’s folder"):
        load_style(style)


def test_a_link_inside_the_style_is_followed(style: Path) -> None:
    (style / "epub.css").rename(style / "books.css")
    (style / "epub.css").symlink_to("books.css")
    assert load_style(style).epub == load_style().epub


def test_a_style_that_is_itself_a_link_is_found(style: Path) -> None:
    (style.parent / "linked").symlink_to(style)
    assert load_style(style.parent / "linked").common == load_style().common


def test_a_pipe_in_the_place_of_a_sheet_is_not_waited_for(style: Path) -> None:
    (style / "print.css").unlink()
    os.mkfifo(style / "print.css")
    with pytest.raises(StyleError, match="is not a file"):
        load_style(style)


def test_a_huge_sheet_is_refused(style: Path) -> None:
    edited(style / "common.css", lambda sheet: sheet + "p { color: black }\n" * 60_000)
    with pytest.raises(StyleError, match="larger than 1000 kB"):
        load_style(style)


@pytest.mark.parametrize(
    "written",
    [
        "face = 1",
        "face = [1]",
        'roles = "text"',
        "companions = 1",
        "script = [{ code = 1, text = 1 }]",
        "[[script]]\ncode = 'Thai'\ntext = ['../../secret.ttf']",
        "[[script]]\ncode = 'Thai'\ntext = ['/etc/passwd']",
        "[[script]]\ncode = 'Thai'\ntext = ['a.ttf#one']",
        "deep = " + "[" * 5000 + "]" * 5000,
        "[paper]\na4 = 1",
    ],
)
def test_a_style_file_of_the_wrong_kinds_is_named(style: Path, written: str) -> None:
    paper = '\n[paper.a4]\nsize = "210mm 297mm"\nmargin = "9mm 9mm 9mm 9mm"\ntext = "9pt"\nheadline = "9pt"\n'
    (style / "style.toml").write_text(f"{written}\n{'' if '[paper]' in written else paper}")
    with pytest.raises(Exception, match=r"style\.toml") as told:
        load_style(style)
    assert getattr(told.value, "exit_code", None) is Exit.USAGE


@pytest.mark.parametrize("name", ["../secret.ttf", "/etc/passwd", "fonts.json", "sub/x.ttf", ""])
def test_only_the_plain_name_of_a_font_leads_to_a_file(name: str) -> None:
    assert font_file(name) is None


SHEETS = {
    "a sheet of the web": "@import url(http://127.0.0.1:9/a.css);",
    "a sheet of the machine": "@import url(file:///etc/passwd);",
    "a sheet beside the style": '@import "../secret.txt";',
    "a picture of the web": "p { background: url(http://127.0.0.1:9/a.png) }",
    "a picture of the machine": "p { background: url(file:///etc/passwd) }",
    "a picture beside the style": "p { background: url(../secret.txt) }",
    "a font of the web": "@font-face { font-family: X; src: url(https://127.0.0.1:9/a.ttf) }\np { font-family: X }",
    "a font of the machine": "@font-face { font-family: X; src: url(file:///etc/passwd) }\np { font-family: X }",
}


@pytest.mark.parametrize("sheet", ["common.css", "epub.css"])
@pytest.mark.parametrize("case", SHEETS)
def test_a_book_whose_sheet_looks_elsewhere_is_not_published(
    style: Path, article: Path, validators: JavaValidators, case: str, sheet: str
) -> None:
    with (style / sheet).open("a") as file:
        file.write("\n" + SHEETS[case])
    with staying(validators), pytest.raises(StyleError, match=sheet):
        export(article, out=style.parent / "dist", formats=("epub",), style=style)
    assert not (style.parent / "dist").exists()


# “@import” after other rules is none (CSS Cascading 5, section 2), and nothing stands before common.css.
@pytest.mark.parametrize("case", [case for case, sheet in SHEETS.items() if "@import" not in sheet])
def test_a_page_whose_sheet_looks_elsewhere_is_not_laid_out(style: Path, article: Path, case: str) -> None:
    with (style / "print.css").open("a") as file:
        file.write("\n" + SHEETS[case])
    with pytest.raises(StyleError, match=r"fetches something|is not for a style"):
        edition("pdf").write(read(article), load_style(style))


@pytest.mark.parametrize("rule", ["letter-spacing: 1e9px", "word-spacing: 1e12px", "font-size: 1e12px"])
def test_a_length_beyond_all_measure_is_the_style_s_fault_or_is_survived(style: Path, article: Path, rule: str) -> None:
    with (style / "print.css").open("a") as file:
        file.write(f"\nbody::before {{ content: 'x'; {rule} }}")
    with suppress(StyleError):
        assert edition("pdf").write(read(article), load_style(style)).startswith(b"%PDF")


def test_a_length_that_cannot_be_counted_is_told(style: Path, article: Path) -> None:
    with (style / "print.css").open("a") as file:
        file.write("\np { letter-spacing: 1e9px }")
    with pytest.raises(StyleError, match="a length in it is too large to be laid out"):
        edition("pdf").write(read(article), load_style(style))


@pytest.mark.parametrize("case", hostile_styles.TEMPLATES)
def test_a_template_that_adds_or_takes_away_is_refused(style: Path, article: Path, case: str) -> None:
    old, new = hostile_styles.TEMPLATES[case]
    edited(style / "article.xhtml", lambda page: page.replace(old, new, 1))
    with pytest.raises(StyleError, match=r"article\.xhtml"):
        compose(read(article), load_style(style))


@pytest.mark.parametrize("case", hostile_styles.SHEETS)
def test_a_sheet_that_fetches_adds_or_hides_is_refused(style: Path, article: Path, case: str) -> None:
    name, rule = hostile_styles.SHEETS[case]
    edited(style / name, lambda sheet: f"{sheet}\n{rule}\n")
    with pytest.raises(StyleError, match=name):
        compose(read(article), load_style(style))


@pytest.mark.parametrize("case", hostile_styles.CASCADES)
def test_a_book_whose_rules_hide_words_together_is_refused(style: Path, article: Path, case: str) -> None:
    edited(style / "epub.css", lambda sheet: f"{sheet}\n{hostile_styles.CASCADES[case]}\n")
    with pytest.raises(StyleError, match="in the EPUB"):
        edition("epub").write(read(article), load_style(style))


def test_a_correction_cannot_be_left_out(style: Path, tmp_path: Path) -> None:
    source = write_article(tmp_path, text=ARTICLE.replace("source:", CORRECTION + "source:"))
    assert read(source).metadata.amendments
    compose(read(source), load_style(style))
    edited(style / "article.xhtml", lambda page: page.replace("{{ amendment.text }}", ""))
    load_style.cache_clear()
    with pytest.raises(StyleError, match="leaves out a correction"):
        compose(read(source), load_style(style))


def test_a_template_may_arrange_what_the_article_has(style: Path, article: Path) -> None:
    contents = '{% for one in article.outline %}<p><a href="#{{ one.anchor }}">{{ one.text }}</a></p>{% endfor %}'
    names = '<p>{{ words.contact | upper }}: {{ authors | map(attribute="name") | join(" · ") }}</p>'
    dates = "<p>{{ metadata.published.year }} — {{ language.date(metadata.published) }}</p>"
    arranged = f"<article>{contents}{names}{dates}"
    edited(style / "article.xhtml", lambda page: page.replace("<article>", arranged))
    assert "The ferry" in "".join(compose(read(article), load_style(style)).itertext())


@pytest.mark.parametrize("name", ["house", *(name for name in style_names() if name != "house")])
def test_none_of_our_styles_is_refused_for_an_article_with_lists_in_lists(name: str, tmp_path: Path) -> None:
    quoted = "\n\n".join(f"{'> ' * depth}Level {depth}" for depth in range(1, 9))
    listed = "\n".join(f"{'  ' * depth}- Item {depth}" for depth in range(8))
    source = write_article(tmp_path, text=f"{ARTICLE}\n{quoted}\n\n{listed}\n\n- [ ] to do\n  - [x] done\n")
    folder = house_style_folder() if name == "house" else house_style_folder() / name
    assert edition("epub").write(read(source), load_style(folder)).startswith(b"PK")
