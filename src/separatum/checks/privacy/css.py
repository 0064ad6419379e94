"""What a style sheet holds besides rules: comments, addresses in any spelling, generated text, embedded files."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_ADDRESSED = frozenset({"url", "src", "image-set", "-webkit-image-set", "image", "cross-fade"})
_MOST_TOKENS = 300_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The parts of a style sheet that are no rules."""

    comments: tuple[str, ...]
    addresses: tuple[str, ...]
    """All that it loads: relative, remote and “data:”."""
    texts: tuple[str, ...]
    """Strings, as generated content has them."""
    names: tuple[str, ...]
    """Identifiers that its author chose: fonts, classes, layers."""


@lru_cache(maxsize=64)
def read_sheet(sheet: str) -> Sheet:
    """Read a style sheet as a browser does, so that no escape hides an address (CSS Syntax 3, 4).

    Args:
        sheet: its text, or the text of an attribute “style”.
    """
    import tinycss2

    comments: list[str] = []
    addresses: list[str] = []
    texts: list[str] = []
    names: list[str] = []
    waiting: list[Any] = list(reversed(tinycss2.parse_component_value_list(sheet)))
    is_import = is_address = False
    found = {"comment": comments, "url": addresses, "ident": names, "hash": names}
    for _ in range(_MOST_TOKENS):
        if not waiting:
            break
        token = waiting.pop()
        if token is None:
            is_address = False
            continue
        if token.type in found:
            found[token.type].append(token.value.strip())
        elif token.type == "string":
            (addresses if is_import or is_address else texts).append(token.value)
        elif token.type == "function":
            is_address = token.lower_name in _ADDRESSED
            waiting += [None, *reversed(token.arguments)]
        elif token.type in {"() block", "[] block", "{} block"}:
            waiting += reversed(token.content)
        if token.type not in {"whitespace", "comment"}:
            is_import = token.type == "at-keyword" and token.lower_value == "import"
    return Sheet(comments=tuple(comments), addresses=tuple(addresses), texts=tuple(texts), names=tuple(names))


def is_remote(address: str) -> bool:
    """Whether an address means another machine, however it is spelled (URL Standard, 4.4)."""
    plain = "".join(sign for sign in address.strip() if sign > " ").lower().replace("\\", "/")
    return plain.startswith(("http:", "https:", "//", "ftp:", "ws:", "wss:"))
