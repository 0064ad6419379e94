"""Markup that had no effect, and that the reader would see or the author miss."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from separatum.model.findings import Finding
from separatum.source import pasted_rules as pasted
from separatum.source import rules
from separatum.source.html.element_names import PHRASES
from separatum.source.html.elements import marks_of, text_of
from separatum.source.locations import Places
from separatum.source.markdown.emoji import is_emoji

_CODE, _EDGE = "\x01", "\x02"
"""Stand in a block's text for code, and for the beginning and the end of a link."""
_ATTRIBUTES = re.compile(
    r"\{:?\s*[.#][A-Za-z][^{}]{0,2000}\}|\{:?\s*[a-z][\w-]*=\s*[\"'“”«»][^{}]{0,2000}\}"
    r"|\{:?\s*(?:align|width|height|loading|target|rel|class|id|lang|start|title|alt|data-\w+)=[^\s{}]+\s*\}"
)
_MARKDOWN = re.compile(
    r"\*\*(?![\s*])[^*]{1,600}\*\*|^[ \t]*#{1,6} [^\n]+|^[ \t]*\+(?:[-=]{3,}\+)+|~~(?![\s~])[^~]{1,600}~~"
    r"|!?\[[^\[\]]{0,500}\]\((?:(?:#|https?:|mailto:|\.{0,2}/)[^()\n]*(?:\([^()\n]*)?|\(*[\w./][^()\s]*)\)"
    r"|\*\*\w{1,60}|(?<!\w)\w{1,60}\*\*(?!\*)\S{0,60}"
    r"|(?<!`)(?P<ticks>`{1,3})[^`\s](?:[^`\n]{0,200}[^`\s])?(?P=ticks)(?!`)",
    re.MULTILINE,
)
_SITE = re.compile(
    r"\[/?[a-z][\w-]*+\s+[\w-]+=[^\[\]\n]{1,300}\]|\[/[a-z][\w-]*\]"
    r"|^[ \t]*:{3,}[ \t]*\w[^\n]*|^[ \t]*(?:!!!|\?\?\?\+?)[ \t]+\S[^\n]*"
    r"|!?\[\[[^\[\]\n]+\]\]|@\[[\w-]+\]\([^()\n]*\)|%%[^%\n]+%%|\{(?:==|\+\+|--|>>)[^{}\n]+\}"
    r"|\$\$[^$\n]+\$\$|(?<![=\w<>!])==(?![=\s>])[^=\n]{1,200}(?<!\s)==(?![=\w])"
    r"|^ *-{3,}(?: +-{3,})+ *$|^[ \t]*\|[^|\n]*\|[^\n]*\|[ \t]*$|-{2,}8<-{2,}|\{![^{}\n]+!\}"
    r"|\$\{[\w.]+\}|</>|\{\(?[^{}\n]{0,80}\)?\s*=>|\)\s*=>\s*[({]"
    r"|&(?:nbsp|amp|lt|gt|quot|#\d{2,6}|[mn]dash|hellip|[lr][sd]quo|[lr]aquo);",
    re.MULTILINE,
)
_MACHINE = re.compile(
    r"\[[^\[\]\n]*\]\(\x02?(?:https?:|mailto:)[^()\s]*(?:[ \x02][^()\n]{0,200}(?=\)))?\)?"
    r"|^\s*\[[ xX]\](?= )|\[!\w{3,20}\](?!\()"
    r"|(?<![=\w<>!])==(?![=\s>])[^=\n]{3,200}(?<!\s)==(?![=\w])|\*\*[^*\s][^*\n]{0,200}\*\*"
    r"|(?<![\w:/]):[a-z]+(?:_[a-z]+)+:(?![\w:/])|\\\[[^\[\]\n]{1,200}\\\]|\\\([^()\n]{1,200}\\\)|`{3}\w[^`\n]{0,100}`{3}",
    re.MULTILINE,
)
"""What nobody escapes on purpose: a program that translates or converts a text does."""
_SENTENCE = re.compile(
    "\\*\\*(?:(?:[^\\s*]+\\s+){3,}[^\\s*]+|[\u3040-\u9fff\uac00-\ud7ff，。、！？：；「」]{8,})\\*\\*"
)
"""A whole sentence between escaped stars: who writes about Markdown shows a word or two."""
_LINK = re.compile(r"\[(?P<words>[^\[\]\n]*)\]\(\x02?(?P<address>\w+)")
_SPACED = re.compile(
    r"\[(?=[^\[\]]{0,60}[^\W\d_])[^\[\]\n]{2,200}\][ \t]+\(\x02?(?:https?://|mailto:)[^()\s\x02]*\x02?\)?"
)
"""A link with a space between its brackets."""
_PARTING = re.compile(r"[ \t]*\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?[ \t]*")
"""The line of dashes that parts a table's head from its rows."""
_REFERENCE = re.compile(r"\[[^\[\]\x02]{1,200}\]\[(?!\d+\])[^\[\]]{0,200}\]")
_EMOJI = re.compile(r"(?<![\w:/]):[a-z][a-z0-9_+-]+:(?![\w:/])")
_CITATION = re.compile(
    r"\[[^\[\]@\n]{0,60}-?@[A-Za-z_][\w:.#$%&+?<>~/-]*[^\[\]\n]*\]|(?<![\w@.])@(?:fig|tbl|sec|eq|lst|thm|exm)[-:][\w:-]+"
    r"|(?<![\w@./])@[a-z][\w-]*(?:19|20)\d\d[a-z]?\b"
)
_OTHER_END = "close it with “**”, or open it where bold begins; if the stars are meant, write “\\*\\*”"
# Where a text has none of these, the pattern finds nothing in it.
_IN_MARKDOWN = ("**", "](", "`", "#", "~~", "+-", "+=")
_IN_SITE = ("[", "{", "|", "&", "=>", "==", ":::", "---", "!!!", "???", "%%", "$$", "8<", "</>")
_IN_MACHINE = ("[", ":", "**", "==", "\\(", "```")
_SIGNS = re.compile(r"[\[\]{}@*#~|$%=:!?\\&+`]|<!|--")
"""Signs without which a text holds no markup."""


def markup(tree: Element, places: Places) -> list[Finding]:
    """A finding for each piece of markup that the parser did not understand, and that would be printed."""
    findings = []
    for element, text in _prose(tree):
        if not _SIGNS.search(text):
            continue
        for found in _ATTRIBUTES.finditer(text):
            message = f"“{_shown(found)}” is printed as it is written"
            hint = "put it right behind the image or link, or alone on the line under the paragraph"
            findings.append(rules.ATTRIBUTES_LEFT.found(message, where=places.of(element, found[0]), hint=hint))
        if "<!--" in text:
            hint = "write “-->” where it ends, or delete it"
            where = places.of(element, "<!--")
            findings.append(pasted.COMMENT_OPEN.found("an HTML comment does not end", where=where, hint=hint))
        for found in _REFERENCE.finditer(text):
            message = f"“{_shown(found)}” refers to an address that is given nowhere"
            hint = "write a line with the name in brackets, a colon and the address"
            findings.append(rules.REFERENCE_MISSING.found(message, where=places.of(element, found[0]), hint=hint))
        for found in _CITATION.finditer(text):
            message = f"the citation “{_shown(found)}” is printed as it is written: no list of books is read"
            hint = "write the source as a note, “[^1]”, or the figure's number in words"
            findings.append(rules.CITATION.found(message, where=places.of(element, found[0]), hint=hint))
        for found in _SPACED.finditer(text):
            where = places.of(element, found[0].partition("(")[0])
            if places.holds(where, found[0].partition("(")[0]):
                message = f"“{_shown(found)}” is no link, and is printed as it is written"
                hint = "delete the space between the brackets"
                findings.append(rules.MARKDOWN_LEFT.found(message, where=where, hint=hint))
        tables, rest = _without_tables(element, text, places)
        findings += [*tables, *_left(element, rest, places)]
    return findings


def _without_tables(element: Element, text: str, places: Places) -> tuple[list[Finding], str]:
    """A finding for each table whose line of dashes has other columns than its head; and the text without them."""
    findings: list[Finding] = []
    lines = text.split("\n")
    for at in range(1, len(lines)):
        above, here = _columns(lines[at - 1]), _columns(lines[at])
        if above < 2 or above == here or not _PARTING.fullmatch(lines[at]):
            continue
        message = f"a table is printed as it is written: {above} columns above, {here} in this line"
        where = places.of(element, lines[at].strip())
        hint = "write as many columns here as in the line above"
        findings.append(rules.MARKDOWN_LEFT.found(message, where=where, hint=hint))
        end = next((down for down in range(at, len(lines)) if "|" not in lines[down]), len(lines))
        lines[at - 1 : end] = [""] * (end - at + 1)
    return findings, "\n".join(lines)


def _columns(line: str) -> int:
    return line.strip().removeprefix("|").removesuffix("|").count("|") + 1 if "|" in line else 0


def _shown(found: re.Match[str]) -> str:
    """A piece of a text in one line, for messages."""
    return " ".join(found[0].replace(_CODE, "…").replace(_EDGE, "").split())[:200]


def _left(element: Element, text: str, places: Places) -> Iterator[Finding]:
    """What is written in the source as it is printed: an escape is meant so, and has its backslash there."""
    for pattern, needed, hint in (
        (_MARKDOWN, _IN_MARKDOWN, "put an empty line before it and behind it, or write it in HTML"),
        (_SITE, _IN_SITE, "write what it stands for, or delete it; if it is your subject, write it as code"),
        (_EMOJI, (":",), "put the sign itself in its place"),
    ):
        if not any(sign in text for sign in needed):
            continue
        for found in pattern.finditer(text):
            piece = found[0].strip()
            where = places.of(element, piece)
            is_known = pattern is not _EMOJI or is_emoji(piece)
            written = _beginning(piece)
            if is_known and (_CODE in piece or _EDGE in piece or places.holds(where, written)):
                advice = _OTHER_END if pattern is _MARKDOWN and piece.count("**") == 1 else hint
                yield rules.MARKDOWN_LEFT.found(
                    f"“{_shown(found)}” is printed as it is written", where=where, hint=advice
                )
    for found in _MACHINE.finditer(text) if any(sign in text for sign in _IN_MACHINE) else ():
        where = places.of(element, found[0].strip())
        if any(places.holds(where, one) for one in _escaped(found[0])) or _SENTENCE.fullmatch(found[0]):
            hint = "take the backslashes away, or write it as code if it is your subject"
            yield rules.MARKDOWN_LEFT.found(f"“{_shown(found)}” is printed as it is written", where=where, hint=hint)


def _beginning(piece: str) -> str:
    """As much of a piece as stands in the source word for word: behind it may be a link, or a template's address."""
    if "](" in piece:
        return piece[: piece.find("](") + 2]
    if piece.startswith(("**", "~~")):
        return piece.split(maxsplit=1)[0]
    word, sign, _ = piece.partition("**")
    return word + sign


def _escaped(piece: str) -> tuple[str, ...]:
    """How programs that escape write a piece, behind its first sign; empty where every writing is a program's."""
    if link := _LINK.match(piece):
        return (f"{link['words']}\\]({link['address']}",)
    if piece.startswith("=="):
        return (piece[1:],)
    if piece.startswith("`"):
        return ("\\`\\`" + piece.strip("`"),)
    if piece.startswith(":"):
        return (piece.replace("_", "\\_"),)
    inner = piece.strip("*")
    return (f"**\\*{inner}", f"**\\*\\{inner}") if piece.startswith("**") else ("",)


def marks(tree: Element, places: Places) -> list[Finding]:
    """A finding for each mark that is where it has no effect."""
    findings = []
    for element in tree.iter():
        for mark in sorted(marks_of(element)) if element.tag != "aside" else ():
            message = f"“.{mark}” has no effect on “{text_of(element)[:60]}”"
            hint = {"pullquote": "put it under a quotation", "related": "put it on a link alone in its paragraph"}[mark]
            findings.append(rules.MARK_UNUSED.found(message, where=places.of(element), hint=hint))
    for image in tree.iter("img"):
        if set(image.attrib) & {"title", "credit", "licence", "license"}:
            lost = " ".join(filter(None, map(image.get, ("title", "credit", "licence", "license"))))
            message = f"the caption or credit of the image “{image.get('alt', '')[:60]}” is not printed: “{lost[:300]}”"
            hint = "put the image alone into a paragraph, with a blank line before and after"
            findings.append(rules.CAPTION_LOST.found(message, where=places.of(image), hint=hint))
    return findings


def _prose(tree: Element) -> Iterator[tuple[Element, str]]:
    """The text of each block, with the nearest element around it whose line is known; signs stand for its code."""
    yield from _Blocks(tree).told


class _Blocks:
    """Gathers the texts of a tree, block by block."""

    def __init__(self, tree: Element) -> None:
        self.told: list[tuple[Element, str]] = []
        self._parts: list[str] = []
        self._last = tree
        """The element before, whose line is known: words behind a block stand in the element around it."""
        self._read(tree, tree)
        self._end(tree)

    def _end(self, holder: Element) -> None:
        if self._parts and (text := "".join(self._parts)).strip():
            self.told.append((holder if "data-line" in holder.attrib else self._last, text))
        self._parts = []

    def _read(self, element: Element, holder: Element) -> None:
        if element.tag in {"code", "pre", "math"}:
            self._parts.append(_CODE)
            return
        inner = holder
        is_block = element.tag not in PHRASES and element.tag not in {"img", "br"}
        if is_block:
            self._end(holder)
            inner = element if "data-line" in element.attrib else holder
            self._last = inner if "data-line" in inner.attrib else self._last
        edge = {"a": _EDGE, "br": "\n"}.get(element.tag, "")
        self._parts += [edge, element.text or ""]
        for child in element:
            self._read(child, inner)
            self._parts.append(child.tail or "")
        self._parts.append(edge if element.tag == "a" else "")
        if is_block:
            self._end(inner)
