"""Where the cells of a row stand below each other, each value is shown with the name of its column."""

import io
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pypdfium2

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import edition
from separatum.editions.pdf.print_markup import for_paper
from separatum.editions.pdf.told_tables import tell_stacked
from separatum.model.article import Article
from separatum.model.findings import Severity
from separatum.style.compose import compose
from separatum.style.style import load_style
from tests.editions.pdf_tree import roles

Reader = Callable[..., Article]

LONG = "incomprehensible"
SPANNED = f"""<table><thead><tr><th rowspan="2">Group</th><th rowspan="2">Member<br>by name</th>
<th colspan="3">Votes</th></tr><tr><th>2<sup>12</sup></th><th><a href="https://example.org">2024:</a></th><th></th></tr></thead><tbody>
<tr><td rowspan="2">Odd <b>one</b></td><td>Anna{LONG}</td><td>{LONG}1</td><td>{LONG}2</td><td>{LONG}3</td></tr>
<tr><td>Berta</td><td colspan="2">{LONG}4</td><td></td></tr>
<tr><td colspan="5">All of them</td></tr>
</tbody></table>"""
NOTED = f"""| Group[^n] | Votes | Counted | Left |
|---|---|---|---|
| {LONG} | {LONG} | {LONG} | {LONG} |

[^n]: A note on groups.
"""


def stacked(text: str, article: Reader, language: str = "en-GB") -> ET.Element:
    """The table of an article as it is laid out on a telephone."""
    written, style = article(text, language=language), load_style(paper="phone")
    root = compose(written, style)
    for_paper(root, written.metadata, style)
    table = root.find(".//table[@class]")
    assert table is not None
    assert "stacked" in table.get("class", "").split()
    return table


def lines(table: ET.Element) -> list[list[str]]:
    """What each cell of the body shows, row by row."""
    rows = table.findall("tbody/tr")
    return [["".join(cell.itertext()).replace("\u200b", "") for cell in row] for row in rows]


def test_a_value_stands_behind_all_names_that_stand_over_it(article: Reader) -> None:
    first, _, _ = lines(stacked(SPANNED, article))
    assert first[2:] == [f"Votes, 212: {LONG}1", f"Votes, 2024: {LONG}2", f"Votes: {LONG}3"]


def test_a_name_keeps_its_markup_and_loses_its_line_ends_and_links(article: Reader) -> None:
    table = stacked(SPANNED, article)
    cells = table.findall("tbody/tr[1]/td")
    assert cells[2].find("span[@class='column-name']//sup") is not None
    assert cells[3].find("span[@class='column-name']//a") is None
    assert "".join(cells[1].itertext()).replace("\u200b", "").startswith("Member by name: Anna")


def test_a_cell_of_several_rows_is_shown_in_each_of_them(article: Reader) -> None:
    first, second, _ = lines(stacked(SPANNED, article))
    assert first[0] == "Group: Odd one"
    assert second[0] == "Group: Odd oneMember by name: Berta"


def test_a_cell_of_several_columns_has_the_names_of_all(article: Reader) -> None:
    _, second, _ = lines(stacked(SPANNED, article))
    assert second[1] == f"Votes, 212, 2024: {LONG}4"


def test_nothing_is_said_of_an_empty_cell_and_of_one_over_the_whole_row(article: Reader) -> None:
    _, second, third = lines(stacked(SPANNED, article))
    assert second[2] == ""
    assert third == ["All of them"]


def headed(heads: list[str], rows: str) -> str:
    """A table with a row of heads for each name, all over four columns, and below them a row that is too wide."""
    above = "".join(f"<tr>{f'<th>{name}</th>' * 4}</tr>" for name in heads)
    wide = f"<tr>{f'<td>{LONG}</td>' * 4}</tr>"
    return f"<table><thead>{above}</thead><tbody>{wide}{rows}</tbody></table>"


def test_of_more_than_four_names_only_the_nearest_is_said(article: Reader) -> None:
    four, five = (lines(stacked(headed([f"Head {n}" for n in range(n)], ""), article)) for n in (4, 5))
    assert four[0][1] == f"Head 0, Head 1, Head 2, Head 3: {LONG}"
    assert five[0][1] == f"Head 4: {LONG}"


def test_of_names_that_are_too_long_only_the_nearest_is_said_or_none(article: Reader) -> None:
    long = "many words " * 20
    above, near = (lines(stacked(headed(heads, ""), article)) for heads in ([long, "Head"], ["Head", long]))
    assert above[0][1] == f"Head: {LONG}"
    assert near[0][1] == LONG


def test_a_cell_over_many_columns_does_not_say_all_of_their_names(article: Reader) -> None:
    heads = "".join(f"<th>Head {n}</th>" for n in range(9))
    wide = "".join(f"<td>{LONG}</td>" for _ in range(9))
    text = f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{wide}</tr>"
    text += '<tr><td colspan="4">four</td><td colspan="5">five</td></tr></tbody></table>'
    assert lines(stacked(text, article))[1] == ["Head 0, Head 1, Head 2, Head 3: four", "five"]


def test_a_long_cell_of_several_rows_is_shown_once(article: Reader) -> None:
    long = "many words " * 20
    rows = f'<tr><td rowspan="2">Group</td><td rowspan="2">{long}</td><td>1</td><td>2</td></tr>'
    rows += "<tr><td>3</td><td>4</td></tr>"
    table = stacked(headed(["Head"], rows), article)
    assert lines(table)[2] == ["Head: GroupHead: 3", "Head: 4"]
    assert "".join(table.itertext()).count("many words") == 20


def test_a_note_on_a_name_stands_once(article: Reader) -> None:
    table = stacked(NOTED, article)
    assert lines(table)[0][0].startswith("Group: ")
    assert "".join(table.itertext()).count("A note on groups.") == 1
    assert len([one for one in table.iter() if one.get("id")]) == len({one.get("id") for one in table.iter()} - {None})


def test_the_signs_between_are_those_of_the_language(article: Reader) -> None:
    text = f"| 項目一 | 項目二 | 三 | 四 |\n|---|---|---|---|\n| {LONG} | {LONG} | {LONG} | {LONG} |\n"
    assert lines(stacked(text, article, "zh-TW"))[0][1] == f"項目二：{LONG}"


def test_who_listens_hears_the_table_as_it_is_where_it_fits(article: Reader) -> None:
    wide, narrow = (edition("pdf").write(article(SPANNED), load_style(paper=name)) for name in ("a4", "phone"))
    assert any("TH ID=" in line for line in roles(wide))
    assert roles(narrow) == roles(wide)


def test_the_names_are_printed_and_break_no_rule(article: Reader) -> None:
    written = article(SPANNED)
    content = edition("pdf").write(written, load_style(paper="phone"))
    found = run_checks(Subject(article=written, pdf=PdfDocument(content, "a.pdf"))).findings
    assert [one for one in found if one.severity is Severity.ERROR] == []
    pages = pypdfium2.PdfDocument(io.BytesIO(content))
    text = " ".join(" ".join(page.get_textpage().get_text_range().split()) for page in pages)
    assert f"Votes, 2024: {LONG}2" in text


def test_a_list_and_code_in_a_cell_are_not_hung(article: Reader) -> None:
    blocks = "<td><ul><li>Xylophone</li></ul></td><td><pre><code>Whole\nWords\n</code></pre></td>"
    text = headed(["Head"], f"<tr><td>A</td><td>B</td>{blocks}</tr>")
    content = edition("pdf").write(article(text), load_style(paper="phone"))
    page = pypdfium2.PdfDocument(io.BytesIO(content))[0].get_textpage()
    shown = page.get_text_range()
    bullet, item, first, second = (page.get_charbox(shown.index(one)) for one in ("•", "Xylo", "Whole", "Words"))
    assert bullet[2] < item[0]
    assert abs(first[0] - second[0]) < 1


def test_a_stacked_table_may_part_between_rows_though_it_has_few(article: Reader) -> None:
    many = "|" + "|".join(f" Column {n} " for n in range(14)) + "|\n" + "|---" * 14 + "|\n"
    table = stacked(many + ("| considerable " * 14 + "|\n") * 4, article)
    assert "short" not in table.get("class", "").split()


def test_the_author_is_told_at_the_line_of_the_table(article: Reader, tmp_path: Path) -> None:
    written = article(f"| A | B |\n|---|---|\n| 1 | 2 |\n\n> Quoted.\n>\n> x\n\n{SPANNED}\n\nEnd.")
    file = tmp_path / "a.md"
    line = next(n for n, text in enumerate(file.read_text("utf-8").splitlines(), start=1) if text.startswith("<table"))
    (found,) = tell_stacked(written, load_style(paper="phone"), file)
    assert (found.code, found.where and found.where.line) == ("TABLE-STACKED", line)
    assert tell_stacked(written, load_style(paper="a4"), file) == ()
