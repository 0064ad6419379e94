"""Every rule that reads more than CommonMark, in the order in which they are tried."""

from markdown_it import MarkdownIt

from separatum.source.markdown import (
    abbreviations,
    callouts,
    emoji,
    footnotes,
    formulas,
    headings,
    html_blocks,
    lists,
    obsidian,
    pasted,
    phrases,
    site_blocks,
    site_pairs,
    site_phrases,
    site_tags,
    tables,
    web_addresses,
)

link_destination = site_tags.link_destination

_MODULES = (
    html_blocks,
    abbreviations,
    footnotes,
    formulas,
    callouts,
    site_blocks,
    site_pairs,
    site_phrases,
    obsidian,
    pasted,
    headings,
    lists,
    tables,
    emoji,
    web_addresses,
    phrases,
)


def add_rules(parser: MarkdownIt) -> None:
    """Add the rules of all modules to a parser."""
    for module in _MODULES:
        module.add_rules(parser)
