"""The words of the tree are those of the source, in the same order, as another Markdown parser reads them."""

import re
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from separatum.source import read

HERE = Path(__file__).parent
CONTENT = HERE.parents[1] / "content"
CORPUS = sorted([*(HERE / "words").glob("*.md"), *CONTENT.glob("*.md")])

NOTE = re.compile(r"^\[\^([^\]]+)\]:((?:.*\n?)(?:(?:[ ]{4}.*)?\n(?!\[\^)|[ ]{4}.*\n?)*)", re.MULTILINE)
CALL = re.compile(r"\[\^([^\]]+)\]")
ATTRIBUTES = re.compile(r"\{:?[ ]*[.#a-z][^{}\n]*\}")
ABBREVIATION = re.compile(r"^\*\[[^\]]+\]:.*\n", re.MULTILINE)


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text)


def source_words(source: str) -> list[str]:
    """What markdown-it-py reads: the text, then the notes in the order of their calls."""
    body = source.split("---\n", 2)[2]
    code = re.compile(r"^( *)```.*?^\1```$", re.MULTILINE | re.DOTALL)
    plain = code.sub("", body)
    notes = {found[1]: found[2] for found in NOTE.finditer(plain)}
    order = dict.fromkeys(name for name in CALL.findall(NOTE.sub("", plain)) if name in notes)
    text = "\n\n".join([NOTE.sub("", body), *(re.sub(r"^ {4}", "", notes[name], flags=re.MULTILINE) for name in order)])
    text = CALL.sub("", ABBREVIATION.sub("", ATTRIBUTES.sub("", text)))
    parser = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return words(" ".join(spoken(parser, parser.parse(text))))


def spoken(parser: MarkdownIt, tokens: list[Token]) -> list[str]:
    parts: list[str] = []
    for token in tokens:
        if token.type == "inline":
            parts.append("".join(spoken(parser, token.children or [])))
        elif token.type == "image":
            caption = parser.parseInline(str(token.attrs.get("title", "")))[0].children or []
            parts.append(f" {token.content} {''.join(spoken(parser, caption))} ")
        elif token.type in {"softbreak", "hardbreak"}:
            parts.append("\n")
        else:
            parts.append(token.content if token.type not in {"html_block", "html_inline"} else "")
    return parts


def tree_words(body: str, lead: str | None) -> list[str]:
    root = fromstring(f"<body>{body}</body>")
    if lead is not None:
        root.remove(root[0])  # that of the front matter is not in the text
    return words("".join(heard(root)))


def heard(element: Element) -> list[str]:
    """The texts of an element, without what an edition adds of its own."""
    skipped = {"noteref", "label", "credit", "licence"}
    if element.get("class") in skipped or element.get("id") == "notes":
        return [element.tail or ""]
    inside = [part for child in element for part in heard(child)]
    block = " " if element.tag not in {"em", "strong", "s", "a", "code", "abbr", "span"} else ""
    return [block, element.text or "", f" {element.get('alt', '')} ", *inside, block, element.tail or ""]


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_word_of_the_source_is_in_the_tree_in_its_order(path: Path) -> None:
    article, _ = read(path)
    source = path.read_text(encoding="utf-8")
    lead = "front matter" if re.search(r"^image:", source, re.MULTILINE) else None
    assert tree_words(article.body, lead) == source_words(source)


def test_the_corpus_holds_the_project_s_own_articles() -> None:
    assert {"report", "russian", "georgian", "article"} <= {path.stem for path in CORPUS}
