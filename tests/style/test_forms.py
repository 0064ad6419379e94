"""Forms that authors write without markup get a class, and no word changes."""

import xml.etree.ElementTree as ET

import pytest

from separatum.style.forms import mark_forms


def marked(body: str) -> ET.Element:
    root = ET.fromstring(f"<html><body><div class='text'>{body}</div></body></html>")
    before = "".join("".join(root.itertext()).split())
    mark_forms(root, ["Ada Writer"])
    assert "".join("".join(root.itertext()).split()) == before, "a word changed"
    text = root.find(".//div")
    assert text is not None
    return text


def classes(body: str) -> list[tuple[str, str]]:
    return [(element.tag, element.get("class", "")) for element in marked(body).iter() if element.get("class")][1:]


def test_a_strong_paragraph_before_a_plain_one_is_a_question() -> None:
    assert classes("<p><strong>Why?</strong></p><p>Because.</p>") == [("p", "question")]


@pytest.mark.parametrize(
    "body",
    [
        "<p><strong>Why?</strong> he said.</p><p>Because.</p>",
        "<p>So <strong>why?</strong></p><p>Because.</p>",
        "<p><strong>Why?</strong></p>",
        "<p><strong>Why?</strong></p><ul><li>a</li></ul>",
    ],
)
def test_other_strong_words_are_no_question(body: str) -> None:
    assert classes(body) == []


def test_a_quotation_before_the_text_is_an_epigraph_and_its_dash_names_who_said_it() -> None:
    assert classes("<blockquote><p>All flows.<br/>— Heraclitus</p></blockquote><p>Text.</p>") == [
        ("blockquote", "epigraph"),
        ("p", "attribution"),
    ]


@pytest.mark.parametrize(
    "quotation",
    [
        "<p>All flows.</p><p>– Heraclitus</p>",
        "<p>All <em>flows</em>. — Heraclitus</p>",
        "<p>“All flows.” — Heraclitus of Ephesus</p>",
        "<p>All<br/>flows.<br/>— <cite>Heraclitus</cite></p>",
    ],
)
def test_an_attribution_is_found_however_its_line_was_ended(quotation: str) -> None:
    text = marked(f"<p>Text.</p><blockquote>{quotation}</blockquote>")
    name = text.find(".//p[@class='attribution']")
    assert name is not None
    assert "Heraclitus" in "".join(name.itertext())
    assert "flows" not in "".join(name.itertext())


@pytest.mark.parametrize(
    "quotation",
    ["<p>— Come in, he said.</p>", "<p>He came – and went.</p>", "<p>It was late. — He slept. Then he woke.</p>"],
)
def test_a_dash_in_a_quotation_is_no_attribution(quotation: str) -> None:
    assert classes(f"<p>Text.</p><blockquote>{quotation}</blockquote>") == []


def test_a_last_paragraph_in_italics_that_names_the_author_is_a_note_on_the_author() -> None:
    assert classes("<p>Text.</p><p><em>Ada Writer lives by the sea.</em></p>") == [("p", "authors-note")]
    assert classes("<p>Text.</p><p><em>The sea is grey.</em></p>") == []


def test_each_line_of_verse_can_be_hung() -> None:
    lines = marked('<p class="verse">one <em>two</em><br/>three</p>').findall(".//span[@class='line']")
    assert ["".join(line.itertext()) for line in lines] == ["one two", "three"]


def test_a_long_table_and_its_row_of_totals_are_marked() -> None:
    rows = "<tr><td>a</td><td>1</td></tr>" * 8
    total = "<tr><td><strong>Total</strong></td><td><strong>8</strong></td></tr>"
    assert classes(f"<table><tbody>{rows}{total}</tbody></table>") == [("table", "long"), ("tr", "total")]
    assert classes(f"<table><tbody>{rows}</tbody></table>") == []


def test_the_author_s_name_is_known_with_no_break_spaces() -> None:
    root = ET.fromstring(
        "<html><body><div class='text'><p>Words.</p><p><em>A.\u00a0Writer writes.</em></p></div></body></html>"
    )
    mark_forms(root, ["A. Writer"])
    assert [paragraph.get("class") for paragraph in root.iter("p")] == [None, "authors-note"]
