"""A lost, doubled, swapped or changed word or sign is found, and said with the words around it."""

import io
import random
import re

import pikepdf
import pytest

from separatum.checks.catalogue import run_checks
from separatum.model.findings import Finding
from tests.checks.article import BODY, pdf_bytes, small_article, subject
from tests.checks.breakers import good, structure, with_pdf, with_text

HARMS = [
    # what is harmed; the words before; the words after; what is said of it
    (
        "a lost “not”",
        "did <em>not</em> say",
        "did say",
        "lacks “not” after “Example The minister did” and before “say how",
    ),
    ("a doubled word", "minister did", "minister minister did", "adds “minister”"),
    ("swapped words", "was lost", "lost was", "was"),
    ("a changed word", "much was", "much is", "says “is” where the article says “was”"),
    ("a lost minus", "−5.3", "5.3", "says “5.3” where the article says “−5.3”"),
    ("a lost decimal point", "−5.3", "−53", "says “−53” where the article says “−5.3”"),
    ("a moved decimal point", '2016</td><td class="right">1.5', '2016</td><td class="right">15.', "says “15.”"),
    ("a lost currency sign", "$1,000", "1,000", "says “1,000” where the article says “$1,000”"),
    ("another currency sign", "$1,000", "€1,000", "says “€1,000”"),
    ("a lost per cent sign", "40 %", "40", "lacks “%”"),
    (
        "a lost quotation mark",
        "“everything”",
        "everything”",
        "says “everything”” where the article says ““everything””",
    ),
    ("a lost apostrophe", "office’s", "offices", "says “offices” where the article says “office’s”"),
    ("a lost hyphen", "well-known", "wellknown", "says “wellknown” where the article says “well-known”"),
    ("a split word", "well-known", "well- known", "says “well -known”"),
    ("joined words", "how much", "howmuch", "says “howmuch” where the article says “how much”"),
    ("a small letter", "Nobody asked; ", "nobody asked; ", "says “nobody” where the article says “Nobody”"),
    ("a lost accent", "c’est-à-dire", "c’est-a-dire", "says “c’est-a-dire”"),
    ("a lost list item", "<li>another</li>", "", "lacks “another”"),
    ("a lost heading", "A list, and a table", "", "lacks “A list, and a table”"),
    ("a lost call of a note", ">1</a>", "></a>", "says “promised.” where the article says “promised.1”"),
    (
        "another sign in a formula",
        "<mo>=</mo><mi>m</mi>",
        "<mo>≠</mo><mi>m</mi>",
        "says “≠” where the article says “=”",
    ),
    ("a lost power", "<msup><mi>c</mi><mn>2</mn></msup>", "<mi>c</mi>", "says “mc,” where the article says “mc²,”"),
    ("a fraction upside down", "<mi>a</mi><mn>2</mn></mfrac>", "<mn>2</mn><mi>a</mi></mfrac>", "says “2/a”"),
    (
        "a lost end",
        "was not there, H<sub>2</sub>O was.",
        "was not there.",
        "where the article says “there, H2O was.”",
    ),
    (
        "a lost beginning",
        "What the river took: “nothing”, they say</h1>",
        "The river took: “nothing”, they say</h1>",
        "What",
    ),
    ("a lost standfirst", "Two dams, one river, and a ministry that did not answer.</p>", "</p>", "standfirst"),
    (
        "another standfirst",
        "and a ministry that did not answer.</p>",
        "and a ministry that did answer.</p>",
        "lacks “not”",
    ),
    ("a lost name", "Ada Sample", "A. Sample", "lacks the name “Ada Sample”"),
    ("a note’s word", "5 April 2017, page 3", "5 April 2016, page 3", "in note 1, the EPUB says “2016,” where"),
    (
        "a note’s end",
        "5 April 2017, page 3.",
        "5 April 2017, page 3. And more.",
        "in note 1, the EPUB adds “And more.”",
    ),
]


@pytest.mark.parametrize(("old", "new", "said"), [harm[1:] for harm in HARMS], ids=[harm[0] for harm in HARMS])
def test_a_harm_is_found_and_said(old: str, new: str, said: str) -> None:
    epub = with_text(good(), old, new).epub
    findings = run_checks(subject(small_article(), epub, good().pdf)).findings
    assert {finding.code for finding in findings} <= {
        *("PARITY-EPUB", "LINK-EPUB", "LINK-EPUB-WORDS", "GLYPH-EPUB", "HEADING-EPUB-EMPTY"),
    }
    (parity,) = (finding for finding in findings if finding.code == "PARITY-EPUB")
    assert said in parity.message


def _pdf_findings(body: str, harm_of: str = "") -> tuple[Finding, ...]:
    """What is found in the PDF of one article when it is held against another."""
    pdf = pdf_bytes(small_article(body))
    return run_checks(subject(small_article(harm_of or body), None, pdf)).findings


def test_any_single_word_lost_from_the_pdf_is_found() -> None:
    chance = random.Random(5)
    body = BODY[: BODY.index("<section")]
    words = list(re.finditer(r"(?<![<&=/\"\w-])\b\w+\b(?![^<]*>)", body))
    for word in chance.sample(words, 30):
        longer = BODY[: word.start()] + word[0] + " " + BODY[word.start() :]
        findings = _pdf_findings(BODY, harm_of=longer)
        assert [finding.code for finding in findings] == ["PARITY-PDF"], word[0]


def test_the_page_of_a_difference_is_named() -> None:
    (finding,) = _pdf_findings(BODY, harm_of=BODY.replace("was not there", "was there"))
    assert finding.message.startswith("the PDF adds “not”")
    assert str(finding.where) == "lost.pdf, page 2"


def test_the_line_and_part_of_a_difference_are_named() -> None:
    epub = with_text(good(), "was not there", "was there").epub
    (finding,) = run_checks(subject(small_article(), epub)).findings
    assert finding.where is not None
    assert finding.where.file == "lost.epub!EPUB/article.xhtml"
    assert finding.where.line


SAME = {
    "words hyphenated at line ends": "<p>" + "Internationalisation characteristically representation. " * 40 + "</p>",
    "compounds cut at their hyphens": "<p>" + "A well-known, north-north-west, semi-official term. " * 40 + "</p>",
    "long addresses": "<p>https://example.org/" + "a-long/path-of/words/" * 12 + "</p>",
    "numbers and signs": "<p>−5.3 °C, 1.5 × 2 = 3 … 40 %, § 5, €&#160;100&#160;000, №&#160;7, 10², naïve façade</p>",
    "ligatures": "<p>office affluent fi fl ffi ffl, difficult fjord, Æsop, œuvre</p>",
    "phrases inside of words": "<p>un<em>believ</em>able, <strong>A</strong>nna, <em>a</em> <em>b</em></p>",
    "decomposed accents": "<p>cafe\u0301, Z\u030crinski, a\u030angstro\u0308m</p>",
    "joiners and soft hyphens": "<p>zero\u200bwidth no\u2060break non\u2011breaking mid\u00b7dot</p>",
    "paragraphs over many pages": "".join(
        f"<p>Paragraph {n}: {'many words follow here. ' * 30}</p>" for n in range(40)
    ),
    "capitals": "<p>NATO, iPhone, ΑΘΗΝΑ, Straße, STRASSE, ﬁn</p>",
    "lists": "<ul><li>a<ol><li>b</li><li>c<ul><li>d</li></ul></li></ol></li></ul><ol><li>i</li><li>x</li></ol>",
    "terms": "<dl><dt>I</dt><dd>first</dd><dt>5.</dt><dd>fifth</dd><dt>One</dt><dt>Two</dt><dd>a</dd><dd>b</dd></dl>",
    "Russian": "<p>" + "Правительство не сообщило, сколько потеряно: −5,3 °C, «всё» — № 5. " * 20 + "</p>",
    "Greek": "<p>" + "Ο υπουργός δεν είπε πόσα χάθηκαν· ποιος; " * 10 + "</p>",
}


@pytest.mark.parametrize("body", SAME.values(), ids=SAME.keys())
def test_what_the_layout_does_to_words_is_no_difference(body: str) -> None:
    editions = _both(body)
    assert _differences(body, editions) == []
    assert _differences(f"{body}<p>Something else.</p>", editions), "the editions are compared"


def _differences(body: str, editions: tuple[bytes, bytes]) -> list[str]:
    findings = run_checks(subject(small_article(body), *editions)).findings
    return [finding.message for finding in findings if finding.code.startswith("PARITY")]


def _both(body: str) -> tuple[bytes, bytes]:
    from tests.checks.article import epub_bytes

    article = small_article(body)
    return epub_bytes(article), pdf_bytes(article)


def test_an_untagged_pdf_is_skipped_with_the_reason() -> None:
    editions = with_pdf(good(), lambda pdf: pdf.Root.__delitem__("/StructTreeRoot"))
    outcome = run_checks(subject(small_article(), editions.epub, editions.pdf))
    assert ("PARITY-PDF", "the PDF is not tagged") in {(s.code, s.reason) for s in outcome.skipped}


def test_notes_that_are_not_tagged_as_notes_are_missed() -> None:
    def rename(pdf: pikepdf.Pdf) -> None:
        for note in structure(pdf, "/Note"):
            note.S = pikepdf.Name.Div

    editions = with_pdf(good(), rename)
    messages = [f.message for f in run_checks(subject(small_article(), None, editions.pdf)).findings]
    assert any("lacks note 1" in message for message in messages)


def test_text_in_a_form_and_replacement_text_are_read() -> None:
    with pikepdf.open(io.BytesIO(good().pdf)) as pdf:
        heading = structure(pdf, "/H2")[0]
        heading.K = pikepdf.Array()
        heading.ActualText = pikepdf.String("What was lost")
        written = io.BytesIO()
        pdf.save(written)
    assert run_checks(subject(small_article(), None, written.getvalue())).findings == ()
