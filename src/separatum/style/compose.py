"""Set an article into a style's template: one tree for every edition.

The tree is the style's page around the article's body. It is neutral: what only one kind of book needs (pop-up notes,
notes at the foot of the page) is added by the edition.
"""

import xml.etree.ElementTree as ET
from functools import cache
from typing import TYPE_CHECKING

from separatum.model.article import Article, Metadata, Role
from separatum.model.errors import StyleError
from separatum.model.languages import Language, language
from separatum.style.style import TEMPLATE, Style

if TYPE_CHECKING:
    from jinja2 import Template

XHTML = "http://www.w3.org/1999/xhtml"
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
        StyleError: the template is broken, or asks for something that an article does not have.
    """
    from jinja2 import TemplateError
    from markupsafe import Markup

    from separatum.style.sandbox import filled

    speech = language_of(article.metadata)
    body, notes = _body_and_notes(article, speech)
    try:
        page = filled(
            _template(style),
            {
                "article": article,
                "metadata": article.metadata,
                "authors": tuple(person for person in article.metadata.contributors if person.role is Role.AUTHOR),
                "others": tuple(person for person in article.metadata.contributors if person.role is not Role.AUTHOR),
                "language": speech,
                "words": speech.words,
                "body": Markup(body),  # noqa: S704 - made and cleaned by source/
                "notes": Markup(notes),  # noqa: S704
            },
        )
        root = ET.fromstring(page)  # noqa: S314 - Expat looks nothing up, and bounds how entities grow
    except TemplateError as error:
        raise StyleError(f"{style.folder / TEMPLATE}: {error}", "mend the template") from error
    except (ET.ParseError, RecursionError) as error:
        raise StyleError(
            f"{style.folder / TEMPLATE}: does not make well-formed XML: {error}", "mend the template"
        ) from error
    _keep_brief_columns_whole(root)
    if speech.direction == "rtl":
        _set_code_from_left(root)
    return root


def _keep_brief_columns_whole(root: ET.Element) -> None:
    """Mark the cells of a table's first column if all are brief, as dates are: to break them saves no room."""
    for table in root.iter("table"):
        cells = [row[0] for row in table.iter("tr") if len(row) > 1]
        if cells and all(len("".join(cell.itertext()).strip()) <= BRIEF for cell in cells):
            for cell in cells:
                cell.set("class", f"{cell.get('class', '')} brief".lstrip())


def _set_code_from_left(root: ET.Element) -> None:
    """Programs and addresses run from left to right in every text: their signs would change places."""
    for element in root.iter():
        address = element.tag == "a" and element.text == element.get("href")
        if (address or element.tag in ("pre", "code", "kbd", "samp")) and element.get("dir") is None:
            element.set("dir", "ltr")


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
