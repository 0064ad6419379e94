"""Set an article into a style's template: one tree for every edition.

The tree is the style's page around the article's body. It is neutral: what only one kind of book needs (pop-up notes,
notes at the foot of the page) is added by the edition.
"""

import xml.etree.ElementTree as ET
from collections.abc import Mapping
from copy import deepcopy
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from separatum.model.article import Article, Metadata, Role
from separatum.model.emoji import emoji_of
from separatum.model.errors import StyleError
from separatum.model.languages import Language, language
from separatum.style.allowed_markup import NotAllowedError, StyleParts, marked, require_allowed
from separatum.style.code_highlighting import highlight_code
from separatum.style.directions import set_directions
from separatum.style.forms import mark_forms
from separatum.style.picture_rows import mark_pictures
from separatum.style.pictures import set_hrefs
from separatum.style.style import TEMPLATE, Style

if TYPE_CHECKING:
    from jinja2 import Template

XHTML = "http://www.w3.org/1999/xhtml"
_WITHOUT_EMOJI = frozenset({"head", "title", "style", "option"})
BRIEF = 14
"""Characters: “17 March 2024” and what is shorter."""


def language_of(metadata: Metadata) -> Language:
    """The article's language; English words where the language has no file."""
    known = language(metadata.language) or language("en")
    if known is None:  # pragma: no cover - the package would be broken
        raise AssertionError
    return known


def compose(article: Article, style: Style) -> ET.Element:
    """The page of an article: an `html` element without namespaces.

    Each note opens with its number, which leads back to its first call.

    Raises:
        StyleError: the template is broken, asks for something that an article does not have, or adds to it.
    """
    return deepcopy(_composed(article, style))


@lru_cache(maxsize=1)
def _composed(article: Article, style: Style) -> ET.Element:
    """The page, made once for the proof of its characters and for every edition."""
    speech = language_of(article.metadata)
    body, notes = _body_and_notes(article, speech)
    root = _filled(style, article, speech, {"body": body, "notes": notes})
    _keep_brief_columns_whole(root)
    mark_forms(root, [person.name for person in article.metadata.contributors if person.role is Role.AUTHOR])
    mark_pictures(root)
    highlight_code(root)
    _set_emoji_apart(root)
    set_hrefs(root, style.pictures)
    set_directions(root, speech.direction)
    return root


def _filled(style: Style, article: Article, speech: Language, parts: Mapping[str, str]) -> ET.Element:
    """The page that the template makes, proven to say what the article says."""
    from jinja2 import TemplateError
    from markupsafe import Markup

    from separatum.style.sandbox import filled

    file, contributors = style.folder / TEMPLATE, article.metadata.contributors
    values = {
        "article": article,
        "metadata": article.metadata,
        "authors": tuple(person for person in contributors if person.role is Role.AUTHOR),
        "others": tuple(person for person in contributors if person.role is not Role.AUTHOR),
        "language": speech,
        "words": speech.words,
    }
    brought = StyleParts(pictures=frozenset(style.pictures), printed=style.printed_words)
    marks = {name: Markup(marked(name, xhtml)) for name, xhtml in parts.items()}  # noqa: S704 - cleaned by source/
    try:
        root = ET.fromstring(filled(_template(style), values | marks))  # noqa: S314 - Expat looks nothing up
        require_allowed(root, article, speech, parts, brought)
    except TemplateError as error:
        raise StyleError(f"{file}: {error}", "fix the template") from error
    except (ET.ParseError, RecursionError) as error:
        raise StyleError(f"{file}: does not make well-formed XML: {error}", "fix the template") from error
    except NotAllowedError as error:
        raise StyleError(
            f"{style.folder / (error.file or TEMPLATE)}: {error}",
            "take it out; docs/how-to/make-a-style.md says what a style may do",
        ) from error
    return root


@lru_cache(maxsize=1)
def require_readable_book(article: Article, style: Style) -> None:
    """Check that the sheets of the EPUB hide none of an article's words.

    Raises:
        StyleError: they do, or the page cannot be composed.
    """
    from separatum.style.allowed_sheets import NotAllowedError, require_readable

    try:
        require_readable(_composed(article, style), style.common + style.epub)
    except NotAllowedError as error:
        raise StyleError(f"{style.folder}: in the EPUB, {error}", "change the style’s sheets") from error


def _keep_brief_columns_whole(root: ET.Element) -> None:
    """Mark the cells of a table's first column if all are brief, as dates are: to break them saves no room."""
    for table in root.iter("table"):
        cells = [row[0] for row in table.iter("tr") if len(row) > 1]
        if cells and all(len("".join(cell.itertext()).strip()) <= BRIEF for cell in cells):
            for cell in cells:
                cell.set("class", f"{cell.get('class', '')} brief".lstrip())


def _set_emoji_apart(root: ET.Element) -> None:
    """Put each run of emoji into a `span` of its own: so all signs of one emoji are set in one face, which draws a
    family or a flag as one picture. In a formula they stay as they are: MathML has no `span`.
    """
    of_formulas = {part for formula in root.iter("math") for part in formula.iter()}
    for parent in list(root.iter()):
        if parent.tag in _WITHOUT_EMOJI or parent in of_formulas:
            continue
        if parent.text and (parts := _emoji_apart(parent.text)):
            parent.text = parts[0]
            parent[:0] = parts[1]
        for child in list(parent):
            if child.tail and (parts := _emoji_apart(child.tail)):
                child.tail = parts[0]
                place = list(parent).index(child) + 1
                parent[place:place] = parts[1]


def _emoji_apart(text: str) -> tuple[str, list[ET.Element]] | None:
    """The text before the first emoji, and each run of emoji with the text behind it."""
    before, spans, last = "", list[ET.Element](), 0
    for start, end, full in emoji_of(text):
        between = text[last:start]
        if spans and not between:
            spans[-1].text = (spans[-1].text or "") + full
        else:
            if spans:
                spans[-1].tail = between
            else:
                before = between
            spans.append(ET.Element("span", {"class": "emoji"}))
            spans[-1].text = full
        last = end
    if not spans:
        return None
    spans[-1].tail = text[last:]
    return before, spans


@cache
def _template(style: Style) -> "Template":
    from separatum.style.sandbox import stencil

    return stencil(style.template)


def _body_and_notes(article: Article, speech: Language) -> tuple[str, str]:
    """The body without its notes, and the notes with their numbers, as XHTML."""
    root = ET.fromstring(f"<body>{article.body}</body>")  # noqa: S314 - made by source/
    section = root.find("section[@class='notes']")
    if section is None:
        return article.body, ""
    root.remove(section)
    for note in section.iter("aside"):
        _number(note, speech)
    return _inner(root), ET.tostring(section, encoding="unicode")


def _number(note: ET.Element, speech: Language) -> None:
    number = note.get("id", "").removeprefix("note-")
    back = ET.Element("a", {"class": "backlink", "href": f"#call-{number}"})
    back.text = speech.in_digits(number)
    first = note[0] if len(note) and note[0].tag == "p" else None
    if first is None:
        first = ET.Element("p")
        note.insert(0, first)
    back.tail = f" {first.text or ''}" if first.text or len(first) else None
    first.text = None
    first.insert(0, back)


def _inner(element: ET.Element) -> str:
    return (element.text or "") + "".join(ET.tostring(child, encoding="unicode") for child in element)
