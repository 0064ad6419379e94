"""The look of each word of a book, by the rules that match it and by what it is in."""

import xml.etree.ElementTree as ET

from separatum.style.cascade import computed

SHEET = """
section { font-size: 2em; color: #333 } p { margin-left: 1em; line-height: 1.2 } .fine { font-size: 0.5em }
section > .fine { background: black } p.fine { color: white } p + p { text-indent: 1em }
p.fine { line-height: 2 !important } p { line-height: 1.1 }
"""
PAGE = ET.fromstring(
    "<html><body><p>a</p><p>b</p><p class='fine'>c</p>"
    "<section><p>d</p><p class='fine'>e</p><p>f</p><p>g</p></section><p class='fine'>h</p></body></html>"
)


def test_each_element_has_the_look_of_its_own_rules_and_of_what_it_is_in() -> None:
    looks = {element.text: look for element, look in computed(PAGE, SHEET) if element.text}
    assert {text: look.size for text, look in looks.items()} == {
        **dict.fromkeys("ab", 1.0), **dict.fromkeys("ch", 0.5), **dict.fromkeys("dfg", 2.0), "e": 1.0
    }  # fmt: skip
    assert {text for text, look in looks.items() if look.ground == (0.0, 0.0, 0.0)} == {"e"}
    assert {text for text, look in looks.items() if look.colour == (1.0, 1.0, 1.0)} == {"c", "e", "h"}
    assert [looks[text].leading for text in "abcdefgh"] == [1.1, 1.1, 2.0, 1.1, 2.0, 1.1, 1.1, 2.0]
    assert [looks[text].indent for text in "abcdefgh"] == [0.0, 1.0, 0.5, 0.0, 1.0, 2.0, 2.0, 0.0]


def test_elements_that_the_same_rules_match_are_looked_at_once() -> None:
    looks = [look for element, look in computed(PAGE, SHEET) if element.text in {"f", "g"}]
    assert looks[0] is looks[1]


def test_a_page_looks_the_same_whatever_was_looked_at_before() -> None:
    other = ET.fromstring(
        "<html><body><section><p class='fine'>a</p></section><section><section/></section></body></html>"
    )
    sheets = SHEET, SHEET.replace("2em", "3em")
    alone = [[look for _, look in computed(page, f"{sheet}/**/")] for sheet in sheets for page in (PAGE, other)]
    for _ in range(2):
        assert [[look for _, look in computed(page, sheet)] for sheet in sheets for page in (PAGE, other)] == alone
    assert alone[0] != alone[2]
