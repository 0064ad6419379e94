"""Ready a page for paper: notes to the foot, addresses in print, lines of equal length in headlines, columns.

Each function changes the tree that it is given, and the tree is the PDF's own.
"""

import io
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice, pairwise

from separatum.editions.pdf.capitals import mark_capitals
from separatum.editions.pdf.code_lines import fit_code, hold_pieces
from separatum.editions.pdf.footnotes import IN_THE_TEXT, PHRASES
from separatum.editions.pdf.picture_sizes import set_sizes
from separatum.editions.pdf.printed_urls import list_addresses
from separatum.editions.pdf.stacked_rows import name_columns
from separatum.editions.pdf.table_fit import STACKED, fit_tables, has_mark
from separatum.model.article import Metadata
from separatum.style.compose import language_of
from separatum.style.papers import Paper
from separatum.style.style import Style

QR = "qr.svg"
LONG_ENOUGH = 220
"""Characters: four lines of a page, so that a letter of three lines has text beside all of it."""
_END = ("amendments", "addresses", "colophon")
"""What ends a page, in its order."""
_LONGEST_HELD = 40
"""Characters of a word that may not break: less than a line of the narrowest paper."""
_BEGINNING = r"https?://[^/\s]+/?"
_FROM = r"(?:(?<![^ \n])|(?<=[^/]/))"
"""Where a word begins, or goes on behind the beginning of an address: from there alone, or the search takes the square
of a word's length."""
_PARTED = re.compile(
    rf"{_BEGINNING}|{_FROM}[^ \n]*(?<![\w-])(?:(?:[^\W\d_]|\d{{1,4}})-[\w’]+|\w+(?:-\w+)+(?:\.\w+)+)[^ \n]*"
)
"""“e-mail”, “5-летний”: what stands before the hyphen is too little for a line's end. “my-site.org”: nobody could tell
whether the hyphen is a part of it. With all that stands beside it without a space that may break; and how an address
begins, which nobody would take for one."""
_PARTED_ADDRESS = re.compile(rf"{_BEGINNING}|(?<![\w.])[\w.]+(?:-[\w.]+)+")
_ENDLESS = re.compile("[^\\W\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff]{100,}")
"""No word of a language that writes with spaces has so many letters."""
_SET_APART = frozenset({"h2", "h3", "figure", "row", "table", "pullquote", "related", "amendments", "addresses"})
"""Elements, and classes of others, above which the story leaves room."""
_SHORT_TABLE = 6
"""Rows of a table that is not parted by a page, its head among them; of a stacked one, cells."""
_LONG_CODE = 8
"""Lines of code that are not parted by a page."""
_NOTE, _CELL, _LETTER, _LEADING, _NOTE_MEASURE = 0.82, 0.8, 0.5, 1.4, 40
"""About what the sheet gives notes and cells: their sizes, the width of a letter, the leading, the measure of notes."""
_MOST_AT_FOOT = 0.45
"""Of a page: how long a note may be that stands at its foot."""
_BOXES = frozenset({"callout", "details", "box"})
"""The classes of what stands in a box."""
_IDEOGRAPHS = re.compile("[\u2e80-\u9fff\uf900-\ufaff]")
"""Han, kana and their punctuation, which stand without spaces (Unicode 16, chapter 18)."""


def for_paper(root: ET.Element, metadata: Metadata, style: Style) -> None:
    """Make of the neutral page one that is meant to be laid out on a paper of the style."""
    _expand_tabs(root)
    _put_notes_at_the_foot(root)
    _set_long_notes_in_the_text(root, style.paper)
    _leave_out_of_bookmarks(root)
    _print_addresses(root, metadata, style)
    if style.paper.columns > 1:
        _run_on_in_columns(root)
    fit_tables(root, style)
    name_columns(root, language_of(metadata))
    _let_tall_rows_break(root, style.paper)
    _keep_titles(root, style.paper)
    set_sizes(root, style.paper)
    _hold_words(root)
    _mark_long_code(root)
    hold_pieces(fit_code(root, style.paper, language_of(metadata)))
    _spare_the_hyphens(root)
    _set_initial(root)
    mark_capitals(root)
    _tell_what_follows(root)
    _balance(root)
    if root.get("dir") == "rtl":
        _part_spaces(root)
        _keep_words_whole(root)


_TAB = 4
"""Columns from one tab stop to the next, as the sheets have it for reading systems."""


def _expand_tabs(root: ET.Element) -> None:
    """Set spaces for the tabs of code: the layout draws a tab as a gap, and in the PDF two words would be one."""
    for code in root.iter("pre"):
        column = 0

        def spaced(text: str | None) -> str | None:
            nonlocal column
            made = []
            for part in re.split(r"([\n\t])", text or ""):
                part_made = " " * (_TAB - column % _TAB) if part == "\t" else part
                column = 0 if part == "\n" else column + len(part_made)
                made.append(part_made)
            return "".join(made) if text is not None else None

        if any("\t" in text for text in code.itertext()):
            _each_text(code, spaced)


def _each_text(element: ET.Element, change: Callable[[str | None], str | None]) -> None:
    """Change the texts of an element in their order, in the tree itself."""
    element.text = change(element.text)
    for child in element:
        _each_text(child, change)
        child.tail = change(child.tail)


def _leave_out_of_bookmarks(root: ET.Element) -> None:
    """Give the headline of a discreet edition, which is a part of its text, no bookmark (CSS GCPM 3, 5)."""
    for heading in root.iterfind(".//div[@class='text']/header/h2"):
        heading.set("style", "bookmark-level: none")


def qr_code(address: str) -> bytes:
    """An address as a QR code (ISO/IEC 18004), in SVG, with the four modules of quiet zone that it asks for."""
    import segno

    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="svg", border=4, xmldecl=False, svgns=True)
    return drawn.getvalue()


def _put_notes_at_the_foot(root: ET.Element) -> None:
    """Move each note into its first call, from where the sheet floats it to the foot of the page."""
    parents = {child: parent for parent in root.iter() for child in parent}
    notes = {note.get("id", ""): note for note in root.iter("aside") if note.get("class") == "note"}
    for section in [element for element in root.iter("section") if element.get("class") == "notes"]:
        parents[section].remove(section)
    for call in [element for element in root.iter("a") if element.get("class") == "noteref"]:
        _hold_to_its_word(call, parents[call])
        is_turned = _is_turned(call, parents)
        for note in _called(call, notes):
            note.tail = None
            if is_turned:
                note.attrib.setdefault("dir", root.get("dir", "ltr"))
            _fold_white_space(note)
            call.append(note)


def _is_turned(call: ET.Element, parents: Mapping[ET.Element, ET.Element]) -> bool:
    """Whether a call stands in a passage with a direction of its own, which its note would take over."""
    around = call
    while parents[around] in parents:
        around = parents[around]
        if "dir" in around.attrib:
            return True
    return False


def _called(call: ET.Element, notes: dict[str, ET.Element]) -> Iterator[ET.Element]:
    """The note of a call, and those that it calls itself: a note that is floated cannot float another."""
    note = notes.pop(call.get("href", "").removeprefix("#"), None)
    if note is None:
        return
    yield note
    for inner in [element for element in note.iter("a") if element.get("class") == "noteref"]:
        yield from _called(inner, notes)


def _set_long_notes_in_the_text(root: ET.Element, paper: Paper) -> None:
    """Set a note that takes half a page or more below its call: the layout cannot part what stands at a page's foot."""
    size = _NOTE * paper.text
    column = (paper.measure - paper.gap * (paper.columns - 1)) / paper.columns
    room = min(column, _NOTE_MEASURE * size) / (_LETTER * size) * paper.depth / (_LEADING * size)
    for note in [note for note in root.iter("aside") if note.get("class") == "note"]:
        if len("".join(note.itertext())) > _MOST_AT_FOOT * room:
            note.set("style", IN_THE_TEXT)


def _let_tall_rows_break(root: ET.Element, paper: Paper) -> None:
    """Let a row go on on the next page, if it may be higher than one."""
    size = _CELL * paper.text
    for table in root.iter("table"):
        is_stacked = has_mark(table, STACKED)
        for row in [row for row in table.iter("tr") if len(row)]:
            letters = paper.measure / (1 if is_stacked else len(row)) / (_LETTER * size)
            lengths = [len("".join(cell.itertext())) / letters for cell in row]
            lines = sum(max(1.0, one) for one in lengths) if is_stacked else max(lengths)
            if lines > _MOST_AT_FOOT * paper.depth / (_LEADING * size):
                row.set("style", "break-inside: auto")


def _keep_titles(root: ET.Element, paper: Paper) -> None:
    """Keep two lines below what a box begins with, and below a paragraph all in strong type, which heads what follows.

    What follows is kept in its turn, if it is a line at most: a short paragraph, or the first item of a list.
    """
    titles = {part for part in root.iter("p") if _is_strong(part)}
    titles |= {box[0] for box in root.iter("aside") if len(box) and _BOXES.intersection(box.get("class", "").split())}
    if not titles:
        return
    column = (paper.measure - paper.gap * (paper.columns - 1)) / paper.columns
    line = column / (_LETTER * paper.text)
    for parent in root.iter():
        for title, below in pairwise(parent):
            if title in titles and below not in titles and _is_brief(title, 2 * line):
                _keep_with_next(title)
                first = below[0] if below.tag in ("ul", "ol") and len(below) > 1 else below
                if _is_brief(first, line):
                    _keep_with_next(first)


def _is_brief(part: ET.Element, letters: float) -> bool:
    """Whether a paragraph or an item is nothing but words, and no more than so many letters of them."""
    is_of_words = part.tag in ("p", "li") and not any(
        one.tag in ("pre", "img", "table", "figure") for one in part.iter()
    )
    return is_of_words and len("".join(part.itertext())) < letters


def _is_strong(paragraph: ET.Element) -> bool:
    """Whether all of a paragraph is in strong type, as a link or not."""
    if len(paragraph) != 1 or (paragraph.text or "").strip() or (paragraph[0].tail or "").strip():
        return False
    only = paragraph[0]
    return only.tag in ("strong", "b") or (only.tag in ("a", "span", "em") and _is_strong(only))


def _keep_with_next(element: ET.Element) -> None:
    element.set("style", f"{element.get('style', '')}; break-after: avoid".lstrip("; "))


def _hold_to_its_word(call: ET.Element, parent: ET.Element) -> None:
    """Keep a call on the line of the word that it follows: the layout would break before it."""
    place = list(parent).index(call)
    before = parent[place - 1] if place else None
    text = (parent.text if before is None else before.tail) or ""
    rest, space, word = text.rpartition(" ")
    if _IDEOGRAPHS.search(word):
        rest, space, word = text[:-2], "", text[-2:]
    if not word or word.isspace():
        return
    if before is None:
        parent.text = rest + space
    else:
        before.tail = rest + space
    held = ET.Element("span", {"class": "held"})
    held.text, held.tail, call.tail = word, call.tail, None
    parent[place] = held
    held.append(call)


def _fold_white_space(note: ET.Element) -> None:
    """Fold line ends and runs of spaces: the layout keeps those of a box that it floats to the foot."""
    for element in note.iter():
        if element.tag != "pre":
            element.text = re.sub(r"[ \t\n]+", " ", element.text) if element.text else None
        element.tail = re.sub(r"[ \t\n]+", " ", element.tail) if element.tail else None


def _print_addresses(root: ET.Element, metadata: Metadata, style: Style) -> None:
    """List where the links of the text lead, above the colophon; the source's address stands there as a code too."""
    colophon = next((part for part in root.iter("section") if part.get("class") == "colophon"), None)
    text = next((part for part in root.iter("article")), None)
    if text is None or colophon is None:
        return
    list_addresses(root, text, language_of(metadata), style)
    if metadata.source_url:
        colophon.insert(0, ET.Element("div", {"class": "qr", "style": f"background-image: url({QR})"}))


def _run_on_in_columns(root: ET.Element) -> None:
    """Let what ends the page run on in the columns of the story, so that these fill the page together."""
    text = root.find(".//div[@class='text']")
    if text is None:
        return
    parents = {child: parent for parent in root.iter() for child in parent}
    for part in [part for kind in _END for part in parents if part.get("class") == kind]:
        parents[part].remove(part)
        text.append(part)


def _hold_words(root: ET.Element) -> None:
    """Keep words whole that the layout would break after one letter."""
    addresses = {part for listed in root.iter("div") if listed.get("class") == "addresses" for part in listed.iter()}
    cells = [cell for row in root.iter("tr") for cell in row]
    in_cells = {part for cell in cells for link in cell.iter("a") for part in link.iter()}
    in_code = {part for code in root.iter("pre") for part in code.iter()}
    for parent in list(root.iter()):
        if parent in in_code or parent.tag in ("code", "title") or parent.get("class") in ("held", "identifier"):
            continue
        if parent in in_cells:  # an address in a table breaks anywhere, or its column grows off the page
            continue
        pattern = _PARTED_ADDRESS if parent in addresses else _PARTED
        for before in (None, *parent):
            _set_in(parent, before, "held", partial(_brief, pattern))


def _mark_long_code(root: ET.Element) -> None:
    for code in root.iter("pre"):
        if "".join(code.itertext()).strip("\n").count("\n") >= _LONG_CODE:
            code.set("class", f"{code.get('class', '')} long".strip())


def _brief(pattern: re.Pattern[str], text: str) -> list[re.Match[str]]:
    return [word for word in pattern.finditer(text) if len(word[0]) < _LONGEST_HELD]


def _spare_the_hyphens(root: ET.Element) -> None:
    """Mark words without an end, which are not hyphenated: the layout would try each hyphen on each line."""
    for parent in list(root.iter()):
        for before in (None, *parent):
            _set_in(parent, before, "endless", lambda text: list(_ENDLESS.finditer(text)))


def _set_in(
    parent: ET.Element, before: ET.Element | None, name: str, find: Callable[[str], list[re.Match[str]]]
) -> None:
    """Put each word found of the text behind an element, or of the first text, into a span of this class."""
    text = (parent.text if before is None else before.tail) or ""
    found = find(text)
    place = list(parent).index(before) + 1 if found and before is not None else 0
    for number, word in enumerate(found):
        held = ET.Element("span", {"class": name})
        held.text = word[0]
        end = found[number + 1].start() if number + 1 < len(found) else None
        held.tail = text[word.end() : end]
        parent.insert(place + number, held)
    if found and before is None:
        parent.text = text[: found[0].start()]
    elif found and before is not None:
        before.tail = text[: found[0].start()]


def _set_initial(root: ET.Element) -> None:
    """Let the story open with a large letter, where it opens with a paragraph that is long enough to hold one."""
    text = root.find(".//div[@class='text']")
    first = next((part for part in (text if text is not None else ()) if part.tag != "figure"), None)
    if first is None or first.tag != "p" or "capitals" not in root.get("class", "").split():
        return
    opening = (first.text or "").lstrip()
    if not opening[:2].isalpha() or not opening[0].isupper() or len("".join(first.itertext())) < LONG_ENOUGH:
        return
    place = list(text).index(first) if text is not None else 0
    before = text[place - 1] if text is not None and place else root.find(".//header[@class='headline']")
    if before is not None and {"lead", "headline"} & set(before.get("class", "").split()):
        before.set("class", f"{before.get('class')} above-initial")
    initial = ET.Element("span", {"class": "initial"})
    initial.text, initial.tail = opening[0], opening[1:]
    first.text = None
    first.insert(0, initial)


def tell_what_follows(text: ET.Element) -> None:
    """Let each part of a story say what stands below it, as far as the sheet leaves room above that."""
    for part in text:
        part.attrib.pop("data-before", None)
    for before, part in pairwise(text):
        if part.tag in _SET_APART:
            before.set("data-before", part.tag)
        elif part.tag in ("aside", "section", "div") and part.get("class") in _SET_APART:
            before.set("data-before", part.get("class", ""))


def _tell_what_follows(root: ET.Element) -> None:
    """Let each part of the story say what stands below it, and a table whether it is short, for the sheet.

    “:has(+ h2)” would say the same, but to answer it the layout goes through all siblings of each element.
    """
    text = root.find(".//div[@class='text']")
    if text is not None:
        tell_what_follows(text)
    for listed in [one for one in root.iter() if one.tag in ("ul", "ol") and len(one) > 1]:
        listed[-2].set("data-before", "last item")
    for item in root.iter("li"):
        if any("long" not in code.get("class", "") for code in item.iter("pre")):
            item.set("class", f"{item.get('class', '')} with-code".strip())
    for table in root.iter("table"):
        lines = (cell for row in table.iter("tr") for cell in row) if has_mark(table, STACKED) else table.iter("tr")
        if len(list(islice(lines, _SHORT_TABLE + 1))) <= _SHORT_TABLE:
            table.set("class", f"{table.get('class', '')} short".strip())


def _balance(root: ET.Element) -> None:
    """Ask for lines of about equal length in headlines, standfirsts, headings and pull quotes."""
    for element in root.iter():
        if element.tag in ("h1", "h2", "h3") or element.get("class") == "standfirst":
            element.set("data-lines", "balanced")
        elif element.get("class") == "pullquote":
            for part in element.iter("p"):
                part.set("data-lines", "balanced")


_BRIEF_WORD = 20
"""Letters of a word that fits a line of any paper, also in a list in a quotation."""


def _keep_words_whole(root: ET.Element) -> None:
    """Break no word in a line that is set apart (`style/directions.py`), where all of its words fit a line.

    WeasyPrint 70 takes each phrase inside another one for the beginning of its line (layout/inline.py: `line_children`
    is empty there), and breaks a word that it should take to the next line.
    """
    cells = {line for table in root.iter("table") for line in table.iter("span")}
    for line in root.iter("span"):
        is_apart = "dir" in line.attrib and len(line) > 0 and line not in cells
        if is_apart and all(len(word) <= _BRIEF_WORD for word in "".join(line.itertext()).split()):
            line.set("style", "overflow-wrap: normal")


def _part_spaces(root: ET.Element) -> None:
    """Give a space before a phrase a box of its own, where lines run from right to left.

    Where only the space at the end of a text does not fit, WeasyPrint 70 would break that line after its first word
    (text/line_break.py, step 3): from right to left it counts the space, and Pango does not.
    """
    for parent in [parent for parent in root.iter() if parent.tag not in ("pre", "code")]:
        for phrase in [child for child in parent if child.tag in PHRASES]:
            place = list(parent).index(phrase)
            before = parent[place - 1] if place else None
            text = (parent.text if before is None else before.tail) or ""
            if text.endswith(" ") and text.strip():
                space = ET.Element("span")
                space.text = " "
                parent.insert(place, space)
                if before is None:
                    parent.text = text[:-1]
                else:
                    before.tail = text[:-1]
