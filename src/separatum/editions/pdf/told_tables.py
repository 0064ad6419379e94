"""Tell the author of each table that is too wide for the paper, at its line in the source."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

from separatum.editions.pdf.table_fit import STACKED, mark_of
from separatum.model.article import Article
from separatum.model.findings import Finding, Location, Severity, rule_from_docstring
from separatum.style.compose import compose
from separatum.style.style import Style

TABLE_STACKED = rule_from_docstring(
    "TABLE-STACKED",
    Severity.WARNING,
    """A table is too wide for the paper; the cells of each row stand below each other in the PDF

    Its type is as small as can be read, and its columns still need more room than a line has. So each row is a block,
    in which every value stands behind the name of its column: nothing is lost, but who compares rows must look for what
    belongs together, and it takes more pages. Turn rows and columns round, split the table, shorten its longest words,
    or choose a wider paper. In the EPUB it is a table as it was.
    """,
)
RULES = (TABLE_STACKED,)


def tell_stacked(article: Article, style: Style, file: Path) -> tuple[Finding, ...]:
    """A finding for each table that is stacked on the paper of a style.

    Args:
        article: what is set.
        style: with its paper.
        file: the article's source.
    """
    if "<table" not in article.body:
        return ()
    tables = list(compose(article, style).iter("table"))
    lines = list(_lines(article))
    places = lines if len(lines) == len(tables) else [None] * len(tables)
    return tuple(
        TABLE_STACKED.found(
            f"the table is too wide for the paper “{style.paper.name}”: in the PDF, the cells of a row stand below"
            " each other",
            where=Location(file=str(file), line=line),
            hint="turn rows and columns round, split the table, or choose a wider paper",
        )
        for table, line in zip(tables, places, strict=True)
        if mark_of(table, style) == STACKED
    )


def _lines(article: Article) -> Iterator[int | None]:
    """The line of each table of an article, in their order."""
    body = ET.fromstring(f"<body>{article.body}</body>")  # noqa: S314 - made by source/
    lines = article.lines if len(article.lines) == len(body) else (None,) * len(body)
    for block, line in zip(body, lines, strict=True):
        yield from (line for _ in block.iter("table"))
