"""The words of a drawing are set in faces that have them."""

import json

from lxml import etree

from separatum.source.images.svg import drawn
from separatum.source.images.svg_fonts import FONTS, characters, set_in_families

SVG = "http://www.w3.org/2000/svg"
TEXT = "Цены العربية → ✓ हिन्दी ქართული Հայ ½"


def drawing(text: str) -> bytes:
    return f'<svg xmlns="{SVG}" viewBox="0 0 400 40"><text x="4" y="30">{text}</text></svg>'.encode()


def test_each_run_of_letters_has_a_family_of_the_package() -> None:
    root = etree.fromstring(drawing(f"{TEXT} <tspan>Հ</tspan> ქ"))
    set_in_families(root, SVG)
    families = {face["family"] for face in json.loads((FONTS / "fonts.json").read_bytes())["faces"]}
    runs = {span.text.strip(): span.get("style", "") for span in root.iter(f"{{{SVG}}}tspan") if span.text}
    assert runs["العربية"] == "font-family: 'Noto Sans Arabic'"
    assert runs["हिन्दी"] == "font-family: 'Noto Sans Devanagari'"
    assert runs["ქ"] == "font-family: 'Noto Sans Georgian'"
    assert {style.removeprefix("font-family: ").strip("'") for style in runs.values() if style} <= families
    assert "".join(map(str, root.itertext())) == f"{TEXT} Հ ქ"


def test_words_in_several_scripts_are_drawn_otherwise_than_as_empty_boxes() -> None:
    one, other = (drawn("a.svg", drawing(f"{words} ქართული")) for words in ("हिन्दी", "मराठी"))
    assert one != other


def test_words_of_latin_letters_are_left_as_they_are() -> None:
    root = etree.fromstring(drawing("Words, слова, λόγια"))
    before = etree.tostring(root)
    set_in_families(root, SVG)
    assert etree.tostring(root) == before


def test_the_package_has_arrows_and_emoji_for_drawings() -> None:
    assert {ord(sign) for sign in "→✓★🎉ก"} <= characters()
