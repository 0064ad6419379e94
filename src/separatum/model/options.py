"""What is asked for, the same for every article of a run; and where the run is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from separatum.model.choices import DEFAULT_PAPER
from separatum.model.settings import NOTHING_GIVEN, Given, Settings

if TYPE_CHECKING:
    from separatum.checks.privacy.forbidden_words import ForbiddenWords

DEFAULT_OUTPUT = Path("dist")


class Verb(StrEnum):
    """What is being done with an article, in this order."""

    WAIT = "wait"
    """Another export holds the output folder."""
    READ = "read"
    COMPOSE = "compose"
    WRITE = "write"
    CHECK = "check"
    PUBLISH = "publish"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where a run is."""

    verb: Verb
    article: str = ""
    total: int = 0
    """How many articles there are."""
    done: int = 0
    """How many of them are finished, whatever came of them."""
    failed: int = 0
    """How many of these were not published."""
    notice: str = ""
    """Something that the user must know and that is about no article."""


OnStep = Callable[[Step], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What is asked for, the same for every article of a run."""

    formats: tuple[str, ...] = ("epub", "pdf")
    out: Path = DEFAULT_OUTPUT
    style: Path | None = None
    """The folder of a style; None: the house style."""
    paper: str = DEFAULT_PAPER
    """A paper of the style."""
    strict: bool = False
    """Whether what a person must look at stops publishing."""
    forbidden: "ForbiddenWords | None" = None
    """Words that must not appear anywhere in what is published."""
    show_forbidden: bool = False
    """Whether findings may name them."""
    discreet: bool = False
    """Whether nothing outside the text says what it is."""
    embed_source: bool = False
    """Whether the editions carry the article as Markdown."""
    sign: str | None = None
    """The key that signs `SHA256SUMS`: “minisign:KEY” or “ssh:KEY”."""
    use_cache: bool = True
    """Whether what was published of an unchanged article before is published again, neither made nor validated anew."""
    resume: bool = False
    """Whether the run keeps a journal, and goes on where one that was cut off stopped."""
    given: Given = NOTHING_GIVEN
    """What the command line says for all articles, in place of their project."""
    settings: Settings | None = None
    """The settings of every article, in place of what the files of their projects say; None: those count."""
    names: Mapping[str, str] = field(default_factory=dict, compare=False)
    """What the editions of each article are called, by its path, where that is not the file's own name."""


DEFAULT_OPTIONS = Options()
