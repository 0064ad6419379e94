"""Markdown becomes HTML: Python-Markdown, with small mends that make it read what people write."""

import html
import re
from dataclasses import dataclass
from re import Match
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.blockparser import BlockParser
from markdown.extensions import Extension
from markdown.extensions.sane_lists import SaneListExtension
from markdown.extensions.tables import TableProcessor
from markdown.inlinepatterns import InlineProcessor, SimpleTagInlineProcessor, SubstituteTagInlineProcessor
from markdown.preprocessors import Preprocessor
from markdown.treeprocessors import InlineProcessor as InlineTree
from markdown.treeprocessors import Treeprocessor
from markdown.util import AtomicString

from separatum.source.markdown import formulas
from separatum.source.markdown.blocks import strict
from separatum.source.markdown.footnotes import NotesExtension
from separatum.source.markdown.limits import MOST_COLUMNS, require_closed_tags

# Every ASCII punctuation sign can be escaped (CommonMark 0.31.2, 2.4).
_ESCAPABLE = list("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
_BARS = re.compile(r"\\.|(`+)(?!`).*?(?<!`)\1(?!`)|\|")
_OPENING = {")": "(", "]": "[", "}": "{"}
_BARE_URL = r"(?<![\w/\"'=<])(https?://[^\s<>\"«»“”„‘’\x02\x03]+)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """A text as HTML, not yet cleaned, and what the parser saw on the way."""

    html: str
    """The text without its notes."""
    notes: tuple[str, ...]
    """The notes, in the order in which they are written."""
    notes_missing: tuple[str, ...]
    """The names of calls without a note."""
    notes_uncalled: tuple[str, ...]
    notes_doubled: tuple[str, ...]
    notes_empty: tuple[str, ...]
    rows_overfull: tuple[str, ...]
    """Rows of tables with more cells than the head, as they are written."""


def convert(text: str) -> Converted:
    """Convert Markdown to HTML; raw HTML in it passes as it is.

    Raises:
        TooDeepError: containers are nested beyond the limit.
        RecursionError: so are other things.
    """
    # Raw HTML that is not closed would swallow what follows it, so each note is set apart before anything is parsed.
    separator = "separatum-note"
    while separator in text:
        separator += "-x"
    notes, tables = NotesExtension(separator), _Tables()
    extensions: list[str | Extension] = [
        "def_list",
        "abbr",
        "attr_list",
        SaneListExtension(),
        notes,
        tables,
        _Dialect(),
    ]
    markdown = Markdown(extensions=extensions, output_format="xhtml")
    body, *texts = markdown.convert(text).replace(formulas.OPENED, "&lt;").split(f"<p>{separator}</p>")
    return Converted(
        html=body,
        notes=tuple(texts),
        notes_missing=tuple(dict.fromkeys(notes.missing)),
        notes_uncalled=tuple(name for name in notes.texts if name not in notes.called),
        notes_doubled=tuple(notes.doubled),
        notes_empty=tuple(name for name, note in notes.texts.items() if not note.strip()),
        rows_overfull=tuple(tables.overfull),
    )


class _Dialect(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        md.ESCAPED_CHARS = _ESCAPABLE
        # After the parser has unified white space (30), before it looks for HTML (20).
        md.preprocessors.register(_Strict(md), "strict", 28)
        # After code (190), before escapes (180): a formula is full of signs that mean something else elsewhere.
        md.inlinePatterns.register(_Formula(formulas.PATTERN, md), "formula", 185)
        md.inlinePatterns.register(SubstituteTagInlineProcessor(r"\\\n", "br"), "backslash-break", 181)
        md.inlinePatterns.register(SimpleTagInlineProcessor(r"()~~(?=\S)(.+?)(?<=\S)~~", "s"), "strikethrough", 65)
        # After raw HTML (90) is put aside, so that no address inside a tag is touched; before emphasis (60).
        md.inlinePatterns.register(_BareUrl(_BARE_URL, md), "bare-url", 85)
        # After attribute lists (8), before escapes are undone (0).
        md.treeprocessors.register(_Spans(md), "spans", 6)
        md.treeprocessors.register(_Images(md), "images", 5)


class _Strict(Preprocessor):
    """Puts `blocks.strict` before the parser; code and HTML go to the parser's stash, out of everyone's way."""

    def run(self, lines: list[str]) -> list[str]:
        self._html: list[str] = []
        kept = formulas.guarded("\n".join(strict(lines, self))).split("\n")
        require_closed_tags([*kept, *self._html])
        return kept

    def code(self, text: str) -> str:
        # An empty one only keeps two quotations apart.
        element = f"<pre><code>{html.escape(text, quote=False)}\n</code></pre>" if text else "<hr data-apart='1'/>"
        return self.md.htmlStash.store(element)

    def html(self, text: str) -> str:
        self._html.append(text)
        return self.md.htmlStash.store(text)


class _Formula(InlineProcessor):
    """Marks a formula, which is made when the text is clean."""

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element | None, int | None, int | None]:
        mark = formulas.inline_element(m)
        return (None, None, None) if mark is None else (mark, m.start(0), m.end(0))


class _BareUrl(InlineProcessor):
    """Makes a link of a web address that stands in the text: notes are full of them."""

    ANCESTOR_EXCLUDES = ("a",)

    def handleMatch(  # type: ignore[override]  # noqa: N802
        self,
        m: Match[str],
        data: str,  # noqa: ARG002
    ) -> tuple[Element, int, int]:
        url = _without_closing(m.group(1))
        link = Element("a", {"href": url})
        link.text = AtomicString(url)
        return link, m.start(0), m.start(0) + len(url)


def _without_closing(url: str) -> str:
    """An address without the signs after it that belong to the sentence; a bracket that it opened itself stays."""
    while url[-1] in ".,;:!?*_~'])}" and not (url[-1] in "])}" and url.count(_OPENING[url[-1]]) >= url.count(url[-1])):
        url = url[:-1]
    return url


class _Spans(Treeprocessor):
    """Takes away the empty cells that a cell with `{colspan=2}` or `{rowspan=2}` covers: a row of bars needs them."""

    def run(self, root: Element) -> None:
        for table in root.iter("table"):
            rows = list(table.iter("tr"))
            grid = [list(row) for row in rows]
            for down, cells in enumerate(grid):
                for right, cell in enumerate(cells):
                    self._cover(grid, cell, down, right)
            for row, cells in zip(rows, grid, strict=True):
                row[:] = [cell for cell in cells if not cell.get("covered")]

    def _cover(self, grid: list[list[Element]], cell: Element, down: int, right: int) -> None:
        if cell.get("covered"):
            return
        across, deep = (min(_count(cell.get(name)), 100) for name in ("colspan", "rowspan"))
        covered = [one for row in grid[down : down + deep] for one in row[right : right + across] if one is not cell]
        if across * deep > 1 and not any("".join(one.itertext()).strip() or len(one) for one in covered):
            for one in covered:
                one.set("covered", "yes")


def _count(value: str | None) -> int:
    return max(1, int(value)) if value and value.isascii() and value.isdigit() and len(value) < 4 else 1


class _Images(Treeprocessor):
    """Reads the Markdown in an image's texts: none may stay in `alt`, and a caption may hold emphasis."""

    def run(self, root: Element) -> None:
        for parent in list(root.iter()):
            for image in [child for child in parent if child.tag == "img"]:
                # Without text between the brackets nothing is said of the image; alt="" would make it an ornament.
                if not image.attrib.get("alt", "").strip():
                    image.attrib.pop("alt", None)
                    continue
                image.set("alt", "".join(self._inline(image.attrib["alt"]).itertext()))
            if len(parent) == 1 and parent[0].tag == "img" and _alone(parent):
                if parent.tag == "p":
                    self._figure(parent)
                elif parent.tag in {"li", "dd"}:
                    figure = Element("p")
                    figure.append(parent[0])
                    parent.text = None
                    parent[:] = [figure]
                    self._figure(figure)

    def _figure(self, parent: Element) -> None:
        image = parent[0]
        given = {**parent.attrib, **image.attrib}
        said = {
            "caption": given.pop("title", ""),
            "credit": given.pop("credit", ""),
            "licence": given.pop("licence", "") or given.pop("license", ""),
        }
        image.tail = None
        parent.tag, parent.text = "figure", None
        parent.attrib.clear()
        image.attrib.clear()
        image.attrib.update({key: value for key, value in given.items() if key in {"src", "alt"}})
        parent.attrib.update({key: value for key, value in given.items() if key in {"id", "lang", "dir"}})
        texts = {name: text for name, text in said.items() if text}
        if texts:
            caption = SubElement(parent, "figcaption")
            for name, text in texts.items():
                span = self._inline(text)
                span.attrib["data-part"] = name
                caption.append(span)

    def _inline(self, text: str) -> Element:
        """A span with the text's Markdown read."""
        holder = Element("div")
        span = SubElement(holder, "span")
        span.text = text
        # Only what may hold Markdown is worth a second run of the parser.
        if re.search(r"[*_`\[\]<&~\\\x02]", text):
            inline = self.md.treeprocessors["inline"]
            if isinstance(inline, InlineTree):
                inline.run(holder)
        return span


def _alone(paragraph: Element) -> bool:
    return not (paragraph.text or "").strip() and not (paragraph[0].tail or "").strip()


class _Tables(Extension):
    def __init__(self) -> None:
        super().__init__()
        self.overfull: list[str] = []

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802
        if "|" not in md.ESCAPED_CHARS:
            md.ESCAPED_CHARS.append("|")
        md.parser.blockprocessors.register(_Table(md.parser, self.overfull), "table", 75)


class _Table(TableProcessor):
    """The parser's tables, with empty heads for cells beyond the head, which the parser would drop."""

    def __init__(self, parser: BlockParser, overfull: list[str]) -> None:
        super().__init__(parser, {"use_align_attribute": True})
        self.overfull = overfull

    def run(self, parent: Element, blocks: list[str]) -> None:
        """Build the table, its rows measured first."""
        widths = {row: self._width(row.strip(" ")) for row in blocks[0].split("\n")[2:]}
        self.overfull += [row for row, width in widths.items() if width > len(self.separator)]
        widest = min(max(widths.values(), default=0), MOST_COLUMNS)
        self.separator += ["---"] * (widest - len(self.separator))  # empty heads: no cell is lost
        super().run(parent, blocks)

    def _width(self, row: str) -> int:
        """How many cells a row has; a bar that is escaped or in code parts none."""
        bars = [found for found in _BARS.finditer(row) if found[0] == "|"]
        inner = [bar for bar in bars if 0 < bar.start() < len(row) - 1]
        return len(inner) + 1 if self.border or inner else 1
