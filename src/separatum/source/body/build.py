"""A manuscript's body becomes the one tree that serves every edition, in the forms of docs/development/body.md."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from separatum.model.article import Heading, Image
from separatum.model.findings import Finding, Location, Rule
from separatum.model.languages import Language
from separatum.source import rules
from separatum.source.body import asides, figures, headings, languages, tables
from separatum.source.body.punctuation import punctuate
from separatum.source.body.structure import settle
from separatum.source.body.whitespace import finish
from separatum.source.file import Manuscript
from separatum.source.front_matter.read import FrontMatter
from separatum.source.html.elements import content, make, parse, serialise, text_of
from separatum.source.html.links import Anchors, Links, name_wordless
from separatum.source.html.sanitize import Sanitizer
from separatum.source.images.album import Album
from separatum.source.lint import leftover_markup
from separatum.source.lint.copy_damage import find_damage
from separatum.source.lint.limits import find_unfit
from separatum.source.locations import Places, line_of
from separatum.source.markdown import formulas, tree_stage
from separatum.source.markdown.convert import Conversion, convert
from separatum.source.markdown.limits import BRACKETS_LIMIT, DEPTH_LIMIT, TooDeepError, TooOpenError

_MARKUP = re.compile(r"[*_`\[\]<&~\\$^=:/]")
"""Signs without which a caption is plain text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The text of an article, in its final form."""

    xhtml: str
    outline: tuple[Heading, ...]
    images: tuple[Image, ...]
    lead: Image | None
    headline: str | None
    """The headline that the text opened with, if the front matter gave none."""
    lines: tuple[int | None, ...]
    """The line of the file that each child of the body comes from; None where it comes from none."""


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
    variables = dict.fromkeys(_TITLES, front.title) if front.title else {}
    try:
        converted = convert(manuscript.body, has_picture=album.has, variables=variables)
        making = _Making(manuscript, front, spoken, places, converted, Sanitizer(places))
        body = making.run(album)
    except TooDeepError as error:
        what = f"more than {DEPTH_LIMIT} quotations or list items, or {BRACKETS_LIMIT} brackets,"
        return None, (_too_deep(what, places, error.line),)
    except TooOpenError as error:
        return None, (
            _too_deep(f"more than {error.count} signs “{error.sign}” that nothing closes", places, error.line),
        )
    except RecursionError:
        return None, (_too_deep("too many things", places, 0),)
    return body, tuple(making.findings)


_TITLES = ("page.title", "title", ".Title", ".Page.Title", "page.data.title", "frontmatter.title")
"""What templates call the title of the page."""


def _too_deep(what: str, places: Places, line: int) -> Finding:
    return rules.NESTING.found(f"{what} are inside one another", where=places.line(line), hint="flatten the passage")


@dataclass(slots=True)
class _Making:
    """The steps from cleaned HTML to the tree, in order."""

    manuscript: Manuscript
    front: FrontMatter
    spoken: Language
    places: Places
    converted: Conversion
    sanitizer: Sanitizer
    findings: list[Finding] = field(default_factory=list)

    def run(self, album: Album) -> Body | None:
        texts = [self.sanitizer.clean(html) for html in (self.converted.text, *self.converted.new_notes())]
        if any(finding.code == rules.NESTING.code for finding in self.sanitizer.findings):
            self.findings += self.sanitizer.findings
            return None
        root, *notes = (self._read(text, album) for text in texts)
        for note in notes:
            note.tag = "aside"
        headline, twice = self._headline(root)
        for tree in (root, *notes):
            headings.demote(tree)
            asides.shape(tree, self.spoken)
            figures.shape(tree, self._phrase)
        for html in self.converted.new_notes():  # those that captions brought
            notes.append(self._read(self.sanitizer.clean(html), album))
            notes[-1].tag = "aside"
        called = self._call(root, notes)
        trees = [root, *called]
        self._say_first()
        for tree in trees:
            self.findings += formulas.settle(tree, self.places)
        self._tables(trees)
        self._open_with_lead(root, album)
        if not len(root):
            self._say(rules.NO_TEXT, "there is no text to publish", self.places.first, "write at least one paragraph")
            return None
        anchors = self._anchors(trees)
        self.findings += headings.settle(root, anchors, self.places)
        self._words(trees, anchors)
        if called:
            root.append(asides.notes_section(called, self.spoken))
        lead = self._hang(root, album, self.front.title or headline)
        self.findings += find_unfit(root, self.places)
        first = self.manuscript.body_line
        lines = tuple(None if (line := line_of(child)) is None else first + line for child in root)
        finish(root)
        return Body(
            xhtml=serialise(root),
            outline=headings.outline(root),
            images=album.images,
            lead=lead,
            headline=None if twice else headline,
            lines=lines,
        )

    def _read(self, html: str, album: Album) -> Element:
        tree = asides.unmarked(parse(html))
        tree = tree_stage.settle(tree, self.converted.abbreviations, self._say_attribute)
        self.findings += name_wordless(tree, self.sanitizer.addresses, self.places)
        headings.lower_pictures(tree)
        for image, caption in figures.captions_below(tree):
            message = f"“{text_of(caption)[:60]}” under an image was read as its caption"
            self._say(rules.CAPTION_BELOW, message, self.places.of(image), "see whether it is")
        figures.stand_alone(tree, lambda number: album.height(self.sanitizer.addresses[number]))
        return settle(tree)

    def _phrase(self, text: str, image: Element) -> Element:
        """A span of the Markdown of a caption."""
        if not _MARKUP.search(text):
            return make("span", None, text)
        html = self.sanitizer.clean(self.converted.phrase(text, line_of(image) or 0))
        tree = settle(tree_stage.settle(parse(html), self.converted.abbreviations, self._say_attribute))
        parts = [
            part for child in content(tree) for part in (content(child) if isinstance(child, Element) else [child])
        ]
        return make("span", None, *parts)

    def _call(self, root: Element, notes: list[Element]) -> list[Element]:
        """Number the notes, and report those that nothing calls."""
        calls = [call.get("data-note", "") for tree in (root, *notes) for call in tree.iter("a")]
        for number, note in enumerate(self.converted.notes):
            if str(number) not in calls:
                where = self.places.line(note.line)
                message = f"the note “[^{note.name}]” is never called, and was put at the end of the text"
                self._say(rules.NOTE_UNCALLED, message, where, f"write “[^{note.name}]” where it belongs")
        called = asides.number_notes(root, notes, self.spoken)
        root.extend(part for note in notes if note not in called for part in list(note))
        return called

    def _say_first(self) -> None:
        """What the parser and the sanitizer have to say."""
        for notice in self.converted.notices():
            where = self.places.line(notice.line)
            self.findings.append(notice.rule.found(notice.message, where=where, hint=notice.hint))
        self.findings += self.sanitizer.findings

    def _say(self, rule: Rule, message: str, where: Location, hint: str) -> None:
        self.findings.append(rule.found(message, where=where, hint=hint))

    def _say_attribute(self, element: Element, message: str, hint: str) -> None:
        self._say(rules.ATTRIBUTE, message, self.places.of(element), hint)

    def _headline(self, root: Element) -> tuple[str | None, bool]:
        where = self.places.of(root[0]) if len(root) else self.places.first
        headline, twice = headings.take_headline(root, self.front.title)
        if twice and headline is not None:
            message = f"the headline “{headline[:80]}” is in the text as well, and is printed once"
            self._say(rules.TITLE_TWICE, message, where, "it may stay")
        return headline, twice

    def _tables(self, trees: list[Element]) -> None:
        for tree in trees:
            for table in list(tree.iter("table")):
                where = self.places.of(table)
                if tables.settle(table):
                    message = "the spans of a table overlap or reach beyond it, and were taken away"
                    self._say(rules.TABLE_SPANS, message, where, "count its rows and columns")

    def _open_with_lead(self, root: Element, album: Album) -> None:
        """Put the lead figure of the front matter first; the same image is not shown twice."""
        lead = self.front.lead
        if lead is None:
            return
        opening = root[0] if len(root) else None
        image = opening.find("img") if opening is not None and opening.tag == "figure" else None
        number = image.get("data-n") if image is not None else None
        if opening is not None and number is not None and album.same(self.sanitizer.addresses[int(number)], lead.src):
            root.remove(opening)
        root.insert(0, figures.lead_figure(lead))

    def _anchors(self, trees: list[Element]) -> Anchors:
        """The ids of all but the headings: those of the author, and those that are counted."""
        anchors = Anchors()
        if len(trees) > 1:
            anchors.fix("notes")
        for tree in trees:
            self._own_ids(tree, anchors)
            for element in (tree, *tree.iter("a")):
                if element.get("class") in {"note", "noteref"}:
                    anchors.fix(element.attrib["id"])
        for number, table in enumerate((table for tree in trees for table in tree.iter("table")), start=1):
            tables.name_headers(table, anchors.fix(f"table-{number}"))
        for number, figure in enumerate((figure for tree in trees for figure in tree.iter("figure")), start=1):
            figure.set("id", figure.get("id") or anchors.fix(f"figure-{number}"))
        return anchors

    def _own_ids(self, tree: Element, anchors: Anchors) -> None:
        for element in tree.iter():
            written = element.attrib.get("id")
            if written is None or element.get("class") in {"note", "noteref"}:
                continue
            given = anchors.keep(written)
            if given is not None:
                element.set("id", given)
                continue
            del element.attrib["id"]
            message = f"the id “{written[:80]}” is given twice; the first element keeps it"
            self._say(rules.ANCHOR_TWICE, message, self.places.of(element, written), "give the second another name")

    def _words(self, trees: list[Element], anchors: Anchors) -> None:
        """Everything that is decided by the words: links, languages, punctuation, marks."""
        links = Links(addresses=self.sanitizer.addresses, source_url=self.front.source_url, places=self.places)
        for tree in trees:
            self.findings += languages.settle(tree, self.spoken.direction, self.places)
            links.settle(tree, anchors)
            self.findings += leftover_markup.markup(tree, self.places)
        self.findings += find_damage(trees, self.places)
        for tree in trees:
            punctuate(tree, self.spoken.tag)
            asides.related_articles(tree, self.spoken)
            self.findings += leftover_markup.marks(tree, self.places)
        self.findings += links.findings

    def _hang(self, root: Element, album: Album, title: str | None) -> Image | None:
        hanging = figures.Hanging(
            album=album,
            addresses=self.sanitizer.addresses,
            language=self.spoken,
            manuscript=self.manuscript,
            places=self.places,
            lead=self.front.lead,
            title=title,
        )
        lead = hanging.hang(root)
        self.findings += hanging.findings
        return lead
