"""Formulas on paper: what is the same is drawn once, and each says what it says where it stands."""

import xml.etree.ElementTree as ET

from separatum.editions.math import SAID, draw_formulas


def test_what_is_the_same_is_drawn_once() -> None:
    letter, other = "<math alttext='{}'><mi>a</mi></math>", "<math><mi>b</mi></math>"
    page = ET.fromstring(f"<p>{letter.format('a letter')}, {letter.format('the same')} and {other}.</p>")
    drawings = draw_formulas(page)
    images = page.findall("img")
    assert len(drawings) == 2
    assert [image.get("src") for image in images] == ["formula-1.svg", "formula-1.svg", "formula-2.svg"]
    assert [image.get("alt") for image in images] == ["a letter", "the same", ""]
    assert [(image.get(SAID), image.tail) for image in images] == [("a", ", "), ("a", " and "), ("b", ".")]
