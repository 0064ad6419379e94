"""Headings: one headline, three levels under it, none skipped, each with its anchor."""

from dataclasses import dataclass
from xml.etree.ElementTree import Element

from separatum.model.article import Heading
from separatum.model.findings import Finding
from separatum.source import rules
from separatum.source.html.elements import fill, make
from separatum.source.html.links import Anchors, slug
from separatum.source.locations import Places

TOP, DEEPEST = 2, 4
_TAGS = {f"h{level}": level for level in range(1, 7)}


def words_of(heading: Element) -> str:
    """The words of a heading, without the calls of notes."""
    if heading.tag == "math":
        return heading.get("alttext", "")
    parts = [heading.text or ""]
    for child in heading:
        parts += ["" if child.get("class") == "noteref" else words_of(child), child.tail or ""]
    return " ".join("".join(parts).split())


def count_all(root: Element) -> int:
    """How many headings there are, wherever they stand."""
    return sum(1 for element in root.iter() if element.tag in _TAGS)


def demote(root: Element) -> None:
    """A heading inside a quotation, a list or a table structures nothing: it becomes a strong paragraph."""
    for parent in list(root.iter()):
        if parent is root:
            continue
        for child in parent:
            if child.tag in _TAGS:
                strong = make("strong", None)
                strong.text, child.text = child.text, None
                strong.extend(list(child))
                fill(child, [strong])
                child.tag = "p"


def take_headline(root: Element, title: str | None) -> tuple[str | None, bool]:
    """Take the headline out of the text, if it opens with one.

    Returns:
        The headline's words, or None; and whether it was taken because the front matter gives the same.
    """
    first = root[0] if len(root) else None
    if first is None or first.tag != "h1":
        return None, False
    words = words_of(first)
    same = title is not None and _plain(words) == _plain(title)
    alone = sum(1 for child in root if child.tag == "h1") == 1
    if same or (title is None and alone):
        root.remove(first)
        return words, same
    return None, False


def _plain(text: str) -> str:
    return "".join(sign for sign in text.casefold() if sign.isalnum())


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How the headings of the tree are counted in the source, to find their lines."""

    before: int
    """Headings that stood before the first of the tree and are gone."""
    total: int


def settle(root: Element, anchors: Anchors, places: Places, counted: Counted) -> list[Finding]:
    """Give each heading its level and its anchor, in the tree itself.

    The highest level that the text uses becomes 2, under the headline; so “#” and “###” both work as long as they are
    used in order. Levels below 4 become 4.
    """
    headings = [child for child in root if child.tag in _TAGS]
    if not headings:
        return []
    shift = TOP - min(_TAGS[heading.tag] for heading in headings)
    findings, last, above = [], TOP - 1, 0
    for nth, heading in enumerate(headings):
        level, words = _TAGS[heading.tag] + shift, words_of(heading)
        place = (words, counted.before + nth, counted.total)
        if level > last + 1:
            other = (
                f"the one above it with {_marks(above)}" if above else f"the highest ones with {_marks(TOP - shift)}"
            )
            message = f"the heading “{words[:80]}” skips a level: it is written with {_marks(level - shift)}, {other}"
            hint = f"write it with {_marks(last + 1 - shift)}"
            findings.append(rules.HEADING_SKIPPED.found(message, where=places.of_heading(*place), hint=hint))
        elif level > DEEPEST:
            message, hint = f"the heading “{words[:80]}” lies too deep, and is set one level higher", "use three levels"
            findings.append(rules.HEADING_DEEP.found(message, where=places.of_heading(*place), hint=hint))
        last, above = level, level - shift
        heading.tag = f"h{min(level, DEEPEST)}"
        if "id" not in heading.attrib:
            heading.set("id", anchors.give(slug(words)))
    return findings


def _marks(level: int) -> str:
    return "#" * level


def outline(root: Element) -> tuple[Heading, ...]:
    """The headings of a tree that is settled, with the words that they ended with."""
    return tuple(
        Heading(level=_TAGS[child.tag], text=words_of(child), anchor=child.attrib["id"])
        for child in root
        if child.tag in _TAGS
    )
