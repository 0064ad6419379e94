"""Raw HTML that a template fills: what it would fill in is taken if it is known, else left out and reported."""

import re
from collections.abc import Iterator

from separatum.source.markdown.site_tags import Tag, figure_of, filled_in, meaning, tag_at

_TEMPLATE = re.compile(r"\{\{|\{%|\{#|\[(?=/?[a-z][\w-]*[\s\]=/])")
_BRACED = re.compile(r"\s(?P<name>[\w:.-]+)=\{(?P<value>(?:[^{}]|\{[^{}]*\})*)\}|\s\{(?:[^{}]|\{[^{}]*\})*\}")
_CODE = re.compile(r"<(pre|code|script|style|textarea)\b.*?</\1\s*>", re.DOTALL | re.IGNORECASE)
_STRING = re.compile(r"\s*(?P<mark>[\"'`])(?P<text>[^\"'`$]*)(?P=mark)\s*$")


def plain_html(tag: str) -> str:
    """A tag whose attributes are made by a template or a program, without what only these know."""
    tag = filled_in(tag)

    def attribute(found: re.Match[str]) -> str:
        text = _STRING.match(found["value"] or "")
        return f' {found["name"]}="{text["text"]}"' if text else ""

    return _BRACED.sub(attribute, tag)


def without_tags(text: str) -> tuple[str, list[tuple[Tag, int]]]:
    """HTML without templates' tags, and the tags that were left out, each with its line from 0.

    Inside of a tag of HTML an address is filled in. Figures become images. Code is not touched.
    """
    if not _TEMPLATE.search(text):
        return text, []
    made: list[str] = []
    left_out: list[tuple[Tag, int]] = []
    code = [found.span() for found in _CODE.finditer(text)]
    done = 0
    for found in _TEMPLATE.finditer(text):
        at = found.start()
        if at < done or any(start <= at < end for start, end in code):
            continue
        one = tag_at(text, at)
        if one is None or one[0].dialect == "literal":
            continue
        tag, end = one
        made.append(text[done:at])
        if tag.dialect == "bracket" and tag.is_closing and f"[{tag.name}" not in text[:at]:
            made.append(text[at:end])
        elif text.rfind("<", 0, at) > text.rfind(">", 0, at):
            made.append(filled_in(text[at:end]))
        else:
            made += _in_place(tag)
            if not made[-1] and not tag.is_closing:
                left_out.append((tag, text.count("\n", 0, at)))
        done = end
    return "".join([*made, text[done:]]), left_out


def _in_place(tag: Tag) -> Iterator[str]:
    known = None if tag.is_closing or tag.dialect in {"variable", "comment"} else meaning(tag) or figure_of(tag)
    if known is not None and known.kind == "figure":
        yield f'<img src="{known.source}" alt="{known.alt}" title="{known.title}">'.replace(' alt=""', "")
    else:
        yield ""
