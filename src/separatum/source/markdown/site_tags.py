"""Tags of the programs that make web sites: how they are written, and what those mean that are known.

Hugo's shortcodes, the tags of Liquid, Nunjucks and Hexo, components of MDX, and WordPress' shortcodes.
"""

import re
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any, Literal

from markdown_it import helpers

from separatum.source.html.element_names import KNOWN, PAGE_SCHEME
from separatum.source.markdown.callouts import FOLDED, KIND_OF, kind_of

Dialect = Literal["hugo", "liquid", "variable", "comment", "component", "bracket", "literal"]


MOST_SHOWN = 2_000
"""Letters of a tag that a message shows: what is left out is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A tag, as it is written."""

    dialect: Dialect
    name: str
    """In small letters; of a closing tag, what it closes."""
    raw: str
    """The whole tag."""
    words: tuple[str, ...] = ()
    """Its arguments without a name."""
    named: dict[str, str] = field(default_factory=dict)
    is_closing: bool = False
    is_void: bool = False
    """Whether the tag says itself that nothing closes it: “<Photo />”."""

    @property
    def shown(self) -> str:
        """The tag in one line, for messages."""
        return " ".join(self.raw.split())[:MOST_SHOWN]


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a tag stands for."""

    kind: Literal["figure", "address", "callout", "quote", "nothing", "text", "label"]
    source: str = ""
    """Of a figure, its file; of an address, the address; of a callout, its kind; of a text, the text."""
    title: str = ""
    """Of a figure, its caption; of an address, the name of its site or its words; of a callout, its title."""
    alt: str = ""
    credit: str = ""


_TAGS: tuple[tuple[Dialect, re.Pattern[str]], ...] = (
    ("literal", re.compile(r"\{\{(?P<a>[<%])/\*(?P<body>.{0,4000}?)\*/(?P<b>[>%])\}\}", re.DOTALL)),
    ("hugo", re.compile(r"\{\{[<%](?P<body>(?:[^{}]|\{(?!\{)|\}(?!\})){0,4000}?)[>%]\}\}")),
    (
        "comment",
        re.compile(
            r"\{\{!--.{0,4000}?--\}\}|\{#(?!\S{0,200}\}).{0,4000}?#\}|\{\{-?\s*/\*.{0,4000}?\*/\s*-?\}\}|\{/\*.{0,4000}?\*/\}",
            re.DOTALL,
        ),
    ),
    ("variable", re.compile(r"\{\{-?(?P<body>(?:[^{}]|\{(?!\{)|\}(?!\})){0,2000}?)-?\}\}")),
    ("liquid", re.compile(r"\{%-?(?P<body>(?:[^%]|%(?!\})){0,4000}?)-?%\}")),
    ("liquid", re.compile(r"<%[-=_*]?(?P<body>(?:[^%]|%(?!>)){0,4000}?)-?%>")),
)
_CLOSING: dict[str, tuple[str, ...]] = {
    "literal": ("}}",),
    "hugo": ("}}",),
    "comment": ("#}", "}}", "*/}"),
    "variable": ("}}",),
    "liquid": ("%}", "%>"),
}
_MOST = 4_200
"""Letters of a tag."""
_COMPONENT = re.compile(
    r"<(?P<end>/?)(?P<name>[A-Z][\w.]*|[a-z]\w*+[-:][\w-][\w:-]*+)(?P<rest>(?:\"[^\"]*\"|'[^']*'|\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
    r"|(?<!=)/(?!>)|=>|[^<>{}\"'/]|(?!))*+)(?P<void>/?)>|<(?P<fragment>/?)>"
)
_BRACKET = re.compile(
    r"\[(?P<end>/?)(?P<name>[a-z][\w-]*)(?P<value>=[^\]\s]+)?"
    r"(?P<rest>(?:\s+[\w-]+\s*=\s*(?:\"[^\"\]]*\"|'[^'\]]*'|[“”″][^\]“”″]*[“”″]|[^\s\"'\]]+)|\s+https?://[^\s\]]+|\s+[\w-]+|(?!))*+)\s*(?P<void>/?)\]"
)
_ARGUMENT = re.compile(
    r"(?P<name>[\w.:@-]+)\s*[=:]\s*(?P<value>\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`[^`]*`|\{[^{}]*\}|[^\s\"'`,]+)"
    r"|(?P<word>\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|`[^`]*`|[^\s\"'`,=]+)"
)
WORDPRESS = frozenset(
    """
    caption wp_caption embed gallery youtube video audio playlist vimeo tweet twitter instagram soundcloud spotify gist
    contact-form contact-form-7 button quote pullquote blockquote sidenote googlemaps google-map map ad ads adsense
    newsletter subscribe related_posts related jetpack-related-posts sharing toc table-of-contents raw row column
    columns one_half one_third two_third one_half_last accordion tab tabs toggle spoiler highlight dropcap divider
    more nextpage icon social recaptcha poll slideshow carousel images image img code sourcecode read_more
    """.split()  # noqa: SIM905  (a word list reads better so)
)
"""Names of shortcodes that are met in exported posts; others are taken for such if they have arguments or an end."""
_BBCODE = {"b": "strong", "i": "em"}


def tag_at(text: str, at: int) -> tuple[Tag, int] | None:
    """The tag that begins at a place of a text, and where it ends; None if there is none."""
    sign = text[at : at + 1]
    if sign == "{" or text.startswith("<%", at):
        return _hidden(text, at) or _braced(text, at)
    if sign == "<":
        return _component(text, at)
    return _bracketed(text, at) if sign == "[" else None


HIDING = re.compile(
    r"(?P<liquid>\{%-?\s*comment\s*-?%\})|(?P<kramdown>\{::\s*comment\s*\})|\{\{[<%]\s*comment\s*[>%]\}\}"
)
"""What opens a comment in the language of a template, or in kramdown."""
_HIDDEN_END = {
    "endcomment": re.compile(r"\{%-?\s*endcomment\s*-?%\}"),
    "{:/": re.compile(r"\{:/\s*(?:comment)?\s*\}"),
    "/comment": re.compile(r"\{\{[<%]\s*/\s*comment\s*[>%]\}\}"),
}
_MOST_HIDDEN = 20_000
"""Letters of a comment within a paragraph."""


def closing_of(opening: re.Match[str]) -> str:
    """A word that what closes a comment holds."""
    return "endcomment" if opening["liquid"] else "{:/" if opening["kramdown"] else "/comment"


def hidden_end(text: str, opening: re.Match[str], start: int) -> int | None:
    """Where the comment ends that something opened, from a place on; None if nothing closes it."""
    closing = closing_of(opening)
    if text.find(closing, start, start + _MOST_HIDDEN) < 0:
        return None
    found = _HIDDEN_END[closing].search(text, start, start + _MOST_HIDDEN)
    return found.end() if found else None


def _hidden(text: str, at: int) -> tuple[Tag, int] | None:
    opening = HIDING.match(text, at)
    end = hidden_end(text, opening, opening.end()) if opening else None
    return None if end is None else (Tag(dialect="comment", name="", raw=text[at:end]), end)


def _braced(text: str, at: int) -> tuple[Tag, int] | None:
    if text[at + 1 : at + 2] not in "{%#/":
        return None
    for dialect, pattern in _TAGS:
        if not any(text.find(closing, at + 2, at + _MOST) >= 0 for closing in _CLOSING[dialect]):
            continue  # most signs open nothing: not to look for each to the end of the text
        found = pattern.match(text, at)
        if found is None:
            continue
        if dialect == "literal":
            ends = {"<": ">", "%": "%"}
            shown = "{{" + found["a"] + found["body"] + ends[found["a"]] + "}}"
            return Tag(dialect="literal", name="", raw=shown), found.end()
        if dialect == "comment":
            return Tag(dialect="comment", name="", raw=found[0]), found.end()
        body = found["body"].strip()
        if dialect == "variable":
            return Tag(dialect="variable", name=body, raw=found[0]), found.end()
        is_closing = body.startswith("/")
        words, named = arguments(body.lstrip("/").rstrip("/"))
        name = words[0].lower() if words else ""
        if dialect == "liquid" and name.startswith("end") and len(name) > 3:
            is_closing, name = True, name[3:]
        tag = Tag(
            dialect=dialect,
            name=name,
            raw=found[0],
            words=tuple(words[1:]),
            named=named,
            is_closing=is_closing,
            is_void=body.endswith("/"),
        )
        return tag, found.end()
    return None


def _component(text: str, at: int) -> tuple[Tag, int] | None:
    found = _COMPONENT.match(text, at)
    if found is None:
        return None
    if found["fragment"] is not None:
        return Tag(dialect="component", name="<>", raw=found[0], is_closing=bool(found["fragment"])), found.end()
    if found["name"].lower() in KNOWN and (found["name"].isupper() or found["name"].lower() in _HTML):
        return None
    words, named = arguments(found["rest"])
    tag = Tag(
        dialect="component",
        name=found["name"].lower(),
        raw=found[0],
        words=tuple(words),
        named=named,
        is_closing=bool(found["end"]),
        is_void=bool(found["void"]),
    )
    return tag, found.end()


def _bracketed(text: str, at: int) -> tuple[Tag, int] | None:
    found = _BRACKET.match(text, at)
    if found is None:
        return None
    name = found["name"].lower()
    is_certain = name in WORDPRESS and "=" in found["rest"]
    if text[found.end() : found.end() + 1] in {"(", "[", ":"} and not is_certain:
        return None
    has_end = f"[/{found['name']}]" in text[found.end() :]
    has_arguments = "=" in found["rest"]
    if not (
        found["end"] or has_end or has_arguments or (name in WORDPRESS and (found["rest"].strip() or found["void"]))
    ):
        return None
    words, named = arguments(found["rest"])
    tag = Tag(
        dialect="bracket",
        name=name,
        raw=found[0],
        words=(*words, *([found["value"][1:]] if found["value"] else [])),
        named=named,
        is_closing=bool(found["end"]),
        is_void=bool(found["void"]),
    )
    return tag, found.end()


def arguments(text: str) -> tuple[list[str], dict[str, str]]:
    """The arguments of a tag: those without a name, and those with one."""
    words, named = [], {}
    for found in _ARGUMENT.finditer(text):
        if (
            found["name"]
            and not found["name"].startswith(("http:", "https:"))
            and not found[0].startswith(("http:", "https:"))
        ):
            named[found["name"].lower()] = _plain(found["value"])
        else:
            words.append(_plain(found["word"] or found[0]))
    return words, named


def _plain(value: str) -> str:
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'`":
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    if value.startswith("{") and value.endswith("}"):
        return _plain(value[1:-1].strip())
    return value.strip("“”″")


_HTML = frozenset(
    {"table", "thead", "tbody", "tfoot", "tr", "td", "th", "div", "span", "br", "hr", "font", "center", "p", "a"}
)
"""Elements that are HTML also with a capital."""

# --- What they mean ---

_FIGURES = frozenset(
    ["figure", "fig", "img", "image", "imgproc", "picture", "photo", "responsive-image", "asset_img", "resize"]
)
_INCLUDED_FIGURE = re.compile(r"(?:figure|image|img|photo|picture)", re.IGNORECASE)
_QUOTES = frozenset(["quote", "blockquote", "pullquote", "pull-quote", "cq", "quotation"])
_NOTHING = frozenset(
    """
    toc table-of-contents tableofcontents more truncate break pagebreak nextpage clear clearfix br center left right
    columns column row tabs tab tabitem fragment raw rawhtml markdown div section wrapper container steps grid
    """.split()  # noqa: SIM905  (a word list reads better so)
)
"""Tags whose loss no reader would notice: they arrange a page."""
_LABELLED = frozenset({"tab", "tabitem", "tab-item", "step", "accordion-item", "accordionitem", "panel-item"})
"""Tags whose name for their part is words of the text."""
_SITES: dict[str, tuple[str, str]] = {
    "youtube": ("YouTube", "https://www.youtube.com/watch?v={}"),
    "vimeo": ("Vimeo", "https://vimeo.com/{}"),
    "tweet": ("X", "https://x.com/i/status/{}"),
    "twitter": ("X", "https://x.com/i/status/{}"),
    "x": ("X", "https://x.com/i/status/{}"),
    "instagram": ("Instagram", "https://www.instagram.com/p/{}/"),
    "gist": ("GitHub", "https://gist.github.com/{}"),
    "spotify": ("Spotify", "https://open.spotify.com/{}"),
    "soundcloud": ("SoundCloud", "https://soundcloud.com/{}"),
    "tiktok": ("TikTok", "https://www.tiktok.com/embed/{}"),
    "codepen": ("CodePen", "https://codepen.io/{}"),
    "jsfiddle": ("JSFiddle", "https://jsfiddle.net/{}"),
    "telegram": ("Telegram", "https://t.me/{}"),
    "bilibili": ("Bilibili", "https://www.bilibili.com/video/{}"),
    "rutube": ("Rutube", "https://rutube.ru/video/{}/"),
    "mastodon": ("Mastodon", "{}"),
    "embed": ("", "{}"),
    "video": ("", "{}"),
    "audio": ("", "{}"),
    "card": ("", "{}"),
    "linkcard": ("", "{}"),
    "bookmark": ("", "{}"),
    "link-preview": ("", "{}"),
    "button": ("", "{}"),
    "link": ("", "{}"),
    "slideshare": ("SlideShare", "https://www.slideshare.net/{}"),
    "speakerdeck": ("Speaker Deck", "https://speakerdeck.com/player/{}"),
}
_SOURCES = ("src", "source", "url", "path", "file", "image", "image_path", "img", "href")


def meaning(tag: Tag) -> Meaning | None:
    """What a tag means that is not a closing one; None if that is not known."""
    name = tag.name.rpartition("/")[2].removesuffix(".html").removeprefix("rawhtml-")
    if tag.dialect == "liquid" and name in {"include", "render", "include_relative", "include_cached", "partial"}:
        return _included(tag)
    if found := _embed(name, tag):
        return found
    if name in _FIGURES or (name in {"caption", "wp_caption"} and tag.dialect == "bracket" and _source(tag)):
        return figure_of(tag)
    if name in _QUOTES:
        author = tag.named.get("author", tag.named.get("cite", " ".join(tag.words)))
        return Meaning(kind="quote", title=author)
    label = tag.named.get("label") or tag.named.get("title") or tag.named.get("name") or " ".join(tag.words)
    if name in _LABELLED and label:
        return Meaning(kind="label", source=label)
    return _container(name, tag)


def _container(name: str, tag: Tag) -> Meaning | None:
    named = [name]
    is_general = name in {
        "notice",
        "alert",
        "admonition",
        "callout",
        "hint",
        "message",
        "box",
        "panel",
        "note",
        "container",
    }
    named_kind = tag.named.get("type") or tag.named.get("kind") or tag.named.get("level") or next(iter(tag.words), "")
    if is_general and named_kind.lower() in KIND_OF | {"warn": "", "default": "", "primary": "", "secondary": ""}:
        named = [named_kind.lower(), name]
    kind = kind_of(named)
    if kind is None:
        return Meaning(kind="nothing") if name in _NOTHING else None
    words = [word for word in tag.words if word.lower() not in {*named, "true", "false", "open"}]
    title = (
        tag.named.get("title")
        or tag.named.get("summary")
        or tag.named.get("label")
        or tag.named.get("header")
        or " ".join(words)
    )
    return Meaning(kind="callout", source="details" if name in FOLDED else kind, title=title)


def _source(tag: Tag) -> str:
    return next((tag.named[name] for name in _SOURCES if tag.named.get(name)), "")


def figure_of(tag: Tag) -> Meaning | None:
    """The figure that a tag with a file of a picture among its arguments stands for; None if it has none."""
    source = _source(tag) or next(
        (word for word in tag.words if re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg)$", word)), ""
    )
    others = [word for word in tag.words if word != source and not re.fullmatch(r"[\d%px]+|left|right|center", word)]
    if not source:
        return None
    caption = tag.named.get("caption") or tag.named.get("title") or " ".join(others)
    alt = next((tag.named[name] for name in ("alt", "description", "photodescription") if tag.named.get(name)), "")
    credit = tag.named.get("attr") or tag.named.get("credit") or tag.named.get("copyright") or ""
    return Meaning(
        kind="figure",
        source=without_templates(source),
        title=caption,
        alt=alt or re.sub(r"<[^<>]*>|[*_`]", "", caption),
        credit=credit,
    )


def _included(tag: Tag) -> Meaning | None:
    file = next(iter(tag.words), "")
    if _INCLUDED_FIGURE.search(file):
        return figure_of(Tag(dialect="liquid", name="figure", raw=tag.raw, words=tag.words[1:], named=tag.named))
    site = next((site for site in ("youtube", "vimeo", "twitter", "instagram", "gist") if site in file.lower()), None)
    if site is not None:
        return _embed(site, Tag(dialect="liquid", name=site, raw=tag.raw, words=tag.words[1:], named=tag.named))
    if kind_of([re.split(r"[./]", file)[-2 if "." in file else -1]]) and (
        tag.named.get("content") or tag.named.get("text")
    ):
        return Meaning(kind="text", source=tag.named.get("content") or tag.named["text"])
    return None


def _embed(name: str, tag: Tag) -> Meaning | None:
    if name not in _SITES:
        return None
    site, pattern = _SITES[name]
    given = [
        tag.named.get("id"),
        tag.named.get("url"),
        tag.named.get("src"),
        tag.named.get("href"),
        tag.named.get("link"),
        *tag.words,
    ]
    names = [one for one in given if one and re.fullmatch(r"[^\s<>\"{}]+", one)]
    address = next((one for one in names if one.startswith(("https://", "http://"))), None)
    if address is None and pattern != "{}" and names:
        user = tag.named.get("user", "")
        if name in {"tweet", "twitter", "x"} and user and tag.named.get("id"):
            address = f"https://x.com/{user}/status/{tag.named['id']}"
        elif name == "gist":
            address = pattern.format("/".join(names[:2]))
        else:
            address = pattern.format(names[0])
    if address is None:
        return None
    title = tag.named.get("title") or tag.named.get("text") or tag.named.get("label") or ""
    return Meaning(kind="address", source=address, title=title or site)


# --- Links ---

_TEMPLATE = r"(?:\{\{.*?\}\}|\{%.*?%\}|\$\{[^{}]*\})"
_TEMPLATED = re.compile(rf"(?:{_TEMPLATE}|[^\s(){{}}<>])+")
_HAS_TEMPLATE = re.compile(_TEMPLATE)
_QUOTED = re.compile(r"[\"'](?P<text>[^\"']*)[\"']")
_PAGE = re.compile(
    r"(?:\{\{[<%]\s*|\{%-?\s*)(?:ref|relref|link|post_url|post_link|post_path|page_ref)\s+(?P<page>.*?)\s*(?:[>%]\}\}|-?%\})"
)
_SPACED_FILE = re.compile(
    r"[^()<>\"'\n]*[^()<>\"'\s]\.(?:jpe?g|png|gif|webp|avif|svg|pdf|mp3|mp4)(?=\s*(?:[\"')]|$))", re.IGNORECASE
)


def link_destination(text: str, at: int, end: int) -> Any:
    """The address of a link (CommonMark 0.31.2, 6.3); also one that a template makes, or a file's name with spaces."""
    head = text[at : min(end, at + 2000)]
    line = head.partition("\n")[0]
    if "{{" in line or "{%" in line or "${" in line:
        found = _TEMPLATED.match(text, at, end)
        if found is not None and _HAS_TEMPLATE.search(found[0]):
            return SimpleNamespace(ok=True, pos=found.end(), str=without_templates(found[0]))
    if " " in line and (spaced := _SPACED_FILE.match(text, at, end)) and " " in spaced[0]:
        return SimpleNamespace(ok=True, pos=spaced.end(), str=spaced[0])
    return helpers.parseLinkDestination(text, at, end)


def without_templates(address: str) -> str:
    """An address without a template's tags; a page that only the web site knows gets a scheme of its own."""
    page = _PAGE.search(address)
    return _page_address(page) if page else filled_in(address)


def _page_address(page: re.Match[str]) -> str:
    return f"{PAGE_SCHEME}:{page['page'].strip(chr(34) + chr(39))}"


def filled_in(text: str) -> str:
    """Text with the addresses that a template would put into it, as far as they are known."""

    def plain(found: re.Match[str]) -> str:
        if page := _PAGE.search(found[0]):
            return _page_address(page)
        quoted = _QUOTED.search(found[0])
        return quoted["text"] if quoted else ""

    return _HAS_TEMPLATE.sub(plain, text) if "{" in text else text
