"""Front matter that is plainly “Key: value” lines and lists, read without a parser of YAML.

For what Pelican and MultiMarkdown write, and for YAML that is broken by one sign and yet says what it means.
"""

import re
from dataclasses import dataclass

_KEY = re.compile(r"""(?P<key>[^\W\d][\w .-]{0,40}?|"[^"\n]{1,40}"|'[^'\n]{1,40}')\s*:(?:[ \t]+(?P<value>.*))?$""")
_ITEM = re.compile(r"\s*-[ \t]+(?P<value>\S.*)$")
_LIST = re.compile(r"\[(.*)\]$")
_OPEN = re.compile(r"""(?:"[^"\\]*|'(?!\d|\s|(?:twas|tis|til|em|cause|n)\b)[^']*)$""", re.IGNORECASE)
"""A value whose quotation mark is not closed; “'68” and “'Twas” begin with an apostrophe."""
_COMMENT = re.compile(r"\s+#.*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A key and its value."""

    key: str
    value: str | None
    items: tuple[str, ...] = ()
    """The value, if it is a list."""
    number: int
    """Counted from 0."""


def read(text: str) -> list[Line] | None:
    """The lines of front matter; None if one of them is not plainly a key, an item of a list, or more of a value."""
    found: list[Line] = []
    for number, line in enumerate(text.split("\n")):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        key = _KEY.match(line)
        if key is not None:
            found.append(_line(key["key"].strip("\"' "), (key["value"] or "").strip(), number))
        elif not found:
            return None
        elif item := _ITEM.match(line):
            last = found[-1]
            found[-1] = Line(
                key=last.key, value=None, items=(*last.items, _unquoted(item["value"])), number=last.number
            )
        elif line[0] in " \t" and not found[-1].items:
            last = found[-1]
            more = _unquoted(line.strip())
            found[-1] = Line(key=last.key, value=f"{last.value or ''} {more}".strip(), number=last.number)
        else:
            return None
    return found


def open_quote(text: str) -> int | None:
    """The first line, from 0, with a value whose quotation mark is not closed before the next key, or the end.

    Args:
        text: front matter that is no valid YAML.
    """
    lines = [line for line in enumerate(text.split("\n")) if line[1].strip()]
    for at, (number, line) in enumerate(lines):
        key = _KEY.match(line)
        if key is None or not _OPEN.match((key["value"] or "").strip()):
            continue
        if at + 1 == len(lines) or _KEY.match(lines[at + 1][1]):
            return number
    return None


def _line(key: str, value: str, number: int) -> Line:
    value = "" if value in {">", "|", ">-", "|-", "~", "null"} else value
    if listed := _LIST.match(value):
        items = tuple(filter(None, (_unquoted(item.strip()) for item in listed[1].split(","))))
        return Line(key=key, value=None, items=items, number=number)
    return Line(key=key, value=_unquoted(value) or None, number=number)


def _unquoted(value: str) -> str:
    """A value without the quotation marks around it, or the comment behind it."""
    value = value.strip()
    if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'":
        return value[1:-1]
    if _OPEN.match(value):
        return value[1:].strip()
    return value if value.startswith(('"', "'")) else _COMMENT.sub("", value)
