"""A style that is kept with its sheet is the one that WeasyPrint finds, and nothing is found twice."""

from typing import Any

import pytest

from separatum.editions.pdf import kept_styles
from separatum.editions.pdf.writer import _weasyprint

SHEET = """
:root { --space: 3pt; --ink: #333; direction: ltr; line-height: calc(1em + 4px); font-size: 10px }
h2 { string-set: section content(); bookmark-label: content() }
section { page: story; margin-inline-start: 12pt; padding-block: var(--space); border: 1px solid var(--ink) }
section p { float: left; position: absolute; width: calc(50% - 2em); font-size: 120%; --ink: red }
p em { display: block; letter-spacing: inherit; margin: initial; string-set: inherit; color: var(--ink) }
p:last-child { width: 5vw; height: calc(10vh - 1em); margin-top: inherit; text-indent: 1ex }
p:last-child em { width: inherit }
p::before { content: "–"; color: inherit; width: 2em }
aside { float: footnote; footnote-display: inline } aside b { display: inherit }
aside::footnote-call { content: counter(footnote); display: inline }
table { border-collapse: collapse } li { list-style: "–" outside } td { padding: 3px; margin: 4px }
"""
TREES = (
    "<h2 id=one>1</h2><section><p>One <em>two</em></p><p>three <em>four</em></p></section>",
    "<h2 id=two>1</h2><section><p>One <em>two</em></p><p lang=ar>three <em>four</em></p></section>",
    "<section style='--ink: blue'><p>1 <em style='margin: 3px'>2</em><aside id=n>Note <b>one</b></aside></p></section>",
    "<table><tr><td>One <p id=x>two</table><ul><li>three<li style='margin: 1px'>four</ul>",
)


def style_for(sheet: Any, tree: str, head: str) -> Any:
    """The styles of a tree; its root has a string of its own."""
    import weasyprint
    from weasyprint.css import get_all_computed_styles
    from weasyprint.css.targets import TargetCollector

    page = weasyprint.HTML(string=f"<html style='line-height: {1 + len(head) / 10}'>{tree}", base_url="https://a/")
    passing = weasyprint.CSS(string=f"html {{ string-set: title '{head}' }}")
    return get_all_computed_styles(
        page, user_stylesheets=[sheet, passing], font_config=sheet.fonts, target_collector=TargetCollector()
    )


def values(styles: Any, width: int) -> list[tuple[str, ...]]:
    """Each property of each element and pseudo-element, on a page of a width, and of the boxes inside of it."""
    from weasyprint.css import INITIAL_VALUES

    styles.initial_page_sizes.update(box=(width, 300), area=(width, 200))
    names = ["__ink", *(name for name in INITIAL_VALUES if not {"block", "inline"} & set(name.split("_")))]
    return [
        (element.tag, str(pseudo), name, repr(one[name]))
        for (element, pseudo), _ in styles.get_computed_styles().items()
        for style in [styles(element, pseudo)]
        for one in (style, style.anonymous_style, style.anonymous_style.anonymous_style, style.copy())
        for name in names
    ]


@pytest.fixture
def sheet() -> Any:
    """A sheet with which nothing is kept."""
    _weasyprint()
    import weasyprint
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    made = weasyprint.CSS(string=SHEET, font_config=fonts)
    made.fonts = fonts
    return made


def test_kept_styles_are_those_that_weasyprint_finds(sheet: Any) -> None:
    cases = [(tree, head, width) for tree in TREES for head, width in (("a", 100), ("b", 400), ("ab", 200))]
    plain = [values(style_for(sheet, tree, head), width) for tree, head, width in cases]
    kept_styles.keep_styles(sheet)
    for _ in range(2):
        assert [values(style_for(sheet, tree, head), width) for tree, head, width in cases] == plain


def test_what_a_layout_sets_in_a_style_is_not_kept(sheet: Any) -> None:
    import weasyprint

    def values_of_boxes() -> list[tuple[str, ...]]:
        document = weasyprint.HTML(string="".join(TREES)).render(stylesheets=[sheet], font_config=sheet.fonts)
        boxes = [box for page in document.pages for box in page._page_box.descendants()]
        names = ("display", "float", "position", "overflow", "white_space", "margin_top", "padding_left", "font_size")
        return [(type(box).__name__, box.element_tag, *(repr(box.style[name]) for name in names)) for box in boxes]

    plain = values_of_boxes()
    kept_styles.keep_styles(sheet)
    assert len(plain) > 40
    assert [values_of_boxes() for _ in range(3)] == [plain] * 3


def test_a_style_is_found_once_for_all_trees(sheet: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint import css

    kept_styles.keep_styles(sheet)
    tree = "<h2 id=one>1</h2><ul><li>One <em>two</em><li lang=ar>three</ul>"
    first = style_for(sheet, tree, "a").get_computed_styles()
    names = ("margin_left", "color", "display", "position")
    known = [style[name] for style in first.values() for name in names]
    computed = list[str]()
    monkeypatch.setattr(css.ComputedStyle, "__missing__", lambda _, name: computed.append(name))
    again = style_for(sheet, tree, "a").get_computed_styles()
    assert known == [style[name] for style in again.values() for name in names]
    assert set(computed) <= {"anchor"}


def test_no_more_than_so_many_styles_are_kept(sheet: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept_styles, "_MOST", 50)
    kept_styles.keep_styles(sheet)
    for number in range(40):
        style_for(sheet, f"<p style='margin: {number}px'>One</p>", "a")
    assert sheet.separatum_styles.count < 150
    assert len(sheet.separatum_styles.roots) == 1


def test_what_is_declared_for_a_page_is_not_gone_through_for_each_page_that_follows(
    sheet: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import weasyprint
    from weasyprint import css

    counts = list[int]()
    plain = css.StyleFor.get_cascaded_styles

    def counted(styles: Any) -> Any:
        counts.append(len(plain(styles)))
        return plain(styles)

    monkeypatch.setattr(css.StyleFor, "get_cascaded_styles", counted)
    paged = weasyprint.CSS(string="@page { size: 9cm; @top-left { content: 'a' } @bottom-left { content: 'b' } }")
    tree = "<p style='break-before: page'>1" * 7
    kept_styles.keep_styles(sheet)
    document = weasyprint.HTML(string=tree).render(stylesheets=[sheet, paged], font_config=sheet.fonts)
    assert len(document.pages) == 7
    assert len(set(counts)) == 1
