"""What the command line offers by name; it is loaded at every start, and so loads nothing itself."""

from enum import StrEnum

DEFAULT_PAPER = "a4"
FORMATS = ("text", "json", "sarif", "github", "gitlab")
"""What `--format` takes."""


class WithoutImage(StrEnum):
    """What becomes of an article whose image cannot be had."""

    REFUSE = "refuse"
    """The article is refused."""
    LINK = "link"
    """The alternative text, and the address of an image on the web, are put in its place."""
