"""Pictures that belong together are put into rows, in their order; no word moves."""

import xml.etree.ElementTree as ET

import pytest

from separatum.style.picture_rows import mark_pictures, rows_of, set_in_rows

UPRIGHT, LANDSCAPE = (300, 400), (600, 400)


def figure(name: str, size: tuple[int, int], kind: str = "") -> str:
    shown = f' class="{kind}"' if kind else ""
    return (
        f'<figure{shown}><img src="{name}" alt="{name}" width="{size[0]}" height="{size[1]}"/>'
        f"<figcaption>Caption {name}</figcaption></figure>\n"
    )


def laid(body: str, most: int = 3) -> list[list[str]]:
    """The names of the pictures in each row."""
    root = ET.fromstring(f"<html><body><div class='text'>{body}</div></body></html>")
    before = ["".join(root.itertext()).split(), [image.get("src") for image in root.iter("img")]]
    mark_pictures(root)
    rows = set_in_rows(root, most)
    assert ["".join(root.itertext()).split(), [image.get("src") for image in root.iter("img")]] == before
    return [[image.get("src", "") for image in row.iter("img")] for row in rows]


def test_two_pictures_of_one_paragraph_are_a_row() -> None:
    assert laid(figure("a", LANDSCAPE) + figure("b", UPRIGHT, "beside") + "<p>Words.</p>") == [["a", "b"]]


def test_two_upright_pictures_that_follow_each_other_are_a_row() -> None:
    assert laid("<p>Words.</p>" + figure("a", UPRIGHT) + figure("b", UPRIGHT)) == [["a", "b"]]


@pytest.mark.parametrize(
    "body",
    [
        figure("a", LANDSCAPE) + figure("b", LANDSCAPE),
        figure("a", UPRIGHT) + figure("b", LANDSCAPE),
        figure("a", UPRIGHT) + "<p>Words.</p>" + figure("b", UPRIGHT),
        figure("a", UPRIGHT) + "stray words " + figure("b", UPRIGHT),
        figure("a", UPRIGHT, "lead") + figure("b", UPRIGHT, "beside"),
        figure("a", UPRIGHT, "wide") + figure("b", UPRIGHT, "beside"),
    ],
)
def test_other_pictures_stand_alone(body: str) -> None:
    assert laid(body) == []


@pytest.mark.parametrize("count", range(3, 10))
@pytest.mark.parametrize("most", [2, 3, 4])
def test_more_are_a_gallery_of_rows_none_too_full(count: int, most: int) -> None:
    names = [str(number) for number in range(count)]
    rows = laid("".join(figure(name, LANDSCAPE, "beside") for name in names), most)
    assert [name for row in rows for name in row] == names
    assert len(rows) > 1
    assert max(map(len, rows)) <= most


def test_a_gallery_sets_what_is_wide_in_rows_of_its_own() -> None:
    assert rows_of([3.0, 0.7, 0.7, 0.7], 3) == [1, 3]
    assert rows_of([1.5, 1.5, 1.5], 3) == [1, 2]
    assert rows_of([0.75, 0.75, 0.75], 3) == [3]
    assert rows_of([0.75] * 4, 2) == [2, 2]


def test_pictures_in_a_list_item_are_a_row_there() -> None:
    body = f"<ul><li><p>Item</p>{figure('a', UPRIGHT)}{figure('b', UPRIGHT)}</li></ul>"
    assert laid(body) == [["a", "b"]]


def test_an_upright_picture_says_so_in_both_editions() -> None:
    root = ET.fromstring(f"<html><body>{figure('a', UPRIGHT)}<p/>{figure('b', LANDSCAPE)}</body></html>")
    mark_pictures(root)
    assert [one.get("class") for one in root.iter("figure")] == ["upright", None]
