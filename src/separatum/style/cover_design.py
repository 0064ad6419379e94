"""How a style's cover looks: what `[cover]` in style.toml says, else what the sheets say of headline and kicker."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from separatum.style.declarations import rules_of

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_KEYS = ("background", "ink", "accent", "faint", "headline", "label", "weight", "logo", "layout", "align")
LAYOUTS = ("auto", "plain")
ALIGNMENTS = ("start", "center")


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverDesign:
    """The colours, faces and logo of covers. Colours are “#rrggbb”."""

    background: str = "#f8f5ef"
    ink: str = "#151515"
    accent: str = "#7a2018"
    faint: str = "#4a4a4a"
    headline: str = "Literata Display"
    """The family of the headline."""
    label: str = "Noto Sans"
    """The family of outlet, kicker and names."""
    weight: int = 600
    """Of the headline, as in CSS."""
    logo: str = ""
    """The file name of a picture of the style, which stands in place of the outlet's name."""
    layout: str = "auto"
    """“auto”: by the lead image's shape and the text; “plain”: without the lead image."""
    align: str = "start"
    """“start”: lines begin at the margin; “center”: they stand in the middle, under the outlet's name as a masthead."""


def cover_design(
    table: Mapping[str, Any], common: str, print_sheet: str, pictures: Mapping[str, object]
) -> CoverDesign:
    """The design of a style's covers.

    Args:
        table: `[cover]` of style.toml; may be empty.
        common: the text of common.css, where the families of headline and kicker are.
        print_sheet: the text of print.css, where the colours are.
        pictures: the pictures of the style, by name.

    Raises:
        ValueError: a key is unknown, or a value is not of its kind.
    """
    if unknown := [key for key in table if key not in _KEYS]:
        raise ValueError(f"[cover] has no key “{unknown[0]}”; it has {', '.join(_KEYS)}")
    values: dict[str, Any] = {**_from_sheets(common, print_sheet), **table}
    for key in ("background", "ink", "accent", "faint"):
        if key in values:
            values[key] = _colour(key, values[key])
    if (logo := values.get("logo", "")) and logo not in pictures:
        raise ValueError(f"[cover] logo: there is no picture “{logo}” in the style’s folder")
    if values.get("layout", "auto") not in LAYOUTS:
        raise ValueError(f"[cover] layout: “{values['layout']}” is none of {', '.join(LAYOUTS)}")
    if values.get("align", "start") not in ALIGNMENTS:
        raise ValueError(f"[cover] align: “{values['align']}” is none of {', '.join(ALIGNMENTS)}")
    return CoverDesign(**values)


def _from_sheets(*sheets: str) -> dict[str, Any]:
    """What the sheets say: the last declaration counts, as in the cascade."""
    declared = [one for sheet in sheets for one in _declarations(sheet)]
    aligned = [value.strip() for selector, name, value in declared if (selector, name) == ("h1", "text-align")]
    found: dict[str, Any] = {"align": "center" if aligned[-1:] == ["center"] else "start"}
    for selector, name, value in declared:
        if selector == "h1" and name == "font-family" and (family := _family(value)):
            found["headline"] = family
        elif selector == "h1" and name == "font-weight" and value.strip() in {"400", "500", "600", "700", "bold"}:
            found["weight"] = 700 if value.strip() == "bold" else int(value)
        elif selector == ".kicker" and name == "font-family" and (family := _family(value)):
            found["label"] = family
        elif selector == ".kicker" and name == "color" and _HEX.fullmatch(value.strip()):
            found["accent"] = value.strip()
        elif selector in {"html", "body"} and name == "color" and _HEX.fullmatch(value.strip()):
            found["ink"] = value.strip()
        elif selector in {"html", "body", "@page"} and name in {"background", "background-color"}:
            if _HEX.fullmatch(value.strip()):
                found["background"] = value.strip()
        elif selector == ".standfirst" and name == "color" and _HEX.fullmatch(value.strip()):
            found["faint"] = value.strip()
    return found


def _declarations(sheet: str) -> Iterator[tuple[str, str, str]]:
    """Selector, property and value of each plain declaration."""
    import tinycss2

    for rule in rules_of(sheet):
        if rule.type == "qualified-rule":
            selectors = [one.strip() for one in tinycss2.serialize(rule.prelude).split(",")]
        elif (
            rule.type == "at-rule" and rule.lower_at_keyword == "page" and not tinycss2.serialize(rule.prelude).strip()
        ):
            selectors = ["@page"]
        else:
            continue
        for one in tinycss2.parse_blocks_contents(rule.content or [], skip_comments=True, skip_whitespace=True):
            if one.type == "declaration":
                for selector in selectors:
                    yield selector, one.lower_name, tinycss2.serialize(one.value)


def _is_blank(tokens: Any) -> bool:
    return all(token.type == "whitespace" for token in tokens)


def _family(value: str) -> str:
    return value.split(",", maxsplit=1)[0].strip().strip("\"'")


def _colour(key: str, value: object) -> str:
    text = str(value).strip()
    if not _HEX.fullmatch(text):
        raise ValueError(f"[cover] {key}: “{text}” is not a colour such as “#7a2018”")
    return text if len(text) == 7 else "#" + "".join(digit * 2 for digit in text[1:])
