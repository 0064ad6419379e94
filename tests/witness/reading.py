"""What is published of a source: the words of its body, and what its findings say."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

from separatum.model.article import Image
from separatum.model.findings import Finding, Severity
from separatum.model.languages import language
from separatum.model.settings import Settings
from separatum.source import rules
from separatum.source.body.build import make_body
from separatum.source.file import Manuscript
from separatum.source.front_matter import missing, parse
from separatum.source.front_matter import read as front_matter
from separatum.source.images.album import Album

SETTINGS = Settings()


class _EveryPicture(Album):
    """Shows a picture for every address, so that a folder of texts alone can be compared."""

    def image(self, src: str, *, alt: str, **_: object) -> Image:
        return Image(href=src, media_type="image/png", data=b"", width=1, height=1, alt=alt)


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """The body of an article, and what was said about it."""

    root: Element
    headline: str
    """The title that the text opened with, or repeated."""
    findings: tuple[Finding, ...]

    @property
    def said(self) -> str:
        """All messages."""
        return " ".join(finding.message for finding in self.findings)


def published(manuscript: Manuscript, path: Path) -> Published | str:
    """The body of a source as the editions have it; why there is none, where it is refused."""
    table, _ = parse.parse(manuscript)
    front, _ = front_matter.read(manuscript, table, SETTINGS)
    tag, _ = missing.Found(source=manuscript, front=front, settings=SETTINGS, path=path).language()
    spoken = language(tag or "en") or language("en")
    assert spoken is not None
    body, findings = make_body(manuscript, front, spoken, _EveryPicture(path.parent, SETTINGS))
    if body is None:
        return next(one.message for one in findings if one.severity is Severity.ERROR)
    headline = body.headline or ""
    if any(finding.code == rules.TITLE_TWICE.code for finding in findings):
        headline = front.title or ""
    return Published(root=fromstring(f"<body>{body.xhtml}</body>"), headline=headline, findings=findings)


def texts_of(element: Element) -> Iterator[tuple[Element, str]]:
    """The texts of a tree in order, each with the element that it stands in; not the calls and numbers of notes."""
    if element.tag == "img":
        yield element, element.get("alt", "")
    if element.get("class") == "noteref":
        return
    if element.text:
        yield element, element.text
    for child in element:
        yield from texts_of(child)
        if child.tail:
            yield element, child.tail
