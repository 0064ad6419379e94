"""Signs that a text was harmed in copying: a machine finds them, a person judges them."""

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest
from xml.etree.ElementTree import Element

from separatum.model.alternative_text import describes_nothing
from separatum.model.findings import Finding, Location, Rule
from separatum.source import pasted_rules as rules
from separatum.source.html.elements import text_of
from separatum.source.lint.banners import BUTTONS, CREDIT, LABELS, is_banner
from separatum.source.locations import Places
from separatum.source.traces import has_path

_MAIL = re.compile(
    r"\[\s*(?:email|e-mail|mail|электронная почта|адрес|имейл|correo electrónico)[ \u00a0\xad-]*"
    r"(?:protected|защищ\w*|protegido|protégé|geschützt)\s*\]|/cdn-cgi/l/email-protection",
    re.IGNORECASE,
)
_LATIN = re.compile("(?:[\u00c2-\u00f4][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]{1,3})+")
_CYRILLIC = re.compile(
    "(?:[РСвЃ][\u0080-\u00bf\u0401-\u040f\u0451-\u045f\u0490\u0491Ђ°±Ііґµ¶·ё№є»јЅѕї‚ѓ„…†‡€‰‹’“”•–—™›“]{1,2}){3,}"
)
Say = Callable[[Rule, str, Location, str], None]
_LINES = frozenset({"p", "li", "td", "th", "dd", "dt", "figcaption"})
_SHOWN_WHOLE = 60
_LONG_ENOUGH = 40
"""Letters below which two paragraphs may well say the same."""


def find_damage(trees: list[Element], places: Places) -> list[Finding]:
    """A finding for each place that looks harmed.

    Args:
        trees: the text and its notes, before their punctuation is set.
        places: for the lines.
    """
    findings: list[Finding] = []

    def say(rule: Rule, message: str, where: Location, hint: str) -> None:
        findings.append(rule.found(message, where=where, hint=hint))

    if trees:
        _bare_headings(trees[0], places, say)
    for tree in trees:
        lines = [(element, text_of(element)) for element in _lines(tree) if element.find(".//p") is None]
        repeated = {id(line) for aside in tree.iter("aside") if aside is not tree for line in aside.iter("p")}
        for element, text in lines:
            _look_at_line(element, text, places, say)
        for image in tree.iter("img"):
            alternative = image.get("alt", "")
            if has_path(alternative) and not describes_nothing(alternative):
                message, hint = "the alternative text of a picture has a path", "write what the picture shows"
                say(rules.ALT_PATH, message, places.of(image), hint)
        _quotations(tree, lines, places, say)
        _doubled([line for line in lines if id(line[0]) not in repeated], places, say)
    return findings


def _lines(tree: Element) -> Iterator[Element]:
    """The elements that hold one line of text each."""
    return (element for element in tree.iter() if element.tag in _LINES)


def _look_at_line(element: Element, text: str, places: Places, say: Say) -> None:
    shown = text[:_SHOWN_WHOLE]
    found = _MAIL.search(text) if "[" in text or "/" in text else None
    if found or any("/cdn-cgi/l/email-protection" in link.get("href", "") for link in element.iter("a")):
        say(
            rules.MAIL_HIDDEN,
            f"a mail address was lost: “{shown}”",
            places.of(element, found[0] if found else ""),
            "write the true address",
        )
    wrong = _wrongly_read(text)
    if wrong:
        message = f"“{wrong[0][:_SHOWN_WHOLE]}” probably means “{wrong[1][:_SHOWN_WHOLE]}”"
        where = places.of(element, wrong[0])
        say(rules.MOJIBAKE, message, where, "write what is meant, or copy the text anew")
    if element.tag not in {"p", "li"}:
        return
    if len(text) < 200 and (_is_button(text) or (element.tag == "p" and LABELS.match(text))):
        say(
            rules.BUTTON,
            f"“{shown}” looks like a button or a label of a web page",
            places.of(element),
            "delete it, if it is one",
        )
    elif len(text) < 400 and is_banner(text):
        say(rules.BANNER, f"“{shown}” looks like a banner", places.of(element), "delete it, if it is one")
    elif element.tag == "p" and len(text) < 120 and CREDIT.match(text):
        hint = 'put it behind its image, as {credit="…"}, or delete it'
        say(rules.CREDIT_ALONE, f"“{shown}” looks like the credit of an image", places.of(element), hint)


def _is_button(text: str) -> bool:
    return re.sub(r"[^\w\s]+", "", text).strip().casefold() in BUTTONS


_SHORT = 60
_SENTENCE_ENDS = re.compile(r"[.!?…:;,。！？：；、،؟۔»”\"'’)\]–—-]$")
_BLOCKS_BEHIND = frozenset({"p", "table", "ul", "ol"})


def _bare_headings(root: Element, places: Places, say: Say) -> None:
    """In a text without headings, a short line alone that ends like none may be one that lost its marks."""
    blocks = list(root)
    if any(block.tag in {"h1", "h2", "h3", "h4", "h5", "h6"} for block in blocks):
        return
    short = [_is_short(block) for block in blocks]
    for at in range(1, len(blocks) - 1):
        following = blocks[at + 1]
        is_headed = following.tag in _BLOCKS_BEHIND and (following.tag != "p" or len(text_of(following)) > _SHORT)
        if short[at] and not short[at - 1] and is_headed:
            message = f"“{text_of(blocks[at])}” looks like a heading"
            say(rules.HEADING, message, places.of(blocks[at]), "write “## ” before it, if it is one")


def _is_short(block: Element) -> bool:
    text = text_of(block)
    if block.tag != "p" or len(block) or not 0 < len(text) <= _SHORT or _SENTENCE_ENDS.search(text):
        return False
    is_other = _is_button(text) or LABELS.match(text) or CREDIT.match(text) or is_banner(text)
    return text[0].isalnum() and not text[0].islower() and not is_other and not text.replace(" ", "").isdigit()


def _wrongly_read(text: str) -> tuple[str, str] | None:
    """A stretch that is UTF-8 read as something else, and what it says in truth; None where there is none."""
    for pattern, encoding in () if text.isascii() else ((_LATIN, "cp1252"), (_CYRILLIC, "cp1251")):
        for found in pattern.finditer(text):
            try:
                meant = b"".join(_byte(sign, encoding) for sign in found[0]).decode("utf-8")
            except (UnicodeDecodeError, UnicodeEncodeError):
                continue
            return found[0], meant
    return None


def _byte(sign: str, encoding: str) -> bytes:
    # Bytes that the encoding does not know, browsers read as the control with the same number (Encoding Standard, 9).
    return bytes([ord(sign)]) if "\x80" <= sign <= "\x9f" else sign.encode(encoding)


_ENDS = re.compile(r"[,;:–—(\[{-]$")


_Line = tuple[Element, str]
"""An element, and its text."""


def _quotations(tree: Element, lines: Sequence[_Line], places: Places, say: Say) -> None:
    blocks = [line for line in lines if line[0].tag in {"p", "li"}]
    for (element, text), (_, following) in zip_longest(blocks, blocks[1:], fillvalue=(tree, "")):
        if _is_unbalanced(text, following):
            hint = "see where the quotation ends, and set the missing mark"
            where = places.of(element, _around(text))
            say(rules.QUOTATION_OPEN, f"a quotation is not closed: “{_around(text)}”", where, hint)
    for quote in tree.iter("blockquote"):
        text = text_of(quote)
        if len(text) > _LONG_ENOUGH and _ENDS.search(text) and not text.endswith(":"):
            hint = "see whether its end was lost"
            say(rules.QUOTATION_CUT, f"a quotation breaks off: “… {text[-_SHOWN_WHOLE:]}”", places.of(quote), hint)


def _around(text: str) -> str:
    at = max((text.rfind(sign) for sign in '"“«„'), default=-1)
    return text[max(at, 0) :][:_SHOWN_WHOLE]


def _is_unbalanced(text: str, following: str) -> bool:
    goes_on = following[:1] in '"“«„»' and bool(following)
    # Inches and seconds stand right behind a digit.
    straight = len(re.findall(r'(?<!\d)"|(?<=\d)"(?=[\s.,;:!?)]*$)', text))
    if straight % 2 and re.search(r'\d"', text):
        straight += 1
    if straight % 2:
        return not goes_on
    low = "„" in text  # German, Russian within «», Georgian: “ closes
    opened, closed = ("„", "“”") if low else ("“", "”")
    depth = sum(text.count(sign) for sign in opened) - sum(text.count(sign) for sign in closed)
    guillemets = text.count("«") - text.count("»")
    if guillemets and (text.startswith("»") or re.search(r"(?:^|\s)»\w", text)):
        guillemets = 0  # Danish and German set them the other way round
    return (depth > 0 or guillemets > 0) and not goes_on


def _doubled(lines: Sequence[_Line], places: Places, say: Say) -> None:
    seen: dict[str, int] = {}
    for element, text in lines:
        if element.tag != "p" or len(text) < _LONG_ENOUGH:
            continue
        seen[text] = seen.get(text, 0) + 1
        if seen[text] == 2:
            where = places.of(element)
            say(
                rules.PARAGRAPH_TWICE,
                f"this is in the text twice: “{text[:_SHOWN_WHOLE]}”",
                where,
                "delete one of the two",
            )
