"""Blocks are found in the source, in the EPUB and on the pages by their letters."""

from array import array

import pytest

from separatum.preview.blocks import blocks, numbered
from separatum.preview.drawing import PageText

SOURCE = """\
---
title: Port at night
image:
  caption: The quay, empty
---

The “quay” was *empty* that night, [they](https://example.org/x) said.[^1]

## What followed

- Yes
- No

The quay was empty again.

[^1]: Nobody was asked
    on the next morning.
"""
DOCUMENT = """\
<html xmlns="http://www.w3.org/1999/xhtml"><body><header class="headline"><h1>Port at night</h1></header>
<figure><figcaption>The quay, empty</figcaption></figure>
<p>The ‘quay’ was <em>empty</em> that night, <a>they</a> said.<a class="noteref">1</a></p>
<h2>What followed</h2><ul><li>Yes</li><li>No<ul><li>deeper</li></ul></li></ul><p>The quay was empty again.</p>
<section class="notes"><h2>Notes</h2><p><a class="backlink">1</a> Nobody was asked on the next morning.</p></section>
<section class="colophon"><p>To verify this copy</p></section></body></html>
"""


def test_each_block_has_its_line_in_the_source() -> None:
    _, texts = numbered(DOCUMENT.encode())
    found = {text.letters: block.line for text, block in zip(texts, blocks(texts, SOURCE, ()), strict=True)}
    assert found == {
        "portatnight": 2,
        "thequayempty": 4,
        "thequaywasemptythatnighttheysaid": 7,
        "whatfollowed": 9,
        "yes": 11,
        "no": 12,
        "deeper": None,
        "thequaywasemptyagain": 14,
        "notes": None,
        "nobodywasaskedonthenextmorning": 16,
        "toverifythiscopy": None,
    }


def test_blocks_are_numbered_in_the_document_and_nothing_else_of_it_changes() -> None:
    document, texts = numbered(DOCUMENT.encode())
    assert [f'data-block="{number}"' in document.decode() for number in range(len(texts))] == [True] * len(texts)
    assert f'data-block="{len(texts)}"' not in document.decode()
    plain = document.decode().partition("\n")[2]
    for number in range(len(texts)):
        plain = plain.replace(f' data-block="{number}"', "")
    assert plain == DOCUMENT.rstrip("\n")


def page(text: str) -> PageText:
    """A page on which the letters are beside each other, each a hundredth of the page wide."""
    letters = "".join(sign for sign in text.lower() if sign.isalnum())
    boxes = array("f")
    for number in range(len(letters)):
        boxes.extend((number / 100, 0.5, (number + 1) / 100, 0.6))
    return PageText(width=595, height=842, digest="d", letters=letters, boxes=boxes)


def test_a_block_that_is_broken_over_two_pages_has_a_place_on_each() -> None:
    document = '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>One two three four five six</p></body></html>'
    _, texts = numbered(document.encode())
    (block,) = blocks(texts, "", [page("Head One two three"), page("four five six Foot")])
    assert [box.page for box in block.boxes] == [0, 1]
    assert block.boxes[0].left == pytest.approx(0.04)
    assert block.boxes[1].right == pytest.approx(0.11)


def test_blocks_with_the_same_text_are_found_one_after_the_other() -> None:
    document = (
        '<html xmlns="http://www.w3.org/1999/xhtml"><body><p>Same words here</p><p>Same words here</p></body></html>'
    )
    _, texts = numbered(document.encode())
    one, other = blocks(texts, "Same words here\n\nSame words here\n", ())
    assert (one.line, other.line, one.key == other.key) == (1, 3, True)
