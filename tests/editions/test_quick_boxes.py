"""What is known of a box by its style is what WeasyPrint finds of the box itself."""

from collections.abc import Iterator
from typing import Any

import pytest

from separatum.editions.pdf import kept_styles, quick_boxes
from separatum.editions.pdf.writer import _weasyprint

SHEET = """
@page { size: 200px 300px } html { font-size: 10px }
div { width: 50%; margin: 0 auto; padding: 2%; border: 1px solid; box-sizing: border-box; min-width: 3em }
section { height: 60px; max-height: calc(50% + 1em); page: story } section p { height: 20%; min-height: 5% }
p { margin: 1em 5%; line-height: 1.3; width: 40vw } em { padding: 0 1px; font-size: 120%; line-height: normal }
.float { float: right; width: 30% } li { background: gold } ul { border-radius: 4px } p.last { direction: rtl }
section em, b { background: rgba(0 0 0 / 0); border-top-left-radius: 10% } .float { box-shadow: 1px 1px 2px red }
.fixed { position: absolute; top: 0 } aside { float: footnote }
b { position: relative } strong { position: running(head) } .last { page: last }
table { border-collapse: collapse } td { border: 2px solid; padding: 3px } table.apart { border-collapse: separate }
"""
TREES = (
    "<div><p>One <em>two</em></p><div><p>three</p></div></div><section><p>four</section>",
    (
        "<p class=float>1</p><p>Beside what floats <em>1</em></p>"
        "<section><p>2 <em>2</em><p class=float>3</section><p class=last>4</p><div class=fixed>5 <b>6</b></div>"
    ),
    "<p>1<aside>2</aside><strong>3</strong> <b>4</b></p><ul><li>5<p>6</ul>",
    "<table><tr><td>1<p>2</table><table class=apart><tr><td>1<p>2</table><section><div class=last>3</div></section>",
)
ASKED = (*quick_boxes._LENGTHS, *quick_boxes._RADII, "position_x", "position_y")


def boxes_of(weasyprint: Any, sheet: Any, fonts: Any, tree: str) -> Iterator[tuple[Any, ...]]:
    """Each box of the pages of a tree, in their order: its kind, place and lengths."""
    from weasyprint.formatting_structure.boxes import Box
    from weasyprint.layout import inline

    for page in weasyprint.HTML(string=tree).render(stylesheets=[sheet], font_config=fonts).pages:
        for one in page._page_box.descendants(placeholders=True):
            box = one if isinstance(one, Box) else one._box
            lengths = [getattr(box, name, None) for name in ASKED]
            flows = box.is_in_normal_flow(), box.page_values(), inline.strut(box.style)
            behind = getattr(box, "background", None)
            seen = behind and (str(behind.color), len(behind.layers))
            yield type(one).__name__, box.element_tag, *lengths, *flows, seen


@pytest.mark.parametrize("tree", TREES)
def test_boxes_are_laid_out_as_weasyprint_does(tree: str, monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint = _weasyprint()
    from weasyprint.formatting_structure import boxes
    from weasyprint.layout import background, inline
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string=SHEET, font_config=fonts)
    kept_styles.keep_styles(sheet)
    quick = [list(boxes_of(weasyprint, sheet, fonts, tree)) for _ in range(3)]
    fresh = weasyprint.CSS(string=SHEET, font_config=fonts)
    for module in quick_boxes.modules_with_lengths():
        monkeypatch.setattr(module, "resolve_percentages", module.resolve_percentages.__wrapped__)
    for module, name in ((inline, "strut"), (inline, "avoid_collisions"), (background, "layout_box_backgrounds")):
        monkeypatch.setattr(module, name, getattr(module, name).__wrapped__)
    for box_type, name in (
        (boxes.Box, "is_in_normal_flow"),
        (boxes.ParentBox, "page_values"),
        (boxes.Box, "descendants"),
    ):
        monkeypatch.setattr(box_type, name, getattr(box_type, name).__wrapped__)
    plain = list(boxes_of(weasyprint, fresh, fonts, tree))
    assert len(plain) > 10
    assert quick == [plain] * 3


def test_lengths_are_kept_for_few_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint = _weasyprint()
    from weasyprint.text.fonts import FontConfiguration

    monkeypatch.setattr(quick_boxes, "_MOST_SIZES", 3)
    fonts = FontConfiguration()
    sheet = weasyprint.CSS(string="p { width: 50% }", font_config=fonts)
    kept_styles.keep_styles(sheet)
    for width in range(10):
        tree = f"<div style='width: {width}em'><p>1</div>" * 2
        assert list(boxes_of(weasyprint, sheet, fonts, tree)) == list(boxes_of(weasyprint, sheet, fonts, tree))
    twins = [sheet.separatum_styles.roots]
    while twins:
        for twin in twins.pop().values():
            assert len(twin.__dict__.get("separatum_lengths") or ()) <= 3
            twins.append(twin.__dict__.get("separatum_children", {}))


def test_a_box_without_a_note_is_not_compared_with_all_that_wait() -> None:
    _weasyprint()
    from weasyprint.layout import LayoutContext

    class Note:
        def __eq__(self, other: object) -> bool:
            assert isinstance(other, Note)
            return self is other

        __hash__ = None  # type: ignore[assignment]

    context = LayoutContext.__new__(LayoutContext)
    note, other = Note(), Note()
    context.footnotes = [note]
    assert None not in context.footnotes
    assert note in context.footnotes
    assert other not in context.footnotes
