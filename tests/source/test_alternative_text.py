"""An alternative text that describes nothing is none."""

import pytest

from separatum.model.alternative_text import describes_nothing


@pytest.mark.parametrize(
    "alternative",
    ["image", "Photo", "IMG_1.jpg", "map (2).png", "~/p.webp", "/home/jane/Pictures/from the quay.jpg",
     "C:\\Users\\Jane\\quay.PNG", "../images/quay.svg", "Alt text", " screenshot "],
)  # fmt: skip
def test_a_file_or_a_bare_word_describes_nothing(alternative: str) -> None:
    assert describes_nothing(alternative)


def test_the_name_of_the_file_itself_describes_nothing() -> None:
    assert describes_nothing("quay", "pictures/quay")
    assert not describes_nothing("quay", "pictures/quay.png")


@pytest.mark.parametrize(
    "alternative",
    ["", "A photo of the quay", "The logo of node.js", "An extract of the file quay.png", "1.png and 2.png",
     "Image of a quay", "и/или"],
)  # fmt: skip
def test_words_about_the_picture_describe_it(alternative: str) -> None:
    assert not describes_nothing(alternative)
