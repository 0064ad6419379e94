"""The report that is published quotes nothing of the source; the one of a run does."""

from pathlib import Path

import pytest

from separatum import export
from separatum.model.redaction import without_folders
from separatum.model.report_json import run_to_json

SOURCE = """\
---
title: The bridge
language: en
published: 2024-05-17
informant_quillfeather: yes
---

Text <quillfeather-note>of</quillfeather-note> <a name="quillfeather">it</a>.

![Марта](quill%20feather.png)

[link](/home/quillfeather/secret.md) [u](http://quillfeather:pw@example.org/) {{quillfeather}}
"""


@pytest.mark.parametrize("is_relative", [False, True])
def test_the_published_report_has_codes_and_lines_and_no_words_of_the_source(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, is_relative: bool
) -> None:
    from PIL import Image

    (tmp_path / "quillfeather").mkdir()
    folder = tmp_path / "quillfeather"
    Image.new("RGB", (40, 20), "red").save(folder / "quill feather.png")
    (folder / "x.md").write_text(SOURCE, encoding="utf-8")
    monkeypatch.chdir(folder)
    report = export("x.md" if is_relative else folder / "x.md", formats=("epub",), out=tmp_path / "dist")
    said = (tmp_path / "dist" / "x.report.json").read_text(encoding="utf-8")
    assert "SOURCE-" in said
    assert '"line": ' in said
    assert "quillf" not in said.lower()
    assert "/home" not in said
    assert "quillfeather" in run_to_json([report]).decode().lower()


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("cannot read /home/name/a.md: gone", "cannot read a.md: gone"),
        ("“/tmp/x y/a.md”", "“x y/a.md”"),
        ("file:///home/name/a.png, and more", "a.png, and more"),
        (r"C:\Users\name\p.png is bad", "p.png is bad"),
        ("~/notes/secret.md", "secret.md"),
        ("and/or, 1/2, a.epub!EPUB/article.xhtml", "and/or, 1/2, a.epub!EPUB/article.xhtml"),
        ("https://example.org/a/b stays", "https://example.org/a/b stays"),
    ],
)
def test_folders_are_taken_out_of_a_text(text: str, plain: str) -> None:
    assert without_folders(text) == plain
