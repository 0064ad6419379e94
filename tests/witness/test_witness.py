"""Our reading and cmark-gfm's hold the same words, but for those with a known cause."""

from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from separatum.model.findings import Location
from separatum.source import rules
from tests.commonmark.comparing import meaning_of_html, meaning_of_markdown
from tests.witness.reading import Published
from tests.witness.untold import untold
from tests.witness.witness import compared, their_words

ROOT = Path(__file__).parents[2]
FOLDERS = ("content", "tests/source/good", "tests/source/words", "tests/specimens")
SOURCES = sorted(path for folder in FOLDERS for path in (ROOT / folder).glob("*.md"))
KNOWN = {
    "cleaned-invisible.md": "soft hyphens are taken out of a word, which cmark-gfm parts there",
    "lead-image.md": "the image that leads the article is shown once, with the words that the front matter gives it",
}


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_each_word_that_we_do_not_read_has_a_cause(path: Path) -> None:
    assert path.name in KNOWN or not compared(path).lost.get("none")


def test_a_word_that_is_lost_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.md"
    path.write_text("One two three.\n", encoding="utf-8")
    monkeypatch.setattr("tests.witness.witness.their_words", lambda text: their_words(text + "\nfour\n"))
    assert compared(path).lost == {"none": ["four"]}


GFM = {
    "a table": "| a | b |\n|:--|--:|\n| 1 | *2* |\n| 3 |\n",
    "a bar in a cell": "| a |\n|---|\n| `x \\| y` |\n| b \\| c |\n",
    "a table behind a paragraph": "words\n| a | b |\n|---|---|\n| 1 | 2 |\n> quoted\n",
    "no table": "| a | b |\n|---|\n| 1 | 2 |\n",
    "a table without bars at its edges": "a | b\n-|-\n1 | 2\n\nwords\n",
    "tasks": "- [ ] to do\n- [x] done\n  - [X] below\n- none\n",
    "strikethrough": "~~Hi~~ Hello, ~there~ world! ~~no\n\nend~~\n",
    "addresses": "www.example.org/a?b=c. (http://example.org/x_(y)) a@example.org, <http://example.org/>.\n",
}


@pytest.mark.parametrize("text", GFM.values(), ids=GFM)
def test_what_github_adds_is_read_as_github_reads_it(text: str) -> None:
    import cmarkgfm
    from cmarkgfm.cmark import Options

    extensions = ["table", "strikethrough", "autolink", "tasklist"]
    theirs = cmarkgfm.markdown_to_html_with_extensions(text, Options.CMARK_OPT_UNSAFE, extensions)
    assert meaning_of_markdown(text) == meaning_of_html(theirs)


def _published(body: str, *said: str) -> Published:
    findings = tuple(rules.SITE_TAG.found(message, where=Location(file="a.md"), hint="") for message in said)
    return Published(root=fromstring(f"<body>{body}</body>"), headline="", findings=findings)


def test_markup_that_no_finding_names_is_found() -> None:
    links = "<p>[<a href='#x'>x</a>][<a href='#y'>y</a>]</p>"
    body = f"<p>A {{{{ name }}}} and <code>{{{{ code }}}}</code>,\n a <b>[[page]]</b>.</p>{links}"
    assert list(untold(_published(body))) == [("a template", "{{ name }}"), ("a link to a note", "[[page]]")]
    assert not list(untold(_published(body, "“{{ name }}” was left", "“[[page]]” was left")))
