"""A note that is laid out once for its page stands where WeasyPrint puts it, with each box of it."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from separatum.editions.pdf import kept_notes
from separatum.editions.pdf.writer import _weasyprint

AREA = "@page { @footnote { border-top: 1px solid; padding: 3px 5%; max-height: 60%; margin: 4px 0 } }"
SHEET = """
@page { size: 200px 220px; margin: 10px } html { font: 10px/1.4 Separatum } aside { float: footnote } p { margin: 0 }
aside p { margin: 1em 2% } .wide { margin: 7px 3px 5px 1px } .columns { columns: 2; column-fill: auto }
.moved { position: relative; top: 2px; left: 1px } .half { height: 20% } .out { position: absolute; top: 0 }
.float { float: left; width: 20%; height: 30px } .head { position: running(head) } .bare { margin-break: discard }
.line { footnote-policy: line } .block { footnote-policy: block } .count::after { content: counter(pages) }
"""
WORDS = "What the note says takes a line or two. "
NOTES = "<p>Some words<aside>One</aside> and<aside>{0}<p>{0}</aside> more<aside class=wide>{0}</aside> words. " * 3
TREES = (
    NOTES.format(WORDS),
    "<p class=count>Pages: " + NOTES.format(WORDS),
    "<div class=columns>" + NOTES.format(WORDS) + "</div>",
    f"<p>1<aside><p>{WORDS}</aside> 2<aside class=moved>{WORDS}</aside> 3<aside class=half>4</aside> 5<aside>6</aside>",
    f"<p>1<aside>Two<aside>inner</aside></aside> 2<aside>{WORDS}</aside> 3<aside><ul><li>{WORDS}</ul></aside>",
    f"<p>1<aside><i class=float>f</i> two</aside> 2<aside>{WORDS}</aside> 3<aside>{WORDS}</aside> 4<aside>5</aside>",
    f"<p>1<aside><i class=float>f</i>{WORDS}</aside> 2<aside>{WORDS}</aside><p>3<aside>{WORDS}</aside> 4<aside>5",
    f"<p>1<aside>Two <b class=out>out</b></aside> 2<aside>{WORDS}<b class=head>head</b></aside> 3<aside>4</aside>",
    "".join(
        f"<p class={kind}>{WORDS}<aside class={kind}>{WORDS * 3}</aside>" for kind in ("line", "block", "bare") * 3
    ),
)
ASKED = (
    *("position_x", "position_y", "width", "height", "baseline", "text"),
    *(f"{kind}_{side}" for kind in ("margin", "padding") for side in ("top", "right", "bottom", "left")),
)


@pytest.mark.parametrize("area", ["", AREA])
@pytest.mark.parametrize("tree", TREES)
def test_notes_are_laid_out_as_weasyprint_does(tree: str, area: str, monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint = _weasyprint()
    from weasyprint.layout import LayoutContext

    kept = list(_boxes_of(weasyprint, tree, area))
    monkeypatch.setattr(LayoutContext, "_update_footnote_area", LayoutContext._update_footnote_area.__wrapped__)
    assert kept == list(_boxes_of(weasyprint, tree, area))
    assert any("FootnoteAreaBox" in box for box in kept)


def test_a_note_is_laid_out_once_for_its_page(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint = _weasyprint()
    from weasyprint.layout import block

    laid_out = Counter[Any]()
    plain = block.block_container_layout

    def counted(context: Any, box: Any, *more: Any, **named: Any) -> Any:
        laid_out[box.element if kept_notes._KNOWN in box.__dict__ else None] += 1
        return plain(context, box, *more, **named)

    monkeypatch.setattr(block, "block_container_layout", counted)
    tree = "<p>1<aside>One</aside> 2<aside>Two<p>two</aside> 3<aside>Three</aside> 4<aside class=wide>Four</aside>"
    assert list(_boxes_of(weasyprint, tree, AREA))
    del laid_out[None]
    assert list(laid_out.values()) == [1, 1, 1, 1]


def _boxes_of(weasyprint: Any, tree: str, area: str) -> Iterator[tuple[Any, ...]]:
    """Each box of the pages of a tree, in their order: its kind, place and size."""
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=SHEET + area, font_config=fonts)
    for page in weasyprint.HTML(string=tree).render(stylesheets=[sheet], font_config=fonts).pages:
        for box in page._page_box.descendants(placeholders=True):
            yield type(box).__name__, box.element_tag, *[getattr(box, name, None) for name in ASKED]
