"""Find what no page can be made of, before it costs anything: no text, a word or a table without an end."""

import re
from collections.abc import Iterator

from offprint.findings import Finding
from offprint.source import rules
from offprint.source.manuscript import Manuscript

MOST_LETTERS = 5_000
MOST_COLUMNS = 500

# Scripts that write without spaces are not meant: Thai, Lao, Burmese, Khmer, Chinese, Japanese.
_LONG_WORD = re.compile(
    rf"[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]{{{MOST_LETTERS},}}"
)


def find_unfit(manuscript: Manuscript) -> Iterator[Finding]:
    """Each fault for which the text is not even converted."""
    if not manuscript.body.strip():
        where = manuscript.at(manuscript.body_line)
        hint = "write the text under the front matter"
        yield rules.NO_TEXT.found("there is no text after the front matter", where=where, hint=hint)
    for number, line in enumerate(manuscript.body.splitlines(), start=manuscript.body_line):
        if len(line) > MOST_LETTERS and _LONG_WORD.search(line):
            message = f"a word of more than {MOST_LETTERS:,} letters and signs"
            yield rules.WORD_LONG.found(message, where=manuscript.at(number), hint="remove it, or break it up")
        if line.count("|") > MOST_COLUMNS:
            message = f"a table of more than {MOST_COLUMNS} columns"
            yield rules.TABLE_WIDE.found(message, where=manuscript.at(number), hint="turn it round, or split it")
