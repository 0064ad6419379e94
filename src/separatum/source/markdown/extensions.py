"""Every rule that reads more than CommonMark, in the order in which they are tried."""

from functools import cache
from types import SimpleNamespace

from markdown_it import MarkdownIt, helpers
from markdown_it.token import Token

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
    pandoc_tables,
    pasted,
    phrases,
    site_blocks,
    site_pairs,
    site_phrases,
    site_tags,
    tables,
    verse,
    web_addresses,
)
from separatum.source.markdown.parser import EVERYWHERE, LineInline, Reading, limited_depth, read_inline

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
    pandoc_tables,
    pasted,
    headings,
    lists,
    tables,
    verse,
    emoji,
    web_addresses,
    phrases,
)


def add_rules(parser: MarkdownIt) -> None:
    """Add the rules of all modules to a parser."""
    for module in _MODULES:
        module.add_rules(parser)


@cache
def make_parser() -> MarkdownIt:
    """The parser, with all rules."""
    from markdown_it.rules_block import blockquote, list_block
    from mdit_py_plugins.deflist import deflist_plugin

    parser = MarkdownIt("commonmark", {"maxNesting": 200, "tasklists": True, "strikethrough_single_tilde": True})
    inline = LineInline()
    inline.ruler, inline.ruler2 = parser.inline.ruler, parser.inline.ruler2
    parser.inline = inline
    parser.enable(["table", "strikethrough"])
    parser.use(deflist_plugin)
    parser.block.ruler.at("blockquote", limited_depth(blockquote), {"alt": EVERYWHERE})
    parser.block.ruler.at("list", limited_depth(list_block), {"alt": ["paragraph", "reference", "blockquote"]})
    parser.core.ruler.at("inline", read_inline)
    parser.core.ruler.disable("text_join")  # an escaped sign stays apart, so that nothing later takes it for markup
    parser.helpers = SimpleNamespace(  # type: ignore[assignment]
        parseLinkLabel=helpers.parseLinkLabel,
        parseLinkDestination=link_destination,
        parseLinkTitle=helpers.parseLinkTitle,
    )
    parser.validateLink = lambda _: True  # type: ignore[method-assign, assignment]  # what a link may lead to is decided later
    parser.normalizeLink = lambda url: url  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda url: url  # type: ignore[method-assign, assignment]
    add_rules(parser)
    return parser


def parse(text: str, known: Reading) -> list[Token]:
    """The tokens of a text; its notes, and what there is to say, are in `known`.

    Raises:
        TooDeepError: containers are nested beyond the limit.
    """
    return make_parser().parse(text, {"reading": known})
