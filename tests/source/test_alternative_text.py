"""An alternative text that describes nothing is none."""

import pytest

from separatum.model.alternative_text import describes_nothing


@pytest.mark.parametrize(
    "alternative",
    ["image", "Photo", "IMG_1.jpg", "map (2).png", "~/p.webp", "/home/jane/Pictures/from the quay.jpg",
     "C:\\Users\\Jane\\quay.PNG", "../images/quay.svg", "Alt text", " screenshot ", "~/Pictures/p", r"\\server\share",
     "file:///tmp/p.png", "Screenshot_20240517_143512_Signal", "IMG_20240517",
     "WhatsApp Image 2024-05-17 at 10.00.00", "Illo1", "Figure 3a", "fig. 12", "Cover Image"],
)  # fmt: skip
def test_a_file_or_a_bare_word_describes_nothing(alternative: str) -> None:
    assert describes_nothing(alternative)


def test_the_name_of_the_file_itself_describes_nothing() -> None:
    assert describes_nothing("quay", "pictures/quay")
    assert not describes_nothing("quay", "pictures/quay.png")


@pytest.mark.parametrize(
    "alternative",
    ["", "A photo of the quay", "The logo of node.js", "An extract of the file quay.png", "1.png and 2.png",
     "Image of a quay", "Photo 1984-1990: boats", "Image 2024-05-17, the quay", "и/или", "Figure 3a: boats"],
)  # fmt: skip
def test_words_about_the_picture_describe_it(alternative: str) -> None:
    assert not describes_nothing(alternative)
