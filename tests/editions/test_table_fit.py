"""No table is refused for its width: tokens break, type gets smaller, rows become blocks."""

import io
from collections.abc import Callable

import pypdfium2
import pytest

from separatum.checks.catalogue import run_checks
from separatum.checks.formats.documents import PdfDocument
from separatum.checks.registry import Subject
from separatum.editions import edition
from separatum.editions.pdf.table_fit import fit_tables
from separatum.model.article import Article
from separatum.model.findings import Severity
from separatum.style.compose import compose
from separatum.style.style import load_style

Reader = Callable[..., Article]

NARROW = "| A | B |\n|---|---|\n| 1 | 2 |\n"
WIDE = (
    "| Record | Type | Old value | New value | TTL before | TTL now | Who caches it |\n|---|---|---|---|--:|--:|---|\n"
    "| `example.org` | AAAA | 2001:db8:10::10 | 2001:db8:77::7 | 86,400 | 300 | everybody with IPv6 |\n"
)
HASH = "| File | Sum |\n|---|---|\n| a.pdf | 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08 |\n"
MANY = "|" + "|".join(f" Column {n} " for n in range(14)) + "|\n" + "|---" * 14 + "|\n" + "| considerable " * 14 + "|\n"
LINES = (
    "<table><thead><tr><th>Scheme</th>"
    + "".join(f"<th>2<sup>{n}</sup></th>" for n in range(7))
    + "</tr></thead><tbody>"
    "<tr><th>Considerable v0.1.0<br/>(CPU, Baseline)</th>"
    + "<td>555,877<br/>(-167.5x)</td>" * 7
    + "</tr></tbody></table>"
)
"""Its cells have two lines each."""
SPANNED = LINES.replace("<th>Scheme</th>", "<th rowspan='2'>Scheme</th><th colspan='7'>Input</th></tr><tr>", 1)


def mark_of(text: str, paper: str, article: Reader) -> str:
    style = load_style(paper=paper)
    root = compose(article(text), style)
    fit_tables(root, style)
    table = root.find(".//table")
    assert table is not None
    return " ".join(name for name in table.get("class", "").split() if name in ("small", "spread", "stacked"))


@pytest.mark.parametrize(
    ("text", "paper", "mark"),
    [
        (NARROW, "a4", ""),
        (NARROW, "phone", ""),
        (WIDE, "a4-columns", "spread"),
        (WIDE, "phone", "stacked"),
        (MANY, "a4", "stacked"),
        (LINES, "a4", ""),
        (SPANNED, "a4", ""),
        ("| 甲 | 乙 |\n|---|---|\n" + f"| {'表格很寬' * 12} | {'データの表です、' * 8} |\n", "a4", ""),
    ],
)
def test_a_table_degrades_only_as_far_as_it_must(text: str, paper: str, mark: str, article: Reader) -> None:
    assert mark_of(text, paper, article) == mark


@pytest.mark.parametrize("paper", ["a4", "a5", "phone", "large-print", "a4-columns"])
@pytest.mark.parametrize("text", [WIDE, HASH, MANY], ids=["wide", "hash", "many"])
def test_no_table_runs_off_the_page_or_over_anything(text: str, paper: str, article: Reader) -> None:
    written = article(f"Before.\n\n{text}\nAfter.")
    file = PdfDocument(edition("pdf").write(written, load_style(paper=paper)), "a.pdf")
    errors = [one for one in run_checks(Subject(article=written, pdf=file)).findings if one.severity is Severity.ERROR]
    assert errors == []


def test_what_breaks_inside_is_copied_whole(article: Reader) -> None:
    pdf = pypdfium2.PdfDocument(io.BytesIO(edition("pdf").write(article(WIDE), load_style(paper="a4"))))
    text = pdf[0].get_textpage().get_text_range()
    assert "\u200b" not in text
    assert "example.org" in text


def test_short_words_numbers_and_dates_do_not_break(article: Reader) -> None:
    style = load_style()
    root = compose(article("| When | How many |\n|---|---|\n| 2024-05-17 | 1,234,567.89 |\n"), style)
    fit_tables(root, style)
    assert "\u200b" not in "".join(root.itertext())


def test_a_long_name_breaks_behind_its_signs(article: Reader) -> None:
    style = load_style()
    root = compose(article("| A | B |\n|---|---|\n| some words so | _dmarc.mail.example.org and more words |\n"), style)
    fit_tables(root, style)
    assert "_dmarc.\u200bmail.\u200bexample.\u200borg" in "".join(root.itertext())
