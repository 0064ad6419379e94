"""Raw HTML passes an allow-list; whatever is lost by it is reported with its line and its words."""

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from separatum.model.findings import Finding, Rule
from separatum.source import pasted_rules as pasted
from separatum.source import rules
from separatum.source.html.element_names import DROPPED, DROPPED_VOID, KEPT, KNOWN, PHRASES, VOID
from separatum.source.html.embeds import Embed, embedded, is_share_box, posted
from separatum.source.html.hidden import is_hidden, is_pixel
from separatum.source.html.sourced_html import Html
from separatum.source.locations import Places

DEPTH_LIMIT = 200
"""How many elements may be open at once."""
SCHEMES = frozenset({"http", "https", "mailto", "tel"})
MOST_SHOWN = 2_000
"""Letters of what was left out that a message shows."""

_EVERYWHERE = {"id", "lang", "dir", "class", "data-line"}
_ATTRIBUTES = {
    "*": _EVERYWHERE | {"data-note"},
    "a": {"href", "title", "data-n"},
    "abbr": {"title"},
    "aside": {"data-kind"},
    "img": {"src", "alt", "title", "data-n", "credit", "licence", "license", "width"},
    "ol": {"start"},
    "p": {"credit", "licence", "license"},
    "pre": {"data-language"},
    "span": {"data-formula", "alt"},
    "table": {"data-bars"},
    "td": {"align", "colspan", "rowspan", "scope"},
    "th": {"align", "colspan", "rowspan", "scope"},
}
_WITHOUT_LINE = frozenset({"em", "strong", "br", "code", "thead", "tbody", "td", "th"})

_TOKEN = re.compile(
    r"<!--(?P<comment>.*?)-->|<(?P<cdata>!\[CDATA\[.*?\]\])>|<(?P<php>\?.*?\?)>|<(?P<decl>[!?][^<>]*)>"
    r"|<(?P<end>/?)(?P<name>[a-zA-Z][^\s/<>]*)(?P<rest>(?:[^<>\"']++|\"[^\"]{0,2000000}+\"|'[^']{0,2000000}+'"
    r"|(?!)){0,100}+)>",
    re.DOTALL,
)
_ADDRESS = re.compile(r"(?:^|\s)(?:href|src)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_NAME = re.compile(r"(?:^|\s)name\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))", re.IGNORECASE)
_ID = re.compile(r"(?:^|\s)id\s*=", re.IGNORECASE)
_BARE_VALUE = re.compile(r"=\s*[^\s\"'=<>`]+/$")


class Sanitizer:
    """Cleans the HTML of one article, piece by piece."""

    def __init__(self, places: Places) -> None:
        import nh3

        self._scan = _Scan(places)
        self._cleaner = nh3.Cleaner(
            tags=set(KEPT),
            clean_content_tags=set(DROPPED),
            attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
            url_schemes=set(SCHEMES),
            link_rel=None,
        )

    @property
    def addresses(self) -> Sequence[str]:
        """The address of each link and image, by the number in its `data-n`, before it was cleaned."""
        return self._scan.addresses

    @property
    def findings(self) -> Sequence[Finding]:
        """What was left out so far, or changed."""
        return self._scan.findings

    def clean(self, source: Html) -> str:
        """HTML in which only what the allow-list names is left; `data-line` is the line, from 0, of most elements."""
        return self._cleaner.clean(self._scan.run(source))


@dataclass(slots=True)
class _Scan:
    """Goes through the tags before the cleaner does, since the cleaner does not say what it takes away."""

    places: Places
    html: Html = field(default_factory=lambda: Html(text="", starts=(), lines=(), ends=()))
    source: str = ""
    out: list[str] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    phrases: list[tuple[str, int]] = field(default_factory=list)
    """Elements of words that are open, and where they began."""
    ends: list[int] = field(default_factory=list)
    """The ends of blocks that are still to come, the next one last."""
    line: int = 0
    depth: int = 0
    too_deep: bool = False

    def run(self, source: Html) -> str:
        self.html, self.source, self.out, self.depth = source, source.text, [], 0
        self.phrases, self.ends = [], list(reversed(source.ends))
        at = 0
        while (token := _TOKEN.search(self.source, at)) is not None:
            self._words(self.source[at : token.start()], at)
            self._close_phrases(token.start())
            self.line = source.line(token.start())
            at = self._token(token)
        self._words(self.source[at:], at)
        self._close_phrases(len(self.source))
        return "".join(self.out)

    def _words(self, text: str, at: int) -> None:
        # Any other “<” is a sign, not the beginning of a tag that would swallow what follows.
        while self.phrases and self.ends and at <= self.ends[-1] < at + len(text):
            cut = self.ends[-1] - at
            self.out.append(text[:cut].replace("<", "&lt;"))
            text, at = text[cut:], self.ends[-1]
            self._close_phrases(at)
        self.out.append(text.replace("<", "&lt;"))

    def _close_phrases(self, at: int) -> None:
        """Close the phrases that a block leaves open, if nothing closes them later."""
        reached = -1
        while self.ends and self.ends[-1] <= at:
            reached = self.ends.pop()
        if reached < 0 or not self.phrases:
            return
        kept = []
        for name, begun in self.phrases:
            if begun >= reached or self._closed_later(name, reached):
                kept.append((name, begun))
                continue
            self.out.append(f"</{name}>")
            self.line = self.html.line(begun)
            message = f"“<{name}>” is never closed, and was closed where its paragraph ends"
            self._say(rules.HTML_CLOSED, message, f"write “</{name}>” where it ends")
        self.phrases = kept

    def _closed_later(self, name: str, at: int) -> bool:
        depth = 1
        for found in re.finditer(rf"<(/?){name}(?=[\s/>])", self.source[at:], re.IGNORECASE):
            depth += -1 if found[1] else 1
            if not depth:
                return True
        return False

    def _token(self, token: re.Match[str]) -> int:
        name = (token["name"] or "").lower()
        if token["comment"] is not None:
            words = " ".join(token["comment"].split())
            is_mark = re.match(r"/?wp:|/?kg-card|more\b|truncate\b|excerpt\b|end\b|toc\b|/?ko\b|endif|\[if", words)
            message = "an HTML comment was left out" + (f": “{words[:80]}”" if words and not is_mark else "")
            self._say(rules.HTML_COMMENT, message, "delete it if it is not needed")
        elif not name:
            self._declaration(token)
        elif name in KNOWN and not token["end"] and name not in DROPPED_VOID and (end := self._set_aside(token, name)):
            return end
        elif name == "img" and is_pixel(token["rest"]):
            self._say(pasted.TRACKING_PIXEL, "a tracking pixel was left out", "delete it in the source too")
        elif name not in KNOWN:
            self._unknown(token, name)
        elif name in DROPPED_VOID:
            if not token["end"] and name != "source":
                self._lost(name, "")
        elif name in DROPPED:
            return self._dropped(token, name)
        elif name in {"rt", "rp"}:
            return self._ruby(token, name)
        else:
            self._kept(token, name)
        return token.end()

    def _set_aside(self, token: re.Match[str], name: str) -> int | None:
        """Leave out what is hidden, or is there to be shared; put a card in place of a post. None if it is neither."""
        if is_hidden(token["rest"]):
            return self._hidden(token, name)
        if "class" not in token["rest"]:
            return None
        post = posted(name, token["rest"])
        is_share = is_share_box(token["rest"])
        if not (post or is_share):
            return None
        end = self._end_of(token, name)
        if end is None:
            return None
        words = _plain(self.source[token.end() : end])
        if post is not None:
            shared = re.search(
                r"(?:A post shared by|Post by|Ein Beitrag geteilt von|Публикация от)[^|]*?(?:\([^()]*\)|$)", words
            )
            title = shared[0].strip() if shared else post.title
            self._card(Embed(service=post.service, url=post.url, title=title), lost=words)
        else:
            self._say(
                rules.HTML_DROPPED, f"links to share the page were left out: “{words[:MOST_SHOWN]}”", "delete them"
            )
        return end

    def _declaration(self, token: re.Match[str]) -> None:
        if not re.match(r"<[!?][A-Za-z\[]", token[0]):
            self._words(token[0], token.start())
            return
        message = f"“{' '.join(token[0].split())[:80]}” was left out: it is for a program"
        self._say(rules.HTML_DROPPED, message, "delete it; if it is your subject, write it as code")

    def _unknown(self, token: re.Match[str], name: str) -> None:
        shown = " ".join(token[0].split())[:80]
        written = token["name"]
        is_component = written[0].isupper() and any(letter.islower() for letter in written)
        is_custom = bool(re.search(r"[-:.]", written)) and re.fullmatch(r"[\w:.-]+", written)
        other = f"</{name}" if not token["end"] else f"<{name}"
        is_paired = other in self.source.lower()
        is_used = is_paired or "=" in token["rest"] or token["rest"].endswith("/") or bool(token["end"])
        if ((is_component or is_custom) and is_used) or (is_paired and re.fullmatch(r"[a-z][a-z0-9]*", name)):
            if not token["end"] or not is_paired:
                message = f"“{shown}” was left out: no book can show it; its words are kept"
                self._say(rules.SITE_TAG, message, "write it in Markdown, or as code if it is your subject")
            return
        self.out.append(html.escape(token[0], quote=False))
        if not token["end"]:
            message = f"“<{token['name']}>” is not HTML, and is printed as it is written"
            hint = f"write “\\<{token['name']}>” if that is meant, or take the brackets away"
            self._say(rules.HTML_UNKNOWN, message, hint)

    def _end_of(self, token: re.Match[str], name: str) -> int | None:
        """Where the end tag of an element ends; None if there is none."""
        depth = 0 if name in VOID else 1
        end = token.end()
        for found in re.finditer(rf"<(/?){re.escape(name)}\b[^<>]*>", self.source[token.end() :], re.IGNORECASE):
            if not depth:
                break
            depth += -1 if found[1] else 1
            end = token.end() + found.end()
        return None if depth else end

    def _hidden(self, token: re.Match[str], name: str) -> int:
        """Leave out an element that is not shown, up to the end tag of its own."""
        if name == "img":
            self._say(pasted.TRACKING_PIXEL, "an image that is not shown was left out", "delete it too")
            return token.end()
        end = self._end_of(token, name)
        if end is None:
            # Without its end nobody can tell how much of the article is meant.
            message = f"“<{name}>” is hidden but has no end tag, so its words are printed"
            self._say(pasted.HIDDEN, message, "delete it, or end it")
            self._kept(token, name) if name in KEPT else None
            return token.end()
        words = _plain(self.source[token.end() : end])
        message = f"hidden text was left out: {len(words.split())} words in “<{name}>”: “{words[:MOST_SHOWN]}”"
        self._say(pasted.HIDDEN, message, "delete it in the source, or take its style away")
        return end

    def _card(self, found: Embed, *, lost: str = "") -> None:
        """Put in place of an embed what it is and where it is."""
        title = f"{found.title}, " if found.title else ""
        words = html.escape(f"{found.service}: {title}")
        address = html.escape(found.url)
        line, number = f'data-line="{self.line}"', len(self.addresses)
        self.out.append(f'<p {line}>{words}<a {line} data-n="{number}" href="{address}">{address}</a></p>')
        self.addresses.append(found.url)
        message = f"an embed of {found.service} became its address" + (
            f"; left out: “{lost[:MOST_SHOWN]}”" if lost else ""
        )
        self._say(pasted.EMBED, message, "see whether a reader who cannot go there learns enough")

    def _dropped(self, token: re.Match[str], name: str) -> int:
        closing = re.compile(rf"</{re.escape(name)}\s*>", re.IGNORECASE).search(self.source, token.end())
        if token["end"] or (closing is None and not token["rest"].endswith("/")):
            # Without its end it would swallow the rest of the article: it is a word about HTML, then.
            self.out.append(html.escape(token[0], quote=False))
            if not token["end"]:
                message = f"“<{name}>” has no end tag, and is printed as it is written"
                self._say(rules.HTML_UNKNOWN, message, "write it as code, between backticks")
            return token.end()
        is_short = token["rest"].endswith("/") and (
            closing is None or f"<{name}" in self.source[token.end() : closing.start()].lower()
        )
        inside, end = (
            ("", token.end())
            if is_short or closing is None
            else (self.source[token.end() : closing.start()], closing.end())
        )
        embed = embedded(name, token["rest"]) if name in {"iframe", "script"} else None
        if embed is not None:
            self._card(embed)
        elif not (name == "script" and re.search(r"instagram|twitter|tiktok|platform|embed", token["rest"])):
            self._lost(name, inside, token["rest"])
        return end

    def _lost(self, name: str, inside: str, attributes: str = "") -> None:
        found = _ADDRESS.search(attributes) if name not in {"script", "style"} else None
        address = html.unescape(next(filter(None, found.groups()), "")) if found else ""
        words = _plain(inside) if name not in {"script", "style"} else ""
        lost = f", and with it “{words[:MOST_SHOWN]}”" if words else ""
        hint = "say in words, or with an image, what the reader would miss"
        which = f"“{name}” ({address[:200]})" if address else f"“{name}”"
        self._say(rules.HTML_DROPPED, f"the HTML element {which} was left out{lost}", hint)

    def _ruby(self, token: re.Match[str], name: str) -> int:
        """The reading of a word stands behind it in brackets: not every reader can set it above."""
        if name == "rp":
            closing = re.compile(r"</rp\s*>", re.IGNORECASE).search(self.source, token.end())
            return token.end() if token["end"] or closing is None else closing.end()
        self.out.append("）" if token["end"] else "（")
        return token.end()

    def _kept(self, token: re.Match[str], name: str) -> None:
        rest = token["rest"]
        is_short = name not in VOID and not token["end"] and rest.endswith("/") and not _BARE_VALUE.search(rest)
        if is_short:
            rest = rest[:-1]
        line = "" if token["end"] or name in _WITHOUT_LINE else f' data-line="{self.line}"'
        if name in {"a", "img"} and not token["end"]:
            found = _ADDRESS.search(rest)
            address = html.unescape(next(filter(None, found.groups()), "")) if found else ""
            if name == "a" and not _ID.search(rest) and (named := _NAME.search(rest)):
                line += f' id="{html.escape(html.unescape(next(filter(None, named.groups()), "")))}"'
            self.out.append(f'<{name}{line} data-n="{len(self.addresses)}"{rest}>')
            self.addresses.append(address.strip())
        else:
            self.out.append(f"<{token['end']}{name}{line}{rest}>")
        if is_short:
            self.out.append(f"</{name}>")
            if name != "span" or rest.strip():
                message = f"“<{name}/>” was closed at once: HTML does not know the slash"
                self._say(rules.HTML_CLOSED, message, f"write “<{name}…></{name}>”")
            return
        if name not in VOID:
            self._count(token, name)

    def _count(self, token: re.Match[str], name: str) -> None:
        if name in PHRASES:
            if not token["end"]:
                self.phrases.append((name, token.start()))
            else:
                at = next((n for n in range(len(self.phrases) - 1, -1, -1) if self.phrases[n][0] == name), None)
                if at is not None:
                    del self.phrases[at]
        self.depth = max(0, self.depth - 1 if token["end"] else self.depth + 1)
        if self.depth > DEPTH_LIMIT and not self.too_deep:
            self.too_deep = True
            message = f"more than {DEPTH_LIMIT} HTML elements are inside one another"
            self._say(rules.NESTING, message, "flatten the passage")

    def _say(self, rule: Rule, message: str, hint: str) -> None:
        self.findings.append(rule.found(message, where=self.places.line(self.line), hint=hint))


def _plain(text: str) -> str:
    """The words of HTML in one line."""
    return " ".join(html.unescape(re.sub(r"<[^<>]*>", " ", text)).split())
