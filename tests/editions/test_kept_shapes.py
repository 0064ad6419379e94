"""What is known of a line that was shaped before is what WeasyPrint finds, and only lines that are new are shaped."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from separatum.editions import edition
from separatum.editions.pdf import paragraph_lines, quick_lines, shaping
from separatum.editions.pdf.kept_shapes import kept_first_lines
from separatum.editions.pdf.paragraph_lines import ReadParagraph
from separatum.editions.pdf.shaping import advances, stands_alone
from separatum.editions.pdf.writer import _weasyprint
from separatum.model.article import Article
from separatum.source import read
from separatum.style.style import Style, load_style
from tests.checks.article import BODY, small_article

CONTENT = Path(__file__).parents[2] / "content" / "article.md"
BASIC = "font-size: 10px; hyphens: none"
RULES = (
    "hyphens: auto",
    "hyphens: auto; hyphenate-character: '=='",
    "hyphens: auto; hyphenate-limit-chars: 20",
    "hyphens: auto; hyphenate-limit-zone: 90%",
    "white-space: nowrap",
    "white-space: pre-wrap",
    "word-break: break-all",
    "overflow-wrap: anywhere",
    "text-decoration: underline",
    "letter-spacing: 2px",
    "word-spacing: 9px",
    "font-variant-caps: small-caps",
    "font-size: 3px",
)
"""What decides how a line is shaped, where it is split, and what is known of it."""
WORDS = "extraordinary responsibilities "


@pytest.fixture
def unkept(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets every line be shaped anew."""

    def plain() -> None:
        from weasyprint.layout import inline, preferred
        from weasyprint.text import line_break

        monkeypatch.setattr(inline, "split_first_line", line_break.split_first_line)
        monkeypatch.setattr(preferred, "split_first_line", line_break.split_first_line)

    return plain


def style_of(rule: str, fonts: Any) -> Any:
    """The computed style of a text with a rule."""
    import weasyprint

    page = f'<p lang=en style="{rule}">x</p>'
    document = weasyprint.HTML(string=page).render(font_config=fonts)
    return next(box.style for box in document.pages[0]._page_box.descendants() if getattr(box, "text", "") == "x")


@pytest.mark.parametrize("width", [0, 60, 90, None])
@pytest.mark.parametrize("rule", RULES)
def test_the_same_words_in_another_style_are_another_line(rule: str, width: float | None) -> None:
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.text.line_break import split_first_line

    assert weasyprint
    fonts, context = FontConfiguration(), SimpleNamespace(dictionaries={})
    kept = kept_first_lines(split_first_line)
    known = [style_of(f"{BASIC}; {others}", fonts) for others in ("", rule.partition("; ")[0], rule)]
    for style in known:
        for _ in range(2):
            layout, *more = kept(WORDS, style, context, width, 0)
            fresh, *found = split_first_line(WORDS, style, context, width, 0)
            assert (vars(layout), more) == (vars(fresh), found)


def test_pages_are_the_same_whether_lines_are_kept_or_not(unkept: Callable[[], None]) -> None:
    style = load_style()
    bodies = [BODY, BODY.replace("was lost", "was not lost"), BODY]
    kept = [edition("pdf").write(small_article(body), style) for body in bodies]
    unkept()
    assert kept == [edition("pdf").write(small_article(body), style) for body in bodies]


def test_after_an_edit_only_its_lines_are_shaped(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.text import line_break

    article, style = read(CONTENT)[0], load_style()
    edition("pdf").write(article, style)
    shaped: list[str] = []
    create = line_break.create_layout

    def create_layout(text: str, *others: Any) -> Any:
        shaped.append(text)
        return create(text, *others)

    shape = shaping._shaped

    def shape_all(text: str, style: Any) -> shaping.Shape:
        shaped.append(text)
        return shape(text, style)

    monkeypatch.setattr(line_break, "create_layout", create_layout)
    monkeypatch.setattr(shaping, "_shaped", shape_all)
    edited = replace(article, body=article.body + "<p>Words that nobody has written before.</p>")
    edition("pdf").write(edited, style)
    assert 0 < len(shaped) < 5
    assert all("nobody has written before" in text for text in shaped)


EDGES = """To Avoid Waterfall, Yesterday Today Away LA Toy AVAVA WAVE 1.7 “Why?” – f. Tea, fi ffi office Ty.
ÁA é ffl soft­hyphen­ated x² Ты Тут Γιά 中文和字 עברית a\u200bb V. A. T’A  T!"""
"""Letters that kerning, ligatures, marks and other fonts draw otherwise beside others."""


@pytest.mark.parametrize("paper", ["a4", "phone", "large-print"])
def test_a_part_of_a_text_is_as_large_by_itself_as_pango_finds_it(paper: str, monkeypatch: pytest.MonkeyPatch) -> None:
    words = EDGES.split()
    texts = (" ".join(words[step:] + words[:step] + words[::-1]) for step in range(0, len(words), 2))
    body = "".join(f"<p>{text} <em>{text[:90]}</em> <strong>{text[9:70]}</strong></p>" for text in texts)
    article, style = small_article(BODY + body), load_style(paper=paper)
    unshaped = list[str]()
    known = quick_lines._unshaped

    def counted(box: Any) -> Any:
        unshaped.append(box.text)
        return known(box)

    monkeypatch.setattr(quick_lines, "_unshaped", counted)
    quick = edition("pdf").write(article, style)
    assert len(unshaped) > 40
    monkeypatch.setattr(paragraph_lines, "stands_alone", lambda *_: False)
    assert edition("pdf").write(article, style) == quick


def test_a_letter_that_another_moves_does_not_stand_alone() -> None:
    article, style = small_article(BODY), load_style()
    edition("pdf").write(article, style)
    box = next(one for one in _texts_of(article, style) if "the" in one.text)
    pairs = [f"{one}{other}" for one in "AVWTLfy" for other in "AVWTyo. "]
    kerned = [pair for pair in pairs if advances(pair, box.style)[0] != advances(pair[0], box.style)[0]]
    assert kerned
    assert all(stands_alone(f"{pair}", 0, 1, box.style) == (pair not in kerned) for pair in pairs)
    assert stands_alone("whole", 0, 5, box.style)


def _texts_of(article: Article, style: Style) -> list[Any]:
    """The boxes of text of an article's pages."""
    found = list[Any]()
    made = ReadParagraph.box_of

    def box_of(paragraph: ReadParagraph, *arguments: Any) -> Any:
        box = made(paragraph, *arguments)
        found.extend(one for one in box.descendants() if hasattr(one, "text"))
        return box

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ReadParagraph, "box_of", box_of)
        edition("pdf").write(article, style)
    return found


@pytest.mark.parametrize("language", ["en", "de", None])
def test_whether_two_letters_may_be_parted_is_what_pango_says(language: str | None) -> None:
    assert _weasyprint()
    from weasyprint.layout import inline
    from weasyprint.text.line_break import can_break_text

    for text in ("a a", "ab", "a-b", "a\u00a0b", "\u4e00\u4e8c", "a", "", "/b"):
        assert [inline.can_break_text(text, language) for _ in range(2)] == [can_break_text(text, language)] * 2
