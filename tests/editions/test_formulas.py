"""Formulas: on paper each is drawn once, and says what it says; a book’s face has the signs that it needs."""

import xml.etree.ElementTree as ET

from separatum.editions.math import SAID, characters, draw_formulas


def test_what_is_the_same_is_drawn_once() -> None:
    letter, other = "<math alttext='{}'><mi>a</mi></math>", "<math><mi>b</mi></math>"
    page = ET.fromstring(f"<p>{letter.format('a letter')}, {letter.format('the same')} and {other}.</p>")
    drawings = draw_formulas(page)
    images = page.findall("img")
    assert len(drawings) == 2
    assert [image.get("src") for image in images] == ["formula-1.svg", "formula-1.svg", "formula-2.svg"]
    assert [image.get("alt") for image in images] == ["a letter", "the same", ""]
    assert [(image.get(SAID), image.tail) for image in images] == [("a", ", "), ("a", " and "), ("b", ".")]


def test_the_face_of_a_book_has_the_sign_of_a_root_that_no_text_holds() -> None:
    for root in ("<msqrt><mn>2</mn></msqrt>", "<mroot><mi>x</mi><mn>3</mn></mroot>"):
        assert ord("√") in characters(ET.fromstring(f"<p><math>{root}</math></p>"))
    assert ord("√") not in characters(ET.fromstring("<p><math><mn>2</mn></math></p>"))
