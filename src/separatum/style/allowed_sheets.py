"""What a style's sheets may do: set type. They fetch nothing, add no words, and hide none.

A style may be a stranger's. The sheets are read as a browser reads them, escapes and all (CSS Syntax 3), and each rule,
property and value is looked at; those of books are on a list (`book_properties`). What print.css covers or moves away
is found in the finished PDF; what the EPUB's sheets hide by their cascade, by `require_readable`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from separatum.style.book_properties import why_refused, why_selector_is_refused
from separatum.style.declarations import declarations, rules_of

if TYPE_CHECKING:
    import xml.etree.ElementTree as ET

_FETCHES = frozenset(
    """
    url src image image-set -webkit-image-set cross-fade -webkit-cross-fade element -moz-element paint expression attr
    target-text target-content var env link local
    """.split()  # noqa: SIM905  (a word list reads better so)
)
"""Functions that fetch something, or show what the rules do not say."""
_AT_RULES = frozenset({"page", "media", "charset", "footnote", "supports"})
_AT_RULES_OF_BOOKS = frozenset({"page", "media", "charset", "supports"})
_MARGIN_BOX = re.compile(r"(?:top|bottom|left|right)(?:-(?:left|right|top|bottom|center|middle))?(?:-corner)?")
_NAMES_OF_FONTS = frozenset(
    {"font", "font-family", "font-feature-settings", "font-variation-settings", "font-language-override"}
)
_LETTER = re.compile(r"[^\W_]")
_SMALLEST = {
    "em": 0.5,
    "rem": 0.5,
    "ex": 1.0,
    "%": 50,
    "pt": 5,
    "px": 6.5,
    "pc": 0.42,
    "mm": 1.75,
    "cm": 0.175,
    "in": 0.07,
}
"""Of each unit, the smallest size of letters."""
_WORDLESS = _NAMES_OF_FONTS | {"charset", "printed content"}
"""Where a string is no word of an edition, or is looked at elsewhere."""


class NotAllowedError(Exception):
    """A sheet does something that it may not do; the message says what, with the line."""


def require_harmless(sheet: str, *, is_for_books: bool, pictures: frozenset[str] = frozenset()) -> None:
    """Check a sheet of a style.

    Args:
        sheet: its text.
        pictures: the file names of the style's own pictures, which backgrounds and list marks may show.
        is_for_books: whether it is part of the EPUB, where readers' programs carry it out, unseen by our checks.

    Raises:
        NotAllowedError: it fetches something, adds words, or hides some.
    """
    for rule in rules_of(with_hrefs_removed(sheet, pictures)):
        _rule(rule, is_for_books=is_for_books)


def printed_words(sheet: str) -> Iterator[tuple[int, str]]:
    """The words that a sheet for print adds by `content`, with their lines: such as the outlet's name in the head."""
    for one in declarations(sheet):
        if one.lower_name == "content":
            for token in _all(one.value):
                if token.type == "string" and _LETTER.search(token.value):
                    yield token.source_line, token.value


def with_hrefs_removed(sheet: str, pictures: frozenset[str]) -> str:
    """The sheet without the backgrounds and list marks that show a picture of the style: these are harmless."""
    for name in pictures:
        address = rf"url\(\s*[\"']?{re.escape(name)}[\"']?\s*\)"
        sheet = re.sub(rf"(background|background-image|list-style-image)(\s*:[^;{{}}]*?){address}", _without_url, sheet)
    return sheet


def _without_url(found: re.Match[str]) -> str:
    """The declaration without its picture, as one that a sheet may hold."""
    return f"background{found[2]} none"


def _rule(rule: Any, *, is_for_books: bool) -> None:
    import tinycss2

    if rule.type == "error":
        raise NotAllowedError(f"line {rule.source_line}: it is not valid CSS: {rule.message}")
    if rule.type == "at-rule":
        name = rule.lower_at_keyword
        allowed = _AT_RULES_OF_BOOKS if is_for_books else _AT_RULES
        if name not in allowed and (is_for_books or not _MARGIN_BOX.fullmatch(name)):
            raise NotAllowedError(f"line {rule.source_line}: the rule “@{name}” is not for a style")
        _values(rule.prelude, name, rule.source_line)
        if rule.content is None:
            return
        if name in {"media", "supports"}:
            for inner in tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True):
                _rule(inner, is_for_books=is_for_books)
            return
        _block(rule.content, selector="", is_for_books=is_for_books)
        return
    selector = tinycss2.serialize(rule.prelude).strip()
    if is_for_books and (why := why_selector_is_refused(rule.prelude, selector)):
        raise NotAllowedError(f"line {rule.source_line}: {why}")
    _block(rule.content, selector=selector, is_for_books=is_for_books)


def _block(content: Any, *, selector: str, is_for_books: bool) -> None:
    import tinycss2

    for thing in tinycss2.parse_blocks_contents(content, skip_comments=True, skip_whitespace=True):
        if thing.type == "declaration":
            _declaration(thing, selector, is_for_books=is_for_books)
        elif is_for_books and thing.type == "qualified-rule":
            raise NotAllowedError(f"line {thing.source_line}: a rule within a rule is not for a book")
        else:  # a margin box
            _rule(thing, is_for_books=is_for_books)


def _declaration(one: Any, selector: str, *, is_for_books: bool) -> None:
    name, line = one.lower_name, one.source_line
    is_in_print = name == "content" and not is_for_books  # `printed_words` are held against the article
    _values(one.value, "printed content" if is_in_print else name, line)
    if name == "display" and _has_word(one.value, "none"):
        raise NotAllowedError(f"line {line}: “display: none” hides words")
    if not is_for_books:
        return
    if name == "content" and ":" not in selector:
        raise NotAllowedError(f"line {line}: “content” takes the place of an element’s words")
    if name in {"font-size", "font"} and (why := _too_small(name, one.value, list(_numbers(one.value)))):
        raise NotAllowedError(f"line {line}: “{name}” {why}")
    if why := why_refused(name, one.value, selector):
        raise NotAllowedError(f"line {line}: {why}")


def _values(tokens: Iterable[Any], name: str, line: int) -> None:
    """Look at the tokens of a value for what fetches something or has words."""
    for token in _all(tokens):
        if token.type == "error":
            raise NotAllowedError(f"line {token.source_line}: it is not valid CSS: {token.message}")
        if token.type == "url" or (token.type == "function" and token.lower_name in _FETCHES):
            what = "url" if token.type == "url" else token.lower_name
            raise NotAllowedError(
                f"line {token.source_line}: “{what}(…)” fetches something, or shows what is elsewhere"
            )
        if token.type == "string" and name not in _WORDLESS and _LETTER.search(token.value):
            raise NotAllowedError(f"line {token.source_line}: “{name}” adds words: “{token.value[:40]}”")
        if name.startswith("counter-") and token.type == "number" and token.value not in {0, 1, -1}:
            raise NotAllowedError(f"line {line}: “{name}” prints a number of its own")


def _all(tokens: Iterable[Any]) -> Iterator[Any]:
    """All tokens, those within functions and brackets, too."""
    for token in tokens:
        yield token
        for inner in (getattr(token, "arguments", None), getattr(token, "content", None)):
            if inner and not isinstance(inner, str):
                yield from _all(inner)


def _has_word(tokens: Iterable[Any], *words: str) -> bool:
    return any(token.type == "ident" and token.lower_value in words for token in tokens)


def _numbers(tokens: Iterable[Any]) -> Iterator[tuple[float, str]]:
    for token in tokens:
        if token.type == "dimension":
            yield token.value, token.lower_unit
        elif token.type == "percentage":
            yield token.value, "%"
        elif token.type == "number":
            yield token.value, ""


def _is_counted(value: list[Any]) -> bool:
    return any(token.type == "function" for token in value)


_MOST_FRAMED = 12.0
"""Of a page's width, of about 20 sizes of letters, what a style may leave free beside words."""
_MOST_UNBROKEN = 60
"""Letters in a line that does not break."""


def _too_small(name: str, value: list[Any], numbers: list[tuple[float, str]]) -> str | None:
    if _is_counted(value):
        return "has a size that is not a plain one"
    sizes = [one for one in numbers if one[1]][:1] if name == "font" else numbers
    small = [f"{number:g}{unit}" for number, unit in sizes if number < _SMALLEST.get(unit, 9999)]
    return f"is too small to read: {small[0]}" if small else None


def require_readable(root: "ET.Element", sheet: str) -> None:
    """Check that the cascade of an EPUB's sheets leaves each word of a page large enough, and apart from its ground.

    Args:
        root: the page, without a namespace.
        sheet: all that the book's sheets say, one after the other.

    Raises:
        NotAllowedError: a word is too small, has the colour of its ground, or lies on others.
    """
    from separatum.style.cascade import computed

    for element, look in computed(root, sheet):
        if not _has_words(element):
            continue
        if not 0.5 <= look.size <= 8:
            raise NotAllowedError(f"the words of “{_called(element)}” are {look.size:.2g} times as large as the text")
        if look.contrast < 2.5:
            raise NotAllowedError(f"the words of “{_called(element)}” have nearly the colour of their ground")
        if look.is_block and look.leading < 0.9:
            raise NotAllowedError(f"the lines of “{_called(element)}” lie on each other")
        if look.framed + look.beside > _MOST_FRAMED or look.left + look.indent < -0.1:
            raise NotAllowedError(f"the words of “{_called(element)}” stand at the page’s edge, or beyond it")
        if look.is_unbroken and _longest(element) > _MOST_UNBROKEN:
            raise NotAllowedError(f"the lines of “{_called(element)}” do not break, and run out of the page")


def _longest(element: "ET.Element") -> int:
    """Letters of the longest text of an element and of what stands in it."""
    return len(" ".join("".join(element.itertext()).split()))


def _has_words(element: "ET.Element") -> bool:
    texts = (element.text, *(child.tail for child in element))
    return any(text and text.strip() for text in texts)


def _called(element: "ET.Element") -> str:
    name = element.get("class")
    return f"{element.tag}.{name.split()[0]}" if name else element.tag
