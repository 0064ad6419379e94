"""Links lead where a file that travels can lead: to the web, to a person, to an anchor of the same text."""

import difflib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree.ElementTree import Element

from separatum.model.findings import Finding, Rule
from separatum.model.tracking import untraced
from separatum.source import rules
from separatum.source.html.element_names import PAGE_SCHEME
from separatum.source.html.elements import fill, is_empty, text_of
from separatum.source.html.sanitize import SCHEMES
from separatum.source.locations import Places
from separatum.source.traces import about_traces

_NOT_A_NAME = re.compile(r"[^\w.\-]+")
_RUNNING = frozenset({"javascript", "data", "vbscript", "file", "livescript", "mocha", "jar", "about", "blob"})
"""Schemes that run code, or open a file of the reader's machine."""
_HOST = re.compile(
    r"(?:www\.[\w-]+(?:\.[\w-]+)+|[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|edu|gov|eu))(?::\d+)?(?=[/?#]|$)", re.IGNORECASE
)
"""The beginning of a web address without its “https://”."""
_FILE = re.compile(r"(?!/)(?:[^?#]*/)?[^/?#]+\.(?!(?:html?|php|aspx?)(?:[?#]|$))[A-Za-z][A-Za-z0-9]{1,4}(?:[?#]|$)")
_PICTURE = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|tiff?|bmp)(?:[?#]|$)", re.IGNORECASE)
_BANG = re.compile(r"(?:^|\s)!\s+$")
_UNFIT = re.compile(r"[\s<>\"\\^`{|}\x00-\x1f\x7f]|%(?![0-9A-Fa-f]{2})")


def encoded(address: str) -> str:
    """An address with the signs encoded that no URL may hold (RFC 3986, 2 and appendix A), as browsers send them.

    Besides controls, spaces and quotation marks these are a “%” that begins no code, a second “#”, and square brackets
    outside of a host.
    """

    def code(found: re.Match[str]) -> str:
        return "".join(f"%{byte:02X}" for byte in found[0].encode())

    url = _UNFIT.sub(code, address)
    scheme, host, rest = re.match(r"([A-Za-z][A-Za-z0-9+.-]*:)?(//[^/?#]*)?(.*)", url, re.DOTALL).groups(default="")  # type: ignore[union-attr]
    path, mark, fragment = rest.partition("#")
    path, fragment = (re.sub(r"[\[\]]", code, part) for part in (path, fragment))
    return f"{scheme}{host}{path}{mark}{fragment.replace('#', '%23')}"


def slug(text: str) -> str:
    """An anchor for a heading: its letters and digits in small, with hyphens between; a valid XML name (NCName)."""
    plain = unicodedata.normalize("NFC", text).lower()
    plain = re.sub(r"[^\w\s-]+", "", plain)
    return name(re.sub(r"[\s_-]+", "-", plain).strip("-"))


def name(text: str) -> str:
    """A text as a valid XML name (Namespaces in XML 1.0, 3: NCName)."""
    found = _NOT_A_NAME.sub("-", text).strip("-") or "part"
    # XML is stricter about the first sign than Python is about letters; “²” counts as a digit for the one alone.
    found = "".join(sign for sign in found if sign in "-." or sign == "_" or _is_name_sign(sign)) or "part"
    first = unicodedata.category(found[0])
    return found if first in {"Ll", "Lu", "Lt", "Lo"} or found[0] == "_" else f"s-{found}"


def _is_name_sign(sign: str) -> bool:
    return unicodedata.category(sign) in {"Ll", "Lu", "Lt", "Lo", "Mn", "Mc", "Nd"}


@dataclass(slots=True)
class Anchors:
    """The ids of one body: each is given once, and a name of the author's leads to the id that it became."""

    taken: set[str] = field(default_factory=lambda: {"notes", "title"})
    """All ids; those of the notes' heading and of the headline are kept free for these."""
    names: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    """For what was wanted, the number that is tried next: a thousand headings may have one text."""

    def give(self, wanted: str) -> str:
        """An id that nobody has yet, as near as can be to the one that is wanted."""
        # The editions count figures, notes, calls and heads of tables themselves.
        base = f"s-{wanted}" if re.fullmatch(r"(?:figure|note|call|table)-\d+(?:-\d+)?", wanted) else wanted
        given, count = base, self.counts.get(base, 2)
        while given in self.taken:
            given, count = f"{base}-{count}", count + 1
        self.counts[base] = count
        self.taken.add(given)
        self.names.setdefault(given, given)
        self.names.setdefault(wanted, given)
        return given

    def fix(self, element_id: str) -> str:
        """An id that the editions count themselves; a link can lead to it."""
        self.taken.add(element_id)
        self.names.setdefault(element_id, element_id)
        return element_id

    def keep(self, written: str) -> str | None:
        """The id for a name that the author wrote; None where another element has it already."""
        if written in self.names:
            return None
        self.names[written] = given = self.give(name(written))
        return given


def name_wordless(root: Element, addresses: Sequence[str], places: Places) -> list[Finding]:
    """Let the title or the address of a link stand for the words that it has not, in the tree itself.

    Args:
        root: of a body, before what is empty is taken out of it.
        addresses: as the sanitizer has them.
        places: the lines of elements.

    Returns:
        What was put there. A link within the page says nothing without words: it is a mark that a site hangs on a
        heading.
    """
    findings = []
    for link in root.iter("a"):
        number = link.get("data-n")
        address = addresses[int(number)] if number is not None else link.get("href", "")
        if not address or address.startswith("#") or link.get("data-note") is not None or not is_empty(link):
            continue
        title, shown = " ".join(link.attrib.pop("title", "").split()), _SHOWN.match(address)
        if title or shown is not None:
            fill(link, [title or (shown and shown["named"]) or address])
        instead = "title" if title else "address"
        done = f"its {instead} stands for them" if title or shown else "nothing of it is printed"
        message = f"the link to “{address[:200]}” has no words; {done}"
        hint = "write them between the square brackets"
        findings.append(rules.LINK_WORDS.found(message, where=places.of(link), hint=hint))
    return findings


_SHOWN = re.compile(r"https?://|(?:mailto|tel):(?P<named>[^?]+)", re.IGNORECASE)
"""Addresses that can be followed without the article's site."""


@dataclass(slots=True, kw_only=True)
class Links:
    """The links of one body."""

    addresses: Sequence[str]
    source_url: str | None
    places: Places
    findings: list[Finding] = field(default_factory=list)
    link: Element = field(default_factory=lambda: Element("a"))
    """The link that is being settled."""
    before: str = ""
    """The text right before it."""

    def settle(self, root: Element, anchors: Anchors) -> None:
        """Set the address of each link; a link that leads nowhere becomes a plain span."""
        texts = _texts_before(root)
        for link in list(root.iter("a")):
            if link.get("data-note") is not None:
                continue
            self.link, self.before = link, texts.get(link, "")
            number = link.attrib.pop("data-n", None)
            address = self.addresses[int(number)] if number is not None else link.get("href", "")
            if not address and "href" in link.attrib:
                message = f"the link on “{text_of(link)[:60]}” has no address; its words stay"
                hint = "write the address between the round brackets"
                self.findings.append(rules.LINK_BROKEN.found(message, where=self.places.of(link), hint=hint))
            self._tell_title(link, address)
            if not text_of(link) and link.find(".//img") is None:
                address = ""
            target = self._target(address, anchors) if address else None
            link.attrib.pop("href", None)
            if target is None:
                link.tag = "span"
            else:
                link.set("href", target)
                if target != address and text_of(link) == address:
                    fill(link, [target])  # an address that is its own words

    def _tell_title(self, link: Element, address: str) -> None:
        """Report a title that is not printed; those of marks that a site hangs on its headings say nothing."""
        title = " ".join(link.attrib.pop("title", "").split())
        image = link.find(".//img")
        words = text_of(link) or (image.get("alt", "") if image is not None else "")
        if title and not address.startswith("#") and address and title not in {words, address}:
            message = f"the title of the link on “{(words or address)[:60]}” is not printed: “{title[:200]}”"
            self._say(rules.LINK_TITLE, message, "write it into the text if readers need it")

    def _target(self, address: str, anchors: Anchors) -> str | None:
        if address.startswith("#"):
            return self._anchor(address, anchors)
        # Browsers leave out white space and controls inside a scheme, so that “java\nscript:” would run.
        compact = re.sub(r"[\x00-\x20\x7f-\x9f]+", "", address)
        scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", compact)
        if scheme is None:
            return self._relative(address)
        if scheme[1].lower() == PAGE_SCHEME:
            message = f"the link to “{address.partition(':')[2][:200]}” was removed: only its web site knows that page"
            self._say(rules.LINK_RELATIVE, message, "write the address in full")
            return None
        if scheme[1].lower() in _RUNNING:
            hint = f"use one of {', '.join(sorted(SCHEMES))}, or remove the link"
            self._say(rules.LINK_UNSAFE, f"a link uses “{scheme[1].lower()}:”, which is not allowed", hint)
            return None
        if scheme[1].lower() not in SCHEMES:
            self._say_scheme(scheme[1], address)
            return None
        return self._absolute(address)

    def _say_scheme(self, scheme: str, address: str) -> None:
        """Report a scheme that is not allowed: a slip for one that is, or one of an app."""
        near = difflib.get_close_matches(scheme.lower(), ["https", "http", "mailto"], n=1, cutoff=0.75)
        if near:
            message = f"the link to “{address[:200]}” was removed: there is no “{scheme}:”; its words stay"
            self._say(rules.LINK_BROKEN, message, f"did you mean “{near[0]}:”?")
            return
        message = f"the link to “{scheme.lower()}:…” was removed: it works in one app only; its words stay"
        self._say(rules.LINK_SCHEME, message, "give a web address as well, if there is one")

    def _absolute(self, address: str) -> str | None:
        url = encoded(address)
        try:
            parts = urlsplit(url)
            _ = parts.port  # raises where the port is no number
        except ValueError:
            parts = None
        if parts is None or (parts.scheme.lower() in {"http", "https"} and not parts.hostname):
            message = f"the link to “{address[:200]}” was removed: its address cannot be read; its words stay"
            self._say(rules.LINK_BROKEN, message, "write it in full, for example https://example.org/page")
            return None
        plain = untraced(url)
        what = f"a link to {parts.hostname}" if parts.hostname else "a mail link"
        for rule, message, hint in about_traces(plain, what):
            self._say(rule, message, hint)
        return plain.url

    def _relative(self, address: str) -> str | None:
        if _BANG.search(self.before) and _PICTURE.search(address):
            message = f"“! [{text_of(self.link)[:60]}]({address[:200]})” is no image, as a space is behind its “!”"
            self._say(rules.MARKDOWN_LEFT, message, "delete the space")
            return None
        if _HOST.match(address):
            message = f"the link “{address[:200]}” leads nowhere: it does not begin with “https://”"
            self._say(rules.LINK_RELATIVE, message, f"did you mean “https://{address[:200]}”?")
            return None
        if self.source_url is not None:
            try:
                return self._absolute(urljoin(self.source_url, address))
            except ValueError:
                return self._absolute("http://[")
        hint = "write the address in full, or give “source_url” in the front matter"
        if _FILE.match(address):
            message = f"the link “{address[:200]}” leads nowhere: an edition cannot link to a file beside the article"
            self._say(rules.LINK_RELATIVE, message, f"put the file on the web, and {hint}")
            return None
        self._say(rules.LINK_RELATIVE, f"the link “{address[:200]}” leads nowhere without its web site", hint)
        return None

    def _anchor(self, address: str, anchors: Anchors) -> str | None:
        wanted = unquote(address[1:])
        found = anchors.names.get(wanted)
        if found is None:
            found = anchors.names.get(slug(wanted)) if wanted else None
        if found is not None:
            return f"#{found}"
        close = difflib.get_close_matches(wanted, list(anchors.names), n=1, cutoff=0.5)
        hint = f"did you mean “#{close[0]}”?" if close else "write “{#name}” after the heading that it leads to"
        message = f"the link to “{address[:200]}” was removed: there is no such heading or id; its words stay"
        self._say(rules.ANCHOR_MISSING, message, hint)
        return None

    def _say(self, rule: Rule, message: str, hint: str) -> None:
        self.findings.append(rule.found(message, where=self.places.of(self.link), hint=hint))


def _texts_before(root: Element) -> dict[Element, str]:
    """The text right before each link in its parent."""
    texts: dict[Element, str] = {}
    for parent in root.iter():
        text = parent.text or ""
        for child in parent:
            if child.tag == "a":
                texts[child] = text
            text = child.tail or ""
    return texts
