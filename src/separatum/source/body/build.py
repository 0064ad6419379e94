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
from separatum.source.html.elements import parse, serialise, text_of
from separatum.source.html.links import Anchors, Links
from separatum.source.html.sanitize import Cleaned, clean
from separatum.source.images.load import Album
from separatum.source.lint import leftover_markup
from separatum.source.lint.copy_damage import find_damage
from separatum.source.lint.limits import find_unfit
from separatum.source.locations import Places
from separatum.source.markdown import convert, formulas
from separatum.source.markdown.limits import BRACKETS_LIMIT, DEPTH_LIMIT, TooDeepError, TooOpenError

_NO_COLON = re.compile("(?!:)")
_LINE_START = re.compile(r"^[ >]*(?:[-*+] )?$", re.MULTILINE)
_BEFORE_ID, _AFTER_ID = re.compile(r"(?:#|id\s*=\s*[\"']?)$", re.IGNORECASE), re.compile(r"\b(?!\))")


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
        converted = convert.convert(manuscript.body)
        cleaned = clean((converted.html, *converted.notes), places)
        findings = [*_parser_findings(converted, places), *cleaned.findings]
        if any(finding.code == rules.NESTING.code for finding in findings):
            return None, tuple(findings)
        body, more = _Making(manuscript, front, spoken, places, cleaned).run(album)
    except TooDeepError as error:
        return None, (
            _too_deep(
                f"more than {DEPTH_LIMIT} quotations or list items, or {BRACKETS_LIMIT} brackets,", places, error.line
            ),
        )
    except TooOpenError as error:
        return None, (
            _too_deep(f"more than {error.count} signs “{error.sign}” that nothing closes", places, error.line),
        )
    except RecursionError:
        return None, (_too_deep("too many things", places, 0),)
    unfit = find_unfit(body.xhtml, places) if body else ()
    return body, (*findings, *more, *unfit)


def _too_deep(what: str, places: Places, line: int) -> Finding:
    message = f"{what} stand inside one another"
    return rules.NESTING.found(message, where=places.line(line), hint="flatten the passage")


def _parser_findings(converted: convert.Converted, places: Places) -> list[Finding]:
    findings = []
    for name in converted.notes_missing:
        where = places.of(f"[^{name}]", after=_NO_COLON) or places.first
        hint = f"write a line “[^{name}]: …”"
        findings.append(
            rules.NOTE_MISSING.found(f"there is no note “[^{name}]”; its call is printed", where=where, hint=hint)
        )
    definitions = (
        (
            rules.NOTE_UNCALLED,
            converted.notes_uncalled,
            0,
            "is never called, and was put at the end of the text",
            "write “[^{}]” where it belongs",
        ),
        (rules.NOTE_TWICE, converted.notes_doubled, 1, "is written twice", "give one of them another name than “{}”"),
        (rules.NOTE_EMPTY, converted.notes_empty, 0, "is empty", "write its text behind “[^{}]:”"),
    )
    for rule, names, nth, what, hint in definitions:
        for name in names:
            where = places.of(f"[^{name}]:", nth, before=_LINE_START) or places.first
            findings.append(rule.found(f"the note “[^{name}]” {what}", where=where, hint=hint.format(name)))
    for row in converted.rows_overfull:
        where = places.of(row, before=_LINE_START) or places.of_words(row)
        message = f"a row of a table has more cells than its head, which got empty cells: “{row[:80]}”"
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
    findings: list[Finding] = field(default_factory=list)

    def run(self, album: Album) -> tuple[Body | None, list[Finding]]:
        root, *notes = (self._read(html, album) for html in self.cleaned.parts)
        for note in notes:
            note.tag = "aside"
        total = headings.count_all(root)
        headline, twice = self._headline(root, total)
        for tree in (root, *notes):
            headings.demote(tree)
        called = asides.number_notes(root, notes, self.spoken)
        root.extend(part for note in notes if note not in called for part in list(note))
        trees = [root, *called]
        for tree in trees:
            self.findings += formulas.settle(tree, self.places)
        self._shape(trees)
        self._open_with_lead(root, album)
        if not len(root):
            self._say(rules.NO_TEXT, "there is no text to publish", self.places.first, "write at least one paragraph")
            return None, self.findings
        anchors = self._anchors(trees)
        counted = headings.Counted(before=0 if headline is None else 1, total=total)
        self.findings += headings.settle(root, anchors, self.places, counted)
        self._words(trees, anchors)
        if called:
            root.append(asides.notes_section(called, self.spoken))
        lead = self._hang(root, album, self.front.title or headline)
        finish(root)
        body = Body(
            xhtml=serialise(root),
            outline=headings.outline(root),
            images=album.images,
            lead=lead,
            headline=None if twice else headline,
        )
        return body, self.findings

    def _read(self, html: str, album: Album) -> Element:
        tree = asides.unmarked(parse(html))
        figures.stand_alone(tree, lambda number: album.height(self.cleaned.addresses[number]))
        return settle(tree)

    def _say(self, rule: Rule, message: str, where: Location, hint: str) -> None:
        self.findings.append(rule.found(message, where=where, hint=hint))

    def _headline(self, root: Element, total: int) -> tuple[str | None, bool]:
        headline, twice = headings.take_headline(root, self.front.title)
        if twice and headline is not None:
            message = f"the headline “{headline[:80]}” stands in the text as well, and is printed once"
            self._say(rules.TITLE_TWICE, message, self.places.of_heading(headline, 0, total), "it may stay")
        return headline, twice

    def _shape(self, trees: list[Element]) -> None:
        for tree in trees:
            asides.pull_quotes(tree)
            figures.shape(tree)
            for table in list(tree.iter("table")):
                words = text_of(table)
                if tables.settle(table):
                    where = self.places.of_words(words)
                    where = self.places.of("<table") or where if where == self.places.first else where
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
        if opening is not None and number is not None and album.same(self.cleaned.addresses[int(number)], lead.src):
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
            where = self.places.of(written, 1, before=_BEFORE_ID, after=_AFTER_ID) or self.places.first
            message = f"the id “{written[:80]}” stands twice; the first keeps it"
            self._say(rules.ANCHOR_TWICE, message, where, "give the second another name")

    def _words(self, trees: list[Element], anchors: Anchors) -> None:
        """Everything that is decided by the words: links, languages, punctuation, marks."""
        links = Links(addresses=self.cleaned.addresses, source_url=self.front.source_url, places=self.places)
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
            addresses=self.cleaned.addresses,
            language=self.spoken,
            manuscript=self.manuscript,
            places=self.places,
            lead=self.front.lead,
            title=title,
        )
        lead = hanging.hang(root)
        self.findings += hanging.findings
        return lead
