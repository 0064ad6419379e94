"""Find what no page can be made of in reasonable time: a word or a table without an end."""

import re
from collections.abc import Iterator
from xml.etree.ElementTree import fromstring

from offprint.findings import Finding
from offprint.source import rules
from offprint.source.places import Places

MOST_LETTERS = 5_000
MOST_COLUMNS = 500

# Scripts that write without spaces are not meant: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
_LONG_WORD = re.compile(
    rf"(?:(?![\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])\w){{{MOST_LETTERS},}}"
)


def find_unfit(xhtml: str, places: Places) -> Iterator[Finding]:
    """Each fault for which an article cannot be laid out.

    Args:
        xhtml: the finished body.
        places: of the source.
    """
    tree = fromstring(f"<body>{xhtml}</body>")  # noqa: S314 - made by us
    for word in _LONG_WORD.findall("".join(tree.itertext())):
        where = places.of(re.escape(word[:80])) or places.first
        yield rules.WORD_LONG.found(
            f"a word of {len(word):,} letters: “{word[:20]}…”", where=where, hint="remove it, or break it up"
        )
    for row in tree.iter("tr"):
        if len(row) > MOST_COLUMNS:
            where = places.of(r"\|(?:[^|\n]*\|){" + str(MOST_COLUMNS) + "}") or places.first
            yield rules.TABLE_WIDE.found(
                f"a table of {len(row)} columns", where=where, hint="turn it round, or split it"
            )
            return
