"""What a style's template may make of an article: its own words, in plain elements, with links of its own.

A style may be a stranger's. Its template arranges what the article has; it adds no word and no address, changes none,
and leaves out neither the text nor a correction.
"""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from functools import lru_cache

from separatum.model.article import Article
from separatum.model.languages import Language

ELEMENTS = frozenset(
    """
    html head title body article header footer main section div p span h1 h2 h3 h4 a time em strong b i small sup sub
    ul ol li dl dt dd table thead tbody tr th td caption hr br figure figcaption img abbr cite address aside bdi wbr
    """.split()  # noqa: SIM905  (a word list reads better so)
)
_ATTRIBUTES = {
    "": frozenset({"id", "class", "lang", "dir", "role"}),
    "a": frozenset({"href", "hreflang"}),
    "img": frozenset({"src", "alt", "width", "height"}),
    "time": frozenset({"datetime"}),
    "ol": frozenset({"start"}),
    "td": frozenset({"colspan", "rowspan", "headers"}),
    "th": frozenset({"scope", "colspan", "rowspan", "headers"}),
}
_SPOKEN = frozenset({"alt"})
"""Attributes that hold words."""
_PLAIN_VALUE = re.compile(r"[\w\s.:/-]*")
_LETTER = re.compile(r"[^\W_]")
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
"""Scripts in which a word may stand next to another without a space."""
_SHOWN = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleParts:
    """What a style brings to a page beside its template."""

    pictures: frozenset[str] = frozenset()
    """The file names of its pictures, which it may show as ornaments, with an empty `alt`."""
    printed: tuple[tuple[str, int, str], ...] = ()
    """The words that its sheet for print adds: file, line and words."""


NOTHING = StyleParts()


class NotAllowedError(Exception):
    """A style makes something that it may not make; the message says what.

    Args:
        message: what it makes.
        file: the file of the style; empty for the template.
    """

    def __init__(self, message: str, file: str = "") -> None:
        super().__init__(message)
        self.file = file


def marked(part: str, xhtml: str) -> str:
    """A part of the article, marked so that `require_allowed` knows it on the page.

    Args:
        part: “body” or “notes”.
        xhtml: the part; empty if the article has none.
    """
    return f"<separatum-{part}>{xhtml}</separatum-{part}>" if xhtml else ""


def require_allowed(
    root: ET.Element,
    article: Article,
    speech: Language,
    parts: Mapping[str, str],
    own: StyleParts = NOTHING,
) -> None:
    """Check the page that a template made, and take the marks of its parts away.

    Args:
        root: the page.
        article: what it was made from.
        speech: the article's language.
        parts: the marked parts, as XHTML.
        own: what the style brings.

    Raises:
        NotAllowedError: it has an element, an attribute, an address or a word that the article does not give it, or it
            lacks a part of the article.
    """
    if root.tag != "html":
        raise NotAllowedError("the page is not an “html” element")
    for name, xhtml in parts.items():
        _require_whole(root, name, xhtml)
    known = _Known(article, speech, own.pictures)
    for element in _own(root):
        _look_at(element, known)
    for file, line, words in own.printed:
        if strange := known.strange(words):
            raise NotAllowedError(f"line {line}: “content” adds words that are not the article’s: “{strange}”", file)
    missing = next((text for text in known.needed() if text not in known.seen), None)
    if missing is not None:
        raise NotAllowedError(f"it leaves out a correction, the rights or the licence: “{missing[:_SHOWN]}”")
    for name in parts:
        _unwrap(root, f"separatum-{name}")


def _require_whole(root: ET.Element, name: str, xhtml: str) -> None:
    found = list(root.iter(f"separatum-{name}"))
    if len(found) != (1 if xhtml else 0):
        raise NotAllowedError(f"it shows the article’s {name} {len(found)} times")
    if found:
        wanted = ET.fromstring(marked(name, xhtml))  # noqa: S314 - made by source/
        wanted.tail = found[0].tail
        if ET.tostring(wanted) != ET.tostring(found[0]):
            raise NotAllowedError(f"it changes the article’s {name}")


def _own(root: ET.Element) -> Iterator[ET.Element]:
    """What the template itself made."""
    yield root
    for child in root:
        if not child.tag.startswith("separatum-"):
            yield from _own(child)


class _Known:
    """What a template may show."""

    def __init__(self, article: Article, speech: Language, pictures: frozenset[str]) -> None:
        self._article = article
        self.images = frozenset(image.href for image in article.images) | pictures
        metadata = article.metadata
        texts = {*_texts(metadata, speech), *_texts(article.outline, speech), article.name}
        for image in article.images:
            texts |= {text for text in (image.alt, image.caption, image.credit, image.licence) if text}
        texts |= {*speech.words.values(), *speech.accessibility.values(), speech.name, *speech.months}
        self.addresses = frozenset(text for text in texts if re.match(r"https?:|mailto:", text))
        spaced = {_spaced(text) for text in texts if _LETTER.search(text)}
        self._folded = tuple((text, _folded(text)) for text in spaced)
        self.seen: set[str] = set()

    def needed(self) -> Iterator[str]:
        """What must be on the page, besides what the checks of the editions look for."""
        metadata = self._article.metadata
        yield from (_spaced(one.text) for one in metadata.amendments)
        if metadata.rights:
            yield _spaced(metadata.rights)
        if metadata.licence:
            yield _spaced(metadata.licence.name)

    def strange(self, text: str) -> str | None:
        """What of a text is none of the article's words; None if nothing."""
        plain = _spaced(text)
        self.seen.add(plain)
        if not _LETTER.search(plain):
            return None
        folded = _folded(plain)
        if candidates := frozenset(text for text, form in self._folded if form in folded):
            pattern = _pattern(candidates)
            self.seen.update(found[0] for found in pattern.finditer(plain))
            plain = pattern.sub(" ", plain)
        return " ".join(plain.split()) if _LETTER.search(plain) else None


def _spaced(text: str) -> str:
    return " ".join(text.split())


def _folded(text: str) -> str:
    """The same for two texts that differ in case only: what `re.IGNORECASE` takes for equal is equal here, too."""
    folded = text.upper().lower().replace("ς", "σ").replace("ß", "ss")
    return folded.replace("\u0307", "")  # the dot that “İ” leaves


@lru_cache(maxsize=512)
def _pattern(texts: frozenset[str]) -> re.Pattern[str]:
    """Matches each of these texts, the longest first, as whole words."""
    ordered = sorted(texts, key=lambda text: (-len(text), text))
    return re.compile(
        "|".join(f"{_border(t[0], '(?<!{})')}{re.escape(t)}{_border(t[-1], '(?!{})')}" for t in ordered), re.IGNORECASE
    )


def _border(sign: str, form: str) -> str:
    return form.format(r"\w") if _LETTER.match(sign) and not _UNSPACED.match(sign) else ""


def _texts(thing: object, speech: Language) -> Iterator[str]:
    """All texts, dates and numbers that a value holds, as they may be printed."""
    if isinstance(thing, str):
        yield thing
    elif isinstance(thing, date):
        yield from (speech.date(thing), thing.isoformat(), str(thing.year), speech.in_digits(str(thing.year)))
    elif isinstance(thing, int):
        yield from (str(thing), speech.in_digits(str(thing)))
    elif is_dataclass(thing) and not isinstance(thing, type):
        for one in fields(thing):
            yield from _texts(getattr(thing, one.name), speech)
    elif isinstance(thing, tuple):
        for part in thing:
            yield from _texts(part, speech)


def _look_at(element: ET.Element, known: _Known) -> None:
    if element.tag not in ELEMENTS:
        raise NotAllowedError(f"it makes an element that no page needs: “{element.tag}”")
    for name, value in element.attrib.items():
        if name not in _ATTRIBUTES[""] | _ATTRIBUTES.get(element.tag, frozenset()):
            raise NotAllowedError(f"it makes an attribute that no page needs: “{name}” of “{element.tag}”")
        _look_at_value(element.tag, name, value, known)
    for text in (element.text, *(child.tail for child in element)):
        strange = known.strange(text) if text else None
        if strange:
            raise NotAllowedError(f"it adds words that are not the article’s: “{strange[:_SHOWN]}”")


def _look_at_value(tag: str, name: str, value: str, known: _Known) -> None:
    if name in _SPOKEN:
        if strange := known.strange(value):
            raise NotAllowedError(f"it adds words that are not the article’s: “{strange[:_SHOWN]}”")
    elif name == "href":
        if not (value.startswith("#") or value in known.addresses):
            raise NotAllowedError(f"it makes a link that the article does not have: “{value[:_SHOWN]}”")
    elif name == "src":
        if value not in known.images:
            raise NotAllowedError(f"it shows a picture that the article does not have: “{value[:_SHOWN]}”")
    elif not _PLAIN_VALUE.fullmatch(value):
        raise NotAllowedError(f"the value of “{name}” of “{tag}” is not a plain one: “{value[:_SHOWN]}”")


def _unwrap(root: ET.Element, tag: str) -> None:
    """Put what a mark holds into its place."""
    parent = next((parent for parent in root.iter() if parent.find(tag) is not None), None)
    if parent is None:
        return
    place = next(number for number, child in enumerate(parent) if child.tag == tag)
    mark = parent[place]
    inner = list(mark)
    _append_text(parent, place, mark.text)
    if inner:
        inner[-1].tail = (inner[-1].tail or "") + (mark.tail or "") or None
        parent[place : place + 1] = inner
    else:
        _append_text(parent, place, mark.tail)
        del parent[place]


def _append_text(parent: ET.Element, place: int, text: str | None) -> None:
    """Add a text before the child at a place."""
    if not text:
        return
    if place:
        parent[place - 1].tail = (parent[place - 1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text
