"""Headings: one headline, three levels under it, no level skipped, each with its anchor."""

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


def demote(root: Element) -> None:
    """A heading inside a quotation, a list or a table becomes a strong paragraph: it is no part of the outline."""
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


def lower_pictures(root: Element) -> None:
    """A heading that holds a picture and no word is that picture: an outline would have nothing to call it by."""
    for child in root:
        if child.tag in _TAGS and not words_of(child) and (pictures := list(child.iter("img"))):
            child.tag = "p"
            if len(pictures) == 1 and next(child.iter("a"), None) is None:
                fill(child, pictures)


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


def settle(root: Element, anchors: Anchors, places: Places) -> list[Finding]:
    """Give each heading its level and its anchor, in the tree itself.

    A heading lies one level below the nearest heading above it that is written with fewer marks; one that has no such
    heading above it gets level 2, under the headline. So the levels that an author skips are closed up. Levels below 4
    become 4. Below a heading that skips a level belongs what would be below it if it were written as it is meant; one
    “#” among “##” is read as “##”.
    """
    headings = [child for child in root if child.tag in _TAGS]
    if not headings:
        return []
    findings: list[Finding] = []
    if (lone := _lone_top(headings)) is not None:
        message = f"the heading “{words_of(lone)[:80]}” has # among headings with ##, and is read as one of these"
        findings.append(rules.HEADING_SKIPPED.found(message, where=places.of(lone), hint="write it with ##"))
        lone.tag = "h2"
    highest = min(_TAGS[heading.tag] for heading in headings)
    above: list[tuple[int, int]] = []  # the levels of open sections, as written and as they are meant
    for heading in headings:
        written, words = _TAGS[heading.tag], words_of(heading)
        while above and (above[-1][1] >= written or above[-1][0] == written):
            above.pop()
        level = TOP + len(above)
        expected = above[-1][0] + 1 if above else highest
        above.append((written, min(written, expected)))
        if written > expected:
            message = f"the heading “{words[:80]}” skips a level: {_marks(written)} instead of {_marks(expected)}"
            hint = f"it was moved up; write it with {_marks(expected)}"
            findings.append(rules.HEADING_SKIPPED.found(message, where=places.of(heading), hint=hint))
        if level > DEEPEST:
            message, hint = f"the heading “{words[:80]}” is too deep and was moved up", "use three levels"
            findings.append(rules.HEADING_DEEP.found(message, where=places.of(heading), hint=hint))
        heading.tag = f"h{min(level, DEEPEST)}"
        if "id" not in heading.attrib:
            heading.set("id", anchors.give(slug(words)))
    return findings


def _lone_top(headings: list[Element]) -> Element | None:
    """The only heading of level 1, if headings of level 2 are above it: it is no headline, and opens no part."""
    top = [at for at, heading in enumerate(headings) if heading.tag == "h1"]
    if len(top) != 1 or not any(heading.tag == "h2" for heading in headings[: top[0]]):
        return None
    return headings[top[0]]


def _marks(level: int) -> str:
    return "#" * level


def outline(root: Element) -> tuple[Heading, ...]:
    """The headings of a tree that is settled, with the words that they ended with."""
    return tuple(
        Heading(level=_TAGS[child.tag], text=words_of(child), anchor=child.attrib["id"])
        for child in root
        if child.tag in _TAGS
    )
