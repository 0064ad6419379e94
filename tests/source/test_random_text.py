"""Whatever the text, the answer is an article or a list of faults, and no plain word is lost."""

import re
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from separatum.model.article import Article
from separatum.model.errors import ArticleError
from separatum.source import read

FRONT = "---\ntitle: A case\nlanguage: en\npublished: 2017-04-05\n---\n\n"
MARKDOWN = """word|a b|- |* |1. |3) |> |# |### |```|~~~|`|*|**|_|~~|[x](y)|![a](b.png)|[^1]|[^1]: |{.pullquote}|{#id}
"|'|--|...|https://a.b/c|[|](|]|: |é|слово|שלום|\\|&amp;|&#0;"""
HTML = """<div>|</div>|<b>|<p>|<td>|<li>|<!--|-->|<script>|</script>|<x|<q>|<ul>|<dl>|<dt>|<table>|<figure>|<img src=x>
<a href='javascript:x'>|<section data-notes='1'>|<aside data-note='0'>|<a data-n='9'>"""
SPACES = ("|", "|---|---|", "\n", "\n\n", " ", "    ", "\t", "\x0b", "\u2028")
PIECES = (*re.split(r"[|\n]", MARKDOWN), *re.split(r"[|\n]", HTML), *SPACES)
EASY = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], derandomize=True
)


def outcome(folder: Path, text: str) -> Article | ArticleError:
    path = folder / "article.md"
    path.write_text(text, encoding="utf-8", newline="")
    try:
        return read(path)[0]
    except ArticleError as error:
        return error


def check(result: Article | ArticleError) -> None:
    if isinstance(result, ArticleError):
        assert result.findings
        assert all(finding.hint for finding in result.findings)
        return
    root = fromstring(f"<body>{result.body}</body>")
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    assert {link.attrib["href"][1:] for link in root.iter("a") if link.attrib["href"].startswith("#")} <= set(ids)
    assert not [element for element in root.iter("p") if element.find(".//p") is not None]


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
@EASY
def test_markdown_in_pieces_gives_an_article_or_faults(tmp_path: Path, text: str) -> None:
    check(outcome(tmp_path, FRONT + text))


@given(st.text(st.characters(codec="utf-8"), max_size=200))
@EASY
def test_any_text_gives_an_article_or_faults(tmp_path: Path, text: str) -> None:
    check(outcome(tmp_path, text))
    check(outcome(tmp_path, FRONT + text))
    check(outcome(tmp_path, f"---\n{text}\n---\n\nText.\n"))
    check(outcome(tmp_path, f"+++\n{text}\n+++\n\nText.\n"))


@given(
    st.lists(st.lists(st.text("aehtzжщяქწ", min_size=1, max_size=9), min_size=1, max_size=9), min_size=1, max_size=9)
)
@EASY
def test_every_word_of_plain_paragraphs_survives(tmp_path: Path, paragraphs: list[list[str]]) -> None:
    text = "\n\n".join(" ".join(words) for words in paragraphs)
    article = outcome(tmp_path, FRONT + text)
    assert isinstance(article, Article)
    expected = [word for words in paragraphs for word in words]
    assert re.findall(r"\w+", " ".join(fromstring(f"<body>{article.body}</body>").itertext())) == expected


@pytest.mark.parametrize(
    "sign", [">", "- ", "*", "_", "[", "![", "<b>", "<", "`", "(", "{", '"', "'", "|", "&", "#", "[^"]
)
def test_ten_thousand_of_one_sign_do_not_bring_it_down(tmp_path: Path, sign: str) -> None:
    check(outcome(tmp_path, f"{FRONT}{sign * 10_000} end\n"))
