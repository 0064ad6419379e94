"""Figures: an image alone in its paragraph or on its line, with its caption, its credit and its licence."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

from separatum.model.alternative_text import describes_nothing
from separatum.model.article import Image
from separatum.model.findings import Finding, Location
from separatum.model.languages import Language
from separatum.source import rules
from separatum.source.body.punctuation import typeset
from separatum.source.file import Manuscript
from separatum.source.front_matter.read import Lead
from separatum.source.html.element_names import PHRASES
from separatum.source.html.elements import content, fill, is_empty, make, text_of
from separatum.source.html.links import encoded
from separatum.source.images.addresses import embedded_name, emoji_in, is_badge, is_portrait
from separatum.source.images.album import Album
from separatum.source.images.inline import INLINE_NAME, is_inline
from separatum.source.images.sandbox import PictureError
from separatum.source.locations import Places

_TEXTS = ("caption", "credit", "licence")
_IMAGE_FILE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", re.IGNORECASE)
_OWN_LABEL = re.compile(r"[^\W\d_][^:：՝.,]{0,24}(?:[:՝]\s|：)")


_TALL = 96
"""Pixels: an inch on a screen (CSS 2.2, 4.3.2). What is higher is no sign in a line of text."""


def stand_alone(root: Element, height: Callable[[int], int]) -> None:
    """Make a figure of each tall image on a line of its own, which no empty line parts from the text; in the tree.

    So most blogs write it. In a line of text it would push the words apart, or off the page.

    Args:
        root: parsed, not yet settled: the lines are those of the source.
        height: that of an image in pixels, by the number of its address.
    """
    for parent in list(root.iter()):
        if parent.tag not in _HOLDERS:
            continue
        if not any(_image_of(child) is not None for child in parent):
            continue
        parts = list(content(parent))
        for index, part in enumerate(parts):
            image = None if isinstance(part, str) else _image_of(part)
            if image is None or "data-n" not in image.attrib:
                continue
            alone = _begins_a_line(reversed(parts[:index])) or _ends_a_line(parts[index + 1 :])
            if alone and height(int(image.attrib["data-n"])) > _TALL:
                beside = {"class": "beside"} if _follows_figure(parts[:index]) else {}
                parts[index] = make("figure", {**beside, **_line_of(image)}, image)
        fill(parent, [part for index, part in enumerate(parts) if not _is_needless(parts, index)])


def _follows_figure(before: Sequence[str | Element]) -> bool:
    """Whether nothing but white space and line ends stands between a place and the figure before it."""
    for part in reversed(before):
        if isinstance(part, str) or part.tag == "br":
            if isinstance(part, str) and part.strip():
                return False
            continue
        return part.tag == "figure"
    return False


def _image_of(element: Element) -> Element | None:
    """An image, also one that links to its own larger file."""
    if (
        element.tag == "a"
        and len(element) == 1
        and not text_of(element)
        and _IMAGE_FILE.search(element.get("href", ""))
    ):
        element = element[0]
    return element if element.tag == "img" else None


def _line_of(element: Element) -> dict[str, str]:
    return {name: value for name, value in element.attrib.items() if name == "data-line"}


def captions_below(root: Element) -> list[tuple[Element, Element]]:
    """Words in italics right under an image are its caption, in the tree itself: so Jekyll, Medium and Ghost write it.

    Args:
        root: parsed, not yet settled.

    Returns:
        The images that got a caption so, and the captions.
    """
    found: list[tuple[Element, Element]] = []
    for parent in list(root.iter()):
        kids = list(parent)
        for at, child in enumerate(kids):
            if child.tag != "p":
                continue
            image = _pair(child)
            words = child[-1] if image is not None else None
            if image is None and at + 2 < len(kids) and kids[at + 1].tag == "p":
                image, words = _only(child, "img"), _only(kids[at + 1], "em")
                if image is None or words is None or image.get("title") or len(text_of(words)) > _LONGEST_CAPTION:
                    continue
                parent.remove(kids[at + 1])
            if image is None or words is None:
                continue
            image.tail = None
            words.tail = None
            words.tag = "figcaption"
            child.tag = "figure"
            fill(child, [image, words])
            found.append((image, words))
    return found


_LONGEST_CAPTION = 300


def _pair(paragraph: Element) -> Element | None:
    """The image of a paragraph that holds an image, a line's end, and words in italics."""
    kids = [child for child in paragraph if child.tag != "br"]
    if (
        len(kids) != 2
        or kids[1].tag not in {"em", "i", "small"}
        or (paragraph.text or "").strip()
        or (kids[1].tail or "").strip()
    ):
        return None
    image = _image_of(kids[0])
    between = "".join(
        (child.tail or "") + ("\n" if child.tag == "br" else "")
        for child in list(paragraph)[: list(paragraph).index(kids[1])]
    )
    return image if image is not None and not between.strip() and "\n" in between and not image.get("title") else None


def _only(paragraph: Element, tag: str) -> Element | None:
    """The only child of an element that holds no other words."""
    if len(paragraph) != 1 or (paragraph.text or "").strip() or (paragraph[0].tail or "").strip():
        return None
    child = _image_of(paragraph[0]) if tag == "img" else paragraph[0]
    return child if child is not None and child.tag == tag else None


_HOLDERS = frozenset({"body", "p", "li", "dd", "blockquote", "div", "aside", "section", "article"})


def _is_needless(parts: list[str | Element], index: int) -> bool:
    """Whether this is a line's end beside a figure."""
    part = parts[index]
    beside = [other for other in parts[max(0, index - 1) : index + 3] if isinstance(other, Element) or other.strip()]
    return (
        isinstance(part, Element)
        and part.tag == "br"
        and any(isinstance(other, Element) and other.tag == "figure" for other in beside)
    )


def _begins_a_line(before: Iterable[str | Element]) -> bool:
    """Whether nothing but other pictures stands before a place on its line; what is before comes nearest first."""
    for part in before:
        text = part.rstrip(" \t") if isinstance(part, str) else ""
        if text or (isinstance(part, Element) and part.tag not in {"img", "figure"}):
            return text.endswith("\n") or (isinstance(part, Element) and part.tag == "br")
    return True


def _ends_a_line(after: Iterable[str | Element]) -> bool:
    """Whether nothing but other pictures stands behind a place on its line."""
    for part in after:
        text = part.lstrip(" \t") if isinstance(part, str) else ""
        if text or (isinstance(part, Element) and part.tag not in {"img", "figure"}):
            return text.startswith("\n") or (isinstance(part, Element) and part.tag == "br")
    return True


_TO_HAVE_IT = "save it beside the article and write its file name, to have it in the editions"
_OF_IMAGE = ("src", "alt", "data-n", "data-lead", "data-line")


def shape(root: Element, phrase: Callable[[str, Element], Element]) -> None:
    """Make a figure of each image that is alone, and part its caption, in the tree itself.

    Args:
        root: settled.
        phrase: makes a span of the Markdown of a caption, by the image that it belongs to.
    """
    for item in [item for item in root.iter() if item.tag in {"li", "dd"} and _alone(item) is not None]:
        fill(item, [make("p", _line_of(item), *content(item))])
    for parent in list(root.iter()):
        if parent.tag not in {"p", "figure"}:
            continue
        image = _alone(parent) if parent.tag == "p" else parent.find("img")
        if image is None:
            continue
        caption = parent.find("figcaption") if parent.tag == "figure" else None
        given = {**parent.attrib, **image.attrib}
        parent.tag = "figure"
        classes = f"{parent.get('class', '')} {image.get('class', '')}".split()
        kept = [name for name in ("wide", "beside") if name in classes]
        parent.attrib = {name: given[name] for name in ("id", "lang", "dir", "data-line") if name in given}
        parent.attrib |= {"class": " ".join(kept)} if kept else {}
        image.attrib = {name: given[name] for name in _OF_IMAGE if name in given}
        parts: dict[str | None, Element] = {}
        if caption is not None and text_of(caption):
            parts["caption"] = make("span", None, *content(caption))
        texts = {"caption": given.get("title"), "credit": given.get("credit"), "licence": given.get("licence")}
        texts["licence"] = texts["licence"] or given.get("license")
        for name, text in texts.items():
            if text and name not in parts:
                parts[name] = phrase(text, image)
        fill(parent, [image, *_caption(parts)])


def _alone(paragraph: Element) -> Element | None:
    """The image of a paragraph that holds nothing else, also where it links to its own larger file."""
    if text_of(paragraph) or len(paragraph) != 1:
        return None
    child = paragraph[0]
    if child.tag == "a" and len(child) == 1 and _IMAGE_FILE.search(child.get("href", "")):
        child = child[0]
    return child if child.tag == "img" else None


def _caption(parts: dict[str | None, Element]) -> list[Element]:
    spans: list[str | Element] = []
    for name in _TEXTS:
        if name in parts and text_of(parts[name]):
            parts[name].attrib = {"class": name}
            spans += [" ", parts[name]] if spans else [parts[name]]
    return [make("figcaption", None, *spans)] if spans else []


def lead_figure(lead: Lead) -> Element:
    """The figure of the lead image that the front matter asks for."""
    texts = {"caption": lead.caption, "credit": lead.credit, "licence": lead.licence}
    parts: dict[str | None, Element] = {name: make("span", None, text) for name, text in texts.items() if text}
    image = Element("img", {"src": lead.src, "data-lead": "1", **({"alt": lead.alt} if lead.alt else {})})
    return make("figure", {"class": "lead"}, image, *_caption(parts))


@dataclass(slots=True, kw_only=True)
class Hanging:
    """Puts the pictures into the figures of one body."""

    album: Album
    addresses: Sequence[str]
    language: Language
    manuscript: Manuscript
    places: Places
    lead: Lead | None
    title: str | None
    findings: list[Finding] = field(default_factory=list)
    _absent: dict[Element, tuple[PictureError, Location]] = field(default_factory=dict, init=False)
    """Why the images that words stand in for cannot be had, and where."""

    def hang(self, root: Element) -> Image | None:
        """Give every image its file, its size and its words.

        Returns:
            The lead image, if the body opens with a figure.
        """
        figures = {figure.find("img"): figure for figure in root.iter("figure")}
        images = {element: self._image(element, figures.get(element)) for element in list(root.iter("img"))}
        self._let_words_stand_in(root)
        opening = root[0] if len(root) else None
        if opening is None or opening.tag != "figure":
            return None
        opening.attrib = {"class": "lead", **{name: text for name, text in opening.attrib.items() if name != "class"}}
        found = opening.find("img")
        return images.get(found) if found is not None else None

    def _image(self, element: Element, figure: Element | None) -> Image | None:
        number = element.attrib.pop("data-n", None)
        address = self.addresses[int(number)] if number is not None else element.get("src", "")
        src = embedded_name(address) or address
        where = self._where(element)
        is_lead, is_ornament = bool(element.get("data-lead")), element.get("alt") is not None
        alt = typeset(" ".join((element.get("alt") or "").split()), self.language.tag)
        fault = "has no alternative text"
        if describes_nothing(alt, src):
            fault, alt, is_ornament = f"has “{alt[:60]}” as alternative text, which describes nothing", "", False
        texts = self._texts(figure)
        is_described = bool(alt) or (is_ornament and not is_lead)
        undescribed: list[Finding] = []
        if not is_described:
            alt, is_described, *undescribed = self._substitute(src, fault, texts["caption"], where, is_lead=is_lead)
        try:
            image = self.album.image(address, alt=alt, is_described=is_described, is_lead=is_lead, **texts)
        except PictureError as error:
            if is_badge(src) or is_portrait(src):
                what = "a badge" if is_badge(src) else "an account’s portrait"
                message = f"{what} was left out: {urlsplit(src).hostname}"
                self.findings.append(rules.BADGE.found(message, where=where, hint="it may stay"))
                element.attrib = {"data-left-out": "", "alt": "", **({"data-whose": alt} if is_portrait(src) else {})}
            elif sign := emoji_in(src):
                element.attrib = {"data-left-out": "", "alt": sign, "data-sign": "1"}
            elif self.album.stands_in(error):
                self._absent[element] = error, where
                words = alt if is_described else ""
                element.attrib = {"data-left-out": src, "alt": words, **({"data-lead": "1"} if is_lead else {})}
            else:
                self.findings.append(error.rule.found(error.message, where=where, hint=error.hint))
            return None
        self.findings += undescribed
        element.attrib = {"src": image.href, "alt": alt, "width": str(image.width), "height": str(image.height)}
        if not alt:
            element.attrib["role"] = "presentation"  # an ornament (HTML, 4.8.4.4.5; ARIA in HTML, 4)
        return image

    def _let_words_stand_in(self, root: Element) -> None:
        """Put the alternative text and the address of each image that is left out in its place, in the tree itself."""
        parents = {child: parent for parent in root.iter() for child in parent}
        for image in [image for image in root.iter("img") if image.get("data-left-out") is not None]:
            address, words, parent = image.attrib["data-left-out"], image.get("alt", ""), parents[image]
            link, done = _link_around(image, parents), "its alternative text was put in its place"
            if link is not None and _is_wordless(link):
                words = words or image.get("data-whose", "")
                if address and not words:
                    words, done = link.get("href", ""), "the address of its link was put in its place"
            is_lead = bool(image.get("data-lead"))
            is_linked = re.match(r"https?://", address) is not None and not is_lead and link is None
            caption = parent.find("figcaption") if parent.tag == "figure" else None
            if not words or is_lead:
                done = _done_without_words(is_lead=is_lead, is_linked=is_linked)
            self._tell(image, done)
            if not (words or is_linked or parent.tag == "figure"):
                _remove(image, parents)
                continue
            if not image.get("data-sign"):
                _stand_apart(image, parents)
            image.attrib, image.tag, image.text = {}, "span", words
            if is_linked:
                shown = make("a", {"href": encoded(address)}, encoded(address))
                fill(image, [*([words, " "] if words else []), shown])
            if parent.tag != "figure":
                continue
            if is_lead or not (text_of(image) or caption is not None):
                parents[parent].remove(parent)
                continue
            rest = [] if caption is None or text_of(caption) == words else [" ", *content(caption)]
            parent.tag = "p"
            parent.attrib = {name: text for name, text in parent.attrib.items() if name in {"id", "data-line"}}
            fill(parent, [*content(image), *rest])

    def _tell(self, image: Element, done: str) -> None:
        """Report an image that could not be had, and what was done about it."""
        if image in self._absent:
            error, where = self._absent[image]
            hint = _TO_HAVE_IT if error.rule is rules.IMAGE_REMOTE else error.hint
            self.findings.append(rules.IMAGE_LEFT_OUT.found(f"{error.message}; {done}", where=where, hint=hint))

    def _substitute(
        self, src: str, fault: str, caption: str | None, where: Location, *, is_lead: bool
    ) -> tuple[str, bool, Finding]:
        """What stands in for an alternative text that is missing, whether it describes the image, and the finding."""
        hint = "say what it shows: ![A map of the region]" + ("…" if is_inline(src) else f"({src[:80]})")
        if is_lead:
            hint = "say what it shows, under “image_alt” or as “alt” of “image”"
        if caption:
            alt, used = caption, "its caption is used"
        elif is_lead and self.title:
            alt, used = self.title, "the title is used"
        else:
            alt, used = self.language.words["undescribed"], f"it is marked as “{self.language.words['undescribed']}”"
        shown = INLINE_NAME if is_inline(src) else f"the image “{src[:200]}”"
        message = f"{shown} {fault}; {used}"
        return alt, bool(caption), rules.IMAGE_NO_ALT.found(message, where=where, hint=hint)

    def _where(self, element: Element) -> Location:
        if element.get("data-lead") and self.lead is not None:
            return self.manuscript.at(self.lead.line)
        return self.places.of(element)

    def _texts(self, figure: Element | None) -> dict[str, str | None]:
        spans = {span.get("class"): span for span in figure.iter("span")} if figure is not None else {}
        texts = {name: text_of(spans[name]) if name in spans else None for name in _TEXTS}
        if texts["credit"] and not _OWN_LABEL.match(texts["credit"]):
            spans["credit"].text = f"{self.language.words['photo']}{self.language.colon}{spans['credit'].text or ''}"
        return texts


def _stand_apart(image: Element, parents: Mapping[Element, Element]) -> None:
    """Put a space between an image that becomes words and the words right beside it, in the tree itself."""
    edge: Element | None = image
    while edge is not None and edge.tag in {"img", *PHRASES}:
        above = parents[edge]
        at = list(above).index(edge)
        before = (above[at - 1].tail if at else above.text) or ""
        if before and not before[-1].isspace():
            if at:
                above[at - 1].tail = f"{before} "
            else:
                above.text = f"{before} "
        if edge.tail or at + 1 < len(above):
            if not (edge.tail or "x")[0].isspace():
                edge.tail = f" {edge.tail or ''}"
            return
        edge = above


def _remove(element: Element, parents: Mapping[Element, Element]) -> None:
    """Take an element out, and all around it that is empty without it."""
    above = parents.get(element)
    if above is None:
        return
    at = list(above).index(element)
    if element.tail:  # what follows it stays
        before = above[at - 1] if at else None
        if before is not None:
            before.tail = (before.tail or "") + element.tail
        else:
            above.text = (above.text or "") + element.tail
    above.remove(element)
    if above.tag not in {"body", "td", "th"} and is_empty(above):
        _remove(above, parents)


def _done_without_words(*, is_lead: bool, is_linked: bool) -> str:
    """What was done about an image that has no words, or whose words are not printed."""
    if is_lead:
        return "it was left out"
    return "its address was put in its place" if is_linked else "it has no alternative text to stand for it"


def _is_wordless(link: Element) -> bool:
    """Whether nothing in a link says where it leads."""
    shown = (image for image in link.iter("img") if image.get("data-left-out") is None)
    return not text_of(link) and not any(image.get("alt") for image in shown)


def _link_around(element: Element, parents: Mapping[Element, Element]) -> Element | None:
    above = parents.get(element)
    while above is not None and above.tag != "a":
        above = parents.get(above)
    return above
