"""What the PDF is, beyond what veraPDF says."""

import io
import os
import re
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from separatum.checks.formats.documents import PdfDocument
from separatum.checks.validators import JavaValidators
from separatum.editions import edition
from separatum.editions.pdf.writer import _sheet
from separatum.model.findings import Finding
from separatum.source import read
from separatum.style.style import load_style
from separatum.system.environment import settle
from tests.editions.conftest import Reader
from tests.editions.pdf_tree import roles, tree

Written = Callable[..., bytes]
LONG = " ".join(["Word after word the sentence goes on and does not come to an end."] * 30)


def test_a_note_stands_right_after_the_reference_that_calls_it(pdf: Written) -> None:
    lines = roles(pdf("Before[^a] and after.\n\n[^a]: The note.\n"))
    place = next(number for number, line in enumerate(lines) if "Reference" in line)
    assert [line.strip() for line in lines[place : place + 4]] == ["Reference", "Link", "Note ID=note-1", "P"]


def test_a_note_that_a_note_calls_stands_behind_it(pdf: Written) -> None:
    lines = roles(pdf("Before[^a] and after.\n\n[^a]: The note[^b].\n\n[^b]: Another.\n"))
    assert [line.split("=")[1] for line in lines if "Note ID=" in line] == ["note-1", "note-2"]


def test_words_of_code_that_a_tab_parts_are_two_words(pdf: Written) -> None:
    file = pypdfium2.PdfDocument(pdf("```\nif (a)\tb();\n```\n"))
    assert re.search(r"if \(a\) +b\(\);", file[0].get_textpage().get_text_range())


def test_a_paragraph_that_crosses_a_page_is_one_paragraph(pdf: Written) -> None:
    body = "\n\n".join([LONG] * 6)
    paragraphs = tree(pdf(body)).split("  P\n")
    pages = [{line.strip()[1:].split(".")[0] for line in part.splitlines() if "#" in line} for part in paragraphs]
    assert any(len(on) > 1 for on in pages), "no paragraph crossed a page: the test needs a longer body"
    assert sum(line.strip() == "P" for line in roles(pdf(body))) == sum(
        line.strip() == "P" for line in roles(pdf("\n\n".join(["Short."] * 6)))
    )


def test_a_nested_list_is_a_child_of_its_item(pdf: Written) -> None:
    lines = roles(pdf("- one\n    - inside\n- two\n"))
    start = next(number for number, line in enumerate(lines) if line.strip() == "L")
    depth = len(lines[start]) - len(lines[start].lstrip())
    assert [line[depth:] for line in lines[start : start + 11]] == [
        "L",
        " LI",
        "  Lbl",
        "  LBody",
        "   L",
        "    LI",
        "     Lbl",
        "     LBody",
        " LI",
        "  Lbl",
        "  LBody",
    ]


def test_a_term_is_the_label_of_what_defines_it(pdf: Written) -> None:
    lines = [line.strip() for line in roles(pdf("Term\n:   What it means.\n"))]
    assert lines[lines.index("L") :][:4] == ["L", "LI", "Lbl", "LBody"]


def test_a_formula_is_drawn_and_says_what_it_is(pdf: Written) -> None:
    data = pdf('It is $E = mc^2$, and ${a}^{b}${alt="a to the power of b"}.')
    assert [line.strip() for line in roles(data) if "Formula" in line] == [
        "Formula Alt=E = mc²",
        "Formula Alt=a to the power of b",
    ]
    read = PdfDocument(data, "a.pdf").text
    assert read is not None
    said = " ".join(word for passage in read.main for line in passage.lines for word in line.split())
    assert "It is E = mc² , and a^b ." in said


def test_a_foreign_passage_tells_its_language(pdf: Written) -> None:
    assert "Span Lang=ru" in tree(pdf("The word *слово*{lang=ru} is Russian."))


def test_an_abbreviation_tells_what_it_stands_for(pdf: Written) -> None:
    assert "Span E=United Nations" in tree(pdf("The UN met.\n\n*[UN]: United Nations\n"))


def test_a_table_head_that_is_repeated_on_the_next_page_is_read_once(pdf: Written) -> None:
    rows = "\n".join(f"| {number} | value |" for number in range(120))
    lines = tree(pdf(f"| Head | Other |\n|---|---|\n{rows}\n")).splitlines()
    heads = [number for number, line in enumerate(lines) if line.strip().startswith("TH ")]
    assert len(heads) == 2
    assert all(lines[number + 1].strip().startswith("#") for number in heads)
    assert not lines[heads[0] + 2].strip().startswith("#")


def test_each_head_of_a_table_tells_its_scope(pdf: Written) -> None:
    assert tree(pdf("| A | B |\n|---|---|\n| 1 | 2 |\n")).count("TH Scope=/Column") == 2


def test_a_figure_tells_its_description_and_where_it_is(pdf: Written) -> None:
    data = pdf('![A grey square](p.png "A caption")')
    assert "Figure Alt=A grey square" in tree(data)
    assert any(line.strip() == "Caption" for line in roles(data))


@pytest.mark.parametrize("size", [(500, 2400), (2400, 500), (2000, 2000), (60, 40)])
@pytest.mark.parametrize("body", ["![A](q.png)", "Text\n![A](q.png)", "Text ![A](q.png) in a line.\n" * 9,
                                  "[![A](q.png)](https://example.org/) A link.", "- Item\n  ![A](q.png)"])  # fmt: skip
@pytest.mark.parametrize("paper", ["a4", "phone"])
def test_a_picture_of_any_shape_stays_within_the_measure(
    size: tuple[int, int], body: str, paper: str, article: Reader, tmp_path: Path
) -> None:
    Image.new("RGB", size, "#456").save(tmp_path / "q.png")
    style = load_style(paper=paper)
    pdf = pypdfium2.PdfDocument(edition("pdf").write(article(body), style))
    top, right, bottom, left = style.paper.margins
    pictures = [one for page in pdf for one in page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])]
    assert len(pictures) == body.count("![A]")
    for picture in pictures:
        box = picture.get_bounds()
        assert box[0] > left - 1
        assert box[1] > bottom - 1
        assert box[2] < style.paper.width - right + 1
        assert box[3] < style.paper.height - min(top, 25) + 1


@pytest.mark.parametrize("paper", ["a4", "a5", "phone"])
def test_a_tall_lead_image_stands_under_its_headline(paper: str, article: Reader, tmp_path: Path) -> None:
    Image.new("RGB", (800, 1200), "#456").save(tmp_path / "q.png")
    told = article("Text.", more="image: q.png\nimage_alt: A\nstandfirst: What it says, in a line or two.\n")
    first = pypdfium2.PdfDocument(edition("pdf").write(told, load_style(paper=paper)))[0]
    assert list(first.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE]))


def test_a_small_picture_is_printed_with_150_pixels_an_inch_and_not_blown_up(pdf: Written) -> None:
    page = pypdfium2.PdfDocument(pdf("![A grey square](p.png)"))[0]
    (picture,) = page.get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_IMAGE])
    left, _, right, _ = picture.get_bounds()
    assert right - left == pytest.approx(60 * 72 / 150, abs=0.1)


def test_running_heads_and_folios_are_not_read(pdf: Written) -> None:
    data = pdf("\n\n".join([LONG] * 6), more="short_title: Running\n")
    with pikepdf.open(io.BytesIO(data)) as written:
        stream = pikepdf.parse_content_stream(written.pages[1], "BDC")
        artifacts = [list(step.operands) for step in stream if isinstance(step, pikepdf.ContentStreamInstruction)]
        assert ["/Artifact", {"/Type": "/Pagination"}] in [
            [str(tag), dict(properties)] for tag, properties in artifacts if "/Type" in properties
        ]
        told = {str(mark["/MCID"]) for _, mark in artifacts if "/MCID" in mark}
    assert {line.split(".")[1] for line in tree(data).splitlines() if line.strip().startswith("#2.")} == told


def test_what_the_file_says_of_itself_comes_from_the_article(pdf: Written) -> None:
    with pikepdf.open(
        io.BytesIO(pdf("Text.", more="standfirst: In short\nsubjects: [one, two]\nbyline: A. Writer\n"))
    ) as written:
        told = {str(key): str(value) for key, value in written.docinfo.items()}
        assert str(written.Root.Lang) == "en-GB"
        assert written.Root.ViewerPreferences.DisplayDocTitle
        assert str(written.Root.PageLabels.Nums[1].S) == "/D"
        with written.open_metadata() as xmp:
            assert (xmp["pdfaid:part"], xmp["pdfaid:conformance"], xmp["pdfuaid:part"]) == ("3", "A", "1")
    assert (told["/Title"], told["/Author"], told["/Subject"]) == ("A headline", "A. Writer", "In short")
    assert told["/Keywords"] == "one, two"
    assert told["/CreationDate"].startswith("D:20200203")


def test_only_the_fonts_of_the_style_are_in_the_file(pdf: Written) -> None:
    names = set()
    with pikepdf.open(io.BytesIO(pdf("Text, *slanted*, **bold**, `code`."))) as written:
        for thing in written.objects:
            if isinstance(thing, pikepdf.Dictionary) and "/FontName" in thing:
                names.add(str(thing.FontName).split("+")[1])
                assert "/FontFile2" in thing or "/FontFile3" in thing
    assert {re.match("Literata|Noto-Sans|Separatum-Mono", name) is not None for name in names} == {True}, names


def test_the_same_article_gives_the_same_bytes_from_another_folder(
    article: Reader, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = article('Text[^a].\n\n![A](p.png "B")\n\n[^a]: Note.\n')
    first = edition("pdf").write(one, load_style())
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")
    monkeypatch.setenv("TZ", "Asia/Yerevan")
    assert edition("pdf").write(one, load_style()) == first
    assert str(os.getcwd()).encode() not in first  # noqa: PTH109


@pytest.mark.parametrize(
    "body",
    [
        "Text.",
        "- one\n\n    two paragraphs\n\n    - nested\n- two\n",
        "Term\n:   What it means.\n\n:   Something else.\n",
        "> A quotation\n>\n> - with a list\n",
        "```\ncode\n```\n",
        "## A heading\n\n### Another\n\n#### A third\n\nText.",
        "| A | B |\n|---|--:|\n| `1` | *2*[^n] |\n\n[^n]: A note with `code` and\n\n    two paragraphs.\n",
        "3. three\n4. four\n",
        "A word[^a], and again[^a].\n\n[^a]: One note, two calls.\n",
        "[A link](https://example.org/a(b)c?d=%28) and\n\n[A related one](https://example.org){.related}\n",
        "H~2~O, x^2^, ~~gone~~, line  \nbreak",
    ],
)
def test_each_construct_is_valid_for_verapdf(
    body: str, pdf: Written, tmp_path: Path, validators: JavaValidators
) -> None:
    file = tmp_path / "a.pdf"
    file.write_bytes(pdf(body))
    assert validators.validate_pdf(file) == ()


def test_a_title_with_signs_of_css_is_only_text(pdf: Written, tmp_path: Path, validators: JavaValidators) -> None:
    data = pdf("\n\n".join([LONG] * 6), more="short_title: '\"; } body { display: none } \\ </style>'\n")
    file = tmp_path / "a.pdf"
    file.write_bytes(data)
    findings: tuple[Finding, ...] = validators.validate_pdf(file)
    assert findings == ()
    assert len(roles(data)) > 6


def test_the_large_first_letter_and_its_word_are_one_word(pdf: Written) -> None:
    text = pypdfium2.PdfDocument(io.BytesIO(pdf(LONG)))[0].get_textpage().get_text_bounded()
    assert "Word after word the sentence goes on" in text


def test_the_sheets_do_not_look_at_all_that_stand_beside_an_element(
    pdf: Written, monkeypatch: pytest.MonkeyPatch
) -> None:
    from cssselect2 import ElementWrapper

    looked_at, wrap = [0], ElementWrapper.__init__

    def counted(self: ElementWrapper, *given: object, **named: object) -> None:
        looked_at[0] += 1
        wrap(self, *given, **named)

    monkeypatch.setattr(ElementWrapper, "__init__", counted)
    pdf("\n\n".join(["Short."] * 50))
    few, looked_at[0] = looked_at[0], 0
    pdf("\n\n".join(["Short."] * 200))
    assert looked_at[0] < 4 * few


def test_a_word_without_an_end_is_not_tried_at_each_hyphen(pdf: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.text import line_break

    tried, lay_out = [0], line_break.create_layout

    def counted(*given: object) -> object:
        tried[0] += 1
        return lay_out(*given)

    monkeypatch.setattr(line_break, "create_layout", counted)
    pdf("Look: " + "iVBORw0KGgo" * 100 + "\n")
    assert tried[0] < 300


def test_the_fonts_of_the_machine_stay_hidden_where_the_environment_is_cleaned_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from weasyprint.text import fonts

    class Watched(fonts.FontConfiguration):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__()
            found = fonts.fontconfig.FcConfigGetFonts(self._config, fonts.fontconfig.FcSetSystem)
            seen.append(found.nfont if found else 0)

    seen: list[int] = []
    monkeypatch.setattr(fonts, "FontConfiguration", Watched)
    found, _ = read(Path(__file__).parents[1] / "specimens" / "ar.md")
    style = load_style()
    first = edition("pdf").write(found, style)
    settle()
    _sheet.cache_clear()  # the sets of fonts that were made before
    assert edition("pdf").write(found, style) == first
    assert seen[-1] == 0  # this machine may have none of these fonts, so equal bytes say too little


def test_a_program_that_this_process_starts_later_has_its_fonts(pdf: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FONTCONFIG_FILE", "/etc/fonts/other.conf")
    _sheet.cache_clear()
    pdf("A quay at night.\n")
    assert os.environ["FONTCONFIG_FILE"] == "/etc/fonts/other.conf"
    monkeypatch.delenv("FONTCONFIG_FILE")
    _sheet.cache_clear()
    pdf("A quay at night.\n")
    assert "FONTCONFIG_FILE" not in os.environ


def test_no_object_of_the_file_is_empty_but_the_roots_of_tags_that_were_not_made(pdf: Written) -> None:
    with pikepdf.open(io.BytesIO(pdf("Words and [a link](https://example.org/).\n\n- one\n- two\n"))) as file:
        empty = [one for one in file.objects if isinstance(one, pikepdf.Dictionary) and not list(one.keys())]
    assert len(empty) <= 3
