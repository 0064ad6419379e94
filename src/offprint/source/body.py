"""A manuscript's body becomes the one tree that serves every edition, in the forms of docs/body.md."""

import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from offprint.article import Heading, Image
from offprint.findings import Finding
from offprint.languages import Language, language
from offprint.source import asides, dialect, figures, headings, rules, tables, values
from offprint.source.blocks import DEPTH_LIMIT, TooDeepError
from offprint.source.cleaning import Cleaned, clean
from offprint.source.frontmatter import FrontMatter
from offprint.source.links import Anchors, Links
from offprint.source.manuscript import Manuscript
from offprint.source.markup import parse, serialise, text_of
from offprint.source.pictures import Album
from offprint.source.places import Places
from offprint.source.punctuation import punctuate
from offprint.source.structure import PHRASES, settle

_LEFT = re.compile(r"\{:?\s*[.#][A-Za-z][^{}\n]*\}|\{:?\s*[a-z]+=[\"'“][^{}\n]*\}")
_UNRESOLVED = re.compile(r"\[[^\[\]\n]+\]\[(?!\d+\])[^\[\]\n]+\]")
_SPACES = re.compile(r"[ \t\n\r\f]+")
_KEPT = {
    "*": {"id", "lang", "dir", "class"},
    "a": {"href"},
    "abbr": {"title"},
    "aside": {"role"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "th": {"scope"},
}
_CLASSES = frozenset(
    [
        "lead",
        "caption",
        "credit",
        "licence",
        "pullquote",
        "related",
        "label",
        "noteref",
        "notes",
        "note",
        "left",
        "right",
        "center",
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text of an article, in its final form."""

    xhtml: str
    outline: tuple[Heading, ...]
    images: tuple[Image, ...]
    lead: Image | None
    headline: str | None
    """The headline that the text opened with, if the front matter gave none."""


def make_body(
    manuscript: Manuscript, front: FrontMatter, spoken: Language, album: Album
) -> tuple[Body | None, tuple[Finding, ...]]:
    """Turn Markdown into the tree.

    Args:
        manuscript: the source.
        front: what its front matter says.
        spoken: the language of the text.
        album: gives the pictures.

    Returns:
        The body, or None where nothing could be made of the text; and the findings.
    """
    places = Places(manuscript)
    if not manuscript.body.strip():
        hint = "write the text under the front matter"
        where = manuscript.at(manuscript.body_line)
        return None, (rules.NO_TEXT.found("there is no text after the front matter", where=where, hint=hint),)
    try:
        converted = dialect.convert(manuscript.body)
        cleaned = clean(converted.html, places)
        findings = [*_parser_findings(converted, places), *cleaned.findings]
        if any(finding.code == rules.NESTING.code for finding in findings):
            return None, tuple(findings)
        body, more = _Making(manuscript, front, spoken, places, cleaned).run(album)
    except TooDeepError as error:
        return None, (_too_deep(f"more than {DEPTH_LIMIT} quotations or list items", places, error.line),)
    except RecursionError:
        return None, (_too_deep("too many things", places, 0),)
    return body, (*findings, *more)


def _too_deep(what: str, places: Places, line: int) -> Finding:
    message = f"{what} stand inside one another"
    return rules.NESTING.found(message, where=places.line(line), hint="flatten the passage")


def _parser_findings(converted: dialect.Converted, places: Places) -> list[Finding]:
    findings = []
    for name in converted.notes_missing:
        where = places.of(rf"\[\^{re.escape(name)}\](?!:)") or places.first
        hint = f"write a line “[^{name}]: …”"
        findings.append(
            rules.NOTE_MISSING.found(f"the note “[^{name}]” is called but not written", where=where, hint=hint)
        )
    definitions = (
        (
            rules.NOTE_UNCALLED,
            converted.notes_uncalled,
            0,
            "is written but never called",
            "put “[^{}]” where it belongs",
        ),
        (rules.NOTE_TWICE, converted.notes_doubled, 1, "is written twice", "give one of them another name than “{}”"),
        (rules.NOTE_EMPTY, converted.notes_empty, 0, "is empty", "write its text behind “[^{}]:”"),
    )
    for rule, names, nth, what, hint in definitions:
        for name in names:
            where = places.of(rf"^[ >]*\[\^{re.escape(name)}\]:", nth) or places.first
            findings.append(rule.found(f"the note “[^{name}]” {what}", where=where, hint=hint.format(name)))
    for row in converted.rows_overfull:
        where = places.of(r"^[ >]*(?:[-*+] )?" + re.escape(row)) or places.of_words(row)
        message = f"a row of a table has more cells than its head: “{row[:80]}”"
        findings.append(rules.TABLE_CELLS.found(message, where=where, hint="add a column to the head"))
    return findings


@dataclass(slots=True)
class _Making:
    """The steps from cleaned HTML to the tree, in order."""

    manuscript: Manuscript
    front: FrontMatter
    spoken: Language
    places: Places
    cleaned: Cleaned

    def run(self, album: Album) -> tuple[Body | None, list[Finding]]:
        root = parse(self.cleaned.html)
        findings: list[Finding] = []
        notes = asides.take_notes(root)
        settle(root)
        total = headings.count_all(root)
        headings.demote(root)
        headline, twice = headings.take_headline(root, self.front.title)
        if twice and headline is not None:
            message = f"the headline “{headline[:80]}” stands in the text as well, and is printed once"
            where = self.places.of_heading(headline, 0, total)
            findings.append(rules.TITLE_TWICE.found(message, where=where, hint="it may stay"))
        for note in notes:
            headings.demote(note)
        called = asides.number_notes(root, notes)
        trees = [root, *called]
        for tree in trees:
            asides.pull_quotes(tree)
            figures.shape(tree)
            findings += self._tables(tree)
        lead = self.front.lead
        if lead is not None:
            self._open_with(root, album, figures.lead_figure(lead))
        if not len(root):
            where = self.manuscript.at(self.manuscript.body_line)
            fault = rules.NO_TEXT.found("there is no text to publish", where=where, hint="write at least one paragraph")
            return None, [*findings, fault]
        anchors = Anchors()
        for tree in trees:
            findings += self._ids(tree, anchors) + self._languages(tree)
        counted = headings.Counted(before=1 if headline is not None else 0, total=total)
        findings += headings.settle(root, anchors, self.places, counted)
        links = self._links()
        for tree in trees:
            links.settle(tree, anchors)
            findings += self._leftovers(tree)
            punctuate(tree, self.spoken.tag)
            asides.related_articles(tree, self.spoken)
            findings += asides.unused_marks(tree, self.places)
        if called:
            root.append(asides.notes_section(called, self.spoken))
        hanging = figures.Hanging(
            album=album,
            addresses=self.cleaned.addresses,
            language=self.spoken,
            manuscript=self.manuscript,
            places=self.places,
            lead=lead,
        )
        opening = hanging.hang(root)
        _finish(root)
        body = Body(
            xhtml=serialise(root),
            outline=headings.outline(root),
            images=album.images,
            lead=opening,
            headline=None if twice else headline,
        )
        return body, [*findings, *links.findings, *hanging.findings]

    def _links(self) -> Links:
        return Links(addresses=self.cleaned.addresses, source_url=self.front.source_url, places=self.places)

    def _open_with(self, root: Element, album: Album, figure: Element) -> None:
        """Put the lead figure first; the same image is not shown twice."""
        opening = root[0] if len(root) else None
        image = opening.find("img") if opening is not None and opening.tag == "figure" else None
        if opening is not None and image is not None and self.front.lead is not None:
            src = self.cleaned.addresses[int(image.get("data-n", "0"))] if image.get("data-n") else ""
            if album.same(src, self.front.lead.src):
                root.remove(opening)
        root.insert(0, figure)

    def _tables(self, tree: Element) -> list[Finding]:
        findings = []
        for table in tree.iter("table"):
            words = text_of(table)
            if tables.settle(table):
                where = self.places.of("<table") or self.places.of_words(words)
                message = "a table cell spans rows or columns; the places that it covered are empty"
                findings.append(
                    rules.TABLE_SPANS.found(message, where=where, hint="repeat the content, or split the table")
                )
        return findings

    def _ids(self, tree: Element, anchors: Anchors) -> list[Finding]:
        findings = []
        for element in tree.iter():
            written = element.attrib.get("id")
            if written is None or element is tree or element.get("data-note") is not None:
                continue
            given = anchors.keep(written)
            if given is None:
                del element.attrib["id"]
                where = self.places.of(rf"#{re.escape(written)}\b", 1) or self.places.first
                message = f"the id “{written[:80]}” stands twice; the first keeps it"
                findings.append(rules.ANCHOR_TWICE.found(message, where=where, hint="give the second another name"))
            else:
                element.set("id", given)
        return findings

    def _languages(self, tree: Element) -> list[Finding]:
        """Write language tags in their usual form, and the direction where it changes."""
        findings: list[Finding] = []

        def visit(element: Element, direction: str) -> None:
            written = element.attrib.pop("lang", None)
            given = element.attrib.pop("dir", "").lower()
            tag = values.tag(written) if written is not None else None
            if written is not None and tag is None:
                where = self.places.of(rf"lang\s*=\s*[\"']?{re.escape(written)}") or self.places.first
                message = f"“lang” is not a language tag: “{written[:80]}”"
                hint = "write it as a BCP 47 tag, for example ru"
                findings.append(rules.VALUE.found(message, where=where, hint=hint))
            if tag is not None:
                element.set("lang", tag)
                known = language(tag)
                given = given or (known.direction if known else _direction(tag))
            if given in {"ltr", "rtl"} and given != direction:
                element.set("dir", given)
                direction = given
            for child in element:
                visit(child, direction)

        visit(tree, self.spoken.direction)
        return findings

    def _leftovers(self, tree: Element) -> list[Finding]:
        """Markup that the parser did not understand, and that would be printed."""
        findings = []
        for text in _prose(tree):
            for found in _LEFT.finditer(text):
                message = f"“{found[0][:80]}” stands in the text"
                hint = "put it right behind the image or link, or alone on the line under the paragraph"
                where = self.places.of(re.escape(found[0])) or self.places.of_words(found[0])
                findings.append(rules.ATTRIBUTES_LEFT.found(message, where=where, hint=hint))
            for found in _UNRESOLVED.finditer(text):
                where = self.places.of(re.escape(found[0])) or self.places.of_words(found[0])
                message = f"“{found[0][:80]}” refers to an address that is given nowhere"
                hint = "write a line with the name in brackets, a colon and the address"
                findings.append(rules.REFERENCE_MISSING.found(message, where=where, hint=hint))
        return findings


def _direction(tag: str) -> str:
    return "rtl" if tag.partition("-")[0] in {"ar", "fa", "he", "ur", "yi", "ps", "ug", "ckb", "dv", "sd"} else "ltr"


def _prose(element: Element) -> list[str]:
    """The texts of a tree that are not code."""
    texts = []
    if element.tag not in {"code", "pre"}:
        texts.append(element.text or "")
        for child in element:
            texts += [*_prose(child), child.tail or ""]
    return texts


def _finish(root: Element) -> None:
    """Unify white space and take away every attribute and every mark that is not of the body's forms."""

    def visit(element: Element) -> None:
        if element.tag != "pre":
            if element.text:
                element.text = _SPACES.sub(" ", element.text)
            for child in element:
                visit(child)
                if child.tail:
                    child.tail = _SPACES.sub(" ", child.tail)
            _trim(element)
        kept = _KEPT["*"] | _KEPT.get(element.tag, set())
        classes = " ".join(name for name in element.attrib.pop("class", "").split() if name in _CLASSES)
        attributes = {"class": classes} if classes else {}
        element.attrib = {**attributes, **{name: text for name, text in element.attrib.items() if name in kept}}

    visit(root)


def _trim(element: Element) -> None:
    """No white space at the edges of a line, and none beside a block."""
    if element.tag in PHRASES:
        return
    children = list(element)
    blocks = [child.tag not in PHRASES for child in children]
    if element.text:
        element.text = element.text.lstrip(" ")
        if not children or blocks[0]:
            element.text = element.text.rstrip(" ")
    for child, is_block, before_block in zip(children, blocks, [*blocks[1:], True], strict=False):
        tail = child.tail or ""
        tail = tail.lstrip(" ") if is_block else tail
        child.tail = tail.rstrip(" ") if before_block else tail
