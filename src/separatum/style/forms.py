"""Mark the forms that authors write without markup, such as questions and attributions, for the sheets."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator

_ATTRIBUTION = re.compile(r"\s*[—–―-]{1,2}\s*\w")
"""A dash before a name. A dialogue opens its lines so too, so it counts only on the last line of a quotation."""
_ATTRIBUTION_IN_LINE = re.compile(r"""(?<=[.!?…"”»’'])\s+([—–]\s?\w[^.!?]{1,79})\s*$""")
"""The same where the source has it on a line of its own: there a line end is a space (CommonMark 0.31.2, 6.8)."""
_LONGEST_NAME = 120
"""Characters of an attribution; what is longer is a sentence of the quotation."""
_LONG_TABLE = 8
"""Rows of a body from which hair lines help the eye along."""


def mark_forms(root: ET.Element, authors: Iterable[str] = ()) -> None:
    """Give each form that is found a class; no word is added, left out or moved.

    Args:
        root: the page of an article, an `html` element; it is changed.
        authors: the names in the byline.
    """
    text = root.find(".//div[@class='text']")
    if text is None:
        return
    blocks = list(text)
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        if _is_question(block, following):
            _add_class(block, "question")
    _mark_epigraph(blocks)
    _mark_authors_note(blocks, tuple(authors))
    for quotation in root.iter("blockquote"):
        _mark_attribution(quotation)
    for table in root.iter("table"):
        _mark_table(table)
    for verse in root.iter("p"):
        if verse.get("class") == "verse":
            _wrap_lines(verse)


def _is_question(block: ET.Element, following: ET.Element | None) -> bool:
    """A paragraph wholly in strong type before a plain one: the question of an interview, or a heading without mark."""
    if block.tag != "p" or following is None or following.tag != "p":
        return False
    return _is_wholly(block, "strong") and not _is_wholly(following, "strong")


def _is_wholly(block: ET.Element, tag: str) -> bool:
    """Whether all words of a block stand in elements of one kind."""
    if not len(block) or (block.text or "").strip():
        return False
    return all((child.tag == tag and not (child.tail or "").strip()) for child in block if child.tag != "br")


def _mark_epigraph(blocks: list[ET.Element]) -> None:
    """A quotation that opens the article, before its first paragraph."""
    opening = [block for block in blocks if block.tag != "header"][:2]
    for block in opening:
        if block.tag == "blockquote":
            _add_class(block, "epigraph")
            return
        if block.tag != "figure":
            return


def _mark_authors_note(blocks: list[ET.Element], authors: tuple[str, ...]) -> None:
    """A last paragraph in italics that names an author of the article."""
    paragraphs = [block for block in blocks if block.tag == "p"]
    if not paragraphs or paragraphs[-1] is not blocks[-1]:
        return
    last = paragraphs[-1]
    words = " ".join("".join(last.itertext()).split())  # initials have a no-break space behind them
    if _is_wholly(last, "em") and any(author and " ".join(author.split()) in words for author in authors):
        _add_class(last, "authors-note")


def _mark_attribution(quotation: ET.Element) -> None:
    """Who is quoted: the last line of a quotation, if it opens with a dash."""
    if not len(quotation) or quotation[-1].tag != "p":
        return
    last = quotation[-1]
    line_ends = [index for index, child in enumerate(last) if child.tag == "br"]
    if not line_ends:
        if len(quotation) > 1 and _is_attribution("".join(last.itertext())):
            _add_class(last, "attribution")
        else:
            _split_attribution(quotation, last)
        return
    at = line_ends[-1]
    end = last[at]
    if not _is_attribution((end.tail or "") + "".join("".join(_texts(child)) for child in last[at + 1 :])):
        return
    name = ET.SubElement(quotation, "p", {"class": "attribution"})
    name.text = (end.tail or "").lstrip()
    for child in list(last)[at + 1 :]:
        last.remove(child)
        name.append(child)
    name.tail, last.tail = last.tail, "\n"
    last.remove(end)


def _split_attribution(quotation: ET.Element, last: ET.Element) -> None:
    """Part the name from the last words of a quotation, if its paragraph ends with a sentence, a dash and a name."""
    words = (last[-1].tail if len(last) else last.text) or ""
    found = _ATTRIBUTION_IN_LINE.search(words)
    if found is None:
        return
    if len(last):
        last[-1].tail = words[: found.start()]
    else:
        last.text = words[: found.start()]
    name = ET.SubElement(quotation, "p", {"class": "attribution"})
    name.text, name.tail, last.tail = found[1], last.tail, "\n"


def _wrap_lines(verse: ET.Element) -> None:
    """Put each line of verse into a span, so that a long one can be hung."""
    lines = [ET.Element("span", {"class": "line"})]
    lines[0].text = verse.text
    parts: list[ET.Element] = list(lines)
    for child in list(verse):
        verse.remove(child)
        if child.tag == "br":
            line = ET.Element("span", {"class": "line"})
            line.text, child.tail = child.tail, None
            parts += [child, line]
            lines.append(line)
        else:
            lines[-1].append(child)
    verse.text = None
    verse.extend(parts)


def _texts(element: ET.Element) -> Iterator[str]:
    yield "".join(element.itertext())
    yield element.tail or ""


def _is_attribution(words: str) -> bool:
    return len(words) <= _LONGEST_NAME and _ATTRIBUTION.match(words) is not None


def _mark_table(table: ET.Element) -> None:
    """A long table, and a last row of totals: all of its cells in strong type."""
    rows = list(table.iterfind("./tbody/tr"))
    if len(rows) > _LONG_TABLE:
        _add_class(table, "long")
    if len(rows) > 1:
        filled = [cell for cell in rows[-1] if "".join(cell.itertext()).strip()]
        if filled and all(_is_wholly(cell, "strong") for cell in filled):
            _add_class(rows[-1], "total")


def _add_class(element: ET.Element, name: str) -> None:
    element.set("class", f"{element.get('class', '')} {name}".lstrip())
