"""Footnotes: a small extension of the parser, which leaves marks in the tree that are numbered once it is whole."""

from re import Match
from typing import Any
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions.footnotes import FootnoteBlockProcessor
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString


class NotesExtension(Extension):
    """Reads `[^name]` and `[^name]: text`.

    A call becomes `<a class="noteref" data-note="K">`; the notes come after the text, each behind a
    `separator`; K counts them in the order in which they are written.
    """

    parser: BlockParser

    def __init__(self, separator: str) -> None:
        """Take the words of a paragraph that stands before each note; they may not occur in the text."""
        super().__init__()
        self.separator = separator
        self.reset()

    def reset(self) -> None:
        """Forget the notes of the text before."""
        self.texts: dict[str, str] = {}
        self.places: dict[str, int] = {}
        self.missing: list[str] = []
        """The names of calls without a note, in order."""
        self.doubled: list[str] = []
        """The names of notes that stand more than once."""
        self.called: set[str] = set()

    def setFootnote(self, id: str, text: str) -> None:  # noqa: A002, N802  (the parser's own block processor calls this)
        """Keep a note that the block processor found."""
        if id in self.texts:
            self.doubled.append(id)
        else:
            self.places[id] = len(self.texts)
            self.texts[id] = text

    def number(self, name: str) -> str:
        """The place of a note among the notes as they are written, from 0."""
        return str(self.places[name])

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        """Register with the parser, at the priorities that its own footnotes have."""
        self.parser = md.parser
        md.registerExtension(self)
        blocks: Any = FootnoteBlockProcessor
        md.parser.blockprocessors.register(blocks(self), "notes", 17)
        md.inlinePatterns.register(_Call(self, md), "note-call", 175)
        md.treeprocessors.register(_Section(self, md), "notes", 50)


class _Call(InlineProcessor):
    def __init__(self, notes: NotesExtension, md: Markdown) -> None:
        super().__init__(r"\[\^([^\]]+)\]", md)
        self.notes = notes

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        name = m.group(1)
        if name not in self.notes.texts:
            self.notes.missing.append(name)
            return None, None, None
        self.notes.called.add(name)
        call = Element("a", {"class": "noteref", "data-note": self.notes.number(name)})
        call.text = "*"
        return call, m.start(0), m.end(0)


class _Section(Treeprocessor):
    def __init__(self, notes: NotesExtension, md: Markdown) -> None:
        super().__init__(md)
        self.notes = notes

    def run(self, root: Element) -> None:
        if not self.notes.texts:
            return
        # A note may hold the definition of another: so the notes can grow while they are read.
        done = 0
        while done < len(self.notes.texts):
            text = list(self.notes.texts.values())[done]
            # The parser treats some parents, such as lists, in a special way: a plain one is the safest.
            SubElement(root, "p").text = AtomicString(self.notes.separator)
            self.notes.parser.parseChunk(SubElement(root, "div"), text)
            done += 1
