"""The papers that a style sets type on: a size, its margins, and the size of the text on it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from separatum.model.errors import UsageError

_POINTS = {"mm": 72 / 25.4, "cm": 72 / 2.54, "in": 72.0, "pt": 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One paper of a style. Lengths are in points."""

    name: str
    width: float
    height: float
    margins: tuple[float, float, float, float]
    """Top, right, bottom, left."""
    text: float
    """The size of the text."""
    headline: float
    """The size of the headline."""
    rules: str
    """Rules of its own, which come after the style's."""
    columns: int = 1
    """How many columns the story runs in."""
    gap: float = 0
    """Between two columns."""

    @property
    def measure(self) -> float:
        """The room between the margins: the length of a line, where there is one column."""
        return self.width - self.margins[1] - self.margins[3]

    @property
    def depth(self) -> float:
        """The height of the type on a page."""
        return self.height - self.margins[0] - self.margins[2]

    @property
    def sheet(self) -> str:
        """The paper as a style sheet."""
        margins = " ".join(f"{margin:.3f}pt" for margin in self.margins)
        columns = f".text {{ columns: {self.columns}; column-gap: {self.gap:.3f}pt }}\n" if self.columns > 1 else ""
        return (
            f"@page {{ size: {self.width:.3f}pt {self.height:.3f}pt; margin: {margins} }}\n"
            # A caption goes on the page with an image, and the headline with the lead image.
            f"img {{ max-height: {0.85 * self.depth:.3f}pt }}\n"
            f"figure.lead img {{ max-height: {0.5 * self.depth:.3f}pt }}\n"
            f"figure.upright img {{ max-height: {0.55 * self.depth:.3f}pt }}\n"
            f"figure.lead.upright img {{ max-height: {0.5 * self.depth:.3f}pt }}\n"
            f"html {{ font-size: {self.text}pt }}\nh1 {{ font-size: {self.headline}pt }}\n{columns}{self.rules}"
        )


def paper_of(table: Mapping[str, Any], name: str, file: object) -> Paper:
    """A paper from the `[paper.NAME]` tables of a style.

    Args:
        table: what stands in `style.toml`.
        name: the paper that is asked for.
        file: what to call `style.toml` in a message.

    Raises:
        UsageError: the style has no such paper, or says it wrongly.
    """
    papers = table.get("paper", {})
    if name not in papers:
        raise UsageError(f"no paper “{name}” in “{file}”", f"it has: {', '.join(sorted(papers)) or 'none'}")
    entry = papers[name]
    try:
        width, height = _lengths(entry["size"], 2)
        top, right, bottom, left = _lengths(entry["margin"], 4)
        return Paper(
            name=name,
            width=width,
            height=height,
            margins=(top, right, bottom, left),
            text=_lengths(entry["text"], 1)[0],
            headline=_lengths(entry["headline"], 1)[0],
            rules=str(entry.get("rules", "")),
            columns=_columns(entry.get("columns", 1)),
            gap=_lengths(entry.get("gap", "8mm"), 1)[0],
        )
    except (KeyError, ValueError, AttributeError) as error:
        raise UsageError(
            f"{file}: the paper “{name}” is not described: {error}",
            'give it size, margin, text and headline as lengths, for example size = "210mm 297mm"',
        ) from error


def _columns(value: object) -> int:
    if value in (1, 2, 3) and type(value) is int:
        return value
    message = f"“{value}” is not a number of columns from 1 to 3"
    raise ValueError(message)


def _lengths(text: str, count: int) -> list[float]:
    found = re.fullmatch(r"\s*".join([r"([\d.]+)(mm|cm|in|pt)"] * count), text.strip())
    if found is None:
        message = f"“{text}” is not {count} lengths in mm, cm, in or pt"
        raise ValueError(message)
    groups = found.groups()
    return [float(number) * _POINTS[unit] for number, unit in zip(groups[::2], groups[1::2], strict=True)]
