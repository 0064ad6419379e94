"""Large print lies over any style: words are black, 14 points at least, no sentence slanted (RNIB clear print)."""

import ctypes
import io
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from PIL import Image

from separatum.editions import edition
from separatum.source import read
from separatum.style.style import load_style, style_names

ARTICLE = """\
---
title: The harbour that the town forgot
kicker: Report
standfirst: A long standfirst that says in one sentence of some length what the story is about, and why.
language: en
published: 2024-05-01
author: Ann Example
source_url: https://example.org/harbour
---

> All flows, and nothing stays as it was.
> — Heraclitus of Ephesus

The first paragraph is long enough to have a large letter where it opens, and it goes on to say what the harbour was
like in the years before the war, when boats came in each morning and left each evening, and nobody counted them.[^1]

## A heading

Text with *stressed words*, `code`, H~2~O, x^2^ and [a link](https://example.org/a).[^2]

![A boat](boat.png "A caption of some length that says what is to be seen here, and when it was taken; so much")

### A third

#### A fourth

> [!WARNING] Mind the gap
> The bus waits.

| Name | Value | A much longer head | And one^2^ |
|---|---|---|---|
| a | b | c | d |
| **Total** | **1** | **2** | **3** |

```python
# a comment of some length that goes on
if x: pass
```

<aside class="pullquote">A line that was pulled out of the text to be seen</aside>

**Why did they leave?**

Because of the war.

*Ann Example writes about harbours and lives at one. She has written three books about them.*

[^1]: A note that says where this was read, and by whom, with a *title* and x^2^.
[^2]: Another note.
"""
LONGEST_SLANTED = 50
"""Letters of a title or a term; what is longer is a sentence."""


@pytest.mark.parametrize("name", style_names())
def test_large_print_lies_over_each_style(name: str, tmp_path: Path) -> None:
    Image.new("RGB", (600, 400), "#456").save(tmp_path / "boat.png")
    (tmp_path / "a.md").write_text(ARTICLE, encoding="utf-8")
    style = load_style(None if name == "house" else Path(name), "large-print")
    document = pypdfium2.PdfDocument(io.BytesIO(edition("pdf").write(read(tmp_path / "a.md")[0], style)))
    seen, slanted, run = 0, [""], 0
    for page in document:
        text = page.get_textpage()
        for at in range(text.count_chars()):
            if not chr(pdfium.FPDFText_GetUnicode(text.raw, at)).strip():
                continue
            assert size(text, at) >= 13.99, text.get_text_range(max(0, at - 20), 40)
            assert colour(text, at) == (0, 0, 0), text.get_text_range(max(0, at - 20), 40)
            run = run + 1 if "Italic" in font(text, at) else 0
            if run > len(slanted[0]):
                slanted[0] = text.get_text_range(at - run + 1, run)
            seen += 1
    assert seen > 1000
    assert len(slanted[0]) <= LONGEST_SLANTED, slanted


def size(text: pypdfium2.PdfTextPage, at: int) -> float:
    """How large a sign is, in points."""
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text.raw, at, matrix)
    return float(pdfium.FPDFText_GetFontSize(text.raw, at) * abs(matrix.d))


def colour(text: pypdfium2.PdfTextPage, at: int) -> tuple[int, int, int]:
    """The colour of a sign."""
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    pdfium.FPDFText_GetFillColor(text.raw, at, red, green, blue, alpha)
    return red.value, green.value, blue.value


def font(text: pypdfium2.PdfTextPage, at: int) -> str:
    """The name of the face that a sign is set in."""
    name, flags = ctypes.create_string_buffer(200), ctypes.c_int()
    pdfium.FPDFText_GetFontInfo(text.raw, at, name, 200, flags)
    return name.value.decode()
