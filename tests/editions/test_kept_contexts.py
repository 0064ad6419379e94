"""A line is shaped alike whether Pango was prepared for its style before or not."""

from typing import Any

import pytest

from separatum.editions.pdf import kept_styles
from separatum.editions.pdf.shaping import _shaped
from separatum.editions.pdf.writer import _sheet, _weasyprint
from separatum.style.fonts import Typefaces
from separatum.style.style import load_style

RULES = (
    "",
    "font-size: 31px",
    "font-weight: bold; font-style: italic",
    "font-variant-caps: small-caps",
    "font-feature-settings: 'onum', 'liga' 0",
    "font-kerning: none; font-variant-ligatures: none",
    "letter-spacing: 3px",
    "word-spacing: 9px; overflow-wrap: anywhere",
    "text-decoration: underline",
    "font-language-override: 'TRK'",
    "direction: rtl",
)
TEXTS = ("Affix fi, AVATAR To 1234567890", "אבג abc", "ıi fi")


@pytest.mark.parametrize("language", ["en", "tr", ""])
@pytest.mark.parametrize("rule", RULES)
def test_a_kept_context_shapes_as_a_fresh_one(rule: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    weasyprint = _weasyprint()
    from weasyprint.text.line_break import Layout

    sheet, fonts = _sheet(load_style(), Typefaces(), frozenset(), "en", "")
    page = f'<p lang="{language}" style="{rule}">x</p>'
    document = weasyprint.HTML(string=page).render(stylesheets=[sheet], font_config=fonts)
    boxes: list[Any] = [*document.pages[0]._page_box.descendants()]
    style = next(box.style for box in boxes if getattr(box, "text", "") == "x")
    assert getattr(style, kept_styles.TWIN) is not None
    kept = [_shaped(text, style) for text in TEXTS for _ in range(3)]
    monkeypatch.setattr(Layout, "setup", Layout.setup.__wrapped__)
    assert kept == [_shaped(text, style) for text in TEXTS for _ in range(3)]
