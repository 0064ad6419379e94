"""Raw HTML passes an allow-list; what is lost by it is told, and no word is lost unless it is told."""

import html
import re
from dataclasses import dataclass, field

from separatum.model.findings import Finding, Rule
from separatum.source import rules
from separatum.source.html.embeds import Embed, embedded
from separatum.source.html.hidden import is_hidden, is_pixel
from separatum.source.lint import rules as pasted
from separatum.source.locations import Places

DEPTH_LIMIT = 200
"""How many elements may be open at once."""

# Elements that reach the tree. Those that the body does not know are turned into others, or opened, in `structure`.
_KEPT = frozenset(
    """
    a abbr aside b blockquote br caption cite code dd del dfn div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr
    i img kbd li mark ol p pre q s samp section span strike strong sub sup table tbody td tfoot th thead tr tt ul
    var address article center details fieldset footer form header hgroup legend main nav summary
    """.split()  # noqa: SIM905  (a word list reads better so)
)
# Elements whose tags go while their words stay. The cleaner takes the tags away.
_OPENED = frozenset(
    """
    acronym bdi bdo big ins small u body data font html label nobr picture rb rp rt rtc ruby search time wbr
    output slot col colgroup basefont dir menu marquee blink
    """.split()  # noqa: SIM905  (a word list reads better so)
)
# Elements that cannot live in a file of ours, with all that is in them.
_DROPPED = frozenset(
    """
    applet audio button canvas dialog frameset head iframe map math meter noembed noframes noscript object
    optgroup option plaintext progress script select style svg template textarea title video xmp datalist
    """.split()  # noqa: SIM905  (a word list reads better so)
)
_DROPPED_VOID = frozenset(
    """
    area base bgsound embed frame input keygen link meta param source track
    """.split()  # noqa: SIM905  (a word list reads better so)
)
_VOID = frozenset({"br", "hr", "img", "wbr", "col"})
_KNOWN = _KEPT | _OPENED | _DROPPED | _DROPPED_VOID

_EVERYWHERE = {"id", "lang", "dir", "class"}
_ATTRIBUTES = {
    "*": _EVERYWHERE | {"data-part", "data-note", "data-apart"},
    "a": {"href", "data-n"},
    "abbr": {"title"},
    "img": {"src", "alt", "title", "data-n", "credit", "licence", "license", "width"},
    "ol": {"start"},
    "p": {"credit", "licence", "license"},
    "span": {"data-formula", "alt"},
    "td": {"align", "colspan", "rowspan", "scope"},
    "th": {"align", "colspan", "rowspan", "scope"},
}
SCHEMES = frozenset({"http", "https", "mailto", "tel"})

_TOKEN = re.compile(
    r"<!--(?P<comment>.*?)-->|<!\[CDATA\[.*?\]\]>|<(?P<decl>[!?][^<>]*)>"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>]*)(?P<rest>(?:[^<>\"']++|\"[^\"]{0,2000000}+\"|'[^']{0,2000000}+'){0,100}+)>",
    re.DOTALL,
)
_WORD_ENDS = re.compile(r"(?![\w-])")
_ADDRESS = re.compile(r"(?:^|\s)(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """HTML in which only what the allow-list names is left."""

    parts: tuple[str, ...]
    addresses: tuple[str, ...]
    """The address of each link and image, by the number in its `data-n`, before it was cleaned."""
    findings: tuple[Finding, ...]


def clean(sources: tuple[str, ...], places: Places) -> Cleaned:
    """Clean HTML by the allow-list.

    Args:
        sources: pieces of HTML, in part written by the author; each stays a piece of its own.
        places: for the lines of what is dropped.
    """
    import nh3

    cleaner = nh3.Cleaner(
        tags=set(_KEPT),
        clean_content_tags=set(_DROPPED),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes=set(SCHEMES),
        link_rel=None,
    )
    scan = _Scan(places)
    parts = tuple(cleaner.clean(scan.run(source)) for source in sources)
    return Cleaned(parts=parts, addresses=tuple(scan.addresses), findings=tuple(scan.findings))


@dataclass(slots=True)
class _Scan:
    """Goes through the tags before the cleaner does, since the cleaner does not say what it takes away."""

    places: Places
    source: str = ""
    out: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    depth: int = 0
    too_deep: bool = False

    def run(self, source: str) -> str:
        self.source, self.out, self.depth = source, [], 0
        at = 0
        while (token := _TOKEN.search(self.source, at)) is not None:
            self._words(self.source[at : token.start()])
            at = self._token(token)
        self._words(self.source[at:])
        return "".join(self.out)

    def _words(self, text: str) -> None:
        # Any other “<” is a sign, not the beginning of a tag that would swallow what follows.
        self.out.append(text.replace("<", "&lt;"))

    def _token(self, token: re.Match[str]) -> int:
        name = (token["name"] or "").lower()
        if token["comment"] is not None:
            self._say(rules.HTML_COMMENT, "<!--", "an HTML comment was left out", "delete it if it is not needed")
        elif not name:
            self._words(token[0])
        elif name in _KNOWN and not token["end"] and is_hidden(token["rest"]) and name not in _DROPPED_VOID:
            return self._hidden(token, name)
        elif name == "img" and is_pixel(token["rest"]):
            self._say(pasted.TRACKING_PIXEL, "<img", "a tracking pixel was left out", "delete it in the source too")
        elif name not in _KNOWN:
            self._unknown(token, name)
        elif name in _DROPPED_VOID:
            if not token["end"] and name != "source":
                self._lost(name, "")
        elif name in _DROPPED:
            return self._dropped(token, name)
        else:
            self._kept(token, name)
        return token.end()

    def _unknown(self, token: re.Match[str], name: str) -> None:
        self.out.append(html.escape(token[0], quote=False))
        if not token["end"]:
            message = f"“<{token['name']}>” is not HTML, and is printed as it stands"
            hint = f"write “\\<{token['name']}>” if that is meant, or take the brackets away"
            self._say(rules.HTML_UNKNOWN, f"<{name}", message, hint)

    def _hidden(self, token: re.Match[str], name: str) -> int:
        """Leave out an element that is not shown, up to the end tag of its own."""
        end, depth = token.end(), 0 if name in _VOID else 1
        for found in re.finditer(rf"<(/?){re.escape(name)}\b[^<>]*>", self.source[token.end() :], re.IGNORECASE):
            if not depth:
                break
            depth += -1 if found[1] else 1
            end = token.end() + found.end()
        if name == "img":
            self._say(pasted.TRACKING_PIXEL, "<img", "an image that is not shown was left out", "delete it too")
            return token.end()
        if depth:
            # Without its end nobody can tell how much of the article is meant.
            message = f"“<{name}>” is hidden but has no end tag, so its words are printed"
            self._say(pasted.HIDDEN, token[0], message, "delete it, or end it")
            self._kept(token, name) if name in _KEPT else None
            return token.end()
        words = len(re.sub(r"<[^<>]*>", " ", self.source[token.end() : end]).split())
        message = f"hidden text was left out: {words} words in “<{name}>”"
        self._say(pasted.HIDDEN, token[0], message, "delete it in the source, or take its style away")
        return end

    def _card(self, name: str, found: Embed) -> None:
        """Put in place of an embed what it is and where it is."""
        title = f"{found.title}, " if found.title else ""
        words = html.escape(f"{found.service}: {title}")
        address = html.escape(found.url)
        self.out.append(f'<p>{words}<a data-n="{len(self.addresses)}" href="{address}">{address}</a></p>')
        self.addresses.append(found.url)
        message = f"an embed of {found.service} became its address"
        self._say(pasted.EMBED, f"<{name}", message, "see whether a reader who cannot go there is told enough")

    def _dropped(self, token: re.Match[str], name: str) -> int:
        closing = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(self.source, token.end())
        if token["end"] or closing is None:
            # Without its end it would swallow the rest of the article: it is a word about HTML, then.
            self.out.append(html.escape(token[0], quote=False))
            if not token["end"]:
                message = f"“<{name}>” has no end tag, and is printed as it stands"
                self._say(rules.HTML_UNKNOWN, f"<{name}", message, "write it as code, between backticks")
            return token.end()
        embed = embedded(name, token["rest"]) if name in {"iframe", "script"} else None
        if embed is not None:
            self._card(name, embed)
        else:
            self._lost(name, self.source[token.end() : closing.start()])
        return closing.end()

    def _lost(self, name: str, inside: str) -> None:
        words = len(re.sub(r"<[^<>]*>", " ", inside).split()) if name not in {"script", "style"} else 0
        lost = f", and {words} words with it" if words > 1 else ""
        hint = "say in words, or with an image, what the reader would miss"
        self._say(rules.HTML_DROPPED, f"<{name}", f"the HTML element “{name}” was left out{lost}", hint)

    def _kept(self, token: re.Match[str], name: str) -> None:
        if name in {"a", "img"} and not token["end"]:
            found = _ADDRESS.search(token["rest"])
            address = html.unescape(next(filter(None, found.groups()), "")) if found else ""
            self.out.append(f'<{name} data-n="{len(self.addresses)}"{token["rest"]}>')
            self.addresses.append(address.strip())
            return
        if name not in _VOID:
            self.depth = max(0, self.depth - 1 if token["end"] else self.depth + 1)
            self._too_deep(name)
        self.out.append(token[0])

    def _too_deep(self, name: str) -> None:
        if self.depth > DEPTH_LIMIT and not self.too_deep:
            self.too_deep = True
            message = f"more than {DEPTH_LIMIT} HTML elements stand inside one another"
            self._say(rules.NESTING, f"<{name}", message, "flatten the passage")

    def _say(self, rule: Rule, needle: str, message: str, hint: str) -> None:
        nth = self.seen.get(needle, 0)
        self.seen[needle] = nth + 1
        after = _WORD_ENDS if needle[-1].isalnum() else None
        where = self.places.of(needle, nth, after=after) or self.places.first
        self.findings.append(rule.found(message, where=where, hint=hint))
