"""A line whose text was chosen is laid out as WeasyPrint lays it out: each of its boxes, to the last digit."""

from collections.abc import Iterator
from typing import Any

import pytest

from separatum.editions.pdf import kept_styles, quick_lines
from separatum.editions.pdf.writer import _weasyprint

SHEET = """
@page { size: 200px 300px; @bottom-center { content: "Page " counter(page) } } html { font: 10px/1.4 Separatum }
p { text-align: justify; text-indent: 1em; hyphens: auto; margin: 0 } p.middle { text-align: center; padding: 0 3% }
p.right { text-align: right } p.wide { letter-spacing: 1px; word-spacing: 3px; text-align: justify }
sup { font-size: 60%; vertical-align: super; line-height: 1 } sub { vertical-align: -3px } b { vertical-align: middle }
em { padding: 0 1px; border-left: 2px solid; margin: 0 auto 0 2% } code { white-space: pre-wrap } q { margin-right: 5% }
small { vertical-align: text-bottom; font-size: 50% } .top { vertical-align: top; line-height: 2 }
i { position: relative; top: 1px } .float { float: right; width: 30% } bdo { direction: rtl } a::before { content: "+" }
u { padding: 1px; box-decoration-break: clone } aside { float: footnote } .first::first-line { color: red }
.far { margin-left: 1e6px } .further { margin-left: 5e6px } .up { vertical-align: 20% }
"""
WORDS = "The quick brown fox jumps over the lazy dog, and nobody extraordinarily understandable has asked it why. "
TREES = (
    f"<p>{WORDS * 2}</p><p class=middle>{WORDS}</p><p class=right>{WORDS}</p><p class=wide>{WORDS}</p>",
    f"<p><em>{WORDS}</em> and <em>so <sup>1</sup> on</em> H<sub>2</sub>O <b>bold <em>in <q>deep</q></em></b> {WORDS}",
    f"<p>{WORDS}<small>small</small> <span class=top>top</span> <span class=up>up</span> <u>{WORDS}</u> <a>link</a>",
    f"<p>One <i>moved</i>, <bdo>turned</bdo> and {WORDS}<img width=9 height=9 src=data:,> <br><br> <span></span> end",
    f"<p class=float>1</p><p>Beside what floats {WORDS}</p><p class=first>{WORDS}</p><p dir=rtl>אבג {WORDS}</p>",
    f"<p>Noted<aside>{WORDS}<em>{WORDS}</em></aside> and <code>some  code   here </code> <span class=far>far</span>",
    f"<p>{WORDS} <span class=further>further</span> <u></u></p><p lang=zh>中文，「中文」中文中文中文中文。</p>",
    f"<table><tr><td>{WORDS}<td><p class=middle>{WORDS}</table><p style='white-space: pre-wrap'> so   {WORDS}</p>",
)
ASKED = (
    *("position_x", "position_y", "width", "height", "baseline", "text", "justification_spacing"),
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")),
    *("border_left_width", "border_right_width"),
)


@pytest.mark.parametrize("tree", TREES)
def test_lines_are_laid_out_as_weasyprint_does(tree: str, monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint = _weasyprint()
    from weasyprint.layout import inline
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=SHEET, font_config=fonts)
    kept_styles.keep_styles(sheet)
    made = list[Any]()
    plain_line = quick_lines._Line.laid_out

    def laid_out(line: Any, position_y: float) -> Any:
        made.append(plain_line(line, position_y))
        return made[-1]

    monkeypatch.setattr(quick_lines._Line, "laid_out", laid_out)
    quick = list(_boxes_of(weasyprint, sheet, fonts, tree))
    assert len(made) > 2
    monkeypatch.setattr(inline, "get_next_linebox", inline.get_next_linebox.__wrapped__)
    assert quick == list(_boxes_of(weasyprint, sheet, fonts, tree))


def test_a_number_of_pages_in_a_line_is_shown_whole_once_it_is_known() -> None:
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=SHEET + "p.of::after { content: counter(pages) }", font_config=fonts)
    tree = "<p class=of>Of </p>" + f"<p>{WORDS * 8}</p>" * 10
    document = weasyprint.HTML(string=tree).render(stylesheets=[sheet], font_config=fonts)
    texts = [box.text for box in document.pages[0]._page_box.descendants() if getattr(box, "text", "").isdigit()]
    assert len(document.pages) > 9
    assert texts[-1:] == [str(len(document.pages))]


def _boxes_of(weasyprint: Any, sheet: Any, fonts: Any, tree: str) -> Iterator[tuple[Any, ...]]:
    """Each box of the pages of a tree, in their order: its kind, place and size."""
    for page in weasyprint.HTML(string=tree).render(stylesheets=[sheet], font_config=fonts).pages:
        for box in page._page_box.descendants(placeholders=True):
            yield type(box).__name__, box.element_tag, *[getattr(box, name, None) for name in ASKED]
