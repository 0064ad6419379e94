"""The words of a drawing are set in faces that have them."""

import io
import json

import pytest
from lxml import etree
from PIL import Image

from separatum.source.images.svg import drawn
from separatum.source.images.svg_families import family_of
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


@pytest.mark.parametrize(
    ("names", "family"),
    [
        ("monospace", "Separatum Mono"),
        ("ui-monospace, Menlo, Consolas, monospace", "Separatum Mono"),
        ('SFMono-Regular, "Liberation Mono"', "Separatum Mono"),
        ("'Courier New'", "Separatum Mono"),
        ("Nobody’s Face, MonoSpace", "Separatum Mono"),
        ("DejaVu Sans Mono", "Separatum Mono"),
        ("serif", "Noto Serif"),
        ("Times New Roman,serif", "Noto Serif"),
        ("Georgia", "Noto Serif"),
        ("sans-Serif", "Noto Sans"),
        ("Liberation Sans", "Noto Sans"),
        ("Helvetica", "Noto Sans"),
        ("-apple-system, BlinkMacSystemFont, serif", "Noto Sans"),
        ("Monotype Corsiva, cursive", "Noto Sans"),
        ("fantasy", "Noto Sans"),
        ("system-ui", "Noto Sans"),
        ("Nobody’s Face", "Noto Sans"),
        ("literata, monospace", "Literata"),
    ],
)
def test_a_family_is_drawn_in_one_of_the_package_of_its_kind(names: str, family: str) -> None:
    assert family_of(names) == family


def after(inside: str) -> str:
    root = etree.fromstring(f'<svg xmlns="{SVG}" viewBox="0 0 400 40">{inside}</svg>')
    set_in_families(root, SVG)
    return str(etree.tostring(root, encoding="unicode").partition(">")[2].removesuffix("</svg>"))


@pytest.mark.parametrize(
    ("inside", "named"),
    [
        ('<text font-family="Arial">a</text>', "<text font-family=\"'Noto Sans'\">a</text>"),
        (
            '<text style="fill: red; font-family: Menlo; x: 1">a</text>',
            "<text style=\"fill: red; font-family: 'Separatum Mono'; x: 1\">a</text>",
        ),
        (
            "<style>a { font-family: Menlo !important } .b{font:italic 600 9px/1 Times}</style><text/>",
            "<style>a { font-family: 'Separatum Mono' !important} .b{font: italic 600 9px 'Noto Serif'}</style><text/>",
        ),
        (
            "<style>text{font:bold large Menlo}</style><text/>",
            "<style>text{font: bold large 'Separatum Mono'}</style><text/>",
        ),
        (
            "<text style=\"font-family:'A;B}',monospace;x:1\">a</text>",
            "<text style=\"font-family: 'Separatum Mono';x:1\">a</text>",
        ),
        (
            "<style>a{font:9px \"A;B\", 'C}'} b{font-family:Nobody's;x:1}</style><text/>",
            "<style>a{font: 9px 'Noto Sans'} b{font-family: 'Noto Sans';x:1}</style><text/>",
        ),
        (
            '<text font-family="inherit" style="font-size: 3px">a</text>',
            '<text font-family="inherit" style="font-size: 3px">a</text>',
        ),
    ],
)
def test_a_family_is_named_wherever_a_drawing_declares_it(inside: str, named: str) -> None:
    assert after(inside) == named


@pytest.mark.parametrize(
    "inside",
    [
        '<text font-family="monospace">a │</text>',
        '<g font-family="monospace"><text>a │</text></g>',
        '<text style="font: 9px monospace">a │</text>',
        "<style>text { font-family: monospace }</style><text>a │</text>",
        '<style>.a > .b, #c { font-family: monospace }</style><g class="x a"><g class="b"><text>a │</text></g></g>',
        '<style>g .b { font-family: monospace } text { font: 9px serif }</style><g><text class="b">│</text></g>',
        '<style>text { font-family: monospace !important }</style><text style="font-family: serif">│</text>',
        '<style>text { font-family: serif } text { font-family: monospace }</style><text font-family="serif">│</text>',
        '<text font-family="serif">a <tspan font-family="monospace">│</tspan></text>',
        "<style>/* a { */ text /* } */ { font-family: monospace /* ; */ }</style><text>│</text>",
    ],
)
def test_the_frames_of_a_terminal_stay_in_the_face_of_its_letters(inside: str) -> None:
    assert after(inside).count("<tspan") == inside.count("<tspan")


@pytest.mark.parametrize(
    "inside",
    [
        '<text font-family="sans-serif">│</text>',
        '<text font-family="monospace"><tspan font-family="serif">│</tspan></text>',
        '<style>.a > text { font-family: monospace }</style><g class="a"><g><text>│</text></g></g>',
        '<style>#a text { font-family: monospace }</style><g id="b"><text>│</text></g>',
        "<style>text:hover { font-family: monospace } text { font: 'Nameless' }</style><text>│</text>",
        '<text font-family="monospace">★</text>',
    ],
)
def test_a_sign_that_a_text_s_own_family_lacks_is_set_in_another(inside: str) -> None:
    assert after(inside).count("<tspan") == inside.count("<tspan") + 1


def right_edge(inside: str) -> int:
    png = drawn("a.svg", f'<svg xmlns="{SVG}" viewBox="0 0 400 40">{inside}</svg>'.encode())
    with Image.open(io.BytesIO(png)) as opened:
        box = opened.convert("L").point(lambda value: 255 - value).getbbox()
    assert box is not None
    return int(box[2])


def test_the_columns_of_a_terminal_are_aligned() -> None:
    sheet = "<style>tspan { font: 14px/18px SFMono-Regular, Consolas }</style>"
    edges = {right_edge(f'{sheet}<text y="30"><tspan>{word}│</tspan></text>') for word in ("iiiii", "WWWWW", "───┐✓")}
    assert len(edges) == 1


def test_words_beside_an_arrow_stay_in_their_face() -> None:
    word = '<text y="30" font-family="Arial">Wim{}</text>'
    assert right_edge(word.format('<tspan fill="white">→</tspan>')) == right_edge(word.format(""))
