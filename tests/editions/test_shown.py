"""The glyphs of a line are few strings, and each stands where it stood."""

import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from separatum.editions import edition
from separatum.editions.pdf.shown_strings import in_few_strings
from separatum.source import read
from separatum.style.style import load_style

CONTENT = Path(__file__).parents[2] / "content" / "article.md"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"[<01db>0<0148>25<01b6>0] TJ", b"[<01db0148>25<01b6>] TJ"),
        (b"[<0561>-76<01b6>0<>-80.30956329463793<01e0>4] TJ", b"[<0561>-76<01b6>-80.31<01e0>4] TJ"),
        (b"[<>-105.14538419016031<0561>-76<0143>] TJ", b"[-105.145<0561>-76<0143>] TJ"),
        (b"[<01>25<>-25.0<02>1e-05<03>] TJ", b"[<010203>] TJ"),
        (b"[<0a>0<>0.0<0b>-7.0] TJ", b"[<0a0b>-7] TJ"),
        (b"[<>] TJ", b"[] TJ"),
        (b"(>0<) Tj", b"(>0<) Tj"),
    ],
)
def test_what_moves_nothing_is_left_out(before: bytes, after: bytes) -> None:
    operators: list[object] = ["BT", before, "ET"]
    in_few_strings(operators)
    assert operators == ["BT", after, "ET"]


def test_no_line_of_the_article_has_empty_strings_or_a_displacement_of_nothing() -> None:
    content = edition("pdf").write(read(CONTENT)[0], load_style())
    with pikepdf.open(BytesIO(content)) as pdf:
        shown = [line for page in pdf.pages for line in page.Contents.read_bytes().splitlines() if line.endswith(b"TJ")]
    assert len(shown) > 100
    assert not [line for line in shown if re.search(rb"<>|[>\[]-?0(\.0*)?[<\]]|><|e-", line)]
