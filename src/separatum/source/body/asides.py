"""What stands beside the text: pull quotes, related articles, and the notes at its end."""

from collections import Counter
from xml.etree.ElementTree import Element

from separatum.model.languages import Language
from separatum.source.html.elements import fill, make, text_of

MARKS = frozenset({"pullquote", "related"})


def marks_of(element: Element) -> set[str]:
    """The marks of the author's that stand on an element."""
    return set(element.get("class", "").split()) & MARKS


def unmarked(tree: Element) -> Element:
    """The tree without the classes of notes and calls that an author wrote: these are given by number alone."""
    for element in tree.iter():
        if element.get("class") in {"note", "noteref"}:
            del element.attrib["class"]
    return tree


def pull_quotes(root: Element) -> None:
    """A quotation marked `.pullquote`, on itself or on its last paragraph, becomes a pull quote, in the tree itself."""
    for quote in list(root.iter("blockquote")):
        last = quote[-1] if len(quote) else None
        marked = [element for element in (quote, last) if element is not None and "pullquote" in marks_of(element)]
        if marked:
            for element in marked:
                element.attrib.pop("class")
            quote.tag = "aside"
            quote.attrib = {"class": "pullquote", "role": "doc-pullquote", **quote.attrib}


def related_articles(root: Element, language: Language) -> None:
    """A paragraph marked `.related` that holds one link points to a related article, in the tree itself."""
    for parent in list(root.iter()):
        for paragraph in parent:
            links = list(paragraph.iter("a"))
            if paragraph.tag != "p" or len(links) != 1 or text_of(links[0]) != text_of(paragraph):
                continue
            if "related" in marks_of(paragraph) | marks_of(links[0]):
                link = links[0]
                link.attrib.pop("class", None)
                label = make("span", {"class": "label"}, language.words["read_also"])
                paragraph.tag = "aside"
                paragraph.attrib = {"class": "related"}
                fill(paragraph, [make("p", None, label, " ", link)])


def number_notes(root: Element, notes: list[Element], language: Language) -> list[Element]:
    """Number calls and notes by first call, in the tree itself.

    Returns:
        The notes that are called, in the order of their numbers.
    """
    order: dict[int, int] = {}
    calls: Counter[int] = Counter()
    queue = [root]
    for tree in queue:
        for call in tree.iter("a"):
            written = call.get("data-note", "")
            if not (written.isascii() and written.isdigit() and len(written) < 9 and int(written) < len(notes)):
                call.attrib.pop("data-note", None)
                continue
            place = int(written)
            if place not in order:
                order[place] = len(order) + 1
                # A note can call another, whose number then comes after those of the text.
                queue.append(notes[place])
            calls[place] += 1
            number = order[place]
            again = f"-{calls[place]}" if calls[place] > 1 else ""
            call.attrib = {
                "class": "noteref",
                "id": f"call-{number}{again}",
                "href": f"#note-{number}",
                "data-note": written,
            }
            fill(call, [language.in_digits(str(number))])
    for place, number in order.items():
        notes[place].attrib = {"class": "note", "id": f"note-{number}"}
    return [notes[place] for place in order]


def notes_section(notes: list[Element], language: Language) -> Element:
    """The section of the notes, under its heading."""
    heading = make("h2", {"id": "notes"}, language.words["notes"])
    return make("section", {"class": "notes"}, heading, *notes)
