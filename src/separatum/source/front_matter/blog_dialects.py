"""What blog programs write in a way of their own becomes what the schema of the front matter knows."""

from separatum.model.findings import Finding
from separatum.source import rules
from separatum.source.file import Manuscript
from separatum.source.front_matter.parse import Entry, Table, Text
from separatum.source.front_matter.schema import plain

_DRAFT = {"draft": "true", "published": "false"}
"""The keys that hold an article back (Hugo, Jekyll), and the value that does."""


def understood(manuscript: Manuscript, table: Table) -> tuple[Table, tuple[Finding, ...]]:
    """The front matter without what only a blog program means.

    Args:
        manuscript: the source, for the findings' places.
        table: all entries, as they were written.

    Returns:
        The entries for the schema, and what is to be said of those that are not among them: a draft is to be looked at,
        a path of the web site is no address.
    """
    entries: list[tuple[str, Entry]] = []
    findings: list[Finding] = []
    for name, entry in table.entries:
        word, value = plain(name), (entry.text or "").strip() if isinstance(entry, Text) else ""
        where = manuscript.at(entry.line)
        if word == "date" and isinstance(entry, Table):  # Material for MkDocs: “created” and “updated” in one table
            entries += entry.entries
        elif value.lower() == _DRAFT.get(word):
            message = f"“{name}: {value}” marks the article as a draft"
            findings.append(rules.DRAFT.found(message, where=where, hint="take the key away when the text is finished"))
        elif word == "url" and value.startswith("/"):
            message = f"“{name}” is a path of the web site, and says nothing without it"
            hint = "it may stay; write the address in full as “source_url”"
            findings.append(rules.KEY_UNUSED.found(message, where=where, hint=hint))
        elif not (word == "published" and value.lower() == "true"):  # Jekyll: not a day, and nothing to say
            entries.append((name, entry))
    return Table(entries=tuple(entries), line=table.line), tuple(findings)
