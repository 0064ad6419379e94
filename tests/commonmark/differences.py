"""The examples of CommonMark that are read otherwise, each with the reason."""

from tests.commonmark.comparing import meaning_of_html, meaning_of_markdown
from tests.commonmark.examples import Example

VERSION = "0.31.2"
REASONS = {
    161: "Fenced code ends the HTML before it: people write it right behind a tag, and mean code.",
    163: "A tag in capitals is a component of MDX; what it holds is read as Markdown, as in MDX.",
    191: "Inside of HTML, four spaces make no code: people indent it.",
    297: "Points that are indented by two spaces or more under a number belong to it, so as most people nest them.",
    590: "An embed of a note, as Obsidian writes it: it is left out, with a warning.",
    602: "An address in the text becomes a link, as in GFM (6.9).",
    608: "An address in the text becomes a link, as in GFM (6.9).",
    611: "An address in the text becomes a link, as in GFM (6.9).",
    612: "A mail address in the text becomes a link, as in GFM (6.9).",
}
"""By the number of the example."""


def differing(given: list[Example]) -> list[Example]:
    """The examples whose meaning is another than the specification's."""
    return [one for one in given if meaning_of_markdown(one.markdown) != meaning_of_html(one.html)]


def page(given: list[Example]) -> str:
    """The page of the reference on CommonMark."""
    others = differing(given)
    share = 100 * (len(given) - len(others)) / len(given)
    lines = [
        "# CommonMark",
        "",
        f"The [CommonMark specification, version {VERSION}](https://spec.commonmark.org/{VERSION}/),",
        f"has {len(given)} examples. As it has them, {len(given) - len(others)} ({share:.1f} %) are read: the same",
        "words in the same elements. Raw HTML counts as it is when it is cleaned, and addresses as they are when they",
        "are decoded. The others are read otherwise on purpose:",
        "",
        "| Example | Section | Why |",
        "|---|---|---|",
        *(
            f"| [{one.number}](https://spec.commonmark.org/{VERSION}/#example-{one.number}) | {one.section} "
            f"| {REASONS.get(one.number, '')} |"
            for one in others
        ),
        "",
        "Beyond CommonMark, these are read: tables, task lists, strikethrough and bare addresses (GFM); footnotes,",
        "also in their place; definition lists; abbreviations; attribute lists; grid tables and captions of tables as",
        "Pandoc writes them; formulas in TeX; callouts of GitHub,",
        "Obsidian, MkDocs, Docusaurus, Pandoc and others; `==marked==`, `H~2~O`, `x^2^`; codes of emoji. Tags of the",
        "programs that make web sites are read as what they mean, or left out and reported: see `SOURCE-SITE-TAG`",
        "in [the checks](checks.md).",
        "",
    ]
    return "\n".join(lines)
