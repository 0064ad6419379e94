"""What no sheet declares for an element is found quickly, and is what WeasyPrint finds."""

from typing import Any

import pytest

from separatum.editions import edition
from separatum.style.style import load_style
from tests.checks.article import small_article

SHEET = """
:root { --space: 3pt; --ink: #333; direction: ltr; line-height: calc(1em + 4px); text-decoration: underline }
section { page: story; margin-inline-start: 12pt; padding-block: var(--space); border: 1px solid var(--ink) }
section p { float: left; position: absolute; width: calc(50% - 2em); text-decoration: overline; font-size: 120% }
p em { display: block; border-inline-end-width: 4px; letter-spacing: inherit; margin: initial; hyphens: inherit }
aside { direction: rtl; margin-inline-end: 9px; min-height: max(2em, 10px); content: "x"; outline: 2px dotted }
aside p::before { content: "–"; color: inherit; break-after: var(--nothing) }
"""
TEXT = (
    "<section><p>One <em>two</em></p><p>three</p></section><aside lang=ar><p>four</p></aside><table><td>5</td></table>"
)


def values(weasyprint: Any) -> dict[tuple[str, ...], dict[str, str]]:
    """Each property of each element and pseudo-element."""
    from weasyprint.css import INITIAL_VALUES, get_all_computed_styles
    from weasyprint.text.fonts import FontConfiguration

    fonts = FontConfiguration()
    page, sheet = weasyprint.HTML(string=TEXT), weasyprint.CSS(string=SHEET, font_config=fonts)
    found = get_all_computed_styles(page, user_stylesheets=[sheet], font_config=fonts).get_computed_styles()
    return {
        (element.tag, str(number), str(pseudo)): {name: repr(style[name]) for name in INITIAL_VALUES}
        for number, ((element, pseudo), style) in enumerate(found.items())
    }


def test_each_property_has_the_value_that_weasyprint_computes(monkeypatch: pytest.MonkeyPatch) -> None:
    edition("pdf").write(small_article("<p>Nobody asked.</p>"), load_style())
    import weasyprint
    from weasyprint import css

    quick = values(weasyprint)
    monkeypatch.setattr(css.ComputedStyle, "__missing__", css.ComputedStyle.__missing__.__wrapped__)
    assert len(quick) > 10
    assert quick == values(weasyprint)
