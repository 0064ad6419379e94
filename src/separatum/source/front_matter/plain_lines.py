"""Front matter that is plainly “Key: value” lines and lists, read without a parser of YAML.

For what Pelican and MultiMarkdown write, and for YAML that is broken by one sign and yet says what it means.
"""

import re
from dataclasses import dataclass

_KEY = re.compile(r"""(?P<key>[^\W\d][\w .-]{0,40}?|"[^"\n]{1,40}"|'[^'\n]{1,40}')\s*:(?:[ \t]+(?P<value>.*))?$""")
_ITEM = re.compile(r"\s*-[ \t]+(?P<value>\S.*)$")
_LIST = re.compile(r"\[(.*)\]$")
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
    return value if value.startswith(('"', "'")) else _COMMENT.sub("", value)
