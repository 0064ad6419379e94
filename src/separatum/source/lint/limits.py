"""Find what no page can be made of in reasonable time: a word or a table without an end."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from separatum.model.findings import Finding
from separatum.source import rules
from separatum.source.locations import Places
from separatum.source.markdown.limits import MOST_COLUMNS

MOST_LETTERS = 5_000

# Scripts that write without spaces are not meant: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
_LONG_WORD = re.compile(
    rf"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]{{{MOST_LETTERS},}}"
)
_LONG_GAP = re.compile(rf"[^\S\n]{{{MOST_LETTERS},}}")
_INLINE = frozenset(
    """
    a abbr b cite code del dfn em i kbd mark q s samp small span strong sub sup u
    """.split()  # noqa: SIM905  (a word list reads better so)
)


def find_unfit(root: Element, places: Places) -> Iterator[Finding]:
    """Each fault for which an article cannot be laid out.

    Args:
        root: the body, whose elements still have their lines.
        places: of the source.
    """
    for block in root:
        for word in _LONG_WORD.findall("".join(_said(block))):
            where = places.of(block, word[:80])
            yield rules.WORD_LONG.found(
                f"a word of {len(word):,} signs: “{word[:20]}…”", where=where, hint="remove it, or break it up"
            )
    for link in root.iter("a"):  # paper prints where it leads
        if len(address := link.get("href", "")) >= MOST_LETTERS:
            where = places.of(link)
            yield rules.WORD_LONG.found(
                f"an address of {len(address):,} signs: “{address[:40]}…”", where=where, hint="give a shorter one"
            )
    for code in root.iter("pre"):  # elsewhere, spaces fall together
        for gap in _LONG_GAP.findall("".join(code.itertext())):
            yield rules.WORD_LONG.found(
                f"a line of code with {len(gap):,} spaces in a row", where=places.of(code), hint="take most of them out"
            )
    for row in root.iter("tr"):
        if len(row) > MOST_COLUMNS:
            where = places.of(row)
            yield rules.TABLE_WIDE.found(
                f"a table of {len(row)} columns", where=where, hint="turn it round, or split it"
            )
            return


def _said(element: Element) -> Iterator[str]:
    """The text of an element; between blocks, and at a broken line, a word ends."""
    yield element.text or ""
    for child in element:
        gap = "" if child.tag in _INLINE else "\n"
        yield gap
        yield from _said(child)
        yield gap
        yield child.tail or ""
